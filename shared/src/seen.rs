//! What somebody looked at and says what was done about it, where nothing on the till settles it.
//!
//! A flag is looked at as it is: where it says something else afterwards, it is another one and comes
//! back. What money still hangs on is settled and not looked at. `docs/flags.md` has the table.

use serde::{Deserialize, Serialize};

use crate::{
    flags::Flag,
    ids::{EntryId, StaffId},
    order::Order,
};

/// Somebody looked at a flag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenFlag {
    /// The entry of the document that says so.
    pub entry: EntryId,
    /// What was looked at, with its content: [`key`].
    pub key: String,
    /// The same, for people; none where a newer version flags something that this one does not know.
    #[serde(default)]
    pub flag: Option<Flag>,
    /// What was done about it.
    pub note: String,
    /// Who says so.
    pub by: StaffId,
    /// Who lent the right.
    #[serde(default)]
    pub approved_by: Option<StaffId>,
    /// When.
    pub at_ms: i64,
}

impl SeenFlag {
    /// This person said it, or lent the right for it: they may say that it was not so.
    pub fn is_of(&self, person: StaffId) -> bool {
        self.by == person || self.approved_by == Some(person)
    }
}

/// Nothing on the till settles it for good, so somebody may say that they looked at it.
pub const fn can_be_seen(flag: &Flag) -> bool {
    match flag {
        // Money is owed, is to go back, or is on no report: one touch each settles it. A tip that
        // counts is said again.
        Flag::OwedAgain { .. }
        | Flag::Overpaid { .. }
        | Flag::DepositLeft { .. }
        | Flag::NotCounted { .. }
        | Flag::TipSaidTwice { .. } => false,
        Flag::ClosedTwice { .. }
        | Flag::RefundedTwice { .. }
        | Flag::MovedTwice { .. }
        | Flag::CardOverdrawn { .. }
        | Flag::DepositKeptTwice { .. }
        | Flag::DiscountedApart { .. }
        | Flag::VoidedLoaded { .. }
        | Flag::TakenTwice { .. }
        | Flag::SentTwice { .. }
        | Flag::VoidedTwice { .. } => true,
    }
}

/// What a flag is about and what it says, the same on every device that has the same order; none
/// where it is settled and not looked at.
pub fn key(order: &Order, flag: &Flag) -> Option<String> {
    Some(match flag {
        Flag::ClosedTwice { amount } => format!("closed_twice:{}", amount.minor()),
        Flag::DepositKeptTwice { amount } => format!("deposit_kept_twice:{}", amount.minor()),
        Flag::CardOverdrawn { card, amount } => {
            format!("card_overdrawn:{card}:{}", amount.minor())
        }
        Flag::RefundedTwice {
            line,
            units,
            amount,
            ..
        } => format!("refunded_twice:{line}:{units}:{}", amount.minor()),
        Flag::MovedTwice { line, units, .. } => format!("moved_twice:{line}:{units}"),
        Flag::TakenTwice { line, units, .. } => format!("taken_twice:{line}:{units}"),
        Flag::SentTwice { line, units, .. } => format!("sent_twice:{line}:{units}"),
        Flag::VoidedTwice { line, units, .. } => format!("voided_twice:{line}:{units}"),
        Flag::VoidedLoaded { line, .. } => {
            let units = order.line(*line).map_or(0, |line| line.voided_loaded);
            format!("voided_loaded:{line}:{units}")
        }
        // Two of three discounts are not the two of before.
        Flag::DiscountedApart { .. } => {
            let all = order.discounts.iter().map(|one| one.key.as_str());
            let by_hand: Vec<&str> = all.filter(|key| key.starts_with("disc/")).collect();
            format!("discounted_apart:{}", by_hand.join(","))
        }
        Flag::OwedAgain { .. }
        | Flag::Overpaid { .. }
        | Flag::DepositLeft { .. }
        | Flag::NotCounted { .. }
        | Flag::TipSaidTwice { .. } => return None,
    })
}

/// Somebody looked at exactly this, and nobody who did took that back.
pub fn is_seen(order: &Order, flag: &Flag) -> bool {
    let known = |key: String| order.seen.iter().any(|one| one.key == key);
    !order.seen.is_empty() && key(order, flag).is_some_and(known)
}
