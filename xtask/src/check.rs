//! `cargo xtask check`: what is worth knowing before every commit.

use anyhow::Result;

use crate::{args::Given, places::Places, run, say::Steps, setup};

/// What runs in a browser, and so is compiled for wasm.
const WASM_PACKAGES: &[&str] = &["ui-kit", "pos-app", "kds-app", "dashboard"];

/// Formatting, lints and the rules.
pub(crate) fn run(places: &Places, _given: &Given) -> Result<()> {
    let mut steps = Steps::new(4);
    steps.next("formatting");
    formatting(places)?;
    steps.next("lints of what runs on a machine");
    lints(places, &[])?;
    steps.next("lints of what runs in a browser");
    wasm_lints(places)?;
    steps.next("rules of the architecture");
    let mut cargo = run::cargo(&places.root);
    run::run(cargo.args(["test", "--quiet", "-p", "shared", "--test", "workspace"]))?;
    steps.finish("checked");
    Ok(())
}

/// Nothing is left to format.
pub(crate) fn formatting(places: &Places) -> Result<()> {
    run::run(run::cargo(&places.root).args(["fmt", "--all", "--check"]))
}

/// Clippy for native code: the default members, or what `selection` names.
pub(crate) fn lints(places: &Places, selection: &[&str]) -> Result<()> {
    let mut cargo = run::cargo(&places.root);
    cargo
        .arg("clippy")
        .args(selection)
        .args(["--all-targets", "--", "-D", "warnings"]);
    run::run(&mut cargo)
}

/// Clippy for the faces.
pub(crate) fn wasm_lints(places: &Places) -> Result<()> {
    setup::wasm_target()?;
    let mut cargo = run::cargo(&places.root);
    cargo.args(["clippy", "--target", setup::WASM_TARGET]);
    for package in WASM_PACKAGES {
        cargo.args(["-p", package]);
    }
    run::run(cargo.args(["--", "-D", "warnings"]))
}

/// The words that leave the faces out of a build for this machine.
pub(crate) fn without_faces() -> Vec<&'static str> {
    let mut words = vec!["--workspace"];
    for package in WASM_PACKAGES {
        words.extend(["--exclude", package]);
    }
    words
}

/// The words that build the faces and nothing else.
pub(crate) fn faces_alone() -> Vec<&'static str> {
    WASM_PACKAGES
        .iter()
        .flat_map(|package| ["-p", package])
        .collect()
}
