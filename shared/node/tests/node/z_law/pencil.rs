//! A shift and its closures, added up with a pencil from the JSON of the journal's records.

use std::collections::BTreeMap;

use serde_json::Value;
use shared::shift::ShiftReport;

use crate::{adds_up::contradictions, restaurant::Till};

/// What happened to deposits: taken, used, given back, left as tips, kept.
type Ahead = [i64; 5];
/// Their names in a report.
const AHEAD: [&str; 5] = ["taken", "used", "returned", "tipped", "kept"];

/// A shift added up from the JSON of its records.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pencil {
    sold: i64,
    refunded: i64,
    /// What went onto gift cards, less what came off them with refunds.
    gift_cards: i64,
    /// What was paid too much and went back or stayed, deposits left out.
    surplus: i64,
    deposits: Ahead,
    /// Net and tax by rate, refunds taken off.
    rates: BTreeMap<u64, (i64, i64)>,
    /// Amount, tips, and what was given beyond both, by tender.
    tenders: BTreeMap<String, (i64, i64, i64)>,
    drawer: i64,
}

fn number(of: &Value, field: &str) -> i64 {
    of[field].as_i64().unwrap_or(0)
}

/// What all loads of gift cards make.
fn loads(of: &Value) -> i64 {
    let all = of["gift_cards"].as_array().into_iter().flatten();
    all.map(|load| load["amount"].as_i64().unwrap()).sum()
}

impl Pencil {
    fn rates(&mut self, rows: &Value, sign: i64) {
        for row in rows.as_array().into_iter().flatten() {
            let sum = self.rates.entry(row["rate"].as_u64().unwrap()).or_default();
            sum.0 += sign * row["net"].as_i64().unwrap();
            sum.1 += sign * row["tax"].as_i64().unwrap();
        }
    }

    fn tender(&mut self, fact: &Value) -> &mut (i64, i64, i64) {
        let word = fact["tender"].as_str().unwrap().to_owned();
        self.tenders.entry(word).or_default()
    }

    fn add(&mut self, fact: &Value) {
        match fact["kind"].as_str().unwrap() {
            "shift_opened" => self.drawer += number(fact, "float"),
            "cash_moved" => self.drawer += number(fact, "amount"),
            "payment" => self.pay(fact),
            "tip_changed" => self.tender(fact).1 += number(fact, "tip") - number(fact, "was"),
            "order_closed" => self.close(fact),
            "refunded" => self.give(fact),
            _ => {}
        }
    }

    fn pay(&mut self, fact: &Value) {
        let [amount, tip, change] = ["amount", "tip", "change"].map(|field| number(fact, field));
        let (tendered, rounding) = (number(fact, "tendered"), number(fact, "rounding"));
        let word = fact["tender"].as_str().unwrap();
        let stays = tendered - change;
        // What was handed over for the check; the tip comes beside it.
        assert_eq!(stays, amount + rounding, "{fact}");
        let (is_cash, is_own) = (
            word == "cash",
            !["cash", "card", "gift_card"].contains(&word),
        );
        assert!(is_cash || is_own || rounding == 0, "{fact}");
        let over = if is_own { tendered - amount } else { 0 };
        if is_cash {
            self.drawer += stays + tip;
        } else {
            // Its change is cash.
            self.drawer -= change;
        }
        let row = self.tender(fact);
        *row = (row.0 + amount, row.1 + tip, row.2 + over);
        if fact["deposit"] == true {
            self.deposits[0] += amount;
        }
    }

    /// A closing that follows another of the same check counts what is new.
    fn close(&mut self, fact: &Value) {
        let before = &fact["counted"];
        self.sold += number(fact, "total") - number(before, "total");
        self.gift_cards += loads(fact) - number(before, "gift_cards");
        self.deposits[1] += number(fact, "deposits") - number(before, "deposits");
        self.rates(&fact["taxes"], 1);
        self.rates(&before["taxes"], -1);
    }

    fn give(&mut self, fact: &Value) {
        let (amount, deposit) = (number(fact, "amount"), number(fact, "deposit"));
        let what = fact["of"].as_str().unwrap();
        if fact["forfeited"] == true {
            // It stays where it is, and is the house's now.
            assert_eq!((what, amount), ("kept", deposit), "{fact}");
            self.deposits[4] += deposit;
            return;
        }
        self.tender(fact).0 -= amount;
        match what {
            "lines" => {
                assert_eq!(deposit, 0, "{fact}");
                self.refunded += amount - loads(fact);
                self.gift_cards -= loads(fact);
                self.rates(&fact["taxes"], -1);
            }
            "surplus" => {
                self.deposits[2] += deposit;
                self.surplus += amount - deposit;
            }
            "kept" => {
                self.deposits[3] += deposit;
                self.tender(fact).1 += amount;
            }
            other => panic!("{other} went back"),
        }
        if fact["tender"] == "cash" && what != "kept" {
            self.drawer -= amount + number(fact, "rounding");
        }
    }
}

fn bodies(till: &Till) -> Vec<Value> {
    let records = till.engine.store().facts_from(1).unwrap();
    let body = |record: &shared::journal::Record| serde_json::from_str(&record.body).unwrap();
    records.iter().map(body).collect()
}

fn ahead(of: &Value) -> Ahead {
    AHEAD.map(|field| number(of, field))
}

/// The report says what its records say, and its paper adds up. `open_parts` is what was paid for
/// checks that are open or paid too much, less what that was when the shift began.
pub(super) fn check_z(till: &Till, report: &ShiftReport, open_parts: i64) {
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
        let sums = (row.amount.minor(), row.tips.minor(), row.over.minor());
        (row.tender.word(), sums)
    });
    let said = Pencil {
        sold: report.sales.minor(),
        refunded: report.refunded.minor(),
        gift_cards: report.gift_cards.minor(),
        // What stayed as a tip stands among the tips.
        surplus: report.surplus_returned.minor(),
        deposits: ahead(&serde_json::to_value(&report.deposits).unwrap()),
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
    let contradictions = contradictions(&paper, open_parts);
    assert!(contradictions.is_empty(), "{contradictions:?} {paper:?}");
}

/// What is on the one gift card, from all records.
pub(super) fn on_card(till: &Till) -> i64 {
    let mut balance = 0;
    for fact in bodies(till) {
        let card = fact["tender"] == "gift_card";
        let amount = number(&fact, "amount");
        match fact["kind"].as_str().unwrap() {
            "order_closed" => balance += loads(&fact) - number(&fact["counted"], "gift_cards"),
            "payment" if card => balance -= amount,
            "refunded" => {
                let onto = card && fact["of"] != "kept";
                balance += if onto { amount } else { 0 } - loads(&fact);
            }
            _ => {}
        }
    }
    balance
}

/// What a period says was sold and given back, and at which rates; what is nothing is left out.
fn sums(of: &Value) -> BTreeMap<String, i64> {
    let mut all = BTreeMap::new();
    for field in ["checks", "sold", "refunded"] {
        all.insert(field.to_owned(), of[field].as_i64().unwrap());
    }
    all.insert("gift_cards".to_owned(), number(of, "gift_cards"));
    for (field, amount) in AHEAD.iter().zip(ahead(&of["deposits"])) {
        all.insert(format!("deposits {field}"), amount);
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
pub(super) fn check_closures(till: &Till) {
    let facts = bodies(till);
    let mut takings = shared::closure::Takings::default();
    for record in till.engine.store().facts_from(1).unwrap() {
        let read = takings.read(record.number, &record.fact_or_unknown());
        assert_eq!(read, Ok(()), "tenders are those of the records");
    }
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
            check_sums(&said, &pencil);
            add(&mut all, &said);
            assert_eq!(sums(&one["perpetual"]), all);
        }
    }
}

fn check_sums(said: &BTreeMap<String, i64>, pencil: &Pencil) {
    assert_eq!(
        (said["sold"], -said["refunded"], said["gift_cards"]),
        (pencil.sold, pencil.refunded, pencil.gift_cards)
    );
    let deposits = AHEAD.map(|field| said[&format!("deposits {field}")]);
    assert_eq!(deposits, pencil.deposits);
    for (rate, (net, tax)) in &pencil.rates {
        let of = |what: &str| said.get(&format!("{rate} {what}")).copied().unwrap_or(0);
        assert_eq!(of("sold_net") + of("refunded_net"), *net);
        assert_eq!(of("sold_tax") + of("refunded_tax"), *tax);
    }
}
