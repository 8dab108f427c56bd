//! Importing a restaurant's folder: a dry run tells what would change; the import changes it, all
//! or nothing.

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hub_events::audit::{self, Entry};
use hub_kernel::{Body, Ctx, HttpError, Manager, Problem, Query, Tx};
use serde::Deserialize;
use serde_json::json;
use shared::{
    api::hub::{ImportDiff, ImportError, ImportRefused, ImportReport, ImportRequest, Published},
    ids::StaffId,
};
use utoipa::IntoParams;

use super::{docs, site::extra, staff::hash_all};
use crate::{
    catalogue::{Menu, find, place},
    folder::{Extra, Folder},
    merge::{self, PinHashes},
    pin::SALT_BYTES,
    store, things,
};

/// How to import.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
pub(crate) struct ImportQuery {
    /// Only tell what would change.
    dry_run: bool,
}

/// Imports a restaurant's folder, or tells what that would change.
#[utoipa::path(
    post, path = "/api/v1/import", tag = "menu",
    params(ImportQuery),
    request_body = docs::ImportRequest,
    responses(
        (status = 200, description = "Done, or what would be done", body = docs::ImportReport),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 413, description = "The files are too large", body = Problem),
        (status = 422, description = "Nothing was changed: `import-refused` with every error",
            body = docs::ImportRefused, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn import(
    State(menu): State<Menu>,
    manager: Manager,
    Query(ImportQuery { dry_run }): Query<ImportQuery>,
    Body(request): Body<ImportRequest>,
) -> Result<Response, HttpError> {
    let read = tokio::task::spawn_blocking(move || Folder::read(&request.files)).await;
    let folder = match read.map_err(|error| HttpError::internal(error.to_string()))? {
        Ok(folder) => folder,
        Err(errors) if dry_run => return Ok(Json(with_errors(errors)).into_response()),
        Err(errors) => return Ok(refused(errors)),
    };
    let pins = hash_pins(&menu, &manager.ctx, &folder).await?;
    let notes = notes(&folder.extra);
    let ctx = manager.ctx;
    let (diff, published) = if dry_run {
        let asking = menu.clone();
        let ask =
            move |tx: &Tx<'_>| Ok::<_, HttpError>(plan(&asking, tx, &ctx, folder, pins)?.diff);
        (menu.kernel.db.read(ask).await?, None)
    } else {
        let doing = menu.clone();
        let run = move |tx: &Tx<'_>| carry_out(&doing, tx, &ctx, folder, pins);
        menu.kernel.db.write(run).await?
    };
    let report = ImportReport {
        dry_run,
        diff,
        errors: Vec::new(),
        notes,
        published,
    };
    Ok(Json(report).into_response())
}

fn with_errors(errors: Vec<ImportError>) -> ImportReport {
    ImportReport {
        dry_run: true,
        diff: ImportDiff::default(),
        errors,
        notes: Vec::new(),
        published: None,
    }
}

fn refused(errors: Vec<ImportError>) -> Response {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let first = errors.first();
    let place = first.map(|first| format!("{}:{} {}", first.file, first.line, first.field));
    let body = ImportRefused {
        kind: "/problems/import-refused".to_owned(),
        code: "import-refused".to_owned(),
        title: "Unprocessable Entity".to_owned(),
        status: status.as_u16(),
        detail: format!("{} things are wrong; nothing was changed", errors.len()),
        place: place.unwrap_or_default().trim_end().to_owned(),
        errors,
    };
    let mut response = (status, Json(body)).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// Hashes the folder's PINs with the site's salt, or with a new one for a new site.
async fn hash_pins(menu: &Menu, ctx: &Ctx, folder: &Folder) -> Result<PinHashes, HttpError> {
    let place = place(ctx);
    let current = menu.kernel.db.read(move |tx| find(tx, place)).await?;
    let salt_hex = current.map_or_else(
        || hex::encode(menu.kernel.ids.random::<SALT_BYTES>()),
        |(_, catalogue)| catalogue.pin_salt,
    );
    let pins = folder.staff.iter().map(|one| one.pin.clone()).collect();
    let hashes = hash_all(menu, pins, salt_hex.clone()).await?;
    Ok(PinHashes { salt_hex, hashes })
}

/// What an import comes to.
struct Plan {
    catalogue: shared::menu::Catalogue,
    extra: Extra,
    diff: ImportDiff,
    /// The catalogue that devices get changes.
    to_publish: bool,
}

fn plan(
    menu: &Menu,
    tx: &Tx<'_>,
    ctx: &Ctx,
    folder: Folder,
    pins: PinHashes,
) -> Result<Plan, HttpError> {
    let place = place(ctx);
    let current = find(tx, place)?.map(|(_, catalogue)| catalogue);
    if current
        .as_ref()
        .is_some_and(|known| known.pin_salt != pins.salt_hex)
    {
        return Err(HttpError::conflict(
            "try-again",
            "somebody imported just now; try again",
        ));
    }
    let known = extra(tx, place)?;
    let ids = &menu.kernel.ids;
    let catalogue = merge::next(&folder, current.as_ref(), pins, || ids.make(StaffId::new));
    let old = current.as_ref().map(|old| (old, &known.settings));
    let diff = things::difference(old, (&catalogue, &folder.extra.settings));
    Ok(Plan {
        to_publish: current.as_ref() != Some(&catalogue),
        catalogue,
        extra: folder.extra,
        diff,
    })
}

fn carry_out(
    menu: &Menu,
    tx: &Tx<'_>,
    ctx: &Ctx,
    folder: Folder,
    pins: PinHashes,
) -> Result<(ImportDiff, Option<Published>), HttpError> {
    let plan = plan(menu, tx, ctx, folder, pins)?;
    let json = serde_json::to_string(&plan.extra)
        .map_err(|error| HttpError::internal(format!("write menu_extra: {error}")))?;
    store::set_extra(tx, place(ctx), &json)?;
    if !plan.to_publish {
        return Ok((plan.diff, None));
    }
    let details = json!({
        "added": plan.diff.added.len(),
        "changed": plan.diff.changed.len(),
        "removed": plan.diff.removed.len(),
    });
    let entry = Entry::new("menu.imported", plan.catalogue.site.name.clone(), details);
    audit::record(tx, &menu.kernel.ids, ctx, entry)?;
    let published = menu.publish(tx, ctx, plan.catalogue)?;
    Ok((plan.diff, Some(published)))
}

/// What was read, is kept, and is not used by anything yet.
fn notes(extra: &Extra) -> Vec<String> {
    let mut notes = Vec::new();
    if !extra.recipes.is_empty() {
        let count = extra.recipes.len();
        notes.push(format!(
            "recipes.csv: {count} rows are kept; stock is not counted yet"
        ));
    }
    if !extra.tracked.is_empty() {
        let count = extra.tracked.len();
        notes.push(format!(
            "items.csv: track_stock of {count} rows is kept; stock is not counted yet"
        ));
    }
    for (key, value) in extra.settings.iter().filter(|(_, value)| *value != "0") {
        notes.push(format!(
            "site.csv: {key} «{value}» is kept as text; prices do not follow it yet"
        ));
    }
    notes
}
