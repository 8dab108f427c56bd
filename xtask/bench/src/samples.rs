//! Times that were measured, and what is said about them.

use std::time::Duration;

/// Times of one run, or of several.
#[derive(Clone, Debug, Default)]
pub(crate) struct Samples {
    times: Vec<Duration>,
}

impl Samples {
    pub(crate) fn push(&mut self, time: Duration) {
        self.times.push(time);
    }

    pub(crate) fn len(&self) -> usize {
        self.times.len()
    }

    /// Both together.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.times.extend(other.times);
        self
    }

    /// The time that half of them do not exceed.
    pub(crate) fn p50(&self) -> Duration {
        self.percentile(50)
    }

    /// The time that one of a hundred exceeds.
    pub(crate) fn p99(&self) -> Duration {
        self.percentile(99)
    }

    /// The nearest rank: a time that was really measured.
    fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.times.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        sorted.get(rank - 1).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ms: impl IntoIterator<Item = u64>) -> Samples {
        let mut samples = Samples::default();
        for ms in ms {
            samples.push(Duration::from_millis(ms));
        }
        samples
    }

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let samples = of((1..=200).rev());
        assert_eq!(samples.p50(), Duration::from_millis(100));
        assert_eq!(samples.p99(), Duration::from_millis(198));
        assert_eq!(of([7]).p99(), Duration::from_millis(7));
        assert_eq!(of([]).p50(), Duration::ZERO);
    }
}
