//! Two checks that become one.

use shared::{
    api::till::{Command, Reply, TableState},
    journal::Fact,
    order::Tender,
};

use crate::transfers::{Apart, join, sold, total};

#[test]
fn joined_tables_are_one_check_that_is_paid_once_and_sold_once() {
    let mut apart = Apart::begin();
    let before = apart.tickets();
    let view = join(&mut apart.one, apart.seven, apart.eight);
    assert_eq!(sold(&view), [(2, "Birra"), (1, "Margherita")]);
    assert_eq!((view.order.guests, view.unsent), (4, 0));
    assert_eq!(view.order.links.joined[0].other.table.as_deref(), Some("8"));
    let floor = apart.one.engine.floor();
    assert_eq!(floor.rooms[0].tables[1].state, TableState::Free);
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
            .flat_map(|table| &table.orders)
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
