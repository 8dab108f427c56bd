//! Says whether the hub can work.

use axum::{Json, extract::State};
use hub_kernel::HttpError;
use serde::Serialize;
use utoipa::ToSchema;

use crate::Gateway;

/// The hub is up and its database answers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    status: &'static str,
    /// The hub's version.
    version: &'static str,
    /// The hub's time.
    now_ms: i64,
}

/// Whether the hub can work.
#[utoipa::path(get, path = "/health", tag = "gateway",
    responses((status = 200, body = Health), (status = 500, body = hub_kernel::Problem)))]
pub(crate) async fn health(State(gateway): State<Gateway>) -> Result<Json<Health>, HttpError> {
    let kernel = &gateway.kernel;
    kernel.db.read(hub_kernel::answers).await?;
    let now_ms = kernel.clock.now_ms();
    Ok(Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        now_ms,
    }))
}
