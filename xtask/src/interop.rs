//! The documents, held against automerge's own JavaScript package, where this machine has node.
//!
//! The compiler's work needs no node, so a machine without it still tests all the rest; but nobody
//! may believe that this was tested too, so the last line of `cargo xtask test` says what was left
//! out. A document that JavaScript reads otherwise is red; a registry that cannot be reached is not.

use std::{fs, process::Command};

use anyhow::{Context as _, Result};

use crate::{places::Places, run, say, stories};

const FILES: &[&str] = &["package.json", "package-lock.json", ".npmrc", "read.mjs"];

/// Runs the test; gives what was left out, if it was.
pub(crate) fn test(places: &Places) -> Result<Option<&'static str>> {
    let Some(npm) = run::found("node").and(run::found("npm")) else {
        return Ok(Some(left_out("there is no node and npm here")));
    };
    // Nothing is installed into the source folder.
    let folder = places.target.join("interop");
    let ours = places.root.join("shared/order-doc/tests/interop");
    fs::create_dir_all(&folder)?;
    for name in FILES {
        fs::copy(ours.join(name), folder.join(name)).with_context(|| format!("{name} is gone"))?;
    }
    let mut npm = Command::new(npm);
    npm.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--silent",
    ]);
    if let Err(why) = run::run(npm.current_dir(&folder)) {
        say::trouble(&format!("      {why}"));
        return Ok(Some(left_out("npm could not bring automerge's package")));
    }
    let mut cargo = run::cargo(&places.root);
    cargo.env("COMANDA_INTEROP", &folder);
    // The selection of the step before, so that nothing is compiled again.
    cargo.arg("test").args(stories::all_but_stories());
    run::run(cargo.args(["--test", "interop", "--", "--ignored"])).map(|()| None)
}

fn left_out(why: &'static str) -> &'static str {
    say::trouble(&format!(
        "      LEFT OUT: {why}; documents were not read by JavaScript"
    ));
    "but no document was read by JavaScript: see above"
}
