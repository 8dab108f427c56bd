//! A split while somebody thinks about it: shares of dishes, before the node makes it a plan.

use std::collections::BTreeMap;

use shared::{
    api::till::{OrderView, PartAsked, SplitBy},
    ids::LineId,
    money::Money,
    order::Line,
    split::{LineWeights, PARTS_MAX, Weight},
};

/// A tap on a box counts up to so many shares of a line of fewer units, and then begins again.
const TAPPED_MAX: u32 = 3;
/// So many shares of a line of fewer units are counted up one by one.
const SHARES_MAX: u32 = 99;

/// A line and the place of a part: the box between them.
pub(crate) type Cell = (LineId, usize);

/// One part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftPart {
    /// What the node is asked for.
    pub(crate) asked: PartAsked,
    /// It has paid, and stays as it is.
    pub(crate) has_paid: bool,
}

/// The whole of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    /// The parts.
    pub(crate) parts: Vec<DraftPart>,
    /// Shares of lines by place of the part; a line that is not here is for everybody.
    shares: BTreeMap<LineId, Vec<u32>>,
}

impl Draft {
    /// As the check is split now; two parts where it is not.
    pub(crate) fn of(view: &OrderView) -> Self {
        let Some(split) = view
            .order
            .split
            .as_ref()
            .filter(|one| !one.parts.is_empty())
        else {
            let mut draft = Self::default();
            draft.resize(2);
            return draft;
        };
        let paid = |id| {
            let mut parts = view.parts.iter();
            parts.any(|part| {
                part.totals.id == id && part.totals.settled && !part.totals.paid.is_zero()
            })
        };
        let part = |part: &shared::split::Part| DraftPart {
            has_paid: paid(part.id),
            asked: PartAsked {
                id: Some(part.id),
                label: part.label.clone(),
                seat: part.seat,
                fixed: part.fixed,
            },
        };
        let mut draft = Self {
            parts: split.parts.iter().map(part).collect(),
            shares: BTreeMap::new(),
        };
        for line in &split.lines {
            for weight in &line.to {
                draft.set(line.line, weight.part, weight.shares);
            }
        }
        draft.give_seats(&view.order.lines);
        draft
    }

    /// A part of a seat takes what the seat had, as long as nobody gave it to others.
    fn give_seats(&mut self, lines: &[Line]) {
        for line in lines.iter().filter(|line| line.seat > 0) {
            let is_of_seat = |part: &DraftPart| part.asked.seat == Some(line.seat);
            let place = self.parts.iter().position(is_of_seat);
            let place = place.and_then(|place| u32::try_from(place).ok());
            if let Some(place) = place.filter(|_| !self.shares.contains_key(&line.id)) {
                self.set(line.id, place, 1);
            }
        }
    }

    /// So many parts; those who have paid stay whatever is asked.
    pub(crate) fn resize(&mut self, count: usize) {
        let least = self
            .parts
            .iter()
            .rposition(|part| part.has_paid)
            .map_or(1, |last| last + 1);
        let count = count.clamp(least, PARTS_MAX.max(least));
        self.parts.resize_with(count, || DraftPart {
            asked: PartAsked::default(),
            has_paid: false,
        });
        for shares in self.shares.values_mut() {
            shares.truncate(count);
        }
        self.shares
            .retain(|_, shares| shares.iter().any(|one| *one > 0));
    }

    /// Shares of a part in a line; nothing where the line is for everybody.
    pub(crate) fn share(&self, line: LineId, part: usize) -> Option<u32> {
        let shares = self.shares.get(&line)?;
        Some(shares.get(part).copied().unwrap_or_default())
    }

    /// A tap on a box: one share more, and after a few, or as many as there are `units`, none again.
    pub(crate) fn tap(&mut self, (line, part): Cell, units: i64) {
        let now = self.share(line, part).unwrap_or_default();
        let next = if now >= shares_max(units, TAPPED_MAX) {
            0
        } else {
            now + 1
        };
        self.set(line, u32::try_from(part).unwrap_or(u32::MAX), next);
    }

    /// As many shares of a box as somebody counted.
    pub(crate) fn give(&mut self, (line, part): Cell, units: i64, shares: i64) {
        let shares = u32::try_from(shares).unwrap_or_default();
        let shares = shares.min(most_shares(units));
        self.set(line, u32::try_from(part).unwrap_or(u32::MAX), shares);
    }

    fn set(&mut self, line: LineId, part: u32, share: u32) {
        let place = usize::try_from(part).unwrap_or(usize::MAX);
        if place >= self.parts.len() {
            return;
        }
        let shares = self.shares.entry(line).or_default();
        if shares.len() <= place {
            shares.resize(place + 1, 0);
        }
        if let Some(one) = shares.get_mut(place) {
            *one = share;
        }
        if shares.iter().all(|one| *one == 0) {
            self.shares.remove(&line);
        }
    }

    /// A part pays just so much, or what it had.
    pub(crate) fn fix(&mut self, part: usize, amount: Option<Money>) {
        if let Some(part) = self.parts.get_mut(part) {
            part.asked.fixed = amount;
        }
    }

    /// What the node is asked for.
    pub(crate) fn by(&self) -> SplitBy {
        let weights = |shares: &[u32]| -> Vec<Weight> {
            (0..)
                .zip(shares)
                .filter(|(_, shares)| **shares > 0)
                .map(|(part, shares)| Weight {
                    part,
                    shares: *shares,
                })
                .collect()
        };
        let line = |(line, shares): (&LineId, &Vec<u32>)| LineWeights {
            line: *line,
            to: weights(shares),
        };
        SplitBy::Hand {
            parts: self.parts.iter().map(|part| part.asked.clone()).collect(),
            lines: self.shares.iter().map(line).collect(),
            rest: Vec::new(),
        }
    }
}

/// The most shares of a line that a part can take.
pub(crate) fn most_shares(units: i64) -> u32 {
    shares_max(units, SHARES_MAX)
}

fn shares_max(units: i64, least: u32) -> u32 {
    u32::try_from(units).unwrap_or(1).max(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Draft {
        let mut draft = Draft::default();
        draft.resize(2);
        draft
    }

    fn line() -> LineId {
        LineId::from_bytes([1; 16])
    }

    #[test]
    fn a_box_counts_up_and_then_is_empty_again() {
        let mut draft = two();
        for expected in [Some(1), Some(2), Some(3), None] {
            draft.tap((line(), 1), 1);
            assert_eq!(draft.share(line(), 1), expected);
        }
    }

    #[test]
    fn a_tap_reaches_as_many_shares_as_there_are_units() {
        let mut draft = two();
        for _ in 0..12 {
            draft.tap((line(), 0), 12);
        }
        assert_eq!(draft.share(line(), 0), Some(12));
        draft.tap((line(), 0), 12);
        assert_eq!(draft.share(line(), 0), None);
    }

    #[test]
    fn of_one_bottle_a_guest_takes_four_shares_and_never_more_than_ninety_nine() {
        let mut draft = two();
        draft.tap((line(), 0), 1);
        for (counted, expected) in [(4, 4), (99, 99), (100, 99), (-1, 0)] {
            draft.give((line(), 1), 1, counted);
            assert_eq!(draft.share(line(), 1), Some(expected));
        }
        draft.give((line(), 1), 1, 4);
        let SplitBy::Hand { lines, .. } = draft.by() else {
            panic!("by hand");
        };
        let shares: Vec<u32> = lines[0].to.iter().map(|one| one.shares).collect();
        assert_eq!(shares, [1, 4]);
        draft.tap((line(), 1), 1);
        assert_eq!(draft.share(line(), 1), Some(0), "a tap empties it");
    }

    #[test]
    fn by_hand_there_are_as_many_parts_as_a_check_can_have() {
        let mut draft = two();
        draft.resize(1_001);
        assert_eq!(draft.parts.len(), 1_000);
        draft.tap((line(), 999), 1);
        assert_eq!(draft.share(line(), 999), Some(1));
    }

    #[test]
    fn shares_of_a_part_that_is_gone_are_gone() {
        let mut draft = two();
        draft.tap((line(), 1), 1);
        draft.resize(1);
        assert_eq!(draft.share(line(), 0), None);
    }

    #[test]
    fn whoever_has_paid_cannot_be_taken_away() {
        let mut draft = two();
        if let Some(part) = draft.parts.last_mut() {
            part.has_paid = true;
        }
        draft.resize(1);
        assert_eq!(draft.parts.len(), 2);
    }
}
