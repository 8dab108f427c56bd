//! Tips that are said anew after their payment: a slip comes back with one, or one was typed wrong.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{FactId, OrderId, ShiftId, StaffId},
    money::{Money, MoneyError},
    order::{PaymentHint, Tender},
    time::Hlc,
};

/// A tip is at most so many times what its payment took off the check.
pub const TIP_TIMES_MAX: i64 = 10;

/// A fact of the journal: the tip of a payment is another one from now on.
///
/// Two tills that are apart may both say it anew. The one with the later stamp counts on every
/// device; whoever adds up the restaurant takes, payment by payment and in the order of the stamps,
/// what each is more than the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TipChanged {
    /// The order.
    pub order: OrderId,
    /// What people call the order.
    pub order_number: String,
    /// The payment that it is the tip of.
    pub payment: FactId,
    /// The shift that counts the difference.
    pub shift: ShiftId,
    /// How the payment was made.
    pub tender: Tender,
    /// What the tip was, as far as this till knew.
    pub was: Money,
    /// What it is.
    pub tip: Money,
    /// When, in an order that all devices agree on.
    pub hlc: Hlc,
    /// Who said so.
    pub by: StaffId,
    /// Who lent the right, where this person's role lacks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<StaffId>,
}

impl TipChanged {
    /// What it adds to the shift's tips; below zero for less.
    pub fn difference(&self) -> Result<Money, MoneyError> {
        self.tip.minus(self.was)
    }
}

impl PaymentHint {
    /// Its tip can be said anew: what goes onto a card is on a slip, and cash is in the drawer.
    pub fn takes_tip(&self) -> bool {
        self.tender == Tender::Card && !self.deposit
    }

    /// The most that its tip can be.
    pub fn tip_max(&self) -> Result<Money, MoneyError> {
        self.amount.times(TIP_TIMES_MAX)
    }
}
