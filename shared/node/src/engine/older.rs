//! Checks that were closed long ago: on the disk for months, in memory only while somebody looks.

use std::collections::VecDeque;

use local_store::{ClosedWanted, OrderRow, StoreError};
use shared::{
    api::{
        Problem,
        till::{ClosedAsked, ClosedPage, ClosedPlace, OrderSummary},
    },
    ids::OrderId,
    time::{BusinessDay, DAY_MS, MINUTE_MS},
};

use super::{CLOSED_AT_HAND_MS, Engine, disk, keeping::done_at_ms};

/// Old checks that stay in memory for whoever looked at them.
const AT_HAND_MAX: usize = 32;
/// Checks of one page.
const PAGE_MAX: usize = 200;
/// Nobody's order has a longer number.
const NUMBER_CHARS_MAX: usize = 32;

/// Old checks that somebody looked at, the longest ago first.
pub(super) type AtHand = VecDeque<OrderId>;

impl Engine {
    /// Takes an order into memory that was closed long ago, where the disk has it.
    pub(super) fn take_at_hand(&mut self, id: OrderId) -> Result<(), StoreError> {
        if self.summaries.contains_key(&id) {
            return Ok(());
        }
        let Some(row) = self.store.order_row(id)? else {
            return Ok(());
        };
        if let Some(summary) = self.summary_in(&row) {
            self.keep_summary(summary);
            self.at_hand.push_back(id);
        }
        while self.at_hand.len() > AT_HAND_MAX {
            let Some(oldest) = self.at_hand.pop_front() else {
                break;
            };
            self.let_go_of_old(oldest);
        }
        Ok(())
    }

    /// What a row says of its order; one of an older version is folded again from the document.
    pub(super) fn summary_in(&mut self, row: &OrderRow) -> Option<OrderSummary> {
        let summary = serde_json::from_str(&row.summary).ok();
        summary.or_else(|| self.summary_of(row.order).ok().flatten())
    }

    /// Lets an order out of memory that was closed long ago and that nobody waits for.
    pub(super) fn let_go_of_old(&mut self, id: OrderId) {
        let since_ms = self.source.now_ms() - CLOSED_AT_HAND_MS;
        let at_ms = match self.summaries.get(&id) {
            Some(summary) => done_at_ms(summary),
            None if !self.live.contains_key(&id) => return,
            // What came was known already.
            None => { self.store.order_row(id).ok().flatten() }.and_then(|row| row.closed_at_ms),
        };
        let is_old = at_ms.is_some_and(|at_ms| at_ms < since_ms);
        if is_old && !self.is_needed(id) && !self.unfinished.contains(&id) {
            self.summaries.remove(&id);
            self.live.remove(&id);
            self.ties.remove(&id);
        }
    }

    /// How many orders, and how many documents, are in memory: to look at in tests and by tools.
    pub fn in_memory(&self) -> (usize, usize) {
        (self.summaries.len(), self.live.len())
    }

    /// A page of closed checks, newest first.
    pub(super) fn find_closed(&mut self, asked: &ClosedAsked) -> Result<ClosedPage, Problem> {
        if asked.number.chars().count() > NUMBER_CHARS_MAX {
            return Err(super::invalid("number", "no order has one that is so long"));
        }
        let (since_ms, until_ms) = match asked.day {
            Some(day) => self.hours_of(day)?,
            None => (i64::MIN, i64::MAX),
        };
        let start = match asked.after {
            Some(place) => (place.at_ms, place.order),
            None if asked.day.is_some() || !asked.number.is_empty() => {
                (until_ms, OrderId::from_bytes([0; 16]))
            }
            None => (self.listed_since_ms(), OrderId::from_bytes([0; 16])),
        };
        let wanted = ClosedWanted {
            since_ms,
            before: start,
            number: asked.number.trim(),
            limit: PAGE_MAX + 1,
        };
        let mut rows = self.store.closed(wanted).map_err(disk)?;
        let is_more = rows.len() > PAGE_MAX;
        rows.truncate(PAGE_MAX);
        let last = rows.last().filter(|_| is_more);
        let more = last.and_then(|row| {
            Some(ClosedPlace {
                at_ms: row.closed_at_ms?,
                order: row.order,
            })
        });
        let found: Vec<_> = rows.iter().filter_map(|row| self.summary_in(row)).collect();
        let orders = found.into_iter().filter(|one| self.is_receipt(one));
        Ok(ClosedPage {
            orders: orders.collect(),
            more,
        })
    }

    /// It belongs among the receipts: what became part of another check has none of its own.
    pub(super) fn is_receipt(&self, one: &OrderSummary) -> bool {
        let is_own = one.joined_into.is_none() || !one.flags.is_empty();
        one.closed_at_ms.is_some() && is_own && self.is_of_now(one)
    }

    /// It was closed before the last days.
    pub(super) fn is_old(&self, one: &OrderSummary) -> bool {
        let since_ms = self.source.now_ms() - CLOSED_AT_HAND_MS;
        done_at_ms(one).is_some_and(|at_ms| at_ms < since_ms)
    }

    /// From here on back no closed check is in the list of the last days.
    fn listed_since_ms(&self) -> i64 {
        let listed = self.closed_orders();
        let full = listed.len() == super::views::CLOSED_LISTED_MAX;
        let plain = listed.iter().rev().find(|one| one.flags.is_empty());
        let oldest = plain.and_then(done_at_ms).filter(|_| full);
        oldest.unwrap_or_else(|| self.source.now_ms() - CLOSED_AT_HAND_MS)
    }

    /// When a business day of this site begins and ends.
    fn hours_of(&self, day: BusinessDay) -> Result<(i64, i64), Problem> {
        let starts_min = { self.menu()? }.site.business_day_starts_min;
        let start_of = |days: i32| {
            let local_ms = i64::from(days) * DAY_MS + i64::from(starts_min) * MINUTE_MS;
            // The offset of the moment itself, on the day on which the clocks change too.
            let guess_ms = local_ms - i64::from(self.utc_offset_min(local_ms)) * MINUTE_MS;
            local_ms - i64::from(self.utc_offset_min(guess_ms)) * MINUTE_MS
        };
        let days = day.days_since_epoch();
        Ok((start_of(days), start_of(days.saturating_add(1))))
    }
}
