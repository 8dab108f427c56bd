//! Any check: lines, taxes, discounts and rules in all their mixtures.

use proptest::prelude::*;
use shared::{
    ids::{DeviceId, FactId, LineId, OrderId, StaffId},
    menu::{Course, Name, Service, TaxClass, TaxRate},
    money::{Currency, Money},
    order::{ChargeWaived, Line, LineFacts, LineModifier, Order, PaymentHint, Tender},
    price::{ChargeBase, Discount, PriceRules, Rounding, ServiceCharge, Takes, TaxRounding},
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
        name: Name::default(),
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
        contested: false,
        held: false,
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
        guests: 2,
        contested: false,
        lines,
        tickets: Vec::new(),
        payments: Vec::new(),
        refunds: Vec::new(),
        counted: None,
        split: None,
        serving: shared::serving::Serving::default(),
        discounts: Vec::new(),
        charge_waived: None,
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
        fact: FactId::from_bytes([number; 16]),
        tender: Tender::Card,
        amount: Money::from_minor(amount),
        tip: Money::ZERO,
        tendered: Money::from_minor(amount),
        change: Money::ZERO,
        rounding: Money::ZERO,
        at_ms: 0,
        device: DeviceId::from_bytes([4; 16]),
        part: None,
        settles: false,
    }
}

/// A currency of 0, 2 and 3 decimals, with the smallest coins that one finds there.
pub(crate) fn any_currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(vec!["JPY", "EUR", "KWD"])
        .prop_map(|code| Currency::from_code(code).unwrap())
}

fn any_tax() -> impl Strategy<Value = TaxClass> {
    let rate = || {
        (prop_oneof![
            Just(100_000_u32),
            Just(220_000),
            Just(88_750),
            Just(25_000),
            0_u32..=1_000_000
        ])
        .prop_map(|ppm| TaxRate::from_ppm(ppm).unwrap())
    };
    let rates = || prop::collection::vec(rate(), 0..4);
    (rates(), prop::option::of(rates()), any::<[bool; 4]>()).prop_map(
        |(eat_in, takeaway, on_taxes)| {
            let compound = eat_in
                .iter()
                .zip(on_taxes)
                .filter_map(|(rate, on_taxes)| on_taxes.then_some(*rate))
                .collect();
            TaxClass {
                name: "any".to_owned(),
                eat_in,
                takeaway,
                compound,
            }
        },
    )
}

fn any_takes(unit: i64) -> impl Strategy<Value = Takes> {
    prop_oneof![
        1 => Just(Takes::Comp),
        4 => prop_oneof![Just(100_000_u32), Just(333_333), Just(500_000), 0_u32..=1_100_000]
            .prop_map(|ppm| Takes::Percent { ppm }),
        4 => (-unit..unit * 8).prop_map(|minor| Takes::Amount { amount: Money::from_minor(minor) }),
    ]
}

fn any_line(unit: i64) -> impl Strategy<Value = (Line, bool)> {
    let modifier = (-unit * 3..unit * 3, 0_u32..3);
    let modifiers = prop::collection::vec(modifier, 0..3);
    let category = prop::sample::select(vec!["Food", "Bar"]);
    (0..unit * 30, 0_i64..6, modifiers, category, any::<bool>()).prop_map(
        |(price, quantity, modifiers, category, included)| {
            let none = TaxClass {
                name: String::new(),
                eat_in: Vec::new(),
                takeaway: None,
                compound: Vec::new(),
            };
            let mut line = line(0, Money::from_minor(price), quantity, none, true);
            category.clone_into(&mut line.facts.category);
            line.facts.modifiers = modifiers
                .into_iter()
                .map(|(price, count)| LineModifier {
                    group: "extras".to_owned(),
                    name: Name::default(),
                    count,
                    price: Money::from_minor(price),
                    allergens: Vec::new(),
                })
                .collect();
            (line, included)
        },
    )
}

fn any_rules(unit: i64) -> impl Strategy<Value = PriceRules> {
    let charge = (0_u32..=300_000, 1_u32..9, any::<bool>(), any::<bool>()).prop_map(
        |(rate_ppm, from_guests, taxed, before)| ServiceCharge {
            rate_ppm,
            from_guests,
            taxed,
            base: if before {
                ChargeBase::BeforeDiscounts
            } else {
                ChargeBase::AfterDiscounts
            },
        },
    );
    let steps = vec![0, 1, unit / 20, unit / 10, unit / 2, 7];
    (
        any::<bool>(),
        any::<bool>(),
        prop::sample::select(steps),
        prop::option::of(charge),
    )
        .prop_map(|(by_line, even, cash_step_minor, charge)| PriceRules {
            tax_rounding: if by_line {
                TaxRounding::Line
            } else {
                TaxRounding::Check
            },
            rounding: if even {
                Rounding::HalfEven
            } else {
                Rounding::HalfUp
            },
            cash_step_minor,
            charge,
        })
}

fn any_discounts(unit: i64) -> impl Strategy<Value = Vec<Discount>> {
    let one = (
        any_takes(unit),
        prop::option::of(1_usize..7),
        any::<bool>(),
        any::<bool>(),
    );
    prop::collection::vec(one, 0..6).prop_map(|all| {
        let give = |(number, (takes, line, promo, only_bar))| {
            let prefix = if promo { "promo" } else { "disc" };
            // Promotions go by key, whatever came first.
            let mut given = discount(format!("{prefix}/{}", 9 - number), line, takes);
            if promo && only_bar {
                given.categories = vec!["Bar".to_owned()];
                given.line = None;
            }
            given
        };
        all.into_iter().enumerate().map(give).collect()
    })
}

/// Any check in this currency. Where `mixed` is not asked for, all prices hold their tax or none.
pub(crate) fn any_order() -> impl Strategy<Value = (Currency, Order)> {
    any_currency().prop_flat_map(|currency| {
        // What a coffee costs, about.
        let unit = match currency.decimals() {
            0 => 200,
            2 => 150,
            _ => 1_500,
        };
        let lines = prop::collection::vec(any_line(unit), 0..7);
        let classes = prop::collection::vec(any_tax(), 1..4);
        let people = (0_u32..10, any::<bool>(), prop::bool::weighted(0.2));
        let taxes = (classes, prop::option::of(any::<bool>()));
        let paid = prop::option::of(0..unit * 20);
        let parts = (
            lines,
            taxes,
            any_rules(unit),
            any_discounts(unit),
            people,
            paid,
        );
        parts.prop_map(
            move |(lines, (classes, included), rules, discounts, people, paid)| {
                let lines = lines
                    .into_iter()
                    .enumerate()
                    .map(|(place, (mut line, its_own))| {
                        line.id = line_id(place + 1);
                        line.facts.tax = classes[place % classes.len()].clone();
                        line.facts.tax_included = included.unwrap_or(its_own);
                        line
                    });
                let mut any = order(lines.collect());
                let (guests, takeaway, is_waived) = people;
                any.rules = rules;
                any.discounts = discounts;
                any.guests = guests;
                any.service = if takeaway {
                    Service::Takeaway
                } else {
                    Service::EatIn
                };
                any.charge_waived = is_waived.then(waived);
                any.payments = paid.map(|amount| payment(1, amount)).into_iter().collect();
                (currency, any)
            },
        )
    })
}
