//! What is around a face: the page, the script that starts it, its style and its icon.
//!
//! Nothing stands inline in the page, so a server may forbid inline scripts and styles altogether. Addresses carry a
//! hash of what they name, so a browser never starts a new script with an old program.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use super::Face;

/// Writes the page's files; a file that would not change keeps its date.
pub(super) fn write(root: &Path, face: &Face, folder: &Path) -> Result<()> {
    let style = style(root, face)?;
    let app = read(&folder.join("app.js"))?;
    let wasm = read(&folder.join("app_bg.wasm"))?;
    let boot = boot(&short_hash(&app), &short_hash(&wasm));
    let page = page(
        face,
        &short_hash(style.as_bytes()),
        &short_hash(boot.as_bytes()),
    );
    write_changed(&folder.join("icon.svg"), ICON)?;
    write_changed(&folder.join("style.css"), &style)?;
    write_changed(&folder.join("boot.js"), &boot)?;
    write_changed(&folder.join("index.html"), &page)
}

fn page(face: &Face, style: &str, boot: &str) -> String {
    let Face {
        title,
        theme_color,
        folder,
        ..
    } = face;
    format!(
        r#"<!doctype html>
<html lang="en" data-face="{folder}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="theme-color" content="{theme_color}">
<title>{title}</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="style.css?v={style}">
<script type="module" src="boot.js?v={boot}"></script>
</head>
<body>
<noscript>Comanda needs JavaScript. Turn it on for this page and load it again.</noscript>
</body>
</html>
"#
    )
}

/// Starts the face. If it cannot be loaded, says so in the reader's language instead of staying white.
fn boot(app: &str, wasm: &str) -> String {
    format!(
        r#"import init from "./app.js?v={app}";

const words = {{
  en: "This screen could not be loaded. Check the network and load it again.",
  it: "Impossibile caricare questa schermata. Controlla la rete e ricarica.",
  ja: "画面を読み込めませんでした。ネットワークを確認して、もう一度読み込んでください。",
}};

try {{
  await init({{ module_or_path: new URL("./app_bg.wasm?v={wasm}", import.meta.url) }});
}} catch (why) {{
  console.error(why);
  const note = document.createElement("p");
  note.setAttribute("role", "alert");
  note.textContent = words[navigator.language.slice(0, 2)] ?? words.en;
  document.body.append(note);
}}
"#
    )
}

const ICON: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<path d="M6 3h20v26l-3.3-2.5L19.3 29 16 26.5 12.7 29l-3.4-2.5L6 29z" fill="#b3411f"/>
<path d="M10 9h12M10 14h12M10 19h7" stroke="#fff" stroke-width="2" stroke-linecap="round"/>
</svg>
"##;

/// The house style first, by file name, then what only this face has: its own folder `style`.
fn style(root: &Path, face: &Face) -> Result<String> {
    let own = root.join(face.source);
    let mut files = sheets(&root.join("shared/ui-kit/style"))?;
    files.extend(sheets(&own.join("style"))?);
    let mut style = String::new();
    for file in files {
        let text =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        style.push_str(&text);
        style.push('\n');
    }
    Ok(style)
}

/// The style sheets of a folder, by name; none where there is no folder.
fn sheets(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if folder.is_dir() {
        let entries = fs::read_dir(folder);
        for entry in entries.with_context(|| format!("cannot list {}", folder.display()))? {
            files.push(entry?.path());
        }
    }
    files.retain(|file| file.extension().is_some_and(|kind| kind == "css"));
    files.sort();
    Ok(files)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn write_changed(file: &Path, text: &str) -> Result<()> {
    if fs::read(file).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

/// FNV-1a: enough to tell one build of a file from the next.
fn short_hash(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faces::FACES;

    #[test]
    fn pages_carry_nothing_inline() {
        for face in &FACES {
            let page = page(face, "1", "2");
            assert!(
                !page.contains("<style") && !page.contains("style="),
                "{page}"
            );
            assert_eq!(
                page.matches("<script").count(),
                page.matches("src=").count()
            );
        }
    }

    #[test]
    fn a_new_program_has_a_new_address() {
        assert_ne!(
            boot("1", &short_hash(b"old")),
            boot("1", &short_hash(b"new"))
        );
    }
}
