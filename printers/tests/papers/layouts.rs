//! Every layout in every language on wide and narrow paper.

use printers::{
    doc::Doc,
    layout::layout,
    layouts::{
        Receipt, ReportKind, ShiftReport, Words, closure_report, kitchen_ticket, receipt,
        shift_report, test_page,
    },
    profile::Profile,
    text,
};

use shared::money::Money;

use crate::{adds_up::contradictions, fixtures};

/// The paper at 48 and at 32 columns.
pub(crate) fn wide_and_narrow(doc: &Doc) -> String {
    let at = |columns| {
        let profile = Profile {
            columns,
            ..Profile::epson_80_jp()
        };
        text::render(&layout(doc, &profile))
    };
    format!("{}\n{}", at(48), at(32))
}

#[test]
fn receipts() {
    for language in ["it", "en", "ja"] {
        let words = Words::of(language);
        let papers: Vec<String> = [
            fixtures::trattoria_receipt(),
            fixtures::diner_receipt(),
            fixtures::yatai_bill(),
            fixtures::many_taxes(),
        ]
        .iter()
        .map(|paper| wide_and_narrow(&receipt(paper, words)))
        .collect();
        insta::assert_snapshot!(format!("receipts_{language}"), papers.join("\n"));
    }
}

#[test]
fn kitchen_tickets() {
    for language in ["it", "en", "ja"] {
        let words = Words::of(language);
        let papers: Vec<String> = [
            fixtures::new_ticket(),
            fixtures::change_ticket(),
            fixtures::cancel_ticket(),
        ]
        .iter()
        .map(|paper| wide_and_narrow(&kitchen_ticket(paper, words)))
        .collect();
        insta::assert_snapshot!(format!("kitchen_tickets_{language}"), papers.join("\n"));
    }
}

#[test]
fn reports() {
    for language in ["it", "en", "ja"] {
        let words = Words::of(language);
        let z = fixtures::z_report();
        let x = ShiftReport {
            kind: ReportKind::X { number: 41 },
            closed_at: None,
            closed_by: None,
            ..z.clone()
        };
        let papers = [z, x].map(|paper| wide_and_narrow(&shift_report(&paper, words)));
        insta::assert_snapshot!(format!("reports_{language}"), papers.join("\n"));
    }
}

/// Whoever learns to read a Z from these papers adds it up.
#[test]
fn the_z_of_the_snapshots_adds_up() {
    assert_eq!(contradictions(&fixtures::z_report(), 0), [""; 0]);
    let closure = fixtures::month_closure().closure;
    for sums in [closure.sums, closure.perpetual] {
        let rates = sums.rates.iter();
        let sold = Money::sum(rates.clone().flat_map(|row| [row.sold_net, row.sold_tax]));
        let back = Money::sum(rates.flat_map(|row| [row.refunded_net, row.refunded_tax]));
        assert_eq!((sold, back), (Ok(sums.sold), Ok(sums.refunded)));
    }
}

#[test]
fn closures() {
    for language in ["it", "en", "ja"] {
        let doc = closure_report(&fixtures::month_closure(), Words::of(language));
        insta::assert_snapshot!(format!("closures_{language}"), wide_and_narrow(&doc));
    }
}

#[test]
fn no_price_is_on_a_kitchen_ticket() {
    let doc = kitchen_ticket(&fixtures::new_ticket(), Words::of("it"));
    let paper = wide_and_narrow(&doc);
    assert!(!paper.contains('€') && !paper.contains(",00"), "{paper}");
}

#[test]
fn a_test_page_fills_the_paper_exactly() {
    let doc = test_page("Bar", "epson-80", 48, "2026-11-21 12:00", Words::of("en"));
    let paper = text::render(&layout(&doc, &Profile::epson_80()));
    assert!(
        paper.contains("\n123456789012345678901234567890123456789012345678\n"),
        "{paper}"
    );
}

#[test]
fn a_deposit_stands_on_its_own_paper_on_the_receipt_and_on_the_report() {
    for language in ["it", "en", "ja"] {
        let words = Words::of(language);
        let said = &words.deposit;
        let mut paper = fixtures::trattoria_receipt();
        paper.deposit = Some(shared::money::Money::from_minor(5_000));
        paper.deposit_left = Some(shared::money::Money::from_minor(700));
        let check = wide_and_narrow(&receipt(&paper, words));
        let row = |word: &str, amount: &str| {
            let found = check.lines().find(|line| line.contains(word));
            let found = found.unwrap_or_else(|| panic!("{word}: {check}"));
            assert!(found.trim_end().ends_with(amount), "{found}");
        };
        row(said.left, "7,00");
        row(said.deposit, "-50,00");
        paper.is_deposit = true;
        let own = wide_and_narrow(&receipt(&paper, words));
        assert!(own.contains(said.deposit), "{own}");
        let mut report = fixtures::z_report();
        report.deposits.used = shared::money::Money::from_minor(-300);
        let z = wide_and_narrow(&shift_report(&report, words));
        assert!(z.contains(said.used) && z.contains("-3,00"), "{z}");
        assert!(!z.contains(said.kept), "{z}");
    }
}

#[test]
fn a_bill_says_that_it_is_not_paid_and_what_is_left_to_pay() {
    for language in ["it", "en", "ja"] {
        let paid = fixtures::trattoria_receipt();
        let left = Money::from_minor(2_500);
        let bill = Receipt {
            receipt_number: None,
            tip: None,
            tenders: paid.tenders[..1].to_vec(),
            change: None,
            due: Some(left),
            ..paid
        };
        let words = Words::of(language);
        let paper = wide_and_narrow(&receipt(&bill, words));
        for text in [words.proforma, words.due, "25,00"] {
            assert!(paper.contains(text), "{paper}");
        }
        insta::assert_snapshot!(format!("bill_{language}"), paper);
    }
}
