//! What the cook has touched and the node has not said yet, so that a touch shows at once.
//!
//! The node stays the only one who knows how far a ticket is: an entry lives until its answer is in
//! and shown, and a refused one goes at once.

use std::collections::HashMap;

use shared::{
    api::kds::{TicketView, View},
    ids::TicketId,
};

use crate::board::is_done;

/// An answered entry waits no longer than this for the feed to show it.
const SHOWN_AFTER_MS_MAX: i64 = 2_000;

/// What was touched.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Touch {
    /// A line, by the key of it.
    Strike(String),
    /// A ticket that should leave.
    Bump(TicketId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    /// For a strike: done or not. For a bump: true.
    done: bool,
    answered_at_ms: Option<i64>,
}

/// Touches that are on their way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pending(HashMap<Touch, Entry>);

impl Pending {
    /// A touch was sent to the node.
    pub(crate) fn sent(&mut self, touch: Touch, done: bool) {
        self.0.insert(
            touch,
            Entry {
                done,
                answered_at_ms: None,
            },
        );
    }

    /// The node did it; the next view that comes shows it.
    pub(crate) fn answered(&mut self, touch: &Touch, done: bool, now_ms: i64) {
        if let Some(entry) = self.0.get_mut(touch).filter(|entry| entry.done == done) {
            entry.answered_at_ms = Some(now_ms);
        }
    }

    /// The node did not do it.
    pub(crate) fn refused(&mut self, touch: &Touch) {
        self.0.remove(touch);
    }

    /// A new view came: what it was answered with is in it.
    pub(crate) fn seen(&mut self) {
        self.0.retain(|_, entry| entry.answered_at_ms.is_none());
    }

    /// Forgets what was answered long ago, so that the node always has the last word. Says whether
    /// anything went.
    pub(crate) fn expire(&mut self, now_ms: i64) -> bool {
        let before = self.0.len();
        let fresh = |at_ms: i64| now_ms - at_ms < SHOWN_AFTER_MS_MAX;
        self.0
            .retain(|_, entry| entry.answered_at_ms.is_none_or(fresh));
        self.0.len() != before
    }

    /// Whether a line is struck, as the cook sees it.
    pub(crate) fn struck(&self, ticket: &TicketView, key: &str) -> bool {
        let told = ticket
            .lines
            .iter()
            .any(|line| line.key == key && is_done(line));
        self.0
            .get(&Touch::Strike(key.to_owned()))
            .map_or(told, |entry| entry.done)
    }

    /// Whether a ticket has left, as the cook sees it.
    pub(crate) fn is_bumped(&self, ticket: TicketId) -> bool {
        self.0.contains_key(&Touch::Bump(ticket))
    }

    /// The view without the tickets that have left.
    pub(crate) fn laid_over(&self, view: &View) -> View {
        let mut view = view.clone();
        view.open.retain(|ticket| !self.is_bumped(ticket.ticket));
        view
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::tests::{line, ticket};

    fn view() -> View {
        View {
            open: vec![ticket(1, "grill", vec![line(1, "Polpo", &[])])],
            ..View::default()
        }
    }

    fn bump() -> Touch {
        Touch::Bump(TicketId::from_bytes([1; 16]))
    }

    #[test]
    fn a_bumped_ticket_leaves_at_once() {
        let mut pending = Pending::default();
        pending.sent(bump(), true);
        assert_eq!(pending.laid_over(&view()).open, []);
    }

    #[test]
    fn a_refused_bump_brings_the_ticket_back() {
        let mut pending = Pending::default();
        pending.sent(bump(), true);
        pending.refused(&bump());
        assert_eq!(pending.laid_over(&view()), view());
    }

    #[test]
    fn the_view_after_the_answer_has_the_last_word() {
        let mut pending = Pending::default();
        pending.sent(bump(), true);
        pending.seen();
        assert!(
            pending.is_bumped(TicketId::from_bytes([1; 16])),
            "not answered yet"
        );
        pending.answered(&bump(), true, 0);
        pending.seen();
        assert_eq!(pending, Pending::default());
    }

    #[test]
    fn an_answer_that_no_view_follows_is_not_held_for_ever() {
        let mut pending = Pending::default();
        pending.sent(bump(), true);
        assert!(!pending.expire(i64::MAX), "no answer yet");
        pending.answered(&bump(), true, 1_000);
        assert!(!pending.expire(2_999));
        assert!(pending.expire(3_000));
    }

    #[test]
    fn the_answer_to_an_older_touch_does_not_settle_a_newer_one() {
        let strike = Touch::Strike("Polpo".to_owned());
        let mut pending = Pending::default();
        pending.sent(strike.clone(), true);
        pending.sent(strike.clone(), false);
        pending.answered(&strike, true, 0);
        pending.seen();
        let view = view();
        let polpo = view.open.first().unwrap();
        assert!(!pending.struck(polpo, "Polpo"));
        assert!(pending.0.contains_key(&strike));
    }
}
