//! What one station sees of the kitchen: its tickets, its counters, its all-day list.
//!
//! Nothing here decides anything about a ticket; it only picks and counts what the node told.

use std::collections::HashSet;

use shared::{
    api::kds::{LineView, TicketView, View},
    ids::TicketId,
    kitchen::KitchenRank,
    order::TicketKind,
};
use ui_kit::age::{AgeStage, age_stage};

/// The tickets of a list that belong to a station; all of them where no station is chosen.
pub(crate) fn of_station<'a>(
    tickets: &'a [TicketView],
    station: Option<&'a str>,
) -> impl Iterator<Item = &'a TicketView> {
    tickets
        .iter()
        .filter(move |ticket| station.is_none_or(|name| ticket.station == name))
}

/// A cook struck the line, or the whole ticket is away.
pub(crate) fn is_done(line: &LineView) -> bool {
    line.rank >= KitchenRank::Done
}

/// Something has to be cooked for it; the others only have to be read.
pub(crate) fn asks_to_cook(ticket: &TicketView) -> bool {
    let is_asked = matches!(ticket.kind, TicketKind::New | TicketKind::AddOn);
    is_asked && !is_all_stopped(ticket)
}

/// All that it asked for was taken off again.
pub(crate) fn is_all_stopped(ticket: &TicketView) -> bool {
    !ticket.lines.is_empty() && ticket.lines.iter().all(|line| line.stopped)
}

/// How urgent a ticket is. What only has to be read is never late.
pub(crate) fn stage(ticket: &TicketView, now_ms: i64) -> AgeStage {
    if asks_to_cook(ticket) {
        age_stage(ticket.sent_at_ms, ticket.prep_seconds, now_ms)
    } else {
        AgeStage::Calm
    }
}

/// The three numbers at the top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counters {
    /// Tickets on the screen.
    pub(crate) open: usize,
    /// Those whose time is over.
    pub(crate) late: usize,
    /// How long the tickets for recall took on average; none before the first bump.
    pub(crate) average_ms: Option<i64>,
}

impl Counters {
    /// Counts what a station sees.
    pub(crate) fn of(view: &View, station: Option<&str>, now_ms: i64) -> Self {
        let open = || of_station(&view.open, station);
        let late = open()
            .filter(|ticket| stage(ticket, now_ms) == AgeStage::Red)
            .count();
        let took: Vec<i64> = of_station(&view.bumped, station)
            .filter(|ticket| asks_to_cook(ticket))
            .filter_map(|ticket| Some(ticket.bumped_at_ms? - ticket.sent_at_ms))
            .filter(|took_ms| *took_ms >= 0)
            .collect();
        let average_ms = i64::try_from(took.len())
            .ok()
            .and_then(|n| took.iter().sum::<i64>().checked_div(n));
        Self {
            open: open().count(),
            late,
            average_ms,
        }
    }
}

/// A dish of the all-day list with what was asked of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct DayRow {
    /// The dish.
    pub(crate) name: String,
    /// How many are still to make.
    pub(crate) count: i64,
    /// Modifiers, with how many of those dishes have them; the most wanted first.
    pub(crate) modifiers: Vec<(String, i64)>,
}

/// Dishes that are still to make, the most wanted first.
///
/// What was cancelled is off the ticket that asked for it already, whether the cook has read it or
/// not.
pub(crate) fn all_day(view: &View, station: Option<&str>) -> Vec<DayRow> {
    let mut rows: Vec<DayRow> = Vec::new();
    for ticket in of_station(&view.open, station).filter(|t| asks_to_cook(t)) {
        for line in ticket.lines.iter().filter(|line| !is_done(line)) {
            count(&mut rows, line, line.quantity);
        }
    }
    for row in &mut rows {
        row.modifiers.retain(|(_, count)| *count > 0);
        row.modifiers
            .sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }
    rows.retain(|row| row.count > 0);
    rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    rows
}

fn count(rows: &mut Vec<DayRow>, line: &LineView, quantity: i64) {
    let place = rows
        .iter()
        .position(|row| row.name == line.name)
        .unwrap_or_else(|| {
            rows.push(DayRow {
                name: line.name.clone(),
                count: 0,
                modifiers: Vec::new(),
            });
            rows.len() - 1
        });
    let Some(row) = rows.get_mut(place) else {
        return;
    };
    row.count += quantity;
    for modifier in &line.modifiers {
        match row.modifiers.iter_mut().find(|(name, _)| name == modifier) {
            Some((_, count)) => *count += quantity,
            None => row.modifiers.push((modifier.clone(), quantity)),
        }
    }
}

/// What came with a new view, for sound and flash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct News {
    /// Tickets that were not known before and ask for something to cook.
    pub(crate) new: Vec<TicketId>,
    /// Tickets that have to be read: changes, cancels, and those whose text is not what it was.
    pub(crate) changed: Vec<TicketId>,
}

impl News {
    /// Compares what a station sees with what it saw. A recalled ticket is no news.
    pub(crate) fn between(before: &View, after: &View, station: Option<&str>) -> Self {
        let known: HashSet<TicketId> = before
            .open
            .iter()
            .chain(&before.bumped)
            .map(|ticket| ticket.ticket)
            .collect();
        let mut news = Self::default();
        for ticket in of_station(&after.open, station) {
            if !known.contains(&ticket.ticket) {
                let list = if asks_to_cook(ticket) {
                    &mut news.new
                } else {
                    &mut news.changed
                };
                list.push(ticket.ticket);
            } else if before.open.iter().any(|old| reads_differently(old, ticket)) {
                news.changed.push(ticket.ticket);
            }
        }
        news
    }
}

/// The same ticket says something else than before; how far it is does not count.
fn reads_differently(old: &TicketView, new: &TicketView) -> bool {
    let says = |line: &LineView| {
        (
            line.quantity,
            line.modifiers.clone(),
            line.notes.clone(),
            line.allergies.clone(),
        )
    };
    old.ticket == new.ticket
        && (old.table != new.table
            || old.service != new.service
            || !old.lines.iter().map(says).eq(new.lines.iter().map(says)))
}

#[cfg(test)]
pub(crate) mod tests {
    use shared::{
        ids::OrderId,
        menu::{Course, Service},
    };

    use super::*;

    pub(crate) fn line(quantity: i64, name: &str, modifiers: &[&str]) -> LineView {
        LineView {
            key: name.to_owned(),
            quantity,
            name: name.to_owned(),
            modifiers: modifiers.iter().map(|&text| text.to_owned()).collect(),
            replaces: None,
            notes: Vec::new(),
            allergies: Vec::new(),
            seat: 0,
            course: Course::None,
            prep_seconds: 300,
            rank: KitchenRank::Shown,
            moved: Vec::new(),
            recount: None,
            stopped: false,
        }
    }

    pub(crate) fn ticket(id: u8, station: &str, lines: Vec<LineView>) -> TicketView {
        TicketView {
            order: OrderId::from_bytes([1; 16]),
            ticket: TicketId::from_bytes([id; 16]),
            station: station.to_owned(),
            kind: TicketKind::New,
            number: "A-001".to_owned(),
            table: None,
            tab: String::new(),
            service: Service::EatIn,
            guests: 2,
            server: "Sofia".to_owned(),
            sent_at_ms: 0,
            ready_at: None,
            prep_seconds: 300,
            also_at: Vec::new(),
            lines,
            bumped_at_ms: None,
        }
    }

    fn view(open: Vec<TicketView>) -> View {
        View {
            open,
            ..View::default()
        }
    }

    #[test]
    fn all_day_adds_a_dish_over_tickets_and_breaks_its_modifiers_out() {
        let view = view(vec![
            ticket(
                1,
                "grill",
                vec![line(2, "Tagliata", &["rare"]), line(1, "Polpo", &[])],
            ),
            ticket(
                2,
                "grill",
                vec![
                    line(2, "Tagliata", &["well done"]),
                    line(1, "Tagliata", &[]),
                ],
            ),
            ticket(3, "pizza", vec![line(9, "Margherita", &[])]),
        ]);
        let rows = all_day(&view, Some("grill"));
        let tagliata = rows.first().unwrap();
        assert_eq!((tagliata.name.as_str(), tagliata.count), ("Tagliata", 5));
        let of = |name: &str| tagliata.modifiers.iter().find(|m| m.0 == name).unwrap().1;
        assert_eq!((of("rare"), of("well done")), (2, 2));
        assert_eq!(rows.len(), 2);
        assert_eq!(all_day(&view, None).len(), 3);
    }

    #[test]
    fn a_struck_line_is_not_to_make_any_more() {
        let mut done = line(2, "Polpo", &[]);
        done.rank = KitchenRank::Done;
        assert_eq!(
            all_day(&view(vec![ticket(1, "grill", vec![done])]), None),
            []
        );
    }

    #[test]
    fn a_cancel_is_not_counted_again_for_the_ticket_that_asked_says_what_is_left() {
        let asked = ticket(1, "grill", vec![line(2, "Polpo", &["rare"])]);
        let mut cancel = ticket(2, "grill", vec![line(1, "Polpo", &["rare"])]);
        cancel.kind = TicketKind::Cancel;
        let rows = all_day(&view(vec![asked, cancel]), None);
        let polpo = rows.first().unwrap();
        assert_eq!((polpo.count, polpo.modifiers.first().unwrap().1), (2, 2));
    }

    #[test]
    fn a_ticket_of_which_nothing_is_left_is_never_late_and_nothing_to_make() {
        let mut gone = line(0, "Polpo", &[]);
        gone.stopped = true;
        let gone = ticket(1, "grill", vec![gone]);
        assert_eq!(stage(&gone, i64::MAX), AgeStage::Calm);
        assert_eq!(all_day(&view(vec![gone]), None), []);
    }

    #[test]
    fn counters_are_of_the_chosen_station_only() {
        let mut away = ticket(3, "grill", Vec::new());
        away.bumped_at_ms = Some(90_000);
        let mut view = view(vec![ticket(1, "grill", vec![]), ticket(2, "pizza", vec![])]);
        view.bumped = vec![away];
        let counters = Counters::of(&view, Some("grill"), 300_000);
        assert_eq!(
            counters,
            Counters {
                open: 1,
                late: 1,
                average_ms: Some(90_000)
            }
        );
        let pizza = Counters::of(&view, Some("pizza"), 299_999);
        assert_eq!(
            pizza,
            Counters {
                open: 1,
                late: 0,
                average_ms: None
            }
        );
    }

    #[test]
    fn a_cancel_ticket_is_never_late() {
        let mut cancel = ticket(1, "grill", Vec::new());
        cancel.kind = TicketKind::Cancel;
        assert_eq!(stage(&cancel, i64::MAX), AgeStage::Calm);
    }

    #[test]
    fn a_new_ticket_is_news_and_a_recalled_one_is_not() {
        let (first, second) = (ticket(1, "grill", vec![]), ticket(2, "grill", vec![]));
        let before = View {
            bumped: vec![first.clone()],
            ..View::default()
        };
        let after = view(vec![first, second.clone()]);
        let news = News::between(&before, &after, Some("grill"));
        assert_eq!(
            news,
            News {
                new: vec![second.ticket],
                changed: Vec::new()
            }
        );
        assert_eq!(
            News::between(&before, &after, Some("pizza")),
            News::default()
        );
    }

    #[test]
    fn another_table_or_note_makes_a_ticket_changed_but_progress_does_not() {
        let old = ticket(1, "grill", vec![line(1, "Polpo", &[])]);
        let mut struck = old.clone();
        struck
            .lines
            .iter_mut()
            .for_each(|line| line.rank = KitchenRank::Done);
        let mut moved = old.clone();
        moved.table = Some("9".to_owned());
        let news = |to: TicketView| News::between(&view(vec![old.clone()]), &view(vec![to]), None);
        assert_eq!(news(struck).changed, []);
        assert_eq!(news(moved).changed, [old.ticket]);
    }
}
