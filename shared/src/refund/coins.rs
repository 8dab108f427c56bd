//! What goes back in coins: a guest gets what was paid, although the smallest coin made it more or
//! less than what was owed.

use super::RefundKind;
use crate::{
    money::{Money, MoneyError},
    order::{Order, Tender},
    price::PriceRules,
};

/// What the smallest coin makes of `amount` that goes back for dishes with this tender: above zero
/// where the guest gets more than `amount`, below where less. Nothing but cash is rounded.
///
/// All that went back in cash so far, with this, makes an amount of coins. Once all that was paid in
/// cash has gone back in cash, it is the coins that were taken.
pub fn rounding_back(order: &Order, amount: Money, tender: Tender) -> Result<Money, MoneyError> {
    if tender != Tender::Cash {
        return Ok(Money::ZERO);
    }
    let (mut taken, mut coins) = (Money::ZERO, Money::ZERO);
    for paid in order
        .payments
        .iter()
        .filter(|paid| paid.tender == Tender::Cash)
    {
        taken = taken.plus(paid.amount)?;
        coins = coins.plus(paid.amount)?.plus(paid.rounding)?;
    }
    let (mut back, mut given) = (amount, Money::ZERO);
    for one in order
        .refunds
        .iter()
        .filter(|one| one.tender == Tender::Cash)
    {
        match one.of {
            RefundKind::Lines => {
                back = back.plus(one.amount)?;
                given = given.plus(one.amount)?.plus(one.rounding)?;
            }
            RefundKind::Surplus => {
                taken = taken.minus(one.amount)?;
                coins = coins.minus(one.amount)?.minus(one.rounding)?;
            }
            RefundKind::Kept => {}
        }
    }
    let target = if back == taken {
        coins
    } else {
        order.rules.due_in(back, Tender::Cash)?
    };
    target.minus(given)?.at_least_zero().minus(amount)
}

/// What the smallest coin makes of an `amount` paid too much that goes back with this tender: above
/// zero where the guest gets more than `amount`, below where less. Nothing but cash is rounded.
pub fn surplus_rounding(
    rules: &PriceRules,
    amount: Money,
    tender: Tender,
) -> Result<Money, MoneyError> {
    rules.due_in(amount, tender)?.minus(amount)
}
