//! Tells a barcode scanner from a person at the keyboard.
//!
//! A scanner in keyboard mode types a whole code in one burst and ends it with Enter. Characters
//! are held back for a moment until it is clear who typed, so that a scan never also presses the
//! keys of the screen, and a person's keys are late by one twentieth of a second at most.

/// At least so many characters make a scan.
const SCAN_CHARS_MIN: usize = 4;
/// At most so many characters are held back; no code on a package is longer.
const SCAN_CHARS_MAX: usize = 256;
/// Two keys of one scan are no further apart.
pub const BURST_GAP_MS: i64 = 50;

/// What is known after a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Nothing yet: the characters may be the start of a scan.
    Held,
    /// A person typed these characters, in this order.
    Chars(Vec<char>),
    /// A scanner read this code; its Enter belongs to it.
    Scan(String),
}

/// Holds the characters of what may be a scan.
#[derive(Clone, Debug, Default)]
pub struct Scanner {
    held: Vec<char>,
    last_ms: i64,
}

impl Scanner {
    /// A character key at a moment of the event clock.
    pub fn character(&mut self, character: char, at_ms: i64) -> Typed {
        let broken = !self.held.is_empty() && at_ms - self.last_ms > BURST_GAP_MS;
        let full = self.held.len() >= SCAN_CHARS_MAX;
        let before = if broken || full {
            std::mem::take(&mut self.held)
        } else {
            Vec::new()
        };
        self.held.push(character);
        self.last_ms = at_ms;
        if before.is_empty() {
            Typed::Held
        } else {
            Typed::Chars(before)
        }
    }

    /// The Enter key: the end of a scan, or of nothing.
    pub fn enter(&mut self, at_ms: i64) -> Typed {
        let held = std::mem::take(&mut self.held);
        if held.len() >= SCAN_CHARS_MIN && at_ms - self.last_ms <= BURST_GAP_MS {
            Typed::Scan(held.into_iter().collect())
        } else {
            Typed::Chars(held)
        }
    }

    /// Gives up what is held, because another key came or nothing came for too long.
    pub fn release(&mut self) -> Vec<char> {
        std::mem::take(&mut self.held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_all(scanner: &mut Scanner, text: &str, gap_ms: i64) -> (Vec<char>, i64) {
        let (mut people, mut at_ms) = (Vec::new(), 1_000);
        for character in text.chars() {
            at_ms += gap_ms;
            if let Typed::Chars(chars) = scanner.character(character, at_ms) {
                people.extend(chars);
            }
        }
        (people, at_ms)
    }

    #[test]
    fn a_burst_with_enter_is_a_scan_and_presses_no_key() {
        let mut scanner = Scanner::default();
        let (people, at_ms) = type_all(&mut scanner, "8001234567890", 50);
        assert!(people.is_empty());
        assert_eq!(
            scanner.enter(at_ms + 50),
            Typed::Scan("8001234567890".to_owned())
        );
        assert!(scanner.release().is_empty());
    }

    #[test]
    fn three_quick_characters_are_a_person() {
        let mut scanner = Scanner::default();
        let (_, at_ms) = type_all(&mut scanner, "123", 10);
        assert_eq!(scanner.enter(at_ms + 10), Typed::Chars(vec!['1', '2', '3']));
    }

    #[test]
    fn slow_characters_reach_the_screen_in_their_order() {
        let mut scanner = Scanner::default();
        let (mut people, at_ms) = type_all(&mut scanner, "12345", 51);
        assert_eq!(people, ['1', '2', '3', '4']);
        if let Typed::Chars(chars) = scanner.enter(at_ms + 10) {
            people.extend(chars);
        }
        assert_eq!(people, ['1', '2', '3', '4', '5']);
    }

    #[test]
    fn an_enter_that_comes_late_ends_no_scan() {
        let mut scanner = Scanner::default();
        let (_, at_ms) = type_all(&mut scanner, "12345", 10);
        assert_eq!(
            scanner.enter(at_ms + 51),
            Typed::Chars(vec!['1', '2', '3', '4', '5'])
        );
    }

    #[test]
    fn a_key_that_never_stops_does_not_fill_the_memory() {
        let mut scanner = Scanner::default();
        let (people, _) = type_all(&mut scanner, &"a".repeat(SCAN_CHARS_MAX + 1), 10);
        assert_eq!(people.len(), SCAN_CHARS_MAX);
    }
}
