//! An order as people see it: what a party asked for, how far the kitchen is, what was paid.
//!
//! This is the view that is folded from an order document; nothing here is ever written back.

mod rows;
mod special;
mod tickets;

use serde::{Deserialize, Serialize};

pub use rows::{FactRow, RowKind};
pub use special::{Combo, ComboPart, Half, Halves, Special, Weighed};
pub use tickets::{Ticket, TicketKind, TicketLine};

pub use crate::tender::Tender;

use crate::{
    delivery::DeliverTo,
    gift::CardUse,
    ids::{DeviceId, EntryId, FactId, LineId, OrderId, StaffId},
    kitchen::KitchenState,
    links::{LineMoves, OrderLinks},
    menu::{Course, Name, Prefix, Service, TaxClass},
    money::{Money, MoneyError},
    price::{Discount, PriceRules, TaxRow},
    refund::{RefundHint, RefundKind},
    seen::SeenFlag,
    serving::Serving,
    split::Split,
};

/// A modifier as it was when the line was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineModifier {
    /// Name of its group.
    pub group: String,
    /// What it is called.
    pub name: Name,
    /// How many of it on one dish.
    pub count: u32,
    /// What one adds to the price, with its prefix.
    pub price: Money,
    /// EU-14 allergen words that it brings.
    pub allergens: Vec<String>,
    /// How it is meant: `no`, `extra`, `light`, `on the side`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<Prefix>,
    /// The modifiers that it hangs under, from the dish down; empty for one of the dish itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub under: Vec<Name>,
}

impl LineModifier {
    /// It is on the dish, and was not left off.
    pub fn is_there(&self) -> bool {
        self.prefix != Some(Prefix::No)
    }

    /// What people read in a language, with count and prefix.
    pub fn spoken(&self, name: &str, language: &str) -> String {
        let name = match self.prefix {
            Some(prefix) => prefix.with(name, language),
            None => name.to_owned(),
        };
        if self.count == 1 {
            name
        } else {
            format!("{} x {name}", self.count)
        }
    }
}

/// What a line took from the catalogue when it was added. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFacts {
    /// The item.
    pub sku: String,
    /// What it is called.
    pub name: Name,
    /// Name of the variant; empty where there is one only.
    pub variant: String,
    /// Category, for reports.
    pub category: String,
    /// Price of one without modifiers.
    pub unit_price: Money,
    /// Its taxes.
    pub tax: TaxClass,
    /// Prices hold the tax already.
    pub tax_included: bool,
    /// Where it is made.
    pub station: Option<String>,
    /// EU-14 allergen words of the item itself.
    pub allergens: Vec<String>,
    /// Usual time to make one.
    pub prep_seconds: u32,
    /// What the guest chose.
    pub modifiers: Vec<LineModifier>,
    /// Version of the catalogue that said so.
    pub menu_version: u64,
    /// What makes it more than so many of an item.
    #[serde(default, skip_serializing_if = "Special::is_plain")]
    pub special: Box<Special>,
}

impl LineFacts {
    /// Price of one with its modifiers, never below zero.
    pub fn price_of_one(&self) -> Result<Money, MoneyError> {
        let sum = self.unit_price.plus(special::extras(&self.modifiers)?)?;
        Ok(sum.at_least_zero())
    }

    /// Its name in the site's language, with the variant.
    pub fn full_name(&self) -> String {
        match self.variant.as_str() {
            "" => self.name.first.clone(),
            variant => format!("{} {variant}", self.name.first),
        }
    }

    /// All allergens of the dish as ordered, each once.
    pub fn all_allergens(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        let own = special::all_of(&self.allergens, &self.modifiers);
        for word in own.chain(self.special.allergens()) {
            if !all.contains(&word.as_str()) {
                all.push(word);
            }
        }
        all
    }
}

/// A note on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Which entry of the document it is.
    pub id: EntryId,
    /// What it says.
    pub text: String,
    /// It warns of an allergy.
    pub allergy: bool,
    /// Who wrote it.
    pub by: StaffId,
    /// The kitchen has it.
    pub sent: bool,
}

/// What becomes of units that the kitchen had and nobody gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leftover {
    /// Thrown away: its ingredients are gone.
    #[default]
    Wasted,
    /// Nothing was made of it, or it can be served again.
    Restocked,
}

impl Leftover {
    /// Thrown away, as everything that was voided before anybody was asked.
    pub fn is_wasted(&self) -> bool {
        *self == Self::Wasted
    }
}

/// Units taken off a line after the kitchen had them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Void {
    /// Which entry of the document it is.
    pub id: EntryId,
    /// How many.
    pub quantity: i64,
    /// Why.
    pub reason: String,
    /// What became of them.
    #[serde(default, skip_serializing_if = "Leftover::is_wasted")]
    pub leftover: Leftover,
    /// Who did it.
    pub by: StaffId,
    /// Who lent the right.
    #[serde(default)]
    pub approved_by: Option<StaffId>,
    /// When.
    pub at_ms: i64,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which line.
    pub id: LineId,
    /// What it took from the catalogue.
    pub facts: LineFacts,
    /// How many are wanted now, after all changes and voids.
    pub quantity: i64,
    /// How many the kitchen was told of.
    pub sent_quantity: i64,
    /// The guest's seat; 0 for the whole table.
    pub seat: u32,
    /// When in the meal.
    pub course: Course,
    /// The line that it stands for, which a guest wanted otherwise.
    #[serde(default)]
    pub replaces: Option<LineId>,
    /// Notes, oldest first.
    pub notes: Vec<Note>,
    /// Units voided after sending.
    pub voids: Vec<Void>,
    /// Units that were voided beyond what there was: two devices voided the same ones.
    #[serde(default)]
    pub voided_twice: i64,
    /// Units that were taken off beyond what there was, before the kitchen had them: two devices
    /// took the same ones.
    #[serde(default)]
    pub taken_twice: i64,
    /// Units that somebody voided or took off while another till put what was paid for them onto
    /// a gift card: they stay, and leave the check by a refund alone.
    #[serde(default)]
    pub voided_loaded: i64,
    /// Units that two tills sent, each on a slip of its own, and both slips are out.
    #[serde(default)]
    pub sent_twice: i64,
    /// How often it was sent although the kitchen knew all of it: this counts where a sending says
    /// how often the line was sent before.
    #[serde(default, skip_serializing_if = "is_never")]
    pub confirmed: u32,
    /// Two devices gave it different seats or courses at once, or changed the same line at once; a
    /// person should look.
    pub contested: bool,
    /// Units of it wait to be fired: the next sending leaves them out.
    #[serde(default)]
    pub held: bool,
    /// Who added it.
    pub by: StaffId,
    /// When it was added.
    pub at_ms: i64,
    /// How far the kitchen is with what it has; none while nothing was sent.
    pub kitchen: Option<KitchenState>,
    /// Units that went to other orders, or came from one.
    #[serde(default, skip_serializing_if = "LineMoves::is_none")]
    pub moves: LineMoves,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
const fn is_never(times: &u32) -> bool {
    *times == 0
}

impl Line {
    /// Price of all units.
    pub fn amount(&self) -> Result<Money, MoneyError> {
        self.facts.price_of_one()?.times(self.quantity)
    }

    /// Units that the kitchen has not been told of; below zero for units it should stop.
    pub const fn unsent_quantity(&self) -> i64 {
        self.quantity - self.sent_quantity
    }

    /// Units that the next sending carries: held ones stay.
    pub const fn sendable_quantity(&self) -> i64 {
        if self.held { 0 } else { self.unsent_quantity() }
    }

    /// The next sending carries something of the line: units, or a note on sent units.
    pub fn has_unsent(&self) -> bool {
        // What was moved away whole is told of where it is now.
        let is_away = self.quantity == 0 && self.moves.units_gone() > 0;
        let is_here = self.sent_quantity > 0 && !is_away;
        let note = is_here && self.notes.iter().any(|note| !note.sent);
        self.facts.first_made().is_some() && (self.sendable_quantity() != 0 || note)
    }

    /// Nobody needs to see it: taken off again before the kitchen ever had it.
    pub fn is_gone(&self) -> bool {
        let is_still = self.voids.is_empty() && self.moves.is_none() && self.taken_twice == 0;
        self.quantity == 0 && self.sent_quantity == 0 && is_still
    }
}

/// What an order knows of a payment; the journal knows the whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentHint {
    /// The journal's record.
    pub fact: FactId,
    /// How it was paid.
    pub tender: Tender,
    /// What the tender was called then, where the restaurant named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<Name>,
    /// What it took off the check.
    pub amount: Money,
    /// What was given on top for the staff, as it was said last.
    pub tip: Money,
    /// What was given first, where it was said anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_first: Option<Money>,
    /// Two devices said different tips, and knew nothing of each other.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tip_contested: bool,
    /// What the guest handed over.
    pub tendered: Money,
    /// What the guest got back.
    pub change: Money,
    /// What the smallest coin made of it, above or below zero.
    #[serde(default)]
    pub rounding: Money,
    /// When.
    pub at_ms: i64,
    /// The till.
    pub device: DeviceId,
    /// The gift card that paid, and what was left on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardUse>,
    /// The part of a split check that it is for; none for the check as a whole.
    #[serde(default)]
    pub part: Option<EntryId>,
    /// The part owed nothing more after it.
    #[serde(default)]
    pub settles: bool,
    /// It was taken ahead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deposit: bool,
    /// Number of the deposit's own paper; empty for any other payment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub paper: String,
    /// Who took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<StaffId>,
}

/// Somebody let the guests off the service charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeWaived {
    /// Key of the entry in the document.
    pub key: String,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub by: StaffId,
    /// When.
    pub at_ms: i64,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Which order.
    pub id: OrderId,
    /// What people call it: the till's letters and its own count, `A-042`.
    pub number: String,
    /// When it was opened.
    pub opened_at_ms: i64,
    /// Who opened it.
    pub opened_by: StaffId,
    /// On which device.
    pub opened_on: DeviceId,
    /// Made by somebody who learns: it is cooked by nobody and counted nowhere.
    #[serde(default)]
    pub training: bool,
    /// How the guests take it.
    pub service: Service,
    /// Where they sit; none for counter, takeaway and tabs.
    pub table: Option<String>,
    /// Name of a tab; empty for none.
    pub tab: String,
    /// How many guests.
    pub guests: u32,
    /// Two devices moved it at once, or said apart how many guests there are or how they take it; a
    /// person should look.
    pub contested: bool,
    /// Lines in the order in which they were added, taken-off ones left out.
    pub lines: Vec<Line>,
    /// Tickets, oldest first.
    pub tickets: Vec<Ticket>,
    /// Payments, oldest first.
    pub payments: Vec<PaymentHint>,
    /// Discounts that stand, oldest first.
    #[serde(default)]
    pub discounts: Vec<Discount>,
    /// Of them those by hand that were given by people who knew nothing of each other.
    #[serde(default)]
    pub discounted_apart: usize,
    /// Who let the guests off the service charge, where somebody did.
    #[serde(default)]
    pub charge_waived: Option<ChargeWaived>,
    /// Whom it is brought to, where somebody said it.
    #[serde(default)]
    pub deliver_to: Option<DeliverTo>,
    /// How it is computed.
    #[serde(default)]
    pub rules: PriceRules,
    /// How it is split; none for one check.
    #[serde(default)]
    pub split: Option<Split>,
    /// What waits, who brings it, when it should be ready.
    #[serde(default)]
    pub serving: Serving,
    /// What went back, oldest first.
    #[serde(default)]
    pub refunds: Vec<RefundHint>,
    /// When it was closed first; none while it is open. What reached it afterwards may have made
    /// something due again.
    pub closed_at_ms: Option<i64>,
    /// What the last closing counted; a later one counts only what came after it.
    #[serde(default)]
    pub counted: Option<Counted>,
    /// Orders that units came from or went to, or that were joined with it.
    #[serde(default, skip_serializing_if = "OrderLinks::is_none")]
    pub links: OrderLinks,
    /// What needed a look and was looked at, in time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<SeenFlag>,
}

/// What a closing counted as sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The closing that counted it; nothing in what an older version wrote, and in what that closing
    /// says of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<FactId>,
    /// What the guests owed for all of it, money for gift cards left out.
    pub total: Money,
    /// What went onto gift cards.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub gift_cards: Money,
    /// Taxes by rate.
    pub taxes: Vec<TaxRow>,
    /// What of the deposits the check used.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub deposits: Money,
    /// Number of the receipt; empty where the closing gave none, as in a training.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub paper: String,
}

impl Order {
    /// The line with this id.
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// How many units or changes the next sending would carry.
    pub fn unsent_count(&self) -> u32 {
        let count = |line: &Line| match line.sendable_quantity() {
            0 => u32::from(line.has_unsent()),
            units => u32::try_from(units.unsigned_abs()).unwrap_or(u32::MAX),
        };
        self.lines
            .iter()
            .filter(|line| line.has_unsent())
            .map(count)
            .sum()
    }

    /// Several plans of splitting stand against each other; a person must confirm one.
    pub fn is_split_contested(&self) -> bool {
        self.split
            .as_ref()
            .is_some_and(|split| !split.rivals.is_empty())
    }

    /// What was paid towards the check, tips left out, less what was paid too much and went back
    /// or stays as a tip.
    pub fn paid(&self) -> Result<Money, MoneyError> {
        let paid = Money::sum(self.payments.iter().map(|payment| payment.amount))?;
        let surplus = self.refunds.iter();
        let surplus = surplus.filter(|refund| refund.of != RefundKind::Lines && !refund.forfeited);
        let surplus = Money::sum(surplus.map(|refund| refund.amount))?;
        paid.minus(surplus)?.minus(self.forfeited()?)
    }

    /// What the smallest coin made of all cash, above or below zero.
    pub fn rounding(&self) -> Result<Money, MoneyError> {
        Money::sum(self.payments.iter().map(|payment| payment.rounding))
    }

    /// What the tips make together.
    pub fn tips(&self) -> Result<Money, MoneyError> {
        let kept = self.refunds.iter();
        let kept = kept.filter(|refund| refund.of == RefundKind::Kept && !refund.forfeited);
        let tips = self.payments.iter().map(|payment| payment.tip);
        Money::sum(tips.chain(kept.map(|refund| refund.amount)))
    }
}
