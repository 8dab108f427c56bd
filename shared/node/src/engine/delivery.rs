//! Orders that are brought to somebody.

use order_doc::{DeliverEntry, Edit};
use shared::{api::Problem, delivery::DeliverTo, ids::OrderId, staff::StaffMember};

use super::{Action, Engine, invalid};

/// Longer is no name and no number, and longer is no address.
const CHARS_MAX: [usize; 3] = [60, 40, 200];

impl Engine {
    /// Writes down whom an order is brought to, as it was said.
    pub(super) fn deliver_to(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        to: DeliverTo,
    ) -> Result<Action, Problem> {
        self.open_order(id)?;
        let to = DeliverTo {
            name: checked("name", &to.name, CHARS_MAX[0])?,
            phone: checked("phone", &to.phone, CHARS_MAX[1])?,
            address: checked("address", &to.address, CHARS_MAX[2])?,
        };
        self.deliver_as(member, id, to, None)
    }

    /// The same, taking back what somebody said under this key.
    pub(super) fn deliver_as(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        to: DeliverTo,
        undoes: Option<String>,
    ) -> Result<Action, Problem> {
        let stamp = self.stamp(member.id);
        let entry = DeliverEntry { to, undoes, stamp };
        self.one(id, Edit::Deliver(self.entry_id(), entry))
    }
}

/// One line of text, as papers print it.
fn checked(field: &str, text: &str, max: usize) -> Result<String, Problem> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    if text.chars().count() > max {
        return Err(invalid(field, format!("more than {max} characters")));
    }
    Ok(text)
}
