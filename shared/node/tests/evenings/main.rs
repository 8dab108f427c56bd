//! Evenings in a restaurant: a real hub and several nodes in one process, over real sockets.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod alone;
mod apart;
mod checks;
mod cooks;
mod given;
mod invariants;
mod kitchen;
mod money;
mod numbers;
mod published;
mod receipts;
mod sent;
mod shifts;
mod site;
mod slips;
