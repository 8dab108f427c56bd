//! Where guests sit: tables, tabs, and two who move the same guests.

use shared::{
    api::{
        Problem,
        till::{Command, TableState},
    },
    menu::Service,
};

use crate::{kitchen::carry, restaurant::Till};

fn tab(till: &mut Till, name: &str) -> shared::ids::OrderId {
    let command = Command::OpenOrder {
        service: Service::EatIn,
        table: None,
        tab: name.to_owned(),
        guests: 1,
    };
    till.order(command).order.id
}

#[test]
fn a_tab_gets_a_name_a_table_and_is_a_tab_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = tab(&mut till, "Anna");
    let name = |tab: &str| Command::NameTab {
        order,
        tab: tab.to_owned(),
    };
    assert_eq!(till.order(name(" Anna B. ")).order.tab, "Anna B.");
    assert!(matches!(till.ask(name(" ")), Err(Problem::Invalid { .. })));
    let table = "8".to_owned();
    let view = till.order(Command::MoveTable { order, table });
    assert_eq!(view.order.table.as_deref(), Some("8"));
    assert!(till.engine.floor().loose.is_empty());
    let back = Command::MoveToTab {
        order,
        tab: "Bea".to_owned(),
    };
    let view = till.order(back);
    assert_eq!((view.order.table, view.order.tab.as_str()), (None, "Bea"));
    assert_eq!(till.engine.floor().loose.len(), 1);
    assert_eq!(
        till.engine.floor().rooms[0].tables[1].state,
        TableState::Free
    );
    // Two steps back: to the table, and to the name of before.
    till.order(Command::UndoLast { order });
    let view = till.order(Command::UndoLast { order });
    assert_eq!(
        (view.order.table.as_deref(), view.order.tab.as_str()),
        (Some("8"), "Anna B.")
    );
}

#[test]
fn guests_moved_apart_to_two_tables_are_shown_at_both_until_somebody_says_where_they_are() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "3333");
    let order = tab(&mut one, "Anna");
    let mut two = Till::with(folders[1].path(), "2222");
    carry(&one.engine, &mut two.engine, 0);
    let to = |table: &str| Command::MoveTable {
        order,
        table: table.to_owned(),
    };
    one.order(to("7"));
    two.order(to("8"));
    carry(&one.engine, &mut two.engine, 0);
    carry(&two.engine, &mut one.engine, 0);
    let seen = [&mut one, &mut two].map(|till| till.show(order).order);
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0].contested && seen[0].links.crossed.len() == 2);
    one.order(to("7"));
    carry(&one.engine, &mut two.engine, 0);
    let order = two.show(order).order;
    assert!(!order.contested);
    assert_eq!(order.table.as_deref(), Some("7"));
}

#[test]
fn a_table_may_have_several_checks() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    till.seat("7");
    let other = till.seat("8");
    let table = "7".to_owned();
    till.order(Command::MoveTable {
        order: other,
        table,
    });
    assert_eq!(till.engine.floor().rooms[0].tables[0].orders.len(), 2);
}
