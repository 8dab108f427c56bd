//! The examples of `docs/money.md`, computed.

use std::{fmt::Write as _, fs, path::Path};

use shared::{
    delivery::DeliveryFee,
    menu::{
        HalvesRule, ListedPrice, ModifierDetail, Prefix, PriceList, Service, TaxClass, TaxRate,
        WeightUnit,
    },
    money::{Currency, Money},
    order::{Combo, Halves, Order, Special, Tender, Weighed},
    price::{
        ChargeBase, HappyHour, Rounding, ServiceCharge, Takes, TaxRounding, listed_price, price_at,
        totals,
    },
};

use crate::{
    any::{half, modifier, part, price_special},
    build::{discount, line, order, payment, waived},
    reference::{said, sums},
};

/// An example while it is read: what is given, and the lines that begin with `=`.
struct Example {
    currency: Currency,
    included: bool,
    order: Order,
    expected: String,
}

fn ppm(percent: &str) -> u32 {
    let number = percent.strip_suffix('%').unwrap();
    TaxRate::from_percent(number).unwrap().ppm()
}

fn tax(text: &str) -> TaxClass {
    let (mut eat_in, mut compound) = (Vec::new(), Vec::new());
    for word in text.split('|').filter(|word| *word != "0") {
        let rate = TaxRate::from_percent(word.trim_start_matches('+')).unwrap();
        eat_in.push(rate);
        if word.starts_with('+') {
            compound.push(rate);
        }
    }
    TaxClass {
        name: text.to_owned(),
        eat_in,
        takeaway: None,
        delivery: None,
        compound,
    }
}

impl Example {
    fn amount(&self, text: &str) -> Money {
        self.currency.parse(text).unwrap()
    }

    fn takes(&self, text: &str) -> Takes {
        if text == "comp" {
            Takes::Comp
        } else if text.ends_with('%') {
            Takes::Percent { ppm: ppm(text) }
        } else {
            Takes::Amount {
                amount: self.amount(text),
            }
        }
    }

    fn read(text: &str) -> Self {
        let mut example = Self {
            currency: Currency::from_code("EUR").unwrap(),
            included: true,
            order: order(Vec::new()),
            expected: String::new(),
        };
        for row in text.lines().filter(|row| !row.trim().is_empty()) {
            if row.starts_with('=') {
                writeln!(example.expected, "{}", row.trim()).unwrap();
            } else {
                let words: Vec<&str> = row.split_whitespace().collect();
                example.give(&words);
            }
        }
        let rounding = example.order.rules.rounding;
        for line in &mut example.order.lines {
            price_special(line, rounding);
        }
        example
    }

    /// What a line can be, and what stands under it.
    fn give_more(&mut self, words: &[&str]) {
        let amount = |text: &str| self.currency.parse(text).unwrap();
        let milli = |text: &str| text.replace('.', "").parse::<u32>().unwrap();
        let mut special = Special::default();
        let (quantity, price, rates) = match words {
            [
                "line",
                "1",
                "x",
                "weighed",
                price,
                weight,
                "tare",
                tare,
                "tax",
                rates,
            ] => {
                special.weighed = Some(self.weighed(price, milli(weight), milli(tare)));
                ("1", Money::ZERO, rates)
            }
            [
                "line",
                quantity,
                "x",
                price,
                "list",
                listed,
                "happy",
                off,
                "tax",
                rates,
            ] => (
                *quantity,
                self.now(amount(price), amount(listed), ppm(off)),
                rates,
            ),
            [
                "line",
                quantity,
                "x",
                "halves",
                rule,
                one,
                other,
                "on_top",
                on_top,
                "tax",
                rates,
            ] => {
                special.halves = Some(Halves {
                    rule: halves_rule(rule),
                    on_top: amount(on_top),
                    both: [one, other].map(|price| half(amount(price), Vec::new())),
                });
                (*quantity, Money::ZERO, rates)
            }
            ["line", quantity, "x", "combo", price, "tax", rates] => {
                special.combo = Some(Combo {
                    price: amount(price),
                    parts: Vec::new(),
                });
                (*quantity, Money::ZERO, rates)
            }
            other => return self.give_under(other),
        };
        let number = self.order.lines.len() + 1;
        let quantity = quantity.parse().unwrap();
        let mut new = line(number, price, quantity, tax(rates), self.included);
        new.facts.special = Box::new(special);
        self.order.lines.push(new);
    }

    /// `18.90/kg`, what the scale shows and what the box weighs.
    fn weighed(&self, price: &str, shown: u32, tare_milli: u32) -> Weighed {
        let (price, unit) = price.split_once('/').unwrap();
        Weighed {
            unit: WeightUnit::from_word(unit).unwrap(),
            price: self.amount(price),
            net_milli: shown - tare_milli,
            tare_milli,
        }
    }

    /// What a list and a happy hour that both count now make of a price.
    fn now(&self, price: Money, listed: Money, off_ppm: u32) -> Money {
        let list = PriceList {
            name: "list".to_owned(),
            service: None,
            room: None,
            hours: None,
            prices: vec![ListedPrice {
                sku: "S".to_owned(),
                variant: String::new(),
                price: listed,
            }],
        };
        let always = HappyHour {
            category: "Food".to_owned(),
            off_ppm,
            from_min: 0,
            to_min: 0,
            days: [true; 7],
        };
        let found = listed_price(&[list], ("S", ""), Service::EatIn, None, 0, 0)
            .map_or(price, |(_, price)| price);
        let rounding = self.order.rules.rounding;
        price_at(found, "Food", &[always], rounding, 0, 0).unwrap()
    }

    /// What stands under the last line.
    fn give_under(&mut self, words: &[&str]) {
        let amount = |text: &str| self.currency.parse(text).unwrap();
        let with = |words: &[&str]| match words {
            [count, "x", prefix, price] => {
                let mut new = modifier(Money::ZERO, count.parse().unwrap());
                new.prefix = Prefix::from_word(prefix);
                new.price = ModifierDetail::default().price(amount(price), new.prefix);
                new
            }
            [count, "x", price] => modifier(amount(price), count.parse().unwrap()),
            ["each", above, "x", count, "x", price] => {
                let count = above.parse::<u32>().unwrap() * count.parse::<u32>().unwrap();
                modifier(amount(price), count)
            }
            other => panic!("the example says with {other:?}"),
        };
        let facts = &mut self.order.lines.last_mut().unwrap().facts;
        let special = &mut facts.special;
        match words {
            ["with", rest @ ..] => facts.modifiers.push(with(rest)),
            ["half", number, "with", rest @ ..] => {
                let place = number.parse::<usize>().unwrap() - 1;
                let half = &mut special.halves.as_mut().unwrap().both[place];
                half.modifiers.push(with(rest));
            }
            ["dish", listed, "upcharge", upcharge, "tax", rates] => {
                let new = part(amount(listed), amount(upcharge), tax(rates));
                special.combo.as_mut().unwrap().parts.push(new);
            }
            ["dish", listed, "tax", rates] => {
                let new = part(amount(listed), Money::ZERO, tax(rates));
                special.combo.as_mut().unwrap().parts.push(new);
            }
            other => panic!("the example says {other:?}"),
        }
    }

    fn give(&mut self, words: &[&str]) {
        let rules = &mut self.order.rules;
        match words {
            ["currency", code] => self.currency = Currency::from_code(code).unwrap(),
            ["tax", "included"] => self.included = true,
            ["tax", "added"] => self.included = false,
            ["tax_rounding", "line"] => rules.tax_rounding = TaxRounding::Line,
            ["rounding", "half_even"] => rules.rounding = Rounding::HalfEven,
            ["cash_rounding", step] => {
                rules.cash_step_minor = self.currency.parse(step).unwrap().minor();
            }
            ["guests", guests] => self.order.guests = guests.parse().unwrap(),
            ["takeaway"] => self.order.service = Service::Takeaway,
            ["delivery"] => self.order.service = Service::Delivery,
            ["delivery_fee", amount, "tax", rates] => {
                let amount = self.currency.parse(amount).unwrap();
                rules.delivery = Some(DeliveryFee {
                    amount,
                    tax: tax(rates),
                    tax_included: self.included,
                });
            }
            ["charge", rate, "from", guests, taxed, base] => {
                rules.charge = Some(ServiceCharge {
                    rate_ppm: ppm(rate),
                    from_guests: guests.parse().unwrap(),
                    taxed: *taxed == "taxed",
                    base: match *base {
                        "before_discounts" => ChargeBase::BeforeDiscounts,
                        _ => ChargeBase::AfterDiscounts,
                    },
                });
            }
            ["waived"] => self.order.charge_waived = Some(waived()),
            ["line", quantity, "x", price, "tax", rates] => {
                let number = self.order.lines.len() + 1;
                let (price, quantity) = (self.amount(price), quantity.parse().unwrap());
                let new = line(number, price, quantity, tax(rates), self.included);
                self.order.lines.push(new);
            }
            ["discount", "check", takes] => self.discount("disc", None, takes),
            ["discount", "line", number, takes] => {
                self.discount("disc", Some(number.parse().unwrap()), takes);
            }
            ["promotion", id, takes] => {
                let takes = self.takes(takes);
                self.order
                    .discounts
                    .push(discount(format!("promo/{id}"), None, takes));
            }
            ["card", amount] => {
                let amount = self.amount(amount).minor();
                self.order.payments.push(payment(1, amount));
            }
            other => self.give_more(other),
        }
    }

    fn discount(&mut self, prefix: &str, line: Option<usize>, takes: &str) {
        let key = format!("{prefix}/{}", self.order.discounts.len() + 1);
        let given = discount(key, line, self.takes(takes));
        self.order.discounts.push(given);
    }

    /// The same rows as the example expects, with what is so.
    fn computed(&self) -> String {
        let seen = totals(&self.order).unwrap();
        let digits = |amount: Money| {
            let decimals = self.currency.decimals();
            let (scale, minor) = (10_i64.pow(decimals), amount.minor());
            let sign = if minor < 0 { "-" } else { "" };
            let (whole, rest) = (minor.abs() / scale, minor.abs() % scale);
            match decimals {
                0 => format!("{sign}{whole}"),
                _ => format!("{sign}{whole}.{rest:0width$}", width = decimals as usize),
            }
        };
        let mut text = String::new();
        for row in self.expected.lines() {
            let words: Vec<&str> = row.split_whitespace().collect();
            let is = match words[1] {
                "lines" => digits(seen.lines),
                "taken" => joined(seen.discounts.iter().map(|row| digits(row.amount))),
                "charge" => digits(seen.charge),
                "delivery" => digits(seen.delivery),
                "tax" => joined(seen.taxes.iter().map(|row| {
                    let percent = row.rate.percent();
                    format!("{percent}% {} on {}", digits(row.tax), digits(row.net))
                })),
                "owed" => joined(seen.shares.iter().map(|share| digits(share.owed))),
                "total" => digits(seen.total),
                "cash" => digits(seen.cash_due),
                "rounding" => digits(
                    self.order
                        .rules
                        .preview(seen.due, Tender::Cash, seen.cash_due)
                        .unwrap()
                        .rounding,
                ),
                other => panic!("the example asks for {other}"),
            };
            writeln!(text, "= {} {is}", words[1]).unwrap();
        }
        text
    }
}

fn halves_rule(word: &str) -> HalvesRule {
    match word {
        "sum" => HalvesRule::Sum,
        _ => HalvesRule::Dearer,
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn examples() -> Vec<Example> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/money.md");
    let text = fs::read_to_string(path).unwrap();
    text.split("```money\n")
        .skip(1)
        .map(|part| Example::read(part.split("```").next().unwrap()))
        .collect()
}

#[test]
fn every_example_of_the_text_comes_out_as_it_says() {
    let all = examples();
    assert!(all.len() >= 12, "only {} examples", all.len());
    for example in all {
        assert!(!example.expected.is_empty());
        assert_eq!(example.computed(), example.expected);
    }
}

#[test]
fn the_second_calculator_agrees_with_every_example() {
    for example in examples() {
        assert_eq!(said(&example.order), sums(&example.order));
    }
}
