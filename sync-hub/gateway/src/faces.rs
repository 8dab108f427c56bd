//! Serves the dashboard's files, and says clearly what is not there.

use std::path::Path;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use hub_kernel::HttpError;
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

use crate::Gateway;

/// The dashboard's files.
#[derive(Clone, Debug)]
pub(crate) struct Faces {
    files: ServeDir,
    index: ServeFile,
}

impl Faces {
    /// The files in the subfolder `dashboard`.
    pub(crate) fn new(folder: &Path) -> Self {
        let dashboard = folder.join("dashboard");
        let index = dashboard.join("index.html");
        Self {
            files: ServeDir::new(&dashboard)
                .precompressed_br()
                .precompressed_gzip(),
            index: ServeFile::new(index)
                .precompressed_br()
                .precompressed_gzip(),
        }
    }
}

/// Whatever no module answers: a file, the dashboard's page for one of its own addresses, or 404.
pub(crate) async fn face(State(gateway): State<Gateway>, request: Request) -> Response {
    let path = request.uri().path();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let (Some(faces), true, false) = (gateway.faces, reads, path.starts_with("/api/")) else {
        return missing(path).into_response();
    };
    // A page of the dashboard (`/devices`) has no ending; a missing script must not look like one.
    let last = path.rsplit('/').next().unwrap_or_default();
    let (is_page, path) = (!last.contains('.'), path.to_owned());
    let mut response = if is_page && path != "/" {
        faces.index.oneshot(request).await.into_response()
    } else {
        faces.files.oneshot(request).await.into_response()
    };
    if response.status() == StatusCode::NOT_FOUND {
        return missing(&path).into_response();
    }
    // Asked for again each time, answered with 304 while it is the same.
    let always_ask = HeaderValue::from_static("no-cache");
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(always_ask);
    response
}

fn missing(path: &str) -> HttpError {
    HttpError::new(
        StatusCode::NOT_FOUND,
        "not-found",
        format!("there is nothing at {path}"),
    )
    .at("path")
}
