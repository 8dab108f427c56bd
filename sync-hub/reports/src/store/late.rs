//! The SQL of what reached a check after its end: each closing adds, on its own day, what it has
//! beyond the closing before it.

use std::collections::{BTreeMap, BTreeSet};

use hub_kernel::{DbError, Tx, params};
use shared::{
    ids::{FactId, OrderId, TenantId},
    journal::OrderClosed,
};

use super::{Place, Source, gift_cards, set_first};

/// A closing as a journal says it.
struct Closing {
    place: Place,
    source: Source,
    sale: OrderClosed,
}

impl Closing {
    /// The closing that it counts on from, where it names it.
    fn before(&self) -> Option<FactId> {
        self.sale.counted.as_ref()?.closing
    }
}

/// An item as reports add it up, with its units and what they made.
type Items = BTreeMap<(String, String, String), (i64, i64)>;

/// Keeps a settled check. The first closing makes the sale, and stays on its day; one that counts
/// on from another adds to it. Of several that count on from the same, as two tills apart write
/// them, that counts from which a later one goes on, else the last: whatever the order in which they
/// come.
pub(crate) fn add_sale(
    tx: &Tx<'_>,
    place: Place,
    source: Source,
    sale: &OrderClosed,
) -> Result<(), DbError> {
    let body = serde_json::to_string(sale);
    tx.execute(
        "INSERT INTO reports_closing
             (tenant_id, fact_id, site_id, order_id, device_id, at_ms, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (tenant_id, fact_id) DO NOTHING",
        params![
            place.tenant_id,
            source.fact,
            place.site_id,
            sale.order,
            source.device,
            source.at_ms,
            body.map_err(|error| DbError::Statement(error.to_string()))?
        ],
    )?;
    let all = closings(tx, place.tenant_id, sale.order)?;
    let gone_on_from: BTreeSet<FactId> = all.iter().filter_map(Closing::before).collect();
    let (first, again): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|closing| closing.sale.counted.is_none());
    gift_cards::forget(tx, place.tenant_id, sale.order)?;
    if let Some(first) = one_that_counts(first, &gone_on_from) {
        set_first(tx, first.place, first.source, &first.sale)?;
        gift_cards::add_closing(tx, first.place, first.source, &first.sale)?;
    }
    forget_late(tx, place.tenant_id, sale.order)?;
    let mut before = sold_first(tx, place.tenant_id, sale.order)?;
    for closing in chain(again, &gone_on_from) {
        let now = items_of(&closing.sale);
        write_late(tx, &closing, &less(&now, &before))?;
        gift_cards::add_closing(tx, closing.place, closing.source, &closing.sale)?;
        before = now;
    }
    Ok(())
}

/// Closings of an order, the last one last.
fn closings(tx: &Tx<'_>, tenant_id: TenantId, order: OrderId) -> Result<Vec<Closing>, DbError> {
    let rows = tx.query(
        "SELECT site_id, fact_id, device_id, at_ms, body FROM reports_closing
         WHERE tenant_id = $1 AND order_id = $2 ORDER BY at_ms, fact_id",
        params![tenant_id, order],
        |row| {
            let place = Place {
                tenant_id,
                site_id: row.get(0)?,
            };
            let source = Source {
                fact: row.get(1)?,
                device: row.get(2)?,
                at_ms: row.get(3)?,
            };
            Ok((place, source, row.get::<String>(4)?))
        },
    )?;
    let read = |(place, source, body): (Place, Source, String)| {
        let sale = serde_json::from_str(&body);
        Ok(Closing {
            place,
            source,
            sale: sale.map_err(|_| DbError::Missing("a closing in reports_closing"))?,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Of closings that count on from the same: that from which a later one goes on, else the last.
fn one_that_counts(same: Vec<Closing>, gone_on_from: &BTreeSet<FactId>) -> Option<Closing> {
    let is_gone_on_from = |one: &Closing| gone_on_from.contains(&one.source.fact);
    same.into_iter()
        .max_by_key(|one| (is_gone_on_from(one), one.source.at_ms, one.source.fact))
}

/// One closing for each that closings count on from, in time.
fn chain(again: Vec<Closing>, gone_on_from: &BTreeSet<FactId>) -> Vec<Closing> {
    let mut by_before: BTreeMap<(Option<FactId>, String), Vec<Closing>> = BTreeMap::new();
    for closing in again {
        // Older versions do not name the closing. There all of what was counted tells it, for a
        // closing may change the taxes alone.
        let before = closing.before();
        let counted = match before {
            Some(_) => String::new(),
            None => serde_json::to_string(&closing.sale.counted).unwrap_or_default(),
        };
        let key = (before, counted);
        by_before.entry(key).or_default().push(closing);
    }
    let chain = by_before.into_values();
    let chain = chain.filter_map(|same| one_that_counts(same, gone_on_from));
    let mut chain: Vec<_> = chain.collect();
    chain.sort_by_key(|closing| (closing.source.at_ms, closing.source.fact));
    chain
}

fn items_of(sale: &OrderClosed) -> Items {
    let mut items = Items::new();
    for line in &sale.lines {
        let key = (line.sku.clone(), line.name.clone(), line.category.clone());
        let item = items.entry(key).or_default();
        item.0 = item.0.saturating_add(line.quantity);
        let amount = line.amount.minor().saturating_sub(line.discount.minor());
        item.1 = item.1.saturating_add(amount);
    }
    items
}

fn less(now: &Items, before: &Items) -> Items {
    let mut more = now.clone();
    for (key, (units, minor)) in before {
        let item = more.entry(key.clone()).or_default();
        *item = (item.0.saturating_sub(*units), item.1.saturating_sub(*minor));
    }
    more.retain(|_, item| *item != (0, 0));
    more
}

/// What the first closing sold.
fn sold_first(tx: &Tx<'_>, tenant_id: TenantId, order: OrderId) -> Result<Items, DbError> {
    let rows = tx.query(
        "SELECT sku, name, category, quantity, amount_minor FROM reports_sale_line
         WHERE tenant_id = $1 AND order_id = $2",
        params![tenant_id, order],
        |row| {
            let key = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok((key, (row.get::<i64>(3)?, row.get::<i64>(4)?)))
        },
    )?;
    let mut items = Items::new();
    for (key, (units, minor)) in rows {
        let item = items.entry(key).or_default();
        *item = (item.0.saturating_add(units), item.1.saturating_add(minor));
    }
    Ok(items)
}

fn forget_late(tx: &Tx<'_>, tenant_id: TenantId, order: OrderId) -> Result<(), DbError> {
    let facts = tx.query(
        "SELECT fact_id FROM reports_late WHERE tenant_id = $1 AND order_id = $2",
        params![tenant_id, order],
        |row| row.get::<FactId>(0),
    )?;
    for fact in facts {
        tx.execute(
            "DELETE FROM reports_late_line WHERE tenant_id = $1 AND fact_id = $2",
            params![tenant_id, fact],
        )?;
        tx.execute(
            "DELETE FROM reports_late_tax WHERE tenant_id = $1 AND fact_id = $2",
            params![tenant_id, fact],
        )?;
    }
    tx.execute(
        "DELETE FROM reports_late WHERE tenant_id = $1 AND order_id = $2",
        params![tenant_id, order],
    )?;
    Ok(())
}

fn write_late(tx: &Tx<'_>, closing: &Closing, more: &Items) -> Result<(), DbError> {
    let (place, source, sale) = (closing.place, closing.source, &closing.sale);
    let counted = sale.counted.as_ref();
    let before = counted.map_or(0, |counted| counted.total.minor());
    tx.execute(
        "INSERT INTO reports_late (tenant_id, fact_id, site_id, order_id, at_ms, total_minor)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            place.tenant_id,
            source.fact,
            place.site_id,
            sale.order,
            source.at_ms,
            sale.total.minor().saturating_sub(before)
        ],
    )?;
    for (line_no, ((sku, name, category), (units, minor))) in (0_i64..).zip(more) {
        tx.execute(
            "INSERT INTO reports_late_line
                 (tenant_id, fact_id, line_no, sku, name, category, quantity, amount_minor)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![
                place.tenant_id,
                source.fact,
                line_no,
                sku,
                name,
                category,
                *units,
                *minor
            ],
        )?;
    }
    let mut taxes: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
    for row in &sale.taxes {
        let sum = taxes.entry(row.rate.ppm()).or_default();
        *sum = (sum.0 + row.net.minor(), sum.1 + row.tax.minor());
    }
    for row in counted.iter().flat_map(|counted| &counted.taxes) {
        let sum = taxes.entry(row.rate.ppm()).or_default();
        *sum = (sum.0 - row.net.minor(), sum.1 - row.tax.minor());
    }
    for (rate_ppm, (net, tax)) in taxes {
        tx.execute(
            "INSERT INTO reports_late_tax (tenant_id, fact_id, rate_ppm, net_minor, tax_minor)
             VALUES ($1, $2, $3, $4, $5)",
            params![place.tenant_id, source.fact, rate_ppm, net, tax],
        )?;
    }
    Ok(())
}
