//! Receipts as they were printed: kept as they are, shown, and printed again as copies.

use local_store::ReceiptRow;
use printers::layouts::{Copy, Receipt};
use shared::{
    api::Problem,
    flags::is_counted,
    ids::{EntryId, FactId, OrderId},
    journal::Fact,
    money::{Money, MoneyError},
    order::{Order, PaymentHint},
    price::totals,
    staff::StaffMember,
};

use super::{Action, Engine, deposit_receipt::deposit_of, disk, json, money, not_found};

/// Which receipt of an order.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) enum Which {
    /// That of the whole check.
    Check,
    /// That of a part that was paid alone.
    Part(EntryId),
    /// That of money that went back, or that was taken ahead.
    Refund(FactId),
}

impl Which {
    /// What its row is about.
    fn about(self, order: OrderId) -> [u8; 16] {
        match self {
            Self::Check => *order.as_bytes(),
            Self::Part(part) => *part.as_bytes(),
            Self::Refund(refund) => *refund.as_bytes(),
        }
    }
}

/// Keeps a paper with the action that prints it.
pub(super) fn keep_paper(
    action: &mut Action,
    order: OrderId,
    about: &[u8; 16],
    paper: &Receipt,
) -> Result<(), Problem> {
    action.batch.receipts.push(ReceiptRow {
        order,
        about: *about,
        paper: json(paper)?,
        copies: 0,
    });
    Ok(())
}

/// A tip that was said anew stands on the paper from then on, shown and printed again.
fn tips_of_now(paper: &mut Receipt, order: &Order, which: Which) -> Result<(), MoneyError> {
    let is_own = |payment: &&PaymentHint| match which {
        Which::Check => true,
        Which::Part(part) => payment.part == Some(part),
        Which::Refund(_) => false,
    };
    let mut own = order.payments.iter().filter(is_own);
    if own.clone().any(|payment| payment.tip_first.is_some()) {
        let tips = own.try_fold(Money::ZERO, |sum, payment| sum.plus(payment.tip))?;
        paper.tip = Some(tips).filter(|tips| !tips.is_zero());
    }
    let mut rows = paper.tenders.iter_mut();
    for payment in order.payments.iter().filter(is_own) {
        let Some(first) = payment.tip_first else {
            continue;
        };
        let was = payment.tendered.plus(first)?;
        if let Some(row) = rows.find(|row| row.amount == was) {
            row.amount = payment.tendered.plus(payment.tip)?;
        }
    }
    Ok(())
}

impl Engine {
    /// A receipt as HTML, as it was printed.
    pub(in crate::engine) fn show_receipt(
        &mut self,
        order: OrderId,
        which: Which,
    ) -> Result<String, Problem> {
        let (paper, _) = self.kept_paper(order, which)?;
        self.receipt_html(&paper)
    }

    /// Prints a receipt once more, marked as a copy.
    pub(in crate::engine) fn reprint(
        &mut self,
        member: &StaffMember,
        order: OrderId,
        which: Which,
    ) -> Result<(String, Action), Problem> {
        let (original, mut row) = self.kept_paper(order, which)?;
        row.copies += 1;
        let copy = row.copies;
        let mut action = Action::default();
        action.batch.receipts.push(row);
        let number = match which {
            Which::Check => None,
            Which::Part(_) | Which::Refund(_) => original.receipt_number.clone(),
        };
        let reprinted = Fact::ReceiptReprinted {
            order,
            copy,
            number: number.unwrap_or_default(),
            by: member.id,
            approved_by: self.approval.lent_by(),
        };
        self.add_fact(&mut action, reprinted)?;
        let paper = Receipt {
            copy: Some(Copy {
                number: copy,
                at: self.local_text(self.source.now_ms()),
                by: Some(member.name.clone()),
            }),
            // Whoever finds a copy finds no money.
            codes: Vec::new(),
            ..original
        };
        self.queue_receipt_paper(&mut action, &*self.menu()?, &paper)?;
        Ok((self.receipt_html(&paper)?, action))
    }

    /// The paper with its row. What another till printed is the same here, and may be copied here:
    /// a guest comes back to whichever till is free.
    fn kept_paper(
        &mut self,
        order: OrderId,
        which: Which,
    ) -> Result<(Receipt, ReceiptRow), Problem> {
        let about = which.about(order);
        if let Some(row) = self.store.receipt(order, about).map_err(disk)? {
            let mut paper = serde_json::from_str(&row.paper).map_err(|error| Problem::Disk {
                why: error.to_string(),
            })?;
            // The paper may outlive its order here.
            if let Ok(seen) = self.order(order) {
                tips_of_now(&mut paper, &seen, which).map_err(money)?;
            }
            return Ok((paper, row));
        }
        let paper = self.paper_of_another_till(order, which)?;
        let row = ReceiptRow {
            order,
            about,
            paper: json(&paper)?,
            copies: 0,
        };
        Ok((paper, row))
    }

    /// That of a part may say other dishes than its guest paid for, once others went on eating: it
    /// is where it was printed alone.
    fn paper_of_another_till(&mut self, id: OrderId, which: Which) -> Result<Receipt, Problem> {
        let menu = self.menu()?;
        let seen = self.order(id)?;
        match which {
            Which::Check => {
                let sums = totals(&seen).map_err(money)?;
                let paper = self.paper_of_check(&menu.site, &seen, &sums)?;
                let is_same = is_counted(&seen, &sums).map_err(money)?;
                // Without a number that closing gave no receipt.
                let is_receipt = is_same && paper.receipt_number.is_some();
                is_receipt
                    .then_some(paper)
                    .ok_or_else(|| not_found("receipt"))
            }
            Which::Part(_) => Err(not_found("receipt")),
            Which::Refund(refund) => match deposit_of(&seen, refund) {
                Some(payment) => self.deposit_paper(&menu.site, &seen, payment),
                None => self.refund_paper(&menu.site, &seen, refund),
            },
        }
    }
}
