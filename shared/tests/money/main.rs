//! Money: laws, a second calculator, and the examples of `docs/money.md`.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod any;
mod build;
mod by_hand;
mod by_record;
mod examples;
mod fraction;
mod laws;
mod outsider;
mod reference;
mod refund_coins;
mod refunds;
mod split_plans;
mod split_reference;
mod splits;
mod tables;
