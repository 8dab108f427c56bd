//! Everything that is printed goes through here.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool talks to its terminal"
)]

/// One line for the reader.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// What went wrong.
pub(crate) fn trouble(text: &str) {
    eprintln!("{text}");
}
