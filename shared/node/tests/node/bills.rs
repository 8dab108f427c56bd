//! The bill that guests get before they pay: no receipt, no number, and the floor knows of it.

use shared::{
    api::{
        Problem,
        till::{BillAsked, Command, Reply, SplitBy, TableState},
    },
    ids::{EntryId, OrderId},
    order::Tender,
};

use crate::{
    items::publish,
    restaurant::{Till, catalogue},
};

fn till(folder: &std::path::Path) -> Till {
    let mut till = Till::with(folder, "3333");
    let mut menu = catalogue(Some("127.0.0.1:1".to_owned()));
    menu.version = 2;
    publish(&mut till, &menu);
    till
}

fn bill(till: &mut Till, order: OrderId, part: Option<EntryId>) -> Result<String, Problem> {
    match till.ask(Command::PrintBill(BillAsked { order, part }))? {
        Reply::Paper { html } => Ok(html),
        other => panic!("no paper but {other:?}"),
    }
}

fn state(till: &Till) -> TableState {
    till.engine.floor().rooms[0].tables[0].state
}

#[test]
fn a_waiter_brings_the_bill_and_the_receipt_has_the_first_number_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    till.add(order, "T129", 2);
    till.ask(Command::Send { order }).unwrap();
    let before = till.papers().len();
    let html = bill(&mut till, order, None).unwrap();
    assert!(html.contains("16,00"), "{html}");
    let papers = till.papers();
    assert_eq!(papers.len(), before + 1);
    let paper = papers.last().unwrap();
    let words = printers::layouts::Words::of("it");
    for text in [words.proforma, words.due] {
        assert!(paper.contains(text), "{paper}");
    }
    assert!(!paper.contains("A000001"));
    assert_eq!(state(&till), TableState::Bill);
    // Whoever orders more needs another bill.
    till.add(order, "T165", 1);
    till.ask(Command::Send { order }).unwrap();
    assert_eq!(state(&till), TableState::Ordered);
    till.sign_in("2222");
    till.pay(order, Tender::Cash, 2_150);
    assert!(till.papers().last().unwrap().contains("A000001"));
    assert_eq!(bill(&mut till, order, None), Err(Problem::OrderClosed));
}

#[test]
fn each_guest_of_a_split_check_gets_a_bill_of_what_they_owe() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    till.add(order, "T129", 2);
    let by = SplitBy::Shares { ways: 3 };
    let view = till.order(Command::Split { order, by });
    let part = view.parts[0].totals.id;
    let html = bill(&mut till, order, Some(part)).unwrap();
    assert!(html.contains("5,34") && html.contains("1/3"), "{html}");
    till.sign_in("2222");
    till.ask(Command::Pay {
        order,
        tender: Tender::Card,
        tendered: view.parts[0].totals.due,
        tip: shared::money::Money::ZERO,
        part: Some(part),
        seen_due: None,
    })
    .unwrap();
    assert_eq!(bill(&mut till, order, Some(part)), Err(Problem::NothingDue));
    // The bill of all of it says what was paid and what is left.
    let html = bill(&mut till, order, None).unwrap();
    assert!(html.contains("16,00") && html.contains("10,66"), "{html}");
    let nobody = EntryId::from_bytes([9; 16]);
    assert!(bill(&mut till, order, Some(nobody)).is_err());
}

#[test]
fn an_empty_table_gets_no_bill() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    assert_eq!(bill(&mut till, order, None), Err(Problem::NothingDue));
    assert!(till.papers().is_empty());
}
