//! What can be done to an order document.

use shared::ids::{EntryId, FactId, LineId};

use crate::adjust::Adjusted;
use crate::card::CardEntry;
use crate::entries::{
    AddedLine, Closed, DeliverEntry, Entries, KitchenMark, LineNote, LineVoid, Moved, Opened,
    PaymentEntry, QuantityChange, RefundEntry, Register, RegisterSet, Registered, Sending,
    SplitPlan, TabName, TakenBack,
};
use crate::said::Said;
use crate::seen::SeenEntry;
use crate::tips::TipEntry;
use crate::transfer::Transfer;

/// One entry to write. The ids come from the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Begins the order.
    Open(Opened),
    /// Adds a line.
    AddLine(LineId, AddedLine),
    /// Changes how many.
    ChangeQuantity(EntryId, QuantityChange),
    /// Voids units.
    Void(EntryId, LineVoid),
    /// Writes a note.
    AddNote(EntryId, LineNote),
    /// Moves the guests.
    Move(EntryId, Moved),
    /// Sets a register.
    Set(Register),
    /// Sends to the kitchen, under its [`crate::send_key`].
    Send(String, Sending),
    /// Marks how far the kitchen is.
    Mark(EntryId, KitchenMark),
    /// Points at a payment of the journal.
    Pay(FactId, PaymentEntry),
    /// Says who pays for what.
    Split(EntryId, SplitPlan),
    /// Points at a refund of the journal.
    Refund(FactId, RefundEntry),
    /// Gives a discount, waives the service charge or takes one of these back, under
    /// [`crate::discount_key`], [`crate::promotion_key`] or [`crate::waiver_key`].
    Adjust(String, Adjusted),
    /// Says who set a register; beside [`Edit::Set`].
    NoteSet(EntryId, RegisterSet),
    /// Takes something back that has no other way.
    TakeBack(EntryId, TakenBack),
    /// Says what waits.
    Say(EntryId, Said),
    /// Units go to another order or come from one; the same entry goes into both documents.
    Transfer(EntryId, Transfer),
    /// Names the tab.
    NameTab(EntryId, TabName),
    /// Says the tip of a payment anew.
    SayTip(EntryId, TipEntry),
    /// Says whom the order is brought to.
    Deliver(EntryId, DeliverEntry),
    /// Says that a flag was looked at.
    See(EntryId, SeenEntry),
    /// Loads a gift card or spends of it, in the card's own document.
    MoveCard(EntryId, CardEntry),
    /// Settles the order.
    Close(Closed),
}

/// The maps of a document, in the order in which the constant first change makes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Map {
    Head,
    Lines,
    Quantities,
    Voids,
    Notes,
    Marks,
    Moves,
    Sends,
    Registers,
    Payments,
    Checks,
    Allocations,
    Links,
}

impl Map {
    /// All maps. The order is part of the stored format: new ones are added at the end of a new
    /// schema only.
    pub(crate) const ALL: [Self; 13] = [
        Self::Head,
        Self::Lines,
        Self::Quantities,
        Self::Voids,
        Self::Notes,
        Self::Marks,
        Self::Moves,
        Self::Sends,
        Self::Registers,
        Self::Payments,
        Self::Checks,
        Self::Allocations,
        Self::Links,
    ];

    /// Its key at the root of the document.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Lines => "lines",
            Self::Quantities => "qops",
            Self::Voids => "adj",
            Self::Notes => "notes",
            Self::Marks => "klog",
            Self::Moves => "moves",
            Self::Sends => "sends",
            Self::Registers => "regs",
            Self::Payments => "pays",
            Self::Checks => "checks",
            Self::Allocations => "alloc",
            Self::Links => "links",
        }
    }
}

pub(crate) const OPENED_KEY: &str = "opened";
/// Stands before the id of a refund, in the head: whoever does not know it yet passes it over.
pub(crate) const REFUND_PREFIX: &str = "refund/";
/// Stands before the id of whom the order is brought to.
pub(crate) const DELIVER_PREFIX: &str = "deliver/";
/// Stands before the id of a tip that was said anew.
pub(crate) const TIP_PREFIX: &str = "tip/";
/// Stands before the id of a flag that somebody looked at.
pub(crate) const SEEN_PREFIX: &str = "seen/";
/// Stands before the id of who set a register, and to what.
pub(crate) const SET_PREFIX: &str = "set/";
/// Stands before the id of what takes something back.
pub(crate) const UNDO_PREFIX: &str = "undo/";
/// Stands before the id of what somebody said, in the head.
pub(crate) const SAID_PREFIX: &str = "said/";
/// Stands before the id of a naming of the tab.
pub(crate) const TAB_PREFIX: &str = "tab/";
/// Stands before the id of what was loaded onto a gift card or spent of it, in the map of
/// allocations.
pub(crate) const CARD_PREFIX: &str = "card/";
/// Stands before the id of a transfer, in the map of links.
pub(crate) const MOVE_PREFIX: &str = "move/";

impl Edit {
    /// Where the entry goes, and its JSON.
    pub(crate) fn place(&self) -> Result<(Map, String, String), serde_json::Error> {
        use serde_json::to_string;
        Ok(match self {
            Self::Open(entry) => (Map::Head, OPENED_KEY.to_owned(), to_string(entry)?),
            Self::Close(entry) => (
                Map::Head,
                format!("closed/{}", entry.fact),
                to_string(entry)?,
            ),
            Self::AddLine(id, entry) => (Map::Lines, id.to_string(), to_string(entry)?),
            Self::ChangeQuantity(id, entry) => (Map::Quantities, id.to_string(), to_string(entry)?),
            Self::Void(id, entry) => (Map::Voids, id.to_string(), to_string(entry)?),
            Self::Adjust(key, entry) => (Map::Voids, key.clone(), to_string(entry)?),
            Self::AddNote(id, entry) => (Map::Notes, id.to_string(), to_string(entry)?),
            Self::Move(id, entry) => (Map::Moves, id.to_string(), to_string(entry)?),
            Self::Set(value) => (Map::Registers, value.key(), to_string(value)?),
            Self::Send(key, entry) => (Map::Sends, key.clone(), to_string(entry)?),
            Self::Mark(id, entry) => (Map::Marks, id.to_string(), to_string(entry)?),
            Self::Pay(id, entry) => (Map::Payments, id.to_string(), to_string(entry)?),
            Self::NoteSet(id, entry) => (Map::Head, format!("{SET_PREFIX}{id}"), to_string(entry)?),
            Self::TakeBack(id, entry) => {
                (Map::Head, format!("{UNDO_PREFIX}{id}"), to_string(entry)?)
            }
            Self::Say(id, entry) => (Map::Head, format!("{SAID_PREFIX}{id}"), to_string(entry)?),
            Self::NameTab(id, entry) => (Map::Head, format!("{TAB_PREFIX}{id}"), to_string(entry)?),
            Self::Transfer(id, entry) => {
                (Map::Links, format!("{MOVE_PREFIX}{id}"), to_string(entry)?)
            }
            Self::Deliver(id, entry) => (
                Map::Head,
                format!("{DELIVER_PREFIX}{id}"),
                to_string(entry)?,
            ),
            Self::MoveCard(id, entry) => (
                Map::Allocations,
                format!("{CARD_PREFIX}{id}"),
                to_string(entry)?,
            ),
            Self::See(id, entry) => (Map::Head, format!("{SEEN_PREFIX}{id}"), to_string(entry)?),
            Self::SayTip(id, entry) => (Map::Head, format!("{TIP_PREFIX}{id}"), to_string(entry)?),
            Self::Split(id, entry) => (Map::Checks, id.to_string(), to_string(entry)?),
            Self::Refund(id, entry) => {
                (Map::Head, format!("{REFUND_PREFIX}{id}"), to_string(entry)?)
            }
        })
    }

    /// Writes the same into the entries in memory.
    pub(crate) fn apply(&self, entries: &mut Entries) {
        match self.clone() {
            Self::Open(entry) => entries.opened = Some(entry),
            Self::Close(entry) => {
                entries
                    .closed
                    .insert(format!("closed/{}", entry.fact), entry);
            }
            Self::AddLine(id, entry) => {
                entries.lines.insert(id, entry);
            }
            Self::ChangeQuantity(id, entry) => {
                entries.quantities.insert(id, entry);
            }
            Self::Void(id, entry) => {
                entries.voids.insert(id, entry);
            }
            Self::Adjust(key, entry) => {
                entries.adjustments.insert(key, entry);
            }
            Self::AddNote(id, entry) => {
                entries.notes.insert(id, entry);
            }
            Self::Move(id, entry) => {
                entries.moves.insert(id, entry);
            }
            Self::Set(value) => {
                let (key, contested) = (value.key(), false);
                entries
                    .registers
                    .insert(key, Registered { value, contested });
            }
            Self::Send(key, entry) => {
                entries.keep_sending(key, entry);
            }
            Self::Mark(id, entry) => {
                entries.marks.insert(id, entry);
            }
            Self::Pay(id, entry) => {
                entries.payments.insert(id, entry);
            }
            Self::NoteSet(id, entry) => {
                entries.sets.insert(id, entry);
            }
            Self::TakeBack(id, entry) => {
                entries.taken_back.insert(id, entry);
            }
            Self::Say(id, entry) => {
                entries.said.insert(id, entry);
            }
            Self::NameTab(id, entry) => {
                entries.tabs.insert(id, entry);
            }
            Self::Transfer(id, entry) => {
                entries.transfers.insert(id, entry);
            }
            Self::Split(id, entry) => {
                entries.plans.insert(id, entry);
            }
            Self::Refund(id, entry) => {
                entries.refunds.insert(id, entry);
            }
            Self::SayTip(id, entry) => {
                entries.tips.insert(id, entry);
            }
            Self::Deliver(id, entry) => {
                entries.deliveries.insert(id, entry);
            }
            Self::See(id, entry) => drop(entries.seen.insert(id, entry)),
            Self::MoveCard(id, entry) => drop(entries.cards.insert(id, entry)),
        }
    }
}
