//! Reading the catalogue, changing it and publishing it: always as a whole, in one transaction.

use std::sync::Arc;

use axum::{extract::FromRef, http::StatusCode};
use hub_events::{audit, outbox};
use hub_kernel::{Ctx, DomainEvent, HttpError, Kernel, Tx};
use serde_json::json;
use shared::{api::hub::Published, menu::Catalogue};
use tokio::sync::Semaphore;

use crate::{
    book::MenuBook,
    store::{self, Place, Version},
};

/// Versions that are kept.
const VERSIONS_KEPT: u64 = 20;
/// The event that tells of a new version.
pub(crate) const PUBLISHED: &str = "menu.published.v1";

/// What the handlers of this module work with.
#[derive(Clone)]
pub(crate) struct Menu {
    pub(crate) kernel: Kernel,
    pub(crate) book: Arc<MenuBook>,
    /// One hash at a time: each takes 19 MiB and a core.
    pub(crate) hashing: Arc<Semaphore>,
}

impl FromRef<Menu> for Kernel {
    fn from_ref(menu: &Menu) -> Self {
        menu.kernel.clone()
    }
}

/// The place that a request is about.
pub(crate) const fn place(ctx: &Ctx) -> Place {
    Place {
        tenant_id: ctx.tenant_id,
        site_id: ctx.site_id,
    }
}

/// The published catalogue and how it was published; 404 before the first import.
pub(crate) fn load(tx: &Tx<'_>, place: Place) -> Result<(Published, Catalogue), HttpError> {
    find(tx, place)?.ok_or_else(|| {
        let detail = "nothing is published yet; import a restaurant first";
        HttpError::new(StatusCode::NOT_FOUND, "no-catalogue", detail)
    })
}

/// The published catalogue, if there is one.
pub(crate) fn find(tx: &Tx<'_>, place: Place) -> Result<Option<(Published, Catalogue)>, HttpError> {
    let Some(found) = store::current(tx, place)? else {
        return Ok(None);
    };
    let catalogue = serde_json::from_str(&found.json).map_err(|error| {
        HttpError::internal(format!(
            "catalogue {} cannot be read: {error}",
            found.number
        ))
    })?;
    let published = Published {
        version: found.number,
        published_at_ms: found.published_at_ms,
    };
    Ok(Some((published, catalogue)))
}

impl Menu {
    /// Publishes this catalogue as the next version.
    pub(crate) fn publish(
        &self,
        tx: &Tx<'_>,
        ctx: &Ctx,
        mut catalogue: Catalogue,
    ) -> Result<Published, HttpError> {
        let place = place(ctx);
        catalogue.version += 1;
        let json = serde_json::to_string(&catalogue)
            .map_err(|error| HttpError::internal(format!("write the catalogue: {error}")))?;
        let version = Version {
            number: catalogue.version,
            json,
            published_at_ms: self.kernel.clock.now_ms(),
        };
        store::insert(tx, place, &version)?;
        store::prune(tx, place, version.number.saturating_sub(VERSIONS_KEPT - 1))?;
        store::set_staff(tx, place, &catalogue.staff, version.published_at_ms)?;
        let published = Published {
            version: version.number,
            published_at_ms: version.published_at_ms,
        };
        let body = json!({
            "version": published.version,
            "published_at_ms": published.published_at_ms,
        });
        outbox::append(
            tx,
            &DomainEvent::new(&self.kernel.ids, ctx, PUBLISHED, body),
        )?;
        let book = Arc::clone(&self.book);
        tx.on_commit(move || {
            let version = published.version;
            tracing::info!(catalogue.version = version, "published catalogue {version}");
            book.announce(place, version);
        });
        Ok(published)
    }

    /// Changes the catalogue and publishes it, unless the change changed nothing.
    pub(crate) async fn edit<T, F>(
        &self,
        ctx: Ctx,
        entry: audit::Entry,
        change: F,
    ) -> Result<(Published, T), HttpError>
    where
        F: FnOnce(&mut Catalogue) -> Result<T, HttpError> + Send + 'static,
        T: Send + 'static,
    {
        let menu = self.clone();
        let write = move |tx: &Tx<'_>| {
            let (published, mut catalogue) = load(tx, place(&ctx))?;
            let before = catalogue.clone();
            let done = change(&mut catalogue)?;
            if catalogue == before {
                return Ok((published, done));
            }
            audit::record(tx, &menu.kernel.ids, &ctx, entry)?;
            Ok((menu.publish(tx, &ctx, catalogue)?, done))
        };
        self.kernel.db.write(write).await
    }
}
