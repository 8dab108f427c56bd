//! What it costs to bring an order to somebody: one amount with taxes of its own, spread over the
//! lines so that parts of a split check and refunds hold their share of it.

use super::{PriceRules, groups::TaxGroup, round::spread};
use crate::{
    delivery::DeliveryFee,
    menu::Service,
    money::{Money, MoneyError},
    order::{Line, Order},
};

/// The fee, where this order is brought and something is on it.
pub(super) fn fee_of<'a>(order: &Order, rules: &'a PriceRules) -> Option<&'a DeliveryFee> {
    let fee = rules.delivery.as_ref()?;
    let is_sold = |line: &Line| line.quantity > 0 && !line.is_gift();
    let is_something = order.lines.iter().any(is_sold);
    (order.service == Service::Delivery && is_something && fee.amount > Money::ZERO).then_some(fee)
}

/// The part of each line. The weights are what is left of the lines; where nothing is left of any,
/// their units.
pub(super) fn of_lines(
    order: &Order,
    rules: &PriceRules,
    left: &[Money],
) -> Result<Vec<Money>, MoneyError> {
    let Some(fee) = fee_of(order, rules) else {
        return Ok(vec![Money::ZERO; left.len()]);
    };
    let left = super::sold_alone(order, left);
    let mut weights: Vec<i128> = left.iter().map(|one| i128::from(one.minor())).collect();
    if weights.iter().all(|weight| *weight == 0) {
        let units = order.lines.iter();
        let units = units.map(|line| if line.is_gift() { 0 } else { line.quantity });
        let units = units.map(i128::from);
        weights = units.collect();
    }
    spread(fee.amount, &weights)
}

/// What of the check it is, with its taxes; nothing where nobody brings it.
pub(super) fn group(
    order: &Order,
    rules: &PriceRules,
    parts: &[Money],
) -> Result<Option<TaxGroup>, MoneyError> {
    let of_fee = |fee: &DeliveryFee| {
        let taxes = (fee.tax.rates(Service::Delivery), &*fee.tax.compound);
        let parts: Vec<_> = parts.iter().copied().enumerate().collect();
        TaxGroup::of(fee.tax_included, taxes, rules, &parts)
    };
    fee_of(order, rules).map(of_fee).transpose()
}
