//! What cannot be done as things are, and people come across with ordinary touches.

use serde::{Deserialize, Serialize};

/// Why it cannot be done. Each has words of its own in every language of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Refusal {
    /// The dish has a discount of its own: changed, it would lose it without a word.
    #[error("it has a discount; take that back first")]
    HasDiscount,
    /// Nothing of the dish is otherwise than before.
    #[error("it is as it was")]
    AsItWas,
    /// All of it is free already.
    #[error("there is nothing left to take it off")]
    NothingToDiscount,
    /// A finger that slipped, most likely.
    #[error("the tip is below zero, or more than ten times the payment")]
    TipTooHigh,
}

impl Refusal {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::HasDiscount,
        Self::AsItWas,
        Self::NothingToDiscount,
        Self::TipTooHigh,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Problem;

    #[test]
    fn a_face_reads_back_what_the_node_refused() {
        for why in Refusal::ALL {
            let said = Problem::Refused(why);
            let text = serde_json::to_string(&said).unwrap();
            assert_eq!(serde_json::from_str::<Problem>(&text).unwrap(), said);
        }
    }
}
