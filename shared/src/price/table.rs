//! Whole units in two directions at once: a table whose rows and whose columns make what they
//! should, and parts of an amount that only grow as the amount does.

use std::cmp::Reverse;

use super::round::{WHOLE_PPM, spread};
use crate::money::{Money, MoneyError};

/// Spreads `columns` over rows so that the rows make `rows`, each cell as near to its weight as
/// whole units go. The answer and `weights` have one list for each column, a cell for each row.
///
/// Each column is spread by its weights. While a row holds too much, the first such row gives units
/// to the first row that lacks some, one in a column, where that brings both cells nearest to
/// their exact part; of equal columns in the earlier. The two sums must be the same, and nothing
/// below zero.
pub(crate) fn spread_both(
    rows: &[Money],
    columns: &[Money],
    weights: &[Vec<i128>],
) -> Result<Vec<Vec<Money>>, MoneyError> {
    let of_rows: Vec<i128> = rows.iter().map(|one| i128::from(one.minor())).collect();
    let mut table = Vec::with_capacity(columns.len());
    for (column, weights) in columns.iter().zip(weights) {
        let is_nobodys = weights.iter().all(|weight| *weight == 0);
        let weights = if is_nobodys { &of_rows } else { weights };
        let cells = spread(*column, weights)?;
        table.push(Column::of(*column, weights, cells)?);
    }
    let mut beyond = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let cells = table.iter().map(|column| column.cell(place));
        beyond.push(Money::sum(cells)?.minus(*row)?.minor());
    }
    loop {
        let too_much = beyond.iter().position(|units| *units > 0);
        let too_little = beyond.iter().position(|units| *units < 0);
        let Some((from, to)) = too_much.zip(too_little) else {
            break;
        };
        let wanted = [from, to].map(|place| beyond.get(place).map_or(0, |units| units.abs()));
        let wanted = usize::try_from(wanted.into_iter().min().unwrap_or_default());
        let mut gains = Vec::new();
        for (place, column) in table.iter().enumerate() {
            if column.cell(from) > Money::ZERO {
                gains.push((Reverse(column.gain(from, to)), place));
            }
        }
        gains.sort_unstable();
        gains.truncate(wanted.unwrap_or(usize::MAX));
        if gains.is_empty() {
            break;
        }
        for (_, place) in &gains {
            if let Some(column) = table.get_mut(*place) {
                column.move_one(from, to);
            }
        }
        let units = i64::try_from(gains.len()).unwrap_or(i64::MAX);
        for (place, more) in [(from, -units), (to, units)] {
            if let Some(beyond) = beyond.get_mut(place) {
                *beyond += more;
            }
        }
    }
    Ok(table.into_iter().map(|column| column.cells).collect())
}

/// A column: its cells, and what each would be exactly, in millionths.
struct Column {
    cells: Vec<Money>,
    exact: Vec<i128>,
}

impl Column {
    fn of(amount: Money, weights: &[i128], cells: Vec<Money>) -> Result<Self, MoneyError> {
        let all: i128 = weights.iter().sum();
        let fine = i128::from(amount.minor()) * i128::from(WHOLE_PPM);
        let exact = |weight: &i128| {
            let product = fine.checked_mul(*weight).ok_or(MoneyError::TooLarge)?;
            Ok(product / all.max(1))
        };
        let exact = weights.iter().map(exact).collect::<Result<_, _>>()?;
        Ok(Self { cells, exact })
    }

    fn cell(&self, row: usize) -> Money {
        self.cells.get(row).copied().unwrap_or_default()
    }

    /// How much a cell is beyond its exact part.
    fn beyond(&self, row: usize) -> i128 {
        let exact = self.exact.get(row).copied().unwrap_or_default();
        i128::from(self.cell(row).minor()) * i128::from(WHOLE_PPM) - exact
    }

    /// How much nearer a unit from one row to another brings both.
    fn gain(&self, from: usize, to: usize) -> i128 {
        self.beyond(from) - self.beyond(to)
    }

    fn move_one(&mut self, from: usize, to: usize) {
        let unit = Money::from_minor(1);
        let both = self.cell(from).minus(unit).ok();
        if let Some((less, more)) = both.zip(self.cell(to).plus(unit).ok()) {
            for (row, amount) in [(from, less), (to, more)] {
                if let Some(cell) = self.cells.get_mut(row) {
                    *cell = amount;
                }
            }
        }
    }
}

/// `amount`, a part of `whole` together, in parts as `whole` says: no part is ever less for a
/// larger amount, and for all of it the parts are `whole`.
///
/// Its units are given out one after the other, each to the part with the largest
/// whole ÷ (2 × units it has + 1), of equal ones to the earlier: the method of Sainte-Laguë.
pub(crate) fn in_steps(amount: Money, whole: &[Money]) -> Vec<Money> {
    let whole: Vec<i128> = whole.iter().map(|one| i128::from(one.minor())).collect();
    let (all, amount) = (whole.iter().sum::<i128>(), i128::from(amount.minor()));
    if all <= 0 {
        return vec![Money::ZERO; whole.len()];
    }
    // The nearest whole units are what the method gives for some amount close by.
    let near = |part: &i128| (2 * amount * part + all) / (2 * all);
    let mut units: Vec<i128> = whole.iter().map(near).collect();
    let mut left = amount - units.iter().sum::<i128>();
    while left != 0 {
        let is_more = left > 0;
        // The next unit that the method gives out, or the last one that it gave.
        let mut best: Option<(usize, i128, i128)> = None;
        for (place, (part, own)) in whole.iter().zip(&units).enumerate() {
            let bottom = if is_more { 2 * own + 1 } else { 2 * own - 1 };
            let is_better = best.is_none_or(|(_, top, under)| {
                let (this, that) = (part * under, top * bottom);
                if is_more { this > that } else { this <= that }
            });
            if bottom > 0 && is_better {
                best = Some((place, *part, bottom));
            }
        }
        let Some(own) = best.and_then(|(place, ..)| units.get_mut(place)) else {
            break;
        };
        *own += left.signum();
        left -= left.signum();
    }
    let units = units.into_iter().map(i64::try_from);
    units
        .map(|units| Money::from_minor(units.unwrap_or_default()))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(minors: &[i64]) -> Vec<Money> {
        minors.iter().copied().map(Money::from_minor).collect()
    }

    fn minors(amounts: &[Money]) -> Vec<i64> {
        amounts.iter().map(|one| one.minor()).collect()
    }

    #[test]
    fn three_guests_of_one_bill_have_net_and_tax_that_make_what_they_pay() {
        // 100.00 with 10 %: 90.91 and 9.09.
        let weights = vec![vec![9_091, 909]; 3];
        let table = spread_both(
            &money(&[9_091, 909]),
            &money(&[3_334, 3_333, 3_333]),
            &weights,
        );
        let table: Vec<_> = table.unwrap().iter().map(|cells| minors(cells)).collect();
        assert_eq!(table, [[3_031, 303], [3_030, 303], [3_030, 303]]);
    }

    #[test]
    fn a_unit_goes_where_it_is_nearest_when_all_columns_round_the_same_way() {
        // Each of four pays 3 of 1.5 and 1.5: two of them have the odd unit here, two there.
        let table = spread_both(&money(&[6, 6]), &money(&[3, 3, 3, 3]), &vec![vec![1, 1]; 4]);
        let table: Vec<_> = table.unwrap().iter().map(|cells| minors(cells)).collect();
        assert_eq!(table, [[1, 2], [1, 2], [2, 1], [2, 1]]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever the weights: rows and columns make what they should, and nothing is below zero.
        #[test]
        fn rows_and_columns_make_their_sums(
            cells in prop::collection::vec(prop::collection::vec(0_i64..5_000, 4), 1..12),
            weights in prop::collection::vec(prop::collection::vec(0_i128..9_000, 4), 12),
            is_near in any::<bool>(),
        ) {
            let sum = |of: &mut dyn Iterator<Item = i64>| Money::from_minor(of.sum());
            let rows: Vec<_> = (0..4).map(|row| sum(&mut cells.iter().map(|one| one[row]))).collect();
            let columns: Vec<_> = cells.iter().map(|one| sum(&mut one.iter().copied())).collect();
            let exact = |one: &Vec<i64>| one.iter().copied().map(i128::from).collect();
            let near: Vec<Vec<i128>> = cells.iter().map(exact).collect();
            let table = spread_both(&rows, &columns, if is_near { &near } else { &weights }).unwrap();
            for (row, wanted) in rows.iter().enumerate() {
                let seen = table.iter().map(|column| column[row]);
                prop_assert_eq!(Money::sum(seen).unwrap(), *wanted);
            }
            for (column, (wanted, own)) in table.iter().zip(columns.iter().zip(&cells)) {
                prop_assert_eq!(Money::sum(column.iter().copied()).unwrap(), *wanted);
                prop_assert!(column.iter().all(|one| !one.is_negative()));
                // What is whole already stays.
                prop_assert!(!is_near || minors(column) == *own);
            }
        }

        /// The units of any amount are those of one unit less and one more, up to the whole.
        #[test]
        fn each_unit_more_goes_to_one_part(whole in prop::collection::vec(0_i64..60, 1..6)) {
            let whole = money(&whole);
            let all = Money::sum(whole.iter().copied()).unwrap().minor();
            let mut before = vec![Money::ZERO; whole.len()];
            for amount in 0..=all {
                let parts = in_steps(Money::from_minor(amount), &whole);
                prop_assert_eq!(Money::sum(parts.iter().copied()).unwrap().minor(), amount);
                prop_assert!(parts.iter().zip(&before).all(|(now, then)| now >= then));
                before = parts;
            }
            prop_assert_eq!(before, whole);
        }
    }
}
