//! One table, opened at two tills that knew nothing of each other.

use shared::{
    api::till::{Command, MoveTo, OrderView, SplitBy, UnitsOf},
    ids::OrderId,
    menu::Service,
    order::Tender,
    price::Takes,
};

use crate::{
    deposits::ahead,
    items::publish,
    restaurant::{Till, catalogue},
    transfers::Apart,
};

const SOON_MS: i64 = 5_000;

fn seat(till: &mut Till, table: &str, guests: u32) -> OrderId {
    let view = till.order(Command::OpenOrder {
        service: Service::EatIn,
        table: Some(table.to_owned()),
        tab: String::new(),
        guests,
    });
    view.order.id
}

/// Two tills of a restaurant with more tables, of which three are empty.
fn larger() -> Apart {
    let mut apart = Apart::begin();
    let mut menu = catalogue(None);
    menu.version = 2;
    let tables = &mut menu.rooms[0].tables;
    for name in ["9", "10", "11"] {
        let mut table = tables[0].clone();
        name.clone_into(&mut table.name);
        tables.push(table);
    }
    publish(&mut apart.one, &menu);
    publish(&mut apart.two, &menu);
    apart
}

/// Table 9, with two guests at one till and three at the other, a pizza here and beer there, both in
/// the kitchen.
fn nine_at_both() -> (Apart, OrderId, OrderId) {
    let mut apart = larger();
    let first = seat(&mut apart.one, "9", 2);
    apart.one.add(first, "T129", 1);
    apart.two.time.pass(60_000);
    let second = seat(&mut apart.two, "9", 3);
    apart.two.add(second, "T165", 2);
    for (till, order) in [(&mut apart.one, first), (&mut apart.two, second)] {
        till.ask(Command::Send { order }).unwrap();
    }
    (apart, first, second)
}

/// Both tills look around, are together, and look again after a while.
fn look(apart: &mut Apart) -> usize {
    let mut joined = 0;
    for _ in 0..2 {
        for till in [&mut apart.one, &mut apart.two] {
            till.engine.set_together(true);
            joined += till.engine.join_opened_twice();
            till.time.pass(SOON_MS);
        }
        apart.meet();
    }
    joined
}

fn units(view: &OrderView) -> i64 {
    view.order.lines.iter().map(|line| line.quantity).sum()
}

#[test]
fn a_table_opened_at_two_tills_becomes_one_check_with_its_guests_counted_once() {
    let (mut apart, first, second) = nine_at_both();
    let tickets = |till: &mut Till| {
        let all = [first, second].map(|order| till.show(order).order.tickets.len());
        all.iter().sum::<usize>()
    };
    apart.meet();
    let before = tickets(&mut apart.one);
    assert_eq!(look(&mut apart), 1);
    for till in [&mut apart.one, &mut apart.two] {
        let view = till.show(first);
        assert_eq!((units(&view), view.order.guests), (3, 3));
        assert!(view.order.closed_at_ms.is_none());
        let other = till.show(second);
        assert_eq!(units(&other), 0);
        let joined = other.order.links.joined_into.unwrap();
        assert_eq!(joined.other.id, first);
        assert_eq!(tickets(till), before, "the kitchen hears nothing of it");
    }
    assert_eq!(look(&mut apart), 0, "once");
    let due = apart.two.show(first).totals.due.minor();
    apart.two.pay(first, Tender::Cash, due);
    apart.meet();
    assert_eq!(apart.one.show(first).flags, []);
}

#[test]
fn who_takes_them_apart_again_is_right_for_good() {
    let (mut apart, first, second) = nine_at_both();
    apart.meet();
    look(&mut apart);
    let view = apart.two.show(first);
    let transfer = view.order.links.joined[0].transfer;
    apart.two.order(Command::Unjoin {
        order: first,
        transfer,
    });
    apart.meet();
    assert_eq!(apart.one.show(first).order.guests, 2, "as it was before");
    assert_eq!(look(&mut apart), 0);
    for till in [&mut apart.one, &mut apart.two] {
        assert_eq!(units(&till.show(first)), 1);
        let other = till.show(second).order;
        assert_eq!((other.lines.len(), other.guests), (1, 3));
    }
}

#[test]
fn a_second_check_that_somebody_wanted_stays_a_check() {
    let mut apart = larger();
    let first = seat(&mut apart.one, "9", 2);
    apart.meet();
    let second = seat(&mut apart.two, "9", 2);
    apart.meet();
    assert_eq!(look(&mut apart), 0);
    for order in [first, second] {
        assert!(apart.one.show(order).order.closed_at_ms.is_none());
    }
}

#[test]
fn guests_of_another_time_and_moved_ones_stay_apart() {
    let mut apart = larger();
    let first = seat(&mut apart.one, "9", 2);
    apart.two.time.pass(31 * 60_000);
    apart.two.sign_in("2222");
    let second = seat(&mut apart.two, "9", 2);
    // One who sat elsewhere came to the table that the other one opened.
    let third = seat(&mut apart.one, "10", 2);
    let fourth = seat(&mut apart.two, "11", 2);
    let table = "11".to_owned();
    apart.one.order(Command::MoveTable {
        order: third,
        table,
    });
    apart.meet();
    assert_eq!(look(&mut apart), 0);
    for order in [first, second, third, fourth] {
        assert!(apart.one.show(order).order.closed_at_ms.is_none());
    }
}

/// Both stay, whatever one of the tills did with its check meanwhile.
fn stay_two(what: fn(&mut Apart, OrderId, OrderId)) {
    let (mut apart, first, second) = nine_at_both();
    for till in [&mut apart.one, &mut apart.two] {
        till.sign_in("1111");
    }
    what(&mut apart, first, second);
    apart.meet();
    assert_eq!(look(&mut apart), 0);
    for order in [first, second] {
        assert!(apart.one.show(order).order.closed_at_ms.is_none());
    }
}

fn half_off(order: OrderId) -> Command {
    Command::Discount {
        order,
        line: None,
        takes: Takes::Percent { ppm: 500_000 },
        reason: "late".to_owned(),
    }
}

fn named(order: OrderId) -> Command {
    let tab = "Rossi".to_owned();
    Command::NameTab { order, tab }
}

fn halves(order: OrderId) -> Command {
    let by = SplitBy::Shares { ways: 2 };
    Command::Split { order, by }
}

#[test]
fn what_was_paid_discounted_split_or_named_on_either_stays_two_checks() {
    stay_two(|apart, _, second| {
        apart.two.pay(second, Tender::Cash, 500);
    });
    stay_two(|apart, first, _| {
        apart.one.pay(first, Tender::Cash, 500);
    });
    stay_two(|apart, first, _| {
        apart.one.order(ahead(first, Tender::Cash, 500));
    });
    for change in [half_off, named, halves] {
        for at_first in [true, false] {
            let (mut apart, first, second) = nine_at_both();
            let (till, order) = if at_first {
                (&mut apart.one, first)
            } else {
                (&mut apart.two, second)
            };
            till.sign_in("1111");
            till.order(change(order));
            apart.meet();
            assert_eq!(look(&mut apart), 0);
        }
    }
}

#[test]
fn who_has_several_checks_on_a_table_means_them_apart() {
    stay_two(|apart, _, _| {
        seat(&mut apart.two, "9", 1);
    });
    stay_two(|apart, _, second| {
        let line = apart.two.show(second).order.lines[0].id;
        apart.two.order(Command::MoveLines {
            order: second,
            lines: vec![UnitsOf { line, units: 1 }],
            to: MoveTo::New {
                table: Some("9".to_owned()),
                tab: String::new(),
            },
        });
    });
}

#[test]
fn alone_and_at_once_nothing_is_joined() {
    let (mut apart, ..) = nine_at_both();
    apart.meet();
    apart.two.time.pass(60_000);
    assert_eq!(
        apart.two.engine.join_opened_twice(),
        0,
        "the hub is not heard"
    );
    apart.two.engine.set_together(true);
    assert_eq!(
        apart.two.engine.join_opened_twice(),
        0,
        "known a moment ago"
    );
    apart.one.engine.set_together(true);
    apart.one.engine.join_opened_twice();
    apart.one.time.pass(60_000);
    assert_eq!(
        apart.one.engine.join_opened_twice(),
        0,
        "the later one goes"
    );
    apart.two.time.pass(SOON_MS);
    assert_eq!(apart.two.engine.join_opened_twice(), 1);
}
