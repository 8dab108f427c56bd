//! Where events are written, in the transaction that made them true.

use hub_kernel::{DbError, DomainEvent, Tx};

use crate::store;

/// Announced by every commit that holds an event.
pub const TOPIC: &str = "events";

/// Puts the event behind all others of its tenant; answers its number.
///
/// Nobody hears of it unless this transaction commits.
pub fn append(tx: &Tx<'_>, event: &DomainEvent) -> Result<i64, DbError> {
    let seq = store::append(tx, event)?;
    tx.announce(TOPIC);
    Ok(seq)
}
