//! From the ticket that the node tells to the card that a cook reads.

use shared::{
    api::kds::{LineView, TicketView},
    menu::{Course, Service},
    order::TicketKind,
};
use ui_kit::{
    ticket::{TicketBanner, TicketLineState, TicketLineView, TicketView as Card},
    words::Words,
};

use crate::{board::is_all_stopped, pending::Pending};

/// What the screen adds to a ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    /// Nobody has touched what happened to it yet.
    pub(crate) flash: bool,
    /// It says for which station it is.
    pub(crate) station: bool,
}

/// What the card of a ticket shows.
///
/// Where all stations hang on one wall, it says for which one it is.
pub(crate) fn card(ticket: &TicketView, pending: &Pending, look: Look, words: &Words) -> Card {
    let mut lines: Vec<TicketLineView> = Vec::new();
    let mut before = Course::None;
    for (place, line) in (1..).zip(in_courses(&ticket.lines)) {
        let begins = line.course != before;
        before = line.course;
        let course = begins.then(|| words.course(line.course.word()));
        lines.push(card_line(ticket, line, place, course, pending, words));
    }
    Card {
        title: title(ticket, words),
        subtitle: subtitle(ticket, look.station, words),
        course: None,
        sent_at_ms: ticket.sent_at_ms,
        prep_seconds: ticket.prep_seconds,
        lines,
        also_at: ticket.also_at.clone(),
        held: false,
        rush: false,
        banner: match ticket.kind {
            TicketKind::New | TicketKind::AddOn if is_all_stopped(ticket) => {
                Some(TicketBanner::Cancelled)
            }
            TicketKind::New => None,
            TicketKind::AddOn => Some(TicketBanner::AddOn),
            TicketKind::Change => Some(TicketBanner::Changed),
            TicketKind::Cancel => Some(TicketBanner::Cancelled),
        },
        flash: look.flash,
    }
}

/// The key of the line that stands at a place of the card, counted from 1.
pub(crate) fn key_at(ticket: &TicketView, place: &str) -> Option<String> {
    let place: usize = place.parse().ok()?;
    let line = in_courses(&ticket.lines)
        .into_iter()
        .nth(place.checked_sub(1)?)?;
    Some(line.key.clone())
}

/// Where the guests sit, or what the order is called.
pub(crate) fn title(ticket: &TicketView, words: &Words) -> String {
    match (&ticket.table, ticket.tab.as_str()) {
        (Some(table), _) => words.table(table),
        (None, "") => ticket.number.clone(),
        (None, tab) => tab.to_owned(),
    }
}

/// Station, takeaway, number, server: whatever the title did not say.
fn subtitle(ticket: &TicketView, station: bool, words: &Words) -> String {
    let mut parts: Vec<String> = Vec::new();
    if station {
        parts.push(ticket.station.to_uppercase());
    }
    if let Some(at) = &ticket.ready_at {
        parts.push(format!("{} {at}", words.courses.ready_at));
    }
    if ticket.service == Service::Takeaway {
        parts.push(words.kitchen.takeaway.to_owned());
    }
    if ticket.service == Service::Delivery {
        parts.push(words.money.delivery.to_owned());
    }
    if ticket.table.is_some() || !ticket.tab.is_empty() {
        parts.push(ticket.number.clone());
    }
    if !ticket.server.is_empty() {
        parts.push(ticket.server.clone());
    }
    parts.join(" · ")
}

/// The lines in the order of the meal; within a course as they were ordered.
fn in_courses(lines: &[LineView]) -> Vec<&LineView> {
    let mut lines: Vec<&LineView> = lines.iter().collect();
    lines.sort_by_key(|line| line.course);
    lines
}

fn card_line(
    ticket: &TicketView,
    line: &LineView,
    place: usize,
    course: Option<String>,
    pending: &Pending,
    words: &Words,
) -> TicketLineView {
    let seat = (line.seat > 0).then(|| words.seat(line.seat));
    let allergy = (!line.allergies.is_empty()).then(|| {
        let what = line.allergies.join(", ");
        seat.iter()
            .fold(what, |what, seat| format!("{what} · {seat}"))
    });
    // The cook reads first that a part is for another table now.
    let moved = line.moved.iter();
    let moved = moved.map(|(units, place)| words.went(*units, place));
    let is_cancel = ticket.kind == TicketKind::Cancel;
    let state = if is_cancel || line.stopped {
        TicketLineState::Cancelled
    } else if pending.struck(ticket, &line.key) {
        TicketLineState::Done
    } else {
        TicketLineState::Open
    };
    TicketLineView {
        id: place.to_string(),
        course,
        quantity: line.quantity.abs(),
        recount: line.recount.map(|count| (count.old, count.new)),
        name: line.name.clone(),
        // The band of the allergy names the seat already.
        tag: seat.filter(|_| allergy.is_none()),
        modifiers: moved
            .chain(instead_of(line, words))
            .chain(line.modifiers.iter().cloned())
            .collect(),
        note: (!line.notes.is_empty()).then(|| line.notes.join(" · ")),
        allergy,
        state,
        changed: ticket.kind == TicketKind::Change || (line.recount.is_some() && !is_cancel),
    }
}

/// What a dish is made instead of, before its choices: the cook has stopped that one.
fn instead_of(line: &LineView, words: &Words) -> Option<String> {
    let before = line.replaces.as_ref()?;
    Some(format!("({} {before})", words.courses.instead_of))
}

#[cfg(test)]
mod tests {
    use shared::api::kds::Recount;
    use ui_kit::words::Language;

    use super::*;
    use crate::board::tests::{line, ticket};

    fn shown(ticket: &TicketView) -> Card {
        card(
            ticket,
            &Pending::default(),
            Look::default(),
            Words::of(Language::En),
        )
    }

    #[test]
    fn lines_stand_in_the_order_of_the_meal_with_one_label_a_course() {
        let mut main = line(1, "Tagliata", &[]);
        main.course = Course::Main;
        let mut starter = line(2, "Bruschetta", &[]);
        starter.course = Course::Starter;
        let ticket = ticket(1, "grill", vec![main, starter.clone(), starter]);
        let card = shown(&ticket);
        let read: Vec<_> = card
            .lines
            .iter()
            .map(|l| (l.name.as_str(), l.course.is_some()))
            .collect();
        assert_eq!(
            read,
            [
                ("Bruschetta", true),
                ("Bruschetta", false),
                ("Tagliata", true)
            ]
        );
        assert_eq!(key_at(&ticket, "3").as_deref(), Some("Tagliata"));
        assert_eq!(key_at(&ticket, "0"), None);
        assert_eq!(key_at(&ticket, "4"), None);
    }

    #[test]
    fn a_table_is_the_title_and_the_number_stands_beside_it() {
        let mut ticket = ticket(1, "grill", vec![]);
        assert_eq!(shown(&ticket).title, "A-001");
        ticket.table = Some("7".to_owned());
        let card = shown(&ticket);
        assert_eq!(
            (card.title.as_str(), card.subtitle.as_str()),
            ("Table 7", "A-001 · Sofia")
        );
    }

    #[test]
    fn an_order_for_later_says_when_it_should_be_ready() {
        let mut ticket = ticket(1, "grill", vec![]);
        ticket.ready_at = Some("19:30".to_owned());
        assert_eq!(shown(&ticket).subtitle, "Ready at 19:30 · Sofia");
    }

    #[test]
    fn an_allergy_stands_in_its_band_with_the_seat() {
        let mut nuts = line(1, "Tagliata", &[]);
        nuts.allergies = vec!["nuts".to_owned()];
        nuts.seat = 2;
        let card = shown(&ticket(1, "grill", vec![nuts]));
        let first = card.lines.first().unwrap();
        assert_eq!(first.allergy.as_deref(), Some("nuts · seat 2"));
        assert_eq!(first.tag, None);
    }

    #[test]
    fn what_is_cancelled_is_struck_and_counted_above_zero() {
        let mut cancel = ticket(1, "grill", vec![line(-2, "Polpo", &[])]);
        cancel.kind = TicketKind::Cancel;
        let first = shown(&cancel).lines.remove(0);
        assert_eq!(
            (first.quantity, first.state),
            (2, TicketLineState::Cancelled)
        );
    }

    #[test]
    fn a_dish_that_was_taken_off_says_how_many_there_were_until_the_cook_has_read_it() {
        let mut less = line(2, "Polpo", &[]);
        less.recount = Some(Recount { old: 3, new: 2 });
        let first = shown(&ticket(1, "grill", vec![less.clone()]))
            .lines
            .remove(0);
        assert_eq!((first.quantity, first.recount), (2, Some((3, 2))));
        assert!(first.changed && first.state == TicketLineState::Open);
        less.recount = None;
        let first = shown(&ticket(1, "grill", vec![less])).lines.remove(0);
        assert!(!first.changed && first.recount.is_none());
    }

    #[test]
    fn a_ticket_of_which_nothing_is_left_says_that_it_was_cancelled() {
        let mut gone = line(0, "Polpo", &[]);
        gone.stopped = true;
        let card = shown(&ticket(1, "grill", vec![gone.clone()]));
        assert_eq!(card.banner, Some(TicketBanner::Cancelled));
        assert_eq!(
            card.lines.first().unwrap().state,
            TicketLineState::Cancelled
        );
        let some = ticket(1, "grill", vec![gone, line(1, "Tagliata", &[])]);
        assert_eq!(shown(&some).banner, None);
    }
}
