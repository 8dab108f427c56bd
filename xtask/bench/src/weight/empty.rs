//! A page that only says hello, with the same framework, the same versions and the same compiler
//! settings as the faces.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::places::{self, Places};

const NAME: &str = "comanda-empty-page";
const TARGET: &str = "wasm32-unknown-unknown";
/// The profile of the faces; it builds on the other one.
const PROFILES: [&str; 2] = ["[profile.release]", "[profile.face]"];
/// What the faces get from binaryen, where it is installed.
const WASM_OPT: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

const PROGRAM: &str = r#"//! An empty page, to be weighed.
use leptos::prelude::*;

fn main() {
    mount_to_body(|| view! { <p>"Hello"</p> });
}
"#;

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Hello</title>
<script type="module">import init from "./app.js"; init();</script>
</head>
<body></body>
</html>
"#;

/// Builds it and gives the folder of the page.
pub(super) fn build(places: &Places) -> Result<PathBuf> {
    let package = places.target.join("bench").join("empty");
    fs::create_dir_all(package.join("src"))
        .with_context(|| format!("cannot make {}", package.display()))?;
    let workspace = fs::read_to_string(places.root.join("Cargo.toml"))?;
    write(&package.join("Cargo.toml"), &manifest(&workspace)?)?;
    write(&package.join("src").join("main.rs"), PROGRAM)?;
    // Cargo leaves out what the page does not need; what it needs has the version of the faces.
    fs::copy(places.root.join("Cargo.lock"), package.join("Cargo.lock"))?;
    places::run(
        places
            .cargo()
            .args(["build", "--profile", "face", "--target", TARGET])
            .arg("--manifest-path")
            .arg(package.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&places.target),
    )?;
    let wasm = places.target.join(TARGET).join("face");
    let page = package.join("page");
    bind(&wasm.join(format!("{NAME}.wasm")), &page)?;
    write(&page.join("index.html"), PAGE)?;
    Ok(page)
}

/// A workspace of its own, which takes framework and profiles from the project's.
fn manifest(workspace: &str) -> Result<String> {
    let leptos = workspace
        .lines()
        .find(|line| line.starts_with("leptos = "))
        .context("the workspace has no leptos")?;
    let profiles: Result<Vec<_>> = PROFILES
        .iter()
        .map(|&name| section(workspace, name).with_context(|| format!("there is no {name}")))
        .collect();
    Ok(format!(
        "[package]\nname = \"{NAME}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\n{leptos}\n\n{}\n",
        profiles?.join("\n\n")
    ))
}

/// A section of a manifest with its head, up to the next one.
fn section<'a>(manifest: &'a str, head: &str) -> Option<&'a str> {
    let start = manifest.find(&format!("\n{head}\n"))? + 1;
    let rest = manifest.get(start..)?;
    let end = rest.find("\n[").unwrap_or(rest.len());
    Some(rest.get(..end)?.trim_end())
}

fn bind(wasm: &Path, folder: &Path) -> Result<()> {
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
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)?;
    let wasm = folder.join("app_bg.wasm");
    let smaller = folder.join("smaller.wasm");
    let mut shrink = Command::new("wasm-opt");
    shrink.args(WASM_OPT).arg(&wasm).arg("-o").arg(&smaller);
    // As with the faces: where it is not installed, the page stays as it is.
    if shrink.status().is_ok_and(|status| status.success()) {
        fs::rename(&smaller, &wasm)?;
    }
    Ok(())
}

fn write(file: &Path, text: &str) -> Result<()> {
    if fs::read(file).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_built_with_the_settings_of_the_faces() {
        let workspace = "[workspace]\n\n[workspace.dependencies]\n\
             leptos = { version = \"0.8\", features = [\"csr\"] }\n\n\
             [profile.release]\nstrip = \"debuginfo\"\n\n# small\n\
             [profile.face]\ninherits = \"release\"\nopt-level = \"z\"\n";
        let manifest = manifest(workspace).unwrap();
        assert!(manifest.contains("leptos = { version"), "{manifest}");
        assert!(
            manifest.ends_with("[profile.face]\ninherits = \"release\"\nopt-level = \"z\"\n"),
            "{manifest}"
        );
        assert!(manifest.contains("[profile.release]\nstrip"), "{manifest}");
    }

    #[test]
    fn the_workspace_has_what_the_page_takes_from_it() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
        let workspace = fs::read_to_string(file).unwrap();
        assert!(manifest(&workspace).is_ok());
    }
}
