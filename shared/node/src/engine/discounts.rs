//! Discounts, promotions and the service charge that somebody lets the guests off.

use order_doc::{Adjusted, Adjustment, Edit, discount_key, promotion_key, waiver_key};
use shared::{
    api::{Problem, Refusal, till::Command},
    gift::CardProblem,
    ids::{LineId, OrderId},
    money::Money,
    order::Line,
    price::{Takes, WHOLE_PPM, totals},
    staff::StaffMember,
};

use super::{Action, Engine, invalid, lines::check_text, not_found, paying::money};

/// A check with more of them is no check any more.
const DISCOUNTS_MAX: usize = 50;

impl Engine {
    /// Commands about what comes off a check; none for all others.
    pub(super) fn change_price(
        &mut self,
        member: &StaffMember,
        command: &Command,
    ) -> Option<Result<(OrderId, Action), Problem>> {
        let (order, action) = match command {
            Command::Discount {
                order,
                line,
                takes,
                reason,
            } => (*order, self.discount(member, *order, *line, *takes, reason)),
            Command::Promote { order, promotion } => {
                (*order, self.promote(member, *order, promotion))
            }
            Command::TakeBack { order, key } => (*order, self.take_back(member, *order, key)),
            Command::WaiveCharge { order, reason } => {
                (*order, self.waive_charge(member, *order, reason))
            }
            _ => return None,
        };
        Some(action.map(|action| (order, action)))
    }

    fn discount(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        line: Option<LineId>,
        takes: Takes,
        reason: &str,
    ) -> Result<Action, Problem> {
        let reason = reason_of(reason)?;
        let order = self.open_order(id)?;
        if order.discounts.len() >= DISCOUNTS_MAX {
            let why = format!("an order has at most {DISCOUNTS_MAX}");
            return Err(invalid("discounts", why));
        }
        check_takes(takes)?;
        let shares = totals(&order).map_err(money)?.shares;
        let is_for = |id: LineId| line.is_none_or(|line| line == id);
        if line.is_some_and(|line| order.line(line).is_none()) {
            return Err(not_found("line"));
        }
        let is_gift = |id: LineId| order.line(id).is_some_and(Line::is_gift);
        if line.is_some_and(is_gift) {
            return Err(Problem::GiftCard(CardProblem::NoDiscount));
        }
        let is_left = |share: &shared::price::LineShare| {
            share.discount < share.amount && !is_gift(share.line)
        };
        if !shares
            .iter()
            .any(|share| is_for(share.line) && is_left(share))
        {
            return Err(Problem::Refused(Refusal::NothingToDiscount));
        }
        let what = Adjustment::Discount {
            line,
            categories: Vec::new(),
            takes,
            name: String::new(),
        };
        let key = discount_key(self.entry_id());
        self.adjust(member, id, vec![(key, what, reason)])
    }

    /// Gives a promotion. One that counts already is not given twice, and one that was taken back
    /// comes to life again.
    fn promote(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        promotion: &str,
    ) -> Result<Action, Problem> {
        self.open_order(id)?;
        let menu = self.menu()?;
        let promotions = &menu.site.prices.promotions;
        let found = promotions.iter().find(|one| one.id == promotion);
        let found = found.ok_or_else(|| not_found("promotion"))?;
        let key = promotion_key(promotion);
        let doc = &self.live(id)?.doc;
        if doc.has_adjustment(&key) {
            let gone = doc.take_backs(&key);
            let back = |takes_back| (Adjustment::TakeBack { takes_back }, String::new());
            let entries = gone.into_iter().map(back).collect();
            return self.adjust_by_hand(member, id, entries);
        }
        let what = Adjustment::Discount {
            line: None,
            categories: found.categories.clone(),
            takes: found.takes,
            name: found.name.clone(),
        };
        self.adjust(member, id, vec![(key, what, String::new())])
    }

    /// Takes a discount back, or asks for the service charge again.
    fn take_back(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        key: &str,
    ) -> Result<Action, Problem> {
        let order = self.open_order(id)?;
        let is_discount = order.discounts.iter().any(|discount| discount.key == key);
        let waived = order.charge_waived.as_ref();
        let is_waiver = waived.is_some_and(|waived| waived.key == key);
        if !is_discount && !is_waiver {
            return Err(not_found("discount"));
        }
        let takes_back = key.to_owned();
        let what = Adjustment::TakeBack { takes_back };
        self.adjust_by_hand(member, id, vec![(what, String::new())])
    }

    fn waive_charge(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        reason: &str,
    ) -> Result<Action, Problem> {
        let reason = reason_of(reason)?;
        let order = self.open_order(id)?;
        if totals(&order).map_err(money)?.charge.is_zero() {
            return Err(invalid("charge", "nothing is charged"));
        }
        let key = waiver_key(self.entry_id());
        self.adjust(member, id, vec![(key, Adjustment::WaiveCharge, reason)])
    }

    /// Somebody undoes a discount, a waived charge, or the taking off of one.
    pub(super) fn undo_adjustment(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        key: String,
    ) -> Result<Action, Problem> {
        let undoing = Adjusted {
            what: Adjustment::TakeBack { takes_back: key },
            reason: String::new(),
            seen: Some(self.live(id)?.doc.discounts_by_hand()),
            undoes: true,
            stamp: self.stamp(member.id),
        };
        let key = discount_key(self.entry_id());
        self.one(id, Edit::Adjust(key, undoing))
    }

    fn adjust_by_hand(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        entries: Vec<(Adjustment, String)>,
    ) -> Result<Action, Problem> {
        let keyed = entries
            .into_iter()
            .map(|(what, reason)| (discount_key(self.entry_id()), what, reason))
            .collect();
        self.adjust(member, id, keyed)
    }

    fn adjust(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        entries: Vec<(String, Adjustment, String)>,
    ) -> Result<Action, Problem> {
        let mut action = Action::default();
        for (key, what, reason) in entries {
            let stamp = self.stamp(member.id);
            let adjusted = Adjusted {
                what,
                reason,
                seen: Some(self.live(id)?.doc.discounts_by_hand()),
                undoes: false,
                stamp,
            };
            self.edit(&mut action, id, &[Edit::Adjust(key, adjusted)])?;
        }
        Ok(action)
    }
}

fn reason_of(reason: &str) -> Result<String, Problem> {
    check_text("reason", reason)?;
    match reason.trim() {
        "" => Err(Problem::ReasonNeeded),
        reason => Ok(reason.to_owned()),
    }
}

fn check_takes(takes: Takes) -> Result<(), Problem> {
    match takes {
        Takes::Percent { ppm } if ppm == 0 || i64::from(ppm) > WHOLE_PPM => {
            Err(invalid("percent", "not between 0 and 100"))
        }
        Takes::Amount { amount } if amount <= Money::ZERO => {
            Err(invalid("amount", "not above zero"))
        }
        _ => Ok(()),
    }
}
