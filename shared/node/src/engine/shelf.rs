//! Puts the edits of orders that rest into one piece each: a fraction of the bytes, nothing lost.

use std::collections::BTreeMap;

use local_store::StoreError;
use order_doc::pack;
use shared::ids::OrderId;

use super::Engine;

/// A check rests when it was closed so long ago: late edits mostly come before.
const CLOSED_FOR_MS: i64 = 10 * 60_000;
/// An order with so many edits in rows of their own is put together while guests still sit there.
const ROWS_MAX: u32 = 16;
/// The node looks so often.
const LOOK_EVERY_MS: i64 = 60_000;
/// Orders of one look: it takes some milliseconds for each, and somebody may want to sell.
const AT_ONCE: usize = 8;
/// Where so much waits for the hub, finding what waits of an order takes longer: one at a time.
const WAITING_MANY: u32 = 20_000;

/// Where putting together stands.
#[derive(Default)]
pub(super) struct Shelf {
    looked_at_ms: i64,
    /// Orders that did not go into one piece, with how many rows they had then.
    left: BTreeMap<OrderId, u32>,
}

impl Engine {
    /// Puts some orders into one piece each; tells how many. What waits for the hub goes on
    /// waiting, and what does not come out as it went in stays as it is.
    pub fn shelve_some(&mut self) -> Result<usize, StoreError> {
        let now_ms = self.source.now_ms();
        if now_ms - self.shelf.looked_at_ms < LOOK_EVERY_MS {
            return Ok(0);
        }
        let mut loose = self.store.loose(now_ms - CLOSED_FOR_MS, ROWS_MAX)?;
        let left = &self.shelf.left;
        loose.retain(|(order, rows)| left.get(order) != Some(rows));
        let at_once = if self.waiting.items > WAITING_MANY {
            1
        } else {
            AT_ONCE
        };
        // What is left over is looked at the next time round.
        if loose.len() <= at_once {
            self.shelf.looked_at_ms = now_ms;
        }
        loose.truncate(at_once);
        let mut shelved = 0;
        for (order, rows) in loose {
            if self.shelve(order)? {
                shelved += 1;
                // What waits for an edit that is not here stays beside the piece.
                let beside = self.store.rows(order)?;
                if beside > 0 {
                    self.shelf.left.insert(order, beside);
                } else {
                    self.shelf.left.remove(&order);
                }
            } else {
                self.shelf.left.insert(order, rows);
            }
        }
        Ok(shelved)
    }

    fn shelve(&mut self, order: OrderId) -> Result<bool, StoreError> {
        let stored = self.store.chunks(order)?;
        match pack(order, &stored, &self.actor()) {
            Ok(packed) => {
                self.store.shelve(order, &packed)?;
                Ok(true)
            }
            Err(error) => {
                tracing::error!("it stays in single edits: {error}");
                Ok(false)
            }
        }
    }

    /// Offers a hub that lost its log some more of what lies on the shelf.
    pub fn offer_more(&mut self) -> Result<(), StoreError> {
        if self.waiting.offers.orders == 0 || self.store.waiting()?.items > OUTBOX_ENOUGH {
            return Ok(());
        }
        self.store.offer_more()?;
        self.recount_waiting();
        super::ring(&self.bells.outbox);
        Ok(())
    }
}

/// While so much is in the outbox, no more is put there.
const OUTBOX_ENOUGH: u32 = 1_024;
