//! What happens to a job: pure rules, no printer, no disk, no clock.
//!
//! One rule above all: a job is only sent again by itself while no byte of it has left this machine.
//! After that a printer that says nothing leaves it uncertain, and people decide.

use serde::{Deserialize, Serialize};

/// The first wait before another try; it doubles with each.
pub const RETRY_DELAY_MS_MIN: i64 = 200;
/// The longest wait before another try.
pub const RETRY_DELAY_MS_MAX: i64 = 5_000;
/// A drawer that did not open in this time stays shut: the guest has long had the change.
pub const KICK_LIFE_MS: i64 = 5_000;
/// A ticket older than this does not come out by itself in the middle of another service.
pub const TICKET_LIFE_MS: i64 = 20 * 60_000;
/// A receipt older than this is printed again only by hand.
pub const RECEIPT_LIFE_MS: i64 = 60 * 60_000;

/// Where a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Waits for its turn or for the printer.
    Queued,
    /// A byte may have left; written to disk before the first one does.
    Sending,
    /// All bytes have left; the printer has not answered.
    Sent,
    /// The printer says that it is on paper.
    Printed,
    /// All bytes have left for a printer that never answers.
    Unconfirmed,
    /// Some bytes have left and nobody knows what came of them.
    Uncertain,
    /// It cannot be printed.
    Failed,
    /// Its time was over before the printer was ready.
    Expired,
    /// Somebody dropped it.
    Cancelled,
}

/// Which queue of a printer a job stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// A drawer to open: first in line.
    Kick,
    /// Something on paper: in the order of asking.
    Paper,
}

/// What the rules need to know of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobFacts {
    /// Where it is.
    pub state: JobState,
    /// In which queue.
    pub lane: Lane,
    /// How many tries have ended before a byte left.
    pub attempt: u32,
    /// From when on it must not start by itself.
    pub expires_at_ms: i64,
}

/// What happened to a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The printer is ready and the first byte is about to leave.
    Started,
    /// The try ended and no byte has left.
    NotSent,
    /// The last byte has left.
    AllHandedOver,
    /// The printer says that it is on paper.
    Acknowledged,
    /// The last byte has left, and this printer never answers.
    NoAnswerExpected,
    /// A byte has left, and there will be no answer.
    BrokenOff,
    /// It cannot be made into bytes, or its printer is gone from the settings.
    Impossible,
    /// The program has started anew and finds the job.
    Restarted,
    /// Time has passed.
    Tick,
    /// Somebody drops it.
    Dropped,
    /// Somebody has looked: the paper is there, or the drawer is open.
    FoundDone,
    /// Somebody has looked: there is no paper. It goes into the queue anew.
    PrintAnyway {
        /// Its new end.
        expires_at_ms: i64,
    },
}

/// What becomes of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Where it is now.
    pub state: JobState,
    /// How many tries have ended before a byte left.
    pub attempt: u32,
    /// Not before this moment is it tried.
    pub not_before_ms: i64,
    /// From when on it must not start by itself.
    pub expires_at_ms: i64,
    /// Somebody has to know.
    pub notice: Option<Notice>,
}

/// Something that people have to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// The printer is not ready; the job waits.
    Waits,
    /// Ask: did it print? For a ticket: send it elsewhere as a possible duplicate.
    MayBePrinted,
    /// It did not print and will not by itself.
    NotPrinted,
    /// The drawer did not open and will not by itself.
    DrawerStaysShut,
}

/// An event that makes no sense for a job in this state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a job that is {state:?} cannot take {event:?}")]
pub struct ImpossibleEvent {
    /// Where the job is.
    pub state: JobState,
    /// What came.
    pub event: Event,
}

/// A job that waits, as the printer's task sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting<Id> {
    /// Its name.
    pub id: Id,
    /// In which queue.
    pub lane: Lane,
    /// Not before this moment is it tried.
    pub not_before_ms: i64,
    /// From when on it must not start by itself.
    pub expires_at_ms: i64,
}

/// What a printer's task does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<Id> {
    /// This job's time is over: give it [`Event::Tick`].
    Expire(Id),
    /// Send this job.
    Run(Id),
    /// Nothing before this moment, unless a new job comes.
    WaitUntil(i64),
    /// Nothing at all, until a new job comes.
    Idle,
}

impl JobState {
    /// Nothing happens to it any more by itself.
    pub const fn is_settled(self) -> bool {
        !matches!(self, Self::Queued | Self::Sending | Self::Sent)
    }

    /// Somebody has to decide.
    pub const fn needs_somebody(self) -> bool {
        matches!(self, Self::Uncertain | Self::Failed | Self::Expired)
    }
}

/// What becomes of a job by an event.
pub fn next(job: JobFacts, event: Event, now_ms: i64) -> Result<Transition, ImpossibleEvent> {
    use JobState::{
        Cancelled, Expired, Failed, Printed, Queued, Sending, Sent, Uncertain, Unconfirmed,
    };
    let to = |state| settle(job, state, now_ms);
    match (job.state, event) {
        (Queued, Event::Started) if now_ms < job.expires_at_ms => Ok(to(Sending)),
        (Queued, Event::Tick | Event::Started | Event::NotSent) if now_ms >= job.expires_at_ms => {
            Ok(to(Expired))
        }
        (Queued, Event::Tick | Event::Restarted) => Ok(to(Queued)),
        (Queued | Sending, Event::NotSent) => Ok(again(job, now_ms)),
        (Queued | Sending, Event::Impossible) => Ok(to(Failed)),
        (Sending, Event::AllHandedOver) => Ok(to(Sent)),
        (Sending | Sent, Event::NoAnswerExpected) => Ok(to(Unconfirmed)),
        // The answer may come after all, from the printer or from somebody who looks.
        (Sending | Sent | Uncertain, Event::Acknowledged)
        | (Uncertain | Unconfirmed, Event::FoundDone) => Ok(to(Printed)),
        (Sending | Sent, Event::BrokenOff | Event::Restarted) => Ok(to(Uncertain)),
        (Queued | Uncertain | Unconfirmed | Failed | Expired, Event::Dropped) => Ok(to(Cancelled)),
        (Uncertain | Failed | Expired, Event::PrintAnyway { expires_at_ms }) => Ok(Transition {
            state: Queued,
            attempt: 0,
            not_before_ms: now_ms,
            expires_at_ms,
            notice: None,
        }),
        (state, Event::Tick | Event::Restarted) => Ok(Transition {
            notice: None,
            ..to(state)
        }),
        (state, event) => Err(ImpossibleEvent { state, event }),
    }
}

/// Which job a printer's task takes: drawers first, then paper in the order given.
///
/// Paper that waits for another try holds the paper behind it back, so that tickets stay in order.
pub fn choose<Id: Copy>(jobs: &[Waiting<Id>], now_ms: i64) -> Choice<Id> {
    if let Some(job) = jobs.iter().find(|job| now_ms >= job.expires_at_ms) {
        return Choice::Expire(job.id);
    }
    let kicks = jobs.iter().filter(|job| job.lane == Lane::Kick);
    let paper = jobs.iter().find(|job| job.lane == Lane::Paper);
    if let Some(job) = kicks.chain(paper).find(|job| now_ms >= job.not_before_ms) {
        return Choice::Run(job.id);
    }
    let ends = jobs.iter().map(|job| job.expires_at_ms);
    let tries = jobs
        .iter()
        .map(|job| job.not_before_ms)
        .filter(|at| *at > now_ms);
    ends.chain(tries)
        .min()
        .map_or(Choice::Idle, Choice::WaitUntil)
}

/// How long to wait after so many tries that ended before a byte left.
pub fn retry_delay_ms(attempt: u32) -> i64 {
    let doubled = RETRY_DELAY_MS_MIN.checked_shl(attempt.saturating_sub(1).min(16));
    doubled
        .unwrap_or(RETRY_DELAY_MS_MAX)
        .min(RETRY_DELAY_MS_MAX)
}

fn settle(job: JobFacts, state: JobState, now_ms: i64) -> Transition {
    let lost = match job.lane {
        Lane::Kick => Notice::DrawerStaysShut,
        Lane::Paper => Notice::NotPrinted,
    };
    let notice = match state {
        JobState::Uncertain => Some(Notice::MayBePrinted),
        JobState::Failed | JobState::Expired => Some(lost),
        _ => None,
    };
    Transition {
        state,
        attempt: job.attempt,
        not_before_ms: now_ms,
        expires_at_ms: job.expires_at_ms,
        notice,
    }
}

fn again(job: JobFacts, now_ms: i64) -> Transition {
    if now_ms >= job.expires_at_ms {
        return settle(job, JobState::Expired, now_ms);
    }
    let attempt = job.attempt.saturating_add(1);
    Transition {
        state: JobState::Queued,
        attempt,
        not_before_ms: now_ms.saturating_add(retry_delay_ms(attempt)),
        expires_at_ms: job.expires_at_ms,
        notice: Some(Notice::Waits),
    }
}

#[cfg(test)]
#[path = "spool/tests.rs"]
mod tests;
