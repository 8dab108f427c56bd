//! The SQL of what went back.

use hub_kernel::{DbError, Tx, params};
use shared::refund::{RefundKind, Refunded};

use super::{Place, Source, gift_cards};

/// Keeps a refund; the same fact again changes nothing.
pub(crate) fn add_refund(
    tx: &Tx<'_>,
    place: Place,
    source: Source,
    refunded: &Refunded,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO reports_refund
             (tenant_id, fact_id, site_id, order_id, device_id, at_ms, refund_of, tender,
              amount_minor, rounding_minor, tender_name)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (tenant_id, fact_id) DO NOTHING",
        params![
            place.tenant_id,
            source.fact,
            place.site_id,
            refunded.order,
            source.device,
            source.at_ms,
            kind(refunded),
            refunded.tender.word(),
            refunded.amount.minor(),
            refunded.rounding.minor(),
            refunded.named.as_deref().unwrap_or_default()
        ],
    )?;
    gift_cards::add_refund(tx, place, source, refunded)?;
    for (line_no, line) in (0_i64..).zip(&refunded.lines) {
        tx.execute(
            "INSERT INTO reports_refund_line
                 (tenant_id, fact_id, line_no, sku, name, category, quantity, amount_minor)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (tenant_id, fact_id, line_no) DO NOTHING",
            params![
                place.tenant_id,
                source.fact,
                line_no,
                &line.sku,
                &line.name,
                &line.category,
                line.quantity,
                line.listed.minor()
            ],
        )?;
    }
    for tax in &refunded.taxes {
        tx.execute(
            "INSERT INTO reports_refund_tax (tenant_id, fact_id, rate_ppm, net_minor, tax_minor)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant_id, fact_id, rate_ppm) DO NOTHING",
            params![
                place.tenant_id,
                source.fact,
                tax.rate.ppm(),
                tax.net.minor(),
                tax.tax.minor()
            ],
        )?;
    }
    Ok(())
}

const fn kind(refunded: &Refunded) -> &'static str {
    match refunded.of {
        // The house keeps a deposit: its money stays where it is, and is no tip.
        RefundKind::Kept if refunded.forfeited => "forfeited",
        RefundKind::Lines => "lines",
        RefundKind::Surplus => "surplus",
        RefundKind::Kept => "kept",
    }
}
