//! Kicks of the drawer that may leave at once.
//!
//! A cashier stands before the drawer and waits. So a kick is written as «on its way» in the
//! transaction of the sale itself, while the printer is being asked whether it is ready; when both
//! are done the kick leaves, with no second write in between. Until it begins its row says more
//! than is true, and here stands what is: after a crash somebody is asked, and no drawer opens
//! twice by itself.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::ids::JobId;
use tokio::sync::watch;

use crate::engine::PrintTask;

/// Kicks that are on the disk and have not begun, for the tasks of the printers.
#[derive(Clone, Debug)]
pub struct Kicks {
    waiting: Arc<Mutex<Vec<(String, PrintTask)>>>,
    /// Grows when a kick will follow soon.
    soon: watch::Sender<u64>,
    /// Grows with each kick that is on the disk.
    there: watch::Sender<u64>,
}

impl Default for Kicks {
    fn default() -> Self {
        Self {
            waiting: Arc::default(),
            soon: watch::channel(0).0,
            there: watch::channel(0).0,
        }
    }
}

impl Kicks {
    /// Somebody pays: whoever has a drawer may make ready.
    pub(crate) fn announce(&self) {
        self.soon
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    /// This kick is on the disk.
    pub(crate) fn add(&self, printer: &str, task: PrintTask) {
        self.waiting().push((printer.to_owned(), task));
        self.there
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Whether this kick has not begun, whatever its row says.
    pub(crate) fn contains(&self, id: JobId) -> bool {
        self.waiting().iter().any(|(_, task)| task.id == id)
    }

    /// Begins this kick, or gives it up: true for the first who says so.
    pub(crate) fn take(&self, id: JobId) -> bool {
        let mut waiting = self.waiting();
        let place = waiting.iter().position(|(_, task)| task.id == id);
        place.map(|place| waiting.remove(place)).is_some()
    }

    /// Begins the next kick of a printer.
    fn next_at(&self, printer: &str) -> Option<PrintTask> {
        let mut waiting = self.waiting();
        let place = waiting.iter().position(|(at, _)| at == printer)?;
        Some(waiting.remove(place).1)
    }

    /// Tells when a kick will follow soon.
    pub(crate) fn listen(&self) -> watch::Receiver<u64> {
        self.soon.subscribe()
    }

    /// Waits for a kick of this printer and begins it.
    pub(crate) async fn wait_at(&self, printer: &str) -> Option<PrintTask> {
        let mut there = self.there.subscribe();
        loop {
            if let Some(task) = self.next_at(printer) {
                return Some(task);
            }
            there.changed().await.ok()?;
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<(String, PrintTask)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use printers::spool::{JobState, Lane};

    use super::*;

    fn kick(n: u8) -> PrintTask {
        PrintTask {
            id: JobId::new(1, [n; 10]),
            lane: Lane::Kick,
            state: JobState::Queued,
            attempt: 0,
            expires_at_ms: 5_000,
            paper: String::new(),
        }
    }

    #[test]
    fn a_kick_begins_once() {
        let kicks = Kicks::default();
        kicks.add("Bar", kick(1));
        assert!(kicks.take(kick(1).id));
        assert!(!kicks.take(kick(1).id));
        assert!(kicks.next_at("Bar").is_none());
    }

    #[tokio::test]
    async fn a_kick_that_came_before_anybody_waited_is_not_missed() {
        let kicks = Kicks::default();
        kicks.add("Cassa", kick(1));
        kicks.add("Bar", kick(2));
        let first = kicks.wait_at("Bar").await.map(|task| task.id);
        assert_eq!(first, Some(kick(2).id));
        assert!(kicks.contains(kick(1).id));
    }
}
