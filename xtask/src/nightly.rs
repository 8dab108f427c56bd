//! `cargo xtask test --nightly`: the laws with many more cases, and the fuzzers, for hours.
//!
//! What CI does in minutes proves little about what happens once in ten thousand evenings. This
//! runs every law at least a hundred thousand times, optimised, and then whatever a fuzzer finds,
//! where `cargo-fuzz` and a nightly compiler are. The same doors are fed with bent bytes by the laws
//! of `hostile`, so a machine without a fuzzer looks at them too.

use std::process::Command;

use anyhow::Result;

use crate::{args::Given, places::Places, run, say, say::Steps};

/// What holds laws.
const PACKAGES: &[&str] = &[
    "order-doc",
    "shared",
    "sync-protocol",
    "printers",
    "node",
    "journal-verify",
    "local-store",
    "hostile",
];
/// Each law is tried so often; `PROPTEST_CASES` in the environment asks for another number.
const CASES: &str = "100000";
/// The doors that foreign bytes come in by: the targets in `fuzz/`.
const DOORS: &[&str] = &["order_change", "journal", "frame"];
/// Each is fuzzed so long.
const FUZZ_SECONDS: u32 = 1_800;

/// All of it.
pub(crate) fn run(places: &Places, _given: &Given) -> Result<()> {
    let mut steps = Steps::new(2);
    steps.next("laws, many times");
    laws(places)?;
    steps.next("fuzzing");
    let left_out = fuzz(places)?;
    let green = left_out.map(|what| format!("all green, {what}"));
    steps.finish(green.as_deref().unwrap_or("all green"));
    Ok(())
}

fn laws(places: &Places) -> Result<()> {
    let mut cargo = run::cargo(&places.root);
    cargo.args(["test", "--release"]);
    for package in PACKAGES {
        cargo.args(["-p", package]);
    }
    if std::env::var_os("PROPTEST_CASES").is_none() {
        cargo.env("PROPTEST_CASES", CASES);
    }
    run::run(&mut cargo)
}

/// Runs the fuzzers; gives what was left out, if they were.
fn fuzz(places: &Places) -> Result<Option<&'static str>> {
    let nightly = run::agrees(Command::new("cargo").args(["+nightly", "--version"]));
    if !nightly || !run::agrees(Command::new("cargo").args(["fuzz", "--version"])) {
        say::trouble(
            "      LEFT OUT: there is no nightly compiler or no cargo-fuzz here; install them with\n      \
             rustup toolchain install nightly && cargo install cargo-fuzz",
        );
        return Ok(Some("but nothing was fuzzed: see above"));
    }
    // It grows beside what is built; `fuzz/corpus` is what was worth keeping of other nights.
    let corpus = places.target.join("fuzz-corpus");
    let mut seeds = run::cargo(&places.root);
    seeds.args(["run", "--quiet", "-p", "hostile", "--example", "seeds"]);
    run::run(seeds.arg(&corpus))?;
    for door in DOORS {
        // Not the cargo that runs us: the fuzzer needs the nightly one.
        let mut fuzz = Command::new("cargo");
        fuzz.current_dir(&places.root)
            .env_remove("CARGO")
            .env_remove("RUSTUP_TOOLCHAIN")
            .args(["+nightly", "fuzz", "run", door])
            .arg(corpus.join(door))
            .arg(places.root.join("fuzz/corpus").join(door))
            .arg("--")
            .arg(format!("-max_total_time={FUZZ_SECONDS}"));
        run::run(&mut fuzz)?;
    }
    Ok(None)
}
