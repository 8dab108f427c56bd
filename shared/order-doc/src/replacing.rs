//! Lines that stand for other lines: a guest wants it otherwise.
//!
//! Nothing of a line changes once it is written. Somebody who changes it takes its units off and adds
//! another line that says for which one it stands. It takes that one's place on the check and has its
//! notes, also those that somebody writes meanwhile on the line that is gone: an allergy must reach
//! the kitchen. Two who change the same line apart leave two lines, and both are marked.

use std::collections::BTreeSet;

use shared::{ids::LineId, order::Line, time::Hlc};

use crate::{
    entries::{AddedLine, Entries, LineNote, QuantityChange, Stamp},
    fold,
};

/// The lines that `line` stands for, itself first: the way that it was changed.
fn chain(entries: &Entries, line: LineId) -> Vec<(LineId, &AddedLine)> {
    let mut chain = Vec::new();
    let mut next = Some(line);
    while let Some(id) = next {
        // A circle would be damage; it must not hold anybody up.
        let is_new = chain.iter().all(|(seen, _)| *seen != id);
        let Some(added) = entries.lines.get(&id).filter(|_| is_new) else {
            break;
        };
        chain.push((id, added));
        next = added.replaces.as_ref().map(|one| one.line);
    }
    chain
}

/// Where a line stands on the check: at the place of the first that it stands for. None for a
/// line that came from another check.
pub(crate) fn place(entries: &Entries, line: LineId) -> Option<(Hlc, LineId)> {
    let chain = chain(entries, line);
    chain.iter().map(|(id, added)| (added.stamp.hlc, *id)).min()
}

/// The line that a line stands for.
pub(crate) fn stands_for(entries: &Entries, line: LineId) -> Option<LineId> {
    let replaces = entries.lines.get(&line)?.replaces.as_ref()?;
    Some(replaces.line)
}

/// The note is about the line: it was written on it, or on what it stands for. A note that came to
/// that one later is about the units that are left of it, while there are some.
pub(crate) fn is_about(entries: &Entries, note: &LineNote, line: LineId) -> bool {
    if note.line == line {
        return true;
    }
    let chain = chain(entries, line);
    let Some(at) = chain.iter().position(|(id, _)| *id == note.line) else {
        return false;
    };
    let (Some((id, old)), Some((_, by))) = (chain.get(at), chain.get(at.wrapping_sub(1))) else {
        return false;
    };
    let voids = entries.voids.values().filter(|void| void.line == *id);
    let voided: i64 = voids.fold(0, |sum, void| sum.saturating_add(void.quantity));
    note.stamp.hlc <= by.stamp.hlc || fold::wanted(entries, *id, old) <= voided
}

/// Marks lines that stand for the same one and did not know of each other.
pub(crate) fn mark_rivals(entries: &Entries, lines: &mut [Line]) {
    let of = |line: &Line| {
        let added = entries.lines.get(&line.id)?;
        let replaces = added.replaces.as_ref()?;
        (line.quantity > 0).then_some((line.id, replaces, added.stamp))
    };
    let all: Vec<_> = lines.iter().filter_map(of).collect();
    let mut rivals = BTreeSet::new();
    for (id, one, stamp) in &all {
        for (other_id, other, other_stamp) in &all {
            let apart = !one.seen.contains(other_id) && !other.seen.contains(id);
            if one.line == other.line && stamp != other_stamp && apart {
                rivals.insert(*id);
            }
        }
    }
    for line in lines.iter_mut().filter(|line| rivals.contains(&line.id)) {
        line.contested = true;
    }
}

/// The lines that stand for a line, for the next one to say what it had seen.
pub(crate) fn of(entries: &Entries, line: LineId) -> Vec<LineId> {
    let stands = |added: &AddedLine| added.replaces.as_ref().is_some_and(|one| one.line == line);
    let all = entries.lines.iter().filter(|(_, added)| stands(added));
    all.map(|(id, _)| *id).collect()
}

/// The units went as a line was changed: one action with the line that was added.
pub(crate) fn is_part_of_one(entries: &Entries, change: &QuantityChange) -> bool {
    let mut lines = entries.lines.values();
    lines.any(|line| line.replaces.is_some() && line.stamp == change.stamp)
}

/// All that one change of a line did, with the keys of the entries: what was added first.
pub(crate) fn parts(entries: &Entries, stamp: Stamp) -> Vec<(String, LineId, i64)> {
    let lines = entries.lines.iter().filter(|(_, line)| line.stamp == stamp);
    let lines = lines.map(|(id, line)| (id.to_string(), *id, line.quantity));
    let changes = entries.quantities.iter();
    let changes = changes.filter(|(_, change)| change.stamp == stamp);
    let changes = changes.map(|(id, change)| (id.to_string(), change.line, change.units));
    lines.chain(changes).collect()
}
