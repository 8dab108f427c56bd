//! Closings of one check, and what two of them counted that knew nothing of each other.

use shared::{money::Money, order::Counted};

use crate::entries::{Closed, Entries};

/// All closings, the last one last.
fn in_time(entries: &Entries) -> Vec<&Closed> {
    let mut all: Vec<&Closed> = entries.closed.values().collect();
    all.sort_by_key(|closed| (closed.stamp, closed.fact));
    all
}

/// What the last closing counted.
pub(crate) fn last_counted(entries: &Entries) -> Option<Counted> {
    in_time(entries).last()?.counted.clone()
}

/// What stands on the reports of two tills though it was sold once: each closing adds what it
/// counted beyond the closings that it knew.
pub(crate) fn counted_twice(entries: &Entries) -> Option<Money> {
    let all = in_time(entries);
    let total = |closed: &Closed| {
        let counted = closed.counted.as_ref()?;
        Some(
            counted
                .total
                .minor()
                .saturating_add(counted.gift_cards.minor()),
        )
    };
    let mut added = 0_i64;
    for closed in &all {
        let seen = closed.after.as_ref()?;
        let mut before = all.iter().filter(|one| seen.contains(&one.fact));
        let before = before.next_back().and_then(|one| total(one)).unwrap_or(0);
        added = added.saturating_add(total(closed)?.saturating_sub(before));
    }
    let twice = added.saturating_sub(total(all.last()?)?);
    (twice > 0).then(|| Money::from_minor(twice))
}
