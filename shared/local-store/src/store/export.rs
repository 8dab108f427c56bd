//! Reading the journal for somebody outside, beside the node that writes it.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use shared::journal::Tail;

use super::{Store, StoreError, read::record};

/// A device's database, opened to be read and not to be changed, while its node may be running.
#[derive(Debug)]
pub struct ReadOnly {
    store: Store,
}

impl ReadOnly {
    /// Opens the database in `folder`; where there is none, none is made.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(folder.join("node.db"), flags)?;
        db.execute_batch("PRAGMA busy_timeout = 5000;")?;
        Ok(Self {
            store: Store { db },
        })
    }

    /// A small fact about the device.
    pub fn device(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.store.device(name)
    }

    /// Gives each record of the journal, as it is stored, to `each`, and tells where the
    /// journal stands. What is written meanwhile is not seen.
    pub fn each_record<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<Tail, E> {
        let mut tail = Tail::START;
        let mut query = self
            .store
            .db
            .prepare("SELECT record FROM fact ORDER BY number")
            .map_err(StoreError::from)?;
        let mut rows = query.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let json: String = row.get(0).map_err(StoreError::from)?;
            each(&json)?;
            tail = record(&json)?.tail();
        }
        Ok(tail)
    }
}
