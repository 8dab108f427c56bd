//! What people see of an order, folded from the set of its entries.
//!
//! The result depends on which entries there are and on nothing else: not on the order in which
//! they came, nor on the device that looks.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use shared::{
    delivery::DeliverTo,
    ids::{EntryId, LineId, TicketId},
    kitchen::KitchenState,
    links::OrderLinks,
    menu::Course,
    order::{Line, LineFacts, Note, Order, PaymentHint, Ticket, TicketLine, Void},
    refund::RefundHint,
};

use crate::{
    adjust, card, closings,
    entries::{AddedLine, Entries, Moved, Register, Stamp},
    plans, replacing, said, seen, slips, tips,
    together::{self, Flow, LineFlow},
    transfer::MovedItem,
};

/// The order as its document alone says; none until the entry that opened it is here.
pub(crate) fn order(entries: &Entries) -> Option<Order> {
    let id = entries.opened.as_ref()?.order;
    let flow = together::flows(&[entries]).remove(&id);
    order_in(entries, &flow.unwrap_or_default())
}

/// The order with what transfers make of its lines.
pub(crate) fn order_in(entries: &Entries, flow: &Flow) -> Option<Order> {
    let opened = entries.opened.as_ref()?;
    let states = kitchen_states(entries);
    let home = entries.lines.iter();
    let home = home.map(|(id, line)| (*id, LineStart::added(line)));
    let came = flow.came.iter();
    let came = came.map(|(id, (item, stamp))| (*id, LineStart::came(item, stamp)));
    let mut lines: Vec<_> = home.chain(came).collect();
    lines.sort_by_key(|(id, line)| {
        let at = (line.stamp.hlc, *id);
        (replacing::place(entries, *id).unwrap_or(at), at)
    });
    let lines = lines.into_iter();
    let lines = lines.map(|(id, line)| fold_line(entries, flow, id, &line));
    // What the kitchen was told stays, so that the slip that stops it can name it.
    let told: BTreeSet<LineId> = entries.sends.values().map(|one| one.line).collect();
    let is_there = |line: &Line| !line.is_gone() || told.contains(&line.id);
    let mut lines: Vec<Line> = lines.filter(is_there).collect();
    replacing::mark_rivals(entries, &mut lines);
    let mut guests = opened.guests;
    let mut service = opened.service;
    let mut said_apart = false;
    for registered in entries.registers.values() {
        match registered.value {
            Register::Guests { guests: value } => guests = value,
            Register::Service { service: value } => service = value,
            Register::Seat { .. } | Register::Course { .. } => continue,
        }
        said_apart |= registered.contested;
    }
    let crossed = crossed(entries);
    Some(Order {
        id: opened.order,
        number: opened.number.clone(),
        opened_at_ms: opened.stamp.hlc.at_ms(),
        opened_by: opened.stamp.by,
        opened_on: opened.device,
        training: opened.training,
        service,
        table: table(entries),
        tab: tab(entries),
        guests,
        contested: said_apart || !crossed.is_empty() || said::is_time_dropped(entries),
        closed_at_ms: ended_at_ms(entries, flow, &lines),
        lines,
        tickets: tickets(entries, &states),
        payments: payments(entries),
        split: plans::split(entries),
        serving: said::serving(entries),
        refunds: refunds(entries),
        counted: closings::last_counted(entries),
        discounts: adjust::discounts(&entries.adjustments),
        discounted_apart: adjust::given_apart(&entries.adjustments),
        charge_waived: adjust::charge_waived(&entries.adjustments),
        deliver_to: deliver_to(entries),
        rules: opened.rules.clone(),
        links: OrderLinks {
            crossed,
            counted_twice: closings::counted_twice(entries),
            ..flow.links.clone()
        },
        seen: seen::seen(entries),
    })
}

/// When it was closed first, or joined into another with all that it had, or opened for units that
/// went back.
fn ended_at_ms(entries: &Entries, flow: &Flow, lines: &[Line]) -> Option<i64> {
    let closed = entries.closed.values();
    let closed = closed.map(|closed| closed.stamp.hlc.at_ms()).min();
    let is_empty = lines.iter().all(|line| line.quantity == 0);
    let joined = flow.links.joined_into.as_ref().filter(|_| is_empty);
    let is_unused = entries.lines.is_empty() && lines.is_empty() && entries.payments.is_empty();
    let went_back = flow.links.went_back.as_ref().filter(|_| is_unused);
    let ended = joined.or(went_back);
    closed.or_else(|| ended.map(|ended| ended.at_ms))
}

/// Where the guests sit.
pub(crate) fn table(entries: &Entries) -> Option<String> {
    let opened = entries.opened.as_ref()?;
    last_move(entries).map_or_else(|| opened.table.clone(), |(_, moved)| moved.table.clone())
}

/// The name of the tab; empty for none.
pub(crate) fn tab(entries: &Entries) -> String {
    let named = entries.tabs.iter();
    let named = named.max_by_key(|(id, named)| (named.stamp.hlc, **id));
    let opened = entries.opened.as_ref().map(|opened| &opened.tab);
    named
        .map(|(_, named)| &named.name)
        .or(opened)
        .cloned()
        .unwrap_or_default()
}

/// What a line begins with, wherever it comes from.
struct LineStart<'a> {
    facts: &'a LineFacts,
    seat: u32,
    course: Course,
    stamp: Stamp,
}

impl<'a> LineStart<'a> {
    const fn added(line: &'a AddedLine) -> Self {
        Self {
            facts: &line.facts,
            seat: line.seat,
            course: line.course,
            stamp: line.stamp,
        }
    }

    const fn came(item: &'a MovedItem, stamp: &Stamp) -> Self {
        Self {
            facts: &item.facts,
            seat: item.seat,
            course: item.course,
            stamp: *stamp,
        }
    }
}

/// One line of the order; none where it is not there or is gone.
pub(crate) fn line(entries: &Entries, id: LineId) -> Option<Line> {
    let lines = order(entries)?.lines;
    lines.into_iter().find(|line| line.id == id)
}

/// A line that was added here, where nobody sees it any more.
pub(crate) fn gone_line(entries: &Entries, id: LineId) -> Option<Line> {
    let added = entries.lines.get(&id)?;
    let order = entries.opened.as_ref()?.order;
    let flow = together::flows(&[entries]).remove(&order);
    let start = LineStart::added(added);
    Some(fold_line(entries, &flow.unwrap_or_default(), id, &start))
}

/// The move that decides where the guests sit.
pub(crate) fn last_move(entries: &Entries) -> Option<(&EntryId, &Moved)> {
    open_moves(entries).into_iter().next()
}

/// Moves that no other move followed, the one that counts first. Several of them crossed: people
/// see all, and the next move decides.
pub(crate) fn open_moves(entries: &Entries) -> Vec<(&EntryId, &Moved)> {
    let mut replaced: BTreeSet<EntryId> = BTreeSet::new();
    for (id, moved) in &entries.moves {
        let after = moved.after.as_ref().and_then(|key| key.parse().ok());
        let before = after.into_iter().chain(moved.seen.iter().copied());
        replaced.extend(before.filter(|other| other != id));
    }
    let is_open = |(id, _): &(&EntryId, &Moved)| !replaced.contains(*id);
    let mut open: Vec<_> = entries.moves.iter().filter(is_open).collect();
    if open.is_empty() {
        // Only moves that name each other in a circle do that; some move must count.
        open = entries.moves.iter().collect();
    }
    open.sort_by_key(|(id, moved)| Reverse((moved.stamp.hlc, **id)));
    open
}

/// The places that the guests were moved to by people who knew nothing of each other; none where
/// everybody means the same.
fn crossed(entries: &Entries) -> Vec<Option<String>> {
    let mut places: Vec<Option<String>> = Vec::new();
    for (_, moved) in open_moves(entries) {
        if !places.contains(&moved.table) {
            places.push(moved.table.clone());
        }
    }
    if places.len() > 1 { places } else { Vec::new() }
}

pub(crate) fn kitchen_states(entries: &Entries) -> BTreeMap<&str, KitchenState> {
    let mut states: BTreeMap<&str, KitchenState> = BTreeMap::new();
    for mark in entries.marks.values() {
        let state = states
            .entry(mark.key.as_str())
            .or_insert(KitchenState::SENT);
        *state = (*state).max(mark.state());
    }
    states
}

fn fold_line(entries: &Entries, flow: &Flow, id: LineId, start: &LineStart<'_>) -> Line {
    let nothing = LineFlow::default();
    let flow = flow.lines.get(&id).unwrap_or(&nothing);
    let (mut seat, mut course, mut contested) = (start.seat, start.course, false);
    for registered in entries.registers.values() {
        match registered.value {
            Register::Seat { line, seat: value } if line == id => seat = value,
            Register::Course {
                line,
                course: value,
            } if line == id => course = value,
            _ => continue,
        }
        contested |= registered.contested;
    }
    let is_new = start.facts.first_made().is_some() && flow.quantity > flow.sent;
    Line {
        id,
        facts: start.facts.clone(),
        quantity: flow.quantity,
        sent_quantity: flow.sent,
        held: is_new && said::line_held(entries, id, course),
        seat,
        course,
        replaces: replacing::stands_for(entries, id),
        notes: notes(entries, id, &flow.notes),
        voids: voids(entries, id),
        voided_twice: flow.voided_twice,
        // Two who changed it left two lines, which say so.
        taken_twice: if replacing::of(entries, id).len() > 1 {
            0
        } else {
            flow.taken_twice
        },
        voided_loaded: flow.voided_loaded,
        sent_twice: slips::sent_twice(entries, id),
        confirmed: slips::confirmed(entries, id),
        contested,
        by: start.stamp.by,
        at_ms: start.stamp.hlc.at_ms(),
        kitchen: flow.kitchen,
        moves: flow.moves.clone(),
    }
}

/// How many people want, before voids.
pub(crate) fn wanted(entries: &Entries, id: LineId, added: &AddedLine) -> i64 {
    let changes = entries.quantities.values();
    let changes = changes
        .filter(|change| change.line == id)
        .fold(0_i64, |sum, change| sum.saturating_add(change.units));
    added.quantity.saturating_add(changes).max(0)
}

fn voids(entries: &Entries, line: LineId) -> Vec<Void> {
    let mut voids: Vec<_> = entries
        .voids
        .iter()
        .filter(|(_, void)| void.line == line)
        .collect();
    voids.sort_by_key(|(id, void)| (void.stamp.hlc, **id));
    let void = |(id, void): (&EntryId, &crate::entries::LineVoid)| Void {
        id: *id,
        quantity: void.quantity,
        reason: void.reason.clone(),
        leftover: void.leftover,
        by: void.stamp.by,
        approved_by: void.stamp.approved_by,
        at_ms: void.stamp.hlc.at_ms(),
    };
    voids.into_iter().map(void).collect()
}

/// Notes on a line, those that came with it first.
pub(crate) fn notes(entries: &Entries, line: LineId, came: &[Note]) -> Vec<Note> {
    let sends = || entries.sends.values().filter(|sent| sent.line == line);
    let is_sent = |id: &EntryId| sends().any(|sent| sent.notes.contains(id));
    // What the kitchen got meanwhile stays, whoever took it back.
    let stands = |id: &EntryId| {
        let key = id.to_string();
        !entries.taken_back.values().any(|one| one.key == key) || is_sent(id)
    };
    let mut notes: Vec<_> = entries
        .notes
        .iter()
        .filter(|(id, note)| replacing::is_about(entries, note, line) && stands(id))
        .collect();
    notes.sort_by_key(|(id, note)| (note.stamp.hlc, **id));
    let note = |(id, note): (&EntryId, &crate::entries::LineNote)| Note {
        id: *id,
        text: note.text.clone(),
        allergy: note.allergy,
        by: note.stamp.by,
        sent: is_sent(id),
    };
    let own: Vec<Note> = notes.into_iter().map(note).collect();
    let mut all = together::joined_notes(came, &own);
    for note in &mut all {
        note.sent |= is_sent(&note.id);
    }
    all
}

fn tickets(entries: &Entries, states: &BTreeMap<&str, KitchenState>) -> Vec<Ticket> {
    let mut tickets: BTreeMap<TicketId, Ticket> = BTreeMap::new();
    for (key, sent) in &entries.sends {
        let ticket = tickets.entry(sent.ticket).or_insert_with(|| Ticket {
            id: sent.ticket,
            station: sent.station.clone(),
            kind: sent.kind,
            sent_at_ms: sent.stamp.hlc.at_ms(),
            by: sent.stamp.by,
            lines: Vec::new(),
        });
        ticket.lines.push(TicketLine {
            key: key.clone(),
            line: sent.line,
            part: sent.part,
            quantity: sent.quantity,
            state: states
                .get(key.as_str())
                .copied()
                .unwrap_or(KitchenState::SENT),
        });
    }
    let mut tickets: Vec<_> = tickets.into_values().collect();
    tickets.sort_by_key(|ticket| (ticket.sent_at_ms, ticket.id));
    tickets
}

fn payments(entries: &Entries) -> Vec<PaymentHint> {
    let mut payments: Vec<_> = entries.payments.iter().collect();
    payments.sort_by_key(|(id, payment)| (payment.stamp.hlc, **id));
    let hint = |(id, payment): (&shared::ids::FactId, &crate::entries::PaymentEntry)| {
        let (tip, tip_first) = tips::tip(entries, *id, payment);
        PaymentHint {
            fact: *id,
            tender: card::tender(
                payment.tender,
                payment.card.as_ref(),
                payment.named.as_ref(),
            ),
            named: payment.named.as_ref().map(|own| own.name.clone()),
            amount: payment.amount,
            tip,
            tip_first,
            tip_contested: tips::is_contested(entries, *id),
            tendered: payment.tendered,
            change: payment.change,
            rounding: payment.rounding,
            card: payment.card.clone(),
            at_ms: payment.stamp.hlc.at_ms(),
            device: payment.device,
            part: payment.part,
            settles: payment.settles,
            deposit: payment.deposit,
            paper: payment.paper.clone(),
            by: Some(payment.stamp.by),
        }
    };
    payments.into_iter().map(hint).collect()
}

fn refunds(entries: &Entries) -> Vec<RefundHint> {
    let mut refunds: Vec<_> = entries.refunds.iter().collect();
    refunds.sort_by_key(|(id, refund)| (refund.stamp.hlc, **id));
    let hint = |(id, refund): (&shared::ids::FactId, &crate::entries::RefundEntry)| RefundHint {
        fact: *id,
        of: refund.of,
        number: refund.number.clone(),
        lines: refund.lines.clone(),
        taxes: refund.taxes.clone(),
        amount: refund.amount,
        rounding: refund.rounding,
        deposit: refund.deposit,
        forfeited: refund.forfeited,
        tender: card::tender(refund.tender, refund.card.as_ref(), refund.named.as_ref()),
        named: refund.named.as_ref().map(|own| own.name.clone()),
        card: refund.card.clone(),
        reason: refund.reason.clone(),
        by: refund.stamp.by,
        approved_by: refund.stamp.approved_by,
        at_ms: refund.stamp.hlc.at_ms(),
        device: refund.device,
    };
    refunds.into_iter().map(hint).collect()
}

/// Whom the order is brought to: what was said last.
pub(crate) fn deliver_to(entries: &Entries) -> Option<DeliverTo> {
    let all = entries.deliveries.iter();
    let last = all.max_by_key(|(id, entry)| (entry.stamp.hlc, **id));
    last.map(|(_, entry)| entry.to.clone())
        .filter(|to| !to.is_empty())
}
