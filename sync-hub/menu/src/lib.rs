//! The hub's menu module: imports a restaurant's folder, keeps the catalogue, publishes it to every
//! device, and knows the staff.
//!
//! The catalogue is one value that is published as a whole with a version: a change of one price
//! makes the next version, tells `menu.published.v1` in the same transaction, and wakes the sessions
//! of all devices. How PINs are hashed, so that a device can check them offline, is told at
//! [`hash_pin`].

mod book;
mod catalogue;
mod folder;
mod http;
mod merge;
mod pin;
mod store;
mod things;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use hub_kernel::{Kernel, Module, limits};
use tokio::sync::Semaphore;
use utoipa_axum::{router::OpenApiRouter, routes};

pub use book::MenuBook;
pub use pin::{PIN_DIGITS_MAX, PIN_DIGITS_MIN, PinError, SALT_BYTES, hash_pin};

use catalogue::Menu;

/// The module. `book` is also the answer to the ports `catalogue` and `staff`.
pub fn module(kernel: &Kernel, book: Arc<MenuBook>) -> Module {
    let menu = Menu {
        kernel: kernel.clone(),
        book,
        hashing: Arc::new(Semaphore::new(1)),
    };
    let import = OpenApiRouter::new()
        .routes(routes!(http::import::import))
        .layer(DefaultBodyLimit::max(limits::IMPORT_BYTES_MAX));
    let router = OpenApiRouter::new()
        .routes(routes!(http::menu::get_menu))
        .routes(routes!(http::menu::set_price))
        .routes(routes!(http::menu::set_availability))
        .routes(routes!(http::menu::get_arrivals))
        .routes(routes!(http::staff::list_staff, http::staff::add_staff))
        .routes(routes!(http::staff::set_staff, http::staff::remove_staff))
        .routes(routes!(
            http::printers::get_printers,
            http::printers::set_printers
        ))
        .routes(routes!(http::site::get_site))
        .layer(DefaultBodyLimit::max(limits::BODY_BYTES_MAX))
        .merge(import)
        .with_state(menu);
    Module::new("menu").with_router(router)
}
