//! Money taken ahead: a payment that says so, with a paper of its own. It ends no check.

use order_doc::{Edit, PaymentEntry};
use shared::{
    api::{Problem, till::DepositAsked},
    deposit::DEPOSIT_MINOR_MAX,
    journal::{Fact, Payment},
    money::Money,
    order::{Order, Tender},
    staff::StaffMember,
};

use super::{Action, Engine, invalid, paying::money};

impl Engine {
    /// Takes a deposit on an open order, which may have no lines yet.
    pub(super) fn take_deposit(
        &mut self,
        member: &StaffMember,
        asked: DepositAsked,
    ) -> Result<Action, Problem> {
        let DepositAsked {
            order: id,
            tender,
            tendered,
        } = asked;
        let shift = self.paying_shift()?;
        let order = self.open_order(id)?;
        check_deposit(&order, tender, tendered)?;
        let way = self.way_to_pay(tender)?;
        let mut action = Action::default();
        if way.opens(Money::ZERO) {
            // First, so that the printer can make ready meanwhile.
            self.queue_kick(&mut action);
        }
        // Empty for a training, which takes none.
        let paper = self.next_receipt_number(&mut action, &order)?;
        let paper = paper.unwrap_or_default();
        let payment = Payment {
            card: None,
            order: id,
            order_number: order.number.clone(),
            shift,
            tender,
            named: way.name(),
            amount: tendered,
            tip: Money::ZERO,
            tendered,
            change: Money::ZERO,
            rounding: Money::ZERO,
            deposit: true,
            paper: paper.clone(),
            by: member.id,
            approved_by: self.approval.lent_by(),
        };
        let fact = self.add_fact(&mut action, Fact::Payment(payment))?;
        let entry = PaymentEntry {
            card: None,
            tender: tender.written(),
            named: way.named(),
            amount: tendered,
            tip: Money::ZERO,
            tendered,
            change: Money::ZERO,
            rounding: Money::ZERO,
            device: self.identity.device,
            part: None,
            settles: false,
            deposit: true,
            paper,
            stamp: self.stamp(member.id),
        };
        self.edit(&mut action, id, &[Edit::Pay(fact, entry)])?;
        if way.opens(Money::ZERO) {
            self.note_drawer_of_sale(&mut action, member, shift)?;
        }
        self.queue_deposit_receipt(&mut action, id, fact)?;
        Ok(action)
    }
}

/// Above zero, of a size that sums can hold, and in cash what coins can give: a deposit is no
/// settling, so nothing of it is rounded.
fn check_deposit(order: &Order, tender: Tender, amount: Money) -> Result<(), Problem> {
    if tender == Tender::GiftCard {
        // It is money that the house owes already.
        return Err(invalid(
            "tender",
            "a gift card pays a check, and nothing ahead",
        ));
    }
    if amount <= Money::ZERO {
        return Err(invalid("tendered", "nothing was handed over"));
    }
    if amount.minor() > DEPOSIT_MINOR_MAX {
        return Err(invalid("tendered", "more than a deposit can be"));
    }
    if order.rules.due_in(amount, tender).map_err(money)? != amount {
        return Err(Problem::NotInCoins {
            step_minor: order.rules.cash_step_minor,
        });
    }
    Ok(())
}
