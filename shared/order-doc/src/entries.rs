//! The entries of an order document: what is written once and never changes.
//!
//! Each is stored as JSON in a scalar of its map. Fields may be added with a default; none may
//! change its meaning, for documents are read for ever.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shared::{
    delivery::DeliverTo,
    gift::CardUse,
    ids::{DeviceId, EntryId, FactId, LineId, OrderId, StaffId, TicketId},
    kitchen::{KitchenRank, KitchenState},
    menu::{Course, Service},
    money::Money,
    order::{Counted, Leftover, LineFacts, Tender, TicketKind},
    price::{PriceRules, TaxRow},
    refund::{RefundKind, RefundedLine},
    split::{LineWeights, Part, Weight},
    tender::NamedTender,
    time::Hlc,
};

use crate::{
    adjust::Adjustments, card::CardEntry, said::Said, seen::SeenEntry, slips::GaveWay,
    tips::TipEntry, transfer::Transfer,
};

/// Who did something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// When, in an order that all devices agree on.
    pub hlc: Hlc,
    /// Who.
    pub by: StaffId,
    /// Who lent the right, where that person's role lacks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<StaffId>,
}

/// The order begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Which order.
    pub order: OrderId,
    /// What people call it.
    pub number: String,
    /// On which device.
    pub device: DeviceId,
    /// How the guests take it.
    pub service: Service,
    /// Where they sit.
    pub table: Option<String>,
    /// Name of a tab; empty for none.
    pub tab: String,
    /// How many guests.
    pub guests: u32,
    /// How it is computed, for good.
    #[serde(default, skip_serializing_if = "PriceRules::is_plain")]
    pub rules: PriceRules,
    /// Who and when.
    pub stamp: Stamp,
    /// Made by somebody who learns: no guest sits there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub training: bool,
    /// Courses that wait from the start, as the site wants it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Course>,
    /// Other open orders at its table, as far as whoever opened it had seen; none where an older
    /// version opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Vec<OrderId>>,
}

/// The order is settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The journal's record that says so.
    pub fact: FactId,
    /// What it counted as sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    /// Transfers out of it that whoever closed it knew of: others came too late.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sent_away: Vec<EntryId>,
    /// Closings before it that whoever closed it knew of; nothing where an older version closed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Vec<FactId>>,
    /// Lines whose money it put onto gift cards: from then on they leave by a refund alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loaded: Vec<LineId>,
    /// Who and when.
    pub stamp: Stamp,
}

/// What the order should know of a refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundEntry {
    /// What for.
    pub of: RefundKind,
    /// Number of the paper.
    pub number: String,
    /// What went back.
    pub lines: Vec<RefundedLine>,
    /// Taxes in it by rate, above zero.
    pub taxes: Vec<TaxRow>,
    /// How much, above zero.
    pub amount: Money,
    /// What the smallest coin made of it, above or below zero.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub rounding: Money,
    /// How it was given.
    pub tender: Tender,
    /// The restaurant's own tender, as in [`PaymentEntry::named`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<NamedTender>,
    /// The gift card that it went onto, as in [`PaymentEntry::card`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardUse>,
    /// Why.
    pub reason: String,
    /// What of it had been taken as a deposit.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub deposit: Money,
    /// Nothing goes back, and it is nobody's tip: the house keeps the deposit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forfeited: bool,
    /// The till.
    pub device: DeviceId,
    /// Who and when.
    pub stamp: Stamp,
}

/// A line is added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedLine {
    /// What it took from the catalogue.
    pub facts: LineFacts,
    /// How many.
    pub quantity: i64,
    /// The guest's seat; 0 for the whole table.
    pub seat: u32,
    /// When in the meal.
    pub course: Course,
    /// The line that it stands for now, as when the guest wants it otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Box<Replaces>>,
    /// Who and when.
    pub stamp: Stamp,
}

/// A line stands for another one: those units of that one went as this one was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaces {
    /// The other.
    pub line: LineId,
    /// What stood for it before, as far as whoever did this had seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<LineId>,
}

/// Some more or some fewer of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuantityChange {
    /// The line.
    pub line: LineId,
    /// How many more; below zero for fewer.
    pub units: i64,
    /// Key of the entry that this takes back; none where a person just changed their mind.
    #[serde(default)]
    pub undoes: Option<String>,
    /// Who and when.
    pub stamp: Stamp,
}

/// Units are voided after the kitchen had them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineVoid {
    /// The line.
    pub line: LineId,
    /// How many.
    pub quantity: i64,
    /// Why.
    pub reason: String,
    /// What becomes of them.
    #[serde(default, skip_serializing_if = "Leftover::is_wasted")]
    pub leftover: Leftover,
    /// Who and when.
    pub stamp: Stamp,
}

/// Somebody writes a note on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineNote {
    /// The line.
    pub line: LineId,
    /// What it says.
    pub text: String,
    /// It warns of an allergy.
    pub allergy: bool,
    /// Who and when.
    pub stamp: Stamp,
}

/// The guests move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Where to.
    pub table: Option<String>,
    /// Key of the move that whoever did this had seen; two moves after the same one crossed.
    pub after: Option<String>,
    /// Other moves that they had seen, and that this one decides against.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<EntryId>,
    /// Key of the move that this takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
    /// Who and when.
    pub stamp: Stamp,
}

/// Somebody names the tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabName {
    /// The name.
    pub name: String,
    /// Key of the naming that this takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
    /// Who and when.
    pub stamp: Stamp,
}

/// Units and notes of a line go to the kitchen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// The line.
    pub line: LineId,
    /// Place of the dish in a combo; none for the line itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
    /// How many more; below zero for fewer, 0 for notes alone. With 0 and no notes it says that the
    /// kitchen knew all: it meets whoever stops units meanwhile, as both have the same key.
    pub quantity: i64,
    /// Notes that went with it.
    pub notes: Vec<EntryId>,
    /// The ticket.
    pub ticket: TicketId,
    /// The station.
    pub station: String,
    /// What the ticket asks.
    pub kind: TicketKind,
    /// A slip of the ticket goes to a printer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub slip: bool,
    /// Who and when.
    pub stamp: Stamp,
}

impl Sending {
    /// The kitchen need not hear of it.
    pub(crate) const fn is_confirming(&self) -> bool {
        self.quantity == 0 && self.notes.is_empty()
    }
}

/// The key of a sending: the same on every device that sends the same thing.
pub fn send_key(line: LineId, revision: u32) -> String {
    format!("{line}:{revision}")
}

/// The key of a sending of a dish of a combo.
pub fn send_part_key(line: LineId, revision: u32, part: Option<u32>) -> String {
    let key = send_key(line, revision);
    part.map_or_else(|| key.clone(), |part| format!("{key}:{part}"))
}

/// The key of a sending of notes alone. A stop of the same dish that another device sends meanwhile
/// is no second word for it: both are told.
pub fn send_note_key(line: LineId, revision: u32, part: Option<u32>, note: EntryId) -> String {
    format!("{}:{note}", send_part_key(line, revision, part))
}

/// A kitchen screen says how far something is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitchenMark {
    /// Key of the sending.
    pub key: String,
    /// How many times it was recalled.
    pub epoch: u32,
    /// [`KitchenRank::number`].
    pub rank: u8,
    /// What the screen is called on which somebody did it; empty where none did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub screen: String,
    /// When.
    pub hlc: Hlc,
}

impl KitchenMark {
    /// The state that it says.
    pub fn state(&self) -> KitchenState {
        KitchenState {
            epoch: self.epoch,
            rank: KitchenRank::from_number(self.rank),
        }
    }
}

/// What the order should know of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentEntry {
    /// How it was paid.
    pub tender: Tender,
    /// The restaurant's own tender and its name at that moment. In the order it stands for
    /// `tender`, which says a card here, so that whoever knows no such tenders reads the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<NamedTender>,
    /// What it took off the check.
    pub amount: Money,
    /// What was given on top for the staff.
    pub tip: Money,
    /// What the guest handed over.
    pub tendered: Money,
    /// What the guest got back.
    pub change: Money,
    /// What the smallest coin made of it, above or below zero.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub rounding: Money,
    /// The gift card that paid, and what was left on it. [`Tender::GiftCard`] stands for it in the
    /// order; here `tender` says a card, so that whoever knows no gift cards still reads the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardUse>,
    /// The till.
    pub device: DeviceId,
    /// The part of a split check that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<EntryId>,
    /// The part owed nothing more after it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub settles: bool,
    /// It was taken ahead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deposit: bool,
    /// Number of the deposit's own paper; empty for any other payment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub paper: String,
    /// Who and when.
    pub stamp: Stamp,
}

/// Somebody says who pays for what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitPlan {
    /// The parts; none for one check again.
    pub parts: Vec<Part>,
    /// Who takes which line.
    #[serde(default)]
    pub lines: Vec<LineWeights>,
    /// Who takes the lines that are not named.
    #[serde(default)]
    pub rest: Vec<Weight>,
    /// The plans that whoever made this one had seen, and that it replaces.
    #[serde(default)]
    pub after: Vec<EntryId>,
    /// The plan that whoever made it takes back with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
    /// Who and when.
    pub stamp: Stamp,
}

/// Something that is one thing at a time: the last writer wins, and others see that two wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Register {
    /// How many guests.
    Guests {
        /// So many.
        guests: u32,
    },
    /// How the guests take it.
    Service {
        /// So.
        service: Service,
    },
    /// The guest's seat of a line.
    Seat {
        /// The line.
        line: LineId,
        /// The seat.
        seat: u32,
    },
    /// The course of a line.
    Course {
        /// The line.
        line: LineId,
        /// The course.
        course: Course,
    },
}

/// Who set a register, and to what. The register itself says what holds now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterSet {
    /// What it was set to.
    pub to: Register,
    /// What whoever set it had seen before.
    pub from: Register,
    /// Key of the entry that this takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
    /// Who and when.
    pub stamp: Stamp,
}

/// Somebody says whom the order is brought to; the last one counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliverEntry {
    /// Whom.
    pub to: DeliverTo,
    /// Key of the entry that this takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
    /// Who and when.
    pub stamp: Stamp,
}

/// Something is taken back: a note that the kitchen does not have, or something that was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// Key of what is taken back.
    pub key: String,
    /// Who and when.
    pub stamp: Stamp,
}

impl Register {
    /// Its key in the document.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Guests { .. } => "guests".to_owned(),
            Self::Service { .. } => "service".to_owned(),
            Self::Seat { line, .. } => format!("{line}/seat"),
            Self::Course { line, .. } => format!("{line}/course"),
        }
    }
}

/// The value of a register as the document has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Registered {
    pub(crate) value: Register,
    /// Two devices wrote different values without seeing each other's.
    pub(crate) contested: bool,
}

/// All entries of a document, read once and then kept in step with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entries {
    pub(crate) opened: Option<Opened>,
    pub(crate) closed: BTreeMap<String, Closed>,
    pub(crate) lines: BTreeMap<LineId, AddedLine>,
    pub(crate) quantities: BTreeMap<EntryId, QuantityChange>,
    pub(crate) voids: BTreeMap<EntryId, LineVoid>,
    pub(crate) adjustments: Adjustments,
    pub(crate) notes: BTreeMap<EntryId, LineNote>,
    pub(crate) moves: BTreeMap<EntryId, Moved>,
    pub(crate) sends: BTreeMap<String, Sending>,
    /// Sendings of what the kitchen knew: they tell it nothing.
    pub(crate) confirmed: BTreeMap<String, Sending>,
    /// Under the key of the sending that counts.
    pub(crate) gave_way: BTreeMap<String, Vec<GaveWay>>,
    pub(crate) marks: BTreeMap<EntryId, KitchenMark>,
    pub(crate) payments: BTreeMap<FactId, PaymentEntry>,
    pub(crate) plans: BTreeMap<EntryId, SplitPlan>,
    pub(crate) refunds: BTreeMap<FactId, RefundEntry>,
    pub(crate) tips: BTreeMap<EntryId, TipEntry>,
    pub(crate) deliveries: BTreeMap<EntryId, DeliverEntry>,
    pub(crate) sets: BTreeMap<EntryId, RegisterSet>,
    pub(crate) seen: BTreeMap<EntryId, SeenEntry>,
    pub(crate) taken_back: BTreeMap<EntryId, TakenBack>,
    pub(crate) said: BTreeMap<EntryId, Said>,
    pub(crate) transfers: BTreeMap<EntryId, Transfer>,
    pub(crate) tabs: BTreeMap<EntryId, TabName>,
    pub(crate) cards: BTreeMap<EntryId, CardEntry>,
    pub(crate) registers: BTreeMap<String, Registered>,
}

impl Entries {
    /// Keeps a sending where it counts.
    pub(crate) fn keep_sending(&mut self, key: String, sending: Sending) {
        let kept = if sending.is_confirming() {
            &mut self.confirmed
        } else {
            &mut self.sends
        };
        kept.insert(key, sending);
    }
}
