//! What the kitchen was told of an order.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{LineId, StaffId, TicketId},
    kitchen::KitchenState,
};

/// What a ticket asks of its station.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketKind {
    /// The first of this order at this station.
    New,
    /// More of an order that the station has already.
    AddOn,
    /// A note on something that the station has already.
    Change,
    /// Stop making it.
    Cancel,
}

/// One line of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketLine {
    /// Key of the sending in the document; the same on every device.
    pub key: String,
    /// The order's line.
    pub line: LineId,
    /// Place of the dish in a combo; none for the line itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
    /// How many; below zero on a cancel ticket, 0 on a change.
    pub quantity: i64,
    /// How far it is.
    pub state: KitchenState,
}

/// What was sent to one station in one go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Which ticket.
    pub id: TicketId,
    /// The station.
    pub station: String,
    /// What it asks.
    pub kind: TicketKind,
    /// When it was sent.
    pub sent_at_ms: i64,
    /// Who sent it.
    pub by: StaffId,
    /// What it holds.
    pub lines: Vec<TicketLine>,
}
