//! Money taken ahead, written apart.

use order_doc::{Edit, PaymentEntry};
use shared::{
    ids::{DeviceId, FactId},
    money::Money,
    order::Tender,
    price,
};

use super::{beer, exchange, pair, stamp};

pub(crate) fn deposit(n: u8, minor: i64) -> Edit {
    let paid = PaymentEntry {
        tender: Tender::Cash,
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
