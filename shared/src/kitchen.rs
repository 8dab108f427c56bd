//! How far the kitchen is with a dish, and what bump and recall mean.

use serde::{Deserialize, Serialize};

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
    pub const fn at(self, rank: KitchenRank) -> Self {
        Self {
            epoch: self.epoch,
            rank,
        }
    }

    /// Back on the screen.
    pub const fn recalled(self) -> Self {
        Self {
            epoch: self.epoch + 1,
            rank: KitchenRank::Shown,
        }
    }
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
