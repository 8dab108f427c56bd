//! Holding and firing: starters go now, mains wait.

use node::Engine;
use shared::{
    api::{
        Problem,
        device::DeviceRole,
        kds::{Command as Kitchen, View},
        till::{Command, OrderView, Reply},
    },
    ids::{OrderId, StaffId},
    menu::{Catalogue, Course},
    order::{Tender, TicketKind},
    serving::Portion,
};

use crate::{
    kitchen::carry,
    restaurant::{Till, Time, catalogue, plain, settle_in},
};

const MAINS: Portion = Portion::Course {
    course: Course::Main,
};

fn hold(order: OrderId, portion: Portion, on: bool) -> Command {
    Command::Hold { order, portion, on }
}

fn fire(till: &mut Till, order: OrderId, portion: Portion) -> (u32, Vec<String>) {
    match till.ask(Command::Fire { order, portion }).unwrap() {
        Reply::Sent { count, stations } => (count, stations),
        other => panic!("not sent but {other:?}"),
    }
}

fn send(till: &mut Till, order: OrderId) -> u32 {
    match till.ask(Command::Send { order }).unwrap() {
        Reply::Sent { count, .. } => count,
        other => panic!("not sent but {other:?}"),
    }
}

fn held(view: &OrderView) -> Vec<bool> {
    view.order.lines.iter().map(|line| line.held).collect()
}

/// A table with a beer and a pizza of the main course.
fn beer_and_pizza(till: &mut Till) -> OrderId {
    let order = till.seat("7");
    till.add(order, "T165", 1);
    till.add(order, "T129", 2);
    order
}

pub(crate) fn kitchen(folder: &std::path::Path) -> Engine {
    let source = Time::new().source();
    let mut kitchen = Engine::open(folder, DeviceRole::Kitchen, "Kitchen", source).unwrap();
    settle_in(&mut kitchen, "K", None);
    kitchen
}

pub(crate) fn shown(kitchen: &mut Engine) -> View {
    kitchen.kitchen(Kitchen::View).unwrap()
}

#[test]
fn held_mains_stay_while_the_rest_goes_and_come_when_they_are_fired() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(&folder.path().join("till"), "3333");
    let mut cook = kitchen(&folder.path().join("kitchen"));
    let order = beer_and_pizza(&mut till);
    let view = till.order(hold(order, MAINS, true));
    assert_eq!((held(&view), view.unsent), (vec![false, true], 1));
    assert_eq!(view.order.serving.held, [Course::Main]);
    assert_eq!(send(&mut till, order), 1);
    let at = carry(&till.engine, &mut cook, 0);
    let stations: Vec<_> = shown(&mut cook)
        .open
        .into_iter()
        .map(|one| one.station)
        .collect();
    assert_eq!(stations, ["bar"]);
    assert_eq!(till.show(order).unsent, 0);

    assert_eq!(fire(&mut till, order, MAINS), (2, vec!["pizza".to_owned()]));
    carry(&till.engine, &mut cook, at);
    let open = shown(&mut cook).open;
    let pizza = open.iter().find(|one| one.station == "pizza").unwrap();
    assert_eq!((pizza.kind, pizza.lines[0].quantity), (TicketKind::New, 2));
    assert_eq!(
        (pizza.lines[0].course, pizza.also_at.as_slice()),
        (Course::Main, &["bar".to_owned()][..])
    );
    let view = till.show(order);
    assert_eq!((held(&view), view.unsent), (vec![false, false], 0));
    assert!(view.order.serving.held.is_empty());
    // Fired once is fired.
    assert_eq!(fire(&mut till, order, MAINS), (0, vec![]));
    assert_eq!(view.order.tickets, till.show(order).order.tickets);
}

#[test]
fn one_line_waits_and_goes_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = beer_and_pizza(&mut till);
    let beer = till.show(order).order.lines[0].id;
    let portion = Portion::Line { line: beer };
    let view = till.order(hold(order, portion, true));
    assert_eq!(held(&view), [true, false]);
    // One more beer of a guest who cannot wait is a line of its own.
    assert_eq!(held(&till.add(order, "T165", 1)), [true, false, false]);
    assert_eq!(send(&mut till, order), 3);
    assert_eq!(fire(&mut till, order, portion), (1, vec!["bar".to_owned()]));
    let kinds: Vec<_> = till
        .show(order)
        .order
        .tickets
        .iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(kinds, [TicketKind::New, TicketKind::New, TicketKind::AddOn]);
    assert_eq!(
        till.ask(hold(order, portion, true)),
        Err(Problem::Invalid {
            field: "line".to_owned(),
            why: "the kitchen has it, or never gets it".to_owned(),
        })
    );
}

#[test]
fn what_is_held_goes_off_the_check_without_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = beer_and_pizza(&mut till);
    let pizza = till.show(order).order.lines[1].id;
    till.order(hold(order, MAINS, true));
    send(&mut till, order);
    let view = till.order(Command::VoidLine {
        order,
        line: pizza,
        quantity: 2,
        reason: String::new(),
        leftover: shared::order::Leftover::Wasted,
    });
    assert_eq!((view.order.lines.len(), view.order.tickets.len()), (1, 1));
}

#[test]
fn a_paid_check_leaves_nothing_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = beer_and_pizza(&mut till);
    till.order(hold(order, MAINS, true));
    send(&mut till, order);
    assert_eq!(till.show(order).totals.due.minor(), 2_150);
    till.pay(order, Tender::Card, 2_150);
    let view = till.show(order);
    assert_eq!(
        (held(&view), view.order.tickets.len()),
        (vec![false, false], 2)
    );
}

#[test]
fn hold_and_release_go_back_and_a_fire_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = beer_and_pizza(&mut till);
    let view = till.order(hold(order, MAINS, true));
    assert_eq!(view.undo_what.as_deref(), Some("course_held"));
    assert_eq!(view.undo.as_deref(), Some("main"));
    assert_eq!(
        held(&till.order(Command::UndoLast { order })),
        [false, false]
    );
    till.order(hold(order, MAINS, true));
    till.order(hold(order, MAINS, false));
    assert_eq!(
        held(&till.order(Command::UndoLast { order })),
        [false, true]
    );
    fire(&mut till, order, MAINS);
    let beer = Portion::Line {
        line: till.show(order).order.lines[0].id,
    };
    till.order(hold(order, beer, true));
    let view = till.order(Command::UndoLast { order });
    assert_eq!(
        (held(&view), view.undo_what.as_deref()),
        (vec![false, false], None)
    );
    let Reply::History(rows) = till.ask(Command::History { order }).unwrap() else {
        panic!("no history")
    };
    let said = |what: &str| {
        let rows = rows.iter().filter(|row| row.what == what);
        rows.map(|row| (row.detail.as_str(), row.undone))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        said("held"),
        [("Secondi", true), ("Secondi", false), ("Birra", true)]
    );
    assert_eq!(said("released"), [("Secondi", true)]);
    assert_eq!(said("fired"), [("Secondi", false)]);
}

#[test]
fn fired_at_two_tills_apart_is_cooked_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = Till::with(&folder.path().join("one"), "3333");
    let mut two = Till::open(&folder.path().join("two"));
    let mut cook = kitchen(&folder.path().join("kitchen"));
    let order = beer_and_pizza(&mut one);
    one.order(hold(order, MAINS, true));
    let at = carry(&one.engine, &mut two.engine, 0);
    two.sign_in("2222");
    assert_eq!(fire(&mut one, order, MAINS).0, 2);
    assert_eq!(fire(&mut two, order, MAINS).0, 2);
    carry(&one.engine, &mut two.engine, at);
    carry(&two.engine, &mut one.engine, 0);
    carry(&one.engine, &mut cook, 0);
    carry(&two.engine, &mut cook, 0);
    let open = shown(&mut cook).open;
    let units: i64 = open
        .iter()
        .flat_map(|one| &one.lines)
        .map(|line| line.quantity)
        .sum();
    assert_eq!((open.len(), units), (1, 2));
    assert_eq!(one.show(order).order, two.show(order).order);
}

#[test]
fn the_site_says_which_courses_wait_at_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let mut menu: Catalogue = catalogue(None);
    menu.version = 2;
    menu.site.serving.hold_courses = vec![Course::Main];
    till.take(&menu);
    let order = beer_and_pizza(&mut till);
    assert_eq!(held(&till.show(order)), [false, true]);
    assert_eq!(
        till.engine.floor().rooms[0].tables[0].orders[0].waits_for,
        Some(Course::Main)
    );
    // What is taken away goes at once.
    let open = Command::OpenOrder {
        service: shared::menu::Service::Takeaway,
        table: None,
        tab: String::new(),
        guests: 1,
    };
    let away = till.order(open).order.id;
    till.order(Command::AddLine {
        order: away,
        line: plain("T129", 1),
    });
    assert_eq!(send(&mut till, away), 1);
}

#[test]
fn a_fired_course_is_the_heading_of_its_paper() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let mut menu = catalogue(Some("127.0.0.1:9".to_owned()));
    menu.version = 2;
    till.take(&menu);
    let order = beer_and_pizza(&mut till);
    till.order(hold(order, MAINS, true));
    send(&mut till, order);
    fire(&mut till, order, MAINS);
    let papers: Vec<String> = till.papers();
    assert_eq!(papers.len(), 2);
    let at = |text: &str| papers[1].find(text).unwrap();
    assert!(at("Secondi") < at("Margherita"), "{}", papers[1]);
}

#[test]
fn guests_are_given_to_somebody_else_and_two_who_do_it_apart_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = Till::with(&folder.path().join("one"), "3333");
    let mut two = Till::open(&folder.path().join("two"));
    let order = beer_and_pizza(&mut one);
    let at = carry(&one.engine, &mut two.engine, 0);
    two.sign_in("2222");
    let person = |n: u8| StaffId::new(1, [n; 10]);
    let give = |server| Command::SetServer { order, server };
    assert_eq!(one.show(order).server, "Sofia");
    let cook = one.ask(give(person(4)));
    assert_eq!(
        cook,
        Err(Problem::NotFound {
            what: "server".to_owned()
        })
    );
    let view = one.order(give(person(2)));
    let undo = (view.undo_what.as_deref(), view.undo.as_deref());
    assert_eq!(
        (view.server.as_str(), undo),
        ("Marco", (Some("server"), Some("Marco")))
    );
    two.order(give(person(1)));
    carry(&one.engine, &mut two.engine, at);
    carry(&two.engine, &mut one.engine, 0);
    assert!(one.show(order).order.serving.server_contested);
    assert_eq!(one.show(order).order, two.show(order).order);
    // The same person again is a decision.
    let server = one.show(order).order.server();
    let view = one.order(give(server));
    assert!(!view.order.serving.server_contested);
    let Reply::History(rows) = one.ask(Command::History { order }).unwrap() else {
        panic!("no history")
    };
    let said = rows.iter().filter(|row| row.what == "server");
    assert_eq!(said.count(), 3);
}
