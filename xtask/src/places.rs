//! Where things lie: the project, its target folder, its programs, its restaurants.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::run;

/// The folders that every command needs.
pub(crate) struct Places {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Where cargo builds, which `CARGO_TARGET_DIR` may move.
    pub(crate) target: PathBuf,
}

impl Places {
    /// Asks cargo, so that its settings and its environment both count.
    pub(crate) fn find() -> Result<Self> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = here.parent().context("the project's folder")?.to_path_buf();
        let answer = run::output(
            Command::new(run::cargo_program())
                .args(["metadata", "--no-deps", "--format-version", "1"])
                .current_dir(&root),
        )?;
        let metadata: serde_json::Value =
            serde_json::from_str(&answer).context("cargo metadata is not JSON")?;
        let target = metadata
            .get("target_directory")
            .and_then(serde_json::Value::as_str)
            .context("cargo metadata names no target folder")?;
        Ok(Self {
            target: PathBuf::from(target),
            root,
        })
    }

    /// A program that `cargo build` has put down.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs().join(name)
    }

    /// The folder of programs built with the dev profile.
    pub(crate) fn programs(&self) -> PathBuf {
        self.target.join("debug")
    }

    /// The folder that holds the three faces.
    pub(crate) fn faces(&self) -> PathBuf {
        self.target.join("faces")
    }

    /// The folder of one of the restaurants that come with the project.
    pub(crate) fn restaurant(&self, name: &str) -> Result<PathBuf> {
        let folder = self.root.join("docs/restaurants").join(name);
        if !folder.join("site.csv").is_file() {
            bail!("there is no site.csv in {}", folder.display());
        }
        Ok(folder)
    }

    /// A path as the reader would type it from the project's folder.
    pub(crate) fn short<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}
