//! The parts of a check computed a second time, from `docs/splitting.md`.

use shared::{
    menu::TaxRate,
    order::{Line, Order},
    price::Totals,
    split::{Part, PartTotals, Split, Weight},
};

use crate::{fraction::Fraction, fraction::share_out, reference::taxed_as, splits::minor};

/// Shares of each part in a line, as the text says them.
fn shares_of(split: &Split, line: &Line) -> Vec<u32> {
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
fn fine(owed: &[i64], shares: &[Vec<u32>], place: usize) -> Fraction {
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

/// What of an amount of a line carries this rate.
fn taxed_at(order: &Order, line: &Line, amount: i64, rate: u32) -> i64 {
    let parts = taxed_as(line, amount).into_iter();
    let has = |rates: &[TaxRate]| rates.iter().any(|one| one.ppm() == rate);
    let own = parts.filter(|(class, _)| has(class.rates(order.service)));
    own.map(|(_, amount)| amount).sum()
}

/// The weights of all parts for a rate, in whole millionths of a minor unit: what each pays for
/// dishes that the rate is on.
pub(crate) fn rate_weights(
    order: &Order,
    sums: &Totals,
    parts: &[PartTotals],
    rate: u32,
) -> Vec<Fraction> {
    let split = order.split.as_ref().unwrap();
    let owed: Vec<i64> = sums.shares.iter().map(|one| one.owed.minor()).collect();
    let with_owed = order.lines.iter().zip(&owed);
    let at_rate: Vec<i64> = with_owed
        .map(|(line, owed)| taxed_at(order, line, *owed, rate))
        .collect();
    let shares: Vec<_> = order.lines.iter().map(|l| shares_of(split, l)).collect();
    let (nothing, unit) = (Fraction::whole(0), Fraction::whole(1_000_000));
    let whole = |amounts: &[i64]| Fraction::whole(amounts.iter().sum()) * unit;
    let (mut heap, mut heap_at_rate) = (whole(&owed), whole(&at_rate));
    let (mut had_by_others, mut had_at_rate) = (nothing, nothing);
    let mut all = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let pays = Fraction::whole(part.amount.minor()) * unit;
        let (had, taxed) = (fine(&owed, &shares, place), fine(&at_rate, &shares, place));
        let paid = order.payments.iter();
        let settled = paid
            .filter(|one| one.settles)
            .any(|one| one.part == Some(part.id));
        let a_sum = settled || split.parts[place].fixed.is_some() || had == nothing;
        if a_sum && pays + unit <= had {
            heap = heap - pays;
            heap_at_rate = heap_at_rate - floor(taxed * pays / had);
        } else if a_sum {
            heap = heap - had;
            heap_at_rate = heap_at_rate - taxed;
        } else {
            had_by_others = had_by_others + had;
            had_at_rate = had_at_rate + taxed;
        }
        all.push((pays, had, taxed, a_sum));
    }
    if heap < had_by_others + unit {
        (heap, heap_at_rate) = (had_by_others, had_at_rate);
    }
    let weight = |(pays, had, taxed, a_sum): (Fraction, Fraction, Fraction, bool)| {
        if a_sum && pays >= had + unit {
            return floor(taxed + (pays - had) * heap_at_rate / heap);
        }
        if had == nothing {
            return nothing;
        }
        if a_sum {
            return floor(taxed * pays / had);
        }
        let share = |of: Fraction| floor(of * had / had_by_others);
        let its_own = had + share(heap - had_by_others);
        let its_taxed = taxed + share(heap_at_rate - had_at_rate);
        floor(its_taxed * pays / its_own)
    };
    all.into_iter().map(weight).collect()
}

fn floor(one: Fraction) -> Fraction {
    Fraction::whole(one.floor())
}
