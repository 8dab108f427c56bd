//! What a face says about orders for later.

use serde::{Deserialize, Serialize};

use crate::ids::OrderId;

/// When an order should be ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleAsked {
    /// Which order.
    pub order: OrderId,
    /// When; none for as soon as it is sent.
    pub ready_at_ms: Option<i64>,
}
