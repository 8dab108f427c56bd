//! What happened to an order, in time; and what of it can honestly be taken back.

use shared::{
    ids::{LineId, StaffId},
    refund::RefundKind,
};

use crate::{
    adjust::{Adjusted, Adjustment},
    entries::{Entries, Stamp},
    fold,
};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// Who and when.
    pub stamp: Stamp,
    /// What.
    pub what: What,
}

/// A kind of thing that happens to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It was opened, at this table.
    Opened(Option<String>),
    /// So many of this were added.
    Added(i64, String),
    /// So many more or fewer of this.
    Quantity(i64, String),
    /// This note was written on this.
    Note(String, String),
    /// So many of this were voided for this reason.
    Void(i64, String, String),
    /// A discount was given, with its name and why.
    Discounted(String),
    /// The guests were let off the service charge, and why.
    ChargeWaived(String),
    /// A discount or a waived charge was taken back.
    TakenBack(String),
    /// The guests moved to this table.
    Moved(Option<String>),
    /// So many of this were sent; below zero for stopped ones.
    Sent(i64, String),
    /// It was split into so many parts; 0 for one check again.
    Split(usize),
    /// A payment of so many minor units.
    Paid(i64),
    /// So many minor units went back, for this reason.
    Refunded(i64, String),
    /// So many minor units that were paid too much stay as a tip.
    Kept(i64),
    /// It was settled.
    Closed,
}

/// Something that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undoable {
    /// Key of the entry.
    pub key: String,
    /// The line that it is about.
    pub line: LineId,
    /// Name of the line.
    pub name: String,
    /// Units that it brought.
    pub units: i64,
}

pub(crate) fn of(entries: &Entries) -> Vec<Happening> {
    let name = |line: LineId| {
        entries
            .lines
            .get(&line)
            .map(|line| line.facts.name.first.clone())
            .unwrap_or_default()
    };
    let mut all = Vec::new();
    let mut push = |stamp: Stamp, what: What| all.push(Happening { stamp, what });
    if let Some(opened) = &entries.opened {
        push(opened.stamp, What::Opened(opened.table.clone()));
    }
    for line in entries.lines.values() {
        push(
            line.stamp,
            What::Added(line.quantity, line.facts.name.first.clone()),
        );
    }
    for change in entries.quantities.values() {
        push(
            change.stamp,
            What::Quantity(change.units, name(change.line)),
        );
    }
    for note in entries.notes.values() {
        push(note.stamp, What::Note(note.text.clone(), name(note.line)));
    }
    for void in entries.voids.values() {
        push(
            void.stamp,
            What::Void(void.quantity, name(void.line), void.reason.clone()),
        );
    }
    for adjusted in entries.adjustments.values() {
        push(adjusted.stamp, adjustment(entries, adjusted));
    }
    for moved in entries.moves.values() {
        push(moved.stamp, What::Moved(moved.table.clone()));
    }
    for sent in entries.sends.values() {
        push(sent.stamp, What::Sent(sent.quantity, name(sent.line)));
    }
    for plan in entries.plans.values() {
        push(plan.stamp, What::Split(plan.parts.len()));
    }
    for payment in entries.payments.values() {
        push(payment.stamp, What::Paid(payment.amount.minor()));
    }
    for refund in entries.refunds.values() {
        let minor = refund.amount.minor();
        let what = match refund.of {
            RefundKind::Kept => What::Kept(minor),
            RefundKind::Lines | RefundKind::Surplus => What::Refunded(minor, refund.reason.clone()),
        };
        push(refund.stamp, what);
    }
    for closed in entries.closed.values() {
        push(closed.stamp, What::Closed);
    }
    all.sort_by_key(|happening| happening.stamp);
    all
}

fn adjustment(entries: &Entries, adjusted: &Adjusted) -> What {
    let words = |adjusted: &Adjusted| match &adjusted.what {
        Adjustment::Discount { name, .. } if !name.is_empty() => name.clone(),
        _ => adjusted.reason.clone(),
    };
    match &adjusted.what {
        Adjustment::Discount { .. } => What::Discounted(words(adjusted)),
        Adjustment::WaiveCharge => What::ChargeWaived(words(adjusted)),
        Adjustment::TakeBack { takes_back } => {
            let other = entries.adjustments.get(takes_back);
            What::TakenBack(other.map(words).unwrap_or_default())
        }
    }
}

pub(crate) fn last_undoable(entries: &Entries, by: StaffId) -> Option<Undoable> {
    let taken_back: Vec<&str> = entries
        .quantities
        .values()
        .filter_map(|change| change.undoes.as_deref())
        .collect();
    let added = entries.lines.iter().map(|(id, line)| {
        let key: &dyn ToString = id;
        (line.stamp, key, *id, line.quantity)
    });
    let changed = entries
        .quantities
        .iter()
        .filter(|(_, change)| change.undoes.is_none())
        .map(|(id, change)| {
            let key: &dyn ToString = id;
            (change.stamp, key, change.line, change.units)
        });
    let stands = |key: &dyn ToString| {
        taken_back.is_empty() || !taken_back.contains(&key.to_string().as_str())
    };
    let (_, key, line, units) = added
        .chain(changed)
        .filter(|(stamp, key, ..)| stamp.by == by && stands(*key))
        .max_by_key(|(stamp, ..)| *stamp)?;
    let seen = fold::line(entries, line)?;
    let stays_above_sent = seen.quantity - units >= seen.sent_quantity.max(0);
    stays_above_sent.then(|| Undoable {
        key: key.to_string(),
        line,
        name: seen.facts.name.first.clone(),
        units,
    })
}
