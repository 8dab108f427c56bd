//! Other programs, run so that a failure says how to repeat it.

use std::{
    ffi::{OsStr, OsString},
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result};

/// A program ended badly.
#[derive(Debug, thiserror::Error)]
#[error("this failed ({status}): {line}")]
pub(crate) struct Failed {
    /// What to type to see it again.
    pub(crate) line: String,
    /// Its exit code or signal.
    pub(crate) status: std::process::ExitStatus,
}

/// The cargo that started this program.
pub(crate) fn cargo_program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Cargo, with the environment a shell would give it.
///
/// `cargo xtask` sets variables that describe the package `xtask`. Some build scripts watch them and would run again.
pub(crate) fn cargo(root: &std::path::Path) -> Command {
    let mut command = Command::new(cargo_program());
    command.current_dir(root);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let ours = [
            "CARGO_PKG_",
            "CARGO_BIN_",
            "CARGO_MANIFEST_",
            "CARGO_CRATE_",
        ];
        if ours.iter().any(|prefix| text.starts_with(prefix)) || text == "CARGO_PRIMARY_PACKAGE" {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs a program with this terminal; its failure names the line to repeat.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    let status = command
        .status()
        .with_context(|| format!("cannot start `{line}`"))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failed { line, status }.into())
    }
}

/// Runs a program and takes what it writes.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let line = shown(command);
    let answer = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{line}`"))?;
    if !answer.status.success() {
        return Err(Failed {
            line,
            status: answer.status,
        }
        .into());
    }
    String::from_utf8(answer.stdout).with_context(|| format!("`{line}` wrote no text"))
}

/// Whether a program runs and says yes; nothing of it is shown.
pub(crate) fn agrees(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The file of a program, if `PATH` knows it.
pub(crate) fn found(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// A command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let settings = command
        .get_envs()
        .filter_map(|(name, value)| Some(format!("{}={}", name.to_string_lossy(), quoted(value?))));
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let short = if name == "cargo" {
        name
    } else {
        program.as_os_str()
    };
    settings
        .chain(std::iter::once(quoted(short)))
        .chain(command.get_args().map(quoted))
        .collect::<Vec<_>>()
        .join(" ")
}

fn quoted(word: &OsStr) -> String {
    let text = word.to_string_lossy();
    if text.is_empty() || text.contains(|c: char| c.is_whitespace() || "'\"$*&|;".contains(c)) {
        format!("'{}'", text.replace('\'', r"'\''"))
    } else {
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_line_to_repeat() {
        let mut command = Command::new("/somewhere/bin/cargo");
        command
            .args(["doc", "--no-deps"])
            .env("RUSTDOCFLAGS", "-D warnings");
        assert_eq!(
            shown(&command),
            "RUSTDOCFLAGS='-D warnings' cargo doc --no-deps"
        );
    }

    #[test]
    fn exit_codes_become_errors() {
        let wrong = run(&mut Command::new("false")).expect_err("false fails");
        assert_eq!(wrong.to_string(), "this failed (exit status: 1): false");
    }
}
