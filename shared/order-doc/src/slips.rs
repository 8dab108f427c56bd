//! What two tills sent to the kitchen without knowing of each other: whose sending counts, and whose
//! slip is on paper all the same.
//!
//! A sending has one key on every till: its line and how often that was sent before. Of those that
//! stand under one key one counts, and everybody comes to the same one; the till of any other drops
//! its slip, and where that is out already it says so in the document, for everybody to see.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    ids::{DeviceId, LineId, StaffId, TicketId},
    order::Line,
    time::Hlc,
};

use crate::{
    OrderDoc,
    edit::Map,
    entries::{Entries, Sending},
    fold,
    said::Saying,
};

/// A sending that gave way to another one under its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GaveWay {
    pub(crate) sending: Sending,
    /// The slip of the one that counts says all that its own slip would say.
    pub(crate) is_covered: bool,
}

/// One sending from several that were written at once under the same key, and those that give way.
///
/// The kitchen must not be told of fewer units than any of them said, and no note may be lost.
pub(crate) fn merge_sendings(mut all: Vec<Sending>) -> Option<(Sending, Vec<GaveWay>)> {
    all.sort_by_key(|one| (std::cmp::Reverse(one.quantity.abs()), one.ticket));
    let mut all = all.into_iter();
    let mut winner = all.next()?;
    let said = winner.notes.clone();
    let mut gave_way = Vec::new();
    // A sending that somebody has twice gives way to nothing.
    let ticket = winner.ticket;
    for sending in all.filter(|one| one.ticket != ticket) {
        for note in &sending.notes {
            if !winner.notes.contains(note) {
                winner.notes.push(*note);
            }
        }
        let is_covered = sending.notes.iter().all(|note| said.contains(note));
        gave_way.push(GaveWay {
            sending,
            is_covered,
        });
    }
    winner.notes.sort_unstable();
    Some((winner, gave_way))
}

/// A ticket of which another till sent something too, and whose sending counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentToo {
    /// The ticket that gave way.
    pub ticket: TicketId,
    /// The ticket that counts.
    pub counts: TicketId,
    /// Who sent what gave way.
    pub by: StaffId,
    /// A slip of the ticket that counts goes to a printer.
    pub has_slip: bool,
    /// That slip says all that the other one would say.
    pub is_covered: bool,
}

/// A line of which sendings met under one key. Where the tills had not the same units in mind, what
/// it wants is not what the kitchen was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outsent {
    /// The line.
    pub line: LineId,
    /// Tickets that gave way.
    pub tickets: Vec<TicketId>,
    /// Who sent the last of them.
    pub by: StaffId,
}

impl OrderDoc {
    /// Lines of which sendings met and this device is the one to see to: it sent the last that gave
    /// way. Where somebody added units and did not send yet, nobody sees to them: that sending will
    /// carry all that is left.
    pub fn outsent(&mut self, device: DeviceId) -> Vec<Outsent> {
        if self.entries().gave_way.is_empty() {
            return Vec::new();
        }
        let waits = self.changed_since_sent();
        let entries = self.entries();
        let mut lines: BTreeMap<LineId, Vec<(&String, &Sending)>> = BTreeMap::new();
        for (key, all) in &entries.gave_way {
            // Also where both said that the kitchen knew all: each may have had other units in mind.
            let all = all.iter().map(|one| &one.sending);
            let all = all.filter(|one| one.quantity != 0 || one.is_confirming());
            for one in all {
                lines.entry(one.line).or_default().push((key, one));
            }
        }
        let waits = |line: &LineId| {
            let mut waits = waits.iter();
            waits.any(|((waits, _), units)| waits == line && *units > 0)
        };
        lines.retain(|line, _| !waits(line));
        let row = |(line, all): (&LineId, &Vec<(&String, &Sending)>)| {
            let at = |one: &&(&String, &Sending)| (one.1.stamp.hlc, one.1.ticket);
            let (key, last) = all.iter().max_by_key(at)?;
            let outsent = Outsent {
                line: *line,
                tickets: all.iter().map(|(_, one)| one.ticket).collect(),
                by: last.stamp.by,
            };
            Some(((*key).clone(), last.ticket, outsent))
        };
        let mut all: Vec<_> = lines.iter().filter_map(row).collect();
        all.retain(|(key, last, _)| self.device_of_sending(key, *last) == Some(device));
        all.into_iter().map(|(.., outsent)| outsent).collect()
    }

    /// Lines of which this device told the kitchen last, and who did.
    pub fn told_last(&mut self, device: DeviceId) -> Vec<(LineId, StaffId)> {
        let mut last: BTreeMap<LineId, (&String, &Sending)> = BTreeMap::new();
        for (key, sending) in &self.entries().sends {
            let at = |one: &Sending| (one.stamp.hlc, one.ticket);
            let known = last.get(&sending.line);
            if known.is_none_or(|(_, known)| at(known) < at(sending)) {
                last.insert(sending.line, (key, sending));
            }
        }
        let row =
            |(key, one): (&String, &Sending)| (key.clone(), one.ticket, one.stamp.by, one.line);
        let mut last: Vec<_> = last.into_values().map(row).collect();
        last.retain(|(key, ticket, ..)| self.device_of_sending(key, *ticket) == Some(device));
        last.into_iter().map(|(.., by, line)| (line, by)).collect()
    }

    /// Lines of which a device changed the units after it sent them last, and by how many altogether.
    pub fn changed_since_sent(&mut self) -> BTreeMap<(LineId, DeviceId), i64> {
        let entries = self.entries();
        let changes = entries.quantities.iter();
        let changes = changes.map(|(id, one)| (id.to_string(), one.line, one.units, one.stamp.hlc));
        let changes: Vec<(String, LineId, i64, Hlc)> = changes.collect();
        let lines: BTreeSet<LineId> = changes.iter().map(|(_, line, ..)| *line).collect();
        let gave_way = entries.gave_way.iter();
        let gave_way =
            gave_way.flat_map(|(key, all)| all.iter().map(move |one| (key, &one.sending)));
        let sendings = entries
            .sends
            .iter()
            .chain(&entries.confirmed)
            .chain(gave_way);
        let sendings = sendings.filter(|(_, one)| lines.contains(&one.line));
        let sendings =
            sendings.map(|(key, one)| (key.clone(), one.ticket, one.line, one.stamp.hlc));
        let sendings: Vec<_> = sendings.collect();
        let mut sent: BTreeMap<(LineId, DeviceId), Hlc> = BTreeMap::new();
        for (key, ticket, line, at) in sendings {
            if let Some(device) = self.device_of_sending(&key, ticket) {
                let last = sent.entry((line, device)).or_default();
                *last = at.max(*last);
            }
        }
        let mut unsent: BTreeMap<(LineId, DeviceId), i64> = BTreeMap::new();
        for (key, line, units, at) in changes {
            if let Some(device) = self.device_of(Map::Quantities, &key)
                && sent.get(&(line, device)).is_none_or(|sent| *sent < at)
            {
                let all = unsent.entry((line, device)).or_default();
                *all = all.saturating_add(units);
            }
        }
        unsent
    }

    /// A line that was added here and that nobody sees any more: its last unit went before the kitchen
    /// had it.
    pub fn gone_line(&self, line: LineId) -> Option<Line> {
        fold::gone_line(self.entries(), line)
    }

    /// What gave way to what another till sent too, a row for each sending.
    pub fn sent_too(&self) -> Vec<SentToo> {
        let entries = self.entries();
        let rows = entries.gave_way.iter().filter_map(|(key, all)| {
            let counts = entries.sends.get(key)?;
            Some(all.iter().map(|one| SentToo {
                ticket: one.sending.ticket,
                counts: counts.ticket,
                by: one.sending.stamp.by,
                has_slip: counts.slip,
                is_covered: one.is_covered,
            }))
        });
        rows.flatten().collect()
    }

    /// Tickets that gave way and whose slips are out all the same.
    pub fn slips_out(&self) -> BTreeSet<TicketId> {
        slips_out(self.entries())
    }
}

fn slips_out(entries: &Entries) -> BTreeSet<TicketId> {
    let said = entries.said.values();
    said.filter_map(|said| match said.what {
        Saying::SlipOut { ticket } => Some(ticket),
        _ => None,
    })
    .collect()
}

/// Sendings that gave way and whose slips are out beside the slip that counts.
fn doubled(entries: &Entries) -> impl Iterator<Item = &Sending> {
    let out = slips_out(entries);
    let keys = entries.gave_way.iter();
    let with_slip = keys.filter(|(key, _)| entries.sends.get(*key).is_some_and(|one| one.slip));
    let all = with_slip.flat_map(|(_, all)| all).map(|one| &one.sending);
    all.filter(move |one| out.contains(&one.ticket))
}

/// How often a line was sent although the kitchen knew all of it.
pub(crate) fn confirmed(entries: &Entries, line: LineId) -> u32 {
    let all = || entries.confirmed.values().filter(|one| one.line == line);
    // The dishes of a combo go together.
    let first = all().map(|one| one.part).min();
    let times = all().filter(|one| Some(one.part) == first).count();
    u32::try_from(times).unwrap_or(u32::MAX)
}

/// Units of a line that stand on a second slip.
pub(crate) fn sent_twice(entries: &Entries, line: LineId) -> i64 {
    if entries.gave_way.is_empty() {
        return 0;
    }
    // The dishes of a combo go together: each has as many.
    let mut of_dish: BTreeMap<Option<u32>, i64> = BTreeMap::new();
    for one in doubled(entries).filter(|one| one.line == line) {
        let units = of_dish.entry(one.part).or_default();
        *units = units.saturating_add(one.quantity.saturating_abs());
    }
    of_dish.into_values().max().unwrap_or(0)
}

/// What stands on a slip that is out although its ticket gave way: units with their lines.
pub(crate) fn on_slip(entries: &Entries, ticket: TicketId) -> Vec<(i64, LineId)> {
    let all = doubled(entries).filter(|one| one.ticket == ticket);
    all.map(|one| (one.quantity, one.line)).collect()
}
