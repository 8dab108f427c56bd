//! What splitting promises.

use proptest::prelude::*;

use super::*;
use crate::{
    ids::{DeviceId, FactId},
    menu::TaxRate,
    order::Tender,
    price::PriceRules,
};

fn id(n: u8) -> EntryId {
    EntryId::from_bytes([n; 16])
}

fn line(n: u8) -> LineId {
    LineId::from_bytes([n; 16])
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn part(n: u8) -> Part {
    Part {
        id: id(n),
        label: String::new(),
        seat: None,
        fixed: None,
    }
}

fn fixed(n: u8, minor: i64) -> Part {
    Part {
        fixed: Some(money(minor)),
        ..part(n)
    }
}

fn seat(n: u8) -> Part {
    Part {
        seat: Some(u32::from(n)),
        ..part(n)
    }
}

fn split(parts: Vec<Part>) -> Split {
    Split {
        plan: id(99),
        parts,
        lines: Vec::new(),
        rest: Vec::new(),
        rivals: Vec::new(),
    }
}

fn to(weights: &[u32]) -> Vec<Weight> {
    (0..)
        .zip(weights)
        .map(|(part, shares)| Weight {
            part,
            shares: *shares,
        })
        .collect()
}

fn owed(n: u8, seat: u32, minor: i64) -> OwedLine {
    OwedLine {
        line: line(n),
        seat,
        owed: money(minor),
    }
}

/// Lines of which each holds one of these taxes, by turns.
fn held(lines: &[OwedLine], percents: &[&str]) -> Vec<TaxGroup> {
    let rules = PriceRules::default();
    let group = |(turn, percent): (usize, &&str)| {
        let rates = TaxRate::from_percent(percent).map(|rate| vec![rate]);
        let rates = rates.unwrap_or_default();
        let of_turn = lines.iter().enumerate();
        let of_turn = of_turn.filter(|(place, _)| place % percents.len() == turn);
        let amounts: Vec<_> = of_turn.map(|(place, line)| (place, line.owed)).collect();
        TaxGroup::of(true, (&rates, &[]), &rules, &amounts).unwrap()
    };
    percents.iter().enumerate().map(group).collect()
}

fn pays(part: Option<EntryId>, minor: i64, settles: bool) -> PaymentHint {
    PaymentHint {
        card: None,
        fact: FactId::from_bytes([7; 16]),
        tender: Tender::Card,
        named: None,
        amount: money(minor),
        tip: Money::ZERO,
        tip_first: None,
        tip_contested: false,
        tendered: money(minor),
        change: Money::ZERO,
        rounding: Money::ZERO,
        at_ms: 0,
        device: DeviceId::from_bytes([8; 16]),
        part,
        settles,
        deposit: false,
        paper: String::new(),
        by: None,
    }
}

fn total(lines: &[OwedLine]) -> Money {
    Money::sum(lines.iter().map(|line| line.owed)).unwrap()
}

fn totals_of(split: &Split, lines: &[OwedLine], payments: &[PaymentHint]) -> Vec<PartTotals> {
    part_totals(split, lines, &[], payments).unwrap()
}

fn amounts_of(split: &Split, lines: &[OwedLine], payments: &[PaymentHint]) -> Vec<i64> {
    let parts = totals_of(split, lines, payments);
    parts.iter().map(|part| part.amount.minor()).collect()
}

fn dues_of(split: &Split, lines: &[OwedLine], payments: &[PaymentHint]) -> Vec<i64> {
    let parts = totals_of(split, lines, payments);
    parts.iter().map(|part| part.due.minor()).collect()
}

#[test]
fn a_hundred_in_three_parts_gives_the_odd_cent_to_the_first() {
    let three = split(vec![part(1), part(2), part(3)]);
    assert_eq!(
        amounts_of(&three, &[owed(1, 0, 10_000)], &[]),
        [3_334, 3_333, 3_333]
    );
}

#[test]
fn two_cents_in_four_parts_leave_nobody_below_zero() {
    let four = split(vec![part(1), part(2), part(3), part(4)]);
    assert_eq!(amounts_of(&four, &[owed(1, 0, 2)], &[]), [1, 1, 0, 0]);
}

#[test]
fn seven_odd_cents_do_not_all_fall_on_the_first() {
    let two = split(vec![part(1), part(2)]);
    let lines: Vec<_> = (1..=7).map(|n| owed(n, 0, 101)).collect();
    assert_eq!(amounts_of(&two, &lines, &[]), [354, 353]);
}

#[test]
fn seats_items_fractions_and_an_amount_go_together() {
    let mut mixed = split(vec![seat(1), seat(2), fixed(3, 1_000)]);
    // A bottle that seat 2 drank two thirds of, and one dish that the plan does not name.
    mixed.lines.push(LineWeights {
        line: line(3),
        to: to(&[1, 2]),
    });
    let lines = [
        owed(1, 1, 1_500),
        owed(2, 2, 2_500),
        owed(3, 0, 3_000),
        owed(4, 0, 1_000),
    ];
    // 80.00 less the ten; the others had 30.00 and 50.00.
    assert_eq!(amounts_of(&mixed, &lines, &[]), [2_625, 4_375, 1_000]);
}

#[test]
fn a_line_for_a_seat_that_comes_later_goes_to_that_seat() {
    let seats = split(vec![seat(1), seat(2)]);
    let lines = [owed(1, 1, 1_000), owed(2, 2, 1_000), owed(3, 2, 450)];
    assert_eq!(amounts_of(&seats, &lines, &[]), [1_000, 1_450]);
}

#[test]
fn what_comes_after_a_part_has_settled_is_shared_by_the_others() {
    let three = split(vec![part(1), part(2), part(3)]);
    let paid = [pays(Some(id(1)), 1_000, true)];
    let lines = [owed(1, 0, 3_000), owed(2, 0, 500)];
    assert_eq!(amounts_of(&three, &lines, &paid), [1_000, 1_250, 1_250]);
    assert_eq!(dues_of(&three, &lines, &paid), [0, 1_250, 1_250]);
}

#[test]
fn a_payment_for_the_whole_check_covers_the_first_parts() {
    let three = split(vec![part(1), part(2), part(3)]);
    let paid = [pays(None, 1_500, false)];
    assert_eq!(
        dues_of(&three, &[owed(1, 0, 3_000)], &paid),
        [0, 500, 1_000]
    );
}

#[test]
fn a_larger_amount_than_the_check_takes_what_is_there() {
    let two = split(vec![fixed(1, 9_000), part(2)]);
    assert_eq!(amounts_of(&two, &[owed(1, 0, 5_000)], &[]), [5_000, 0]);
}

#[test]
fn amounts_that_do_not_reach_leave_the_rest_to_the_last() {
    let two = split(vec![fixed(1, 1_000), fixed(2, 1_000)]);
    assert_eq!(amounts_of(&two, &[owed(1, 0, 5_000)], &[]), [1_000, 4_000]);
}

#[test]
fn a_part_pays_the_tax_of_what_it_ate() {
    let lines = [owed(1, 1, 1_100), owed(2, 2, 1_220)];
    let seats = split(vec![seat(1), seat(2)]);
    let parts = part_totals(&seats, &lines, &held(&lines, &["10", "22"]), &[]).unwrap();
    let of = |place: usize| -> Vec<i64> {
        let part: &PartTotals = &parts[place];
        part.taxes.iter().map(|row| row.tax.minor()).collect()
    };
    assert_eq!(of(0), [100, 0]);
    assert_eq!(of(1), [0, 220]);
}

/// Food for 30.00 at seat 1 and wine for 20.00 at seat 2: net and tax of each part, of food and wine.
fn food_and_wine(split: &Split, paid: &[PaymentHint]) -> Vec<[(i64, i64); 2]> {
    let lines = [owed(1, 1, 3_000), owed(2, 2, 2_000)];
    let groups = held(&lines, &["10", "22"]);
    let parts = part_totals(split, &lines, &groups, paid).unwrap();
    let row = |row: &TaxRow| (row.net.minor(), row.tax.minor());
    parts
        .iter()
        .map(|part| [row(&part.taxes[0]), row(&part.taxes[1])])
        .collect()
}

#[test]
fn who_pays_for_the_dish_of_another_pays_its_tax() {
    // The wine's guest paid five euro and left; the other one pays for all else.
    let seats = split(vec![seat(2), seat(1)]);
    let paid = [pays(Some(id(2)), 500, true)];
    assert_eq!(
        food_and_wine(&seats, &paid),
        [[(0, 0), (410, 90)], [(2_727, 273), (1_229, 271)]]
    );
}

#[test]
fn an_amount_beyond_its_own_dishes_holds_tax_of_all_the_others() {
    // Ten euro by the one who had nothing: of food and wine alike.
    let seats = split(vec![seat(1), seat(2), fixed(3, 1_000)]);
    assert_eq!(
        food_and_wine(&seats, &[]),
        [
            [(2_182, 218), (0, 0)],
            [(0, 0), (1_311, 289)],
            [(545, 55), (328, 72)]
        ]
    );
    // And by the one who had wine alone.
    let wine = Part {
        fixed: Some(money(2_600)),
        ..seat(2)
    };
    assert_eq!(
        food_and_wine(&split(vec![seat(1), wine]), &[]),
        [[(2_182, 218), (0, 0)], [(545, 55), (1_639, 361)]]
    );
}

fn any_split() -> impl Strategy<Value = Split> {
    let one = (
        proptest::option::of(1_u32..4),
        proptest::option::weighted(0.2, 0_i64..5_000),
    );
    let weights = proptest::collection::vec(0_u32..4, 1..6);
    let named = proptest::collection::vec((1_u8..12, weights.clone()), 0..6);
    let parts = proptest::collection::vec(one, 1..8);
    (parts, named, weights).prop_map(|(parts, named, rest)| Split {
        plan: id(99),
        parts: (1..)
            .zip(parts)
            .map(|(n, (seat, fixed))| Part {
                id: id(n),
                label: String::new(),
                seat,
                fixed: fixed.map(money),
            })
            .collect(),
        lines: named
            .into_iter()
            .map(|(n, weights)| LineWeights {
                line: line(n),
                to: to(&weights),
            })
            .collect(),
        rest: to(&rest),
        rivals: Vec::new(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_are_never_negative_and_always_add_up(
        split in any_split(),
        prices in proptest::collection::vec((0_u32..5, 0_i64..1_000_000), 0..12),
        paid in proptest::collection::vec((proptest::option::of(1_u8..8), 1_i64..400_000, any::<bool>()), 0..6),
    ) {
        let lines: Vec<_> = (1..)
            .zip(&prices)
            .map(|(n, (seat, price))| owed(n, *seat, *price))
            .collect();
        let total = total(&lines);
        let groups = held(&lines, &["10", "no tax"]);
        let payments: Vec<_> = paid
            .iter()
            .map(|(part, amount, settles)| pays(part.map(id), *amount, *settles))
            .collect();
        let parts = part_totals(&split, &lines, &groups, &payments).unwrap();
        let sum = |of: fn(&PartTotals) -> Money| Money::sum(parts.iter().map(of)).unwrap();
        prop_assert_eq!(sum(|part| part.amount), total);
        let paid = Money::sum(payments.iter().map(|payment| payment.amount)).unwrap();
        prop_assert_eq!(sum(|part| part.due), total.minus(paid).unwrap().at_least_zero());
        for part in &parts {
            prop_assert!(!part.amount.is_negative() && !part.due.is_negative());
            if !part.lines.is_empty() && part.lines.iter().any(|line| !line.amount.is_zero()) {
                let lines = Money::sum(part.lines.iter().map(|line| line.amount)).unwrap();
                prop_assert_eq!(lines, part.amount);
            }
        }
        let all = |of: fn(&TaxRow) -> Money| {
            let rows = parts.iter().flat_map(|part| &part.taxes);
            Money::sum(rows.map(of)).unwrap()
        };
        let taxed: &[Money] = &groups[0].components();
        prop_assert_eq!(taxed, [all(|row| row.net), all(|row| row.tax)]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(300)
    ) })]

    /// Guests who share alike pay one after the other, in any order: what each owes and the taxes of
    /// each stay what they were, so the receipts together say the taxes of the check.
    #[test]
    fn taxes_of_equal_parts_stay_what_they_were_whoever_pays_first(
        ways in 2_u8..40,
        minors in prop::collection::vec(1_i64..20_000, 1..5),
        order in prop::collection::vec(any::<u32>(), 40),
    ) {
        let lines: Vec<_> = (1..).zip(&minors).map(|(n, minor)| owed(n, 0, *minor)).collect();
        let groups = held(&lines, &["10", "22"]);
        let shared = Split {
            rest: to(&vec![1; usize::from(ways)]),
            ..split((1..=ways).map(part).collect())
        };
        let told = |payments: &[PaymentHint]| -> Vec<_> {
            let parts = part_totals(&shared, &lines, &groups, payments).unwrap();
            parts.into_iter().map(|part| (part.amount, part.taxes)).collect()
        };
        let first = told(&[]);
        let mut turns: Vec<u8> = (1..=ways).collect();
        turns.sort_by_key(|n| order[usize::from(*n)]);
        let mut payments = Vec::new();
        for n in turns {
            let (amount, _) = &first[usize::from(n) - 1];
            if !amount.is_zero() {
                payments.push(pays(Some(id(n)), amount.minor(), true));
                prop_assert_eq!(&told(&payments), &first);
            }
        }
    }
}
