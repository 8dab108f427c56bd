//! The hub's reports module: how today is, and which checks are open.
//!
//! It reads nobody's tables. It listens to `payment.recorded.v1`, `refund.recorded.v1`, `tip.changed.v1`,
//! `order.closed.v1` and `order.updated.v1` and keeps tables of its own, so that a report is a few sums. An event that
//! comes twice, late or again after years changes nothing that is right already.

mod day;
mod heard;
mod http;
mod store;

use hub_kernel::{Kernel, Module};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The module.
pub fn module(kernel: &Kernel) -> Module {
    let router = OpenApiRouter::new()
        .routes(routes!(http::get_today))
        .routes(routes!(http::get_open_checks))
        .with_state(kernel.clone());
    Module::new("reports")
        .with_router(router)
        .with_subscriber(heard::Reports)
}
