//! Which crate may know which, and what a browser may be given.

use std::{collections::BTreeSet, fs, process::Command};

use serde_json::Value;

use crate::{all_is_well, root};

/// `(crate, workspace crates it may depend on)`; a trailing `*` matches any ending. Tests may use what they like.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("shared", &[]),
    ("order-doc", &["shared"]),
    ("sync-protocol", &["shared", "order-doc"]),
    ("local-store", &["shared", "order-doc", "sync-protocol"]),
    (
        "node",
        &[
            "shared",
            "order-doc",
            "sync-protocol",
            "local-store",
            "printers",
        ],
    ),
    ("printers", &["shared"]),
    ("printers-testkit", &["shared", "printers"]),
    ("journal-verify", &["shared"]),
    ("ui-kit", &["shared"]),
    ("pos-app", &["shared", "ui-kit"]),
    ("kds-app", &["shared", "ui-kit"]),
    ("dashboard", &["shared", "ui-kit"]),
    ("shell", &["shared", "node"]),
    ("pos-app-shell", &["shared", "shell"]),
    ("kds-app-shell", &["shared", "shell"]),
    ("hub-kernel", &["shared"]),
    ("hub-events", &["shared", "hub-kernel"]),
    (
        "hub-orders",
        &[
            "shared",
            "hub-kernel",
            "hub-events",
            "order-doc",
            "sync-protocol",
        ],
    ),
    ("hub-*", &["shared", "hub-kernel", "hub-events"]),
    ("sync-hub", &["shared", "hub-*"]),
    ("xtask", &["shared"]),
    // What measures and what plays whole evenings may know everything; nobody may know them.
    ("bench", &["*"]),
    ("hostile", &["*"]),
    ("stories", &["*"]),
];

/// What runs in a browser.
const WASM: &[&str] = &["shared", "ui-kit", "pos-app", "kds-app", "dashboard"];

/// What must never get there.
const NATIVE: &[&str] = &[
    "automerge",
    "axum",
    "hyper",
    "libsqlite3-sys",
    "mio",
    "reqwest",
    "ring",
    "rusqlite",
    "socket2",
    "tauri",
    "tokio",
];

fn covers(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => pattern == name,
    }
}

fn forbidden_imports(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().expect("packages");
    let ours: BTreeSet<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    let mut wrong = Vec::new();
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        let line = MAY_IMPORT.iter().find(|(pattern, _)| covers(pattern, name));
        let Some((_, allowed)) = line else {
            wrong.push(format!("{name} has no line in MAY_IMPORT"));
            continue;
        };
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let other = dependency["name"].as_str().expect("a name");
            let in_tests_only = dependency["kind"] == "dev";
            let known = allowed.iter().any(|pattern| covers(pattern, other));
            if ours.contains(other) && !in_tests_only && !known {
                wrong.push(format!("{name} must not import {other}"));
            }
        }
    }
    wrong
}

#[test]
fn crates_import_only_what_the_table_allows() {
    let answer = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    let metadata = serde_json::from_slice(&answer.stdout).expect("cargo metadata is JSON");
    all_is_well(forbidden_imports(&metadata));
}

#[test]
fn a_module_that_knows_another_module_is_found() {
    let metadata = serde_json::json!({ "packages": [
        { "name": "hub-menu", "dependencies": [
            { "name": "hub-kernel", "kind": null },
            { "name": "hub-auth", "kind": "dev" },
            { "name": "hub-auth", "kind": null },
            { "name": "serde", "kind": null },
        ] },
        { "name": "hub-auth", "dependencies": [] },
        { "name": "hub-kernel", "dependencies": [] },
        { "name": "newcomer", "dependencies": [] },
    ] });
    let wrong = [
        "hub-menu must not import hub-auth",
        "newcomer has no line in MAY_IMPORT",
    ];
    assert_eq!(forbidden_imports(&metadata), wrong);
}

/// Members without a line in the map, and lines without a member.
fn map_gaps(manifest: &str, readme: &str) -> Vec<String> {
    let members = manifest.split_once("members = [").expect("members").1;
    let members: BTreeSet<&str> = members
        .lines()
        .take_while(|line| line.trim() != "]")
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","))
        .collect();
    let mapped: BTreeSet<&str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("- `")?.split('`').next())
        .collect();
    let missing = members
        .difference(&mapped)
        .map(|path| format!("the map lacks {path}"));
    let gone = mapped
        .difference(&members)
        .map(|path| format!("the map names {path}: no member"));
    missing.chain(gone).collect()
}

#[test]
fn readme_map_matches_the_members() {
    let read = |name: &str| fs::read_to_string(root().join(name)).expect(name);
    all_is_well(map_gaps(&read("Cargo.toml"), &read("README.md")));
}

#[test]
fn a_gap_in_the_map_is_found_on_either_side() {
    let manifest = "members = [\n    \"shared\",\n    \"printers\",\n]\ndefault-members = [\n]\n";
    let readme = "- `shared`: words\n- `attic`: dust\n";
    let wrong = ["the map lacks printers", "the map names attic: no member"];
    assert_eq!(map_gaps(manifest, readme), wrong);
}

fn native_crates(name: &str, tree: &str) -> Vec<String> {
    let used: BTreeSet<&str> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    let native = NATIVE.iter().filter(|native| used.contains(*native));
    native
        .map(|native| format!("{name} pulls in {native}"))
        .collect()
}

#[test]
fn wasm_crates_stay_clean() {
    let trees = WASM.iter().flat_map(|name| {
        let answer = Command::new(env!("CARGO"))
            .args(["tree", "-p", name, "-e", "normal", "--prefix", "none"])
            .args(["--target", "wasm32-unknown-unknown"])
            .current_dir(root())
            .output()
            .expect("cargo tree runs");
        assert!(
            answer.status.success(),
            "{}",
            String::from_utf8_lossy(&answer.stderr)
        );
        native_crates(name, &String::from_utf8_lossy(&answer.stdout))
    });
    all_is_well(trees.collect());
}

#[test]
fn a_native_crate_is_found() {
    let tree = "pos-app v0.1.0 (/pos-app)\ntokio-macros v2.0.0\ntokio v1.0.0\n";
    assert_eq!(native_crates("pos-app", tree), ["pos-app pulls in tokio"]);
}
