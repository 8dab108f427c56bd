//! Gift cards on papers: bought, spent, and on the reports a line of its own.

use printers::layouts::{
    ClosurePaper, Receipt, ReceiptLine, ReportTender, ShiftReport, Tender, Words, closure_report,
    receipt, shift_report,
};
use shared::money::Money;

use crate::{adds_up::contradictions, fixtures, layouts::wide_and_narrow};

fn minor(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// Two cards are bought, one of which the till made, and a third one pays for them in part.
fn bought_and_spent() -> Receipt {
    let gift = |last: &str, amount: i64| ReceiptLine {
        quantity: 1,
        name: "Carta regalo".to_owned(),
        details: vec![format!("...{last}")],
        modifiers: Vec::new(),
        amount: minor(amount),
        mark: String::new(),
        discounts: Vec::new(),
    };
    let tender = |name: &str, amount: i64| Tender {
        name: name.to_owned(),
        amount: minor(amount),
    };
    Receipt {
        lines: vec![gift("2345", 5_000), gift("GHJK", 2_500)],
        subtotal: None,
        adjustments: Vec::new(),
        adjustment_marks: Vec::new(),
        taxes: Vec::new(),
        total: minor(7_500),
        rounding: None,
        tip: None,
        tenders: vec![
            tender("Carta regalo ...9876", 1_250),
            tender("Contanti", 6_250),
        ],
        due: None,
        change: None,
        cards_left: vec![("...9876".to_owned(), Money::ZERO)],
        codes: vec!["ABCD EFGH JKLM GHJK".to_owned()],
        ..fixtures::trattoria_receipt()
    }
}

#[test]
fn gift_cards() {
    for language in ["it", "en", "ja"] {
        let words = Words::of(language);
        let mut z = ShiftReport {
            gift_cards: minor(7_500),
            ..fixtures::z_report()
        };
        // 75.00 went onto cards, of which 18.00 paid by another one.
        z.tenders[1].amount = z.tenders[1].amount.plus(minor(5_700)).unwrap();
        z.tenders.push(ReportTender {
            name: "Carta regalo".to_owned(),
            count: 2,
            amount: minor(1_800),
        });
        assert_eq!(contradictions(&z, 0), [""; 0]);
        let mut closure: ClosurePaper = fixtures::month_closure();
        closure.closure.sums.gift_cards = minor(7_500);
        closure.closure.perpetual.gift_cards = minor(19_000);
        let papers = [
            receipt(&bought_and_spent(), words),
            shift_report(&z, words),
            closure_report(&closure, words),
        ];
        let papers = papers.map(|doc| wide_and_narrow(&doc));
        insta::assert_snapshot!(format!("gift_cards_{language}"), papers.join("\n"));
    }
}
