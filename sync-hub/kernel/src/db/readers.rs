//! Connections that only read, each used by one request at a time.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::Semaphore;

use super::{DbError, QUEUE_TIME_MAX, Tx, engine, panic_text};

/// The pool.
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    free: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn open(path: &Path, count: usize) -> Result<Self, rusqlite::Error> {
        let connections: Result<Vec<_>, _> = (0..count).map(|_| open_one(path)).collect();
        Ok(Self {
            idle: Arc::new(Mutex::new(connections?)),
            free: Arc::new(Semaphore::new(count)),
        })
    }

    pub(super) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let free = Arc::clone(&self.free).acquire_owned();
        let permit = match tokio::time::timeout(QUEUE_TIME_MAX, free).await {
            Ok(Ok(permit)) => permit,
            Ok(Err(_closed)) => return Err(DbError::Closed.into()),
            Err(_late) => return Err(DbError::Busy.into()),
        };
        let idle = Arc::clone(&self.idle);
        let done = tokio::task::spawn_blocking(move || {
            let taken = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = taken.ok_or(DbError::Missing("a reader"))?;
            let result = snapshot(&connection, work);
            idle.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(connection);
            drop(permit);
            result
        });
        done.await
            .unwrap_or_else(|_stopped| Err(DbError::Closed.into()))
    }
}

fn open_one(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch(
        "PRAGMA query_only = ON; PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF;",
    )?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// Runs the work inside one read transaction, so that all it sees belongs to one moment.
fn snapshot<T, E: From<DbError>>(
    connection: &Connection,
    work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    connection.execute_batch("BEGIN").map_err(engine)?;
    let tx = Tx::new(connection);
    let result = catch_unwind(AssertUnwindSafe(|| work(&tx)))
        .unwrap_or_else(|panic| Err(DbError::Panicked(panic_text(panic.as_ref())).into()));
    drop(tx);
    connection.execute_batch("ROLLBACK").map_err(engine)?;
    result
}
