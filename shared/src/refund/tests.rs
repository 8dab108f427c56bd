//! Parts of lines, to the cent.

use proptest::prelude::*;

use super::*;
use crate::{
    ids::DeviceId,
    menu::{Course, Name, Service, TaxClass},
    order::{Line, LineFacts},
    price::{PriceRules, totals},
};

fn line_id(n: u8) -> LineId {
    LineId::from_bytes([n; 16])
}

/// A line of so many units at a price, with these rates.
fn line(n: u8, quantity: i64, price: i64, included: bool, percents: &[&str]) -> Line {
    let rate = |text: &&str| TaxRate::from_percent(text).unwrap();
    let facts = LineFacts {
        sku: format!("T{n}"),
        name: Name {
            first: format!("Dish {n}"),
            second: String::new(),
        },
        variant: String::new(),
        category: "Mains".to_owned(),
        unit_price: Money::from_minor(price),
        tax: TaxClass {
            name: "food".to_owned(),
            eat_in: percents.iter().map(rate).collect(),
            takeaway: None,
            compound: Vec::new(),
        },
        tax_included: included,
        station: None,
        allergens: Vec::new(),
        prep_seconds: 0,
        modifiers: Vec::new(),
        menu_version: 1,
    };
    Line {
        id: line_id(n),
        facts,
        quantity,
        sent_quantity: 0,
        seat: 0,
        course: Course::default(),
        notes: Vec::new(),
        voids: Vec::new(),
        voided_twice: 0,
        contested: false,
        held: false,
        by: StaffId::from_bytes([1; 16]),
        at_ms: 0,
        kitchen: None,
    }
}

fn order(lines: Vec<Line>) -> Order {
    Order {
        training: false,
        id: OrderId::from_bytes([3; 16]),
        number: "A-001".to_owned(),
        opened_at_ms: 0,
        opened_by: StaffId::from_bytes([1; 16]),
        opened_on: DeviceId::from_bytes([4; 16]),
        service: Service::EatIn,
        table: None,
        tab: String::new(),
        guests: 1,
        contested: false,
        lines,
        tickets: Vec::new(),
        payments: Vec::new(),
        discounts: Vec::new(),
        charge_waived: None,
        rules: PriceRules::default(),
        split: None,
        serving: crate::serving::Serving::default(),
        refunds: Vec::new(),
        closed_at_ms: Some(1),
        counted: None,
    }
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
        fact: FactId::from_bytes([n; 16]),
        of: RefundKind::Lines,
        number: String::new(),
        lines: given.lines.clone(),
        taxes: given.taxes.clone(),
        amount: given.amount,
        tender: Tender::Cash,
        reason: "cold".to_owned(),
        by: StaffId::from_bytes([1; 16]),
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
    let flags = crate::flags::flags(&one, &sums).unwrap();
    assert!(flags.contains(&crate::flags::Flag::RefundedTwice {
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
    #[test]
    fn parts_over_time_make_the_total_and_its_taxes(
        lines in proptest::collection::vec(any_line(), 1..6),
        included in any::<bool>(),
        picks in proptest::collection::vec((0_u8..6, 1_u32..4), 0..12),
    ) {
        // Each rate stands alone, or both of the pair are always together.
        let rates: [&[&str]; 3] = [&["10"], &["22"], &["8.875", "0.5"]];
        let lines: Vec<Line> = (0_u8..)
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
            let row = rows.entry(tax.rate).or_insert(nothing(tax.rate));
            row.net = row.net.plus(tax.net).unwrap();
            row.tax = row.tax.plus(tax.tax).unwrap();
        }
        let taxed = |rows: Vec<TaxRow>| -> Vec<TaxRow> {
            rows.into_iter().filter(|row| !row.net.is_zero() || !row.tax.is_zero()).collect()
        };
        prop_assert_eq!(taxed(rows.into_values().collect()), taxed(sums.taxes));
    }
}
