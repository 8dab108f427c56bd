//! A gift card's own document: what was loaded and what was spent, and nothing else. It was never
//! opened, so it is no order, and whoever looks for orders passes it over.

use serde::{Deserialize, Serialize};
use shared::{
    gift::{CardMove, CardUse},
    ids::{DeviceId, EntryId, FactId, OrderId},
    money::Money,
    order::Tender,
    tender::NamedTender,
};

use crate::{OrderDoc, entries::Stamp};

/// Something was loaded onto a card or spent of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardEntry {
    /// The end of the card's code.
    pub last_four: String,
    /// Above zero loaded, below zero spent.
    pub amount: Money,
    /// The check.
    pub order: OrderId,
    /// What people call the check.
    pub order_number: String,
    /// The till.
    pub device: DeviceId,
    /// Who and when.
    pub stamp: Stamp,
}

/// The key of what a record of the journal did to a card.
pub const fn card_entry(fact: FactId) -> EntryId {
    EntryId::from_bytes(*fact.as_bytes())
}

/// One entry of several that were written at once under the same key, as when two tills close one
/// check: the first, so the card is loaded once.
pub(crate) fn first(all: Vec<CardEntry>) -> Option<CardEntry> {
    all.into_iter()
        .min_by_key(|one| (one.stamp, serde_json::to_string(one).unwrap_or_default()))
}

/// What an order says of a tender that its document wrote down.
pub(crate) const fn tender(
    written: Tender,
    card: Option<&CardUse>,
    named: Option<&NamedTender>,
) -> Tender {
    match (card, named) {
        (Some(_), _) => Tender::GiftCard,
        (None, Some(own)) => Tender::Other(own.id),
        (None, None) => written,
    }
}

impl OrderDoc {
    /// It holds the balance of a gift card.
    pub fn is_card(&self) -> bool {
        // Whatever a broken device wrote into an order, it stays one.
        !self.entries().cards.is_empty() && self.entries().opened.is_none()
    }

    /// This was done to the card already.
    pub fn has_card_entry(&self, id: EntryId) -> bool {
        self.entries().cards.contains_key(&id)
    }

    /// What happened to the card, oldest first.
    pub fn card_moves(&self) -> Vec<CardMove> {
        let mut all: Vec<_> = self.entries().cards.iter().collect();
        all.sort_by_key(|(id, entry)| (entry.stamp.hlc, **id));
        let told = |(id, entry): (&EntryId, &CardEntry)| CardMove {
            entry: *id,
            amount: entry.amount,
            order: entry.order,
            order_number: entry.order_number.clone(),
            device: entry.device,
            at_ms: entry.stamp.hlc.at_ms(),
        };
        all.into_iter().map(told).collect()
    }
}
