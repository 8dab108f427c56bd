//! Units that go from one order to another: one entry, written in both documents under one key.
//!
//! Each half says everything, so a device that has both orders needs one of the halves only.

use serde::{Deserialize, Serialize};
use shared::{
    ids::{EntryId, LineId, OrderId},
    kitchen::KitchenState,
    menu::Course,
    order::{LineFacts, Note},
};

use crate::{
    adjust::Adjustment,
    entries::{Entries, Stamp},
};

/// Units of one line that go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedItem {
    /// The line in the order that they leave.
    pub line: LineId,
    /// The line in the order that they reach; no other line is called so.
    pub as_line: LineId,
    /// How many.
    pub units: i64,
    /// How many of these the kitchen has.
    pub sent: i64,
    /// What the line took from the catalogue.
    pub facts: LineFacts,
    /// The guest's seat at the new place; 0 for the whole table.
    #[serde(default)]
    pub seat: u32,
    /// When in the meal.
    pub course: Course,
    /// Notes on the line when it went.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// How far the kitchen was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kitchen: Option<KitchenState>,
}

/// Units go from one order to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// The order that they leave.
    pub from: OrderId,
    /// What people call it.
    pub from_number: String,
    /// The order that they reach.
    pub to: OrderId,
    /// What people call it.
    pub to_number: String,
    /// What goes.
    pub items: Vec<MovedItem>,
    /// The whole check goes: the two become one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub joins: bool,
    /// Two tills that were apart opened both for the same guests: the tills made them one, and no
    /// guest was counted twice. So many guests were on the check that stays, before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_twice: Option<u32>,
    /// The order that they reach was opened for them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub opens: bool,
    /// Who and when.
    pub stamp: Stamp,
}

impl Entries {
    /// What a line took from the catalogue, whether it was added here or moved here.
    pub(crate) fn facts_of(&self, line: LineId) -> Option<&LineFacts> {
        if let Some(added) = self.lines.get(&line) {
            return Some(&added.facts);
        }
        let mut items = self.transfers.values().flat_map(|one| &one.items);
        items
            .find(|item| item.as_line == line)
            .map(|item| &item.facts)
    }

    /// Nothing was done to what this transfer brought, and nothing paid, so that taking it back
    /// takes nobody by surprise.
    pub(crate) fn is_untouched_by(&self, id: EntryId) -> bool {
        let Some(transfer) = self.transfers.get(&id) else {
            return true;
        };
        let is_new = |line: LineId| transfer.items.iter().any(|item| item.as_line == line);
        let later = |stamp: &Stamp| stamp.hlc > transfer.stamp.hlc;
        let leaving = self.standing_transfers().flat_map(|other| &other.items);
        let mut leaving = leaving.map(|item| item.line);
        let is_discounted = |one: &crate::Adjusted| match &one.what {
            Adjustment::Discount {
                line: Some(line), ..
            } => is_new(*line) && later(&one.stamp),
            _ => false,
        };
        self.closed.is_empty()
            && !self.payments.values().any(|one| later(&one.stamp))
            && !self.quantities.values().any(|one| is_new(one.line))
            && !self.voids.values().any(|one| is_new(one.line))
            && !self.sends.values().any(|one| is_new(one.line))
            && !self.notes.values().any(|one| is_new(one.line))
            && !self.adjustments.values().any(is_discounted)
            && !leaving.any(is_new)
    }

    /// Transfers that nobody took back.
    fn standing_transfers(&self) -> impl Iterator<Item = &Transfer> {
        let is_back = |id: &EntryId| {
            let key = id.to_string();
            self.taken_back.values().any(|one| one.key == key)
        };
        let all = self.transfers.iter();
        all.filter(move |(id, _)| !is_back(id)).map(|(_, one)| one)
    }

    /// Units of this line went to another order or came from one, and nobody took that back.
    pub(crate) fn is_moved(&self, line: LineId) -> bool {
        let mut items = self.standing_transfers().flat_map(|one| &one.items);
        items.any(|item| item.line == line || item.as_line == line)
    }
}
