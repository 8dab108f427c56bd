//! Parts of papers: the head, a line of a receipt, a dish on a ticket.

use printers::layouts::{
    Modifier, ReceiptLine, Service as PaperService, SiteHead, TaxRow as PaperTax, TicketItem,
    TicketModifier, Words, course_word, delivery_fee_word, tax_word,
};
use shared::{
    ids::LineId,
    menu::{Service, Site, TaxRate},
    money::{Money, MoneyError},
    order::{Line, Order, TicketKind},
    price::{DiscountRow, Takes, TaxRow, Totals},
    shift::ShiftReport,
};

use crate::engine::replacing::instead_of;

pub(in crate::engine) fn head(site: &Site) -> SiteHead {
    SiteHead {
        name: site.name.clone(),
        address: vec![site.address.clone()],
        tax_number: Some(site.tax_number.clone()).filter(|number| !number.is_empty()),
    }
}

/// What a paper says before the place: a name is no table, and nobody sits at a number.
pub(super) fn paper_service(order: &Order) -> PaperService {
    match order.service {
        Service::Takeaway => PaperService::Takeaway,
        Service::Delivery => PaperService::Delivery,
        Service::EatIn if order.table.is_some() => PaperService::DineIn,
        Service::EatIn if order.tab.is_empty() => PaperService::Counter,
        Service::EatIn => PaperService::Tab,
    }
}

/// The table, or the name of the guest.
pub(super) fn place(order: &Order) -> Option<String> {
    let named = || Some(order.tab.clone()).filter(|tab| !tab.is_empty());
    order.table.clone().or_else(named)
}

/// Whom the order is brought to, a line each; nothing where nobody brings it.
pub(super) fn deliver_to(order: &Order) -> Vec<String> {
    let brought = order.service == Service::Delivery;
    let to = order.deliver_to.as_ref().filter(|_| brought);
    to.map(shared::delivery::DeliverTo::lines)
        .unwrap_or_default()
}

pub(super) fn tax_label(site: &Site, row: &TaxRow) -> String {
    format!("{} {} %", tax_word(&site.language), row.rate.percent())
}

pub(super) fn paper_tax(site: &Site, row: &TaxRow) -> PaperTax {
    PaperTax {
        label: tax_label(site, row),
        net: row.net,
        tax: row.tax,
    }
}

/// What was taken off one line, as the guest reads it.
pub(super) fn line_discounts(
    site: &Site,
    sums: &Totals,
    line: LineId,
) -> Result<Vec<(String, Money)>, MoneyError> {
    let own = sums.discounts.iter().filter(|row| row.line == Some(line));
    off(site, own)
}

/// What was taken off the whole check, and the service charge.
pub(super) fn adjustments(site: &Site, sums: &Totals) -> Result<Vec<(String, Money)>, MoneyError> {
    let of_check = sums.discounts.iter().filter(|row| row.line.is_none());
    let mut rows = off(site, of_check)?;
    if !sums.charge.is_zero() {
        let word = Words::of(&site.language).service_charge;
        rows.push((word.to_owned(), sums.charge));
    }
    if !sums.delivery.is_zero() {
        let word = delivery_fee_word(&site.language);
        rows.push((word.to_owned(), sums.delivery));
    }
    Ok(rows)
}

/// The lines less what was taken off each of them by itself.
pub(super) fn subtotal(sums: &Totals) -> Result<Money, MoneyError> {
    let of_lines = sums.discounts.iter().filter(|row| row.line.is_some());
    sums.lines
        .minus(Money::sum(of_lines.map(|row| row.amount))?)
}

/// What was sold before discounts and service charge.
pub(super) fn gross_sales(report: &ShiftReport) -> Result<Money, MoneyError> {
    let sales = report.sales.plus(report.discounted)?;
    sales.minus(report.charges)?.minus(report.delivery_fees)
}

fn off<'a>(
    site: &Site,
    rows: impl Iterator<Item = &'a DiscountRow>,
) -> Result<Vec<(String, Money)>, MoneyError> {
    let words = Words::of(&site.language);
    let row = |row: &DiscountRow| {
        let name = match (row.name.as_str(), row.takes) {
            ("", Takes::Comp) => words.comp.to_owned(),
            ("", Takes::Percent { ppm }) => {
                let percent = TaxRate::from_ppm(ppm).map(TaxRate::percent);
                format!("{} {} %", words.discount, percent.unwrap_or_default())
            }
            ("", Takes::Amount { .. }) => words.discount.to_owned(),
            (name, _) => name.to_owned(),
        };
        Ok((name, Money::ZERO.minus(row.amount)?))
    };
    rows.filter(|row| !row.amount.is_zero()).map(row).collect()
}

pub(super) fn receipt_line(line: &Line) -> Result<ReceiptLine, MoneyError> {
    let facts = &line.facts;
    let modifiers = facts.modifiers.iter().map(|modifier| Modifier {
        name: counted(&modifier.name.first, modifier.count),
        amount: Some(modifier.price).filter(|price| !price.is_zero()),
    });
    Ok(ReceiptLine {
        quantity: line.quantity,
        name: with_variant(&facts.name.first, &facts.variant),
        modifiers: modifiers.collect(),
        amount: line.amount()?,
        discounts: Vec::new(),
    })
}

pub(super) fn ticket_item(
    site: &Site,
    order: &Order,
    line: &Line,
    quantity: i64,
    kind: TicketKind,
) -> TicketItem {
    let language = site.language_of_kitchen();
    let facts = &line.facts;
    let before = line.sent_quantity - quantity;
    let name = |name: &shared::menu::Name| name.in_language(language, site).to_owned();
    let notes = line
        .notes
        .iter()
        .filter(|note| !note.allergy)
        .map(|note| note.text.clone());
    let allergies = line
        .notes
        .iter()
        .filter(|note| note.allergy)
        .map(|note| note.text.clone());
    TicketItem {
        quantity: if kind == TicketKind::Change {
            line.quantity
        } else {
            quantity.abs()
        },
        quantity_before: (kind == TicketKind::Cancel).then_some(before),
        name: with_variant(&name(&facts.name), &facts.variant),
        seat: Some(line.seat).filter(|seat| *seat > 0),
        course: course_word(language, line.course).map(str::to_owned),
        modifiers: facts
            .modifiers
            .iter()
            .map(|one| TicketModifier::With(counted(&name(&one.name), one.count)))
            .collect(),
        replaces: instead_of(site, order, line),
        notes: notes.collect(),
        allergens: allergies.collect(),
    }
}

/// The course of all dishes of a ticket as its heading, and off the dishes then; none where they
/// differ.
pub(super) fn one_course(items: &mut [TicketItem]) -> Option<String> {
    let course = items.first()?.course.clone()?;
    if items
        .iter()
        .any(|item| item.course.as_ref() != Some(&course))
    {
        return None;
    }
    for item in items {
        item.course = None;
    }
    Some(course)
}

pub(in crate::engine) fn with_variant(name: &str, variant: &str) -> String {
    if variant.is_empty() {
        name.to_owned()
    } else {
        format!("{name} {variant}")
    }
}

pub(in crate::engine) fn counted(name: &str, count: u32) -> String {
    if count == 1 {
        name.to_owned()
    } else {
        format!("{count} x {name}")
    }
}
