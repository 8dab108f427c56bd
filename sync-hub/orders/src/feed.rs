//! The newest entries of a site's log in memory, and a bell that rings when it grows.
//!
//! A connection that keeps up is served from here; one that is behind reads the database. Either
//! way it holds a cursor and no queue.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use shared::{api::device::DeviceRole, ids::DeviceId};
use sync_protocol::Item;
use tokio::sync::watch;

/// Most entries in memory.
const RING_ENTRIES_MAX: usize = 4_096;
/// Most bytes in memory.
const RING_BYTES_MAX: usize = 8 << 20;

/// An entry that travels to other devices.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) seq: u64,
    pub(crate) from: DeviceId,
    pub(crate) item: Arc<Item>,
}

/// What a connection reads in one go.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) items: Vec<(u64, Arc<Item>)>,
    pub(crate) up_to: u64,
}

#[derive(Debug)]
struct Ring {
    /// All that travels after this place and up to the head is in `entries`.
    floor: u64,
    head: u64,
    bytes: usize,
    entries: VecDeque<Entry>,
}

/// The newest part of one log.
#[derive(Debug)]
pub(crate) struct Feed {
    ring: Mutex<Ring>,
    /// Rings first: a cook waits for the ticket, and two hundred devices take their time.
    head_of_kitchens: watch::Sender<u64>,
    head: watch::Sender<u64>,
}

impl Feed {
    /// A feed of a log that ends here.
    pub(crate) fn new(head: u64) -> Self {
        let ring = Ring {
            floor: head,
            head,
            bytes: 0,
            entries: VecDeque::new(),
        };
        Self {
            ring: Mutex::new(ring),
            head_of_kitchens: watch::channel(head).0,
            head: watch::channel(head).0,
        }
    }

    /// Tells where the log ends, now and later.
    pub(crate) fn listen(&self, role: DeviceRole) -> watch::Receiver<u64> {
        match role {
            DeviceRole::Kitchen => self.head_of_kitchens.subscribe(),
            DeviceRole::Till => self.head.subscribe(),
        }
    }

    /// The log grew from after `before` to `head`, by these entries and by others that do not
    /// travel. Called in the order of the commits.
    pub(crate) fn publish(&self, before: u64, head: u64, entries: Vec<Entry>) {
        {
            let mut ring = self.ring();
            if before != ring.head {
                // Something was committed without being told of here: start again behind it.
                ring.entries.clear();
                ring.bytes = 0;
                ring.floor = before;
            }
            ring.head = head;
            for entry in entries {
                ring.bytes = ring.bytes.saturating_add(entry.item.size());
                ring.entries.push_back(entry);
            }
            ring.shrink();
        }
        self.head_of_kitchens.send_replace(head);
        self.head.send_replace(head);
    }

    /// What a device should have after a place; none when that is too far back for the memory.
    pub(crate) fn page(&self, after: u64, limit: usize, reader: DeviceId) -> Option<Page> {
        let ring = self.ring();
        if after < ring.floor {
            return None;
        }
        let start = ring.entries.partition_point(|entry| entry.seq <= after);
        let mut rest = ring.entries.range(start..);
        let (mut items, mut up_to) = (Vec::new(), after);
        for entry in rest.by_ref().take(limit) {
            up_to = entry.seq;
            if entry.from != reader {
                items.push((entry.seq, Arc::clone(&entry.item)));
            }
        }
        if rest.next().is_none() {
            up_to = ring.head.max(after);
        }
        Some(Page { items, up_to })
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ring {
    fn shrink(&mut self) {
        while self.entries.len() > RING_ENTRIES_MAX || self.bytes > RING_BYTES_MAX {
            let Some(oldest) = self.entries.pop_front() else {
                return;
            };
            self.floor = oldest.seq;
            self.bytes = self.bytes.saturating_sub(oldest.item.size());
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::OrderId;
    use sync_protocol::Change;

    use super::*;

    const TILL: DeviceId = DeviceId::from_bytes([1; 16]);
    const KITCHEN: DeviceId = DeviceId::from_bytes([2; 16]);

    fn entry(seq: u64, len: usize) -> Entry {
        let change = Change::new(OrderId::from_bytes([9; 16]), vec![0; len]);
        Entry {
            seq,
            from: TILL,
            item: Arc::new(Item::Change(change)),
        }
    }

    fn seqs(page: &Page) -> Vec<u64> {
        page.items.iter().map(|(seq, _)| *seq).collect()
    }

    #[test]
    fn a_reader_gets_what_others_made_and_passes_its_own() {
        let feed = Feed::new(10);
        feed.publish(10, 13, vec![entry(11, 1), entry(13, 1)]);
        let page = feed.page(10, 100, KITCHEN).unwrap();
        assert_eq!((seqs(&page), page.up_to), (vec![11, 13], 13));
        let page = feed.page(10, 100, TILL).unwrap();
        assert_eq!((seqs(&page), page.up_to), (vec![], 13));
    }

    #[test]
    fn a_full_page_ends_at_its_last_entry() {
        let feed = Feed::new(0);
        feed.publish(0, 5, (1..=4).map(|seq| entry(seq, 1)).collect());
        let page = feed.page(0, 3, KITCHEN).unwrap();
        assert_eq!((seqs(&page), page.up_to), (vec![1, 2, 3], 3));
        let page = feed.page(3, 3, KITCHEN).unwrap();
        assert_eq!(
            (seqs(&page), page.up_to),
            (vec![4], 5),
            "a fact ends the log"
        );
    }

    #[test]
    fn a_reader_from_before_the_memory_is_sent_to_the_database() {
        let feed = Feed::new(10);
        assert!(feed.page(9, 100, KITCHEN).is_none());
        assert_eq!(feed.page(10, 100, KITCHEN).unwrap().up_to, 10);
    }

    #[test]
    fn the_memory_is_bounded_in_entries_and_in_bytes() {
        let feed = Feed::new(0);
        for seq in 1..=5_000 {
            feed.publish(seq - 1, seq, vec![entry(seq, 1)]);
        }
        assert!(feed.page(903, 1, KITCHEN).is_none());
        assert!(feed.page(904, 1, KITCHEN).is_some());
        for seq in 5_001..=5_020 {
            feed.publish(seq - 1, seq, vec![entry(seq, 1 << 20)]);
        }
        assert!(feed.page(5_012, 1, KITCHEN).is_none());
    }

    #[test]
    fn entries_that_were_not_told_of_are_never_passed_over() {
        let feed = Feed::new(0);
        feed.publish(0, 1, vec![entry(1, 1)]);
        feed.publish(2, 3, vec![entry(3, 1)]);
        assert!(feed.page(1, 10, KITCHEN).is_none());
        assert_eq!(seqs(&feed.page(2, 10, KITCHEN).unwrap()), [3]);
    }
}
