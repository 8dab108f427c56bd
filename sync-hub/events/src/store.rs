//! The SQL of events, cursors, dead letters and the audit trail.

use hub_kernel::{Ctx, DbError, DomainEvent, Row, Tx, params};
use serde::Serialize;
use shared::ids::TenantId;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::audit::Entry;

/// Where a subscriber is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) last_seq: i64,
    /// How often the next event was refused.
    pub(crate) tries: u32,
}

/// An event that a subscriber refused for good.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct DeadLetter {
    /// Names it.
    pub(crate) id: Uuid,
    /// Who refused it.
    pub(crate) subscriber: String,
    /// The event.
    #[schema(value_type = Object)]
    pub(crate) event: DomainEvent,
    /// Why, the last time.
    pub(crate) error: String,
    /// How often.
    pub(crate) tries: u32,
    /// When it was given up.
    pub(crate) dead_at_ms: i64,
    /// When it was taken in after all.
    pub(crate) replayed_at_ms: Option<i64>,
}

/// A line of the audit trail.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct AuditRow {
    /// Names it; later lines have greater ids.
    pub(crate) id: Uuid,
    /// When.
    pub(crate) at_ms: i64,
    /// Who: `manager:…`, `device:…` or `hub`.
    pub(crate) actor: String,
    /// What.
    pub(crate) action: String,
    /// To what.
    pub(crate) subject: String,
    /// The rest.
    #[schema(value_type = Object)]
    pub(crate) details: serde_json::Value,
}

pub(crate) fn append(tx: &Tx<'_>, event: &DomainEvent) -> Result<i64, DbError> {
    let seq = tx
        .query_row(
            "INSERT INTO events_counter (tenant_id, last_seq) VALUES ($1, 1)
             ON CONFLICT (tenant_id) DO UPDATE SET last_seq = events_counter.last_seq + 1
             RETURNING last_seq",
            params![event.tenant_id],
            |row| row.get::<i64>(0),
        )?
        .ok_or(DbError::Missing("events_counter"))?;
    tx.execute(
        "INSERT INTO events_outbox
             (tenant_id, seq, event_id, name, site_id, at_ms, correlation_id, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            event.tenant_id,
            seq,
            event.event_id,
            &event.name,
            event.site_id,
            event.at_ms,
            &event.correlation_id,
            event.body.to_string()
        ],
    )?;
    Ok(seq)
}

/// Tenants with events that this subscriber has not seen.
pub(crate) fn behind(tx: &Tx<'_>, subscriber: &str) -> Result<Vec<TenantId>, DbError> {
    tx.query(
        "SELECT n.tenant_id FROM events_counter n
         LEFT JOIN events_cursor c ON c.tenant_id = n.tenant_id AND c.subscriber = $1
         WHERE n.last_seq > COALESCE(c.last_seq, 0) ORDER BY n.tenant_id",
        params![subscriber],
        |row| row.get(0),
    )
}

pub(crate) fn cursor(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    subscriber: &str,
) -> Result<Cursor, DbError> {
    let cursor = tx.query_row(
        "SELECT last_seq, tries FROM events_cursor WHERE tenant_id = $1 AND subscriber = $2",
        params![tenant_id, subscriber],
        |row| {
            Ok(Cursor {
                last_seq: row.get(0)?,
                tries: row.get(1)?,
            })
        },
    )?;
    Ok(cursor.unwrap_or_default())
}

pub(crate) fn set_cursor(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    subscriber: &str,
    cursor: Cursor,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO events_cursor (tenant_id, subscriber, last_seq, tries)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, subscriber)
         DO UPDATE SET last_seq = excluded.last_seq, tries = excluded.tries",
        params![tenant_id, subscriber, cursor.last_seq, cursor.tries],
    )?;
    Ok(())
}

pub(crate) fn events_after(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    seq: i64,
    rows_max: u32,
) -> Result<Vec<DomainEvent>, DbError> {
    tx.query(
        "SELECT tenant_id, seq, event_id, name, site_id, at_ms, correlation_id, body
         FROM events_outbox WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        params![tenant_id, seq, rows_max],
        |row| event(row, 0),
    )
}

/// Deletes what every one of these subscribers has seen and what is older than `before_ms`.
pub(crate) fn prune(
    tx: &Tx<'_>,
    subscribers: &[&str],
    before_ms: i64,
    rows_max: u32,
) -> Result<u64, DbError> {
    let tenants = tx.query("SELECT tenant_id FROM events_counter", params![], |row| {
        row.get(0)
    })?;
    let mut deleted = 0;
    for tenant_id in tenants {
        let mut seen = i64::MAX;
        for subscriber in subscribers {
            seen = seen.min(cursor(tx, tenant_id, subscriber)?.last_seq);
        }
        deleted += tx.execute(
            "DELETE FROM events_outbox WHERE tenant_id = $1 AND seq IN (
                 SELECT seq FROM events_outbox
                 WHERE tenant_id = $1 AND seq <= $2 AND at_ms < $3 ORDER BY seq LIMIT $4)",
            params![tenant_id, seen, before_ms, rows_max],
        )?;
    }
    Ok(deleted)
}

pub(crate) fn bury(tx: &Tx<'_>, letter: &DeadLetter) -> Result<(), DbError> {
    let event = &letter.event;
    tx.execute(
        "INSERT INTO events_dead_letter
             (tenant_id, dead_letter_id, subscriber, seq, event_id, name, site_id, at_ms,
              correlation_id, body, error, tries, dead_at_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        params![
            event.tenant_id,
            letter.id,
            &letter.subscriber,
            event.seq,
            event.event_id,
            &event.name,
            event.site_id,
            event.at_ms,
            &event.correlation_id,
            event.body.to_string(),
            &letter.error,
            letter.tries,
            letter.dead_at_ms
        ],
    )?;
    Ok(())
}

const LETTER_COLUMNS: &str = "tenant_id, seq, event_id, name, site_id, at_ms, correlation_id, \
     body, dead_letter_id, subscriber, error, tries, dead_at_ms, replayed_at_ms";

/// Dead letters, newest first.
pub(crate) fn dead_letters(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    rows_max: u32,
) -> Result<Vec<DeadLetter>, DbError> {
    let sql = format!(
        "SELECT {LETTER_COLUMNS} FROM events_dead_letter
         WHERE tenant_id = $1 ORDER BY dead_at_ms DESC, dead_letter_id DESC LIMIT $2"
    );
    tx.query(&sql, params![tenant_id, rows_max], letter)
}

pub(crate) fn dead_letter(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    dead_letter_id: Uuid,
) -> Result<Option<DeadLetter>, DbError> {
    let sql = format!(
        "SELECT {LETTER_COLUMNS} FROM events_dead_letter
         WHERE tenant_id = $1 AND dead_letter_id = $2"
    );
    tx.query_row(&sql, params![tenant_id, dead_letter_id], letter)
}

/// Keeps how a replay went.
pub(crate) fn set_replay(tx: &Tx<'_>, letter: &DeadLetter) -> Result<(), DbError> {
    tx.execute(
        "UPDATE events_dead_letter SET error = $3, tries = $4, replayed_at_ms = $5
         WHERE tenant_id = $1 AND dead_letter_id = $2",
        params![
            letter.event.tenant_id,
            letter.id,
            &letter.error,
            letter.tries,
            letter.replayed_at_ms
        ],
    )?;
    Ok(())
}

pub(crate) fn record(
    tx: &Tx<'_>,
    audit_id: Uuid,
    at_ms: i64,
    ctx: &Ctx,
    entry: &Entry,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO events_audit
             (tenant_id, audit_id, site_id, at_ms, actor, action, subject, details, correlation_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            ctx.tenant_id,
            audit_id,
            ctx.site_id,
            at_ms,
            ctx.actor.to_string(),
            entry.action,
            &entry.subject,
            entry.details.to_string(),
            &ctx.correlation_id
        ],
    )?;
    Ok(())
}

/// The audit trail of a tenant, newest first.
pub(crate) fn audit(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    rows_max: u32,
) -> Result<Vec<AuditRow>, DbError> {
    tx.query(
        "SELECT audit_id, at_ms, actor, action, subject, details FROM events_audit
         WHERE tenant_id = $1 ORDER BY audit_id DESC LIMIT $2",
        params![tenant_id, rows_max],
        |row| {
            Ok(AuditRow {
                id: row.get(0)?,
                at_ms: row.get(1)?,
                actor: row.get(2)?,
                action: row.get(3)?,
                subject: row.get(4)?,
                details: json(row, 5)?,
            })
        },
    )
}

fn event(row: &Row<'_>, first: usize) -> Result<DomainEvent, DbError> {
    Ok(DomainEvent {
        tenant_id: row.get(first)?,
        seq: row.get(first + 1)?,
        event_id: row.get(first + 2)?,
        name: row.get(first + 3)?,
        site_id: row.get(first + 4)?,
        at_ms: row.get(first + 5)?,
        correlation_id: row.get(first + 6)?,
        body: json(row, first + 7)?,
    })
}

fn letter(row: &Row<'_>) -> Result<DeadLetter, DbError> {
    Ok(DeadLetter {
        event: event(row, 0)?,
        id: row.get(8)?,
        subscriber: row.get(9)?,
        error: row.get(10)?,
        tries: row.get(11)?,
        dead_at_ms: row.get(12)?,
        replayed_at_ms: row.get(13)?,
    })
}

fn json(row: &Row<'_>, index: usize) -> Result<serde_json::Value, DbError> {
    let text: String = row.get(index)?;
    serde_json::from_str(&text).map_err(|error| DbError::Column {
        index,
        wanted: "JSON",
        found: error.to_string(),
    })
}
