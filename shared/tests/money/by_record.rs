//! A check computed again from the journal's record of it and `docs/money.md`, by somebody who has
//! nothing else: plain JSON, plain numbers, exact fractions.

use std::collections::BTreeMap;

use serde_json::Value;
use shared::price::Rounding;

use crate::fraction::{Fraction, share_out, wholes};

/// What a record says of a check, or should say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Again {
    /// What each discount took, in turn.
    pub(crate) discounts: Vec<i64>,
    /// What discounts took off each line.
    pub(crate) off_lines: Vec<i64>,
    /// Each line's part of the service charge.
    pub(crate) charges: Vec<i64>,
    pub(crate) charge: i64,
    /// Base and tax by rate; no row without anything in it.
    pub(crate) taxes: BTreeMap<u32, (i64, i64)>,
    pub(crate) added: i64,
    pub(crate) total: i64,
}

/// A field that is left out is nothing.
fn number(of: &Value, field: &str) -> i64 {
    of[field].as_i64().unwrap_or(0)
}

fn list<'a>(of: &'a Value, field: &str) -> &'a [Value] {
    of[field].as_array().map_or(&[], Vec::as_slice)
}

fn place(of: &Value, field: &str) -> Option<usize> {
    let place = of[field].as_u64()?;
    Some(usize::try_from(place).unwrap())
}

fn ppm(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

/// What the record says.
pub(crate) fn said(record: &Value) -> Again {
    let lines = list(record, "lines");
    let row = |row: &Value| (ppm(&row["rate"]), (number(row, "net"), number(row, "tax")));
    let taxes = list(record, "taxes").iter().map(row);
    Again {
        discounts: list(record, "discounts")
            .iter()
            .map(|row| number(row, "amount"))
            .collect(),
        off_lines: lines.iter().map(|line| number(line, "discount")).collect(),
        charges: lines.iter().map(|line| number(line, "charge")).collect(),
        charge: number(record, "charge"),
        taxes: taxes.filter(|(_, row)| *row != (0, 0)).collect(),
        added: number(&record["reckoned"], "added"),
        total: number(record, "total"),
    }
}

/// What it should say.
pub(crate) fn computed(record: &Value) -> Again {
    let how = &record["reckoned"];
    let rounding = match how["rounding"].as_str() {
        Some("half_even") => Rounding::HalfEven,
        _ => Rounding::HalfUp,
    };
    let lines = list(record, "lines");
    let menu: Vec<i64> = lines.iter().map(|line| number(line, "amount")).collect();
    // Step 2.
    let mut left = menu.clone();
    let discounts = discounts(record, rounding, &mut left);
    // Step 3.
    let charges = charges(&how["charge"], rounding, &menu, &left);
    // Step 4.
    let is_taxed = how["charge"]["taxed"] == true;
    let taxable = |line: usize| left[line] + if is_taxed { charges[line] } else { 0 };
    // Step 5.
    let by_line = how["tax_rounding"] == "line";
    let mut groups: BTreeMap<(Option<usize>, usize), i64> = BTreeMap::new();
    for (number, line) in lines.iter().enumerate() {
        for (set, amount) in pieces(line, taxable(number)) {
            *groups.entry((by_line.then_some(number), set)).or_default() += amount;
        }
    }
    let mut groups: Vec<(usize, i64)> = groups
        .into_iter()
        .map(|((_, set), amount)| (set, amount))
        .collect();
    let delivery = number(record, "delivery");
    groups.extend(place(how, "delivery").map(|set| (set, delivery)));
    // Step 6.
    let (taxes, added) = taxes(list(how, "taxes"), rounding, &groups);
    // Step 8.
    let charge: i64 = charges.iter().sum();
    Again {
        discounts,
        off_lines: menu
            .iter()
            .zip(&left)
            .map(|(menu, left)| menu - left)
            .collect(),
        charge,
        taxes,
        added,
        total: left.iter().sum::<i64>() + charge + delivery + added,
        charges,
    }
}

fn discounts(record: &Value, rounding: Rounding, left: &mut [i64]) -> Vec<i64> {
    let mut amounts = Vec::new();
    for row in list(record, "discounts") {
        let categories = list(row, "categories");
        let is_for = |line: &Value| {
            (row["line"].is_null() || row["line"] == line["line"])
                && (categories.is_empty() || categories.contains(&line["category"]))
        };
        let lines = list(record, "lines").iter();
        let there: Vec<i64> = lines
            .zip(&*left)
            .map(|(line, left)| if is_for(line) { *left } else { 0 })
            .collect();
        let base: i64 = there.iter().sum();
        let takes = &row["takes"];
        let asked = match takes["as"].as_str() {
            Some("comp") => base,
            Some("percent") => {
                (Fraction::whole(base) * Fraction::ppm(ppm(&takes["ppm"]))).round(rounding)
            }
            _ => number(takes, "amount"),
        };
        let amount = asked.min(base).max(0);
        for (left, part) in left.iter_mut().zip(share_out(amount, &wholes(&there))) {
            *left -= part;
        }
        amounts.push(amount);
    }
    amounts
}

fn charges(charge: &Value, rounding: Rounding, menu: &[i64], left: &[i64]) -> Vec<i64> {
    if charge.is_null() {
        return vec![0; menu.len()];
    }
    let base = if charge["base"] == "before_discounts" {
        menu
    } else {
        left
    };
    let all = Fraction::whole(base.iter().sum()) * Fraction::ppm(ppm(&charge["rate_ppm"]));
    share_out(all.round(rounding), &wholes(base))
}

/// What of a line goes into which set of taxes.
fn pieces(line: &Value, amount: i64) -> Vec<(usize, i64)> {
    if let Some(set) = place(line, "tax") {
        return vec![(set, amount)];
    }
    let pieces = list(line, "pieces");
    let weights: Vec<i64> = pieces.iter().map(|piece| number(piece, "weight")).collect();
    let sets = pieces.iter().map(|piece| place(piece, "tax").unwrap());
    sets.zip(share_out(amount, &wholes(&weights))).collect()
}

/// The taxes of all groups by rate, and those that come on top.
fn taxes(
    sets: &[Value],
    rounding: Rounding,
    groups: &[(usize, i64)],
) -> (BTreeMap<u32, (i64, i64)>, i64) {
    let mut rows: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
    let mut added = 0;
    for (set, amount) in groups {
        let set = &sets[*set];
        let rates: Vec<u32> = list(set, "rates").iter().map(ppm).collect();
        let on_taxes: Vec<u32> = list(set, "on_taxes").iter().map(ppm).collect();
        let included = set["added"] != true;
        let parts = taxes_of((&rates, &on_taxes), included, rounding, *amount);
        for (number, (rate, base, tax)) in parts.iter().enumerate() {
            let row = rows.entry(*rate).or_default();
            if !parts[..number].iter().any(|(other, ..)| other == rate) {
                row.0 += base;
            }
            row.1 += tax;
            added += if included { 0 } else { *tax };
        }
    }
    rows.retain(|_, row| *row != (0, 0));
    (rows, added)
}

/// Step 6: rate, base and tax of each rate of one group.
pub(crate) fn taxes_of(
    (rates, on_taxes): (&[u32], &[u32]),
    included: bool,
    rounding: Rounding,
    amount: i64,
) -> Vec<(u32, i64, i64)> {
    let one = Fraction::whole(1);
    let mut shares: Vec<Fraction> = Vec::new();
    for rate in rates {
        let before = shares.iter().fold(one, |sum, share| sum + *share);
        let base = if on_taxes.contains(rate) { before } else { one };
        shares.push(base * Fraction::ppm(*rate));
    }
    let mut taxes = Vec::new();
    let (net, inside) = if included {
        let all = shares
            .iter()
            .fold(Fraction::whole(0), |sum, share| sum + *share);
        let tax = Fraction::whole(amount) * (all / (one + all));
        let inside = share_out(tax.round(rounding), &shares);
        (amount - inside.iter().sum::<i64>(), Some(inside))
    } else {
        (amount, None)
    };
    let mut so_far = net;
    for (place, rate) in rates.iter().enumerate() {
        let base = if on_taxes.contains(rate) { so_far } else { net };
        let tax = match &inside {
            Some(inside) => inside[place],
            None => (Fraction::whole(base) * Fraction::ppm(*rate)).round(rounding),
        };
        taxes.push((*rate, base, tax));
        so_far += tax;
    }
    taxes
}
