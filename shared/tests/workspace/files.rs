//! What every file must be like.

use crate::{Source, all_is_well, sources};

const LINES_MAX: usize = 500;

fn long_files(sources: &[Source]) -> Vec<String> {
    let counted = sources
        .iter()
        .map(|source| (source, source.text.lines().count()));
    let long = counted.filter(|(_, lines)| *lines > LINES_MAX);
    long.map(|(source, lines)| format!("{} has {lines} lines, more than {LINES_MAX}", source.path))
        .collect()
}

#[test]
fn no_file_is_too_long() {
    all_is_well(long_files(&sources(&["rs", "css", "sql"])));
}

#[test]
fn one_line_too_many_is_found() {
    let sources = [LINES_MAX, LINES_MAX + 1].map(|lines| Source::new("a.rs", &"\n".repeat(lines)));
    assert_eq!(long_files(&sources), ["a.rs has 501 lines, more than 500"]);
}

fn silent_files(sources: &[Source]) -> Vec<String> {
    let silent = sources.iter().filter(|source| {
        let sentence = source
            .text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("//!"));
        sentence.is_none_or(|sentence| sentence.trim().is_empty())
    });
    silent
        .map(|source| format!("{} does not open with a `//!` sentence", source.path))
        .collect()
}

#[test]
fn every_file_says_what_it_holds() {
    all_is_well(silent_files(&sources(&["rs"])));
}

#[test]
fn a_silent_file_is_found() {
    let sources = [
        Source::new("good.rs", "//! Splits a check.\n"),
        Source::new("silent.rs", "use std::fs;\n//! Too late.\n"),
        Source::new("blank.rs", "//!\n"),
        Source::new("empty.rs", ""),
    ];
    let wrong = ["silent.rs", "blank.rs", "empty.rs"]
        .map(|path| format!("{path} does not open with a `//!` sentence"));
    assert_eq!(silent_files(&sources), wrong);
}

/// Ways round the lints; put together here so that this file does not find itself.
const LOOPHOLES: &[&str] = &[
    concat!("#[al", "low("),
    concat!("#![al", "low("),
    concat!("to", "do!("),
];

fn loopholes(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in sources {
        for (number, line) in source.text.lines().enumerate() {
            let found = LOOPHOLES
                .iter()
                .filter(|loophole| line.contains(**loophole));
            wrong.extend(found.map(|way| format!("{}:{} has `{way}`", source.path, number + 1)));
        }
    }
    wrong
}

#[test]
fn nobody_goes_round_the_lints() {
    all_is_well(loopholes(&sources(&["rs"])));
}

#[test]
fn a_way_round_the_lints_is_found() {
    let text = format!(
        "//! A.\n{}dead_code)]\n    {})\n",
        LOOPHOLES[0], LOOPHOLES[2]
    );
    let wrong = [
        format!("a.rs:2 has `{}`", LOOPHOLES[0]),
        format!("a.rs:3 has `{}`", LOOPHOLES[2]),
    ];
    assert_eq!(loopholes(&[Source::new("a.rs", &text)]), wrong);
}
