//! Hands each event to each subscriber, in order, exactly once.

use std::{collections::HashMap, sync::Arc, time::Duration};

use hub_kernel::{
    BoxFuture, DbError, DomainEvent, HandleError, Ids, Job, Kernel, Stop, Subscriber, Tx,
};
use shared::{
    ids::{TenantId, uuid_v7},
    time::DAY_MS,
};
use tokio::time::Instant;

use crate::{
    outbox,
    store::{self, Cursor, DeadLetter},
};

/// Most events in one transaction.
const PAGE_EVENTS_MAX: u32 = 64;
/// After so many refusals an event is put aside.
pub(crate) const TRIES_MAX: u32 = 5;
/// The wait after the first refusal; it doubles each time.
const RETRY_DELAY_MIN: Duration = Duration::from_millis(50);
/// The wait while the storage does not work.
const TROUBLE_DELAY: Duration = Duration::from_secs(1);
/// How often to look although nothing was announced.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// How long events are kept after everybody has them.
const KEPT_MS: i64 = 30 * DAY_MS;
/// How often old events are deleted, and how many in one transaction.
const PRUNE_EVERY: Duration = Duration::from_mins(10);
const PRUNE_ROWS_MAX: u32 = 5_000;

/// The work of one subscriber, for ever.
pub(crate) fn job(kernel: &Kernel, subscriber: Arc<dyn Subscriber>) -> Job {
    let kernel = kernel.clone();
    let name = subscriber.name();
    Job::new(name, move |stop| -> BoxFuture<()> {
        Box::pin(serve(kernel.clone(), Arc::clone(&subscriber), stop))
    })
}

async fn serve(kernel: Kernel, subscriber: Arc<dyn Subscriber>, mut stop: Stop) {
    let mut announced = kernel.db.listen(outbox::TOPIC);
    let mut not_before: HashMap<TenantId, Instant> = HashMap::new();
    loop {
        announced.mark_unchanged();
        let wait = match pass(&kernel, &subscriber, &mut not_before).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::error!(subscriber = subscriber.name(), %error, "events wait");
                Some(TROUBLE_DELAY)
            }
        };
        let Some(wait) = wait else { continue };
        tokio::select! {
            () = stop.requested() => return,
            () = tokio::time::sleep(wait) => {}
            // An error means that the database is gone, and then the hub stops.
            Ok(()) = announced.changed() => {}
        }
        if stop.is_requested() {
            return;
        }
    }
}

/// One round over the tenants with news. How long to wait then; none when there is more to do.
async fn pass(
    kernel: &Kernel,
    subscriber: &Arc<dyn Subscriber>,
    not_before: &mut HashMap<TenantId, Instant>,
) -> Result<Option<Duration>, DbError> {
    let name = subscriber.name();
    let tenants = kernel.db.read(move |tx| store::behind(tx, name)).await?;
    let now = Instant::now();
    not_before.retain(|_, until| *until > now);
    let mut moved = false;
    for tenant_id in tenants {
        if not_before.contains_key(&tenant_id) {
            continue;
        }
        let ids = kernel.ids.clone();
        let hearing = Arc::clone(subscriber);
        let done = kernel
            .db
            .write(move |tx| page(tx, &ids, hearing.as_ref(), tenant_id))
            .await?;
        moved |= done == Page::Moved;
        if let Page::Refused { tries } = done {
            let delay = RETRY_DELAY_MIN.saturating_mul(1 << tries.saturating_sub(1).min(8));
            not_before.insert(tenant_id, now + delay);
        }
    }
    if moved {
        return Ok(None);
    }
    let earliest = not_before
        .values()
        .min()
        .map(|until| until.duration_since(now));
    Ok(Some(earliest.unwrap_or(LOOK_EVERY)))
}

/// How far a page came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Moved,
    /// The next event was refused so often.
    Refused {
        tries: u32,
    },
}

/// Takes in the next events of a tenant, each in a savepoint, and moves the cursor.
fn page(
    tx: &Tx<'_>,
    ids: &Ids,
    subscriber: &dyn Subscriber,
    tenant_id: TenantId,
) -> Result<Page, DbError> {
    let mut cursor = store::cursor(tx, tenant_id, subscriber.name())?;
    let events = store::events_after(tx, tenant_id, cursor.last_seq, PAGE_EVENTS_MAX)?;
    let mut page = Page::Moved;
    for event in events {
        match take_in(tx, subscriber, &event) {
            Ok(()) => {
                cursor = Cursor {
                    last_seq: event.seq,
                    tries: 0,
                }
            }
            Err(HandleError::Storage(error)) if error.is_trouble() => return Err(error),
            Err(error) => {
                cursor.tries += 1;
                if cursor.tries < TRIES_MAX {
                    page = Page::Refused {
                        tries: cursor.tries,
                    };
                    break;
                }
                let seq = event.seq;
                bury(tx, ids, subscriber, event, &error.to_string())?;
                cursor = Cursor {
                    last_seq: seq,
                    tries: 0,
                };
            }
        }
    }
    store::set_cursor(tx, tenant_id, subscriber.name(), cursor)?;
    Ok(page)
}

/// Lets the subscriber handle the event; undone when it fails or panics.
pub(crate) fn take_in(
    tx: &Tx<'_>,
    subscriber: &dyn Subscriber,
    event: &DomainEvent,
) -> Result<(), HandleError> {
    if subscriber.wants(&event.name) {
        tx.attempt(|tx| subscriber.handle(tx, event))
    } else {
        Ok(())
    }
}

fn bury(
    tx: &Tx<'_>,
    ids: &Ids,
    subscriber: &dyn Subscriber,
    event: DomainEvent,
    error: &str,
) -> Result<(), DbError> {
    tracing::error!(
        subscriber = subscriber.name(), event.name = %event.name, event.seq = event.seq, %error,
        "an event became a dead letter"
    );
    let letter = DeadLetter {
        id: ids.make(uuid_v7),
        subscriber: subscriber.name().to_owned(),
        event,
        error: error.to_owned(),
        tries: TRIES_MAX,
        dead_at_ms: ids.now_ms(),
        replayed_at_ms: None,
    };
    store::bury(tx, &letter)
}

/// Deletes old events that everybody has.
pub(crate) fn pruning(kernel: &Kernel, subscribers: Vec<&'static str>) -> Job {
    let kernel = kernel.clone();
    Job::new("events-pruning", move |mut stop| {
        let kernel = kernel.clone();
        let subscribers = subscribers.clone();
        async move {
            loop {
                let before_ms = kernel.clock.now_ms() - KEPT_MS;
                let names = subscribers.clone();
                let pruned = kernel
                    .db
                    .write(move |tx| store::prune(tx, &names, before_ms, PRUNE_ROWS_MAX))
                    .await;
                if let Err(error) = pruned {
                    tracing::warn!(%error, "old events stay");
                }
                tokio::select! {
                    () = stop.requested() => return,
                    () = tokio::time::sleep(PRUNE_EVERY) => {}
                }
            }
        }
    })
}

#[cfg(test)]
mod tests;
