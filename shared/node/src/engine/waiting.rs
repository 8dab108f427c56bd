//! What the hub does not have yet, counted without asking the disk at each touch.

use std::collections::HashSet;

use local_store::{Batch, Offers, Store, StoreError};
use shared::ids::OrderId;

use super::Engine;

/// What the hub does not have yet.
#[derive(Default)]
pub(super) struct Waiting {
    pub(super) items: u32,
    pub(super) orders: HashSet<OrderId>,
    /// What lies on the shelf and a hub that lost its log is offered by and by.
    pub(super) offers: Offers,
}

impl Waiting {
    pub(super) fn read(store: &Store) -> Result<Self, StoreError> {
        let orders = store.orders_waiting()?.into_iter().collect();
        let offers = store.offers()?;
        Ok(Self {
            items: store.waiting()?.items.saturating_add(offers.edits),
            orders,
            offers,
        })
    }
}

impl Engine {
    /// Since when something waits for the hub; none while nothing does.
    pub fn oldest_waiting_at_ms(&self) -> Option<i64> {
        self.waiting_since_ms
    }

    /// Orders that the hub does not have whole; a gift card's document is none.
    pub(super) fn orders_waiting(&self) -> u32 {
        let orders = self.waiting.orders.iter();
        let orders = orders.filter(|id| !self.cards.contains(id));
        let orders = u32::try_from(orders.count()).unwrap_or(u32::MAX);
        orders.saturating_add(self.waiting.offers.orders)
    }

    /// Counts what a committed action left for the hub, without asking the disk.
    pub(super) fn count_waiting(&mut self, batch: &Batch) {
        let own = batch.chunks.iter().filter(|chunk| chunk.own);
        let mut more = batch.facts.len();
        for chunk in own {
            more += 1;
            self.waiting.orders.insert(chunk.order);
        }
        if more > 0 {
            self.waiting.items = self
                .waiting
                .items
                .saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
            self.note_waiting();
        }
    }

    /// Counts anew what waits, after the hub took some of it.
    pub(super) fn recount_waiting(&mut self) {
        match Waiting::read(&self.store) {
            Ok(waiting) => self.waiting = waiting,
            Err(error) => tracing::error!("{error}"),
        }
        self.note_waiting();
    }

    fn note_waiting(&mut self) {
        self.waiting_since_ms = match (self.waiting.items, self.waiting_since_ms) {
            (0, _) => None,
            (_, None) => Some(self.source.now_ms()),
            (_, since) => since,
        };
        self.tell_world();
    }
}
