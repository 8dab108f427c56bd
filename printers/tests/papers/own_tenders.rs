//! Tenders that the restaurant names itself, on the paper of a check and at the end of a shift.

use printers::layouts::{
    DrawerCount, Receipt, ReportTender, ShiftReport, Tender, Words, receipt, shift_report,
    tender_word,
};
use shared::{money::Money, order::Tender as Paid};

use crate::{fixtures, layouts::wide_and_narrow};

fn minor(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// Two vouchers, and the rest in cash.
fn paid_by_vouchers(language: &str) -> Receipt {
    let tender = |name: &str, amount| Tender {
        name: name.to_owned(),
        amount: minor(amount),
    };
    Receipt {
        tip: None,
        tenders: vec![
            tender("Ticket Forchetta", 800),
            tender("Buono Mensa Più", 1_550),
            tender(tender_word(language, Paid::Cash), 5_000),
        ],
        change: Some(minor(2_850)),
        ..fixtures::trattoria_receipt()
    }
}

/// Vouchers, one that gave 2.98 of change, and a tender that only a later version knows.
fn a_shift_with_vouchers(language: &str) -> ShiftReport {
    let row = |name: &str, count, amount| ReportTender {
        name: name.to_owned(),
        count,
        amount: minor(amount),
    };
    let later = Paid::from_word("of_a_later_version").unwrap();
    let whole = fixtures::z_report();
    ShiftReport {
        tenders: vec![
            row(tender_word(language, Paid::Cash), 31, 429_150),
            row("Ticket Forchetta", 12, 9_600),
            row("Bonus Città", 1, 702),
            row(tender_word(language, later), 1, 1_200),
        ],
        drawer: DrawerCount {
            change_given: minor(-298),
            expected: minor(450_345),
            counted: Some(minor(450_345)),
            difference: Some(Money::ZERO),
            ..whole.drawer.clone()
        },
        ..whole
    }
}

#[test]
fn own_tenders() {
    for language in ["it", "en", "ja"] {
        let words = Words::of(language);
        let check = receipt(&paid_by_vouchers(language), words);
        let shift = shift_report(&a_shift_with_vouchers(language), words);
        let papers = [check, shift].map(|paper| wide_and_narrow(&paper));
        insta::assert_snapshot!(format!("own_tenders_{language}"), papers.join("\n"));
    }
}
