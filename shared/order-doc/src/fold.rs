//! What people see of an order, folded from the set of its entries.
//!
//! The result depends on which entries there are and on nothing else: not on the order in which
//! they came, nor on the device that looks.

use std::collections::BTreeMap;

use shared::{
    ids::{EntryId, LineId, TicketId},
    kitchen::KitchenState,
    order::{Counted, Line, Note, Order, PaymentHint, Ticket, TicketLine, Void},
    refund::RefundHint,
};

use crate::{
    adjust,
    entries::{AddedLine, Entries, Moved, Register, Sending},
    plans, said,
};

/// The order; none until the entry that opened it is here.
pub(crate) fn order(entries: &Entries) -> Option<Order> {
    let opened = entries.opened.as_ref()?;
    let states = kitchen_states(entries);
    let mut added: Vec<_> = entries.lines.iter().collect();
    added.sort_by_key(|(id, line)| (line.stamp.hlc, **id));
    let lines = added
        .into_iter()
        .map(|(id, line)| fold_line(entries, &states, *id, line));
    let mut guests = opened.guests;
    let mut service = opened.service;
    for registered in entries.registers.values() {
        match registered.value {
            Register::Guests { guests: value } => guests = value,
            Register::Service { service: value } => service = value,
            Register::Seat { .. } | Register::Course { .. } => {}
        }
    }
    let moved = last_move(entries);
    Some(Order {
        id: opened.order,
        number: opened.number.clone(),
        opened_at_ms: opened.stamp.hlc.at_ms(),
        opened_by: opened.stamp.by,
        opened_on: opened.device,
        training: opened.training,
        service,
        table: moved.map_or_else(|| opened.table.clone(), |(_, moved)| moved.table.clone()),
        tab: opened.tab.clone(),
        guests,
        contested: moved.is_some_and(|(id, moved)| crossed(entries, *id, moved)),
        lines: lines.filter(|line| !line.is_gone()).collect(),
        tickets: tickets(entries, &states),
        payments: payments(entries),
        split: plans::split(entries),
        serving: said::serving(entries),
        refunds: refunds(entries),
        counted: last_counted(entries),
        discounts: adjust::discounts(&entries.adjustments),
        charge_waived: adjust::charge_waived(&entries.adjustments),
        rules: opened.rules,
        closed_at_ms: entries
            .closed
            .values()
            .map(|closed| closed.stamp.hlc.at_ms())
            .min(),
    })
}

/// One line of the order; none where it is not there or is gone.
pub(crate) fn line(entries: &Entries, id: LineId) -> Option<Line> {
    entries.opened.as_ref()?;
    let added = entries.lines.get(&id)?;
    let line = fold_line(entries, &kitchen_states(entries), id, added);
    (!line.is_gone()).then_some(line)
}

/// The move that decides where the guests sit.
pub(crate) fn last_move(entries: &Entries) -> Option<(&EntryId, &Moved)> {
    entries
        .moves
        .iter()
        .max_by_key(|(id, moved)| (moved.stamp.hlc, **id))
}

/// Somebody else moved the same guests elsewhere without having seen this move.
fn crossed(entries: &Entries, id: EntryId, winner: &Moved) -> bool {
    entries.moves.iter().any(|(other, moved)| {
        *other != id && moved.after == winner.after && moved.table != winner.table
    })
}

fn kitchen_states(entries: &Entries) -> BTreeMap<&str, KitchenState> {
    let mut states: BTreeMap<&str, KitchenState> = BTreeMap::new();
    for mark in entries.marks.values() {
        let state = states
            .entry(mark.key.as_str())
            .or_insert(KitchenState::SENT);
        *state = (*state).max(mark.state());
    }
    states
}

fn fold_line(
    entries: &Entries,
    states: &BTreeMap<&str, KitchenState>,
    id: LineId,
    added: &AddedLine,
) -> Line {
    let sends: Vec<_> = entries
        .sends
        .iter()
        .filter(|(_, sent)| sent.line == id)
        .collect();
    let changes: i64 = entries
        .quantities
        .values()
        .filter(|change| change.line == id)
        .fold(0, |sum, change| sum.saturating_add(change.units));
    let wanted = added.quantity.saturating_add(changes).max(0);
    let voids = voids(entries, id);
    let voided = voids
        .iter()
        .fold(0_i64, |sum, void| sum.saturating_add(void.quantity));
    let (mut seat, mut course, mut contested) = (added.seat, added.course, false);
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
    let state_of = |key: &String| {
        states
            .get(key.as_str())
            .copied()
            .unwrap_or(KitchenState::SENT)
    };
    let quantity = wanted.saturating_sub(voided).max(0);
    let sent_quantity = sends
        .iter()
        .fold(0_i64, |sum, (_, sent)| sum.saturating_add(sent.quantity));
    let is_new = added.facts.station.is_some() && quantity > sent_quantity;
    Line {
        id,
        facts: added.facts.clone(),
        quantity,
        sent_quantity,
        held: is_new && said::line_held(entries, id, course),
        seat,
        course,
        notes: notes(entries, id, &sends),
        voids,
        voided_twice: voided.saturating_sub(wanted).max(0),
        contested,
        by: added.stamp.by,
        at_ms: added.stamp.hlc.at_ms(),
        kitchen: sends
            .iter()
            .filter(|(_, sent)| sent.quantity > 0)
            .map(|(key, _)| state_of(key))
            .min_by_key(|state| state.rank),
    }
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
        by: void.stamp.by,
        approved_by: void.stamp.approved_by,
        at_ms: void.stamp.hlc.at_ms(),
    };
    voids.into_iter().map(void).collect()
}

fn notes(entries: &Entries, line: LineId, sends: &[(&String, &Sending)]) -> Vec<Note> {
    // What the kitchen got meanwhile stays, whoever took it back.
    let stands = |id: &EntryId| {
        let is_sent = || sends.iter().any(|(_, sent)| sent.notes.contains(id));
        let key = id.to_string();
        !entries.taken_back.values().any(|one| one.key == key) || is_sent()
    };
    let mut notes: Vec<_> = entries
        .notes
        .iter()
        .filter(|(id, note)| note.line == line && stands(id))
        .collect();
    notes.sort_by_key(|(id, note)| (note.stamp.hlc, **id));
    let note = |(id, note): (&EntryId, &crate::entries::LineNote)| Note {
        id: *id,
        text: note.text.clone(),
        allergy: note.allergy,
        by: note.stamp.by,
        sent: sends.iter().any(|(_, sent)| sent.notes.contains(id)),
    };
    notes.into_iter().map(note).collect()
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
    let hint = |(id, payment): (&shared::ids::FactId, &crate::entries::PaymentEntry)| PaymentHint {
        fact: *id,
        tender: payment.tender,
        amount: payment.amount,
        tip: payment.tip,
        tendered: payment.tendered,
        change: payment.change,
        rounding: payment.rounding,
        at_ms: payment.stamp.hlc.at_ms(),
        device: payment.device,
        part: payment.part,
        settles: payment.settles,
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
        tender: refund.tender,
        reason: refund.reason.clone(),
        by: refund.stamp.by,
        approved_by: refund.stamp.approved_by,
        at_ms: refund.stamp.hlc.at_ms(),
        device: refund.device,
    };
    refunds.into_iter().map(hint).collect()
}

/// What the last closing counted.
fn last_counted(entries: &Entries) -> Option<Counted> {
    let last = entries
        .closed
        .values()
        .max_by_key(|closed| (closed.stamp, closed.fact));
    last.and_then(|closed| closed.counted.clone())
}
