//! Any way to split a check.

use proptest::prelude::*;
use shared::{
    ids::EntryId,
    menu::Service,
    money::Money,
    order::{Order, PaymentHint},
    price::{ChargeBase, ServiceCharge, Takes},
    split::{LineWeights, Part, Split, Weight},
};

use crate::{
    any::any_order,
    build::{discount, payment},
};

/// Nobody splits a check of these laws in more parts.
pub(crate) const PARTS: usize = 6;
/// As many lines as a check of these laws has.
pub(crate) const LINES: usize = 6;

/// How the guests want it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum By {
    Seat,
    Item,
    Fraction,
    Shares,
    Amount,
    Mixed,
}

/// What somebody may say of a split; the way of splitting takes what it needs.
#[derive(Clone, Debug)]
struct Said {
    by: By,
    ways: usize,
    /// Of each line: its seat, whose item it is, and the shares of everybody.
    lines: Vec<(u32, usize, Vec<u32>)>,
    /// Of each part: an amount, and whether a mixed split has it pay that.
    fixed: Vec<(i64, bool)>,
    rest: Vec<u32>,
}

fn any_said() -> impl Strategy<Value = Said> {
    let by = vec![
        By::Seat,
        By::Item,
        By::Fraction,
        By::Shares,
        By::Amount,
        By::Mixed,
    ];
    let shares = || prop::collection::vec(0_u32..4, PARTS);
    let line = (0_u32..5, 0..PARTS, shares());
    (
        prop::sample::select(by),
        1..=PARTS,
        prop::collection::vec(line, LINES),
        prop::collection::vec((0_i64..6_000, prop::bool::weighted(0.3)), PARTS),
        shares(),
    )
        .prop_map(|(by, ways, lines, fixed, rest)| Said {
            by,
            ways,
            lines,
            fixed,
            rest,
        })
}

fn part_id(place: usize) -> EntryId {
    EntryId::from_bytes([u8::try_from(place + 1).unwrap(); 16])
}

fn weights(shares: &[u32]) -> Vec<Weight> {
    let weight = |(part, shares): (u32, &u32)| Weight {
        part,
        shares: *shares,
    };
    (0..).zip(shares).map(weight).collect()
}

/// The plan that a person makes of it; the lines get their seats.
fn plan(said: &Said, order: &mut Order) -> Split {
    let by = said.by;
    let part = |place: usize| {
        let (amount, pays_it) = said.fixed[place];
        let is_fixed = match by {
            By::Amount => place + 1 < said.ways,
            By::Mixed => pays_it,
            By::Seat | By::Item | By::Fraction | By::Shares => false,
        };
        let seated = matches!(by, By::Seat | By::Mixed);
        Part {
            id: part_id(place),
            label: String::new(),
            seat: seated.then_some(u32::try_from(place).unwrap() + 1),
            fixed: is_fixed.then_some(Money::from_minor(amount)),
        }
    };
    let mut lines = Vec::new();
    for (line, (seat, whose, shares)) in order.lines.iter_mut().zip(&said.lines) {
        line.seat = *seat;
        let mut to = vec![0; said.ways];
        match by {
            By::Item => to[whose % said.ways] = 1,
            By::Fraction => to.copy_from_slice(&shares[..said.ways]),
            By::Mixed if whose % 2 == 0 => to.copy_from_slice(&shares[..said.ways]),
            By::Seat | By::Shares | By::Amount | By::Mixed => continue,
        }
        lines.push(LineWeights {
            line: line.id,
            to: weights(&to),
        });
    }
    let rest = match by {
        By::Mixed => weights(&said.rest[..said.ways]),
        _ => weights(&vec![1; said.ways]),
    };
    Split {
        plan: part_id(PARTS),
        parts: (0..said.ways).map(part).collect(),
        lines,
        rest,
        rivals: Vec::new(),
    }
}

/// Payments of parts and of nobody in particular, with tips.
pub(crate) fn any_payments() -> impl Strategy<Value = Vec<PaymentHint>> {
    let one = (
        prop::option::of(0..PARTS),
        0_i64..6_000,
        0_i64..500,
        any::<bool>(),
    );
    let pay = |(number, (part, amount, tip, settles)): (u8, (Option<usize>, i64, i64, bool))| {
        let mut paid = payment(number, amount);
        paid.tip = Money::from_minor(tip);
        paid.part = part.map(part_id);
        paid.settles = settles;
        paid
    };
    prop::collection::vec(one, 0..4).prop_map(move |all| (1..).zip(all).map(pay).collect())
}

/// Makes a check one of eight guests who eat here, with a charge, and something off the whole check.
fn made_rich((rate_ppm, taxed, off): (u32, bool, u32), order: &mut Order) {
    order.service = Service::EatIn;
    order.guests = 8;
    order.charge_waived = None;
    order.rules.charge = Some(ServiceCharge {
        rate_ppm,
        from_guests: 8,
        taxed,
        base: ChargeBase::AfterDiscounts,
    });
    let off = Takes::Percent { ppm: off };
    order
        .discounts
        .push(discount("disc/of_check".to_owned(), None, off));
}

/// Any check that is split in any way, with nothing paid yet.
pub(crate) fn any_split() -> impl Strategy<Value = (By, Order)> {
    let rich = (10_000_u32..250_000, any::<bool>(), 1_u32..500_000);
    let rich = prop::option::weighted(0.6, rich);
    (any_order(), any_said(), rich).prop_map(|((_, mut order), said, rich)| {
        if let Some(rich) = rich {
            made_rich(rich, &mut order);
        }
        order.payments.clear();
        order.split = Some(plan(&said, &mut order));
        (said.by, order)
    })
}
