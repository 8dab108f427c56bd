//! How a face says that somebody looked at a flag.

use serde::{Deserialize, Serialize};

use crate::{
    flags::Flag,
    ids::{EntryId, OrderId},
};

/// A flag that somebody looked at, of a check that is open or closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeeAsked {
    /// Which order.
    pub order: OrderId,
    /// The flag, as it was shown.
    pub flag: Flag,
    /// What was done about it.
    pub note: String,
}

/// It was not so after all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnseeAsked {
    /// Which order.
    pub order: OrderId,
    /// The entry that says it.
    pub seen: EntryId,
}
