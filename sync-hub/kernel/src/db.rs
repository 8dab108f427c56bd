//! The hub's database: embedded SQLite with one writer thread that commits in groups, and a few
//! readers beside it.
//!
//! A commit costs one flush of the disk however much is in it, so the writer takes everything that
//! waits, runs each request in a savepoint of its own, flushes once and then answers everybody.

mod readers;
mod topics;
mod tx;
mod value;
mod writer;

use std::{path::Path, sync::Arc, time::Duration};

use rusqlite::ErrorCode;
use tokio::sync::{mpsc, oneshot, watch};

use readers::Readers;
pub use topics::Topic;
use topics::Topics;
pub use tx::Tx;
pub use value::{Column, ColumnValue, FromColumn, Param, Row};
use writer::Message;

/// How many requests may wait for the writer.
const QUEUE_MAX: usize = 1_024;
/// How long a request waits for a place in the queue, or for a reader.
const QUEUE_TIME_MAX: Duration = Duration::from_secs(5);
/// How long a queued request waits for its answer.
const ANSWER_TIME_MAX: Duration = Duration::from_mins(1);
/// How many connections read.
const READERS: usize = 3;

/// Why the database did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    /// A row with this key is there already, or a rule of the table forbids the row.
    #[error("constraint: {0}")]
    Constraint(String),
    /// The engine does not understand or cannot do the statement.
    #[error("statement: {0}")]
    Statement(String),
    /// The engine is in trouble: disk full, I/O error, damaged file.
    #[error("engine: {0}")]
    Engine(String),
    /// The commit failed; nothing of the request is kept.
    #[error("commit: {0}")]
    Commit(String),
    /// A column does not hold what was asked for.
    #[error("column {index} is no {wanted}: {found}")]
    Column {
        /// Counted from 0.
        index: usize,
        /// The type.
        wanted: &'static str,
        /// What is there.
        found: String,
    },
    /// The statement and its parameters do not match.
    #[error("statement needs parameter {0}")]
    Param(String),
    /// Something that must be there is not.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// The queue stayed full; nothing was done.
    #[error("queue is full")]
    Busy,
    /// No answer came in time; it may still be done.
    #[error("no answer in time")]
    Unanswered,
    /// The code of the request panicked; nothing of it is kept.
    #[error("request panicked: {0}")]
    Panicked(String),
    /// The database is closed.
    #[error("database is closed")]
    Closed,
}

impl DbError {
    /// Whether the machine is in trouble, so that the same request may work later.
    pub fn is_trouble(&self) -> bool {
        matches!(
            self,
            Self::Engine(_) | Self::Commit(_) | Self::Busy | Self::Unanswered | Self::Closed
        )
    }
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file cannot be opened or is no database.
    #[error("open {path}: {cause}")]
    Open {
        /// The file.
        path: String,
        /// What the engine said.
        cause: String,
    },
    /// The tables cannot be brought to this version.
    #[error("migrate {path}: {cause}")]
    Migrate {
        /// The file.
        path: String,
        /// What went wrong.
        cause: String,
    },
    /// The writer thread cannot be started.
    #[error("start the writer: {0}")]
    Thread(#[from] std::io::Error),
}

/// The database; a clone is the same one.
#[derive(Clone)]
pub struct Db {
    queue: mpsc::Sender<Message>,
    readers: Arc<Readers>,
    topics: Arc<Topics>,
}

impl Db {
    /// Opens or makes the file and brings its tables to this version.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let shown = || path.display().to_string();
        let open = |cause: rusqlite::Error| OpenError::Open {
            path: shown(),
            cause: cause.to_string(),
        };
        let mut connection = rusqlite::Connection::open(path).map_err(open)?;
        writer::prepare(&connection).map_err(open)?;
        crate::migrate::run(&mut connection).map_err(|cause| OpenError::Migrate {
            path: shown(),
            cause: cause.to_string(),
        })?;
        let readers = Readers::open(path, READERS).map_err(open)?;
        let topics = Arc::new(Topics::default());
        let (queue, waiting) = mpsc::channel(QUEUE_MAX);
        let told = Arc::clone(&topics);
        std::thread::Builder::new()
            .name("hub-writer".to_owned())
            .spawn(move || writer::run(connection, waiting, &told))?;
        Ok(Self {
            queue,
            readers: Arc::new(readers),
            topics,
        })
    }

    /// Runs `work` in a transaction. `Ok` comes after the flush: it is on the disk.
    ///
    /// An error or a panic of `work` undoes what it wrote and nothing else. `work` runs in the one
    /// writer thread: it must not wait for anything.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (job, answer) = writer::job(work);
        self.queue
            .send_timeout(Message::Work(job), QUEUE_TIME_MAX)
            .await
            .map_err(|error| match error {
                mpsc::error::SendTimeoutError::Timeout(_) => DbError::Busy,
                mpsc::error::SendTimeoutError::Closed(_) => DbError::Closed,
            })?;
        match tokio::time::timeout(ANSWER_TIME_MAX, answer).await {
            Ok(Ok(result)) => result,
            Ok(Err(_gone)) => Err(DbError::Closed.into()),
            Err(_late) => Err(DbError::Unanswered.into()),
        }
    }

    /// Runs `work` over one consistent snapshot; it cannot write.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.readers.read(work).await
    }

    /// Wakes whenever a commit announced this topic. The number says nothing but «again».
    pub fn listen(&self, topic: Topic) -> watch::Receiver<u64> {
        self.topics.listen(topic)
    }

    /// Does what waits, moves the log into the database file and ends the writer.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self
            .queue
            .send_timeout(Message::Close(done), QUEUE_TIME_MAX)
            .await
            .is_ok()
        {
            // Without an answer in time the log stays beside the file, which is as safe.
            let _late = tokio::time::timeout(ANSWER_TIME_MAX, closed).await;
        }
    }
}

/// Turns an engine's error into ours.
fn engine(error: rusqlite::Error) -> DbError {
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => DbError::Constraint(error.to_string()),
        // Wrong in itself, and wrong again the next time.
        Some(
            ErrorCode::Unknown
            | ErrorCode::TypeMismatch
            | ErrorCode::TooBig
            | ErrorCode::ApiMisuse
            | ErrorCode::ParameterOutOfRange,
        )
        | None => DbError::Statement(error.to_string()),
        Some(_trouble) => DbError::Engine(error.to_string()),
    }
}

/// What a panic said.
fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "panic".to_owned())
}

#[cfg(test)]
mod tests;
