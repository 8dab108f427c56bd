//! How a check was computed, for whoever computes it again: from a record of the journal, or from
//! the marks on a receipt.

use serde::{Deserialize, Serialize};

use super::{PriceRules, Rounding, ServiceCharge, TaxRounding, charge_of, fee::fee_of};
use crate::{
    menu::{TaxClass, TaxRate},
    money::Money,
    order::{Line, LineFacts, Order},
};

/// Taxes that are taken together on the same money.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TaxSet {
    /// The rates in their order; none where nothing is taxed.
    pub rates: Vec<TaxRate>,
    /// Those of them that are taken on the price and the taxes before them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_taxes: Vec<TaxRate>,
    /// They come on top; otherwise the price holds them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub added: bool,
}

/// Which taxes a piece of a line carries: the whole line, or a dish of a combo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxedPiece {
    /// Place of its [`TaxSet`], from 0.
    pub tax: u32,
    /// What it weighs when the line is spread over its pieces.
    pub weight: i64,
}

/// How a check was computed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reckoned {
    /// The taxes that lines carry. Those that name the same place are rounded together.
    pub taxes: Vec<TaxSet>,
    /// Where taxes are rounded.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub tax_rounding: TaxRounding,
    /// Which way a half goes.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub rounding: Rounding,
    /// The service charge that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<ServiceCharge>,
    /// Place of the taxes of what it cost to bring the order. They are rounded by themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<u32>,
    /// All taxes that come on top.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub added: Money,
}

/// The same with what each line of the order carries, in their order; nothing for a line that is
/// not sold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReckonedLines {
    /// The check.
    pub check: Reckoned,
    /// Its lines.
    pub lines: Vec<Vec<TaxedPiece>>,
}

fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// How an order is computed. What comes on top is known only with its totals.
pub fn reckoned(order: &Order) -> ReckonedLines {
    let rules: &PriceRules = &order.rules;
    let mut sets = Sets {
        order,
        known: Vec::new(),
    };
    let lines = order.lines.iter();
    let lines = lines.map(|line| sets.of_line(line)).collect();
    let delivery = fee_of(order, rules).map(|fee| sets.place(&fee.tax, fee.tax_included));
    let charge = charge_of(order, rules).filter(|_| order.charge_waived.is_none());
    let check = Reckoned {
        taxes: sets.known.into_iter().map(|(set, _)| set).collect(),
        tax_rounding: rules.tax_rounding,
        rounding: rules.rounding,
        charge: charge.copied(),
        delivery,
        added: Money::ZERO,
    };
    ReckonedLines { check, lines }
}

/// Sets of taxes as they come up. Two classes that differ only in taxes on taxes which this service
/// does not have are rounded apart, so each is a set of its own.
struct Sets<'a> {
    order: &'a Order,
    known: Vec<(TaxSet, &'a [TaxRate])>,
}

impl<'a> Sets<'a> {
    fn place(&mut self, class: &'a TaxClass, included: bool) -> u32 {
        let rates = class.rates(self.order.service);
        let on_taxes = rates.iter().filter(|rate| class.compound.contains(rate));
        let set = TaxSet {
            rates: rates.to_vec(),
            on_taxes: on_taxes.copied().collect(),
            added: !included,
        };
        let entry = (set, class.compound.as_slice());
        let place = self.known.iter().position(|known| *known == entry);
        let place = place.unwrap_or_else(|| {
            self.known.push(entry);
            self.known.len() - 1
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    fn of_line(&mut self, line: &'a Line) -> Vec<TaxedPiece> {
        if line.quantity <= 0 || line.is_gift() {
            return Vec::new();
        }
        let facts: &LineFacts = &line.facts;
        let parts = facts.special.parts();
        if parts.is_empty() {
            let tax = self.place(&facts.tax, facts.tax_included);
            return vec![TaxedPiece { tax, weight: 1 }];
        }
        let pieces = parts.iter().map(|part| TaxedPiece {
            tax: self.place(&part.tax, facts.tax_included),
            weight: part.listed.at_least_zero().minor(),
        });
        let mut pieces: Vec<TaxedPiece> = pieces.collect();
        if pieces.iter().all(|piece| piece.weight == 0) {
            for piece in &mut pieces {
                piece.weight = 1;
            }
        }
        pieces
    }
}
