//! The language of the trade: words and arithmetic that every part of Comanda agrees on.
//!
//! Nothing here reads a clock, makes an id, touches a disk or a socket, or uses a float.
//! It runs the same on a till, on the hub and inside a browser.

pub mod api;
pub mod closure;
pub mod delivery;
pub mod deposit;
pub mod flags;
pub mod gift;
pub mod ids;
pub mod journal;
pub mod kitchen;
pub mod links;
pub mod menu;
pub mod money;
pub mod order;
pub mod price;
pub mod refund;
pub mod seen;
pub mod serving;
pub mod shift;
pub mod split;
pub mod staff;
pub mod tender;
pub mod time;
pub mod tip;
