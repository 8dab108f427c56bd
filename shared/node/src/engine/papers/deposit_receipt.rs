//! The paper of a deposit: how much, for which order, and what it is worth.

use printers::layouts::{Receipt, ReceiptLine, Words};
use shared::{
    api::Problem,
    ids::{FactId, OrderId},
    menu::Site,
    money::Money,
    order::{Order, PaymentHint},
    price::{Totals, totals},
};

use super::{Action, Engine, cards::tender, copies::keep_paper, money, not_found};

impl Engine {
    /// Queues the paper of a deposit that was taken just now.
    pub(in crate::engine) fn queue_deposit_receipt(
        &mut self,
        action: &mut Action,
        id: OrderId,
        payment: FactId,
    ) -> Result<(), Problem> {
        let menu = self.menu()?;
        let order = self.order(id)?;
        let payment = deposit_of(&order, payment).ok_or_else(|| not_found("deposit"))?;
        let paper = self.deposit_paper(&menu.site, &order, payment)?;
        keep_paper(action, id, payment.fact.as_bytes(), &paper)?;
        self.queue_receipt_paper(action, &menu, &paper)
    }

    /// The paper of a deposit, the same on every device.
    pub(in crate::engine) fn deposit_paper(
        &self,
        site: &Site,
        order: &Order,
        payment: &PaymentHint,
    ) -> Result<Receipt, Problem> {
        let sums = totals(order).map_err(money)?;
        let number = Some(payment.paper.clone()).filter(|number| !number.is_empty());
        let whole = self.receipt_paper(site, order, &sums, number)?;
        let word = Words::of(&site.language).deposit.deposit;
        let line = ReceiptLine {
            quantity: 1,
            name: word.to_owned(),
            details: Vec::new(),
            modifiers: Vec::new(),
            amount: payment.amount,
            mark: String::new(),
            discounts: Vec::new(),
        };
        Ok(Receipt {
            server: payment.by.map(|by| self.name_of(by)),
            at: self.local_text(payment.at_ms),
            guests: None,
            lines: vec![line],
            subtotal: None,
            adjustments: Vec::new(),
            adjustment_marks: Vec::new(),
            taxes: Vec::new(),
            taxes_included: true,
            taxes_on_top: Vec::new(),
            total: payment.amount,
            rounding: None,
            tip: None,
            deposit: None,
            deposit_left: None,
            is_deposit: true,
            tenders: vec![tender(site, payment).map_err(money)?],
            due: None,
            change: None,
            ..whole
        })
    }
}

/// The deposit that this payment is; none for any other payment.
pub(super) fn deposit_of(order: &Order, payment: FactId) -> Option<&PaymentHint> {
    let mut all = order.payments.iter();
    all.find(|one| one.fact == payment && one.deposit)
}

/// What the receipt of a check says of deposits: what they pay of it, and what it does not need.
pub(super) fn used_and_left(sums: &Totals) -> Result<(Option<Money>, Option<Money>), Problem> {
    let there = |amount: Money| Some(amount).filter(|amount| !amount.is_zero());
    let used = sums.deposits.minus(sums.deposit_left).map_err(money)?;
    Ok((there(used), there(sums.deposit_left)))
}
