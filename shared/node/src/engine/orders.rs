//! Opening orders, and what is true of a whole order.

use local_store::Batch;
use order_doc::{Edit, Moved, Opened, Register};
use shared::{api::Problem, ids::OrderId, menu::Service, staff::StaffMember, time::BusinessDay};

use super::{Action, Engine, device::stored, disk, invalid, not_found};

const COUNT: &str = "orders_today";

/// No party is larger.
const GUESTS_MAX: u32 = 999;
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
        if tab.chars().count() > TAB_CHARS_MAX {
            return Err(invalid(
                "tab",
                format!("more than {TAB_CHARS_MAX} characters"),
            ));
        }
        check_guests(guests)?;
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
            stamp: self.stamp(member.id),
            training: self.training,
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

    pub(super) fn set_guests(&mut self, order: OrderId, guests: u32) -> Result<Action, Problem> {
        check_guests(guests)?;
        self.set(order, Register::Guests { guests })
    }

    pub(super) fn set(&mut self, order: OrderId, register: Register) -> Result<Action, Problem> {
        self.open_order(order)?;
        let mut action = Action::default();
        self.edit(&mut action, order, &[Edit::Set(register)])?;
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
        self.open_order(order)?;
        let after = self.live(order)?.doc.last_move();
        let moved = Moved {
            table: Some(table),
            after,
            stamp: self.stamp(member.id),
        };
        let mut action = Action::default();
        let id = self.entry_id();
        self.edit(&mut action, order, &[Edit::Move(id, moved)])?;
        Ok(action)
    }
}

fn check_guests(guests: u32) -> Result<(), Problem> {
    if guests <= GUESTS_MAX {
        Ok(())
    } else {
        Err(invalid("guests", format!("more than {GUESTS_MAX}")))
    }
}
