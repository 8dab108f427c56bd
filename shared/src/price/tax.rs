//! Taxes inside a price and on top of it, one or several, also taxes on taxes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Rounding, TaxSet,
    round::{WHOLE_PPM, spread},
};
use crate::{
    menu::{TaxClass, TaxRate},
    money::{Money, MoneyError},
    order::LineFacts,
};

/// One rate's share of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRow {
    /// The rate.
    pub rate: TaxRate,
    /// What it is taken on: the price without tax; for a tax on taxes with the taxes before it.
    pub net: Money,
    /// The tax.
    pub tax: Money,
}

/// One tax of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) rate: TaxRate,
    pub(super) base: Money,
    pub(super) tax: Money,
}

/// The taxes of one set on an amount, by rate.
pub(crate) fn taxes_of_set(
    set: &TaxSet,
    rounding: Rounding,
    amount: Money,
) -> Result<Vec<TaxRow>, MoneyError> {
    let (rates, compound) = (set.rates.as_slice(), set.on_taxes.as_slice());
    let parts = if set.added {
        on_top(amount, rates, compound, rounding)?
    } else {
        held(amount, rates, compound, rounding)?
    };
    rows_of(&parts)
}

/// What of a line is taxed how. The price of a combo is spread over its dishes by what each costs
/// by itself; where none costs anything, all count the same.
pub(crate) fn taxed_as(
    facts: &LineFacts,
    amount: Money,
) -> Result<Vec<(&TaxClass, Money)>, MoneyError> {
    let parts = facts.special.parts();
    if parts.is_empty() {
        return Ok(vec![(&facts.tax, amount)]);
    }
    let listed = parts
        .iter()
        .map(|part| i128::from(part.listed.at_least_zero().minor()));
    let mut weights: Vec<i128> = listed.collect();
    if weights.iter().all(|weight| *weight == 0) {
        weights.fill(1);
    }
    let amounts = spread(amount, &weights)?;
    Ok(parts.iter().map(|part| &part.tax).zip(amounts).collect())
}

/// The taxes of one group by rate, the lowest first.
///
/// A tax class may hold a rate twice, as two taxes of 2.5 % do. Their taxes add up in one row, but
/// what they are taken on is the same money and counts once.
pub(super) fn rows_of(parts: &[Part]) -> Result<Vec<TaxRow>, MoneyError> {
    let mut rows: BTreeMap<TaxRate, TaxRow> = BTreeMap::new();
    for part in parts {
        let row = rows.entry(part.rate).or_insert(TaxRow {
            rate: part.rate,
            net: part.base,
            tax: Money::ZERO,
        });
        row.tax = row.tax.plus(part.tax)?;
    }
    Ok(rows.into_values().collect())
}

/// The taxes on top of `net`, each rounded by itself; a tax on taxes is taken on net and the
/// rounded taxes before it.
pub(super) fn on_top(
    net: Money,
    rates: &[TaxRate],
    compound: &[TaxRate],
    rounding: Rounding,
) -> Result<Vec<Part>, MoneyError> {
    let mut parts = Vec::with_capacity(rates.len());
    let mut with_taxes = net;
    for rate in rates {
        let base = if compound.contains(rate) {
            with_taxes
        } else {
            net
        };
        let tax = rounding.part(base, rate.ppm())?;
        with_taxes = with_taxes.plus(tax)?;
        parts.push(Part {
            rate: *rate,
            base,
            tax,
        });
    }
    Ok(parts)
}

/// The taxes inside `gross`: all together rounded once, then spread over the rates.
pub(super) fn held(
    gross: Money,
    rates: &[TaxRate],
    compound: &[TaxRate],
    rounding: Rounding,
) -> Result<Vec<Part>, MoneyError> {
    let (shares, whole) = shares_of(rates, compound)?;
    let all = sum_of(&shares)?;
    let with_all = whole.checked_add(all).ok_or(MoneyError::TooLarge)?;
    let tax = rounding.ratio(gross.minor(), all, with_all)?;
    let taxes = spread(Money::from_minor(tax), &shares)?;
    let net = gross.minus(Money::sum(taxes.iter().copied())?)?;
    let mut parts = Vec::with_capacity(rates.len());
    let mut with_taxes = net;
    for (rate, tax) in rates.iter().zip(taxes) {
        let base = if compound.contains(rate) {
            with_taxes
        } else {
            net
        };
        with_taxes = with_taxes.plus(tax)?;
        parts.push(Part {
            rate: *rate,
            base,
            tax,
        });
    }
    Ok(parts)
}

/// What each rate takes of a net of `whole`, exactly: a whole is a million, and a million times
/// more for each tax on taxes.
fn shares_of(rates: &[TaxRate], compound: &[TaxRate]) -> Result<(Vec<i128>, i128), MoneyError> {
    let million = i128::from(WHOLE_PPM);
    let mut whole = million;
    let mut shares: Vec<i128> = Vec::with_capacity(rates.len());
    let times = |left: i128, right: i128| left.checked_mul(right).ok_or(MoneyError::TooLarge);
    for rate in rates {
        let ppm = i128::from(rate.ppm());
        if compound.contains(rate) {
            let before = sum_of(&shares)?.checked_add(whole);
            let before = before.ok_or(MoneyError::TooLarge)?;
            for share in &mut shares {
                *share = times(*share, million)?;
            }
            shares.push(times(before, ppm)?);
            whole = times(whole, million)?;
        } else {
            shares.push(times(whole / million, ppm)?);
        }
    }
    Ok((shares, whole))
}

fn sum_of(shares: &[i128]) -> Result<i128, MoneyError> {
    let sum = shares
        .iter()
        .try_fold(0_i128, |sum, one| sum.checked_add(*one));
    sum.ok_or(MoneyError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(percents: &[&str]) -> Vec<TaxRate> {
        percents
            .iter()
            .map(|text| TaxRate::from_percent(text).unwrap())
            .collect()
    }

    fn taken(parts: &[Part]) -> Vec<(i64, i64)> {
        let pair = |part: &Part| (part.base.minor(), part.tax.minor());
        parts.iter().map(pair).collect()
    }

    fn held_in(gross: i64, of: &[&str], compound: &[&str]) -> Vec<(i64, i64)> {
        let gross = Money::from_minor(gross);
        taken(&held(gross, &rates(of), &rates(compound), Rounding::HalfUp).unwrap())
    }

    fn added_to(net: i64, of: &[&str], compound: &[&str]) -> Vec<(i64, i64)> {
        let net = Money::from_minor(net);
        taken(&on_top(net, &rates(of), &rates(compound), Rounding::HalfUp).unwrap())
    }

    #[test]
    fn ten_percent_inside_fifty_euro_is_four_fifty_five() {
        assert_eq!(held_in(5_000, &["10"], &[]), [(4_545, 455)]);
    }

    #[test]
    fn two_rates_inside_one_price_add_up_to_their_sum() {
        assert_eq!(
            held_in(1_999, &["8.875", "0.5"], &[]),
            [(1_828, 162), (1_828, 9)]
        );
    }

    #[test]
    fn two_rates_on_top_are_rounded_each() {
        assert_eq!(added_to(650, &["8.875", "0.5"], &[]), [(650, 58), (650, 3)]);
    }

    #[test]
    fn a_tax_on_taxes_is_taken_on_what_stands_before_it() {
        assert_eq!(
            added_to(10_000, &["5", "9.5"], &["9.5"]),
            [(10_000, 500), (10_500, 998)]
        );
        // 100.00 net, 5 % of it, 9.5 % of 105.00: 114.975.
        assert_eq!(
            held_in(11_498, &["5", "9.5"], &["9.5"]),
            [(10_000, 500), (10_500, 998)]
        );
    }

    #[test]
    fn three_taxes_on_taxes_are_exact() {
        let (shares, whole) =
            shares_of(&rates(&["10", "20", "50"]), &rates(&["20", "50"])).unwrap();
        let million = i128::from(WHOLE_PPM);
        assert_eq!(whole, million * million * million);
        assert_eq!(shares, [whole / 10, whole * 22 / 100, whole * 66 / 100]);
    }

    #[test]
    fn no_tax_inside_a_price_is_below_nothing() {
        let many = held_in(2, &["50", "50", "50", "50"], &[]);
        assert!(many.iter().all(|(_, tax)| *tax >= 0), "{many:?}");
    }
}
