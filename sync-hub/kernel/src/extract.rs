//! What handlers take from a request; whatever is wrong is answered with a problem that names the
//! place.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    RequestExt,
    body::Bytes,
    extract::{
        ConnectInfo, FromRequest, FromRequestParts, Request,
        rejection::{BytesRejection, PathRejection, QueryRejection},
    },
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;

use crate::HttpError;

/// A JSON body.
#[derive(Clone, Copy, Debug)]
pub struct Body<T>(pub T);

impl<S, T> FromRequest<S> for Body<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = HttpError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, HttpError> {
        if !is_json(request.headers()) {
            return Err(HttpError::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not-json",
                "the body must be application/json",
            ));
        }
        let bytes = request.extract::<Bytes, _>().await.map_err(too_large)?;
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let place = error.path().to_string();
            HttpError::invalid(
                if place == "." { "body" } else { &place },
                error.inner().to_string(),
            )
        })?;
        json.end()
            .map_err(|error| HttpError::invalid("body", error.to_string()))?;
        Ok(Self(value))
    }
}

/// Whether the body is said to be JSON; a page of another site cannot send that unasked.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn too_large(rejection: BytesRejection) -> HttpError {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        HttpError::new(rejection.status(), "too-large", "the body is too large").at("body")
    } else {
        HttpError::new(StatusCode::BAD_REQUEST, "cut-off", rejection.body_text()).at("body")
    }
}

/// Parts of the path.
#[derive(Clone, Copy, Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(HttpError))]
pub struct Path<T>(pub T);

/// The query string.
#[derive(Clone, Copy, Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(HttpError))]
pub struct Query<T>(pub T);

impl From<PathRejection> for HttpError {
    fn from(rejection: PathRejection) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", rejection.body_text()).at("path")
    }
}

impl From<QueryRejection> for HttpError {
    fn from(rejection: QueryRejection) -> Self {
        Self::invalid("query", rejection.body_text())
    }
}

/// The address that sent the request; never what a header claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PeerIp(pub IpAddr);

impl<S: Sync> FromRequestParts<S> for PeerIp {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(
            address.map_or(Ipv4Addr::UNSPECIFIED.into(), |info| info.0.ip()),
        ))
    }
}

/// The id that ties a request, its events and its log lines together (`x-request-id`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correlation(pub String);

impl Correlation {
    const CHARS_MAX: usize = 64;

    /// From the header; empty when there is none or when it is not a decent one.
    pub fn of(headers: &HeaderMap) -> Self {
        let id = headers
            .get("x-request-id")
            .and_then(|value| value.to_str().ok());
        let decent = |id: &&str| {
            id.len() <= Self::CHARS_MAX
                && id
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        Self(id.filter(decent).unwrap_or_default().to_owned())
    }
}

impl<S: Sync> FromRequestParts<S> for Correlation {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Price {
        #[expect(dead_code, reason = "only its place matters here")]
        price_minor: i64,
    }

    async fn body(kind: &str, text: &'static str) -> Result<Vec<Price>, HttpError> {
        let request = Request::post("/")
            .header(header::CONTENT_TYPE, kind)
            .body(text.into());
        Body::from_request(request.unwrap(), &())
            .await
            .map(|Body(value)| value)
    }

    #[tokio::test]
    async fn a_wrong_field_is_named() {
        let error = body(
            "application/json",
            r#"[{"price_minor":1},{"price_minor":"x"}]"#,
        )
        .await;
        assert_eq!(
            error.unwrap_err().problem().place.as_deref(),
            Some("[1].price_minor")
        );
    }

    #[tokio::test]
    async fn a_form_is_not_a_json_body() {
        let error = body("application/x-www-form-urlencoded", "[]")
            .await
            .unwrap_err();
        assert_eq!(error.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert!(body("application/json; charset=utf-8", "[]").await.is_ok());
    }

    #[tokio::test]
    async fn nothing_may_follow_the_body() {
        assert!(body("application/json", "[] []").await.is_err());
    }

    #[test]
    fn a_strange_request_id_is_dropped() {
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", "abc-1".parse().unwrap());
        assert_eq!(Correlation::of(&headers).0, "abc-1");
        headers.insert("x-request-id", "a b".parse().unwrap());
        assert_eq!(Correlation::of(&headers).0, "");
    }
}
