//! How a face asks for money to be taken ahead.

use serde::{Deserialize, Serialize};

use crate::{ids::OrderId, money::Money, order::Tender};

/// A deposit on an open order, which may have no lines yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositAsked {
    /// Which order.
    pub order: OrderId,
    /// How it is given.
    pub tender: Tender,
    /// How much; in cash what coins can give.
    pub tendered: Money,
}
