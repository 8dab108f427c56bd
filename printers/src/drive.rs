//! Takes one job through a printer: ready, on its way, on paper, and what is known if not.

use serde::{Deserialize, Serialize};

use crate::{
    escpos::{self, ACK_REQUEST},
    profile::{Ack, Profile},
    spool::Event,
    transport::{Limits, PrinterStatus, Session, TransportCause, TransportError, Trouble},
};

/// How a try ended.
#[derive(Debug)]
pub enum Outcome {
    /// The printer says that it is on paper.
    Printed,
    /// Everything was handed over to a printer that never answers.
    Unconfirmed,
    /// No byte of the job has left; it may be tried again.
    NotSent(Reason),
    /// Bytes have left, and nobody knows what came of them. Never tried again by itself.
    Uncertain {
        /// How many bytes have left.
        bytes_left: u64,
        /// Why.
        reason: Reason,
    },
    /// It can never be sent: the profile has no drawer.
    Impossible,
}

/// Why a job is not on paper, in a word that a job row keeps and a screen translates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Switched off, unplugged, wrong address.
    Unreachable,
    /// Connected, and it does not answer; another till may be printing.
    Silent,
    /// The connection broke.
    Disconnected,
    /// It stopped taking bytes.
    NoProgress,
    /// It is well and does not confirm.
    NoAck,
    /// No paper.
    PaperOut,
    /// Cover open.
    CoverOpen,
    /// Something else that a person must look at.
    Offline,
}

/// What happens on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Connected and ready; the status where the printer gives one.
    Ready(Option<PrinterStatus>),
    /// The last byte has left.
    AllHandedOver {
        /// How many bytes it was.
        bytes: u64,
    },
    /// It stopped in the middle and waits for a person; the job is not lost.
    Stopped(Trouble),
}

impl Outcome {
    /// What the spool's rules make of it.
    pub const fn event(&self) -> Event {
        match self {
            Self::Printed => Event::Acknowledged,
            Self::Unconfirmed => Event::NoAnswerExpected,
            Self::NotSent(_) => Event::NotSent,
            Self::Uncertain { .. } => Event::BrokenOff,
            Self::Impossible => Event::Impossible,
        }
    }

    /// Why it is not on paper.
    pub const fn reason(&self) -> Option<Reason> {
        match self {
            Self::Printed | Self::Unconfirmed | Self::Impossible => None,
            Self::NotSent(reason) | Self::Uncertain { reason, .. } => Some(*reason),
        }
    }
}

impl From<&TransportCause> for Reason {
    fn from(cause: &TransportCause) -> Self {
        match cause {
            TransportCause::Unreachable(_) | TransportCause::ConnectTimeout => Self::Unreachable,
            TransportCause::Broken(_) | TransportCause::Closed => Self::Disconnected,
            TransportCause::NoProgress => Self::NoProgress,
            TransportCause::Silent => Self::Silent,
            TransportCause::NoAck => Self::NoAck,
            TransportCause::Stopped(trouble) => Self::from(*trouble),
        }
    }
}

impl From<Trouble> for Reason {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::PaperOut => Self::PaperOut,
            Trouble::CoverOpen => Self::CoverOpen,
            Trouble::Offline => Self::Offline,
        }
    }
}

impl From<TransportError> for Outcome {
    fn from(error: TransportError) -> Self {
        let reason = Reason::from(&error.cause);
        if error.before_first_byte() {
            Self::NotSent(reason)
        } else {
            Self::Uncertain {
                bytes_left: error.bytes_left,
                reason,
            }
        }
    }
}

/// Connects and asks whether the printer is ready. No byte of a job leaves here.
///
/// The caller writes `sending` to its disk between this and [`send`].
pub async fn prepare(
    addr: &str,
    profile: &Profile,
    limits: Limits,
) -> Result<(Session, Option<PrinterStatus>), Reason> {
    let why = |error: TransportError| Reason::from(&error.cause);
    let mut session = Session::open(addr, profile, limits).await.map_err(why)?;
    if !profile.status {
        return Ok((session, None));
    }
    let asked = session.status().await;
    match asked.map_err(why).map(|status| (status, status.trouble())) {
        Ok((status, None)) => Ok((session, Some(status))),
        Ok((_, Some(trouble))) => {
            session.close().await;
            Err(trouble.into())
        }
        Err(reason) => {
            session.close().await;
            Err(reason)
        }
    }
}

/// Sends a job to a printer that is ready, and waits for its word.
pub async fn send(
    mut session: Session,
    bytes: &[u8],
    profile: &Profile,
    mut on_progress: impl FnMut(Progress) + Send,
) -> Outcome {
    let sent = hand_over(&mut session, bytes, profile, &mut on_progress).await;
    session.close().await;
    match sent {
        Ok(()) if profile.ack == Ack::None => Outcome::Unconfirmed,
        Ok(()) => Outcome::Printed,
        Err(error) => error.into(),
    }
}

/// Both steps for one job: `bytes` as [`escpos::encode`] made them.
pub async fn print_job(
    addr: &str,
    bytes: &[u8],
    profile: &Profile,
    limits: Limits,
    mut on_progress: impl FnMut(Progress) + Send,
) -> Outcome {
    match prepare(addr, profile, limits).await {
        Ok((session, status)) => {
            on_progress(Progress::Ready(status));
            send(session, bytes, profile, on_progress).await
        }
        Err(reason) => Outcome::NotSent(reason),
    }
}

/// Opens the drawer. A printer that is not ready gets no byte, or it would open the drawer later.
pub async fn kick(addr: &str, profile: &Profile, limits: Limits) -> Outcome {
    let Some(bytes) = kick_bytes(profile) else {
        return Outcome::Impossible;
    };
    print_job(addr, &bytes, profile, limits, |_| {}).await
}

/// How the printer is now, without a job.
pub async fn probe(
    addr: &str,
    profile: &Profile,
    limits: Limits,
) -> Result<PrinterStatus, TransportError> {
    let mut session = Session::open(addr, profile, limits).await?;
    let status = session.status().await;
    session.close().await;
    status
}

/// The bytes of a kick as a job of its own, with the request for the printer's word.
pub fn kick_bytes(profile: &Profile) -> Option<Vec<u8>> {
    let mut bytes = escpos::kick(profile)?.to_vec();
    if profile.ack == Ack::GsR {
        bytes.extend(ACK_REQUEST);
    }
    Some(bytes)
}

async fn hand_over(
    session: &mut Session,
    bytes: &[u8],
    profile: &Profile,
    on_progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), TransportError> {
    session.hand_over(bytes, profile.chunk_bytes_max).await?;
    on_progress(Progress::AllHandedOver {
        bytes: session.bytes_left(),
    });
    if profile.ack == Ack::None {
        return Ok(());
    }
    session
        .acknowledged(profile, |trouble| on_progress(Progress::Stopped(trouble)))
        .await
}
