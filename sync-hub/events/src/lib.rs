//! How modules tell each other what happened, and what is kept of who did it.
//!
//! A module writes a [`DomainEvent`](hub_kernel::DomainEvent) with [`outbox::append`] in the
//! transaction that made it true. The dispatcher hands it to every
//! [`Subscriber`] in order, each in a transaction that also moves that
//! subscriber's cursor: the effect happens exactly once, whenever the hub dies. What a subscriber
//! refuses again and again goes to the dead letters, and the next event goes on.
//!
//! ```ignore
//! kernel.db.write(move |tx| {
//!     store::set_price(tx, &ctx, sku, price)?;
//!     let body = json!({ "sku": sku, "price_minor": price });
//!     outbox::append(tx, &DomainEvent::new(&ids, &ctx, "menu.price-set.v1", body))?;
//!     audit::record(tx, &ids, &ctx, Entry::new("menu.price-set", sku, body))?;
//!     Ok(())
//! })
//! ```

pub mod audit;
mod dispatcher;
pub mod outbox;
mod routes;
mod store;

use std::sync::Arc;

use hub_kernel::{Kernel, Module, Subscriber};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The module, for all subscribers of all modules.
pub fn module(kernel: &Kernel, subscribers: Vec<Arc<dyn Subscriber>>) -> Module {
    let state = routes::Events {
        kernel: kernel.clone(),
        subscribers: subscribers.clone().into(),
    };
    let router = OpenApiRouter::new()
        .routes(routes!(routes::list_dead_letters))
        .routes(routes!(routes::replay_dead_letter))
        .routes(routes!(routes::list_audit))
        .with_state(state);
    let mut module = Module::new("events").with_router(router);
    let names = subscribers
        .iter()
        .map(|subscriber| subscriber.name())
        .collect();
    for subscriber in subscribers {
        module = module.with_job(dispatcher::job(kernel, subscriber));
    }
    module.with_job(dispatcher::pruning(kernel, names))
}
