//! Papers that print again: of a part, of a refund, of a running shift.

use shared::{
    api::{
        Problem,
        till::{Command, RefundAsked, Reply, SplitBy},
    },
    ids::OrderId,
    journal::Fact,
    money::Money,
    order::Tender,
    refund::RefundLine,
};

use crate::{
    kitchen::carry,
    restaurant::{Till, pay},
};

fn html(reply: Reply) -> String {
    match reply {
        Reply::Paper { html } => html,
        other => panic!("no paper but {other:?}"),
    }
}

/// Copies that the journal knows: number of the paper, and which copy it was.
fn copies(till: &Till) -> Vec<(String, u32)> {
    let records = till.engine.store().facts_from(1).unwrap();
    let copies = records.iter().filter_map(|record| match record.fact() {
        Ok(Fact::ReceiptReprinted { number, copy, .. }) => Some((number, copy)),
        _ => None,
    });
    copies.collect()
}

#[test]
fn the_receipt_of_a_part_prints_again_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    let by = SplitBy::Shares { ways: 2 };
    let view = till.order(Command::Split { order, by });
    let part = view.parts[0].totals.id;
    // Nobody has paid it yet.
    let early = Command::ReprintPart { order, part };
    assert!(matches!(till.ask(early), Err(Problem::NotFound { .. })));
    let mut paid = pay(order, Tender::Card, 400);
    if let Command::Pay { part: of, .. } = &mut paid {
        *of = Some(part);
    }
    till.ask(paid).unwrap();
    let shown = html(till.ask(Command::ShowPart { order, part }).unwrap());
    assert!(
        shown.contains("A000001") && shown.contains("1/2"),
        "{shown}"
    );
    for count in 1..=2 {
        let again = html(till.ask(Command::ReprintPart { order, part }).unwrap());
        assert!(again.contains("COPIA"), "{again}");
        assert_eq!(copies(&till).last(), Some(&("A000001".to_owned(), count)));
    }
    // What was printed stays as it was, whatever comes to the check later.
    till.add(order, "T165", 1);
    let later = html(till.ask(Command::ShowPart { order, part }).unwrap());
    assert_eq!(later, shown);
}

fn show(till: &mut Till, order: OrderId) -> Result<String, Problem> {
    till.ask(Command::ShowReceipt { order }).map(html)
}

#[test]
fn a_guest_comes_back_to_another_till_and_gets_the_same_receipt() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut first = Till::with(one.path(), "1111");
    let order = first.seat("7");
    first.add(order, "T129", 2);
    first.time.pass(60_000);
    first.pay(order, Tender::Cash, 2_000);
    first.time.pass(60_000);
    let mut second = Till::at(two.path(), first.time.clone());
    second.sign_in("1111");
    carry(&first.engine, &mut second.engine, 0);
    let here = show(&mut first, order).unwrap();
    assert!(here.contains("A000001"), "{here}");
    assert_eq!(show(&mut second, order).unwrap(), here);
    let again = html(second.ask(Command::Reprint { order }).unwrap());
    assert!(
        again.contains("COPIA") && again.contains("A000001"),
        "{again}"
    );
    assert_eq!(copies(&second), [(String::new(), 1)]);
}

#[test]
fn another_till_shows_no_receipt_of_what_came_to_a_check_after_its_end() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut first = Till::with(one.path(), "1111");
    let order = first.seat("7");
    first.add(order, "T129", 1);
    let mut second = Till::at(two.path(), first.time.clone());
    second.sign_in("1111");
    carry(&first.engine, &mut second.engine, 0);
    first.pay(order, Tender::Card, 800);
    second.add(order, "T165", 1);
    carry(&first.engine, &mut second.engine, 0);
    carry(&second.engine, &mut first.engine, 0);
    assert!(show(&mut first, order).unwrap().contains("A000001"));
    let missing = show(&mut second, order).unwrap_err();
    assert!(matches!(missing, Problem::NotFound { .. }), "{missing:?}");
    let float = Money::ZERO;
    second.ask(Command::OpenShift { float }).unwrap();
    // Whoever takes the rest gives a receipt for all of it.
    second.pay(order, Tender::Card, 550);
    let whole = show(&mut second, order).unwrap();
    assert!(whole.contains("13,50"), "{whole}");
}

#[test]
fn a_dish_taken_off_after_the_end_leaves_the_receipt_at_the_till_that_printed_it() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut first = Till::with(one.path(), "1111");
    let order = first.seat("7");
    first.add(order, "T129", 1);
    let line = first.add(order, "T165", 1).order.lines[1].id;
    let mut second = Till::at(two.path(), first.time.clone());
    second.sign_in("1111");
    carry(&first.engine, &mut second.engine, 0);
    first.pay(order, Tender::Card, 1_350);
    let less = Command::ChangeQuantity {
        order,
        line,
        by: -1,
    };
    second.order(less);
    carry(&second.engine, &mut first.engine, 0);
    let tender = Tender::Card;
    let what = RefundAsked::Surplus { tender };
    let view = first.order(Command::Refund { order, what });
    assert_eq!(view.order.refunds[0].amount, Money::from_minor(550));
    carry(&first.engine, &mut second.engine, 0);
    // It says what was sold then, and the check costs less now.
    assert!(show(&mut first, order).unwrap().contains("13,50"));
    let missing = show(&mut second, order).unwrap_err();
    assert!(matches!(missing, Problem::NotFound { .. }), "{missing:?}");
}

#[test]
fn the_receipt_of_a_part_is_where_it_was_printed() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut first = Till::with(one.path(), "1111");
    let order = first.seat("7");
    first.add(order, "T129", 1);
    let by = SplitBy::Shares { ways: 2 };
    let part = first.order(Command::Split { order, by }).parts[0].totals.id;
    let mut paid = pay(order, Tender::Card, 400);
    if let Command::Pay { part: of, .. } = &mut paid {
        *of = Some(part);
    }
    first.ask(paid).unwrap();
    // The other guest goes on drinking: the halves are others now, and the first one has left.
    first.add(order, "T165", 1);
    let mut second = Till::at(two.path(), first.time.clone());
    second.sign_in("1111");
    carry(&first.engine, &mut second.engine, 0);
    first.ask(Command::ShowPart { order, part }).unwrap();
    let missing = second.ask(Command::ShowPart { order, part }).unwrap_err();
    assert!(matches!(missing, Problem::NotFound { .. }), "{missing:?}");
}

fn a_refund(till: &mut Till) -> (OrderId, shared::ids::FactId) {
    let order = till.seat("7");
    let line = till.add(order, "T129", 2).order.lines[0].id;
    till.pay(order, Tender::Card, 1_600);
    let what = RefundAsked::Lines {
        lines: vec![RefundLine { line, quantity: 1 }],
        tender: Tender::Card,
        reason: "cold".to_owned(),
    };
    let view = till.order(Command::Refund { order, what });
    (order, view.order.refunds[0].fact)
}

#[test]
fn the_paper_of_a_refund_prints_again_as_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let (order, refund) = a_refund(&mut till);
    let shown = html(till.ask(Command::ShowRefund { order, refund }).unwrap());
    assert!(!shown.contains("COPIA"), "{shown}");
    let again = html(till.ask(Command::ReprintRefund { order, refund }).unwrap());
    assert!(
        again.contains("COPIA") && again.contains("A000002"),
        "{again}"
    );
    assert_eq!(copies(&till), [("A000002".to_owned(), 1)]);
}

#[test]
fn another_till_prints_the_same_paper_of_a_refund() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut first = Till::with(one.path(), "1111");
    let (order, refund) = a_refund(&mut first);
    let mut second = Till::at(two.path(), first.time.clone());
    second.sign_in("1111");
    carry(&first.engine, &mut second.engine, 0);
    let here = html(first.ask(Command::ShowRefund { order, refund }).unwrap());
    let there = html(second.ask(Command::ShowRefund { order, refund }).unwrap());
    assert_eq!(here, there);
    let again = html(
        second
            .ask(Command::ReprintRefund { order, refund })
            .unwrap(),
    );
    assert!(again.contains("COPIA"), "{again}");
}

#[test]
fn a_shift_knows_the_x_reports_that_can_print_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    for _ in 0..2 {
        till.ask(Command::XReport { print: true }).unwrap();
    }
    let report = till.engine.shift_report().unwrap().unwrap();
    assert_eq!(report.x_reports, [1, 2]);
    till.ask(Command::ReprintX { x_number: 2 }).unwrap();
}
