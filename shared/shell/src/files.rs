//! The built screens, for the window.

use std::path::{Component, Path};

use tauri::http::{Response, StatusCode, header};

/// What a page of ours may load: only what this program gives it, and calls to its shell.
const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ipc: \
     http://ipc.localhost; frame-ancestors 'none'; base-uri 'none'";

/// The file at `path` under `folder`; the page itself for a path without a file.
pub(crate) fn answer(folder: &Path, path: &str) -> Response<Vec<u8>> {
    let relative = Path::new(path.trim_start_matches('/'));
    let safe = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let asked = folder.join(relative);
    let file = if safe && asked.is_file() {
        asked
    } else {
        folder.join("index.html")
    };
    let (status, kind, bytes) = match std::fs::read(&file) {
        Ok(bytes) => (StatusCode::OK, kind_of(&file), bytes),
        Err(error) => {
            let why = format!("{} cannot be read: {error}", file.display());
            (
                StatusCode::NOT_FOUND,
                "text/plain; charset=utf-8",
                why.into_bytes(),
            )
        }
    };
    let response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .header(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY);
    response.body(bytes).unwrap_or_default()
}

fn kind_of(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_out_of_the_folder_gives_the_page() {
        let folder = std::env::temp_dir().join("comanda-shell-files");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("index.html"), "page").unwrap();
        assert_eq!(answer(&folder, "/../../etc/passwd").body(), b"page");
        assert_eq!(answer(&folder, "/floor").body(), b"page");
    }
}
