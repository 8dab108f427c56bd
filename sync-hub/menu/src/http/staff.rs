//! Who works here. A PIN comes in and never goes out.

use std::{sync::Arc, time::Duration};

use axum::{Json, extract::State, http::StatusCode};
use hub_events::audit::Entry;
use hub_kernel::{Body, HttpError, Manager, Path, Problem, limits};
use serde_json::json;
use shared::{
    api::hub::{Published, SetStaff, StaffRow},
    ids::StaffId,
    menu::Catalogue,
    staff::{Role, StaffMember},
};

use super::docs;
use crate::{
    catalogue::{Menu, load, place},
    folder::STAFF_MAX,
    pin::{PIN_DIGITS_MAX, PIN_DIGITS_MIN, hash_pin, is_pin},
    store::Place,
};

/// Longest wait for the turn to hash.
const HASHING_TIME_MAX: Duration = Duration::from_secs(20);

/// Who works here.
#[utoipa::path(
    get, path = "/api/v1/staff", tag = "staff",
    responses(
        (status = 200, description = "Everybody who may sign in", body = Vec<docs::StaffRow>),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "Nothing was imported yet (`no-catalogue`)", body = Problem),
    )
)]
pub(crate) async fn list_staff(
    State(menu): State<Menu>,
    manager: Manager,
) -> Result<Json<Vec<StaffRow>>, HttpError> {
    let place = place(&manager.ctx);
    let (_, catalogue) = menu.kernel.db.read(move |tx| load(tx, place)).await?;
    Ok(Json(catalogue.staff.iter().map(row).collect()))
}

/// Adds somebody.
#[utoipa::path(
    post, path = "/api/v1/staff", tag = "staff",
    request_body = docs::SetStaff,
    responses(
        (status = 201, description = "Added", body = docs::StaffRow),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 409, description = "`name-taken` or `pin-taken`", body = Problem),
        (status = 422, description = "`name` or `pin` is wrong", body = Problem),
    )
)]
pub(crate) async fn add_staff(
    State(menu): State<Menu>,
    manager: Manager,
    Body(set): Body<SetStaff>,
) -> Result<(StatusCode, Json<StaffRow>), HttpError> {
    let id = menu.kernel.ids.make(StaffId::new);
    let new = Wanted::check(&menu, place(&manager.ctx), &set).await?;
    let Some(pin) = new.pin.clone() else {
        return Err(HttpError::invalid("pin", "must be given"));
    };
    let entry = entry("menu.staff-added", id, &new, true);
    let change = move |catalogue: &mut Catalogue| {
        if catalogue.staff.len() >= STAFF_MAX {
            let why = format!("a site has at most {STAFF_MAX} people");
            return Err(HttpError::conflict("too-many", why));
        }
        new.refuse_double(catalogue, id)?;
        let person = StaffMember {
            id,
            name: new.name,
            role: new.role,
            pin_hash: pin.hash,
        };
        let row = row(&person);
        catalogue.staff.push(person);
        Ok(row)
    };
    let (_, row) = menu.edit(manager.ctx, entry, change).await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// Changes somebody's name, role or PIN.
#[utoipa::path(
    put, path = "/api/v1/staff/{id}", tag = "staff",
    params(("id" = String, Path, description = "Who")),
    request_body = docs::SetStaff,
    responses(
        (status = 200, description = "Changed", body = docs::StaffRow),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "There is nobody with this id", body = Problem),
        (status = 409, description = "`name-taken`, `pin-taken` or `last-manager`", body = Problem),
        (status = 422, description = "`name` or `pin` is wrong", body = Problem),
    )
)]
pub(crate) async fn set_staff(
    State(menu): State<Menu>,
    manager: Manager,
    Path(id): Path<StaffId>,
    Body(set): Body<SetStaff>,
) -> Result<Json<StaffRow>, HttpError> {
    let new = Wanted::check(&menu, place(&manager.ctx), &set).await?;
    let entry = entry("menu.staff-changed", id, &new, new.pin.is_some());
    let change = move |catalogue: &mut Catalogue| {
        new.refuse_double(catalogue, id)?;
        let person = catalogue.staff.iter_mut().find(|one| one.id == id);
        let person = person.ok_or_else(|| HttpError::not_found("person"))?;
        person.name = new.name;
        person.role = new.role;
        if let Some(pin) = new.pin {
            person.pin_hash = pin.hash;
        }
        let row = row(person);
        refuse_no_manager(catalogue)?;
        Ok(row)
    };
    let (_, row) = menu.edit(manager.ctx, entry, change).await?;
    Ok(Json(row))
}

/// Takes somebody off the staff; what they did keeps their name.
#[utoipa::path(
    delete, path = "/api/v1/staff/{id}", tag = "staff",
    params(("id" = String, Path, description = "Who")),
    responses(
        (status = 200, description = "Published", body = docs::Published),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "There is nobody with this id", body = Problem),
        (status = 409, description = "`last-manager`", body = Problem),
    )
)]
pub(crate) async fn remove_staff(
    State(menu): State<Menu>,
    manager: Manager,
    Path(id): Path<StaffId>,
) -> Result<Json<Published>, HttpError> {
    let entry = Entry::new("menu.staff-removed", id.to_string(), json!({}));
    let change = move |catalogue: &mut Catalogue| {
        let before = catalogue.staff.len();
        catalogue.staff.retain(|one| one.id != id);
        if catalogue.staff.len() == before {
            return Err(HttpError::not_found("person"));
        }
        refuse_no_manager(catalogue)
    };
    let (published, ()) = menu.edit(manager.ctx, entry, change).await?;
    Ok(Json(published))
}

fn row(person: &StaffMember) -> StaffRow {
    StaffRow {
        id: person.id,
        name: person.name.clone(),
        role: person.role,
    }
}

fn entry(action: &'static str, id: StaffId, new: &Wanted, pin: bool) -> Entry {
    let details = json!({ "name": new.name, "role": new.role.word(), "pin_set": pin });
    Entry::new(action, id.to_string(), details)
}

fn refuse_no_manager(catalogue: &Catalogue) -> Result<(), HttpError> {
    if catalogue.staff.iter().any(|one| one.role == Role::Manager) {
        return Ok(());
    }
    Err(HttpError::conflict(
        "last-manager",
        "at least one must be a manager",
    ))
}

/// What a request wants somebody to be, checked.
struct Wanted {
    name: String,
    role: Role,
    pin: Option<HashedPin>,
}

#[derive(Clone)]
struct HashedPin {
    hash: String,
    salt_hex: String,
}

impl Wanted {
    async fn check(menu: &Menu, place: Place, set: &SetStaff) -> Result<Self, HttpError> {
        let name = limits::name("name", &set.name)?.to_owned();
        if let Some(pin) = &set.pin
            && !is_pin(pin)
        {
            let why = format!("must have {PIN_DIGITS_MIN} to {PIN_DIGITS_MAX} digits");
            return Err(HttpError::invalid("pin", why));
        }
        let (_, catalogue) = menu.kernel.db.read(move |tx| load(tx, place)).await?;
        let pin = match &set.pin {
            Some(pin) => {
                let salt_hex = catalogue.pin_salt;
                let hashes = hash_all(menu, vec![pin.clone()], salt_hex.clone()).await?;
                hashes
                    .into_iter()
                    .next()
                    .map(|hash| HashedPin { hash, salt_hex })
            }
            None => None,
        };
        Ok(Self {
            name,
            role: set.role,
            pin,
        })
    }

    /// Nobody else may have the name or the PIN.
    fn refuse_double(&self, catalogue: &Catalogue, id: StaffId) -> Result<(), HttpError> {
        let mut others = catalogue.staff.iter().filter(|one| one.id != id);
        if others.clone().any(|one| one.name == self.name) {
            let why = format!("somebody is called `{}` already", self.name);
            return Err(HttpError::conflict("name-taken", why).at("name"));
        }
        let Some(pin) = &self.pin else {
            return Ok(());
        };
        if pin.salt_hex != catalogue.pin_salt {
            return Err(HttpError::conflict(
                "try-again",
                "the site was made anew; try again",
            ));
        }
        if others.any(|one| one.pin_hash == pin.hash) {
            let why = "somebody else has this PIN; choose another";
            return Err(HttpError::conflict("pin-taken", why).at("pin"));
        }
        Ok(())
    }
}

/// Hashes PINs beside the threads that answer requests, one request at a time.
pub(crate) async fn hash_all(
    menu: &Menu,
    pins: Vec<String>,
    salt_hex: String,
) -> Result<Vec<String>, HttpError> {
    let turn = Arc::clone(&menu.hashing).acquire_owned();
    let busy = || HttpError::too_many("busy", "too many PINs are being set; try again", 5);
    let turn = tokio::time::timeout(HASHING_TIME_MAX, turn)
        .await
        .map_err(|_| busy())?;
    let turn = turn.map_err(|error| HttpError::internal(error.to_string()))?;
    let work = move || {
        let _turn = turn;
        pins.iter()
            .map(|pin| hash_pin(pin, &salt_hex))
            .collect::<Result<Vec<_>, _>>()
    };
    let hashes = tokio::task::spawn_blocking(work).await;
    let hashes = hashes.map_err(|error| HttpError::internal(error.to_string()))?;
    hashes.map_err(|error| HttpError::internal(error.to_string()))
}
