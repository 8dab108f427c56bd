//! What needs the whole restaurant built: the stories, and the pictures of the screens.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, Result};

use crate::{
    args::Given,
    check,
    faces::{self, Finish},
    places::Places,
    run,
    say::{self, Steps},
    setup,
};

/// One selection for tests and programs, so that cargo compiles their libraries once.
pub(crate) fn all_but_stories() -> Vec<&'static str> {
    let mut words = check::without_faces();
    words.extend(["--exclude", "stories"]);
    words
}

/// Builds every program that a story starts.
pub(crate) fn programs(places: &Places) -> Result<()> {
    let mut cargo = run::cargo(&places.root);
    run::run(cargo.args(["build", "--bins"]).args(all_but_stories()))
}

/// Plays the stories in windows and browsers.
pub(crate) fn play(places: &Places) -> Result<()> {
    on_a_screen(places, &["test", "-p", "stories"])
}

/// `cargo xtask pictures`: every screen, into `docs/screens`.
pub(crate) fn pictures(places: &Places, _given: &Given) -> Result<()> {
    let mut steps = Steps::new(4);
    steps.next("set-up");
    setup::packages(setup::WEBKIT)?;
    setup::packages(setup::STORIES)?;
    setup::wasm_target()?;
    steps.next("faces");
    faces::build(places, Finish::Small)?;
    steps.next("programs");
    programs(places)?;
    steps.next("pictures");
    on_a_screen(places, &["run", "-p", "stories", "--bin", "pictures"])?;
    steps.finish("they are in docs/screens");
    Ok(())
}

/// Runs cargo where real windows and real browsers can be opened.
fn on_a_screen(places: &Places, words: &[&str]) -> Result<()> {
    let mut cargo = run::cargo(&places.root);
    cargo
        .args(words)
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
