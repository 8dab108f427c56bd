//! Which plan of splitting counts.
//!
//! A plan names those that its maker had seen, and replaces them. Two that were made apart replace
//! neither the other: the later one is shown, both are told, and a person confirms one of them.

use std::collections::BTreeSet;

use shared::{
    ids::EntryId,
    split::{Rival, Split},
};

use crate::entries::{Entries, SplitPlan};

/// Plans that no other plan replaced, the one that counts first.
pub(crate) fn open(entries: &Entries) -> Vec<EntryId> {
    let replaced: BTreeSet<EntryId> = entries
        .plans
        .iter()
        .flat_map(|(id, plan)| plan.after.iter().filter(move |before| *before != id))
        .copied()
        .collect();
    let mut open: Vec<_> = entries
        .plans
        .iter()
        .filter(|(id, _)| !replaced.contains(id))
        .collect();
    if open.is_empty() {
        // Only plans that name each other in a circle do that; some plan must count.
        open = entries.plans.iter().collect();
    }
    open.sort_by_key(|(id, plan)| std::cmp::Reverse((plan.stamp.hlc, **id)));
    open.into_iter().map(|(id, _)| *id).collect()
}

/// The plan that this one brings back, where somebody undid another with it; none for one check as
/// before every plan.
pub(crate) fn meant(entries: &Entries, id: EntryId) -> Option<EntryId> {
    let mut id = id;
    // Each step goes back in time; a circle would be damage, and holds nobody up.
    for _ in 0..entries.plans.len() {
        let Some(undoes) = entries.plans.get(&id)?.undoes.as_ref() else {
            return Some(id);
        };
        let undone = entries.plans.get(&undoes.parse().ok()?)?;
        id = *undone.after.first()?;
    }
    None
}

/// How the check is split; none where it is one check and nobody says otherwise.
pub(crate) fn split(entries: &Entries) -> Option<Split> {
    let open = open(entries);
    let (id, plan) = entries.plans.get_key_value(open.first()?)?;
    let is_contested = open.len() > 1;
    if plan.parts.is_empty() && !is_contested {
        return None;
    }
    let rivals = open.iter().filter_map(|id| entries.plans.get_key_value(id));
    Some(Split {
        plan: *id,
        parts: plan.parts.clone(),
        lines: plan.lines.clone(),
        rest: plan.rest.clone(),
        rivals: if is_contested {
            rivals.map(|(id, plan)| rival(*id, plan)).collect()
        } else {
            Vec::new()
        },
    })
}

fn rival(id: EntryId, plan: &SplitPlan) -> Rival {
    Rival {
        plan: id,
        by: plan.stamp.by,
        at_ms: plan.stamp.hlc.at_ms(),
        parts: u32::try_from(plan.parts.len()).unwrap_or(u32::MAX),
    }
}
