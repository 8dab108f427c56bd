//! What happened to an order, in time.

use shared::{
    flags::Flag,
    gift::CardUse,
    ids::{DeviceId, LineId, StaffId},
    menu::{Course, Service},
    order::{Leftover, LineFacts},
    price::Takes,
    refund::RefundKind,
    tender::{NamedTender, Tender},
};

use crate::{
    adjust::{Adjusted, Adjustment},
    card,
    edit::{
        DELIVER_PREFIX, MOVE_PREFIX, Map, OPENED_KEY, REFUND_PREFIX, SAID_PREFIX, SEEN_PREFIX,
        SET_PREFIX, TAB_PREFIX, TIP_PREFIX, UNDO_PREFIX,
    },
    entries::{Entries, Register, Sending, Stamp},
    replacing,
    said::Saying,
    slips,
    transfer::Transfer,
    undo::taken_back,
};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// Who and when, and who lent the right.
    pub stamp: Stamp,
    /// On which device; none where the document does not say.
    pub device: Option<DeviceId>,
    /// It was taken back afterwards.
    pub undone: bool,
    /// What.
    pub what: What,
}

/// With what somebody paid, or got money back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldTender {
    /// Which.
    pub tender: Tender,
    /// What the restaurant called it, where it is its own.
    pub named: Option<String>,
}

impl ToldTender {
    fn of(written: Tender, card: Option<&CardUse>, named: Option<&NamedTender>) -> Self {
        Self {
            tender: card::tender(written, card, named),
            named: named.map(|own| own.name.first.clone()),
        }
    }
}

/// A kind of thing that happens to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It was opened, at this table.
    Opened(Option<String>),
    /// So many of this were added.
    Added(i64, String),
    /// So many were changed into this.
    Changed(i64, String),
    /// So many more or fewer of this.
    Quantity(i64, String),
    /// This note was written on this.
    Note(String, String),
    /// A note on this was taken off again.
    NoteOff(String, String),
    /// So many of this were voided for this reason.
    Void(i64, String, String, Leftover),
    /// A discount was given: what it takes, off which line (none for the whole check), and its
    /// name or why.
    Discounted(Takes, Option<String>, String),
    /// The guests were let off the service charge, and why.
    ChargeWaived(String),
    /// A discount or a waived charge was taken back.
    TakenBack(String),
    /// The guests moved to this table.
    Moved(Option<String>),
    /// The tab was named so.
    Tab(String),
    /// So many guests.
    Guests(u32),
    /// Eaten here or taken away.
    Service(Service),
    /// This is for the guest on this seat; 0 for the whole table.
    Seat(u32, String),
    /// This is for this course.
    Course(Course, String),
    /// A line waits, or goes with the rest after all.
    LineHeld(bool, String),
    /// A course waits, or does not any more.
    CourseHeld(bool, Course),
    /// A course was fired.
    CourseFired(Course),
    /// Somebody serves the guests from now on.
    Server(StaffId),
    /// It should be ready then, and the kitchen hears of it shortly before (or has heard); none for as
    /// soon as it is sent.
    ReadyAt(Option<i64>, bool),
    /// So many of this were sent; below zero for stopped ones.
    Sent(i64, String),
    /// Two tills sent these units, and both slips are out.
    TwoSlips(Vec<(i64, String)>),
    /// It was split into so many parts; 0 for one check again.
    Split(usize),
    /// The guests got a bill of so many minor units.
    Billed(i64),
    /// A payment of so many minor units.
    Paid(i64, ToldTender),
    /// The tip of a payment of so many minor units was said anew: so many.
    Tip(i64, i64),
    /// A deposit of so many minor units.
    Deposit(i64, ToldTender),
    /// So many minor units of a deposit went back.
    DepositBack(i64, ToldTender),
    /// The house keeps so many minor units of a deposit, for this reason.
    DepositKept(i64, String),
    /// So many minor units went back, for this reason.
    Refunded(i64, String, ToldTender),
    /// So many minor units that were paid too much stay as a tip.
    Kept(i64),
    /// These units went to the order with this number.
    SentAway(Vec<(i64, String)>, String),
    /// These units came from the order with this number.
    Came(Vec<(i64, String)>, String),
    /// All of it went to the order with this number.
    JoinedInto(String),
    /// All of the order with this number came.
    Joined(String),
    /// Its table had been opened at two tills at once: the order with this number and it are one.
    OneTable(String),
    /// A flag was looked at, and what was done about it.
    Seen(Option<Box<Flag>>, String),
    /// Somebody said whom it is brought to.
    DeliverTo,
    /// It was settled.
    Closed,
}

/// Where an entry stands.
pub(crate) type Place = (Map, String);

struct Log<'a> {
    entries: &'a Entries,
    all: Vec<(Place, Happening)>,
}

pub(crate) fn of(entries: &Entries) -> Vec<(Place, Happening)> {
    let mut log = Log {
        entries,
        all: Vec::new(),
    };
    log.add_lines();
    log.add_said();
    log.add_facts();
    let taken = taken_back(entries);
    let mut all = log.all;
    for (place, happening) in &mut all {
        let (_, key) = place;
        let id = key.rsplit('/').next().unwrap_or(key);
        happening.undone = taken.contains(id);
    }
    all.sort_by_key(|(_, happening)| happening.stamp);
    all
}

impl Log<'_> {
    fn push(&mut self, map: Map, key: impl ToString, stamp: Stamp, what: What) {
        let happening = Happening {
            stamp,
            device: None,
            undone: false,
            what,
        };
        self.all.push(((map, key.to_string()), happening));
    }

    fn name(&self, line: LineId) -> String {
        name_of(self.entries, line)
    }

    /// What was asked for.
    fn add_lines(&mut self) {
        let entries = self.entries;
        for (id, line) in &entries.lines {
            let name = line.facts.name.first.clone();
            let what = match &line.replaces {
                Some(_) => What::Changed(line.quantity, as_chosen(&line.facts)),
                None => What::Added(line.quantity, name),
            };
            self.push(Map::Lines, id, line.stamp, what);
        }
        for (id, change) in &entries.quantities {
            if replacing::is_part_of_one(entries, change) {
                continue;
            }
            let what = What::Quantity(change.units, self.name(change.line));
            self.push(Map::Quantities, id, change.stamp, what);
        }
        for (id, note) in &entries.notes {
            let what = What::Note(note.text.clone(), self.name(note.line));
            self.push(Map::Notes, id, note.stamp, what);
        }
        for (id, back) in &entries.taken_back {
            let note = entries
                .notes
                .iter()
                .find(|(id, _)| id.to_string() == back.key);
            let Some((_, note)) = note else { continue };
            let what = What::NoteOff(note.text.clone(), self.name(note.line));
            self.push(Map::Head, format!("{UNDO_PREFIX}{id}"), back.stamp, what);
        }
        for (id, void) in &entries.voids {
            let (name, why) = (self.name(void.line), void.reason.clone());
            let what = What::Void(void.quantity, name, why, void.leftover);
            self.push(Map::Voids, id, void.stamp, what);
        }
        for (id, set) in &entries.sets {
            let what = match &set.to {
                Register::Guests { guests } => What::Guests(*guests),
                Register::Service { service } => What::Service(*service),
                Register::Seat { line, seat } => What::Seat(*seat, self.name(*line)),
                Register::Course { line, course } => What::Course(*course, self.name(*line)),
            };
            self.push(Map::Head, format!("{SET_PREFIX}{id}"), set.stamp, what);
        }
        for (key, adjusted) in &entries.adjustments {
            let what = self.adjustment(adjusted);
            self.push(Map::Voids, key, adjusted.stamp, what);
        }
        for (key, sent) in &entries.sends {
            let what = What::Sent(sent.quantity, dish_of(entries, sent));
            self.push(Map::Sends, key, sent.stamp, what);
        }
    }

    /// What was said of the whole order or a part of it.
    fn add_said(&mut self) {
        let entries = self.entries;
        for (id, said) in &entries.said {
            let what = match &said.what {
                Saying::LineHeld { line, held, .. } => What::LineHeld(*held, self.name(*line)),
                Saying::CourseHeld { course, held } => What::CourseHeld(*held, *course),
                Saying::CourseFired { course } => What::CourseFired(*course),
                Saying::Server { server } => What::Server(*server),
                Saying::ReadyAt { at_ms, waits } => What::ReadyAt(*at_ms, *waits),
                Saying::Billed { due, .. } => What::Billed(due.minor()),
                Saying::SlipOut { ticket } => {
                    let lines = slips::on_slip(entries, *ticket).into_iter();
                    What::TwoSlips(lines.map(|(units, id)| (units, self.name(id))).collect())
                }
                Saying::Unknown => continue,
            };
            self.push(Map::Head, format!("{SAID_PREFIX}{id}"), said.stamp, what);
        }
    }

    fn adjustment(&self, adjusted: &Adjusted) -> What {
        let words = |adjusted: &Adjusted| match &adjusted.what {
            Adjustment::Discount { name, .. } if !name.is_empty() => name.clone(),
            _ => adjusted.reason.clone(),
        };
        match &adjusted.what {
            Adjustment::Discount { takes, line, .. } => {
                let line = line.map(|line| self.name(line));
                What::Discounted(*takes, line, words(adjusted))
            }
            Adjustment::WaiveCharge => What::ChargeWaived(words(adjusted)),
            Adjustment::TakeBack { takes_back } => {
                let other = self.entries.adjustments.get(takes_back);
                What::TakenBack(other.map(words).unwrap_or_default())
            }
        }
    }

    /// What is true of the whole check.
    fn add_facts(&mut self) {
        let entries = self.entries;
        if let Some(opened) = &entries.opened {
            let what = What::Opened(opened.table.clone());
            self.push(Map::Head, OPENED_KEY, opened.stamp, what);
        }
        for (id, moved) in &entries.moves {
            let what = What::Moved(moved.table.clone());
            self.push(Map::Moves, id, moved.stamp, what);
        }
        for (id, named) in &entries.tabs {
            let what = What::Tab(named.name.clone());
            self.push(Map::Head, format!("{TAB_PREFIX}{id}"), named.stamp, what);
        }
        for (id, transfer) in &entries.transfers {
            let what = transferred(entries, transfer);
            self.push(
                Map::Links,
                format!("{MOVE_PREFIX}{id}"),
                transfer.stamp,
                what,
            );
        }
        for (id, plan) in &entries.plans {
            self.push(Map::Checks, id, plan.stamp, What::Split(plan.parts.len()));
        }
        for (id, payment) in &entries.payments {
            let minor = payment.amount.minor();
            let (card, named) = (payment.card.as_ref(), payment.named.as_ref());
            let with = ToldTender::of(payment.tender, card, named);
            let what = if payment.deposit {
                What::Deposit(minor, with)
            } else {
                What::Paid(minor, with)
            };
            self.push(Map::Payments, id, payment.stamp, what);
        }
        for (id, said) in &entries.tips {
            let paid = entries.payments.get(&said.payment);
            let paid = paid.map_or(0, |payment| payment.amount.minor());
            let key = format!("{TIP_PREFIX}{id}");
            let what = What::Tip(paid, said.tip.minor());
            self.push(Map::Head, key, said.stamp, what);
        }
        for (id, refund) in &entries.refunds {
            let minor = refund.amount.minor();
            let (card, named) = (refund.card.as_ref(), refund.named.as_ref());
            let with = ToldTender::of(refund.tender, card, named);
            let what = match refund.of {
                RefundKind::Kept if refund.forfeited => {
                    What::DepositKept(minor, refund.reason.clone())
                }
                RefundKind::Kept => What::Kept(minor),
                RefundKind::Surplus if refund.deposit == refund.amount => {
                    What::DepositBack(minor, with)
                }
                RefundKind::Lines | RefundKind::Surplus => {
                    What::Refunded(minor, refund.reason.clone(), with)
                }
            };
            self.push(
                Map::Head,
                format!("{REFUND_PREFIX}{id}"),
                refund.stamp,
                what,
            );
        }
        self.add_beside();
        for (key, closed) in &entries.closed {
            self.push(Map::Head, key, closed.stamp, What::Closed);
        }
    }

    /// What neither asks for food nor moves money.
    fn add_beside(&mut self) {
        let entries = self.entries;
        for (id, deliver) in &entries.deliveries {
            let key = format!("{DELIVER_PREFIX}{id}");
            self.push(Map::Head, key, deliver.stamp, What::DeliverTo);
        }
        for (id, seen) in &entries.seen {
            let what = What::Seen(seen.flag.clone().map(Box::new), seen.note.clone());
            self.push(Map::Head, format!("{SEEN_PREFIX}{id}"), seen.stamp, what);
        }
    }
}

fn name_of(entries: &Entries, line: LineId) -> String {
    let facts = entries.facts_of(line);
    facts
        .map(|facts| facts.name.first.clone())
        .unwrap_or_default()
}

/// The name of what was sent: a line, or one dish of a combo.
pub(crate) fn dish_of(entries: &Entries, sent: &Sending) -> String {
    let line = entries.lines.get(&sent.line);
    let dish = line.and_then(|line| line.facts.part(sent.part));
    dish.map_or_else(
        || name_of(entries, sent.line),
        |dish| dish.name.first.clone(),
    )
}

/// A dish with its size and choices.
fn as_chosen(facts: &LineFacts) -> String {
    let chosen = facts.modifiers.iter().map(|one| one.name.first.clone());
    let mut parts = vec![facts.full_name()];
    parts.extend(chosen);
    parts.join(" · ")
}

fn transferred(entries: &Entries, transfer: &Transfer) -> What {
    let units = transfer.items.iter();
    let units = units.map(|item| (item.units, item.facts.name.first.clone()));
    let order = entries.opened.as_ref().map(|opened| opened.order);
    let is_leaving = order == Some(transfer.from);
    match (is_leaving, transfer.joins) {
        (true, true) if transfer.opened_twice.is_some() => {
            What::OneTable(transfer.to_number.clone())
        }
        (false, true) if transfer.opened_twice.is_some() => {
            What::OneTable(transfer.from_number.clone())
        }
        (true, true) => What::JoinedInto(transfer.to_number.clone()),
        (false, true) => What::Joined(transfer.from_number.clone()),
        (true, false) => What::SentAway(units.collect(), transfer.to_number.clone()),
        (false, false) => What::Came(units.collect(), transfer.from_number.clone()),
    }
}
