//! What the keys of a number pad do to the number that is being entered.

/// Nobody enters more than so many minor units.
const ENTRY_MAX: i64 = 999_999_999;
/// A PIN has at least so many digits.
pub const PIN_DIGITS_MIN: usize = 4;
/// A PIN has at most so many digits.
pub const PIN_DIGITS_MAX: usize = 8;

/// A key of a number pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PadKey {
    /// A digit from 0 to 9.
    Digit(u8),
    /// Two zeros at once.
    DoubleZero,
    /// Takes the last digit away.
    Erase,
    /// Takes all digits away.
    Clear,
    /// Says that the number is complete.
    Enter,
}

impl PadKey {
    /// The pad key for a key of a keyboard, by the browser's name of it.
    pub fn from_keyboard(key: &str) -> Option<Self> {
        match key {
            "Backspace" => Some(Self::Erase),
            "Delete" => Some(Self::Clear),
            "Enter" => Some(Self::Enter),
            _ => match key.as_bytes() {
                [digit @ b'0'..=b'9'] => Some(Self::Digit(digit - b'0')),
                _ => None,
            },
        }
    }
}

/// The number after a key, in minor units: digits come in from the right, as on any till.
///
/// A key that would make the number too large changes nothing.
pub fn entered(minor: i64, key: PadKey) -> i64 {
    let shifted = |by: i64, digit: i64| {
        minor
            .checked_mul(by)
            .and_then(|value| value.checked_add(digit))
            .filter(|&v| v <= ENTRY_MAX)
    };
    match key {
        PadKey::Digit(digit) => shifted(10, i64::from(digit)).unwrap_or(minor),
        PadKey::DoubleZero => shifted(100, 0).unwrap_or(minor),
        PadKey::Erase => minor / 10,
        PadKey::Clear => 0,
        PadKey::Enter => minor,
    }
}

/// What a key of the PIN pad led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PinStep {
    /// The PIN goes on.
    More,
    /// The PIN is complete; the pad is empty again.
    Done(String),
}

/// The digits of a PIN while it is entered; without `Debug`, so that no log can show them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PinEntry {
    digits: String,
}

impl PinEntry {
    /// How many digits are in.
    pub fn len(&self) -> usize {
        self.digits.len()
    }

    /// No digit is in.
    pub fn is_empty(&self) -> bool {
        self.digits.is_empty()
    }

    /// Takes all digits away.
    pub fn clear(&mut self) {
        self.digits.clear();
    }

    /// A key; `length` is where the PIN submits itself, or nothing where Enter has to.
    pub fn press(&mut self, key: PadKey, length: Option<usize>) -> PinStep {
        let limit = length.unwrap_or(PIN_DIGITS_MAX).min(PIN_DIGITS_MAX);
        match key {
            PadKey::Digit(digit) if self.digits.len() < limit => {
                self.digits.push(char::from(b'0' + digit.min(9)));
            }
            PadKey::Erase => {
                self.digits.pop();
            }
            PadKey::Clear => self.digits.clear(),
            PadKey::Digit(_) | PadKey::DoubleZero | PadKey::Enter => {}
        }
        let by_length = length.is_some_and(|length| self.digits.len() >= length);
        let by_enter = key == PadKey::Enter && self.digits.len() >= PIN_DIGITS_MIN;
        if by_length || by_enter {
            PinStep::Done(std::mem::take(&mut self.digits))
        } else {
            PinStep::More
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(keys: &[PadKey]) -> i64 {
        keys.iter().fold(0, |minor, &key| entered(minor, key))
    }

    #[test]
    fn digits_come_in_from_the_right() {
        use PadKey::{Clear, Digit, DoubleZero, Enter, Erase};
        assert_eq!(amount(&[Digit(4), Digit(2), Digit(5), Digit(0)]), 4_250);
        assert_eq!(amount(&[Digit(5), DoubleZero]), 500);
        assert_eq!(amount(&[Digit(5), DoubleZero, Erase]), 50);
        assert_eq!(amount(&[Erase, DoubleZero, Enter]), 0);
        assert_eq!(amount(&[Digit(7), Clear, Digit(3)]), 3);
    }

    #[test]
    fn a_number_that_would_be_too_large_stays_as_it_is() {
        assert_eq!(entered(ENTRY_MAX, PadKey::Digit(9)), ENTRY_MAX);
        assert_eq!(entered(99_999_999, PadKey::DoubleZero), 99_999_999);
        assert_eq!(entered(99_999_999, PadKey::Digit(9)), ENTRY_MAX);
    }

    #[test]
    fn keys_of_the_keyboard_are_keys_of_the_pad() {
        assert_eq!(PadKey::from_keyboard("7"), Some(PadKey::Digit(7)));
        assert_eq!(PadKey::from_keyboard("Backspace"), Some(PadKey::Erase));
        assert_eq!(PadKey::from_keyboard("F7"), None);
        assert_eq!(PadKey::from_keyboard("x"), None);
    }

    fn pin(keys: &str, length: Option<usize>) -> (PinEntry, PinStep) {
        let mut entry = PinEntry::default();
        let mut step = PinStep::More;
        for key in keys.chars() {
            let key = if key == '\n' {
                "Enter".to_owned()
            } else {
                key.to_string()
            };
            step = entry.press(PadKey::from_keyboard(&key).unwrap(), length);
        }
        (entry, step)
    }

    #[test]
    fn a_pin_of_known_length_submits_itself() {
        let (entry, step) = pin("1234", Some(4));
        assert_eq!(step, PinStep::Done("1234".to_owned()));
        assert!(entry.is_empty());
    }

    #[test]
    fn a_pin_of_unknown_length_waits_for_enter() {
        assert_eq!(pin("12345", None).1, PinStep::More);
        assert_eq!(pin("12345\n", None).1, PinStep::Done("12345".to_owned()));
        assert_eq!(
            pin("123456789\n", None).1,
            PinStep::Done("12345678".to_owned())
        );
    }

    #[test]
    fn three_digits_are_no_pin() {
        let (entry, step) = pin("123\n", None);
        assert_eq!((entry.len(), step), (3, PinStep::More));
    }
}
