//! A table that two tills opened at once, for the same guests.

use shared::{ids::OrderId, time::MINUTE_MS};

use crate::{
    OrderDoc,
    entries::{Entries, Opened},
};

/// Guests stay longer, so whoever opens the same table within this time means the same ones.
const APART_MS_MAX: i64 = 30 * MINUTE_MS;

/// Two tills that knew nothing of each other opened these for the same guests, and nobody decided
/// anything about it since: nobody moved them, and nobody joined or parted the two.
pub fn opened_twice(one: &OrderDoc, other: &OrderDoc) -> bool {
    let (one, other) = (one.entries(), other.entries());
    let (Some(first), Some(second)) = (&one.opened, &other.opened) else {
        return false;
    };
    let between_ms = first.stamp.hlc.at_ms() - second.stamp.hlc.at_ms();
    first.table.is_some()
        && first.table == second.table
        && first.service == second.service
        && first.device != second.device
        && !first.training
        && !second.training
        && between_ms.abs() <= APART_MS_MAX
        && knew_nothing(first, second.order)
        && knew_nothing(second, first.order)
        && one.moves.is_empty()
        && other.moves.is_empty()
        && !is_tied(one, second.order)
        && !is_tied(other, first.order)
}

fn knew_nothing(opened: &Opened, of: OrderId) -> bool {
    let beside = opened.beside.as_ref();
    beside.is_some_and(|beside| !beside.contains(&of))
}

/// Units went between them, be it that somebody took that back.
fn is_tied(entries: &Entries, to: OrderId) -> bool {
    let mut transfers = entries.transfers.values();
    transfers.any(|one| one.from == to || one.to == to)
}
