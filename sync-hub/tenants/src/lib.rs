//! Companies and their restaurants.
//!
//! An embedded hub has one of each, made at its first start. What a restaurant's devices must know
//! (currency, taxes, languages, opening of the business day) is in its catalogue, not here.

mod routes;
mod store;

use hub_kernel::{Db, DbError, Home, Ids, Kernel, Module};
use shared::ids::{SiteId, TenantId};
use utoipa_axum::{router::OpenApiRouter, routes};

/// What tenant and site are called until somebody says better.
const FIRST_NAME: &str = "Restaurant";

/// The embedded hub's tenant and site; the first start makes them.
pub async fn home(db: &Db, ids: &Ids) -> Result<Home, DbError> {
    let fresh = Home {
        tenant_id: ids.make(TenantId::new),
        site_id: ids.make(SiteId::new),
    };
    let at_ms = ids.now_ms();
    db.write(move |tx| match store::first_site(tx)? {
        Some(home) => Ok(home),
        None => store::make(tx, fresh, FIRST_NAME, at_ms).map(|()| fresh),
    })
    .await
}

/// The module.
pub fn module(kernel: &Kernel) -> Module {
    let router = OpenApiRouter::new()
        .routes(routes!(routes::get_tenant, routes::put_tenant))
        .with_state(kernel.clone());
    Module::new("tenants").with_router(router)
}
