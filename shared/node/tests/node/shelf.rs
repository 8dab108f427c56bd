//! Orders that rest lie in one piece; nobody notices.

use std::collections::BTreeSet;

use order_doc::{Actor, OrderDoc};
use shared::{
    api::till::{Command, RefundAsked, Reply},
    ids::{DeviceId, OrderId},
    order::Tender,
    refund::RefundLine,
};
use sync_protocol::{Change, Item};

use crate::restaurant::Till;

const MINUTE_MS: i64 = 60_000;

fn doc(till: &Till, order: OrderId) -> OrderDoc {
    let stored = till.engine.store().chunks(order).unwrap();
    let actor = Actor {
        device: DeviceId::from_bytes([7; 16]),
        boot: [7; 16],
    };
    OrderDoc::load(order, stored.iter().map(Vec::as_slice), &actor).unwrap()
}

fn sell(till: &mut Till, table: &str) -> OrderId {
    let order = till.seat(table);
    till.add(order, "T129", 1);
    till.ask(Command::Send { order }).unwrap();
    till.pay(order, Tender::Cash, 800);
    order
}

/// Rests until nothing is left to be put together; tells how many orders were.
fn rest(till: &mut Till) -> usize {
    till.time.pass(11 * MINUTE_MS);
    let mut shelved = 0;
    loop {
        match till.engine.shelve_some().unwrap() {
            0 => break,
            some => shelved += some,
        }
    }
    // Nobody touched the screen for so long.
    till.sign_in("1111");
    shelved
}

fn outbox(till: &Till) -> Vec<Item> {
    let rows = till.engine.store().outbox(0, 100_000).unwrap();
    rows.into_iter().map(|row| row.item).collect()
}

fn changes(items: &[Item]) -> BTreeSet<(OrderId, Vec<u8>)> {
    let changes = items.iter().filter_map(|item| match item {
        Item::Change(change) => Some((change.order, change.bytes.clone())),
        Item::Fact(_) => None,
    });
    changes.collect()
}

#[test]
fn a_closed_check_lies_in_one_piece_and_says_what_it_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = sell(&mut till, "7");
    let (before, mut written) = (till.show(order), doc(&till, order));
    let (stored, waiting) = (till.engine.store().chunks(order).unwrap(), outbox(&till));
    till.time.pass(9 * MINUTE_MS);
    assert_eq!(till.engine.shelve_some().unwrap(), 0, "it may still change");
    assert_eq!(rest(&mut till), 1);
    let piece = till.engine.store().chunks(order).unwrap();
    assert_eq!(
        (piece.len(), till.engine.store().rows(order).unwrap()),
        (1, 0)
    );
    let bytes = |all: &[Vec<u8>]| all.iter().map(Vec::len).sum::<usize>();
    assert!(bytes(&piece) * 2 < bytes(&stored));
    assert_eq!(outbox(&till), waiting, "what waits goes on waiting");
    assert_eq!(doc(&till, order).heads(), written.heads());
    assert_eq!(doc(&till, order).history(), written.history());
    assert_eq!(rest(&mut till), 0, "once is enough");
    // Out of memory, and off the disk.
    assert_eq!(till.show(order), before);
    let time = till.time.clone();
    drop(till);
    let mut till = Till::at(folder.path(), time);
    till.sign_in("1111");
    assert_eq!(till.show(order), before);
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no paper")
    };
    assert!(html.contains("Margherita"), "{html}");
}

#[test]
fn what_comes_late_goes_into_the_order_and_into_its_next_piece() {
    let folder = tempfile::tempdir().unwrap();
    let mut here = Till::with(&folder.path().join("here"), "1111");
    let mut there = Till::with(&folder.path().join("there"), "1111");
    let order = sell(&mut here, "7");
    there.engine.take_in(outbox(&here), 1).unwrap();
    rest(&mut here);
    let known = changes(&outbox(&there));
    refund(&mut there, order);
    let late: Vec<Item> = { outbox(&there).into_iter() }
        .filter(|item| changes(std::slice::from_ref(item)).is_disjoint(&known))
        .collect();
    assert!(!late.is_empty());
    here.engine.take_in(late, 2).unwrap();
    assert_eq!(here.engine.store().rows(order).unwrap(), 1, "beside it");
    assert_eq!(here.show(order).order, there.show(order).order);
    assert_eq!(rest(&mut here), 1);
    assert_eq!(here.engine.store().rows(order).unwrap(), 0);
    assert_eq!(doc(&here, order).heads(), doc(&there, order).heads());
}

/// The dish goes back.
fn refund(till: &mut Till, order: OrderId) {
    let line = till.show(order).order.lines[0].id;
    let what = RefundAsked::Lines {
        lines: vec![RefundLine { line, quantity: 1 }],
        tender: Tender::Cash,
        reason: "cold".to_owned(),
    };
    till.ask(Command::Refund { order, what }).unwrap();
}

#[test]
fn an_order_that_grows_is_put_together_while_the_guests_sit() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    for _ in 0..40 {
        till.add(order, "T165", 1);
    }
    let (before, waiting) = (till.show(order), outbox(&till));
    assert_eq!(rest(&mut till), 1);
    assert_eq!(till.engine.store().chunks(order).unwrap().len(), 1);
    assert_eq!(outbox(&till), waiting);
    // It is still the same order, and goes on.
    assert_eq!(till.show(order).order, before.order);
    till.add(order, "T129", 1);
    let total = till.show(order).totals.total.minor();
    till.pay(order, Tender::Cash, total);
    let mut whole = doc(&till, order);
    assert_eq!(whole.heads(), doc(&till, order).heads());
    let given: Vec<Item> = outbox(&till);
    let mut other = Till::with(&folder.path().join("other"), "1111");
    other.engine.take_in(given, 1).unwrap();
    assert_eq!(doc(&other, order).heads(), whole.heads());
}

#[test]
fn a_hub_that_lost_its_log_gets_every_edit_again_a_little_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(&folder.path().join("till"), "1111");
    let orders: Vec<OrderId> = (0..40).map(|_| sell(&mut till, "7")).collect();
    let made = outbox(&till);
    assert_eq!(rest(&mut till), orders.len());
    till.engine.acked(u64::MAX >> 1, &[]).unwrap();
    assert!(outbox(&till).is_empty());
    till.engine.reset_cursor(2).unwrap();
    assert_eq!(till.engine.world().orders_waiting, 40);
    let (mut offered, mut rounds) = (Vec::new(), 0);
    loop {
        let rows = till.engine.store().outbox(0, 200).unwrap();
        let Some(last) = rows.last().map(|row| row.n) else {
            break;
        };
        assert!(till.engine.store().waiting().unwrap().items < 2_000);
        offered.extend(rows.into_iter().map(|row| row.item));
        till.engine.acked(last, &[]).unwrap();
        rounds += 1;
    }
    assert!(rounds > 1);
    assert_eq!(changes(&offered), changes(&made));
    let facts = |items: &[Item]| {
        items
            .iter()
            .filter(|item| matches!(item, Item::Fact(_)))
            .count()
    };
    assert_eq!(facts(&offered), facts(&made));
    let world = till.engine.world();
    assert_eq!((world.orders_waiting, world.items_waiting), (0, 0));
    // Whoever knows none of it makes the same orders of it.
    let mut other = Till::with(&folder.path().join("other"), "1111");
    other.engine.take_in(offered, 1).unwrap();
    for order in orders {
        assert_eq!(doc(&other, order).heads(), doc(&till, order).heads());
        assert_eq!(other.show(order).order, till.show(order).order);
    }
}

#[test]
fn an_edit_that_comes_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = sell(&mut till, "7");
    let made = outbox(&till);
    rest(&mut till);
    let before = till.engine.store().chunks(order).unwrap();
    till.engine.take_in(made, 1).unwrap();
    assert_eq!(till.engine.store().chunks(order).unwrap(), before);
    assert_eq!(till.engine.store().quarantined().unwrap(), 0);
}

#[test]
fn an_edit_whose_forerunner_is_lost_waits_beside_the_piece() {
    let folder = tempfile::tempdir().unwrap();
    let mut there = Till::with(&folder.path().join("there"), "1111");
    let order = there.seat("7");
    there.add(order, "T129", 1);
    there.add(order, "T165", 1);
    let chunks = there.engine.store().chunks(order).unwrap();
    let change = |n: usize| Item::Change(Change::new(order, chunks[n].clone()));
    let mut here = Till::with(&folder.path().join("here"), "1111");
    here.engine.take_in(vec![change(0), change(2)], 1).unwrap();
    // Paid here, without the pizza that nobody has heard of.
    here.ask(Command::Settle { order }).unwrap();
    assert_eq!(rest(&mut here), 1);
    assert_eq!(here.engine.store().rows(order).unwrap(), 1);
    assert_eq!(rest(&mut here), 0, "it is left alone until something comes");
    here.engine.take_in(vec![change(1)], 2).unwrap();
    assert_eq!(here.show(order).order.lines.len(), 2);
    here.pay(order, Tender::Cash, 1_350);
    assert_eq!(rest(&mut here), 1);
    assert_eq!(here.engine.store().rows(order).unwrap(), 0);
}
