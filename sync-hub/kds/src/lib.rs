//! The hub's kitchen module: how the kitchen keeps up, for the dashboard.
//!
//! Kitchen screens work from the orders themselves and do not need the hub. This module listens to
//! `kitchen.ticket.v1` and keeps one row a ticket, so that «how many are late» is one query. An
//! event that comes twice or late changes nothing that is right already.

mod day;
mod heard;
mod http;
mod store;

use hub_kernel::{Kernel, Module};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The module.
pub fn module(kernel: &Kernel) -> Module {
    let router = OpenApiRouter::new()
        .routes(routes!(http::get_kitchen))
        .with_state(kernel.clone());
    Module::new("kds")
        .with_router(router)
        .with_subscriber(heard::Kitchen)
}
