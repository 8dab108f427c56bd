//! A document as a node keeps it: its changes one after another, each with its length before it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

pub(crate) fn from_bytes(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut chunks = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap();
        let (chunk, rest) = rest.split_at(length);
        chunks.push(chunk.to_vec());
        bytes = rest;
    }
    assert!(bytes.is_empty(), "something is behind the last change");
    chunks
}

/// The golden documents of all versions in `folder`: their paths without the ending.
pub(crate) fn documents(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for version in fs::read_dir(folder).unwrap() {
        let version = version.unwrap().path();
        if version.is_dir() {
            let files = fs::read_dir(version).unwrap();
            found.extend(files.map(|file| file.unwrap().path().with_extension("")));
        }
    }
    found
}

pub(crate) fn read(document: &Path) -> Vec<Vec<u8>> {
    from_bytes(&fs::read(document.with_extension("bin")).unwrap())
}
