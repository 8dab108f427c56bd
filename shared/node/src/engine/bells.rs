//! Where those who work beside the engine wait for it.

use tokio::sync::watch;

use crate::kicks::Kicks;

/// Where work waits: the sync loop and the printers' tasks look here.
#[derive(Clone, Debug)]
pub struct Bells {
    /// Grows with each row for the hub.
    pub outbox: watch::Sender<u64>,
    /// Grows with each job or change of a job.
    pub jobs: watch::Sender<u64>,
    /// Grows with each catalogue.
    pub catalogue: watch::Sender<u64>,
    /// Grows with each enrolment.
    pub enrolled: watch::Sender<u64>,
    /// Drawers to open at once.
    pub kicks: Kicks,
}

impl Default for Bells {
    fn default() -> Self {
        let bell = || watch::channel(0).0;
        Self {
            outbox: bell(),
            jobs: bell(),
            catalogue: bell(),
            enrolled: bell(),
            kicks: Kicks::default(),
        }
    }
}

pub(super) fn ring(bell: &watch::Sender<u64>) {
    bell.send_modify(|count| *count = count.wrapping_add(1));
}
