//! The SQL of kitchen tickets.

use hub_kernel::{DbError, Tx, params};
use serde::Deserialize;
use shared::{
    ids::{OrderId, SiteId, TenantId, TicketId},
    order::TicketKind,
};

/// A restaurant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) tenant_id: TenantId,
    pub(crate) site_id: SiteId,
}

/// A ticket as the kitchen last said it is; the body of `kitchen.ticket.v1`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct TicketNow {
    pub(crate) order: OrderId,
    pub(crate) ticket: TicketId,
    pub(crate) station: String,
    pub(crate) kind: TicketKind,
    pub(crate) number: String,
    pub(crate) table: Option<String>,
    pub(crate) sent_at_ms: i64,
    #[serde(default)]
    pub(crate) done_at_ms: Option<i64>,
    #[serde(default)]
    pub(crate) bumped_at_ms: Option<i64>,
    pub(crate) prep_seconds: u32,
}

/// What a station finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finished {
    pub(crate) station: String,
    pub(crate) tickets: u32,
    /// From sending to done, all tickets together.
    pub(crate) took_ms: i64,
}

/// Keeps how a ticket is now; what an older event said changes nothing.
pub(crate) fn set_ticket(
    tx: &Tx<'_>,
    place: Place,
    seq: i64,
    ticket: &TicketNow,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO kds_ticket
             (tenant_id, ticket_id, site_id, order_id, seq, station, kind, order_number,
              table_name, sent_at_ms, done_at_ms, bumped_at_ms, prep_seconds)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (tenant_id, ticket_id) DO UPDATE SET
             site_id = excluded.site_id, order_id = excluded.order_id, seq = excluded.seq,
             station = excluded.station, kind = excluded.kind,
             order_number = excluded.order_number, table_name = excluded.table_name,
             sent_at_ms = excluded.sent_at_ms, done_at_ms = excluded.done_at_ms,
             bumped_at_ms = excluded.bumped_at_ms, prep_seconds = excluded.prep_seconds
         WHERE kds_ticket.seq < excluded.seq",
        params![
            place.tenant_id,
            ticket.ticket,
            place.site_id,
            ticket.order,
            seq,
            &ticket.station,
            word(ticket.kind),
            &ticket.number,
            ticket.table.as_deref(),
            ticket.sent_at_ms,
            ticket.done_at_ms,
            ticket.bumped_at_ms,
            ticket.prep_seconds
        ],
    )?;
    Ok(())
}

/// Tickets on the screens that were sent from this time on, oldest first.
pub(crate) fn open(
    tx: &Tx<'_>,
    place: Place,
    from_ms: i64,
    rows_max: u32,
) -> Result<Vec<TicketNow>, DbError> {
    tx.query(
        "SELECT order_id, ticket_id, station, kind, order_number, table_name, sent_at_ms,
                done_at_ms, prep_seconds
         FROM kds_ticket
         WHERE tenant_id = $1 AND site_id = $2 AND bumped_at_ms IS NULL AND sent_at_ms >= $3
         ORDER BY sent_at_ms, ticket_id LIMIT $4",
        params![place.tenant_id, place.site_id, from_ms, rows_max],
        |row| {
            let kind = kind(&row.get::<String>(3)?);
            Ok(TicketNow {
                order: row.get(0)?,
                ticket: row.get(1)?,
                station: row.get(2)?,
                kind: kind.ok_or(DbError::Missing("a known kind in kds_ticket"))?,
                number: row.get(4)?,
                table: row.get(5)?,
                sent_at_ms: row.get(6)?,
                done_at_ms: row.get(7)?,
                bumped_at_ms: None,
                prep_seconds: row.get(8)?,
            })
        },
    )
}

/// What each station finished of the tickets sent from this time on; only those with something to
/// cook count.
pub(crate) fn finished(tx: &Tx<'_>, place: Place, from_ms: i64) -> Result<Vec<Finished>, DbError> {
    tx.query(
        "SELECT station, COUNT(*),
                CAST(SUM(COALESCE(done_at_ms, bumped_at_ms) - sent_at_ms) AS BIGINT)
         FROM kds_ticket
         WHERE tenant_id = $1 AND site_id = $2 AND sent_at_ms >= $3
             AND kind IN ('new', 'add_on')
             AND COALESCE(done_at_ms, bumped_at_ms) IS NOT NULL
         GROUP BY station ORDER BY station",
        params![place.tenant_id, place.site_id, from_ms],
        |row| {
            Ok(Finished {
                station: row.get(0)?,
                tickets: row.get(1)?,
                took_ms: row.get(2)?,
            })
        },
    )
}

const fn word(kind: TicketKind) -> &'static str {
    match kind {
        TicketKind::New => "new",
        TicketKind::AddOn => "add_on",
        TicketKind::Change => "change",
        TicketKind::Cancel => "cancel",
    }
}

fn kind(text: &str) -> Option<TicketKind> {
    [
        TicketKind::New,
        TicketKind::AddOn,
        TicketKind::Change,
        TicketKind::Cancel,
    ]
    .into_iter()
    .find(|kind| word(*kind) == text)
}

#[cfg(test)]
mod tests {
    use hub_kernel::testkit;

    use super::*;

    const HERE: Place = Place {
        tenant_id: TenantId::from_bytes([1; 16]),
        site_id: SiteId::from_bytes([2; 16]),
    };
    const NEXT_DOOR: Place = Place {
        tenant_id: TenantId::from_bytes([1; 16]),
        site_id: SiteId::from_bytes([3; 16]),
    };

    fn ticket(byte: u8, sent_at_ms: i64) -> TicketNow {
        TicketNow {
            order: OrderId::from_bytes([byte; 16]),
            ticket: TicketId::from_bytes([byte; 16]),
            station: "grill".to_owned(),
            kind: TicketKind::New,
            number: format!("A-00{byte}"),
            table: None,
            sent_at_ms,
            done_at_ms: None,
            bumped_at_ms: None,
            prep_seconds: 600,
        }
    }

    async fn with_tx(work: impl FnOnce(&Tx<'_>) -> Result<(), DbError> + Send + 'static) {
        let (db, _folder) = testkit::db();
        db.write(work).await.unwrap();
    }

    #[tokio::test]
    async fn a_bump_that_comes_before_the_sending_stays() {
        with_tx(|tx| {
            let bumped = TicketNow {
                bumped_at_ms: Some(90),
                ..ticket(1, 10)
            };
            set_ticket(tx, HERE, 5, &bumped)?;
            set_ticket(tx, HERE, 4, &ticket(1, 10))?;
            assert_eq!(open(tx, HERE, 0, 10)?, []);
            set_ticket(tx, HERE, 6, &ticket(1, 10))?;
            assert_eq!(open(tx, HERE, 0, 10)?, [ticket(1, 10)], "recalled");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn open_tickets_come_oldest_first_from_a_time_on() {
        with_tx(|tx| {
            for (byte, sent_at_ms) in [(1, 30), (2, 9), (3, 10)] {
                set_ticket(tx, HERE, i64::from(byte), &ticket(byte, sent_at_ms))?;
            }
            assert_eq!(open(tx, HERE, 10, 10)?, [ticket(3, 10), ticket(1, 30)]);
            assert_eq!(open(tx, HERE, 10, 1)?, [ticket(3, 10)]);
            assert_eq!(open(tx, NEXT_DOOR, 0, 10)?, []);
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn only_what_was_cooked_has_a_duration() {
        with_tx(|tx| {
            let done = |byte, kind, done_at_ms, bumped_at_ms| TicketNow {
                kind,
                done_at_ms,
                bumped_at_ms,
                ..ticket(byte, 100)
            };
            let tickets = [
                done(1, TicketKind::New, Some(160), Some(900)),
                done(2, TicketKind::AddOn, None, Some(140)),
                done(3, TicketKind::Cancel, Some(101), Some(101)),
                done(4, TicketKind::Change, Some(101), Some(101)),
                done(5, TicketKind::New, None, None),
            ];
            for (seq, ticket) in (1..).zip(&tickets) {
                set_ticket(tx, HERE, seq, ticket)?;
            }
            let grill = Finished {
                station: "grill".to_owned(),
                tickets: 2,
                took_ms: 100,
            };
            assert_eq!(finished(tx, HERE, 100)?, [grill]);
            assert_eq!(finished(tx, HERE, 101)?, []);
            assert_eq!(finished(tx, NEXT_DOOR, 0)?, []);
            Ok(())
        })
        .await;
    }
}
