//! Numbers that people read: none was given twice, and no device's series has a gap.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use node::Engine;
use serde_json::Value;
use shared::{ids::OrderId, journal::Fact, order::Order};

use crate::{
    invariants::{Orders, ask},
    site::Device,
};

/// The trattoria's business day begins so long after midnight.
const DAY_BEGINS_MS: i64 = 5 * 3_600_000;

/// No number stands on two things. Numbers of a day's orders and of receipts, among them those of
/// refunds and deposits, begin with the letters of their device and run on from 1; so do, without
/// letters, those of a device's X and Z reports.
pub(crate) async fn once(devices: &[&Device], orders: &Orders) {
    let mut given = BTreeSet::new();
    let mut give = |number: &str| {
        assert!(given.insert(number.to_owned()), "{number} was given twice");
    };
    let mut papers = Vec::new();
    for (_, order) in orders.values() {
        give(&format!("{} of {}", order.number, day_of(order)));
        papers.extend(order.refunds.iter().map(|refund| refund.number.clone()));
        papers.extend(order.payments.iter().map(|payment| payment.paper.clone()));
    }
    let numbers = orders.values().map(|(_, order)| {
        let (letters, count) = order.number.split_once('-').unwrap();
        (format!("{letters} of {}", day_of(order)), count.to_owned())
    });
    run_on(numbers);
    let abouts: Vec<(OrderId, [u8; 16])> = orders.iter().flat_map(abouts).collect();
    for device in devices {
        let abouts = abouts.clone();
        papers.extend(ask(device, move |engine| receipts(engine, &abouts)).await);
        reports_run_on(device).await;
    }
    papers.retain(|number| !number.is_empty());
    for number in &papers {
        give(number);
    }
    let is_digit = |letter: char| letter.is_ascii_digit();
    run_on(papers.iter().map(|number| {
        let (letters, count) = number.split_at(number.find(is_digit).unwrap());
        (letters.to_owned(), count.to_owned())
    }));
}

/// The business day on which an order was opened: numbers of orders begin anew with each.
fn day_of(order: &Order) -> Date {
    let opened = Timestamp::from_millisecond(order.opened_at_ms - DAY_BEGINS_MS).unwrap();
    let site = TimeZone::get("Europe/Rome").unwrap();
    opened.to_zoned(site).date()
}

/// What receipts of an order may be about: all of it, or a part that was paid alone.
fn abouts((id, (_, order)): (&OrderId, &(Vec<[u8; 32]>, Order))) -> Vec<(OrderId, [u8; 16])> {
    let parts = order.split.iter().flat_map(|split| &split.parts);
    let parts = parts.map(|part| *part.id.as_bytes());
    let all = std::iter::once(*id.as_bytes()).chain(parts);
    all.map(|about| (*id, about)).collect()
}

/// Numbers of the receipts that a device has given.
fn receipts(engine: &mut Engine, abouts: &[(OrderId, [u8; 16])]) -> Vec<String> {
    let kept = abouts.iter().filter_map(|(order, about)| {
        let row = engine.store().receipt(*order, *about).unwrap()?;
        let paper: Value = serde_json::from_str(&row.paper).unwrap();
        paper["receipt_number"].as_str().map(str::to_owned)
    });
    kept.collect()
}

async fn reports_run_on(device: &Device) {
    let records = ask(device, |engine| engine.store().facts_from(1).unwrap()).await;
    let (mut x_reports, mut z_reports) = (Vec::new(), Vec::new());
    for record in records {
        match record.fact().unwrap() {
            Fact::ShiftRead { x_number, .. } => x_reports.push(x_number),
            Fact::ShiftClosed { z_number, .. } => z_reports.push(z_number),
            _ => {}
        }
    }
    for numbers in [x_reports, z_reports] {
        assert!(
            numbers.iter().copied().eq((1..).take(numbers.len())),
            "{numbers:?}"
        );
    }
}

/// Of each series all numbers from 1 on are there.
fn run_on(numbers: impl Iterator<Item = (String, String)>) {
    let mut series: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for (letters, count) in numbers {
        series
            .entry(letters)
            .or_default()
            .insert(count.parse().unwrap());
    }
    for (letters, counts) in series {
        let all = (1..).take(counts.len());
        assert!(
            counts.iter().copied().eq(all),
            "{letters} has a gap: {counts:?}"
        );
    }
}
