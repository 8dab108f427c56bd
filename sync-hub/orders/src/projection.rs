//! Makes orders out of the log, beside the passing on, and tells the rest of the hub.
//!
//! One page of the log is one transaction: orders, events and the cursor together, so each event
//! is told once whenever the hub dies. A change that no document takes is put aside by name and the
//! worker goes on.

mod fold;

use std::{sync::Arc, time::Duration};

use hub_events::outbox;
use hub_kernel::{Actor, Ctx, Db, DbError, DomainEvent, Kernel, Stop, Tx};
use tokio::time::timeout;

use crate::{
    TOPIC,
    store::{
        Place,
        log::{self, ChangePage},
        orders,
    },
};
use fold::{Documents, Folded};
use shared::journal::Record;

/// Most entries of the log in one transaction.
const PAGE_ENTRIES_MAX: usize = 2_048;
/// Units that went on from order to order are followed so far.
const PARTNERS_OF_PARTNERS_MAX: usize = 64;
/// What comes within this time after the first is done together: the disk is for the devices first.
const GATHER: Duration = Duration::from_millis(100);
/// Looks again after this time though nothing was announced, or after trouble.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// Works until the hub stops.
pub(crate) async fn run(kernel: Kernel, mut stop: Stop) {
    let mut grown = kernel.db.listen(TOPIC);
    let mut worker = Worker::new(kernel);
    while !stop.is_requested() {
        grown.borrow_and_update();
        match worker.catch_up().await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                tracing::error!(%error, "orders were not made out of the log");
                worker.documents = Some(Documents::new(&worker.kernel.ids));
                tokio::select! {
                    () = tokio::time::sleep(LOOK_AGAIN) => {}
                    () = stop.requested() => return,
                }
                continue;
            }
        }
        tokio::select! {
            // Late or told, it looks again.
            told = timeout(LOOK_AGAIN, grown.changed()) => {
                if told.is_ok() {
                    tokio::time::sleep(GATHER).await;
                }
            }
            () = stop.requested() => return,
        }
    }
}

struct Worker {
    kernel: Kernel,
    /// Lent to a blocking thread while documents are folded.
    documents: Option<Documents>,
}

impl Worker {
    fn new(kernel: Kernel) -> Self {
        let documents = Some(Documents::new(&kernel.ids));
        Self { kernel, documents }
    }

    /// Does one page of every site that is behind; whether there was any.
    async fn catch_up(&mut self) -> Result<bool, DbError> {
        let behind = self.kernel.db.read(orders::places_behind).await?;
        for (place, after) in &behind {
            self.one_page(*place, *after).await?;
        }
        Ok(!behind.is_empty())
    }

    async fn one_page(&mut self, place: Place, after: u64) -> Result<(), DbError> {
        let (page, records) = read_page(&self.kernel.db, place, after).await?;
        let up_to = page.up_to;
        let folded = self.fold(place, page).await?;
        let Kernel { db, ids, .. } = self.kernel.clone();
        let ctx = Ctx {
            tenant_id: place.tenant_id,
            site_id: place.site_id,
            actor: Actor::Hub,
            correlation_id: String::new(),
        };
        let told = db.write(move |tx| -> Result<(), DbError> {
            let tell = |tx: &Tx<'_>, name: &str, body: serde_json::Value| {
                outbox::append(tx, &DomainEvent::new(&ids, &ctx, name, body)).map(|_seq| ())
            };
            for record in records.iter() {
                if let Some((name, body)) = crate::told::of_record(record) {
                    tell(tx, name, body)?;
                }
            }
            folded.write(tx, place, ids.now_ms(), &tell)?;
            orders::set_cursor(tx, place, up_to)
        });
        told.await
    }

    /// Folds in a thread that may take its time, so that no connection waits for it.
    async fn fold(&mut self, place: Place, page: ChangePage) -> Result<Folded, DbError> {
        let mut documents = self
            .documents
            .take()
            .unwrap_or_else(|| Documents::new(&self.kernel.ids));
        let missing = documents.missing(place, &page);
        let (db, up_to) = (&self.kernel.db, page.up_to);
        let loaded = db
            .read(move |tx| fold::load(tx, place, up_to, missing))
            .await?;
        let (mut documents, mut folded) = apart(move || {
            let folded = documents.fold(place, loaded, page);
            (documents, folded)
        })
        .await?;
        // An order that shares units with another is made with it, and so on.
        for _ in 0..PARTNERS_OF_PARTNERS_MAX {
            let missing = documents.missing_partners(place);
            if missing.is_empty() {
                break;
            }
            let loaded = db
                .read(move |tx| fold::load(tx, place, up_to, missing))
                .await?;
            (documents, folded) = apart(move || {
                documents.take_partners(place, loaded, &mut folded);
                (documents, folded)
            })
            .await?;
        }
        let (documents, folded) = apart(move || {
            documents.finish(place, &mut folded);
            (documents, folded)
        })
        .await?;
        self.documents = Some(documents);
        Ok(folded)
    }
}

/// In a thread that may take its time.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, DbError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| DbError::Panicked(error.to_string()))
}

async fn read_page(
    db: &Db,
    place: Place,
    after: u64,
) -> Result<(ChangePage, Arc<[Record]>), DbError> {
    let read = db.read(move |tx| -> Result<_, DbError> {
        let page = log::changes(tx, place, after, PAGE_ENTRIES_MAX, None)?;
        let records = log::facts_between(tx, place, after, page.up_to)?;
        Ok((page, records.into()))
    });
    read.await
}
