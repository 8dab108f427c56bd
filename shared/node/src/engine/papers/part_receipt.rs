//! The receipt of one part of a split check.

use printers::layouts::{Receipt, ReceiptLine, Words};
use shared::{
    api::Problem,
    ids::{EntryId, OrderId},
    menu::Site,
    money::Money,
    order::{Line, Order},
    price::{TaxRow, Totals},
    split::{PartLine, PartTotals, parts_of},
};

use super::{
    Action, Engine, Marks, cards_left, copies::keep_paper, money, not_found, paper_tax,
    receipt_line, tender,
};

impl Engine {
    /// Queues the receipt of a part that was settled just now. `sums` may be from before that
    /// payment: what the check costs is all that a part takes of them.
    pub(in crate::engine) fn queue_part_receipt(
        &mut self,
        action: &mut Action,
        id: OrderId,
        part: EntryId,
        sums: &Totals,
    ) -> Result<(), Problem> {
        let menu = self.menu()?;
        let order = self.order(id)?;
        let number = self.next_receipt_number(action, &order)?;
        let whole = self.receipt_paper(&menu.site, &order, sums, number)?;
        let paper = self.paper_of_part(&order, (part, sums), whole)?;
        keep_paper(action, id, part.as_bytes(), &paper)?;
        self.queue_receipt_paper(action, &menu, &paper)
    }
}

impl Engine {
    /// The paper of the whole check as that of one part.
    pub(super) fn paper_of_part(
        &self,
        order: &Order,
        (part, sums): (EntryId, &Totals),
        whole: Receipt,
    ) -> Result<Receipt, Problem> {
        let menu = self.menu()?;
        let parts = parts_of(order, sums).map_err(money)?;
        let place = parts.iter().position(|one| one.id == part);
        let place = place.ok_or_else(|| not_found("part"))?;
        let totals = parts.get(place).ok_or_else(|| not_found("part"))?;
        let name = part_name(order, totals, place, parts.len());
        of_part(&menu.site, whole, (order, sums), totals, name)
    }
}

/// `A-042 · 2/3`, with the label of the part where it has one.
fn part_name(order: &Order, part: &PartTotals, place: usize, count: usize) -> String {
    let name = format!("{} · {}/{count}", order.number, place + 1);
    match part.label.as_str() {
        "" => name,
        label => format!("{name} · {label}"),
    }
}

/// The receipt of the whole check with nothing on it but what this part had and paid.
fn of_part(
    site: &Site,
    whole: Receipt,
    (order, sums): (&Order, &Totals),
    part: &PartTotals,
    name: String,
) -> Result<Receipt, Problem> {
    let own = || {
        order
            .payments
            .iter()
            .filter(|one| one.part == Some(part.id))
    };
    let change = Money::sum(own().map(|one| one.change)).map_err(money)?;
    let tip = Money::sum(own().map(|one| one.tip)).map_err(money)?;
    let tenders: Result<Vec<_>, _> = own().map(|one| tender(site, one)).collect();
    let rounding = Money::sum(own().map(|one| one.rounding)).map_err(money)?;
    let marks = Marks::of(order, sums, &part.taxes);
    let mut lines = Vec::new();
    for one in &part.lines {
        if let Some(line) = order.line(one.line).filter(|line| line.quantity > 0) {
            let paper = line_of_part(site, line, one)?;
            lines.push(ReceiptLine {
                mark: marks.of_line_with_fee(line.id),
                ..paper
            });
        }
    }
    if lines.is_empty() {
        // It pays an amount, not dishes.
        lines.push(ReceiptLine {
            quantity: 1,
            name: name.clone(),
            details: Vec::new(),
            modifiers: Vec::new(),
            amount: part.amount,
            mark: marks.of_all(),
            discounts: Vec::new(),
        });
    }
    let is_there = |row: &&TaxRow| !(row.net.is_zero() && row.tax.is_zero());
    let taxes = part.taxes.iter().filter(is_there);
    let taxes = taxes.map(|row| paper_tax(site, row, &marks)).collect();
    Ok(Receipt {
        order_number: name,
        guests: None,
        lines,
        subtotal: None,
        adjustments: Vec::new(),
        adjustment_marks: Vec::new(),
        taxes,
        // A part's lines hold their tax, also where the menu's prices do not.
        taxes_included: true,
        taxes_on_top: Vec::new(),
        total: part.amount,
        rounding: Some(rounding).filter(|rounding| !rounding.is_zero()),
        deposit: None,
        deposit_left: None,
        tip: Some(tip).filter(|tip| !tip.is_zero()),
        tenders: tenders.map_err(money)?,
        cards_left: cards_left(own()),
        change: Some(change).filter(|change| !change.is_zero()),
        ..whole
    })
}

/// A line as this part had it: whole units where they are whole, else the fraction in the name. What
/// it pays of a line that others had and left says so.
fn line_of_part(site: &Site, line: &Line, part: &PartLine) -> Result<ReceiptLine, Problem> {
    let mut paper = receipt_line(site, line).map_err(money)?;
    paper.amount = part.amount;
    let units = line.quantity.saturating_mul(i64::from(part.shares));
    let of = i64::from(part.of.max(1));
    if part.shares == 0 {
        let word = Words::of(&site.language).share;
        paper.name = format!("{} ({word})", paper.name);
        paper.quantity = 1;
    } else if units % of == 0 && units >= of {
        paper.quantity = units / of;
    } else {
        paper.name = format!("{} {}/{}", paper.name, part.shares, part.of);
    }
    if part.shares != part.of {
        // What they cost is in the amount of the share.
        for modifier in &mut paper.modifiers {
            modifier.amount = None;
        }
        paper.discounts.clear();
    }
    Ok(paper)
}
