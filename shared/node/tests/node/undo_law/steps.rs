//! Single things that are taken back, each by name.

use shared::{api::till::Command, menu::Course};

use super::{Deed, Step, Tills, command};
use crate::restaurant::Till;

#[test]
fn two_tables_and_two_names_go_back_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    for deed in [
        Deed::Table(true),
        Deed::Tab(1),
        Deed::Table(false),
        Deed::Tab(2),
    ] {
        till.order(command(order, &[], deed).unwrap());
    }
    let mut seen = Vec::new();
    for _ in 0..4 {
        let now = till.order(Command::UndoLast { order }).order;
        seen.push((now.table.unwrap(), now.tab));
    }
    let is = |table: &str, tab: &str| (table.to_owned(), tab.to_owned());
    assert_eq!(
        seen,
        [is("7", "Tab 1"), is("8", "Tab 1"), is("8", ""), is("7", "")]
    );
}

#[test]
fn a_held_line_that_was_changed_is_back_with_one_touch() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    till.order(command(order, &[], Deed::Add(0, 1, false)).unwrap());
    for deed in [Deed::HoldLine(0, true), Deed::Doneness(0, 1)] {
        let line = till.show(order).order.lines[0].clone();
        till.order(command(order, &[&line], deed).unwrap());
    }
    let changed = till.show(order);
    assert!(changed.order.lines[0].held);
    assert_eq!(changed.undo_what.as_deref(), Some("changed"));
    let view = till.order(Command::UndoLast { order });
    let line = &view.order.lines[0];
    assert_eq!(
        (line.facts.modifiers[0].name.first.as_str(), line.held),
        ("Al sangue", true)
    );
    assert_eq!(view.undo_what.as_deref(), Some("held"));
}

#[test]
fn a_held_course_lets_go_of_the_lines_that_it_took_along_with_one_touch() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    till.order(command(order, &[], Deed::Add(0, 1, false)).unwrap());
    till.order(command(order, &[], Deed::Add(1, 1, false)).unwrap());
    for deed in [
        Deed::HoldLine(0, true),
        Deed::HoldLine(0, false),
        Deed::HoldCourse(true),
    ] {
        let view = till.show(order);
        let lines: Vec<_> = view.order.lines.iter().collect();
        till.order(command(order, &lines, deed).unwrap());
    }
    let held = till.show(order);
    assert_eq!(held.undo_what.as_deref(), Some("course_held"));
    assert!(held.order.lines[0].held);
    let view = till.order(Command::UndoLast { order });
    assert_eq!(view.order.serving.held, []);
    assert!(!view.order.lines[0].held);
    assert_eq!(view.undo_what.as_deref(), Some("released"));
}

#[test]
fn an_address_goes_back_to_the_one_before_and_to_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    for n in [1, 2] {
        till.order(command(order, &[], Deed::Deliver(n)).unwrap());
    }
    let view = till.show(order);
    let undo = (view.undo_what.as_deref(), view.undo.as_deref());
    assert_eq!(undo, (Some("deliver_to"), Some("Corso Como 10")));
    let view = till.order(Command::UndoLast { order });
    assert_eq!(view.order.deliver_to.unwrap().address, "Via Roma 1");
    let view = till.order(Command::UndoLast { order });
    assert_eq!(view.order.deliver_to, None);
    assert_eq!(view.undo, None);
}

#[test]
fn an_address_that_another_till_changed_since_is_not_taken_back() {
    let mut tills = Tills::begin();
    let order = tills.order;
    tills
        .own
        .order(command(order, &[], Deed::Deliver(1)).unwrap());
    tills.step(Step::Tell);
    tills.other.time.pass(1_000);
    tills
        .other
        .order(command(order, &[], Deed::Deliver(2)).unwrap());
    tills.hear();
    let view = tills.own.show(order);
    assert_eq!(view.order.deliver_to.unwrap().address, "Corso Como 10");
    assert_eq!(view.undo_what, None);
}

#[test]
fn a_line_that_came_back_from_another_check_can_be_taken_off_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    till.order(command(order, &[], Deed::Add(1, 2, false)).unwrap());
    let line = till.show(order).order.lines[0].clone();
    till.order(command(order, &[&line], Deed::LineDiscount(0, 1)).unwrap());
    till.order(command(order, &[&line], Deed::Away(0, 1)).unwrap());
    let mut done = Vec::new();
    for _ in 0..3 {
        done.push(till.show(order).undo_what.unwrap_or_default());
        till.order(Command::UndoLast { order });
    }
    assert_eq!(done, ["transfer", "discount", "added"]);
    assert_eq!(till.show(order).order.lines, []);
}

#[test]
fn a_released_course_is_held_again_although_somebody_held_one_of_its_lines_since() {
    let mut tills = Tills::begin();
    let order = tills.order;
    tills.theirs(Deed::Add(1, 1, false));
    // The pizza, not the beer that was there.
    tills.theirs(Deed::HoldLine(1, true));
    tills.hear();
    for on in [true, false] {
        assert!(tills.own(Deed::HoldCourse(on)));
    }
    tills.step(Step::Tell);
    tills.other.time.pass(1_000);
    tills.theirs(Deed::HoldLine(1, true));
    tills.hear();
    let released = tills.own.show(order);
    assert!(released.order.serving.held.is_empty());
    assert!(released.order.lines[1].held);
    assert_eq!(released.undo_what.as_deref(), Some("course_released"));
    let view = tills.own.order(Command::UndoLast { order });
    assert_eq!(view.order.serving.held, [Course::Main]);
    assert!(view.order.lines[1].held, "as the other one wants it");
    assert_eq!(view.undo_what.as_deref(), Some("course_held"));
    let view = tills.own.order(Command::UndoLast { order });
    assert_eq!((view.order.serving.held.len(), view.undo_what), (0, None));
}

#[test]
fn a_course_that_only_let_a_line_go_is_undone_although_its_waiter_held_the_line_again() {
    let mut tills = Tills::begin();
    let order = tills.order;
    tills.theirs(Deed::Add(1, 1, false));
    tills.theirs(Deed::HoldLine(1, true));
    tills.hear();
    assert!(tills.own(Deed::HoldCourse(false)));
    tills.step(Step::Tell);
    tills.theirs(Deed::HoldLine(1, true));
    tills.hear();
    let view = tills.own.order(Command::UndoLast { order });
    assert!(view.order.lines[1].held, "as the other one wants it");
    assert_eq!(view.undo_what, None);
}

#[test]
fn a_released_line_that_its_waiter_took_off_since_stops_no_undo() {
    let mut tills = Tills::begin();
    tills.theirs(Deed::Add(1, 1, false));
    tills.theirs(Deed::HoldLine(1, true));
    tills.hear();
    assert!(tills.own(Deed::Add(1, 1, false)));
    assert!(tills.own(Deed::HoldCourse(false)));
    tills.step(Step::Tell);
    tills.theirs(Deed::Quantity(1, -1));
    tills.hear();
    let order = tills.order;
    for what in ["course_released", "added"] {
        assert_eq!(tills.own.show(order).undo_what.as_deref(), Some(what));
        tills.own.order(Command::UndoLast { order });
    }
}
