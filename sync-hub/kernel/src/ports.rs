//! Questions that one module asks another: narrow traits, implemented by the owner of the tables,
//! wired in `boot.rs`.
//!
//! Every question runs over the asker's [`Tx`], so that the answer belongs to the same moment as
//! the rest of the transaction.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use shared::{
    api::device::DeviceRole,
    ids::{DeviceId, SiteId, StaffId, TenantId},
};
use tokio::sync::watch;
use utoipa::ToSchema;

use crate::{DbError, Tx};

/// How one printer of a device is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PrinterHealth {
    /// The printer's name in the catalogue.
    pub name: String,
    /// Its state in one word: `ready`, `paper_out`, `unreachable`, …
    pub state: String,
    /// Jobs that wait for it.
    pub waiting: u32,
}

/// What a device says about itself now and then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceReport {
    /// When the hub heard it.
    pub at_ms: i64,
    /// How far the device's clock is ahead of the hub's, if it told the time.
    pub clock_ahead_ms: Option<i64>,
    /// How old the oldest thing is that the hub has not got.
    pub lag_ms: i64,
    /// How many things wait on the device for the hub.
    pub queue_waiting: u32,
    /// The catalogue that it has, if it told.
    pub catalogue_version: Option<u64>,
    /// Its printers.
    pub printers: Vec<PrinterHealth>,
}

/// An enrolled device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Which.
    pub device_id: DeviceId,
    /// Where it stands.
    pub site_id: SiteId,
    /// What it is for.
    pub role: DeviceRole,
    /// What people call it.
    pub name: String,
    /// The letters of its order numbers, its own at the site.
    pub letters: String,
    /// Its Ed25519 key.
    pub public_key: [u8; 32],
    /// When it came.
    pub enrolled_at_ms: i64,
    /// When the manager sent it away.
    pub revoked_at_ms: Option<i64>,
    /// The last that was heard of it.
    pub last: Option<DeviceReport>,
}

/// The devices of a site; owned by `auth`.
pub trait DeviceBook: Send + Sync {
    /// One device, revoked or not.
    fn device(
        &self,
        tx: &Tx<'_>,
        tenant_id: TenantId,
        device_id: DeviceId,
    ) -> Result<Option<Device>, DbError>;

    /// All devices of a site, revoked or not, in the order in which they came.
    fn devices(
        &self,
        tx: &Tx<'_>,
        tenant_id: TenantId,
        site_id: SiteId,
    ) -> Result<Vec<Device>, DbError>;

    /// Keeps what a device says about itself; an unknown device is ignored.
    fn report(
        &self,
        tx: &Tx<'_>,
        tenant_id: TenantId,
        device_id: DeviceId,
        report: &DeviceReport,
    ) -> Result<(), DbError>;

    /// The site's signature of something, Ed25519; devices got the public half when they enrolled.
    fn sign(
        &self,
        tx: &Tx<'_>,
        tenant_id: TenantId,
        site_id: SiteId,
        message: &[u8],
    ) -> Result<[u8; 64], DbError>;
}

/// The catalogue that a site's devices should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedCatalogue {
    /// Grows with every publication.
    pub version: u64,
    /// `shared::menu::Catalogue` as JSON.
    pub json: Vec<u8>,
}

/// The published catalogue; owned by `menu`.
pub trait CataloguePublisher: Send + Sync {
    /// The newest one, if anything was published.
    fn current(
        &self,
        tx: &Tx<'_>,
        tenant_id: TenantId,
        site_id: SiteId,
    ) -> Result<Option<PublishedCatalogue>, DbError>;

    /// The newest version, and every later one; zero while nothing is published.
    fn versions(&self, tenant_id: TenantId, site_id: SiteId) -> watch::Receiver<u64>;
}

/// Somebody of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffEntry {
    /// Who.
    pub staff_id: StaffId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: shared::staff::Role,
}

/// The staff of a site; owned by `menu`.
pub trait StaffBook: Send + Sync {
    /// One of them, still working here or not.
    fn staff(
        &self,
        tx: &Tx<'_>,
        tenant_id: TenantId,
        site_id: SiteId,
        staff_id: StaffId,
    ) -> Result<Option<StaffEntry>, DbError>;
}

/// Somebody who signed in with a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The company.
    pub tenant_id: TenantId,
    /// The restaurant.
    pub site_id: SiteId,
    /// The account.
    pub account_id: StaffId,
    /// Its name.
    pub name: String,
}

/// Sessions of people; owned by `auth`.
pub trait SessionBook: Send + Sync {
    /// The session of a token, if it is valid now.
    fn session(&self, tx: &Tx<'_>, token: &str, now_ms: i64) -> Result<Option<Session>, DbError>;
}

/// All ports. Those not set answer as if there were nothing.
#[derive(Clone)]
pub struct Ports {
    /// Devices.
    pub devices: Arc<dyn DeviceBook>,
    /// The published catalogue.
    pub catalogue: Arc<dyn CataloguePublisher>,
    /// The staff.
    pub staff: Arc<dyn StaffBook>,
    /// Sessions.
    pub sessions: Arc<dyn SessionBook>,
}

impl Default for Ports {
    fn default() -> Self {
        Self {
            devices: Arc::new(Nobody),
            catalogue: Arc::new(Nobody),
            staff: Arc::new(Nobody),
            sessions: Arc::new(Nobody),
        }
    }
}

/// Stands in for a module that is not there.
struct Nobody;

impl DeviceBook for Nobody {
    fn device(&self, _: &Tx<'_>, _: TenantId, _: DeviceId) -> Result<Option<Device>, DbError> {
        Ok(None)
    }

    fn devices(&self, _: &Tx<'_>, _: TenantId, _: SiteId) -> Result<Vec<Device>, DbError> {
        Ok(Vec::new())
    }

    fn report(
        &self,
        _: &Tx<'_>,
        _: TenantId,
        _: DeviceId,
        _: &DeviceReport,
    ) -> Result<(), DbError> {
        Ok(())
    }

    fn sign(&self, _: &Tx<'_>, _: TenantId, _: SiteId, _: &[u8]) -> Result<[u8; 64], DbError> {
        Err(DbError::Missing("the site's signing key"))
    }
}

impl CataloguePublisher for Nobody {
    fn current(
        &self,
        _: &Tx<'_>,
        _: TenantId,
        _: SiteId,
    ) -> Result<Option<PublishedCatalogue>, DbError> {
        Ok(None)
    }

    fn versions(&self, _: TenantId, _: SiteId) -> watch::Receiver<u64> {
        watch::channel(0).1
    }
}

impl StaffBook for Nobody {
    fn staff(
        &self,
        _: &Tx<'_>,
        _: TenantId,
        _: SiteId,
        _: StaffId,
    ) -> Result<Option<StaffEntry>, DbError> {
        Ok(None)
    }
}

impl SessionBook for Nobody {
    fn session(&self, _: &Tx<'_>, _: &str, _: i64) -> Result<Option<Session>, DbError> {
        Ok(None)
    }
}
