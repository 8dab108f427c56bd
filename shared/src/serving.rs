//! How an order is served: what waits, who brings it, when it should be ready.
//!
//! A held line is on the check and owed, and the kitchen does not know of it: it is not sent until
//! somebody fires it. The other way, to send it as «waiting», would need a second kind of ticket on
//! every paper and screen, and a cook in a hurry cooks what hangs on the rail. So a paper that comes
//! out always means «make this now».

use serde::{Deserialize, Serialize};

use crate::{
    ids::{LineId, StaffId},
    menu::Course,
    money::Money,
    order::{Line, Order},
    time::SECOND_MS,
};

/// What can be held and fired: one line, or all lines of a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Portion {
    /// A line.
    Line {
        /// Which.
        line: LineId,
    },
    /// A course.
    Course {
        /// Which.
        course: Course,
    },
    /// An order that waits for its time: all of it but what its courses hold.
    Scheduled,
}

impl Portion {
    /// The line belongs to it.
    pub fn has(self, line: &Line) -> bool {
        match self {
            Self::Scheduled => true,
            Self::Line { line: id } => line.id == id,
            Self::Course { course } => line.course == course,
        }
    }
}

/// When an order should be ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    /// Then it should be ready.
    pub at_ms: i64,
    /// Until shortly before that the kitchen hears nothing of it.
    pub waits: bool,
    /// Who said so; the kitchen is told in their name.
    pub by: StaffId,
    /// Two devices said different times at once; a person should look.
    #[serde(default)]
    pub contested: bool,
}

/// How an order is served.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Serving {
    /// Courses that wait until somebody fires them, in the order of a meal: what is added to them
    /// waits too.
    #[serde(default)]
    pub held: Vec<Course>,
    /// Who serves the guests; none for whoever opened the order.
    #[serde(default)]
    pub server: Option<StaffId>,
    /// Two devices gave it to different people at once; a person should look.
    #[serde(default)]
    pub server_contested: bool,
    /// When all of it should be ready; none for as soon as it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready: Option<Ready>,
    /// What the check cost when its guests got the last bill; none while they got none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billed: Option<Money>,
}

impl Order {
    /// Who serves the guests.
    pub fn server(&self) -> StaffId {
        self.serving.server.unwrap_or(self.opened_by)
    }

    /// What is added to this course waits.
    pub fn holds(&self, course: Course) -> bool {
        self.serving.held.contains(&course)
    }

    /// It waits for its time; the kitchen does not know of it yet.
    pub fn is_waiting(&self) -> bool {
        self.serving.ready.is_some_and(|ready| ready.waits)
    }

    /// When the kitchen should hear of an order that waits: so long before it should be ready as its
    /// slowest dish takes, and `lead_ms` more. None for one that does not wait.
    pub fn fire_at_ms(&self, lead_ms: i64) -> Option<i64> {
        let ready = self.serving.ready.filter(|ready| ready.waits)?;
        let cooked = self.lines.iter().filter(|line| line.quantity > 0);
        let slowest = cooked.map(|line| line.facts.longest_prep_seconds()).max();
        let slowest_ms = i64::from(slowest.unwrap_or(0)) * SECOND_MS;
        Some(
            ready
                .at_ms
                .saturating_sub(slowest_ms)
                .saturating_sub(lead_ms),
        )
    }

    /// Units of a line that went back to the guests' pockets.
    pub fn refunded_units(&self, line: LineId) -> i64 {
        let all = self.refunds.iter().flat_map(|refund| &refund.lines);
        let of_line = all.filter(|one| one.line == line);
        of_line.map(|one| one.quantity).sum()
    }

    /// Units are on the check that the kitchen does not know of and somebody should cook; what was
    /// paid back is not among them.
    pub fn has_uncooked(&self) -> bool {
        let cooked = self.lines.iter();
        let mut cooked = cooked.filter(|line| line.facts.first_made().is_some());
        cooked.any(|line| line.unsent_quantity() > self.refunded_units(line.id))
    }

    /// When everything was done with it: paid, and what was cooked was sent. None before that.
    pub fn done_at_ms(&self) -> Option<i64> {
        let closed_at_ms = self.closed_at_ms?;
        let is_ahead = self.is_waiting() && self.has_uncooked();
        let sent_at_ms = self.tickets.iter().map(|ticket| ticket.sent_at_ms).max();
        let done_at_ms = sent_at_ms.map_or(closed_at_ms, |at_ms| at_ms.max(closed_at_ms));
        (!is_ahead).then_some(done_at_ms)
    }

    /// Lines of which units wait to be fired.
    pub fn held_lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.held)
    }

    /// The first course of the meal that waits.
    pub fn waits_for(&self) -> Option<Course> {
        self.held_lines().map(|line| line.course).min()
    }
}
