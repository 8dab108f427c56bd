//! The bill: what guests are to pay, on paper, before they do. It has no number and ends nothing.

use order_doc::Saying;
use printers::layouts::Receipt;
use shared::{
    api::{Problem, till::BillAsked},
    price::totals,
    split::parts_of,
    staff::StaffMember,
};

use super::{Action, Engine, money, not_found};

impl Engine {
    /// Prints the bill of an open check or of a part, and says on the check that the guests have it.
    /// Gives the paper for the screen too.
    pub(in crate::engine) fn print_bill(
        &mut self,
        member: &StaffMember,
        asked: BillAsked,
    ) -> Result<(String, Action), Problem> {
        let order = self.open_order(asked.order)?;
        let sums = totals(&order).map_err(money)?;
        let menu = self.menu()?;
        let whole = self.receipt_paper(&menu.site, &order, &sums, None)?;
        let (paper, due) = match asked.part {
            Some(part) => {
                let parts = parts_of(&order, &sums).map_err(money)?;
                let one = parts.iter().find(|one| one.id == part);
                let due = one.ok_or_else(|| not_found("part"))?.due;
                (self.paper_of_part(&order, (part, &sums), whole)?, due)
            }
            None => (whole, sums.due),
        };
        if due.is_zero() {
            return Err(Problem::NothingDue);
        }
        let paper = Receipt {
            due: Some(due),
            ..paper
        };
        let said = Saying::Billed {
            part: asked.part,
            total: sums.total,
            due,
        };
        let mut action = Action::default();
        self.say(&mut action, member.id, order.id, vec![said])?;
        self.queue_receipt_paper(&mut action, &menu, &paper)?;
        Ok((self.receipt_html(&paper)?, action))
    }
}
