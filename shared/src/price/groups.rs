//! What of a check is taxed together: each group with its net, its taxes, and what every line makes
//! of it. All groups together are the check, so whoever shares a check out or gives money back by
//! them has net and tax that make the amount.

use std::collections::BTreeMap;

use super::{
    PriceRules, TaxRounding, TaxRow, fee, prices_of,
    round::spread,
    table::spread_both,
    tax::{Part, held, on_top, rows_of, taxed_as},
};
use crate::{
    menu::TaxRate,
    money::{Money, MoneyError},
    order::Order,
};

/// Money of a line that is taxed in one way: the whole line, a dish of a combo, its part of a fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Place of the line in its order.
    line: usize,
    /// What is taxed, as it is priced.
    amount: Money,
    /// Tax that comes on top of it.
    added: Money,
}

/// One tax of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct GroupTax {
    rate: TaxRate,
    /// It is taken on the net and the taxes before it.
    on_taxes: bool,
    tax: Money,
}

/// Lines whose taxes were rounded together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TaxGroup {
    /// The price holds its taxes.
    included: bool,
    /// What is left without any tax.
    net: Money,
    /// Its taxes in the order of their class; none where nothing is taxed.
    taxes: Vec<GroupTax>,
    /// What it is made of.
    pieces: Vec<Piece>,
}

impl TaxGroup {
    /// Taxes `amounts` of lines together.
    pub(crate) fn of(
        included: bool,
        (rates, compound): (&[TaxRate], &[TaxRate]),
        rules: &PriceRules,
        amounts: &[(usize, Money)],
    ) -> Result<Self, MoneyError> {
        let amount = Money::sum(amounts.iter().map(|(_, amount)| *amount))?;
        let parts = if included {
            held(amount, rates, compound, rules.rounding)?
        } else {
            on_top(amount, rates, compound, rules.rounding)?
        };
        let tax = Money::sum(parts.iter().map(|part| part.tax))?;
        let weights: Vec<i128> = amounts
            .iter()
            .map(|(_, amount)| i128::from(amount.minor()))
            .collect();
        let on_top = if included { Money::ZERO } else { tax };
        let added = spread(on_top, &weights)?;
        let piece = |((line, amount), added): (&(usize, Money), Money)| Piece {
            line: *line,
            amount: *amount,
            added,
        };
        Ok(Self {
            included,
            net: if included { amount.minus(tax)? } else { amount },
            taxes: parts
                .iter()
                .map(|part| GroupTax {
                    rate: part.rate,
                    on_taxes: compound.contains(&part.rate),
                    tax: part.tax,
                })
                .collect(),
            pieces: amounts.iter().zip(added).map(piece).collect(),
        })
    }

    /// Net, then each tax. Together they are what is owed for the group.
    pub(crate) fn components(&self) -> Vec<Money> {
        let taxes = self.taxes.iter().map(|one| one.tax);
        std::iter::once(self.net).chain(taxes).collect()
    }

    /// So much of the group in each column, by component: net and taxes of a column make it, and
    /// over all columns each component is whole. The columns make the group.
    pub(crate) fn spread(&self, columns: &[Money]) -> Result<Vec<Vec<Money>>, MoneyError> {
        let components = self.components();
        let weights = components.iter().map(|one| i128::from(one.minor()));
        let weights: Vec<i128> = weights.collect();
        spread_both(&components, columns, &vec![weights; columns.len()])
    }

    /// Rows of a part of the group that holds so much of each component.
    pub(crate) fn rows(&self, components: &[Money]) -> Result<Vec<TaxRow>, MoneyError> {
        let (net, taxes) = components
            .split_first()
            .map_or((Money::ZERO, &[][..]), |(net, taxes)| (*net, taxes));
        let mut with_taxes = net;
        let mut parts = Vec::with_capacity(taxes.len());
        for (own, tax) in self.taxes.iter().zip(taxes) {
            let base = if own.on_taxes { with_taxes } else { net };
            with_taxes = with_taxes.plus(*tax)?;
            parts.push(Part {
                rate: own.rate,
                base,
                tax: *tax,
            });
        }
        rows_of(&parts)
    }

    /// What is owed for it of each of so many lines.
    pub(crate) fn of_lines(&self, lines: usize) -> Result<Vec<Money>, MoneyError> {
        let mut of_lines = vec![Money::ZERO; lines];
        for piece in &self.pieces {
            if let Some(own) = of_lines.get_mut(piece.line) {
                *own = own.plus(piece.amount)?.plus(piece.added)?;
            }
        }
        Ok(of_lines)
    }

    /// Adds another group that carries the same taxes.
    fn join(&mut self, other: Self) -> Result<(), MoneyError> {
        self.net = self.net.plus(other.net)?;
        for (own, more) in self.taxes.iter_mut().zip(other.taxes) {
            own.tax = own.tax.plus(more.tax)?;
        }
        self.pieces.extend(other.pieces);
        Ok(())
    }
}

/// The groups of an order whose lines are priced like this; together they are what is owed for it.
pub(super) fn groups(
    order: &Order,
    rules: &PriceRules,
    prices: &super::LinePrices,
) -> Result<Vec<TaxGroup>, MoneyError> {
    let mut alike: BTreeMap<_, Vec<(usize, Money)>> = BTreeMap::new();
    for (place, (line, amount)) in order.lines.iter().zip(&prices.taxable()?).enumerate() {
        for (class, amount) in taxed_as(&line.facts, *amount)? {
            let alone = (rules.tax_rounding == TaxRounding::Line).then_some(place);
            let rates = class.rates(order.service);
            let key = (alone, line.facts.tax_included, rates, &*class.compound);
            alike.entry(key).or_default().push((place, amount));
        }
    }
    let mut groups = Vec::with_capacity(alike.len() + 2);
    for ((_, included, rates, compound), amounts) in alike {
        groups.push(TaxGroup::of(included, (rates, compound), rules, &amounts)?);
    }
    groups.extend(fee::group(order, rules, &prices.delivery)?);
    if !prices.is_charge_taxed {
        let charges: Vec<_> = prices.charges.iter().copied().enumerate().collect();
        groups.push(TaxGroup::of(true, (&[], &[]), rules, &charges)?);
    }
    Ok(groups)
}

/// The taxes of all groups by rate, the lowest first.
pub(super) fn rows(groups: &[TaxGroup]) -> Result<Vec<TaxRow>, MoneyError> {
    let of_groups = groups.iter().map(|group| group.rows(&group.components()));
    let mut rows = Vec::new();
    for of_group in of_groups {
        add_rows(&mut rows, of_group?)?;
    }
    Ok(rows)
}

/// The same of those groups whose taxes come on top.
pub(super) fn rows_on_top(groups: &[TaxGroup]) -> Result<Vec<TaxRow>, MoneyError> {
    let mut on_top = groups.to_vec();
    on_top.retain(|group| !group.included);
    rows(&on_top)
}

/// What the groups add to the price of each of so many lines.
pub(super) fn added(groups: &[TaxGroup], lines: usize) -> Result<Vec<Money>, MoneyError> {
    let mut added = vec![Money::ZERO; lines];
    for piece in groups.iter().flat_map(|group| &group.pieces) {
        if let Some(own) = added.get_mut(piece.line) {
            *own = own.plus(piece.added)?;
        }
    }
    Ok(added)
}

/// Adds rows to rows, which stay in the order of their rates.
pub(crate) fn add_rows(rows: &mut Vec<TaxRow>, more: Vec<TaxRow>) -> Result<(), MoneyError> {
    for row in more {
        match rows.binary_search_by_key(&row.rate, |one| one.rate) {
            Ok(place) => {
                if let Some(own) = rows.get_mut(place) {
                    own.net = own.net.plus(row.net)?;
                    own.tax = own.tax.plus(row.tax)?;
                }
            }
            Err(place) => rows.insert(place, row),
        }
    }
    Ok(())
}

/// What of an order is taxed together, as it was rounded.
pub(crate) fn tax_groups(order: &Order) -> Result<Vec<TaxGroup>, MoneyError> {
    let rules = &order.rules;
    let (prices, _) = prices_of(order, rules)?;
    groups(order, rules, &prices)
}

/// The same with one group for all that carries the same taxes, wherever it was rounded.
pub(crate) fn tax_kinds(order: &Order) -> Result<Vec<TaxGroup>, MoneyError> {
    let mut kinds: Vec<TaxGroup> = Vec::new();
    let key = |group: &TaxGroup| -> Vec<_> {
        let taxes = group.taxes.iter();
        taxes.map(|one| (one.rate, one.on_taxes)).collect()
    };
    for group in tax_groups(order)? {
        match kinds.iter_mut().find(|kind| key(kind) == key(&group)) {
            Some(kind) => kind.join(group)?,
            None => kinds.push(group),
        }
    }
    Ok(kinds)
}
