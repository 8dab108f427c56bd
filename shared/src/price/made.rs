//! Prices that are made when a line is added: by weight, of two halves, from another list.

use super::Rounding;
use crate::{
    menu::{HalvesRule, PriceList, Service},
    money::{Money, MoneyError},
};

/// Thousandths of a whole.
const MILLI: i128 = 1_000;

/// What a weight costs: price × thousandths ÷ 1000, rounded once.
pub fn weighed_price(
    price: Money,
    net_milli: u32,
    rounding: Rounding,
) -> Result<Money, MoneyError> {
    let minor = rounding.ratio(price.minor(), i128::from(net_milli), MILLI)?;
    Ok(Money::from_minor(minor))
}

/// What a dish of two halves costs, where each is what the whole one would cost.
pub fn halves_price(
    rule: HalvesRule,
    [one, other]: [Money; 2],
    rounding: Rounding,
) -> Result<Money, MoneyError> {
    match rule {
        HalvesRule::Dearer => Ok(one.max(other)),
        HalvesRule::Sum => {
            let minor = rounding.ratio(one.plus(other)?.minor(), 1, 2)?;
            Ok(Money::from_minor(minor))
        }
    }
}

/// What lists of other prices say of an item: of those that count, the first that names it.
pub fn listed_price<'a>(
    lists: &'a [PriceList],
    (sku, variant): (&str, &str),
    service: Service,
    room: Option<&str>,
    at_ms: i64,
    utc_offset_min: i32,
) -> Option<(&'a str, Money)> {
    let counts = |list: &&PriceList| {
        list.service.is_none_or(|only| only == service)
            && (list.room.is_none() || list.room.as_deref() == room)
            && list
                .hours
                .is_none_or(|hours| hours.is_on(at_ms, utc_offset_min))
    };
    lists
        .iter()
        .filter(counts)
        .find_map(|list| Some((list.name.as_str(), list.price(sku, variant)?)))
}
