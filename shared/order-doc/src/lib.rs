//! The order as a document that any number of devices may edit at once.
//!
//! Typed edits go in, [`shared::order::Order`] comes out; nobody outside sees that automerge is
//! underneath. Three rules make every merge harmless:
//!
//! - every document of a schema begins with the same constant change, so the maps that hold its
//!   entries are the same on all devices;
//! - an entry is written once under a key of its own and never changed or deleted, so nothing that
//!   somebody did can vanish;
//! - what people see is folded from the set of entries, so the order in which they arrived cannot
//!   matter.

mod adjust;
mod beside;
mod card;
mod closings;
mod doc;
mod edit;
mod entries;
mod fold;
mod genesis;
mod history;
mod kitchen_told;
mod pack;
mod plans;
mod replacing;
mod said;
mod seen;
mod slips;
mod tips;
mod together;
mod transfer;
mod undo;

pub use adjust::{Adjusted, Adjustment, discount_key, promotion_key, waiver_key};
pub use beside::opened_twice;
pub use card::{CardEntry, card_entry};
pub use doc::{Actor, CHUNK_BYTES_MAX, Chunk, DocError, MergeError, Merged, OrderDoc};
pub use edit::Edit;
pub use entries::{
    AddedLine, Closed, DeliverEntry, KitchenMark, LineNote, LineVoid, Moved, Opened, PaymentEntry,
    QuantityChange, RefundEntry, Register, RegisterSet, Replaces, Sending, SplitPlan, Stamp,
    TabName, TakenBack, send_key, send_note_key, send_part_key,
};
pub use history::{Happening, ToldTender, What};
pub use kitchen_told::{KitchenDeed, KitchenTold};
pub use pack::{PackError, Packed, pack, unpack};
pub use said::{Said, Saying, Topic};
pub use seen::SeenEntry;
pub use slips::{Outsent, SentToo};
pub use tips::TipEntry;
pub use together::together;
pub use transfer::{MovedItem, Transfer};
pub use undo::{Back, Undoable};
