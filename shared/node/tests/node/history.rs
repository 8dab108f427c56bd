//! What happened to a check is told after its end too.

use shared::{
    api::{
        Problem,
        till::{Command, HistoryRow, RefundAsked, Reply, TipAsked},
    },
    ids::OrderId,
    money::Money,
    order::Tender,
    refund::RefundLine,
};

use crate::{
    deposits::close_shift,
    restaurant::{Till, pay},
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
    assert!(rows.iter().all(|row| !row.by.is_empty()), "{rows:?}");
    let refused = till.ask(pay(order, Tender::Cash, 100));
    assert_eq!(refused, Err(Problem::OrderClosed), "it is only told");
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
