//! Money that goes back: a fact of the journal first, a pointer in the order second, all in one
//! transaction with the paper and the drawer.

use order_doc::{Edit, RefundEntry};
use shared::{
    api::{
        Problem,
        till::{RefundAsked, RefundPreview},
    },
    flags::is_settled,
    ids::{OrderId, ShiftId},
    journal::Fact,
    money::Money,
    order::{Order, Tender},
    price::{Totals, totals},
    refund::{self, Refund, RefundError, RefundKind, RefundLine, Refunded},
    shift::REFUND,
    staff::StaffMember,
};

use super::{Action, Engine, invalid, lines::check_text, not_found, paying::money};

/// What goes back, and why.
struct Given {
    of: RefundKind,
    refund: Refund,
    /// What of it was a deposit.
    deposit: Money,
    /// The house keeps it.
    forfeited: bool,
    tender: Tender,
    reason: String,
}

impl Engine {
    /// What could go back of a closed check, and what the chosen units bring.
    pub(super) fn preview_refund(
        &mut self,
        id: OrderId,
        wanted: &[RefundLine],
    ) -> Result<RefundPreview, Problem> {
        let order = self.order(id)?;
        let sums = settled(&order)?;
        let refund = match refund::refund(&order, &sums, wanted) {
            Err(RefundError::Nothing) => Refund::default(),
            refund => refund.map_err(refused)?,
        };
        Ok(RefundPreview {
            lines: refund::refundable(&order, &sums).map_err(refused)?,
            refund,
        })
    }

    pub(super) fn refund(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        what: RefundAsked,
    ) -> Result<Action, Problem> {
        let order = self.order(id)?;
        let sums = settled(&order)?;
        let shift = self.paying_shift()?;
        let given = given(&order, &sums, what)?;
        let mut action = self.give(member, &order, shift, given)?;
        let counted = order.counted.as_ref().map(|counted| counted.total);
        if counted.is_some_and(|total| total != sums.total) {
            // What made it too much reached the check after its end: the day sold less.
            self.write_closing(&mut action, member, &order, &sums, shift)?;
        }
        Ok(action)
    }

    fn give(
        &mut self,
        member: &StaffMember,
        order: &Order,
        shift: ShiftId,
        given: Given,
    ) -> Result<Action, Problem> {
        let mut action = Action::default();
        let amount = given.refund.amount;
        let goes_back = given.of != RefundKind::Kept;
        let opens = goes_back && given.tender == Tender::Cash && !amount.is_zero();
        if opens {
            // First, so that the printer can make ready meanwhile.
            self.queue_kick(&mut action);
        }
        let number = if goes_back {
            // Empty for a training, which takes none.
            let number = self.next_receipt_number(&mut action, order)?;
            number.unwrap_or_default()
        } else {
            String::new()
        };
        let refunded = Refunded {
            order: order.id,
            order_number: order.number.clone(),
            shift,
            of: given.of,
            number: number.clone(),
            lines: given.refund.lines.clone(),
            taxes: given.refund.taxes.clone(),
            amount,
            deposit: given.deposit,
            forfeited: given.forfeited,
            gift_cards: Vec::new(),
            tender: given.tender,
            card: None,
            reason: given.reason.clone(),
            by: member.id,
            approved_by: self.approval.lent_by(),
        };
        let fact = self.add_fact(&mut action, Fact::Refunded(refunded))?;
        let entry = RefundEntry {
            of: given.of,
            number,
            lines: given.refund.lines,
            taxes: given.refund.taxes,
            amount,
            tender: given.tender,
            card: None,
            reason: given.reason,
            deposit: given.deposit,
            forfeited: given.forfeited,
            device: self.identity.device,
            stamp: self.stamp(member.id),
        };
        self.edit(&mut action, order.id, &[Edit::Refund(fact, entry)])?;
        if opens {
            let opened = Fact::DrawerOpened {
                shift: Some(shift),
                by: member.id,
                reason: REFUND.to_owned(),
                approved_by: self.approval.lent_by(),
            };
            self.add_fact(&mut action, opened)?;
        }
        if goes_back {
            self.queue_refund_receipt(&mut action, order.id, fact)?;
        }
        Ok(action)
    }
}

/// What a closed check costs on which nothing is owed.
fn settled(order: &Order) -> Result<Totals, Problem> {
    let sums = totals(order).map_err(money)?;
    if is_settled(order, &sums) {
        Ok(sums)
    } else {
        Err(Problem::NotSettled)
    }
}

fn given(order: &Order, sums: &Totals, what: RefundAsked) -> Result<Given, Problem> {
    let surplus = |of, tender| {
        if sums.overpaid.is_zero() {
            return Err(not_found("surplus"));
        }
        Ok(Given {
            of,
            refund: of_amount(sums.overpaid),
            deposit: sums.deposit_left,
            forfeited: false,
            tender,
            reason: String::new(),
        })
    };
    match what {
        RefundAsked::Lines {
            lines,
            tender,
            reason,
        } => {
            let reason = needed(&reason)?;
            Ok(Given {
                of: RefundKind::Lines,
                refund: refund::refund(order, sums, &lines).map_err(refused)?,
                deposit: Money::ZERO,
                forfeited: false,
                tender,
                reason,
            })
        }
        RefundAsked::Surplus { tender } => surplus(RefundKind::Surplus, tender),
        RefundAsked::Keep => {
            // It was taken with the last tender, so it is that one's tip.
            let last = order.payments.last().map(|payment| payment.tender);
            surplus(RefundKind::Kept, last.unwrap_or(Tender::Cash))
        }
        RefundAsked::KeepDeposit { reason } => {
            let reason = needed(&reason)?;
            if sums.deposit_left.is_zero() {
                return Err(not_found("deposit"));
            }
            let mut latest = order.payments.iter().rev();
            let last = latest
                .find(|payment| payment.deposit)
                .map(|payment| payment.tender);
            Ok(Given {
                of: RefundKind::Kept,
                refund: of_amount(sums.deposit_left),
                deposit: sums.deposit_left,
                forfeited: true,
                tender: last.unwrap_or(Tender::Cash),
                reason,
            })
        }
    }
}

fn of_amount(amount: Money) -> Refund {
    Refund {
        amount,
        ..Refund::default()
    }
}

fn needed(reason: &str) -> Result<String, Problem> {
    check_text("reason", reason)?;
    match reason.trim() {
        "" => Err(Problem::ReasonNeeded),
        reason => Ok(reason.to_owned()),
    }
}

fn refused(error: RefundError) -> Problem {
    match error {
        RefundError::Nothing => invalid("lines", "nothing was chosen"),
        RefundError::NotSold(_) => not_found("line"),
        RefundError::TooMany { name, left } => Problem::RefundedAlready { name, left },
        RefundError::Money(error) => money(error),
    }
}
