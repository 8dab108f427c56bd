//! What the module hears from others.

use hub_kernel::{DomainEvent, HandleError, Subscriber, Tx};
use serde::{Deserialize, de::DeserializeOwned};
use shared::{
    ids::{DeviceId, FactId, OrderId, StaffId},
    journal::{OrderClosed, Payment},
    money::Money,
    refund::Refunded,
    tip::TipChanged,
};

use crate::store::{self, Check, Place, Source};

const PAYMENT_RECORDED: &str = "payment.recorded.v1";
const ORDER_CLOSED: &str = "order.closed.v1";
const REFUND_RECORDED: &str = "refund.recorded.v1";
const TIP_CHANGED: &str = "tip.changed.v1";
const ORDER_UPDATED: &str = "order.updated.v1";

/// The ear of the module.
pub(crate) struct Reports;

impl Subscriber for Reports {
    fn name(&self) -> &'static str {
        "reports"
    }

    fn wants(&self, event_name: &str) -> bool {
        matches!(
            event_name,
            PAYMENT_RECORDED | ORDER_CLOSED | REFUND_RECORDED | TIP_CHANGED | ORDER_UPDATED
        )
    }

    fn handle(&self, tx: &Tx<'_>, event: &DomainEvent) -> Result<(), HandleError> {
        let place = Place {
            tenant_id: event.tenant_id,
            site_id: event.site_id,
        };
        match event.name.as_str() {
            PAYMENT_RECORDED => {
                let (source, payment) = (source(event)?, body::<Payment>(event)?);
                store::add_payment(tx, place, source, &payment)?;
            }
            ORDER_CLOSED => {
                let (source, sale) = (source(event)?, body::<OrderClosed>(event)?);
                if !sale.is_nothing() {
                    store::add_sale(tx, place, source, &sale)?;
                }
            }
            TIP_CHANGED => {
                let (source, said) = (source(event)?, body::<TipChanged>(event)?);
                store::add_tip(tx, place, source, &said)?;
            }
            REFUND_RECORDED => {
                let (source, refunded) = (source(event)?, body::<Refunded>(event)?);
                store::add_refund(tx, place, source, &refunded)?;
            }
            _ => {
                let updated: Updated = body(event)?;
                let closed = updated.closed;
                store::set_check(tx, place, event.seq, &updated.check(), closed)?;
            }
        }
        Ok(())
    }
}

/// What stands in a fact's event beside the fact.
#[derive(Debug, Deserialize)]
struct FactSource {
    fact: FactId,
    device: DeviceId,
    at_ms: i64,
}

/// The body of `order.updated.v1`.
#[derive(Debug, Deserialize)]
struct Updated {
    order: OrderId,
    number: String,
    table: Option<String>,
    #[serde(default)]
    tab: String,
    guests: u32,
    opened_at_ms: i64,
    total: Money,
    due: Money,
    server: StaffId,
    device: DeviceId,
    closed: bool,
}

impl Updated {
    fn check(self) -> Check {
        Check {
            order: self.order,
            number: self.number,
            table: self.table,
            tab: self.tab,
            guests: self.guests,
            opened_at_ms: self.opened_at_ms,
            total: self.total,
            due: self.due,
            server: self.server,
            device: self.device,
        }
    }
}

fn source(event: &DomainEvent) -> Result<Source, HandleError> {
    let FactSource {
        fact,
        device,
        at_ms,
    } = body(event)?;
    Ok(Source {
        fact,
        device,
        at_ms,
    })
}

fn body<T: DeserializeOwned>(event: &DomainEvent) -> Result<T, HandleError> {
    T::deserialize(&event.body)
        .map_err(|error| HandleError::Refused(format!("body of {}: {error}", event.name)))
}
