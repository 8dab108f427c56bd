//! Orders of today and yesterday: summed up for lists, and let go of when they are long done.

use local_store::{OrderRow, StoreError};
use shared::{
    api::{Problem, till::OrderSummary},
    time::DAY_MS,
};

use super::{Action, CLOSED_KEPT_MS, Engine, json};

impl Engine {
    pub(super) fn load_summaries(&mut self) -> Result<(), StoreError> {
        let since_ms = self.source.now_ms() - CLOSED_KEPT_MS;
        for row in self.store.orders(since_ms)? {
            match serde_json::from_str(&row.summary) {
                Ok(summary) => drop(self.summaries.insert(row.order, summary)),
                // A summary of an older version is folded again from the document.
                Err(_) => match self.summary_of(row.order) {
                    Ok(Some(summary)) => drop(self.summaries.insert(row.order, summary)),
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
                Ok(Some(summary)) => {
                    action.batch.orders.push(order_row(&summary)?);
                    self.summaries.insert(*id, summary);
                }
                Ok(None) => {}
                // Its edits are kept; the other orders go on.
                Err(problem) if action.foreign => {
                    tracing::error!("order {id} cannot be added up: {problem}");
                    self.unreadable.push(*id);
                }
                Err(problem) => return Err(problem),
            }
        }
        Ok(())
    }

    /// Once a day: lets go of what is long done and at the hub. A till runs for months.
    pub fn tidy(&mut self) -> Result<(), StoreError> {
        let now_ms = self.source.now_ms();
        if now_ms - self.tidied_at_ms < DAY_MS {
            return Ok(());
        }
        self.tidied_at_ms = now_ms;
        let before_ms = now_ms - CLOSED_KEPT_MS;
        self.store.forget_before(before_ms)?;
        let waiting = &self.waiting.orders;
        self.summaries.retain(|id, order| {
            let is_fresh = order.closed_at_ms.is_none_or(|at_ms| at_ms >= before_ms);
            is_fresh || order.is_open() || waiting.contains(id)
        });
        let summaries = &self.summaries;
        self.live.retain(|id, _| summaries.contains_key(id));
        Ok(())
    }
}

fn order_row(summary: &OrderSummary) -> Result<OrderRow, Problem> {
    Ok(OrderRow {
        order: summary.id,
        // Nobody lets go of what is still owed.
        closed_at_ms: summary.closed_at_ms.filter(|_| !summary.is_open()),
        summary: json(summary)?,
    })
}
