//! The check as rows: lines under their courses, in the order of the meal.

use shared::{
    ids::LineId,
    kitchen::KitchenRank,
    menu::Course,
    order::{Line, Order},
};
use ui_kit::check_line::LineState;

/// A row of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CheckRow {
    /// The head of a course.
    Course(Course),
    /// A line, with its place among all lines.
    Line(LineId, usize),
}

/// Lines under their courses; no heads where there is one course only.
pub(crate) fn rows(order: &Order) -> Vec<CheckRow> {
    let courses: Vec<Course> = Course::ALL
        .into_iter()
        .filter(|course| order.lines.iter().any(|line| line.course == *course))
        .collect();
    let (mut rows, mut place) = (Vec::new(), 0);
    for course in &courses {
        // A course that waits is fired at its head.
        if courses.len() > 1 || order.waits_for() == Some(*course) {
            rows.push(CheckRow::Course(*course));
        }
        for line in order.lines.iter().filter(|line| line.course == *course) {
            rows.push(CheckRow::Line(line.id, place));
            place += 1;
        }
    }
    rows
}

/// Why there cannot be one more of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoMore {
    /// Each of it is a line of its own: what was weighed, money for a gift card.
    Each,
    /// All of it was taken off or went elsewhere.
    Gone,
}

/// Why there cannot be one more. What two tills took off beyond what there was can be had again, also
/// where nothing is left of it: that is how the guest gets what was meant to stay.
pub(crate) fn no_more(line: &Line) -> Option<NoMore> {
    if line.facts.special.weighed.is_some() || line.is_gift() {
        Some(NoMore::Each)
    } else if line.quantity == 0 && line.taken_twice == 0 {
        Some(NoMore::Gone)
    } else {
        None
    }
}

/// How far a line is, for its colour and shape.
pub(crate) fn line_state(line: &Line) -> LineState {
    let rank = line.kitchen.map(|state| state.rank);
    match (line.has_unsent(), line.quantity, rank) {
        (_, 0, _) if line.moves.units_gone() > 0 => LineState::Moved,
        (_, 0, _) => LineState::Void,
        (true, _, _) => LineState::Unsent,
        _ if line.held => LineState::Held,
        (false, _, Some(KitchenRank::Sent)) => LineState::Sent,
        (false, _, Some(KitchenRank::Shown)) => LineState::Cooking,
        (false, _, Some(KitchenRank::Done | KitchenRank::Bumped)) => LineState::Ready,
        (false, _, None) => LineState::Direct,
    }
}

/// How far the lines of a course are together: the one that is furthest behind.
pub(crate) fn course_state(order: &Order, course: Course) -> LineState {
    let rank = |state: LineState| match state {
        LineState::Unsent => 0,
        LineState::Held => 1,
        LineState::Sent => 2,
        LineState::Cooking => 3,
        LineState::Ready => 4,
        LineState::Direct => 5,
        LineState::Void | LineState::Moved => 6,
    };
    let of_course = order.lines.iter().filter(|line| line.course == course);
    of_course
        .map(line_state)
        .min_by_key(|state| rank(*state))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use shared::{
        ids::{DeviceId, OrderId, StaffId},
        kitchen::KitchenState,
        menu::{Name, Service, TaxClass, WeightUnit},
        money::Money,
        order::{LineFacts, Weighed},
    };

    use super::*;

    fn line(n: u8, course: Course, quantity: i64, sent_quantity: i64) -> Line {
        Line {
            id: LineId::new(i64::from(n), [n; 10]),
            facts: LineFacts {
                sku: format!("T{n}"),
                name: Name::default(),
                variant: String::new(),
                category: String::new(),
                unit_price: Money::from_minor(100),
                tax: TaxClass {
                    name: String::new(),
                    eat_in: Vec::new(),
                    takeaway: None,
                    delivery: None,
                    compound: Vec::new(),
                },
                tax_included: true,
                station: Some("hot".to_owned()),
                allergens: Vec::new(),
                prep_seconds: 60,
                modifiers: Vec::new(),
                menu_version: 1,
                special: Box::default(),
            },
            quantity,
            sent_quantity,
            seat: 0,
            course,
            notes: Vec::new(),
            voids: Vec::new(),
            voided_twice: 0,
            taken_twice: 0,
            voided_loaded: 0,
            sent_twice: 0,
            confirmed: 0,
            moves: shared::links::LineMoves::default(),
            contested: false,
            held: false,
            replaces: None,
            by: StaffId::new(1, [1; 10]),
            at_ms: i64::from(n),
            kitchen: (sent_quantity > 0).then_some(KitchenState::SENT),
        }
    }

    fn order(lines: Vec<Line>) -> Order {
        Order {
            training: false,
            id: OrderId::new(1, [1; 10]),
            number: "A-001".to_owned(),
            opened_at_ms: 1,
            opened_by: StaffId::new(1, [1; 10]),
            opened_on: DeviceId::new(1, [1; 10]),
            service: Service::EatIn,
            table: None,
            tab: String::new(),
            guests: 2,
            contested: false,
            lines,
            tickets: Vec::new(),
            payments: Vec::new(),
            split: None,
            serving: shared::serving::Serving::default(),
            refunds: Vec::new(),
            discounts: Vec::new(),
            discounted_apart: 0,
            charge_waived: None,
            deliver_to: None,
            rules: shared::price::PriceRules::default(),
            closed_at_ms: None,
            counted: None,
            links: shared::links::OrderLinks::default(),
            seen: Vec::new(),
        }
    }

    #[test]
    fn starters_stand_before_mains_whatever_was_rung_first() {
        let order = order(vec![
            line(1, Course::Main, 1, 0),
            line(2, Course::Starter, 1, 0),
        ]);
        let (first, second) = (order.lines[1].id, order.lines[0].id);
        assert_eq!(
            rows(&order),
            [
                CheckRow::Course(Course::Starter),
                CheckRow::Line(first, 0),
                CheckRow::Course(Course::Main),
                CheckRow::Line(second, 1),
            ]
        );
    }

    #[test]
    fn one_course_needs_no_head() {
        let order = order(vec![
            line(1, Course::None, 1, 0),
            line(2, Course::None, 1, 0),
        ]);
        assert!(
            rows(&order)
                .iter()
                .all(|row| matches!(row, CheckRow::Line(..)))
        );
    }

    #[test]
    fn a_course_that_waits_has_a_head_although_it_is_the_only_one() {
        let mut order = order(vec![line(1, Course::Main, 1, 0)]);
        order.lines[0].held = true;
        assert_eq!(rows(&order)[0], CheckRow::Course(Course::Main));
        assert_eq!(course_state(&order, Course::Main), LineState::Held);
    }

    #[test]
    fn a_course_is_as_far_as_its_last_line() {
        let order = order(vec![
            line(1, Course::Main, 1, 1),
            line(2, Course::Main, 2, 1),
        ]);
        assert_eq!(line_state(&order.lines[0]), LineState::Sent);
        assert_eq!(course_state(&order, Course::Main), LineState::Unsent);
    }

    #[test]
    fn a_line_without_units_is_void_and_one_without_a_kitchen_is_direct() {
        let mut drink = line(1, Course::Drink, 1, 0);
        drink.facts.station = None;
        assert_eq!(line_state(&drink), LineState::Direct);
        assert_eq!(line_state(&line(2, Course::Main, 0, 0)), LineState::Void);
    }

    #[test]
    fn what_two_tills_took_off_can_be_had_again_although_nothing_is_left() {
        let mut beer = line(1, Course::Drink, 0, 0);
        assert_eq!(no_more(&beer), Some(NoMore::Gone), "somebody took it off");
        beer.taken_twice = 1;
        assert_eq!(no_more(&beer), None);
        assert_eq!(no_more(&line(1, Course::Drink, 2, 2)), None);
    }

    #[test]
    fn what_was_weighed_is_weighed_anew_whoever_took_it_off() {
        let mut steak = line(1, Course::Main, 0, 0);
        steak.taken_twice = 1;
        steak.facts.special.weighed = Some(Weighed {
            unit: WeightUnit::Kg,
            price: Money::from_minor(4_500),
            net_milli: 350,
            tare_milli: 0,
        });
        assert_eq!(no_more(&steak), Some(NoMore::Each));
    }
}
