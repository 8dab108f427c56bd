//! The taxes of each part of a split check: of what it had, and of what it pays for others.
//!
//! A part that settled or that pays an amount may pay more or less than its lines cost. Then others
//! pay for its dishes, or it for theirs, and the taxes of these dishes go with the money: a part's
//! receipt never shows more tax than what was paid on it holds.

use super::{FINE, LineShare, apportion};
use crate::{
    menu::TaxRate,
    money::{Money, MoneyError},
    price::TaxRow,
};

/// A part: what it pays, and what its lines cost. All in millionths of a minor unit.
struct Payer {
    pays: i128,
    had: i128,
    /// It pays this sum and no portion of what is left.
    a_sum: bool,
}

impl Payer {
    /// What it pays beyond its lines; below zero where it leaves some of them to others. Less than
    /// a minor unit is the rounding of its amount.
    const fn beyond(&self) -> i128 {
        let beyond = self.pays - self.had;
        if !self.a_sum || beyond.abs() < FINE {
            0
        } else {
            beyond
        }
    }
}

/// The taxes of each rate over the parts, in the order of the rates.
pub(super) fn of_parts(
    amounts: &[Money],
    sums: &[bool],
    shares: &[LineShare<'_>],
    rates: &[TaxRow],
) -> Result<Vec<Vec<TaxRow>>, MoneyError> {
    let payer = |(place, (amount, a_sum)): (usize, (&Money, &bool))| {
        let had: i128 = shares.iter().map(|line| line.fine(place)).sum();
        Payer {
            pays: i128::from(amount.minor()) * FINE,
            had,
            a_sum: *a_sum || had == 0,
        }
    };
    let payers: Vec<Payer> = amounts.iter().zip(sums).enumerate().map(payer).collect();
    let of_amounts: Vec<_> = payers.iter().map(|one| one.pays).collect();
    let mut all = Vec::with_capacity(rates.len());
    for row in rates {
        let weights = weights(&payers, shares, row.rate)?;
        let spread = |amount: Money| match apportion(amount, &weights)? {
            Some(parts) => Ok(parts),
            None => Ok(apportion(amount, &of_amounts)?.unwrap_or_default()),
        };
        let (nets, parts) = (spread(row.net)?, spread(row.tax)?);
        let of_part = |(net, tax)| TaxRow {
            rate: row.rate,
            net,
            tax,
        };
        all.push(nets.into_iter().zip(parts).map(of_part).collect());
    }
    Ok(all)
}

/// What of the payments of each part is for dishes that carry this rate.
fn weights(
    payers: &[Payer],
    shares: &[LineShare<'_>],
    rate: TaxRate,
) -> Result<Vec<i128>, MoneyError> {
    let mut taxed = Vec::with_capacity(payers.len());
    for place in 0..payers.len() {
        let mut sum = 0;
        for line in shares {
            sum += line.line.taxed(line.fine(place), rate)?;
        }
        taxed.push(sum);
    }
    let heap = Heap::of(payers, shares, &taxed, rate)?;
    let both = payers.iter().zip(taxed);
    both.map(|(payer, taxed)| heap.weight(payer, taxed))
        .collect()
}

/// What nobody has paid with a sum for its own lines, and what of it carries a rate.
struct Heap {
    all: i128,
    taxed: i128,
    /// What of it the others had, who pay no sum.
    had: i128,
    had_taxed: i128,
}

impl Heap {
    fn of(
        payers: &[Payer],
        shares: &[LineShare<'_>],
        taxed: &[i128],
        rate: TaxRate,
    ) -> Result<Self, MoneyError> {
        let mut heap = Self {
            all: 0,
            taxed: 0,
            had: 0,
            had_taxed: 0,
        };
        for line in shares {
            let owed = i128::from(line.line.owed.minor().max(0)) * FINE;
            heap.all += owed;
            heap.taxed += line.line.taxed(owed, rate)?;
        }
        for (payer, taxed) in payers.iter().zip(taxed) {
            if !payer.a_sum {
                heap.had += payer.had;
                heap.had_taxed += taxed;
            } else if payer.beyond() < 0 {
                heap.all -= payer.pays;
                heap.taxed -= part_of(*taxed, payer.pays, payer.had)?;
            } else {
                heap.all -= payer.had;
                heap.taxed -= taxed;
            }
        }
        // A line in shares leaves a millionth lying. Were that paid for, whoever still owes would weigh
        // a trifle more than whoever has paid, and cents of tax would wander after receipts are out.
        if heap.all - heap.had < FINE {
            heap.all = heap.had;
            heap.taxed = heap.had_taxed;
        }
        heap.taxed = heap.taxed.max(heap.had_taxed);
        Ok(heap)
    }

    /// What of a part's payment carries the rate.
    fn weight(&self, payer: &Payer, taxed: i128) -> Result<i128, MoneyError> {
        let beyond = payer.beyond();
        if beyond > 0 {
            return Ok(taxed + part_of(self.taxed, beyond, self.all)?);
        }
        if payer.a_sum {
            return part_of(taxed, payer.pays, payer.had);
        }
        // With its own lines it pays what others left, as much of it as it had of the rest.
        let left = part_of(self.all - self.had, payer.had, self.had)?;
        let left_taxed = part_of(self.taxed - self.had_taxed, payer.had, self.had)?;
        part_of(taxed + left_taxed, payer.pays, payer.had + left)
    }
}

/// `amount` times `top` by `bottom`; nothing by nothing is nothing.
fn part_of(amount: i128, top: i128, bottom: i128) -> Result<i128, MoneyError> {
    if bottom <= 0 {
        return Ok(0);
    }
    let product = amount.checked_mul(top).ok_or(MoneyError::TooLarge)?;
    Ok(product / bottom)
}
