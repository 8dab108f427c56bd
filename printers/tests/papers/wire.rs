//! What the emulated printer reads from our bytes is what the layout says.

use printers::{
    doc::Doc,
    escpos,
    layout::layout,
    layouts::{Words, kitchen_ticket, receipt, shift_report, test_page},
    profile::Profile,
    text,
};
use printers_testkit::Paper;

use crate::{fixtures, stories};

fn every_doc() -> Vec<Doc> {
    let receipts = [
        fixtures::trattoria_receipt(),
        fixtures::diner_receipt(),
        fixtures::yatai_bill(),
    ];
    let tickets = [
        fixtures::new_ticket(),
        fixtures::change_ticket(),
        fixtures::cancel_ticket(),
    ];
    let mut docs = Vec::new();
    for language in ["it", "en", "ja"] {
        let words = Words::of(language);
        docs.extend(receipts.iter().map(|paper| receipt(paper, words)));
        docs.extend(tickets.iter().map(|paper| kitchen_ticket(paper, words)));
        docs.push(shift_report(&fixtures::z_report(), words));
        docs.push(test_page("Bar", "any", 32, "2026-11-21 12:00", words));
    }
    docs
}

#[tokio::test]
async fn paper_shows_what_the_layout_says() {
    for name in ["epson-80", "epson-80-jp", "epson-58"] {
        let profile = Profile::by_name(name).unwrap();
        let printer = Paper::start(stories::ANY_PORT, None).await.unwrap();
        // Printers that wake in kanji mode are the rule among cheap ones.
        printer.set_faults(|faults| faults.wakes_in_kanji = true);
        let addr = printer.addr().to_string();
        for (position, doc) in every_doc().iter().enumerate() {
            let lines = layout(doc, &profile);
            let bytes = escpos::encode(&lines, &profile).unwrap();
            stories::printed(&addr, &bytes, &profile).await;
            let papers = printer.papers();
            let expected = text::render(&lines).replace("- - - 8< - - -\n", "");
            assert_eq!(papers.get(position), Some(&expected), "{name}");
        }
        let seen = printer.snapshot();
        assert!(
            seen.unknown_commands().is_empty(),
            "{:?}",
            seen.unknown_commands()
        );
        assert!(seen.papers.iter().all(|paper| paper.partial_cut));
    }
}

#[test]
fn no_amount_on_any_paper_holds_a_question_mark() {
    for name in Profile::NAMES {
        let profile = Profile::by_name(name).unwrap();
        for doc in every_doc() {
            let lines = layout(&doc, &profile);
            assert!(
                !text::render(&lines).contains('?'),
                "{name}: {}",
                text::render(&lines)
            );
        }
    }
}

#[test]
fn a_receipt_of_forty_lines_is_small() {
    let mut paper = fixtures::trattoria_receipt();
    paper.lines = paper.lines.iter().cycle().take(40).cloned().collect();
    let profile = Profile::epson_80();
    let lines = layout(&receipt(&paper, Words::of("it")), &profile);
    let bytes = escpos::encode(&lines, &profile).unwrap();
    assert!(bytes.len() < 8 * 1024, "{}", bytes.len());
}
