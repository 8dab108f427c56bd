//! How a face asks for checks that were closed long ago.

use serde::{Deserialize, Serialize};

use super::OrderSummary;
use crate::{ids::OrderId, time::BusinessDay};

/// Which closed checks a face wants to see, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedAsked {
    /// Only of this day.
    #[serde(default)]
    pub day: Option<BusinessDay>,
    /// Only those whose number holds this; empty for all.
    #[serde(default)]
    pub number: String,
    /// Only those that come after this place, as [`ClosedPage::more`] said it; without it and
    /// without a day or a number, those that [`super::Command::ClosedOrders`] does not list.
    #[serde(default)]
    pub after: Option<ClosedPlace>,
}

/// A place in the list of closed checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedPlace {
    /// When everything was done with the check.
    pub at_ms: i64,
    /// Which check.
    pub order: OrderId,
}

/// A page of closed checks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedPage {
    /// The checks, newest first.
    pub orders: Vec<OrderSummary>,
    /// Where the next page begins; none where this is the last one.
    #[serde(default)]
    pub more: Option<ClosedPlace>,
}
