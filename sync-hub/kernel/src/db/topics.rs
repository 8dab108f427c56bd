//! Wakes those who wait for a commit that concerns them.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use tokio::sync::watch;

/// What a commit was about: a word of the module that announces it.
pub type Topic = &'static str;

/// One counter a topic.
#[derive(Debug, Default)]
pub(super) struct Topics(Mutex<HashMap<Topic, watch::Sender<u64>>>);

impl Topics {
    pub(super) fn listen(&self, topic: Topic) -> watch::Receiver<u64> {
        let mut topics = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        topics
            .entry(topic)
            .or_insert_with(|| watch::channel(0).0)
            .subscribe()
    }

    pub(super) fn announce(&self, announced: &[Topic]) {
        if announced.is_empty() {
            return;
        }
        let topics = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for sender in announced.iter().filter_map(|topic| topics.get(topic)) {
            sender.send_modify(|count| *count = count.wrapping_add(1));
        }
    }
}
