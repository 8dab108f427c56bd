//! What a kitchen screen's face asks of its node, and what it is told.
//!
//! `POST /api/kds` takes [`Command`] and answers [`View`] or, with status 422, [`super::Problem`].
//! The feed `GET /api/kds/feed` (WebSocket) sends [`Change`]s as JSON texts.

use serde::{Deserialize, Serialize};

use super::World;
use crate::{
    ids::{OrderId, TicketId},
    kitchen::KitchenRank,
    menu::{Course, Service},
    order::TicketKind,
};

/// What a kitchen screen can be asked to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// All that the screen shows.
    View,
    /// Strikes a line, or unstrikes it.
    Strike {
        /// The order.
        order: OrderId,
        /// Key of the ticket line.
        key: String,
        /// Done, or not done after all.
        done: bool,
    },
    /// Takes a ticket off the screen.
    Bump {
        /// The order.
        order: OrderId,
        /// The ticket.
        ticket: TicketId,
    },
    /// Puts a bumped ticket back at its place in time.
    Recall {
        /// The order.
        order: OrderId,
        /// The ticket.
        ticket: TicketId,
    },
}

/// How many there were before somebody took some off, and how many there are now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recount {
    /// Before.
    pub old: i64,
    /// Now.
    pub new: i64,
}

/// One line of a ticket on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// Key of the ticket line.
    pub key: String,
    /// How many are still wanted of what the ticket asked for; on a cancel ticket how many to stop.
    pub quantity: i64,
    /// What a cancel makes of it, until a cook has read the cancel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recount: Option<Recount>,
    /// Nobody wants it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
    /// Name with its variant, in the kitchen's language.
    pub name: String,
    /// Modifiers in the kitchen's language, with their counts.
    pub modifiers: Vec<String>,
    /// What it is made instead of, which the station was told to stop.
    #[serde(default)]
    pub replaces: Option<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// Allergy notes, for a band of their own.
    pub allergies: Vec<String>,
    /// The guest's seat; 0 for the whole table.
    pub seat: u32,
    /// When in the meal.
    pub course: Course,
    /// Usual time to make it.
    pub prep_seconds: u32,
    /// How far it is.
    pub rank: KitchenRank,
    /// Units that are for another place now, and what people call it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<(i64, String)>,
}

/// A ticket on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketView {
    /// The order.
    pub order: OrderId,
    /// The ticket.
    pub ticket: TicketId,
    /// The station.
    pub station: String,
    /// What it asks.
    pub kind: TicketKind,
    /// What people call the order.
    pub number: String,
    /// Where the guests sit.
    pub table: Option<String>,
    /// Name of the tab; empty for none.
    pub tab: String,
    /// How the guests take it.
    pub service: Service,
    /// How many guests.
    pub guests: u32,
    /// Who serves them.
    pub server: String,
    /// When it was sent.
    pub sent_at_ms: i64,
    /// When all of the order should be ready, as the wall clock shows it; none where nobody said so.
    #[serde(default)]
    pub ready_at: Option<String>,
    /// Longest usual time of its lines.
    pub prep_seconds: u32,
    /// Other stations that make something for the same order now.
    pub also_at: Vec<String>,
    /// What it holds.
    pub lines: Vec<LineView>,
    /// It left the screen.
    pub bumped_at_ms: Option<i64>,
}

/// All that a kitchen screen shows. Each station filters for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Language of the kitchen.
    pub language: String,
    /// Stations in the catalogue's order.
    pub stations: Vec<String>,
    /// Open tickets, oldest first.
    pub open: Vec<TicketView>,
    /// Bumped tickets for recall, the last bumped first, at most 50.
    pub bumped: Vec<TicketView>,
}

/// What a kitchen screen's feed tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", content = "now", rename_all = "snake_case")]
pub enum Change {
    /// How the device stands to the rest.
    World(World),
    /// All that the screen shows.
    View(View),
}
