//! Whoever has the journal's record of a check and `docs/money.md` comes to the same cents.

use proptest::prelude::*;
use serde_json::Value;
use shared::{
    ids::{LineId, ShiftId},
    journal::{Fact, OrderClosed, Record, SumsError, Tail},
    money::Money,
    order::{Combo, Line, Order},
    price::{ChargeBase, Discount, ServiceCharge, Takes, totals},
};

use crate::{
    any::{any_order, part},
    build::{class, discount, line, order, staff},
    by_record::{computed, said},
};

/// The record of this check as it is signed and stored.
fn record(order: &Order) -> (OrderClosed, Value) {
    let sums = totals(order).unwrap();
    let closed = OrderClosed::of(order, &sums, ShiftId::from_bytes([9; 16]), staff()).unwrap();
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let id = shared::ids::FactId::from_bytes([8; 16]);
    let fact = Fact::OrderClosed(closed.clone());
    let record = Record::next(Tail::START, order.opened_on, &key, 1, id, &fact).unwrap();
    assert_eq!(record.fact(), Ok(fact));
    (closed, serde_json::from_str(&record.body).unwrap())
}

/// Adds one to a number somewhere in a record.
fn spoil(body: &mut Value, path: &[&str], place: usize) -> bool {
    let mut at = body;
    for name in path {
        let Some(next) = at.get_mut(*name) else {
            return false;
        };
        at = match next {
            Value::Array(all) if all.is_empty() => return false,
            Value::Array(all) => {
                let place = place % all.len();
                &mut all[place]
            }
            other => other,
        };
    }
    let Some(number) = at.as_i64() else {
        return false;
    };
    *at = Value::from(number + 1);
    true
}

fn reread(body: &Value) -> OrderClosed {
    match serde_json::from_value(body.clone()).unwrap() {
        Fact::OrderClosed(closed) => closed,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(500)
    ) })]

    #[test]
    fn the_record_of_a_check_is_enough_to_compute_it_again((_, order) in any_order()) {
        let (closed, body) = record(&order);
        prop_assert_eq!(computed(&body), said(&body));
        prop_assert_eq!(closed.check_sums(), Ok(()));
    }

    /// One cent more in any figure is found, and by the record's own check too.
    #[test]
    fn a_record_that_does_not_add_up_is_noticed(
        (_, order) in any_order(),
        path in prop::sample::select(vec![
            vec!["total"], vec!["charge"], vec!["delivery"], vec!["reckoned", "added"],
            vec!["lines", "amount"], vec!["lines", "discount"], vec!["lines", "charge"],
            vec!["discounts", "amount"], vec!["taxes", "net"], vec!["taxes", "tax"],
        ]),
        place in 0_usize..9,
    ) {
        let (_, mut body) = record(&order);
        // Not every check has a discount or a fee; each has a total.
        prop_assert!(spoil(&mut body, &path, place) || spoil(&mut body, &["total"], place));
        prop_assert!(computed(&body) != said(&body));
        prop_assert!(reread(&body).check_sums().is_err(), "{path:?}");
    }
}

#[test]
fn a_check_says_which_of_its_sums_is_wrong() {
    let lines = vec![line(1, Money::from_minor(1_000), 2, class(&["10"]), true)];
    let mut check = order(lines);
    let one_euro = shared::price::Takes::Amount {
        amount: Money::from_minor(100),
    };
    check.discounts = vec![discount("disc/1".to_owned(), Some(1), one_euro)];
    let (closed, _) = record(&check);
    let minor = Money::from_minor;
    let mut wrong = closed.clone();
    wrong.total = minor(2_000);
    let sum = |what, says, parts| SumsError::Differs {
        what,
        says: minor(says),
        parts: minor(parts),
    };
    assert_eq!(wrong.check_sums(), Err(sum("total", 2_000, 1_900)));
    let mut wrong = closed.clone();
    wrong.taxes[0].tax = minor(172);
    assert_eq!(wrong.check_sums(), Err(sum("tax", 172, 173)));
    let mut wrong = closed.clone();
    wrong.discounts[0].amount = minor(99);
    assert_eq!(wrong.check_sums(), Err(sum("discounts", 99, 100)));
    let mut wrong = closed;
    wrong.lines[0].tax = Some(7);
    assert_eq!(wrong.check_sums(), Err(SumsError::NoSuchTax(7)));
    // An older version wrote less, and what it wrote is not judged by it.
    let mut old = wrong;
    old.reckoned = None;
    assert_eq!(old.check_sums(), Ok(()));
}

/// Rates stand once, and a line of an order without discounts names them with a few letters.
#[test]
fn a_record_stays_small() {
    let dish = |n| line(n, Money::from_minor(1_000), 2, class(&["10"]), true);
    let big = order((1..=200).map(dish).collect());
    let (mut closed, with) = record(&big);
    closed.reckoned = None;
    for line in &mut closed.lines {
        line.tax = None;
    }
    let without = serde_json::to_string(&Fact::OrderClosed(closed)).unwrap();
    let more = with.to_string().len() - without.len();
    assert!(more < 200 * 9 + 60, "{more} bytes more");
}

/// An order has at most 500 lines, and the hub takes no record of more than 512 KiB.
#[test]
fn the_largest_check_is_a_record_that_travels() {
    let dish = |n: usize| {
        let mut one = line(1, Money::from_minor(987_654_321), 99, class(&["10"]), false);
        one.id = LineId::new(i64::try_from(n).unwrap(), [7; 10]);
        one.facts.name.first = "Degustazione della casa con vini".to_owned();
        let costs = Money::from_minor(123_456);
        let course = part(costs, Money::ZERO, class(&["10"]));
        one.facts.special.combo = Some(Combo {
            price: costs,
            parts: vec![course; 8],
        });
        one
    };
    let mut big = order((1..=500).map(dish).collect());
    let off = |(n, line): (usize, &Line)| Discount {
        line: Some(line.id),
        ..discount(
            format!("disc/{n:032}"),
            None,
            Takes::Percent { ppm: 123_456 },
        )
    };
    big.discounts = big.lines.iter().enumerate().map(off).collect();
    big.guests = 8;
    big.rules.charge = Some(ServiceCharge {
        rate_ppm: 123_456,
        from_guests: 1,
        taxed: true,
        base: ChargeBase::BeforeDiscounts,
    });
    let (_, body) = record(&big);
    let bytes = body.to_string().len();
    assert!(bytes < 512 * 1_024, "{bytes}");
}
