//! What of a person's last actions can honestly be taken back: nothing that the kitchen has, and
//! nothing that somebody else has changed since.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use shared::{
    delivery::DeliverTo,
    ids::{EntryId, LineId, StaffId},
    menu::Service,
    order::Line,
};

use crate::{
    Adjusted, Adjustment, adjust,
    entries::{Entries, Moved, Register, SplitPlan, Stamp},
    fold, plans, replacing,
    said::{self, Saying},
};

/// Nobody takes back more of their actions on one order than these.
const ACTIONS_MAX: usize = 10;

/// Something that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undoable {
    /// Key of the entry.
    pub key: String,
    /// What it was: `added`, `changed`, `quantity`, `note`, `seat`, `course`, `guests`, `service`,
    /// `moved`, `transfer`, `join`, `tab`, `held`, `released`, `unscheduled`, `discount`,
    /// `charge_waived`, `taken_back`, `split`, `deliver_to`, `seen`; for `course_held` and
    /// `course_released` the name is the course's word, for `scheduled` a time in milliseconds.
    pub what: &'static str,
    /// On what: the name of a line, a number of guests, a table.
    pub name: String,
    /// How it is taken back.
    pub back: Back,
}

/// How something is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Back {
    /// So many units of each line go again, or come back where below zero: what a line was changed
    /// into goes, and the line as it was comes back. With the key of each entry.
    Units(Vec<(String, LineId, i64)>),
    /// These entries count no more: a note, or all that was said at once.
    Entries(Vec<EntryId>),
    /// The register gets the value that it had before.
    Set(Register),
    /// The guests sit where they sat before.
    Move(Option<String>),
    /// The transfer counts no more, in both documents.
    Transfer(EntryId),
    /// The tab is called so again.
    Tab(String),
    /// It is brought there again; to nobody where nothing was said before.
    Deliver(DeliverTo),
    /// The discount or the waived charge counts no more; what took one off counts no more.
    Adjust,
    /// It is split as this plan says again; one check again where there was none.
    Split(Option<EntryId>),
}

/// Keys of all that was taken back.
pub(crate) fn taken_back(entries: &Entries) -> BTreeSet<&str> {
    let units = entries.quantities.values().map(|one| &one.undoes);
    let moves = entries.moves.values().map(|one| &one.undoes);
    let sets = entries.sets.values().map(|one| &one.undoes);
    let tabs = entries.tabs.values().map(|one| &one.undoes);
    let plans = entries.plans.values().map(|one| &one.undoes);
    let brought = entries.deliveries.values().map(|one| &one.undoes);
    let all = units.chain(moves).chain(sets).chain(tabs).chain(plans);
    let all = all.chain(brought);
    let by_kind = all.filter_map(Option::as_deref);
    let rest = entries.taken_back.values().map(|one| one.key.as_str());
    let adjusted = adjust::undone(&entries.adjustments);
    by_kind.chain(rest).chain(adjusted).collect()
}

pub(crate) fn last_undoable(entries: &Entries, by: StaffId) -> Option<Undoable> {
    let mut own = actions(entries);
    own.retain(|(stamp, ..)| stamp.by == by);
    own.sort_by_key(|(stamp, ..)| Reverse(*stamp));
    let taken = taken_back(entries);
    let (_, key, action) = own
        .into_iter()
        .take(ACTIONS_MAX)
        .find(|(_, key, _)| !taken.contains(key.as_str()))?;
    honest(entries, key, action)
}

/// An action as the entries have it.
enum Action<'a> {
    Units(&'static str, Vec<(String, LineId, i64)>),
    Note(EntryId),
    Said(Vec<(EntryId, &'a Saying)>),
    Set(&'a Register, &'a Register),
    Move(EntryId),
    Transfer(EntryId),
    Tab(EntryId),
    Deliver(EntryId),
    Seen(EntryId),
    Adjust(&'a Adjusted),
    Split(EntryId, &'a SplitPlan),
}

/// All that can be taken back while nobody did anything after it. What took something back is no
/// action of its own.
fn actions(entries: &Entries) -> Vec<(Stamp, String, Action<'_>)> {
    let mut all = Vec::new();
    for (id, line) in &entries.lines {
        let key = id.to_string();
        let mut parts = vec![(key.clone(), *id, line.quantity)];
        let mut what = "added";
        if line.replaces.is_some() {
            what = "changed";
            parts = replacing::parts(entries, line.stamp);
        }
        all.push((line.stamp, key, Action::Units(what, parts)));
    }
    for (id, change) in &entries.quantities {
        if change.undoes.is_none() && !replacing::is_part_of_one(entries, change) {
            let parts = vec![(id.to_string(), change.line, change.units)];
            all.push((
                change.stamp,
                id.to_string(),
                Action::Units("quantity", parts),
            ));
        }
    }
    for (id, note) in &entries.notes {
        // A note that came with its line goes with it.
        let with_line = entries.lines.get(&note.line).map(|line| line.stamp);
        if with_line != Some(note.stamp) {
            all.push((note.stamp, id.to_string(), Action::Note(*id)));
        }
    }
    for (id, set) in &entries.sets {
        if set.undoes.is_none() {
            all.push((set.stamp, id.to_string(), Action::Set(&set.to, &set.from)));
        }
    }
    for (id, moved) in &entries.moves {
        if moved.undoes.is_none() {
            all.push((moved.stamp, id.to_string(), Action::Move(*id)));
        }
    }
    for (id, named) in &entries.tabs {
        if named.undoes.is_none() {
            all.push((named.stamp, id.to_string(), Action::Tab(*id)));
        }
    }
    for (id, transfer) in &entries.transfers {
        all.push((transfer.stamp, id.to_string(), Action::Transfer(*id)));
    }
    for (id, brought) in &entries.deliveries {
        if brought.undoes.is_none() {
            all.push((brought.stamp, id.to_string(), Action::Deliver(*id)));
        }
    }
    let seen = entries.seen.iter();
    all.extend(seen.map(|(id, one)| (one.stamp, id.to_string(), Action::Seen(*id))));
    about_sayings(entries, &mut all);
    about_price(entries, &mut all);
    all
}

/// What somebody said. A course that was held took its lines along under the same stamp: that is one
/// action, and goes back as one.
fn about_sayings<'a>(entries: &'a Entries, all: &mut Vec<(Stamp, String, Action<'a>)>) {
    let mut at_once: BTreeMap<Stamp, Vec<(EntryId, &Saying)>> = BTreeMap::new();
    for (id, said) in &entries.said {
        // What came with moved dishes, or with a changed one, goes with them.
        let mut came = entries.transfers.values();
        let mut changed = entries.lines.values().filter(|one| one.replaces.is_some());
        if came.any(|one| one.stamp == said.stamp) || changed.any(|one| one.stamp == said.stamp) {
            continue;
        }
        if said_word(&said.what).is_some() {
            at_once
                .entry(said.stamp)
                .or_default()
                .push((*id, &said.what));
        }
    }
    let is_back = |id: EntryId| {
        let key = id.to_string();
        entries.taken_back.values().any(|one| one.key == key)
    };
    for (stamp, mut sayings) in at_once {
        // The course names the action, whichever of its lines it took along.
        sayings.sort_by_key(|(_, what)| matches!(what, Saying::LineHeld { .. }));
        // What somebody said anew stayed when the rest went back: it went back all the same.
        let back = sayings.iter().find(|(id, _)| is_back(*id));
        if let Some((named, _)) = back.or(sayings.first()) {
            all.push((stamp, named.to_string(), Action::Said(sayings)));
        }
    }
}

/// What people call it; none for what is not taken back.
const fn said_word(what: &Saying) -> Option<&'static str> {
    Some(match what {
        Saying::LineHeld { held: true, .. } => "held",
        Saying::LineHeld { held: false, .. } => "released",
        Saying::CourseHeld { held: true, .. } => "course_held",
        Saying::CourseHeld { held: false, .. } => "course_released",
        Saying::Server { .. } => "server",
        Saying::ReadyAt { waits: true, .. } => "scheduled",
        Saying::ReadyAt { at_ms: None, .. } => "unscheduled",
        // What was fired is cooked; a bill and a slip are out.
        Saying::CourseFired { .. }
        | Saying::ReadyAt { .. }
        | Saying::Billed { .. }
        | Saying::SlipOut { .. }
        | Saying::Unknown => return None,
    })
}

/// What somebody did to the price, and to how it is shared.
fn about_price<'a>(entries: &'a Entries, all: &mut Vec<(Stamp, String, Action<'a>)>) {
    for (key, adjusted) in &entries.adjustments {
        // What came with moved dishes goes with them.
        let mut transfers = entries.transfers.values();
        let came = transfers.any(|one| one.stamp.hlc == adjusted.stamp.hlc);
        if !adjusted.undoes && !came {
            all.push((adjusted.stamp, key.clone(), Action::Adjust(adjusted)));
        }
    }
    for (id, plan) in &entries.plans {
        if plan.undoes.is_none() {
            all.push((plan.stamp, id.to_string(), Action::Split(*id, plan)));
        }
    }
}

/// How it is taken back; none where that would not be honest any more.
fn honest(entries: &Entries, key: String, action: Action<'_>) -> Option<Undoable> {
    let name_of = |line| name_of(entries, line);
    let (what, name, back) = match action {
        Action::Units(what, parts) => {
            let line = units_off(entries, &parts)?;
            (what, name_of(line)?, Back::Units(parts))
        }
        Action::Note(id) => {
            let note = entries.notes.get(&id)?;
            let is_sent = entries.sends.values().any(|sent| sent.notes.contains(&id));
            if is_sent || fold::line(entries, note.line).is_none() {
                return None;
            }
            ("note", name_of(note.line)?, Back::Entries(vec![id]))
        }
        Action::Said(sayings) => said_back(entries, &sayings)?,
        Action::Set(to, from) => {
            let now = entries.registers.get(&to.key())?;
            if now.value != *to || now.contested {
                return None;
            }
            let (what, name) = set_word(entries, to)?;
            (what, name, Back::Set(from.clone()))
        }
        Action::Move(id) => {
            let (name, back) = moved_back(entries, id)?;
            ("moved", name, back)
        }
        Action::Tab(id) => {
            let (name, back) = named_back(entries, id)?;
            ("tab", name, back)
        }
        Action::Deliver(id) => {
            let (name, back) = brought_back(entries, id)?;
            ("deliver_to", name, back)
        }
        Action::Seen(id) => ("seen", String::new(), Back::Entries(vec![id])),
        Action::Transfer(id) => {
            let transfer = entries.transfers.get(&id)?;
            let order = entries.opened.as_ref()?.order;
            let other = if transfer.from == order {
                &transfer.to_number
            } else {
                &transfer.from_number
            };
            let what = if transfer.joins { "join" } else { "transfer" };
            (what, other.clone(), Back::Transfer(id))
        }
        Action::Adjust(adjusted) => {
            let (what, name) = adjusted_back(entries, &key, adjusted)?;
            (what, name, Back::Adjust)
        }
        Action::Split(id, plan) => {
            let back = split_back(entries, id, plan)?;
            ("split", plan.parts.len().to_string(), back)
        }
    };
    Some(Undoable {
        key,
        what,
        name,
        back,
    })
}

fn name_of(entries: &Entries, line: LineId) -> Option<String> {
    let facts = entries.facts_of(line)?;
    Some(facts.name.first.clone())
}

/// What a register is called, and what it was set to or on what.
fn set_word(entries: &Entries, to: &Register) -> Option<(&'static str, String)> {
    Some(match to {
        Register::Guests { guests } => ("guests", guests.to_string()),
        Register::Service { service } => ("service", service_word(*service).to_owned()),
        Register::Seat { line, .. } => ("seat", name_of(entries, *line)?),
        Register::Course { line, .. } => ("course", name_of(entries, *line)?),
    })
}

/// All that was said at once; what somebody said anew of a line since, or fired, stays as it is.
fn said_back(
    entries: &Entries,
    sayings: &[(EntryId, &Saying)],
) -> Option<(&'static str, String, Back)> {
    let (of_course, first) = sayings.first()?;
    if matches!(first, Saying::CourseHeld { .. }) {
        unsaid(entries, *of_course, first)?;
    }
    let can_go = |(id, what): &(EntryId, &Saying)| Some((*id, unsaid(entries, *id, what)?));
    let can_go: Vec<(EntryId, String)> = sayings.iter().filter_map(can_go).collect();
    let (_, name) = can_go.first()?.clone();
    let ids = can_go.into_iter().map(|(id, _)| id).collect();
    Some((said_word(first)?, name, Back::Entries(ids)))
}

/// The line that the units are of, where nobody has them who would lose them.
fn units_off(entries: &Entries, parts: &[(String, LineId, i64)]) -> Option<LineId> {
    for (_, line, units) in parts {
        let seen = fold::line(entries, *line);
        let short = |line: Line| line.quantity - units < line.sent_quantity.max(0);
        // A line that went altogether can come back.
        if entries.is_moved(*line) || seen.map_or(*units > 0, short) {
            return None;
        }
    }
    parts.first().map(|(_, line, _)| *line)
}

fn moved_back(entries: &Entries, id: EntryId) -> Option<(String, Back)> {
    if standing_move(entries)? != id {
        return None;
    }
    let moved = entries.moves.get(&id)?;
    let opened = entries.opened.as_ref()?;
    let table = move_before(entries, moved).map_or(&opened.table, |(_, before)| &before.table);
    let name = moved.table.clone().unwrap_or_default();
    Some((name, Back::Move(table.clone())))
}

/// The move by which the guests sit where they sit: what only took another one back leads to the one
/// before that.
fn standing_move(entries: &Entries) -> Option<EntryId> {
    let (id, moved) = fold::last_move(entries)?;
    let (mut id, mut moved) = (*id, moved);
    for _ in 0..entries.moves.len() {
        let Some(undone) = &moved.undoes else {
            return Some(id);
        };
        let undone = entries.moves.get(&undone.parse().ok()?)?;
        (id, moved) = move_before(entries, undone)?;
    }
    None
}

/// The move that whoever moved the guests had seen.
fn move_before<'a>(entries: &'a Entries, moved: &Moved) -> Option<(EntryId, &'a Moved)> {
    let id = moved.after.as_ref()?.parse().ok()?;
    entries.moves.get(&id).map(|before| (id, before))
}

fn named_back(entries: &Entries, id: EntryId) -> Option<(String, Back)> {
    let named = entries.tabs.get(&id)?;
    if named.name != fold::tab(entries) {
        return None;
    }
    // What came after it was taken back, or says the same.
    let at = (named.stamp.hlc, id);
    let tabs = entries.tabs.iter();
    let before = tabs.filter(|(other, one)| (one.stamp.hlc, **other) < at);
    let before = before.max_by_key(|(other, one)| (one.stamp.hlc, **other));
    let opened = &entries.opened.as_ref()?.tab;
    let name = before.map_or(opened, |(_, one)| &one.name);
    Some((named.name.clone(), Back::Tab(name.clone())))
}

/// Whom it was brought to before this was said, where nobody said anything else since.
fn brought_back(entries: &Entries, id: EntryId) -> Option<(String, Back)> {
    let said = entries.deliveries.get(&id)?;
    if said.to != fold::deliver_to(entries).unwrap_or_default() {
        return None;
    }
    // As with a name: what came after it was taken back, or says the same.
    let at = (said.stamp.hlc, id);
    let all = entries.deliveries.iter();
    let before = all.filter(|(other, one)| (one.stamp.hlc, **other) < at);
    let before = before.max_by_key(|(other, one)| (one.stamp.hlc, **other));
    let before = before.map(|(_, one)| one.to.clone()).unwrap_or_default();
    let texts = [&said.to.name, &said.to.address, &said.to.phone];
    let name = texts.into_iter().find(|text| !text.is_empty());
    Some((name.cloned().unwrap_or_default(), Back::Deliver(before)))
}

/// What stands of the price by this entry, with the line that it is about.
fn adjusted_back(
    entries: &Entries,
    key: &str,
    adjusted: &Adjusted,
) -> Option<(&'static str, String)> {
    let of_moved = |one: &Adjusted| match &one.what {
        Adjustment::Discount {
            line: Some(line), ..
        } => entries.is_moved(*line),
        _ => false,
    };
    // A discount went with the units of its line, and counts where they are.
    let about = match &adjusted.what {
        Adjustment::TakeBack { takes_back } => entries.adjustments.get(takes_back),
        _ => Some(adjusted),
    };
    if about.is_some_and(of_moved) || !adjust::stands(&entries.adjustments, key) {
        return None;
    }
    Some(match &adjusted.what {
        Adjustment::Discount { line, name, .. } => {
            let line = line.and_then(|line| entries.facts_of(line));
            let line = line.map(|facts| facts.name.first.clone());
            ("discount", line.unwrap_or_else(|| name.clone()))
        }
        Adjustment::WaiveCharge => ("charge_waived", String::new()),
        Adjustment::TakeBack { .. } => ("taken_back", String::new()),
    })
}

/// The plan before this one, where nobody paid or planned since.
fn split_back(entries: &Entries, id: EntryId, plan: &SplitPlan) -> Option<Back> {
    let counts = match plans::open(entries).as_slice() {
        [open] => plans::meant(entries, *open),
        _ => None,
    };
    let mut payments = entries.payments.values();
    let is_paid = payments.any(|paid| paid.stamp.hlc > plan.stamp.hlc);
    match plan.after.as_slice() {
        _ if counts != Some(id) || is_paid => None,
        [] => Some(Back::Split(None)),
        [before] => Some(Back::Split(plans::meant(entries, *before))),
        // It decided between several, which nobody should have to do again.
        _ => None,
    }
}

/// On what something was said, where nothing was said or done about it since.
fn unsaid(entries: &Entries, id: EntryId, what: &Saying) -> Option<String> {
    let open = said::open(entries, what.topic()?);
    if !matches!(open.as_slice(), [(only, _)] if **only == id) {
        return None;
    }
    match what {
        Saying::LineHeld { line, fired, .. } => {
            // Of a line that somebody took off meanwhile too: it may come back.
            let facts = entries.facts_of(*line)?;
            let is_over = said::times_fired(entries, *line) != *fired;
            (!is_over).then(|| facts.name.first.clone())
        }
        Saying::CourseHeld { course, .. } => Some(course.word().to_owned()),
        // The node knows the name.
        Saying::Server { server } => Some(server.to_string()),
        Saying::ReadyAt { at_ms, .. } => {
            Some(at_ms.map_or_else(String::new, |at_ms| at_ms.to_string()))
        }
        Saying::CourseFired { .. }
        | Saying::Billed { .. }
        | Saying::SlipOut { .. }
        | Saying::Unknown => None,
    }
}

pub(crate) const fn service_word(service: Service) -> &'static str {
    match service {
        Service::EatIn => "eat_in",
        Service::Takeaway => "takeaway",
        Service::Delivery => "delivery",
    }
}
