//! Guests who pay apart.

use sha2::{Digest, Sha256};
use shared::{
    api::{
        Problem,
        till::{Command, OrderView, PartAsked, Reply, SplitBy},
    },
    ids::{EntryId, LineId, OrderId},
    menu::Service,
    money::Money,
    order::Tender,
    split::{LineWeights, Weight},
};

use crate::restaurant::{Till, catalogue, plain};

fn amounts(view: &OrderView) -> Vec<i64> {
    view.parts
        .iter()
        .map(|part| part.totals.amount.minor())
        .collect()
}

fn dues(view: &OrderView) -> Vec<i64> {
    view.parts
        .iter()
        .map(|part| part.totals.due.minor())
        .collect()
}

fn split(till: &mut Till, order: OrderId, by: SplitBy) -> OrderView {
    till.order(Command::Split { order, by })
}

fn pay_part(till: &mut Till, order: OrderId, part: EntryId, minor: i64) -> OrderView {
    let paid = till.ask(Command::Pay {
        order,
        tender: Tender::Card,
        tendered: Money::from_minor(minor),
        tip: Money::ZERO,
        part: Some(part),
        seen_due: None,
    });
    let Reply::Paid { order, .. } = paid.unwrap() else {
        panic!("not paid")
    };
    *order
}

fn at_seat(till: &mut Till, order: OrderId, sku: &str, seat: u32) -> LineId {
    let mut line = plain(sku, 1);
    line.seat = seat;
    let view = till.order(Command::AddLine { order, line });
    view.order.lines.last().unwrap().id
}

fn weights(shares: &[u32]) -> Vec<Weight> {
    (0..)
        .zip(shares)
        .map(|(part, shares)| Weight {
            part,
            shares: *shares,
        })
        .collect()
}

#[test]
fn every_guest_of_the_largest_check_may_pay_alone_and_one_more_for_the_house() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    till.take(&catalogue(None));
    let open = |guests| Command::OpenOrder {
        service: Service::EatIn,
        table: None,
        tab: "Wedding".to_owned(),
        guests,
    };
    assert!(till.ask(open(1_000)).is_err());
    let order = till.order(open(999)).order.id;
    till.add(order, "T129", 3);
    let view = split(&mut till, order, SplitBy::Shares { ways: 1_000 });
    assert_eq!(view.parts.len(), 1_000);
    assert_eq!(
        amounts(&view).iter().sum::<i64>(),
        view.totals.total.minor()
    );
}

#[test]
fn three_guests_share_a_check_and_the_last_payment_closes_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 2);
    let view = split(&mut till, order, SplitBy::Shares { ways: 3 });
    assert_eq!(amounts(&view), [534, 533, 533]);
    let parts: Vec<_> = view.parts.iter().map(|part| part.totals.id).collect();
    let view = pay_part(&mut till, order, parts[1], 533);
    assert_eq!(dues(&view), [534, 0, 533]);
    // A coffee that comes later is for those who stay.
    let view = till.add(order, "T165", 1);
    assert_eq!(amounts(&view), [809, 533, 808]);
    let view = pay_part(&mut till, order, parts[0], 809);
    assert!(view.order.closed_at_ms.is_none());
    let view = pay_part(&mut till, order, parts[2], 808);
    assert!(view.order.closed_at_ms.is_some());
    let report = till.engine.shift_report().unwrap().unwrap();
    assert_eq!((report.sales.minor(), report.orders), (2_150, 1));
}

#[test]
fn each_part_in_cash_is_rounded_to_coins_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let mut menu = catalogue(None);
    menu.version = 2;
    menu.site.cash_rounding_minor = 5;
    till.take(&menu);
    let order = till.seat("7");
    till.add(order, "T129", 2);
    let view = split(&mut till, order, SplitBy::Shares { ways: 3 });
    assert_eq!(amounts(&view), [534, 533, 533]);
    for part in &view.parts {
        let paid = till.ask(Command::Pay {
            order,
            tender: Tender::Cash,
            tendered: Money::from_minor(535),
            tip: Money::ZERO,
            part: Some(part.totals.id),
            seen_due: None,
        });
        assert!(matches!(paid, Ok(Reply::Paid { .. })), "{paid:?}");
    }
    let paid = till.show(order);
    assert_eq!(paid.totals.rounding.minor(), 5);
    assert!(paid.order.closed_at_ms.is_some());
    let report = till.engine.shift_report().unwrap().unwrap();
    assert_eq!((report.sales.minor(), report.rounding.minor()), (1_600, 5));
}

#[test]
fn seats_pay_what_stands_on_them_and_share_what_is_for_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    at_seat(&mut till, order, "T129", 1);
    at_seat(&mut till, order, "T165", 2);
    at_seat(&mut till, order, "T170", 0);
    let view = split(&mut till, order, SplitBy::Seat);
    assert_eq!(amounts(&view), [925, 675]);
    at_seat(&mut till, order, "T165", 2);
    assert_eq!(amounts(&till.show(order)), [925, 1_225]);
}

#[test]
fn an_item_a_third_of_another_and_an_amount_go_together() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    let pizza = at_seat(&mut till, order, "T129", 0);
    let beer = at_seat(&mut till, order, "T165", 0);
    let by = SplitBy::Hand {
        parts: vec![
            PartAsked::default(),
            PartAsked {
                label: "Ada".to_owned(),
                ..PartAsked::default()
            },
            PartAsked {
                fixed: Some(Money::from_minor(350)),
                ..PartAsked::default()
            },
        ],
        lines: vec![
            LineWeights {
                line: pizza,
                to: weights(&[1, 0]),
            },
            LineWeights {
                line: beer,
                to: weights(&[1, 2]),
            },
        ],
        rest: weights(&[1]),
    };
    let preview = Command::PreviewSplit {
        order,
        by: by.clone(),
    };
    let Reply::Parts(parts) = till.ask(preview).unwrap() else {
        panic!("no parts")
    };
    assert_eq!(parts[0].amount, Money::from_minor(728));
    assert!(till.show(order).order.split.is_none());
    let view = split(&mut till, order, by);
    // 13.50 less 3.50; the others had 9.83 and 3.67.
    assert_eq!(amounts(&view), [728, 272, 350]);
    assert_eq!(view.parts[1].totals.label, "Ada");
}

#[test]
fn a_check_is_one_again_and_what_was_paid_counts() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 2);
    let view = split(&mut till, order, SplitBy::Shares { ways: 2 });
    pay_part(&mut till, order, view.parts[0].totals.id, 800);
    let view = split(&mut till, order, SplitBy::Whole);
    assert!(view.parts.is_empty() && view.order.split.is_none());
    assert_eq!(view.totals.due, Money::from_minor(800));
}

#[test]
fn whoever_has_paid_stays_when_the_others_split_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 3);
    let view = split(&mut till, order, SplitBy::Shares { ways: 3 });
    let first = view.parts[0].totals.id;
    pay_part(&mut till, order, first, 800);
    let view = split(&mut till, order, SplitBy::Shares { ways: 4 });
    assert_eq!(view.parts[0].totals.id, first);
    assert_eq!(amounts(&view), [800, 400, 400, 400, 400]);
    let without = SplitBy::Hand {
        parts: vec![PartAsked::default()],
        lines: Vec::new(),
        rest: Vec::new(),
    };
    let refused = till.ask(Command::Split { order, by: without });
    assert!(matches!(refused, Err(Problem::Invalid { field, .. }) if field == "parts"));
}

#[test]
fn a_plan_that_names_what_is_not_there_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    let pizza = at_seat(&mut till, order, "T129", 0);
    let hand = |parts: usize, lines, rest| SplitBy::Hand {
        parts: vec![PartAsked::default(); parts],
        lines,
        rest,
    };
    let line = |line, shares: &[u32]| LineWeights {
        line,
        to: weights(shares),
    };
    let bad = [
        SplitBy::Shares { ways: 0 },
        SplitBy::Shares { ways: 1_001 },
        SplitBy::Seat,
        hand(0, Vec::new(), Vec::new()),
        hand(2, Vec::new(), weights(&[1, 1, 1])),
        hand(2, vec![line(pizza, &[0, 0])], Vec::new()),
        hand(2, vec![line(pizza, &[1]), line(pizza, &[1])], Vec::new()),
        hand(2, vec![line(LineId::from_bytes([9; 16]), &[1])], Vec::new()),
    ];
    for by in bad {
        let asked = format!("{by:?}");
        assert!(till.ask(Command::Split { order, by }).is_err(), "{asked}");
    }
    assert!(till.show(order).order.split.is_none());
}

#[test]
fn each_guest_gets_a_receipt_and_the_whole_one_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    // A printer that nobody answers at: its papers wait where they can be counted.
    let menu = serde_json::to_vec(&catalogue(Some("127.0.0.1:1".to_owned()))).unwrap();
    let sha = Sha256::digest(&menu).into();
    till.engine.take_catalogue(2, sha, menu).unwrap();
    let order = till.seat("7");
    till.add(order, "T129", 1);
    let view = split(&mut till, order, SplitBy::Shares { ways: 2 });
    for (part, name) in view.parts.iter().zip(["1/2", "2/2"]) {
        pay_part(&mut till, order, part.totals.id, 400);
        let jobs = till.engine.store().jobs_waiting().unwrap();
        let receipts = jobs.iter().filter(|job| job.asked.kind == "receipt");
        let named = receipts.filter(|job| job.asked.paper.contains(name));
        assert_eq!(named.count(), 1, "{name}");
    }
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no receipt")
    };
    assert!(html.contains("8,00"), "{html}");
}

#[test]
fn a_hundred_guests_share_a_check_to_the_cent() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.add(order, "T165", 3);
    let parts = amounts(&split(&mut till, order, SplitBy::Shares { ways: 100 }));
    // 24.50 is a quarter for each, less half a euro.
    assert_eq!((parts.len(), parts.iter().sum::<i64>()), (100, 2_450));
    assert!(parts.iter().all(|amount| (24..=25).contains(amount)));
}
