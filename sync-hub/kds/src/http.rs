//! The module's door.

mod docs;

use std::collections::BTreeMap;

use axum::{Json, extract::State, http::StatusCode};
use hub_kernel::{HttpError, Kernel, Manager, Problem, Tx};
use serde::Deserialize;
use shared::{
    api::hub::{KitchenLateness, KitchenTicket, StationRow},
    menu::Site,
    order::TicketKind,
};

use crate::{
    day,
    store::{self, Finished, Place, TicketNow},
};

/// Most open tickets in one answer.
const ROWS_MAX: u32 = 2_000;

/// How the kitchen keeps up on this business day.
#[utoipa::path(
    get, path = "/api/v1/kitchen", tag = "kds",
    responses(
        (status = 200, description = "Open and late tickets", body = docs::KitchenLateness),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "Nothing was imported yet (`no-catalogue`)", body = Problem),
    )
)]
pub(crate) async fn get_kitchen(
    State(kernel): State<Kernel>,
    manager: Manager,
) -> Result<Json<KitchenLateness>, HttpError> {
    let place = Place {
        tenant_id: manager.ctx.tenant_id,
        site_id: manager.ctx.site_id,
    };
    let now_ms = kernel.clock.now_ms();
    let asking = kernel.clone();
    let read = move |tx: &Tx<'_>| {
        let site = site(&asking, tx, place)?;
        let from_ms = day::began_at_ms(now_ms, &site)
            .map_err(|error| HttpError::internal(format!("day of business: {error}")))?;
        let open = store::open(tx, place, from_ms, ROWS_MAX)?;
        let finished = store::finished(tx, place, from_ms)?;
        Ok::<_, HttpError>(lateness(now_ms, open, finished))
    };
    kernel.db.read(read).await.map(Json)
}

fn lateness(now_ms: i64, open: Vec<TicketNow>, finished: Vec<Finished>) -> KitchenLateness {
    let tickets: Vec<_> = open
        .into_iter()
        .map(|ticket| seen(now_ms, ticket))
        .collect();
    let mut stations: BTreeMap<String, StationRow> = BTreeMap::new();
    for one in finished {
        let row = station(&mut stations, &one.station);
        row.finished = one.tickets;
        let average_s = one.took_ms.max(0) / i64::from(one.tickets.max(1)) / 1_000;
        row.average_s = u32::try_from(average_s).ok();
    }
    for ticket in &tickets {
        let row = station(&mut stations, &ticket.station);
        row.open += 1;
        row.late += u32::from(ticket.late);
    }
    let stations: Vec<_> = stations.into_values().collect();
    KitchenLateness {
        now_ms,
        open: stations.iter().map(|row| row.open).sum(),
        late: stations.iter().map(|row| row.late).sum(),
        stations,
        tickets,
    }
}

fn station<'a>(stations: &'a mut BTreeMap<String, StationRow>, name: &str) -> &'a mut StationRow {
    stations
        .entry(name.to_owned())
        .or_insert_with(|| StationRow {
            station: name.to_owned(),
            open: 0,
            late: 0,
            finished: 0,
            average_s: None,
        })
}

/// A ticket as the dashboard sees it. What is done and only waits to be taken off is never late.
fn seen(now_ms: i64, ticket: TicketNow) -> KitchenTicket {
    let age_ms = (now_ms - ticket.sent_at_ms).max(0);
    let cooks = matches!(ticket.kind, TicketKind::New | TicketKind::AddOn);
    let over = age_ms > i64::from(ticket.prep_seconds) * 1_000;
    KitchenTicket {
        order: ticket.order,
        ticket: ticket.ticket,
        station: ticket.station,
        kind: ticket.kind,
        number: ticket.number,
        table: ticket.table,
        sent_at_ms: ticket.sent_at_ms,
        age_ms,
        prep_seconds: ticket.prep_seconds,
        late: cooks && over && ticket.done_at_ms.is_none(),
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
