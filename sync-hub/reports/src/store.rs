//! The SQL of what was sold, what was paid and which checks are open.

use hub_kernel::{DbError, Tx, params};
use shared::{
    api::hub::ItemRow,
    ids::{DeviceId, FactId, OrderId, SiteId, StaffId, TenantId},
    journal::OrderClosed,
    menu::TaxRate,
    money::Money,
    price::TaxRow,
};

use crate::day::HOUR_MS;

mod gift_cards;
mod late;
mod payments;
mod refunds;
mod tenders;

pub(crate) use gift_cards::{gift_cards, owed as owed_on_cards};
pub(crate) use late::add_sale;
pub(crate) use payments::{add_payment, add_tip, beside};
pub(crate) use refunds::add_refund;
pub(crate) use tenders::tenders;

/// A restaurant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) tenant_id: TenantId,
    pub(crate) site_id: SiteId,
}

/// From this time on, and before that one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from_ms: i64,
    pub(crate) to_ms: i64,
}

/// Where and when a fact was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) fact: FactId,
    pub(crate) device: DeviceId,
    pub(crate) at_ms: i64,
}

/// What the checks closed in one hour make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HourSum {
    /// Counted from the start of the span.
    pub(crate) hour_no: i64,
    pub(crate) sales: Money,
    pub(crate) orders: u32,
    pub(crate) guests: u32,
}

/// An order as it last was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Check {
    pub(crate) order: OrderId,
    pub(crate) number: String,
    pub(crate) table: Option<String>,
    pub(crate) tab: String,
    pub(crate) guests: u32,
    pub(crate) opened_at_ms: i64,
    pub(crate) total: Money,
    pub(crate) due: Money,
    pub(crate) server: StaffId,
    pub(crate) device: DeviceId,
}

/// The first closing of a check: what it sold stands on its day.
fn set_first(tx: &Tx<'_>, place: Place, source: Source, sale: &OrderClosed) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO reports_sale
             (tenant_id, order_id, site_id, fact_id, device_id, at_ms, guests, total_minor)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (tenant_id, order_id) DO UPDATE SET
             site_id = excluded.site_id, fact_id = excluded.fact_id,
             device_id = excluded.device_id, at_ms = excluded.at_ms,
             guests = excluded.guests, total_minor = excluded.total_minor",
        params![
            place.tenant_id,
            sale.order,
            place.site_id,
            source.fact,
            source.device,
            source.at_ms,
            sale.guests,
            sale.total.minor()
        ],
    )?;
    replace_parts(tx, place.tenant_id, sale)
}

fn replace_parts(tx: &Tx<'_>, tenant_id: TenantId, sale: &OrderClosed) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM reports_sale_line WHERE tenant_id = $1 AND order_id = $2",
        params![tenant_id, sale.order],
    )?;
    tx.execute(
        "DELETE FROM reports_sale_tax WHERE tenant_id = $1 AND order_id = $2",
        params![tenant_id, sale.order],
    )?;
    for (line_no, line) in (0_i64..).zip(&sale.lines) {
        tx.execute(
            "INSERT INTO reports_sale_line
                 (tenant_id, order_id, line_no, sku, name, category, quantity, amount_minor)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![
                tenant_id,
                sale.order,
                line_no,
                &line.sku,
                &line.name,
                &line.category,
                line.quantity,
                line.amount.minor().saturating_sub(line.discount.minor())
            ],
        )?;
    }
    for tax in &sale.taxes {
        tx.execute(
            "INSERT INTO reports_sale_tax (tenant_id, order_id, rate_ppm, net_minor, tax_minor)
             VALUES ($1, $2, $3, $4, $5)",
            params![
                tenant_id,
                sale.order,
                tax.rate.ppm(),
                tax.net.minor(),
                tax.tax.minor()
            ],
        )?;
    }
    Ok(())
}

/// Keeps how an order is now; what an older event said changes nothing.
pub(crate) fn set_check(
    tx: &Tx<'_>,
    place: Place,
    seq: i64,
    check: &Check,
    closed: bool,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO reports_check
             (tenant_id, order_id, site_id, seq, order_number, table_name, tab, guests,
              opened_at_ms, total_minor, due_minor, server_id, device_id, closed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (tenant_id, order_id) DO UPDATE SET
             site_id = excluded.site_id, seq = excluded.seq,
             order_number = excluded.order_number, table_name = excluded.table_name,
             tab = excluded.tab, guests = excluded.guests,
             opened_at_ms = excluded.opened_at_ms, total_minor = excluded.total_minor,
             due_minor = excluded.due_minor, server_id = excluded.server_id,
             device_id = excluded.device_id, closed = excluded.closed
         WHERE reports_check.seq < excluded.seq",
        params![
            place.tenant_id,
            check.order,
            place.site_id,
            seq,
            &check.number,
            check.table.as_deref(),
            &check.tab,
            check.guests,
            check.opened_at_ms,
            check.total.minor(),
            check.due.minor(),
            check.server,
            check.device,
            closed
        ],
    )?;
    Ok(())
}

/// Checks that are not settled, oldest first. A journal that says «settled» is believed before the
/// order itself says so, until something more reaches the order than it counted.
pub(crate) fn open_checks(tx: &Tx<'_>, place: Place, rows_max: u32) -> Result<Vec<Check>, DbError> {
    tx.query(
        "SELECT c.order_id, c.order_number, c.table_name, c.tab, c.guests, c.opened_at_ms,
                c.total_minor, c.due_minor, c.server_id, c.device_id
         FROM reports_check c
         WHERE c.tenant_id = $1 AND c.site_id = $2 AND NOT c.closed
             AND NOT EXISTS (
                 SELECT 1 FROM reports_sale s
                 WHERE s.tenant_id = c.tenant_id AND s.order_id = c.order_id
                     AND s.total_minor + COALESCE((
                         SELECT SUM(l.total_minor) FROM reports_late l
                         WHERE l.tenant_id = c.tenant_id AND l.order_id = c.order_id), 0)
                         + COALESCE((
                         SELECT SUM(g.amount_minor) FROM reports_gift_card g
                         WHERE g.tenant_id = c.tenant_id AND g.order_id = c.order_id
                             AND g.of_closing), 0)
                         >= c.total_minor)
         ORDER BY c.opened_at_ms, c.order_id LIMIT $3",
        params![place.tenant_id, place.site_id, rows_max],
        |row| {
            Ok(Check {
                order: row.get(0)?,
                number: row.get(1)?,
                table: row.get(2)?,
                tab: row.get(3)?,
                guests: row.get(4)?,
                opened_at_ms: row.get(5)?,
                total: Money::from_minor(row.get(6)?),
                due: Money::from_minor(row.get(7)?),
                server: row.get(8)?,
                device: row.get(9)?,
            })
        },
    )
}

/// Sales by hour of the span, less what went back in it; hours without any are left out.
pub(crate) fn hours(tx: &Tx<'_>, place: Place, span: Span) -> Result<Vec<HourSum>, DbError> {
    tx.query(
        "SELECT hour_no, CAST(SUM(minor) AS BIGINT), CAST(SUM(orders) AS BIGINT),
                CAST(SUM(guests) AS BIGINT)
         FROM (
             SELECT (at_ms - $3) / $5 AS hour_no, total_minor AS minor, 1 AS orders, guests
             FROM reports_sale
             WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4
             UNION ALL
             SELECT (at_ms - $3) / $5, total_minor, 0, 0
             FROM reports_late
             WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4
             UNION ALL
             SELECT (at_ms - $3) / $5, -amount_minor, 0, 0
             FROM reports_refund
             WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4
                 AND refund_of = 'lines'
             UNION ALL
             SELECT (at_ms - $3) / $5, -amount_minor, 0, 0
             FROM reports_gift_card
             WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4
                 AND NOT of_closing) AS sold
         GROUP BY hour_no ORDER BY hour_no",
        params![
            place.tenant_id,
            place.site_id,
            span.from_ms,
            span.to_ms,
            HOUR_MS
        ],
        |row| {
            Ok(HourSum {
                hour_no: row.get(0)?,
                sales: Money::from_minor(row.get(1)?),
                orders: row.get(2)?,
                guests: row.get(3)?,
            })
        },
    )
}

/// What the checks closed in the span make, less what went back in it.
pub(crate) fn sales(tx: &Tx<'_>, place: Place, span: Span) -> Result<Money, DbError> {
    let sum = tx.query_row(
        "SELECT CAST(COALESCE(SUM(minor), 0) AS BIGINT)
         FROM (
             SELECT total_minor AS minor FROM reports_sale
             WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4
             UNION ALL
             SELECT total_minor FROM reports_late
             WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4
             UNION ALL
             SELECT -amount_minor FROM reports_refund
             WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4
                 AND refund_of = 'lines'
             UNION ALL
             SELECT -amount_minor FROM reports_gift_card
             WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4
                 AND NOT of_closing) AS sold",
        params![place.tenant_id, place.site_id, span.from_ms, span.to_ms],
        |row| row.get(0),
    )?;
    Ok(Money::from_minor(sum.unwrap_or(0)))
}

/// Items sold in the span, what brought most first.
pub(crate) fn items(
    tx: &Tx<'_>,
    place: Place,
    span: Span,
    rows_max: u32,
) -> Result<Vec<ItemRow>, DbError> {
    tx.query(
        "SELECT sku, name, category, CAST(SUM(units) AS BIGINT) AS quantity,
                CAST(SUM(minor) AS BIGINT) AS amount
         FROM (
             SELECT l.sku, l.name, l.category, l.quantity AS units, l.amount_minor AS minor
             FROM reports_sale s
             JOIN reports_sale_line l ON l.tenant_id = s.tenant_id AND l.order_id = s.order_id
             WHERE s.tenant_id = $1 AND s.site_id = $2 AND s.at_ms >= $3 AND s.at_ms < $4
             UNION ALL
             SELECT l.sku, l.name, l.category, l.quantity, l.amount_minor
             FROM reports_late s
             JOIN reports_late_line l ON l.tenant_id = s.tenant_id AND l.fact_id = s.fact_id
             WHERE s.tenant_id = $1 AND s.site_id = $2 AND s.at_ms >= $3 AND s.at_ms < $4
             UNION ALL
             SELECT l.sku, l.name, l.category, -l.quantity, -l.amount_minor
             FROM reports_refund r
             JOIN reports_refund_line l ON l.tenant_id = r.tenant_id AND l.fact_id = r.fact_id
             WHERE r.tenant_id = $1 AND r.site_id = $2 AND r.at_ms >= $3 AND r.at_ms < $4) AS sold
         GROUP BY sku, name, category
         ORDER BY amount DESC, quantity DESC, sku, name LIMIT $5",
        params![
            place.tenant_id,
            place.site_id,
            span.from_ms,
            span.to_ms,
            rows_max
        ],
        |row| {
            Ok(ItemRow {
                sku: row.get(0)?,
                name: row.get(1)?,
                category: row.get(2)?,
                quantity: row.get(3)?,
                amount: Money::from_minor(row.get(4)?),
            })
        },
    )
}

/// Taxes of the checks closed in the span by rate, less those in what went back.
pub(crate) fn taxes(tx: &Tx<'_>, place: Place, span: Span) -> Result<Vec<TaxRow>, DbError> {
    tx.query(
        "SELECT rate_ppm, CAST(SUM(net) AS BIGINT), CAST(SUM(tax) AS BIGINT)
         FROM (
             SELECT t.rate_ppm, t.net_minor AS net, t.tax_minor AS tax
             FROM reports_sale s
             JOIN reports_sale_tax t ON t.tenant_id = s.tenant_id AND t.order_id = s.order_id
             WHERE s.tenant_id = $1 AND s.site_id = $2 AND s.at_ms >= $3 AND s.at_ms < $4
             UNION ALL
             SELECT t.rate_ppm, t.net_minor, t.tax_minor
             FROM reports_late s
             JOIN reports_late_tax t ON t.tenant_id = s.tenant_id AND t.fact_id = s.fact_id
             WHERE s.tenant_id = $1 AND s.site_id = $2 AND s.at_ms >= $3 AND s.at_ms < $4
             UNION ALL
             SELECT t.rate_ppm, -t.net_minor, -t.tax_minor
             FROM reports_refund r
             JOIN reports_refund_tax t ON t.tenant_id = r.tenant_id AND t.fact_id = r.fact_id
             WHERE r.tenant_id = $1 AND r.site_id = $2 AND r.at_ms >= $3 AND r.at_ms < $4) AS taxed
         GROUP BY rate_ppm ORDER BY rate_ppm",
        params![place.tenant_id, place.site_id, span.from_ms, span.to_ms],
        |row| {
            let rate = TaxRate::from_ppm(row.get(0)?);
            Ok(TaxRow {
                rate: rate.map_err(|_| DbError::Missing("a known rate in reports_sale_tax"))?,
                net: Money::from_minor(row.get(1)?),
                tax: Money::from_minor(row.get(2)?),
            })
        },
    )
}

#[cfg(test)]
mod tests;
