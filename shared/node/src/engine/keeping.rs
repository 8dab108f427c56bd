//! Orders of today and yesterday: summed up for lists, and let go of when they are long done. What
//! was closed before is on the disk, see [`super::older`].

use std::collections::BTreeSet;

use local_store::{OrderRow, StoreError};
use shared::{
    api::{Problem, device::DeviceRole, till::OrderSummary},
    ids::OrderId,
    time::DAY_MS,
};

use super::{Action, CLOSED_AT_HAND_MS, Engine, json};

/// A till keeps closed checks so long: guests come back with a receipt.
const TILL_KEEPS_MS: i64 = 90 * DAY_MS;

impl Engine {
    pub(super) fn load_summaries(&mut self) -> Result<(), StoreError> {
        let since_ms = self.source.now_ms() - CLOSED_AT_HAND_MS;
        for row in self.store.orders(since_ms)? {
            match serde_json::from_str(&row.summary) {
                Ok(summary) => self.keep_summary(summary),
                // A summary of an older version is folded again from the document.
                Err(_) => match self.summary_of(row.order) {
                    Ok(Some(summary)) => self.keep_summary(summary),
                    _ => self.unreadable.push(row.order),
                },
            }
        }
        for order in &self.unreadable {
            tracing::error!("order {order} cannot be read; the others go on");
        }
        Ok(())
    }

    /// Adds the rows of all orders that the action touched.
    pub(super) fn sum_up(&mut self, action: &mut Action) -> Result<(), Problem> {
        for id in &action.touched {
            match self.summary_of(*id) {
                Ok(Some(summary)) => self.keep_summary(summary),
                Ok(None) => {}
                // Its edits are kept; the other orders go on.
                Err(problem) if action.foreign || action.beside.contains(id) => {
                    tracing::error!("order {id} cannot be added up: {problem}");
                    self.unreadable.push(*id);
                }
                Err(problem) => return Err(problem),
            }
        }
        for summary in action
            .touched
            .iter()
            .filter_map(|id| self.summaries.get(id))
        {
            let row = order_row(summary, self.is_needed(summary.id))?;
            action.batch.orders.push(row);
        }
        Ok(())
    }

    pub(super) fn keep_summary(&mut self, summary: OrderSummary) {
        self.tie(summary.id, summary.partners.clone());
        self.summaries.insert(summary.id, summary);
    }

    /// Once a day: lets go of what is long done and at the hub. A till runs for months.
    pub fn tidy(&mut self) -> Result<(), StoreError> {
        let now_ms = self.source.now_ms();
        if now_ms - self.tidied_at_ms < DAY_MS {
            return Ok(());
        }
        self.tidied_at_ms = now_ms;
        let before_ms = now_ms - CLOSED_AT_HAND_MS;
        let kept_ms = match self.role {
            DeviceRole::Till => TILL_KEEPS_MS,
            DeviceRole::Kitchen => CLOSED_AT_HAND_MS,
        };
        self.store.forget_before(now_ms - kept_ms, before_ms)?;
        self.at_hand.clear();
        let is_kept = |(id, order): &(&OrderId, &OrderSummary)| {
            let is_fresh = done_at_ms(order).is_none_or(|at_ms| at_ms >= before_ms);
            is_fresh || self.is_needed(**id)
        };
        let kept = self.summaries.iter().filter(is_kept);
        let kept: BTreeSet<OrderId> = kept.map(|(id, _)| *id).collect();
        self.summaries.retain(|id, _| kept.contains(id));
        self.ties.retain(|id, _| kept.contains(id));
        let summaries = &self.summaries;
        self.live.retain(|id, _| summaries.contains_key(id));
        Ok(())
    }
}

/// When everything was done with it: an order that was paid days ahead is cooked long after that.
pub(super) fn done_at_ms(order: &OrderSummary) -> Option<i64> {
    let closed_at_ms = order.closed_at_ms?;
    Some(order.sent_at_ms.unwrap_or(closed_at_ms).max(closed_at_ms))
}

fn order_row(summary: &OrderSummary, is_needed: bool) -> Result<OrderRow, Problem> {
    Ok(OrderRow {
        order: summary.id,
        // Nobody lets go of what is still owed, nor of what it shares units with.
        closed_at_ms: done_at_ms(summary).filter(|_| !is_needed),
        summary: json(summary)?,
    })
}
