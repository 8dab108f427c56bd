//! With what money goes back: what each tender may give, and several in one go.

use std::collections::BTreeSet;

use shared::{
    api::{
        Problem,
        till::{SeveralBack, WayBack},
    },
    menu::{Name, Site},
    money::{Money, MoneyError},
    order::{Order, Tender},
    price::Totals,
    refund::{self, BackBy, BackLimits, OnlyOntoCard, Refund, RefundKind},
    tender::TenderMay,
};

use super::{Given, needed, of_lines, surplus};
use crate::engine::{invalid, paying::money, tenders::first};

/// Every way in which the chosen units can go back; where none is chosen, what was paid too much.
pub(super) fn all(
    order: &Order,
    sums: &Totals,
    refund: &Refund,
    limits: &BackLimits,
) -> Result<Vec<WayBack>, MoneyError> {
    let is_surplus = refund.lines.is_empty();
    let amount = if is_surplus {
        sums.overpaid
    } else {
        refund.amount
    };
    let own = limits.own.iter().map(|(tender, ..)| *tender);
    let tenders = [Tender::Cash, Tender::Card, Tender::GiftCard];
    let mut ways = Vec::new();
    for tender in tenders.into_iter().chain(own) {
        let by = limits.begin_with(tender, amount)?;
        let onto_card = by.iter().any(|one| one.tender == Tender::GiftCard);
        // What is on a card is real money.
        if by.is_empty() || (onto_card && order.training) {
            continue;
        }
        let gives = |one: &BackBy| {
            let rounding = if is_surplus {
                refund::surplus_rounding(&order.rules, one.amount, one.tender)
            } else {
                refund::rounding_back(order, one.amount, one.tender)
            };
            one.amount.plus(rounding?)
        };
        let gives = by.iter().map(gives).collect::<Result<_, _>>()?;
        ways.push(WayBack { by, gives });
    }
    Ok(ways)
}

/// The tender whose tip it becomes when what was paid too much stays. What a tender paid that may not
/// go back is nobody's tip, unless the tender may hold one.
pub(super) fn kept_with(
    order: &Order,
    (site, limits): (&Site, &BackLimits),
    amount: Money,
) -> Result<Tender, Problem> {
    // It was taken with the last tender, so it is that one's tip.
    let latest = || order.payments.iter().rev().map(|paid| paid.tender);
    let is_money = |tender: &Tender| *tender != Tender::GiftCard;
    let most = limits.only_card.as_ref().map(|only| only.most);
    if most.is_none_or(|most| amount <= most) {
        let money_back = |tender: &Tender| is_money(tender) && site.may_go_back(*tender);
        if let Some(last) = latest().find(money_back) {
            return Ok(last);
        }
    }
    for tender in latest().filter(|tender| !site.may_go_back(*tender)) {
        let own = site.own_tender(tender);
        let holds = own.is_some_and(|own| own.may(TenderMay::Tip));
        if holds && amount <= order.left_of(tender).map_err(money)? {
            return Ok(tender);
        }
    }
    Err(match &limits.only_card {
        Some(only) => refused(only),
        // It is money that the house owes already, and nobody's to give.
        None => invalid("tender", "what a gift card paid goes back onto it"),
    })
}

/// Nobody gives back more than may go back with each tender, and with all of them.
pub(super) fn check(limits: &BackLimits, all: &[Given]) -> Result<(), Problem> {
    let back = all.iter().filter(|one| one.of != RefundKind::Kept);
    let mut gone = Money::ZERO;
    for one in back.filter(|one| one.tender != Tender::GiftCard) {
        let amount = one.refund.amount;
        if one.tender.is_other() {
            let mut own = limits.own.iter();
            let own = own.find(|(tender, ..)| *tender == one.tender);
            let (_, name, most) =
                own.ok_or_else(|| invalid("tender", "nothing goes back with this one"))?;
            if amount > *most {
                return Err(gives_less(name, *most));
            }
        }
        gone = gone.plus(amount).map_err(money)?;
    }
    match &limits.only_card {
        Some(only) if gone > only.most => Err(refused(only)),
        _ => Ok(()),
    }
}

fn refused(only: &OnlyOntoCard) -> Problem {
    Problem::OnlyOntoCard {
        name: first(&only.name),
        most: only.most,
    }
}

fn gives_less(name: &Name, most: Money) -> Problem {
    Problem::TenderGivesLess {
        name: first(name),
        most,
    }
}

/// A refund for each tender. Together they are what one tender would have given.
pub(super) fn several(
    order: &Order,
    sums: &Totals,
    asked: &SeveralBack,
) -> Result<Vec<Given>, Problem> {
    let tenders: BTreeSet<Tender> = asked.by.iter().map(|one| one.tender).collect();
    let is_something = |one: &BackBy| one.amount > Money::ZERO;
    if tenders.len() != asked.by.len() || !asked.by.iter().all(is_something) {
        return Err(invalid("by", "each tender once, and with something"));
    }
    let whole = if asked.lines.is_empty() {
        surplus(sums, RefundKind::Surplus, Tender::Cash)?
    } else {
        of_lines(
            order,
            sums,
            &asked.lines,
            (Tender::Cash, None),
            &asked.reason,
        )?
    };
    let amounts: Vec<Money> = asked.by.iter().map(|one| one.amount).collect();
    if Money::sum(amounts.iter().copied()).map_err(money)? != whole.refund.amount {
        return Err(invalid("by", "they do not make what goes back"));
    }
    let reason = match needed(&asked.reason) {
        Err(Problem::ReasonNeeded) if asked.lines.is_empty() => String::new(),
        reason => reason?,
    };
    let parts = refund::in_parts(whole.refund, &amounts).map_err(money)?;
    let mut deposit = whole.deposit;
    let part = |(one, refund): (&BackBy, Refund)| {
        let of_deposit = deposit.min(refund.amount);
        deposit = deposit.minus(of_deposit).map_err(money)?;
        Ok(Given {
            of: whole.of,
            refund,
            deposit: of_deposit,
            forfeited: false,
            tender: one.tender,
            code: asked
                .code
                .clone()
                .filter(|_| one.tender == Tender::GiftCard),
            only_card: false,
            reason: reason.clone(),
        })
    };
    asked.by.iter().zip(parts).map(part).collect()
}
