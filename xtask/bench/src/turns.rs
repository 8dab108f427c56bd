//! Measures in turns, so that whatever else the machine does meets both sides.

use std::time::Duration;

use anyhow::Result;

use crate::{
    report::{Goal, Row, Value},
    samples::Samples,
    say,
};

/// Baselines of one row may differ by so many percent.
const BASELINES_APART_PERCENT_MAX: u128 = 25;
/// A row whose baselines differ too much is measured anew at most so often.
const TRIES_MAX: u32 = 3;

/// One side of a row: a run of it each time it is asked.
pub(crate) type Side<'a> = &'a mut dyn FnMut() -> Result<Samples>;

/// Both sides of a row, measured in turns.
#[derive(Debug)]
pub(crate) struct Turns {
    /// The baseline of both turns.
    pub(crate) baseline: Samples,
    /// The product of both turns.
    pub(crate) product: Samples,
    /// The medians of the two baselines, in the order of the turns.
    medians: [Duration; 2],
    tries: u32,
}

impl Turns {
    /// Baseline, product, baseline, product; again while the baselines differ too much.
    pub(crate) fn take(baseline: Side<'_>, product: Side<'_>) -> Result<Self> {
        let mut tries = 1;
        loop {
            let (first, mine) = (baseline()?, product()?);
            let (second, mine_again) = (baseline()?, product()?);
            let turns = Self {
                medians: [first.p50(), second.p50()],
                baseline: first.and(second),
                product: mine.and(mine_again),
                tries,
            };
            say::line(&format!("     {}", turns.told()));
            if turns.apart_percent() <= BASELINES_APART_PERCENT_MAX || tries == TRIES_MAX {
                return Ok(turns);
            }
            tries += 1;
        }
    }

    /// How far the two baselines are apart.
    fn apart_percent(&self) -> u128 {
        let [one, other] = self.medians.map(|median| median.as_nanos());
        let (low, high) = (one.min(other), one.max(other));
        (high - low) * 100 / low.max(1)
    }

    fn told(&self) -> String {
        let [one, other] = self.medians.map(|median| Value::time(median).text());
        format!(
            "{} and {} samples; baseline p50 {one} then {other}; product p50 {}, p99 {}",
            self.baseline.len(),
            self.product.len(),
            Value::time(self.product.p50()).text(),
            Value::time(self.product.p99()).text(),
        )
    }

    /// The row of the medians: judged by how many times the baseline's the product's is.
    pub(crate) fn median_row(&self, name: &str, goal_hundredths: u64) -> Row {
        let row = Row::new(name, Value::time(self.product.p50()))
            .against(Value::time(self.baseline.p50()))
            .aimed_at(Goal::Ratio(goal_hundredths));
        self.judged(row)
    }

    /// The row of the medians: judged by the time, with the baseline beside it.
    pub(crate) fn median_within(&self, name: &str, goal: Duration) -> Row {
        let row = Row::new(name, Value::time(self.product.p50()))
            .against(Value::time(self.baseline.p50()))
            .aimed_at(Goal::Value(Value::time(goal)));
        self.judged(row)
    }

    /// The row of the slowest of a hundred: told, with a goal in time where there is one.
    pub(crate) fn tail_row(&self, name: &str, goal: Option<Duration>) -> Row {
        let row = Row::new(name, Value::time(self.product.p99()))
            .against(Value::time(self.baseline.p99()));
        let row = match goal {
            Some(goal) => row.aimed_at(Goal::Value(Value::time(goal))),
            None => row,
        };
        self.judged(row)
    }

    fn judged(&self, row: Row) -> Row {
        let apart = self.apart_percent();
        if apart > BASELINES_APART_PERCENT_MAX {
            let [one, other] = self.medians.map(|median| Value::time(median).text());
            return row.not_judged(format!(
                "not judged: its baselines were {one} and {other}, {apart} % apart, in the last of {} tries",
                self.tries
            ));
        }
        if self.tries > 1 {
            return row.with_note(format!(
                "try {}: in those before the baselines differed by more than {BASELINES_APART_PERCENT_MAX} %",
                self.tries
            ));
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_of(us: u64) -> Samples {
        let mut samples = Samples::default();
        samples.push(Duration::from_micros(us));
        samples
    }

    #[test]
    fn a_steady_machine_is_judged() {
        let turns = Turns::take(&mut || Ok(run_of(100)), &mut || Ok(run_of(150))).unwrap();
        assert_eq!(turns.median_row("x", 200).met(), Some(true));
        assert_eq!(turns.median_row("x", 149).met(), Some(false));
    }

    #[test]
    fn baselines_too_far_apart_are_measured_anew_and_then_not_judged() {
        let mut runs = 0;
        let mut baseline = || {
            runs += 1;
            Ok(run_of(if runs % 2 == 0 { 126 } else { 100 }))
        };
        let turns = Turns::take(&mut baseline, &mut || Ok(run_of(150))).unwrap();
        let row = turns.median_row("x", 200);
        assert_eq!(row.met(), None);
        assert_eq!(runs, 2 * TRIES_MAX);
    }
}
