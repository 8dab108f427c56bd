//! Where the programs, the faces and the restaurants lie.

use std::{
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

/// The folders that stories need.
#[derive(Clone, Debug)]
pub struct Places {
    programs: PathBuf,
    faces: PathBuf,
    root: PathBuf,
}

impl Places {
    /// From the environment where it says so, otherwise from where this program itself was built.
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = root
            .ancestors()
            .nth(2)
            .context("the project's folder")?
            .to_path_buf();
        let here = std::env::current_exe().context("where this program is")?;
        let beside = here.parent().context("the folder of this program")?;
        let beside = if beside.ends_with("deps") {
            beside.parent().unwrap_or(beside)
        } else {
            beside
        };
        let programs =
            std::env::var_os("COMANDA_BIN_DIR").map_or_else(|| beside.to_path_buf(), PathBuf::from);
        let faces = std::env::var_os("COMANDA_FACES_DIR").map_or_else(
            || beside.parent().unwrap_or(beside).join("faces"),
            PathBuf::from,
        );
        Ok(Self {
            programs,
            faces,
            root,
        })
    }

    /// A program of the project.
    pub fn program(&self, name: &str) -> Result<PathBuf> {
        let path = self.programs.join(name);
        anyhow::ensure!(
            path.is_file(),
            "there is no {}; `cargo build --bins` makes it",
            path.display()
        );
        Ok(path)
    }

    /// The folder of the built faces.
    pub fn faces(&self) -> &Path {
        &self.faces
    }

    /// The folder of a restaurant.
    pub fn restaurant(&self, name: &str) -> PathBuf {
        self.root.join("docs/restaurants").join(name)
    }

    /// Where the pictures of the screens belong.
    pub fn screens(&self) -> PathBuf {
        self.root.join("docs/screens")
    }

    /// Where a story that went wrong leaves its pictures and logs.
    pub fn remains(&self) -> PathBuf {
        self.faces.parent().unwrap_or(&self.faces).join("stories")
    }
}

/// A port of this machine that nobody listens at.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}
