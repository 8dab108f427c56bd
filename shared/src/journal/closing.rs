//! The record of a settled check, with everything that somebody needs who computes it again.

use super::{OrderClosed, SoldLine};
use crate::{
    gift::CardLoad,
    ids::{ShiftId, StaffId},
    money::{Money, MoneyError},
    order::{Line, Order},
    price::{LineShare, Reckoned, TaxedPiece, Totals, reckoned},
};

impl OrderClosed {
    /// What the journal says of this order, which costs so much.
    pub fn of(
        order: &Order,
        sums: &Totals,
        shift: ShiftId,
        by: StaffId,
    ) -> Result<Self, MoneyError> {
        let how = reckoned(order);
        let is_sold = |(line, _): &(&Line, _)| line.quantity > 0 && !line.is_gift();
        let lines = order.lines.iter().zip(&how.lines).filter(is_sold);
        let added = Money::sum(sums.shares.iter().map(|share| share.tax))?;
        Ok(Self {
            order: order.id,
            order_number: order.number.clone(),
            shift,
            service: order.service,
            guests: order.guests,
            opened_at_ms: order.opened_at_ms,
            lines: lines
                .map(|(line, pieces)| sold(line, pieces, sums))
                .collect::<Result<_, MoneyError>>()?,
            discounts: sums.discounts.clone(),
            charge: sums.charge,
            delivery: sums.delivery,
            taxes: sums.taxes.clone(),
            reckoned: Some(Reckoned { added, ..how.check }),
            total: sums.sold()?,
            gift_cards: loads(order, sums),
            tips: sums.tips,
            deposits: sums.deposits.minus(sums.deposit_left)?,
            counted: order.counted.clone(),
            by,
            approved_by: None,
        })
    }
}

fn sold(line: &Line, pieces: &[TaxedPiece], sums: &Totals) -> Result<SoldLine, MoneyError> {
    let share = share_of(sums, line);
    let facts = &line.facts;
    let whole = match pieces {
        [piece] if facts.special.parts().is_empty() => Some(piece.tax),
        _ => None,
    };
    let is_named = sums.discounts.iter().any(|row| row.line == Some(line.id));
    Ok(SoldLine {
        sku: facts.sku.clone(),
        name: facts.full_name(),
        category: facts.category.clone(),
        quantity: line.quantity,
        amount: line.amount()?,
        discount: share.map_or(Money::ZERO, |share| share.discount),
        line: is_named.then_some(line.id),
        charge: share.map_or(Money::ZERO, |share| share.charge),
        tax: whole,
        pieces: if whole.is_some() {
            Vec::new()
        } else {
            pieces.to_vec()
        },
    })
}

fn share_of<'a>(sums: &'a Totals, line: &Line) -> Option<&'a LineShare> {
    sums.shares.iter().find(|share| share.line == line.id)
}

/// What the check puts onto gift cards.
fn loads(order: &Order, sums: &Totals) -> Vec<CardLoad> {
    let gifts = order.lines.iter().filter(|line| line.quantity > 0);
    let load = |line: &Line| {
        let gift = line.facts.special.gift.as_ref()?;
        let share = share_of(sums, line)?;
        Some(CardLoad {
            card: gift.card.clone(),
            amount: share.owed,
        })
    };
    gifts.filter_map(load).collect()
}
