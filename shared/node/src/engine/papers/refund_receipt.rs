//! The paper of a refund: what goes back, below nothing.

use printers::layouts::{Receipt, ReceiptLine, Tender as PaperTender, Words, approved_line};
use shared::{
    api::Problem,
    gift::CardCode,
    ids::{FactId, OrderId},
    menu::Site,
    order::Order,
    price::{TaxRow, totals},
    refund::RefundHint,
};

use super::{
    Action, Engine, Marks, below_zero, cards::named, copies::keep_paper, money, not_found,
    paper_tax,
};

impl Engine {
    /// Queues the paper of a refund that was given just now; it alone says the code of a card that
    /// was made for it.
    pub(in crate::engine) fn queue_refund_receipt(
        &mut self,
        action: &mut Action,
        id: OrderId,
        (refund, made): (FactId, Option<&CardCode>),
    ) -> Result<(), Problem> {
        let menu = self.menu()?;
        let order = self.order(id)?;
        let paper = self.refund_paper(&menu.site, &order, refund)?;
        let with_code = Receipt {
            codes: made.map(CardCode::in_groups).into_iter().collect(),
            ..paper.clone()
        };
        let is_on_paper = menu.receipt_printer().is_some();
        let kept = if is_on_paper { &paper } else { &with_code };
        keep_paper(action, id, refund.as_bytes(), kept)?;
        self.queue_receipt_paper(action, &menu, &with_code)
    }

    /// The paper of a refund, the same on every device.
    pub(in crate::engine) fn refund_paper(
        &self,
        site: &Site,
        order: &Order,
        refund: FactId,
    ) -> Result<Receipt, Problem> {
        let refund = order.refunds.iter().find(|one| one.fact == refund);
        let refund = refund.ok_or_else(|| not_found("refund"))?;
        let sums = totals(order).map_err(money)?;
        let whole = self.receipt_paper(
            site,
            order,
            &sums,
            Some(refund.number.clone()).filter(|number| !number.is_empty()),
        )?;
        let amount = below_zero(refund.amount)?;
        let marks = Marks::of(order, &sums, &refund.taxes);
        let taxes = refund.taxes.iter().map(|row| {
            let row = TaxRow {
                rate: row.rate,
                net: below_zero(row.net)?,
                tax: below_zero(row.tax)?,
            };
            Ok(paper_tax(site, &row, &marks))
        });
        let left = refund.card.as_ref();
        let left = left.map(|used| (used.card.name(), used.left));
        let mut footer = vec![refund.reason.clone()];
        footer.retain(|line| !line.is_empty());
        let by_leave = refund.approved_by.filter(|by| *by != refund.by);
        footer.extend(by_leave.map(|by| approved_line(&site.language, &self.name_of(by))));
        footer.extend(whole.footer.iter().cloned());
        Ok(Receipt {
            server: Some(self.name_of(refund.by)),
            at: self.local_text(refund.at_ms),
            guests: None,
            lines: lines(site, refund, &marks)?,
            subtotal: None,
            adjustments: Vec::new(),
            adjustment_marks: Vec::new(),
            taxes: taxes.collect::<Result<_, Problem>>()?,
            // What goes back is with tax, also where the menu's prices are not.
            taxes_included: true,
            taxes_on_top: Vec::new(),
            total: amount,
            rounding: Some(below_zero(refund.rounding)?).filter(|rounding| !rounding.is_zero()),
            tip: None,
            deposit: None,
            deposit_left: None,
            tenders: vec![PaperTender {
                name: named(
                    site,
                    refund.tender,
                    (refund.card.as_ref(), refund.named.as_ref()),
                ),
                amount: amount.minus(refund.rounding).map_err(money)?,
            }],
            due: None,
            change: None,
            cards_left: left.into_iter().collect(),
            footer,
            refund: true,
            ..whole
        })
    }
}

fn lines(site: &Site, refund: &RefundHint, marks: &Marks<'_>) -> Result<Vec<ReceiptLine>, Problem> {
    let line = |quantity, name: &str, amount, mark| {
        Ok(ReceiptLine {
            quantity,
            name: name.to_owned(),
            details: Vec::new(),
            modifiers: Vec::new(),
            amount: below_zero(amount)?,
            mark,
            discounts: Vec::new(),
        })
    };
    if refund.lines.is_empty() {
        let deposit = Words::of(&site.language).deposit.deposit;
        let twice = refund.amount.minus(refund.deposit).map_err(money)?;
        let rows = [
            (deposit, refund.deposit),
            (surplus_word(&site.language), twice),
        ];
        let there = rows.into_iter().filter(|(_, amount)| !amount.is_zero());
        return there
            .map(|(name, amount)| line(1, name, amount, String::new()))
            .collect();
    }
    let all = refund.lines.iter();
    all.map(|one| {
        let mark = marks.of_line_with_fee(one.line);
        line(one.quantity, &one.name, one.amount, mark)
    })
    .collect()
}

fn surplus_word(language: &str) -> &'static str {
    match language.split('-').next() {
        Some("it") => "Pagato in più",
        Some("ja") => "過払い分",
        _ => "Paid too much",
    }
}
