//! Several orders seen together: who has which units after all transfers between them.
//!
//! Nothing here depends on which document came first. Each line has the units that were added to it
//! or granted to it; voids take theirs first, then the transfers out of it in the order of their
//! stamps, and each grants what is left. `docs/transfers.md` says why.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    ids::{EntryId, LineId, OrderId},
    kitchen::KitchenState,
    links::{CameFrom, Joined, LineMoves, MovedUnits, OrderLinks, OtherOrder},
    order::{Note, Order},
};

use crate::{
    OrderDoc, closings,
    entries::Entries,
    fold,
    transfer::{MovedItem, Transfer},
};

/// Orders that are tied to each other, as people see them when all of them are known.
pub fn together(docs: &[&OrderDoc]) -> BTreeMap<OrderId, Order> {
    let entries: Vec<&Entries> = docs.iter().map(|doc| doc.entries()).collect();
    let mut flows = flows(&entries);
    let order = |entries: &&Entries| {
        let id = entries.opened.as_ref()?.order;
        let flow = flows.remove(&id).unwrap_or_default();
        Some((id, fold::order_in(entries, &flow)?))
    };
    entries.iter().filter_map(order).collect()
}

/// What transfers make of the lines of one order.
#[derive(Default)]
pub(crate) struct Flow {
    pub(crate) lines: BTreeMap<LineId, LineFlow>,
    /// The items of transfers that brought a line here, with when they did.
    pub(crate) came: BTreeMap<LineId, (MovedItem, crate::Stamp)>,
    pub(crate) links: OrderLinks,
}

/// What transfers make of one line.
#[derive(Clone, Default)]
pub(crate) struct LineFlow {
    pub(crate) quantity: i64,
    pub(crate) sent: i64,
    pub(crate) voided_twice: i64,
    pub(crate) taken_twice: i64,
    pub(crate) voided_loaded: i64,
    pub(crate) kitchen: Option<KitchenState>,
    pub(crate) moves: LineMoves,
    pub(crate) notes: Vec<Note>,
}

/// Whether a transfer counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Counts,
    /// Somebody took it back.
    TakenBack,
    /// The check was paid, or joined the other way, before whoever did that knew of it.
    Beaten,
}

type LineKey = (OrderId, LineId);
/// A transfer and the place of one of its items.
type ItemKey = (EntryId, usize);

/// What an item brings to the line that it makes.
#[derive(Clone)]
struct Grant {
    units: i64,
    sent: i64,
    kitchen: Option<KitchenState>,
    notes: Vec<Note>,
}

struct Known<'a> {
    orders: BTreeMap<OrderId, &'a Entries>,
    /// How far the kitchen is with what each order sent.
    states: BTreeMap<OrderId, BTreeMap<&'a str, KitchenState>>,
    /// All transfers in the order of their stamps, and whether each counts.
    transfers: Vec<(EntryId, &'a Transfer, Standing)>,
    /// Which item made a line that was not added where it is.
    made_by: BTreeMap<LineKey, (usize, usize)>,
    /// Items that leave a line, in the order of their stamps.
    leaving: BTreeMap<LineKey, Vec<(usize, usize)>>,
}

/// What transfers make of these orders.
pub(crate) fn flows(all: &[&Entries]) -> BTreeMap<OrderId, Flow> {
    let known = Known::new(all);
    let mut grants: BTreeMap<ItemKey, Grant> = BTreeMap::new();
    let mut flows: BTreeMap<OrderId, Flow> = BTreeMap::new();
    let homes = known.orders.iter();
    let homes = homes.flat_map(|(order, one)| one.lines.keys().map(|line| (*order, *line)));
    let mut pending: BTreeSet<LineKey> = homes.chain(known.made_by.keys().copied()).collect();
    while !pending.is_empty() {
        let is_ready = |key: &&LineKey| match known.source_of(**key) {
            Some(source) => !pending.contains(&source),
            None => true,
        };
        let mut ready: Vec<LineKey> = pending.iter().filter(is_ready).copied().collect();
        if ready.is_empty() {
            // Only lines that somebody wrote as a ring; they hold nothing.
            ready = pending.iter().copied().collect();
        }
        for key in ready {
            pending.remove(&key);
            let flow = known.line(key, &mut grants);
            let of_order = flows.entry(key.0).or_default();
            if let Some((_, item, transfer)) = known.maker_of(key) {
                of_order.came.insert(key.1, (item.clone(), transfer.stamp));
            }
            of_order.lines.insert(key.1, flow);
        }
    }
    for order in known.orders.keys() {
        flows.entry(*order).or_default().links = known.links(*order);
    }
    flows
}

impl<'a> Known<'a> {
    fn new(all: &[&'a Entries]) -> Self {
        let opened = |one: &&'a Entries| Some((one.opened.as_ref()?.order, *one));
        let orders: BTreeMap<OrderId, &Entries> = all.iter().filter_map(opened).collect();
        let mut by_id: BTreeMap<EntryId, &Transfer> = BTreeMap::new();
        for (id, transfer) in orders.values().flat_map(|one| &one.transfers) {
            by_id.entry(*id).or_insert(transfer);
        }
        let mut transfers: Vec<_> = by_id.into_iter().collect();
        transfers.sort_by_key(|(id, transfer)| (transfer.stamp.hlc, *id));
        let states = orders.iter();
        let states = states.map(|(id, one)| (*id, fold::kitchen_states(one)));
        let mut known = Self {
            states: states.collect(),
            transfers: judged(&orders, transfers),
            orders,
            made_by: BTreeMap::new(),
            leaving: BTreeMap::new(),
        };
        known.index();
        known
    }

    fn index(&mut self) {
        for (place, (_, transfer, standing)) in self.transfers.iter().enumerate() {
            for (at, item) in transfer.items.iter().enumerate() {
                let reached = self.orders.get(&transfer.to);
                if reached.is_some_and(|to| !to.lines.contains_key(&item.as_line)) {
                    let key = (transfer.to, item.as_line);
                    self.made_by.entry(key).or_insert((place, at));
                }
                if *standing == Standing::Counts && self.orders.contains_key(&transfer.from) {
                    let key = (transfer.from, item.line);
                    self.leaving.entry(key).or_default().push((place, at));
                }
            }
        }
    }

    fn item(&self, (place, at): (usize, usize)) -> Option<(ItemKey, &'a MovedItem, &'a Transfer)> {
        let (id, transfer, _) = self.transfers.get(place)?;
        Some(((*id, at), transfer.items.get(at)?, transfer))
    }

    fn maker_of(&self, key: LineKey) -> Option<(ItemKey, &'a MovedItem, &'a Transfer)> {
        self.item(*self.made_by.get(&key)?)
    }

    /// The line out of which this one was made, where it is known here.
    fn source_of(&self, key: LineKey) -> Option<LineKey> {
        let (_, item, transfer) = self.maker_of(key)?;
        let source = (transfer.from, item.line);
        let is_added = || {
            let from = self.orders.get(&source.0);
            from.is_some_and(|from| from.lines.contains_key(&source.1))
        };
        (self.made_by.contains_key(&source) || is_added()).then_some(source)
    }

    /// What a line begins with.
    fn grant(&self, key: LineKey, grants: &BTreeMap<ItemKey, Grant>) -> Grant {
        let nothing = Grant {
            units: 0,
            sent: 0,
            kitchen: None,
            notes: Vec::new(),
        };
        let Some((id, item, _)) = self.maker_of(key) else {
            let added = self
                .orders
                .get(&key.0)
                .and_then(|one| one.lines.get(&key.1));
            let units = added.map_or(0, |added| added.quantity);
            return Grant { units, ..nothing };
        };
        let standing = self.made_by.get(&key).and_then(|(place, _)| {
            let (_, _, standing) = self.transfers.get(*place)?;
            Some(*standing)
        });
        if standing != Some(Standing::Counts) {
            return nothing;
        }
        if self.source_of(key).is_some() {
            return grants.get(&id).cloned().unwrap_or(nothing);
        }
        // The other order is not here: its half is believed.
        Grant {
            units: item.units.max(0),
            sent: item.sent.clamp(0, item.units.max(0)),
            kitchen: item.kitchen,
            notes: item.notes.clone(),
        }
    }

    /// What a line has, and what it grants to others.
    fn line(&self, key: LineKey, grants: &mut BTreeMap<ItemKey, Grant>) -> LineFlow {
        let Some(entries) = self.orders.get(&key.0) else {
            return LineFlow::default();
        };
        let begin = self.grant(key, grants);
        let mut own = self.own(entries, key);
        let voided_loaded = own.keep_loaded(entries, key.1).min(begin.units);
        let summed = begin.units.saturating_add(own.changes);
        let wanted = summed.max(0);
        let mut left = wanted.saturating_sub(own.voided).max(0);
        let kitchen = [own.kitchen, begin.kitchen.filter(|_| begin.sent > 0)];
        let kitchen = kitchen.into_iter().flatten().min_by_key(|one| one.rank);
        let mut flow = LineFlow {
            voided_twice: own.voided.saturating_sub(wanted).max(0),
            // Of a line that did not come here nothing was taken twice.
            taken_twice: if begin.units > 0 {
                wanted.saturating_sub(summed)
            } else {
                0
            },
            voided_loaded,
            kitchen,
            notes: begin.notes.clone(),
            ..LineFlow::default()
        };
        let mut outs = Vec::new();
        for (id, item, transfer) in self.leaving_items(key) {
            if !self.orders.contains_key(&transfer.to) {
                flow.moves.leaving = flow.moves.leaving.saturating_add(item.units.max(0));
                continue;
            }
            let units = item.units.clamp(0, left);
            left -= units;
            outs.push((id, item, transfer, units, 0));
        }
        flow.moves.leaving = flow.moves.leaving.min(left);
        flow.quantity = left;
        let sent = own.sent.saturating_add(begin.sent);
        let gone = spread_sent(sent, left, &mut outs);
        flow.sent = sent - gone;
        let notes = fold::notes(entries, key.1, &begin.notes);
        for (id, item, transfer, units, sent) in outs {
            let grant = Grant {
                units,
                sent,
                kitchen: [kitchen, item.kitchen].into_iter().flatten().max(),
                notes: joined_notes(&item.notes, &notes),
            };
            grants.insert(id, grant);
            if units > 0 {
                flow.moves.to.push(MovedUnits {
                    transfer: id.0,
                    to: self.other(transfer.to, &transfer.to_number),
                    units,
                });
            }
        }
        flow.moves.from = self.came_from(key, begin.units);
        flow
    }

    fn own(&self, entries: &Entries, (order, line): LineKey) -> Own {
        let sum = |all: &mut dyn Iterator<Item = i64>| all.fold(0, i64::saturating_add);
        let changes = entries.quantities.values();
        let mut changes = changes.filter(|one| one.line == line).map(|one| one.units);
        let voids = entries.voids.values();
        let mut voids = voids.filter(|one| one.line == line).map(|one| one.quantity);
        let sends = || entries.sends.iter().filter(|(_, one)| one.line == line);
        // The dishes of a combo go together, so the first of them says how many went.
        let first = sends().map(|(_, one)| one.part).min();
        let of_first = sends().filter(|(_, one)| Some(one.part) == first);
        let states = self.states.get(&order);
        let state = |key: &str| states.and_then(|all| all.get(key)).copied();
        let made = sends().filter(|(_, one)| one.quantity > 0);
        Own {
            changes: sum(&mut changes),
            voided: sum(&mut voids),
            sent: sum(&mut of_first.map(|(_, one)| one.quantity)),
            kitchen: made
                .map(|(key, _)| state(key).unwrap_or(KitchenState::SENT))
                .min_by_key(|state| state.rank),
        }
    }

    fn leaving_items(
        &self,
        key: LineKey,
    ) -> impl Iterator<Item = (ItemKey, &'a MovedItem, &'a Transfer)> + '_ {
        let places = self.leaving.get(&key).into_iter().flatten();
        places.filter_map(|place| self.item(*place))
    }

    fn came_from(&self, key: LineKey, units: i64) -> Option<CameFrom> {
        let (place, _) = self.made_by.get(&key)?;
        let (id, transfer, standing) = self.transfers.get(*place)?;
        let (_, item, _) = self.maker_of(key)?;
        (*standing != Standing::TakenBack).then(|| CameFrom {
            transfer: *id,
            from: self.other(transfer.from, &transfer.from_number),
            line: item.line,
            units,
            short: item.units.max(0) - units,
        })
    }

    fn other(&self, id: OrderId, number: &str) -> OtherOrder {
        let entries = self.orders.get(&id);
        OtherOrder {
            id,
            number: number.to_owned(),
            table: entries.and_then(|one| fold::table(one)),
            tab: entries.map_or_else(String::new, |one| fold::tab(one)),
        }
    }

    fn links(&self, order: OrderId) -> OrderLinks {
        let mut links = OrderLinks::default();
        for (id, transfer, standing) in &self.transfers {
            let (other, number) = match (transfer.from == order, transfer.to == order) {
                (true, false) => (transfer.to, &transfer.to_number),
                (false, true) => (transfer.from, &transfer.from_number),
                _ => continue,
            };
            if !links.partners.contains(&other) {
                links.partners.push(other);
            }
            let joined = || Joined {
                transfer: *id,
                other: self.other(other, number),
                at_ms: transfer.stamp.hlc.at_ms(),
            };
            if *standing == Standing::TakenBack && transfer.opens && transfer.to == order {
                links.went_back = Some(joined());
            }
            if *standing != Standing::Counts {
                continue;
            }
            if transfer.to == order {
                links.joined.extend(transfer.joins.then(joined));
            } else if self.orders.contains_key(&other) {
                links.sent_away.push(*id);
                if transfer.joins {
                    links.joined_into = Some(joined());
                }
            }
        }
        links.partners.sort_unstable();
        links
    }
}

/// Whether each transfer counts: nobody took it back, the check that it left was not paid by
/// somebody who knew nothing of it, and no earlier joining goes the other way.
fn judged<'a>(
    orders: &BTreeMap<OrderId, &'a Entries>,
    transfers: Vec<(EntryId, &'a Transfer)>,
) -> Vec<(EntryId, &'a Transfer, Standing)> {
    let taken: BTreeSet<&str> = orders
        .values()
        .flat_map(|one| one.taken_back.values())
        .map(|one| one.key.as_str())
        .collect();
    let is_paid = |id: EntryId, from: OrderId| {
        let closed = orders.get(&from).map(|one| &one.closed);
        let knew = |one: &crate::Closed| one.sent_away.contains(&id);
        closed.is_some_and(|all| !all.is_empty() && !all.values().any(knew))
    };
    let mut joins: BTreeMap<OrderId, Vec<OrderId>> = BTreeMap::new();
    let mut judge = |id: EntryId, transfer: &Transfer| {
        if taken.contains(id.to_string().as_str()) {
            return Standing::TakenBack;
        }
        let turns = transfer.joins && leads(&joins, transfer.to, transfer.from);
        if transfer.from == transfer.to || is_paid(id, transfer.from) || turns {
            return Standing::Beaten;
        }
        if transfer.joins {
            joins.entry(transfer.from).or_default().push(transfer.to);
        }
        Standing::Counts
    };
    transfers
        .into_iter()
        .map(|(id, transfer)| (id, transfer, judge(id, transfer)))
        .collect()
}

/// Joinings lead from one order to the other.
fn leads(joins: &BTreeMap<OrderId, Vec<OrderId>>, from: OrderId, to: OrderId) -> bool {
    let (mut next, mut seen) = (vec![from], BTreeSet::new());
    while let Some(order) = next.pop() {
        if order == to {
            return true;
        }
        if seen.insert(order) {
            next.extend(joins.get(&order).into_iter().flatten());
        }
    }
    false
}

/// Gives the units that the kitchen has to whoever has the dishes now. Gives how many went.
///
/// Each transfer takes what it was said to take, the line keeps what it needs, and what is left
/// over follows the units too: somebody sent them while somebody else moved them.
fn spread_sent(
    sent: i64,
    left: i64,
    outs: &mut [(ItemKey, &MovedItem, &Transfer, i64, i64)],
) -> i64 {
    let mut free = sent.max(0);
    for (_, item, _, units, with) in outs.iter_mut() {
        *with = item.sent.clamp(0, *units).min(free);
        free -= *with;
    }
    free -= left.min(free);
    for (.., units, with) in outs.iter_mut() {
        let more = (*units - *with).min(free);
        *with += more;
        free -= more;
    }
    outs.iter().map(|(.., with)| *with).sum()
}

/// What an order's own entries say of a line.
struct Own {
    changes: i64,
    voided: i64,
    sent: i64,
    kitchen: Option<KitchenState>,
}

impl Own {
    /// What was put onto a gift card stays on the check, whoever took its line off meanwhile. Gives
    /// how many units somebody took off.
    fn keep_loaded(&mut self, entries: &Entries, line: LineId) -> i64 {
        if !closings::has_loaded(entries, line) {
            return 0;
        }
        let off = self.voided.saturating_sub(self.changes.min(0));
        self.voided = 0;
        self.changes = self.changes.max(0);
        off
    }
}

/// Notes of both, each once; whoever says that the kitchen has one is right.
pub(crate) fn joined_notes(first: &[Note], second: &[Note]) -> Vec<Note> {
    let mut all = first.to_vec();
    for note in second {
        match all.iter_mut().find(|one| one.id == note.id) {
            Some(known) => known.sent |= note.sent,
            None => all.push(note.clone()),
        }
    }
    all
}
