//! Holding and firing, made apart.

use order_doc::{Edit, Replaces, Said, Saying, Topic};
use proptest::prelude::*;
use shared::{ids::StaffId, menu::Course};

use super::{Device, beer, entry_id, exchange, line_id, pair, send, stamp};

/// Something said with a number of its own, after what `after` said.
pub(crate) fn say(n: u8, what: Saying, after: &[u8]) -> Edit {
    let said = Said {
        what,
        after: after.iter().copied().map(entry_id).collect(),
        stamp: stamp(300 + i64::from(n)),
    };
    Edit::Say(entry_id(n), said)
}

fn line_held(line: u8, held: bool) -> Saying {
    Saying::LineHeld {
        line: line_id(line),
        fired: 0,
        held,
    }
}

fn drinks_held(held: bool) -> Saying {
    Saying::CourseHeld {
        course: Course::Drink,
        held,
    }
}

const DRINKS_FIRED: Saying = Saying::CourseFired {
    course: Course::Drink,
};

/// Another line in place of one.
pub(crate) fn instead(n: u8, of: u8, seen: &[u8]) -> Edit {
    let Edit::AddLine(id, mut added) = beer(n, 1) else {
        unreachable!()
    };
    let seen = seen.iter().copied().map(line_id).collect();
    added.replaces = Some(Box::new(Replaces {
        line: line_id(of),
        seen,
    }));
    Edit::AddLine(id, added)
}

pub(crate) fn any_change() -> impl Strategy<Value = Edit> {
    (20_u8..40, 1_u8..40, prop::option::of(20_u8..40))
        .prop_map(|(n, of, seen)| instead(n, of, seen.as_slice()))
}

pub(crate) fn any_saying() -> impl Strategy<Value = Edit> {
    let what = prop_oneof![
        (1_u8..4, any::<bool>()).prop_map(|(line, held)| line_held(line, held)),
        any::<bool>().prop_map(drinks_held),
        Just(DRINKS_FIRED),
        (1_u8..4).prop_map(|n| Saying::Server {
            server: StaffId::new(1, [n; 10])
        }),
        (prop::option::of(0_i64..3), any::<bool>())
            .prop_map(|(at_ms, waits)| Saying::ReadyAt { at_ms, waits }),
        (1_u8..9).prop_map(super::slips::out),
    ];
    (220_u8..240, what, prop::option::of(220_u8..240))
        .prop_map(|(n, what, after)| say(n, what, after.as_slice()))
}

#[test]
fn a_held_course_takes_the_lines_along_that_come_later() {
    let (mut one, _) = pair();
    one.edit(&[say(1, drinks_held(true), &[])]);
    one.edit(&[beer(2, 3)]);
    let order = one.order();
    assert!(order.lines.iter().all(|line| line.held));
    assert_eq!(
        (order.unsent_count(), order.waits_for()),
        (0, Some(Course::Drink))
    );
}

#[test]
fn a_line_may_go_although_its_course_waits() {
    let (mut one, _) = pair();
    one.edit(&[beer(2, 1), say(1, drinks_held(true), &[])]);
    one.edit(&[say(2, line_held(2, false), &[])]);
    let held: Vec<_> = one.order().lines.iter().map(|line| line.held).collect();
    assert_eq!(held, [true, false]);
}

#[test]
fn held_here_and_fired_there_is_fired() {
    let (mut one, mut two) = pair();
    one.edit(&[say(1, drinks_held(true), &[])]);
    two.take(&one.made.clone());
    one.made.clear();
    // One lets it go and holds it again; the other fires it, and hears of that later.
    one.edit(&[say(2, drinks_held(false), &[1])]);
    one.edit(&[say(3, drinks_held(true), &[2])]);
    two.edit(&[say(4, DRINKS_FIRED, &[1]), send(1, 1, 1)]);
    exchange(&mut one, &mut two);
    let order = one.order();
    assert!(!order.holds(Course::Drink) && !order.lines[0].held);
    assert_eq!((order.lines[0].sent_quantity, order.tickets.len()), (1, 1));
    // Whoever comes after both may hold again.
    let seen = one.doc.open_said(Topic::Course(Course::Drink));
    assert_eq!(seen, [entry_id(4), entry_id(3)]);
    one.edit(&[say(5, drinks_held(true), &[3, 4])]);
    exchange(&mut one, &mut two);
    assert!(two.order().holds(Course::Drink));
}

#[test]
fn a_line_held_here_and_sent_there_is_sent_and_its_hold_is_over() {
    let (mut one, mut two) = pair();
    one.edit(&[say(1, line_held(1, true), &[])]);
    two.edit(&[send(1, 1, 1)]);
    exchange(&mut one, &mut two);
    assert!(!one.order().lines[0].held);
    // One more of it is new, and nobody held that.
    one.edit(&[super::change(9, 1, 1)]);
    let line = &one.order().lines[0];
    assert_eq!((line.held, line.sendable_quantity()), (false, 1));
}

#[test]
fn the_same_course_fired_on_two_devices_is_one_ticket() {
    let (mut one, mut two) = pair();
    one.edit(&[beer(2, 2), say(1, drinks_held(true), &[])]);
    two.take(&one.made.clone());
    one.made.clear();
    one.edit(&[say(2, DRINKS_FIRED, &[1]), send(1, 1, 1), send(2, 2, 1)]);
    two.edit(&[say(3, DRINKS_FIRED, &[1]), send(1, 1, 2), send(2, 2, 2)]);
    exchange(&mut one, &mut two);
    let order = one.order();
    let lines: Vec<_> = order.tickets.iter().map(|one| one.lines.len()).collect();
    assert_eq!(lines, [2]);
}

#[test]
fn what_a_newer_version_says_is_passed_over() {
    let mut one = Device::new(1);
    one.edit(&[super::open(), beer(1, 1)]);
    let before = one.order();
    let newer = r#"{"of":"sung","song":"Volare","verses":[1,2]}"#;
    let what: Saying = serde_json::from_str(newer).unwrap();
    assert_eq!(what, Saying::Unknown);
    one.edit(&[say(1, what, &[])]);
    assert_eq!(one.order(), before);
}

#[test]
fn lines_that_stand_for_each_other_in_a_circle_are_both_there() {
    let (mut one, _) = pair();
    one.edit(&[instead(20, 21, &[]), instead(21, 20, &[])]);
    assert_eq!(one.order().lines.len(), 3);
}

#[test]
fn a_line_changed_by_two_at_once_is_there_twice_and_marked() {
    let (mut one, mut two) = pair();
    one.edit(&[super::change(50, 1, -1), instead(20, 1, &[])]);
    two.edit(&[super::change(51, 1, -1), instead(21, 1, &[])]);
    exchange(&mut one, &mut two);
    let marked: Vec<_> = one
        .order()
        .lines
        .iter()
        .map(|line| line.contested)
        .collect();
    assert_eq!(marked, [true, true]);
    // Whoever has seen one of them is not apart from it.
    one.edit(&[instead(22, 1, &[20, 21])]);
    one.edit(&[super::change(52, 20, -1)]);
    let marked: Vec<_> = one
        .order()
        .lines
        .iter()
        .map(|line| line.contested)
        .collect();
    assert_eq!(marked, [false, false]);
}
