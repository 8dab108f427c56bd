//! The site's printers.

use std::collections::BTreeSet;

use axum::{Json, extract::State};
use hub_events::audit::Entry;
use hub_kernel::{Body, HttpError, Manager, Problem, limits};
use serde_json::json;
use shared::{
    api::hub::{Printers, Published, SetPrinters},
    menu::{Catalogue, Printer},
};

use super::docs;
use crate::catalogue::{Menu, load, place};

/// Profiles that every till knows; the crate `printers` holds them under the same names.
const PROFILES: [&str; 5] = [
    "epson-80",
    "epson-80-jp",
    "epson-58",
    "generic-80",
    "generic-58",
];
const PRINTERS_MAX: usize = 50;

/// The printers and what can be chosen for them.
#[utoipa::path(
    get, path = "/api/v1/printers", tag = "menu",
    responses(
        (status = 200, description = "The printers", body = docs::Printers),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "Nothing was imported yet (`no-catalogue`)", body = Problem),
    )
)]
pub(crate) async fn get_printers(
    State(menu): State<Menu>,
    manager: Manager,
) -> Result<Json<Printers>, HttpError> {
    let place = place(&manager.ctx);
    let (_, catalogue) = menu.kernel.db.read(move |tx| load(tx, place)).await?;
    Ok(Json(Printers {
        printers: catalogue.printers,
        profiles: PROFILES.map(ToOwned::to_owned).to_vec(),
        stations: catalogue.stations,
    }))
}

/// Replaces all printers.
#[utoipa::path(
    put, path = "/api/v1/printers", tag = "menu",
    request_body = docs::SetPrinters,
    responses(
        (status = 200, description = "Published", body = docs::Published),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "Nothing was imported yet (`no-catalogue`)", body = Problem),
        (status = 422, description = "A printer is wrong; `place` names the field", body = Problem),
    )
)]
pub(crate) async fn set_printers(
    State(menu): State<Menu>,
    manager: Manager,
    Body(set): Body<SetPrinters>,
) -> Result<Json<Published>, HttpError> {
    let printers = checked(set.printers)?;
    let names: Vec<_> = printers
        .iter()
        .map(|printer| printer.name.clone())
        .collect();
    let entry = Entry::new(
        "menu.printers-set",
        "printers",
        json!({ "printers": names }),
    );
    let change = move |catalogue: &mut Catalogue| {
        for (place, printer) in printers.iter().enumerate() {
            let unknown = |station: &&String| !catalogue.stations.contains(station);
            if let Some(station) = printer.stations.iter().find(unknown) {
                let at = format!("printers[{place}].stations");
                return Err(HttpError::invalid(
                    &at,
                    format!("there is no station `{station}`"),
                ));
            }
        }
        catalogue.printers = printers;
        Ok(())
    };
    let (published, ()) = menu.edit(manager.ctx, entry, change).await?;
    Ok(Json(published))
}

/// The printers with blanks taken off, or the first thing that is wrong with them.
fn checked(printers: Vec<Printer>) -> Result<Vec<Printer>, HttpError> {
    if printers.len() > PRINTERS_MAX {
        let why = format!("must be at most {PRINTERS_MAX}");
        return Err(HttpError::invalid("printers", why));
    }
    let mut names = BTreeSet::new();
    let check = |(place, mut printer): (usize, Printer)| {
        let at = |field: &str| format!("printers[{place}].{field}");
        printer.name = limits::name(&at("name"), &printer.name)?.to_owned();
        if !names.insert(printer.name.clone()) {
            return Err(HttpError::invalid(&at("name"), "is there twice"));
        }
        printer.address = address(&at("address"), &printer.address)?;
        if !PROFILES.contains(&printer.profile.as_str()) {
            let why = format!("must be one of {}", PROFILES.join(", "));
            return Err(HttpError::invalid(&at("profile"), why));
        }
        let stations = printer.stations.iter().collect::<BTreeSet<_>>().len();
        if stations != printer.stations.len() {
            return Err(HttpError::invalid(
                &at("stations"),
                "a station is there twice",
            ));
        }
        Ok(printer)
    };
    printers.into_iter().enumerate().map(check).collect()
}

/// A host and a port.
fn address(place: &str, text: &str) -> Result<String, HttpError> {
    let text = limits::name(place, text)?;
    let fine = text.rsplit_once(':').is_some_and(|(host, port)| {
        let host_fine =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        !host.is_empty()
            && host.chars().all(host_fine)
            && port.parse::<u16>().is_ok_and(|port| port > 0)
    });
    if fine {
        Ok(text.to_owned())
    } else {
        Err(HttpError::invalid(
            place,
            "must be `host:port`, such as `192.168.1.50:9100`",
        ))
    }
}
