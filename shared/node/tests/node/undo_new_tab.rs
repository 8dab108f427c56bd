//! Dishes that were moved to a new tab come back, and the tab that was opened for them is gone.

use shared::{
    api::{
        Problem,
        till::{Command, MoveTo, Reply, UnitsOf},
    },
    ids::OrderId,
    order::Tender,
};

use crate::{deposits::ahead, kitchen::carry, restaurant::Till};

fn to_anna(till: &mut Till) -> (OrderId, OrderId) {
    let order = till.seat("7");
    let line = till.add(order, "T165", 2).order.lines[0].id;
    let view = till.order(Command::MoveLines {
        order,
        lines: vec![UnitsOf { line, units: 1 }],
        to: MoveTo::New {
            table: None,
            tab: "Anna".to_owned(),
        },
    });
    (order, view.order.lines[0].moves.to[0].to.id)
}

fn undo(order: OrderId) -> Command {
    Command::UndoLast { order }
}

fn is_open(till: &mut Till, order: OrderId) -> bool {
    let floor = till.engine.floor();
    let on_tables = floor.rooms.iter().flat_map(|room| &room.tables);
    let on_tables = on_tables.flat_map(|table| &table.orders);
    on_tables.chain(&floor.loose).any(|one| one.id == order)
}

fn is_receipt(till: &mut Till, order: OrderId) -> bool {
    match till.ask(Command::ClosedOrders).unwrap() {
        Reply::Orders(all) => all.iter().any(|one| one.id == order),
        other => panic!("no list but {other:?}"),
    }
}

#[test]
fn the_empty_tab_is_neither_open_nor_a_receipt_on_any_till() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let mut two = Till::with(folders[1].path(), "1111");
    let (seven, anna) = to_anna(&mut one);
    assert!(is_open(&mut one, anna));
    let view = one.order(undo(seven));
    assert_eq!((view.order.id, view.order.lines[0].quantity), (seven, 2));
    carry(&one.engine, &mut two.engine, 0);
    for till in [&mut one, &mut two] {
        assert!(!is_open(till, anna) && !is_receipt(till, anna));
        assert!(is_open(till, seven));
        let line = crate::restaurant::plain("T129", 1);
        let late = till.ask(Command::AddLine { order: anna, line });
        assert_eq!(late, Err(Problem::OrderClosed));
    }
    // Nothing was sold, so the journal says nothing of it, and the shift does not wait for it.
    assert_eq!(one.engine.shift_report().unwrap().unwrap().orders, 0);
}

#[test]
fn who_takes_it_back_on_the_tab_sees_the_check_that_it_came_from() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let (seven, anna) = to_anna(&mut till);
    let view = till.order(undo(anna));
    assert_eq!((view.order.id, view.order.lines[0].quantity), (seven, 2));
    assert!(!is_open(&mut till, anna));
}

#[test]
fn a_tab_with_anything_else_on_it_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let (seven, anna) = to_anna(&mut till);
    till.add(anna, "T129", 1);
    till.order(undo(seven));
    assert!(is_open(&mut till, anna));
    let view = till.show(anna);
    assert_eq!(view.totals.total.minor(), 800);
    assert_eq!(view.order.closed_at_ms, None);
    // A tab that was there before stays too: somebody sits there.
    let line = till.show(seven).order.lines[0].id;
    let there = till.seat("8");
    till.order(Command::MoveLines {
        order: seven,
        lines: vec![UnitsOf { line, units: 1 }],
        to: MoveTo::Order { order: there },
    });
    till.order(undo(seven));
    assert!(is_open(&mut till, there));
}

#[test]
fn a_tab_with_dishes_of_another_table_on_it_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let (seven, anna) = to_anna(&mut till);
    let eight = till.seat("8");
    let line = till.add(eight, "T129", 1).order.lines[0].id;
    till.order(Command::MoveLines {
        order: eight,
        lines: vec![UnitsOf { line, units: 1 }],
        to: MoveTo::Order { order: anna },
    });
    till.order(undo(seven));
    assert_eq!(till.show(anna).order.closed_at_ms, None);
}

#[test]
fn money_that_a_till_that_was_apart_took_ahead_on_it_brings_it_back() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let mut two = Till::with(folders[1].path(), "1111");
    let (seven, anna) = to_anna(&mut one);
    carry(&one.engine, &mut two.engine, 0);
    two.order(ahead(anna, Tender::Cash, 500));
    one.order(undo(seven));
    carry(&two.engine, &mut one.engine, 0);
    carry(&one.engine, &mut two.engine, 0);
    for till in [&mut one, &mut two] {
        assert!(is_open(till, anna));
        let view = till.show(anna);
        assert_eq!(
            (view.totals.overpaid.minor(), view.order.closed_at_ms),
            (500, None)
        );
    }
}

#[test]
fn what_a_till_that_was_apart_put_on_it_brings_it_back() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let mut two = Till::with(folders[1].path(), "1111");
    let (seven, anna) = to_anna(&mut one);
    carry(&one.engine, &mut two.engine, 0);
    two.add(anna, "T129", 1);
    one.order(undo(seven));
    assert!(!is_open(&mut one, anna));
    carry(&two.engine, &mut one.engine, 0);
    carry(&one.engine, &mut two.engine, 0);
    for till in [&mut one, &mut two] {
        assert!(is_open(till, anna));
        let view = till.show(anna);
        assert_eq!(
            (view.totals.total.minor(), view.order.closed_at_ms),
            (800, None)
        );
    }
}
