//! Evenings in a restaurant, played through the real programs and the real screens.
//!
//! An [`Evening`] is a hub, a printer, tills and kitchen screens, each a process of its own in a
//! folder that goes away afterwards. A [`Face`] is one screen of it, in a browser or in a window,
//! touched as a person touches it. What is waited for is always a fact, never a time.

#![expect(
    clippy::indexing_slicing,
    reason = "what is indexed here is JSON, where a missing key gives null"
)]

pub mod clock;
pub mod driver;
pub mod evening;
pub mod face;
pub mod hub;
pub mod paper;
pub mod places;
pub mod program;
pub mod steps;
pub mod wait;

pub use clock::HandClock;
pub use evening::{Evening, Restaurant};
pub use face::Face;
