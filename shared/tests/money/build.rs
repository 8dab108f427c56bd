//! The one builder of checks for all tests of money.

use shared::{
    ids::{DeviceId, FactId, LineId, OrderId, StaffId},
    menu::{Course, Name, Service, TaxClass, TaxRate},
    money::Money,
    order::{ChargeWaived, Line, LineFacts, Order, PaymentHint, Tender},
    price::{Discount, PriceRules, Takes},
};

pub(crate) fn staff() -> StaffId {
    StaffId::from_bytes([1; 16])
}

pub(crate) fn line_id(number: usize) -> LineId {
    LineId::from_bytes([u8::try_from(number).unwrap(); 16])
}

/// A line at this place of its order, counted from 1.
pub(crate) fn line(
    number: usize,
    price: Money,
    quantity: i64,
    tax: TaxClass,
    included: bool,
) -> Line {
    let facts = LineFacts {
        sku: format!("S{number}"),
        name: Name {
            first: format!("Dish {number}"),
            second: String::new(),
        },
        variant: String::new(),
        category: "Food".to_owned(),
        unit_price: price,
        tax,
        tax_included: included,
        station: None,
        allergens: Vec::new(),
        prep_seconds: 0,
        modifiers: Vec::new(),
        menu_version: 1,
        special: Box::default(),
    };
    Line {
        id: line_id(number),
        facts,
        quantity,
        sent_quantity: 0,
        seat: 0,
        course: Course::None,
        notes: Vec::new(),
        voids: Vec::new(),
        voided_twice: 0,
        taken_twice: 0,
        voided_loaded: 0,
        sent_twice: 0,
        confirmed: 0,
        moves: shared::links::LineMoves::default(),
        contested: false,
        held: false,
        replaces: None,
        by: staff(),
        at_ms: 0,
        kitchen: None,
    }
}

/// An order with these lines and nothing else.
pub(crate) fn order(lines: Vec<Line>) -> Order {
    Order {
        training: false,
        id: OrderId::from_bytes([3; 16]),
        number: "A-001".to_owned(),
        opened_at_ms: 0,
        opened_by: staff(),
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
        links: shared::links::OrderLinks::default(),
        seen: Vec::new(),
        split: None,
        serving: shared::serving::Serving::default(),
        discounted_apart: 0,
        discounts: Vec::new(),
        charge_waived: None,
        deliver_to: None,
        rules: PriceRules::default(),
        closed_at_ms: None,
    }
}

/// A discount of a line, or of the check.
pub(crate) fn discount(key: String, line: Option<usize>, takes: Takes) -> Discount {
    Discount {
        key,
        line: line.map(line_id),
        categories: Vec::new(),
        takes,
        name: String::new(),
        reason: "why".to_owned(),
        by: staff(),
        approved_by: None,
        at_ms: 0,
    }
}

pub(crate) fn waived() -> ChargeWaived {
    ChargeWaived {
        key: "charge/1".to_owned(),
        reason: "slow".to_owned(),
        by: staff(),
        at_ms: 0,
    }
}

/// A payment on the card.
pub(crate) fn payment(number: u8, amount: i64) -> PaymentHint {
    PaymentHint {
        card: None,
        fact: FactId::from_bytes([number; 16]),
        tender: Tender::Card,
        named: None,
        amount: Money::from_minor(amount),
        tip: Money::ZERO,
        tip_first: None,
        tip_contested: false,
        tendered: Money::from_minor(amount),
        change: Money::ZERO,
        rounding: Money::ZERO,
        at_ms: 0,
        device: DeviceId::from_bytes([4; 16]),
        part: None,
        settles: false,
        deposit: false,
        paper: String::new(),
        by: None,
    }
}

/// A tax class of these percents.
pub(crate) fn class(percents: &[&str]) -> TaxClass {
    let rate = |text: &&str| TaxRate::from_percent(text).unwrap();
    TaxClass {
        name: "food".to_owned(),
        eat_in: percents.iter().map(rate).collect(),
        takeaway: None,
        delivery: None,
        compound: Vec::new(),
    }
}
