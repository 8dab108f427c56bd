//! Guests come back with a receipt of weeks ago.

use local_store::{Batch, OrderRow};
use shared::{
    api::{
        Problem,
        till::{
            ClosedAsked, ClosedPage, Command, MoveTo, OrderSummary, RefundAsked, Reply, TipAsked,
            UnitsOf,
        },
    },
    ids::OrderId,
    money::Money,
    order::Tender,
    refund::RefundLine,
    time::{BusinessDay, DAY_MS},
};
use sync_protocol::Item;

use crate::restaurant::{SIX_IN_THE_EVENING_MS, Till};

fn sell(till: &mut Till, table: &str, tender: Tender) -> OrderId {
    let order = till.seat(table);
    till.add(order, "T129", 1);
    till.pay(order, tender, 800);
    order
}

fn find(till: &mut Till, asked: ClosedAsked) -> ClosedPage {
    match till.ask(Command::FindClosed(asked)).unwrap() {
        Reply::Closed(page) => *page,
        other => panic!("no page but {other:?}"),
    }
}

fn ids(orders: &[OrderSummary]) -> Vec<OrderId> {
    orders.iter().map(|one| one.id).collect()
}

fn listed(till: &mut Till) -> Vec<OrderId> {
    match till.ask(Command::ClosedOrders).unwrap() {
        Reply::Orders(orders) => ids(&orders),
        other => panic!("no orders but {other:?}"),
    }
}

/// Goes on `days` days later, with everything put together, as after a night without power.
fn later(mut till: Till, folder: &std::path::Path, days: i64) -> Till {
    till.time.pass(days * DAY_MS);
    while till.engine.shelve_some().unwrap() > 0 {}
    till.engine.tidy().unwrap();
    let time = till.time.clone();
    drop(till);
    let mut till = Till::at(folder, time);
    till.sign_in("1111");
    till
}

#[test]
fn after_two_months_a_dish_goes_back_a_tip_is_mended_and_the_receipt_printed_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = sell(&mut till, "7", Tender::Card);
    let (before, line) = (till.show(order), till.show(order).order.lines[0].id);
    till.engine.acked(u64::MAX >> 1, &[]).unwrap();
    let mut till = later(till, folder.path(), 60);
    assert_eq!(till.engine.in_memory(), (0, 0), "nobody asked for it yet");
    assert!(listed(&mut till).is_empty());
    let page = find(&mut till, ClosedAsked::default());
    assert_eq!((ids(&page.orders), page.more), (vec![order], None));
    assert_eq!(till.engine.in_memory(), (0, 0), "a list is no look");

    let view = till.show(order);
    assert_eq!(view.order, before.order);
    let Reply::History(history) = till.ask(Command::History { order }).unwrap() else {
        panic!("no history")
    };
    assert!(history.iter().any(|row| row.what == "paid"), "{history:?}");
    let Reply::Paper { html } = till.ask(Command::Reprint { order }).unwrap() else {
        panic!("no paper")
    };
    assert!(html.contains("Margherita"), "{html}");
    let tip = TipAsked {
        order,
        payment: view.order.payments[0].fact,
        tip: Money::from_minor(100),
    };
    till.ask(Command::ChangeTip(tip)).unwrap();
    let what = RefundAsked::Lines {
        lines: vec![RefundLine { line, quantity: 1 }],
        tender: Tender::Cash,
        reason: "cold".to_owned(),
    };
    till.ask(Command::Refund { order, what }).unwrap();
    let view = till.show(order);
    assert_eq!(view.order.refunds[0].amount, Money::from_minor(800));
    // It is still the check of that evening, and the next start knows what was done.
    let mut till = later(till, folder.path(), 1);
    assert_eq!(till.show(order).order, view.order);
    let page = find(&mut till, ClosedAsked::default());
    assert_eq!(ids(&page.orders), [order]);
}

#[test]
fn a_closed_check_is_found_by_its_day_and_by_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let mut sold = Vec::new();
    for day in 0..4 {
        sold.push(sell(&mut till, "7", Tender::Cash));
        if day == 0 {
            // The numbers begin anew each day; only the first has a second one.
            sold.push(sell(&mut till, "8", Tender::Cash));
        }
        till = later(till, folder.path(), 1);
    }
    let number = { till.show(sold[1]).order.number }.to_lowercase();
    let today = BusinessDay::of(SIX_IN_THE_EVENING_MS, 60, 0).days_since_epoch();
    let of_day = |till: &mut Till, days: i32| {
        let day = Some(BusinessDay::from_days(today + days));
        let asked = ClosedAsked {
            day,
            ..ClosedAsked::default()
        };
        ids(&find(till, asked).orders)
    };
    assert_eq!(of_day(&mut till, -1), []);
    assert_eq!(of_day(&mut till, 0), [sold[1], sold[0]]);
    assert_eq!(of_day(&mut till, 3), [sold[4]]);
    let named = |till: &mut Till, number: &str| {
        let number = number.to_owned();
        find(
            till,
            ClosedAsked {
                number,
                ..ClosedAsked::default()
            },
        )
    };
    assert_eq!(ids(&named(&mut till, &number).orders), [sold[1]]);
    assert_eq!(ids(&named(&mut till, "%").orders), []);
    let all: Vec<OrderId> = sold.iter().rev().copied().collect();
    assert_eq!(ids(&named(&mut till, "A-").orders), all);
    // The list of the last days and the older ones are all there are, each once.
    let mut both = listed(&mut till);
    both.extend(ids(&find(&mut till, ClosedAsked::default()).orders));
    assert_eq!(both, all);
    let long = Command::FindClosed(ClosedAsked {
        number: "1".repeat(33),
        ..ClosedAsked::default()
    });
    let refused = till.ask(long).unwrap_err();
    assert!(matches!(refused, Problem::Invalid { .. }), "{refused:?}");
}

/// Copies a closed check so often, each a minute older, as if they had been sold.
fn copy(till: Till, folder: &std::path::Path, count: u32) -> Till {
    let (time, store) = (till.time.clone(), till.engine.store());
    let row = store.orders(0).unwrap().pop().unwrap();
    let summary: OrderSummary = serde_json::from_str(&row.summary).unwrap();
    drop(till);
    let mut store = local_store::Store::open(folder).unwrap();
    let mut batch = Batch::default();
    for n in 0..count {
        let mut one = summary.clone();
        one.id = OrderId::new(i64::from(n), [8; 10]);
        one.number = format!("B-{n:05}");
        let at_ms = one.closed_at_ms.map(|at_ms| at_ms - i64::from(n) * 60_000);
        one.closed_at_ms = at_ms;
        batch.orders.push(OrderRow {
            order: one.id,
            closed_at_ms: at_ms,
            summary: serde_json::to_string(&one).unwrap(),
        });
    }
    store.commit(&batch).unwrap();
    drop(store);
    let mut till = Till::at(folder, time);
    till.sign_in("1111");
    till
}

#[test]
fn months_of_checks_come_a_page_at_a_time_and_stay_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    sell(&mut till, "7", Tender::Cash);
    let till = later(till, folder.path(), 3);
    let mut till = copy(till, folder.path(), 1_050);
    assert_eq!(till.engine.in_memory(), (0, 0));
    let (mut all, mut asked) = (Vec::new(), ClosedAsked::default());
    loop {
        let page = find(&mut till, asked.clone());
        assert!(page.orders.len() <= 200);
        all.extend(ids(&page.orders));
        match page.more {
            Some(place) => asked.after = Some(place),
            None => break,
        }
    }
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!((count, all.len()), (1_051, 1_051), "each once");
    assert_eq!(till.engine.in_memory(), (0, 0));
}

#[test]
fn whoever_looks_at_many_old_checks_fills_no_memory() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let sold: Vec<OrderId> = (0..50)
        .map(|_| sell(&mut till, "7", Tender::Cash))
        .collect();
    let mut till = later(till, folder.path(), 5);
    for order in &sold {
        assert_eq!(till.show(*order).order.id, *order);
    }
    let (orders, documents) = till.engine.in_memory();
    assert!(orders <= 33 && documents <= 33, "{orders}, {documents}");
    assert_eq!(till.show(sold[0]).order.id, sold[0], "and again");
}

#[test]
fn a_till_that_was_away_for_weeks_hears_of_them_without_keeping_all_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let mut there = Till::with(&folder.path().join("there"), "1111");
    let sold: Vec<OrderId> = (0..30)
        .map(|_| sell(&mut there, "7", Tender::Cash))
        .collect();
    let items = |till: &Till| -> Vec<Item> {
        let rows = till.engine.store().outbox(0, 10_000).unwrap();
        rows.into_iter().map(|row| row.item).collect()
    };
    let home = folder.path().join("here");
    let mut here = Till::with(&home, "1111");
    here.time.pass(20 * DAY_MS);
    here.engine.take_in(items(&there), 1).unwrap();
    assert_eq!(here.engine.in_memory(), (0, 0));
    // Heard again: known, and nothing stays in memory of that either.
    here.engine.take_in(items(&there), 2).unwrap();
    assert_eq!(here.engine.in_memory(), (0, 0));
    here.sign_in("1111");
    assert_eq!(here.show(sold[3]).order, there.show(sold[3]).order);
    let page = find(&mut here, ClosedAsked::default());
    assert_eq!(page.orders.len(), sold.len());
}

#[test]
fn old_checks_that_shared_dishes_still_tell_of_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let (from, to) = (till.seat("7"), till.seat("8"));
    let line = till.add(from, "T129", 2).order.lines[0].id;
    till.add(to, "T165", 1);
    let lines = vec![UnitsOf { line, units: 1 }];
    let goes = Command::MoveLines {
        order: from,
        lines,
        to: MoveTo::Order { order: to },
    };
    till.ask(goes).unwrap();
    let due = till.show(to).totals.due.minor();
    till.pay(to, Tender::Cash, due);
    till.pay(from, Tender::Cash, 800);
    let views = [from, to].map(|order| till.show(order));
    let mut till = later(till, folder.path(), 10);
    assert_eq!(till.engine.in_memory(), (0, 0));
    for (order, before) in [to, from].into_iter().zip(views.iter().rev()) {
        assert_eq!(till.show(order).order, before.order);
    }
}
