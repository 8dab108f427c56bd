//! Changing a line: the guest wants the dish otherwise.

use shared::{
    api::{
        Problem, Refusal,
        till::{Chosen, Command, NewLine, OrderView, Reply},
    },
    ids::{LineId, OrderId},
    journal::Fact,
    order::{Leftover, TicketKind},
    serving::Portion,
    staff::Permit,
};

use crate::{
    kitchen::{Evening, carry},
    restaurant::{Till, catalogue, plain},
};

/// A steak, rare (0) or medium (1).
fn steak(doneness: u32, quantity: u32) -> NewLine {
    let mut line = plain("T121", quantity);
    line.modifiers.push(Chosen {
        group: "doneness".to_owned(),
        option: doneness,
        count: 1,
        prefix: None,
        inner: Vec::new(),
    });
    line
}

fn seat_with_steaks(till: &mut Till, quantity: u32) -> (OrderId, LineId) {
    let order = till.seat("7");
    let line = steak(0, quantity);
    let view = till.order(Command::AddLine { order, line });
    (order, view.order.lines[0].id)
}

fn change(order: OrderId, line: LineId, with: NewLine, reason: &str) -> Command {
    Command::ReplaceLine {
        order,
        line,
        with,
        reason: reason.to_owned(),
        leftover: Leftover::Wasted,
    }
}

/// Units and doneness of each line.
fn steaks(view: &OrderView) -> Vec<(i64, String)> {
    let steak = |line: &shared::order::Line| {
        let done = line.facts.modifiers[0].name.first.clone();
        (line.quantity, done)
    };
    view.order.lines.iter().map(steak).collect()
}

fn one(quantity: i64, done: &str) -> (i64, String) {
    (quantity, done.to_owned())
}

#[test]
fn an_unsent_line_is_changed_at_its_place_with_seat_and_notes() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let (order, line) = seat_with_steaks(&mut till, 1);
    till.order(Command::SetSeat {
        order,
        line,
        seat: 2,
    });
    let (text, allergy) = ("nuts".to_owned(), true);
    till.order(Command::AddNote {
        order,
        line,
        text,
        allergy,
    });
    till.add(order, "T165", 1);
    let view = till.order(change(order, line, steak(1, 1), ""));
    assert_eq!(view.order.lines.len(), 2);
    let new = &view.order.lines[0];
    assert_eq!(
        (new.facts.modifiers[0].name.first.as_str(), new.seat),
        ("Media", 2)
    );
    assert_eq!(
        (new.notes[0].text.as_str(), new.notes[0].allergy),
        ("nuts", true)
    );
    assert!(!new.contested && view.order.tickets.is_empty());
    assert_eq!(view.undo_what.as_deref(), Some("changed"));

    let view = till.order(Command::UndoLast { order });
    let back = &view.order.lines[0];
    assert_eq!(
        (back.id, back.facts.modifiers[0].name.first.as_str()),
        (line, "Al sangue")
    );
    assert_eq!(view.order.lines.len(), 2);
    let Reply::History(rows) = till.ask(Command::History { order }).unwrap() else {
        panic!("no history")
    };
    let changed = rows.iter().find(|row| row.what == "changed").unwrap();
    assert_eq!(
        (changed.detail.as_str(), changed.undone),
        ("1 x Tagliata · Media", true)
    );
}

#[test]
fn one_of_two_is_changed_and_the_other_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let (order, line) = seat_with_steaks(&mut till, 2);
    let view = till.order(change(order, line, steak(1, 1), ""));
    assert_eq!(steaks(&view), [one(1, "Al sangue"), one(1, "Media")]);
    // And the other one after it: nobody did that apart.
    let view = till.order(change(order, line, steak(1, 1), ""));
    assert_eq!(steaks(&view), [one(1, "Media"), one(1, "Media")]);
    assert!(view.order.lines.iter().all(|line| !line.contested));
}

#[test]
fn a_held_line_that_is_changed_still_waits() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let (order, line) = seat_with_steaks(&mut till, 1);
    let (portion, on) = (Portion::Line { line }, true);
    till.order(Command::Hold { order, portion, on });
    let view = till.order(change(order, line, steak(1, 1), ""));
    assert!(view.order.lines[0].held);
    assert_eq!(view.unsent, 0);
}

#[test]
fn the_kitchen_stops_the_old_and_makes_the_new_at_once() {
    let mut evening = Evening::begin();
    let (order, line) = seat_with_steaks(&mut evening.till, 1);
    evening.till.ask(Command::Send { order }).unwrap();
    let no_reason = evening.till.ask(change(order, line, steak(1, 1), " "));
    assert_eq!(no_reason, Err(Problem::ReasonNeeded));
    let view = evening
        .till
        .order(change(order, line, steak(1, 1), "changed"));
    assert_eq!((view.unsent, view.totals.total.minor()), (0, 2_400));
    let open = evening.carry().open;
    let kinds: Vec<_> = open.iter().map(|ticket| ticket.kind).collect();
    assert_eq!(
        kinds,
        [TicketKind::New, TicketKind::Cancel, TicketKind::AddOn]
    );
    let new = &open[2].lines[0];
    assert_eq!(new.modifiers, ["Media"]);
    assert_eq!(new.replaces.as_deref(), Some("Tagliata, Al sangue"));
    let records = evening.till.engine.store().facts_from(1).unwrap();
    let Fact::LineVoided {
        reason, quantity, ..
    } = records.last().unwrap().fact().unwrap()
    else {
        panic!("no void")
    };
    assert_eq!((reason.as_str(), quantity), ("changed", 1));
}

#[test]
fn what_the_kitchen_has_is_changed_by_whoever_may_void_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let (order, line) = seat_with_steaks(&mut till, 1);
    till.ask(Command::Send { order }).unwrap();
    let before = till.show(order);
    let changed = change(order, line, steak(1, 1), "changed");
    let permit = Permit::VoidSent;
    assert_eq!(
        till.ask(changed.clone()),
        Err(Problem::NeedsApproval { permit })
    );
    assert_eq!(till.show(order), before);
    till.ask_with("1111", changed).unwrap();
    assert_eq!(
        steaks(&till.show(order)),
        [one(0, "Al sangue"), one(1, "Media")]
    );
}

#[test]
fn a_line_changed_on_two_tills_apart_is_there_twice_and_marked() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(&folder.path().join("one"), "3333");
    let mut other = Till::open(&folder.path().join("two"));
    let (order, line) = seat_with_steaks(&mut till, 1);
    let at = carry(&till.engine, &mut other.engine, 0);
    other.sign_in("2222");
    till.order(change(order, line, steak(1, 1), ""));
    let mut twice = steak(1, 2);
    twice.note = String::new();
    other.order(change(order, line, twice, ""));
    carry(&till.engine, &mut other.engine, at);
    carry(&other.engine, &mut till.engine, 0);
    let view = till.show(order);
    let mut seen = steaks(&view);
    seen.sort();
    assert_eq!(seen, [one(1, "Media"), one(2, "Media")]);
    assert!(view.order.lines.iter().all(|line| line.contested));
    assert_eq!(view.order, other.show(order).order);
    // Somebody looks, and takes one off.
    let surplus = view
        .order
        .lines
        .iter()
        .find(|line| line.quantity == 2)
        .unwrap();
    let view = till.order(Command::VoidLine {
        order,
        line: surplus.id,
        quantity: 2,
        reason: String::new(),
        leftover: shared::order::Leftover::Wasted,
    });
    assert!(!view.order.lines[0].contested);
}

#[test]
fn a_sent_dish_changed_on_two_tills_apart_is_made_in_both_ways_and_said() {
    let mut evening = Evening::begin();
    let folder = tempfile::tempdir().unwrap();
    let mut other = Till::open(folder.path());
    let (order, line) = seat_with_steaks(&mut evening.till, 1);
    evening.till.ask(Command::Send { order }).unwrap();
    let at = carry(&evening.till.engine, &mut other.engine, 0);
    other.sign_in("1111");
    evening
        .till
        .order(change(order, line, steak(1, 1), "changed"));
    other.order(change(order, line, steak(1, 1), "changed"));
    carry(&evening.till.engine, &mut other.engine, at);
    carry(&other.engine, &mut evening.till.engine, 0);
    let view = evening.till.show(order);
    assert_eq!(view.order, other.show(order).order);
    let there = view.order.lines.iter().filter(|line| line.quantity > 0);
    let there: Vec<_> = there.collect();
    assert_eq!(there.len(), 2);
    assert!(there.iter().all(|line| line.contested));
    // The old one is stopped once, and both new ones are on the rail.
    let all = view.order.lines.iter();
    let apart = all.filter(|line| line.quantity != line.sent_quantity);
    assert_eq!(apart.count(), 0, "{:?}", view.order.lines);
    carry(&other.engine, &mut evening.kitchen, 0);
    let open = evening.carry().open;
    let of_kind = |kind| open.iter().filter(|ticket| ticket.kind == kind).count();
    assert_eq!(
        (of_kind(TicketKind::Cancel), of_kind(TicketKind::AddOn)),
        (1, 2)
    );
}

#[test]
fn an_allergy_written_on_the_line_as_it_was_reaches_the_kitchen() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(&folder.path().join("one"), "2222");
    let mut other = Till::open(&folder.path().join("two"));
    let (order, line) = seat_with_steaks(&mut till, 1);
    till.ask(Command::Send { order }).unwrap();
    let at = carry(&till.engine, &mut other.engine, 0);
    other.sign_in("3333");
    till.order(change(order, line, steak(1, 1), "changed"));
    let (text, allergy) = ("nuts".to_owned(), true);
    other.order(Command::AddNote {
        order,
        line,
        text,
        allergy,
    });
    carry(&till.engine, &mut other.engine, at);
    carry(&other.engine, &mut till.engine, 0);
    let new = till.show(order).order.lines[1].clone();
    assert_eq!(
        (new.notes[0].text.as_str(), new.notes[0].sent),
        ("nuts", false)
    );
    till.ask(Command::Send { order }).unwrap();
    assert!(till.show(order).order.lines[1].notes[0].sent);
}

#[test]
fn a_dish_that_is_sold_out_since_is_still_made_as_the_guest_wants() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let (order, line) = seat_with_steaks(&mut till, 1);
    let mut menu = catalogue(None);
    menu.version = 2;
    let item = menu
        .items
        .iter_mut()
        .find(|item| item.sku == "T121")
        .unwrap();
    item.sold_out = true;
    item.variants[0].price = shared::money::Money::from_minor(9_900);
    till.take(&menu);
    let view = till.order(change(order, line, steak(1, 1), ""));
    assert_eq!(view.totals.total.minor(), 2_400);
    let same = till.ask(change(order, view.order.lines[0].id, steak(1, 1), ""));
    assert_eq!(same, Err(Problem::Refused(Refusal::AsItWas)));
}

#[test]
fn a_dish_with_a_discount_of_its_own_is_not_changed_before_that_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let (order, line) = seat_with_steaks(&mut till, 1);
    let view = till.order(Command::Discount {
        order,
        line: Some(line),
        takes: shared::price::Takes::Percent { ppm: 100_000 },
        reason: "late".to_owned(),
    });
    let key = view.order.discounts[0].key.clone();
    let wish = || change(order, line, steak(1, 1), "");
    let refused = till.ask(wish());
    assert_eq!(refused, Err(Problem::Refused(Refusal::HasDiscount)));
    till.order(Command::TakeBack { order, key });
    till.order(wish());
}

#[test]
fn what_becomes_of_the_sent_dish_is_what_the_person_said() {
    for leftover in [Leftover::Wasted, Leftover::Restocked] {
        let folder = tempfile::tempdir().unwrap();
        let mut till = Till::with(folder.path(), "1111");
        let (order, line) = seat_with_steaks(&mut till, 2);
        till.ask(Command::Send { order }).unwrap();
        let with = steak(1, 1);
        let view = till.order(Command::ReplaceLine {
            order,
            line,
            with,
            reason: "medium".to_owned(),
            leftover,
        });
        let old = view.order.line(line).unwrap();
        assert_eq!((old.voids.len(), old.voids[0].leftover), (1, leftover));
        let records = till.engine.store().facts_from(1).unwrap();
        let said = records.iter().find_map(|record| match record.fact() {
            Ok(Fact::LineVoided { leftover, .. }) => Some(leftover),
            _ => None,
        });
        assert_eq!(said, Some(leftover), "the journal says the same");
    }
}
