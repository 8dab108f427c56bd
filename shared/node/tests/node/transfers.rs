//! Units that go to another check, and checks that become one, at one till and at two apart.

use std::path::Path;

use shared::{
    api::{
        Problem,
        device::DeviceRole,
        kds::{Command as Kitchen, View},
        till::{Command, MoveTo, OrderView, Reply, UnitsOf},
    },
    flags::Flag,
    ids::{LineId, OrderId},
    money::Money,
    order::Tender,
    price::Takes,
    serving::Portion,
};
use sync_protocol::Item;

use crate::{
    kitchen::carry,
    restaurant::{Till, Time, settle_in},
};

fn units(line: LineId, units: u32) -> Vec<UnitsOf> {
    vec![UnitsOf { line, units }]
}

fn to(order: OrderId) -> MoveTo {
    MoveTo::Order { order }
}

fn moved(till: &mut Till, order: OrderId, lines: Vec<UnitsOf>, to: MoveTo) -> OrderView {
    till.order(Command::MoveLines { order, lines, to })
}

pub(crate) fn join(till: &mut Till, order: OrderId, with: OrderId) -> OrderView {
    till.order(Command::JoinOrders { order, with })
}

fn send(till: &mut Till, order: OrderId) {
    till.ask(Command::Send { order }).unwrap();
}

/// What is sold on a check: units with names, in its order.
pub(crate) fn sold(view: &OrderView) -> Vec<(i64, &str)> {
    let lines = view.order.lines.iter().filter(|line| line.quantity > 0);
    lines
        .map(|line| (line.quantity, line.facts.name.first.as_str()))
        .collect()
}

/// Ticket lines that were ever made, over these orders.
fn ticket_lines(till: &mut Till, orders: &[OrderId]) -> usize {
    let tickets = orders
        .iter()
        .flat_map(|order| till.show(*order).order.tickets);
    tickets.map(|ticket| ticket.lines.len()).sum()
}

pub(crate) fn total(till: &mut Till, order: OrderId) -> i64 {
    till.show(order).totals.total.minor()
}

/// Two tills apart that know the same two tables: two sent beers on 7, a pizza on 8.
pub(crate) struct Apart {
    _folder: tempfile::TempDir,
    pub(crate) one: Till,
    pub(crate) two: Till,
    carried: (u64, u64),
    pub(crate) seven: OrderId,
    pub(crate) eight: OrderId,
    beer: LineId,
}

fn second(folder: &Path) -> Till {
    let till = Till::with(folder, "2222");
    till.time.pass(1_000);
    till
}

impl Apart {
    pub(crate) fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut one = Till::with(&folder.path().join("one"), "2222");
        let two = second(&folder.path().join("two"));
        let seven = one.seat("7");
        let beer = one.add(seven, "T165", 2).order.lines[0].id;
        send(&mut one, seven);
        let eight = one.seat("8");
        one.add(eight, "T129", 1);
        send(&mut one, eight);
        let mut apart = Self {
            _folder: folder,
            one,
            two,
            carried: (0, 0),
            seven,
            eight,
            beer,
        };
        apart.meet();
        apart
    }

    pub(crate) fn meet(&mut self) {
        self.carried.0 = carry(&self.one.engine, &mut self.two.engine, self.carried.0);
        self.carried.1 = carry(&self.two.engine, &mut self.one.engine, self.carried.1);
        let orders = |till: &Till| till.engine.store().orders(0).unwrap();
        let summary =
            |text: &str| -> shared::api::till::OrderSummary { serde_json::from_str(text).unwrap() };
        for (one, two) in orders(&self.one).iter().zip(orders(&self.two)) {
            assert_eq!(summary(&one.summary), summary(&two.summary));
        }
    }

    pub(crate) fn tickets(&mut self) -> usize {
        ticket_lines(&mut self.one, &[self.seven, self.eight])
    }
}

#[test]
fn two_sent_beers_go_to_another_table_and_the_kitchen_hears_nothing() {
    let mut apart = Apart::begin();
    let before = apart.tickets();
    let jobs = apart.one.engine.store().outbox(0, 1_000).unwrap().len();
    let view = moved(
        &mut apart.one,
        apart.seven,
        units(apart.beer, 2),
        to(apart.eight),
    );
    assert!(sold(&view).is_empty());
    assert_eq!(
        view.order.lines[0].moves.to[0].to.table.as_deref(),
        Some("8")
    );
    let eight = apart.one.show(apart.eight);
    assert_eq!(sold(&eight), [(1, "Margherita"), (2, "Birra")]);
    assert_eq!((eight.unsent, eight.totals.total.minor()), (0, 1_900));
    assert_eq!(apart.tickets(), before);
    // One chunk for each of the two documents, and nothing for the journal.
    let rows = apart.one.engine.store().outbox(0, 1_000).unwrap();
    let new: Vec<_> = rows[jobs..].iter().map(|row| &row.item).collect();
    assert!(matches!(new[..], [Item::Change(_), Item::Change(_)]));
    assert_eq!(
        apart.one.ask(Command::Send { order: apart.eight }).unwrap(),
        Reply::Sent {
            count: 0,
            stations: Vec::new()
        }
    );
    // The other till sees the same after they meet, and a restart changes nothing.
    apart.meet();
    assert_eq!(sold(&apart.two.show(apart.eight)), sold(&eight));
}

#[test]
fn some_units_go_to_a_new_check_with_their_notes_and_their_discount() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    let line = till.add(order, "T129", 3).order.lines[0].id;
    till.order(Command::AddNote {
        order,
        line,
        text: "nuts".to_owned(),
        allergy: true,
    });
    till.order(Command::Discount {
        order,
        line: Some(line),
        takes: Takes::Percent { ppm: 500_000 },
        reason: "late".to_owned(),
    });
    send(&mut till, order);
    let new = MoveTo::New {
        table: Some("7".to_owned()),
        tab: String::new(),
    };
    let view = moved(&mut till, order, units(line, 1), new);
    assert_eq!(view.totals.total.minor(), 800);
    let other = view.order.lines[0].moves.to[0].to.id;
    let other = till.show(other);
    assert_eq!(other.totals.total.minor(), 400);
    assert_eq!(other.order.lines[0].notes[0].text, "nuts");
    assert_eq!((other.unsent, other.order.table.as_deref()), (0, Some("7")));
    let floor = till.engine.floor();
    assert_eq!(floor.rooms[0].tables[0].orders.len(), 2);
}

#[test]
fn what_was_not_sent_is_sent_once_from_where_it_is_now() {
    let mut apart = Apart::begin();
    let pizza = apart.one.add(apart.seven, "T129", 1).order.lines[1].id;
    moved(
        &mut apart.one,
        apart.seven,
        units(pizza, 1),
        to(apart.eight),
    );
    assert_eq!(apart.one.show(apart.seven).unsent, 0);
    assert_eq!(apart.one.show(apart.eight).unsent, 1);
    send(&mut apart.one, apart.eight);
    assert_eq!(apart.one.show(apart.eight).unsent, 0);
}

#[test]
fn what_waits_to_be_fired_waits_at_the_new_table_too() {
    let mut apart = Apart::begin();
    let (seven, eight) = (apart.seven, apart.eight);
    let pizza = apart.one.add(seven, "T129", 1).order.lines[1].id;
    apart.one.order(Command::Hold {
        order: seven,
        portion: Portion::Line { line: pizza },
        on: true,
    });
    let view = moved(&mut apart.one, seven, units(pizza, 1), to(eight));
    assert_eq!(view.undo_what.as_deref(), Some("transfer"));
    assert!(apart.one.show(eight).order.lines[1].held);
    send(&mut apart.one, eight);
    let line = apart.one.show(eight).order.lines[1].clone();
    assert_eq!((line.sent_quantity, line.held), (0, true));
    apart.one.order(Command::UndoLast { order: eight });
    assert!(apart.one.show(seven).order.lines[1].held);
    apart.meet();
}

#[test]
fn the_same_beers_moved_apart_to_two_checks_are_on_one_and_the_other_says_so() {
    let mut apart = Apart::begin();
    moved(
        &mut apart.one,
        apart.seven,
        units(apart.beer, 2),
        to(apart.eight),
    );
    let tab = MoveTo::New {
        table: None,
        tab: "Anna".to_owned(),
    };
    let view = moved(&mut apart.two, apart.seven, units(apart.beer, 1), tab);
    let anna = view.order.lines[0].moves.to[0].to.id;
    let before = apart.tickets();
    apart.meet();
    for till in [&mut apart.one, &mut apart.two] {
        assert_eq!(total(till, apart.seven), 0);
        assert_eq!(total(till, apart.eight), 1_900);
        let anna = till.show(anna);
        assert_eq!(anna.totals.total, Money::ZERO);
        assert!(matches!(
            anna.flags[..],
            [Flag::MovedTwice { units: 1, .. }]
        ));
    }
    assert_eq!(apart.tickets(), before);
}

#[test]
fn a_half_that_arrives_alone_shows_the_whole_transfer() {
    let mut apart = Apart::begin();
    moved(
        &mut apart.one,
        apart.seven,
        units(apart.beer, 2),
        to(apart.eight),
    );
    let rows = apart
        .one
        .engine
        .store()
        .outbox(apart.carried.0, 1_000)
        .unwrap();
    assert_eq!(rows.len(), 2);
    let first = rows[0].clone();
    apart.two.engine.take_in(vec![first.item], first.n).unwrap();
    assert_eq!(total(&mut apart.two, apart.seven), 0);
    assert_eq!(total(&mut apart.two, apart.eight), 1_900);
    apart.meet();
}

#[test]
fn units_stay_owed_where_they_were_until_the_new_check_arrives() {
    let mut apart = Apart::begin();
    let new = MoveTo::New {
        table: Some("8".to_owned()),
        tab: String::new(),
    };
    moved(&mut apart.one, apart.seven, units(apart.beer, 2), new);
    let rows = apart
        .one
        .engine
        .store()
        .outbox(apart.carried.0, 1_000)
        .unwrap();
    let last = rows.last().unwrap().clone();
    apart.two.engine.take_in(vec![last.item], last.n).unwrap();
    let seven = apart.two.show(apart.seven);
    assert_eq!(
        (
            seven.totals.total.minor(),
            seven.order.lines[0].moves.leaving
        ),
        (1_100, 2)
    );
    apart.meet();
    assert_eq!(total(&mut apart.two, apart.seven), 0);
}

#[test]
fn beers_paid_at_the_old_table_meanwhile_are_not_owed_at_the_new_one() {
    let mut apart = Apart::begin();
    moved(
        &mut apart.one,
        apart.seven,
        units(apart.beer, 2),
        to(apart.eight),
    );
    apart.two.pay(apart.seven, Tender::Cash, 1_100);
    apart.meet();
    assert_eq!(total(&mut apart.one, apart.seven), 1_100);
    let eight = apart.one.show(apart.eight);
    assert_eq!(eight.totals.due.minor(), 800);
    assert!(matches!(
        eight.flags[..],
        [Flag::MovedTwice { units: 2, .. }]
    ));
}

#[test]
fn what_was_paid_for_stays_and_closed_checks_take_and_give_nothing() {
    let mut apart = Apart::begin();
    let (seven, eight) = (apart.seven, apart.eight);
    apart.one.pay(seven, Tender::Cash, 600);
    let both = Command::MoveLines {
        order: seven,
        lines: units(apart.beer, 2),
        to: to(eight),
    };
    let before = apart.one.show(seven);
    assert_eq!(apart.one.ask(both), Err(Problem::PartPaid));
    assert_eq!(apart.one.show(seven), before);
    let joined = Command::JoinOrders {
        order: eight,
        with: seven,
    };
    assert_eq!(apart.one.ask(joined), Err(Problem::PartPaid));
    apart.one.pay(eight, Tender::Card, 800);
    let one = Command::MoveLines {
        order: seven,
        lines: units(apart.beer, 1),
        to: to(eight),
    };
    assert_eq!(apart.one.ask(one), Err(Problem::OrderClosed));
    let three = Command::MoveLines {
        order: seven,
        lines: units(apart.beer, 3),
        to: MoveTo::New {
            table: None,
            tab: String::new(),
        },
    };
    assert!(matches!(apart.one.ask(three), Err(Problem::Invalid { .. })));
}

#[test]
fn undo_brings_a_transfer_and_a_joining_back_while_nothing_was_paid() {
    let mut apart = Apart::begin();
    let till = &mut apart.one;
    let before = (till.show(apart.seven), till.show(apart.eight));
    let view = moved(till, apart.seven, units(apart.beer, 1), to(apart.eight));
    assert_eq!(view.undo_what.as_deref(), Some("transfer"));
    till.order(Command::UndoLast { order: apart.seven });
    let same = |was: &OrderView, now: &OrderView| {
        assert_eq!(was.order.lines, now.order.lines);
        assert_eq!(
            (was.order.guests, was.order.closed_at_ms),
            (now.order.guests, now.order.closed_at_ms)
        );
    };
    same(&before.0, &till.show(apart.seven));
    same(&before.1, &till.show(apart.eight));
    let view = join(till, apart.seven, apart.eight);
    let transfer = view.order.links.joined[0].transfer;
    let order = apart.seven;
    till.order(Command::Unjoin { order, transfer });
    same(&before.0, &till.show(apart.seven));
    same(&before.1, &till.show(apart.eight));
    join(till, apart.seven, apart.eight);
    till.pay(apart.seven, Tender::Cash, 100);
    let undo = till.ask(Command::UndoLast { order });
    assert_eq!(
        undo,
        Err(Problem::NotFound {
            what: "undo".to_owned()
        })
    );
    apart.meet();
}

#[test]
fn a_void_where_the_dish_is_now_stops_it_and_the_old_table_knows() {
    let mut apart = Apart::begin();
    moved(
        &mut apart.one,
        apart.seven,
        units(apart.beer, 2),
        to(apart.eight),
    );
    let line = apart.one.show(apart.eight).order.lines[1].id;
    let view = apart.one.order(Command::VoidLine {
        order: apart.eight,
        line,
        quantity: 1,
        reason: "spilt".to_owned(),
        leftover: shared::order::Leftover::Wasted,
    });
    assert_eq!(sold(&view), [(1, "Margherita"), (1, "Birra")]);
    assert_eq!(view.unsent, 0);
    let there = Command::VoidLine {
        order: apart.seven,
        line: apart.beer,
        quantity: 1,
        reason: "spilt".to_owned(),
        leftover: shared::order::Leftover::Wasted,
    };
    assert!(matches!(apart.one.ask(there), Err(Problem::Invalid { .. })));
    apart.meet();
}

#[test]
fn the_kitchen_reads_the_new_table_on_the_ticket_that_it_has() {
    let mut apart = Apart::begin();
    let folder = tempfile::tempdir().unwrap();
    let time = Time::new();
    let path = folder.path();
    let mut kitchen =
        node::Engine::open(path, DeviceRole::Kitchen, "Kitchen", time.source()).unwrap();
    settle_in(&mut kitchen, "K", None);
    let see = |till: &Till, kitchen: &mut node::Engine| -> View {
        carry(&till.engine, kitchen, 0);
        kitchen.kitchen(Kitchen::View).unwrap()
    };
    let before = see(&apart.one, &mut kitchen);
    moved(
        &mut apart.one,
        apart.seven,
        units(apart.beer, 1),
        to(apart.eight),
    );
    let view = see(&apart.one, &mut kitchen);
    assert_eq!(view.open.len(), before.open.len());
    let bar = &view.open[0];
    assert_eq!(
        (bar.station.as_str(), bar.table.as_deref()),
        ("bar", Some("7"))
    );
    assert_eq!(bar.lines[0].moved, [(1, "8".to_owned())]);
    moved(
        &mut apart.one,
        apart.seven,
        units(apart.beer, 1),
        to(apart.eight),
    );
    let view = see(&apart.one, &mut kitchen);
    assert_eq!(view.open[0].table.as_deref(), Some("8"));
    // The cook is done, and the new table is ready.
    let (order, ticket) = (view.open[0].order, view.open[0].ticket);
    kitchen.kitchen(Kitchen::Bump { order, ticket }).unwrap();
    carry(&kitchen, &mut apart.one.engine, 0);
    let eight = apart.one.show(apart.eight);
    let beer = eight
        .order
        .lines
        .iter()
        .find(|line| line.moves.from.is_some());
    assert_eq!(
        beer.unwrap().kitchen.map(|state| state.rank),
        Some(shared::kitchen::KitchenRank::Bumped)
    );
}

#[test]
fn a_restart_finds_transfers_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let (seven, eight) = (till.seat("7"), till.seat("8"));
    let line = till.add(seven, "T165", 2).order.lines[0].id;
    moved(&mut till, seven, units(line, 2), to(eight));
    let was = (till.show(seven), till.show(eight));
    let time = till.time.clone();
    drop(till);
    let mut till = Till::at(folder.path(), time);
    till.sign_in("2222");
    // The one that says less about itself first.
    let now = (till.show(seven), till.show(eight));
    assert_eq!(now, was);
}
