//! How far the kitchen is with a dish, and what bump and recall mean.

mod standing;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use standing::{Standing, standing};

use crate::{
    ids::{EntryId, LineId},
    order::{Line, Order, TicketKind},
};

/// How far one ticket line is. A later word never gives way to an earlier one of the same epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KitchenRank {
    /// Sent; no screen said yet that it shows it.
    Sent,
    /// A screen of the station shows it.
    Shown,
    /// A cook struck the line.
    Done,
    /// The whole ticket left the screen.
    Bumped,
}

impl KitchenRank {
    /// The number in a document.
    pub const fn number(self) -> u8 {
        match self {
            Self::Sent => 0,
            Self::Shown => 1,
            Self::Done => 3,
            Self::Bumped => 4,
        }
    }

    /// The rank with this number; a number of a newer version counts as the one below it.
    pub const fn from_number(number: u8) -> Self {
        match number {
            0 => Self::Sent,
            1 | 2 => Self::Shown,
            3 => Self::Done,
            _ => Self::Bumped,
        }
    }
}

/// Epoch and rank of a ticket line; the greater one wins wherever two meet.
///
/// Recall begins a new epoch, so a bump that was made before the recall and arrives after it cannot
/// undo it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KitchenState {
    /// How many times the ticket was recalled.
    pub epoch: u32,
    /// How far it is in this epoch.
    pub rank: KitchenRank,
}

impl KitchenState {
    /// Just sent.
    pub const SENT: Self = Self {
        epoch: 0,
        rank: KitchenRank::Sent,
    };

    /// The same epoch at another rank.
    #[must_use]
    pub const fn at(self, rank: KitchenRank) -> Self {
        Self {
            epoch: self.epoch,
            rank,
        }
    }

    /// Back on the screen.
    #[must_use]
    pub const fn recalled(self) -> Self {
        Self {
            epoch: self.epoch + 1,
            rank: KitchenRank::Shown,
        }
    }
}

/// A line as the next sending would carry it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedLine {
    /// The order's line.
    pub line: LineId,
    /// Place of the dish in a combo; none for the line itself.
    pub part: Option<u32>,
    /// How many times the line was sent before. Line and revision together name the sending, so two
    /// devices that send the same thing at once say it once.
    pub revision: u32,
    /// Units more, or fewer where below zero; 0 for notes alone.
    pub quantity: i64,
    /// Notes that go with it.
    pub notes: Vec<EntryId>,
}

/// A ticket as the next sending would make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedTicket {
    /// The station.
    pub station: String,
    /// What it asks.
    pub kind: TicketKind,
    /// What it holds.
    pub lines: Vec<PlannedLine>,
}

/// What sending an order now would tell the kitchen: only what it does not know yet.
///
/// Nothing comes back where everything was sent; so sending twice sends nothing twice.
pub fn plan_sending(order: &Order) -> Vec<PlannedTicket> {
    let new = order.lines.iter().filter(|line| line.has_unsent());
    plan(order, new.map(|line| (line, line.sendable_quantity())))
}

/// What firing would tell the kitchen: exactly the held units of these lines.
///
/// The keys are those that a sending has, so the same fire on two devices is one sending.
pub fn plan_firing(order: &Order, fires: impl Fn(&Line) -> bool) -> Vec<PlannedTicket> {
    let held = order.held_lines().filter(|line| fires(line));
    plan(order, held.map(|line| (line, line.unsent_quantity())))
}

/// What sending again says of lines of which the kitchen knows all: nothing to cook, and the name of
/// a sending all the same.
pub fn plan_confirming(order: &Order, lines: &[Line]) -> Vec<PlannedTicket> {
    let lines = lines.iter();
    let lines = lines.filter(|line| !line.held && line.unsent_quantity() == 0);
    let lines = lines.filter(|line| line.notes.iter().all(|note| note.sent));
    plan(order, lines.map(|line| (line, 0)))
}

fn plan<'a>(order: &Order, lines: impl Iterator<Item = (&'a Line, i64)>) -> Vec<PlannedTicket> {
    let mut tickets: BTreeMap<(&str, TicketKind), Vec<PlannedLine>> = BTreeMap::new();
    for (line, quantity) in lines {
        let unsent = line.notes.iter().filter(|note| !note.sent);
        let notes: Vec<EntryId> = unsent.map(|note| note.id).collect();
        // Whoever cooks what was sent before does not read a note on the slip of other units.
        let stays = line.sent_quantity.min(line.quantity) > 0;
        let apart = (quantity != 0 && stays && !notes.is_empty()).then(|| (0, notes.clone()));
        let beside = if quantity < 0 { Vec::new() } else { notes };
        for (part, station) in line.facts.made() {
            for (quantity, notes) in [(quantity, beside.clone())]
                .into_iter()
                .chain(apart.clone())
            {
                let kind = kind_of_sending(order, quantity, station);
                let planned = PlannedLine {
                    line: line.id,
                    part,
                    revision: times_sent(order, line, part),
                    quantity,
                    notes,
                };
                tickets.entry((station, kind)).or_default().push(planned);
            }
        }
    }
    let ticket = |((station, kind), lines): ((&str, TicketKind), Vec<PlannedLine>)| PlannedTicket {
        station: station.to_owned(),
        kind,
        lines,
    };
    tickets.into_iter().map(ticket).collect()
}

fn kind_of_sending(order: &Order, quantity: i64, station: &str) -> TicketKind {
    match quantity {
        0 => TicketKind::Change,
        units if units < 0 => TicketKind::Cancel,
        _ if order.tickets.iter().any(|ticket| ticket.station == station) => TicketKind::AddOn,
        _ => TicketKind::New,
    }
}

fn times_sent(order: &Order, line: &Line, part: Option<u32>) -> u32 {
    let lines = order.tickets.iter().flat_map(|ticket| &ticket.lines);
    let same = lines.filter(|sent| sent.line == line.id && sent.part == part);
    let told = u32::try_from(same.count()).unwrap_or(u32::MAX);
    told.saturating_add(line.confirmed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_bump_never_undoes_a_recall() {
        let bumped = KitchenState::SENT.at(KitchenRank::Bumped);
        let recalled = bumped.recalled();
        assert_eq!(bumped.max(recalled), recalled);
        assert_eq!(recalled.rank, KitchenRank::Shown);
    }

    #[test]
    fn ranks_read_back_from_their_numbers() {
        for rank in [
            KitchenRank::Sent,
            KitchenRank::Shown,
            KitchenRank::Done,
            KitchenRank::Bumped,
        ] {
            assert_eq!(KitchenRank::from_number(rank.number()), rank);
        }
    }
}
