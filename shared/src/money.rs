//! Money in whole minor units, and how it is written.
//!
//! A yen has no minor unit, a euro has cents: the currency knows. There is no float anywhere, and
//! arithmetic that would leave the range is an error, never a wrong amount.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An amount in minor units of the site's currency: `1250` is 12.50 in euro and 1,250 in yen.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money {
    minor: i64,
}

/// Why an amount could not be computed or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The result does not fit.
    #[error("the amount is too large")]
    TooLarge,
    /// The text is no amount of this currency.
    #[error("`{0}` is not an amount")]
    NotAnAmount(String),
    /// No currency has this code here.
    #[error("`{0}` is not a currency that Comanda knows")]
    UnknownCurrency(String),
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self { minor: 0 };

    /// So many minor units.
    pub const fn from_minor(minor: i64) -> Self {
        Self { minor }
    }

    /// The amount in minor units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.minor
            .checked_add(other.minor)
            .map(Self::from_minor)
            .ok_or(MoneyError::TooLarge)
    }

    /// The difference.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.minor
            .checked_sub(other.minor)
            .map(Self::from_minor)
            .ok_or(MoneyError::TooLarge)
    }

    /// So many times the amount.
    pub fn times(self, count: i64) -> Result<Self, MoneyError> {
        self.minor
            .checked_mul(count)
            .map(Self::from_minor)
            .ok_or(MoneyError::TooLarge)
    }

    /// The sum of all.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// The amount, or nothing where it is below nothing.
    #[must_use]
    pub fn at_least_zero(self) -> Self {
        self.max(Self::ZERO)
    }

    /// Less than nothing.
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// Exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Exactly nothing, for fields that are left out where they say nothing.
    pub const fn is_nothing(&self) -> bool {
        self.minor == 0
    }

    /// Shares that differ by one minor unit at most and add up to the amount; the first are larger.
    pub fn split(self, ways: std::num::NonZeroU32) -> Vec<Self> {
        let count = i64::from(ways.get());
        let (share, odd) = (self.minor.div_euclid(count), self.minor.rem_euclid(count));
        (0..count)
            .map(|n| Self::from_minor(share + i64::from(n < odd)))
            .collect()
    }
}

/// `value * numerator / denominator`, halves away from zero.
///
/// `denominator` must be above zero.
pub fn ratio_half_up(value: i64, numerator: i64, denominator: i64) -> Result<i64, MoneyError> {
    let product = i128::from(value) * i128::from(numerator);
    let (denominator, half) = (i128::from(denominator), i128::from(denominator) / 2);
    // For an odd denominator no half exists, so truncating `half` changes nothing.
    let rounded = if product >= 0 {
        (product + half).div_euclid(denominator)
    } else {
        -((-product + half).div_euclid(denominator))
    };
    i64::try_from(rounded).map_err(|_| MoneyError::TooLarge)
}

/// A currency of ISO 4217 that a site may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(&'static CurrencyFacts);

#[derive(Debug, PartialEq, Eq, Hash)]
struct CurrencyFacts {
    code: &'static str,
    decimals: u32,
    symbol: &'static str,
    symbol_first: bool,
    decimal_mark: char,
    group_mark: char,
    /// Amounts in minor units that guests hand over: notes, and the coins worth a button.
    notes_minor: &'static [i64],
}

const CURRENCIES: &[CurrencyFacts] = &[
    CurrencyFacts {
        code: "EUR",
        decimals: 2,
        symbol: "€",
        symbol_first: false,
        decimal_mark: ',',
        group_mark: '.',
        notes_minor: &[500, 1_000, 2_000, 5_000, 10_000],
    },
    CurrencyFacts {
        code: "USD",
        decimals: 2,
        symbol: "$",
        symbol_first: true,
        decimal_mark: '.',
        group_mark: ',',
        notes_minor: &[100, 500, 1_000, 2_000, 5_000, 10_000],
    },
    CurrencyFacts {
        code: "GBP",
        decimals: 2,
        symbol: "£",
        symbol_first: true,
        decimal_mark: '.',
        group_mark: ',',
        notes_minor: &[500, 1_000, 2_000, 5_000],
    },
    CurrencyFacts {
        code: "JPY",
        decimals: 0,
        symbol: "¥",
        symbol_first: true,
        decimal_mark: '.',
        group_mark: ',',
        notes_minor: &[500, 1_000, 5_000, 10_000],
    },
    CurrencyFacts {
        code: "KWD",
        decimals: 3,
        symbol: "KD",
        symbol_first: true,
        decimal_mark: '.',
        group_mark: ',',
        notes_minor: &[1_000, 5_000, 10_000, 20_000],
    },
];

impl Currency {
    /// The currency with this ISO 4217 code.
    pub fn from_code(code: &str) -> Result<Self, MoneyError> {
        CURRENCIES
            .iter()
            .find(|facts| facts.code == code)
            .map(Self)
            .ok_or_else(|| MoneyError::UnknownCurrency(code.to_owned()))
    }

    /// The ISO 4217 code.
    pub fn code(self) -> &'static str {
        self.0.code
    }

    /// Digits after the decimal mark.
    pub fn decimals(self) -> u32 {
        self.0.decimals
    }

    /// The sign that people write.
    pub fn symbol(self) -> &'static str {
        self.0.symbol
    }

    /// What stands before the decimals: a point or a comma.
    pub fn decimal_sign(self) -> char {
        self.0.decimal_mark
    }

    /// The amount as people read it, without the symbol: `1.234,50`.
    pub fn digits(self, amount: Money) -> String {
        let scale = 10_u64.pow(self.0.decimals);
        let minor = amount.minor().unsigned_abs();
        let mut text = String::new();
        if amount.is_negative() {
            text.push('-');
        }
        let whole = (minor / scale).to_string();
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && (whole.len() - position).is_multiple_of(3) {
                text.push(self.0.group_mark);
            }
            text.push(digit);
        }
        if self.0.decimals > 0 {
            text.push(self.0.decimal_mark);
            let width = self.0.decimals as usize;
            let fraction = minor % scale;
            text.extend(format!("{fraction:0width$}").chars());
        }
        text
    }

    /// The amount with its symbol: `12,50 €`, `$12.50`, `¥1,250`.
    pub fn format(self, amount: Money) -> String {
        let digits = self.digits(amount);
        match (self.0.symbol_first, digits.strip_prefix('-')) {
            (true, Some(rest)) => format!("-{}{rest}", self.0.symbol),
            (true, None) => format!("{}{digits}", self.0.symbol),
            (false, _) => format!("{digits} {}", self.0.symbol),
        }
    }

    /// Reads an amount in the currency's own unit with a point: `12.50`, `-4`, `1250`.
    ///
    /// More digits than the currency has are an error: nobody's cents are cut off.
    pub fn parse(self, text: &str) -> Result<Money, MoneyError> {
        let refuse = || MoneyError::NotAnAmount(text.to_owned());
        let trimmed = text.trim();
        let (negative, number) = trimmed
            .strip_prefix('-')
            .map_or((false, trimmed), |rest| (true, rest));
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
        let decimals = self.0.decimals as usize;
        if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > decimals {
            return Err(refuse());
        }
        let minor: i64 = format!("{whole}{fraction:0<decimals$}")
            .parse()
            .map_err(|_| MoneyError::TooLarge)?;
        Ok(Money::from_minor(if negative { -minor } else { minor }))
    }

    /// What a guest is likely to hand over for `due`: exact first, then the next round amounts.
    ///
    /// At most `limit` amounts, all at least `due`, none twice.
    pub fn quick_amounts(self, due: Money, limit: usize) -> Vec<Money> {
        let mut amounts = vec![due];
        for &note in self.0.notes_minor {
            let up = due.minor().div_ceil_to(note);
            let amount = Money::from_minor(up);
            if !amounts.contains(&amount) {
                amounts.push(amount);
            }
        }
        amounts.sort_unstable();
        amounts.truncate(limit);
        amounts
    }
}

trait DivCeilTo {
    /// The smallest multiple of `step` that is not below the value.
    fn div_ceil_to(self, step: i64) -> i64;
}

impl DivCeilTo for i64 {
    fn div_ceil_to(self, step: i64) -> i64 {
        let rest = self.rem_euclid(step);
        if rest == 0 {
            self
        } else {
            self.saturating_add(step - rest)
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(code: &str) -> Result<Self, MoneyError> {
        Self::from_code(code)
    }
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;

    fn try_from(code: String) -> Result<Self, MoneyError> {
        Self::from_code(&code)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::from_code(code).unwrap()
    }

    fn shares(text: &str, ways: u32) -> String {
        let euro = currency("EUR");
        let parts = euro
            .parse(text)
            .unwrap()
            .split(NonZeroU32::new(ways).unwrap());
        parts
            .iter()
            .map(|part| euro.digits(*part))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn odd_cent_goes_to_the_first_guest() {
        assert_eq!(shares("10.00", 3), "3,34 3,33 3,33");
        assert_eq!(shares("0.02", 4), "0,01 0,01 0,00 0,00");
    }

    #[test]
    fn each_currency_is_written_as_its_people_write_it() {
        assert_eq!(
            currency("EUR").format(Money::from_minor(123_450)),
            "1.234,50 €"
        );
        assert_eq!(currency("USD").format(Money::from_minor(-1_250)), "-$12.50");
        assert_eq!(currency("JPY").format(Money::from_minor(1_250)), "¥1,250");
        assert_eq!(currency("KWD").format(Money::from_minor(1_250)), "KD1.250");
    }

    #[test]
    fn an_amount_with_too_many_digits_is_refused() {
        assert!(currency("JPY").parse("12.5").is_err());
        assert!(currency("EUR").parse("12.505").is_err());
        assert!(currency("EUR").parse("12,50").is_err());
        assert_eq!(currency("EUR").parse("-4"), Ok(Money::from_minor(-400)));
        assert_eq!(currency("EUR").parse("6.5"), Ok(Money::from_minor(650)));
    }

    #[test]
    fn halves_round_away_from_zero() {
        assert_eq!(ratio_half_up(5, 1, 2), Ok(3));
        assert_eq!(ratio_half_up(-5, 1, 2), Ok(-3));
        assert_eq!(ratio_half_up(4, 1, 3), Ok(1));
        assert_eq!(ratio_half_up(i64::MAX, 2, 1), Err(MoneyError::TooLarge));
    }

    #[test]
    fn quick_amounts_start_exact_and_go_up_to_notes() {
        let euro = currency("EUR");
        let quick: Vec<_> = euro
            .quick_amounts(Money::from_minor(4_250), 5)
            .iter()
            .map(|m| m.minor())
            .collect();
        assert_eq!(quick, [4_250, 4_500, 5_000, 6_000, 10_000]);
    }
}
