//! Where things lie: the checkout, its target folder, its restaurants.

use std::{
    ffi::OsString,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

/// The folders that the benches need.
#[derive(Debug)]
pub(crate) struct Places {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
}

impl Places {
    /// Asks cargo, so that its settings and its environment both count.
    pub(crate) fn find() -> Result<Self> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = here.ancestors().nth(2).context("the project's folder")?;
        let answer = Command::new(cargo_program())
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(root)
            .stderr(Stdio::inherit())
            .output()
            .context("cannot start cargo")?;
        let metadata: serde_json::Value =
            serde_json::from_slice(&answer.stdout).context("cargo metadata is not JSON")?;
        let target = metadata
            .get("target_directory")
            .and_then(serde_json::Value::as_str)
            .context("cargo metadata names no target folder")?;
        Ok(Self {
            root: root.to_path_buf(),
            target: PathBuf::from(target),
        })
    }

    /// Where the figures are written.
    pub(crate) fn report(&self) -> PathBuf {
        self.target.join("bench.json")
    }

    /// A folder for what is measured on: on the disk of the machine's temporary files.
    pub(crate) fn scratch() -> Result<tempfile::TempDir> {
        tempfile::Builder::new()
            .prefix("comanda-bench-")
            .tempdir()
            .context("cannot make a temporary folder")
    }

    /// Cargo as a shell would start it: without the variables that describe this program, for some
    /// build scripts watch them.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = Command::new(cargo_program());
        command.current_dir(&self.root);
        let ours = [
            "CARGO_PKG_",
            "CARGO_BIN_",
            "CARGO_MANIFEST_",
            "CARGO_CRATE_",
        ];
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if ours.iter().any(|prefix| text.starts_with(prefix)) || text == "CARGO_PRIMARY_PACKAGE"
            {
                command.env_remove(&name);
            }
        }
        command
    }
}

/// Runs a program with this terminal.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("this failed ({status}): {command:?}");
    }
    Ok(())
}

fn cargo_program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
