//! Splitting a check among those who pay.

use std::collections::BTreeSet;

use order_doc::{Edit, SplitPlan};
use shared::{
    api::{
        Problem,
        till::{PartAsked, SplitBy},
    },
    ids::{EntryId, OrderId},
    money::Money,
    order::Order,
    price::totals,
    split::{LineWeights, PARTS_MAX, Part, PartTotals, Split, Weight, parts_of},
    staff::StaffMember,
};

use super::{Action, Engine, invalid, not_found, paying::money};

/// A name on a part is short.
const LABEL_CHARS_MAX: usize = 40;

/// What a person wants, before it is a plan of the document.
#[derive(Default)]
struct Wanted {
    parts: Vec<Part>,
    lines: Vec<LineWeights>,
    rest: Vec<Weight>,
}

impl Engine {
    /// Splits the check, splits it anew, or makes it one again.
    pub(super) fn split(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        by: SplitBy,
    ) -> Result<Action, Problem> {
        let order = self.open_order(id)?;
        let wanted = self.wanted(&order, by)?;
        self.plan(member, id, wanted, None)
    }

    /// Splits it as it was split before, as somebody undoes what they did.
    pub(super) fn plan_again(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        plan: Option<EntryId>,
        undoes: String,
    ) -> Result<Action, Problem> {
        let wanted = match plan {
            Some(plan) => self.planned(id, plan)?,
            None => Wanted::default(),
        };
        self.plan(member, id, wanted, Some(undoes))
    }

    fn planned(&mut self, id: OrderId, plan: EntryId) -> Result<Wanted, Problem> {
        let plan = self.live(id)?.doc.plan(plan);
        let plan = plan.ok_or_else(|| not_found("plan"))?.clone();
        Ok(Wanted {
            parts: plan.parts,
            lines: plan.lines,
            rest: plan.rest,
        })
    }

    /// What the parts would owe, for somebody who is still thinking.
    pub(super) fn preview_split(
        &mut self,
        id: OrderId,
        by: SplitBy,
    ) -> Result<Vec<PartTotals>, Problem> {
        let mut order = Order::clone(&*self.open_order(id)?);
        let wanted = self.wanted(&order, by)?;
        order.split = Some(Split {
            plan: EntryId::from_bytes([0; 16]),
            parts: wanted.parts,
            lines: wanted.lines,
            rest: wanted.rest,
            rivals: Vec::new(),
        });
        part_totals(&order)
    }

    fn wanted(&self, order: &Order, by: SplitBy) -> Result<Wanted, Problem> {
        let paid = parts_that_paid(order)?;
        Ok(match by {
            SplitBy::Shares { ways } => self.in_shares(paid, ways)?,
            SplitBy::Seat => self.by_seat(order, paid)?,
            SplitBy::Hand { parts, lines, rest } => {
                let parts = self.by_hand(order, &paid, parts)?;
                check_weights(order, &parts, &lines, &rest)?;
                Wanted { parts, lines, rest }
            }
            SplitBy::Whole => Wanted::default(),
        })
    }

    /// Says which of several plans that were made apart counts.
    pub(super) fn confirm_split(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        plan: EntryId,
    ) -> Result<Action, Problem> {
        self.open_order(id)?;
        let doc = &self.live(id)?.doc;
        if !doc.open_plans().contains(&plan) {
            return Err(not_found("plan"));
        }
        let wanted = self.planned(id, plan)?;
        self.plan(member, id, wanted, None)
    }

    fn plan(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        wanted: Wanted,
        undoes: Option<String>,
    ) -> Result<Action, Problem> {
        if wanted.parts.len() > PARTS_MAX {
            return Err(invalid("parts", format!("more than {PARTS_MAX}")));
        }
        let after = self.live(id)?.doc.open_plans();
        let plan = SplitPlan {
            parts: wanted.parts,
            lines: wanted.lines,
            rest: wanted.rest,
            after,
            undoes,
            stamp: self.stamp(member.id),
        };
        let entry = EntryId::from_bytes(self.source.id());
        let mut action = Action::default();
        self.edit(&mut action, id, &[Edit::Split(entry, plan)])?;
        Ok(action)
    }

    fn in_shares(&self, paid: Vec<Part>, ways: u32) -> Result<Wanted, Problem> {
        let count = usize::try_from(ways).unwrap_or(usize::MAX);
        if count == 0 || count > PARTS_MAX {
            return Err(invalid("ways", format!("not between 1 and {PARTS_MAX}")));
        }
        let mut parts = paid;
        let first = parts.len();
        parts.extend((0..count).map(|_| self.new_part()));
        Ok(Wanted {
            rest: alike(first, parts.len()),
            parts,
            lines: Vec::new(),
        })
    }

    fn by_seat(&self, order: &Order, paid: Vec<Part>) -> Result<Wanted, Problem> {
        let taken: BTreeSet<u32> = paid.iter().filter_map(|part| part.seat).collect();
        let wanted = order.lines.iter().filter(|line| line.quantity > 0);
        let seats: BTreeSet<u32> = wanted
            .map(|line| line.seat)
            .filter(|seat| *seat > 0 && !taken.contains(seat))
            .collect();
        if seats.is_empty() {
            return Err(invalid("seat", "no line stands on a seat"));
        }
        let mut parts = paid;
        let first = parts.len();
        parts.extend(seats.into_iter().map(|seat| Part {
            seat: Some(seat),
            ..self.new_part()
        }));
        Ok(Wanted {
            rest: alike(first, parts.len()),
            parts,
            lines: Vec::new(),
        })
    }

    fn by_hand(
        &self,
        order: &Order,
        paid: &[Part],
        asked: Vec<PartAsked>,
    ) -> Result<Vec<Part>, Problem> {
        let split = order.split.as_ref();
        let known: BTreeSet<EntryId> = split
            .iter()
            .flat_map(|split| split.parts.iter().map(|part| part.id))
            .collect();
        let kept: BTreeSet<EntryId> = asked.iter().filter_map(|part| part.id).collect();
        if asked.is_empty() || asked.len() > PARTS_MAX {
            return Err(invalid("parts", format!("not between 1 and {PARTS_MAX}")));
        }
        if kept.len() != asked.iter().filter(|part| part.id.is_some()).count() {
            return Err(invalid("parts", "a part is named twice"));
        }
        if paid.iter().any(|part| !kept.contains(&part.id)) {
            return Err(invalid("parts", "a part that has paid must stay"));
        }
        let part = |asked: PartAsked| {
            if asked.id.is_some_and(|id| !known.contains(&id)) {
                return Err(not_found("part"));
            }
            if asked.label.chars().count() > LABEL_CHARS_MAX {
                return Err(invalid("label", "too long"));
            }
            if asked.fixed.is_some_and(Money::is_negative) {
                return Err(invalid("fixed", "below zero"));
            }
            let fresh = self.new_part();
            Ok(Part {
                id: asked.id.unwrap_or(fresh.id),
                label: asked.label.trim().to_owned(),
                seat: asked.seat.filter(|seat| *seat > 0),
                fixed: asked.fixed,
            })
        };
        asked.into_iter().map(part).collect()
    }

    fn new_part(&self) -> Part {
        Part {
            id: EntryId::from_bytes(self.source.id()),
            label: String::new(),
            seat: None,
            fixed: None,
        }
    }
}

/// What each part of an order owes; none where it is one check.
pub(super) fn part_totals(order: &Order) -> Result<Vec<PartTotals>, Problem> {
    if order.split.is_none() {
        return Ok(Vec::new());
    }
    let sums = totals(order).map_err(money)?;
    parts_of(order, &sums).map_err(money)
}

/// Parts of the plan that owe nothing more because they paid: they stay.
fn parts_that_paid(order: &Order) -> Result<Vec<Part>, Problem> {
    let settled: BTreeSet<EntryId> = part_totals(order)?
        .into_iter()
        .filter(|part| part.settled && !part.paid.is_zero())
        .map(|part| part.id)
        .collect();
    let parts = order.split.iter().flat_map(|split| &split.parts);
    Ok(parts
        .filter(|part| settled.contains(&part.id))
        .cloned()
        .collect())
}

/// One share for each part from `first` on.
fn alike(first: usize, count: usize) -> Vec<Weight> {
    let place = |place| u32::try_from(place).unwrap_or(u32::MAX);
    (first..count)
        .map(|part| Weight {
            part: place(part),
            shares: 1,
        })
        .collect()
}

fn check_weights(
    order: &Order,
    parts: &[Part],
    lines: &[LineWeights],
    rest: &[Weight],
) -> Result<(), Problem> {
    let mut seen = BTreeSet::new();
    for line in lines {
        if order.line(line.line).is_none() {
            return Err(not_found("line"));
        }
        if !seen.insert(line.line) {
            return Err(invalid("lines", "a line is named twice"));
        }
        if line.to.iter().all(|weight| weight.shares == 0) {
            return Err(invalid("lines", "a line that nobody takes"));
        }
    }
    let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
    let weights = lines.iter().flat_map(|line| &line.to).chain(rest);
    for weight in weights {
        if weight.part >= count {
            return Err(invalid("part", "there is no such part"));
        }
    }
    Ok(())
}
