//! How old a ticket is against the time that its dish takes.

/// Used where the menu says nothing about a dish.
pub const PREP_SECONDS_DEFAULT: u32 = 600;

/// From this part of its time on, a ticket needs an eye.
const AMBER_FROM_PERCENT: i64 = 80;

/// How urgent a ticket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgeStage {
    /// In time.
    Calm,
    /// Four fifths of its time are over.
    Amber,
    /// Its time is over.
    Red,
}

/// The age of a ticket in per cent of the time that it should take; 0 for a clock that is behind.
pub fn age_percent(sent_at_ms: i64, prep_seconds: u32, now_ms: i64) -> i64 {
    let seconds = if prep_seconds == 0 {
        PREP_SECONDS_DEFAULT
    } else {
        prep_seconds
    };
    let age_ms = now_ms.saturating_sub(sent_at_ms).max(0);
    // Milliseconds * 100 / (seconds * 1000).
    age_ms / (i64::from(seconds) * 10)
}

/// The stage of a ticket: calm below 80 %, then amber, red from 100 %.
pub fn age_stage(sent_at_ms: i64, prep_seconds: u32, now_ms: i64) -> AgeStage {
    match age_percent(sent_at_ms, prep_seconds, now_ms) {
        percent if percent >= 100 => AgeStage::Red,
        percent if percent >= AMBER_FROM_PERCENT => AgeStage::Amber,
        _ => AgeStage::Calm,
    }
}

/// The time since a moment as `2:10`, or `1:02:10` from an hour on.
pub fn age_text(since_ms: i64, now_ms: i64) -> String {
    let seconds = now_ms.saturating_sub(since_ms).max(0) / 1_000;
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{rest:02}")
    } else {
        format!("{minutes}:{rest:02}")
    }
}

/// Whole minutes since a moment.
pub fn age_minutes(since_ms: i64, now_ms: i64) -> i64 {
    now_ms.saturating_sub(since_ms).max(0) / 60_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_turns_amber_at_four_fifths_and_red_at_its_time() {
        let stage = |age_ms: i64| age_stage(5_000, 300, 5_000 + age_ms);
        assert_eq!(stage(0), AgeStage::Calm);
        assert_eq!(stage(239_999), AgeStage::Calm);
        assert_eq!(stage(240_000), AgeStage::Amber);
        assert_eq!(stage(299_999), AgeStage::Amber);
        assert_eq!(stage(300_000), AgeStage::Red);
    }

    #[test]
    fn a_clock_that_is_behind_makes_no_ticket_late() {
        assert_eq!(age_stage(90_000, 300, 0), AgeStage::Calm);
        assert_eq!(age_text(90_000, 0), "0:00");
        assert_eq!(age_minutes(90_000, 0), 0);
    }

    #[test]
    fn a_dish_without_a_time_has_ten_minutes() {
        assert_eq!(age_percent(0, 0, 300_000), 50);
    }

    #[test]
    fn age_is_read_in_minutes_and_seconds() {
        assert_eq!(age_text(0, 130_000), "2:10");
        assert_eq!(age_text(0, 3_730_000), "1:02:10");
        assert_eq!(age_minutes(0, 119_999), 1);
    }
}
