//! Whoever has nothing but the journal's record of a check comes to the record's figures, and to those
//! that the guest has on paper: totals, taxes and marks.

use std::{cell::RefCell, collections::BTreeSet};

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::Value;
use shared::{
    api::till::{Command, DishAsked, NewLine},
    delivery::DeliveryFee,
    ids::OrderId,
    menu::{Catalogue, ComboDish, ComboGroup, Course, Service, TaxClass, TaxRate},
    money::{Currency, Money},
    order::Tender,
    price::{ChargeBase, Rounding, ServiceCharge, Takes, TaxRounding},
};

use crate::{
    by_record::{computed, said},
    marks::lines,
    restaurant::{Till, catalogue, item, plain},
};

const CURRENCIES: [&str; 4] = ["EUR", "USD", "JPY", "KWD"];
const SERVICES: [Service; 3] = [Service::EatIn, Service::Takeaway, Service::Delivery];
/// The journal of a till is read from its start for each check: after so many another one sells.
const CHECKS_OF_A_TILL: u64 = 100;

/// A restaurant and one check of it, by numbers.
#[derive(Clone, Debug)]
struct Evening {
    currency: usize,
    /// Three classes: rates in tenths of a percent, and whether the last one is a tax on taxes.
    classes: Vec<(Vec<u32>, bool)>,
    /// Prices hold taxes; taxes are rounded by line; to the even neighbour; the charge is taxed; it
    /// is taken before discounts.
    rules: [bool; 5],
    charge_ppm: u32,
    fee: i64,
    prices: [i64; 3],
    service: usize,
    guests: u32,
    /// Dish and how many; the fourth dish is a combo.
    lines: Vec<(usize, u32)>,
    /// Which line or all, and how much: percent, or an amount below zero.
    discounts: Vec<(Option<usize>, i64)>,
}

fn evening() -> impl Strategy<Value = Evening> {
    let class = (prop::collection::vec(0_u32..250, 0..4), any::<bool>());
    let place = (0..CURRENCIES.len(), 0..SERVICES.len());
    let lines = prop::collection::vec((0_usize..4, 1_u32..5), 1..6);
    let discount = (
        prop::option::of(0_usize..5),
        prop_oneof![1_i64..=100, -500_i64..0],
    );
    (
        prop::collection::vec(class, 3),
        any::<[bool; 5]>(),
        (0_u32..200_000, 0_i64..500, 0_u32..5),
        [1_i64..2_000, 0_i64..900, 1_i64..99],
        place,
        lines,
        prop::collection::vec(discount, 0..3),
    )
        .prop_map(
            |(classes, rules, (charge_ppm, fee, guests), prices, place, lines, discounts)| {
                Evening {
                    currency: place.0,
                    classes,
                    rules,
                    charge_ppm,
                    fee,
                    prices,
                    service: place.1,
                    guests,
                    lines,
                    discounts,
                }
            },
        )
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

impl Evening {
    fn class(&self, place: usize) -> TaxClass {
        let (tenths, on_taxes) = &self.classes[place];
        let rates: Vec<TaxRate> = tenths
            .iter()
            .map(|tenths| TaxRate::from_ppm(tenths * 1_000).unwrap())
            .collect();
        TaxClass {
            name: format!("class {place}"),
            compound: rates
                .last()
                .filter(|_| *on_taxes)
                .copied()
                .into_iter()
                .collect(),
            eat_in: rates,
            takeaway: None,
            delivery: None,
        }
    }

    fn menu(&self, version: u64) -> Catalogue {
        let [included, by_line, even, taxed, before] = self.rules;
        let mut menu = catalogue(None);
        menu.version = version;
        menu.site.currency = Currency::from_code(CURRENCIES[self.currency]).unwrap();
        menu.site.prices_include_tax = included;
        menu.taxes = (0..3).map(|place| self.class(place)).collect();
        let sold = |place: usize| {
            let price = self.prices[place];
            let mut one = item(["A", "B", "C"][place], "Dish", price, None, Course::None);
            one.tax = format!("class {place}");
            one
        };
        let mut combo = item("M", "Menu", self.prices[0], None, Course::None);
        "class 0".clone_into(&mut combo.tax);
        combo.sale.combo = vec!["both".to_owned()];
        menu.items = vec![sold(0), sold(1), sold(2), combo];
        let dish = |sku: &str| ComboDish {
            sku: sku.to_owned(),
            variant: String::new(),
            upcharge: money(5),
        };
        menu.combos = vec![ComboGroup {
            name: "both".to_owned(),
            min: 2,
            max: 2,
            dishes: vec![dish("B"), dish("C")],
        }];
        let prices = &mut menu.site.prices;
        prices.tax_rounding = if by_line {
            TaxRounding::Line
        } else {
            TaxRounding::Check
        };
        prices.rounding = if even {
            Rounding::HalfEven
        } else {
            Rounding::HalfUp
        };
        prices.charge = Some(ServiceCharge {
            rate_ppm: self.charge_ppm,
            from_guests: 3,
            taxed,
            base: if before {
                ChargeBase::BeforeDiscounts
            } else {
                ChargeBase::AfterDiscounts
            },
        });
        prices.delivery = Some(DeliveryFee {
            amount: money(self.fee),
            tax: self.class(2),
            tax_included: included,
        });
        menu
    }

    fn asked(dish: usize, quantity: u32) -> NewLine {
        let mut line = plain(["A", "B", "C", "M"][dish], quantity);
        if dish == 3 {
            let one = |dish| DishAsked {
                group: "both".to_owned(),
                dish,
                modifiers: Vec::new(),
            };
            line.more.dishes = vec![one(0), one(1)];
        }
        line
    }

    /// Rings the check up and pays it.
    fn sell(&self, till: &mut Till) -> OrderId {
        let view = till.order(Command::OpenOrder {
            service: SERVICES[self.service],
            table: None,
            tab: "Anna".to_owned(),
            guests: self.guests,
        });
        let order = view.order.id;
        for (dish, quantity) in &self.lines {
            let line = Self::asked(*dish, *quantity);
            till.order(Command::AddLine { order, line });
        }
        let rung = till.show(order).order.lines;
        for (line, much) in &self.discounts {
            let line = line.map(|place| rung[place % rung.len()].id);
            let takes = match u32::try_from(*much) {
                Ok(percent) => Takes::Percent {
                    ppm: percent * 10_000,
                },
                Err(_) => Takes::Amount {
                    amount: money(-much),
                },
            };
            let discount = Command::Discount {
                order,
                line,
                takes,
                reason: "late".to_owned(),
            };
            // One that finds nothing left is refused.
            drop(till.ask(discount));
        }
        match till.show(order).totals.due {
            Money::ZERO => drop(till.ask(Command::Settle { order }).unwrap()),
            due => drop(till.pay(order, Tender::Card, due.minor())),
        }
        order
    }
}

/// A till, and where it keeps what it knows.
fn a_till() -> (Till, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Till::with(folder.path(), "1111"), folder)
}

/// The last record of a check that the till wrote.
fn record(till: &Till) -> Value {
    let records = till.engine.store().facts_from(1).unwrap();
    let mut bodies = records.iter().rev();
    let body = bodies.find(|record| record.body.starts_with("{\"kind\":\"order_closed\""));
    serde_json::from_str(&body.unwrap().body).unwrap()
}

/// Rates that something in the record carries, from the lowest.
fn carried(record: &Value) -> Vec<u64> {
    let how = &record["reckoned"];
    let mut places: BTreeSet<u64> = how["delivery"].as_u64().into_iter().collect();
    for line in record["lines"].as_array().unwrap() {
        let pieces = line["pieces"].as_array().into_iter().flatten();
        places.extend(
            pieces
                .chain([line])
                .filter_map(|piece| piece["tax"].as_u64()),
        );
    }
    let sets = places
        .iter()
        .map(|place| &how["taxes"][usize::try_from(*place).unwrap()]);
    let rates = sets.flat_map(|set| set["rates"].as_array().unwrap());
    let rates: BTreeSet<u64> = rates.map(|rate| rate.as_u64().unwrap()).collect();
    rates.into_iter().collect()
}

/// What the paper must say at its foot, and of each line and charge.
fn printed(record: &Value, currency: Currency) -> Vec<String> {
    let sums = computed(record);
    let digits = |minor: i64| currency.digits(money(minor));
    let rates = carried(record);
    let letters = rates.iter().zip('A'..);
    let mut all: Vec<String> = letters
        .map(|(ppm, letter)| {
            let ppm = u32::try_from(*ppm).unwrap();
            let percent = TaxRate::from_ppm(ppm).unwrap().percent();
            let (net, tax) = sums.taxes.get(&ppm).copied().unwrap_or_default();
            format!("{letter} IVA {percent} % {} {}", digits(net), digits(tax))
        })
        .collect();
    all.push(format!("TOTALE {}", currency.format(money(sums.total))));
    let mark = |place: &Value| {
        let set = &record["reckoned"]["taxes"][usize::try_from(place.as_u64().unwrap()).unwrap()];
        let own = set["rates"].as_array().unwrap();
        let letters = rates.iter().zip('A'..);
        let letters = letters.filter(|(rate, _)| own.contains(&Value::from(**rate)));
        letters.map(|(_, letter)| letter).collect::<String>()
    };
    for line in record["lines"].as_array().unwrap() {
        let (quantity, amount) = (
            line["quantity"].as_i64().unwrap(),
            line["amount"].as_i64().unwrap(),
        );
        let pieces = line["pieces"].as_array();
        let marks: BTreeSet<String> = match pieces {
            Some(pieces) => pieces.iter().map(|piece| mark(&piece["tax"])).collect(),
            None => [mark(&line["tax"])].into(),
        };
        let marks: Vec<String> = marks.into_iter().filter(|mark| !mark.is_empty()).collect();
        let name = line["name"].as_str().unwrap();
        all.push(
            format!("{quantity} {name} {} {}", marks.join("/"), digits(amount)).replace("  ", " "),
        );
    }
    all
}

#[test]
fn the_journal_alone_gives_the_figures_of_the_record_and_of_the_paper() {
    let state = RefCell::new((a_till(), 1_u64));
    let cases = std::env::var("PROPTEST_CASES").ok();
    let cases = cases.and_then(|text| text.parse().ok()).unwrap_or(150);
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(cases)
    });
    let law = |evening: Evening| {
        let ((till, folder), version) = &mut *state.borrow_mut();
        *version += 1;
        if *version % CHECKS_OF_A_TILL == 0 {
            (*till, *folder) = a_till();
        }
        let menu = evening.menu(*version);
        till.take(&menu);
        let order = evening.sell(till);
        let record = record(till);
        prop_assert_eq!(computed(&record), said(&record));
        let paper = lines(till, Command::ShowReceipt { order });
        for line in printed(&record, menu.site.currency) {
            let is_there = paper.contains(&line);
            prop_assert!(is_there, "no `{}`: {:#?} {:#}", line, paper, record);
        }
        Ok(())
    };
    runner.run(&evening(), law).unwrap();
}
