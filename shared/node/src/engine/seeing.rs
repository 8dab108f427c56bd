//! Flags that somebody looked at: no money moves, and both names are written down.

use order_doc::{Edit, SeenEntry, TakenBack};
use shared::{
    api::{
        Problem,
        till::{Command, SeeAsked, UnseeAsked},
    },
    ids::OrderId,
    price::totals,
    seen,
    staff::StaffMember,
};

use super::{Action, Engine, invalid, lines::check_text, not_found, paying::money};

impl Engine {
    /// Commands about flags; none for all others.
    pub(super) fn change_seen(
        &mut self,
        member: &StaffMember,
        command: &Command,
    ) -> Option<Result<(OrderId, Action), Problem>> {
        let (order, action) = match command {
            Command::See(asked) => (asked.order, self.see(member, asked)),
            Command::Unsee(asked) => (asked.order, self.unsee(member, asked)),
            _ => return None,
        };
        Some(action.map(|action| (order, action)))
    }

    /// Says that a flag was looked at and what was done about it.
    fn see(&mut self, member: &StaffMember, asked: &SeeAsked) -> Result<Action, Problem> {
        check_text("note", &asked.note)?;
        let order = self.order(asked.order)?;
        let Some(key) = seen::key(&order, &asked.flag) else {
            return Err(invalid("flag", "it is settled, not looked at"));
        };
        if seen::is_seen(&order, &asked.flag) {
            // Somebody was quicker.
            return Ok(Action::default());
        }
        let sums = totals(&order).map_err(money)?;
        if !self.flags_of(&order, &sums)?.contains(&asked.flag) {
            return Err(not_found("flag"));
        }
        let note = asked.note.trim().to_owned();
        if note.is_empty() {
            return Err(Problem::ReasonNeeded);
        }
        let entry = SeenEntry {
            key,
            flag: Some(asked.flag.clone()),
            note,
            stamp: self.stamp(member.id),
        };
        self.one(asked.order, Edit::See(self.entry_id(), entry))
    }

    /// Takes back what this person said about a flag, or lent the right for.
    fn unsee(&mut self, member: &StaffMember, asked: &UnseeAsked) -> Result<Action, Problem> {
        let order = self.order(asked.order)?;
        let seen = order.seen.iter().find(|one| one.entry == asked.seen);
        let seen = seen.ok_or_else(|| not_found("seen"))?;
        if !seen.is_of(member.id) {
            return Err(invalid("seen", "somebody else said it"));
        }
        let back = TakenBack {
            key: asked.seen.to_string(),
            stamp: self.stamp(member.id),
        };
        self.one(asked.order, Edit::TakeBack(self.entry_id(), back))
    }
}
