//! The same check computed a second time, simply, from `docs/money.md`: plain numbers, exact
//! fractions, one step after the other.

use std::collections::BTreeMap;

use shared::{
    menu::{HalvesRule, Service, TaxClass, TaxRate},
    order::{ComboPart, Half, Line, LineModifier, Order},
    price::{ChargeBase, Takes, TaxRounding},
};

use crate::{
    by_record::taxes_of,
    fraction::{Fraction, share_out, wholes},
};

/// What a check comes to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) lines: i64,
    /// Key and amount of each discount, in turn.
    pub(crate) discounts: Vec<(String, i64)>,
    pub(crate) charge: i64,
    pub(crate) delivery: i64,
    /// Net and tax by rate.
    pub(crate) taxes: BTreeMap<u32, (i64, i64)>,
    pub(crate) owed: Vec<i64>,
    pub(crate) total: i64,
    pub(crate) cash: i64,
}

/// What so many of all units make of an amount, the other units getting the rest.
pub(crate) fn part_of(amount: i64, units: i64, all: i64) -> i64 {
    share_out(amount, &wholes(&[units, all - units]))[0]
}

fn extras(modifiers: &[LineModifier]) -> i64 {
    let each = modifiers.iter();
    each.map(|one| one.price.minor() * i64::from(one.count))
        .sum()
}

/// What one costs without the modifiers of the line, from what is written beside the price.
fn made(order: &Order, line: &Line) -> i64 {
    let special = &line.facts.special;
    if let Some(weighed) = &special.weighed {
        let weight = Fraction::new(i128::from(weighed.net_milli), 1_000);
        return (Fraction::whole(weighed.price.minor()) * weight).round(order.rules.rounding);
    }
    if let Some(halves) = &special.halves {
        let whole = |half: &Half| (half.price.minor() + extras(&half.modifiers)).max(0);
        let [one, other] = [whole(&halves.both[0]), whole(&halves.both[1])];
        let price = match halves.rule {
            HalvesRule::Dearer => one.max(other),
            HalvesRule::Sum => {
                Fraction::new(i128::from(one + other), 2).round(order.rules.rounding)
            }
        };
        return price + halves.on_top.minor();
    }
    if let Some(combo) = &special.combo {
        let dish = |part: &ComboPart| part.upcharge.minor() + extras(&part.modifiers);
        let all: i64 = combo.parts.iter().map(dish).sum();
        return (combo.price.minor() + all).max(0);
    }
    line.facts.unit_price.minor()
}

/// What of a line's money is taxed how.
pub(crate) fn taxed_as(line: &Line, amount: i64) -> Vec<(&TaxClass, i64)> {
    let Some(combo) = line.facts.special.combo.as_ref() else {
        return vec![(&line.facts.tax, amount)];
    };
    if combo.parts.is_empty() {
        return vec![(&line.facts.tax, amount)];
    }
    let mut listed: Vec<i64> = combo.parts.iter().map(|part| part.listed.minor()).collect();
    if listed.iter().all(|one| *one == 0) {
        listed.fill(1);
    }
    let shares = share_out(amount, &wholes(&listed));
    combo
        .parts
        .iter()
        .map(|part| &part.tax)
        .zip(shares)
        .collect()
}

fn amounts(order: &Order) -> Vec<i64> {
    let mut amounts = Vec::new();
    for line in &order.lines {
        let one = made(order, line) + extras(&line.facts.modifiers);
        amounts.push(one.max(0) * line.quantity);
    }
    amounts
}

/// Takes discounts off and tells what each took.
fn discount(order: &Order, left: &mut [i64]) -> Vec<(String, i64)> {
    let mut taken = Vec::new();
    // Lines, promotions, check; in each comps, percents, amounts.
    for stage in 0..3 {
        for kind in 0..3 {
            let mut turn: Vec<_> = order
                .discounts
                .iter()
                .filter(|one| {
                    let its_stage = match (one.key.starts_with("promo/"), one.line) {
                        (true, _) => 1,
                        (false, Some(_)) => 0,
                        (false, None) => 2,
                    };
                    let its_kind = match one.takes {
                        Takes::Comp => 0,
                        Takes::Percent { .. } => 1,
                        Takes::Amount { .. } => 2,
                    };
                    (its_stage, its_kind) == (stage, kind)
                })
                .collect();
            if stage == 1 {
                turn.sort_by(|one, other| one.key.cmp(&other.key));
            }
            for one in turn {
                let mut there = vec![0; left.len()];
                for (place, line) in order.lines.iter().enumerate() {
                    let right_line = one.line.is_none() || one.line == Some(line.id);
                    let right_category =
                        one.categories.is_empty() || one.categories.contains(&line.facts.category);
                    if right_line && right_category && !line.is_gift() {
                        there[place] = left[place];
                    }
                }
                let base: i64 = there.iter().sum();
                let asked = match one.takes {
                    Takes::Comp => base,
                    Takes::Percent { ppm } => {
                        (Fraction::whole(base) * Fraction::ppm(ppm)).round(order.rules.rounding)
                    }
                    Takes::Amount { amount } => amount.minor(),
                };
                let amount = asked.clamp(0, base);
                for (place, part) in share_out(amount, &wholes(&there)).into_iter().enumerate() {
                    left[place] -= part;
                }
                taken.push((one.key.clone(), amount));
            }
        }
    }
    taken
}

/// The same with nothing for money that goes onto a gift card.
fn dishes_alone(order: &Order, amounts: &[i64]) -> Vec<i64> {
    let mut amounts = amounts.to_vec();
    for (amount, line) in amounts.iter_mut().zip(&order.lines) {
        if line.is_gift() {
            *amount = 0;
        }
    }
    amounts
}

/// The charge of each line.
fn charge(order: &Order, menu: &[i64], left: &[i64]) -> Vec<i64> {
    let none = vec![0; menu.len()];
    let Some(charge) = order.rules.charge else {
        return none;
    };
    let small = order.guests < charge.from_guests;
    if small || order.service != Service::EatIn || order.charge_waived.is_some() {
        return none;
    }
    let base = match charge.base {
        ChargeBase::BeforeDiscounts => menu,
        ChargeBase::AfterDiscounts => left,
    };
    let base = dishes_alone(order, base);
    let all = Fraction::whole(base.iter().sum()) * Fraction::ppm(charge.rate_ppm);
    share_out(all.round(order.rules.rounding), &wholes(&base))
}

/// What each line bears of the fee for bringing the order.
fn delivery(order: &Order, left: &[i64]) -> Vec<i64> {
    let units: Vec<i64> = order.lines.iter().map(|line| line.quantity).collect();
    let units = dishes_alone(order, &units);
    let left = &dishes_alone(order, left);
    let fee = match &order.rules.delivery {
        Some(fee) if order.service == Service::Delivery && units.iter().any(|n| *n > 0) => fee,
        _ => return vec![0; left.len()],
    };
    let is_free = left.iter().all(|one| *one == 0);
    let weights = if is_free { &units } else { left };
    share_out(fee.amount.minor(), &wholes(weights))
}

/// Taxes that are rounded together: base and tax of each rate.
fn tax(order: &Order, (class, included): (&TaxClass, bool), amount: i64) -> Vec<(u32, i64, i64)> {
    let ppm = |rates: &[TaxRate]| rates.iter().map(|rate| rate.ppm()).collect();
    let rates: Vec<u32> = ppm(class.rates(order.service));
    let compound: Vec<u32> = ppm(&class.compound);
    taxes_of((&rates, &compound), included, order.rules.rounding, amount)
}

/// What is owed in cash.
fn in_cash(order: &Order, total: i64) -> i64 {
    let paid: i64 = order
        .payments
        .iter()
        .map(|payment| payment.amount.minor())
        .sum();
    let due = (total - paid).max(0);
    let step = order.rules.cash_step_minor;
    match step {
        ..=1 => due,
        _ => Fraction::new(i128::from(due), i128::from(step)).round(order.rules.rounding) * step,
    }
}

/// Amounts that are rounded together: the place and the amount of each, the class, and whether the
/// price holds the tax.
type Together<'a> = (Vec<(usize, i64)>, (&'a TaxClass, bool));

/// The lines by what is alike of their taxes, and the fee by itself.
fn rounded_together<'a>(order: &'a Order, taxable: &[i64], fees: &[i64]) -> Vec<Together<'a>> {
    let mut groups: Vec<Vec<(usize, &TaxClass, i64)>> = Vec::new();
    for (place, line) in order.lines.iter().enumerate() {
        for (class, amount) in taxed_as(line, taxable[place]) {
            let alike = |place: usize, class: &TaxClass| {
                let by_line = order.rules.tax_rounding == TaxRounding::Line;
                let rates = class.rates(order.service).to_vec();
                let included = order.lines[place].facts.tax_included;
                (
                    by_line.then_some(place),
                    included,
                    rates,
                    class.compound.clone(),
                )
            };
            let same = groups
                .iter_mut()
                .find(|group| alike(group[0].0, group[0].1) == alike(place, class));
            match same {
                Some(group) => group.push((place, class, amount)),
                None => groups.push(vec![(place, class, amount)]),
            }
        }
    }
    let ppm = |rates: &[TaxRate]| -> Vec<u32> { rates.iter().map(|rate| rate.ppm()).collect() };
    groups.sort_by_key(|group| {
        let (place, class, _) = group[0];
        let by_line = order.rules.tax_rounding == TaxRounding::Line;
        (
            by_line.then_some(place),
            order.lines[place].facts.tax_included,
            ppm(class.rates(order.service)),
            ppm(&class.compound),
        )
    });
    let mut rounded_together = Vec::new();
    for group in groups {
        let included = order.lines[group[0].0].facts.tax_included;
        let class = group[0].1;
        let parts: Vec<(usize, i64)> = group
            .iter()
            .map(|(place, _, amount)| (*place, *amount))
            .collect();
        rounded_together.push((parts, (class, included)));
    }
    if let Some(fee) = &order.rules.delivery
        && fees.iter().sum::<i64>() > 0
    {
        let all = fees.iter().copied().enumerate().collect();
        rounded_together.push((all, (&fee.tax, fee.tax_included)));
    }
    rounded_together
}

/// Steps 1 to 4: what each line costs before added taxes.
struct Priced {
    menu: Vec<i64>,
    left: Vec<i64>,
    discounts: Vec<(String, i64)>,
    charges: Vec<i64>,
    taxable: Vec<i64>,
    fees: Vec<i64>,
}

fn priced(order: &Order) -> Priced {
    let menu = amounts(order);
    let mut left = menu.clone();
    let discounts = discount(order, &mut left);
    let charges = charge(order, &menu, &left);
    let charge_too = order.rules.charge.is_some_and(|charge| charge.taxed);
    let taxable: Vec<i64> = left
        .iter()
        .zip(&charges)
        .map(|(left, charge)| if charge_too { left + charge } else { *left })
        .collect();
    let fees = delivery(order, &left);
    Priced {
        menu,
        left,
        discounts,
        charges,
        taxable,
        fees,
    }
}

/// What is taxed together.
pub(crate) struct Group {
    pub(crate) net: i64,
    /// Each tax: its rate, whether it is taken on the taxes before it, how much.
    pub(crate) taxes: Vec<(u32, bool, i64)>,
    /// What is owed for it of each line.
    pub(crate) of_lines: Vec<i64>,
}

/// Step 5, the service charge last where it is not taxed.
pub(crate) fn groups(order: &Order) -> Vec<Group> {
    let priced = priced(order);
    let mut groups = Vec::new();
    for (pieces, (class, included)) in rounded_together(order, &priced.taxable, &priced.fees) {
        let weights: Vec<i64> = pieces.iter().map(|(_, amount)| *amount).collect();
        let amount: i64 = weights.iter().sum();
        let taxes = tax(order, (class, included), amount);
        let all: i64 = taxes.iter().map(|(.., tax)| tax).sum();
        let added = share_out(if included { 0 } else { all }, &wholes(&weights));
        let mut of_lines = vec![0; order.lines.len()];
        for ((place, amount), added) in pieces.iter().zip(added) {
            of_lines[*place] += amount + added;
        }
        let on_taxes = |rate: u32| class.compound.iter().any(|one| one.ppm() == rate);
        let taxes = taxes.into_iter();
        groups.push(Group {
            net: if included { amount - all } else { amount },
            taxes: taxes
                .map(|(rate, _, tax)| (rate, on_taxes(rate), tax))
                .collect(),
            of_lines,
        });
    }
    if !order.rules.charge.is_some_and(|charge| charge.taxed) {
        groups.push(Group {
            net: priced.charges.iter().sum(),
            taxes: Vec::new(),
            of_lines: priced.charges,
        });
    }
    groups
}

/// Computes a check.
pub(crate) fn sums(order: &Order) -> Sums {
    let Priced {
        menu,
        left,
        discounts,
        charges,
        taxable,
        fees,
    } = priced(order);
    let mut taxes: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
    let mut owed: Vec<i64> = (0..left.len())
        .map(|place| left[place] + charges[place] + fees[place])
        .collect();
    for (group, class) in rounded_together(order, &taxable, &fees) {
        let weights: Vec<i64> = group.iter().map(|(_, amount)| *amount).collect();
        let parts = tax(order, class, weights.iter().sum());
        for (number, (rate, base, tax)) in parts.iter().enumerate() {
            let row = taxes.entry(*rate).or_default();
            if !parts[..number].iter().any(|(other, ..)| other == rate) {
                row.0 += base;
            }
            row.1 += tax;
        }
        if !class.1 {
            let all = parts.iter().map(|(.., tax)| tax).sum();
            for ((place, _), part) in group.iter().zip(share_out(all, &wholes(&weights))) {
                owed[*place] += part;
            }
        }
    }
    let total: i64 = owed.iter().sum();
    Sums {
        lines: menu.iter().sum(),
        discounts,
        charge: charges.iter().sum(),
        delivery: fees.iter().sum(),
        taxes,
        owed,
        total,
        cash: in_cash(order, total),
    }
}

/// What the kernel says, in the same words.
pub(crate) fn said(order: &Order) -> Sums {
    let totals = shared::price::totals(order).unwrap();
    let discount = |row: &shared::price::DiscountRow| (row.key.clone(), row.amount.minor());
    let tax = |row: &shared::price::TaxRow| (row.rate.ppm(), (row.net.minor(), row.tax.minor()));
    Sums {
        lines: totals.lines.minor(),
        discounts: totals.discounts.iter().map(discount).collect(),
        charge: totals.charge.minor(),
        delivery: totals.delivery.minor(),
        taxes: totals.taxes.iter().map(tax).collect(),
        owed: totals
            .shares
            .iter()
            .map(|share| share.owed.minor())
            .collect(),
        total: totals.total.minor(),
        cash: totals.cash_due.minor(),
    }
}
