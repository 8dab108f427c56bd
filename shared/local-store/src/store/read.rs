//! Reading from the database.

use rusqlite::{OptionalExtension, Row, params};
use shared::{
    ids::{JobId, OrderId, ShiftId},
    journal::{Record, Tail},
};
use sync_protocol::{Change, Item};

use super::{Store, StoreError, closed::order_row, shelf::nth, signed, unsigned};
use crate::batch::{Job, NewJob, OrderRow, ReceiptRow, ShiftRow};

/// Something that the hub does not have yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its number here.
    pub n: u64,
    /// What it is.
    pub item: Item,
}

/// How much waits for the hub.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Edits and facts.
    pub items: u32,
    /// Orders among them.
    pub orders: u32,
}

impl Store {
    /// A small fact about the device.
    pub fn device(&self, name: &str) -> Result<Option<String>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT value FROM device WHERE name = ?1")?;
        Ok(query.query_row([name], |row| row.get(0)).optional()?)
    }

    /// The stored edits of an order, in the order in which they came; before them the piece that
    /// holds those of before, where there is one.
    pub fn chunks(&self, order: OrderId) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT bytes FROM chunk WHERE order_id = ?1 ORDER BY seq")?;
        let rows = query.query_map([order.as_bytes()], |row| row.get(0))?;
        let mut stored: Vec<Vec<u8>> = self.piece(order)?.into_iter().collect();
        stored.extend(rows.collect::<Result<Vec<_>, _>>()?);
        Ok(stored)
    }

    /// Whether this edit of this order is stored in a row of its own.
    pub fn has_chunk(&self, order: OrderId, sha: &[u8; 32]) -> Result<bool, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT 1 FROM chunk WHERE order_id = ?1 AND sha = ?2")?;
        Ok(query.exists(params![order.as_bytes(), sha])?)
    }

    /// Open orders, and those closed since `closed_since_ms`.
    pub fn orders(&self, closed_since_ms: i64) -> Result<Vec<OrderRow>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT order_id, closed_at_ms, summary FROM order_view WHERE closed_at_ms IS NULL
             UNION ALL
             SELECT order_id, closed_at_ms, summary FROM order_view WHERE closed_at_ms >= ?1
             ORDER BY order_id",
        )?;
        let rows = query.query_map([closed_since_ms], order_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Where the journal stands.
    pub fn tail(&self) -> Result<Tail, StoreError> {
        let last = self
            .db
            .prepare_cached("SELECT record FROM fact ORDER BY number DESC LIMIT 1")?
            .query_row([], |row| row.get::<_, String>(0))
            .optional()?;
        Ok(last
            .map(|json| record(&json))
            .transpose()?
            .map_or(Tail::START, |last| last.tail()))
    }

    /// Journal records from `number` on.
    pub fn facts_from(&self, number: u64) -> Result<Vec<Record>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT record FROM fact WHERE number >= ?1 ORDER BY number")?;
        let rows = query.query_map([signed(number)], |row| row.get::<_, String>(0))?;
        rows.map(|json| record(&json?)).collect()
    }

    /// Journal records from one number to another.
    pub fn facts_within(&self, from: u64, to: u64) -> Result<Vec<Record>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT record FROM fact WHERE number BETWEEN ?1 AND ?2 ORDER BY number",
        )?;
        let between = params![signed(from), signed(to)];
        let rows = query.query_map(between, |row| row.get::<_, String>(0))?;
        rows.map(|json| record(&json?)).collect()
    }

    /// What the hub lacks, after outbox number `after`.
    pub fn outbox(&self, after: u64, limit: usize) -> Result<Vec<OutboxRow>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT o.n, c.order_id, c.sha, c.bytes, f.record, o.order_id, o.part FROM outbox o
             LEFT JOIN chunk c ON c.seq = o.chunk_seq
             LEFT JOIN fact f ON f.number = o.fact_number
             WHERE o.n > ?1 ORDER BY o.n LIMIT ?2",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = query.query_map([signed(after), limit], |row| {
            let n: i64 = row.get(0)?;
            let change: Option<([u8; 16], [u8; 32], Vec<u8>)> = match row.get(1)? {
                Some(order) => Some((order, row.get(2)?, row.get(3)?)),
                None => None,
            };
            let part: Option<([u8; 16], u32)> = match row.get(6)? {
                Some(part) => Some((row.get(5)?, part)),
                None => None,
            };
            Ok((unsigned(n), change, part, row.get::<_, Option<String>>(4)?))
        })?;
        let mut items = Vec::new();
        // Edits of one piece stand one behind another.
        let mut open: Option<(OrderId, Vec<Vec<u8>>)> = None;
        for row in rows {
            let (n, change, part, fact) = row?;
            let item = match (change, part, fact) {
                (Some((order, sha256, bytes)), ..) => Item::Change(Change {
                    order: OrderId::from_bytes(order),
                    sha256,
                    bytes,
                }),
                (None, Some((order, part)), _) => {
                    let order = OrderId::from_bytes(order);
                    if open.as_ref().is_none_or(|(held, _)| *held != order) {
                        open = Some((order, self.parts(order)?));
                    }
                    let parts = open.as_ref().map(|(_, parts)| parts);
                    let Some(bytes) = parts.and_then(|parts| nth(parts, part)) else {
                        continue;
                    };
                    Item::Change(Change::new(order, bytes.clone()))
                }
                (None, None, Some(json)) => Item::Fact(record(&json)?),
                (None, None, None) => continue,
            };
            items.push(OutboxRow { n, item });
        }
        Ok(items)
    }

    /// How much waits for the hub.
    pub fn waiting(&self) -> Result<Waiting, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT COUNT(*), COUNT(DISTINCT order_id) FROM outbox")?;
        Ok(query.query_row([], |row| {
            Ok(Waiting {
                items: row.get(0)?,
                orders: row.get(1)?,
            })
        })?)
    }

    /// Orders that the hub does not have whole.
    pub fn orders_waiting(&self) -> Result<Vec<OrderId>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT DISTINCT order_id FROM outbox WHERE order_id IS NOT NULL")?;
        let rows = query.query_map([], |row| Ok(OrderId::from_bytes(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many edits of a document the hub does not have.
    pub fn edits_waiting(&self, order: OrderId) -> Result<usize, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT COUNT(*) FROM outbox WHERE order_id = ?1")?;
        let count: i64 = query.query_row([order.as_bytes()], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// Documents that hold gift cards.
    pub fn cards(&self) -> Result<Vec<OrderId>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT order_id FROM gift_card")?;
        let rows = query.query_map([], |row| Ok(OrderId::from_bytes(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The catalogue's version and bytes.
    pub fn catalogue(&self) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT version, bytes FROM catalogue")?;
        let row = query
            .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
            .optional()?;
        Ok(row.map(|(version, bytes)| (unsigned(version), bytes)))
    }

    /// What was answered to a request of a face, where it was done already.
    pub fn reply(&self, request: &str) -> Result<Option<String>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT reply FROM request WHERE id = ?1")?;
        Ok(query.query_row([request], |row| row.get(0)).optional()?)
    }

    /// The shift that is open.
    pub fn open_shift(&self) -> Result<Option<ShiftRow>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT id, opened_number, closed_number, z_number FROM shift
             WHERE closed_number IS NULL",
        )?;
        Ok(query.query_row([], shift_row).optional()?)
    }

    /// Closed shifts with Z reports before this number, newest first.
    pub fn closed_shifts(
        &self,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<ShiftRow>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT id, opened_number, closed_number, z_number FROM shift
             WHERE z_number < ?1 ORDER BY z_number DESC LIMIT ?2",
        )?;
        let rows = query.query_map(params![before.map_or(i64::MAX, signed), limit], shift_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The number that the next Z report gets.
    pub fn next_z_number(&self) -> Result<u64, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT COALESCE(MAX(z_number), 0) FROM shift")?;
        let last: i64 = query.query_row([], |row| row.get(0))?;
        Ok(unsigned(last) + 1)
    }

    /// A receipt as it was printed.
    pub fn receipt(
        &self,
        order: OrderId,
        about: [u8; 16],
    ) -> Result<Option<ReceiptRow>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT paper, copies FROM receipt WHERE order_id = ?1 AND about = ?2",
        )?;
        let row = query.query_row(params![order.as_bytes(), about], |row| {
            Ok(ReceiptRow {
                order,
                about,
                paper: row.get(0)?,
                copies: row.get(1)?,
            })
        });
        Ok(row.optional()?)
    }

    /// Jobs that are not finished, oldest first. A paper that failed or came too late waits for
    /// somebody; a drawer that stayed shut does not.
    pub fn jobs_waiting(&self) -> Result<Vec<Job>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT id, printer, kind, paper, made_at_ms, expires_at_ms, state, attempt, why
             FROM print_job
             WHERE state IN ('queued', 'sending', 'sent', 'uncertain')
                OR (state IN ('failed', 'expired') AND kind <> 'kick') ORDER BY n",
        )?;
        let rows = query.query_map([], job_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The same, of one printer.
    pub fn jobs_waiting_at(&self, printer: &str) -> Result<Vec<Job>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT id, printer, kind, paper, made_at_ms, expires_at_ms, state, attempt, why
             FROM print_job
             WHERE printer = ?1 AND (state IN ('queued', 'sending', 'sent', 'uncertain')
                OR (state IN ('failed', 'expired') AND kind <> 'kick')) ORDER BY n",
        )?;
        let rows = query.query_map([printer], job_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A job, wherever it is.
    pub fn job(&self, id: JobId) -> Result<Option<Job>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT id, printer, kind, paper, made_at_ms, expires_at_ms, state, attempt, why
             FROM print_job WHERE id = ?1",
        )?;
        let mut rows = query.query_map([id.as_bytes()], job_row)?;
        Ok(rows.next().transpose()?)
    }

    /// Changes of orders that could not be taken in, the oldest first: the number of each row, its
    /// order, its bytes.
    pub fn put_aside(&self, most: usize) -> Result<Vec<(i64, OrderId, Vec<u8>)>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT n, order_id, bytes FROM quarantine WHERE order_id IS NOT NULL
             ORDER BY n LIMIT ?1",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = query.query_map([most], |row| {
            Ok((row.get(0)?, OrderId::from_bytes(row.get(1)?), row.get(2)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many bytes strings could not be taken in.
    pub fn quarantined(&self) -> Result<u32, StoreError> {
        Ok(self
            .db
            .query_row("SELECT COUNT(*) FROM quarantine", [], |row| row.get(0))?)
    }

    /// Asks SQLite whether the file is whole. `ok` where it is.
    pub fn integrity(&self) -> Result<String, StoreError> {
        Ok(self
            .db
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))?)
    }
}

pub(super) fn record(json: &str) -> Result<Record, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::Unreadable {
        what: "record",
        why: error.to_string(),
    })
}

fn shift_row(row: &Row<'_>) -> rusqlite::Result<ShiftRow> {
    Ok(ShiftRow {
        id: ShiftId::from_bytes(row.get(0)?),
        opened_number: unsigned(row.get(1)?),
        closed_number: row.get::<_, Option<i64>>(2)?.map(unsigned),
        z_number: row.get::<_, Option<i64>>(3)?.map(unsigned),
    })
}

fn job_row(row: &Row<'_>) -> rusqlite::Result<Job> {
    let asked = NewJob {
        id: JobId::from_bytes(row.get(0)?),
        printer: row.get(1)?,
        kind: row.get(2)?,
        paper: row.get(3)?,
        made_at_ms: row.get(4)?,
        expires_at_ms: row.get(5)?,
        is_sending: row.get::<_, String>(6)? == "sending",
    };
    Ok(Job {
        asked,
        state: row.get(6)?,
        attempt: row.get(7)?,
        why: row.get(8)?,
    })
}
