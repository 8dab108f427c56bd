//! Who may come in: people with a password, devices with a one-time code.
//!
//! People get a session (an opaque token; the database keeps only its hash). Devices get a
//! certificate of the site's own authority for the key that they made themselves, and the letters
//! of their order numbers. There is no default password: the first start makes one.

mod accounts;
mod book;
mod certificates;
mod codes;
mod devices;
mod enrol;
mod first_start;
mod passwords;
mod store;
mod tries;

use std::sync::Arc;

use axum::extract::FromRef;
use hub_kernel::{Kernel, Module};
use utoipa_axum::{router::OpenApiRouter, routes};

pub use book::AuthBook;
pub use first_start::{FirstManager, StartError, first_start, is_first_start, new_password};

use passwords::Hasher;
use tries::Tries;

/// Announced when a device came, was sent away, or told about itself.
pub const DEVICES_TOPIC: &str = "devices";

/// What the routes need.
#[derive(Clone)]
struct Auth {
    kernel: Kernel,
    hasher: Hasher,
    enrol_tries: Arc<Tries>,
}

impl FromRef<Auth> for Kernel {
    fn from_ref(auth: &Auth) -> Self {
        auth.kernel.clone()
    }
}

/// The module. [`AuthBook`] answers its ports.
pub fn module(kernel: &Kernel) -> Module {
    let state = Auth {
        kernel: kernel.clone(),
        hasher: Hasher::default(),
        enrol_tries: Arc::new(Tries::default()),
    };
    let router = OpenApiRouter::new()
        .routes(routes!(accounts::login))
        .routes(routes!(accounts::logout))
        .routes(routes!(accounts::get_session))
        .routes(routes!(accounts::put_password))
        .routes(routes!(devices::list_devices))
        .routes(routes!(devices::make_code))
        .routes(routes!(devices::revoke_device))
        .routes(routes!(enrol::enrol))
        .with_state(state);
    Module::new("auth").with_router(router)
}

#[cfg(test)]
mod tests;
