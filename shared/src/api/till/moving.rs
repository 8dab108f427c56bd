//! How a face asks for units to go to another check.

use serde::{Deserialize, Serialize};

use crate::ids::{LineId, OrderId};

/// Units of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitsOf {
    /// The line.
    pub line: LineId,
    /// How many.
    pub units: u32,
}

/// Where units go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum MoveTo {
    /// To a check that is open.
    Order {
        /// Which.
        order: OrderId,
    },
    /// To a new check.
    New {
        /// Where its guests sit.
        table: Option<String>,
        /// Name of its tab; empty for none.
        tab: String,
    },
}
