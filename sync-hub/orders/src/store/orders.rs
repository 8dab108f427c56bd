//! Orders as they are now, made out of the log, and how far that got.

use hub_kernel::{DbError, Row, Tx, params};
use shared::{ids::OrderId, money::Money, order::Order};

use super::{Place, int, parsed};
use crate::told::{KitchenTicket, OrderUpdated};

/// What is kept of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) summary: OrderUpdated,
    pub(crate) view: Order,
    pub(crate) tickets: Vec<KitchenTicket>,
}

/// Sites whose log goes on behind what was made out of it.
pub(crate) fn places_behind(tx: &Tx<'_>) -> Result<Vec<(Place, u64)>, DbError> {
    tx.query(
        "SELECT l.tenant_id, l.site_id, COALESCE(p.seq, 0) FROM orders_log l
         LEFT JOIN orders_projection p
             ON p.tenant_id = l.tenant_id AND p.site_id = l.site_id
         WHERE l.last_seq > COALESCE(p.seq, 0) ORDER BY l.tenant_id, l.site_id",
        params![],
        |row| {
            let place = Place {
                tenant_id: row.get(0)?,
                site_id: row.get(1)?,
            };
            Ok((place, row.get(2)?))
        },
    )
}

/// Everything up to here was made into orders.
pub(crate) fn set_cursor(tx: &Tx<'_>, place: Place, seq: u64) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO orders_projection (tenant_id, site_id, seq) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id, site_id) DO UPDATE SET seq = $3",
        params![place.tenant_id, place.site_id, int(seq)],
    )?;
    Ok(())
}

/// Keeps an order as it is now.
pub(crate) fn keep(tx: &Tx<'_>, place: Place, kept: &Kept) -> Result<(), DbError> {
    let text = |result: Result<String, serde_json::Error>| {
        result.map_err(|error| DbError::Statement(error.to_string()))
    };
    let Kept {
        summary,
        view,
        tickets,
    } = kept;
    tx.execute(
        "INSERT INTO orders_order
             (tenant_id, site_id, order_id, order_number, table_name, tab, guests, opened_at_ms,
              closed_at_ms, total_minor, due_minor, server_id, device_id, view, tickets)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT (tenant_id, site_id, order_id) DO UPDATE SET
             order_number = $4, table_name = $5, tab = $6, guests = $7, opened_at_ms = $8,
             closed_at_ms = $9, total_minor = $10, due_minor = $11, server_id = $12,
             device_id = $13, view = $14, tickets = $15",
        params![
            place.tenant_id,
            place.site_id,
            summary.order,
            &summary.number,
            summary.table.as_deref(),
            &summary.tab,
            summary.guests,
            summary.opened_at_ms,
            summary.closed_at_ms,
            summary.total.minor(),
            summary.due.minor(),
            summary.server,
            summary.device,
            text(serde_json::to_string(view))?,
            text(serde_json::to_string(tickets))?,
        ],
    )?;
    Ok(())
}

/// An order with all that is kept of it.
pub(crate) fn kept(tx: &Tx<'_>, place: Place, order_id: OrderId) -> Result<Option<Kept>, DbError> {
    tx.query_row(
        "SELECT order_id, order_number, table_name, tab, guests, opened_at_ms, closed_at_ms,
                total_minor, due_minor, server_id, device_id, view, tickets
         FROM orders_order WHERE tenant_id = $1 AND site_id = $2 AND order_id = $3",
        params![place.tenant_id, place.site_id, order_id],
        |row| {
            Ok(Kept {
                summary: summary_of(row)?,
                view: parsed(&row.get::<String>(11)?, "orders_order.view")?,
                tickets: parsed(&row.get::<String>(12)?, "orders_order.tickets")?,
            })
        },
    )
}

/// Orders as lists show them, newest first.
pub(crate) fn list(
    tx: &Tx<'_>,
    place: Place,
    open: Option<bool>,
    limit: u32,
) -> Result<Vec<OrderUpdated>, DbError> {
    tx.query(
        "SELECT order_id, order_number, table_name, tab, guests, opened_at_ms, closed_at_ms,
                total_minor, due_minor, server_id, device_id
         FROM orders_order
         WHERE tenant_id = $1 AND site_id = $2
           AND (closed_at_ms IS NULL AND $3 OR closed_at_ms IS NOT NULL AND $4)
         ORDER BY opened_at_ms DESC, order_id LIMIT $5",
        params![
            place.tenant_id,
            place.site_id,
            open != Some(false),
            open != Some(true),
            limit,
        ],
        summary_of,
    )
}

fn summary_of(row: &Row<'_>) -> Result<OrderUpdated, DbError> {
    let closed_at_ms: Option<i64> = row.get(6)?;
    Ok(OrderUpdated {
        order: row.get(0)?,
        number: row.get(1)?,
        table: row.get(2)?,
        tab: row.get(3)?,
        guests: row.get(4)?,
        opened_at_ms: row.get(5)?,
        closed: closed_at_ms.is_some(),
        closed_at_ms,
        total: Money::from_minor(row.get(7)?),
        due: Money::from_minor(row.get(8)?),
        server: row.get(9)?,
        device: row.get(10)?,
    })
}
