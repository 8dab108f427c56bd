//! Lines: adding, changing, noting, voiding, taking back.

use order_doc::{AddedLine, Edit, LineNote, LineVoid, QuantityChange, Register, Stamp};
use sha2::{Digest, Sha256};
use shared::{
    api::{
        Problem,
        till::{LineMore, NewLine},
    },
    gift::CardProblem,
    ids::{EntryId, LineId, OrderId},
    journal::Fact,
    menu::{Catalogue, Course, ScaleCode, ScaleCodes},
    money::Money,
    order::{Leftover, Line, LineFacts, Order},
    staff::{Permit, StaffMember},
};

use super::{Action, Engine, freezing::freeze, invalid, not_found};

/// Why units go, and what becomes of those that the kitchen had.
#[derive(Clone, Copy)]
pub(super) struct Why<'a> {
    pub(super) reason: &'a str,
    pub(super) leftover: Leftover,
}

/// Nobody orders more of one thing at once.
pub(super) const QUANTITY_MAX: i64 = 999;
/// A document with more lines is no check any more.
pub(super) const LINES_MAX: usize = 500;
/// No note and no reason is longer.
const TEXT_CHARS_MAX: usize = 200;
/// No table has more seats.
const SEAT_MAX: u32 = 99;

impl Engine {
    pub(super) fn add_line(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        new: &NewLine,
    ) -> Result<Action, Problem> {
        self.add_labelled(member, id, new, None)
    }

    /// Adds a line; `labelled` is the price that a scale has printed on it.
    fn add_labelled(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        new: &NewLine,
        labelled: Option<Money>,
    ) -> Result<Action, Problem> {
        let menu = self.menu()?;
        let order = self.open_order(id)?;
        let item = menu.item(&new.sku).ok_or_else(|| not_found("item"))?;
        let frozen = freeze(&menu, &self.moment(&menu, &order), new, labelled)?;
        if frozen.outside_limits {
            self.allow(member, Permit::AnyPrice)?;
        }
        let mut facts = frozen.facts;
        if item.sale.gift_card {
            facts.special.gift = Some(self.gift_line(&new.more)?);
        }
        let quantity = i64::from(new.quantity);
        if !(1..=QUANTITY_MAX).contains(&quantity) {
            return Err(invalid(
                "quantity",
                format!("not between 1 and {QUANTITY_MAX}"),
            ));
        }
        check_text("note", &new.note)?;
        check_seat(new.seat)?;
        if order.lines.len() >= LINES_MAX {
            return Err(invalid(
                "lines",
                format!("an order has at most {LINES_MAX}"),
            ));
        }
        let course = new.course.unwrap_or(item.course);
        let mut edits = Vec::new();
        let same = order
            .lines
            .last()
            .filter(|last| new.note.is_empty() && is_more_of(last, &facts, new.seat, course));
        if let Some(last) = same {
            let stamp = self.stamp(member.id);
            let change = QuantityChange {
                line: last.id,
                units: quantity,
                undoes: None,
                stamp,
            };
            edits.push(Edit::ChangeQuantity(self.entry_id(), change));
        } else {
            let line = LineId::from_bytes(self.source.id());
            let stamp = self.stamp(member.id);
            let added = AddedLine {
                facts,
                quantity,
                seat: new.seat,
                course,
                replaces: None,
                stamp,
            };
            edits.push(Edit::AddLine(line, added));
            if !new.note.trim().is_empty() {
                // One action, so one stamp: whoever takes the line back takes its note back too.
                let text = new.note.trim().to_owned();
                let note = LineNote {
                    line,
                    text,
                    allergy: false,
                    stamp,
                };
                edits.push(Edit::AddNote(self.entry_id(), note));
            }
        }
        let mut action = Action::default();
        self.edit(&mut action, id, &edits)?;
        Ok(action)
    }

    pub(super) fn scan(
        &mut self,
        member: &StaffMember,
        order: OrderId,
        barcode: &str,
    ) -> Result<Action, Problem> {
        let menu = self.menu()?;
        let found = scanned(&menu, barcode.trim());
        let (line, labelled) = found.ok_or_else(|| not_found("barcode"))?;
        self.add_labelled(member, order, &line, labelled)
    }

    pub(super) fn change_quantity(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        line: LineId,
        by: i32,
    ) -> Result<Action, Problem> {
        let order = self.open_order(id)?;
        let line = line_of(&order, line)?;
        if line.facts.special.weighed.is_some() && by > 0 {
            return Err(Problem::WeighedEach);
        }
        if line.is_gift() && line.quantity + i64::from(by) > 1 {
            return Err(Problem::GiftCard(CardProblem::OneEach));
        }
        self.may_change_gift(line)?;
        let units = i64::from(by);
        let after = line.quantity + units;
        if after > QUANTITY_MAX {
            return Err(invalid("quantity", format!("more than {QUANTITY_MAX}")));
        }
        // One more is none too few, also where another till took off what the kitchen still makes.
        if after < 0 || (by < 0 && after < line.sent_quantity) {
            return Err(Problem::ReasonNeeded);
        }
        let mut edits = Vec::new();
        let stamp = self.stamp(member.id);
        if by > 0 && line.taken_twice > 0 {
            // One more is one more, although two devices took off more than there was. Two who see
            // that make it up under one key, so once.
            let key = key_of_making_up(&self.live(id)?.doc.changes_of(line.id));
            let made_up = QuantityChange {
                line: line.id,
                units: line.taken_twice,
                undoes: Some(key.to_string()),
                stamp,
            };
            edits.push(Edit::ChangeQuantity(key, made_up));
        }
        let change = QuantityChange {
            line: line.id,
            units,
            undoes: None,
            stamp,
        };
        edits.push(Edit::ChangeQuantity(self.entry_id(), change));
        let mut action = Action::default();
        self.edit(&mut action, id, &edits)?;
        Ok(action)
    }

    pub(super) fn set_seat(
        &mut self,
        member: &StaffMember,
        order: OrderId,
        line: LineId,
        seat: u32,
    ) -> Result<Action, Problem> {
        check_seat(seat)?;
        line_of(&*self.open_order(order)?, line)?;
        self.set(member, order, Register::Seat { line, seat })
    }

    pub(super) fn set_course(
        &mut self,
        member: &StaffMember,
        order: OrderId,
        line: LineId,
        course: Course,
    ) -> Result<Action, Problem> {
        line_of(&*self.open_order(order)?, line)?;
        self.set(member, order, Register::Course { line, course })
    }

    pub(super) fn add_note(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        line: LineId,
        text: &str,
        allergy: bool,
    ) -> Result<Action, Problem> {
        check_text("note", text)?;
        let text = text.trim().to_owned();
        if text.is_empty() {
            return Err(invalid("note", "it says nothing"));
        }
        line_of(&*self.open_order(id)?, line)?;
        let note = LineNote {
            line,
            text,
            allergy,
            stamp: self.stamp(member.id),
        };
        self.one(id, Edit::AddNote(self.entry_id(), note))
    }

    /// Takes units off: unsent ones first, which needs no reason; for the rest the journal says
    /// why, and the kitchen is told at once to stop.
    pub(super) fn void_line(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        line: LineId,
        quantity: u32,
        reason: &str,
        leftover: Leftover,
    ) -> Result<Action, Problem> {
        check_text("reason", reason)?;
        let order = self.open_order(id)?;
        let line = line_of(&order, line)?;
        let units = i64::from(quantity);
        if units < 1 || units > line.quantity {
            return Err(invalid(
                "quantity",
                format!("not between 1 and {}", line.quantity),
            ));
        }
        self.may_change_gift(line)?;
        self.may_take_off(member, line, units, reason)?;
        let mut action = Action::default();
        let stamp = self.stamp(member.id);
        let why = Why { reason, leftover };
        self.take_off(&mut action, id, line, units, why, stamp)?;
        self.send_cancels(&mut action, member, id, line.id)?;
        Ok(action)
    }

    /// Units that the kitchen has need a right and a reason. Gives how many of these it has.
    pub(super) fn may_take_off(
        &mut self,
        member: &StaffMember,
        line: &Line,
        units: i64,
        reason: &str,
    ) -> Result<i64, Problem> {
        // What needs no kitchen is sold as soon as it is on the check, yet it can just go again.
        let sent = units - line.unsent_quantity().max(0).min(units);
        if sent > 0 {
            self.allow(member, Permit::VoidSent)?;
            if reason.trim().is_empty() {
                return Err(Problem::ReasonNeeded);
            }
        }
        Ok(sent)
    }

    /// Takes units off under one stamp, unsent ones first.
    pub(super) fn take_off(
        &mut self,
        action: &mut Action,
        id: OrderId,
        line: &Line,
        units: i64,
        why: Why<'_>,
        stamp: Stamp,
    ) -> Result<(), Problem> {
        let Why { reason, leftover } = why;
        let unsent = line.unsent_quantity().max(0).min(units);
        let sent = units - unsent;
        let mut edits = Vec::new();
        if unsent > 0 {
            let change = QuantityChange {
                line: line.id,
                units: -unsent,
                undoes: None,
                stamp,
            };
            edits.push(Edit::ChangeQuantity(self.entry_id(), change));
        }
        if sent > 0 {
            let reason = reason.trim().to_owned();
            let void = LineVoid {
                line: line.id,
                quantity: sent,
                reason: reason.clone(),
                leftover,
                stamp,
            };
            edits.push(Edit::Void(self.entry_id(), void));
            let price = line
                .facts
                .price_of_one()
                .and_then(|price| price.times(sent));
            let fact = Fact::LineVoided {
                order: id,
                line: line.id,
                name: line.facts.name.first.clone(),
                quantity: sent,
                amount: price.map_err(|error| invalid("line", error.to_string()))?,
                reason,
                leftover,
                by: stamp.by,
                approved_by: self.approval.lent_by(),
            };
            self.add_fact(action, fact)?;
        }
        self.edit(action, id, &edits)
    }

    pub(super) fn one(&mut self, order: OrderId, edit: Edit) -> Result<Action, Problem> {
        let mut action = Action::default();
        self.edit(&mut action, order, &[edit])?;
        Ok(action)
    }
}

/// The line that a code means. What a scale printed says its own price or weight.
fn scanned(menu: &Catalogue, code: &str) -> Option<(NewLine, Option<Money>)> {
    let mut labelled = None;
    let mut more = LineMore::default();
    let (item, variant) = if let Some(found) = menu.by_barcode(code) {
        found
    } else {
        let holds = menu.site.prices.scale_codes?;
        let printed = ScaleCode::read(code)?;
        match holds {
            ScaleCodes::Price => {
                labelled = Some(Money::from_minor(i64::from(printed.value)));
            }
            ScaleCodes::Weight => {
                more.weight_milli = Some(printed.value);
                more.tare_milli = Some(0);
            }
        }
        menu.by_barcode(printed.item)?
    };
    let line = NewLine {
        sku: item.sku.clone(),
        variant: u32::try_from(variant).ok()?,
        quantity: 1,
        modifiers: Vec::new(),
        seat: 0,
        course: None,
        note: String::new(),
        more,
    };
    Some((line, labelled))
}

pub(super) fn line_of(order: &Order, id: LineId) -> Result<&Line, Problem> {
    order.line(id).ok_or_else(|| not_found("line"))
}

/// The guest wants more of the line that was added last.
fn is_more_of(last: &Line, facts: &LineFacts, seat: u32, course: Course) -> bool {
    facts.special.weighed.is_none()
        && last.sent_quantity == 0
        && last.quantity > 0
        && last.notes.is_empty()
        && last.facts == *facts
        && last.seat == seat
        && last.course == course
}

pub(super) fn check_text(field: &str, text: &str) -> Result<(), Problem> {
    if text.chars().count() <= TEXT_CHARS_MAX {
        Ok(())
    } else {
        Err(invalid(
            field,
            format!("more than {TEXT_CHARS_MAX} characters"),
        ))
    }
}

fn check_seat(seat: u32) -> Result<(), Problem> {
    if seat <= SEAT_MAX {
        Ok(())
    } else {
        Err(invalid("seat", format!("more than {SEAT_MAX}")))
    }
}

/// The same wherever the same changes of a line are known.
fn key_of_making_up(changes: &[EntryId]) -> EntryId {
    let mut hash = Sha256::new();
    for change in changes {
        hash.update(change.as_bytes());
    }
    let mut key = [0; 16];
    for (to, from) in key.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    EntryId::from_bytes(key)
}
