//! What was before what a list shows: nothing that the journal holds is out of reach.

use serde::{Deserialize, Serialize};

use crate::closure::Period;

/// The next part of a list that goes back in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum EarlierAsked {
    /// Past shifts, the newest first. Answers [`super::Reply::Shifts`].
    Shifts {
        /// Number of the oldest Z report that is known.
        before: u64,
    },
    /// Closures of one kind, the newest first. Answers [`super::Reply::Closures`].
    Closures {
        /// Of days, months or years.
        period: Period,
        /// Number of the oldest one that is known.
        before: u64,
    },
}
