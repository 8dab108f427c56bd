//! `cargo xtask test`: everything that CI does, in order, stopping at the first red step.

use anyhow::Result;

use crate::{
    args::Given, check, faces, faces::Finish, interop, places::Places, run, say::Steps, setup,
    stories,
};

/// All steps.
pub(crate) fn run(places: &Places, _given: &Given) -> Result<()> {
    let root = &places.root;
    let mut steps = Steps::new(11);

    steps.next("set-up");
    setup::packages(setup::WEBKIT)?;
    setup::packages(setup::STORIES)?;
    setup::wasm_target()?;

    steps.next("formatting");
    check::formatting(places)?;

    steps.next("lints of what runs on a machine");
    check::lints(places, &check::without_faces())?;

    steps.next("lints of what runs in a browser");
    check::wasm_lints(places)?;

    steps.next("unit and integration tests");
    run::run(
        run::cargo(root)
            .arg("test")
            .args(stories::all_but_stories()),
    )?;

    steps.next("documents in JavaScript");
    let left_out = interop::test(places)?;

    steps.next("tests of the faces' own logic");
    run::run(run::cargo(root).arg("test").args(check::faces_alone()))?;

    steps.next("faces");
    faces::build(places, Finish::Small)?;

    steps.next("programs");
    stories::programs(places)?;

    steps.next("stories");
    stories::play(places)?;

    steps.next("documentation");
    run::run(
        run::cargo(root)
            .env("RUSTDOCFLAGS", "-D warnings")
            .args(["doc", "--no-deps"]),
    )?;

    let green = left_out.map(|what| format!("all green, {what}"));
    steps.finish(green.as_deref().unwrap_or("all green"));
    Ok(())
}
