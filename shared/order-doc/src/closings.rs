//! Closings of one check, and what two of them counted that knew nothing of each other.

use std::collections::BTreeSet;

use shared::{
    ids::{FactId, LineId},
    money::Money,
    order::Counted,
};

use crate::entries::{Closed, Entries};

/// All closings, by their stamps.
fn in_time(entries: &Entries) -> Vec<&Closed> {
    let mut all: Vec<&Closed> = entries.closed.values().collect();
    all.sort_by_key(|closed| (closed.stamp, closed.fact));
    all
}

/// The one of these closings that counts. Clocks of tills differ, so it is one that no other of
/// them knew of; among several such the last by its stamp.
fn last<'a>(all: &[&'a Closed]) -> Option<&'a Closed> {
    let mut known: BTreeSet<FactId> = BTreeSet::new();
    for closed in all {
        let before = closed.after.iter().flatten().copied();
        known.extend(before.filter(|fact| *fact != closed.fact));
    }
    let open = all.iter().rev().find(|one| !known.contains(&one.fact));
    // Only closings that name each other in a circle leave none; some closing must count.
    open.or_else(|| all.last()).copied()
}

/// A closing put what was paid for this line onto its gift card.
pub(crate) fn has_loaded(entries: &Entries, line: LineId) -> bool {
    let mut closed = entries.closed.values();
    closed.any(|closed| closed.loaded.contains(&line))
}

/// What the last closing counted.
pub(crate) fn last_counted(entries: &Entries) -> Option<Counted> {
    let last = last(&in_time(entries))?;
    let counted = last.counted.clone()?;
    Some(Counted {
        closing: Some(last.fact),
        ..counted
    })
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
        let before = all.iter().filter(|one| seen.contains(&one.fact));
        let before: Vec<&Closed> = before.copied().collect();
        let before = last(&before).and_then(total).unwrap_or(0);
        added = added.saturating_add(total(closed)?.saturating_sub(before));
    }
    let twice = added.saturating_sub(total(last(&all)?)?);
    (twice > 0).then(|| Money::from_minor(twice))
}
