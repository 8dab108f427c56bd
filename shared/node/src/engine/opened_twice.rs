//! Two tills apart open the same empty table: when they hear of each other, their two checks become
//! one. The guests sat down once.
//!
//! The till whose check is the later one brings what is on it to the earlier one, so one till does
//! it, once. It waits until it is together with the others and has known both checks for a while: the
//! earlier one may have been paid meanwhile, and that news may still be under way.

use std::collections::BTreeMap;

use order_doc::{Edit, Register, opened_twice};
use shared::{
    api::{Problem, till::OrderSummary},
    ids::OrderId,
    order::Order,
};

use super::{
    Action, Engine,
    transfers::{Goes, all_of},
};

/// So long both must have been known and open.
const KNOWN_FOR_MS: i64 = 4_000;

/// Pairs of checks that are to become one, the one that goes first, with since when that is known.
pub(super) type Pairs = BTreeMap<(OrderId, OrderId), i64>;

impl Engine {
    /// Open orders at a table, as far as this till knows.
    pub(super) fn open_at(&self, table: &str) -> Vec<OrderId> {
        let all = self.summaries.values();
        let here = all.filter(|one| one.is_open() && one.table.as_deref() == Some(table));
        here.map(|one| one.id).collect()
    }

    /// Makes one check of two that were opened for the same guests; tells how often.
    pub fn join_opened_twice(&mut self) -> usize {
        if !self.link.together || self.training {
            return 0;
        }
        let now_ms = self.source.now_ms();
        let pairs = self.pairs_opened_twice();
        self.opened_twice.retain(|pair, _| pairs.contains(pair));
        let mut joined = 0;
        for pair in pairs {
            let since_ms = *self.opened_twice.entry(pair).or_insert(now_ms);
            if now_ms - since_ms < KNOWN_FOR_MS {
                continue;
            }
            match self.make_one(pair) {
                Ok(()) => joined += 1,
                Err(problem) => {
                    self.forget_unfinished();
                    // Both stand at their table, and people can join them.
                    tracing::warn!("two checks of one table stay two: {problem}");
                }
            }
        }
        joined
    }

    /// Checks that go from here to an earlier one of another till.
    fn pairs_opened_twice(&mut self) -> Vec<(OrderId, OrderId)> {
        let mut tables: BTreeMap<&str, Vec<OrderId>> = BTreeMap::new();
        let is_new = |one: &&OrderSummary| {
            one.closed_at_ms.is_none() && !one.training && one.joined_into.is_none()
        };
        for one in self.summaries.values().filter(is_new) {
            if let Some(table) = &one.table {
                tables.entry(table).or_default().push(one.id);
            }
        }
        let pairs = tables
            .into_values()
            .filter_map(|orders| match *orders.as_slice() {
                // Ids begin with the time, so the first is the earlier one. Who has more checks on a
                // table means them apart.
                [stays, goes] => Some((goes, stays)),
                _ => None,
            });
        let pairs: Vec<(OrderId, OrderId)> = pairs.collect();
        pairs
            .into_iter()
            .filter(|(goes, stays)| self.are_one(*goes, *stays))
            .collect()
    }

    /// The first is of this till and may go to the second.
    fn are_one(&mut self, goes: OrderId, stays: OrderId) -> bool {
        for id in [goes, stays] {
            if self.live(id).is_err() {
                return false;
            }
        }
        let (Some(from), Some(to)) = (self.live.get(&goes), self.live.get(&stays)) else {
            return false;
        };
        let both = [from, to].map(|live| live.order.as_ref());
        let [Some(other), Some(root)] = both else {
            return false;
        };
        let is_ours = other.opened_on == self.identity.device;
        is_ours && is_plain(other) && is_plain(root) && opened_twice(&from.doc, &to.doc)
    }

    fn make_one(&mut self, (goes, stays): (OrderId, OrderId)) -> Result<(), Problem> {
        let (other, root) = (self.open_order(goes)?, self.open_order(stays)?);
        let mut action = Action::default();
        // Both counted the same guests.
        if other.guests > root.guests {
            let guests = other.guests;
            let set = Edit::Set(Register::Guests { guests });
            self.edit(&mut action, stays, &[set])?;
        }
        let by = other.opened_by;
        let all = all_of(&other);
        self.transfer(
            &mut action,
            by,
            (goes, stays),
            &all,
            Goes::OpenedTwice {
                guests: root.guests,
            },
        )?;
        self.commit(action)
    }
}

/// Nothing is on it that belongs to this check alone.
fn is_plain(order: &Order) -> bool {
    order.payments.is_empty()
        && order.refunds.is_empty()
        && order.discounts.is_empty()
        && order.split.is_none()
        && order.charge_waived.is_none()
        && order.serving.ready.is_none()
        && order.deliver_to.is_none()
}
