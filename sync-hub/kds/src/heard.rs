//! What the module hears from others.

use hub_kernel::{DomainEvent, HandleError, Subscriber, Tx};
use serde::Deserialize;

use crate::store::{self, Place, TicketNow};

const KITCHEN_TICKET: &str = "kitchen.ticket.v1";

/// The ear of the module.
pub(crate) struct Kitchen;

impl Subscriber for Kitchen {
    fn name(&self) -> &'static str {
        "kds"
    }

    fn wants(&self, event_name: &str) -> bool {
        event_name == KITCHEN_TICKET
    }

    fn handle(&self, tx: &Tx<'_>, event: &DomainEvent) -> Result<(), HandleError> {
        let place = Place {
            tenant_id: event.tenant_id,
            site_id: event.site_id,
        };
        let ticket = TicketNow::deserialize(&event.body)
            .map_err(|error| HandleError::Refused(format!("body of {}: {error}", event.name)))?;
        store::set_ticket(tx, place, event.seq, &ticket)?;
        Ok(())
    }
}
