//! Orders at the hub: what the devices push is kept, passed on to the others, and made into orders
//! beside that.
//!
//! Passing on never opens a document. A worker with a cursor of its own reads the same log, folds
//! the documents that changed and tells the rest of the hub as domain events (see
//! [`told`]).

mod feed;
mod ingest;
mod projection;
mod routes;
mod socket;
mod state;
mod store;
pub mod told;

use hub_kernel::{Job, Kernel, Module, Topic};
use utoipa_axum::{router::OpenApiRouter, routes};

use state::Orders;

/// Announced by every commit that made a log longer.
pub const TOPIC: Topic = "orders";

/// The module.
pub fn module(kernel: &Kernel) -> Module {
    let orders = Orders::new(kernel.clone());
    let router = OpenApiRouter::new()
        .routes(routes!(socket::sync))
        .routes(routes!(routes::list_orders))
        .routes(routes!(routes::order))
        .routes(routes!(routes::journal))
        .with_state(orders.clone());
    let projected = kernel.clone();
    Module::new("orders")
        .with_router(router)
        .with_job(Job::new("orders.connections", move |stop| {
            orders.clone().close_on(stop)
        }))
        .with_job(Job::new("orders.projection", move |stop| {
            projection::run(projected.clone(), stop)
        }))
}
