//! The data folder of a demo, and what the demo itself remembers in it.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

/// Its presence says that a folder is a demo's and may be thrown away by `--fresh`.
const MARKER: &str = "comanda-demo.json";

/// An opened data folder.
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Opens or makes the folder. `fresh` empties it, but only if a demo made it.
    pub(super) fn open(path: &Path, restaurant: &str, fresh: bool) -> Result<Self> {
        let marker = path.join(MARKER);
        let shown = path.display();
        let empty = match fs::read_dir(path) {
            Ok(mut entries) => entries.next().is_none(),
            Err(why) if why.kind() == ErrorKind::NotFound => true,
            Err(why) => return Err(why).with_context(|| format!("cannot open {shown}")),
        };
        if !empty && !marker.is_file() {
            bail!(
                "{shown} is not empty and was not made by a demo; name another folder with --data"
            );
        }
        if !empty && fresh {
            fs::remove_dir_all(path).with_context(|| format!("cannot empty {shown}"))?;
        }
        fs::create_dir_all(path.join("logs")).with_context(|| format!("cannot make {shown}"))?;
        let path = path
            .canonicalize()
            .with_context(|| format!("cannot open {shown}"))?;
        let folder = Self { path };
        match folder
            .remembered()?
            .get("restaurant")
            .and_then(Value::as_str)
        {
            None => folder.remember(&json!({ "restaurant": restaurant, "loaded": false }))?,
            Some(before) if before == restaurant => {}
            Some(before) => bail!(
                "{shown} holds the data of {before}, not of {restaurant}; add --restaurant {before}, or --fresh to throw it away"
            ),
        }
        Ok(folder)
    }

    /// A file or folder in it.
    pub(super) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The folder itself.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the restaurant was loaded into the hub.
    pub(super) fn is_loaded(&self) -> Result<bool> {
        Ok(self.remembered()?.get("loaded") == Some(&Value::Bool(true)))
    }

    /// The restaurant is in the hub now.
    pub(super) fn set_loaded(&self) -> Result<()> {
        let mut memory = self.remembered()?;
        if let Some(fields) = memory.as_object_mut() {
            fields.insert("loaded".to_owned(), Value::Bool(true));
        }
        self.remember(&memory)
    }

    /// Where the first manager's password is kept.
    pub(super) fn password_file(&self) -> PathBuf {
        self.join("first-password.txt")
    }

    /// Keeps the first manager's name and password for the next run, readable by this user alone.
    pub(super) fn keep_password(&self, manager: &str, password: &str) -> Result<()> {
        write_private(&self.password_file(), &format!("{manager}\n{password}\n"))
    }

    /// The first manager's name and password, if they are still there.
    pub(super) fn password(&self) -> Option<(String, String)> {
        let text = fs::read_to_string(self.password_file()).ok()?;
        let (manager, password) = text.split_once('\n')?;
        Some((manager.trim().to_owned(), password.trim().to_owned()))
    }

    fn remembered(&self) -> Result<Value> {
        let file = self.join(MARKER);
        match fs::read_to_string(&file) {
            Ok(text) => serde_json::from_str(&text)
                .with_context(|| format!("{} is not JSON", file.display())),
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(json!({})),
            Err(why) => Err(why).with_context(|| format!("cannot read {}", file.display())),
        }
    }

    /// Written beside and moved into place: a half written marker would lock the demo out of its own folder.
    fn remember(&self, memory: &Value) -> Result<()> {
        let beside = self.join("comanda-demo.new");
        write_private(&beside, &format!("{memory:#}\n"))?;
        fs::rename(&beside, self.join(MARKER))
            .with_context(|| format!("cannot write in {}", self.path.display()))
    }
}

fn write_private(file: &Path, text: &str) -> Result<()> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(file)
        .and_then(|mut open| open.write_all(text.as_bytes()))
        .with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    /// A path that nothing stands at yet.
    fn nowhere(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        path
    }

    #[test]
    fn a_second_run_finds_what_the_first_kept() {
        let path = nowhere("second");
        let first = Folder::open(&path, "diner", false).expect("made");
        first.set_loaded().expect("kept");
        first.keep_password("Dana", "abc").expect("kept");
        let second = Folder::open(&path, "diner", false).expect("opened");
        assert!(second.is_loaded().expect("readable"));
        assert_eq!(
            second.password(),
            Some(("Dana".to_owned(), "abc".to_owned()))
        );
        let mode = fs::metadata(second.password_file())
            .expect("there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn fresh_forgets_everything() {
        let path = nowhere("fresh");
        Folder::open(&path, "diner", false)
            .expect("made")
            .set_loaded()
            .expect("kept");
        let again = Folder::open(&path, "yatai", true).expect("emptied");
        assert!(!again.is_loaded().expect("readable"));
    }

    #[test]
    fn fresh_never_touches_a_folder_of_somebody_else() {
        let path = nowhere("foreign");
        fs::create_dir_all(&path).expect("made");
        fs::write(path.join("thesis.txt"), "years of work").expect("written");
        assert!(Folder::open(&path, "diner", true).is_err());
        assert!(path.join("thesis.txt").is_file());
    }

    #[test]
    fn two_restaurants_do_not_share_a_folder() {
        let path = nowhere("other");
        Folder::open(&path, "diner", false).expect("made");
        let wrong = Folder::open(&path, "yatai", false).err().expect("refused");
        assert!(wrong.to_string().contains("--restaurant diner"), "{wrong}");
    }
}
