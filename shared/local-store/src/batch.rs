//! Rows that go to the disk together.

use shared::{
    ids::{JobId, OrderId, ShiftId},
    journal::Record,
};

/// One edit of an order document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChunk {
    /// The order.
    pub order: OrderId,
    /// SHA-256 of the bytes.
    pub sha: [u8; 32],
    /// The edit.
    pub bytes: Vec<u8>,
    /// Made here, so the hub has to get it.
    pub own: bool,
}

/// An order as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRow {
    /// The order.
    pub order: OrderId,
    /// When it was closed; none while it is open.
    pub closed_at_ms: Option<i64>,
    /// The summary as JSON.
    pub summary: String,
}

/// A paper to print or a drawer to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Names the job for ever.
    pub id: JobId,
    /// Name of the printer.
    pub printer: String,
    /// `receipt`, `ticket`, `report` or `kick`.
    pub kind: String,
    /// The paper as JSON.
    pub paper: String,
    /// When it was asked for.
    pub made_at_ms: i64,
    /// After this it is not printed by itself any more.
    pub expires_at_ms: i64,
    /// Its bytes may leave as soon as this is on the disk: it is `sending` from the start.
    pub is_sending: bool,
}

/// A job as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// What was asked for.
    pub asked: NewJob,
    /// How far it is: a word of the spooler.
    pub state: String,
    /// How many times it was tried.
    pub attempt: u32,
    /// Why it is not further.
    pub why: String,
}

/// A step of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobChange {
    /// Which job.
    pub id: JobId,
    /// How far it is now.
    pub state: String,
    /// How many times it was tried.
    pub attempt: u32,
    /// Why it is not further.
    pub why: String,
    /// When this became known.
    pub at_ms: i64,
    /// After this it is not printed by itself any more.
    pub expires_at_ms: i64,
    /// The paper as JSON, where it is another one now.
    pub paper: Option<String>,
}

/// A receipt as it was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptRow {
    /// The order.
    pub order: OrderId,
    /// What it is about: the order itself, a part of its check, or a refund.
    pub about: [u8; 16],
    /// The paper as JSON.
    pub paper: String,
    /// Copies that followed the original.
    pub copies: u32,
}

/// A request of a face that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// What the face called it.
    pub id: String,
    /// What was answered, as JSON.
    pub reply: String,
    /// When.
    pub at_ms: i64,
}

/// A shift of this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShiftRow {
    /// Which.
    pub id: ShiftId,
    /// Number of the record that opened it.
    pub opened_number: u64,
    /// Number of the record that closed it.
    pub closed_number: Option<u64>,
    /// Number of its Z report.
    pub z_number: Option<u64>,
}

/// Bytes that could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// The order that they claim.
    pub order: Option<OrderId>,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Why not.
    pub why: String,
    /// When.
    pub at_ms: i64,
}

/// Everything that one action changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Edits.
    pub chunks: Vec<NewChunk>,
    /// Journal records of this device, in their order.
    pub facts: Vec<Record>,
    /// Orders as lists show them.
    pub orders: Vec<OrderRow>,
    /// Documents that hold gift cards: no orders, and kept for ever.
    pub cards: Vec<OrderId>,
    /// Papers and kicks.
    pub jobs: Vec<NewJob>,
    /// Steps of jobs.
    pub job_changes: Vec<JobChange>,
    /// Receipts.
    pub receipts: Vec<ReceiptRow>,
    /// The request that this answers.
    pub request: Option<RequestRow>,
    /// Shifts.
    pub shifts: Vec<ShiftRow>,
    /// Small facts about the device: name and value.
    pub device: Vec<(String, String)>,
    /// A catalogue: version and bytes.
    pub catalogue: Option<(u64, Vec<u8>)>,
    /// What could not be taken in.
    pub quarantine: Vec<Quarantined>,
    /// What could not be taken in before, and is now: the numbers of its rows.
    pub taken_in_after_all: Vec<i64>,
    /// Outbox rows up to this number are at the hub.
    pub acked_up_to: Option<u64>,
}
