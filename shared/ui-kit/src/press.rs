//! Tells a tap from a hold, and two taps from a double tap.

use std::time::Duration;

use leptos::prelude::*;

/// A finger that stays so long means something else than a tap.
const HOLD: Duration = Duration::from_millis(500);
/// Two taps no further apart are one double tap.
const DOUBLE_TAP_MS: i64 = 350;

/// Watches one element for taps and holds.
#[derive(Clone, Copy)]
pub(crate) struct Hold {
    /// Grows with every touch, so that an old timer finds nothing to do.
    touch: StoredValue<u32>,
    held: StoredValue<bool>,
}

impl Hold {
    pub(crate) fn new() -> Self {
        Self {
            touch: StoredValue::new(0),
            held: StoredValue::new(false),
        }
    }

    /// A finger came down; `on_hold` runs when it stays.
    pub(crate) fn down(self, on_hold: Option<Callback<()>>) {
        self.up();
        self.held.set_value(false);
        let Some(on_hold) = on_hold else { return };
        let touch = self.touch.get_value();
        set_timeout(
            move || {
                if self.touch.try_get_value() == Some(touch) {
                    self.held.set_value(true);
                    on_hold.run(());
                }
            },
            HOLD,
        );
    }

    /// The finger is up again or somewhere else.
    pub(crate) fn up(self) {
        self.touch
            .update_value(|touch| *touch = touch.wrapping_add(1));
    }

    /// Whether the click that follows is a tap and not the end of a hold.
    pub(crate) fn was_tap(self) -> bool {
        let held = self.held.get_value();
        self.held.set_value(false);
        !held
    }
}

/// Finds double taps on one of several places.
#[derive(Clone, Debug, Default)]
pub struct DoubleTap {
    last: Option<(String, i64)>,
}

impl DoubleTap {
    /// A tap on a place at a moment; whether it is the second of a double tap.
    ///
    /// Two quick taps on two places are two taps: a cook strikes lines fast.
    pub fn tap(&mut self, place: &str, at_ms: i64) -> bool {
        let second = self
            .last
            .as_ref()
            .is_some_and(|(last, last_ms)| last == place && at_ms - last_ms <= DOUBLE_TAP_MS);
        self.last = if second {
            None
        } else {
            Some((place.to_owned(), at_ms))
        };
        second
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_quick_taps_on_one_place_are_a_double_tap() {
        let mut taps = DoubleTap::default();
        assert!(!taps.tap("bruschetta", 1_000));
        assert!(taps.tap("bruschetta", 1_350));
    }

    #[test]
    fn two_quick_taps_on_two_lines_strike_two_lines() {
        let mut taps = DoubleTap::default();
        assert!(!taps.tap("bruschetta", 1_000));
        assert!(!taps.tap("tagliata", 1_100));
    }

    #[test]
    fn two_slow_taps_are_two_taps() {
        let mut taps = DoubleTap::default();
        assert!(!taps.tap("bruschetta", 1_000));
        assert!(!taps.tap("bruschetta", 1_351));
    }

    #[test]
    fn three_quick_taps_are_one_double_tap() {
        let mut taps = DoubleTap::default();
        let seconds = [1_000, 1_100, 1_200].map(|at_ms| taps.tap("card", at_ms));
        assert_eq!(seconds, [false, true, false]);
    }
}
