//! What a shift adds up to.

use super::*;
use crate::{ids::OrderId, journal::Payment};

fn shift() -> ShiftId {
    ShiftId::new(1, [1; 10])
}

fn by() -> StaffId {
    StaffId::new(1, [2; 10])
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn payment(tender: Tender, amount: i64, tip: i64) -> Fact {
    Fact::Payment(Payment {
        order: OrderId::new(1, [3; 10]),
        order_number: "A-001".to_owned(),
        shift: shift(),
        tender,
        named: None,
        amount: money(amount),
        tip: money(tip),
        tendered: money(amount + tip),
        change: Money::ZERO,
        rounding: Money::ZERO,
        deposit: false,
        paper: String::new(),
        card: None,
        by: by(),
        approved_by: None,
    })
}

#[test]
fn the_drawer_holds_float_cash_and_what_was_moved() {
    let facts = [
        Fact::ShiftOpened {
            shift: shift(),
            by: by(),
            float: money(10_000),
        },
        payment(Tender::Cash, 4_250, 50),
        payment(Tender::Card, 2_000, 0),
        Fact::CashMoved {
            shift: shift(),
            by: by(),
            amount: money(-1_500),
            reason: "ice".to_owned(),
            to_safe: false,
        },
        Fact::ShiftClosed {
            shift: shift(),
            by: by(),
            z_number: 1,
            expected: money(12_800),
            counted: money(12_700),
            pieces: Vec::new(),
            approved_by: None,
        },
    ];
    let seen = report(shift(), facts.iter().map(|fact| (5, fact)))
        .unwrap()
        .unwrap();
    assert_eq!(seen.expected_cash, money(12_800));
    assert_eq!(seen.paid_out, money(1_500));
    assert_eq!(seen.closed.unwrap().difference, money(-100));
    assert_eq!(seen.tenders.len(), 2);
}

#[test]
fn a_shift_that_nobody_opened_has_no_report() {
    assert_eq!(
        report(shift(), [(1, &payment(Tender::Cash, 100, 0))]),
        Ok(None)
    );
}
