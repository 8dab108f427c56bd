//! A check that grows while its guests pay: nobody gets change that was not said, and what a
//! terminal took is taken.

use shared::{
    api::{
        Problem,
        till::{Command, Reply},
    },
    ids::OrderId,
    money::Money,
    order::Tender,
};

use crate::restaurant::Till;

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// Pays so much; the guest was told that `seen` is due.
fn pay(
    till: &mut Till,
    order: OrderId,
    tender: Tender,
    (minor, seen): (i64, i64),
) -> Result<Reply, Problem> {
    till.ask(Command::Pay {
        order,
        tender,
        tendered: money(minor),
        tip: Money::ZERO,
        part: None,
        seen_due: Some(money(seen)),
    })
}

#[test]
fn cash_for_an_amount_that_is_another_by_now_takes_nothing_and_says_what_is_due() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.add(order, "T129", 1);
    let papers = till.papers().len();
    let paid = pay(&mut till, order, Tender::Cash, (2_000, 800));
    assert_eq!(paid.unwrap_err(), Problem::DueChanged { due_minor: 1_600 });
    assert_eq!(till.show(order).order.payments, []);
    assert_eq!(till.papers().len(), papers, "no drawer, no receipt");
    let Reply::Paid { preview, .. } = pay(&mut till, order, Tender::Cash, (2_000, 1_600)).unwrap()
    else {
        panic!("not paid")
    };
    assert_eq!(preview.change, money(400));
}

#[test]
fn what_a_terminal_took_is_taken_and_the_late_line_is_still_owed() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.add(order, "T129", 1);
    pay(&mut till, order, Tender::Card, (800, 800)).unwrap();
    let view = till.show(order);
    assert_eq!(view.totals.due, money(800));
    assert_eq!(view.order.closed_at_ms, None);
}
