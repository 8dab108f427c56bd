//! How much of anything the hub takes, and the checks that say so to the sender.

use std::time::Duration;

use crate::HttpError;

/// Largest body of a request; a route that imports files sets its own.
pub const BODY_BYTES_MAX: usize = 1 << 20;
/// Largest body of a request that imports files.
pub const IMPORT_BYTES_MAX: usize = 16 << 20;
/// Longest name of anything.
pub const NAME_CHARS_MAX: usize = 80;
/// Longest free text.
pub const TEXT_CHARS_MAX: usize = 2_000;
/// Most rows in one answer.
pub const PAGE_ROWS_MAX: u32 = 500;
/// Longest time for one request.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);

/// The text without blanks around it, if it is a name of 1 to [`NAME_CHARS_MAX`] characters.
pub fn name<'a>(place: &str, text: &'a str) -> Result<&'a str, HttpError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(HttpError::invalid(place, "must not be empty"));
    }
    at_most(place, text, NAME_CHARS_MAX)
}

/// The text, if it has at most so many characters and no control characters.
pub fn at_most<'a>(place: &str, text: &'a str, chars_max: usize) -> Result<&'a str, HttpError> {
    if text.chars().count() > chars_max {
        return Err(HttpError::invalid(
            place,
            format!("must have at most {chars_max} characters"),
        ));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(HttpError::invalid(
            place,
            "must not contain control characters",
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_to_eighty_characters() {
        let long = |chars| "è".repeat(chars);
        assert_eq!(name("name", "  Bar ").unwrap(), "Bar");
        assert_eq!(
            name("name", &long(NAME_CHARS_MAX)).unwrap(),
            long(NAME_CHARS_MAX)
        );
        assert!(name("name", &long(NAME_CHARS_MAX + 1)).is_err());
        assert!(name("name", "   ").is_err());
    }

    #[test]
    fn an_escape_character_is_refused_with_its_place() {
        let error = name("printer", "bar\u{1b}@").unwrap_err();
        assert_eq!(error.problem().place.as_deref(), Some("printer"));
    }
}
