//! What the kitchen was told, by the orders, on its screens and on its paper: all of it, and once.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use shared::{
    api::{device::DeviceRole, kds},
    order::{Order, TicketKind},
};

use crate::{
    invariants::{Orders, ask},
    sent,
    site::{Device, Site, until},
};

/// Slips that are on their way come out within this.
const PAPER_PATIENCE: Duration = Duration::from_secs(20);

/// Part of what scenarios are ended with: see [`crate::invariants::hold`].
pub(crate) async fn was_told(site: &Site, devices: &[&Device], orders: &Orders) {
    for (_, order) in orders.values() {
        sendings_are_told_once(order);
    }
    moved_units_are_told_once(orders);
    all_that_was_sent_is_told(devices, orders);
    kitchens_have(devices, orders).await;
    printers_have(site, devices, orders).await;
}

/// What the kitchen was told of a line, all sendings together, is what it is to make.
fn sendings_are_told_once(order: &Order) {
    let mut told = BTreeSet::new();
    for line in order.tickets.iter().flat_map(|ticket| &ticket.lines) {
        assert!(told.insert(&line.key), "{} is on two tickets", line.key);
    }
    // Of what was moved, all checks together know: see `moved_units_are_told_once`.
    for line in order.lines.iter().filter(|line| line.moves.is_none()) {
        let sent = order.tickets.iter().flat_map(|ticket| &ticket.lines);
        let sent = sent
            .filter(|one| one.line == line.id)
            .map(|one| one.quantity);
        assert_eq!(sent.sum::<i64>(), line.sent_quantity);
    }
}

/// Units that went to another check are told of there: over all checks the kitchen was told of each
/// dish as often as the checks say.
fn moved_units_are_told_once(orders: &Orders) {
    let mut dishes: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for (_, order) in orders.values() {
        for line in &order.lines {
            let told = order.tickets.iter().flat_map(|ticket| &ticket.lines);
            let told = told.filter(|one| one.line == line.id);
            let dish = dishes.entry(&line.facts.sku).or_default();
            dish.0 += told.map(|one| one.quantity).sum::<i64>();
            dish.1 += line.sent_quantity;
        }
    }
    for (sku, (told, sent)) in dishes {
        assert_eq!(told, sent, "{sku}");
    }
}

/// Where everybody sent what they brought, the kitchen was told of just what stands on the check,
/// whatever met: nobody has to send again.
fn all_that_was_sent_is_told(devices: &[&Device], orders: &Orders) {
    for id in sent::by_everybody(devices) {
        let (_, order) = &orders[&id];
        let made = order.lines.iter();
        let made = made.filter(|line| line.facts.first_made().is_some() && !line.held);
        for line in made {
            let dish = line.facts.full_name();
            assert_eq!(
                line.sent_quantity, line.quantity,
                "{dish} of {}: told, and on the check",
                order.number
            );
        }
    }
}

/// Each kitchen screen shows each line of each ticket once and none that is not there, the units
/// that are to be made, and all of them show the same.
async fn kitchens_have(devices: &[&Device], orders: &Orders) {
    let mut views = Vec::new();
    for device in devices {
        let view = ask(device, |engine| {
            let is_kitchen = engine.role() == DeviceRole::Kitchen;
            is_kitchen.then(|| engine.kitchen(kds::Command::View).unwrap())
        });
        views.extend(view.await);
    }
    let Some(view) = views.first() else { return };
    let mut shown = BTreeMap::new();
    for ticket in view.open.iter().chain(&view.bumped) {
        for line in &ticket.lines {
            let known = shown.insert((ticket.ticket, line.key.clone()), line.quantity);
            assert_eq!(known, None, "{} is shown twice", line.key);
        }
    }
    let wanted = orders.values().flat_map(|(_, order)| &order.tickets);
    let lines = wanted.flat_map(|ticket| {
        let keys = ticket.lines.iter().map(|line| line.key.clone());
        keys.map(|key| (ticket.id, key))
    });
    assert_eq!(
        shown.keys().cloned().collect::<BTreeSet<_>>(),
        lines.collect()
    );
    for (_, order) in orders.values() {
        for line in order.lines.iter().filter(|line| line.moves.is_none()) {
            let asks = |kind| matches!(kind, TicketKind::New | TicketKind::AddOn);
            let asking = order.tickets.iter().filter(|ticket| asks(ticket.kind));
            let units = asking.flat_map(|ticket| {
                let own = ticket.lines.iter().filter(|one| one.line == line.id);
                own.map(|one| shown[&(ticket.id, one.key.clone())])
            });
            assert_eq!(units.sum::<i64>(), line.sent_quantity, "to be made");
        }
    }
    assert!(
        views.iter().all(|other| other == view),
        "two screens show two things"
    );
}

/// Units by the number of their check, their station and the name of the dish: those to make, and
/// those to stop.
type Units = BTreeMap<(String, String, String), [i64; 2]>;

/// Where a printer stands in the kitchen, each ticket is on a slip, and all slips of a check ask for
/// just the units that its tickets do. What is there twice, its check says.
async fn printers_have(site: &Site, devices: &[&Device], orders: &Orders) {
    let Some((paper, stations)) = &site.paper else {
        return;
    };
    for device in devices {
        until("nothing waits at the printer", || async {
            let jobs = ask(device, |engine| engine.jobs_at("Pass")).await;
            jobs.unwrap().is_empty()
        })
        .await;
    }
    let tickets = orders.values().flat_map(|(_, order)| &order.tickets);
    let wanted = tickets.filter(|ticket| stations.contains(&ticket.station));
    let wanted = wanted.count();
    let seen = paper.wait_for(|seen| seen.papers.len() >= wanted, PAPER_PATIENCE);
    let seen = seen.await.unwrap();
    let slips: Vec<&str> = seen.papers.iter().map(|one| one.text.as_str()).collect();
    let (told, twice) = told_at(stations, orders);
    let on_slips = units_on(&slips);
    let dishes = |units: &Units| units.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(dishes(&on_slips), dishes(&told), "{slips:#?}");
    for (what, [make, stop]) in on_slips {
        let more = [make - told[&what][0], stop - told[&what][1]];
        let [make, stop] = more.map(i64::abs);
        let flagged = twice.get(&what).copied().unwrap_or(0);
        assert_eq!(make + stop, flagged, "{what:?} {more:?}: {slips:#?}");
    }
    if twice.is_empty() {
        let apart: BTreeSet<&str> = slips.iter().copied().collect();
        assert_eq!((apart.len(), slips.len()), (wanted, wanted), "{slips:#?}");
    }
}

/// What tickets of these stations ask for, and what stands on a second slip.
fn told_at(
    stations: &[String],
    orders: &Orders,
) -> (Units, BTreeMap<(String, String, String), i64>) {
    let (mut told, mut twice) = (Units::new(), BTreeMap::new());
    for (_, order) in orders.values() {
        for ticket in &order.tickets {
            let is_there = stations.contains(&ticket.station);
            // A change says how many there are, and asks for none.
            let asks = is_there && ticket.kind != TicketKind::Change;
            for sent in ticket.lines.iter().filter(|_| asks) {
                let line = order.line(sent.line).unwrap();
                let (number, station) = (order.number.clone(), ticket.station.clone());
                let what = (number, station, line.facts.full_name());
                let units = told.entry(what.clone()).or_default();
                units[usize::from(sent.quantity < 0)] += sent.quantity.abs();
                if line.sent_twice > 0 {
                    twice.insert(what, line.sent_twice);
                }
            }
        }
    }
    (told, twice)
}

/// What slips ask for.
fn units_on(slips: &[&str]) -> Units {
    let mut units = Units::new();
    for slip in slips.iter().filter(|slip| !slip.contains("MODIFICA")) {
        let stops = usize::from(slip.contains("ANNULLA"));
        let mut rows = slip.lines().map(str::trim);
        let station = rows.find_map(|row| row.split_once('#')).unwrap().0.trim();
        let number = rows.next().unwrap().split_whitespace().next_back().unwrap();
        for (count, dish) in rows.filter_map(|row| row.split_once(" x ")) {
            let dish = dish.split("  ").next().unwrap();
            let what = [number, station, dish].map(str::to_owned);
            units.entry(what.into()).or_default()[stops] += count.parse::<i64>().unwrap();
        }
    }
    units
}
