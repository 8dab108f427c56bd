//! Whether the figures of a record add up: parts to the whole, and taxes to those of its lines.

use std::collections::BTreeMap;

use super::OrderClosed;
use crate::{
    menu::TaxRate,
    money::{Money, MoneyError},
    price::{Reckoned, TaxRounding, TaxSet, spread, taxes_of_set},
};

/// Which figure of a record is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SumsError {
    /// A sum is not that of its parts.
    #[error("{what} is {}, and its parts make {}", says.minor(), parts.minor())]
    Differs {
        /// Which.
        what: &'static str,
        /// What the record says, in minor units.
        says: Money,
        /// What its parts make.
        parts: Money,
    },
    /// A line names taxes that are not there.
    #[error("there are no taxes at place {0}")]
    NoSuchTax(u32),
    /// A dish weighs less than nothing, or something is taxed that is below it.
    #[error("something is below nothing")]
    BelowNothing,
    /// It cannot be added up.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl OrderClosed {
    /// Adds the check up again, as `docs/journal.md` says under «Computing a check again». A record of
    /// an older version says too little for that, and is believed.
    pub fn check_sums(&self) -> Result<(), SumsError> {
        let Some(how) = &self.reckoned else {
            return Ok(());
        };
        let lines = |of: fn(&super::SoldLine) -> Money| Money::sum(self.lines.iter().map(of));
        let discounts = Money::sum(self.discounts.iter().map(|row| row.amount))?;
        let off_lines = lines(|line| line.discount)?;
        same("discounts", discounts, off_lines)?;
        same("charge", self.charge, lines(|line| line.charge)?)?;
        let left = lines(|line| line.amount)?.minus(off_lines)?;
        let all = [left, self.charge, self.delivery, how.added];
        same("total", self.total, Money::sum(all)?)?;
        self.check_taxes(how)
    }

    fn check_taxes(&self, how: &Reckoned) -> Result<(), SumsError> {
        let mut rows: BTreeMap<TaxRate, (Money, Money)> = BTreeMap::new();
        let mut added = Money::ZERO;
        for (place, amount) in self.groups(how)? {
            let set = set_at(how, place)?;
            for row in taxes_of_set(set, how.rounding, amount)? {
                let sum = rows.entry(row.rate).or_default();
                *sum = (sum.0.plus(row.net)?, sum.1.plus(row.tax)?);
                if set.added {
                    added = added.plus(row.tax)?;
                }
            }
        }
        same("added tax", how.added, added)?;
        for row in &self.taxes {
            let (net, tax) = rows.remove(&row.rate).unwrap_or_default();
            same("net", row.net, net)?;
            same("tax", row.tax, tax)?;
        }
        for (net, tax) in rows.into_values() {
            same("net", Money::ZERO, net)?;
            same("tax", Money::ZERO, tax)?;
        }
        Ok(())
    }

    /// Amounts that are taxed together, each with the place of its taxes.
    fn groups(&self, how: &Reckoned) -> Result<Vec<(u32, Money)>, SumsError> {
        let is_charge_taxed = how.charge.is_some_and(|charge| charge.taxed);
        let by_line = how.tax_rounding == TaxRounding::Line;
        let mut groups: BTreeMap<(usize, u32), Money> = BTreeMap::new();
        for (number, line) in self.lines.iter().enumerate() {
            let left = line.amount.minus(line.discount)?;
            let charge = if is_charge_taxed {
                line.charge
            } else {
                Money::ZERO
            };
            let amount = left.plus(charge)?;
            let alone = if by_line { number } else { 0 };
            let mut put = |place, amount| {
                let sum = groups.entry((alone, place)).or_default();
                *sum = sum.plus(amount)?;
                Ok::<_, MoneyError>(())
            };
            if let Some(place) = line.tax {
                put(place, amount)?;
            } else {
                let weights = line.pieces.iter().map(|piece| i128::from(piece.weight));
                if amount.is_negative() || weights.clone().any(|weight| weight < 0) {
                    return Err(SumsError::BelowNothing);
                }
                let parts = spread(amount, &weights.collect::<Vec<_>>())?;
                for (piece, part) in line.pieces.iter().zip(parts) {
                    put(piece.tax, part)?;
                }
            }
        }
        let groups = groups
            .into_iter()
            .map(|((_, place), amount)| (place, amount));
        let fee = how.delivery.map(|place| (place, self.delivery));
        Ok(groups.chain(fee).collect())
    }
}

fn set_at(how: &Reckoned, place: u32) -> Result<&TaxSet, SumsError> {
    let at = usize::try_from(place).ok();
    let set = at.and_then(|at| how.taxes.get(at));
    set.ok_or(SumsError::NoSuchTax(place))
}

fn same(what: &'static str, says: Money, parts: Money) -> Result<(), SumsError> {
    if says == parts {
        Ok(())
    } else {
        Err(SumsError::Differs { what, says, parts })
    }
}
