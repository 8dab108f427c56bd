//! How a face asks for the bill.

use serde::{Deserialize, Serialize};

use crate::ids::{EntryId, OrderId};

/// The bill of an open check, or of a part of it that owes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillAsked {
    /// Which order.
    pub order: OrderId,
    /// Which part; none for the whole check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<EntryId>,
}
