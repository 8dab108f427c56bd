//! Money taken ahead: it is owed to the guests until a check uses it, or until it goes back.
//!
//! A deposit is a payment that says so, so that whoever adds up money finds it where money is. What
//! is here says how much of it stands on a check, what of it the check uses, and what a shift or a
//! day did with deposits (`docs/money.md`).

use serde::{Deserialize, Serialize};

use crate::{
    journal::{OrderClosed, Payment},
    money::{Money, MoneyError},
    order::Order,
    refund::{RefundKind, Refunded},
};

/// The most that one deposit can be, in minor units: whatever people type, sums of deposits fit.
pub const DEPOSIT_MINOR_MAX: i64 = 1_000_000_000_000;

/// What happened to deposits in a shift, a day, a month or a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Deposits {
    /// Taken.
    pub taken: Money,
    /// Used by checks that were closed; below zero where checks use less than they did.
    pub used: Money,
    /// Given back to the guests.
    pub returned: Money,
    /// Left as a tip.
    pub tipped: Money,
    /// Kept by the house, for a reason.
    pub kept: Money,
}

impl Deposits {
    /// Nothing happened to any.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// How much more the house owes its guests for deposits than before; below zero for less.
    pub fn owed(&self) -> Result<Money, MoneyError> {
        let gone = [self.used, self.returned, self.tipped, self.kept];
        self.taken.minus(Money::sum(gone)?)
    }

    /// A payment.
    pub fn add_payment(&mut self, payment: &Payment) -> Result<(), MoneyError> {
        if payment.deposit {
            self.taken = self.taken.plus(payment.amount)?;
        }
        Ok(())
    }

    /// A closing; one that follows another counts what it uses beyond that.
    pub fn add_closing(&mut self, closed: &OrderClosed) -> Result<(), MoneyError> {
        let before = closed.counted.as_ref().map(|counted| counted.deposits);
        let more = closed.deposits.minus(before.unwrap_or_default())?;
        self.used = self.used.plus(more)?;
        Ok(())
    }

    /// Money that went back, or stays.
    pub fn add_refund(&mut self, refunded: &Refunded) -> Result<(), MoneyError> {
        let into = match refunded.of {
            RefundKind::Kept if refunded.forfeited => &mut self.kept,
            RefundKind::Kept => &mut self.tipped,
            RefundKind::Surplus | RefundKind::Lines => &mut self.returned,
        };
        *into = into.plus(refunded.deposit)?;
        Ok(())
    }

    /// What was added up elsewhere.
    pub fn add(&mut self, other: &Self) -> Result<(), MoneyError> {
        self.taken = self.taken.plus(other.taken)?;
        self.used = self.used.plus(other.used)?;
        self.returned = self.returned.plus(other.returned)?;
        self.tipped = self.tipped.plus(other.tipped)?;
        self.kept = self.kept.plus(other.kept)?;
        Ok(())
    }
}

impl Order {
    /// Deposits that stand on the check: taken, and neither given back nor kept.
    pub fn deposits(&self) -> Result<Money, MoneyError> {
        let taken = self.payments.iter().filter(|payment| payment.deposit);
        let taken = Money::sum(taken.map(|payment| payment.amount))?;
        let gone = Money::sum(self.refunds.iter().map(|refund| refund.deposit))?;
        Ok(taken.minus(gone)?.at_least_zero())
    }

    /// What tills apart kept of deposits beyond what was there.
    pub(crate) fn kept_twice(&self) -> Result<Money, MoneyError> {
        let kept = self.refunds.iter().filter(|refund| refund.forfeited);
        let kept = Money::sum(kept.map(|refund| refund.amount))?;
        kept.minus(self.forfeited()?)
    }

    /// What the house keeps of deposits: no more than is there, although two tills apart may have
    /// kept the same one.
    pub(crate) fn forfeited(&self) -> Result<Money, MoneyError> {
        let taken = self.payments.iter().filter(|payment| payment.deposit);
        let taken = Money::sum(taken.map(|payment| payment.amount))?;
        let (kept, back): (Vec<_>, Vec<_>) = self.refunds.iter().partition(|one| one.forfeited);
        let there = taken.minus(Money::sum(back.iter().map(|one| one.deposit))?)?;
        let kept = Money::sum(kept.iter().map(|one| one.amount))?;
        Ok(kept.min(there.at_least_zero()))
    }
}

/// What of `overpaid` is a deposit that the check does not use.
///
/// What a closing counted as used stays used while the check costs the same: where two tills took
/// the rest of one check, what is too much is the second payment and not the deposit.
pub(crate) fn left_over(order: &Order, total: Money, overpaid: Money) -> Result<Money, MoneyError> {
    let deposits = order.deposits()?;
    let counted = order.counted.as_ref();
    let used = match counted {
        // What went onto gift cards is in the total, and not among what was sold.
        Some(counted) if counted.total.plus(counted.gift_cards)? == total => counted.deposits,
        _ => Money::ZERO,
    };
    let free = deposits.minus(used)?;
    Ok(overpaid.min(free.at_least_zero()))
}
