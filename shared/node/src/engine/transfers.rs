//! Units that go to another check, and checks that become one. The kitchen hears nothing of it.

use std::collections::BTreeMap;

use order_doc::{
    Adjusted, Adjustment, Edit, MovedItem, Register, Said, Saying, Stamp, TakenBack, Transfer,
    discount_key,
};
use shared::{
    api::{
        Problem,
        till::{MoveTo, UnitsOf},
    },
    ids::{EntryId, LineId, OrderId, StaffId},
    money::Money,
    order::{Line, Order},
    price::{Takes, totals},
    staff::StaffMember,
};

use super::{
    Action, Engine, invalid, lines::LINES_MAX, not_found, orders::GUESTS_MAX, paying::money,
};

/// No more lines go at once: a chunk of a document has its limit.
const ITEMS_MAX: usize = 200;
/// Nobody joins more orders to one after the other.
const JOINS_MAX: usize = 50;

/// What goes to another check.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Goes {
    /// Some units.
    Units,
    /// Some units, to an order that is opened for them.
    ToNew,
    /// All of it: the two become one.
    Check,
    /// All of it, for two tills that were apart had opened a check for the same guests.
    OpenedTwice {
        /// So many guests were on the check that stays.
        guests: u32,
    },
}

/// All units that are on a check.
pub(super) fn all_of(order: &Order) -> Vec<(Line, i64)> {
    let lines = order.lines.iter().filter(|line| line.quantity > 0);
    lines.map(|line| (line.clone(), line.quantity)).collect()
}

impl Engine {
    /// Moves units to another check, or to a new one.
    pub(super) fn move_lines(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        lines: &[UnitsOf],
        to: MoveTo,
    ) -> Result<Action, Problem> {
        let source = self.open_order(id)?;
        let wanted = wanted(&source, lines)?;
        let before = paid_for(&source)?;
        let mut action = Action::default();
        let (target, goes) = match to {
            MoveTo::Order { order } if order == id => {
                return Err(invalid("to", "it is there already"));
            }
            MoveTo::Order { order } => (self.open_order(order)?.id, Goes::Units),
            MoveTo::New { table, tab } => {
                let (new, opened) = self.open_new_order(member, source.service, table, tab, 0)?;
                action = opened;
                self.take_time_along(&mut action, member, &source, new)?;
                (new, Goes::ToNew)
            }
        };
        self.transfer(&mut action, member.id, (id, target), &wanted, goes)?;
        let after = self.live(id)?.order.clone();
        let after = after.ok_or_else(|| not_found("order"))?;
        if paid_for(&after)? > before {
            return Err(Problem::PartPaid);
        }
        Ok(action)
    }

    /// Makes two checks one: all of the second goes to the first, and the second ends.
    ///
    /// An order that was joined before goes the same way again, whichever of the two was named
    /// first. Gives the order that stays.
    pub(super) fn join_orders(
        &mut self,
        member: &StaffMember,
        stays: OrderId,
        goes: OrderId,
    ) -> Result<(OrderId, Action), Problem> {
        if stays == goes {
            return Err(invalid("with", "it is the same check"));
        }
        let (stays, goes) = if self.leads(stays, goes)? {
            (goes, stays)
        } else {
            (stays, goes)
        };
        let (root, other) = (self.open_order(stays)?, self.open_order(goes)?);
        if other.payments.iter().any(|payment| payment.deposit) {
            return Err(Problem::HasDeposit);
        }
        if !other.payments.is_empty() {
            return Err(Problem::PartPaid);
        }
        let wanted = all_of(&other);
        let mut action = Action::default();
        let guests = root.guests.saturating_add(other.guests).min(GUESTS_MAX);
        if guests != root.guests {
            let set = Edit::Set(Register::Guests { guests });
            self.edit(&mut action, stays, &[set])?;
        }
        self.transfer(&mut action, member.id, (goes, stays), &wanted, Goes::Check)?;
        Ok((stays, action))
    }

    /// Takes a joining back while nothing was done to what it brought, and nothing was paid.
    pub(super) fn take_transfer_back(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        transfer: EntryId,
    ) -> Result<Action, Problem> {
        if !self.can_go_back(id, transfer)? {
            return Err(not_found("undo"));
        }
        let entry = self.live(id)?.doc.transfer(transfer).cloned();
        let moved = entry.ok_or_else(|| not_found("undo"))?;
        let back = TakenBack {
            key: transfer.to_string(),
            stamp: self.stamp(member.id),
        };
        let mut action = Action::default();
        let entry = self.entry_id();
        for order in [moved.from, moved.to] {
            let edit = Edit::TakeBack(entry, back.clone());
            self.edit(&mut action, order, &[edit])?;
        }
        if moved.joins {
            let guests_of = |engine: &mut Self, order| -> Result<u32, Problem> {
                let order = engine.live(order)?.order.as_ref();
                Ok(order.map_or(0, |order| order.guests))
            };
            let (all, some) = (guests_of(self, moved.to)?, guests_of(self, moved.from)?);
            let before = match moved.opened_twice {
                // Somebody counted them since.
                Some(before) if all != before.max(some) => all,
                Some(before) => before,
                None => all.saturating_sub(some),
            };
            if before != all {
                let guests = before;
                let set = Edit::Set(Register::Guests { guests });
                self.edit(&mut action, moved.to, &[set])?;
            }
        }
        Ok(action)
    }

    /// Taking this transfer back takes nobody by surprise.
    pub(super) fn can_go_back(&mut self, id: OrderId, transfer: EntryId) -> Result<bool, Problem> {
        let Some(entry) = self.live(id)?.doc.transfer(transfer) else {
            return Ok(false);
        };
        for order in [entry.from, entry.to] {
            let live = self.live(order)?;
            let is_there = live.order.is_some();
            if !is_there || !live.doc.is_untouched_by(transfer) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Joinings lead from one order to another.
    fn leads(&mut self, from: OrderId, to: OrderId) -> Result<bool, Problem> {
        let mut order = from;
        for _ in 0..JOINS_MAX {
            let live = self.live(order)?.order.as_ref();
            let next = live.and_then(|order| order.links.joined_into.as_ref());
            match next.map(|joined| joined.other.id) {
                Some(next) if next == to => return Ok(true),
                Some(next) => order = next,
                None => return Ok(false),
            }
        }
        Ok(false)
    }

    pub(super) fn transfer(
        &mut self,
        action: &mut Action,
        by: StaffId,
        (from, to): (OrderId, OrderId),
        wanted: &[(Line, i64)],
        goes: Goes,
    ) -> Result<(), Problem> {
        let source = self.open_order(from)?;
        let target = self.live(to)?.order.clone();
        let target = target.ok_or_else(|| not_found("order"))?;
        if source.closed_at_ms.is_some() || target.closed_at_ms.is_some() {
            return Err(Problem::OrderClosed);
        }
        if wanted.len() > ITEMS_MAX || target.lines.len() + wanted.len() > LINES_MAX {
            return Err(invalid("lines", "too many for one check"));
        }
        let stamp = self.stamp(by);
        let stays = source.table.is_some() && source.table == target.table;
        let items: Vec<MovedItem> = wanted
            .iter()
            .map(|(line, units)| self.item(line, *units, stays))
            .collect();
        let mut edits = self.discounts_that_go(&source, &items, stamp);
        edits.extend(self.holds_that_go((&source, &target), wanted, &items, stamp));
        let transfer = Transfer {
            from,
            from_number: source.number.clone(),
            to,
            to_number: target.number.clone(),
            items,
            joins: matches!(goes, Goes::Check | Goes::OpenedTwice { .. }),
            opened_twice: match goes {
                Goes::OpenedTwice { guests } => Some(guests),
                Goes::Units | Goes::ToNew | Goes::Check => None,
            },
            opens: goes == Goes::ToNew,
            stamp,
        };
        let id = self.entry_id();
        edits.push(Edit::Transfer(id, transfer.clone()));
        // What the units reach is written, and goes to the hub, before what they leave.
        self.edit(action, to, &edits)?;
        self.edit(action, from, &[Edit::Transfer(id, transfer)])
    }

    fn item(&self, line: &Line, units: i64, stays: bool) -> MovedItem {
        MovedItem {
            line: line.id,
            as_line: LineId::from_bytes(self.source.id()),
            units,
            // What the kitchen has goes first: it is what stands on the table.
            sent: line.sent_quantity.clamp(0, units),
            facts: line.facts.clone(),
            // A seat of another table means nothing at this one.
            seat: if stays { line.seat } else { 0 },
            course: line.course,
            notes: line.notes.clone(),
            kitchen: line.kitchen,
        }
    }

    /// What is split off an order for later is for the same time.
    fn take_time_along(
        &mut self,
        action: &mut Action,
        member: &StaffMember,
        source: &Order,
        to: OrderId,
    ) -> Result<(), Problem> {
        let Some(ready) = source.serving.ready.filter(|ready| ready.waits) else {
            return Ok(());
        };
        let said = Saying::ReadyAt {
            at_ms: Some(ready.at_ms),
            waits: true,
        };
        self.say(action, member.id, to, vec![said])
    }

    /// What waited to be fired waits at the new place too, and what did not does not. What waited for
    /// the time of its order goes with the order that it comes to.
    fn holds_that_go(
        &self,
        (source, target): (&Order, &Order),
        wanted: &[(Line, i64)],
        items: &[MovedItem],
        stamp: Stamp,
    ) -> Vec<Edit> {
        let both = wanted.iter().zip(items);
        let other = both.filter(|((line, units), item)| {
            let is_new = line.facts.station.is_some() && *units > item.sent;
            is_new && is_held(source, line) != target.holds(line.course)
        });
        let say = |((line, _), item): (&(Line, i64), &MovedItem)| {
            let what = Saying::LineHeld {
                line: item.as_line,
                fired: 0,
                held: is_held(source, line),
            };
            let said = Said {
                what,
                after: Vec::new(),
                stamp,
            };
            Edit::Say(self.entry_id(), said)
        };
        other.map(say).collect()
    }

    /// Discounts on the lines that go: a part goes with each unit, an amount with the whole line.
    fn discounts_that_go(&self, source: &Order, items: &[MovedItem], stamp: Stamp) -> Vec<Edit> {
        let by_line: BTreeMap<LineId, &MovedItem> =
            items.iter().map(|item| (item.line, item)).collect();
        let goes = |item: &MovedItem, takes: &Takes| match takes {
            Takes::Comp | Takes::Percent { .. } => true,
            Takes::Amount { .. } => source
                .line(item.line)
                .is_some_and(|line| line.quantity == item.units),
        };
        let discounts = source.discounts.iter();
        let edit = |discount: &shared::price::Discount| {
            let item = *by_line.get(&discount.line?)?;
            goes(item, &discount.takes).then(|| {
                let adjusted = Adjusted {
                    what: Adjustment::Discount {
                        line: Some(item.as_line),
                        categories: discount.categories.clone(),
                        takes: discount.takes,
                        name: discount.name.clone(),
                    },
                    reason: discount.reason.clone(),
                    seen: None,
                    undoes: false,
                    stamp: Stamp {
                        by: discount.by,
                        approved_by: discount.approved_by,
                        ..stamp
                    },
                };
                Edit::Adjust(discount_key(self.entry_id()), adjusted)
            })
        };
        discounts.filter_map(edit).collect()
    }
}

/// What was paid beyond the check. A deposit may well be more than what was asked for so far.
fn paid_for(order: &Order) -> Result<Money, Problem> {
    let sums = totals(order).map_err(money)?;
    sums.overpaid.minus(sums.deposit_left).map_err(money)
}

/// The lines that somebody asked for, each once, with as many units as there are.
fn wanted(order: &Order, lines: &[UnitsOf]) -> Result<Vec<(Line, i64)>, Problem> {
    let mut wanted: Vec<(Line, i64)> = Vec::new();
    for one in lines.iter().filter(|one| one.units > 0) {
        let line = order.line(one.line).ok_or_else(|| not_found("line"))?;
        let units = i64::from(one.units);
        if units > line.quantity {
            let why = format!("not between 1 and {}", line.quantity);
            return Err(invalid("quantity", why));
        }
        if wanted.iter().any(|(other, _)| other.id == line.id) {
            return Err(invalid("lines", "a line is named twice"));
        }
        wanted.push((line.clone(), units));
    }
    if wanted.is_empty() {
        return Err(invalid("lines", "nothing was chosen"));
    }
    Ok(wanted)
}

/// A line waits to be fired, and not only for the time of its order.
fn is_held(order: &Order, line: &Line) -> bool {
    line.held && (!order.is_waiting() || order.holds(line.course))
}
