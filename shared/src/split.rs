//! A check that several guests pay for: who owes how much of it.
//!
//! A plan says in weights who takes which line, so it may mix seats, items, fractions of an item,
//! equal shares and amounts. The parts are never below zero and always add up to the check, to the
//! last minor unit. How it is computed is written down in `docs/splitting.md`.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{EntryId, LineId, StaffId},
    money::{Money, MoneyError},
    order::{Order, PaymentHint},
    price::{TaxGroup, TaxRow, Totals, spread, tax_kinds},
};

mod paid_for;

/// Shares are computed in millionths of a minor unit before the parts are rounded.
const FINE: i128 = 1_000_000;
/// A plan with more parts than this is a mistake of the hand, not a party.
pub const PARTS_MAX: usize = 1_000;

/// One guest's part, as it was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which part; payments point at it, and a later plan may keep it.
    pub id: EntryId,
    /// What the staff call it; empty for its number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Lines of this seat that no plan named belong to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<u32>,
    /// It pays just so much, whatever was eaten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Money>,
}

/// So many shares of something for one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight {
    /// Place of the part in its plan, from 0.
    pub part: u32,
    /// How many shares.
    pub shares: u32,
}

/// Who takes a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineWeights {
    /// The line.
    pub line: LineId,
    /// Shares of the parts; a part that is not named takes nothing of it.
    pub to: Vec<Weight>,
}

/// A plan that somebody made: whose it is and how many parts it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rival {
    /// The plan.
    pub plan: EntryId,
    /// Who made it.
    pub by: StaffId,
    /// When.
    pub at_ms: i64,
    /// How many parts; 0 for one check.
    pub parts: u32,
}

/// How a check is split now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// The plan that counts.
    pub plan: EntryId,
    /// Its parts; empty only where another plan contests that it is one check.
    pub parts: Vec<Part>,
    /// Who takes which line.
    pub lines: Vec<LineWeights>,
    /// Who takes the lines that no plan named and whose seat has no part.
    pub rest: Vec<Weight>,
    /// Plans that others made without having seen this one, itself first; empty where all agree.
    /// Until somebody confirms one of them the check cannot be closed.
    pub rivals: Vec<Rival>,
}

/// What a line costs in the end: discounts taken off, its charge and its tax added.
#[derive(Clone, Copy, Debug)]
struct OwedLine {
    line: LineId,
    /// 0 for the whole table.
    seat: u32,
    owed: Money,
}

/// A line as it stands on one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartLine {
    /// The line.
    pub line: LineId,
    /// Shares of this part; none where it pays for what others had and left.
    pub shares: u32,
    /// Shares of all parts.
    pub of: u32,
    /// What the part pays for it.
    pub amount: Money,
}

/// What one part owes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartTotals {
    /// Which part.
    pub id: EntryId,
    /// What the staff call it; empty for its number.
    pub label: String,
    /// What it pays altogether, tips left out.
    pub amount: Money,
    /// What it paid.
    pub paid: Money,
    /// What it still owes. Over all parts this is what the check still owes.
    pub due: Money,
    /// It paid what it owed then, and what came later is shared among the others.
    pub settled: bool,
    /// Its lines; none for a part that pays a fixed amount or had nothing. They add up to its amount,
    /// and each line over all parts to what is owed for it.
    pub lines: Vec<PartLine>,
    /// Its taxes. Over all parts net and tax of each rate add up to those of the check, and where each
    /// dish has one tax they make what the part pays.
    pub taxes: Vec<TaxRow>,
}

/// `total` by weights; none where all weights are zero.
fn apportion(total: Money, weights: &[i128]) -> Result<Option<Vec<Money>>, MoneyError> {
    let is_nothing = weights.iter().all(|weight| *weight == 0);
    (!is_nothing).then(|| spread(total, weights)).transpose()
}

/// What each part of a split owes, in the order of the plan.
///
/// `owed` are the lines of the check, which add up to it, as `groups` do, by what they are taxed at.
fn part_totals(
    split: &Split,
    owed: &[OwedLine],
    groups: &[TaxGroup],
    payments: &[PaymentHint],
) -> Result<Vec<PartTotals>, MoneyError> {
    let count = split.parts.len();
    let mut paid = vec![Money::ZERO; count];
    let mut settled = vec![false; count];
    let mut pool = Money::ZERO;
    for payment in payments {
        let place = split
            .parts
            .iter()
            .position(|part| Some(part.id) == payment.part);
        match place.and_then(|place| paid.get_mut(place).zip(settled.get_mut(place))) {
            Some((paid, settled)) => {
                *paid = paid.plus(payment.amount)?;
                *settled |= payment.settles;
            }
            None => pool = pool.plus(payment.amount)?,
        }
    }
    let shares: Vec<LineShare<'_>> = owed.iter().map(|line| shares_of(split, line)).collect();
    let total = Money::sum(owed.iter().map(|line| line.owed))?;
    let amounts = amounts(split, total, &shares, &paid, &settled)?;
    let dues = dues(&amounts, &paid, pool)?;
    let sums = sums_of(split, &settled);
    let paid_for = paid_for::of_parts(&amounts, &sums, &shares, groups)?;
    let mut all = Vec::with_capacity(count);
    let rows = split
        .parts
        .iter()
        .zip(amounts)
        .zip(paid.into_iter().zip(dues))
        .zip(paid_for);
    for (place, (((part, amount), (paid, due)), paid_for)) in rows.enumerate() {
        let is_settled = settled.get(place).copied().unwrap_or_default();
        all.push(PartTotals {
            id: part.id,
            label: part.label.clone(),
            amount,
            paid,
            due,
            settled: is_settled && due.is_zero(),
            lines: match part.fixed {
                Some(_) => Vec::new(),
                None => lines_of(place, &paid_for.lines, &shares),
            },
            taxes: paid_for.taxes,
        });
    }
    Ok(all)
}

/// A line and who takes how much of it.
struct LineShare<'a> {
    line: &'a OwedLine,
    /// One for each part of the plan.
    shares: Vec<u32>,
    of: u32,
}

impl LineShare<'_> {
    /// What is owed for the line.
    fn owed(&self) -> i128 {
        i128::from(self.line.owed.minor().max(0))
    }

    /// What falls to a part, in millionths of a minor unit.
    fn fine(&self, place: usize) -> i128 {
        let shares = self.shares.get(place).copied().unwrap_or_default();
        if self.of == 0 {
            return 0;
        }
        self.owed() * FINE * i128::from(shares) / i128::from(self.of)
    }
}

/// Who takes a line: as the plan says, else the part of its seat, else those of the rest, else
/// everybody alike who does not pay a fixed amount.
fn shares_of<'a>(split: &Split, line: &'a OwedLine) -> LineShare<'a> {
    let count = split.parts.len();
    let spread = |weights: &[Weight]| {
        let mut shares = vec![0_u32; count];
        for weight in weights {
            let place = usize::try_from(weight.part).unwrap_or(usize::MAX);
            if let Some(share) = shares.get_mut(place) {
                *share = share.saturating_add(weight.shares);
            }
        }
        let of = shares
            .iter()
            .fold(0_u32, |sum, one| sum.saturating_add(*one));
        (of > 0).then_some((shares, of))
    };
    let named = split.lines.iter().find(|one| one.line == line.line);
    let of_seat = || {
        let is_its = |part: &Part| line.seat > 0 && part.seat == Some(line.seat);
        let place = split.parts.iter().position(is_its)?;
        let part = u32::try_from(place).ok()?;
        spread(&[Weight { part, shares: 1 }])
    };
    let alike = || {
        let share = |part: &Part| u32::from(part.fixed.is_none());
        let shares: Vec<u32> = split.parts.iter().map(share).collect();
        let of = shares.iter().sum();
        (shares, of)
    };
    let (shares, of) = named
        .and_then(|named| spread(&named.to))
        .or_else(of_seat)
        .or_else(|| spread(&split.rest))
        .unwrap_or_else(alike);
    LineShare { line, shares, of }
}

/// Which parts pay a sum, whatever they had: those that settled, and those with an amount.
fn sums_of(split: &Split, settled: &[bool]) -> Vec<bool> {
    let parts = split.parts.iter().zip(settled);
    parts
        .map(|(part, settled)| *settled || part.fixed.is_some())
        .collect()
}

/// What each part pays altogether.
///
/// Whoever settled pays what they paid, whoever pays an amount pays it as far as it goes, and the
/// others share what is left by what they had. Where nobody is left, the last part takes it.
fn amounts(
    split: &Split,
    total: Money,
    shares: &[LineShare<'_>],
    paid: &[Money],
    settled: &[bool],
) -> Result<Vec<Money>, MoneyError> {
    let count = split.parts.len();
    let mut amounts = vec![Money::ZERO; count];
    let mut left = total.at_least_zero();
    let settled_first = (0..count).filter(|place| settled.get(*place) == Some(&true));
    let then_fixed = (0..count).filter(|place| settled.get(*place) == Some(&false));
    for place in settled_first.chain(then_fixed) {
        let is_settled = settled.get(place) == Some(&true);
        let fixed = split.parts.get(place).and_then(|part| part.fixed);
        let wanted = if is_settled {
            paid.get(place).copied()
        } else {
            fixed
        };
        if let (Some(wanted), Some(amount)) = (wanted, amounts.get_mut(place)) {
            *amount = wanted.at_least_zero().min(left);
            left = left.minus(*amount)?;
        }
    }
    let weight = |place: usize| {
        let is_open = settled.get(place) == Some(&false);
        let is_free = split
            .parts
            .get(place)
            .is_some_and(|part| part.fixed.is_none());
        let fine = shares.iter().map(|line| line.fine(place));
        if is_open && is_free { fine.sum() } else { 0 }
    };
    let weights: Vec<i128> = (0..count).map(weight).collect();
    match apportion(left, &weights)? {
        Some(parts) => {
            for (amount, part) in amounts.iter_mut().zip(parts) {
                *amount = amount.plus(part)?;
            }
        }
        None => {
            if let Some(last) = amounts.last_mut() {
                *last = last.plus(left)?;
            }
        }
    }
    Ok(amounts)
}

/// What each part still owes. What was paid for the check as a whole, and what a part paid beyond
/// its amount, takes off from the first part on.
fn dues(amounts: &[Money], paid: &[Money], pool: Money) -> Result<Vec<Money>, MoneyError> {
    let mut pool = pool;
    let mut dues = Vec::with_capacity(amounts.len());
    for (amount, paid) in amounts.iter().zip(paid) {
        let open = amount.minus(*paid)?;
        dues.push(open.at_least_zero());
        pool = pool.plus(Money::ZERO.minus(open)?.at_least_zero())?;
    }
    for due in &mut dues {
        let covered = pool.at_least_zero().min(*due);
        *due = due.minus(covered)?;
        pool = pool.minus(covered)?;
    }
    Ok(dues)
}

/// The lines of a part with what it pays for each: those that it had, and what it pays of those that
/// others left. Nothing for a part that had nothing.
fn lines_of(place: usize, paid: &[Money], shares: &[LineShare<'_>]) -> Vec<PartLine> {
    let had = |line: &LineShare<'_>| line.shares.get(place).copied().unwrap_or_default();
    if shares.iter().all(|line| had(line) == 0) {
        return Vec::new();
    }
    let lines = shares.iter().zip(paid);
    let there = lines.filter(|(line, amount)| had(line) > 0 || !amount.is_zero());
    let line = |(line, amount): (&LineShare<'_>, &Money)| PartLine {
        line: line.line.line,
        shares: had(line),
        of: line.of,
        amount: *amount,
    };
    there.map(line).collect()
}

/// What each part of an order owes; none where it is one check.
pub fn parts_of(order: &Order, totals: &Totals) -> Result<Vec<PartTotals>, MoneyError> {
    let Some(split) = &order.split else {
        return Ok(Vec::new());
    };
    let lines = order.lines.iter().zip(&totals.shares);
    let lines: Vec<_> = lines
        .map(|(line, share)| OwedLine {
            line: line.id,
            seat: line.seat,
            owed: share.owed,
        })
        .collect();
    part_totals(split, &lines, &tax_kinds(order)?, &order.payments)
}

#[cfg(test)]
mod tests;
