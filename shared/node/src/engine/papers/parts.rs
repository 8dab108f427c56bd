//! Parts of papers: the head, a line of a receipt, a dish on a ticket.

use printers::layouts::{
    Modifier, ReceiptLine, Service as PaperService, SiteHead, TaxRow as PaperTax, TicketItem,
    TicketModifier, Words, course_word, delivery_fee_word, tax_word,
};
use shared::{
    ids::LineId,
    menu::{Service, Site, TaxRate},
    money::{Money, MoneyError},
    order::{FactRow, Line, Order, RowKind, TicketKind},
    price::{DiscountRow, Takes, TaxRow, Totals},
    shift::ShiftReport,
};

use super::marks::Marks;
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

pub(super) fn paper_tax(site: &Site, row: &TaxRow, marks: &Marks<'_>) -> PaperTax {
    PaperTax {
        mark: marks.of_rate(row.rate),
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

/// Words and amount, and the tax mark.
type Adjustment = ((String, Money), String);

/// What was taken off the whole check, the service charge and the fee for bringing it, each with its
/// tax mark.
pub(super) fn adjustments(
    site: &Site,
    sums: &Totals,
    marks: &Marks<'_>,
) -> Result<Vec<Adjustment>, MoneyError> {
    let of_check = sums.discounts.iter().filter(|row| row.line.is_none());
    let of_check = of_check.filter(|row| !row.amount.is_zero());
    let taken = off(site, of_check.clone())?.into_iter();
    let mut rows: Vec<_> = taken
        .zip(of_check.map(|row| marks.of_discount(row)))
        .collect();
    if !sums.charge.is_zero() {
        let word = Words::of(&site.language).service_charge;
        rows.push(((word.to_owned(), sums.charge), marks.of_charge()));
    }
    if !sums.delivery.is_zero() {
        let word = delivery_fee_word(&site.language);
        rows.push(((word.to_owned(), sums.delivery), marks.of_delivery()));
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

pub(super) fn receipt_line(site: &Site, line: &Line) -> Result<ReceiptLine, MoneyError> {
    let facts = &line.facts;
    let mut details = facts.rows(None, &site.language, site);
    // What was chosen with the line itself stands last.
    let own = details.len().saturating_sub(facts.modifiers.len());
    let modifiers = details.split_off(own).into_iter().map(|row| Modifier {
        name: row.plain(),
        amount: row.price,
        without: row.kind == RowKind::Without,
    });
    Ok(ReceiptLine {
        quantity: line.quantity,
        name: with_variant(&facts.name.first, &facts.variant),
        details: details.iter().map(|row| detail(site, row)).collect(),
        modifiers: modifiers.collect(),
        amount: line.amount()?,
        mark: String::new(),
        discounts: Vec::new(),
    })
}

/// A row of a receipt with its price: `0.330 kg x 18.90`, `Birra (+1.00)`.
fn detail(site: &Site, row: &FactRow) -> String {
    let text = row.plain();
    let digits = |price| site.currency.digits(price);
    match (row.kind, row.price) {
        (_, None) => text,
        (RowKind::Weight, Some(price)) => format!("{text} x {}", digits(price)),
        (_, Some(price)) if price.is_negative() => format!("{text} ({})", digits(price)),
        (_, Some(price)) => format!("{text} (+{})", digits(price)),
    }
}

/// A dish on a ticket: a line, or one dish of a combo.
pub(super) fn ticket_item(
    site: &Site,
    order: &Order,
    line: &Line,
    part: Option<u32>,
    quantity: i64,
    kind: TicketKind,
) -> TicketItem {
    let language = site.language_of_kitchen();
    let facts = &line.facts;
    let before = line.sent_quantity - quantity;
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
        name: dish_name(site, line, part),
        seat: Some(line.seat).filter(|seat| *seat > 0),
        course: course_word(language, line.course).map(str::to_owned),
        modifiers: facts
            .rows(part, language, site)
            .into_iter()
            .map(|row| match row.kind {
                RowKind::Without => TicketModifier::Without(row.plain()),
                RowKind::With | RowKind::Weight | RowKind::Dish => {
                    TicketModifier::With(row.plain())
                }
            })
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

fn with_variant(name: &str, variant: &str) -> String {
    if variant.is_empty() {
        name.to_owned()
    } else {
        format!("{name} {variant}")
    }
}

/// What the kitchen calls a line, or one dish of a combo.
pub(in crate::engine) fn dish_name(site: &Site, line: &Line, part: Option<u32>) -> String {
    let language = site.language_of_kitchen();
    let facts = &line.facts;
    let (name, variant) = match facts.part(part) {
        Some(part) => (&part.name, part.variant.as_str()),
        None => (&facts.name, facts.variant.as_str()),
    };
    with_variant(name.in_language(language, site), variant)
}
