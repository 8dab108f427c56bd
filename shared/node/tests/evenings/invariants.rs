//! What must be true after every evening, whatever happened in it.

use std::collections::{BTreeMap, BTreeSet};

use node::Engine;
use order_doc::{Actor, OrderDoc, together};
use serde_json::Value;
use shared::{
    flags::{Flag, flags},
    ids::{DeviceId, FactId, OrderId},
    journal::{Fact, Record, Tail, verify_run},
    money::Money,
    order::{Order, Tender},
    price,
    refund::RefundKind,
    shift::ShiftReport,
};

use crate::{
    given, kitchen,
    site::{Device, Site, until},
};

/// Everything that a node knows of its orders, read from its disk.
pub(crate) type Orders = BTreeMap<OrderId, (Vec<[u8; 32]>, Order)>;

/// What scenarios are ended with. `devices` are all nodes of the evening, tills and kitchens.
///
/// All of them hold the same documents and see the same lines, kitchen states and balances; the hub
/// holds every journal whole; each payment and refund that anybody was told of exists once, in a
/// journal and in its order, and makes up the drawers of all shifts; what was paid too much is
/// listed; the kitchen has every ticket line once, and so has the paper, unit by unit; where everybody
/// sent what they brought, all of it was told; no number was given twice, nor left out; every database
/// is sound.
pub(crate) async fn hold(site: &Site, devices: &[&Device]) {
    for device in devices {
        until("everything is at the hub", || device.is_settled()).await;
    }
    until("all nodes hold the same orders", || async {
        let first = orders(devices[0]).await;
        for device in devices {
            if orders(device).await != first {
                return false;
            }
        }
        true
    })
    .await;
    let seen = orders(devices[0]).await;
    let mut journal = Journal::default();
    for device in devices {
        journal.read(site, device).await;
        let sound = ask(device, |engine| engine.store().integrity().unwrap()).await;
        assert_eq!(sound, "ok");
    }
    journal.agrees_with(&seen);
    given::once(devices, &seen).await;
    for device in devices {
        journal.has_all_that_was_told(device);
        shows_what_it_holds(device, &seen).await;
    }
    for (_, order) in seen.values() {
        too_much_is_listed(order);
    }
    kitchen::was_told(site, devices, &seen).await;
    hub_has(site, &seen).await;
}

pub(crate) async fn ask<T: Send + 'static>(
    device: &Device,
    what: impl FnOnce(&mut Engine) -> T + Send + 'static,
) -> T {
    device.node.handle.ask(what).await.unwrap()
}

async fn orders(device: &Device) -> Orders {
    ask(device, |engine| {
        let rows = engine.store().orders(0).unwrap();
        let read = |id: OrderId| {
            let chunks = engine.store().chunks(id).unwrap();
            let reader = Actor {
                device: DeviceId::from_bytes([0; 16]),
                boot: [0; 16],
            };
            let chunks = chunks.iter().map(Vec::as_slice);
            OrderDoc::load(id, chunks, &reader).unwrap()
        };
        let mut docs: Vec<_> = rows.iter().map(|row| read(row.order)).collect();
        let mut all_heads: Vec<_> = docs.iter_mut().map(OrderDoc::heads).collect();
        let folded = together(&docs.iter().collect::<Vec<_>>());
        let ids = rows.iter().map(|row| row.order).zip(all_heads.drain(..));
        ids.map(|(id, heads)| (id, (heads, folded[&id].clone())))
            .collect()
    })
    .await
}

/// What a node has to tell the others.
pub(crate) async fn to_tell(device: &Device) -> usize {
    ask(device, |engine| {
        engine.store().outbox(0, 1_000).unwrap().len()
    })
    .await
}

/// How many orders a node knows.
pub(crate) async fn count(device: &Device) -> usize {
    orders(device).await.len()
}

/// What all devices wrote down.
#[derive(Default)]
struct Journal {
    /// Payments with their orders, and what the guests owed less for them.
    payments: BTreeMap<FactId, (OrderId, Money)>,
    refunds: BTreeMap<FactId, (OrderId, Money)>,
}

impl Journal {
    /// The device's journal verifies, the hub holds the very same records, and they make up its
    /// drawer.
    async fn read(&mut self, site: &Site, till: &Device) {
        let (device, key, records, open) = ask(till, |engine| {
            let identity = engine.identity();
            let records = engine.store().facts_from(1).unwrap();
            let key = identity.key.verifying_key();
            (
                identity.device,
                key,
                records,
                engine.shift_report().unwrap(),
            )
        })
        .await;
        verify_run(Tail::START, &key, &records).unwrap();
        let held = held_by_hub(site, device).await;
        assert_eq!(held, records, "the hub holds another journal than the till");
        for record in &records {
            let (id, known) = match record.fact().unwrap() {
                Fact::Payment(paid) => {
                    let known = self.payments.insert(record.id, (paid.order, paid.amount));
                    (record.id, known)
                }
                Fact::Refunded(back) => {
                    let known = self.refunds.insert(record.id, (back.order, back.amount));
                    (record.id, known)
                }
                _ => continue,
            };
            assert_eq!(known, None, "{id} is in two journals");
        }
        for report in open.into_iter().chain(till.past_shifts().await) {
            drawer_adds_up(&report, &records);
        }
    }

    /// Whatever this device said was done is in a journal.
    fn has_all_that_was_told(&self, device: &Device) {
        for fact in device.told() {
            let is_there = self.payments.contains_key(&fact) || self.refunds.contains_key(&fact);
            assert!(is_there, "{fact} was told, and is in no journal");
        }
    }

    /// Every payment and refund of a journal is in its order, once, and the other way round.
    fn agrees_with(&self, orders: &Orders) {
        let pointed = |pick: fn(&Order) -> Vec<(FactId, Money)>| {
            let mut all = BTreeMap::new();
            for (id, (_, order)) in orders {
                for (fact, amount) in pick(order) {
                    assert_eq!(all.insert(fact, (*id, amount)), None, "{fact} twice");
                }
            }
            all
        };
        let payments = pointed(|order| {
            let paid = order.payments.iter();
            paid.map(|paid| (paid.fact, paid.amount)).collect()
        });
        let refunds = pointed(|order| {
            let back = order.refunds.iter();
            back.map(|back| (back.fact, back.amount)).collect()
        });
        assert_eq!(payments, self.payments);
        assert_eq!(refunds, self.refunds);
    }
}

async fn held_by_hub(site: &Site, device: DeviceId) -> Vec<Record> {
    let mut held: Vec<Record> = Vec::new();
    loop {
        let from = held.len() + 1;
        let page = site
            .get(&format!("api/v1/journal/{device}?from={from}&limit=500"))
            .await;
        let page: Vec<Record> = serde_json::from_value(page["records"].clone()).unwrap();
        if page.is_empty() {
            return held;
        }
        held.extend(page);
    }
}

/// Payments less refunds, counted here once more, are what the drawer and the cards must hold.
fn drawer_adds_up(report: &ShiftReport, records: &[Record]) {
    let (mut cash, mut card) = (report.float.minor(), 0);
    for record in records {
        match record.fact().unwrap() {
            Fact::Payment(paid) if paid.shift == report.shift => {
                let held = paid.amount.minor() + paid.tip.minor();
                if paid.tender == Tender::Cash {
                    cash += held + paid.rounding.minor();
                } else {
                    card += held;
                    cash -= paid.change.minor();
                }
            }
            Fact::Refunded(back) if back.shift == report.shift && back.of != RefundKind::Kept => {
                if back.tender == Tender::Cash {
                    cash -= back.amount.minor() + back.rounding.minor();
                } else {
                    card -= back.amount.minor();
                }
            }
            Fact::CashMoved { shift, amount, .. } if shift == report.shift => {
                cash += amount.minor();
            }
            _ => {}
        }
    }
    assert_eq!(report.expected_cash.minor(), cash, "the drawer");
    let cards = report
        .tenders
        .iter()
        .filter(|row| row.tender != Tender::Cash);
    let said: i64 = cards.map(|row| row.amount.minor() + row.tips.minor()).sum();
    assert_eq!(said, card, "the cards");
}

fn too_much_is_listed(order: &Order) {
    let totals = price::totals(order).unwrap();
    if order.closed_at_ms.is_some() && !totals.overpaid.is_zero() {
        let listed = flags(order, &totals).unwrap();
        let amount = totals.overpaid;
        let is_listed = |flag: &Flag| {
            *flag == Flag::Overpaid { amount } || *flag == Flag::DepositLeft { amount }
        };
        assert_eq!(
            listed.iter().filter(|flag| is_listed(flag)).count(),
            1,
            "{listed:?}"
        );
    }
}

/// What a till shows is what lies on its disk, and adds up to the same.
async fn shows_what_it_holds(device: &Device, orders: &Orders) {
    if !device.is_signed_in() {
        return;
    }
    for (id, (_, order)) in orders {
        let view = device.show(*id).await;
        assert_eq!(view.order, *order, "shown is what is held");
        assert_eq!(view.totals, price::totals(order).unwrap());
    }
}

async fn hub_has(site: &Site, orders: &Orders) {
    let wanted: BTreeSet<String> = orders.keys().map(ToString::to_string).collect();
    until("the hub shows every order", || async {
        let list = site.get("api/v1/orders?limit=500").await;
        let rows = list.as_array().cloned().unwrap_or_default();
        let id = |row: &Value| row["order"].as_str().unwrap_or_default().to_owned();
        rows.iter().map(id).collect::<BTreeSet<_>>() == wanted
    })
    .await;
    // And each as the nodes have it, to the last line and cent.
    until("the hub holds what the nodes hold", || async {
        for (id, (_, order)) in orders {
            let view = site.get(&format!("api/v1/orders/{id}")).await;
            let held: Option<Order> = serde_json::from_value(view["order"].clone()).ok();
            let totals = serde_json::from_value(view["totals"].clone()).ok();
            if held.as_ref() != Some(order) || totals != price::totals(order).ok() {
                return false;
            }
        }
        true
    })
    .await;
}
