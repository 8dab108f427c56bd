//! What a machine must have, fetched when we may and named when we may not.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{run, say};

/// What the Tauri shells need to be built.
pub(crate) const WEBKIT: &[&str] = &[
    "libwebkit2gtk-4.1-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "pkg-config",
];

/// What the stories need on top: two browsers with their drivers, a screen, and letters for every menu.
pub(crate) const STORIES: &[&str] = &[
    "chromium",
    "chromium-driver",
    "webkit2gtk-driver",
    "xvfb",
    "fonts-noto-cjk",
];

/// What a face is compiled to.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that the compiler can write wasm.
pub(crate) fn wasm_target() -> Result<()> {
    let sysroot = run::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let installed = std::path::Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(WASM_TARGET);
    if installed.is_dir() {
        return Ok(());
    }
    let line = format!("rustup target add {WASM_TARGET}");
    if run::found("rustup").is_none() {
        bail!("the compiler cannot write wasm yet, and there is no rustup here; run: {line}");
    }
    say::line(&format!("      {line}"));
    run::run(Command::new("rustup").args(["target", "add", WASM_TARGET]))
        .with_context(|| format!("the compiler cannot write wasm yet; run: {line}"))
}

/// Makes sure that Debian's packages are there: installs as root or by a sudo that asks nothing.
pub(crate) fn packages(wanted: &[&str]) -> Result<()> {
    let missing = missing(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    let line = format!("sudo apt-get install -y {names}");
    let Some(apt) = Apt::find() else {
        bail!("some packages are missing; run: {line}");
    };
    say::line(&format!("      installing {names}"));
    // An old list of packages is the usual reason why an installation fails; a fresh one is not always to be had.
    if let Err(why) = run::run(&mut apt.command(&["update", "-qq"])) {
        say::trouble(&format!(
            "      going on with the old list of packages: {why}"
        ));
    }
    let mut words = vec!["install", "-y", "-qq", "--no-install-recommends"];
    words.extend(missing);
    run::run(&mut apt.command(&words))
        .with_context(|| format!("some packages are missing; run: {line}"))
}

/// Those of `wanted` that are not installed. A machine without dpkg has to know for itself.
fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    if run::found("dpkg-query").is_none() {
        return Vec::new();
    }
    let installed = |name: &&&str| {
        let mut query = Command::new("dpkg-query");
        query.args(["-W", "-f=${db:Status-Status} ", **name]);
        query.output().is_ok_and(|answer| {
            answer
                .stdout
                .split(u8::is_ascii_whitespace)
                .any(|word| word == b"installed")
        })
    };
    wanted
        .iter()
        .filter(|name| !installed(name))
        .copied()
        .collect()
}

enum Apt {
    AsRoot,
    BySudo,
}

impl Apt {
    fn find() -> Option<Self> {
        run::found("apt-get")?;
        let user = run::output(Command::new("id").arg("-u")).ok()?;
        if user.trim() == "0" {
            return Some(Self::AsRoot);
        }
        let sudo = run::agrees(Command::new("sudo").args(["-n", "true"]));
        sudo.then_some(Self::BySudo)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = match self {
            Self::AsRoot => Command::new("env"),
            Self::BySudo => {
                let mut sudo = Command::new("sudo");
                sudo.args(["-n", "env"]);
                sudo
            }
        };
        command
            .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
            .args(words);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_that_nobody_makes_is_missing() {
        if run::found("dpkg-query").is_some() {
            assert_eq!(missing(&["dpkg", "comanda-no-such"]), ["comanda-no-such"]);
        }
    }
}
