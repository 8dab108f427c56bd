//! Parts of lines that go back, to the cent.

use std::collections::BTreeMap;

use proptest::prelude::*;
use shared::{
    flags::{Flag, flags},
    ids::{DeviceId, FactId, LineId},
    menu::TaxRate,
    money::Money,
    order::{Line, Order, Tender},
    price::{TaxRow, totals},
    refund::{Refund, RefundError, RefundHint, RefundKind, RefundLine, refund, refundable},
};

use crate::{
    any::any_order,
    build::{self, class, line_id, order, staff},
    reference,
    splits::one_tax_each,
    tables,
};

/// A line of so many units at a price, with these rates.
fn line(number: usize, quantity: i64, price: i64, included: bool, percents: &[&str]) -> Line {
    build::line(
        number,
        Money::from_minor(price),
        quantity,
        class(percents),
        included,
    )
}

/// Gives units of a line back and writes it down, as a till does.
fn give(order: &mut Order, line: LineId, quantity: u32) -> Result<Refund, RefundError> {
    let sums = totals(order)?;
    let given = refund(order, &sums, &[RefundLine { line, quantity }])?;
    note(order, &given);
    Ok(given)
}

fn note(order: &mut Order, given: &Refund) {
    let n = u8::try_from(order.refunds.len()).unwrap();
    order.refunds.push(RefundHint {
        card: None,
        fact: FactId::from_bytes([n; 16]),
        of: RefundKind::Lines,
        number: String::new(),
        lines: given.lines.clone(),
        taxes: given.taxes.clone(),
        amount: given.amount,
        deposit: Money::ZERO,
        forfeited: false,
        rounding: Money::ZERO,
        tender: Tender::Cash,
        named: None,
        reason: "cold".to_owned(),
        by: staff(),
        approved_by: None,
        at_ms: 0,
        device: DeviceId::from_bytes([4; 16]),
    });
}

#[test]
fn the_odd_cent_of_three_comes_with_the_last_one() {
    // 3 x 3.33 and 10 % on top is 10.99: no third of it is whole.
    let mut check = order(vec![line(1, 3, 333, false, &["10"])]);
    let amounts: Vec<i64> = (0..3)
        .map(|_| give(&mut check, line_id(1), 1).unwrap().amount.minor())
        .collect();
    assert_eq!(amounts, [366, 367, 366]);
    let left = refundable(&check, &totals(&check).unwrap()).unwrap();
    assert_eq!((left[0].left, left[0].worth), (0, Money::ZERO));
}

#[test]
fn no_unit_goes_back_twice() {
    let mut check = order(vec![line(1, 3, 333, true, &["10"])]);
    give(&mut check, line_id(1), 1).unwrap();
    give(&mut check, line_id(1), 2).unwrap();
    let refused = give(&mut check, line_id(1), 1);
    assert!(matches!(refused, Err(RefundError::TooMany { left: 0, .. })));
    let stray = give(&mut check, line_id(9), 1);
    assert_eq!(stray, Err(RefundError::NotSold(line_id(9))));
    let sums = totals(&check).unwrap();
    assert_eq!(refund(&check, &sums, &[]), Err(RefundError::Nothing));
    // Two wishes for one line are one wish.
    let mut check = order(vec![line(1, 3, 333, true, &["10"])]);
    let two = RefundLine {
        line: line_id(1),
        quantity: 2,
    };
    let sums = totals(&check).unwrap();
    assert!(refund(&check, &sums, &[two, two]).is_err());
    assert!(give(&mut check, line_id(1), 3).is_ok());
}

#[test]
fn what_two_tills_gave_for_the_same_unit_is_kept_and_flagged() {
    let check = order(vec![line(1, 1, 800, true, &["10"])]);
    let (mut one, mut two) = (check.clone(), check);
    give(&mut one, line_id(1), 1).unwrap();
    let second = give(&mut two, line_id(1), 1).unwrap();
    note(&mut one, &second);
    let sums = totals(&one).unwrap();
    let flags = flags(&one, &sums).unwrap();
    assert!(flags.contains(&Flag::RefundedTwice {
        line: line_id(1),
        name: "Dish 1".to_owned(),
        units: 1,
        amount: Money::from_minor(800),
    }));
}

fn any_line() -> impl Strategy<Value = (i64, i64, usize)> {
    (1_i64..6, 0_i64..4_000, 0_usize..3)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn parts_over_time_make_the_total_and_its_taxes(
        lines in proptest::collection::vec(any_line(), 1..6),
        included in any::<bool>(),
        picks in proptest::collection::vec((0_usize..6, 1_u32..4), 0..12),
    ) {
        // Each rate stands alone, or both of the pair are always together.
        let rates: [&[&str]; 3] = [&["10"], &["22"], &["8.875", "0.5"]];
        let lines: Vec<Line> = (0_usize..)
            .zip(&lines)
            .map(|(n, (quantity, price, class))| line(n, *quantity, *price, included, rates[*class]))
            .collect();
        let mut check = order(lines);
        let sums = totals(&check).unwrap();
        let mut given = Vec::new();
        for (n, quantity) in picks {
            if let Ok(refund) = give(&mut check, line_id(n), quantity) {
                prop_assert!(!refund.amount.is_negative());
                given.push(refund);
            }
        }
        for left in refundable(&check, &sums).unwrap() {
            if let Ok(quantity) = u32::try_from(left.left) && quantity > 0 {
                let last = give(&mut check, left.line, quantity).unwrap();
                prop_assert_eq!(last.amount, left.worth);
                given.push(last);
            }
        }
        let amount = Money::sum(given.iter().map(|one| one.amount)).unwrap();
        prop_assert_eq!(amount, sums.total);
        let mut rows: BTreeMap<TaxRate, TaxRow> = BTreeMap::new();
        for tax in given.iter().flat_map(|one| &one.taxes) {
            let row = rows.entry(tax.rate).or_insert(TaxRow { rate: tax.rate, net: Money::ZERO, tax: Money::ZERO });
            row.net = row.net.plus(tax.net).unwrap();
            row.tax = row.tax.plus(tax.tax).unwrap();
        }
        let taxed = |rows: Vec<TaxRow>| -> Vec<TaxRow> {
            rows.into_iter().filter(|row| !row.net.is_zero() || !row.tax.is_zero()).collect()
        };
        prop_assert_eq!(taxed(rows.into_values().collect()), taxed(sums.taxes));
    }

    /// Discounts, charges, taxes on taxes: whatever the check is, units that go back in any steps
    /// bring what the second calculator says, never more than was owed, and all of it in the end.
    #[test]
    fn refunds_in_any_steps_give_back_exactly_what_was_owed(
        (_, mut check) in any_order(),
        picks in proptest::collection::vec((1_usize..8, 1_u32..4), 0..12),
    ) {
        let sums = totals(&check).unwrap();
        let mut back = 0;
        for (number, quantity) in picks {
            let before = units_of(&check, line_id(number));
            let Ok(given) = give(&mut check, line_id(number), quantity) else { continue };
            let owed = sums.shares[number - 1].owed.minor();
            let all = check.lines[number - 1].quantity;
            let now = before + i64::from(quantity);
            let steps = [before, now].map(|units| reference::part_of(owed, units, all));
            prop_assert_eq!(given.amount.minor(), steps[1] - steps[0]);
            // One unit after the other takes its time.
            if owed < 20_000 {
                let wanted = tables::of_refund(&check, number - 1, steps[0], steps[1] - steps[0]);
                prop_assert_eq!(rows_of(&given), wanted);
            }
            back += given.amount.minor();
            prop_assert!(!given.amount.is_negative() && back <= sums.total.minor());
        }
        for left in refundable(&check, &sums).unwrap() {
            if let Ok(quantity) = u32::try_from(left.left) && quantity > 0 {
                back += give(&mut check, left.line, quantity).unwrap().amount.minor();
            }
        }
        // Lines of which nothing is left were never sold; nothing was owed for them.
        prop_assert_eq!(back, sums.total.minor());
    }
}

proptest! {
    #![proptest_config(cases())]

    /// However the check is taxed: no step takes tax back, and in the end each rate is what it was.
    /// Where each dish has one tax, net and tax of each step make what goes back.
    #[test]
    fn taxes_of_refunds_are_those_of_the_check(
        (_, mut check) in any_order(),
        picks in proptest::collection::vec((1_usize..8, 1_u32..4), 0..12),
        is_plain in any::<bool>(),
    ) {
        if is_plain {
            one_tax_each(&mut check);
        }
        let sums = totals(&check).unwrap();
        let picks = picks.into_iter().map(|(number, quantity)| (line_id(number), quantity));
        let mut given: Vec<Refund> = Vec::new();
        for (line, quantity) in picks {
            given.extend(give(&mut check, line, quantity).ok());
        }
        for left in refundable(&check, &sums).unwrap() {
            for _ in 0..left.left {
                given.push(give(&mut check, left.line, 1).unwrap());
            }
        }
        let mut rows: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
        for given in &given {
            let amounts = given.taxes.iter().flat_map(|row| [row.net, row.tax]);
            let amounts: Vec<i64> = amounts.map(Money::minor).collect();
            prop_assert!(amounts.iter().all(|one| *one >= 0), "{:?}", given);
            prop_assert!(!is_plain || amounts.iter().sum::<i64>() == given.amount.minor(), "{:?}", given);
            for row in &given.taxes {
                let all = rows.entry(row.rate.ppm()).or_default();
                *all = (all.0 + row.net.minor(), all.1 + row.tax.minor());
            }
        }
        rows.retain(|_, row| *row != (0, 0));
        let of_check = sums.taxes.iter().map(|row| (row.rate.ppm(), (row.net.minor(), row.tax.minor())));
        let mut of_check: BTreeMap<u32, (i64, i64)> = of_check.collect();
        of_check.retain(|_, row| *row != (0, 0));
        prop_assert_eq!(rows, of_check);
    }
}

/// The tax table of a refund, without what is nothing.
fn rows_of(given: &Refund) -> tables::Rows {
    let rows = given.taxes.iter();
    let rows = rows.map(|row| (row.rate.ppm(), (row.net.minor(), row.tax.minor())));
    rows.filter(|(_, row)| *row != (0, 0)).collect()
}

fn cases() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases.and_then(|text| text.parse().ok()).unwrap_or(300))
    }
}

fn units_of(order: &Order, line: LineId) -> i64 {
    let all = order.refunds.iter().flat_map(|refund| &refund.lines);
    all.filter(|one| one.line == line)
        .map(|one| one.quantity)
        .sum()
}
