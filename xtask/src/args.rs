//! Flags of a command: declared once, read once, shown by `--help`.

use std::{collections::BTreeMap, str::FromStr};

/// One flag that a command knows.
pub(crate) struct Flag {
    /// With its dashes, as it is typed.
    pub(crate) name: &'static str,
    /// What stands for the value in the help, if the flag takes one.
    pub(crate) value: Option<&'static str>,
    /// One line for the help.
    pub(crate) help: &'static str,
}

/// A flag without a value.
pub(crate) const fn switch(name: &'static str, help: &'static str) -> Flag {
    Flag {
        name,
        value: None,
        help,
    }
}

/// A flag with a value.
pub(crate) const fn option(name: &'static str, value: &'static str, help: &'static str) -> Flag {
    Flag {
        name,
        value: Some(value),
        help,
    }
}

/// Why the words after a command make no sense.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ArgError {
    #[error("there is no command `{0}`")]
    UnknownCommand(String),
    #[error("`{command}` has no flag `{flag}`")]
    UnknownFlag { command: &'static str, flag: String },
    #[error("`{flag}` needs a value: {flag} {value}")]
    NoValue {
        flag: &'static str,
        value: &'static str,
    },
    #[error("`{flag}` takes no value, but `{given}` was given")]
    NotWanted { flag: &'static str, given: String },
    #[error("`{flag}` was given twice")]
    Twice { flag: &'static str },
    #[error("`{flag}` goes only with `{other}`")]
    Needs {
        flag: &'static str,
        other: &'static str,
    },
    #[error("`{flag}` does not go with `{other}`")]
    Clash {
        flag: &'static str,
        other: &'static str,
    },
    #[error("`{flag} {given}` is not {allowed}")]
    BadValue {
        flag: &'static str,
        given: String,
        allowed: &'static str,
    },
}

/// The flags that were typed, checked against those the command knows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Given {
    values: BTreeMap<&'static str, String>,
}

impl Given {
    /// Reads `--flag`, `--flag value` and `--flag=value`.
    pub(crate) fn read(
        command: &'static str,
        known: &[Flag],
        words: &[String],
    ) -> Result<Self, ArgError> {
        let mut values = BTreeMap::new();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let (typed, inline) = match word.split_once('=') {
                Some((typed, inline)) => (typed, Some(inline.to_owned())),
                None => (word.as_str(), None),
            };
            let Some(flag) = known.iter().find(|flag| flag.name == typed) else {
                return Err(ArgError::UnknownFlag {
                    command,
                    flag: word.clone(),
                });
            };
            let value = match (flag.value, inline) {
                (None, None) => String::new(),
                (None, Some(given)) => {
                    return Err(ArgError::NotWanted {
                        flag: flag.name,
                        given,
                    });
                }
                (Some(_), Some(given)) => given,
                (Some(value), None) => match words.next() {
                    Some(given) if !given.starts_with("--") => given.clone(),
                    _ => {
                        return Err(ArgError::NoValue {
                            flag: flag.name,
                            value,
                        });
                    }
                },
            };
            if values.insert(flag.name, value).is_some() {
                return Err(ArgError::Twice { flag: flag.name });
            }
        }
        Ok(Self { values })
    }

    /// Whether the flag was typed.
    pub(crate) fn has(&self, flag: &'static str) -> bool {
        self.values.contains_key(flag)
    }

    /// The value of a flag, if it was typed.
    pub(crate) fn text(&self, flag: &'static str) -> Option<&str> {
        self.values.get(flag).map(String::as_str)
    }

    /// The value of a flag as a `T` that passes `check`.
    pub(crate) fn parsed<T: FromStr>(
        &self,
        flag: &'static str,
        allowed: &'static str,
        check: impl Fn(&T) -> bool,
    ) -> Result<Option<T>, ArgError> {
        let Some(given) = self.text(flag) else {
            return Ok(None);
        };
        match given.parse::<T>() {
            Ok(value) if check(&value) => Ok(Some(value)),
            _ => Err(ArgError::BadValue {
                flag,
                given: given.to_owned(),
                allowed,
            }),
        }
    }
}

/// The flags as lines of a help text.
pub(crate) fn help(flags: &[Flag]) -> String {
    let left: Vec<String> = flags
        .iter()
        .map(|flag| match flag.value {
            Some(value) => format!("{} {value}", flag.name),
            None => flag.name.to_owned(),
        })
        .collect();
    let width = left.iter().map(String::len).max().unwrap_or_default();
    flags
        .iter()
        .zip(&left)
        .map(|(flag, left)| format!("  {left:width$}  {}\n", flag.help))
        .collect::<Vec<_>>()
        .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[Flag] = &[
        option("--speed", "N", "how fast"),
        switch("--fresh", "starts empty"),
    ];

    fn read(words: &[&str]) -> Result<Given, ArgError> {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        Given::read("demo", KNOWN, &words)
    }

    #[test]
    fn values_come_after_a_space_or_an_equals_sign() {
        assert_eq!(read(&["--speed", "8"]), read(&["--speed=8"]));
        let given = read(&["--speed", "8", "--fresh"]).expect("good words");
        assert!(given.has("--fresh"));
        assert_eq!(given.text("--speed"), Some("8"));
    }

    #[test]
    fn unknown_flags_are_named() {
        let wrong = read(&["--fresch"]).expect_err("no such flag");
        assert_eq!(wrong.to_string(), "`demo` has no flag `--fresch`");
    }

    #[test]
    fn missing_values_are_named() {
        let wrong = read(&["--speed", "--fresh"]).expect_err("no value");
        assert_eq!(wrong.to_string(), "`--speed` needs a value: --speed N");
    }

    #[test]
    fn a_switch_takes_no_value_and_comes_once() {
        assert!(matches!(
            read(&["--fresh=yes"]),
            Err(ArgError::NotWanted { .. })
        ));
        assert!(matches!(
            read(&["--fresh", "--fresh"]),
            Err(ArgError::Twice { .. })
        ));
    }

    #[test]
    fn values_out_of_range_are_refused() {
        let given = read(&["--speed", "0"]).expect("good words");
        let wrong = given.parsed("--speed", "a whole number from 1", |n: &u32| *n > 0);
        assert_eq!(
            wrong.expect_err("zero").to_string(),
            "`--speed 0` is not a whole number from 1"
        );
    }
}
