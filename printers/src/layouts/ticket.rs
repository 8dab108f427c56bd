//! The ticket that hangs over a cook's station: big, without prices, and visibly whole.

use serde::{Deserialize, Serialize};

use super::{Service, Words};
use crate::doc::{Align, Block, Cell, Doc, DocKind, Span, Style};

/// Columns that modifiers and notes stand further right than the item.
const INDENT_COLUMNS: u16 = 3;

/// What was sent to one station in one go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitchenTicket {
    /// The station that cooks it.
    pub station: String,
    /// What it asks for.
    pub kind: TicketKind,
    /// The running number of the station: a gap shows a lost ticket.
    pub number: u32,
    /// The number of the order, such as `A-042`.
    pub order_number: String,
    /// How it is eaten.
    pub service: Service,
    /// The table, or the name of a tab.
    pub table: Option<String>,
    /// Whom it is brought to: name, telephone, address, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliver_to: Vec<String>,
    /// When all of the order should be ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready_at: Option<String>,
    /// How many guests.
    pub guests: Option<u32>,
    /// Who sent it.
    pub server: Option<String>,
    /// The local time.
    pub at: String,
    /// The course, where all items have the same.
    pub course: Option<String>,
    /// What to cook.
    pub items: Vec<TicketItem>,
    /// A note for the whole order.
    pub note: Option<String>,
    /// Other stations that cook for the same order now.
    pub also_at: Vec<String>,
    /// The station whose printer is down, if this paper comes out for it elsewhere.
    pub backup_from: Option<String>,
    /// An earlier paper may have come out after all.
    pub possible_duplicate: bool,
    /// It was printed before.
    pub copy: Option<u32>,
    /// Nothing is to be cooked.
    pub training: bool,
}

/// What a ticket asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketKind {
    /// The first of its order.
    New,
    /// More for an order that was sent before.
    AddOn,
    /// Something sent before is different now.
    Change,
    /// Stop what was sent before.
    Cancel,
}

/// A dish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketItem {
    /// How many now.
    pub quantity: i64,
    /// How many were asked for before, on a change.
    pub quantity_before: Option<i64>,
    /// The name with its size, in the kitchen's language.
    pub name: String,
    /// The seat that gets it.
    pub seat: Option<u32>,
    /// Its course, where the items' courses differ.
    pub course: Option<String>,
    /// What is different from the plain dish.
    pub modifiers: Vec<TicketModifier>,
    /// What it is made instead of.
    #[serde(default)]
    pub replaces: Option<String>,
    /// Said by the guest.
    pub notes: Vec<String>,
    /// What somebody at the table must not eat, or what the dish holds.
    pub allergens: Vec<String>,
}

/// A difference from the plain dish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketModifier {
    /// With it.
    With(String),
    /// Without it.
    Without(String),
}

/// The document of a kitchen ticket.
pub fn kitchen_ticket(ticket: &KitchenTicket, words: &Words) -> Doc {
    let mut doc = Doc::new(DocKind::KitchenTicket);
    // Room for the clip of the rail.
    doc.push(Block::Feed { lines: 2 });
    banners(&mut doc, ticket, words);
    head(&mut doc, ticket, words);
    doc.push(Block::Rule);
    for item in &ticket.items {
        push_item(&mut doc, item, ticket.kind, words);
    }
    if let Some(note) = &ticket.note {
        doc.push(Block::Rule);
        doc.styled(format!("! {note}"), Style::TALL, Align::Left);
    }
    if !ticket.also_at.is_empty() {
        doc.push(Block::Rule);
        doc.text(format!("{}: {}", words.also_at, ticket.also_at.join(", ")));
    }
    let end = format!("-- {} #{:04} --", words.end, ticket.number);
    doc.styled(end, Style::PLAIN, Align::Center);
    doc.push(Block::Feed { lines: 1 });
    doc.push(Block::Cut);
    doc
}

fn banners(doc: &mut Doc, ticket: &KitchenTicket, words: &Words) {
    let mut banner = |text: String| doc.push(Block::Banner { text });
    if ticket.training {
        banner(words.training.to_owned());
    }
    if let Some(copy) = ticket.copy {
        banner(format!("{} {copy} / {}", words.copy, words.reprint));
    }
    if let Some(station) = &ticket.backup_from {
        banner(format!("{} {station}", words.backup_from));
    }
    if ticket.possible_duplicate {
        banner(words.possible_duplicate.to_owned());
    }
    match ticket.kind {
        TicketKind::New => {}
        TicketKind::AddOn => banner(words.add_on.to_owned()),
        TicketKind::Change => banner(words.change_ticket.to_owned()),
        TicketKind::Cancel => banner(words.cancel.to_owned()),
    }
}

fn head(doc: &mut Doc, ticket: &KitchenTicket, words: &Words) {
    doc.pair(
        &ticket.station,
        format!("#{:04}", ticket.number),
        Style::TALL,
    );
    let place = match &ticket.table {
        Some(table) if ticket.service == Service::DineIn => format!("{} {table}", words.table),
        Some(name) => format!("{} {name}", words.service(ticket.service)),
        None => words.service(ticket.service).to_owned(),
    };
    doc.pair(place, &ticket.order_number, Style::DOUBLE);
    for line in &ticket.deliver_to {
        doc.styled(line, Style::BOLD, Align::Left);
    }
    if let Some(at) = &ticket.ready_at {
        let text = format!("{} {at}", words.ready_at);
        doc.styled(text, Style::TALL, Align::Left);
    }
    let server = ticket.server.clone().unwrap_or_default();
    doc.pair(server, &ticket.at, Style::PLAIN);
    if let Some(guests) = ticket.guests {
        doc.text(format!("{}: {guests}", words.guests));
    }
    if let Some(course) = &ticket.course {
        doc.styled(course, Style::TALL, Align::Left);
    }
}

fn push_item(doc: &mut Doc, item: &TicketItem, kind: TicketKind, words: &Words) {
    let style = Style {
        invert: kind == TicketKind::Cancel,
        ..Style::TALL
    };
    let name = Cell::name(format!("{} x {}", item.quantity, item.name)).in_style(style);
    let mut place = Vec::new();
    place.extend(item.course.clone());
    place.extend(item.seat.map(|seat| format!("{} {seat}", words.seat)));
    if place.is_empty() {
        doc.row([name]);
    } else {
        doc.row([name, Cell::whole(place.join(" "), 0)]);
    }
    if let Some(before) = item.quantity_before {
        let was = format!("{} {before}", words.was);
        let text = if kind == TicketKind::Cancel {
            // What stands above goes off: nobody may take it for what is left.
            let left = before.saturating_sub(item.quantity).max(0);
            format!("({was}, {} {left})", words.now)
        } else {
            format!("({was})")
        };
        doc.indented(INDENT_COLUMNS, text, Style::BOLD);
    }
    if let Some(before) = &item.replaces {
        let text = format!("({} {before})", words.instead_of);
        doc.indented(INDENT_COLUMNS, text, Style::BOLD);
    }
    for modifier in &item.modifiers {
        let text = match modifier {
            TicketModifier::With(name) => format!("+ {name}"),
            TicketModifier::Without(name) => format!("- {name}"),
        };
        doc.indented(INDENT_COLUMNS, text, Style::TALL);
    }
    for note in &item.notes {
        doc.indented(INDENT_COLUMNS, format!("! {note}"), Style::BOLD);
    }
    if !item.allergens.is_empty() {
        let text = format!(" {}: {} ", words.allergens, item.allergens.join(", "));
        let spans = vec![Span {
            text,
            style: Style::INVERTED,
        }];
        doc.push(Block::Line {
            spans,
            align: Align::Left,
            indent: INDENT_COLUMNS,
        });
    }
}
