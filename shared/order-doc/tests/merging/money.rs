//! Money taken ahead and tips said anew, written apart.

use order_doc::{Closed, Edit, PaymentEntry, TipEntry};
use shared::{
    ids::{DeviceId, FactId},
    money::Money,
    order::{Counted, Tender},
    price,
};

use super::{beer, entry_id, exchange, pair, stamp};

pub(crate) fn deposit(n: u8, minor: i64) -> Edit {
    let paid = PaymentEntry {
        tender: Tender::Cash,
        named: None,
        amount: Money::from_minor(minor),
        tip: Money::ZERO,
        tendered: Money::from_minor(minor),
        change: Money::ZERO,
        rounding: Money::ZERO,
        device: DeviceId::new(1, [n; 10]),
        part: None,
        settles: false,
        deposit: true,
        paper: format!("A{n:06}"),
        card: None,
        stamp: stamp(170 + i64::from(n)),
    };
    Edit::Pay(FactId::new(2, [n; 10]), paid)
}

#[test]
fn deposits_that_two_tills_took_apart_both_stand_on_the_check() {
    let (mut one, mut two) = pair();
    one.edit(&[deposit(1, 1_000)]);
    two.edit(&[deposit(2, 500)]);
    two.edit(&[beer(5, 1)]);
    exchange(&mut one, &mut two);
    let sums = price::totals(&one.order()).unwrap();
    assert_eq!(sums.deposits, Money::from_minor(1_500));
    assert_eq!(sums.paid, sums.deposits);
}

/// The tip of the deposit with this number; each said at another moment.
pub(crate) fn tip(n: u8, of: u8, minor: i64) -> Edit {
    let said = TipEntry {
        payment: FactId::new(2, [of; 10]),
        tip: Money::from_minor(minor),
        seen: Vec::new(),
        stamp: stamp(190 + i64::from(n)),
    };
    Edit::SayTip(entry_id(n), said)
}

#[test]
fn of_two_tips_said_apart_the_later_one_counts_and_one_without_its_payment_waits() {
    let (mut one, mut two) = pair();
    one.edit(&[tip(5, 1, 700)]);
    two.edit(&[tip(4, 1, 300)]);
    exchange(&mut one, &mut two);
    assert_eq!(one.order().tips(), Ok(Money::ZERO));
    two.edit(&[deposit(1, 1_000)]);
    exchange(&mut one, &mut two);
    for seen in [one.order(), two.order()] {
        assert_eq!(seen.tips(), Ok(Money::from_minor(700)));
        assert_eq!(seen.payments[0].tip_first, Some(Money::ZERO));
    }
}

/// A closing whose till's clock shows so much, and that knew of these.
pub(crate) fn closing(n: u8, at: i64, total: i64, after: &[u8]) -> Edit {
    let fact = |n: u8| FactId::new(2, [n; 10]);
    let counted = Counted {
        closing: None,
        total: Money::from_minor(total),
        gift_cards: Money::ZERO,
        taxes: Vec::new(),
        deposits: Money::ZERO,
        paper: String::new(),
    };
    Edit::Close(Closed {
        fact: fact(n),
        counted: Some(counted),
        sent_away: Vec::new(),
        loaded: Vec::new(),
        after: Some(after.iter().copied().map(fact).collect()),
        stamp: stamp(at),
    })
}

#[test]
fn the_closing_that_knew_of_the_others_counts_whatever_the_clocks_say() {
    let (mut one, mut two) = pair();
    one.edit(&[closing(1, 600_000, 1_100, &[])]);
    two.edit(&[closing(2, 300, 1_900, &[1])]);
    two.edit(&[closing(3, 200, 2_500, &[1, 2])]);
    exchange(&mut one, &mut two);
    for seen in [one.order(), two.order()] {
        assert_eq!(seen.counted.unwrap().total, Money::from_minor(2_500));
        assert_eq!(seen.links.counted_twice, None);
    }
    // Whoever closed it again knew of the first two alone: what it counted stands twice.
    one.edit(&[closing(4, 100, 2_500, &[1, 2])]);
    exchange(&mut one, &mut two);
    for seen in [one.order(), two.order()] {
        assert_eq!(seen.counted.unwrap().total, Money::from_minor(2_500));
        let twice = Some(Money::from_minor(600));
        assert_eq!(seen.links.counted_twice, twice);
    }
}

#[test]
pub(crate) fn closings_that_name_each_other_in_a_circle_still_leave_one() {
    let (mut one, _) = pair();
    one.edit(&[closing(1, 200, 1_100, &[2]), closing(2, 300, 1_900, &[1])]);
    assert_eq!(one.order().counted.unwrap().total, Money::from_minor(1_900));
}

#[test]
fn what_a_tender_of_a_later_version_paid_is_paid_and_the_check_goes_on() {
    let (mut one, mut two) = pair();
    let Edit::Pay(fact, paid) = deposit(1, 1_000) else {
        panic!("no payment")
    };
    let tender = Tender::from_word("of_a_later_version").unwrap();
    one.edit(&[Edit::Pay(fact, PaymentEntry { tender, ..paid })]);
    two.edit(&[beer(5, 1)]);
    exchange(&mut one, &mut two);
    let order = two.order();
    assert_eq!(order.payments[0].tender, tender);
    assert_eq!(order.payments[0].named, None);
    assert_eq!(
        price::totals(&order).unwrap().paid,
        Money::from_minor(1_000)
    );
    assert_eq!(
        serde_json::to_value(tender).unwrap(),
        serde_json::json!("of_a_later_version")
    );
}
