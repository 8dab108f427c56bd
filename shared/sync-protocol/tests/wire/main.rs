//! Frames on the wire, and two sessions that talk.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails says where"
)]

mod frames;
mod laws;
mod talk;
