//! A record whose figures contradict each other is named, although nobody changed it.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use ed25519_dalek::SigningKey;
use journal_verify::{Blocks, verify};
use shared::{
    closure::{Closure, Period, Sums, TenderSum},
    ids::{DeviceId, FactId, OrderId, ShiftId, StaffId},
    journal::{
        Fact, OrderClosed, Payment, Record, SoldLine, Tail,
        export::{End, Head},
    },
    menu::{Service, TaxRate},
    money::Money,
    order::Tender,
    price::{Reckoned, TaxRow, TaxSet},
};

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// Two pizzas of 8.25 with 10 % in them.
fn closed() -> OrderClosed {
    let rate = TaxRate::from_percent("10").unwrap();
    let set = TaxSet {
        rates: vec![rate],
        on_taxes: Vec::new(),
        added: false,
    };
    OrderClosed {
        order: OrderId::new(1, [4; 10]),
        order_number: "A-001".to_owned(),
        shift: ShiftId::new(1, [2; 10]),
        service: Service::EatIn,
        guests: 2,
        opened_at_ms: 1,
        lines: vec![SoldLine {
            quantity: 2,
            amount: money(1_650),
            tax: Some(0),
            ..SoldLine::default()
        }],
        discounts: Vec::new(),
        charge: Money::ZERO,
        delivery: Money::ZERO,
        taxes: vec![TaxRow {
            rate,
            net: money(1_500),
            tax: money(150),
        }],
        reckoned: Some(Reckoned {
            taxes: vec![set],
            ..Reckoned::default()
        }),
        total: money(1_650),
        gift_cards: Vec::new(),
        tips: Money::ZERO,
        deposits: Money::ZERO,
        counted: None,
        by: StaffId::new(1, [3; 10]),
        approved_by: None,
    }
}

/// What is said of a journal of these checks, each signed as it is. The bodies may be changed first.
fn verdict(checks: &[OrderClosed], change: impl Fn(String) -> String) -> String {
    let facts: Vec<Fact> = checks.iter().cloned().map(Fact::OrderClosed).collect();
    verdict_of(&facts, change)
}

fn verdict_of(facts: &[Fact], change: impl Fn(String) -> String) -> String {
    let (key, device) = (SigningKey::from_bytes(&[7; 32]), DeviceId::new(1, [1; 10]));
    let json = |value: String| value + "\n";
    let mut lines = vec![json(
        serde_json::to_string(&Head::new(device, &key)).unwrap(),
    )];
    let mut tail = Tail::START;
    for (n, fact) in (1_u8..).zip(facts) {
        let body = serde_json::to_string(fact).unwrap();
        let id = FactId::new(1, [n; 10]);
        let record = Record::with_body(tail, device, &key, 1, id, change(body));
        tail = record.tail();
        lines.push(json(serde_json::to_string(&record).unwrap()));
    }
    let end = End::new(device, &key, tail, 9);
    lines.push(json(serde_json::to_string(&end).unwrap()));
    let cut = Blocks {
        side_by_side: 2,
        lines: 2,
    };
    let read = verify(lines.concat().as_bytes(), None, cut);
    read.map_or_else(|error| error.to_string(), |_| "whole".to_owned())
}

#[test]
fn a_total_that_is_not_that_of_its_lines_is_named_with_its_record() {
    let mut checks = vec![closed(), closed(), closed(), closed()];
    assert_eq!(verdict(&checks, |body| body), "whole");
    checks[2].total = money(1_600);
    assert_eq!(
        verdict(&checks, |body| body),
        "line 4, record 3: the figures of the check do not add up: total is 1600, and its parts make 1650"
    );
}

#[test]
fn taxes_are_those_of_the_lines() {
    let mut check = closed();
    check.taxes[0].tax = money(149);
    check.taxes[0].net = money(1_501);
    assert_eq!(
        verdict(&[check], |body| body),
        "line 2, record 1: the figures of the check do not add up: net is 1501, and its parts make 1500"
    );
}

#[test]
fn what_an_older_or_a_later_version_wrote_is_not_added_up() {
    let mut old = closed();
    old.total = money(1_600);
    old.reckoned = None;
    assert_eq!(verdict(&[old], |body| body), "whole");
    // A place of taxes that this version does not read.
    let later = |body: String| body.replace("\"tax\":0", "\"tax\":\"new\"");
    let mut check = closed();
    check.total = money(1_600);
    assert_eq!(verdict(&[check], later), "whole");
}

#[test]
fn numbers_without_bounds_are_found_and_break_nothing() {
    let change = |body: String| body.replace("\"amount\":1650", "\"amount\":9223372036854775807");
    let said = verdict(&[closed()], change);
    assert!(said.contains("do not add up"), "{said}");
    let mut many = closed();
    if let Some(how) = &mut many.reckoned {
        let rate = TaxRate::from_percent("100").unwrap();
        how.taxes[0].rates = vec![rate; 300];
        how.taxes[0].on_taxes = vec![rate];
    }
    let said = verdict(&[many], |body| body);
    assert!(said.contains("do not add up"), "{said}");
}

#[test]
fn a_closure_that_says_other_tenders_than_its_records_is_named() {
    let payment = Fact::Payment(Payment {
        order: OrderId::new(1, [4; 10]),
        order_number: "A-001".to_owned(),
        shift: ShiftId::new(1, [2; 10]),
        tender: Tender::Card,
        named: None,
        amount: money(1_650),
        tip: money(150),
        tendered: money(1_650),
        change: Money::ZERO,
        rounding: Money::ZERO,
        deposit: false,
        paper: String::new(),
        card: None,
        by: StaffId::new(1, [3; 10]),
        approved_by: None,
    });
    let closure = |paid| {
        Fact::PeriodClosed(Closure {
            period: Period::Day,
            of: "2026-11-21".to_owned(),
            number: 1,
            from_number: 1,
            to_number: 2,
            sums: Sums::default(),
            perpetual: Sums::default(),
            tenders: Some(vec![TenderSum {
                tender: Tender::Card,
                payments: 2,
                paid: money(paid),
                tips: money(300),
                ..TenderSum::default()
            }]),
        })
    };
    // The payments stand in one block, the closure in the next.
    let journal = |paid| {
        verdict_of(&[payment.clone(), payment.clone(), closure(paid)], |body| {
            body
        })
    };
    assert_eq!(journal(3_300), "whole");
    assert_eq!(
        journal(3_301),
        "line 4, record 3: the tenders of 2026-11-21 are not those of its records"
    );
}
