//! How bytes reach a printer, and what is known when they do not.

mod status;
mod tcp;

use std::{io, time::Duration};

pub use status::PrinterStatus;
pub(crate) use status::{Reply, reply};
pub use tcp::Session;

/// How long each step may take. None of them limits a whole job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// To be connected, the name's look-up included.
    pub connect: Duration,
    /// For the answer to a question that a printer answers at once.
    pub reply: Duration,
    /// Without the printer taking another byte.
    pub no_progress: Duration,
    /// For the word that a job is on paper, from a printer that is well.
    pub ack: Duration,
    /// For somebody to put paper in or close the cover in the middle of a job.
    pub mend: Duration,
    /// Between two questions while a job is on its way.
    pub poll: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(1),
            reply: Duration::from_secs(1),
            no_progress: Duration::from_secs(5),
            ack: Duration::from_secs(15),
            mend: Duration::from_mins(3),
            poll: Duration::from_secs(1),
        }
    }
}

/// A printer could not be reached or went away.
#[derive(Debug, thiserror::Error)]
#[error("{cause} ({bytes_left} bytes had left)")]
pub struct TransportError {
    /// Bytes of the job that had left this machine.
    pub bytes_left: u64,
    /// Why.
    #[source]
    pub cause: TransportCause,
}

/// Why a printer could not be reached or went away.
#[derive(Debug, thiserror::Error)]
pub enum TransportCause {
    /// No connection: wrong address, refused, no way there.
    #[error("printer cannot be reached: {0}")]
    Unreachable(#[source] io::Error),
    /// No connection in time.
    #[error("printer cannot be reached in time")]
    ConnectTimeout,
    /// The connection broke.
    #[error("connection to the printer broke: {0}")]
    Broken(#[source] io::Error),
    /// The printer closed the connection.
    #[error("printer closed the connection")]
    Closed,
    /// The printer takes no more bytes.
    #[error("printer takes no more bytes")]
    NoProgress,
    /// The printer does not answer a question.
    #[error("printer does not answer")]
    Silent,
    /// The printer is well and does not say that the job is on paper.
    #[error("printer does not confirm the job")]
    NoAck,
    /// Nobody put paper in or closed the cover in time.
    #[error("printer stopped in the middle of the job: {0}")]
    Stopped(Trouble),
}

/// What a printer itself says is wrong.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, thiserror::Error,
)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// There is no paper.
    #[error("no paper")]
    PaperOut,
    /// The cover is open.
    #[error("cover open")]
    CoverOpen,
    /// Something else; a person must look.
    #[error("offline")]
    Offline,
}

impl TransportError {
    /// No byte of the job had left: it may be tried again without any risk.
    pub const fn before_first_byte(&self) -> bool {
        self.bytes_left == 0
    }
}
