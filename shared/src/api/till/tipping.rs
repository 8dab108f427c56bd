//! How a face asks for a tip to be said anew.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{FactId, OrderId},
    money::Money,
};

/// Another tip on a card payment, of a check that is open or closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TipAsked {
    /// Which order.
    pub order: OrderId,
    /// Which payment of it.
    pub payment: FactId,
    /// What the tip is, all of it.
    pub tip: Money,
}
