//! What the kernel itself asks the database: the hub's epoch, which life of the database this is,
//! and whether it answers at all.

use crate::{DbError, Tx, params};

/// The database answers.
pub fn answers(tx: &Tx<'_>) -> Result<(), DbError> {
    let one = tx.query_row("SELECT 1", params![], |row| row.get::<i64>(0))?;
    one.map(|_| ()).ok_or(DbError::Missing("an answer"))
}

/// The hub's epoch; `at_ms` becomes the first one.
pub fn epoch(tx: &Tx<'_>, at_ms: i64) -> Result<u64, DbError> {
    let known = tx.query_row(
        "SELECT epoch FROM kernel_hub WHERE row_no = 1",
        params![],
        |row| row.get::<u64>(0),
    )?;
    match known {
        Some(epoch) => Ok(epoch),
        None => new_epoch(tx, at_ms),
    }
}

/// Begins a new epoch, after the database was restored from a backup.
///
/// The time serves as the number: two restores of one backup must not share an epoch.
pub fn new_epoch(tx: &Tx<'_>, at_ms: i64) -> Result<u64, DbError> {
    tx.query_row(
        "INSERT INTO kernel_hub (row_no, epoch) VALUES (1, $1)
         ON CONFLICT (row_no) DO UPDATE SET epoch =
             CASE WHEN kernel_hub.epoch < $1 THEN $1 ELSE kernel_hub.epoch + 1 END
         RETURNING epoch",
        params![at_ms],
        |row| row.get(0),
    )?
    .ok_or(DbError::Missing("kernel_hub"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit;

    #[tokio::test]
    async fn an_epoch_stays_until_a_restore_and_never_comes_back() {
        let (db, _folder) = testkit::db();
        let read = |at_ms| db.write(move |tx| epoch(tx, at_ms));
        assert_eq!(read(1_000).await.unwrap(), 1_000);
        assert_eq!(read(2_000).await.unwrap(), 1_000);
        let restored = |at_ms| db.write(move |tx| new_epoch(tx, at_ms));
        assert_eq!(restored(3_000).await.unwrap(), 3_000);
        assert_eq!(
            restored(500).await.unwrap(),
            3_001,
            "also when the clock went back"
        );
    }
}
