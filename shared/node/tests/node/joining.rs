//! Two checks that become one.

use shared::{
    api::till::{Command, MoveTo, OrderSummary, Reply, TableState, TableView, UnitsOf},
    ids::OrderId,
    journal::Fact,
    order::Tender,
};

use crate::{
    items::publish,
    restaurant::{Till, catalogue},
    transfers::{Apart, join, sold, total},
};

#[test]
fn joined_tables_are_one_check_that_is_paid_once_and_sold_once() {
    let mut apart = Apart::begin();
    let before = apart.tickets();
    let view = join(&mut apart.one, apart.seven, apart.eight);
    assert_eq!(sold(&view), [(2, "Birra"), (1, "Margherita")]);
    assert_eq!((view.order.guests, view.unsent), (4, 0));
    assert_eq!(view.order.links.joined[0].other.table.as_deref(), Some("8"));
    let floor = apart.one.engine.floor();
    assert_eq!(floor.rooms[0].tables[1].state, TableState::Ordered);
    apart.one.pay(apart.seven, Tender::Cash, 1_900);
    apart.meet();
    assert_eq!(apart.tickets(), before);
    let records = apart.one.engine.store().facts_from(1).unwrap();
    let facts = records.iter().map(|record| record.fact().unwrap());
    let closed: Vec<_> = facts
        .filter_map(|fact| match fact {
            Fact::OrderClosed(closed) => Some((closed.order, closed.total.minor())),
            _ => None,
        })
        .collect();
    assert_eq!(closed, [(apart.seven, 1_900)]);
    let Reply::Orders(receipts) = apart.two.ask(Command::ClosedOrders).unwrap() else {
        panic!("no list")
    };
    assert_eq!(receipts.len(), 1);
}

#[test]
fn tables_joined_apart_in_both_directions_are_one_check() {
    let mut apart = Apart::begin();
    join(&mut apart.one, apart.seven, apart.eight);
    join(&mut apart.two, apart.eight, apart.seven);
    apart.meet();
    for till in [&mut apart.one, &mut apart.two] {
        let floor = till.engine.floor();
        let open: Vec<_> = floor.rooms[0]
            .tables
            .iter()
            .flat_map(TableView::own_orders)
            .collect();
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].total.minor(), 1_900);
    }
}

#[test]
fn a_late_line_on_a_joined_table_is_a_check_again_and_goes_the_same_way() {
    let mut apart = Apart::begin();
    join(&mut apart.one, apart.seven, apart.eight);
    apart.two.add(apart.eight, "T165", 1);
    apart.meet();
    assert_eq!(total(&mut apart.one, apart.eight), 550);
    // Whichever is named first.
    let view = join(&mut apart.one, apart.eight, apart.seven);
    assert_eq!(view.order.id, apart.seven);
    assert_eq!(total(&mut apart.one, apart.seven), 2_450);
    apart.meet();
}

/// The table, with the numbers of the orders whose guests sit there.
fn table(till: &Till, name: &str) -> (TableState, Vec<OrderSummary>) {
    let floor = till.engine.floor();
    let mut all = floor.rooms.into_iter().flat_map(|room| room.tables);
    let table = all.find(|table| table.name == name).unwrap();
    (table.state, table.orders)
}

fn ids(till: &Till, name: &str) -> Vec<OrderId> {
    let (_, orders) = table(till, name);
    orders.into_iter().map(|order| order.id).collect()
}

#[test]
fn a_joined_table_is_taken_by_the_check_that_stays_until_it_is_paid() {
    let mut apart = Apart::begin();
    let (seven, eight) = (apart.seven, apart.eight);
    join(&mut apart.one, seven, eight);
    apart.meet();
    for till in [&apart.one, &apart.two] {
        let (state, orders) = table(till, "8");
        assert_eq!(state, TableState::Ordered);
        assert_eq!(orders.len(), 1);
        assert_eq!((orders[0].id, orders[0].guests), (seven, 4));
        assert_eq!(orders[0].joined_tables, ["8"]);
        assert_eq!(ids(till, "7"), [seven]);
        assert!(till.engine.floor().loose.is_empty());
    }
    apart.one.pay(seven, Tender::Cash, 1_900);
    apart.meet();
    for (till, name) in [(&apart.one, "7"), (&apart.one, "8"), (&apart.two, "8")] {
        assert_eq!(table(till, name), (TableState::Free, Vec::new()));
    }
}

#[test]
fn a_joined_table_is_its_own_again_when_the_two_are_taken_apart() {
    let mut apart = Apart::begin();
    let (order, eight) = (apart.seven, apart.eight);
    let view = join(&mut apart.one, order, eight);
    let transfer = view.order.links.joined[0].transfer;
    apart.one.order(Command::Unjoin { order, transfer });
    assert_eq!(ids(&apart.one, "7"), [order]);
    assert_eq!(ids(&apart.one, "8"), [eight]);
    assert_eq!(table(&apart.one, "7").1[0].joined_tables, [""; 0]);
}

#[test]
fn guests_who_move_to_the_table_of_the_other_check_leave_theirs_free() {
    let mut apart = Apart::begin();
    let (seven, eight) = (apart.seven, apart.eight);
    let to_seven = Command::MoveTable {
        order: eight,
        table: "7".to_owned(),
    };
    apart.one.order(to_seven);
    join(&mut apart.one, seven, eight);
    assert_eq!(table(&apart.one, "8").0, TableState::Free);
    assert_eq!(ids(&apart.one, "7"), [seven]);
}

#[test]
fn three_tables_in_a_row_are_one_check_at_each_of_them_and_a_late_coffee_is_beside_it() {
    let mut apart = Apart::begin();
    let (seven, eight) = (apart.seven, apart.eight);
    let mut menu = catalogue(None);
    menu.version = 2;
    let mut third = menu.rooms[0].tables[0].clone();
    "9".clone_into(&mut third.name);
    menu.rooms[0].tables.push(third);
    for till in [&mut apart.one, &mut apart.two] {
        publish(till, &menu);
    }
    let nine = apart.one.seat("9");
    apart.one.add(nine, "T129", 1);
    join(&mut apart.one, eight, nine);
    join(&mut apart.one, seven, eight);
    for name in ["7", "8", "9"] {
        assert_eq!(ids(&apart.one, name), [seven], "{name}");
    }
    assert_eq!(table(&apart.one, "7").1[0].joined_tables, ["8", "9"]);
    apart.two.add(eight, "T165", 1);
    apart.meet();
    assert_eq!(ids(&apart.one, "8"), [seven, eight]);
}

#[test]
fn dishes_that_go_to_a_new_name_come_back_with_one_touch() {
    let mut apart = Apart::begin();
    let order = apart.seven;
    let line = apart.one.show(order).order.lines[0].id;
    let before = apart.tickets();
    let to = MoveTo::New {
        table: None,
        tab: "Anna".to_owned(),
    };
    let lines = vec![UnitsOf { line, units: 1 }];
    let view = apart.one.order(Command::MoveLines { order, lines, to });
    assert_eq!(sold(&view), [(1, "Birra")]);
    let loose = apart.one.engine.floor().loose;
    assert_eq!((loose.len(), loose[0].tab.as_str()), (1, "Anna"));
    assert_eq!(loose[0].total.minor(), 550);
    assert_eq!(view.undo_what.as_deref(), Some("transfer"));
    let view = apart.one.order(Command::UndoLast { order });
    assert_eq!(sold(&view), [(2, "Birra")]);
    assert_eq!(total(&mut apart.one, loose[0].id), 0);
    assert_eq!(apart.tickets(), before);
}
