//! What is sold: reading it, changing prices and what is sold out.

use axum::{Json, extract::State};
use hub_events::audit::Entry;
use hub_kernel::{Body, HttpError, Manager, Path, Problem};
use serde_json::json;
use shared::{
    api::hub::{Arrival, Arrivals, Published, SetAvailability, SetPrice},
    menu::{Catalogue, Item},
    money::Money,
};

use super::docs;
use crate::{
    catalogue::{Menu, load, place},
    folder::PRICE_MINOR_MAX,
};

/// What is sold, as last published.
#[utoipa::path(
    get, path = "/api/v1/menu", tag = "menu",
    responses(
        (status = 200, description = "The menu", body = docs::Menu),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "Nothing was imported yet (`no-catalogue`)", body = Problem),
    )
)]
pub(crate) async fn get_menu(
    State(menu): State<Menu>,
    manager: Manager,
) -> Result<Json<shared::api::hub::Menu>, HttpError> {
    let place = place(&manager.ctx);
    let (published, catalogue) = menu.kernel.db.read(move |tx| load(tx, place)).await?;
    Ok(Json(shared::api::hub::Menu {
        version: published.version,
        published_at_ms: published.published_at_ms,
        currency: catalogue.site.currency,
        prices_include_tax: catalogue.site.prices_include_tax,
        categories: catalogue.categories,
        stations: catalogue.stations,
        items: catalogue.items,
        groups: catalogue.groups,
    }))
}

/// Gives a variant of an item a new price.
#[utoipa::path(
    put, path = "/api/v1/menu/items/{sku}/price", tag = "menu",
    params(("sku" = String, Path, description = "The item's code")),
    request_body = docs::SetPrice,
    responses(
        (status = 200, description = "Published", body = docs::Published),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "There is no such item", body = Problem),
        (status = 422, description = "`variant` or `price_minor` is wrong", body = Problem),
    )
)]
pub(crate) async fn set_price(
    State(menu): State<Menu>,
    manager: Manager,
    Path(sku): Path<String>,
    Body(set): Body<SetPrice>,
) -> Result<Json<Published>, HttpError> {
    if !(0..=PRICE_MINOR_MAX).contains(&set.price_minor) {
        let why = format!("must be from 0 to {PRICE_MINOR_MAX}");
        return Err(HttpError::invalid("price_minor", why));
    }
    let details = json!({ "variant": set.variant, "price_minor": set.price_minor });
    let entry = Entry::new("menu.price-set", sku.clone(), details);
    let change = move |catalogue: &mut Catalogue| {
        let item = item(catalogue, &sku)?;
        let variant = item
            .variants
            .iter_mut()
            .find(|known| known.name == set.variant);
        let variant = variant.ok_or_else(|| {
            HttpError::invalid(
                "variant",
                format!("`{sku}` has no variant `{}`", set.variant),
            )
        })?;
        variant.price = Money::from_minor(set.price_minor);
        Ok(())
    };
    let (published, ()) = menu.edit(manager.ctx, entry, change).await?;
    Ok(Json(published))
}

/// Says whether an item can be ordered, and how many are left.
#[utoipa::path(
    put, path = "/api/v1/menu/items/{sku}/availability", tag = "menu",
    params(("sku" = String, Path, description = "The item's code")),
    request_body = docs::SetAvailability,
    responses(
        (status = 200, description = "Published", body = docs::Published),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "There is no such item", body = Problem),
    )
)]
pub(crate) async fn set_availability(
    State(menu): State<Menu>,
    manager: Manager,
    Path(sku): Path<String>,
    Body(set): Body<SetAvailability>,
) -> Result<Json<Published>, HttpError> {
    let details = json!({ "sold_out": set.sold_out, "left": set.left });
    let entry = Entry::new("menu.availability-set", sku.clone(), details);
    let change = move |catalogue: &mut Catalogue| {
        let item = item(catalogue, &sku)?;
        item.sold_out = set.sold_out || set.left == Some(0);
        item.left = set.left;
        Ok(())
    };
    let (published, ()) = menu.edit(manager.ctx, entry, change).await?;
    Ok(Json(published))
}

fn item<'a>(catalogue: &'a mut Catalogue, sku: &str) -> Result<&'a mut Item, HttpError> {
    let found = catalogue.items.iter_mut().find(|item| item.sku == sku);
    found.ok_or_else(|| HttpError::not_found("item").at("sku"))
}

/// On which devices the newest catalogue has arrived.
#[utoipa::path(
    get, path = "/api/v1/menu/arrivals", tag = "menu",
    responses(
        (status = 200, description = "One row for each device of the site", body = docs::Arrivals),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "Nothing was imported yet (`no-catalogue`)", body = Problem),
    )
)]
pub(crate) async fn get_arrivals(
    State(menu): State<Menu>,
    manager: Manager,
) -> Result<Json<Arrivals>, HttpError> {
    let place = place(&manager.ctx);
    let book = menu.kernel.ports.devices.clone();
    let read = move |tx: &hub_kernel::Tx<'_>| {
        let (published, _) = load(tx, place)?;
        let devices = book.devices(tx, place.tenant_id, place.site_id)?;
        Ok::<_, HttpError>((published, devices))
    };
    let (published, devices) = menu.kernel.db.read(read).await?;
    let here = devices
        .into_iter()
        .filter(|device| device.revoked_at_ms.is_none());
    let devices = here.map(|device| {
        let version = device.last.as_ref().and_then(|last| last.catalogue_version);
        Arrival {
            device: device.device_id,
            role: device.role,
            name: device.name,
            version,
            arrived: version == Some(published.version),
            seen_at_ms: device.last.map(|last| last.at_ms),
        }
    });
    Ok(Json(Arrivals {
        version: published.version,
        published_at_ms: published.published_at_ms,
        devices: devices.collect(),
    }))
}
