//! The module's answers to other modules: the published catalogue and the staff.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use hub_kernel::{
    Db, DbError, Tx,
    ports::{CataloguePublisher, PublishedCatalogue, StaffBook, StaffEntry},
};
use shared::ids::{SiteId, StaffId, TenantId};
use tokio::sync::watch;

use crate::store::{self, Place};

/// The published catalogues; goes into the ports and into [`crate::module`].
#[derive(Debug, Default)]
pub struct MenuBook(Mutex<HashMap<Place, watch::Sender<u64>>>);

impl MenuBook {
    /// The book over what is in the database.
    pub async fn open(db: &Db) -> Result<Arc<Self>, DbError> {
        let newest = db.read(store::newest).await?;
        let channels = newest
            .into_iter()
            .map(|(place, version)| (place, watch::channel(version).0));
        Ok(Arc::new(Self(Mutex::new(channels.collect()))))
    }

    /// Tells everybody who waits for it.
    pub(crate) fn announce(&self, place: Place, version: u64) {
        self.with_channel(place, |channel| channel.send_replace(version));
    }

    fn with_channel<T>(&self, place: Place, work: impl FnOnce(&watch::Sender<u64>) -> T) -> T {
        let mut channels = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(channels.entry(place).or_insert_with(|| watch::channel(0).0))
    }
}

impl CataloguePublisher for MenuBook {
    fn current(
        &self,
        tx: &Tx<'_>,
        tenant_id: TenantId,
        site_id: SiteId,
    ) -> Result<Option<PublishedCatalogue>, DbError> {
        let found = store::current(tx, Place { tenant_id, site_id })?;
        Ok(found.map(|found| PublishedCatalogue {
            version: found.number,
            json: found.json.into_bytes(),
        }))
    }

    fn versions(&self, tenant_id: TenantId, site_id: SiteId) -> watch::Receiver<u64> {
        self.with_channel(Place { tenant_id, site_id }, watch::Sender::subscribe)
    }
}

impl StaffBook for MenuBook {
    fn staff(
        &self,
        tx: &Tx<'_>,
        tenant_id: TenantId,
        site_id: SiteId,
        staff_id: StaffId,
    ) -> Result<Option<StaffEntry>, DbError> {
        store::staff(tx, Place { tenant_id, site_id }, staff_id)
    }
}
