//! What a check costs: the one place where totals and taxes are computed.
//!
//! Taxes are rounded once per rate and check, halves up. Where prices hold the tax, the parts of
//! all rates always add up to the total; where tax is added, the total is the sum of its parts.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    menu::TaxRate,
    money::{Money, MoneyError, ratio_half_up},
    order::Order,
};

/// One rate's share of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRow {
    /// The rate.
    pub rate: TaxRate,
    /// What it is taken on, without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
}

/// What a check costs and what is still owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Sum of the lines as they are written on the menu.
    pub lines: Money,
    /// Taxes by rate.
    pub taxes: Vec<TaxRow>,
    /// All taxes together.
    pub tax: Money,
    /// Tax is part of `lines` already.
    pub tax_included: bool,
    /// What the guests owe for all of it.
    pub total: Money,
    /// What was paid, tips left out.
    pub paid: Money,
    /// What is still owed; nothing when more was paid.
    pub due: Money,
    /// What was paid beyond the total, for somebody to decide about.
    pub overpaid: Money,
    /// Tips.
    pub tips: Money,
}

/// What an order costs now.
pub fn totals(order: &Order) -> Result<Totals, MoneyError> {
    let mut groups: BTreeMap<(bool, &[TaxRate]), Money> = BTreeMap::new();
    let mut lines = Money::ZERO;
    for line in &order.lines {
        let amount = line.amount()?;
        lines = lines.plus(amount)?;
        let key = (line.facts.tax_included, line.facts.tax.rates(order.service));
        let sum = groups.entry(key).or_default();
        *sum = sum.plus(amount)?;
    }
    let mut rows: BTreeMap<TaxRate, TaxRow> = BTreeMap::new();
    let mut added = Money::ZERO;
    for ((included, rates), amount) in &groups {
        let parts = if *included {
            held_tax(*amount, rates)?
        } else {
            added_tax(*amount, rates)?
        };
        let tax = Money::sum(parts.iter().map(|(_, tax)| *tax))?;
        let net = if *included {
            amount.minus(tax)?
        } else {
            *amount
        };
        if !included {
            added = added.plus(tax)?;
        }
        add_rows(&mut rows, net, &parts)?;
    }
    let total = lines.plus(added)?;
    let paid = order.paid()?;
    let open = total.minus(paid)?;
    Ok(Totals {
        lines,
        tax: Money::sum(rows.values().map(|row| row.tax))?,
        taxes: rows.into_values().collect(),
        tax_included: groups.keys().all(|(included, _)| *included),
        total,
        paid,
        due: open.at_least_zero(),
        overpaid: Money::ZERO.minus(open)?.at_least_zero(),
        tips: order.tips()?,
    })
}

/// Adds the taxes on `net` to the rows of their rates.
///
/// A tax class may hold a rate twice, as two taxes of 2.5 % do. Their taxes add up in one row, but
/// what they are taken on is the same money and counts once.
fn add_rows(
    rows: &mut BTreeMap<TaxRate, TaxRow>,
    net: Money,
    parts: &[(TaxRate, Money)],
) -> Result<(), MoneyError> {
    let mut counted = BTreeSet::new();
    for (rate, tax) in parts {
        let row = rows.entry(*rate).or_insert(TaxRow {
            rate: *rate,
            net: Money::ZERO,
            tax: Money::ZERO,
        });
        if counted.insert(*rate) {
            row.net = row.net.plus(net)?;
        }
        row.tax = row.tax.plus(*tax)?;
    }
    Ok(())
}

/// The tax on top of `net`, for each rate.
fn added_tax(net: Money, rates: &[TaxRate]) -> Result<Vec<(TaxRate, Money)>, MoneyError> {
    let one = |rate: &TaxRate| {
        let tax = ratio_half_up(net.minor(), i64::from(rate.ppm()), WHOLE)?;
        Ok((*rate, Money::from_minor(tax)))
    };
    rates.iter().map(one).collect()
}

/// The tax inside `gross`, for each rate; the last rate takes what rounding left over.
fn held_tax(gross: Money, rates: &[TaxRate]) -> Result<Vec<(TaxRate, Money)>, MoneyError> {
    let all: i64 = rates.iter().map(|rate| i64::from(rate.ppm())).sum();
    let mut rest = ratio_half_up(gross.minor(), all, WHOLE + all)?;
    let mut parts = Vec::with_capacity(rates.len());
    for (place, rate) in rates.iter().enumerate() {
        let is_last = place + 1 == rates.len();
        let share = ratio_half_up(gross.minor(), i64::from(rate.ppm()), WHOLE + all)?;
        let tax = if is_last { rest } else { share };
        rest -= tax;
        parts.push((*rate, Money::from_minor(tax)));
    }
    Ok(parts)
}

const WHOLE: i64 = 1_000_000;

/// What comes of a tender before anybody takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderPreview {
    /// What it takes off the check.
    pub amount: Money,
    /// What the guest gets back.
    pub change: Money,
    /// What is owed after it.
    pub due_after: Money,
}

/// What `tendered` does to what is `due`: it pays at most that, the rest is change.
pub fn preview(due: Money, tendered: Money) -> Result<TenderPreview, MoneyError> {
    let amount = due.min(tendered).at_least_zero();
    Ok(TenderPreview {
        amount,
        change: tendered.minus(amount)?.at_least_zero(),
        due_after: due.minus(amount)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::{DeviceId, LineId, OrderId, StaffId},
        menu::{Course, Name, Service, TaxClass},
        order::{Line, LineFacts},
    };

    fn rates(percents: &[&str]) -> Vec<TaxRate> {
        percents
            .iter()
            .map(|text| TaxRate::from_percent(text).unwrap())
            .collect()
    }

    fn taxes(parts: Vec<(TaxRate, Money)>) -> Vec<i64> {
        parts.into_iter().map(|(_, tax)| tax.minor()).collect()
    }

    /// An order of one dish for 10.00 with these rates.
    fn order(tax_included: bool, percents: &[&str]) -> Order {
        let by = StaffId::from_bytes([1; 16]);
        let facts = LineFacts {
            sku: "THALI".to_owned(),
            name: Name::default(),
            variant: String::new(),
            category: "Mains".to_owned(),
            unit_price: Money::from_minor(1_000),
            tax: TaxClass {
                name: "food".to_owned(),
                eat_in: rates(percents),
                takeaway: None,
            },
            tax_included,
            station: None,
            allergens: Vec::new(),
            prep_seconds: 0,
            modifiers: Vec::new(),
            menu_version: 1,
        };
        let line = Line {
            id: LineId::from_bytes([2; 16]),
            facts,
            quantity: 1,
            sent_quantity: 0,
            seat: 0,
            course: Course::default(),
            notes: Vec::new(),
            voids: Vec::new(),
            voided_twice: 0,
            contested: false,
            by,
            at_ms: 0,
            kitchen: None,
        };
        Order {
            training: false,
            id: OrderId::from_bytes([3; 16]),
            number: "A-001".to_owned(),
            opened_at_ms: 0,
            opened_by: by,
            opened_on: DeviceId::from_bytes([4; 16]),
            service: Service::EatIn,
            table: None,
            tab: String::new(),
            guests: 1,
            contested: false,
            lines: vec![line],
            tickets: Vec::new(),
            payments: Vec::new(),
            split: None,
            refunds: Vec::new(),
            closed_at_ms: None,
            counted: None,
        }
    }

    /// Net and tax of each row, and what the guests owe.
    fn priced(order: &Order) -> (Vec<(i64, i64)>, i64) {
        let totals = totals(order).unwrap();
        let row = |row: &TaxRow| (row.net.minor(), row.tax.minor());
        (totals.taxes.iter().map(row).collect(), totals.total.minor())
    }

    #[test]
    fn a_rate_that_is_there_twice_is_taken_on_its_net_once() {
        let added = priced(&order(false, &["2.5", "2.5"]));
        assert_eq!(added, (vec![(1_000, 50)], 1_050));
        let held = priced(&order(true, &["2.5", "2.5"]));
        assert_eq!(held, (vec![(952, 48)], 1_000));
    }

    #[test]
    fn the_net_of_two_dishes_with_the_same_rate_adds_up() {
        let mut both = order(false, &["2.5", "2.5"]);
        both.lines.extend(order(false, &["2.5"]).lines);
        assert_eq!(priced(&both), (vec![(2_000, 75)], 2_075));
        let apart = priced(&order(false, &["2.5", "9"]));
        assert_eq!(apart, (vec![(1_000, 25), (1_000, 90)], 1_115));
    }

    #[test]
    fn ten_percent_inside_fifty_euro_is_four_fifty_five() {
        assert_eq!(
            taxes(held_tax(Money::from_minor(5_000), &rates(&["10"])).unwrap()),
            [455]
        );
    }

    #[test]
    fn two_rates_inside_one_price_add_up_to_their_sum() {
        let parts = taxes(held_tax(Money::from_minor(1_999), &rates(&["8.875", "0.5"])).unwrap());
        assert_eq!(parts.iter().sum::<i64>(), 171);
        assert_eq!(parts, [162, 9]);
    }

    #[test]
    fn two_rates_on_top_are_rounded_each() {
        let parts = taxes(added_tax(Money::from_minor(650), &rates(&["8.875", "0.5"])).unwrap());
        assert_eq!(parts, [58, 3]);
    }

    #[test]
    fn a_note_larger_than_the_check_gives_change() {
        let seen = preview(Money::from_minor(4_250), Money::from_minor(5_000)).unwrap();
        assert_eq!((seen.change.minor(), seen.due_after.minor()), (750, 0));
        let part = preview(Money::from_minor(4_250), Money::from_minor(1_000)).unwrap();
        assert_eq!((part.change.minor(), part.due_after.minor()), (0, 3_250));
    }
}
