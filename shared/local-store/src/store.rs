//! The database: opening it, and writing to it.

mod closed;
mod export;
mod read;
mod shelf;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, params};

use crate::batch::Batch;

pub use closed::ClosedWanted;
pub use export::ReadOnly;
pub use read::{OutboxRow, Waiting};
pub use shelf::Offers;

/// Why the database did not do what it was asked. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder could not be made.
    #[error("cannot make the folder {path}: {source}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// SQLite refused.
    #[error("the database refused: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The tables could not be brought up to date.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] Box<refinery::Error>),
    /// A stored value cannot be read.
    #[error("{what} in the database cannot be read: {why}")]
    Unreadable {
        /// Which value.
        what: &'static str,
        /// Why.
        why: String,
    },
}

mod migrations {
    refinery::embed_migrations!("../../migrations/node");
}

/// Statements that stay prepared; more than the store has.
const STATEMENTS_CACHED: usize = 64;

/// A node's database. There is one, and one thread writes to it.
#[derive(Debug)]
pub struct Store {
    db: Connection,
}

impl Store {
    /// Opens the database in `folder`, makes it where there is none, and brings it up to date.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(|source| StoreError::Folder {
            path: folder.to_owned(),
            source,
        })?;
        let db = Connection::open(folder.join("node.db"))?;
        // FULL: a commit that was answered is still there after the power was cut.
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA busy_timeout = 5000; PRAGMA journal_size_limit = 16777216;",
        )?;
        Self::prepare(db)
    }

    fn prepare(mut db: Connection) -> Result<Self, StoreError> {
        db.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
        migrations::migrations::runner()
            .run(&mut db)
            .map_err(Box::new)?;
        Ok(Self { db })
    }

    /// Puts all of it on the disk, or nothing.
    pub fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        self.write(batch)
    }

    /// Writes all of it, or nothing, and does not wait for the disk: for what will be told again
    /// when a power cut takes it, such as how far the hub has got. A killed process loses nothing.
    pub fn note(&mut self, batch: &Batch) -> Result<(), StoreError> {
        self.quietly(|store| store.write(batch))
    }

    /// Does `work` without waiting for the disk.
    fn quietly<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.db.pragma_update(None, "synchronous", "NORMAL")?;
        let done = work(self);
        self.db.pragma_update(None, "synchronous", "FULL")?;
        done
    }

    fn write(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        write_orders(&tx, batch)?;
        write_facts(&tx, batch)?;
        write_papers(&tx, batch)?;
        write_device(&tx, batch)?;
        tx.commit()?;
        Ok(())
    }

    /// Puts everything that the hub may lack into the outbox again, and forgets the cursor: the
    /// hub was restored from an older copy or is another one. What lies on the shelf is offered
    /// afterwards, a little at a time: see [`Self::offer_more`].
    pub fn offer_everything(&mut self, cursor_name: &str) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        tx.execute_batch(
            "DELETE FROM outbox;
             DELETE FROM offer;
             INSERT INTO outbox (chunk_seq, order_id) SELECT seq, order_id FROM chunk
             WHERE order_id NOT IN
                 (SELECT order_id FROM order_view
                  WHERE CASE WHEN json_valid(summary)
                             THEN json_extract(summary, '$.training') END)
             ORDER BY seq;
             INSERT INTO offer (order_id) SELECT order_id FROM piece
             WHERE order_id NOT IN
                 (SELECT order_id FROM order_view
                  WHERE CASE WHEN json_valid(summary)
                             THEN json_extract(summary, '$.training') END);
             INSERT INTO outbox (fact_number) SELECT number FROM fact ORDER BY number;",
        )?;
        tx.execute("DELETE FROM device WHERE name = ?1", [cursor_name])?;
        tx.commit()?;
        Ok(())
    }

    /// Lets go of orders that were closed before `closed_before_ms` and that the hub has whole, and
    /// of requests and finished print jobs of before `before_ms`. Tells how many orders went.
    pub fn forget_before(
        &mut self,
        closed_before_ms: i64,
        before_ms: i64,
    ) -> Result<usize, StoreError> {
        let tx = self.db.transaction()?;
        let gone = tx.execute(
            "DELETE FROM order_view WHERE closed_at_ms < ?1
               AND order_id NOT IN (SELECT order_id FROM outbox WHERE order_id IS NOT NULL)
               AND order_id NOT IN (SELECT order_id FROM offer)",
            [closed_before_ms],
        )?;
        tx.execute_batch(
            "DELETE FROM chunk WHERE order_id NOT IN (SELECT order_id FROM order_view)
               AND order_id NOT IN (SELECT order_id FROM gift_card);
             DELETE FROM piece WHERE order_id NOT IN (SELECT order_id FROM order_view)
               AND order_id NOT IN (SELECT order_id FROM gift_card);
             DELETE FROM receipt WHERE order_id NOT IN (SELECT order_id FROM order_view);",
        )?;
        tx.execute("DELETE FROM request WHERE at_ms < ?1", [before_ms])?;
        tx.execute(
            "DELETE FROM print_job WHERE changed_at_ms < ?1
               AND state NOT IN ('queued', 'sending', 'sent', 'uncertain')",
            [before_ms],
        )?;
        tx.commit()?;
        Ok(gone)
    }
}

fn write_orders(tx: &Transaction<'_>, batch: &Batch) -> Result<(), StoreError> {
    for chunk in &batch.chunks {
        let written = tx
            .prepare_cached(
                "INSERT INTO chunk (order_id, sha, bytes) VALUES (?1, ?2, ?3)
                 ON CONFLICT (order_id, sha) DO NOTHING",
            )?
            .execute(params![chunk.order.as_bytes(), chunk.sha, chunk.bytes])?;
        if written == 1 && chunk.own {
            tx.prepare_cached("INSERT INTO outbox (chunk_seq, order_id) VALUES (?1, ?2)")?
                .execute(params![tx.last_insert_rowid(), chunk.order.as_bytes()])?;
        }
    }
    for order in &batch.orders {
        tx.prepare_cached(
            "INSERT INTO order_view (order_id, closed_at_ms, summary, number)
             VALUES (?1, ?2, ?3, CASE WHEN json_valid(?3)
                             THEN COALESCE(json_extract(?3, '$.number'), '') ELSE '' END)
             ON CONFLICT (order_id) DO UPDATE
             SET closed_at_ms = excluded.closed_at_ms, summary = excluded.summary,
                 number = excluded.number",
        )?
        .execute(params![
            order.order.as_bytes(),
            order.closed_at_ms,
            order.summary
        ])?;
    }
    for card in &batch.cards {
        tx.prepare_cached("INSERT INTO gift_card (order_id) VALUES (?1) ON CONFLICT DO NOTHING")?
            .execute([card.as_bytes()])?;
    }
    for bad in &batch.quarantine {
        tx.prepare_cached(
            "INSERT INTO quarantine (order_id, bytes, why, at_ms) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            bad.order.map(|order| *order.as_bytes()),
            bad.bytes,
            bad.why,
            bad.at_ms
        ])?;
    }
    for number in &batch.taken_in_after_all {
        tx.prepare_cached("DELETE FROM quarantine WHERE n = ?1")?
            .execute([number])?;
    }
    Ok(())
}

fn write_facts(tx: &Transaction<'_>, batch: &Batch) -> Result<(), StoreError> {
    for record in &batch.facts {
        let json = serde_json::to_string(record).map_err(|error| StoreError::Unreadable {
            what: "record",
            why: error.to_string(),
        })?;
        tx.prepare_cached("INSERT INTO fact (number, id, at_ms, record) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![
                signed(record.number),
                record.id.as_bytes(),
                record.at_ms,
                json
            ])?;
        tx.prepare_cached("INSERT INTO outbox (fact_number) VALUES (?1)")?
            .execute([signed(record.number)])?;
    }
    for shift in &batch.shifts {
        tx.prepare_cached(
            "INSERT INTO shift (id, opened_number, closed_number, z_number)
             VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE
             SET closed_number = excluded.closed_number, z_number = excluded.z_number",
        )?
        .execute(params![
            shift.id.as_bytes(),
            signed(shift.opened_number),
            shift.closed_number.map(signed),
            shift.z_number.map(signed)
        ])?;
    }
    Ok(())
}

fn write_papers(tx: &Transaction<'_>, batch: &Batch) -> Result<(), StoreError> {
    for job in &batch.jobs {
        tx.prepare_cached(
            "INSERT INTO print_job (id, printer, kind, paper, state, attempt, made_at_ms,
                                    expires_at_ms, changed_at_ms, why)
             VALUES (?1, ?2, ?3, ?4, ?7, 0, ?5, ?6, ?5, '')
             ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            job.id.as_bytes(),
            job.printer,
            job.kind,
            job.paper,
            job.made_at_ms,
            job.expires_at_ms,
            if job.is_sending { "sending" } else { "queued" }
        ])?;
    }
    for change in &batch.job_changes {
        tx.prepare_cached(
            "UPDATE print_job SET state = ?2, attempt = ?3, why = ?4, changed_at_ms = ?5,
                    expires_at_ms = ?6, paper = COALESCE(?7, paper)
             WHERE id = ?1",
        )?
        .execute(params![
            change.id.as_bytes(),
            change.state,
            change.attempt,
            change.why,
            change.at_ms,
            change.expires_at_ms,
            change.paper
        ])?;
    }
    for receipt in &batch.receipts {
        tx.prepare_cached(
            "INSERT INTO receipt (order_id, about, paper, copies) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (order_id, about) DO UPDATE
             SET paper = excluded.paper, copies = excluded.copies",
        )?
        .execute(params![
            receipt.order.as_bytes(),
            receipt.about,
            receipt.paper,
            receipt.copies
        ])?;
    }
    Ok(())
}

fn write_device(tx: &Transaction<'_>, batch: &Batch) -> Result<(), StoreError> {
    for (name, value) in &batch.device {
        tx.prepare_cached(
            "INSERT INTO device (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )?
        .execute([name, value])?;
    }
    if let Some((version, bytes)) = &batch.catalogue {
        tx.prepare_cached(
            "INSERT INTO catalogue (only, version, bytes) VALUES (1, ?1, ?2)
             ON CONFLICT (only) DO UPDATE
             SET version = excluded.version, bytes = excluded.bytes",
        )?
        .execute(params![signed(*version), bytes])?;
    }
    if let Some(request) = &batch.request {
        tx.prepare_cached("INSERT INTO request (id, reply, at_ms) VALUES (?1, ?2, ?3)")?
            .execute(params![request.id, request.reply, request.at_ms])?;
    }
    if let Some(up_to) = batch.acked_up_to {
        tx.prepare_cached("DELETE FROM outbox WHERE n <= ?1")?
            .execute([signed(up_to)])?;
    }
    Ok(())
}

/// SQLite counts in signed numbers; ours begin at 1 and never come near the end.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests;
