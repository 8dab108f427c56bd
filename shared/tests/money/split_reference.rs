//! The parts of a check computed a second time, from `docs/splitting.md`.

use shared::{
    order::{Line, Order},
    price::Totals,
    split::{Part, Split, Weight},
};

use crate::{fraction::Fraction, fraction::share_out, splits::minor};

/// Shares of each part in a line, as the text says them.
pub(crate) fn shares_of(split: &Split, line: &Line) -> Vec<u32> {
    let sum = |to: &[Weight]| {
        let mut shares = vec![0; split.parts.len()];
        for weight in to {
            shares[weight.part as usize] += weight.shares;
        }
        shares
    };
    let some = |shares: &Vec<u32>| shares.iter().any(|one| *one > 0);
    if let Some(named) = split.lines.iter().find(|one| one.line == line.id) {
        let shares = sum(&named.to);
        if some(&shares) {
            return shares;
        }
    }
    let mut shares = vec![0; split.parts.len()];
    let its_seat = |part: &Part| line.seat > 0 && part.seat == Some(line.seat);
    if let Some(place) = split.parts.iter().position(its_seat) {
        shares[place] = 1;
        return shares;
    }
    let rest = sum(&split.rest);
    if some(&rest) {
        return rest;
    }
    let is_free = |part: &Part| u32::from(part.fixed.is_none());
    split.parts.iter().map(is_free).collect()
}

/// What falls to each part of an amount of a line, whole or in millionths.
fn portion(amount: i64, shares: &[u32], place: usize) -> Fraction {
    let of: u32 = shares.iter().sum();
    Fraction::new(
        i128::from(amount) * i128::from(shares[place]),
        i128::from(of.max(1)),
    )
}

/// What falls to a part, in whole millionths of a minor unit.
pub(crate) fn fine(owed: &[i64], shares: &[Vec<u32>], place: usize) -> Fraction {
    let lines = owed.iter().zip(shares);
    let million = Fraction::whole(1_000_000);
    let whole = |one: Fraction| Fraction::whole((one * million).floor());
    lines.fold(Fraction::whole(0), |sum, (owed, shares)| {
        sum + whole(portion(*owed, shares, place))
    })
}

/// What each part pays, from the text alone.
pub(crate) fn amounts(order: &Order, sums: &Totals) -> Vec<i64> {
    let split = order.split.as_ref().unwrap();
    let count = split.parts.len();
    let owed: Vec<i64> = sums.shares.iter().map(|one| one.owed.minor()).collect();
    let shares: Vec<_> = order.lines.iter().map(|l| shares_of(split, l)).collect();
    let mut left: i64 = owed.iter().sum();
    let mut amounts = vec![0; count];
    let mut open = vec![true; count];
    let own = |place: usize| {
        let paid = order.payments.iter();
        paid.filter(move |one| one.part == Some(split.parts[place].id))
    };
    for place in 0..count {
        if own(place).any(|one| one.settles) {
            open[place] = false;
            amounts[place] = minor(own(place).map(|one| one.amount)).min(left);
            left -= amounts[place];
        }
    }
    for place in 0..count {
        if let (true, Some(fixed)) = (open[place], split.parts[place].fixed) {
            open[place] = false;
            amounts[place] = fixed.minor().min(left);
            left -= amounts[place];
        }
    }
    let weight = |place: usize| {
        if open[place] {
            fine(&owed, &shares, place)
        } else {
            Fraction::whole(0)
        }
    };
    let weights: Vec<Fraction> = (0..count).map(weight).collect();
    if weights.iter().all(|one| *one == Fraction::whole(0)) {
        amounts[count - 1] += left;
        return amounts;
    }
    for (amount, part) in amounts.iter_mut().zip(share_out(left, &weights)) {
        *amount += part;
    }
    amounts
}
