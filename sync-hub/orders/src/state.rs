//! What the connections of this module share.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use hub_kernel::{DbError, Kernel, Stop};
use tokio::sync::{OnceCell, Semaphore, watch};

use crate::{
    feed::Feed,
    store::{Place, log},
};

/// Most devices connected at once.
const CONNECTIONS_MAX: usize = 10_000;

/// The module's state; a clone is the same one.
#[derive(Clone)]
pub(crate) struct Orders {
    pub(crate) kernel: Kernel,
    inner: Arc<Inner>,
}

struct Inner {
    feeds: Mutex<HashMap<Place, Arc<OnceCell<Arc<Feed>>>>>,
    epoch: OnceCell<watch::Sender<u64>>,
    places: Arc<Semaphore>,
    closing: watch::Sender<bool>,
}

impl axum::extract::FromRef<Orders> for Kernel {
    fn from_ref(orders: &Orders) -> Self {
        orders.kernel.clone()
    }
}

impl Orders {
    pub(crate) fn new(kernel: Kernel) -> Self {
        Self {
            kernel,
            inner: Arc::new(Inner {
                feeds: Mutex::default(),
                epoch: OnceCell::new(),
                places: Arc::new(Semaphore::new(CONNECTIONS_MAX)),
                closing: watch::channel(false).0,
            }),
        }
    }

    /// The feed of a site's log.
    pub(crate) async fn feed(&self, place: Place) -> Result<Arc<Feed>, DbError> {
        let cell = {
            let mut feeds = self
                .inner
                .feeds
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            Arc::clone(feeds.entry(place).or_default())
        };
        let feed = cell.get_or_try_init(|| async {
            let head = self.kernel.db.read(move |tx| log::head(tx, place)).await?;
            Ok::<_, DbError>(Arc::new(Feed::new(head)))
        });
        feed.await.map(Arc::clone)
    }

    /// Which life of the log this is, now and later.
    pub(crate) async fn epoch(&self) -> Result<watch::Receiver<u64>, DbError> {
        Ok(self.epoch_cell().await?.subscribe())
    }

    /// The log was set back without anybody saying so: all devices must bring again what they
    /// made. Nothing happens when another connection noticed it first.
    pub(crate) async fn begin_epoch(&self, noticed_in: u64) -> Result<(), DbError> {
        let cell = self.epoch_cell().await?;
        if *cell.borrow() != noticed_in {
            return Ok(());
        }
        let now_ms = self.kernel.clock.now_ms();
        let epoch = self
            .kernel
            .db
            .write(move |tx| hub_kernel::new_epoch(tx, now_ms))
            .await?;
        tracing::error!(
            epoch,
            "a device knows more of the log than the hub: a new epoch begins"
        );
        cell.send_replace(epoch);
        Ok(())
    }

    async fn epoch_cell(&self) -> Result<&watch::Sender<u64>, DbError> {
        let now_ms = self.kernel.clock.now_ms();
        let cell = self.inner.epoch.get_or_try_init(|| async {
            let read = move |tx: &hub_kernel::Tx<'_>| hub_kernel::epoch(tx, now_ms);
            let epoch = self.kernel.db.write(read).await?;
            Ok(watch::channel(epoch).0)
        });
        cell.await
    }

    /// Places for connections.
    pub(crate) fn places(&self) -> Arc<Semaphore> {
        Arc::clone(&self.inner.places)
    }

    /// Becomes true when connections are to end.
    pub(crate) fn closing(&self) -> watch::Receiver<bool> {
        self.inner.closing.subscribe()
    }

    /// Ends all connections when the hub is to stop.
    pub(crate) async fn close_on(self, mut stop: Stop) {
        stop.requested().await;
        self.inner.closing.send_replace(true);
    }
}
