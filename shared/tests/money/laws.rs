//! What must be true of every check.

use proptest::prelude::*;
use shared::{
    menu::HalvesRule,
    money::Money,
    order::Tender,
    price::{Takes, halves_price, spread, totals, weighed_price},
};

use crate::{
    any::any_order,
    build::discount,
    reference::{said, sums},
};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(500)
    ) })]

    #[test]
    fn a_second_calculator_comes_to_the_same_cents((_, order) in any_order()) {
        prop_assert_eq!(said(&order), sums(&order));
    }

    #[test]
    fn the_parts_are_the_whole((_, order) in any_order()) {
        let seen = totals(&order).unwrap();
        let sum = |of: fn(&shared::price::LineShare) -> Money| {
            Money::sum(seen.shares.iter().map(of)).unwrap()
        };
        prop_assert_eq!(sum(|share| share.owed), seen.total);
        prop_assert_eq!(sum(|share| share.amount), seen.lines);
        prop_assert_eq!(sum(|share| share.discount), seen.discount);
        prop_assert_eq!(sum(|share| share.charge), seen.charge);
        prop_assert_eq!(sum(|share| share.delivery), seen.delivery);
        for share in &seen.shares {
            let parts = share.amount.minor() - share.discount.minor() + share.charge.minor()
                + share.delivery.minor() + share.tax.minor();
            prop_assert_eq!(share.owed.minor(), parts);
        }
        let rows = Money::sum(seen.discounts.iter().map(|row| row.amount)).unwrap();
        prop_assert_eq!(rows, seen.discount);
        prop_assert_eq!(Money::sum(seen.taxes.iter().map(|row| row.tax)).unwrap(), seen.tax);
        let is_added = |fee: &shared::delivery::DeliveryFee| !fee.tax_included;
        if order.lines.iter().all(|line| !line.facts.tax_included)
            && order.rules.delivery.as_ref().is_none_or(is_added)
        {
            prop_assert_eq!(sum(|share| share.tax), seen.tax);
        }
    }

    /// Where a price has one tax, what was taxed and its tax make the price, rate by rate.
    #[test]
    fn net_and_tax_of_each_rate_are_what_is_owed_for_it((_, mut order) in any_order()) {
        for line in &mut order.lines {
            // A combo has several taxes; of those the next law tells.
            line.facts.special.combo = None;
            line.facts.tax.takeaway = None;
            line.facts.tax.delivery = None;
            line.facts.tax.compound.clear();
            line.facts.tax.eat_in.truncate(1);
            if line.facts.tax.eat_in.is_empty() {
                line.facts.tax.eat_in = vec![shared::menu::TaxRate::from_ppm(0).unwrap()];
            }
        }
        if let Some(charge) = &mut order.rules.charge {
            charge.taxed = true;
        }
        // The fee has taxes of its own; another law holds it to the second calculator.
        order.rules.delivery = None;
        let seen = totals(&order).unwrap();
        for row in &seen.taxes {
            let of_rate = order
                .lines
                .iter()
                .zip(&seen.shares)
                .filter(|(line, _)| line.facts.tax.eat_in[0] == row.rate)
                .map(|(_, share)| share.owed);
            prop_assert_eq!(row.net.plus(row.tax).unwrap(), Money::sum(of_rate).unwrap());
        }
    }

    /// A combo is taxed as its dishes would be on lines of their own that cost what they get of it.
    #[test]
    fn a_combo_is_taxed_as_its_dishes_are((_, mut order) in any_order()) {
        order.rules.charge = None;
        // A fee falls on what has units, and a combo of none has no dishes to bring.
        order.rules.delivery = None;
        order.discounts.clear();
        order.rules.tax_rounding = shared::price::TaxRounding::Check;
        let combined = totals(&order).unwrap();
        let mut apart = order.clone();
        apart.lines.clear();
        for line in &order.lines {
            let parts = line.facts.special.parts();
            if parts.is_empty() {
                apart.lines.push(line.clone());
                continue;
            }
            let mut weights: Vec<i128> =
                parts.iter().map(|part| i128::from(part.listed.minor())).collect();
            if weights.iter().all(|weight| *weight == 0) {
                weights.fill(1);
            }
            let amounts = spread(line.amount().unwrap(), &weights).unwrap();
            for (part, amount) in parts.iter().zip(amounts) {
                let mut own = line.clone();
                own.quantity = 1;
                own.facts.tax = part.tax.clone();
                own.facts.special = Box::default();
                own.facts.modifiers.clear();
                own.facts.unit_price = amount;
                apart.lines.push(own);
            }
        }
        let apart = totals(&apart).unwrap();
        prop_assert_eq!(combined.total, apart.total);
        prop_assert_eq!(combined.taxes, apart.taxes);
    }

    /// More weight is never cheaper, a whole unit costs its price, half of both is never dearer than
    /// the dearer one.
    #[test]
    fn nobody_pays_less_for_more((_, order) in any_order(), milli in 1_u32..500_000) {
        for line in &order.lines {
            if let Some(weighed) = line.facts.special.weighed {
                let price = |net| {
                    weighed_price(weighed.price, net, order.rules.rounding).unwrap()
                };
                prop_assert!(price(weighed.net_milli) <= price(weighed.net_milli + milli));
                prop_assert_eq!(price(1_000), weighed.price);
            }
            if let Some(halves) = &line.facts.special.halves {
                let price = |rule| {
                    let wholes = [0, 1].map(|n: usize| halves.both[n].price_of_whole().unwrap());
                    halves_price(rule, wholes, order.rules.rounding).unwrap()
                };
                prop_assert!(price(HalvesRule::Sum) <= price(HalvesRule::Dearer));
            }
        }
    }

    #[test]
    fn nothing_is_ever_below_zero((_, order) in any_order()) {
        let seen = totals(&order).unwrap();
        let mut all = vec![seen.lines, seen.discount, seen.charge, seen.delivery, seen.tax, seen.total, seen.due];
        all.extend([seen.cash_due, seen.overpaid]);
        all.extend(seen.taxes.iter().flat_map(|row| [row.net, row.tax]));
        all.extend(seen.discounts.iter().map(|row| row.amount));
        for share in &seen.shares {
            all.extend([share.discount, share.charge, share.tax, share.owed]);
            prop_assert!(share.discount <= share.amount);
        }
        prop_assert!(all.iter().all(|amount| !amount.is_negative()), "{seen:?}");
    }

    #[test]
    fn one_more_discount_never_makes_a_check_dearer(
        (_, order) in any_order(),
        ppm in 0_u32..=1_000_000,
    ) {
        let before = totals(&order).unwrap();
        let mut less = order;
        less.discounts.push(discount("disc/zz".to_owned(), None, Takes::Percent { ppm }));
        let after = totals(&less).unwrap();
        prop_assert!(after.discount >= before.discount);
        let left = |seen: &shared::price::Totals| seen.lines.minor() - seen.discount.minor();
        prop_assert!(left(&after) <= left(&before));
    }

    #[test]
    fn cash_settles_a_check_within_half_of_the_smallest_coin((_, order) in any_order()) {
        let seen = totals(&order).unwrap();
        let step = order.rules.cash_step_minor.max(1);
        prop_assert_eq!(seen.cash_due.minor() % step, 0);
        let paid = order.rules.preview(seen.due, Tender::Cash, seen.cash_due).unwrap();
        prop_assert_eq!((paid.amount, paid.due_after, paid.change), (seen.due, Money::ZERO, Money::ZERO));
        prop_assert!(paid.rounding.minor().abs() * 2 <= step);
    }

    /// Whatever is handed over is in the drawer or in the guest's hand.
    #[test]
    fn no_coin_is_lost((_, order) in any_order(), tendered in 0_i64..100_000, card in any::<bool>()) {
        let seen = totals(&order).unwrap();
        let tender = if card { Tender::Card } else { Tender::Cash };
        let paid = order.rules.preview(seen.due, tender, Money::from_minor(tendered)).unwrap();
        let kept = paid.amount.minor() + paid.rounding.minor();
        prop_assert_eq!(kept + paid.change.minor(), tendered);
        prop_assert_eq!(paid.amount.minor() + paid.due_after.minor(), seen.due.minor());
        prop_assert!(!paid.change.is_negative());
        if card {
            prop_assert_eq!(paid.rounding, Money::ZERO);
        }
    }
}
