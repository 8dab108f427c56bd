//! The SQL of what each tender brought.

use std::collections::BTreeMap;

use hub_kernel::{DbError, Tx, params};
use shared::{money::Money, order::Tender, shift::TenderRow};

use super::{Place, Span};

/// Payments of the span by tender, less what went back.
pub(crate) fn tenders(tx: &Tx<'_>, place: Place, span: Span) -> Result<Vec<TenderRow>, DbError> {
    let names = names(tx, place, span)?;
    tx.query(
        "SELECT tender, CAST(SUM(payments) AS BIGINT), CAST(SUM(minor) AS BIGINT),
                CAST(SUM(tips) AS BIGINT), CAST(SUM(beyond) AS BIGINT)
         FROM (
             SELECT tender, 1 AS payments, amount_minor AS minor, tip_minor AS tips,
                 over_minor AS beyond
             FROM reports_payment
             WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4
             UNION ALL
             SELECT tender, 0, -amount_minor,
                 CASE WHEN refund_of = 'kept' THEN amount_minor ELSE 0 END, 0
             FROM reports_refund
             WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4
                 AND refund_of <> 'forfeited'
             UNION ALL
             SELECT tender, 0, 0, more, 0
             FROM (
                 SELECT site_id, at_ms, tender, tip_minor - COALESCE(LAG(tip_minor) OVER (
                     PARTITION BY payment_id ORDER BY hlc, fact_id), was_minor) AS more
                 FROM reports_tip WHERE tenant_id = $1 AND site_id = $2) AS said
             WHERE at_ms >= $3 AND at_ms < $4) AS given
         GROUP BY tender
         ORDER BY CASE tender WHEN 'gift_card' THEN 0 WHEN 'cash' THEN 1 WHEN 'card' THEN 2
             ELSE 3 END, tender",
        params![place.tenant_id, place.site_id, span.from_ms, span.to_ms],
        |row| {
            let word = row.get::<String>(0)?;
            let tender = Tender::from_word(&word);
            Ok(TenderRow {
                tender: tender.map_err(|_| DbError::Missing("a tender in reports_payment"))?,
                named: names.get(&word).cloned(),
                count: row.get(1)?,
                amount: Money::from_minor(row.get(2)?),
                tips: Money::from_minor(row.get(3)?),
                over: Money::from_minor(row.get(4)?),
            })
        },
    )
}

/// What a restaurant's own tenders were called last in the span.
fn names(tx: &Tx<'_>, place: Place, span: Span) -> Result<BTreeMap<String, String>, DbError> {
    let rows = tx.query(
        "SELECT tender, tender_name
         FROM (
             SELECT tender, tender_name,
                 ROW_NUMBER() OVER (PARTITION BY tender ORDER BY at_ms DESC, fact_id DESC) AS place
             FROM (
                 SELECT tender, tender_name, at_ms, fact_id FROM reports_payment
                 WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4
                     AND tender_name <> ''
                 UNION ALL
                 SELECT tender, tender_name, at_ms, fact_id FROM reports_refund
                 WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4
                     AND tender_name <> '') AS called) AS latest
         WHERE place = 1",
        params![place.tenant_id, place.site_id, span.from_ms, span.to_ms],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}
