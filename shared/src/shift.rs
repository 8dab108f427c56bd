//! A shift's drawer and its reports: X while it runs, Z when it is closed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    deposit::Deposits,
    gift::loaded,
    ids::{ShiftId, StaffId},
    journal::{Fact, OrderClosed, Payment, Pieces},
    menu::TaxRate,
    money::{Money, MoneyError},
    order::{Leftover, Tender},
    price::TaxRow,
    refund::{RefundKind, Refunded},
    tip::TipChanged,
};

/// What one tender brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderRow {
    /// How it was paid.
    pub tender: Tender,
    /// What it was called last, where the restaurant named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<String>,
    /// How many payments.
    pub count: u32,
    /// What they took off checks.
    pub amount: Money,
    /// Tips on top.
    pub tips: Money,
    /// What a restaurant's own tender was worth beyond its amounts: change in cash, and what the
    /// smallest coin made of that.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub over: Money,
}

/// What happened in a shift. The facts of one device are enough to compute it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftReport {
    /// The shift.
    pub shift: ShiftId,
    /// Who opened it.
    pub opened_by: StaffId,
    /// When.
    pub opened_at_ms: i64,
    /// Cash at the start.
    pub float: Money,
    /// Checks settled.
    pub orders: u32,
    /// Guests on them.
    pub guests: u32,
    /// What they owed together.
    pub sales: Money,
    /// Discounts on them.
    #[serde(default)]
    pub discounts: u32,
    /// What these took together, above zero.
    #[serde(default)]
    pub discounted: Money,
    /// Service charges on them.
    #[serde(default)]
    pub charges: Money,
    /// What it cost to bring orders to somebody.
    #[serde(default)]
    pub delivery_fees: Money,
    /// What went onto gift cards, less what came off them with a refund: no sale.
    #[serde(default)]
    pub gift_cards: Money,
    /// Taxes by rate.
    pub taxes: Vec<TaxRow>,
    /// Payments by tender.
    pub tenders: Vec<TenderRow>,
    /// Cash paid in.
    pub paid_in: Money,
    /// Cash paid out, above zero.
    pub paid_out: Money,
    /// Cash dropped into the safe, above zero.
    #[serde(default)]
    pub dropped: Money,
    /// How many drops that was.
    #[serde(default)]
    pub drops: u32,
    /// Counts that were refused because the difference was too large.
    #[serde(default)]
    pub counts_refused: u32,
    /// Records of a later version of this program, of which nothing is counted.
    #[serde(default)]
    pub unread: u32,
    /// Number of the X report; none on a Z report, and where nobody printed one.
    #[serde(default)]
    pub x_number: Option<u64>,
    /// Numbers of the X reports that were printed in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub x_reports: Vec<u64>,
    /// What should be in the drawer, and all from which that could be computed, is left out until
    /// somebody has counted.
    #[serde(default)]
    pub blind: bool,
    /// Units voided after sending.
    pub voids: u32,
    /// What they would have made.
    pub voided: Money,
    /// What of it was thrown away.
    #[serde(default)]
    pub wasted: Money,
    /// Times the drawer was opened without a sale.
    pub drawer_openings: u32,
    /// Times that money went back for what was sold.
    #[serde(default)]
    pub refunds: u32,
    /// What went back for what was sold, above zero. Taxes and tenders are less these already.
    #[serde(default)]
    pub refunded: Money,
    /// What was paid too much and went back, above zero; deposits stand by themselves.
    #[serde(default)]
    pub surplus_returned: Money,
    /// What happened to deposits.
    #[serde(default, skip_serializing_if = "Deposits::is_nothing")]
    pub deposits: Deposits,
    /// What the smallest coin made of cash payments, less what it made of cash that went back, above or
    /// below zero.
    #[serde(default)]
    pub rounding: Money,
    /// Cash that should be in the drawer: float, cash payments with their tips and rounding, paid
    /// in, less paid out and less cash that went back with its rounding.
    pub expected_cash: Money,
    /// How it was closed; none on an X report.
    pub closed: Option<ShiftEnd>,
}

/// The end of a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftEnd {
    /// Who closed it.
    pub by: StaffId,
    /// When.
    pub at_ms: i64,
    /// Number of the Z report.
    pub z_number: u64,
    /// Cash that was counted.
    pub counted: Money,
    /// Counted less expected.
    pub difference: Money,
    /// Notes and coins, where somebody counted them.
    #[serde(default)]
    pub pieces: Vec<Pieces>,
    /// Who signed for a difference that was too large for whoever counted.
    #[serde(default)]
    pub approved_by: Option<StaffId>,
}

impl ShiftReport {
    /// The report without what tells how much should be in the drawer.
    #[must_use]
    pub fn blinded(self) -> Self {
        Self {
            sales: Money::ZERO,
            taxes: Vec::new(),
            tenders: Vec::new(),
            discounted: Money::ZERO,
            charges: Money::ZERO,
            delivery_fees: Money::ZERO,
            gift_cards: Money::ZERO,
            rounding: Money::ZERO,
            refunded: Money::ZERO,
            surplus_returned: Money::ZERO,
            deposits: Deposits::default(),
            expected_cash: Money::ZERO,
            blind: true,
            ..self
        }
    }
}

/// Computes the report of `shift` from facts with their times, in the order of the journal.
///
/// `None` where no fact opens the shift.
pub fn report<'a>(
    shift: ShiftId,
    facts: impl IntoIterator<Item = (i64, &'a Fact)>,
) -> Result<Option<ShiftReport>, MoneyError> {
    let mut draft: Option<Draft> = None;
    for (at_ms, fact) in facts {
        if let Fact::ShiftOpened {
            shift: id,
            by,
            float,
        } = fact
            && *id == shift
        {
            draft = Some(Draft::new(shift, *by, at_ms, *float));
        } else if let Some(draft) = &mut draft {
            draft.add(at_ms, fact)?;
        }
    }
    Ok(draft.map(Draft::finish))
}

struct Draft {
    report: ShiftReport,
    taxes: BTreeMap<TaxRate, TaxRow>,
    tenders: BTreeMap<Tender, TenderRow>,
}

impl Draft {
    fn new(shift: ShiftId, opened_by: StaffId, opened_at_ms: i64, float: Money) -> Self {
        let report = ShiftReport {
            shift,
            opened_by,
            opened_at_ms,
            float,
            orders: 0,
            guests: 0,
            sales: Money::ZERO,
            discounts: 0,
            discounted: Money::ZERO,
            charges: Money::ZERO,
            delivery_fees: Money::ZERO,
            gift_cards: Money::ZERO,
            taxes: Vec::new(),
            tenders: Vec::new(),
            paid_in: Money::ZERO,
            paid_out: Money::ZERO,
            dropped: Money::ZERO,
            drops: 0,
            counts_refused: 0,
            unread: 0,
            x_number: None,
            x_reports: Vec::new(),
            blind: false,
            voids: 0,
            voided: Money::ZERO,
            wasted: Money::ZERO,
            drawer_openings: 0,
            refunds: 0,
            refunded: Money::ZERO,
            surplus_returned: Money::ZERO,
            deposits: Deposits::default(),
            rounding: Money::ZERO,
            expected_cash: float,
            closed: None,
        };
        Self {
            report,
            taxes: BTreeMap::new(),
            tenders: BTreeMap::new(),
        }
    }

    fn add(&mut self, at_ms: i64, fact: &Fact) -> Result<(), MoneyError> {
        let report = &mut self.report;
        match fact {
            Fact::CashMoved {
                shift,
                amount,
                to_safe,
                ..
            } if *shift == report.shift => {
                self.add_cash(*amount, *to_safe)?;
            }
            Fact::Payment(payment) if payment.shift == report.shift => {
                self.add_payment(payment)?;
            }
            Fact::OrderClosed(closed) if closed.shift == report.shift && !closed.is_nothing() => {
                self.add_sale(closed)?;
            }
            Fact::TipChanged(said) if said.shift == report.shift => self.add_tip(said)?,
            Fact::Refunded(refunded) if refunded.shift == report.shift => self.give(refunded)?,
            Fact::LineVoided {
                quantity,
                amount,
                leftover,
                ..
            } if report.closed.is_none() => {
                self.add_void(*quantity, *amount, *leftover)?;
            }
            Fact::ShiftRead {
                shift, x_number, ..
            } if *shift == report.shift => report.x_reports.push(*x_number),
            Fact::Unknown if report.closed.is_none() => report.unread += 1,
            Fact::CountRefused { shift, .. } if *shift == report.shift => {
                report.counts_refused += 1;
            }
            Fact::DrawerOpened { shift, reason, .. }
                if *shift == Some(report.shift) && reason != SALE && reason != REFUND =>
            {
                report.drawer_openings += 1;
            }
            Fact::ShiftClosed {
                shift,
                by,
                z_number,
                counted,
                pieces,
                approved_by,
                ..
            } if *shift == report.shift => {
                report.closed = Some(ShiftEnd {
                    by: *by,
                    at_ms,
                    z_number: *z_number,
                    counted: *counted,
                    difference: counted.minus(report.expected_cash)?,
                    pieces: pieces.clone(),
                    approved_by: *approved_by,
                });
            }
            _ => {}
        }
        Ok(())
    }

    fn add_payment(&mut self, payment: &Payment) -> Result<(), MoneyError> {
        let report = &mut self.report;
        let tender = payment.tender;
        let row = self.tenders.entry(tender).or_insert(no_payment(tender));
        row.count += 1;
        row.amount = row.amount.plus(payment.amount)?;
        row.tips = row.tips.plus(payment.tip)?;
        row.over = row.over.plus(payment.over()?)?;
        call(row, payment.named.as_ref());
        report.deposits.add_payment(payment)?;
        if tender == Tender::Cash {
            report.rounding = report.rounding.plus(payment.rounding)?;
            let cash = payment.amount.plus(payment.tip)?.plus(payment.rounding)?;
            report.expected_cash = report.expected_cash.plus(cash)?;
        } else if tender.is_other() {
            // Its change is cash that leaves the drawer.
            report.rounding = report.rounding.plus(payment.rounding)?;
            report.expected_cash = report.expected_cash.minus(payment.change)?;
        }
        Ok(())
    }

    /// A tip that was said anew: what it is more or less, here and now.
    fn add_tip(&mut self, said: &TipChanged) -> Result<(), MoneyError> {
        let row = self.tenders.entry(said.tender);
        let row = row.or_insert(no_payment(said.tender));
        row.tips = row.tips.plus(said.difference()?)?;
        Ok(())
    }

    fn add_cash(&mut self, amount: Money, to_safe: bool) -> Result<(), MoneyError> {
        let report = &mut self.report;
        report.expected_cash = report.expected_cash.plus(amount)?;
        if to_safe {
            report.dropped = report.dropped.minus(amount)?;
            report.drops += 1;
        } else if amount.is_negative() {
            report.paid_out = report.paid_out.minus(amount)?;
        } else {
            report.paid_in = report.paid_in.plus(amount)?;
        }
        Ok(())
    }

    fn give(&mut self, refunded: &Refunded) -> Result<(), MoneyError> {
        let report = &mut self.report;
        report.deposits.add_refund(refunded)?;
        if refunded.forfeited {
            // It stays where it is, and is the house's now.
            return Ok(());
        }
        let (tender, amount) = (refunded.tender, refunded.amount);
        let row = self.tenders.entry(tender).or_insert(no_payment(tender));
        row.amount = row.amount.minus(amount)?;
        call(row, refunded.named.as_ref());
        match refunded.of {
            RefundKind::Lines => {
                let gift_cards = loaded(&refunded.gift_cards)?;
                report.refunds += 1;
                report.refunded = report.refunded.plus(amount.minus(gift_cards)?)?;
                report.gift_cards = report.gift_cards.minus(gift_cards)?;
                take_off(&mut self.taxes, &refunded.taxes)?;
            }
            RefundKind::Surplus => {
                let twice = amount.minus(refunded.deposit)?;
                report.surplus_returned = report.surplus_returned.plus(twice)?;
            }
            RefundKind::Kept => row.tips = row.tips.plus(amount)?,
        }
        if tender == Tender::Cash && refunded.of != RefundKind::Kept {
            report.rounding = report.rounding.minus(refunded.rounding)?;
            let cash = amount.plus(refunded.rounding)?;
            report.expected_cash = report.expected_cash.minus(cash)?;
        }
        Ok(())
    }

    fn add_void(
        &mut self,
        quantity: i64,
        amount: Money,
        leftover: Leftover,
    ) -> Result<(), MoneyError> {
        let report = &mut self.report;
        report.voids += u32::try_from(quantity).unwrap_or(0);
        report.voided = report.voided.plus(amount)?;
        if leftover.is_wasted() {
            report.wasted = report.wasted.plus(amount)?;
        }
        Ok(())
    }

    fn add_sale(&mut self, closed: &OrderClosed) -> Result<(), MoneyError> {
        let report = &mut self.report;
        report.deposits.add_closing(closed)?;
        report.sales = report.sales.plus(closed.total)?;
        report.gift_cards = report.gift_cards.plus(loaded(&closed.gift_cards)?)?;
        if let Some(before) = &closed.counted {
            report.gift_cards = report.gift_cards.minus(before.gift_cards)?;
            report.sales = report.sales.minus(before.total)?;
            take_off(&mut self.taxes, &before.taxes)?;
        } else {
            report.orders += 1;
            report.guests += closed.guests;
            // What comes late to a closed check brings no discount and no charge of its own.
            report.charges = report.charges.plus(closed.charge)?;
            report.delivery_fees = report.delivery_fees.plus(closed.delivery)?;
            for row in closed.discounts.iter().filter(|row| !row.amount.is_zero()) {
                report.discounts += 1;
                report.discounted = report.discounted.plus(row.amount)?;
            }
        }
        for tax in &closed.taxes {
            let row = self.taxes.entry(tax.rate).or_insert(no_tax(tax.rate));
            row.net = row.net.plus(tax.net)?;
            row.tax = row.tax.plus(tax.tax)?;
        }
        Ok(())
    }

    fn finish(mut self) -> ShiftReport {
        self.report.taxes = self.taxes.into_values().collect();
        self.report.tenders = self.tenders.into_values().collect();
        self.report
    }
}

const fn no_payment(tender: Tender) -> TenderRow {
    TenderRow {
        tender,
        named: None,
        count: 0,
        amount: Money::ZERO,
        tips: Money::ZERO,
        over: Money::ZERO,
    }
}

/// The name that a tender had last is the one that people know.
fn call(row: &mut TenderRow, named: Option<&String>) {
    if let Some(named) = named {
        row.named = Some(named.clone());
    }
}

const fn no_tax(rate: TaxRate) -> TaxRow {
    TaxRow {
        rate,
        net: Money::ZERO,
        tax: Money::ZERO,
    }
}

fn take_off(taxes: &mut BTreeMap<TaxRate, TaxRow>, rows: &[TaxRow]) -> Result<(), MoneyError> {
    for tax in rows {
        let row = taxes.entry(tax.rate).or_insert(no_tax(tax.rate));
        row.net = row.net.minus(tax.net)?;
        row.tax = row.tax.minus(tax.tax)?;
    }
    Ok(())
}

/// The reason of a drawer opening that belongs to a cash payment.
pub const SALE: &str = "sale";
/// The reason of a drawer opening that belongs to cash that goes back.
pub const REFUND: &str = "refund";

#[cfg(test)]
mod tests;
