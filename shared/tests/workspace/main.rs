//! The rules of the architecture, as tests.
//!
//! Every rule is a function that returns what is wrong, and has a test that shows it something wrong.

mod files;
mod imports;
mod sql;

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

/// Folders that hold no source of ours.
const NOT_OURS: &[&str] = &["target", ".git", "demo-data", "gen", "node_modules"];

/// A source file, with its path from the project's root.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    /// The text without comments, and without the tests at its foot.
    fn product(&self) -> String {
        let lines: Vec<&str> = self.text.lines().collect();
        let foot = lines.array_windows().position(|[attribute, item]| {
            let is_body = item.trim_end().ends_with(['{', '}']);
            attribute.trim() == "#[cfg(test)]" && item.contains("mod ") && is_body
        });
        lines
            .iter()
            .take(foot.unwrap_or(lines.len()))
            .filter(|line| !line.trim_start().starts_with("//"))
            .fold(String::new(), |text, line| text + line + "\n")
    }

    /// Whether the whole file is there for tests or measures.
    fn is_test(&self) -> bool {
        let whole = ["tests.rs", "testkit.rs"]
            .iter()
            .any(|name| self.path.ends_with(name));
        let folder = ["/tests/", "/testkit/", "/benches/"]
            .iter()
            .any(|part| self.path.contains(part));
        whole || folder || self.path.starts_with("xtask/")
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .expect("the project's folder")
}

/// All files of ours with one of the endings.
fn sources(endings: &[&str]) -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if !NOT_OURS
                    .iter()
                    .any(|name| path.file_name() == Some(OsStr::new(name)))
                {
                    folders.push(path);
                }
            } else if path
                .extension()
                .is_some_and(|kind| endings.iter().any(|end| kind == *end))
            {
                let text = fs::read_to_string(&path).expect("text in UTF-8");
                let path = path.strip_prefix(&root).expect("below the root");
                found.push(Source {
                    path: path.to_string_lossy().into_owned(),
                    text,
                });
            }
        }
    }
    assert!(
        found.len() > 1,
        "no files found: the rule would look at nothing"
    );
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn all_is_well(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
