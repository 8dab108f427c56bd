//! Notes and coins of the currencies, to count a drawer without a calculator.

use shared::money::{Currency, Money, MoneyError};

/// Notes and coins in minor units, the largest first.
pub(crate) fn denominations(currency: Currency) -> &'static [i64] {
    match currency.code() {
        "EUR" => &[
            20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1,
        ],
        "USD" => &[10_000, 5_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1],
        "GBP" => &[5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
        "JPY" => &[10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1],
        "KWD" => &[20_000, 10_000, 5_000, 1_000, 500, 250, 100, 50, 20, 10, 5],
        _ => &[],
    }
}

/// What so many pieces of each denomination are worth together.
pub(crate) fn worth(denominations: &[i64], pieces: &[i64]) -> Result<Money, MoneyError> {
    denominations
        .iter()
        .zip(pieces)
        .try_fold(Money::ZERO, |sum, (minor, count)| {
            sum.plus(Money::from_minor(*minor).times(*count)?)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_tens_and_a_cent_are_twenty_and_a_cent() {
        let euro = denominations(Currency::from_code("EUR").unwrap());
        let mut pieces = vec![0; euro.len()];
        pieces[4] = 2;
        pieces[13] = 1;
        assert_eq!(worth(euro, &pieces).unwrap(), Money::from_minor(2_001));
    }

    #[test]
    fn every_currency_can_be_counted_from_large_to_small() {
        for code in ["EUR", "USD", "GBP", "JPY", "KWD"] {
            let all = denominations(Currency::from_code(code).unwrap());
            assert!(!all.is_empty() && all.is_sorted_by(|a, b| a > b), "{code}");
        }
    }
}
