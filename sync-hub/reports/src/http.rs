//! The module's doors.

use std::collections::HashMap;

use axum::{Json, extract::State, http::StatusCode};
use hub_kernel::{HttpError, Kernel, Manager, Problem, Query, Tx};
use jiff::civil::Date;
use serde::Deserialize;
use shared::{
    api::hub::{DaySummary, HourRow, OpenCheck, OpenChecks, Today},
    ids::DeviceId,
    menu::Site,
    money::{Money, MoneyError},
};
use utoipa::IntoParams;

use crate::{
    day::{Day, DayError},
    store::{self, Place, Span},
};

/// Most rows of items and of open checks.
const ROWS_MAX: u32 = 2_000;

mod docs;

/// Which day.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub(crate) struct DayQuery {
    /// The business day as `2026-11-21`; without it the one that runs.
    day: Option<String>,
}

/// How a business day went so far, against the same weekday of the week before.
#[utoipa::path(
    get, path = "/api/v1/reports/today", tag = "reports",
    params(DayQuery),
    responses(
        (status = 200, description = "The day", body = docs::Today),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "Nothing was imported yet (`no-catalogue`)", body = Problem),
        (status = 422, description = "`day` is no day", body = Problem),
    )
)]
pub(crate) async fn get_today(
    State(kernel): State<Kernel>,
    manager: Manager,
    Query(DayQuery { day }): Query<DayQuery>,
) -> Result<Json<Today>, HttpError> {
    let asked = day.map(|day| {
        let date = day.parse::<Date>();
        date.map_err(|_| HttpError::invalid("day", "must be a day such as `2026-11-21`"))
    });
    let asked = asked.transpose()?;
    let place = place(&manager);
    let now_ms = kernel.clock.now_ms();
    let asking = kernel.clone();
    let read = move |tx: &Tx<'_>| {
        let site = site(&asking, tx, place)?;
        let day = match asked {
            Some(date) => Day::on(date, &site),
            None => Day::at(now_ms, &site),
        };
        today(
            tx,
            place,
            &site,
            &day.map_err(|error| no_day(&error))?,
            now_ms,
        )
    };
    kernel.db.read(read).await.map(Json)
}

fn today(
    tx: &Tx<'_>,
    place: Place,
    site: &Site,
    day: &Day,
    now_ms: i64,
) -> Result<Today, HttpError> {
    let span = Span {
        from_ms: day.starts_at_ms,
        to_ms: day.ends_at_ms,
    };
    let week_before = day.week_before(site).map_err(|error| no_day(&error))?;
    let so_far = if now_ms < day.ends_at_ms {
        let passed_ms = (now_ms - day.starts_at_ms).max(0);
        let to_ms = week_before.starts_at_ms.saturating_add(passed_ms);
        to_ms.min(week_before.ends_at_ms)
    } else {
        week_before.ends_at_ms
    };
    let before = Span {
        from_ms: week_before.starts_at_ms,
        to_ms: so_far,
    };
    let by_tender = store::tenders(tx, place, span)?;
    let beside = store::beside(tx, place, span)?;
    let tips = Money::sum(by_tender.iter().map(|row| row.tips)).map_err(too_large)?;
    Ok(Today {
        currency: site.currency,
        now_ms,
        today: summary(tx, place, day)?,
        last_week: summary(tx, place, &week_before)?,
        last_week_sales_so_far: store::sales(tx, place, before)?,
        by_item: store::items(tx, place, span, ROWS_MAX)?,
        gift_cards: store::gift_cards(tx, place, span)?,
        owed_on_cards: store::owed_on_cards(tx, place)?,
        by_tender,
        by_tax: store::taxes(tx, place, span)?,
        tips,
        rounding: beside.rounding,
        deposits_taken: beside.deposits,
    })
}

/// A day with all its hours.
fn summary(tx: &Tx<'_>, place: Place, day: &Day) -> Result<DaySummary, HttpError> {
    let span = Span {
        from_ms: day.starts_at_ms,
        to_ms: day.ends_at_ms,
    };
    let sums = store::hours(tx, place, span)?;
    let sums: HashMap<i64, _> = sums.into_iter().map(|sum| (sum.hour_no, sum)).collect();
    let row = |(hour_no, (starts_at_ms, hour))| {
        let sum = sums.get(&hour_no);
        HourRow {
            hour,
            starts_at_ms,
            sales: sum.map_or(Money::ZERO, |sum| sum.sales),
            orders: sum.map_or(0, |sum| sum.orders),
            guests: sum.map_or(0, |sum| sum.guests),
        }
    };
    let by_hour: Vec<HourRow> = (0_i64..).zip(day.hours()).map(row).collect();
    Ok(DaySummary {
        day: day.date.to_string(),
        sales: Money::sum(by_hour.iter().map(|row| row.sales)).map_err(too_large)?,
        orders: by_hour.iter().map(|row| row.orders).sum(),
        guests: by_hour.iter().map(|row| row.guests).sum(),
        by_hour,
    })
}

/// Checks that are not settled, oldest first.
#[utoipa::path(
    get, path = "/api/v1/checks/open", tag = "reports",
    responses(
        (status = 200, description = "Open checks", body = docs::OpenChecks),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "Nothing was imported yet (`no-catalogue`)", body = Problem),
    )
)]
pub(crate) async fn get_open_checks(
    State(kernel): State<Kernel>,
    manager: Manager,
) -> Result<Json<OpenChecks>, HttpError> {
    let place = place(&manager);
    let now_ms = kernel.clock.now_ms();
    let asking = kernel.clone();
    let read = move |tx: &Tx<'_>| open_checks(&asking, tx, place, now_ms);
    kernel.db.read(read).await.map(Json)
}

fn open_checks(
    kernel: &Kernel,
    tx: &Tx<'_>,
    place: Place,
    now_ms: i64,
) -> Result<OpenChecks, HttpError> {
    let site = site(kernel, tx, place)?;
    let devices = kernel
        .ports
        .devices
        .devices(tx, place.tenant_id, place.site_id)?;
    let devices: HashMap<DeviceId, String> = devices
        .into_iter()
        .map(|device| (device.device_id, device.name))
        .collect();
    let mut checks = Vec::new();
    for check in store::open_checks(tx, place, ROWS_MAX)? {
        let staff = &kernel.ports.staff;
        let server = staff.staff(tx, place.tenant_id, place.site_id, check.server)?;
        checks.push(OpenCheck {
            order: check.order,
            number: check.number,
            table: check.table,
            tab: check.tab,
            guests: check.guests,
            opened_at_ms: check.opened_at_ms,
            age_ms: (now_ms - check.opened_at_ms).max(0),
            total: check.total,
            due: check.due,
            server: server.map(|server| server.name).unwrap_or_default(),
            device: devices.get(&check.device).cloned().unwrap_or_default(),
        });
    }
    Ok(OpenChecks {
        currency: site.currency,
        now_ms,
        due: Money::sum(checks.iter().map(|check| check.due)).map_err(too_large)?,
        checks,
    })
}

const fn place(manager: &Manager) -> Place {
    Place {
        tenant_id: manager.ctx.tenant_id,
        site_id: manager.ctx.site_id,
    }
}

/// The published facts of the site; 404 before the first import.
fn site(kernel: &Kernel, tx: &Tx<'_>, place: Place) -> Result<Site, HttpError> {
    #[derive(Deserialize)]
    struct Facts {
        site: Site,
    }
    let published = kernel
        .ports
        .catalogue
        .current(tx, place.tenant_id, place.site_id)?;
    let published = published.ok_or_else(|| {
        let detail = "nothing is published yet; import a restaurant first";
        HttpError::new(StatusCode::NOT_FOUND, "no-catalogue", detail)
    })?;
    serde_json::from_slice::<Facts>(&published.json)
        .map(|facts| facts.site)
        .map_err(|error| HttpError::internal(format!("read the catalogue: {error}")))
}

fn no_day(error: &DayError) -> HttpError {
    HttpError::internal(error.to_string())
}

fn too_large(error: MoneyError) -> HttpError {
    HttpError::internal(error.to_string())
}
