//! Who did what, and when: only ever appended.

use hub_kernel::{Ctx, DbError, Ids, Tx};
use shared::ids::uuid_v7;

use crate::store;

/// Something that somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What: `device.revoked`.
    pub action: &'static str,
    /// To what: an id, a code, a name.
    pub subject: String,
    /// The rest. Never secrets, never guests' names.
    pub details: serde_json::Value,
}

impl Entry {
    /// An entry.
    pub fn new(
        action: &'static str,
        subject: impl Into<String>,
        details: serde_json::Value,
    ) -> Self {
        Self {
            action,
            subject: subject.into(),
            details,
        }
    }
}

/// Writes it down, in the transaction that did it.
pub fn record(tx: &Tx<'_>, ids: &Ids, ctx: &Ctx, entry: Entry) -> Result<(), DbError> {
    store::record(tx, ids.make(uuid_v7), ids.now_ms(), ctx, &entry)
}
