//! What the device's session is told and what it asks for.

use ed25519_dalek::SigningKey;
use shared::ids::{DeviceId, OrderId};

use crate::{CloseReason, Item, RefusedReason, Status, WhyRefused};

/// What a device knows when it calls the hub.
#[derive(Clone, Debug)]
pub struct Start {
    /// The device.
    pub device: DeviceId,
    /// Its key.
    pub key: SigningKey,
    /// How often its node was started.
    pub boot: u64,
    /// The life of the hub's log that the cursor belongs to; 0 before the first.
    pub epoch: u64,
    /// How far it has read the hub's log.
    pub cursor: u64,
    /// Version of its catalogue; 0 for none.
    pub menu_version: u64,
    /// Highest number of its own journal that the hub has acknowledged in this epoch.
    pub facts_acked: u64,
}

/// An item that waits for the hub, with its place in the device's own queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Grows with each item; need not be without gaps.
    pub number: u64,
    /// The item.
    pub item: Item,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The socket is open.
    Opened,
    /// A message came.
    Frame(Vec<u8>),
    /// The socket is closed.
    Closed,
    /// Time goes on; see [`TICK_EVERY_MS`](crate::TICK_EVERY_MS).
    Tick {
        /// The device's time, or any other that does not jump.
        now_ms: i64,
    },
    /// The answer to [`Effect::ReadOutbox`].
    Outbox {
        /// In the order of their numbers.
        items: Vec<Waiting>,
        /// There are more behind them.
        more: bool,
    },
    /// Something was put into the queue.
    OutboxGrew,
    /// The answer to [`Effect::Commit`]: it is on the disk.
    Committed {
        /// The same as there.
        seq: u64,
    },
    /// The device is not as it was.
    StatusChanged(Status),
}

/// An item of the device that the hub did not take; it is not sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Its place in the queue.
    pub number: u64,
    /// Why.
    pub why: WhyRefused,
}

/// What the host has to do, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send a message.
    Send(Vec<u8>),
    /// Read the queue and answer with [`Event::Outbox`].
    ReadOutbox {
        /// Only items with a higher number.
        after: u64,
        /// At most so many.
        limit: usize,
    },
    /// The hub has these on its disk: drop them from the queue.
    Acked {
        /// All items up to this number.
        up_to: u64,
        /// Those that it did not take.
        refused: Vec<Refusal>,
    },
    /// Write items and cursor in one transaction and answer with [`Event::Committed`].
    Commit {
        /// What came. An item may be known already.
        items: Vec<Item>,
        /// Orders of which a change came damaged and was left out.
        damaged: Vec<OrderId>,
        /// The new cursor.
        seq: u64,
        /// More is on its way at once.
        more: bool,
    },
    /// A newer catalogue.
    NewCatalogue {
        /// Its version.
        version: u64,
        /// SHA-256 of the bytes.
        sha256: [u8; 32],
        /// The catalogue.
        bytes: Vec<u8>,
    },
    /// The hub's log is not the one the cursor belongs to: in one transaction, remember the epoch,
    /// set cursor and acknowledged number to 0, and queue again everything that this device made.
    ResetCursor {
        /// The epoch of the hub's log.
        epoch: u64,
    },
    /// The hub answers.
    Live {
        /// The hub's time.
        hub_now_ms: i64,
    },
    /// The hub does not answer any more.
    Lost,
    /// The hub does not let this device in; trying again soon does not help.
    Refuse(RefusedReason),
    /// Close the socket; nothing comes after this.
    Close(CloseReason),
}
