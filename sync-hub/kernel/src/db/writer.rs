//! The one thread that writes.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::{DbError, Tx, panic_text, topics::Topics, tx::After};

/// Most requests in one commit: bounds how long the first of them waits.
const GROUP_MAX: usize = 256;

/// What the writer is asked for.
pub(super) enum Message {
    /// Run this and answer.
    Work(Box<dyn Work>),
    /// Finish what waits, then end.
    Close(oneshot::Sender<()>),
}

/// A request, its result types forgotten.
pub(super) trait Work: Send {
    /// Runs it; true when what it wrote is to be kept.
    fn run(&mut self, tx: &Tx<'_>) -> bool;
    /// Whatever it answered, it did not happen.
    fn fail(&mut self, error: DbError);
    /// Whether it would be kept.
    fn is_kept(&self) -> bool;
    /// Tells the caller.
    fn answer(self: Box<Self>);
}

struct Job<T, E, F> {
    work: Option<F>,
    result: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

/// A request and where its answer will come.
pub(super) fn job<T, E, F>(work: F) -> (Box<dyn Work>, oneshot::Receiver<Result<T, E>>)
where
    F: FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    let (caller, answer) = oneshot::channel();
    (
        Box::new(Job {
            work: Some(work),
            result: None,
            caller,
        }),
        answer,
    )
}

impl<T, E, F> Work for Job<T, E, F>
where
    F: FnOnce(&Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<DbError> + Send,
{
    fn run(&mut self, tx: &Tx<'_>) -> bool {
        if let Some(work) = self.work.take() {
            let result = catch_unwind(AssertUnwindSafe(|| work(tx)))
                .unwrap_or_else(|panic| Err(DbError::Panicked(panic_text(panic.as_ref())).into()));
            self.result = Some(result);
        }
        self.is_kept()
    }

    fn fail(&mut self, error: DbError) {
        self.result = Some(Err(error.into()));
    }

    fn is_kept(&self) -> bool {
        matches!(self.result, Some(Ok(_)))
    }

    fn answer(self: Box<Self>) {
        if let Some(result) = self.result {
            // A caller that went away does not want to know.
            let _gone = self.caller.send(result);
        }
    }
}

/// Settings of the writing connection.
pub(super) fn prepare(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;",
    )?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(())
}

/// Writes until it is closed or until nobody can ask any more.
pub(super) fn run(
    connection: Connection,
    mut waiting: mpsc::Receiver<Message>,
    topics: &Arc<Topics>,
) {
    let mut closers = Vec::new();
    while let Some(first) = waiting.blocking_recv() {
        let mut group = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Work(work) => group.push(work),
                Message::Close(closer) => {
                    waiting.close();
                    closers.push(closer);
                }
            }
            next = if group.len() < GROUP_MAX {
                waiting.try_recv().ok()
            } else {
                None
            };
        }
        while !group.is_empty() {
            group = write_group(&connection, group, topics);
        }
    }
    // Without this the next start only reads a longer log.
    let _later = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
    drop(connection);
    for closer in closers {
        let _gone = closer.send(());
    }
}

/// Runs a group and answers it; returns those that have to run again in a group of their own.
fn write_group(
    connection: &Connection,
    group: Vec<Box<dyn Work>>,
    topics: &Topics,
) -> Vec<Box<dyn Work>> {
    let outer = Tx::new(connection);
    if let Err(error) = outer.run("BEGIN IMMEDIATE") {
        for mut work in group {
            work.fail(error.clone());
            work.answer();
        }
        return Vec::new();
    }
    let mut done = Vec::with_capacity(group.len());
    let mut afters = Vec::new();
    let mut rest = group.into_iter();
    for mut work in rest.by_ref() {
        afters.extend(run_one(connection, work.as_mut()));
        done.push(work);
        if connection.is_autocommit() {
            // The engine undid the whole transaction (disk full, I/O error): nobody's work is kept.
            let gone = DbError::Commit("the engine undid the transaction".to_owned());
            answer_all(done, Some(&gone));
            return rest.collect();
        }
    }
    match outer.run("COMMIT") {
        Ok(()) => {
            for after in afters {
                tell(after, topics);
            }
            answer_all(done, None);
        }
        Err(error) => {
            tracing::error!(%error, "a commit failed");
            // Fails only if the engine undid it by itself.
            let _undone = outer.run("ROLLBACK");
            answer_all(done, Some(&DbError::Commit(error.to_string())));
        }
    }
    rest.collect()
}

/// Runs one request in its savepoint; what is to happen after the commit, if it is kept.
fn run_one(connection: &Connection, work: &mut dyn Work) -> Option<After> {
    let tx = Tx::new(connection);
    if let Err(error) = tx.run("SAVEPOINT request") {
        work.fail(error);
        return None;
    }
    let kept = work.run(&tx);
    if connection.is_autocommit() {
        // The engine undid everything, this savepoint too; the group ends here.
        return None;
    }
    let ended = if kept {
        Ok(())
    } else {
        tx.run("ROLLBACK TO request")
    };
    if let Err(error) = ended.and_then(|()| tx.run("RELEASE request")) {
        // A request that is half undone must not be committed with the others.
        let _undone = tx.run("ROLLBACK");
        work.fail(error);
        return None;
    }
    kept.then(|| tx.into_after())
}

fn answer_all(done: Vec<Box<dyn Work>>, failed: Option<&DbError>) {
    for mut work in done {
        if let (true, Some(error)) = (work.is_kept(), failed) {
            work.fail(error.clone());
        }
        work.answer();
    }
}

fn tell(after: After, topics: &Topics) {
    topics.announce(&after.topics);
    for hook in after.hooks {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(hook)) {
            tracing::error!(error = %panic_text(panic.as_ref()), "a hook after a commit panicked");
        }
    }
}
