//! What each part of a split check pays for: its lines, and their taxes.
//!
//! A part that settled or that pays an amount may pay more or less than its lines cost. Then others
//! pay for its dishes, or it for theirs, and the taxes of these dishes go with the money: a part's
//! receipt never shows more tax than what was paid on it holds.

use super::{FINE, LineShare};
use crate::{
    money::{Money, MoneyError},
    price::{TaxGroup, TaxRow, add_rows, spread_both},
};

/// What one part pays for.
pub(super) struct PaidFor {
    /// What of each line, in the order of the check.
    pub(super) lines: Vec<Money>,
    /// Its taxes, the lowest rate first.
    pub(super) taxes: Vec<TaxRow>,
}

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

/// What each part pays for. The groups together are the check: what is owed in each for each line is a
/// row of a table, what the parts pay its columns. What a part has of a group is spread over the
/// group's net and taxes.
pub(super) fn of_parts(
    amounts: &[Money],
    sums: &[bool],
    shares: &[LineShare<'_>],
    groups: &[TaxGroup],
) -> Result<Vec<PaidFor>, MoneyError> {
    let payer = |(place, (amount, a_sum)): (usize, (&Money, &bool))| {
        let had: i128 = shares.iter().map(|line| line.fine(place)).sum();
        Payer {
            pays: i128::from(amount.minor()) * FINE,
            had,
            a_sum: *a_sum || had == 0,
        }
    };
    let payers: Vec<Payer> = amounts.iter().zip(sums).enumerate().map(payer).collect();
    let all = shares.iter().map(LineShare::owed).sum::<i128>() * FINE;
    let (mut pieces, mut rows) = (Vec::new(), Vec::new());
    let mut table_weights = vec![Vec::new(); payers.len()];
    for (group, taxed) in groups.iter().enumerate() {
        let of_lines = taxed.of_lines(shares.len())?;
        for (line, (share, gross)) in shares.iter().zip(of_lines).enumerate() {
            if gross > Money::ZERO {
                let weights = weights(&payers, share, (gross, all))?;
                for (column, weight) in table_weights.iter_mut().zip(weights) {
                    column.push(weight);
                }
                pieces.push((group, line));
                rows.push(gross);
            }
        }
    }
    let table = spread_both(&rows, amounts, &table_weights)?;
    let mut parts = Vec::with_capacity(table.len());
    let mut of_groups = vec![vec![Money::ZERO; table.len()]; groups.len()];
    for (place, column) in table.iter().enumerate() {
        let mut lines = vec![Money::ZERO; shares.len()];
        for ((group, line), amount) in pieces.iter().zip(column) {
            let of_group = of_groups.get_mut(*group);
            let own = of_group.and_then(|parts| parts.get_mut(place));
            for sum in lines.get_mut(*line).into_iter().chain(own) {
                *sum = sum.plus(*amount)?;
            }
        }
        let taxes = Vec::new();
        parts.push(PaidFor { lines, taxes });
    }
    for (group, amounts) in groups.iter().zip(of_groups) {
        for (part, components) in parts.iter_mut().zip(group.spread(&amounts)?) {
            add_rows(&mut part.taxes, group.rows(&components)?)?;
        }
    }
    Ok(parts)
}

/// What of the payments of each part is for this piece of a line.
fn weights(
    payers: &[Payer],
    line: &LineShare<'_>,
    (piece, all): (Money, i128),
) -> Result<Vec<i128>, MoneyError> {
    let mut own = Vec::with_capacity(payers.len());
    for place in 0..payers.len() {
        own.push(part_of(
            line.fine(place),
            i128::from(piece.minor()),
            line.owed(),
        )?);
    }
    let heap = Heap::of(payers, &own, (piece, all))?;
    let both = payers.iter().zip(own);
    both.map(|(payer, own)| heap.weight(payer, own)).collect()
}

/// What nobody has paid with a sum for its own lines, and what of it is of a piece of a line.
struct Heap {
    all: i128,
    piece: i128,
    /// What of it the others had, who pay no sum.
    had: i128,
    had_piece: i128,
}

impl Heap {
    fn of(payers: &[Payer], own: &[i128], (piece, all): (Money, i128)) -> Result<Self, MoneyError> {
        let mut heap = Self {
            all,
            piece: i128::from(piece.minor()) * FINE,
            had: 0,
            had_piece: 0,
        };
        for (payer, own) in payers.iter().zip(own) {
            if !payer.a_sum {
                heap.had += payer.had;
                heap.had_piece += own;
            } else if payer.beyond() < 0 {
                heap.all -= payer.pays;
                heap.piece -= part_of(*own, payer.pays, payer.had)?;
            } else {
                heap.all -= payer.had;
                heap.piece -= own;
            }
        }
        // A line in shares leaves a millionth lying. Were that paid for, whoever still owes would weigh
        // a trifle more than whoever has paid, and cents of tax would wander after receipts are out.
        if heap.all - heap.had < FINE {
            heap.all = heap.had;
            heap.piece = heap.had_piece;
        }
        heap.piece = heap.piece.max(heap.had_piece);
        Ok(heap)
    }

    /// What of a part's payment is for the piece, of which it had `own`.
    fn weight(&self, payer: &Payer, own: i128) -> Result<i128, MoneyError> {
        let beyond = payer.beyond();
        if beyond > 0 {
            return Ok(own + part_of(self.piece, beyond, self.all)?);
        }
        if payer.a_sum {
            return part_of(own, payer.pays, payer.had);
        }
        // With its own lines it pays what others left, as much of it as it had of the rest.
        let left = part_of(self.all - self.had, payer.had, self.had)?;
        let left_piece = part_of(self.piece - self.had_piece, payer.had, self.had)?;
        part_of(own + left_piece, payer.pays, payer.had + left)
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
