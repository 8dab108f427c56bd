//! Facts about the database: who is answered, what is kept, what is undone.

use super::*;
use crate::{params, testkit};

async fn table(db: &Db) {
    db.write(|tx| {
        tx.execute(
            "CREATE TABLE t (id BIGINT PRIMARY KEY, word TEXT)",
            params![],
        )?;
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
}

async fn count(db: &Db) -> i64 {
    let count = db.read(|tx| tx.query_row("SELECT COUNT(*) FROM t", params![], |row| row.get(0)));
    count.await.unwrap().unwrap()
}

fn insert(tx: &Tx<'_>, id: i64) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO t (id, word) VALUES ($1, $2)",
        params![id, "word"],
    )
    .map(|_rows| ())
}

/// Keeps the writer busy, so that what is asked meanwhile shares the next commit.
struct Hold(std::sync::mpsc::Sender<()>);

impl Hold {
    async fn new(db: &Db) -> Self {
        let (open, gate) = std::sync::mpsc::channel();
        let (busy, is_busy) = oneshot::channel();
        let db = db.clone();
        tokio::spawn(async move {
            let held = db.write(move |_tx| {
                busy.send(()).unwrap();
                gate.recv_timeout(Duration::from_secs(10))
                    .map_err(|_| DbError::Busy)
            });
            held.await.unwrap();
        });
        is_busy.await.unwrap();
        Self(open)
    }

    fn release(self) {
        self.0.send(()).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_one_of_many_writers_is_answered_and_kept() {
    let (db, _folder) = testkit::db();
    table(&db).await;
    let writers: Vec<_> = (0..2_000)
        .map(|id| {
            let db = db.clone();
            tokio::spawn(async move { db.write(move |tx| insert(tx, id)).await })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    assert_eq!(count(&db).await, 2_000);
}

#[tokio::test]
async fn a_failure_or_a_panic_undoes_only_its_own_request() {
    let (db, _folder) = testkit::db();
    table(&db).await;
    // Joined, so that they share a commit.
    let failing = db.write(|tx| {
        insert(tx, 1)?;
        insert(tx, 1)
    });
    let panicking = db.write(|tx| -> Result<(), DbError> {
        insert(tx, 2)?;
        panic!("of request 2")
    });
    let fine = db.write(|tx| insert(tx, 3));
    let (failed, panicked, fine) = tokio::join!(failing, panicking, fine);
    assert!(matches!(failed, Err(DbError::Constraint(_))), "{failed:?}");
    assert_eq!(panicked, Err(DbError::Panicked("of request 2".to_owned())));
    assert_eq!(fine, Ok(()));
    assert_eq!(count(&db).await, 1);
}

#[tokio::test]
async fn a_failed_commit_is_told_to_everybody_in_it() {
    let (db, _folder) = testkit::db();
    table(&db).await;
    let deferred = "CREATE TABLE d (id BIGINT REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)";
    db.write(move |tx| tx.execute(deferred, params![]))
        .await
        .unwrap();
    let hold = Hold::new(&db).await;
    let good = db.write(|tx| insert(tx, 1));
    let orphan = db.write(|tx| tx.execute("INSERT INTO d (id) VALUES (99)", params![]));
    let (good, orphan, ()) = tokio::join!(good, orphan, async { hold.release() });
    assert!(matches!(orphan, Err(DbError::Commit(_))), "{orphan:?}");
    assert!(matches!(good, Err(DbError::Commit(_))), "{good:?}");
    assert_eq!(count(&db).await, 0);
    db.write(|tx| insert(tx, 1)).await.unwrap();
    assert_eq!(count(&db).await, 1, "the writer goes on after it");
}

#[tokio::test]
async fn a_transaction_undone_by_the_engine_is_told_to_everybody_in_it() {
    let (db, _folder) = testkit::db();
    table(&db).await;
    let hold = Hold::new(&db).await;
    let before = db.write(|tx| insert(tx, 1));
    let breaking = db.write(|tx| {
        tx.execute("ROLLBACK", params![])?;
        // Nothing that follows may be kept alone.
        insert(tx, 3)
    });
    let after = db.write(|tx| insert(tx, 2));
    let (before, breaking, after, ()) =
        tokio::join!(before, breaking, after, async { hold.release() });
    assert!(before.is_err(), "{before:?}");
    assert!(breaking.is_err(), "{breaking:?}");
    assert_eq!(
        after,
        Ok(()),
        "who came later is written in a new transaction"
    );
    assert_eq!(count(&db).await, 1);
}

#[tokio::test]
async fn a_reopened_database_has_everything_answered() {
    let (db, folder) = testkit::db();
    table(&db).await;
    for id in 0..10 {
        db.write(move |tx| insert(tx, id)).await.unwrap();
    }
    // A copy of the files as they are is what a killed process leaves behind.
    let killed = testkit::Folder::new();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), killed.path().join(entry.file_name())).unwrap();
    }
    let reopened = Db::open(&killed.path().join("hub.sqlite")).unwrap();
    assert_eq!(count(&reopened).await, 10);
    db.close().await;
    let late = db.write(|tx| insert(tx, 10)).await;
    assert_eq!(late, Err(DbError::Closed));
    let reopened = Db::open(&folder.path().join("hub.sqlite")).unwrap();
    assert_eq!(count(&reopened).await, 10);
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let (db, folder) = testkit::db();
    let newer = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
                 VALUES (9999, 'later', '2030-01-01T00:00:00Z', '1')";
    db.write(move |tx| tx.execute(newer, params![]))
        .await
        .unwrap();
    db.close().await;
    let reopened = Db::open(&folder.path().join("hub.sqlite"));
    assert!(matches!(reopened, Err(OpenError::Migrate { .. })));
}

#[tokio::test]
async fn a_full_disk_is_trouble_and_keeps_nothing_half_done() {
    let (db, _folder) = testkit::db();
    table(&db).await;
    let limit = async |pages: &'static str| {
        let set = db.write(move |tx| tx.query_row(pages, params![], |row| row.get::<i64>(0)));
        set.await.unwrap();
    };
    limit("PRAGMA max_page_count = 60").await;
    let big = "x".repeat(400_000);
    let full = db.write(move |tx| {
        insert(tx, 1)?;
        tx.execute("INSERT INTO t (id, word) VALUES (2, $1)", params![big])
    });
    let full = full.await;
    assert!(
        matches!(&full, Err(error) if error.is_trouble()),
        "{full:?}"
    );
    let part = db.write(|tx| {
        tx.attempt(|tx| {
            tx.execute(
                "INSERT INTO t (id, word) VALUES (3, $1)",
                params!["x".repeat(400_000)],
            )
        })
    });
    assert!(
        matches!(part.await, Err(error) if error.is_trouble()),
        "also inside a part"
    );
    assert_eq!(count(&db).await, 0);
    limit("PRAGMA max_page_count = 1000000").await;
    db.write(|tx| insert(tx, 1)).await.unwrap();
    assert_eq!(
        count(&db).await,
        1,
        "the hub goes on as soon as there is room"
    );
}

#[tokio::test]
async fn a_part_that_fails_leaves_the_rest_of_the_transaction() {
    let (db, _folder) = testkit::db();
    table(&db).await;
    db.write(|tx| {
        insert(tx, 1)?;
        let panicked = tx.attempt(|tx| -> Result<(), DbError> {
            insert(tx, 2)?;
            panic!("in the middle")
        });
        assert!(panicked.is_err());
        tx.attempt(|tx| insert(tx, 3))
    })
    .await
    .unwrap();
    assert_eq!(count(&db).await, 2);
}

#[tokio::test]
async fn listeners_wake_after_a_commit_and_not_after_a_failure() {
    let (db, _folder) = testkit::db();
    let mut heard = db.listen("tables");
    let failing = db.write(|tx| -> Result<(), DbError> {
        tx.announce("tables");
        Err(DbError::Missing("nothing"))
    });
    failing.await.unwrap_err();
    assert!(!heard.has_changed().unwrap());
    let done = db.write(|tx| {
        tx.announce("tables");
        Ok::<_, DbError>(())
    });
    done.await.unwrap();
    assert!(heard.has_changed().unwrap());
    heard.mark_unchanged();
}

#[tokio::test]
async fn parameters_go_by_their_number_not_by_their_place() {
    let (db, _folder) = testkit::db();
    let swapped = db.read(|tx| {
        let sql = "SELECT $2, $1, $2";
        tx.query_row(sql, params!["one", "two"], |row| {
            Ok([row.get::<String>(0)?, row.get(1)?, row.get(2)?])
        })
    });
    assert_eq!(swapped.await.unwrap().unwrap(), ["two", "one", "two"]);
    let missing = db.read(|tx| tx.query_row("SELECT $2", params!["one"], |_row| Ok(())));
    assert_eq!(missing.await, Err(DbError::Param("$2".to_owned())));
    let spare = db.read(|tx| tx.query_row("SELECT $1", params!["one", 2], |_row| Ok(())));
    assert_eq!(spare.await, Err(DbError::Param("no $2".to_owned())));
}

#[tokio::test]
async fn a_wrong_statement_is_no_trouble_of_the_machine() {
    let (db, _folder) = testkit::db();
    let wrong = db
        .write(|tx| tx.execute("INSERT INTO nowhere VALUES (1)", params![]))
        .await;
    assert!(
        matches!(&wrong, Err(error @ DbError::Statement(_)) if !error.is_trouble()),
        "{wrong:?}"
    );
}

#[tokio::test]
async fn a_reader_cannot_write_and_survives_a_panic() {
    let (db, _folder) = testkit::db();
    table(&db).await;
    let written = db.read(|tx| insert(tx, 1)).await;
    assert!(matches!(written, Err(DbError::Engine(_))), "{written:?}");
    for _ in 0..10 {
        let panicked = db
            .read(|_tx| -> Result<(), DbError> { panic!("in a reader") })
            .await;
        assert_eq!(panicked, Err(DbError::Panicked("in a reader".to_owned())));
    }
    assert_eq!(count(&db).await, 0);
}
