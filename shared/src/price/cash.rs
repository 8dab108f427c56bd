//! What a tender does to a check: change, and the step of the smallest coin.

use serde::{Deserialize, Serialize};

use super::PriceRules;
use crate::{
    money::{Money, MoneyError},
    order::Tender,
};

/// What comes of a tender before anybody takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderPreview {
    /// What it takes off the check.
    pub amount: Money,
    /// What the guest gets back.
    pub change: Money,
    /// What is owed after it.
    pub due_after: Money,
    /// What the smallest coin made of the cash: above zero where the guest gave more than `amount`,
    /// below where less was enough. Amount and rounding together are what stays in the drawer.
    #[serde(default)]
    pub rounding: Money,
}

/// What `tendered` does to what is `due`: it pays at most that, the rest is change.
pub fn preview(due: Money, tendered: Money) -> Result<TenderPreview, MoneyError> {
    let amount = due.min(tendered).at_least_zero();
    Ok(TenderPreview {
        amount,
        change: tendered.minus(amount)?.at_least_zero(),
        due_after: due.minus(amount)?,
        rounding: Money::ZERO,
    })
}

/// What `tendered` in cash does where `cash_due` in coins settles what is `due`.
///
/// Cash that is not enough pays a part, and nothing is rounded. Cash between both amounts settles
/// the check and stays whole.
pub fn preview_cash(
    due: Money,
    cash_due: Money,
    tendered: Money,
) -> Result<TenderPreview, MoneyError> {
    if tendered < due.min(cash_due) {
        return preview(due, tendered);
    }
    let kept = cash_due.min(tendered);
    Ok(TenderPreview {
        amount: due,
        change: tendered.minus(kept)?,
        due_after: Money::ZERO,
        rounding: kept.minus(due)?,
    })
}

impl PriceRules {
    /// What is to be given with this tender for `due`, which may be the whole check or a part.
    pub fn due_in(&self, due: Money, tender: Tender) -> Result<Money, MoneyError> {
        match tender {
            Tender::Cash => self.rounding.to_step(due, self.cash_step_minor),
            Tender::Card | Tender::GiftCard | Tender::Other(_) => Ok(due),
        }
    }

    /// What a restaurant's own tender does. What it is worth beyond `due` is given back in coins
    /// that exist; whether it may be worth more at all, the site says.
    fn preview_other(&self, due: Money, tendered: Money) -> Result<TenderPreview, MoneyError> {
        let exact = preview(due, tendered)?;
        let change = self.due_in(exact.change, Tender::Cash)?;
        Ok(TenderPreview {
            change,
            rounding: exact.change.minus(change)?,
            ..exact
        })
    }

    /// What `tendered` does to what is `due`.
    pub fn preview(
        &self,
        due: Money,
        tender: Tender,
        tendered: Money,
    ) -> Result<TenderPreview, MoneyError> {
        match tender {
            Tender::Cash => preview_cash(due, self.due_in(due, tender)?, tendered),
            Tender::Card | Tender::GiftCard => preview(due, tendered),
            Tender::Other(_) => self.preview_other(due, tendered),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cash(due: i64, cash_due: i64, tendered: i64) -> (i64, i64, i64, i64) {
        let money = Money::from_minor;
        let seen = preview_cash(money(due), money(cash_due), money(tendered)).unwrap();
        (
            seen.amount.minor(),
            seen.rounding.minor(),
            seen.change.minor(),
            seen.due_after.minor(),
        )
    }

    #[test]
    fn a_note_larger_than_the_check_gives_change() {
        let seen = preview(Money::from_minor(4_250), Money::from_minor(5_000)).unwrap();
        assert_eq!((seen.change.minor(), seen.due_after.minor()), (750, 0));
        let part = preview(Money::from_minor(4_250), Money::from_minor(1_000)).unwrap();
        assert_eq!((part.change.minor(), part.due_after.minor()), (0, 3_250));
    }

    #[test]
    fn ten_euro_settle_ten_euro_two_in_cash() {
        assert_eq!(cash(1_002, 1_000, 1_000), (1_002, -2, 0, 0));
        assert_eq!(cash(1_003, 1_005, 2_000), (1_003, 2, 995, 0));
    }

    #[test]
    fn a_part_in_cash_is_not_rounded() {
        assert_eq!(cash(1_002, 1_000, 500), (500, 0, 0, 502));
    }

    #[test]
    fn the_exact_amount_in_small_coins_is_taken_whole() {
        assert_eq!(cash(1_003, 1_005, 1_003), (1_003, 0, 0, 0));
        assert_eq!(cash(1_003, 1_005, 1_004), (1_003, 1, 0, 0));
    }
}
