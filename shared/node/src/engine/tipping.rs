//! A tip that is said anew: the fact first, the entry under the same id second, in one transaction.

use order_doc::{Edit, TipEntry};
use shared::{
    api::{Problem, Refusal, till::TipAsked},
    ids::{EntryId, FactId},
    journal::Fact,
    order::PaymentHint,
    staff::{Permit, StaffMember},
    tip::TipChanged,
};

use super::{Action, Engine, invalid, not_found, paying::money};

impl Engine {
    pub(super) fn change_tip(
        &mut self,
        member: &StaffMember,
        asked: &TipAsked,
    ) -> Result<Action, Problem> {
        let TipAsked {
            order: id,
            payment,
            tip,
        } = *asked;
        let order = self.order(id)?;
        if order.training != self.training {
            return Err(not_found("order"));
        }
        let paid = order.payments.iter().find(|one| one.fact == payment);
        let paid = paid.ok_or_else(|| not_found("payment"))?;
        if !paid.takes_tip() {
            return Err(invalid("payment", "only a card has a tip that comes later"));
        }
        if tip.is_negative() || tip > paid.tip_max().map_err(money)? {
            return Err(Problem::Refused(Refusal::TipTooHigh));
        }
        if !self.is_own_and_now(member, paid) {
            self.allow(member, Permit::Refund)?;
        }
        let shift = self.paying_shift()?;
        let mut action = Action::default();
        if tip == paid.tip && !paid.tip_contested {
            return Ok(action);
        }
        let mut stamp = self.stamp(member.id);
        if let Some(last) = self.live(id)?.doc.tip_said_at(payment) {
            // What is said last counts, although another till's clock may be ahead.
            stamp.hlc = stamp.hlc.max(last.next(self.source.now_ms()));
        }
        let changed = TipChanged {
            order: id,
            order_number: order.number.clone(),
            payment,
            shift,
            tender: paid.tender,
            was: paid.tip,
            tip,
            hlc: stamp.hlc,
            by: member.id,
            approved_by: self.approval.lent_by(),
        };
        // One id for both, so that of two with one stamp the same one counts everywhere.
        let fact = FactId::from_bytes(self.source.id());
        self.add_fact_as(&mut action, fact, Fact::TipChanged(changed))?;
        let entry = TipEntry {
            payment,
            tip,
            seen: self.live(id)?.doc.tips_said(payment),
            stamp,
        };
        let entry_id = EntryId::from_bytes(*fact.as_bytes());
        self.edit(&mut action, id, &[Edit::SayTip(entry_id, entry)])?;
        Ok(action)
    }

    /// Taken by this person in the shift that runs at this till.
    fn is_own_and_now(&self, member: &StaffMember, paid: &PaymentHint) -> bool {
        let report = self.shift_report().ok().flatten();
        let runs = report.is_some_and(|report| paid.at_ms >= report.opened_at_ms);
        let runs = runs || self.training;
        runs && paid.device == self.identity.device && paid.by == Some(member.id)
    }
}
