//! The least that a durable change costs here: one row, committed by SQLite itself.

use std::path::Path;

use anyhow::{Context as _, Result};
use rusqlite::{Connection, params};

/// As long as an edit of an order is.
const ROW_BYTES: usize = 200;

/// A fresh database with one table, set as the product's: WAL, FULL.
pub(crate) struct BareDisk {
    db: Connection,
    row: Vec<u8>,
}

impl BareDisk {
    /// Makes it in `folder`.
    pub(crate) fn open(folder: &Path, name: &str) -> Result<Self> {
        let db = Connection::open(folder.join(name)).context("a bare database")?;
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE bare (n INTEGER PRIMARY KEY, bytes BLOB NOT NULL);",
        )?;
        Ok(Self {
            db,
            row: vec![0x5a; ROW_BYTES],
        })
    }

    /// Puts one row on the disk.
    pub(crate) fn commit(&self) -> Result<()> {
        self.db
            .prepare_cached("INSERT INTO bare (bytes) VALUES (?1)")?
            .execute(params![self.row])?;
        Ok(())
    }
}
