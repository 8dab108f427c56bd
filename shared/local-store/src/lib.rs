//! What a node remembers: one SQLite database in a folder of its own.
//!
//! A [`Batch`] holds everything that one action of a person changes; [`Store::commit`] puts all of
//! it on the disk or none of it. Only after that may anybody be told that it is done.

mod batch;
mod store;

pub use batch::{
    Batch, Job, JobChange, NewChunk, NewJob, OrderRow, Quarantined, ReceiptRow, RequestRow,
    ShiftRow,
};
pub use store::{ClosedWanted, Offers, OutboxRow, ReadOnly, Store, StoreError, Waiting};
