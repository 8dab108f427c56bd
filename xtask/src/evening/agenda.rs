//! What happens when, in the evening's own time.

use std::collections::BTreeMap;

/// Minutes as milliseconds.
pub(super) const fn minutes(count: u64) -> u64 {
    count * 60_000
}

/// Something that will happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Guests come through the door.
    Arrive,
    /// A party orders a part of its meal.
    Order(usize, Meal),
    /// A party pays and goes.
    Pay(usize),
    /// The cooks look at their screen.
    Cook,
    /// Somebody buys flowers from the drawer.
    PayOut,
}

/// A part of a meal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meal {
    Drinks,
    Food,
    Dessert,
}

/// Acts in the order of their time; those of one time in the order they were written down.
#[derive(Default)]
pub(super) struct Agenda {
    acts: BTreeMap<(u64, u64), Act>,
    written: u64,
}

impl Agenda {
    /// Writes an act down.
    pub(super) fn put(&mut self, due_ms: u64, act: Act) {
        self.written += 1;
        self.acts.insert((due_ms, self.written), act);
    }

    /// Writes an act down before all others of its time.
    pub(super) fn put_back(&mut self, due_ms: u64, act: Act) {
        self.acts.insert((due_ms, 0), act);
    }

    /// Takes the next act.
    pub(super) fn next(&mut self) -> Option<(u64, Act)> {
        self.acts
            .pop_first()
            .map(|((due_ms, _), act)| (due_ms, act))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_back_comes_first_again() {
        let mut agenda = Agenda::default();
        agenda.put(2, Act::Arrive);
        agenda.put(1, Act::Cook);
        agenda.put(1, Act::Pay(0));
        assert_eq!(agenda.next(), Some((1, Act::Cook)));
        agenda.put_back(1, Act::Cook);
        assert_eq!(agenda.next(), Some((1, Act::Cook)));
        assert_eq!(agenda.next(), Some((1, Act::Pay(0))));
        assert_eq!(agenda.next(), Some((2, Act::Arrive)));
        assert_eq!(agenda.next(), None);
    }
}
