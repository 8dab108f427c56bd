//! The ways in which money goes back: what a tender may give, and how several share one amount.
//!
//! What was paid with a tender that may not go back (meal vouchers) is never turned into money: it
//! goes onto a gift card of the house alone (`docs/money.md`, «What may go back, and how»).

use serde::{Deserialize, Serialize};

use super::{Refund, RefundKind, RefundedLine};
use crate::{
    menu::{Name, Site},
    money::{Money, MoneyError},
    order::{Order, Tender},
    price::{TaxRow, spread},
    tender::TenderMay,
};

/// Something was paid with a tender that may not go back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlyOntoCard {
    /// What the tender was called when it paid; of several the one that paid last.
    pub name: Name,
    /// The most that can go back otherwise: in cash, by card, with other tenders.
    pub most: Money,
}

/// A part of what goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackBy {
    /// How it is given.
    pub tender: Tender,
    /// How much of what goes back, before the smallest coin.
    pub amount: Money,
}

/// How much each tender can give back of a check now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackLimits {
    /// What no other tender than a gift card gives back; none where nothing was paid so.
    pub only_card: Option<OnlyOntoCard>,
    /// The restaurant's own tenders that may go back, with what they paid and did not give back.
    pub own: Vec<(Tender, Name, Money)>,
}

impl Site {
    /// What this tender paid may go back in money.
    pub fn may_go_back(&self, tender: Tender) -> bool {
        let own = self.own_tender(tender);
        !tender.is_other() || own.is_some_and(|own| own.may(TenderMay::Refund))
    }
}

impl BackLimits {
    /// What the site says of a check as it is now.
    pub fn of(order: &Order, site: &Site) -> Result<Self, MoneyError> {
        let only_card = only_onto_card(order, site)?;
        let most = only_card.as_ref().map(|only| only.most);
        let mut own = Vec::new();
        for one in site.tenders.iter().filter(|one| one.may(TenderMay::Refund)) {
            let tender = Tender::Other(one.id);
            let left = order.left_of(tender)?;
            let left = most.map_or(left, |most| most.min(left));
            if !left.is_zero() {
                let name = order.tender_name(tender).unwrap_or(&one.name);
                own.push((tender, name.clone(), left));
            }
        }
        Ok(Self { only_card, own })
    }

    /// The most of `amount` that this tender can give, where `gone` went with other tenders.
    pub fn most_by(&self, tender: Tender, amount: Money, gone: Money) -> Result<Money, MoneyError> {
        if tender == Tender::GiftCard {
            return Ok(amount);
        }
        let money = match &self.only_card {
            Some(only) => only.most.minus(gone)?.at_least_zero().min(amount),
            None => amount,
        };
        let own = self.own.iter().find(|(own, ..)| *own == tender);
        let own = own.map_or(Money::ZERO, |(.., left)| *left);
        Ok(if tender.is_other() {
            own.min(money)
        } else {
            money
        })
    }

    /// How an amount goes back that begins with this tender: it gives all that it can. What a tender
    /// of the restaurant's own cannot give goes back in cash, and what cash cannot onto a gift card.
    /// Nothing where the tender can give nothing of it.
    pub fn begin_with(&self, first: Tender, amount: Money) -> Result<Vec<BackBy>, MoneyError> {
        let mut all = Vec::new();
        let (mut left, mut gone) = (amount, Money::ZERO);
        let then = first.is_other().then_some(Tender::Cash);
        for tender in [Some(first), then, Some(Tender::GiftCard)] {
            let Some(tender) = tender.filter(|_| !left.is_zero()) else {
                continue;
            };
            let amount = self.most_by(tender, left, gone)?;
            if amount.is_zero() && tender == first {
                return Ok(Vec::new());
            }
            if amount.is_zero() {
                continue;
            }
            all.push(BackBy { tender, amount });
            left = left.minus(amount)?;
            gone = gone.plus(amount)?;
        }
        Ok(all)
    }
}

/// What was paid with tenders that may not go back, and what can go back beside it.
fn only_onto_card(order: &Order, site: &Site) -> Result<Option<OnlyOntoCard>, MoneyError> {
    let is_bound = |tender: Tender| !site.may_go_back(tender);
    let mut latest = order.payments.iter().rev();
    let Some(last) = latest.find(|paid| is_bound(paid.tender)) else {
        return Ok(None);
    };
    let name = last.named.clone().unwrap_or_else(|| Name {
        first: last.tender.word(),
        second: String::new(),
    });
    let (mut free, mut bound) = (Money::ZERO, Money::ZERO);
    for paid in &order.payments {
        let sum = if is_bound(paid.tender) {
            &mut bound
        } else {
            &mut free
        };
        *sum = sum.plus(paid.amount)?;
    }
    let mut onto_cards = Money::ZERO;
    for back in &order.refunds {
        let onto_card = back.of != RefundKind::Kept && back.tender == Tender::GiftCard;
        let sum = if onto_card {
            onto_cards = onto_cards.plus(back.amount)?;
            continue;
        } else if is_bound(back.tender) {
            &mut bound
        } else {
            &mut free
        };
        *sum = sum.minus(back.amount)?;
    }
    // What went onto a card was first what can go nowhere else.
    let beyond = onto_cards.minus(bound.at_least_zero())?.at_least_zero();
    let most = free.minus(beyond)?.at_least_zero();
    Ok(Some(OnlyOntoCard { name, most }))
}

/// Cuts what goes back into parts of these amounts, which make it together. The units and what they
/// make on the menu stand in the first part, so nobody counts them twice.
pub fn in_parts(whole: Refund, amounts: &[Money]) -> Result<Vec<Refund>, MoneyError> {
    let mut rest = whole;
    let mut parts = Vec::new();
    for (place, amount) in amounts.iter().enumerate() {
        if place + 1 == amounts.len() {
            parts.push(rest);
            break;
        }
        let (part, after) = cut(rest, *amount)?;
        parts.push(part);
        rest = after;
    }
    Ok(parts)
}

fn cut(whole: Refund, amount: Money) -> Result<(Refund, Refund), MoneyError> {
    let weights: Vec<i128> = whole.lines.iter().map(|line| weight(line.amount)).collect();
    let shares = spread(amount, &weights)?;
    let (mut part, mut rest) = (Refund::default(), Refund::default());
    let taxes = taxes_of(&whole, amount)?;
    for (line, share) in whole.lines.into_iter().zip(shares) {
        let left = line.amount.minus(share)?;
        if !left.is_zero() {
            rest.lines.push(RefundedLine {
                quantity: 0,
                listed: Money::ZERO,
                amount: left,
                ..line.clone()
            });
        }
        part.lines.push(RefundedLine {
            amount: share,
            ..line
        });
    }
    for (row, (net, tax)) in whole.taxes.into_iter().zip(taxes) {
        let rate = row.rate;
        let (net_left, tax_left) = (row.net.minus(net)?, row.tax.minus(tax)?);
        part.taxes.push(TaxRow { rate, net, tax });
        rest.taxes.push(TaxRow {
            rate,
            net: net_left,
            tax: tax_left,
        });
    }
    part.amount = amount;
    rest.amount = whole.amount.minus(amount)?;
    Ok((part, rest))
}

/// Net and tax of each row in a part of a refund. They make the amount of the part wherever they
/// make that of the whole.
fn taxes_of(whole: &Refund, amount: Money) -> Result<Vec<(Money, Money)>, MoneyError> {
    let all: Vec<Money> = whole
        .taxes
        .iter()
        .flat_map(|row| [row.net, row.tax])
        .collect();
    let is_exact = Money::sum(all.iter().copied())? == whole.amount
        && all.iter().all(|one| !one.is_negative());
    let shares = if is_exact {
        let weights: Vec<i128> = all.iter().copied().map(weight).collect();
        spread(amount, &weights)?
    } else {
        let weights = [weight(amount), weight(whole.amount.minus(amount)?)];
        let share = |one: &Money| {
            let parts = spread(*one, &weights)?;
            Ok(parts.first().copied().unwrap_or_default())
        };
        all.iter().map(share).collect::<Result<_, MoneyError>>()?
    };
    let pair = |pair: &[Money]| {
        let at = |place| pair.get(place).copied().unwrap_or_default();
        (at(0), at(1))
    };
    Ok(shares.chunks(2).map(pair).collect())
}

fn weight(amount: Money) -> i128 {
    i128::from(amount.minor())
}
