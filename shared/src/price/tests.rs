//! Small checks by hand; `tests/money` holds the laws and the second calculator.

use super::*;
use crate::{
    ids::{DeviceId, OrderId, StaffId},
    menu::{Course, Name, TaxClass, TaxRate},
    order::{ChargeWaived, Line, LineFacts},
};

fn rates(percents: &[&str]) -> Vec<TaxRate> {
    percents
        .iter()
        .map(|text| TaxRate::from_percent(text).unwrap())
        .collect()
}

fn by() -> StaffId {
    StaffId::from_bytes([1; 16])
}

fn line(number: u8, minor: i64, tax_included: bool, percents: &[&str]) -> Line {
    let facts = LineFacts {
        sku: "THALI".to_owned(),
        name: Name::default(),
        variant: String::new(),
        category: "Mains".to_owned(),
        unit_price: Money::from_minor(minor),
        tax: TaxClass {
            name: "food".to_owned(),
            eat_in: rates(percents),
            takeaway: None,
            compound: Vec::new(),
        },
        tax_included,
        station: None,
        allergens: Vec::new(),
        prep_seconds: 0,
        modifiers: Vec::new(),
        menu_version: 1,
    };
    Line {
        id: LineId::from_bytes([number; 16]),
        facts,
        quantity: 1,
        sent_quantity: 0,
        seat: 0,
        course: Course::default(),
        notes: Vec::new(),
        voids: Vec::new(),
        voided_twice: 0,
        contested: false,
        held: false,
        by: by(),
        at_ms: 0,
        kitchen: None,
    }
}

fn order_of(lines: Vec<Line>) -> Order {
    Order {
        training: false,
        id: OrderId::from_bytes([3; 16]),
        number: "A-001".to_owned(),
        opened_at_ms: 0,
        opened_by: by(),
        opened_on: DeviceId::from_bytes([4; 16]),
        service: Service::EatIn,
        table: None,
        tab: String::new(),
        guests: 1,
        contested: false,
        lines,
        tickets: Vec::new(),
        payments: Vec::new(),
        refunds: Vec::new(),
        counted: None,
        split: None,
        serving: crate::serving::Serving::default(),
        discounts: Vec::new(),
        charge_waived: None,
        rules: PriceRules::default(),
        closed_at_ms: None,
    }
}

/// An order of one dish for 10.00 with these rates.
fn order(tax_included: bool, percents: &[&str]) -> Order {
    order_of(vec![line(2, 1_000, tax_included, percents)])
}

fn discount(key: &str, line: Option<u8>, takes: Takes) -> Discount {
    Discount {
        key: key.to_owned(),
        line: line.map(|number| LineId::from_bytes([number; 16])),
        categories: Vec::new(),
        takes,
        name: String::new(),
        reason: "late".to_owned(),
        by: by(),
        approved_by: None,
        at_ms: 0,
    }
}

fn amount(minor: i64) -> Takes {
    Takes::Amount {
        amount: Money::from_minor(minor),
    }
}

/// Net and tax of each row, and what the guests owe.
fn priced(order: &Order) -> (Vec<(i64, i64)>, i64) {
    let totals = totals(order).unwrap();
    let row = |row: &TaxRow| (row.net.minor(), row.tax.minor());
    let rows = totals.taxes.iter().map(row).collect();
    (rows, totals.total.minor())
}

fn owed(order: &Order) -> Vec<i64> {
    let totals = totals(order).unwrap();
    totals
        .shares
        .iter()
        .map(|share| share.owed.minor())
        .collect()
}

#[test]
fn a_rate_that_is_there_twice_is_taken_on_its_net_once() {
    let added = priced(&order(false, &["2.5", "2.5"]));
    assert_eq!(added, (vec![(1_000, 50)], 1_050));
    let held = priced(&order(true, &["2.5", "2.5"]));
    assert_eq!(held, (vec![(952, 48)], 1_000));
}

#[test]
fn the_net_of_two_dishes_with_the_same_rate_adds_up() {
    let mut both = order(false, &["2.5", "2.5"]);
    both.lines.extend(order(false, &["2.5"]).lines);
    assert_eq!(priced(&both), (vec![(2_000, 75)], 2_075));
    let apart = priced(&order(false, &["2.5", "9"]));
    assert_eq!(apart, (vec![(1_000, 25), (1_000, 90)], 1_115));
}

#[test]
fn three_coffees_are_taxed_together_or_each() {
    let lines = (1..=3).map(|n| line(n, 105, false, &["10"])).collect();
    let mut coffees = order_of(lines);
    // 3.15 + 0.315 → 0.32 together; 0.105 → 0.11 each.
    assert_eq!(priced(&coffees), (vec![(315, 32)], 347));
    assert_eq!(owed(&coffees), [116, 116, 115]);
    coffees.rules.tax_rounding = TaxRounding::Line;
    assert_eq!(priced(&coffees), (vec![(315, 33)], 348));
    coffees.rules.rounding = Rounding::HalfEven;
    assert_eq!(priced(&coffees), (vec![(315, 30)], 345));
}

#[test]
fn a_discount_of_the_check_is_spread_so_that_taxes_are_right() {
    let mut mixed = order_of(vec![
        line(1, 1_000, true, &["10"]),
        line(2, 500, true, &["22"]),
    ]);
    mixed.discounts = vec![discount("disc/1", None, amount(200))];
    // 1.33 off the food, 0.67 off the wine.
    assert_eq!(owed(&mixed), [867, 433]);
    assert_eq!(priced(&mixed), (vec![(788, 79), (355, 78)], 1_300));
}

#[test]
fn percents_come_before_amounts_and_lines_before_the_check() {
    let mut two = order_of(vec![
        line(1, 1_000, true, &["10"]),
        line(2, 1_000, true, &["10"]),
    ]);
    two.discounts = vec![
        discount("disc/1", None, amount(100)),
        discount("disc/2", None, Takes::Percent { ppm: 100_000 }),
        discount("promo/lunch", None, amount(100)),
        discount("disc/3", Some(2), Takes::Comp),
    ];
    let seen = totals(&two).unwrap();
    let taken: Vec<_> = seen
        .discounts
        .iter()
        .map(|row| (row.key.as_str(), row.amount.minor()))
        .collect();
    let expected = [
        ("disc/3", 1_000),
        ("promo/lunch", 100),
        ("disc/2", 90),
        ("disc/1", 100),
    ];
    assert_eq!(taken, expected);
    assert_eq!((seen.discount.minor(), seen.total.minor()), (1_290, 710));
}

#[test]
fn a_discount_takes_no_more_than_is_there() {
    let mut cheap = order(false, &["10"]);
    cheap.discounts = vec![
        discount("disc/1", None, amount(700)),
        discount("disc/2", None, amount(700)),
        discount("disc/3", None, amount(-50)),
    ];
    let seen = totals(&cheap).unwrap();
    let taken: Vec<_> = seen
        .discounts
        .iter()
        .map(|row| row.amount.minor())
        .collect();
    assert_eq!((taken, seen.total.minor()), (vec![700, 300, 0], 0));
}

#[test]
fn a_party_of_eight_pays_service_and_its_tax() {
    let mut party = order(false, &["8.875"]);
    party.rules.charge = Some(ServiceCharge {
        rate_ppm: 180_000,
        from_guests: 8,
        taxed: true,
        base: ChargeBase::AfterDiscounts,
    });
    party.guests = 7;
    assert_eq!(priced(&party), (vec![(1_000, 89)], 1_089));
    party.guests = 8;
    assert_eq!(priced(&party), (vec![(1_180, 105)], 1_285));
    party.charge_waived = Some(ChargeWaived {
        key: "charge/1".to_owned(),
        reason: "slow".to_owned(),
        by: by(),
        at_ms: 0,
    });
    assert!(totals(&party).unwrap().charge_waived);
    assert_eq!(priced(&party).1, 1_089);
    party.service = Service::Takeaway;
    assert!(!totals(&party).unwrap().charge_waived);
}

#[test]
fn cash_is_owed_in_coins_that_exist() {
    let mut euro = order_of(vec![line(1, 1_002, true, &["10"])]);
    euro.rules.cash_step_minor = 5;
    let seen = totals(&euro).unwrap();
    assert_eq!((seen.due.minor(), seen.cash_due.minor()), (1_002, 1_000));
}
