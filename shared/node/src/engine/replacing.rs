//! Changing a line: the guest wants the dish otherwise.

use order_doc::{AddedLine, Edit, Replaces, Saying, Stamp};
use shared::{
    api::{Problem, Refusal, till::NewLine},
    gift::CardProblem,
    ids::{LineId, OrderId},
    menu::Site,
    order::{Line, LineFacts, Order},
    staff::{Permit, StaffMember},
};

use super::{
    Action, Engine,
    freezing::freeze,
    invalid,
    lines::{QUANTITY_MAX, Why, line_of},
    not_found,
    papers::dish_name,
};

impl Engine {
    /// Changes so many units of a line into the same dish with other choices: they go off, and a
    /// line that stands for them comes on, in one action.
    ///
    /// What the kitchen has needs the right and the reason of a void; its station gets a cancel
    /// ticket, and at once another for what comes instead. What it does not have stays unsent, held
    /// where it was held. The price is the one that the guest was told, unless the size is another.
    pub(super) fn replace_line(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        line: LineId,
        with: &NewLine,
        why: Why<'_>,
    ) -> Result<Action, Problem> {
        super::lines::check_text("reason", why.reason)?;
        let order = self.open_order(id)?;
        let old = line_of(&order, line)?;
        let units = i64::from(with.quantity);
        if !(1..=QUANTITY_MAX).contains(&units) || old.quantity == 0 {
            return Err(invalid("quantity", "there is nothing to change"));
        }
        let off = units.min(old.quantity);
        let sent = self.may_take_off(member, old, off, why.reason)?;
        let facts = self.changed_facts(member, &order, old, with)?;
        let mut action = Action::default();
        let stamp = self.stamp(member.id);
        self.take_off(&mut action, id, old, off, why, stamp)?;
        self.send_cancels(&mut action, member, id, old.id)?;
        if sent > 0 {
            let new = self.stand_in(&mut action, id, old, &facts, (sent, stamp))?;
            self.send_line(&mut action, member, id, new)?;
        }
        if units > sent {
            let new = self.stand_in(&mut action, id, old, &facts, (units - sent, stamp))?;
            let held = self.order(id)?.line(new).is_some_and(|line| line.held);
            // What was new on the old line waited or did not; what was not new asks its course.
            if old.unsent_quantity() > 0 && held != old.held {
                let waits = Saying::LineHeld {
                    line: new,
                    fired: 0,
                    held: old.held,
                };
                self.say_at(&mut action, stamp, id, vec![waits])?;
            }
        }
        Ok(action)
    }

    fn stand_in(
        &mut self,
        action: &mut Action,
        id: OrderId,
        old: &Line,
        facts: &LineFacts,
        (quantity, stamp): (i64, Stamp),
    ) -> Result<LineId, Problem> {
        let new = LineId::from_bytes(self.source.id());
        let seen = self.live(id)?.doc.replaced_by(old.id);
        let replaces = Replaces { line: old.id, seen };
        let added = AddedLine {
            facts: facts.clone(),
            quantity,
            seat: old.seat,
            course: old.course,
            replaces: Some(Box::new(replaces)),
            stamp,
        };
        self.edit(action, id, &[Edit::AddLine(new, added)])?;
        Ok(new)
    }

    fn changed_facts(
        &mut self,
        member: &StaffMember,
        order: &Order,
        old: &Line,
        with: &NewLine,
    ) -> Result<LineFacts, Problem> {
        if old.is_gift() {
            return Err(Problem::GiftCard(CardProblem::OneEach));
        }
        if with.sku != old.facts.sku {
            return Err(invalid("sku", "another dish is another line"));
        }
        if order.discounts.iter().any(|one| one.line == Some(old.id)) {
            // It would be lost without a word, or given to what nobody gave it to.
            return Err(Problem::Refused(Refusal::HasDiscount));
        }
        let menu = self.menu()?;
        let item = menu.item(&with.sku).ok_or_else(|| not_found("item"))?;
        let moment = self.moment(&menu, order).of_theirs();
        let frozen = freeze(&menu, &moment, with, None)?;
        if frozen.outside_limits && with.more.price != Some(old.facts.unit_price) {
            self.allow(member, Permit::AnyPrice)?;
        }
        let mut facts = frozen.facts;
        let is_same = facts.variant == old.facts.variant;
        if is_same && item.sale.is_plain() {
            facts.unit_price = old.facts.unit_price;
            facts.special.clone_from(&old.facts.special);
        }
        let old = &old.facts;
        if is_same
            && facts.modifiers == old.modifiers
            && facts.special == old.special
            && facts.unit_price == old.unit_price
        {
            return Err(Problem::Refused(Refusal::AsItWas));
        }
        Ok(facts)
    }
}

/// What a line stands for, as the kitchen knows it: the dish with its choices.
pub(super) fn instead_of(site: &Site, order: &Order, line: &Line) -> Option<String> {
    let old = order.line(line.replaces?)?;
    // What it never had it need not forget.
    old.kitchen?;
    let language = site.language_of_kitchen();
    let facts = &old.facts;
    let name = dish_name(site, old, None);
    let rows = facts.rows(None, language, site);
    let choices = rows.iter().map(shared::order::FactRow::plain);
    Some(
        std::iter::once(name)
            .chain(choices)
            .collect::<Vec<_>>()
            .join(", "),
    )
}
