//! How a face asks for a check to be split.

use serde::{Deserialize, Serialize};

use crate::{
    ids::EntryId,
    money::Money,
    split::{LineWeights, Weight},
};

/// Who pays for what. Parts that have paid stay as they are, whatever is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum SplitBy {
    /// Everybody the same.
    Shares {
        /// How many pay, those left out who have paid.
        ways: u32,
    },
    /// Each seat what stands on it; what is for the table is shared.
    Seat,
    /// As the parts, lines and weights say: items, fractions of an item, amounts, all mixed.
    Hand {
        /// The parts.
        parts: Vec<PartAsked>,
        /// Who takes which line.
        lines: Vec<LineWeights>,
        /// Who takes the lines that are not named.
        rest: Vec<Weight>,
    },
    /// One check again.
    Whole,
}

/// A part that a person wants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartAsked {
    /// A part that is there already; none for a new one.
    pub id: Option<EntryId>,
    /// What the staff call it; empty for its number.
    pub label: String,
    /// Lines of this seat belong to it.
    pub seat: Option<u32>,
    /// It pays just so much.
    pub fixed: Option<Money>,
}
