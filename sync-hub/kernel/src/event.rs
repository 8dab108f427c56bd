//! What modules tell each other: facts that happened, told after the commit that made them true.

use serde::{Deserialize, Serialize};
use shared::ids::{SiteId, TenantId, uuid_v7};
use uuid::Uuid;

use crate::{Ctx, DbError, Ids, Tx};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DomainEvent {
    /// Names this event for ever.
    pub event_id: Uuid,
    /// What happened, with the version of its body: `order.created.v1`.
    pub name: String,
    /// Whose it is.
    pub tenant_id: TenantId,
    /// Where it happened.
    pub site_id: SiteId,
    /// When.
    pub at_ms: i64,
    /// The request that caused it.
    pub correlation_id: String,
    /// The tenant's number of this event, without gaps; zero until it is in the outbox.
    pub seq: i64,
    /// What is to know.
    pub body: serde_json::Value,
}

impl DomainEvent {
    /// Something that happens now; put it into the outbox in the same transaction.
    pub fn new(ids: &Ids, ctx: &Ctx, name: &str, body: serde_json::Value) -> Self {
        Self {
            event_id: ids.make(uuid_v7),
            name: name.to_owned(),
            tenant_id: ctx.tenant_id,
            site_id: ctx.site_id,
            at_ms: ids.now_ms(),
            correlation_id: ctx.correlation_id.clone(),
            seq: 0,
            body,
        }
    }
}

/// Why a subscriber could not take an event in.
#[derive(Debug, thiserror::Error)]
pub enum HandleError {
    /// The storage did not work. While it is the disk's fault it is tried again for ever.
    #[error("storage: {0}")]
    Storage(#[from] DbError),
    /// The event makes no sense here; after some tries it is put aside.
    #[error("{0}")]
    Refused(String),
}

/// A module's ear.
pub trait Subscriber: Send + Sync + 'static {
    /// Names the subscriber's cursor; never changes.
    fn name(&self) -> &'static str;

    /// Whether this subscriber cares for events of this name.
    fn wants(&self, event_name: &str) -> bool;

    /// Takes one event in. Runs in the transaction that also moves the cursor, in the order of
    /// `seq`; an error undoes what was written.
    fn handle(&self, tx: &Tx<'_>, event: &DomainEvent) -> Result<(), HandleError>;
}
