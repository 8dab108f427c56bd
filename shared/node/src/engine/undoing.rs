//! Taking back what a person did last, where that is honest.

use order_doc::{Back, Edit, QuantityChange, TakenBack, Undoable};
use shared::{
    api::Problem,
    ids::{EntryId, LineId, OrderId},
    staff::StaffMember,
};

use super::{Action, Engine, not_found};

impl Engine {
    /// The last thing that this person did to this order, where it can still be taken back.
    pub(super) fn undoable(
        &mut self,
        id: OrderId,
        member: &StaffMember,
    ) -> Result<Option<Undoable>, Problem> {
        let mut undoable = self.live(id)?.doc.last_undoable(member.id);
        if let Some(one) = &mut undoable
            && one.what == "server"
            && let Ok(server) = one.name.parse()
        {
            one.name = self.name_of(server);
        }
        if let Some(one) = &mut undoable
            && one.what == "scheduled"
            && let Ok(at_ms) = one.name.parse()
        {
            one.name = self.local_text(at_ms);
        }
        if let Some(Back::Transfer(transfer)) = undoable.as_ref().map(|one| &one.back)
            && !self.can_go_back(id, *transfer)?
        {
            return Ok(None);
        }
        Ok(undoable)
    }

    /// The same, with the order to show then: where this one was opened for what went back, the one
    /// that it went back to.
    pub(super) fn undo_and_show(
        &mut self,
        member: &StaffMember,
        id: OrderId,
    ) -> Result<(OrderId, Action), Problem> {
        let action = self.undo_last(member, id)?;
        let order = self.live(id)?.order.as_ref();
        let went_back = order.filter(|order| order.closed_at_ms.is_some());
        let went_back = went_back.and_then(|order| order.links.went_back.as_ref());
        Ok((went_back.map_or(id, |back| back.other.id), action))
    }

    /// Takes back the last thing that this person did to this order. Each thing goes once; it
    /// reaches ten actions back.
    pub(super) fn undo_last(
        &mut self,
        member: &StaffMember,
        id: OrderId,
    ) -> Result<Action, Problem> {
        let order = self.open_order(id)?;
        let undo = self
            .undoable(id, member)?
            .ok_or_else(|| not_found("undo"))?;
        match undo.back {
            Back::Units(parts) => {
                for line in parts.iter().filter_map(|(_, line, _)| order.line(*line)) {
                    self.may_change_gift(line)?;
                }
                let stamp = self.stamp(member.id);
                let back = |(key, line, units): (String, LineId, i64)| {
                    let change = QuantityChange {
                        line,
                        units: -units,
                        undoes: Some(key),
                        stamp,
                    };
                    Edit::ChangeQuantity(self.entry_id(), change)
                };
                let edits: Vec<_> = parts.into_iter().map(back).collect();
                let mut action = Action::default();
                self.edit(&mut action, id, &edits)?;
                Ok(action)
            }
            Back::Entries(entries) => {
                let stamp = self.stamp(member.id);
                let back = |entry: EntryId| {
                    let key = entry.to_string();
                    Edit::TakeBack(self.entry_id(), TakenBack { key, stamp })
                };
                let edits: Vec<_> = entries.into_iter().map(back).collect();
                let mut action = Action::default();
                self.edit(&mut action, id, &edits)?;
                Ok(action)
            }
            Back::Set(register) => self.set_as(member, id, register, Some(undo.key)),
            Back::Transfer(transfer) => self.take_transfer_back(member, id, transfer),
            Back::Tab(name) => self.name_tab_as(member, id, name, Some(undo.key)),
            Back::Deliver(to) => self.deliver_as(member, id, to, Some(undo.key)),
            Back::Adjust => self.undo_adjustment(member, id, undo.key),
            Back::Split(plan) => self.plan_again(member, id, plan, undo.key),
            Back::Move(table) => self.move_as(member, id, table, Some(undo.key)),
        }
    }
}
