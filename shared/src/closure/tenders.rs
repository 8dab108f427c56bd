//! What a period took and gave back with each tender, added up from the records that it covers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Closure, Period};
use crate::{
    journal::Fact,
    money::{Money, MoneyError},
    order::Tender,
    refund::{RefundKind, Refunded},
};

/// What came in and went back with one tender. Nothing of a tender is in the row of another, but the
/// change in cash that one of the restaurant's own gave: that is here, and left the drawer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TenderSum {
    /// Which.
    pub tender: Tender,
    /// What it was called last, where the restaurant named it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub named: Option<String>,
    /// How many payments.
    pub payments: i64,
    /// What they took off checks, money ahead among it.
    pub paid: Money,
    /// What went back, or became a tip; below zero.
    pub returned: Money,
    /// Tips on top.
    pub tips: Money,
    /// What the smallest coin made of it all.
    #[serde(skip_serializing_if = "Money::is_nothing")]
    pub rounding: Money,
    /// Change in cash that a tender of the restaurant's own gave.
    #[serde(skip_serializing_if = "Money::is_nothing")]
    pub change: Money,
}

/// Rows of tenders, one each, in the order of the tenders.
pub type TenderSums = Vec<TenderSum>;

/// The tenders of a closure are not those of the records that it covers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the tenders of {of} are not those of its records")]
pub struct TakingsError {
    /// The period.
    pub of: String,
}

/// Adds rows to others.
pub(super) fn add(to: &mut TenderSums, rows: &[TenderSum]) -> Result<(), MoneyError> {
    for from in rows {
        let row = row(to, from.tender);
        row.named = from.named.clone().or(row.named.take());
        row.payments += from.payments;
        row.paid = row.paid.plus(from.paid)?;
        row.returned = row.returned.plus(from.returned)?;
        row.tips = row.tips.plus(from.tips)?;
        row.rounding = row.rounding.plus(from.rounding)?;
        row.change = row.change.plus(from.change)?;
    }
    Ok(())
}

/// Adds what a fact took or gave back. A fact of a training took nothing.
pub(super) fn add_fact(to: &mut TenderSums, fact: &Fact) -> Result<(), MoneyError> {
    let moved = match fact {
        Fact::Payment(payment) => TenderSum {
            tender: payment.tender,
            named: payment.named.clone(),
            payments: 1,
            paid: payment.amount,
            tips: payment.tip,
            rounding: payment.rounding,
            change: if payment.tender.is_other() {
                payment.change
            } else {
                Money::ZERO
            },
            ..TenderSum::default()
        },
        Fact::TipChanged(said) => TenderSum {
            tender: said.tender,
            tips: said.difference()?,
            ..TenderSum::default()
        },
        // A deposit that the house keeps stays where it was taken.
        Fact::Refunded(refunded) if !refunded.forfeited => back(refunded)?,
        _ => return Ok(()),
    };
    add(to, &[moved])
}

fn back(refunded: &Refunded) -> Result<TenderSum, MoneyError> {
    let is_tip = refunded.of == RefundKind::Kept;
    Ok(TenderSum {
        tender: refunded.tender,
        named: refunded.named.clone(),
        returned: Money::ZERO.minus(refunded.amount)?,
        tips: if is_tip { refunded.amount } else { Money::ZERO },
        rounding: Money::ZERO.minus(refunded.rounding)?,
        ..TenderSum::default()
    })
}

fn row(rows: &mut TenderSums, tender: Tender) -> &mut TenderSum {
    let place = match rows.binary_search_by_key(&tender, |row| row.tender) {
        Ok(place) => place,
        Err(place) => {
            let empty = TenderSum {
                tender,
                ..TenderSum::default()
            };
            rows.insert(place, empty);
            place
        }
    };
    #[expect(clippy::indexing_slicing, reason = "the row was found or put there")]
    &mut rows[place]
}

/// Adds up the tenders of closures again, for whoever reads a journal from its beginning. It keeps a
/// day's records and a row for each day.
#[derive(Debug, Default)]
pub struct Takings {
    /// What records took that no day covers yet.
    waiting: BTreeMap<u64, TenderSums>,
    /// Days by their last record.
    days: BTreeMap<u64, TenderSums>,
}

impl Takings {
    /// The next record. One that cannot be added up is told by its own check.
    pub fn read(&mut self, number: u64, fact: &Fact) -> Result<(), TakingsError> {
        if let Fact::PeriodClosed(closure) = fact {
            return self.check(closure);
        }
        let mut moved = TenderSums::new();
        if add_fact(&mut moved, fact).is_ok() && !moved.is_empty() {
            self.waiting.insert(number, moved);
        }
        Ok(())
    }

    fn check(&mut self, closure: &Closure) -> Result<(), TakingsError> {
        let wrong = || TakingsError {
            of: closure.of.clone(),
        };
        let mut sums = TenderSums::new();
        if closure.period == Period::Day {
            let after = self.waiting.split_off(&closure.to_number.saturating_add(1));
            for moved in std::mem::replace(&mut self.waiting, after).values() {
                add(&mut sums, moved).map_err(|_| wrong())?;
            }
            self.days.insert(closure.to_number, sums.clone());
        } else if closure.from_number <= closure.to_number {
            let covered = closure.from_number..=closure.to_number;
            for (_, day) in self.days.range(covered) {
                add(&mut sums, day).map_err(|_| wrong())?;
            }
        }
        // Older versions wrote none.
        match &closure.tenders {
            Some(tenders) if *tenders != sums => Err(wrong()),
            Some(_) | None => Ok(()),
        }
    }
}
