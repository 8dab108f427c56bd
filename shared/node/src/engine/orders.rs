//! Opening orders, and what is true of a whole order.

use local_store::Batch;
use order_doc::{Edit, Moved, Opened, Register, RegisterSet, TabName};
use shared::{
    api::Problem, ids::OrderId, menu::Service, order::Order, staff::StaffMember, time::BusinessDay,
};

use super::{Action, Engine, courses::held_at_first, device::stored, disk, invalid, not_found};

const COUNT: &str = "orders_today";

/// No party is larger.
pub(super) const GUESTS_MAX: u32 = 999;
/// No tab has a longer name.
const TAB_CHARS_MAX: usize = 60;

impl Engine {
    pub(super) fn open_new_order(
        &mut self,
        member: &StaffMember,
        service: Service,
        table: Option<String>,
        tab: String,
        guests: u32,
    ) -> Result<(OrderId, Action), Problem> {
        let menu = self.menu()?;
        if let Some(name) = &table
            && menu.table(name).is_none()
        {
            return Err(not_found("table"));
        }
        check_tab(&tab)?;
        check_guests(guests)?;
        let table_is_set = table.is_some();
        let beside = table.as_deref().map(|table| self.open_at(table));
        let mut action = Action::default();
        let id = OrderId::from_bytes(self.source.id());
        let number = self.next_number(&mut action.batch)?;
        let opened = Opened {
            order: id,
            number,
            device: self.identity.device,
            service,
            table,
            tab,
            guests,
            rules: menu.site.price_rules(),
            stamp: self.stamp(member.id),
            training: self.training,
            held: held_at_first(&menu, service, table_is_set),
            beside,
        };
        self.edit(&mut action, id, &[Edit::Open(opened)])?;
        Ok((id, action))
    }

    /// The next number of this device's own series: no other device can give it, and it begins
    /// anew with each business day.
    fn next_number(&mut self, batch: &mut Batch) -> Result<String, Problem> {
        let letters = self
            .enrolled
            .as_ref()
            .ok_or(Problem::NotEnrolled)?
            .letters
            .clone();
        let today = self.today();
        let last: Option<(BusinessDay, u32)> = stored(&self.store, COUNT).map_err(disk)?;
        let count = match last {
            // A clock that was set back must not give a number again.
            Some((day, count)) if day >= today => count + 1,
            _ => 1,
        };
        let day = last.map_or(today, |(day, _)| day.max(today));
        batch
            .device
            .push((COUNT.to_owned(), super::json(&(day, count))?));
        Ok(format!("{letters}-{count:03}"))
    }

    pub(super) fn set_guests(
        &mut self,
        member: &StaffMember,
        order: OrderId,
        guests: u32,
    ) -> Result<Action, Problem> {
        check_guests(guests)?;
        self.set(member, order, Register::Guests { guests })
    }

    pub(super) fn set(
        &mut self,
        member: &StaffMember,
        order: OrderId,
        register: Register,
    ) -> Result<Action, Problem> {
        self.set_as(member, order, register, None)
    }

    /// Sets a register and says who did it, and what it takes back.
    pub(super) fn set_as(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        to: Register,
        undoes: Option<String>,
    ) -> Result<Action, Problem> {
        let order = self.open_order(id)?;
        let from = now(&order, &to);
        let mut action = Action::default();
        let mut edits = vec![Edit::Set(to.clone())];
        if let Some(from) = from.filter(|from| *from != to) {
            let stamp = self.stamp(member.id);
            let set = RegisterSet {
                to,
                from,
                undoes,
                stamp,
            };
            edits.push(Edit::NoteSet(self.entry_id(), set));
        }
        self.edit(&mut action, id, &edits)?;
        Ok(action)
    }

    pub(super) fn move_table(
        &mut self,
        member: &StaffMember,
        order: OrderId,
        table: String,
    ) -> Result<Action, Problem> {
        if self.menu()?.table(&table).is_none() {
            return Err(not_found("table"));
        }
        self.move_as(member, order, Some(table), None)
    }

    /// Moves the guests, and says what that takes back.
    pub(super) fn move_as(
        &mut self,
        member: &StaffMember,
        order: OrderId,
        table: Option<String>,
        undoes: Option<String>,
    ) -> Result<Action, Problem> {
        self.open_order(order)?;
        let doc = &self.live(order)?.doc;
        let after = doc.last_move();
        let mut seen = doc.open_moves();
        seen.retain(|id| Some(id.to_string()) != after);
        let moved = Moved {
            table,
            after,
            seen,
            undoes,
            stamp: self.stamp(member.id),
        };
        let mut action = Action::default();
        let id = self.entry_id();
        self.edit(&mut action, order, &[Edit::Move(id, moved)])?;
        Ok(action)
    }
}

impl Engine {
    /// Takes an order off its table; its name is what people find it by.
    pub(super) fn move_to_tab(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        tab: &str,
    ) -> Result<Action, Problem> {
        let mut action = self.name_tab(member, id, tab)?;
        if self.order(id)?.table.is_some() || !self.order(id)?.links.crossed.is_empty() {
            let moved = self.move_as(member, id, None, None)?;
            action.batch.chunks.extend(moved.batch.chunks);
            action.touched.extend(moved.touched);
        }
        Ok(action)
    }

    pub(super) fn name_tab(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        tab: &str,
    ) -> Result<Action, Problem> {
        let name = tab.trim();
        if name.is_empty() {
            return Err(invalid("tab", "it has no name"));
        }
        check_tab(name)?;
        if self.open_order(id)?.tab == name {
            return Ok(Action::default());
        }
        self.name_tab_as(member, id, name.to_owned(), None)
    }

    /// Names the tab, and says what that takes back.
    pub(super) fn name_tab_as(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        name: String,
        undoes: Option<String>,
    ) -> Result<Action, Problem> {
        self.open_order(id)?;
        let named = TabName {
            name,
            undoes,
            stamp: self.stamp(member.id),
        };
        let mut action = Action::default();
        let entry = self.entry_id();
        self.edit(&mut action, id, &[Edit::NameTab(entry, named)])?;
        Ok(action)
    }
}

/// What the register says now; none where it is about a line that is not there.
fn now(order: &Order, register: &Register) -> Option<Register> {
    Some(match register {
        Register::Guests { .. } => Register::Guests {
            guests: order.guests,
        },
        Register::Service { .. } => Register::Service {
            service: order.service,
        },
        Register::Seat { line, .. } => Register::Seat {
            line: *line,
            seat: order.line(*line)?.seat,
        },
        Register::Course { line, .. } => Register::Course {
            line: *line,
            course: order.line(*line)?.course,
        },
    })
}

fn check_tab(tab: &str) -> Result<(), Problem> {
    if tab.chars().count() <= TAB_CHARS_MAX {
        Ok(())
    } else {
        Err(invalid(
            "tab",
            format!("more than {TAB_CHARS_MAX} characters"),
        ))
    }
}

fn check_guests(guests: u32) -> Result<(), Problem> {
    if guests <= GUESTS_MAX {
        Ok(())
    } else {
        Err(invalid("guests", format!("more than {GUESTS_MAX}")))
    }
}
