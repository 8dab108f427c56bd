//! The texts of the files that somebody chose.

use std::collections::BTreeMap;

use js_sys::Uint8Array;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, FileList};

/// Why the files cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotRead {
    /// None of them is a CSV file.
    NoCsv,
    /// One is no text in UTF-8; nobody's letters are guessed.
    NotText,
}

/// Whether a file is one that an import reads.
fn is_csv(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("csv"))
}

/// The CSV files of a list.
pub(super) fn files_of(chosen: &FileList) -> Vec<File> {
    (0..chosen.length())
        .filter_map(|place| chosen.item(place))
        .filter(|file| is_csv(&file.name()))
        .collect()
}

/// The text of each file by its name.
pub(super) async fn read(files: Vec<File>) -> Result<BTreeMap<String, String>, NotRead> {
    let mut texts = BTreeMap::new();
    for file in files {
        texts.insert(file.name(), text(&file).await.ok_or(NotRead::NotText)?);
    }
    if texts.is_empty() {
        Err(NotRead::NoCsv)
    } else {
        Ok(texts)
    }
}

/// The text of a file; none where it is not UTF-8.
async fn text(file: &File) -> Option<String> {
    let blob: &Blob = file.unchecked_ref();
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    String::from_utf8(Uint8Array::new(&buffer).to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_csv_files_are_read() {
        assert!(is_csv("items.csv") && is_csv("ITEMS.CSV"));
        assert!(!is_csv("README.md") && !is_csv("csv"));
    }
}
