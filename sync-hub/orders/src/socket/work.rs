//! What a connection asks of the tables, each a future that ends by itself.

use std::{collections::HashSet, sync::Arc};

use hub_kernel::{
    DbError, Kernel,
    ports::{Device, DeviceReport, PrinterHealth},
};
use sha2::{Digest, Sha256};
use shared::{api::PrinterCause, ids::DeviceId};
use sync_protocol::{Item, RefusedItem, RefusedReason, Status, hub};
use tokio::sync::watch;

use crate::{
    feed::Feed,
    ingest::{self, Intake, Keys},
    state::Orders,
    store::{Place, log},
};

/// How long after it was closed an order still goes to a device that starts from nothing.
pub(crate) const CLOSED_KEPT_MS: i64 = 24 * 60 * 60 * 1_000;

/// A device that may come in.
#[derive(Debug)]
pub(crate) struct Guest {
    pub(crate) device: Device,
    pub(crate) place: Place,
    pub(crate) feed: Arc<Feed>,
    /// Tells what the log grew by since `known` was asked for.
    pub(crate) grown: watch::Receiver<u64>,
    pub(crate) known: hub::Known,
}

/// Finds out whether a device may come in.
pub(crate) async fn look_up(
    orders: Orders,
    device_id: DeviceId,
    boot: u64,
) -> Result<Result<Guest, RefusedReason>, DbError> {
    let Kernel {
        db,
        ports,
        home,
        clock,
        ..
    } = orders.kernel.clone();
    let tenant_id = home.tenant_id;
    let found = db.read(move |tx| -> Result<_, DbError> {
        let Some(device) = ports.devices.device(tx, tenant_id, device_id)? else {
            return Ok(Err(RefusedReason::UnknownDevice));
        };
        if device.revoked_at_ms.is_some() {
            return Ok(Err(RefusedReason::Revoked));
        }
        if boot < log::boot(tx, tenant_id, device_id)? {
            return Ok(Err(RefusedReason::Fork));
        }
        let held = log::tail(tx, tenant_id, device_id)?.number;
        Ok(Ok((device, held)))
    });
    let (device, facts_held) = match found.await? {
        Ok(found) => found,
        Err(reason) => return Ok(Err(reason)),
    };
    let place = Place {
        tenant_id,
        site_id: device.site_id,
    };
    let feed = orders.feed(place).await?;
    let mut grown = feed.listen(device.role);
    let known = hub::Known {
        public_key: device.public_key,
        facts_held,
        head: *grown.borrow_and_update(),
        now_ms: clock.now_ms(),
    };
    Ok(Ok(Guest {
        device,
        place,
        feed,
        grown,
        known,
    }))
}

/// Whether a device may still be here.
pub(crate) async fn is_welcome(kernel: Kernel, device_id: DeviceId) -> Result<bool, DbError> {
    let tenant_id = kernel.home.tenant_id;
    let devices = kernel.ports.devices;
    let device = kernel
        .db
        .read(move |tx| devices.device(tx, tenant_id, device_id));
    Ok(device
        .await?
        .is_some_and(|device| device.revoked_at_ms.is_none()))
}

/// Remembers that a node was started so often.
pub(crate) async fn keep_boot(
    kernel: Kernel,
    device_id: DeviceId,
    boot: u64,
) -> Result<(), DbError> {
    let tenant_id = kernel.home.tenant_id;
    let known = kernel
        .db
        .read(move |tx| log::boot(tx, tenant_id, device_id))
        .await?;
    if known == boot {
        return Ok(());
    }
    kernel
        .db
        .write(move |tx| log::set_boot(tx, tenant_id, device_id, boot))
        .await
}

/// Takes pushes in, all in one commit; the answers in their order.
pub(crate) async fn ingest(
    kernel: Kernel,
    place: Place,
    device: (DeviceId, [u8; 32]),
    feed: Arc<Feed>,
    pushes: Vec<Vec<Item>>,
) -> Result<Vec<Vec<RefusedItem>>, DbError> {
    let (from, public_key) = device;
    let mut keys = Keys::from([(from, Some(public_key))]);
    let strangers = authors(&pushes, from);
    if !strangers.is_empty() {
        keys.extend(keys_of(&kernel, place, strangers).await?);
    }
    let intake = Intake {
        place,
        from,
        pushes: pushes
            .into_iter()
            .map(|push| ingest::check(push, &keys))
            .collect(),
        at_ms: kernel.clock.now_ms(),
    };
    kernel
        .db
        .write(move |tx| ingest::write(tx, intake, &feed))
        .await
}

/// Devices other than `from` whose records these are: a device may bring what it holds of others.
fn authors(pushes: &[Vec<Item>], from: DeviceId) -> HashSet<DeviceId> {
    let author = |item: &Item| match item {
        Item::Fact(record) if record.device != from => Some(record.device),
        _ => None,
    };
    pushes.iter().flatten().filter_map(author).collect()
}

async fn keys_of(kernel: &Kernel, place: Place, ids: HashSet<DeviceId>) -> Result<Keys, DbError> {
    let devices = Arc::clone(&kernel.ports.devices);
    let keys = kernel.db.read(move |tx| -> Result<Keys, DbError> {
        let mut keys = Keys::new();
        for id in ids {
            let device = devices.device(tx, place.tenant_id, id)?;
            let here = device.filter(|device| device.site_id == place.site_id);
            keys.insert(id, here.map(|device| device.public_key));
        }
        Ok(keys)
    });
    keys.await
}

/// Reads the log from the tables, for a device that is behind.
///
/// A device that starts from nothing gets everything up to `fresh_until`, its own included, but
/// not the orders that were over long ago.
pub(crate) async fn read_log(
    kernel: Kernel,
    place: Place,
    reader: DeviceId,
    fresh_until: u64,
    (after, limit): (u64, usize),
) -> Result<hub::Event, DbError> {
    let is_fresh = after < fresh_until;
    let closed_since_ms = is_fresh.then(|| kernel.clock.now_ms() - CLOSED_KEPT_MS);
    let page = kernel
        .db
        .read(move |tx| log::changes(tx, place, after, limit, closed_since_ms))
        .await?;
    let wanted = page
        .changes
        .into_iter()
        .filter(|logged| logged.from != reader || logged.seq <= fresh_until);
    let items = wanted
        .map(|logged| (logged.seq, Arc::new(Item::from(logged))))
        .collect();
    Ok(hub::Event::Log {
        items,
        up_to: page.up_to,
    })
}

/// The catalogue that a site's devices should have.
pub(crate) async fn catalogue(kernel: Kernel, place: Place) -> Result<Option<hub::Event>, DbError> {
    let publisher = Arc::clone(&kernel.ports.catalogue);
    let current = kernel
        .db
        .read(move |tx| publisher.current(tx, place.tenant_id, place.site_id))
        .await?;
    Ok(current.map(|catalogue| {
        hub::Event::Catalogue(hub::Catalogue {
            version: catalogue.version,
            sha256: Sha256::digest(&catalogue.json).into(),
            bytes: catalogue.json.into(),
        })
    }))
}

/// What a device says about itself, as the device book keeps it.
pub(crate) fn report_of(status: &Status, hub_now_ms: i64) -> DeviceReport {
    let lag_ms = status
        .oldest_at_ms
        .map_or(0, |oldest| status.now_ms.saturating_sub(oldest).max(0));
    let printers = status.printers.iter().map(|printer| PrinterHealth {
        name: printer.name.clone(),
        state: state_word(printer.cause.as_ref()).to_owned(),
        waiting: printer.waiting,
    });
    DeviceReport {
        at_ms: hub_now_ms,
        clock_ahead_ms: Some(status.now_ms.saturating_sub(hub_now_ms)),
        lag_ms,
        queue_waiting: status.items_waiting,
        catalogue_version: Some(status.menu_version),
        printers: printers.collect(),
    }
}

const fn state_word(cause: Option<&PrinterCause>) -> &'static str {
    match cause {
        None => "ready",
        Some(PrinterCause::Unreachable) => "unreachable",
        Some(PrinterCause::NoPaper) => "paper_out",
        Some(PrinterCause::CoverOpen) => "cover_open",
        Some(PrinterCause::Uncertain) => "uncertain",
        Some(PrinterCause::NotPrinted) => "not_printed",
    }
}

/// Keeps a report.
pub(crate) async fn keep_report(
    kernel: Kernel,
    device_id: DeviceId,
    report: DeviceReport,
) -> Result<(), DbError> {
    let tenant_id = kernel.home.tenant_id;
    let devices = kernel.ports.devices;
    kernel
        .db
        .write(move |tx| devices.report(tx, tenant_id, device_id, &report))
        .await
}

#[cfg(test)]
mod tests {
    use sync_protocol::PrinterStatus;

    use super::*;

    #[test]
    fn lag_is_counted_by_the_devices_own_clock() {
        let status = Status {
            now_ms: 10_000,
            oldest_at_ms: Some(7_000),
            items_waiting: 2,
            menu_version: 4,
            printers: vec![PrinterStatus {
                name: "bar".to_owned(),
                cause: Some(PrinterCause::NoPaper),
                waiting: 1,
            }],
            ..Status::default()
        };
        let report = report_of(&status, 9_000);
        assert_eq!((report.lag_ms, report.clock_ahead_ms), (3_000, Some(1_000)));
        assert_eq!(report.printers[0].state, "paper_out");
    }
}
