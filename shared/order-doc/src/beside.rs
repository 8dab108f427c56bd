//! A table that two tills opened at once, for the same guests.

use shared::time::MINUTE_MS;

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
        && [first, second].into_iter().all(knew_of_none)
        && [one, other].into_iter().all(is_as_opened)
}

/// Nobody had a check at the table, as far as whoever opened this one knew.
fn knew_of_none(opened: &Opened) -> bool {
    opened.tab.is_empty() && opened.beside.as_ref().is_some_and(Vec::is_empty)
}

/// Nobody moved or named the guests, and no units came or went, be it that somebody took that back.
fn is_as_opened(entries: &Entries) -> bool {
    entries.moves.is_empty() && entries.tabs.is_empty() && entries.transfers.is_empty()
}
