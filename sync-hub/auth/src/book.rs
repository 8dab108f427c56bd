//! Answers what other modules ask about devices and sessions.

use ed25519_dalek::Signer;
use hub_kernel::{
    DbError, Tx,
    ports::{Device, DeviceBook, DeviceReport, Session, SessionBook},
};
use shared::ids::{DeviceId, SiteId, TenantId};

use crate::{DEVICES_TOPIC, accounts, store};

/// The ports of this module.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuthBook;

impl DeviceBook for AuthBook {
    fn device(
        &self,
        tx: &Tx<'_>,
        tenant_id: TenantId,
        device_id: DeviceId,
    ) -> Result<Option<Device>, DbError> {
        store::device(tx, tenant_id, device_id)
    }

    fn devices(
        &self,
        tx: &Tx<'_>,
        tenant_id: TenantId,
        site_id: SiteId,
    ) -> Result<Vec<Device>, DbError> {
        store::devices(tx, tenant_id, site_id)
    }

    fn report(
        &self,
        tx: &Tx<'_>,
        tenant_id: TenantId,
        device_id: DeviceId,
        report: &DeviceReport,
    ) -> Result<(), DbError> {
        store::report(tx, tenant_id, device_id, report)?;
        tx.announce(DEVICES_TOPIC);
        Ok(())
    }

    fn sign(
        &self,
        tx: &Tx<'_>,
        tenant_id: TenantId,
        site_id: SiteId,
        message: &[u8],
    ) -> Result<[u8; 64], DbError> {
        let keys = store::site_keys(tx, tenant_id, site_id)?;
        let key = ed25519_dalek::SigningKey::from_bytes(&keys.signing_seed);
        Ok(key.sign(message).to_bytes())
    }
}

impl SessionBook for AuthBook {
    fn session(&self, tx: &Tx<'_>, token: &str, now_ms: i64) -> Result<Option<Session>, DbError> {
        match accounts::token_parts(token) {
            Some((tenant_id, token_hash)) => store::session(tx, tenant_id, &token_hash, now_ms),
            None => Ok(None),
        }
    }
}
