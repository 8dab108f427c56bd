//! Says whether the hub can work.

use axum::{Json, extract::State};
use hub_kernel::{DbError, HttpError, params};
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
    let one = kernel
        .db
        .read(|tx| tx.query_row("SELECT 1", params![], |row| row.get::<i64>(0)));
    one.await?.ok_or(DbError::Missing("an answer"))?;
    let now_ms = kernel.clock.now_ms();
    Ok(Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        now_ms,
    }))
}
