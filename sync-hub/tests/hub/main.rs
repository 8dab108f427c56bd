//! Facts about the whole hub, as a program and as a library.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a fact that does not hold ends its test"
)]

mod library;
mod process;
