//! Hours at which something costs less.

use serde::{Deserialize, Serialize};

use super::{Hours, Rounding};
use crate::money::{Money, MoneyError};

/// A time of the week at which a category costs less. What is added then keeps its price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HappyHour {
    /// The category.
    pub category: String,
    /// Parts per million taken off the price of one.
    pub off_ppm: u32,
    /// Minute of the local day from which it counts.
    pub from_min: u32,
    /// Minute of the local day before which it counts; not after `from_min` where it goes past
    /// midnight.
    pub to_min: u32,
    /// Days of the week on which it begins, from Monday; seven.
    pub days: [bool; 7],
}

impl HappyHour {
    /// It counts at this moment. Past midnight it still belongs to the day before.
    pub fn is_on(&self, at_ms: i64, utc_offset_min: i32) -> bool {
        let hours = Hours {
            from_min: self.from_min,
            to_min: self.to_min,
            days: self.days,
        };
        hours.is_on(at_ms, utc_offset_min)
    }
}

/// What one of a category costs at a moment: of the happy hours that count then, the one that
/// takes most off.
pub fn price_at(
    price: Money,
    category: &str,
    happy_hours: &[HappyHour],
    rounding: Rounding,
    at_ms: i64,
    utc_offset_min: i32,
) -> Result<Money, MoneyError> {
    let off_ppm = happy_hours
        .iter()
        .filter(|hour| hour.category == category && hour.is_on(at_ms, utc_offset_min))
        .map(|hour| hour.off_ppm)
        .max();
    match off_ppm {
        Some(ppm) => Ok(price.minus(rounding.part(price, ppm)?)?.at_least_zero()),
        None => Ok(price),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{DAY_MS, MINUTE_MS};

    /// 2026-11-16 00:00 UTC, a Monday.
    const MONDAY_MS: i64 = 20_773 * DAY_MS;

    fn bar(from_min: u32, to_min: u32) -> HappyHour {
        HappyHour {
            category: "Bar".to_owned(),
            off_ppm: 200_000,
            from_min,
            to_min,
            days: [true, true, true, true, true, false, false],
        }
    }

    fn at(day: i64, minute: i64) -> i64 {
        MONDAY_MS + day * DAY_MS + minute * MINUTE_MS
    }

    #[test]
    fn a_happy_hour_begins_on_the_minute_and_is_over_on_the_minute() {
        let bar = bar(16 * 60, 18 * 60);
        let on = |minute| bar.is_on(at(0, minute), 0);
        assert_eq!([959, 960, 1_079, 1_080].map(on), [false, true, true, false]);
        assert!(bar.is_on(at(4, 960), 0) && !bar.is_on(at(5, 960), 0));
        // 16:00 UTC is 11:00 in New York.
        assert!(!bar.is_on(at(0, 960), -300) && bar.is_on(at(0, 1_260), -300));
    }

    #[test]
    fn past_midnight_it_belongs_to_the_day_before() {
        let late = bar(23 * 60, 2 * 60);
        assert!(late.is_on(at(4, 23 * 60), 0) && late.is_on(at(5, 60), 0));
        assert!(!late.is_on(at(5, 23 * 60), 0) && !late.is_on(at(0, 60), 0));
    }

    #[test]
    fn twenty_percent_off_seven_twenty_five_is_five_eighty() {
        let price = |category, minute| {
            let hours = [bar(960, 1_080)];
            price_at(
                Money::from_minor(725),
                category,
                &hours,
                Rounding::HalfUp,
                at(0, minute),
                0,
            )
            .unwrap()
            .minor()
        };
        assert_eq!(
            (price("Bar", 970), price("Food", 970), price("Bar", 100)),
            (580, 725, 725)
        );
    }
}
