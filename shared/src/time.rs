//! Business days, which end when the last guests leave, and a clock that never goes back.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A second in milliseconds.
pub const SECOND_MS: i64 = 1_000;
/// A minute in milliseconds.
pub const MINUTE_MS: i64 = 60_000;
/// A day in milliseconds.
pub const DAY_MS: i64 = 86_400_000;

/// A day of business, named by the calendar day on which it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BusinessDay(i32);

impl BusinessDay {
    /// The business day of a moment.
    ///
    /// `utc_offset_min` is the site's offset at that moment; `starts_min` the minute of the local
    /// day at which business begins, so that 01:30 still belongs to the evening before.
    pub fn of(at_ms: i64, utc_offset_min: i32, starts_min: i32) -> Self {
        let local_ms = at_ms + i64::from(utc_offset_min - starts_min) * MINUTE_MS;
        Self(i32::try_from(local_ms.div_euclid(DAY_MS)).unwrap_or(i32::MAX))
    }

    /// Days since 1970-01-01.
    pub const fn days_since_epoch(self) -> i32 {
        self.0
    }

    /// The business day so many days after 1970-01-01.
    pub const fn from_days(days: i32) -> Self {
        Self(days)
    }

    /// Year, month and day.
    pub fn ymd(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }
}

/// Why a text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a day is written like 2026-11-21")]
pub struct NoDay;

impl FromStr for BusinessDay {
    type Err = NoDay;

    /// Reads what [`fmt::Display`] writes.
    fn from_str(text: &str) -> Result<Self, NoDay> {
        let mut parts = text.splitn(3, '-');
        let mut next = || parts.next().and_then(|part| part.parse::<u16>().ok());
        let (Some(year), Some(month), Some(day)) = (next(), next(), next()) else {
            return Err(NoDay);
        };
        let day = Self(days_from_civil(year.into(), month.into(), day.into()));
        // The 30th of February is another day, and no day is written in two ways.
        Some(day).filter(|day| day.to_string() == text).ok_or(NoDay)
    }
}

impl fmt::Display for BusinessDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// A hybrid logical clock: 48 bits of milliseconds and a count of 16 bits.
///
/// It orders what people see. It never orders money, and it never goes back, whatever the wall
/// clock does (Kulkarni and others, «Logical Physical Clocks», 2014).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Hlc(u64);

/// A stamp further ahead of the wall clock than this is kept, but does not move our own clock.
pub const HLC_SKEW_MS_MAX: i64 = 5 * MINUTE_MS;

impl Hlc {
    /// The stamp after `self`, when the wall clock shows `wall_ms`.
    #[must_use]
    pub fn next(self, wall_ms: i64) -> Self {
        let wall = wall_ms.max(0).unsigned_abs() << 16;
        Self(wall.max(self.0.saturating_add(1)))
    }

    /// The clock after a stamp from elsewhere was seen.
    #[must_use]
    pub fn observe(self, seen: Self, wall_ms: i64) -> Self {
        if seen.at_ms() > wall_ms.saturating_add(HLC_SKEW_MS_MAX) {
            self
        } else {
            self.max(seen)
        }
    }

    /// The stamp as one number, which grows with it.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The milliseconds of the stamp.
    pub fn at_ms(self) -> i64 {
        i64::try_from(self.0 >> 16).unwrap_or(i64::MAX)
    }
}

/// Hours and minutes of the local day.
pub fn local_hm(at_ms: i64, utc_offset_min: i32) -> (u32, u32) {
    let minutes = (at_ms.div_euclid(MINUTE_MS) + i64::from(utc_offset_min)).rem_euclid(1_440);
    let minutes = u32::try_from(minutes).unwrap_or(0);
    (minutes / 60, minutes % 60)
}

/// The local date and time as `2026-11-21 19:45`.
pub fn local_text(at_ms: i64, utc_offset_min: i32) -> String {
    let (hour, minute) = local_hm(at_ms, utc_offset_min);
    format!(
        "{} {hour:02}:{minute:02}",
        BusinessDay::of(at_ms, utc_offset_min, 0)
    )
}

/// Day number of a Gregorian date; `days_from_civil` of the same.
const fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Gregorian date of a day number; Howard Hinnant's `civil_from_days`,
/// <https://howardhinnant.github.io/date_algorithms.html>.
fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let shifted = i64::from(days) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_part = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_part + 2) / 5 + 1;
    let month = if month_part < 10 {
        month_part + 3
    } else {
        month_part - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let small = |value: i64| u32::try_from(value).unwrap_or(0);
    (
        i32::try_from(year).unwrap_or(i32::MAX),
        small(month),
        small(day),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21 00:30 UTC.
    const HALF_PAST_MIDNIGHT_MS: i64 = 1_795_221_000_000;

    #[test]
    fn after_midnight_still_belongs_to_the_evening_before() {
        let day = BusinessDay::of(HALF_PAST_MIDNIGHT_MS, 60, 5 * 60);
        assert_eq!(day.to_string(), "2026-11-20");
    }

    #[test]
    fn local_time_follows_the_offset() {
        assert_eq!(local_text(HALF_PAST_MIDNIGHT_MS, 60), "2026-11-21 01:30");
        assert_eq!(local_text(HALF_PAST_MIDNIGHT_MS, -300), "2026-11-20 19:30");
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_turn_the_order_round() {
        let first = Hlc::default().next(5_000);
        let second = first.next(1_000);
        assert!(second > first);
        assert_eq!(second.at_ms(), 5_000);
    }

    #[test]
    fn a_tablet_a_year_ahead_does_not_drag_the_others_along() {
        let ours = Hlc::default().next(5_000);
        let theirs = Hlc::default().next(5_000 + 365 * DAY_MS);
        assert_eq!(ours.observe(theirs, 5_000), ours);
        let near = Hlc::default().next(6_000);
        assert_eq!(ours.observe(near, 5_000), near);
    }

    #[test]
    fn leap_days_are_days() {
        assert_eq!(BusinessDay::from_days(19_782).to_string(), "2024-02-29");
        assert_eq!(BusinessDay::from_days(0).to_string(), "1970-01-01");
        assert_eq!(BusinessDay::from_days(-1).to_string(), "1969-12-31");
    }

    #[test]
    fn a_day_is_read_as_it_is_written_and_nothing_else_is_a_day() {
        for days in -720_000..720_000 {
            let day = BusinessDay::from_days(days);
            let (year, ..) = day.ymd();
            if (0..10_000).contains(&year) {
                assert_eq!(day.to_string().parse(), Ok(day));
            }
        }
        let wrong = [
            "",
            "2026",
            "2026-02-30",
            "2026-13-01",
            "2026-1-2",
            "2026-11-21 ",
            "a-b-c",
        ];
        for text in wrong {
            assert_eq!(text.parse::<BusinessDay>(), Err(NoDay), "{text}");
        }
    }
}
