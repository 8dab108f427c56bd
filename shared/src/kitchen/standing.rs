//! What is left of a sending after the kitchen was told to stop some of it.

use std::collections::BTreeMap;

use super::KitchenRank;
use crate::{
    ids::LineId,
    order::{Order, TicketLine},
};

/// Units of one sending, as a cook knows them and as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it asked for, less the stops that a cook has read. For a stop: all that the kitchen was
    /// to make of the dish before it.
    pub known: i64,
    /// The same less every stop. For a stop: what is left after it.
    pub left: i64,
}

impl Standing {
    /// Something was stopped that no cook has read yet.
    pub const fn is_news(self) -> bool {
        self.known != self.left
    }
}

/// How each sending of an order stands, by its key.
///
/// A stop takes its units from what was sent last before it, for that is the least begun. It counts
/// as read when its line is struck or its ticket is bumped. What it stops of units that came from
/// another order stands on no ticket of this one.
pub fn standing(order: &Order) -> BTreeMap<&str, Standing> {
    let mut dishes: BTreeMap<(LineId, Option<u32>), Vec<&TicketLine>> = BTreeMap::new();
    for line in order.tickets.iter().flat_map(|ticket| &ticket.lines) {
        dishes.entry((line.line, line.part)).or_default().push(line);
    }
    let mut all = BTreeMap::new();
    for mut sendings in dishes.into_values() {
        // Keys of one dish differ in their revision alone: so many were sent before.
        sendings.sort_by_key(|one| (one.key.len(), one.key.as_str()));
        stand(&sendings, &mut all);
    }
    all
}

fn stand<'a>(sendings: &[&'a TicketLine], all: &mut BTreeMap<&'a str, Standing>) {
    let mut asked: Vec<(&str, Standing)> = Vec::new();
    for one in sendings {
        if one.quantity >= 0 {
            let (known, left) = (one.quantity, one.quantity);
            asked.push((&one.key, Standing { known, left }));
            continue;
        }
        let is_read = one.state.rank >= KitchenRank::Done;
        let left = asked.iter().map(|(_, standing)| standing.left);
        let known = left.fold(0, i64::saturating_add);
        let mut stops = one.quantity.saturating_neg();
        let mut left = known;
        for (_, standing) in asked.iter_mut().rev() {
            let units = stops.min(standing.left);
            stops -= units;
            left -= units;
            standing.left -= units;
            if is_read {
                standing.known -= units;
            }
        }
        all.insert(&one.key, Standing { known, left });
    }
    all.extend(asked);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kitchen::KitchenState;

    fn sending(revision: u32, quantity: i64, rank: KitchenRank) -> TicketLine {
        TicketLine {
            key: format!("dish:{revision}"),
            line: LineId::from_bytes([1; 16]),
            part: None,
            quantity,
            state: KitchenState::SENT.at(rank),
        }
    }

    /// Known and left of each sending, in their order.
    fn stands(sendings: &[(i64, KitchenRank)]) -> Vec<(i64, i64)> {
        let lines: Vec<_> = (0..)
            .zip(sendings)
            .map(|(revision, (quantity, rank))| sending(revision, *quantity, *rank))
            .collect();
        let mut all = BTreeMap::new();
        stand(&lines.iter().collect::<Vec<_>>(), &mut all);
        let of = |line: &TicketLine| all.get(line.key.as_str()).unwrap();
        lines
            .iter()
            .map(|line| (of(line).known, of(line).left))
            .collect()
    }

    #[test]
    fn a_stop_is_news_until_a_cook_has_read_it() {
        use KitchenRank::{Bumped, Done, Shown};
        assert_eq!(stands(&[(3, Shown), (-1, Shown)]), [(3, 2), (3, 2)]);
        for read in [Done, Bumped] {
            assert_eq!(stands(&[(3, Shown), (-1, read)]), [(2, 2), (3, 2)]);
        }
        let two_stops = [(3, Shown), (-1, Bumped), (-2, Shown)];
        assert_eq!(stands(&two_stops), [(2, 0), (3, 2), (2, 0)]);
    }

    #[test]
    fn a_stop_takes_what_was_sent_last_before_it_and_nothing_that_came_after() {
        use KitchenRank::Shown;
        let later = [(2, Shown), (1, Shown), (-2, Shown), (1, Shown)];
        assert_eq!(stands(&later), [(2, 1), (1, 0), (3, 1), (1, 1)]);
    }

    #[test]
    fn a_stop_of_what_was_never_asked_here_takes_nothing() {
        use KitchenRank::Shown;
        assert_eq!(stands(&[(-2, Shown)]), [(0, 0)]);
        assert_eq!(stands(&[(1, Shown), (-2, Shown)]), [(1, 0), (1, 0)]);
    }

    #[test]
    fn the_tenth_sending_comes_after_the_ninth() {
        use KitchenRank::Shown;
        let mut many = vec![(1, Shown); 10];
        many.push((-1, Shown));
        let lines: Vec<_> = (0..)
            .zip(&many)
            .map(|(revision, (quantity, rank))| sending(revision, *quantity, *rank))
            .collect();
        let mut unsorted: Vec<_> = lines.iter().rev().collect();
        unsorted.sort_by_key(|one| (one.key.len(), one.key.as_str()));
        assert_eq!(unsorted, lines.iter().collect::<Vec<_>>());
    }
}
