//! Net and tax of parts of a check and of what goes back, a second time, from `docs/money.md` and
//! `docs/splitting.md`.

use std::collections::BTreeMap;

use shared::{order::Order, price::Totals, split::PartTotals};

use crate::{
    fraction::{Fraction, share_out, wholes},
    reference::{Group, groups},
    split_reference::{fine, shares_of},
};

/// Net and tax by rate, without what is nothing.
pub(crate) type Rows = BTreeMap<u32, (i64, i64)>;

/// A table of which rows and columns are given; the answer and the weights are lists of columns.
fn both_ways(rows: &[i64], columns: &[i64], weights: &[Vec<Fraction>]) -> Vec<Vec<i64>> {
    let nothing = Fraction::whole(0);
    let weights: Vec<Vec<Fraction>> = weights
        .iter()
        .map(|column| {
            let is_nothing = column.iter().all(|one| *one == nothing);
            if is_nothing {
                wholes(rows)
            } else {
                column.clone()
            }
        })
        .collect();
    let mut table: Vec<Vec<i64>> = columns
        .iter()
        .zip(&weights)
        .map(|(column, weights)| share_out(*column, weights))
        .collect();
    let exact = |place: usize, row: usize| {
        let all = weights[place].iter().fold(nothing, |sum, one| sum + *one);
        if all == nothing {
            return nothing;
        }
        let exact = Fraction::whole(columns[place]) * (weights[place][row] / all);
        Fraction::whole((exact * Fraction::whole(1_000_000)).floor())
    };
    loop {
        let off: Vec<i64> = (0..rows.len())
            .map(|row| table.iter().map(|column| column[row]).sum::<i64>() - rows[row])
            .collect();
        let from = (0..rows.len()).find(|row| off[*row] > 0);
        let to = (0..rows.len()).find(|row| off[*row] < 0);
        let (Some(from), Some(to)) = (from, to) else {
            return table;
        };
        let mut giving: Vec<usize> = (0..columns.len()).collect();
        giving.retain(|place| table[*place][from] > 0);
        let million = Fraction::whole(1_000_000);
        let gain = |place: usize, table: &[Vec<i64>]| {
            let cell = |row: usize| Fraction::whole(table[place][row]) * million;
            (cell(from) - exact(place, from)) - (cell(to) - exact(place, to))
        };
        // The sort keeps the earlier of equals first.
        giving.sort_by_key(|place| std::cmp::Reverse(gain(*place, &table)));
        let units = off[from].min(-off[to]);
        for place in giving.into_iter().take(usize::try_from(units).unwrap()) {
            table[place][from] -= 1;
            table[place][to] += 1;
        }
    }
}

/// Net, then each tax.
fn cells(group: &Group) -> Vec<i64> {
    let taxes = group.taxes.iter().map(|(.., tax)| *tax);
    std::iter::once(group.net).chain(taxes).collect()
}

/// Adds the rows of so much of each cell of a group.
fn note(rows: &mut Rows, group: &Group, cells: &[i64]) {
    let mut with_taxes = cells[0];
    let mut seen = Vec::new();
    for ((rate, on_taxes, _), tax) in group.taxes.iter().zip(&cells[1..]) {
        let row = rows.entry(*rate).or_default();
        if !seen.contains(rate) {
            row.0 += if *on_taxes { with_taxes } else { cells[0] };
        }
        row.1 += tax;
        seen.push(*rate);
        with_taxes += tax;
    }
}

fn there(mut rows: Rows) -> Rows {
    rows.retain(|_, row| *row != (0, 0));
    rows
}

/// All that carries the same taxes, wherever it was rounded.
fn kinds(order: &Order) -> Vec<Group> {
    let mut kinds: Vec<Group> = Vec::new();
    for group in groups(order) {
        let key = |of: &Group| -> Vec<_> { of.taxes.iter().map(|one| (one.0, one.1)).collect() };
        let Some(kind) = kinds.iter_mut().find(|one| key(one) == key(&group)) else {
            kinds.push(group);
            continue;
        };
        kind.net += group.net;
        for (own, more) in kind.taxes.iter_mut().zip(&group.taxes) {
            own.2 += more.2;
        }
        for (own, more) in kind.of_lines.iter_mut().zip(&group.of_lines) {
            *own += more;
        }
    }
    kinds
}

fn cut(one: Fraction) -> Fraction {
    Fraction::whole(one.floor())
}

/// What each part pays for `piece` of a line, in whole millionths of a minor unit.
fn weights(
    order: &Order,
    owed: &[i64],
    parts: &[PartTotals],
    (line, piece): (usize, i64),
) -> Vec<Fraction> {
    let split = order.split.as_ref().unwrap();
    let shares: Vec<_> = order.lines.iter().map(|l| shares_of(split, l)).collect();
    let (nothing, unit) = (Fraction::whole(0), Fraction::whole(1_000_000));
    let (mut heap, mut heap_of_it) = (
        Fraction::whole(owed.iter().sum()) * unit,
        Fraction::whole(piece) * unit,
    );
    let (mut had_by_others, mut had_of_it) = (nothing, nothing);
    let mut all = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let pays = Fraction::whole(part.amount.minor()) * unit;
        let had = fine(owed, &shares, place);
        let of_line = fine(&owed[line..=line], &shares[line..=line], place);
        let own = cut(of_line * Fraction::whole(piece) / Fraction::whole(owed[line]));
        let mut settles = order.payments.iter().filter(|one| one.settles);
        let settled = settles.any(|one| one.part == Some(part.id));
        let a_sum = settled || split.parts[place].fixed.is_some() || had == nothing;
        if a_sum && pays + unit <= had {
            heap = heap - pays;
            heap_of_it = heap_of_it - cut(own * pays / had);
        } else if a_sum {
            heap = heap - had;
            heap_of_it = heap_of_it - own;
        } else {
            had_by_others = had_by_others + had;
            had_of_it = had_of_it + own;
        }
        all.push((pays, had, own, a_sum));
    }
    if heap < had_by_others + unit {
        (heap, heap_of_it) = (had_by_others, had_of_it);
    }
    heap_of_it = heap_of_it.max(had_of_it);
    let weight = |(pays, had, own, a_sum): (Fraction, Fraction, Fraction, bool)| {
        if a_sum && pays >= had + unit {
            return own + cut(heap_of_it * (pays - had) / heap);
        }
        if had == nothing {
            return nothing;
        }
        if a_sum {
            return cut(own * pays / had);
        }
        let share = |of: Fraction| cut(of * had / had_by_others);
        let its_all = had + share(heap - had_by_others);
        let its_own = own + share(heap_of_it - had_of_it);
        cut(its_own * pays / its_all)
    };
    all.into_iter().map(weight).collect()
}

/// What each part pays of each line, and its tax table.
pub(crate) fn of_parts(
    order: &Order,
    sums: &Totals,
    parts: &[PartTotals],
) -> Vec<(Vec<i64>, Rows)> {
    let owed: Vec<i64> = sums.shares.iter().map(|one| one.owed.minor()).collect();
    let pays: Vec<i64> = parts.iter().map(|part| part.amount.minor()).collect();
    let kinds = kinds(order);
    let (mut pieces, mut rows) = (Vec::new(), Vec::new());
    let mut columns: Vec<Vec<Fraction>> = vec![Vec::new(); parts.len()];
    for (kind, group) in kinds.iter().enumerate() {
        for (line, piece) in group.of_lines.iter().enumerate() {
            if *piece == 0 {
                continue;
            }
            let weights = weights(order, &owed, parts, (line, *piece));
            for (column, weight) in columns.iter_mut().zip(weights) {
                column.push(weight);
            }
            pieces.push((kind, line));
            rows.push(*piece);
        }
    }
    let mut lines = vec![vec![0; owed.len()]; parts.len()];
    let mut of_kinds = vec![vec![0; parts.len()]; kinds.len()];
    for (place, column) in both_ways(&rows, &pays, &columns).iter().enumerate() {
        for ((kind, line), amount) in pieces.iter().zip(column) {
            lines[place][*line] += amount;
            of_kinds[*kind][place] += amount;
        }
    }
    let mut tables = vec![Rows::new(); parts.len()];
    for (kind, amounts) in kinds.iter().zip(of_kinds) {
        let rows = cells(kind);
        let weights = vec![wholes(&rows); amounts.len()];
        for (table, column) in tables.iter_mut().zip(both_ways(&rows, &amounts, &weights)) {
            note(table, kind, &column);
        }
    }
    lines
        .into_iter()
        .zip(tables.into_iter().map(there))
        .collect()
}

fn rows_of(groups: &[Group], mut column: &[i64]) -> Rows {
    let mut rows = Rows::new();
    for group in groups {
        let (own, rest) = column.split_at(1 + group.taxes.len());
        note(&mut rows, group, own);
        column = rest;
    }
    there(rows)
}

/// The units of `amount` one by one, each to the place that is owed it most.
fn in_steps(amount: i64, whole: &[i64]) -> Vec<i64> {
    let mut given = vec![0; whole.len()];
    for _ in 0..amount {
        let mut next = 0;
        for place in 0..whole.len() {
            // whole ÷ (2 × given + 1), crosswise.
            let owed = |one: usize, other: usize| whole[one] * (2 * given[other] + 1);
            if owed(place, next) > owed(next, place) {
                next = place;
            }
        }
        given[next] += 1;
    }
    given
}

/// The tax table of what goes back of a line when so much of it went back before.
pub(crate) fn of_refund(order: &Order, line: usize, before: i64, amount: i64) -> Rows {
    let groups = groups(order);
    let mut whole = Vec::new();
    for group in &groups {
        let rows = cells(group);
        let weights = vec![wholes(&rows); group.of_lines.len()];
        whole.extend(both_ways(&rows, &group.of_lines, &weights).swap_remove(line));
    }
    let mut back = in_steps(before + amount, &whole);
    for (now, then) in back.iter_mut().zip(in_steps(before, &whole)) {
        *now -= then;
    }
    rows_of(&groups, &back)
}
