//! Parts of papers: the head, a line of a receipt, a dish on a ticket.

use printers::layouts::{
    Modifier, ReceiptLine, Service as PaperService, SiteHead, TaxRow as PaperTax, TicketItem,
    TicketModifier, course_word, tax_word,
};
use shared::{
    menu::{Service, Site},
    money::MoneyError,
    order::{Line, Order, TicketKind},
    price::TaxRow,
};

pub(super) fn head(site: &Site) -> SiteHead {
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

pub(super) fn ticket_item(site: &Site, line: &Line, quantity: i64, kind: TicketKind) -> TicketItem {
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
        notes: notes.collect(),
        allergens: allergies.collect(),
    }
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
