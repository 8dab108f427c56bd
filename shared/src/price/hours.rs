//! Times of the week.

use serde::{Deserialize, Serialize};

use crate::time::{BusinessDay, local_hm};

/// A time of the week. Past midnight it still belongs to the day on which it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Minute of the local day from which it counts.
    pub from_min: u32,
    /// Minute of the local day before which it counts; not after `from_min` where it goes past
    /// midnight.
    pub to_min: u32,
    /// Days of the week on which it begins, from Monday; seven.
    pub days: [bool; 7],
}

impl Hours {
    /// It counts at this moment.
    pub fn is_on(&self, at_ms: i64, utc_offset_min: i32) -> bool {
        let (hour, minute) = local_hm(at_ms, utc_offset_min);
        let now = hour * 60 + minute;
        let today = BusinessDay::of(at_ms, utc_offset_min, 0).days_since_epoch();
        if self.from_min < self.to_min {
            return (self.from_min..self.to_min).contains(&now) && self.begins_on(today);
        }
        now >= self.from_min && self.begins_on(today)
            || now < self.to_min && self.begins_on(today.saturating_sub(1))
    }

    fn begins_on(&self, days_since_epoch: i32) -> bool {
        // The first of January 1970 was a Thursday.
        let weekday = (i64::from(days_since_epoch) + 3).rem_euclid(7);
        usize::try_from(weekday)
            .ok()
            .and_then(|place| self.days.get(place))
            .copied()
            .unwrap_or(false)
    }
}
