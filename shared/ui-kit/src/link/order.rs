//! Puts the messages of a shell's channel back in their order.
//!
//! A shell numbers what it sends; large messages take another way and may arrive later than small
//! ones that were sent after them.

use std::collections::BTreeMap;

/// What is waited for, and what came too early.
#[derive(Debug, Default)]
pub(super) struct InOrder {
    next: u64,
    early: BTreeMap<u64, String>,
    end: Option<u64>,
}

impl InOrder {
    /// A message with its number; all that can be read now, in order.
    pub(super) fn message(&mut self, number: u64, text: String) -> Vec<String> {
        if number >= self.next {
            self.early.insert(number, text);
        }
        let mut ready = Vec::new();
        while let Some(text) = self.early.remove(&self.next) {
            ready.push(text);
            self.next += 1;
        }
        ready
    }

    /// The channel ended before this number.
    pub(super) fn ends_before(&mut self, number: u64) {
        self.end = Some(number);
    }

    /// All that was sent was read, and nothing more will come.
    pub(super) fn is_over(&self) -> bool {
        self.end.is_some_and(|end| self.next >= end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_message_holds_the_ones_behind_it() {
        let mut order = InOrder::default();
        assert!(order.message(1, "b".to_owned()).is_empty());
        assert!(order.message(2, "c".to_owned()).is_empty());
        assert_eq!(order.message(0, "a".to_owned()), ["a", "b", "c"]);
        assert_eq!(order.message(3, "d".to_owned()), ["d"]);
    }

    #[test]
    fn a_message_that_comes_again_is_dropped() {
        let mut order = InOrder::default();
        assert_eq!(order.message(0, "a".to_owned()), ["a"]);
        assert!(order.message(0, "a".to_owned()).is_empty());
    }

    #[test]
    fn the_end_waits_for_what_is_still_on_its_way() {
        let mut order = InOrder::default();
        order.message(0, "a".to_owned());
        order.ends_before(2);
        assert!(!order.is_over());
        order.message(1, "b".to_owned());
        assert!(order.is_over());
    }
}
