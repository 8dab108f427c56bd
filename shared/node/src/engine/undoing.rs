//! Taking back what a person did last, where that is honest.

use order_doc::{Back, Edit, QuantityChange, TakenBack};
use shared::{api::Problem, ids::OrderId, staff::StaffMember};

use super::{Action, Engine, not_found};

impl Engine {
    /// Takes back the last thing that this person did to this order. Each thing goes once; it
    /// reaches ten actions back.
    pub(super) fn undo_last(
        &mut self,
        member: &StaffMember,
        id: OrderId,
    ) -> Result<Action, Problem> {
        self.open_order(id)?;
        let undoable = self.live(id)?.doc.last_undoable(member.id);
        let undo = undoable.ok_or_else(|| not_found("undo"))?;
        match undo.back {
            Back::Units(line, units) => {
                let change = QuantityChange {
                    line,
                    units: -units,
                    undoes: Some(undo.key),
                    stamp: self.stamp(member.id),
                };
                self.one(id, Edit::ChangeQuantity(self.entry_id(), change))
            }
            Back::Entry => {
                let back = TakenBack {
                    key: undo.key,
                    stamp: self.stamp(member.id),
                };
                self.one(id, Edit::TakeBack(self.entry_id(), back))
            }
            Back::Set(register) => self.set_as(member, id, register, Some(undo.key)),
            Back::Move(table) => self.move_as(member, id, table, Some(undo.key)),
        }
    }
}
