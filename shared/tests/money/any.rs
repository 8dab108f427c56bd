//! Any check: lines, taxes, discounts and rules in all their mixtures.

use proptest::prelude::*;
use shared::{
    delivery::DeliveryFee,
    gift::{CardRef, GiftLine},
    ids::EntryId,
    menu::{HalvesRule, Name, Service, TaxClass, TaxRate, WeightUnit},
    money::{Currency, Money},
    order::{Combo, ComboPart, Half, Halves, Line, LineModifier, Order, Special, Weighed},
    price::{ChargeBase, Discount, PriceRules, Rounding, ServiceCharge, Takes, TaxRounding},
};

use crate::build::{discount, line, line_id, order, payment, waived};

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
    let away = || prop::option::of(rates());
    (rates(), away(), away(), any::<[bool; 4]>()).prop_map(
        |(eat_in, takeaway, delivery, on_taxes)| {
            let compound = eat_in
                .iter()
                .zip(on_taxes)
                .filter_map(|(rate, on_taxes)| on_taxes.then_some(*rate))
                .collect();
            TaxClass {
                name: "any".to_owned(),
                eat_in,
                takeaway,
                delivery,
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
    let modifiers = any_modifiers(unit);
    let category = prop::sample::select(vec!["Food", "Bar"]);
    let special = any_special(unit);
    (
        0..unit * 30,
        0_i64..6,
        modifiers,
        category,
        any::<bool>(),
        special,
    )
        .prop_map(
            |(price, quantity, modifiers, category, included, special)| {
                let none = TaxClass {
                    name: String::new(),
                    eat_in: Vec::new(),
                    takeaway: None,
                    delivery: None,
                    compound: Vec::new(),
                };
                let mut line = line(0, Money::from_minor(price), quantity, none, true);
                category.clone_into(&mut line.facts.category);
                line.facts.modifiers = modifiers;
                line.facts.special = Box::new(special);
                (line, included)
            },
        )
}

fn any_fee(unit: i64) -> impl Strategy<Value = DeliveryFee> {
    (0..unit * 3, any_tax(), any::<bool>()).prop_map(|(minor, tax, tax_included)| DeliveryFee {
        amount: Money::from_minor(minor),
        tax,
        tax_included,
    })
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
        prop::option::of(any_fee(unit)),
    )
        .prop_map(
            |(by_line, even, cash_step_minor, charge, delivery)| PriceRules {
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
                delivery,
            },
        )
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

fn any_modifiers(unit: i64) -> impl Strategy<Value = Vec<LineModifier>> {
    let one = (-unit * 3..unit * 3, 0_u32..3);
    let modifier = |(price, count)| modifier(Money::from_minor(price), count);
    prop::collection::vec(one, 0..3).prop_map(move |all| all.into_iter().map(modifier).collect())
}

/// A modifier of this price.
pub(crate) fn modifier(price: Money, count: u32) -> LineModifier {
    LineModifier {
        group: "extras".to_owned(),
        name: Name::default(),
        count,
        price,
        allergens: Vec::new(),
        prefix: None,
        under: Vec::new(),
    }
}

/// Half of something that costs so much.
pub(crate) fn half(price: Money, modifiers: Vec<LineModifier>) -> Half {
    Half {
        sku: String::new(),
        name: Name::default(),
        price,
        allergens: Vec::new(),
        modifiers,
    }
}

/// A dish of a combo.
pub(crate) fn part(listed: Money, upcharge: Money, tax: TaxClass) -> ComboPart {
    ComboPart {
        group: String::new(),
        sku: String::new(),
        name: Name::default(),
        variant: String::new(),
        category: String::new(),
        upcharge,
        listed,
        tax,
        station: None,
        allergens: Vec::new(),
        prep_seconds: 0,
        modifiers: Vec::new(),
    }
}

/// Nothing special, a weight, two halves, a combo. The taxes of its dishes come later.
fn any_special(unit: i64) -> impl Strategy<Value = Special> {
    let weighed = (0..unit * 30, 1_u32..999_999).prop_map(|(price, net_milli)| Special {
        weighed: Some(Weighed {
            unit: WeightUnit::Kg,
            price: Money::from_minor(price),
            net_milli,
            tare_milli: 0,
        }),
        ..Special::default()
    });
    let one = move || (0..unit * 15, any_modifiers(unit));
    let halves = (one(), one(), any::<bool>(), 0..unit).prop_map(
        |((one, with), (other, other_with), dearer, on_top)| {
            let both = [
                half(Money::from_minor(one), with),
                half(Money::from_minor(other), other_with),
            ];
            let rule = if dearer {
                HalvesRule::Dearer
            } else {
                HalvesRule::Sum
            };
            Special {
                halves: Some(Halves {
                    rule,
                    on_top: Money::from_minor(on_top),
                    both,
                }),
                ..Special::default()
            }
        },
    );
    let dish = (0..unit * 15, -unit..unit * 3, any_modifiers(unit));
    let dishes = prop::collection::vec(dish, 0..4);
    let combo = (0..unit * 30, dishes).prop_map(|(price, dishes)| {
        let dish = |(listed, upcharge, modifiers)| {
            let none = TaxClass {
                name: String::new(),
                eat_in: Vec::new(),
                takeaway: None,
                delivery: None,
                compound: Vec::new(),
            };
            let [listed, upcharge] = [listed, upcharge].map(Money::from_minor);
            ComboPart {
                modifiers,
                ..part(listed, upcharge, none)
            }
        };
        Special {
            combo: Some(Combo {
                price: Money::from_minor(price),
                parts: dishes.into_iter().map(dish).collect(),
            }),
            ..Special::default()
        }
    });
    prop_oneof![
        4 => Just(Special::default()),
        1 => weighed,
        1 => halves,
        2 => combo,
        1 => Just(gift()),
    ]
}

/// Money for a gift card.
pub(crate) fn gift() -> Special {
    Special {
        gift: Some(GiftLine {
            card: CardRef {
                document: shared::ids::OrderId::from_bytes([0x22; 16]),
                last_four: "2345".to_owned(),
            },
            load: EntryId::from_bytes([7; 16]),
            code: None,
        }),
        ..Special::default()
    }
}

/// What a till makes of a line that is money for a card: one, with no taxes and nothing on it.
fn as_gift(line: &mut Line) {
    line.quantity = line.quantity.min(1);
    line.facts.modifiers.clear();
    line.facts.tax = TaxClass {
        name: String::new(),
        eat_in: Vec::new(),
        takeaway: None,
        delivery: None,
        compound: Vec::new(),
    };
}

/// Gives the line the price of what makes it special.
pub(crate) fn price_special(line: &mut Line, rounding: Rounding) {
    let facts = &mut line.facts;
    facts.unit_price = facts
        .special
        .price_of_one(facts.unit_price, rounding)
        .unwrap();
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
        let services = vec![Service::EatIn, Service::Takeaway, Service::Delivery];
        let service = prop::sample::select(services);
        let people = (0_u32..10, service, prop::bool::weighted(0.2));
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
                        if let Some(combo) = &mut line.facts.special.combo {
                            for (number, part) in combo.parts.iter_mut().enumerate() {
                                part.tax = classes[(place + number) % classes.len()].clone();
                            }
                        }
                        if line.is_gift() {
                            as_gift(&mut line);
                        }
                        price_special(&mut line, rules.rounding);
                        line
                    });
                let mut any = order(lines.collect());
                let (guests, service, is_waived) = people;
                any.rules = rules;
                any.discounts = discounts;
                any.guests = guests;
                any.service = service;
                any.charge_waived = is_waived.then(waived);
                any.payments = paid.map(|amount| payment(1, amount)).into_iter().collect();
                (currency, any)
            },
        )
    })
}
