//! The hub's front door: all modules behind one address, with the same limits, headers, ids and
//! measurements for every request.

mod faces;
mod headers;
mod health;
mod observe;
mod openapi;
mod serve;

use std::{path::PathBuf, sync::Arc};

use axum::{Router, extract::DefaultBodyLimit, http::StatusCode, middleware, routing::get};
use hub_kernel::{HttpError, Job, Kernel, limits};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};
use utoipa_axum::router::OpenApiRouter;

pub use observe::Metrics;
pub use serve::serve;

/// What the gateway needs beside the modules' routes.
#[derive(Clone, Debug, Default)]
pub struct GatewaySettings {
    /// The folder with the built faces; the dashboard is in its subfolder `dashboard`.
    pub faces: Option<PathBuf>,
}

/// What the gateway's own handlers share.
#[derive(Clone)]
struct Gateway {
    kernel: Kernel,
    metrics: Metrics,
    openapi: Arc<[u8]>,
    faces: Option<faces::Faces>,
}

/// One router out of all modules' routes.
///
/// # Panics
/// When two modules claim the same method and path.
pub fn router(kernel: &Kernel, modules: Vec<OpenApiRouter>, settings: GatewaySettings) -> Router {
    let (own, own_description) = OpenApiRouter::new()
        .routes(utoipa_axum::routes!(health::health))
        .split_for_parts();
    let mut described = openapi::about();
    described.merge(own_description);
    let mut routes = Router::new();
    for module in modules {
        let (module_routes, module_description) = module.split_for_parts();
        described.merge(module_description);
        routes = routes.merge(module_routes);
    }
    let gateway = Gateway {
        kernel: kernel.clone(),
        metrics: Metrics::installed(),
        openapi: openapi::bytes(&described),
        faces: settings.faces.map(|folder| faces::Faces::new(&folder)),
    };
    let own: Router = own
        .route("/metrics", get(observe::metrics))
        .route("/api/openapi.json", get(openapi::openapi))
        .with_state(gateway.clone());
    routes
        .merge(own)
        .method_not_allowed_fallback(method_not_allowed)
        .fallback_service(Router::new().fallback(faces::face).with_state(gateway))
        .layer(DefaultBodyLimit::max(limits::BODY_BYTES_MAX))
        .layer(middleware::from_fn(time_limit))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(headers::secure))
        .layer(middleware::from_fn_with_state(
            kernel.ids.clone(),
            observe::observe,
        ))
}

/// Keeps the measurements small.
pub fn upkeep() -> Job {
    Job::new("gateway-metrics", observe::upkeep)
}

async fn method_not_allowed() -> HttpError {
    HttpError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "this path does not know this method",
    )
}

/// Ends a request that takes too long. A WebSocket is past it with its handshake.
async fn time_limit(
    request: axum::extract::Request,
    next: middleware::Next,
) -> Result<axum::response::Response, HttpError> {
    let limit = limits::REQUEST_TIME_MAX;
    tokio::time::timeout(limit, next.run(request))
        .await
        .map_err(|_late| {
            let detail = format!(
                "no answer within {} s; it may still be done",
                limit.as_secs()
            );
            HttpError::new(StatusCode::GATEWAY_TIMEOUT, "too-slow", detail)
        })
}

fn panicked(panic: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    use axum::response::IntoResponse;
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    HttpError::internal(format!("a handler panicked: {}", text.unwrap_or_default())).into_response()
}

#[cfg(test)]
mod tests;
