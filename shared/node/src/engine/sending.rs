//! Sending to the kitchen: only what is new, a ticket for each station.

use order_doc::{Edit, Sending, send_note_key, send_part_key};
use shared::{
    api::Problem,
    ids::{LineId, OrderId, StaffId, TicketId},
    kitchen::{PlannedLine, PlannedTicket, plan_confirming, plan_firing, plan_sending},
    order::{Line, TicketKind},
    staff::StaffMember,
};

use super::{Action, Engine, invalid, slips};

impl Engine {
    /// Sends what is new. Gives how many units and changes went, and to which stations.
    pub(super) fn send(
        &mut self,
        action: &mut Action,
        by: StaffId,
        id: OrderId,
    ) -> Result<(u32, Vec<String>), Problem> {
        let order = self.order(id)?;
        let planned = plan_sending(&order);
        let mut stations: Vec<String> = planned.iter().map(|one| one.station.clone()).collect();
        stations.dedup();
        self.send_planned(action, by, id, planned)?;
        self.confirm(action, by, id)?;
        Ok((order.unsent_count(), stations))
    }

    /// Whoever added a beer here and sent, where another took one off and did not send yet, found
    /// nothing to tell. When the other one stops a beer, this is how everybody knows that it was the
    /// wrong one: the stop and this meet as two sendings, and the till that gave way sends what is left.
    fn confirm(&mut self, action: &mut Action, by: StaffId, id: OrderId) -> Result<(), Problem> {
        let device = self.identity.device;
        let order = self.order(id)?;
        let doc = &mut self.live(id)?.doc;
        let changed = doc.changed_since_sent();
        let changed = changed.into_keys().filter(|(_, by)| *by == device);
        let line = |(id, _)| order.line(id).cloned().or_else(|| doc.gone_line(id));
        let changed: Vec<Line> = changed.filter_map(line).collect();
        let known = plan_confirming(&order, &changed);
        self.send_planned(action, by, id, known)
    }

    /// Tells the kitchen to stop making units of a line that were voided.
    pub(super) fn send_cancels(
        &mut self,
        action: &mut Action,
        member: &StaffMember,
        id: OrderId,
        line: LineId,
    ) -> Result<(), Problem> {
        let mut planned = only(line, plan_sending(&*self.order(id)?));
        planned.retain(|ticket| ticket.kind == TicketKind::Cancel);
        self.send_planned(action, member.id, id, planned)
    }

    /// Sends a line at once and nothing else, also where its course waits.
    pub(super) fn send_line(
        &mut self,
        action: &mut Action,
        member: &StaffMember,
        id: OrderId,
        line: LineId,
    ) -> Result<(), Problem> {
        let order = self.order(id)?;
        let held = plan_firing(&order, |one| one.id == line);
        let planned = only(line, plan_sending(&order));
        self.send_planned(
            action,
            member.id,
            id,
            planned.into_iter().chain(held).collect(),
        )
    }

    pub(super) fn send_planned(
        &mut self,
        action: &mut Action,
        by: StaffId,
        id: OrderId,
        planned: Vec<PlannedTicket>,
    ) -> Result<(), Problem> {
        let mut edits = Vec::new();
        let mut tickets = Vec::new();
        let training = self.order(id)?.training;
        for ticket in planned {
            let slip = !training && self.prints_slips_of(&ticket.station);
            let ticket_id = TicketId::from_bytes(self.source.id());
            let stamp = self.stamp(by);
            for line in ticket.lines {
                let key = key_of(&line);
                let sending = Sending {
                    line: line.line,
                    part: line.part,
                    quantity: line.quantity,
                    notes: line.notes,
                    ticket: ticket_id,
                    station: ticket.station.clone(),
                    kind: ticket.kind,
                    slip,
                    stamp,
                };
                edits.push(Edit::Send(key, sending));
            }
            tickets.push(ticket_id);
        }
        if edits.is_empty() {
            return Ok(());
        }
        self.edit(action, id, &edits)?;
        let order = self.order(id)?;
        for ticket in order
            .tickets
            .iter()
            .filter(|ticket| tickets.contains(&ticket.id))
        {
            self.queue_ticket(action, &order, ticket, slips::job_of(ticket.id))
                .map_err(|error| invalid("ticket", error.to_string()))?;
        }
        Ok(())
    }
}

/// What is sent has the same name on every device that sends the same.
fn key_of(line: &PlannedLine) -> String {
    let notes_alone = line.notes.iter().min().filter(|_| line.quantity == 0);
    match notes_alone {
        Some(note) => send_note_key(line.line, line.revision, line.part, *note),
        None => send_part_key(line.line, line.revision, line.part),
    }
}

/// What these tickets ask for one line.
pub(super) fn only(line: LineId, mut planned: Vec<PlannedTicket>) -> Vec<PlannedTicket> {
    for ticket in &mut planned {
        ticket.lines.retain(|one| one.line == line);
    }
    planned.retain(|ticket| !ticket.lines.is_empty());
    planned
}
