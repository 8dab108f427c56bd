//! The documents belong to the restaurant: automerge's own JavaScript package opens them, with the
//! same heads and the same entries.
//!
//! Two engines that read the same bytes must agree, and whoever leaves Comanda takes the orders
//! along. `cargo xtask test` runs this where it finds `node` and `npm`, and says loudly where it
//! does not; by hand: `npm ci` in a copy of this folder, and `COMANDA_INTEROP=that-copy cargo test
//! -p order-doc --test interop -- --ignored`. The package is pinned with its hash by the lock file,
//! and its install scripts do not run.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "../golden/file.rs"]
mod file;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use automerge::{AutoCommit, ReadDoc, Value};
use order_doc::{Actor, OrderDoc};
use serde_json::{Value as Json, json};
use shared::ids::{DeviceId, OrderId};

/// What this project reads: heads, and the text of each entry by map and key.
fn read(doc: &mut AutoCommit) -> Json {
    let heads: Vec<String> = doc.get_heads().iter().map(ToString::to_string).collect();
    let mut maps: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for name in doc.keys(automerge::ROOT).collect::<Vec<_>>() {
        let Some((Value::Object(_), map)) = doc.get(automerge::ROOT, &name).unwrap() else {
            continue;
        };
        let text = |key: String| {
            let (value, _) = doc.get(&map, &key).unwrap().unwrap();
            let text = value.into_string().unwrap();
            (key, text)
        };
        maps.insert(name, doc.keys(&map).map(text).collect());
    }
    let (schema, _) = doc.get(automerge::ROOT, "schema").unwrap().unwrap();
    json!({ "heads": heads, "schema": schema.as_i64().unwrap(), "maps": maps })
}

#[test]
#[ignore = "needs node and automerge's JavaScript package; `cargo xtask test` brings them"]
fn javascript_opens_every_golden_document_with_the_same_heads_and_lines() {
    let folder = std::env::var_os("COMANDA_INTEROP").expect("COMANDA_INTEROP names the folder");
    let folder = PathBuf::from(folder).canonicalize().unwrap();
    let (saved, copy) = (folder.join("document.bin"), folder.join("copy.bin"));
    let order = OrderId::new(1_780_000_000_000, [9; 10]);
    let actor = Actor {
        device: DeviceId::new(1, [200; 10]),
        boot: [200; 16],
    };
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    let documents = file::documents(Path::new(golden));
    assert!(!documents.is_empty());
    for path in documents {
        let chunks = file::read(&path);
        let mut doc = OrderDoc::load(order, chunks.iter().map(Vec::as_slice), &actor).unwrap();
        let bytes = doc.save();
        fs::write(&saved, &bytes).unwrap();
        let mut node = Command::new("node");
        node.arg("read.mjs").args([&saved, &copy]);
        let said = node.current_dir(&folder).output().unwrap();
        let trouble = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "{}: {trouble}", path.display());
        let theirs: Json = serde_json::from_slice(&said.stdout).unwrap();
        let ours = read(&mut AutoCommit::load(&bytes).unwrap());
        let lines = ours["maps"]["lines"].as_object().unwrap();
        assert!(!lines.is_empty());
        assert_eq!(theirs, ours, "{}", path.display());
        // And the way back: what JavaScript saved is the same document here.
        let back = fs::read(&copy).unwrap();
        assert_eq!(read(&mut AutoCommit::load(&back).unwrap()), ours);
    }
}
