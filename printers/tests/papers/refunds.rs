//! The papers of a check that goes back, in part onto the card and in part in cash.

use printers::layouts::{
    Receipt, ReceiptLine, TaxRow, Tender, Words, approved_line, receipt, tax_word, tender_word,
};
use shared::{money::Money, order::Tender as Paid};

use crate::{fixtures, layouts::wide_and_narrow};

fn below(minor: i64) -> Money {
    Money::from_minor(-minor)
}

/// Dishes that go back, with net and tax of each rate, by one tender.
fn gone_back(
    language: &str,
    (number, tender): (&str, &str),
    lines: &[(i64, &str, i64, &str)],
    rates: [(&str, &str, i64, i64); 2],
) -> Receipt {
    let line = |(quantity, name, minor, mark): &(i64, &str, i64, &str)| ReceiptLine {
        quantity: *quantity,
        name: (*name).to_owned(),
        details: Vec::new(),
        modifiers: Vec::new(),
        amount: below(*minor),
        mark: (*mark).to_owned(),
        discounts: Vec::new(),
    };
    let tax = |(mark, percent, net, tax): (&str, &str, i64, i64)| TaxRow {
        mark: mark.to_owned(),
        label: format!("{} {percent} %", tax_word(language)),
        net: below(net),
        tax: below(tax),
    };
    let all: i64 = lines.iter().map(|(_, _, minor, _)| minor).sum();
    let (amount, whole) = (below(all), fixtures::trattoria_receipt());
    Receipt {
        receipt_number: Some(number.to_owned()),
        server: Some("Sofia".to_owned()),
        guests: None,
        lines: lines.iter().map(line).collect(),
        subtotal: None,
        adjustments: Vec::new(),
        adjustment_marks: Vec::new(),
        taxes: rates.map(tax).to_vec(),
        total: amount,
        tip: None,
        tenders: vec![Tender {
            name: tender.to_owned(),
            amount,
        }],
        due: None,
        change: None,
        footer: vec![
            "Freddo".to_owned(),
            approved_line(language, "Giulia"),
            whole.footer[0].clone(),
        ],
        refund: true,
        ..whole
    }
}

/// 20.00 onto the card and 25.00 in cash, each with food and wine in it.
fn both(language: &str) -> [Receipt; 2] {
    let onto_card = [
        (1, "Tagliatelle al ragù", 1_350, "A"),
        (1, "Chianti, calice", 650, "B"),
    ];
    let in_cash = [
        (2, "Pizza Margherita", 1_890, "A"),
        (1, "Vermentino, calice", 610, "B"),
    ];
    let [card, cash] = [Paid::Card, Paid::Cash].map(|tender| tender_word(language, tender));
    [
        gone_back(
            language,
            ("A-000318", card),
            &onto_card,
            [("A", "10", 1_227, 123), ("B", "22", 533, 117)],
        ),
        gone_back(
            language,
            ("A-000319", cash),
            &in_cash,
            [("A", "10", 1_718, 172), ("B", "22", 500, 110)],
        ),
    ]
}

#[test]
fn refunds() {
    for language in ["it", "en", "ja"] {
        let papers = both(language);
        for paper in &papers {
            let rows = paper.taxes.iter().flat_map(|row| [row.net, row.tax]);
            assert_eq!(Money::sum(rows), Ok(paper.total), "by rate, all goes back");
            let tenders = paper.tenders.iter().map(|one| one.amount);
            assert_eq!(Money::sum(tenders), Ok(paper.total));
        }
        let words = Words::of(language);
        let papers = papers.map(|paper| wide_and_narrow(&receipt(&paper, words)));
        insta::assert_snapshot!(format!("refunds_{language}"), papers.join("\n"));
    }
}
