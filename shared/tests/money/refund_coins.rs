//! Cash that goes back: coins alone, and in the end those that were taken.

use proptest::prelude::*;
use shared::{
    ids::{DeviceId, FactId},
    money::Money,
    order::{Order, PaymentHint, Tender},
    refund::{RefundHint, RefundKind, rounding_back, surplus_rounding},
};

use crate::build::{class, line, order, staff};

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// A check of one dish in a country with this smallest coin.
fn check(total: i64, coin: i64) -> Order {
    let mut check = order(vec![line(1, money(total), 1, class(&["10"]), true)]);
    check.rules.cash_step_minor = coin;
    check
}

/// Pays so much of what is due; gives what the guest hands over.
fn pay(check: &mut Order, due: i64, tender: Tender, minor: i64) -> i64 {
    let rules = check.rules.clone();
    let seen = rules.preview(money(due), tender, money(minor)).unwrap();
    let n = u8::try_from(check.payments.len()).unwrap();
    check.payments.push(PaymentHint {
        card: None,
        fact: FactId::from_bytes([n; 16]),
        tender,
        named: None,
        amount: seen.amount,
        tip: Money::ZERO,
        tip_first: None,
        tip_contested: false,
        tendered: money(minor),
        change: seen.change,
        rounding: seen.rounding,
        at_ms: 0,
        device: DeviceId::from_bytes([4; 16]),
        part: None,
        settles: false,
        deposit: false,
        paper: String::new(),
        by: None,
    });
    seen.amount.plus(seen.rounding).unwrap().minor()
}

/// Gives so much back for the dish; gives what the guest gets.
fn back(check: &mut Order, tender: Tender, minor: i64) -> i64 {
    let rounding = rounding_back(check, money(minor), tender).unwrap();
    let n = u8::try_from(check.refunds.len()).unwrap();
    check.refunds.push(RefundHint {
        card: None,
        fact: FactId::from_bytes([100 + n; 16]),
        of: RefundKind::Lines,
        number: String::new(),
        lines: Vec::new(),
        taxes: Vec::new(),
        amount: money(minor),
        rounding,
        deposit: Money::ZERO,
        forfeited: false,
        tender,
        named: None,
        reason: "cold".to_owned(),
        by: staff(),
        approved_by: None,
        at_ms: 0,
        device: DeviceId::from_bytes([4; 16]),
    });
    minor + rounding.minor()
}

#[test]
fn eighty_in_coins_for_eighty_three_go_back_as_eighty() {
    let mut check = check(13_800, 1_000);
    assert_eq!(pay(&mut check, 13_800, Tender::Card, 5_500), 5_500);
    assert_eq!(pay(&mut check, 8_300, Tender::Cash, 8_000), 8_000);
    assert_eq!(back(&mut check, Tender::Card, 5_500), 5_500);
    assert_eq!(back(&mut check, Tender::Cash, 8_300), 8_000);
}

#[test]
fn three_pieces_for_ten_go_back_one_and_then_two_as_ten() {
    // 3 x 3.34 is 10.02, and 10.00 in coins.
    let mut check = check(1_002, 5);
    assert_eq!(pay(&mut check, 1_002, Tender::Cash, 2_000), 1_000);
    assert_eq!(back(&mut check, Tender::Cash, 334), 335);
    assert_eq!(back(&mut check, Tender::Cash, 668), 665);
}

#[test]
fn what_two_tills_took_too_much_goes_back_in_coins_and_leaves_the_coins_of_one() {
    let mut check = check(1_002, 5);
    assert_eq!(pay(&mut check, 1_002, Tender::Cash, 1_000), 1_000);
    assert_eq!(pay(&mut check, 1_002, Tender::Cash, 1_000), 1_000);
    let rounding = surplus_rounding(&check.rules, money(1_002), Tender::Cash).unwrap();
    assert_eq!(rounding, money(-2));
    back(&mut check, Tender::Cash, 1_002);
    let surplus = check.refunds.last_mut().unwrap();
    (surplus.of, surplus.rounding) = (RefundKind::Surplus, rounding);
    // The rest of the cash, when the dish goes back too, is what one guest gave.
    assert_eq!(back(&mut check, Tender::Cash, 1_002), 1_000);
    let by_card = surplus_rounding(&check.rules, money(1_002), Tender::Card).unwrap();
    assert_eq!(by_card, Money::ZERO, "a card gets every cent");
}

#[test]
fn what_a_card_paid_goes_back_in_coins_that_there_are() {
    let mut check = check(1_002, 5);
    pay(&mut check, 1_002, Tender::Card, 1_002);
    assert_eq!(back(&mut check, Tender::Cash, 1_002), 1_000);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(500)
    ) })]

    /// Whatever a card and coins paid of a check: what goes back in cash, in any steps, is always an
    /// amount that coins can give, and in the end just what was taken; a card gets what it gave.
    #[test]
    fn coins_that_go_back_are_coins_and_in_the_end_those_that_were_taken(
        total in 1_i64..30_000,
        coin in prop::sample::select(vec![1_i64, 5, 10, 50, 1_000]),
        by_card in 0_i64..30_000,
        steps in prop::collection::vec(1_i64..8_000, 0..8),
    ) {
        let mut check = check(total, coin);
        let by_card = by_card.min(total);
        if by_card > 0 {
            pay(&mut check, total, Tender::Card, by_card);
        }
        let rest = total - by_card;
        let mut taken = 0;
        if rest > 0 {
            taken = pay(&mut check, rest, Tender::Cash, rest + coin);
            prop_assert_eq!(taken % coin, 0);
        }
        let (mut left, mut given) = (rest, 0);
        for step in steps.into_iter().chain([rest]) {
            let step = step.min(left);
            if step > 0 {
                left -= step;
                let coins = back(&mut check, Tender::Cash, step);
                prop_assert!(coins >= 0 && coins % coin == 0, "{} of {}", coins, coin);
                given += coins;
            }
        }
        prop_assert_eq!((left, given), (0, taken));
        if by_card > 0 {
            prop_assert_eq!(back(&mut check, Tender::Card, by_card), by_card);
        }
    }
}
