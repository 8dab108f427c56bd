//! The node's face for browsers: its doors over HTTP and WebSocket, and the built screens.

use std::{path::PathBuf, time::Duration};

use axum::{
    Router,
    body::Bytes,
    extract::{
        DefaultBodyLimit, OriginalUri, State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use futures_util::{SinkExt, StreamExt};
use shared::api::device::DeviceRole;
use tokio::{net::TcpListener, sync::watch};
use tower_http::{
    compression::CompressionLayer,
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

use crate::doors::{Answer, DoorFeed, Doors};

/// An empty text says so often that the line is alive; a screen that hears nothing for three times
/// as long opens another one.
const SIGN_OF_LIFE_MS: u64 = 5_000;
/// No question of a screen is longer.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// What a page of ours may load: only what this node serves.
const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

pub(crate) fn router(doors: Doors, role: DeviceRole, faces: Option<PathBuf>) -> Router {
    let header = |name, value: &'static str| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    let mut router = Router::new()
        .route("/health", get(|| async { "ok" }))
        .route("/api/{*path}", post(ask))
        .route("/api/till/feed", get(feed))
        .route("/api/kds/feed", get(feed))
        .with_state(doors);
    if let Some(faces) = faces {
        let folder = faces.join(role.word());
        let page = ServeFile::new(folder.join("index.html"));
        router = router.fallback_service(ServeDir::new(folder).fallback(page));
    }
    router
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CompressionLayer::new())
        .layer(header(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "no-referrer"))
        .layer(header(header::CACHE_CONTROL, "no-cache"))
}

pub(crate) async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let stopped = async move {
        // Both a told stop and a node that is gone end the face.
        drop(stop.wait_for(|stop| *stop).await);
    };
    let served = axum::serve(listener, router)
        .with_graceful_shutdown(stopped)
        .await;
    if let Err(error) = served {
        tracing::error!("the face stopped: {error}");
    }
}

async fn ask(
    State(doors): State<Doors>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !is_json(&headers) || !same_origin(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Answer { status, body } = match std::str::from_utf8(&body) {
        Ok(text) => doors.ask(uri.path(), text).await,
        Err(_) => return StatusCode::BAD_REQUEST.into_response(),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn feed(
    State(doors): State<Doors>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !same_origin(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    match doors.feed(path) {
        Some(feed) => upgrade
            .max_message_size(BODY_BYTES_MAX)
            .on_upgrade(|ws| tell(ws, feed)),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn tell(socket: WebSocket, mut feed: DoorFeed) {
    let (mut out, mut inward) = socket.split();
    let mut alive = tokio::time::interval(Duration::from_millis(SIGN_OF_LIFE_MS));
    loop {
        tokio::select! {
            text = feed.next() => {
                let Some(text) = text else { break };
                if out.send(Message::Text(text.into())).await.is_err() {
                    break;
                }
            }
            _ = alive.tick() => {
                if out.send(Message::Text("".into())).await.is_err() {
                    break;
                }
            }
            message = inward.next() => match message {
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => {}
            },
        }
    }
}

/// A form on another page cannot send JSON without asking first.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/json"))
}

/// A page from elsewhere must not use the till of whoever opened it.
fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    match (text(header::ORIGIN), text(header::HOST)) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, at)| at == host),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_from_elsewhere_is_not_answered() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("till:7701"));
        assert!(same_origin(&headers));
        headers.insert(header::ORIGIN, HeaderValue::from_static("http://till:7701"));
        assert!(same_origin(&headers));
        headers.insert(header::ORIGIN, HeaderValue::from_static("http://evil"));
        assert!(!same_origin(&headers));
    }
}
