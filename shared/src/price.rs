//! What a check costs: the one place where totals, discounts, charges and taxes are computed.
//!
//! `docs/money.md` says every step with its rounding; what is here is that text in Rust. The lines'
//! shares always add up to the total, and nothing is ever below zero.

mod cash;
mod discount;
mod fee;
mod groups;
mod happy_hour;
mod hours;
mod made;
mod reckoned;
mod round;
mod rules;
mod table;
mod tax;

use serde::{Deserialize, Serialize};

pub use cash::{TenderPreview, preview, preview_cash};
pub use discount::{Discount, DiscountRow, PROMO_PREFIX, Promotion, Takes};
pub use happy_hour::{HappyHour, price_at};
pub use hours::Hours;
pub use made::{halves_price, listed_price, weighed_price};
pub use reckoned::{Reckoned, ReckonedLines, TaxSet, TaxedPiece, reckoned};
pub use round::{Rounding, WHOLE_PPM, spread};
pub use rules::{ChargeBase, PriceRules, ServiceCharge, SitePrices, TaxRounding};
pub use tax::TaxRow;
pub(crate) use {
    groups::{TaxGroup, add_rows, tax_groups, tax_kinds},
    table::{in_steps, spread_both},
    tax::taxes_of_set,
};

use crate::{
    deposit::left_over,
    ids::LineId,
    menu::Service,
    money::{Money, MoneyError},
    order::{Line, Order, Tender},
};

/// What a line makes of the total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineShare {
    /// Which line.
    pub line: LineId,
    /// Its price as it is on the menu.
    pub amount: Money,
    /// What discounts took off it, those of the whole check among them.
    pub discount: Money,
    /// Its part of the service charge.
    pub charge: Money,
    /// Its part of what it costs to bring the order.
    #[serde(default)]
    pub delivery: Money,
    /// Tax that is added to it; nothing where prices hold the tax.
    pub tax: Money,
    /// What is owed for it, all told. Over all lines these make the total.
    pub owed: Money,
}

/// What a check costs and what is still owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Sum of the lines as they are written on the menu.
    pub lines: Money,
    /// Discounts in the order in which they had their turn.
    #[serde(default)]
    pub discounts: Vec<DiscountRow>,
    /// What they took together.
    #[serde(default)]
    pub discount: Money,
    /// Service charge.
    #[serde(default)]
    pub charge: Money,
    /// What it costs to bring the order.
    #[serde(default)]
    pub delivery: Money,
    /// The party is so large that it pays a service charge, and somebody let them off.
    #[serde(default)]
    pub charge_waived: bool,
    /// Taxes by rate.
    pub taxes: Vec<TaxRow>,
    /// All taxes together.
    pub tax: Money,
    /// Every line's price holds its tax.
    pub tax_included: bool,
    /// What of `taxes` comes on top of `lines`; the other taxes are part of them already. A check has
    /// both where the site changed its prices while it was open.
    #[serde(default)]
    pub taxes_on_top: Vec<TaxRow>,
    /// What the guests owe for all of it.
    pub total: Money,
    /// What of it goes onto gift cards: that is not sold.
    #[serde(default)]
    pub gift_cards: Money,
    /// What was paid, tips left out.
    pub paid: Money,
    /// What is still owed; nothing when more was paid.
    pub due: Money,
    /// What of it is to be given in cash, where the smallest coin is larger than a minor unit.
    #[serde(default)]
    pub cash_due: Money,
    /// What the smallest coin made of the cash that was paid, above or below zero. It stands beside
    /// the total: `paid` and `rounding` together are what is in drawers and on cards.
    #[serde(default)]
    pub rounding: Money,
    /// What was paid beyond the total, for somebody to decide about.
    pub overpaid: Money,
    /// Deposits that stand on the check; `paid` holds them.
    #[serde(default)]
    pub deposits: Money,
    /// What of `overpaid` is a deposit that the check does not use.
    #[serde(default)]
    pub deposit_left: Money,
    /// What was paid beside deposits.
    #[serde(default)]
    pub paid_beside: Money,
    /// What of `overpaid` is no deposit, as where two tills took it.
    #[serde(default)]
    pub paid_twice: Money,
    /// Tips.
    pub tips: Money,
    /// What each line makes of the total, in the order of the lines.
    #[serde(default)]
    pub shares: Vec<LineShare>,
}

impl Totals {
    /// What of `taxes` prices hold.
    pub fn taxes_held(&self) -> Result<Vec<TaxRow>, MoneyError> {
        let mut held = Vec::with_capacity(self.taxes.len());
        for row in &self.taxes {
            let on_top = self.taxes_on_top.iter().find(|one| one.rate == row.rate);
            let row = match on_top {
                Some(on_top) => TaxRow {
                    rate: row.rate,
                    net: row.net.minus(on_top.net)?,
                    tax: row.tax.minus(on_top.tax)?,
                },
                None => row.clone(),
            };
            held.push(row);
        }
        held.retain(|row| !(row.net.is_zero() && row.tax.is_zero()));
        Ok(held)
    }

    /// What the guests owe for what is sold: all but money for gift cards.
    pub fn sold(&self) -> Result<Money, MoneyError> {
        self.total.minus(self.gift_cards)
    }
}

/// What an order costs now.
pub fn totals(order: &Order) -> Result<Totals, MoneyError> {
    let rules = &order.rules;
    let (prices, discounts) = prices_of(order, rules)?;
    let groups = groups::groups(order, rules, &prices)?;
    let taxes = groups::rows(&groups)?;
    let added = groups::added(&groups, order.lines.len())?;
    let shares = shares(order, &prices, &added)?;
    let total = Money::sum(shares.iter().map(|share| share.owed))?;
    let paid = order.paid()?;
    let open = total.minus(paid)?;
    let due = open.at_least_zero();
    let overpaid = Money::ZERO.minus(open)?.at_least_zero();
    let (deposits, deposit_left) = (order.deposits()?, left_over(order, total, overpaid)?);
    Ok(Totals {
        lines: Money::sum(prices.amounts.iter().copied())?,
        discount: Money::sum(discounts.iter().map(|row| row.amount))?,
        discounts,
        charge: Money::sum(prices.charges.iter().copied())?,
        delivery: Money::sum(prices.delivery.iter().copied())?,
        charge_waived: order.charge_waived.is_some() && charge_of(order, rules).is_some(),
        tax: Money::sum(taxes.iter().map(|row| row.tax))?,
        taxes,
        tax_included: order.lines.iter().all(|line| line.facts.tax_included),
        taxes_on_top: groups::rows_on_top(&groups)?,
        total,
        gift_cards: gift_cards(order, &shares)?,
        paid,
        due,
        cash_due: rules.due_in(due, Tender::Cash)?,
        rounding: order.rounding()?,
        overpaid,
        deposits,
        deposit_left,
        paid_beside: paid.minus(deposits)?.at_least_zero(),
        paid_twice: overpaid.minus(deposit_left)?,
        tips: order.tips()?,
        shares,
    })
}

/// The service charge that the size of the party asks for. Who takes away is not served.
fn charge_of<'a>(order: &Order, rules: &'a PriceRules) -> Option<&'a ServiceCharge> {
    let charge = rules.charge.as_ref()?;
    (order.service == Service::EatIn && order.guests >= charge.from_guests).then_some(charge)
}

/// The service charge of each line, and whether it is taxed.
fn charges(
    order: &Order,
    rules: &PriceRules,
    amounts: &[Money],
    left: &[Money],
) -> Result<(Vec<Money>, bool), MoneyError> {
    let charge = charge_of(order, rules).filter(|_| order.charge_waived.is_none());
    let Some(charge) = charge else {
        return Ok((vec![Money::ZERO; amounts.len()], false));
    };
    let base = match charge.base {
        ChargeBase::AfterDiscounts => sold_alone(order, left),
        ChargeBase::BeforeDiscounts => sold_alone(order, amounts),
    };
    let all = rules
        .rounding
        .part(Money::sum(base.iter().copied())?, charge.rate_ppm)?;
    let weights: Vec<i128> = base.iter().map(|one| i128::from(one.minor())).collect();
    Ok((spread(all, &weights)?, charge.taxed))
}

/// The amounts of what is sold; nothing for money that goes onto a gift card.
fn sold_alone(order: &Order, amounts: &[Money]) -> Vec<Money> {
    let lines = order.lines.iter().zip(amounts);
    lines
        .map(|(line, amount)| if line.is_gift() { Money::ZERO } else { *amount })
        .collect()
}

/// What the guests owe for gift cards.
fn gift_cards(order: &Order, shares: &[LineShare]) -> Result<Money, MoneyError> {
    let gifts = order.lines.iter().zip(shares);
    let gifts = gifts.filter(|(line, _)| line.is_gift());
    Money::sum(gifts.map(|(_, share)| share.owed))
}

/// What each line costs before added taxes, one of each for each line.
struct LinePrices {
    /// As it is written on the menu.
    amounts: Vec<Money>,
    /// What discounts left of it.
    left: Vec<Money>,
    charges: Vec<Money>,
    is_charge_taxed: bool,
    delivery: Vec<Money>,
}

impl LinePrices {
    /// What is taxed of each line: with its charge where that is taxed too.
    fn taxable(&self) -> Result<Vec<Money>, MoneyError> {
        if !self.is_charge_taxed {
            return Ok(self.left.clone());
        }
        let both = self.left.iter().zip(&self.charges);
        both.map(|(left, charge)| left.plus(*charge)).collect()
    }
}

/// The prices of the lines, and what each discount took.
fn prices_of(
    order: &Order,
    rules: &PriceRules,
) -> Result<(LinePrices, Vec<DiscountRow>), MoneyError> {
    let amounts: Vec<Money> = order
        .lines
        .iter()
        .map(Line::amount)
        .collect::<Result<_, _>>()?;
    let (left, discounts) = discount::take_all(order, rules, &amounts)?;
    let (charges, is_charge_taxed) = charges(order, rules, &amounts, &left)?;
    let delivery = fee::of_lines(order, rules, &left)?;
    let prices = LinePrices {
        amounts,
        left,
        charges,
        is_charge_taxed,
        delivery,
    };
    Ok((prices, discounts))
}

fn shares(
    order: &Order,
    prices: &LinePrices,
    added: &[Money],
) -> Result<Vec<LineShare>, MoneyError> {
    let share = |(place, line): (usize, &Line)| {
        let at = |of: &[Money]| of.get(place).copied().unwrap_or_default();
        let (amount, left) = (at(&prices.amounts), at(&prices.left));
        let (charge, delivery, tax) = (at(&prices.charges), at(&prices.delivery), at(added));
        Ok(LineShare {
            line: line.id,
            amount,
            discount: amount.minus(left)?,
            charge,
            delivery,
            tax,
            owed: Money::sum([left, charge, delivery, tax])?,
        })
    };
    order.lines.iter().enumerate().map(share).collect()
}
