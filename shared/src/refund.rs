//! Money that goes back: what a line is worth that was paid for, in parts that add up to it.
//!
//! A line's worth is its share of what the guests owed, tax and all. It is spread over the units
//! that went back, with those that go back now, and the units that stay (`docs/money.md`); whoever
//! gives units back gets that less what was given before. So the last unit takes what rounding left
//! over, and all of them together get the worth. What goes back is of the line's net and taxes in
//! steps that never turn round, so net and taxes always make it.

mod back;
mod coins;
mod taxes;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use back::{BackBy, BackLimits, OnlyOntoCard, in_parts};
pub use coins::{rounding_back, surplus_rounding};

use crate::{
    gift::{CardLoad, CardRef, CardUse},
    ids::{DeviceId, FactId, LineId, OrderId, ShiftId, StaffId},
    menu::Name,
    money::{Money, MoneyError},
    order::{Line, Order, Tender},
    price::{TaxRow, Totals, add_rows, spread, tax_groups},
};

/// What money goes back for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundKind {
    /// For units that were sold.
    Lines,
    /// For what was paid beyond the check: it was taken at two tills.
    Surplus,
    /// Nothing goes back: what was paid beyond the check stays as a tip.
    Kept,
}

/// Units of a line that go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLine {
    /// The line.
    pub line: LineId,
    /// How many units.
    pub quantity: u32,
}

/// Units of a line whose money went back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundedLine {
    /// The line.
    pub line: LineId,
    /// The item.
    pub sku: String,
    /// Its name in the site's language, with the variant.
    pub name: String,
    /// Its category.
    pub category: String,
    /// How many units.
    pub quantity: i64,
    /// What they make as written on the menu, for reports of items.
    #[serde(default)]
    pub listed: Money,
    /// What the guest got for them, tax and all.
    pub amount: Money,
}

/// What comes of a refund before anybody gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// What goes back.
    pub lines: Vec<RefundedLine>,
    /// Taxes in it by rate, above zero.
    pub taxes: Vec<TaxRow>,
    /// What the guest gets.
    pub amount: Money,
}

/// A fact of the journal: money went back, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refunded {
    /// The order.
    pub order: OrderId,
    /// What people call the order.
    pub order_number: String,
    /// The shift out of whose drawer it is.
    pub shift: ShiftId,
    /// What for.
    pub of: RefundKind,
    /// Number of the paper; empty where nothing goes back.
    pub number: String,
    /// What goes back.
    pub lines: Vec<RefundedLine>,
    /// Taxes in it by rate, above zero.
    pub taxes: Vec<TaxRow>,
    /// How much, above zero.
    pub amount: Money,
    /// What the smallest coin made of it, above or below zero. With the amount it is what the guest got.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub rounding: Money,
    /// What of it had been taken as a deposit.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub deposit: Money,
    /// Nothing goes back, and it is nobody's tip: the house keeps the deposit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forfeited: bool,
    /// Money for gift cards in it: it comes off the cards and was never sold. `lines` hold the rest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gift_cards: Vec<CardLoad>,
    /// How it was given.
    pub tender: Tender,
    /// What the tender was called when it paid, where the restaurant named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<String>,
    /// The gift card that it went onto.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardRef>,
    /// Why.
    pub reason: String,
    /// Who gave it.
    pub by: StaffId,
    /// Who lent the right, where this person's role lacks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<StaffId>,
}

/// What an order knows of a refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundHint {
    /// The journal's record.
    pub fact: FactId,
    /// What for.
    pub of: RefundKind,
    /// Number of the paper.
    pub number: String,
    /// What went back.
    pub lines: Vec<RefundedLine>,
    /// Taxes in it by rate, above zero.
    pub taxes: Vec<TaxRow>,
    /// How much, above zero.
    pub amount: Money,
    /// What the smallest coin made of it, above or below zero. With the amount it is what the guest got.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub rounding: Money,
    /// What of it had been taken as a deposit.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub deposit: Money,
    /// Nothing goes back, and it is nobody's tip: the house keeps the deposit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forfeited: bool,
    /// How it was given.
    pub tender: Tender,
    /// What the tender was called when it paid, where the restaurant named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<Name>,
    /// The gift card that it went onto, and what was on it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardUse>,
    /// Why.
    pub reason: String,
    /// Who gave it.
    pub by: StaffId,
    /// Who lent the right.
    pub approved_by: Option<StaffId>,
    /// When.
    pub at_ms: i64,
    /// The till.
    pub device: DeviceId,
}

/// A line of a closed check, for whoever chooses what goes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refundable {
    /// The line.
    pub line: LineId,
    /// Its name in the site's language, with the variant.
    pub name: String,
    /// Units that were sold.
    pub sold: i64,
    /// Units that can still go back.
    pub left: i64,
    /// What these would bring the guest.
    pub worth: Money,
}

/// Why nothing goes back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefundError {
    /// Nothing was chosen.
    #[error("nothing was chosen")]
    Nothing,
    /// It was not sold on this check.
    #[error("line {0} was not sold")]
    NotSold(LineId),
    /// More units than are left.
    #[error("only {left} of {name} can go back")]
    TooMany {
        /// Which.
        name: String,
        /// So many are left.
        left: i64,
    },
    /// It cannot be added up.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// What a line is worth.
struct Worth {
    line: LineId,
    sold: i64,
    owed: Money,
}

/// The lines that were sold, with what can still go back.
pub fn refundable(order: &Order, totals: &Totals) -> Result<Vec<Refundable>, RefundError> {
    let sold = worths(order, totals);
    let row = |worth: &Worth| {
        let name = name_of(order, worth.line);
        let (units, given) = refunded(order, worth.line)?;
        Ok(Refundable {
            line: worth.line,
            name,
            sold: worth.sold,
            left: (worth.sold - units).max(0),
            worth: worth.owed.minus(given)?.at_least_zero(),
        })
    };
    sold.iter().map(row).collect()
}

/// What the guest gets for these units.
pub fn refund(
    order: &Order,
    totals: &Totals,
    wanted: &[RefundLine],
) -> Result<Refund, RefundError> {
    let mut units: BTreeMap<LineId, i64> = BTreeMap::new();
    for one in wanted.iter().filter(|one| one.quantity > 0) {
        let sum = units.entry(one.line).or_default();
        *sum = sum.saturating_add(i64::from(one.quantity));
    }
    if units.is_empty() {
        return Err(RefundError::Nothing);
    }
    let sold = worths(order, totals);
    let groups = tax_groups(order)?;
    let mut taxes = Vec::new();
    let mut lines = Vec::new();
    for (line, quantity) in units {
        let worth = sold.iter().find(|worth| worth.line == line);
        let worth = worth.ok_or(RefundError::NotSold(line))?;
        let (before, given) = refunded(order, line)?;
        let left = (worth.sold - before).max(0);
        if quantity > left {
            let name = name_of(order, line);
            return Err(RefundError::TooMany { name, left });
        }
        let after = before + quantity;
        let amount = worth.share(after)?.minus(given)?.at_least_zero();
        let back = [given, given.plus(amount)?];
        add_rows(&mut taxes, taxes::between(order, line, back, &groups)?)?;
        let facts = order.line(line).map(|line| &line.facts);
        lines.push(RefundedLine {
            line,
            sku: facts.map(|facts| facts.sku.clone()).unwrap_or_default(),
            name: name_of(order, line),
            category: facts
                .map(|facts| facts.category.clone())
                .unwrap_or_default(),
            quantity,
            listed: facts
                .map_or(Ok(Money::ZERO), crate::order::LineFacts::price_of_one)?
                .times(quantity)?,
            amount,
        });
    }
    Ok(Refund {
        amount: Money::sum(lines.iter().map(|line| line.amount))?,
        lines,
        taxes,
    })
}

/// Units of a line that went back, and what was given for them.
pub fn refunded(order: &Order, line: LineId) -> Result<(i64, Money), MoneyError> {
    let all = order.refunds.iter().flat_map(|refund| &refund.lines);
    all.filter(|one| one.line == line)
        .try_fold((0_i64, Money::ZERO), |(units, given), one| {
            Ok((units.saturating_add(one.quantity), given.plus(one.amount)?))
        })
}

/// What a line was worth to the guest.
pub fn worth_of(order: &Order, totals: &Totals, line: LineId) -> Result<Money, MoneyError> {
    let sold = worths(order, totals);
    let worth = sold.iter().find(|worth| worth.line == line);
    Ok(worth.map_or(Money::ZERO, |worth| worth.owed))
}

impl Worth {
    /// What so many of its units are worth.
    fn share(&self, units: i64) -> Result<Money, MoneyError> {
        part_of(self.owed, units, self.sold)
    }
}

/// What each sold line is worth: together they make the total.
fn worths(order: &Order, totals: &Totals) -> Vec<Worth> {
    let share_of = |id| totals.shares.iter().find(|share| share.line == id);
    let sold = order.lines.iter().filter(|line| line.quantity > 0);
    let worth = |line: &Line| Worth {
        line: line.id,
        sold: line.quantity,
        owed: share_of(line.id).map_or(Money::ZERO, |share| share.owed),
    };
    sold.map(worth).collect()
}

/// What so many of all units make of `whole`, as it is spread over these and the other units.
fn part_of(whole: Money, units: i64, all: i64) -> Result<Money, MoneyError> {
    let units = units.clamp(0, all);
    let parts = spread(whole, &[i128::from(units), i128::from(all - units)])?;
    Ok(parts.first().copied().unwrap_or_default())
}

fn name_of(order: &Order, line: LineId) -> String {
    let facts = order.line(line).map(|line| &line.facts);
    facts
        .map(crate::order::LineFacts::full_name)
        .unwrap_or_default()
}
