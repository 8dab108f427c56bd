//! Net and taxes of what goes back of a line.

use crate::{
    ids::LineId,
    money::{Money, MoneyError},
    order::Order,
    price::{TaxGroup, TaxRow, add_rows, in_steps},
};

/// What of a line is taxed together: the group, and what the line has of its net and taxes.
type TaxedPart<'a> = (&'a TaxGroup, Vec<Money>);

/// What a line has of the groups that it is in. The lines of a group together have all of it, and
/// each its own amount.
fn taxed_parts<'a>(
    order: &Order,
    line: LineId,
    groups: &'a [TaxGroup],
) -> Result<Vec<TaxedPart<'a>>, MoneyError> {
    let place = order.lines.iter().position(|one| one.id == line);
    let mut parts = Vec::new();
    for group in groups {
        let of_lines = group.of_lines(order.lines.len())?;
        let table = group.spread(&of_lines)?;
        let own = place.and_then(|place| table.into_iter().nth(place));
        let own = own.unwrap_or_default();
        if own.iter().any(|one| !one.is_zero()) {
            parts.push((group, own));
        }
    }
    Ok(parts)
}

/// The taxes in what of a line goes back after so much of it went back, up to so much.
pub(super) fn between(
    order: &Order,
    line: LineId,
    [before, after]: [Money; 2],
    groups: &[TaxGroup],
) -> Result<Vec<TaxRow>, MoneyError> {
    let parts = taxed_parts(order, line, groups)?;
    let whole: Vec<Money> = parts.iter().flat_map(|(_, own)| own).copied().collect();
    let steps = in_steps(after, &whole);
    let steps = steps.into_iter().zip(in_steps(before, &whole));
    let back: Vec<Money> = steps
        .map(|(after, before)| after.minus(before))
        .collect::<Result<_, _>>()?;
    let (mut rows, mut cells) = (Vec::new(), back.as_slice());
    for (group, own) in &parts {
        let (of_group, rest) = cells.split_at(own.len().min(cells.len()));
        add_rows(&mut rows, group.rows(of_group)?)?;
        cells = rest;
    }
    Ok(rows)
}
