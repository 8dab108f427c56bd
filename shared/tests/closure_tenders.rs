//! Laws of the tenders of closures: each payment and each refund is in one day, one month, one year.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use shared::{
    closure::{Book, Closure, Dated, Period, Takings, TenderSum},
    ids::{FactId, OrderId, ShiftId, StaffId},
    journal::{Fact, Payment},
    money::Money,
    order::Tender,
    refund::{RefundKind, Refunded},
    time::BusinessDay,
    tip::TipChanged,
};

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn voucher() -> Tender {
    Tender::from_word("other:ticket").unwrap()
}

/// A payment that gives change where `change` is something.
fn payment(tender: Tender, amount: i64, tip: i64, change: i64) -> Fact {
    Fact::Payment(Payment {
        order: OrderId::new(1, [1; 10]),
        order_number: "A-001".to_owned(),
        shift: ShiftId::new(1, [2; 10]),
        tender,
        named: tender.is_other().then(|| "Buono".to_owned()),
        amount: money(amount),
        tip: money(tip),
        tendered: money(amount + change),
        change: money(change),
        rounding: money(-1),
        deposit: false,
        paper: String::new(),
        card: None,
        by: StaffId::new(1, [3; 10]),
        approved_by: None,
    })
}

fn refund(tender: Tender, amount: i64, of: RefundKind, forfeited: bool) -> Fact {
    Fact::Refunded(Refunded {
        gift_cards: Vec::new(),
        card: None,
        order: OrderId::new(1, [1; 10]),
        order_number: String::new(),
        shift: ShiftId::new(1, [2; 10]),
        of,
        number: String::new(),
        lines: Vec::new(),
        taxes: Vec::new(),
        amount: money(amount),
        deposit: Money::ZERO,
        forfeited,
        rounding: money(2),
        tender,
        named: None,
        reason: "cold".to_owned(),
        by: StaffId::new(1, [3; 10]),
        approved_by: None,
    })
}

fn tip(was: i64, now: i64) -> Fact {
    Fact::TipChanged(TipChanged {
        order: OrderId::new(1, [1; 10]),
        order_number: String::new(),
        payment: FactId::new(1, [4; 10]),
        shift: ShiftId::new(1, [2; 10]),
        tender: Tender::Card,
        was: money(was),
        tip: money(now),
        hlc: shared::time::Hlc::default(),
        by: StaffId::new(1, [3; 10]),
        approved_by: None,
    })
}

fn any_fact() -> impl Strategy<Value = Fact> {
    let tender = prop::sample::select(vec![
        Tender::Cash,
        Tender::Card,
        Tender::GiftCard,
        voucher(),
    ]);
    let of = prop::sample::select(vec![
        RefundKind::Lines,
        RefundKind::Surplus,
        RefundKind::Kept,
    ]);
    prop_oneof![
        6 => (tender.clone(), 1..9_000_i64, 0..300_i64, 0..400_i64)
            .prop_map(|(tender, amount, tip, change)| payment(tender, amount, tip, change)),
        3 => (tender, 1..5_000_i64, of).prop_map(|(t, amount, of)| refund(t, amount, of, false)),
        1 => (1..5_000_i64).prop_map(|amount| refund(Tender::Card, amount, RefundKind::Kept, true)),
        1 => (0..300_i64, 0..300_i64).prop_map(|(was, now)| tip(was, now)),
        1 => (1..9_000_i64).prop_map(|amount| Fact::Training {
            fact: Box::new(payment(Tender::Cash, amount, 0, 0)),
        }),
    ]
}

#[derive(Default)]
struct Journal {
    book: Book,
    records: Vec<Dated>,
    closures: Vec<Closure>,
}

impl Journal {
    fn write(&mut self, day: i32, fact: Fact) {
        let number = self.records.len() as u64 + 1;
        let day = BusinessDay::from_days(day);
        self.records.push(Dated { number, day, fact });
    }

    fn close(&mut self, today: i32) {
        let from = usize::try_from(self.book.next_number() - 1).unwrap();
        let day = BusinessDay::from_days(today);
        for closure in self.book.close(day, &self.records[from..]).unwrap() {
            self.write(today, Fact::PeriodClosed(closure.clone()));
            self.closures.push(closure);
        }
    }

    /// What whoever reads the journal finds wrong first.
    fn read(&self) -> Option<String> {
        let mut takings = Takings::default();
        let mut odd = self.records.iter();
        odd.find_map(|one| takings.read(one.number, &one.fact).err())
            .map(|error| error.to_string())
    }
}

type Row = (i64, i64, i64, i64, i64, i64);

/// The same with a simpler hand: count, paid, returned, tips, rounding, change.
fn by_hand<'a>(facts: impl Iterator<Item = &'a Fact>) -> BTreeMap<Tender, Row> {
    let mut all: BTreeMap<Tender, Row> = BTreeMap::new();
    for fact in facts {
        match fact {
            Fact::Payment(paid) => {
                let row = all.entry(paid.tender).or_default();
                row.0 += 1;
                row.1 += paid.amount.minor();
                row.3 += paid.tip.minor();
                row.4 += paid.rounding.minor();
                if paid.tender == voucher() {
                    row.5 += paid.change.minor();
                }
            }
            Fact::Refunded(back) if !back.forfeited => {
                let row = all.entry(back.tender).or_default();
                row.2 -= back.amount.minor();
                row.4 -= back.rounding.minor();
                if back.of == RefundKind::Kept {
                    row.3 += back.amount.minor();
                }
            }
            Fact::TipChanged(said) => {
                all.entry(said.tender).or_default().3 += said.tip.minor() - said.was.minor();
            }
            _ => {}
        }
    }
    all
}

fn said(rows: &[TenderSum]) -> BTreeMap<Tender, Row> {
    let row = |row: &TenderSum| {
        let (paid, back, tips) = (row.paid.minor(), row.returned.minor(), row.tips.minor());
        let (rounding, change) = (row.rounding.minor(), row.change.minor());
        (
            row.tender,
            (row.payments, paid, back, tips, rounding, change),
        )
    };
    rows.iter().map(row).collect()
}

proptest! {
    #[test]
    fn tenders_of_each_closure_are_those_of_its_records(
        steps in proptest::collection::vec(
            (prop_oneof![6 => Just(0), 3 => 1..3_i32, 1 => 20..400_i32], any_fact(), any::<bool>()),
            0..60,
        )
    ) {
        let mut journal = Journal::default();
        let mut today = 20_000;
        for (passed, fact, look) in steps {
            today += passed;
            if look {
                journal.close(today);
            }
            journal.write(today, fact);
        }
        journal.close(today + 800);
        for closure in &journal.closures {
            let covered = closure.from_number..=closure.to_number;
            let facts = journal.records.iter().filter(|one| covered.contains(&one.number));
            let wanted = by_hand(facts.map(|one| &one.fact));
            prop_assert_eq!(said(closure.tenders.as_ref().unwrap()), wanted);
        }
        prop_assert_eq!(journal.read(), None);
        // A cent elsewhere in any of them is found.
        for place in 0..journal.records.len() {
            let before = journal.records[place].fact.clone();
            let Fact::PeriodClosed(closure) = &mut journal.records[place].fact else { continue };
            let Some(row) = closure.tenders.as_mut().and_then(|rows| rows.first_mut()) else {
                continue;
            };
            row.paid = row.paid.plus(money(1)).unwrap();
            let of = closure.of.clone();
            let wanted = format!("the tenders of {of} are not those of its records");
            prop_assert_eq!(journal.read(), Some(wanted));
            journal.records[place].fact = before;
        }
    }
}

#[test]
fn a_month_that_an_older_version_began_says_no_tenders_and_its_next_days_do() {
    let mut journal = Journal::default();
    // 2026-12-30 and 31, and a day of the new year.
    journal.write(20_817, payment(Tender::Cash, 800, 0, 0));
    journal.close(20_818);
    // What an older version kept of it, and wrote.
    let mut book = serde_json::to_value(&journal.book).unwrap();
    for series in ["months", "years"] {
        book[series]["running"]
            .as_object_mut()
            .unwrap()
            .remove("tenders");
    }
    journal.book = serde_json::from_value(book).unwrap();
    for record in &mut journal.records {
        if let Fact::PeriodClosed(closure) = &mut record.fact {
            let mut old = serde_json::to_value(&*closure).unwrap();
            old.as_object_mut().unwrap().remove("tenders");
            *closure = serde_json::from_value(old).unwrap();
            assert_eq!(closure.tenders, None);
        }
    }
    journal.write(20_818, payment(voucher(), 700, 0, 100));
    journal.close(20_819);
    let told: Vec<_> = journal.closures[1..]
        .iter()
        .map(|one| (one.period, one.tenders.as_ref().map(Vec::len)))
        .collect();
    assert_eq!(
        told,
        [
            (Period::Day, Some(1)),
            (Period::Month, None),
            (Period::Year, None)
        ]
    );
    assert_eq!(journal.read(), None);
}

#[test]
fn a_closure_that_covers_what_cannot_be_breaks_nothing() {
    let mut journal = Journal::default();
    journal.write(20_000, payment(Tender::Cash, 800, 0, 0));
    journal.close(20_040);
    for (period, from, to) in [
        (Period::Month, 9, 3),
        (Period::Day, 1, u64::MAX),
        (Period::Year, u64::MAX, 0),
    ] {
        let mut closure = journal.closures[0].clone();
        (closure.period, closure.from_number, closure.to_number) = (period, from, to);
        journal.write(20_041, Fact::PeriodClosed(closure));
    }
    assert!(journal.read().is_some());
}
