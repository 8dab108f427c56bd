//! The SQL of what went onto gift cards: no sale, on a line of its own.

use hub_kernel::{DbError, Tx, params};
use shared::{
    gift::{CardLoad, loaded},
    ids::{OrderId, TenantId},
    journal::OrderClosed,
    money::Money,
    refund::Refunded,
};

use super::{Place, Source, Span};

/// All loads together.
fn minor(loads: &[CardLoad]) -> Result<i64, DbError> {
    let sum = loaded(loads).map_err(|error| DbError::Statement(error.to_string()))?;
    Ok(sum.minor())
}

/// What closings of an order put onto cards is made anew with all of them.
pub(super) fn forget(tx: &Tx<'_>, tenant_id: TenantId, order: OrderId) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM reports_gift_card
         WHERE tenant_id = $1 AND order_id = $2 AND of_closing",
        params![tenant_id, order],
    )?;
    Ok(())
}

/// What a closing put onto cards beyond what it counts on from.
pub(super) fn add_closing(
    tx: &Tx<'_>,
    place: Place,
    source: Source,
    sale: &OrderClosed,
) -> Result<(), DbError> {
    let before = sale.counted.as_ref();
    let before = before.map_or(0, |counted| counted.gift_cards.minor());
    let more = minor(&sale.gift_cards)?.saturating_sub(before);
    add(tx, (place, source), sale.order, true, more)
}

/// What came off cards with a refund.
pub(super) fn add_refund(
    tx: &Tx<'_>,
    place: Place,
    source: Source,
    refunded: &Refunded,
) -> Result<(), DbError> {
    let off = minor(&refunded.gift_cards)?.saturating_neg();
    add(tx, (place, source), refunded.order, false, off)
}

fn add(
    tx: &Tx<'_>,
    (place, source): (Place, Source),
    order: OrderId,
    of_closing: bool,
    amount_minor: i64,
) -> Result<(), DbError> {
    if amount_minor == 0 {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO reports_gift_card
             (tenant_id, fact_id, site_id, order_id, at_ms, of_closing, amount_minor)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (tenant_id, fact_id) DO NOTHING",
        params![
            place.tenant_id,
            source.fact,
            place.site_id,
            order,
            source.at_ms,
            of_closing,
            amount_minor
        ],
    )?;
    Ok(())
}

/// What went onto cards in the span, less what came off them with refunds.
pub(crate) fn gift_cards(tx: &Tx<'_>, place: Place, span: Span) -> Result<Money, DbError> {
    let sum = tx.query_row(
        "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM reports_gift_card
         WHERE tenant_id = $1 AND site_id = $2 AND at_ms >= $3 AND at_ms < $4",
        params![place.tenant_id, place.site_id, span.from_ms, span.to_ms],
        |row| row.get(0),
    )?;
    Ok(Money::from_minor(sum.unwrap_or(0)))
}

/// What the house owes its guests on cards, since the beginning: what went onto them, less what they
/// paid, and with what went back onto them. Below zero only while the till that sold a card has not
/// been heard.
pub(crate) fn owed(tx: &Tx<'_>, place: Place) -> Result<Money, DbError> {
    let sum = tx.query_row(
        "SELECT CAST(
             COALESCE((SELECT SUM(amount_minor) FROM reports_gift_card
                       WHERE tenant_id = $1 AND site_id = $2), 0)
             - COALESCE((SELECT SUM(amount_minor) FROM reports_payment
                         WHERE tenant_id = $1 AND site_id = $2 AND tender = 'gift_card'), 0)
             + COALESCE((SELECT SUM(amount_minor) FROM reports_refund
                         WHERE tenant_id = $1 AND site_id = $2 AND tender = 'gift_card'
                               AND refund_of IN ('lines', 'surplus')), 0)
         AS BIGINT)",
        params![place.tenant_id, place.site_id],
        |row| row.get(0),
    )?;
    Ok(Money::from_minor(sum.unwrap_or(0)))
}
