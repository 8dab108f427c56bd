//! What happened to a check is told after its end too.

use node::Engine;
use sha2::{Digest, Sha256};
use shared::{
    api::{
        Problem,
        device::DeviceRole,
        kds::Command as Kitchen,
        till::{Command, HistoryRow, NewLine, RefundAsked, Reply, TipAsked},
    },
    ids::OrderId,
    money::Money,
    order::Tender,
    refund::RefundLine,
};

use crate::{
    deposits::close_shift,
    kitchen::carry,
    restaurant::{Till, Time, catalogue, pay, plain, settle_in},
};

fn history(till: &mut Till, order: OrderId) -> Vec<HistoryRow> {
    let Reply::History(rows) = till.ask(Command::History { order }).unwrap() else {
        panic!("no history")
    };
    rows
}

fn kinds(rows: &[HistoryRow]) -> Vec<&str> {
    rows.iter().map(|row| row.what.as_str()).collect()
}

#[test]
fn a_closed_check_tells_its_history_and_what_came_after_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    let line = till.add(order, "T129", 2).order.lines[0].id;
    let open = history(&mut till, order);
    till.pay(order, Tender::Card, 1_600);
    assert!(till.show(order).order.closed_at_ms.is_some());
    let closed = history(&mut till, order);
    assert_eq!(closed[..open.len()], open[..], "nothing of it is gone");
    assert_eq!(kinds(&closed[open.len()..]), ["paid", "sent", "closed"]);
    let paid = &closed[open.len()].detail;
    assert!(
        paid.contains("16,00") && paid.ends_with(" · Carta"),
        "{paid}"
    );

    let payment = till.show(order).order.payments[0].fact;
    till.order(Command::ChangeTip(TipAsked {
        order,
        payment,
        tip: Money::from_minor(100),
    }));
    till.ask(Command::Refund {
        order,
        what: RefundAsked::Lines {
            lines: vec![RefundLine { line, quantity: 1 }],
            tender: Tender::Cash,
            reason: "cold".to_owned(),
        },
    })
    .unwrap();
    let rows = history(&mut till, order);
    assert_eq!(kinds(&rows[closed.len()..]), ["tip", "refunded"]);
    let back = &rows[closed.len() + 1].detail;
    assert!(back.ends_with(" · Contanti: cold"), "{back}");
    assert!(rows.iter().all(|row| !row.by.is_empty()), "{rows:?}");
    let refused = till.ask(pay(order, Tender::Cash, 100));
    assert_eq!(refused, Err(Problem::OrderClosed), "it is only told");
}

#[test]
fn what_a_cook_did_is_told_with_the_screen_and_one_touch_is_one_row() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(&folder.path().join("till"), "1111");
    let order = till.seat("7");
    till.add(order, "T129", 2);
    // For another guest, so that it is a line of its own.
    let line = NewLine {
        seat: 2,
        ..plain("T129", 1)
    };
    till.order(Command::AddLine { order, line });
    till.ask(Command::Send { order }).unwrap();
    let sent = history(&mut till, order).len();
    let time = Time::new();
    // Behind the till: what a cook did still comes after what they were sent.
    time.pass(5_000);
    let (kitchen, name) = (folder.path().join("kitchen"), "Pass");
    let mut kitchen = Engine::open(&kitchen, DeviceRole::Kitchen, name, time.source()).unwrap();
    let bytes = serde_json::to_vec(&catalogue(None)).unwrap();
    let sha = Sha256::digest(&bytes).into();
    kitchen.take_catalogue(1, sha, bytes).unwrap();
    carry(&till.engine, &mut kitchen, 0);
    let ticket = kitchen.kitchen(Kitchen::View).unwrap().open.remove(0);
    let strike = |done| Kitchen::Strike {
        order,
        key: ticket.lines[0].key.clone(),
        done,
    };
    let ticket = ticket.ticket;
    for deed in [
        strike(true),
        strike(false),
        Kitchen::Bump { order, ticket },
        Kitchen::Recall { order, ticket },
    ] {
        kitchen.kitchen(deed).unwrap();
    }
    carry(&kitchen, &mut till.engine, 0);
    let rows = history(&mut till, order);
    let rows = &rows[sent..];
    assert_eq!(kinds(rows), ["struck", "recalled", "bumped", "recalled"]);
    let is_theirs = |row: &HistoryRow| (row.by.as_str(), row.device.as_str()) == ("pizza", "Pass");
    assert!(rows.iter().all(is_theirs), "{rows:?}");
    assert_eq!(rows[0].detail.matches("Margherita").count(), 1);
    for row in &rows[2..] {
        let mut dishes: Vec<_> = row.detail.split(", ").collect();
        dishes.sort_unstable();
        assert_eq!(dishes, ["1 x Margherita", "2 x Margherita"]);
    }
    // What the document only needs to know, as that a screen shows it, is no row.
    assert!(
        rows.iter()
            .all(|row| row.approved_by.is_empty() && !row.undone)
    );
}

#[test]
fn a_check_of_a_shift_that_is_over_tells_the_same_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.pay(order, Tender::Cash, 800);
    let before = history(&mut till, order);
    close_shift(&mut till);
    let time = till.time.clone();
    drop(till);
    let mut till = Till::at(folder.path(), time);
    till.sign_in("2222");
    let Reply::Orders(listed) = till.ask(Command::ClosedOrders).unwrap() else {
        panic!("no list")
    };
    assert!(listed.iter().any(|one| one.id == order));
    assert_eq!(history(&mut till, order), before);
}

#[test]
fn another_till_is_named_by_the_letters_of_its_orders_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (folder.path().join("one"), folder.path().join("two"));
    let mut till = Till::with(&here, "1111");
    let source = Time::new().source();
    let mut second = Engine::open(&there, DeviceRole::Till, "Till 2", source).unwrap();
    settle_in(&mut second, "B", None);
    drop(second);
    let mut other = Till::with(&there, "1111");
    // An order of its own passes by, and it adds to one of ours.
    other.seat("7");
    let order = till.seat("7");
    carry(&till.engine, &mut other.engine, 0);
    other.add(order, "T129", 1);
    carry(&other.engine, &mut till.engine, 0);
    drop(till);
    let mut till = Till::open(&here);
    till.sign_in("1111");
    let rows = history(&mut till, order);
    let added = rows.iter().find(|row| row.what == "added").unwrap();
    assert_eq!(added.device, "B");
}
