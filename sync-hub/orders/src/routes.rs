//! Orders and journals over HTTP.

use axum::{Json, extract::State};
use hub_kernel::{HttpError, Kernel, Manager, Path, Query, limits};
use serde::{Deserialize, Serialize};
use shared::{
    ids::{DeviceId, OrderId},
    journal::Record,
    order::Order,
    price::{self, Totals},
};
use utoipa::{IntoParams, ToSchema};

use crate::{
    state::Orders,
    store::{Place, log, orders},
    told::OrderUpdated,
};

/// Which orders.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only open ones (`true`) or only settled ones (`false`).
    open: Option<bool>,
    /// Most rows; at most 500.
    limit: Option<u32>,
}

/// A whole order with what it costs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderView {
    /// The order.
    #[schema(value_type = Object)]
    order: Order,
    /// What it costs and what is owed.
    #[schema(value_type = Object)]
    totals: Totals,
}

/// From where on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct From {
    /// The first number; 1 without it.
    from: Option<u64>,
    /// Most rows; at most 500.
    limit: Option<u32>,
}

/// Records of a journal, exactly as they were signed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JournalPage {
    /// In the order of their numbers, without gaps.
    #[schema(value_type = Vec<Object>)]
    records: Vec<Record>,
}

fn place_of(manager: &Manager) -> Place {
    Place {
        tenant_id: manager.ctx.tenant_id,
        site_id: manager.ctx.site_id,
    }
}

fn rows_max(limit: Option<u32>) -> u32 {
    limit.unwrap_or(100).min(limits::PAGE_ROWS_MAX)
}

/// Orders of the site, newest first.
#[utoipa::path(get, path = "/api/v1/orders", tag = "orders", params(Which),
    responses((status = 200, body = Vec<OrderUpdated>)))]
pub(crate) async fn list_orders(
    State(Orders { kernel, .. }): State<Orders>,
    manager: Manager,
    Query(which): Query<Which>,
) -> Result<Json<Vec<OrderUpdated>>, HttpError> {
    let place = place_of(&manager);
    let limit = rows_max(which.limit);
    let list = kernel
        .db
        .read(move |tx| orders::list(tx, place, which.open, limit));
    Ok(Json(list.await?))
}

/// One order, with its lines, tickets and payments.
#[utoipa::path(get, path = "/api/v1/orders/{id}", tag = "orders",
    params(("id" = String, Path, description = "The order")),
    responses((status = 200, body = OrderView), (status = 404, body = hub_kernel::Problem)))]
pub(crate) async fn order(
    State(Orders { kernel, .. }): State<Orders>,
    manager: Manager,
    Path(id): Path<OrderId>,
) -> Result<Json<OrderView>, HttpError> {
    let place = place_of(&manager);
    let kept = kernel
        .db
        .read(move |tx| orders::kept(tx, place, id))
        .await?;
    let order = kept.ok_or_else(|| HttpError::not_found("order"))?.view;
    let totals = price::totals(&order).map_err(|error| HttpError::internal(error.to_string()))?;
    Ok(Json(OrderView { order, totals }))
}

/// The journal of a device, for whoever wants to verify it.
#[utoipa::path(get, path = "/api/v1/journal/{device}", tag = "orders",
    params(("device" = String, Path, description = "The device"), From),
    responses((status = 200, body = JournalPage)))]
pub(crate) async fn journal(
    State(Orders { kernel, .. }): State<Orders>,
    manager: Manager,
    Path(device): Path<DeviceId>,
    Query(page): Query<From>,
) -> Result<Json<JournalPage>, HttpError> {
    let place = place_of(&manager);
    let (from, limit) = (page.from.unwrap_or(1), rows_max(page.limit));
    let Kernel { db, .. } = kernel;
    let records = db
        .read(move |tx| log::journal(tx, place, device, from, limit))
        .await?;
    Ok(Json(JournalPage { records }))
}
