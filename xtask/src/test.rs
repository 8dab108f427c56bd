//! `cargo xtask test`: everything that CI does, in order, stopping at the first red step.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, Result};

use crate::{
    args::Given,
    check, faces,
    faces::Finish,
    places::Places,
    run,
    say::{self, Steps},
    setup,
};

/// All steps.
pub(crate) fn run(places: &Places, _given: &Given) -> Result<()> {
    let root = &places.root;
    let mut steps = Steps::new(10);

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

    // One selection for tests and programs, so that cargo compiles their libraries once.
    let mut here = check::without_faces();
    here.extend(["--exclude", "stories"]);

    steps.next("unit and integration tests");
    run::run(run::cargo(root).arg("test").args(&here))?;

    steps.next("tests of the faces' own logic");
    run::run(run::cargo(root).arg("test").args(check::faces_alone()))?;

    steps.next("faces");
    faces::build(places, Finish::Small)?;

    steps.next("programs");
    run::run(run::cargo(root).args(["build", "--bins"]).args(&here))?;

    steps.next("stories");
    stories(places)?;

    steps.next("documentation");
    run::run(
        run::cargo(root)
            .env("RUSTDOCFLAGS", "-D warnings")
            .args(["doc", "--no-deps"]),
    )?;

    steps.finish("all green");
    Ok(())
}

/// The stories drive real windows and real browsers, so they need a screen.
fn stories(places: &Places) -> Result<()> {
    let mut cargo = run::cargo(&places.root);
    cargo
        .args(["test", "-p", "stories"])
        .env("COMANDA_BIN_DIR", places.programs())
        .env("COMANDA_FACES_DIR", places.faces());
    let screen = if has_display() {
        None
    } else {
        Some(Screen::open()?)
    };
    if let Some(screen) = &screen {
        cargo.env("DISPLAY", &screen.name);
    }
    run::run(&mut cargo)
}

/// Whether this session can show windows.
pub(crate) fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// A screen in memory, which ends with the test.
struct Screen {
    server: Child,
    name: String,
}

impl Screen {
    fn open() -> Result<Self> {
        let mut server = Command::new("Xvfb")
            // The server looks for a free number itself and writes it to its standard output.
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1920x1080x24",
                "-nolisten",
                "tcp",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start Xvfb")?;
        let mut number = String::new();
        let answer = server.stdout.take().context("Xvfb has no output")?;
        let read = BufReader::new(answer).read_line(&mut number);
        let screen = Self {
            server,
            name: format!(":{}", number.trim()),
        };
        read.context("Xvfb named no screen")?;
        anyhow::ensure!(screen.name.len() > 1, "Xvfb could not open a screen");
        say::line(&format!(
            "      on the screen {}, which is only in memory",
            screen.name
        ));
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}
