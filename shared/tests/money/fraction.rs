//! Exact fractions, as school teaches them.

use std::{
    cmp::Ordering,
    ops::{Add, Div, Mul, Sub},
};

use shared::price::Rounding;

/// A fraction in lowest terms, its denominator above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fraction {
    top: i128,
    bottom: i128,
}

impl Fraction {
    pub(crate) fn new(top: i128, bottom: i128) -> Self {
        let (mut a, mut b) = (top.abs(), bottom.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let by = a.max(1) * bottom.signum();
        Self {
            top: top / by,
            bottom: bottom / by,
        }
    }

    pub(crate) fn whole(number: i64) -> Self {
        Self::new(i128::from(number), 1)
    }

    pub(crate) fn ppm(ppm: u32) -> Self {
        Self::new(i128::from(ppm), 1_000_000)
    }

    pub(crate) fn floor(self) -> i64 {
        i64::try_from(self.top.div_euclid(self.bottom)).unwrap()
    }

    /// The nearest whole number of one that is not below zero.
    pub(crate) fn round(self, rounding: Rounding) -> i64 {
        let floor = self.floor();
        let half = Self::new(1, 2);
        match (self - Self::whole(floor)).cmp(&half) {
            Ordering::Less => floor,
            Ordering::Equal if rounding == Rounding::HalfEven && floor % 2 == 0 => floor,
            Ordering::Greater | Ordering::Equal => floor + 1,
        }
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.top * other.bottom).cmp(&(other.top * self.bottom))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Add for Fraction {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let top = self.top * other.bottom + other.top * self.bottom;
        Self::new(top, self.bottom * other.bottom)
    }
}

impl Sub for Fraction {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + Self::new(-other.top, other.bottom)
    }
}

impl Mul for Fraction {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self::new(self.top * other.top, self.bottom * other.bottom)
    }
}

impl Div for Fraction {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        Self::new(self.top * other.bottom, self.bottom * other.top)
    }
}

/// Gives out `total` one unit after the other: first everybody's whole part, then always to whoever
/// is owed most, of equal ones to the first.
pub(crate) fn share_out(total: i64, weights: &[Fraction]) -> Vec<i64> {
    let all = weights
        .iter()
        .fold(Fraction::whole(0), |sum, one| sum + *one);
    if all == Fraction::whole(0) {
        return vec![0; weights.len()];
    }
    let exact: Vec<Fraction> = weights
        .iter()
        .map(|weight| Fraction::whole(total) * (*weight / all))
        .collect();
    let mut given: Vec<i64> = exact.iter().map(|one| one.floor()).collect();
    while given.iter().sum::<i64>() < total {
        let mut next = 0;
        for place in 0..exact.len() {
            let owed = |place: usize| exact[place] - Fraction::whole(given[place]);
            if owed(place) > owed(next) {
                next = place;
            }
        }
        given[next] += 1;
    }
    given
}

/// Whole numbers as fractions.
pub(crate) fn wholes(amounts: &[i64]) -> Vec<Fraction> {
    amounts
        .iter()
        .map(|amount| Fraction::whole(*amount))
        .collect()
}
