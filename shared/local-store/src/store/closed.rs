//! Closed orders, a page at a time: a till keeps months of them, and no list wants them all.

use rusqlite::{OptionalExtension, Row, params};
use shared::ids::OrderId;

use super::{Store, StoreError};
use crate::batch::OrderRow;

/// Which closed orders.
#[derive(Clone, Copy, Debug)]
pub struct ClosedWanted<'a> {
    /// Not before this.
    pub since_ms: i64,
    /// Before this, and of the same moment those with a smaller id.
    pub before: (i64, OrderId),
    /// Their number holds this; empty for all.
    pub number: &'a str,
    /// At most so many.
    pub limit: usize,
}

impl Store {
    /// Closed orders, newest first.
    pub fn closed(&self, wanted: ClosedWanted<'_>) -> Result<Vec<OrderRow>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT order_id, closed_at_ms, summary FROM order_view
             WHERE closed_at_ms >= ?1 AND closed_at_ms <= ?2
               AND (closed_at_ms, order_id) < (?2, ?3)
               AND (?4 = '' OR instr(upper(number), upper(?4)) > 0)
             ORDER BY closed_at_ms DESC, order_id DESC LIMIT ?5",
        )?;
        let (at_ms, order) = wanted.before;
        let limit = i64::try_from(wanted.limit).unwrap_or(i64::MAX);
        let wanted = params![
            wanted.since_ms,
            at_ms,
            order.as_bytes(),
            wanted.number,
            limit
        ];
        let rows = query.query_map(wanted, order_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// An order as lists show it, however old.
    pub fn order_row(&self, order: OrderId) -> Result<Option<OrderRow>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT order_id, closed_at_ms, summary FROM order_view WHERE order_id = ?1",
        )?;
        Ok(query.query_row([order.as_bytes()], order_row).optional()?)
    }
}

pub(super) fn order_row(row: &Row<'_>) -> rusqlite::Result<OrderRow> {
    Ok(OrderRow {
        order: OrderId::from_bytes(row.get(0)?),
        closed_at_ms: row.get(1)?,
        summary: row.get(2)?,
    })
}
