//! The three faces: compiled to wasm, bound to JavaScript, and laid out as folders that any server can serve.
//!
//! `wasm-bindgen` runs here as a library. Its version is the one in `Cargo.lock`, so it always fits the compiled code.

mod pack;
mod page;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::{places::Places, run, say, setup};

/// One face: what is compiled, and the folder a node or the hub serves.
pub(crate) struct Face {
    package: &'static str,
    /// Its folder below `faces/`.
    pub(crate) folder: &'static str,
    title: &'static str,
    theme_color: &'static str,
    /// Where its source and its own style are.
    source: &'static str,
}

/// Till, kitchen and back office.
pub(crate) const FACES: [Face; 3] = [
    Face {
        package: "pos-app",
        folder: "till",
        title: "Comanda · Till",
        theme_color: "#f4f1ea",
        source: "pos-app",
    },
    Face {
        package: "kds-app",
        folder: "kitchen",
        title: "Comanda · Kitchen",
        theme_color: "#14171a",
        source: "kds-app",
    },
    Face {
        package: "dashboard",
        folder: "dashboard",
        title: "Comanda · Back office",
        theme_color: "#f4f1ea",
        source: "sync-hub/dashboard",
    },
];

/// How hard the compiler works on a face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finish {
    /// Small and slow to build: what people get.
    Small,
    /// Quick to build and large: for working on a face.
    Quick,
}

impl Finish {
    fn profile(self) -> &'static str {
        match self {
            Self::Small => "face",
            Self::Quick => "dev",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Small => "face",
            Self::Quick => "debug",
        }
    }
}

/// Compiles and lays out all faces.
pub(crate) fn build(places: &Places, finish: Finish) -> Result<()> {
    setup::wasm_target()?;
    compile(places, finish)?;
    lay_out(places, finish)
}

/// Compiles the faces; cargo knows what is new.
pub(crate) fn compile(places: &Places, finish: Finish) -> Result<()> {
    let mut cargo = run::cargo(&places.root);
    cargo.args([
        "build",
        "--profile",
        finish.profile(),
        "--target",
        setup::WASM_TARGET,
    ]);
    for face in &FACES {
        cargo.args(["-p", face.package]);
    }
    run::run(&mut cargo)
}

/// Makes the folder of each face from what was compiled; what is already up to date stays untouched.
pub(crate) fn lay_out(places: &Places, finish: Finish) -> Result<()> {
    for face in &FACES {
        let made = lay_out_one(places, face, finish)
            .with_context(|| format!("the face of {}", face.package))?;
        say::line(&format!("      {made}"));
    }
    Ok(())
}

fn lay_out_one(places: &Places, face: &Face, finish: Finish) -> Result<String> {
    let wasm = places
        .target
        .join(setup::WASM_TARGET)
        .join(finish.folder())
        .join(format!("{}.wasm", face.package));
    let folder = places.faces().join(face.folder);
    let stamp = Stamp::of(&wasm, finish)?;
    if !stamp.is_on(&folder) {
        bind(&wasm, &folder, finish)?;
        stamp.put_on(&folder)?;
    }
    page::write(&places.root, face, &folder)?;
    let size = pack::pack(&folder, finish)?;
    Ok(format!("{}: {size}", places.short(&folder)))
}

/// Writes `app.js` and `app_bg.wasm` into a folder that holds nothing else.
fn bind(wasm: &Path, folder: &Path, finish: Finish) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Bindgen::new()
        .input_path(wasm)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .keep_debug(false)
        .remove_name_section(finish == Finish::Small)
        .remove_producers_section(finish == Finish::Small)
        .generate(folder)?;
    if finish == Finish::Small {
        shrink(&folder.join("app_bg.wasm"));
    }
    Ok(())
}

/// Lets binaryen have a try, where it is installed. A face works without it.
fn shrink(wasm: &Path) {
    let Some(program) = run::found("wasm-opt") else {
        return;
    };
    let smaller = wasm.with_extension("opt");
    let mut command = Command::new(program);
    command.arg("-Oz").args([
        "--enable-bulk-memory",
        "--enable-multivalue",
        "--enable-mutable-globals",
        "--enable-nontrapping-float-to-int",
        "--enable-reference-types",
        "--enable-sign-ext",
    ]);
    let done = run::run(command.arg(wasm).arg("-o").arg(&smaller))
        .and_then(|()| fs::rename(&smaller, wasm).context("cannot keep what wasm-opt made"));
    if let Err(why) = done {
        say::trouble(&format!(
            "      the face stays as the compiler made it: {why:#}"
        ));
    }
}

/// Says from which compiled file a folder was made.
struct Stamp(String);

impl Stamp {
    const FILE: &str = ".made-from";

    fn of(wasm: &Path, finish: Finish) -> Result<Self> {
        let facts = fs::metadata(wasm).with_context(|| format!("no {}", wasm.display()))?;
        let changed = facts.modified()?.duration_since(std::time::UNIX_EPOCH)?;
        let wasm_opt = run::found("wasm-opt").filter(|_| finish == Finish::Small);
        Ok(Self(format!(
            "{} {} {} {:?}\n",
            finish.profile(),
            facts.len(),
            changed.as_nanos(),
            wasm_opt
        )))
    }

    fn is_on(&self, folder: &Path) -> bool {
        fs::read_to_string(folder.join(Self::FILE)).is_ok_and(|text| text == self.0)
    }

    /// Written last, so that a folder that was left half made is made again.
    fn put_on(&self, folder: &Path) -> Result<()> {
        let file: PathBuf = folder.join(Self::FILE);
        fs::write(&file, &self.0).with_context(|| format!("cannot write {}", file.display()))
    }
}
