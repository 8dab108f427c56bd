//! What is one thing at a time and said with an entry each time: whether a line or a course
//! waits, who serves the guests, and when all of it should be ready.
//!
//! Whoever says something names what they had seen said about the same thing, and replaces it. Two
//! that were said apart replace neither the other, and each topic has its own way with that:
//!
//! - held here and fired there: fired. Food that somebody asked for is never forgotten, and whoever
//!   held it sees that it went;
//! - given to two people to serve: the later one, and people are told that there were two;
//! - for two different times: the later saying, and people are told; put off here and sent to the
//!   kitchen there: it is cooked.
//!
//! A hold of a line is about the units that no sending carried yet: it names how often the line went
//! to the kitchen, and is over with the next time, wherever that happens.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shared::{
    ids::{EntryId, LineId, StaffId, TicketId},
    menu::Course,
    money::Money,
    serving::{Ready, Serving},
};

use crate::entries::{Entries, Stamp};

/// Something that somebody said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What.
    pub what: Saying,
    /// What had been said of the same before, as far as they had seen; this replaces it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<EntryId>,
    /// Who and when.
    pub stamp: Stamp,
}

/// What can be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Saying {
    /// Units of a line wait, or go with the rest although their course waits.
    LineHeld {
        /// The line.
        line: LineId,
        /// How often units of it went to the kitchen before.
        fired: u32,
        /// They wait.
        held: bool,
    },
    /// A course waits, or does not any more.
    CourseHeld {
        /// The course.
        course: Course,
        /// It waits.
        held: bool,
    },
    /// A course was fired.
    CourseFired {
        /// The course.
        course: Course,
    },
    /// Somebody serves the guests from now on.
    Server {
        /// Who.
        server: StaffId,
    },
    /// All of it should be ready then; none for as soon as it is sent.
    ReadyAt {
        /// When.
        at_ms: Option<i64>,
        /// The kitchen hears of it shortly before; otherwise it was told, or may be at once.
        waits: bool,
    },
    /// The guests got a bill, of the whole check or of a part.
    Billed {
        /// The part.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        part: Option<EntryId>,
        /// What the whole check cost then.
        total: Money,
        /// What was asked for.
        due: Money,
    },
    /// The slip of a ticket is out although what another till sent counts in its place: the kitchen
    /// may have two.
    SlipOut {
        /// The ticket.
        ticket: TicketId,
    },
    /// Said by a newer version.
    #[serde(other)]
    Unknown,
}

/// What a saying is about: sayings of one topic replace each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Units of a line that went to the kitchen so often before.
    Line(LineId, u32),
    /// A course.
    Course(Course),
    /// Who serves the guests.
    Server,
    /// When it should be ready.
    Ready,
}

impl Saying {
    /// What it is about; none where a newer version says something.
    pub const fn topic(&self) -> Option<Topic> {
        Some(match self {
            Self::LineHeld { line, fired, .. } => Topic::Line(*line, *fired),
            Self::CourseHeld { course, .. } | Self::CourseFired { course } => {
                Topic::Course(*course)
            }
            Self::Server { .. } => Topic::Server,
            Self::ReadyAt { .. } => Topic::Ready,
            Self::Billed { .. } | Self::SlipOut { .. } | Self::Unknown => return None,
        })
    }

    /// Something waits.
    const fn is_held(&self) -> bool {
        matches!(
            self,
            Self::LineHeld { held: true, .. }
                | Self::CourseHeld { held: true, .. }
                | Self::ReadyAt {
                    at_ms: Some(_),
                    waits: true
                }
        )
    }
}

/// What was said about a topic and not replaced or taken back, the latest first.
pub(crate) fn open(entries: &Entries, topic: Topic) -> Vec<(&EntryId, &Said)> {
    let taken_back = |id: &EntryId| {
        let key = id.to_string();
        entries.taken_back.values().any(|one| one.key == key)
    };
    let about =
        |(id, said): &(&EntryId, &Said)| said.what.topic() == Some(topic) && !taken_back(id);
    let all: Vec<_> = entries.said.iter().filter(about).collect();
    let replaced: BTreeSet<EntryId> = all
        .iter()
        .flat_map(|(id, said)| said.after.iter().filter(move |before| before != id))
        .copied()
        .collect();
    let mut open: Vec<_> = all
        .iter()
        .copied()
        .filter(|(id, _)| !replaced.contains(id))
        .collect();
    if open.is_empty() {
        // Only sayings that name each other in a circle do that; something must count.
        open = all;
    }
    open.sort_by_key(|(id, said)| std::cmp::Reverse((said.stamp.hlc, **id)));
    open
}

/// Whether it waits, where somebody said so or said the contrary.
fn held(entries: &Entries, topic: Topic) -> Option<bool> {
    let open = open(entries, topic);
    (!open.is_empty()).then(|| open.iter().all(|(_, said)| said.what.is_held()))
}

fn course_held(entries: &Entries, course: Course) -> bool {
    let at_first = entries.opened.as_ref();
    let at_first = at_first.is_some_and(|opened| opened.held.contains(&course));
    held(entries, Topic::Course(course)).unwrap_or(at_first)
}

/// How often units of a line went to the kitchen.
pub(crate) fn times_fired(entries: &Entries, line: LineId) -> u32 {
    let sends = || entries.sends.values().filter(|sent| sent.line == line);
    // The dishes of a combo go together.
    let first = sends().map(|sent| sent.part).min();
    let fired = sends().filter(|sent| sent.quantity > 0 && Some(sent.part) == first);
    u32::try_from(fired.count()).unwrap_or(u32::MAX)
}

/// Units of a line that are not sent yet wait.
pub(crate) fn line_held(entries: &Entries, line: LineId, course: Course) -> bool {
    let topic = Topic::Line(line, times_fired(entries, line));
    held(entries, topic).unwrap_or_else(|| course_held(entries, course) || order_waits(entries))
}

/// The order waits for its time. Sent here and put off there: sent.
fn order_waits(entries: &Entries) -> bool {
    let open = open(entries, Topic::Ready);
    let latest = open.first().map(|(_, said)| &said.what);
    let has_time =
        latest.is_some_and(|what| matches!(what, Saying::ReadyAt { at_ms: Some(_), .. }));
    let was_sent = |what: &Saying| {
        matches!(
            what,
            Saying::ReadyAt {
                at_ms: Some(_),
                waits: false
            }
        )
    };
    has_time && !open.iter().any(|(_, said)| was_sent(&said.what))
}

/// When all of it should be ready: the latest that was said.
fn ready(entries: &Entries) -> Option<Ready> {
    let open = open(entries, Topic::Ready);
    let mut said = open.iter().filter_map(|(_, said)| match said.what {
        Saying::ReadyAt { at_ms, .. } => Some((at_ms, said.stamp.by)),
        _ => None,
    });
    let (first, by) = said.next()?;
    Some(Ready {
        at_ms: first?,
        waits: order_waits(entries),
        by,
        contested: said.any(|(other, _)| other != first),
    })
}

/// Somebody said that there is no time any more while somebody else said a time.
pub(crate) fn is_time_dropped(entries: &Entries) -> bool {
    let open = open(entries, Topic::Ready);
    let is_for = |what: &Saying| matches!(what, Saying::ReadyAt { at_ms: Some(_), .. });
    let is_none = |what: &Saying| matches!(what, Saying::ReadyAt { at_ms: None, .. });
    open.first().is_some_and(|(_, said)| is_none(&said.what))
        && open.iter().any(|(_, said)| is_for(&said.what))
}

/// What is true of the whole order.
pub(crate) fn serving(entries: &Entries) -> Serving {
    let held = |course: &Course| course_held(entries, *course);
    let open = open(entries, Topic::Server);
    let mut servers = open.iter().filter_map(|(_, said)| match said.what {
        Saying::Server { server } => Some(server),
        _ => None,
    });
    let server = servers.next();
    let billed = entries
        .said
        .iter()
        .filter_map(|(id, said)| match said.what {
            Saying::Billed { total, .. } => Some((said.stamp.hlc, *id, total)),
            _ => None,
        });
    Serving {
        billed: billed.max().map(|(.., total)| total),
        server,
        server_contested: servers.any(|other| Some(other) != server),
        held: Course::ALL.into_iter().filter(held).collect(),
        ready: ready(entries),
    }
}
