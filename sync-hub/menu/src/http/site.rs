//! The restaurant's own facts.

use axum::{Json, extract::State};
use hub_kernel::{HttpError, Manager, Problem, Tx};
use shared::api::hub::SiteFacts;

use super::docs;
use crate::{
    catalogue::{Menu, load, place},
    folder::Extra,
    store::{self, Place},
};

/// The restaurant's own facts.
#[utoipa::path(
    get, path = "/api/v1/site", tag = "menu",
    responses(
        (status = 200, description = "The site", body = docs::SiteFacts),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "Nothing was imported yet (`no-catalogue`)", body = Problem),
    )
)]
pub(crate) async fn get_site(
    State(menu): State<Menu>,
    manager: Manager,
) -> Result<Json<SiteFacts>, HttpError> {
    let place = place(&manager.ctx);
    let read = move |tx: &Tx<'_>| Ok::<_, HttpError>((load(tx, place)?, extra(tx, place)?));
    let ((published, catalogue), extra) = menu.kernel.db.read(read).await?;
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(Json(SiteFacts {
        version: published.version,
        items: count(catalogue.items.len()),
        tables: count(catalogue.rooms.iter().map(|room| room.tables.len()).sum()),
        staff: count(catalogue.staff.len()),
        site: catalogue.site,
        settings: extra.settings,
    }))
}

/// What the last import brought beyond the catalogue.
pub(crate) fn extra(tx: &Tx<'_>, place: Place) -> Result<Extra, HttpError> {
    let Some(json) = store::extra(tx, place)? else {
        return Ok(Extra::default());
    };
    serde_json::from_str(&json)
        .map_err(|error| HttpError::internal(format!("read menu_extra: {error}")))
}
