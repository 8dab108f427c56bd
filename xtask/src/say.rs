//! Everything the project's commands print goes through here.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool talks to its terminal"
)]

use std::{
    io::{IsTerminal, Write},
    time::{Duration, Instant},
};

/// One line for the reader.
pub(crate) fn line(text: &str) {
    println!("{text}");
    // A pipe that nobody reads any more is no reason to stop.
    drop(std::io::stdout().flush());
}

/// One line that says what went wrong and what to do.
pub(crate) fn trouble(text: &str) {
    eprintln!("{text}");
}

/// The steps of a long command, each with its number and its time.
pub(crate) struct Steps {
    total: usize,
    done: usize,
    began: Instant,
    current: Option<(String, Instant)>,
}

impl Steps {
    /// A command of `total` steps starts now.
    pub(crate) fn new(total: usize) -> Self {
        Self {
            total,
            done: 0,
            began: Instant::now(),
            current: None,
        }
    }

    /// Ends the step before and begins the next.
    pub(crate) fn next(&mut self, title: &str) {
        self.end_current();
        self.done += 1;
        line(&bold(&format!("[{}/{}] {title}", self.done, self.total)));
        self.current = Some((title.to_owned(), Instant::now()));
    }

    /// Ends the last step and prints the time of all.
    pub(crate) fn finish(&mut self, what: &str) {
        self.end_current();
        line(&bold(&format!(
            "{what} ({})",
            seconds(self.began.elapsed())
        )));
    }

    fn end_current(&mut self) {
        if let Some((title, began)) = self.current.take() {
            line(&format!("      {title}: {}", seconds(began.elapsed())));
        }
    }
}

/// A duration as people say it: `0.4 s`, `12 s`, `3 min 05 s`.
pub(crate) fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0..=9 => format!("{}.{} s", time.as_secs(), time.subsec_millis() / 100),
        10..=59 => format!("{} s", time.as_secs()),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

fn bold(text: &str) -> String {
    if std::io::stdout().is_terminal() {
        format!("\x1b[1m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_speech() {
        assert_eq!(seconds(Duration::from_millis(449)), "0.4 s");
        assert_eq!(seconds(Duration::from_millis(12_900)), "12 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
    }
}
