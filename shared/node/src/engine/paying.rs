//! Taking money: a fact of the journal first, a pointer in the order second, all in one
//! transaction with the receipt and the drawer.

use order_doc::{Closed, Edit, PaymentEntry};
use shared::{
    api::{Problem, Refusal},
    flags::is_counted,
    ids::{EntryId, FactId, OrderId, ShiftId},
    journal::{Fact, OrderClosed, Payment},
    money::{Money, MoneyError},
    order::{Counted, Order, Tender},
    price::{PriceRules, TenderPreview, Totals, totals},
    shift::SALE,
    staff::{Permit, StaffMember},
    tip::TIP_TIMES_MAX,
};

use super::{
    Action, Engine, gift_cards::lines_loaded, invalid, not_found, splits::part_totals, tenders::Way,
};

/// What a guest gives.
pub(super) struct Given {
    pub(super) tender: Tender,
    pub(super) tendered: Money,
    pub(super) tip: Money,
    /// What was due when the guest was told the amounts.
    pub(super) seen_due: Option<Money>,
}

/// What a payment brings with it.
pub(super) struct AfterPayment<'a> {
    pub(super) shift: ShiftId,
    /// What was owed before it.
    pub(super) sums: &'a Totals,
    /// The part that owes nothing more.
    pub(super) settled: Option<EntryId>,
    /// Nobody owes anything more.
    pub(super) closes: bool,
}

impl Engine {
    pub(super) fn preview_tender(
        &mut self,
        order: OrderId,
        tender: Tender,
        tendered: Money,
    ) -> Result<TenderPreview, Problem> {
        let order = self.order(order)?;
        let due = totals(&order).map_err(money)?.due;
        order.rules.preview(due, tender, tendered).map_err(money)
    }

    pub(super) fn pay(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        given: &Given,
        part: Option<EntryId>,
    ) -> Result<(TenderPreview, Action), Problem> {
        let shift = self.paying_shift()?;
        let order = self.open_order(id)?;
        let sums = totals(&order).map_err(money)?;
        let due = match part {
            Some(part) => due_of_part(&order, part)?,
            None => sums.due,
        };
        if due.is_zero() {
            return Err(Problem::NothingDue);
        }
        let (tender, tendered, tip) = (given.tender, given.tendered, given.tip);
        let way = self.way_to_pay(tender)?;
        check_seen(&way, given, due)?;
        check_tender(&order.rules, due, (&way, given))?;
        let outcome = order.rules.preview(due, tender, tendered).map_err(money)?;
        check_tip(outcome.amount, tip)?;
        let closes = outcome.amount == sums.due;
        may_close(&order, closes)?;
        let settles = part.is_some() && outcome.due_after.is_zero();
        let mut action = Action::default();
        let opens = way.opens(outcome.change);
        if opens {
            // First, so that the printer can make ready meanwhile.
            self.queue_kick(&mut action);
        }
        let payment = Payment {
            order: id,
            order_number: order.number.clone(),
            shift,
            tender,
            named: way.name(),
            amount: outcome.amount,
            tip,
            tendered,
            change: outcome.change,
            rounding: outcome.rounding,
            deposit: false,
            paper: String::new(),
            card: None,
            by: member.id,
            approved_by: self.approval.lent_by(),
        };
        let fact = self.add_fact(&mut action, Fact::Payment(payment))?;
        let entry = PaymentEntry {
            tender: tender.written(),
            named: way.named(),
            amount: outcome.amount,
            tip,
            tendered,
            change: outcome.change,
            rounding: outcome.rounding,
            card: None,
            device: self.identity.device,
            part,
            settles,
            deposit: false,
            paper: String::new(),
            stamp: self.stamp(member.id),
        };
        self.edit(&mut action, id, &[Edit::Pay(fact, entry)])?;
        if opens {
            self.note_drawer_of_sale(&mut action, member, shift)?;
        }
        let after = AfterPayment {
            shift,
            sums: &sums,
            settled: part.filter(|_| settles),
            closes,
        };
        self.after_payment(&mut action, member, id, &after)?;
        Ok((outcome, action))
    }

    /// The journal says that money made the drawer open.
    pub(super) fn note_drawer_of_sale(
        &mut self,
        action: &mut Action,
        member: &StaffMember,
        shift: ShiftId,
    ) -> Result<(), Problem> {
        let opened = Fact::DrawerOpened {
            shift: Some(shift),
            by: member.id,
            reason: SALE.to_owned(),
            approved_by: None,
        };
        self.add_fact(action, opened).map(drop)
    }

    /// What follows a payment that is written: the paper of a part that is settled now, and where
    /// nothing is owed any more the end of the check.
    pub(super) fn after_payment(
        &mut self,
        action: &mut Action,
        member: &StaffMember,
        id: OrderId,
        after: &AfterPayment<'_>,
    ) -> Result<(), Problem> {
        if let Some(part) = after.settled {
            self.queue_part_receipt(action, id, part, after.sums)?;
        }
        if after.closes {
            self.close_order(action, member, id, after.shift)?;
        }
        Ok(())
    }

    /// Ends an order on which nothing is owed without another tender.
    pub(super) fn settle(&mut self, member: &StaffMember, id: OrderId) -> Result<Action, Problem> {
        let order = self.order(id)?;
        let sums = totals(&order).map_err(money)?;
        if !sums.due.is_zero() {
            return Err(Problem::StillDue);
        }
        let is_uncounted = sums.overpaid.is_zero() && !is_counted(&order, &sums).map_err(money)?;
        if order.closed_at_ms.is_some() && !is_uncounted {
            return Err(Problem::OrderClosed);
        }
        // Of a check that is paid and closed nobody pays a part any more.
        if order.is_split_contested() && order.closed_at_ms.is_none() {
            return Err(Problem::SplitContested);
        }
        // Whoever only waits may let go of an empty table, and of nothing that was sold or paid.
        if !order.payments.is_empty() || !sums.total.is_zero() {
            self.allow(member, Permit::TakeMoney)?;
        }
        let shift = self.paying_shift()?;
        let mut action = Action::default();
        self.close_order(&mut action, member, id, shift)?;
        Ok(action)
    }

    /// Settles the order: what was never sent goes to the kitchen now, the journal says what was
    /// sold, and the receipt prints. What was held goes too: it is on the check and paid, and nobody
    /// looks at a closed check to fire it later. An order for later waits for its time all the same.
    fn close_order(
        &mut self,
        action: &mut Action,
        member: &StaffMember,
        id: OrderId,
        shift: ShiftId,
    ) -> Result<(), Problem> {
        self.send(action, member.id, id)?;
        if !self.order(id)?.is_waiting() {
            self.fire_all(action, member.id, id)?;
        }
        let order = self.order(id)?;
        let sums = totals(&order).map_err(money)?;
        let end = self.closing(member, &order, &sums, shift)?;
        if end.is_nothing() && order.payments.is_empty() {
            return self.write_closing(action, member, (&order, &sums), (end, String::new()));
        }
        let number = self
            .next_receipt_number(action, &order)?
            .unwrap_or_default();
        self.write_closing(action, member, (&order, &sums), (end, number))?;
        let order = self.order(id)?;
        self.queue_receipt(action, &order, &sums)
    }

    /// What the journal says of the end of a check.
    pub(super) fn closing(
        &self,
        member: &StaffMember,
        order: &Order,
        sums: &Totals,
        shift: ShiftId,
    ) -> Result<OrderClosed, Problem> {
        let mut closed = OrderClosed::of(order, sums, shift, member.id).map_err(money)?;
        closed.approved_by = self.approval.lent_by();
        Ok(closed)
    }

    /// Says what was sold, and the number of the receipt that says so too; a closing before this one
    /// is counted once.
    pub(super) fn write_closing(
        &mut self,
        action: &mut Action,
        member: &StaffMember,
        (order, sums): (&Order, &Totals),
        (closed, paper): (OrderClosed, String),
    ) -> Result<(), Problem> {
        self.load_cards(action, member, order, sums)?;
        let counted = Some(Counted {
            closing: None,
            total: closed.total,
            gift_cards: sums.gift_cards,
            taxes: closed.taxes.clone(),
            deposits: closed.deposits,
            paper,
        });
        let fact = FactId::from_bytes(self.source.id());
        self.add_fact_as(action, fact, Fact::OrderClosed(closed))?;
        let after = Some(self.live(order.id)?.doc.closings());
        let end = Closed {
            fact,
            after,
            counted,
            sent_away: order.links.sent_away.clone(),
            loaded: lines_loaded(order),
            stamp: self.stamp(member.id),
        };
        self.edit(action, order.id, &[Edit::Close(end)])
    }
}

/// A check that was split in two ways is not closed before somebody said which one counts.
pub(super) fn may_close(order: &Order, closes: bool) -> Result<(), Problem> {
    if closes && order.is_split_contested() {
        return Err(Problem::SplitContested);
    }
    Ok(())
}

pub(super) fn due_of_part(order: &Order, id: EntryId) -> Result<Money, Problem> {
    let parts = part_totals(order)?;
    let part = parts.iter().find(|part| part.id == id);
    Ok(part.ok_or_else(|| not_found("part"))?.due)
}

fn check_tender(
    rules: &PriceRules,
    due: Money,
    (way, given): (&Way, &Given),
) -> Result<(), Problem> {
    let (tender, tendered) = (given.tender, given.tendered);
    if tender == Tender::GiftCard {
        return Err(invalid("tender", "a gift card pays by its code"));
    }
    // Less than half of the smallest coin is paid with nothing.
    let owed = rules.due_in(due, tender).map_err(money)?;
    if tendered.is_negative() || tendered.is_zero() && !owed.is_zero() {
        return Err(invalid("tendered", "nothing was handed over"));
    }
    way.check(due, tendered, given.tip)
}

/// The guest was told the change: it must not be another one. What a terminal took is taken.
fn check_seen(way: &Way, given: &Given, due: Money) -> Result<(), Problem> {
    let is_other = given.seen_due.is_some_and(|seen| seen != due);
    if way.gives_change() && is_other {
        return Err(Problem::DueChanged {
            due_minor: due.minor(),
        });
    }
    Ok(())
}

/// As much on top as may be said later (`ChangeTip`): more is a finger that slipped.
fn check_tip(amount: Money, tip: Money) -> Result<(), Problem> {
    if tip.is_negative() || tip > amount.times(TIP_TIMES_MAX).map_err(money)? {
        return Err(Problem::Refused(Refusal::TipTooHigh));
    }
    Ok(())
}

pub(super) fn money(error: MoneyError) -> Problem {
    invalid("amount", error.to_string())
}
