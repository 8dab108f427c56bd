//! What the rest of the hub is told, as domain events.
//!
//! | event | when |
//! |---|---|
//! | `payment.recorded.v1` | a payment came in with a journal |
//! | `order.closed.v1` | a settled check came in with a journal |
//! | `refund.recorded.v1` | money went back, as a journal says |
//! | `tip.changed.v1` | a tip was said anew, as a journal says |
//! | `order.updated.v1` | what people see of an order in a list changed |
//! | `kitchen.ticket.v1` | a ticket was sent, done, bumped or recalled |

use serde::{Deserialize, Serialize};
use shared::{
    flags::is_settled,
    ids::{DeviceId, OrderId, StaffId, TicketId},
    journal::{Fact, Record},
    kitchen::KitchenRank,
    money::{Money, MoneyError},
    order::{Order, Ticket, TicketKind},
    price,
};
use utoipa::ToSchema;

/// A payment came in; see [`of_record`].
pub const PAYMENT_RECORDED: &str = "payment.recorded.v1";
/// A settled check came in; see [`of_record`].
pub const ORDER_CLOSED: &str = "order.closed.v1";
/// A refund came in; see [`of_record`].
pub const REFUND_RECORDED: &str = "refund.recorded.v1";
/// A tip was said anew; see [`of_record`].
pub const TIP_CHANGED: &str = "tip.changed.v1";
/// Name of [`OrderUpdated`].
pub const ORDER_UPDATED: &str = "order.updated.v1";
/// Name of [`KitchenTicket`].
pub const KITCHEN_TICKET: &str = "kitchen.ticket.v1";

/// The event that a record makes, if it makes one: the fields of the fact itself
/// (`Payment`, `OrderClosed`, `Refunded` or `TipChanged`), and beside them `fact`,
/// `device`, `number` and `at_ms` of its record. A refund has a `number` of its own, that of its paper,
/// and keeps it.
pub fn of_record(record: &Record) -> Option<(&'static str, serde_json::Value)> {
    // A fact of a later version is kept and says nothing to this one.
    let (name, body) = match record.fact().ok()? {
        Fact::Payment(payment) => (PAYMENT_RECORDED, serde_json::to_value(payment)),
        Fact::OrderClosed(closed) => (ORDER_CLOSED, serde_json::to_value(closed)),
        Fact::Refunded(refunded) => (REFUND_RECORDED, serde_json::to_value(refunded)),
        Fact::TipChanged(said) => (TIP_CHANGED, serde_json::to_value(said)),
        _ => return None,
    };
    let mut body = body.ok()?;
    let fields = body.as_object_mut()?;
    fields.insert("fact".to_owned(), record.id.to_string().into());
    fields.insert("device".to_owned(), record.device.to_string().into());
    fields
        .entry("number")
        .or_insert_with(|| record.number.into());
    fields.insert("at_ms".to_owned(), record.at_ms.into());
    Some((name, body))
}

/// An order as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderUpdated {
    /// The order.
    #[schema(value_type = String)]
    pub order: OrderId,
    /// What people call it.
    pub number: String,
    /// Where the guests sit.
    pub table: Option<String>,
    /// Name of a tab; empty for none.
    pub tab: String,
    /// How many guests.
    pub guests: u32,
    /// When it was opened.
    pub opened_at_ms: i64,
    /// What the guests owe for all of it.
    #[schema(value_type = i64)]
    pub total: Money,
    /// What is still owed.
    #[schema(value_type = i64)]
    pub due: Money,
    /// Who opened it.
    #[schema(value_type = String)]
    pub server: StaffId,
    /// On which device.
    #[schema(value_type = String)]
    pub device: DeviceId,
    /// It is settled.
    pub closed: bool,
    /// When it was settled.
    pub closed_at_ms: Option<i64>,
}

impl OrderUpdated {
    /// What lists show of an order.
    pub fn of(order: &Order) -> Result<Self, MoneyError> {
        let totals = price::totals(order)?;
        Ok(Self {
            order: order.id,
            number: order.number.clone(),
            table: order.table.clone(),
            tab: order.tab.clone(),
            guests: order.guests,
            opened_at_ms: order.opened_at_ms,
            total: totals.total,
            due: totals.due,
            server: order.opened_by,
            device: order.opened_on,
            closed: is_settled(order, &totals),
            // What is owed again is open again.
            // What waits for its time goes to every device, however long ago it was paid.
            closed_at_ms: order.done_at_ms().filter(|_| is_settled(order, &totals)),
        })
    }
}

/// A kitchen ticket and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitchenTicket {
    /// The order.
    pub order: OrderId,
    /// The ticket.
    pub ticket: TicketId,
    /// The station.
    pub station: String,
    /// What it asks.
    pub kind: TicketKind,
    /// What people call the order.
    pub number: String,
    /// Where the guests sit.
    pub table: Option<String>,
    /// When it was sent.
    pub sent_at_ms: i64,
    /// When the hub heard that all of it is done; none again after a recall.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub done_at_ms: Option<i64>,
    /// When the hub heard that it left the screen; none again after a recall.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bumped_at_ms: Option<i64>,
    /// Usual time of the slowest dish on it.
    pub prep_seconds: u32,
}

impl KitchenTicket {
    /// A ticket as it is now. `before` is what was told of it last, and `heard_at_ms` when the hub
    /// got the change.
    pub fn of(order: &Order, ticket: &Ticket, before: Option<&Self>, heard_at_ms: i64) -> Self {
        let is_at = |rank| ticket.lines.iter().all(|line| line.state.rank >= rank);
        let since = |rank, known: Option<i64>| is_at(rank).then(|| known.unwrap_or(heard_at_ms));
        let usual = ticket.lines.iter().filter_map(|sent| {
            let facts = &order.line(sent.line)?.facts;
            let dish = facts.part(sent.part).map(|dish| dish.prep_seconds);
            Some(dish.unwrap_or(facts.prep_seconds))
        });
        let usual = usual.max();
        Self {
            order: order.id,
            ticket: ticket.id,
            station: ticket.station.clone(),
            kind: ticket.kind,
            number: order.number.clone(),
            table: order.table.clone(),
            sent_at_ms: ticket.sent_at_ms,
            done_at_ms: since(KitchenRank::Done, before.and_then(|told| told.done_at_ms)),
            bumped_at_ms: since(
                KitchenRank::Bumped,
                before.and_then(|told| told.bumped_at_ms),
            ),
            // A line that was taken off is no longer there to ask.
            prep_seconds: usual
                .or(before.map(|told| told.prep_seconds))
                .unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use serde_json::json;
    use shared::{
        ids::{FactId, ShiftId},
        journal::{Payment, Tail},
        order::Tender,
        refund::{RefundKind, Refunded},
    };

    use super::*;

    fn record(fact: &Fact) -> Record {
        let key = SigningKey::from_bytes(&[7; 32]);
        let device = DeviceId::from_bytes([1; 16]);
        let id = FactId::from_bytes([2; 16]);
        Record::next(Tail::START, device, &key, 5, id, fact).unwrap()
    }

    #[test]
    fn whoever_hears_a_payment_reads_all_of_it_its_rounding_too() {
        let payment = Payment {
            card: None,
            order: OrderId::from_bytes([3; 16]),
            order_number: "A-001".to_owned(),
            shift: ShiftId::from_bytes([4; 16]),
            tender: Tender::Cash,
            named: None,
            amount: Money::from_minor(1_002),
            tip: Money::ZERO,
            tendered: Money::from_minor(1_000),
            change: Money::ZERO,
            rounding: Money::from_minor(-2),
            deposit: true,
            paper: "A000001".to_owned(),
            by: StaffId::from_bytes([5; 16]),
            approved_by: None,
        };
        let (_, body) = of_record(&record(&Fact::Payment(payment.clone()))).unwrap();
        assert_eq!(body["number"], json!(1));
        assert_eq!(serde_json::from_value::<Payment>(body).unwrap(), payment);
    }

    #[test]
    fn whoever_hears_a_refund_reads_all_of_it_with_the_number_of_its_paper() {
        let refunded = Refunded {
            card: None,
            gift_cards: Vec::new(),
            order: OrderId::from_bytes([3; 16]),
            order_number: "A-001".to_owned(),
            shift: ShiftId::from_bytes([4; 16]),
            of: RefundKind::Surplus,
            number: "A000002".to_owned(),
            lines: Vec::new(),
            taxes: Vec::new(),
            amount: Money::from_minor(500),
            deposit: Money::from_minor(500),
            forfeited: false,
            rounding: Money::ZERO,
            tender: Tender::Card,
            named: None,
            reason: String::new(),
            by: StaffId::from_bytes([5; 16]),
            approved_by: None,
        };
        let (_, body) = of_record(&record(&Fact::Refunded(refunded.clone()))).unwrap();
        assert_eq!(serde_json::from_value::<Refunded>(body).unwrap(), refunded);
    }
}
