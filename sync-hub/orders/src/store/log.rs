//! The log of a site: changes and facts under one series of numbers.

use hub_kernel::{DbError, Row, Tx, params};
use shared::{
    ids::{DeviceId, FactId, OrderId, TenantId},
    journal::{Hash, Record, Tail},
};
use sync_protocol::{Change, Item};

use super::{Place, int};

/// Most bytes of one page, unless a single entry has more.
pub(crate) const PAGE_BYTES_MAX: usize = 1 << 20;

/// A change with its place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoggedChange {
    pub(crate) seq: u64,
    pub(crate) from: DeviceId,
    pub(crate) at_ms: i64,
    pub(crate) change: Change,
}

/// Changes of the log, and how far it was looked through for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChangePage {
    pub(crate) changes: Vec<LoggedChange>,
    pub(crate) up_to: u64,
}

/// Something that was not taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PutAside {
    pub(crate) from: DeviceId,
    pub(crate) sha256: [u8; 32],
    /// `change`, `fact` or `document`.
    pub(crate) what: &'static str,
    /// The order, or device and number.
    pub(crate) subject: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) why: String,
}

/// The number of the last entry.
pub(crate) fn head(tx: &Tx<'_>, place: Place) -> Result<u64, DbError> {
    let head = tx.query_row(
        "SELECT last_seq FROM orders_log WHERE tenant_id = $1 AND site_id = $2",
        params![place.tenant_id, place.site_id],
        |row| row.get(0),
    )?;
    Ok(head.unwrap_or(0))
}

/// The number of the last entry; nobody else hands out numbers until this transaction ends.
pub(crate) fn locked_head(tx: &Tx<'_>, place: Place) -> Result<u64, DbError> {
    tx.query_row(
        "INSERT INTO orders_log (tenant_id, site_id, last_seq) VALUES ($1, $2, 0)
         ON CONFLICT (tenant_id, site_id) DO UPDATE SET last_seq = orders_log.last_seq
         RETURNING last_seq",
        params![place.tenant_id, place.site_id],
        |row| row.get(0),
    )?
    .ok_or(DbError::Missing("orders_log"))
}

/// Sets the number of the last entry.
pub(crate) fn set_head(tx: &Tx<'_>, place: Place, seq: u64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE orders_log SET last_seq = $3 WHERE tenant_id = $1 AND site_id = $2",
        params![place.tenant_id, place.site_id, int(seq)],
    )?;
    Ok(())
}

/// Appends a change; false when it is there already.
pub(crate) fn append_change(
    tx: &Tx<'_>,
    place: Place,
    seq: u64,
    change: &Change,
    from: DeviceId,
    at_ms: i64,
) -> Result<bool, DbError> {
    let added = tx.execute(
        "INSERT INTO orders_change
             (tenant_id, site_id, seq, order_id, sha256, bytes, from_device, at_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (tenant_id, site_id, order_id, sha256) DO NOTHING",
        params![
            place.tenant_id,
            place.site_id,
            int(seq),
            change.order,
            &change.sha256,
            &change.bytes,
            from,
            at_ms,
        ],
    )?;
    Ok(added > 0)
}

/// The hash of a device's record with this number.
pub(crate) fn fact_hash(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    device_id: DeviceId,
    number: u64,
) -> Result<Option<Hash>, DbError> {
    tx.query_row(
        "SELECT hash FROM orders_fact
         WHERE tenant_id = $1 AND device_id = $2 AND number = $3",
        params![tenant_id, device_id, int(number)],
        |row| row.get(0).map(Hash),
    )
}

/// Whether a record has this id.
pub(crate) fn has_fact_id(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    fact_id: FactId,
) -> Result<bool, DbError> {
    let found = tx.query_row(
        "SELECT number FROM orders_fact WHERE tenant_id = $1 AND fact_id = $2",
        params![tenant_id, fact_id],
        |row| row.get::<u64>(0),
    )?;
    Ok(found.is_some())
}

/// Where the journal of a device stands here.
pub(crate) fn tail(tx: &Tx<'_>, tenant_id: TenantId, device_id: DeviceId) -> Result<Tail, DbError> {
    let tail = tx.query_row(
        "SELECT number, hash FROM orders_fact
         WHERE tenant_id = $1 AND device_id = $2 ORDER BY number DESC LIMIT 1",
        params![tenant_id, device_id],
        |row| {
            Ok(Tail {
                number: row.get(0)?,
                hash: Hash(row.get(1)?),
            })
        },
    )?;
    Ok(tail.unwrap_or(Tail::START))
}

/// Appends a record that follows the tail of its device.
pub(crate) fn append_fact(
    tx: &Tx<'_>,
    place: Place,
    seq: u64,
    record: &Record,
    kind: &str,
    kept_at_ms: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO orders_fact
             (tenant_id, device_id, number, site_id, seq, fact_id, kind, at_ms, previous, body,
              hash, signature, kept_at_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        params![
            place.tenant_id,
            record.device,
            int(record.number),
            place.site_id,
            int(seq),
            record.id,
            kind,
            record.at_ms,
            &record.previous.0,
            &record.body,
            &record.hash.0,
            &record.signature,
            kept_at_ms,
        ],
    )?;
    Ok(())
}

/// Keeps what was not taken in; the same thing once.
pub(crate) fn put_aside(
    tx: &Tx<'_>,
    place: Place,
    aside: &PutAside,
    at_ms: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO orders_quarantine
             (tenant_id, site_id, from_device, sha256, what, subject, bytes, why, at_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (tenant_id, site_id, from_device, sha256) DO NOTHING",
        params![
            place.tenant_id,
            place.site_id,
            aside.from,
            &aside.sha256,
            aside.what,
            &aside.subject,
            &aside.bytes,
            &aside.why,
            at_ms,
        ],
    )?;
    Ok(())
}

/// The next changes after `after`, of at most so many entries of the log and about
/// [`PAGE_BYTES_MAX`] bytes.
///
/// With `closed_since_ms`, changes of orders that were closed before it are left out.
pub(crate) fn changes(
    tx: &Tx<'_>,
    place: Place,
    after: u64,
    limit: usize,
    closed_since_ms: Option<i64>,
) -> Result<ChangePage, DbError> {
    let rows_max = i64::try_from(limit).unwrap_or(i64::MAX);
    let sizes = tx.query(
        "SELECT seq, LENGTH(bytes) FROM orders_change
         WHERE tenant_id = $1 AND site_id = $2 AND seq > $3 ORDER BY seq LIMIT $4",
        params![place.tenant_id, place.site_id, int(after), rows_max],
        |row| Ok((row.get::<u64>(0)?, row.get::<usize>(1)?)),
    )?;
    let (mut size, mut taken, mut last) = (0_usize, 0_usize, after);
    for (seq, bytes) in &sizes {
        size = size.saturating_add(*bytes);
        if taken > 0 && size > PAGE_BYTES_MAX {
            break;
        }
        (taken, last) = (taken + 1, *seq);
    }
    let is_end = taken == sizes.len() && taken < limit;
    let up_to = if is_end {
        head(tx, place)?.max(after)
    } else {
        last
    };
    let changes = tx.query(
        "SELECT c.seq, c.from_device, c.at_ms, c.order_id, c.sha256, c.bytes
         FROM orders_change c
         WHERE c.tenant_id = $1 AND c.site_id = $2 AND c.seq > $3 AND c.seq <= $4
           AND NOT EXISTS (
               SELECT 1 FROM orders_order o
               WHERE o.tenant_id = c.tenant_id AND o.site_id = c.site_id
                 AND o.order_id = c.order_id AND o.closed_at_ms < $5)
         ORDER BY c.seq",
        params![
            place.tenant_id,
            place.site_id,
            int(after),
            int(last),
            closed_since_ms.unwrap_or(i64::MIN),
        ],
        change_of,
    )?;
    Ok(ChangePage { changes, up_to })
}

/// All changes of an order up to a place in the log.
pub(crate) fn changes_of_order(
    tx: &Tx<'_>,
    place: Place,
    order_id: OrderId,
    up_to: u64,
) -> Result<Vec<LoggedChange>, DbError> {
    tx.query(
        "SELECT seq, from_device, at_ms, order_id, sha256, bytes FROM orders_change
         WHERE tenant_id = $1 AND site_id = $2 AND order_id = $3 AND seq <= $4 ORDER BY seq",
        params![place.tenant_id, place.site_id, order_id, int(up_to)],
        change_of,
    )
}

fn change_of(row: &Row<'_>) -> Result<LoggedChange, DbError> {
    Ok(LoggedChange {
        seq: row.get(0)?,
        from: row.get(1)?,
        at_ms: row.get(2)?,
        change: Change {
            order: row.get(3)?,
            sha256: row.get(4)?,
            bytes: row.get(5)?,
        },
    })
}

/// Facts within a part of the log, in its order.
pub(crate) fn facts_between(
    tx: &Tx<'_>,
    place: Place,
    after: u64,
    up_to: u64,
) -> Result<Vec<Record>, DbError> {
    tx.query(
        "SELECT device_id, number, at_ms, fact_id, previous, body, hash, signature
         FROM orders_fact
         WHERE tenant_id = $1 AND site_id = $2 AND seq > $3 AND seq <= $4 ORDER BY seq",
        params![place.tenant_id, place.site_id, int(after), int(up_to)],
        record_of,
    )
}

/// The journal of a device from a number on.
pub(crate) fn journal(
    tx: &Tx<'_>,
    place: Place,
    device_id: DeviceId,
    from: u64,
    limit: u32,
) -> Result<Vec<Record>, DbError> {
    tx.query(
        "SELECT device_id, number, at_ms, fact_id, previous, body, hash, signature
         FROM orders_fact
         WHERE tenant_id = $1 AND device_id = $2 AND number >= $3 AND site_id = $4
         ORDER BY number LIMIT $5",
        params![place.tenant_id, device_id, int(from), place.site_id, limit],
        record_of,
    )
}

fn record_of(row: &Row<'_>) -> Result<Record, DbError> {
    Ok(Record {
        device: row.get(0)?,
        number: row.get(1)?,
        at_ms: row.get(2)?,
        id: row.get(3)?,
        previous: Hash(row.get(4)?),
        body: row.get(5)?,
        hash: Hash(row.get(6)?),
        signature: row.get(7)?,
    })
}

/// How often the node of a device was started, as far as the hub knows.
pub(crate) fn boot(tx: &Tx<'_>, tenant_id: TenantId, device_id: DeviceId) -> Result<u64, DbError> {
    let boot = tx.query_row(
        "SELECT boot FROM orders_device WHERE tenant_id = $1 AND device_id = $2",
        params![tenant_id, device_id],
        |row| row.get(0),
    )?;
    Ok(boot.unwrap_or(0))
}

/// Remembers a start of a device's node; an older one changes nothing.
pub(crate) fn set_boot(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    device_id: DeviceId,
    boot: u64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO orders_device (tenant_id, device_id, boot) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id, device_id) DO UPDATE SET boot = $3
         WHERE orders_device.boot < $3",
        params![tenant_id, device_id, int(boot)],
    )?;
    Ok(())
}

/// The change as it travels.
impl From<LoggedChange> for Item {
    fn from(logged: LoggedChange) -> Self {
        Self::Change(logged.change)
    }
}
