//! The description of all routes.

use std::sync::Arc;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use utoipa::openapi::{
    InfoBuilder, OpenApi, OpenApiBuilder,
    security::{
        ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
    },
};

use crate::Gateway;

/// What the description says about the hub as a whole.
pub(crate) fn about() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Comanda hub")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Errors are RFC 9457 problems; their `code` never changes. Sign in with \
             `POST /api/v1/login`; requests that change something and come with the cookie need a \
             JSON body or the header `x-comanda: 1`.",
        ))
        .build();
    let cookie = ApiKeyValue::new(hub_kernel::SESSION_COOKIE);
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    let components = utoipa::openapi::ComponentsBuilder::new()
        .security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)))
        .security_scheme("token", SecurityScheme::Http(bearer))
        .build();
    let none: [&str; 0] = [];
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components))
        .security(Some([
            SecurityRequirement::new("session", none),
            SecurityRequirement::new("token", none),
        ]))
        .build()
}

/// The description as JSON, made once.
pub(crate) fn bytes(described: &OpenApi) -> Arc<[u8]> {
    serde_json::to_vec(described).unwrap_or_default().into()
}

/// `GET /api/openapi.json`.
pub(crate) async fn openapi(State(gateway): State<Gateway>) -> Response {
    (
        [(header::CONTENT_TYPE, "application/json")],
        gateway.openapi.to_vec(),
    )
        .into_response()
}
