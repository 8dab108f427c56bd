//! The hub's orders through real sockets and a real database.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod device;
mod hub;
mod meals;

mod facts;
mod projection;
mod sync;
