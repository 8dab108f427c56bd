//! How a face pays with a gift card and asks what is on one.

use serde::{Deserialize, Serialize};

use crate::{
    gift::{Card, CardCode},
    ids::{EntryId, OrderId},
    money::Money,
};

/// A gift card pays: as much as is owed and as is on it, and never a tip or change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayByGiftCard {
    /// Which order.
    pub order: OrderId,
    /// The card.
    pub code: CardCode,
    /// At most so much, where the guest wants to keep some of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Money>,
    /// The part of a split check that pays; none for the check as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<EntryId>,
}

/// What is on a gift card?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowGiftCard {
    /// The card.
    pub code: CardCode,
    /// The order that it would pay for, where it is asked for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The part of a split check that it would pay for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<EntryId>,
}

/// A gift card as a till shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCardView {
    /// The end of its code.
    pub last_four: String,
    /// What is on it and what happened last, the latest first.
    pub card: Card,
    /// How much may be spent here now; less than what is on it while the hub is not heard.
    pub spendable: Money,
    /// What it would pay of the order that was named.
    pub pays: Money,
}
