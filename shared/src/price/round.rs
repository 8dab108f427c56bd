//! Rounding and spreading: how a fraction of a minor unit becomes whole ones, and nobody's is lost.

use serde::{Deserialize, Serialize};

use crate::money::{Money, MoneyError};

/// A whole in parts per million.
pub const WHOLE_PPM: i64 = 1_000_000;

/// Which way an exact half goes.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Away from zero.
    #[default]
    HalfUp,
    /// To the even neighbour.
    HalfEven,
}

impl Rounding {
    /// `value * numerator / denominator` as a whole number; `denominator` must be above zero.
    pub fn ratio(self, value: i64, numerator: i128, denominator: i128) -> Result<i64, MoneyError> {
        let product = i128::from(value)
            .checked_mul(numerator)
            .ok_or(MoneyError::TooLarge)?;
        let size = product.abs();
        let (whole, rest) = (size.div_euclid(denominator), size.rem_euclid(denominator));
        let to_next = denominator - rest;
        let up =
            rest > to_next || rest == to_next && (self == Self::HalfUp || whole.rem_euclid(2) == 1);
        let rounded = (whole + i128::from(up)) * product.signum();
        i64::try_from(rounded).map_err(|_| MoneyError::TooLarge)
    }

    /// So many parts per million of an amount.
    pub fn part(self, amount: Money, ppm: u32) -> Result<Money, MoneyError> {
        let minor = self.ratio(amount.minor(), i128::from(ppm), i128::from(WHOLE_PPM))?;
        Ok(Money::from_minor(minor))
    }

    /// The multiple of `step_minor` next to an amount; a step of 0 or 1 leaves it as it is.
    pub fn to_step(self, amount: Money, step_minor: i64) -> Result<Money, MoneyError> {
        if step_minor <= 1 {
            return Ok(amount);
        }
        let steps = self.ratio(amount.minor(), 1, i128::from(step_minor))?;
        Money::from_minor(steps).times(step_minor)
    }
}

/// `total` in parts as `weights` say: each gets the whole units of its exact part, and the units
/// that are left go one each to the largest fractions, of equal ones to the earlier place.
///
/// The parts always add up to `total`. Where `total` is at most the sum of the weights, no part is
/// larger than its weight. Neither the total nor a weight may be below zero; where all weights are
/// zero the first place takes everything.
pub fn spread(total: Money, weights: &[i128]) -> Result<Vec<Money>, MoneyError> {
    let all = weights
        .iter()
        .try_fold(0_i128, |sum, weight| sum.checked_add(*weight))
        .ok_or(MoneyError::TooLarge)?;
    if all <= 0 {
        let mut parts = vec![Money::ZERO; weights.len()];
        if let Some(first) = parts.first_mut() {
            *first = total;
        }
        return Ok(parts);
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut fractions = Vec::with_capacity(weights.len());
    let mut left = total.minor();
    for (place, weight) in weights.iter().enumerate() {
        let product = i128::from(total.minor())
            .checked_mul(*weight)
            .ok_or(MoneyError::TooLarge)?;
        let whole = i64::try_from(product.div_euclid(all)).map_err(|_| MoneyError::TooLarge)?;
        left -= whole;
        parts.push(whole);
        fractions.push((std::cmp::Reverse(product.rem_euclid(all)), place));
    }
    fractions.sort_unstable();
    for (_, place) in fractions {
        if left == 0 {
            break;
        }
        if let Some(part) = parts.get_mut(place) {
            *part += 1;
            left -= 1;
        }
    }
    Ok(parts.into_iter().map(Money::from_minor).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread_minor(total: i64, weights: &[i128]) -> Vec<i64> {
        let parts = spread(Money::from_minor(total), weights).unwrap();
        parts.into_iter().map(Money::minor).collect()
    }

    #[test]
    fn an_exact_half_goes_up_or_to_the_even_neighbour() {
        let halves = [1, 3, 5, -1, -3].map(|value| {
            let up = Rounding::HalfUp.ratio(value, 1, 2).unwrap();
            let even = Rounding::HalfEven.ratio(value, 1, 2).unwrap();
            (up, even)
        });
        assert_eq!(halves, [(1, 0), (2, 2), (3, 2), (-1, 0), (-2, -2)]);
        assert_eq!(Rounding::HalfEven.ratio(5, 1, 3), Ok(2));
    }

    #[test]
    fn the_odd_unit_goes_to_the_largest_fraction_and_then_to_the_earlier_place() {
        assert_eq!(spread_minor(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(spread_minor(10, &[333, 334, 333]), [3, 4, 3]);
        assert_eq!(spread_minor(2, &[1, 1, 1, 1]), [1, 1, 0, 0]);
        assert_eq!(spread_minor(0, &[0, 0]), [0, 0]);
        assert_eq!(spread_minor(7, &[0, 5]), [0, 7]);
    }

    #[test]
    fn five_cent_steps_round_two_down_and_three_up() {
        let step = |minor| {
            let amount = Money::from_minor(minor);
            Rounding::HalfUp.to_step(amount, 5).unwrap().minor()
        };
        assert_eq!(
            [1_000, 1_002, 1_003, 1_008].map(step),
            [1_000, 1_000, 1_005, 1_010]
        );
        assert_eq!(
            Rounding::HalfUp.to_step(Money::from_minor(7), 0),
            Ok(Money::from_minor(7))
        );
    }
}
