//! A law over evenings: the rows of every Z add up, on paper as a guest of the tax office reads them,
//! and to what the journal's records say; closed days, months and years chain into what was sold since
//! the first record.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;
use shared::{
    api::till::{Command, RefundAsked, Reply, TipAsked},
    ids::OrderId,
    journal::Pieces,
    menu::{Catalogue, Service, TaxClass, TaxRate},
    money::Money,
    order::{Leftover, Tender},
    price::{ChargeBase, ServiceCharge, Takes},
    refund::RefundLine,
    shift::ShiftReport,
};

use crate::{
    adds_up::contradictions,
    restaurant::{Till, catalogue, pay, plain},
};

const HOUR_MS: i64 = 3_600_000;

/// What somebody does at a till.
#[derive(Clone, Copy, Debug)]
enum Deed {
    /// A whole check: dishes, service and guests, percent off, how it is paid, tip.
    Sell([u32; 2], (usize, u32), u32, bool, i64),
    /// A dish goes back by this tender, of the check sold so many before the last.
    Refund(usize, bool),
    /// A sent dish is taken off a check that is paid afterwards.
    Void(bool),
    Tip(usize, i64),
    In(i64),
    Out(i64),
    Safe(i64),
    /// The shift ends; so many hours pass.
    Shift(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let back = 0_usize..4;
    let sale = (
        [0_u32..4, 0_u32..4],
        0_usize..3,
        0_u32..50,
        0_u32..5,
        any::<bool>(),
        0_i64..300,
    );
    prop_oneof![
        8 => sale.prop_map(|(n, s, off, g, cash, tip)| Deed::Sell(n, (s, g), off, cash, tip)),
        3 => (back.clone(), any::<bool>()).prop_map(|(n, cash)| Deed::Refund(n, cash)),
        1 => any::<bool>().prop_map(Deed::Void),
        1 => (back, 0_i64..500).prop_map(|(n, tip)| Deed::Tip(n, tip)),
        1 => (1_i64..5_000).prop_map(Deed::In),
        1 => (1_i64..5_000).prop_map(Deed::Out),
        1 => (1_i64..5_000).prop_map(Deed::Safe),
        2 => prop_oneof![Just(0_i64), 1_i64..30, 700_i64..900].prop_map(Deed::Shift),
    ]
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// Food and drink of two rates, in or on the price, a charge for three and more, coins of five cents.
fn menu(included: bool) -> Catalogue {
    let rate = |percent: &str| TaxRate::from_percent(percent).unwrap();
    let mut menu = catalogue(None);
    menu.version = 2;
    menu.site.prices_include_tax = included;
    menu.site.cash_rounding_minor = 5;
    menu.taxes.push(TaxClass {
        name: "alcohol".to_owned(),
        eat_in: vec![rate("22"), rate("0.5")],
        takeaway: Some(vec![rate("10")]),
        delivery: None,
        compound: Vec::new(),
    });
    for (sku, price) in [("T129", 803), ("T165", 551)] {
        let item = menu.items.iter_mut().find(|item| item.sku == sku);
        item.unwrap().variants[0].price = money(price);
    }
    let beer = menu.items.iter_mut().find(|item| item.sku == "T165");
    "alcohol".clone_into(&mut beer.unwrap().tax);
    menu.site.prices.charge = Some(ServiceCharge {
        rate_ppm: 100_000,
        from_guests: 3,
        taxed: true,
        base: ChargeBase::AfterDiscounts,
    });
    menu
}

struct Evening {
    till: Till,
    sold: Vec<OrderId>,
}

impl Evening {
    const fn tender(cash: bool) -> Tender {
        if cash { Tender::Cash } else { Tender::Card }
    }

    fn open(&mut self, service: usize, guests: u32) -> OrderId {
        let services = [Service::EatIn, Service::Takeaway, Service::Delivery];
        let view = self.till.order(Command::OpenOrder {
            service: services[service],
            table: None,
            tab: "Anna".to_owned(),
            guests,
        });
        view.order.id
    }

    fn settle(&mut self, order: OrderId, cash: bool, tip: i64) {
        let sums = self.till.show(order).totals;
        let (tender, due) = (
            Self::tender(cash),
            if cash { sums.cash_due } else { sums.due },
        );
        if sums.due.is_zero() {
            self.till.ask(Command::Settle { order }).unwrap();
            return;
        }
        let mut command = pay(order, tender, due.minor());
        if let Command::Pay { tip: given, .. } = &mut command {
            *given = money(tip.min(sums.due.minor()));
        }
        self.till.ask(command).unwrap();
        self.sold.push(order);
    }

    fn before(&self, back: usize) -> Option<OrderId> {
        self.sold.iter().rev().nth(back).copied()
    }

    fn sell(
        &mut self,
        units: [u32; 2],
        (service, guests): (usize, u32),
        off: u32,
        (cash, tip): (bool, i64),
    ) {
        let order = self.open(service, guests);
        for (sku, units) in ["T129", "T165"].into_iter().zip(units) {
            if units > 0 {
                let line = plain(sku, units);
                self.till.order(Command::AddLine { order, line });
            }
        }
        let takes = Takes::Percent { ppm: off * 10_000 };
        let (line, reason) = (None, "late".to_owned());
        drop(self.till.ask(Command::Discount {
            order,
            line,
            takes,
            reason,
        }));
        self.settle(order, cash, tip);
    }

    /// Whatever the till refuses changes nothing, which the sums show as well.
    fn act(&mut self, deed: Deed) {
        match deed {
            Deed::Sell(units, place, off, cash, tip) => self.sell(units, place, off, (cash, tip)),
            Deed::Refund(back, cash) => {
                let Some(order) = self.before(back) else {
                    return;
                };
                let line = self.till.show(order).order.lines[0].id;
                let what = RefundAsked::Lines {
                    lines: vec![RefundLine { line, quantity: 1 }],
                    tender: Self::tender(cash),
                    reason: "cold".to_owned(),
                };
                drop(self.till.ask(Command::Refund { order, what }));
            }
            Deed::Void(wasted) => {
                let order = self.open(0, 1);
                let line = self.till.add(order, "T165", 2).order.lines[0].id;
                self.till.ask(Command::Send { order }).unwrap();
                let (quantity, reason) = (1, "dropped".to_owned());
                let leftover = if wasted {
                    Leftover::Wasted
                } else {
                    Leftover::Restocked
                };
                self.till.order(Command::VoidLine {
                    order,
                    line,
                    quantity,
                    reason,
                    leftover,
                });
                self.settle(order, true, 0);
            }
            Deed::Tip(back, tip) => {
                let Some(order) = self.before(back) else {
                    return;
                };
                let payment = self.till.show(order).order.payments[0].fact;
                let tip = money(tip);
                drop(self.till.ask(Command::ChangeTip(TipAsked {
                    order,
                    payment,
                    tip,
                })));
            }
            Deed::In(minor) => {
                let (amount, reason) = (money(minor), "coins".to_owned());
                self.till.ask(Command::PayIn { amount, reason }).unwrap();
            }
            Deed::Out(minor) => {
                let (amount, reason) = (money(minor), "ice".to_owned());
                self.till.ask(Command::PayOut { amount, reason }).unwrap();
            }
            Deed::Safe(minor) => {
                let (amount, note) = (money(minor), String::new());
                self.till.ask(Command::DropCash { amount, note }).unwrap();
            }
            Deed::Shift(hours) => self.shift(hours),
        }
    }

    /// Counts a euro too much, closes, and opens the next one.
    fn shift(&mut self, hours: i64) {
        let expected = self
            .till
            .engine
            .shift_report()
            .unwrap()
            .unwrap()
            .expected_cash;
        let counted = money((expected.minor() + 100).max(0));
        let pieces = vec![Pieces {
            worth: counted,
            count: 1,
        }];
        let close = Command::CloseShift {
            counted,
            carry_over: false,
            pieces: if counted.is_zero() {
                Vec::new()
            } else {
                pieces
            },
        };
        let Reply::Shift(report) = self.till.ask(close).unwrap() else {
            panic!("no report")
        };
        check_z(&self.till, &report);
        self.till.time.pass(hours * HOUR_MS);
        self.till.engine.close_days().unwrap();
        self.till.sign_in("1111");
        let float = money(10_000);
        self.till.ask(Command::OpenShift { float }).unwrap();
    }
}

/// A shift added up from the JSON of its records.
#[derive(Debug, Default, PartialEq, Eq)]
struct Pencil {
    sold: i64,
    refunded: i64,
    /// Net and tax by rate, refunds taken off.
    rates: BTreeMap<u64, (i64, i64)>,
    /// Amount and tips by tender.
    tenders: BTreeMap<String, (i64, i64)>,
    drawer: i64,
}

impl Pencil {
    fn rates(&mut self, rows: &Value, sign: i64) {
        for row in rows.as_array().into_iter().flatten() {
            let sum = self.rates.entry(row["rate"].as_u64().unwrap()).or_default();
            sum.0 += sign * row["net"].as_i64().unwrap();
            sum.1 += sign * row["tax"].as_i64().unwrap();
        }
    }

    fn tender(&mut self, fact: &Value) -> &mut (i64, i64) {
        let word = fact["tender"].as_str().unwrap().to_owned();
        self.tenders.entry(word).or_default()
    }

    fn add(&mut self, fact: &Value) {
        let number = |field: &str| fact[field].as_i64().unwrap_or(0);
        let is_cash = fact["tender"] == "cash";
        match fact["kind"].as_str().unwrap() {
            "shift_opened" => self.drawer += number("float"),
            "cash_moved" => self.drawer += number("amount"),
            "payment" => {
                let row = self.tender(fact);
                *row = (row.0 + number("amount"), row.1 + number("tip"));
                if is_cash {
                    // What was handed over for the check; the tip comes beside it.
                    let stays = number("tendered") - number("change");
                    assert_eq!(stays, number("amount") + number("rounding"), "{fact}");
                    self.drawer += stays + number("tip");
                }
            }
            "tip_changed" => self.tender(fact).1 += number("tip") - number("was"),
            "order_closed" => {
                self.sold += number("total");
                self.rates(&fact["taxes"], 1);
            }
            "refunded" => {
                self.refunded += number("amount");
                self.rates(&fact["taxes"], -1);
                self.tender(fact).0 -= number("amount");
                if is_cash {
                    self.drawer -= number("amount") + number("rounding");
                }
            }
            _ => {}
        }
    }
}

fn bodies(till: &Till) -> Vec<Value> {
    let records = till.engine.store().facts_from(1).unwrap();
    let body = |record: &shared::journal::Record| serde_json::from_str(&record.body).unwrap();
    records.iter().map(body).collect()
}

fn check_z(till: &Till, report: &ShiftReport) {
    let shift = serde_json::to_value(report.shift).unwrap();
    let mut pencil = Pencil::default();
    let facts = bodies(till);
    for fact in facts.iter().filter(|fact| fact["shift"] == shift) {
        pencil.add(fact);
    }
    let rows = report.taxes.iter();
    let rates = rows.map(|row| {
        (
            u64::from(row.rate.ppm()),
            (row.net.minor(), row.tax.minor()),
        )
    });
    let tenders = report.tenders.iter().map(|row| {
        let word = serde_json::to_value(row.tender).unwrap();
        (
            word.as_str().unwrap().to_owned(),
            (row.amount.minor(), row.tips.minor()),
        )
    });
    let said = Pencil {
        sold: report.sales.minor(),
        refunded: report.refunded.minor(),
        rates: rates.collect(),
        tenders: tenders.collect(),
        drawer: report.expected_cash.minor(),
    };
    assert_eq!(said, pencil, "{report:?}");
    let number = report.closed.as_ref().unwrap().z_number;
    let kept = till
        .engine
        .store()
        .device(&format!("reports/z/{number}"))
        .unwrap();
    let kept: Value = serde_json::from_str(&kept.unwrap()).unwrap();
    let paper = serde_json::from_value(kept["paper"].clone()).unwrap();
    let contradictions = contradictions(&paper, 0);
    assert!(contradictions.is_empty(), "{contradictions:?} {paper:?}");
}

/// What a period says was sold and given back, and at which rates; what is nothing is left out.
fn sums(of: &Value) -> BTreeMap<String, i64> {
    let mut all = BTreeMap::new();
    for field in ["checks", "sold", "refunded"] {
        all.insert(field.to_owned(), of[field].as_i64().unwrap());
    }
    for row in of["rates"].as_array().unwrap() {
        for field in ["sold_net", "sold_tax", "refunded_net", "refunded_tax"] {
            all.insert(
                format!("{} {field}", row["rate"]),
                row[field].as_i64().unwrap(),
            );
        }
    }
    all
}

fn add(into: &mut BTreeMap<String, i64>, more: &BTreeMap<String, i64>) {
    for (name, amount) in more {
        *into.entry(name.clone()).or_default() += amount;
    }
}

/// Each closure follows the one before it of its kind and adds its records to what was there.
fn check_closures(till: &Till) {
    let facts = bodies(till);
    for period in ["day", "month", "year"] {
        let (mut number, mut last, mut all) = (0, 0, BTreeMap::new());
        let closed = facts.iter().filter(|fact| fact["kind"] == "period_closed");
        for one in closed.filter(|fact| fact["period"] == period) {
            number += 1;
            assert_eq!(one["number"], number);
            assert_eq!(one["from_number"], last + 1);
            let mut pencil = Pencil::default();
            last = one["to_number"].as_u64().unwrap();
            let from = usize::try_from(one["from_number"].as_u64().unwrap() - 1).unwrap();
            let within = &facts[from..usize::try_from(last).unwrap()];
            for fact in within {
                pencil.add(fact);
            }
            let said = sums(&one["sums"]);
            assert_eq!(
                (said["sold"], -said["refunded"]),
                (pencil.sold, pencil.refunded)
            );
            for (rate, (net, tax)) in pencil.rates {
                let of = |what: &str| said.get(&format!("{rate} {what}")).copied().unwrap_or(0);
                assert_eq!(of("sold_net") + of("refunded_net"), net);
                assert_eq!(of("sold_tax") + of("refunded_tax"), tax);
            }
            add(&mut all, &said);
            assert_eq!(sums(&one["perpetual"]), all);
        }
    }
}

fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(32)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]
    #[test]
    fn the_rows_of_every_z_add_up_and_closed_periods_chain(
        included in any::<bool>(),
        deeds in proptest::collection::vec(deed(), 1..40),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut till = Till::with(folder.path(), "1111");
        till.take(&menu(included));
        let mut evening = Evening { till, sold: Vec::new() };
        for deed in deeds {
            evening.act(deed);
        }
        evening.shift(24);
        check_closures(&evening.till);
    }
}
