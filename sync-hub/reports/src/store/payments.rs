//! The SQL of payments, and of what stands beside what they took off checks.

use hub_kernel::{DbError, Tx, params};
use shared::{journal::Payment, money::Money, tip::TipChanged};

use super::{Place, Source, Span};

/// What stands beside the amounts of a span's payments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Beside {
    /// What the smallest coin made of cash.
    pub(crate) rounding: Money,
    /// What was taken ahead: it is in the tenders and was not sold yet.
    pub(crate) deposits: Money,
}

/// Keeps a payment; the same fact again changes nothing.
pub(crate) fn add_payment(
    tx: &Tx<'_>,
    place: Place,
    source: Source,
    payment: &Payment,
) -> Result<(), DbError> {
    let over = payment.over();
    let over = over.map_err(|error| DbError::Statement(error.to_string()))?;
    tx.execute(
        "INSERT INTO reports_payment
             (tenant_id, fact_id, site_id, order_id, device_id, at_ms, tender, amount_minor,
              tip_minor, rounding_minor, deposit, tender_name, over_minor)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (tenant_id, fact_id) DO NOTHING",
        params![
            place.tenant_id,
            source.fact,
            place.site_id,
            payment.order,
            source.device,
            source.at_ms,
            payment.tender.word(),
            payment.amount.minor(),
            payment.tip.minor(),
            payment.rounding.minor(),
            payment.deposit,
            payment.named.as_deref().unwrap_or_default(),
            over.minor()
        ],
    )?;
    Ok(())
}

/// Keeps a tip that was said anew; the same fact again changes nothing.
pub(crate) fn add_tip(
    tx: &Tx<'_>,
    place: Place,
    source: Source,
    said: &TipChanged,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO reports_tip
             (tenant_id, fact_id, site_id, payment_id, device_id, at_ms, hlc, tender, was_minor,
              tip_minor)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (tenant_id, fact_id) DO NOTHING",
        params![
            place.tenant_id,
            source.fact,
            place.site_id,
            said.payment,
            source.device,
            source.at_ms,
            i64::try_from(said.hlc.number()).unwrap_or(i64::MAX),
            said.tender.word(),
            said.was.minor(),
            said.tip.minor()
        ],
    )?;
    Ok(())
}

/// What stands beside the payments of the span.
pub(crate) fn beside(tx: &Tx<'_>, place: Place, span: Span) -> Result<Beside, DbError> {
    let sums = tx.query_row(
        "SELECT CAST(COALESCE(SUM(rounding), 0) AS BIGINT), CAST(COALESCE(SUM(taken), 0) AS BIGINT)
         FROM (
             SELECT rounding_minor AS rounding,
                    CASE WHEN deposit THEN amount_minor ELSE 0 END AS taken
             FROM reports_payment
             WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4
             UNION ALL
             SELECT -rounding_minor, 0
             FROM reports_refund
             WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4) AS beside",
        params![place.tenant_id, place.site_id, span.from_ms, span.to_ms],
        |row| {
            Ok(Beside {
                rounding: Money::from_minor(row.get(0)?),
                deposits: Money::from_minor(row.get(1)?),
            })
        },
    )?;
    Ok(sums.unwrap_or_default())
}
