//! What comes from other devices, and what the hub says of ours.

use local_store::{Batch, NewChunk, Quarantined, StoreError};
use order_doc::Merged;
use shared::{
    api::{Problem, device::DeviceRole},
    ids::OrderId,
    journal::Hash,
};
use sync_protocol::{Change, Item};

use super::{Action, Engine, disk, names};

/// An item of ours that the hub did not take.
#[derive(Clone, Debug)]
pub struct RefusedByHub {
    /// Its place in the outbox.
    pub number: u64,
    /// Why.
    pub why: String,
}

impl Engine {
    /// Takes in what others did, together with how far we have read the hub's log.
    ///
    /// A change that cannot be taken in is kept aside, with the reason; the others go in.
    pub fn take_in(&mut self, items: Vec<Item>, seq: u64) -> Result<(), Problem> {
        let taken = self.take_all_in(items, seq);
        if taken.is_err() {
            self.forget_unfinished();
        }
        taken
    }

    fn take_all_in(&mut self, items: Vec<Item>, seq: u64) -> Result<(), Problem> {
        let mut action = Action {
            foreign: true,
            ..Action::default()
        };
        let mut seen = Vec::new();
        for item in items {
            match item {
                Item::Change(change) => {
                    seen.push(change.order);
                    self.take_change(&mut action, change)?;
                }
                // Facts belong to the device that says them; the hub keeps them all.
                Item::Fact(_) => {}
            }
        }
        action
            .batch
            .device
            .push((names::CURSOR.to_owned(), seq.to_string()));
        let touched = action.touched.clone();
        self.commit(action)?;
        if self.role == DeviceRole::Kitchen {
            self.mark_shown(&touched)?;
        }
        // After a month away a till hears of a month of checks: nobody looks at them now.
        for order in seen {
            self.let_go_of_old(order);
        }
        Ok(())
    }

    fn take_change(&mut self, action: &mut Action, change: Change) -> Result<(), Problem> {
        if self
            .store
            .has_chunk(change.order, &change.sha256)
            .map_err(disk)?
        {
            return Ok(());
        }
        let now_ms = self.source.now_ms();
        match self.merge(&change, now_ms) {
            Ok(Merged::Known) => {}
            Ok(Merged::New | Merged::Waiting) => {
                action.touched.push(change.order);
                self.unfinished.push(change.order);
                action.batch.chunks.push(NewChunk {
                    order: change.order,
                    sha: change.sha256,
                    bytes: change.bytes,
                    own: false,
                });
            }
            Err(why) => {
                // The hub names the device that brought it, under the same hash.
                let sha256 = Hash(change.sha256);
                tracing::warn!(change.sha256 = %sha256, "order {}: a change was put aside: {why}", change.order);
                action.batch.quarantine.push(Quarantined {
                    order: Some(change.order),
                    bytes: change.bytes,
                    why,
                    at_ms: now_ms,
                });
            }
        }
        Ok(())
    }

    /// At the start: what an older version could not take in may make sense to this one. What still
    /// does not go in stays aside.
    pub(super) fn try_put_aside_again(&mut self) -> Result<(), StoreError> {
        let now_ms = self.source.now_ms();
        let mut action = Action {
            foreign: true,
            ..Action::default()
        };
        for (number, order, bytes) in self.store.put_aside(PUT_ASIDE_TRIED_MAX)? {
            let change = Change::new(order, bytes);
            // Ours is in its order already: it is the hub that did not take it.
            if self.store.has_chunk(order, &change.sha256)? {
                continue;
            }
            let merged = self.merge(&change, now_ms);
            if merged.is_ok() {
                // Known ones came another way meanwhile.
                action.batch.taken_in_after_all.push(number);
            }
            if let Ok(Merged::New | Merged::Waiting) = merged {
                action.touched.push(order);
                action.batch.chunks.push(NewChunk {
                    order,
                    sha: change.sha256,
                    bytes: change.bytes,
                    own: false,
                });
            }
        }
        let count = action.batch.taken_in_after_all.len();
        if count == 0 {
            return Ok(());
        }
        tracing::info!("{count} changes that were put aside go in now");
        if let Err(problem) = self.commit(action) {
            self.forget_unfinished();
            tracing::error!("what was put aside stays there: {problem}");
        }
        Ok(())
    }

    /// Merges a change into its order; why not, if it does not go in.
    fn merge(&mut self, change: &Change, now_ms: i64) -> Result<Merged, String> {
        if !change.is_whole() {
            return Err("it arrived damaged".to_owned());
        }
        let live = self
            .live(change.order)
            .map_err(|problem| problem.to_string())?;
        let merged = live.doc.merge(&change.bytes);
        self.fold(change.order);
        let live = self
            .live(change.order)
            .map_err(|problem| problem.to_string())?;
        let latest = live.doc.latest();
        self.hlc = self.hlc.observe(latest, now_ms);
        merged.map_err(|error| error.to_string())
    }

    /// The hub has everything up to this place of the outbox; what it refused is kept aside.
    pub fn acked(&mut self, up_to: u64, refused: &[RefusedByHub]) -> Result<(), Problem> {
        let mut batch = Batch {
            acked_up_to: Some(up_to),
            ..Batch::default()
        };
        let rows = self.store.outbox(0, ROWS_AT_ONCE).map_err(disk)?;
        let mut highest = None;
        for row in rows.into_iter().filter(|row| row.n <= up_to) {
            let refusal = refused.iter().find(|one| one.number == row.n);
            match (refusal, row.item) {
                (None, Item::Fact(record)) => highest = Some(record.number),
                (None, Item::Change(_)) => {}
                (Some(refusal), item) => batch.quarantine.push(self.put_aside(item, refusal)?),
            }
        }
        if let Some(number) = highest {
            batch
                .device
                .push((names::FACTS_ACKED.to_owned(), number.to_string()));
        }
        let orders_before: Vec<OrderId> = self.waiting.orders.iter().copied().collect();
        // A lost note costs the hub a few items that it knows.
        self.store.note(&batch).map_err(disk)?;
        self.recount_waiting();
        self.offer_more().map_err(disk)?;
        self.tell_no_longer_waiting(&orders_before);
        Ok(())
    }

    fn put_aside(&self, item: Item, refusal: &RefusedByHub) -> Result<Quarantined, Problem> {
        tracing::error!("the hub refused item {}: {}", refusal.number, refusal.why);
        let (order, bytes) = match item {
            Item::Change(change) => (Some(change.order), change.bytes),
            Item::Fact(record) => (None, super::json(&record)?.into_bytes()),
        };
        Ok(Quarantined {
            order,
            bytes,
            why: refusal.why.clone(),
            at_ms: self.source.now_ms(),
        })
    }

    /// Screens that show an order learn that the hub has it now.
    fn tell_no_longer_waiting(&mut self, before: &[OrderId]) {
        if self.feed.is_idle() {
            return;
        }
        for order in before {
            if !self.waiting.orders.contains(order) {
                self.tell_order(*order);
            }
        }
    }

    /// The hub's log is another one than we read before: offer everything again.
    pub fn reset_cursor(&mut self, epoch: u64) -> Result<(), Problem> {
        self.store.offer_everything(names::CURSOR).map_err(disk)?;
        let device = vec![
            (names::EPOCH.to_owned(), epoch.to_string()),
            (names::FACTS_ACKED.to_owned(), "0".to_owned()),
        ];
        self.store
            .commit(&Batch {
                device,
                ..Batch::default()
            })
            .map_err(disk)?;
        self.recount_waiting();
        self.offer_more().map_err(disk)
    }

    /// The hub answers, or does not any more.
    pub fn set_together(&mut self, together: bool) {
        if self.link.together != together {
            self.link.together = together;
            self.link.alone_since_ms = (!together).then(|| self.source.now_ms());
            self.tell_world();
        }
    }
}

/// So many of what was put aside are tried again at a start.
const PUT_ASIDE_TRIED_MAX: usize = 1_000;
/// More rows than can be on their way to the hub at once.
const ROWS_AT_ONCE: usize =
    sync_protocol::PUSHES_IN_FLIGHT_MAX * sync_protocol::ITEMS_PER_FRAME_MAX;
