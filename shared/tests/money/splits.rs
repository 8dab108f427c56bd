//! Splitting checks of every kind: several taxes in and on the price, service charge, fee, discounts
//! and tips, all mixed.

use std::collections::BTreeMap;

use proptest::prelude::*;
use shared::{
    menu::TaxRate,
    money::Money,
    order::{Order, Special},
    price::{LineShare, Totals, totals},
    split::{PartTotals, parts_of},
};

use crate::{
    fraction::Fraction,
    split_plans::{LINES, PARTS, any_payments, any_split},
    split_reference::amounts,
    tables,
};

/// What a check holds of a kind, and what of it is a line's.
type Kind = (i64, fn(&LineShare) -> Money);

pub(crate) fn minor(amounts: impl Iterator<Item = Money>) -> i64 {
    amounts.map(Money::minor).sum()
}

fn sum_of(parts: &[PartTotals], of: fn(&PartTotals) -> Money) -> i64 {
    minor(parts.iter().map(of))
}

/// Net and tax by rate over all parts, without what is nothing.
pub(crate) fn rates_of(parts: &[PartTotals]) -> BTreeMap<u32, (i64, i64)> {
    let mut rates = BTreeMap::new();
    for row in parts.iter().flat_map(|part| &part.taxes) {
        let rate: &mut (i64, i64) = rates.entry(row.rate.ppm()).or_default();
        rate.0 += row.net.minor();
        rate.1 += row.tax.minor();
    }
    rates.retain(|_, row| *row != (0, 0));
    rates
}

/// Everything of the parts that no guest may pay less or more than once.
fn holds_together(parts: &[PartTotals], sums: &Totals) -> Result<(), TestCaseError> {
    prop_assert_eq!(sum_of(parts, |part| part.amount), sums.total.minor());
    prop_assert_eq!(sum_of(parts, |part| part.due), sums.due.minor());
    let mut rates = BTreeMap::new();
    for row in &sums.taxes {
        rates.insert(row.rate.ppm(), (row.net.minor(), row.tax.minor()));
    }
    rates.retain(|_, row| *row != (0, 0));
    prop_assert_eq!(rates_of(parts), rates);
    for part in parts {
        let taxes = part.taxes.iter().flat_map(|row| [row.net, row.tax]);
        let mut all: Vec<Money> = taxes.chain([part.amount, part.due, part.paid]).collect();
        all.extend(part.lines.iter().map(|line| line.amount));
        prop_assert!(all.iter().all(|one| !one.is_negative()), "{:?}", part);
        let lines = minor(part.lines.iter().map(|line| line.amount));
        prop_assert!(lines == part.amount.minor() || lines == 0, "{:?}", part);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        // Any number of checks may be left aside in which a part pays that had nothing.
        max_global_rejects: u32::MAX,
        ..ProptestConfig::with_cases(
            std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(500)
        )
    })]

    /// Whatever is on a check, however it is split and whoever paid already: the parts make the
    /// check, in what is owed, in what is due, and in base and tax of every rate.
    #[test]
    fn parts_of_any_check_make_the_check((_, mut order) in any_split(), paid in any_payments()) {
        let sums = totals(&order).unwrap();
        holds_together(&parts_of(&order, &sums).unwrap(), &sums)?;
        order.payments = paid;
        let sums = totals(&order).unwrap();
        let parts = parts_of(&order, &sums).unwrap();
        holds_together(&parts, &sums)?;
        // A tip is on top of what somebody owes.
        for payment in &mut order.payments {
            payment.tip = Money::ZERO;
        }
        let sums = totals(&order).unwrap();
        prop_assert_eq!(parts_of(&order, &sums).unwrap(), parts);
    }

    /// Who pays what, computed a second time from the text.
    #[test]
    fn a_second_calculator_splits_alike((_, mut order) in any_split(), paid in any_payments()) {
        for payments in [Vec::new(), paid] {
            order.payments = payments;
            let sums = totals(&order).unwrap();
            let parts = parts_of(&order, &sums).unwrap();
            let seen: Vec<i64> = parts.iter().map(|part| part.amount.minor()).collect();
            prop_assert_eq!(seen, amounts(&order, &sums));
        }
    }

    /// The lines and the tax table of each part, computed a second time from the text.
    #[test]
    fn a_second_calculator_has_the_same_papers_of_parts((_, mut order) in any_split(), paid in any_payments()) {
        for payments in [Vec::new(), paid] {
            order.payments = payments;
            let sums = totals(&order).unwrap();
            let parts = parts_of(&order, &sums).unwrap();
            let wanted = tables::of_parts(&order, &sums, &parts);
            for (part, (lines, taxes)) in parts.iter().zip(wanted) {
                prop_assert_eq!(rates_of(std::slice::from_ref(part)), taxes);
                for (line, wanted) in order.lines.iter().zip(lines) {
                    let seen = part.lines.iter().find(|one| one.line == line.id);
                    let seen = seen.map_or(0, |one| one.amount.minor());
                    prop_assert!(part.lines.is_empty() || seen == wanted, "{} {:?}", wanted, part);
                }
            }
        }
    }

    /// Where nobody pays an amount and all had something, each line over all parts is what is owed
    /// for it.
    #[test]
    fn each_line_over_all_parts_is_what_is_owed_for_it((_, mut order) in any_split(), paid in any_payments()) {
        for part in &mut order.split.as_mut().unwrap().parts {
            part.fixed = None;
        }
        order.payments = paid;
        let sums = totals(&order).unwrap();
        let parts = parts_of(&order, &sums).unwrap();
        prop_assume!(parts.iter().all(|part| part.amount.is_zero() || !part.lines.is_empty()));
        for share in &sums.shares {
            let of_line = parts.iter().flat_map(|part| &part.lines).filter(|one| one.line == share.line);
            prop_assert_eq!(minor(of_line.map(|one| one.amount)), share.owed.minor());
        }
    }

    /// Where nobody pays an amount, every line is taken whole, so each part carries its portion of
    /// the dishes, of the discounts, of the service charge, of the fee and of the added tax, and
    /// together they carry all of it.
    #[test]
    fn charge_discounts_and_fee_go_where_the_dishes_go((_, mut order) in any_split()) {
        for part in &mut order.split.as_mut().unwrap().parts {
            part.fixed = None;
        }
        let sums = totals(&order).unwrap();
        let parts = parts_of(&order, &sums).unwrap();
        let kinds: [Kind; 5] = [
            (sums.lines.minor(), |one| one.amount),
            (-sums.discount.minor(), |one| one.discount),
            (sums.charge.minor(), |one| one.charge),
            (sums.delivery.minor(), |one| one.delivery),
            (minor(sums.shares.iter().map(|one| one.tax)), |one| one.tax),
        ];
        let mut of_parts = vec![Fraction::whole(0); parts.len()];
        for (of_check, kind) in kinds {
            let mut all = Fraction::whole(0);
            for (sum, part) in of_parts.iter_mut().zip(&parts) {
                for line in &part.lines {
                    let share = sums.shares.iter().find(|one| one.line == line.line).unwrap();
                    let sign = if of_check < 0 { -1 } else { 1 };
                    let top = i128::from(sign * kind(share).minor()) * i128::from(line.shares);
                    let own = Fraction::new(top, i128::from(line.of));
                    *sum = *sum + own;
                    all = all + own;
                }
            }
            prop_assert_eq!(all, Fraction::whole(of_check));
        }
        for (part, exact) in parts.iter().zip(of_parts) {
            let (seen, unit) = (Fraction::whole(part.amount.minor()), Fraction::new(1_001, 1_000));
            prop_assert!(seen < exact + unit && exact < seen + unit, "{:?} {:?}", part, exact);
        }
    }

    /// Where each dish has one tax, what a part pays is its nets and its taxes, to the minor unit.
    #[test]
    fn net_and_tax_of_a_part_make_its_amount((_, mut order) in any_split(), paid in any_payments()) {
        one_tax_each(&mut order);
        order.payments = paid;
        let sums = totals(&order).unwrap();
        for part in parts_of(&order, &sums).unwrap() {
            let rows = part.taxes.iter().map(|row| row.net.minor() + row.tax.minor());
            prop_assert_eq!(rows.sum::<i64>(), part.amount.minor(), "{:?}", part);
        }
    }

    /// A plan says the same whatever stands first in it, and payments the same whoever came first.
    #[test]
    fn the_order_of_a_plans_entries_changes_nothing(
        (_, mut order) in any_split(),
        paid in any_payments(),
        keys in prop::collection::vec(any::<u32>(), LINES.max(PARTS)),
    ) {
        order.payments = paid;
        let sums = totals(&order).unwrap();
        let parts = parts_of(&order, &sums).unwrap();
        let split = order.split.as_mut().unwrap();
        shuffle(&mut split.lines, &keys);
        shuffle(&mut split.rest, &keys);
        for line in &mut split.lines {
            shuffle(&mut line.to, &keys);
        }
        shuffle(&mut order.payments, &keys);
        let again = totals(&order).unwrap();
        prop_assert_eq!(&again.shares, &sums.shares);
        prop_assert_eq!(parts_of(&order, &again).unwrap(), parts);
    }
}

/// Every line with one tax, the charge with that of its lines, and nothing that is taxed by itself.
pub(crate) fn one_tax_each(order: &mut Order) {
    for line in &mut order.lines {
        *line.facts.special = Special::default();
        let tax = &mut line.facts.tax;
        (tax.takeaway, tax.delivery) = (None, None);
        tax.compound.clear();
        tax.eat_in.truncate(1);
        if tax.eat_in.is_empty() {
            tax.eat_in = vec![TaxRate::from_ppm(0).unwrap()];
        }
    }
    order.rules.delivery = None;
    if let Some(charge) = &mut order.rules.charge {
        charge.taxed = true;
    }
}

fn shuffle<T: Clone>(all: &mut [T], keys: &[u32]) {
    let mut keyed: Vec<(u32, T)> = keys.iter().copied().zip(all.iter().cloned()).collect();
    keyed.sort_by_key(|(key, _)| *key);
    for (place, (_, one)) in all.iter_mut().zip(keyed) {
        *place = one;
    }
}

/// The laws above say nothing of checks that are never made: of two thousand, each way of splitting
/// has had its share of everything at once.
#[test]
fn the_checks_of_these_laws_have_everything_at_once() {
    use proptest::{
        strategy::ValueTree,
        test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..2_000 {
        let (by, order) = any_split().new_tree(&mut runner).unwrap().current();
        let sums = totals(&order).unwrap();
        let taxed = sums.taxes.iter().filter(|row| !row.tax.is_zero()).count();
        let of_check = sums.discounts.iter().any(|row| row.line.is_none());
        let parts = order.split.as_ref().unwrap().parts.len();
        if taxed > 1 && !sums.charge.is_zero() && of_check && parts > 1 {
            let added = sums.shares.iter().any(|one| !one.tax.is_zero());
            let word = if added { "added" } else { "held" };
            *seen.entry(format!("{by:?} {word}")).or_default() += 1;
        }
    }
    assert_eq!(seen.len(), 12, "{seen:?}");
    assert!(seen.values().all(|count| *count >= 10), "{seen:?}");
}
