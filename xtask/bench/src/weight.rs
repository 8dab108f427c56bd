//! P15: what a browser has to download before a face works, compressed, against a page made the
//! same way that only says hello.

mod empty;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::{
    places::{self, Places},
    report::{Goal, Row, Value},
    say,
};

/// What is sent compressed; the project packs these at its best.
const PACKED: &[&str] = &["css", "html", "js", "svg", "wasm"];
/// Packed copies and notes of the builder.
const NOT_SENT: &[&str] = &["br", "gz"];
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;
const BUFFER_BYTES: usize = 1 << 16;

/// Faces below `<target>/faces`, and how much each may weigh in bytes.
const FACES: [(&str, Option<u64>); 3] = [
    ("till", Some(600_000)),
    ("kitchen", Some(450_000)),
    ("dashboard", None),
];

pub(crate) fn run(places: &Places) -> Result<Vec<Row>> {
    say::line("     building the faces");
    places::run(places.cargo().args(["xtask", "faces"]))?;
    say::line("     building an empty page");
    let empty = weigh(&empty::build(places)?)?;
    let mut rows = Vec::new();
    for (face, most) in FACES {
        let folder = places.target.join("faces").join(face);
        if !folder.join("app_bg.wasm").is_file() {
            say::line(&format!("     there is no face in {}", folder.display()));
            continue;
        }
        let row = Row::new(
            format!("P15 page weight, {face}"),
            Value::Bytes(weigh(&folder)?),
        );
        let row = row.against(Value::Bytes(empty));
        rows.push(match most {
            Some(most) => row.aimed_at(Goal::Value(Value::Bytes(most))),
            None => row,
        });
    }
    Ok(rows)
}

/// Bytes of all that a page loads, compressed where it is sent so.
fn weigh(folder: &Path) -> Result<u64> {
    let mut sum = 0;
    for file in files(folder)? {
        let ending = file.extension().unwrap_or_default().to_string_lossy();
        let hidden = file
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden || NOT_SENT.contains(&&*ending) {
            continue;
        }
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let sent = if PACKED.contains(&&*ending) {
            packed(&bytes)?
        } else {
            bytes
        };
        sum += u64::try_from(sent.len())?;
    }
    Ok(sum)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer =
        brotli::CompressorWriter::new(&mut packed, BUFFER_BYTES, BROTLI_QUALITY, BROTLI_WINDOW);
    writer
        .write_all(bytes)
        .and_then(|()| writer.flush())
        .context("brotli")?;
    drop(writer);
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_and_notes_of_the_builder_weigh_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
        write("app.js", &[b'a'; 1_000]);
        let alone = weigh(folder.path()).unwrap();
        assert!(alone < 100, "{alone}");
        write("app.js.br", &[1; 500]);
        write("app.js.gz", &[1; 500]);
        write(".made-from", &[1; 500]);
        assert_eq!(weigh(folder.path()).unwrap(), alone);
        write("photo.png", &[1; 500]);
        assert_eq!(weigh(folder.path()).unwrap(), alone + 500);
    }
}
