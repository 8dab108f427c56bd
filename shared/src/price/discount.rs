//! Discounts: what they take off, in which order, and from which lines.

use serde::{Deserialize, Serialize};

use super::{PriceRules, round::spread};
use crate::{
    ids::{LineId, StaffId},
    money::{Money, MoneyError},
    order::{Line, Order},
};

/// What a discount takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Takes {
    /// Everything: the house pays.
    Comp,
    /// Parts per million of what is left; above the whole it counts as the whole.
    Percent {
        /// So many.
        ppm: u32,
    },
    /// An amount, or what is left where that is less.
    Amount {
        /// So much.
        amount: Money,
    },
}

/// A discount that has a name and a key of its own: on one order it counts once, however many
/// devices applied it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promotion {
    /// Names it for ever.
    pub id: String,
    /// What guests read.
    pub name: String,
    /// What it takes.
    pub takes: Takes,
    /// Categories that it is for; none for all.
    pub categories: Vec<String>,
}

/// A discount on an order that nobody took off again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// Key of its entry in the document: `disc/…` by hand, `promo/…` for a promotion.
    pub key: String,
    /// Its line; none for the whole check.
    pub line: Option<LineId>,
    /// Categories that it is for; none for all.
    pub categories: Vec<String>,
    /// What it takes.
    pub takes: Takes,
    /// What guests read; empty for one that was given by hand.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Who gave it.
    pub by: StaffId,
    /// Whoever lent the right to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<StaffId>,
    /// When.
    pub at_ms: i64,
}

/// The key of a promotion's entry begins so.
pub const PROMO_PREFIX: &str = "promo/";

impl Discount {
    /// It is a promotion.
    pub fn is_promotion(&self) -> bool {
        self.key.starts_with(PROMO_PREFIX)
    }

    fn is_for(&self, line: &Line) -> bool {
        is_for(self.line, &self.categories, line)
    }

    /// When it is its turn: discounts of lines, promotions, discounts of the check; in each of
    /// these comps, then percents, then amounts. Promotions of the same turn go by their key, all
    /// others as they were given.
    fn turn(&self) -> (u8, u8, &str) {
        let kind = match self.takes {
            Takes::Comp => 0,
            Takes::Percent { .. } => 1,
            Takes::Amount { .. } => 2,
        };
        match (self.is_promotion(), self.line) {
            (true, _) => (1, kind, self.key.as_str()),
            (false, Some(_)) => (0, kind, ""),
            (false, None) => (2, kind, ""),
        }
    }
}

/// What a discount took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscountRow {
    /// Key of its entry in the document.
    pub key: String,
    /// Its line; none for the whole check.
    pub line: Option<LineId>,
    /// Categories that it is for; none for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// What it takes.
    pub takes: Takes,
    /// What guests read; empty for one that was given by hand.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Who gave it.
    pub by: StaffId,
    /// Whoever lent the right to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<StaffId>,
    /// What it took, never below zero; 0 where nothing was left.
    pub amount: Money,
}

impl DiscountRow {
    /// It may take something off this line.
    pub fn is_for(&self, line: &Line) -> bool {
        is_for(self.line, &self.categories, line)
    }
}

fn is_for(of: Option<LineId>, categories: &[String], line: &Line) -> bool {
    !line.is_gift()
        && of.is_none_or(|id| id == line.id)
        && (categories.is_empty() || categories.contains(&line.facts.category))
}

/// What is left of each line of `amounts` after the order's discounts, and what each of them took,
/// in the order in which they had their turn.
pub(super) fn take_all(
    order: &Order,
    rules: &PriceRules,
    amounts: &[Money],
) -> Result<(Vec<Money>, Vec<DiscountRow>), MoneyError> {
    let mut left = amounts.to_vec();
    let mut discounts: Vec<&Discount> = order.discounts.iter().collect();
    discounts.sort_by_key(|discount| discount.turn());
    let mut rows = Vec::with_capacity(discounts.len());
    for discount in discounts {
        let there: Vec<Money> = order
            .lines
            .iter()
            .zip(&left)
            .map(|(line, left)| {
                if discount.is_for(line) {
                    *left
                } else {
                    Money::ZERO
                }
            })
            .collect();
        let base = Money::sum(there.iter().copied())?;
        let taken = taken(discount.takes, base, rules)?;
        let weights: Vec<i128> = there.iter().map(|one| i128::from(one.minor())).collect();
        for (left, part) in left.iter_mut().zip(spread(taken, &weights)?) {
            *left = left.minus(part)?;
        }
        rows.push(DiscountRow {
            key: discount.key.clone(),
            line: discount.line,
            categories: discount.categories.clone(),
            takes: discount.takes,
            name: discount.name.clone(),
            reason: discount.reason.clone(),
            by: discount.by,
            approved_by: discount.approved_by,
            amount: taken,
        });
    }
    Ok((left, rows))
}

/// What is taken of `base`: never more than there is, never less than nothing.
fn taken(takes: Takes, base: Money, rules: &PriceRules) -> Result<Money, MoneyError> {
    let asked = match takes {
        Takes::Comp => base,
        Takes::Percent { ppm } => rules.rounding.part(base, ppm)?,
        Takes::Amount { amount } => amount,
    };
    Ok(asked.at_least_zero().min(base))
}
