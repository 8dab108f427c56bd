//! Tables that are one: the guests of a check that became part of another one still sit at their table.

use std::collections::{BTreeMap, BTreeSet};

use shared::{api::till::OrderSummary, ids::OrderId};

use super::Engine;

/// Nobody joins more orders one after the other.
const JOINS_MAX: usize = 50;

impl Engine {
    /// The tables at which the guests of an order sit, beside its own: those of the checks that
    /// became part of it, however many joinings away.
    pub(super) fn joined_tables(&self) -> BTreeMap<OrderId, BTreeSet<String>> {
        let mut tables: BTreeMap<OrderId, BTreeSet<String>> = BTreeMap::new();
        for one in self.summaries.values() {
            let Some((table, root)) = one.table.as_ref().zip(self.stays(one)) else {
                continue;
            };
            if root.table.as_ref() != Some(table) {
                tables.entry(root.id).or_default().insert(table.clone());
            }
        }
        tables
    }

    /// The check that an order became part of in the end; none where it stands alone.
    fn stays(&self, order: &OrderSummary) -> Option<&OrderSummary> {
        let mut root = self.summaries.get(&order.joined_to?)?;
        for _ in 0..JOINS_MAX {
            match root.joined_to.and_then(|next| self.summaries.get(&next)) {
                Some(next) => root = next,
                None => break,
            }
        }
        Some(root)
    }
}
