//! What a person should look at on a check: nothing that happened apart is hidden.

use serde::{Deserialize, Serialize};

use crate::{
    ids::LineId,
    money::{Money, MoneyError},
    order::{Line, Order},
    price::Totals,
    refund::{self, RefundHint, RefundKind},
    seen,
};

/// Something about a check that a person must decide about, or at least know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "flag", rename_all = "snake_case")]
pub enum Flag {
    /// It was closed, and then something reached it that is not paid.
    OwedAgain {
        /// How much.
        due: Money,
    },
    /// More was paid than it costs, as when two tills took it: give it back, or keep it as a tip.
    Overpaid {
        /// How much.
        amount: Money,
    },
    /// The check does not need all of its deposit: give the rest back, or keep it.
    DepositLeft {
        /// How much.
        amount: Money,
    },
    /// Two tills closed it apart: it is sold once, and stands on the reports of both.
    ClosedTwice {
        /// What was counted twice.
        amount: Money,
    },
    /// Two tills gave money back for the same units.
    RefundedTwice {
        /// The line.
        line: LineId,
        /// Its name.
        name: String,
        /// Units beyond what was sold.
        units: i64,
        /// What went back beyond what it was worth.
        amount: Money,
    },
    /// Units were moved here that two devices moved, or that were voided or paid meanwhile: they
    /// do not count here.
    MovedTwice {
        /// The line.
        line: LineId,
        /// Its name.
        name: String,
        /// Units that did not come.
        units: i64,
        /// The check that they were to come from, by its number.
        from: String,
    },
    /// Tills apart spent the same money of a gift card, and this check did it last.
    CardOverdrawn {
        /// The end of its code.
        card: String,
        /// What was spent beyond what was on it.
        amount: Money,
    },
    /// It was closed, and then something reached it that is paid, as by what was left of a deposit:
    /// no report counts it before somebody says so.
    NotCounted {
        /// What it makes more, or less.
        amount: Money,
    },
    /// Two tills kept the same deposit: it stands on the reports of both.
    DepositKeptTwice {
        /// What was kept beyond what was there.
        amount: Money,
    },
    /// People who knew nothing of each other gave discounts: all of them count.
    DiscountedApart {
        /// How many.
        discounts: usize,
    },
    /// Two tills said different tips of one payment: the later one counts.
    TipSaidTwice {
        /// The one that counts.
        amount: Money,
    },
    /// Somebody took a line off while another till put what was paid for it onto its gift card: it
    /// stays on the check, and goes back by a refund.
    VoidedLoaded {
        /// The line.
        line: LineId,
        /// Its name.
        name: String,
    },
    /// Two devices took off the same units before the kitchen had them.
    TakenTwice {
        /// The line.
        line: LineId,
        /// Its name.
        name: String,
        /// Units beyond what there was.
        units: i64,
    },
    /// Two tills sent the same units, and both slips are out: the kitchen may make them twice.
    SentTwice {
        /// The line.
        line: LineId,
        /// Its name.
        name: String,
        /// Units on the second slip.
        units: i64,
    },
    /// Two devices voided the same units.
    VoidedTwice {
        /// The line.
        line: LineId,
        /// Its name.
        name: String,
        /// Units beyond what there was.
        units: i64,
    },
}

/// It was closed and nothing is owed on it.
pub fn is_settled(order: &Order, totals: &Totals) -> bool {
    order.closed_at_ms.is_some() && totals.due.is_zero()
}

/// The last closing says what the check costs now, or another one is to follow.
pub fn is_counted(order: &Order, totals: &Totals) -> Result<bool, MoneyError> {
    let Some(counted) = &order.counted else {
        return Ok(true);
    };
    let used = totals.deposits.minus(totals.deposit_left)?;
    Ok(counted.total == totals.sold()?
        && counted.gift_cards == totals.gift_cards
        && counted.taxes == totals.taxes
        && counted.deposits == used)
}

/// What a person should look at, and nobody has.
pub fn flags(order: &Order, totals: &Totals) -> Result<Vec<Flag>, MoneyError> {
    let mut flags = all(order, totals)?;
    flags.retain(|flag| !seen::is_seen(order, flag));
    Ok(flags)
}

fn all(order: &Order, totals: &Totals) -> Result<Vec<Flag>, MoneyError> {
    let mut flags = Vec::new();
    let is_closed = order.closed_at_ms.is_some();
    if is_closed && !totals.due.is_zero() {
        flags.push(Flag::OwedAgain { due: totals.due });
    }
    if !totals.overpaid.is_zero() && is_closed {
        // What goes back goes back in one: where nothing was paid twice, it is the deposit.
        let amount = totals.overpaid;
        flags.push(if amount == totals.deposit_left {
            Flag::DepositLeft { amount }
        } else {
            Flag::Overpaid { amount }
        });
    }
    if is_settled(order, totals) && totals.overpaid.is_zero() && !is_counted(order, totals)? {
        let counted = order.counted.as_ref();
        let before = counted.map(|counted| counted.total.plus(counted.gift_cards));
        let amount = totals
            .total
            .minus(before.transpose()?.unwrap_or_default())?;
        flags.push(Flag::NotCounted { amount });
    }
    said_apart(order, totals, &mut flags)?;
    for line in &order.lines {
        of_line(order, totals, line, &mut flags)?;
    }
    Ok(flags)
}

/// What tills that were apart said of the whole check.
fn said_apart(order: &Order, totals: &Totals, flags: &mut Vec<Flag>) -> Result<(), MoneyError> {
    // Whoever dealt with what was paid twice has seen it.
    let settled = |one: &RefundHint| one.of != RefundKind::Lines;
    let is_dealt_with = totals.overpaid.is_zero() && order.refunds.iter().any(settled);
    if let Some(amount) = order.links.counted_twice.filter(|_| !is_dealt_with) {
        flags.push(Flag::ClosedTwice { amount });
    }
    let amount = order.kept_twice()?;
    if !amount.is_zero() {
        flags.push(Flag::DepositKeptTwice { amount });
    }
    if order.discounted_apart > 0 {
        let discounts = order.discounted_apart;
        flags.push(Flag::DiscountedApart { discounts });
    }
    let contested = order.payments.iter().filter(|paid| paid.tip_contested);
    flags.extend(contested.map(|paid| Flag::TipSaidTwice { amount: paid.tip }));
    Ok(())
}

/// What tills that were apart did with one line.
fn of_line(
    order: &Order,
    totals: &Totals,
    line: &Line,
    flags: &mut Vec<Flag>,
) -> Result<(), MoneyError> {
    let name = || line.facts.full_name();
    let (units, given) = refund::refunded(order, line.id)?;
    if units > line.quantity {
        let worth = refund::worth_of(order, totals, line.id)?;
        flags.push(Flag::RefundedTwice {
            line: line.id,
            name: name(),
            units: units - line.quantity,
            amount: given.minus(worth)?.at_least_zero(),
        });
    }
    if let Some(came) = line.moves.from.as_ref().filter(|came| came.short > 0) {
        flags.push(Flag::MovedTwice {
            line: line.id,
            name: name(),
            units: came.short,
            from: came.from.number.clone(),
        });
    }
    if line.voided_loaded > 0 && units < line.quantity {
        flags.push(Flag::VoidedLoaded {
            line: line.id,
            name: name(),
        });
    }
    if line.taken_twice > 0 {
        flags.push(Flag::TakenTwice {
            line: line.id,
            name: name(),
            units: line.taken_twice,
        });
    }
    if line.sent_twice > 0 {
        flags.push(Flag::SentTwice {
            line: line.id,
            name: name(),
            units: line.sent_twice,
        });
    }
    if line.voided_twice > 0 {
        flags.push(Flag::VoidedTwice {
            line: line.id,
            name: name(),
            units: line.voided_twice,
        });
    }
    Ok(())
}
