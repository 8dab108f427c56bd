//! Codes, devices and the site's keys.

use hub_kernel::{
    DbError, Home, Row, Tx, params,
    ports::{Device, DeviceReport},
};
use shared::{
    api::device::DeviceRole,
    ids::{DeviceId, SiteId, TenantId},
};

/// The site's secrets and what is public of them.
#[derive(Clone)]
pub(crate) struct SiteKeys {
    pub(crate) ca_seed: [u8; 32],
    pub(crate) ca_certificate: String,
    pub(crate) signing_seed: [u8; 32],
}

pub(crate) fn insert_site_keys(tx: &Tx<'_>, home: Home, keys: &SiteKeys) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO auth_site
             (tenant_id, site_id, ca_seed, ca_certificate, signing_seed, letters_given)
         VALUES ($1, $2, $3, $4, $5, 0)
         ON CONFLICT (tenant_id, site_id) DO NOTHING",
        params![
            home.tenant_id,
            home.site_id,
            &keys.ca_seed,
            &keys.ca_certificate,
            &keys.signing_seed
        ],
    )?;
    Ok(())
}

pub(crate) fn site_keys(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    site_id: SiteId,
) -> Result<SiteKeys, DbError> {
    tx.query_row(
        "SELECT ca_seed, ca_certificate, signing_seed FROM auth_site
         WHERE tenant_id = $1 AND site_id = $2",
        params![tenant_id, site_id],
        |row| {
            Ok(SiteKeys {
                ca_seed: row.get(0)?,
                ca_certificate: row.get(1)?,
                signing_seed: row.get(2)?,
            })
        },
    )?
    .ok_or(DbError::Missing("the site's keys"))
}

/// Takes the site's next letters: 1 for A, 27 for AA. They are never given again.
pub(crate) fn next_letters(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    site_id: SiteId,
) -> Result<u32, DbError> {
    tx.query_row(
        "UPDATE auth_site SET letters_given = letters_given + 1
         WHERE tenant_id = $1 AND site_id = $2 RETURNING letters_given",
        params![tenant_id, site_id],
        |row| row.get(0),
    )?
    .ok_or(DbError::Missing("the site's keys"))
}

/// A one-time code.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) site_id: SiteId,
    pub(crate) role: DeviceRole,
    pub(crate) name: String,
    pub(crate) expires_at_ms: i64,
    pub(crate) used_by: Option<DeviceId>,
}

pub(crate) fn insert_code(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    code_hash: &[u8; 32],
    code: &Code,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO auth_code (tenant_id, code_hash, site_id, role, name, expires_at_ms)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            tenant_id,
            code_hash,
            code.site_id,
            code.role.word(),
            &code.name,
            code.expires_at_ms
        ],
    )?;
    Ok(())
}

pub(crate) fn code(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    code_hash: &[u8; 32],
) -> Result<Option<Code>, DbError> {
    tx.query_row(
        "SELECT site_id, role, name, expires_at_ms, used_by FROM auth_code
         WHERE tenant_id = $1 AND code_hash = $2",
        params![tenant_id, code_hash],
        |row| {
            Ok(Code {
                site_id: row.get(0)?,
                role: role(row, 1)?,
                name: row.get(2)?,
                expires_at_ms: row.get(3)?,
                used_by: row.get(4)?,
            })
        },
    )
}

pub(crate) fn use_code(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    code_hash: &[u8; 32],
    device_id: DeviceId,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE auth_code SET used_by = $3 WHERE tenant_id = $1 AND code_hash = $2",
        params![tenant_id, code_hash, device_id],
    )?;
    Ok(())
}

/// Forgets codes that expired before this moment.
pub(crate) fn prune_codes(tx: &Tx<'_>, tenant_id: TenantId, before_ms: i64) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM auth_code WHERE tenant_id = $1 AND expires_at_ms < $2",
        params![tenant_id, before_ms],
    )?;
    Ok(())
}

/// Keeps a device; one that is there gets another role, name and certificate.
pub(crate) fn keep_device(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    device: &Device,
    certificate: &str,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO auth_device
             (tenant_id, device_id, site_id, role, name, letters, public_key, certificate,
              enrolled_at_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (tenant_id, device_id) DO UPDATE SET
             role = excluded.role, name = excluded.name, certificate = excluded.certificate",
        params![
            tenant_id,
            device.device_id,
            device.site_id,
            device.role.word(),
            &device.name,
            &device.letters,
            &device.public_key,
            certificate,
            device.enrolled_at_ms
        ],
    )?;
    Ok(())
}

const DEVICE_COLUMNS: &str = "device_id, site_id, role, name, letters, public_key, \
     enrolled_at_ms, revoked_at_ms, report";

pub(crate) fn device(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    device_id: DeviceId,
) -> Result<Option<Device>, DbError> {
    let sql =
        format!("SELECT {DEVICE_COLUMNS} FROM auth_device WHERE tenant_id = $1 AND device_id = $2");
    tx.query_row(&sql, params![tenant_id, device_id], read_device)
}

pub(crate) fn devices(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    site_id: SiteId,
) -> Result<Vec<Device>, DbError> {
    let sql = format!(
        "SELECT {DEVICE_COLUMNS} FROM auth_device
         WHERE tenant_id = $1 AND site_id = $2 ORDER BY enrolled_at_ms, device_id"
    );
    tx.query(&sql, params![tenant_id, site_id], read_device)
}

pub(crate) fn certificate(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    device_id: DeviceId,
) -> Result<Option<String>, DbError> {
    tx.query_row(
        "SELECT certificate FROM auth_device WHERE tenant_id = $1 AND device_id = $2",
        params![tenant_id, device_id],
        |row| row.get(0),
    )
}

/// Sends a device away; false when it is not there or was sent away before.
pub(crate) fn revoke(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    device_id: DeviceId,
    at_ms: i64,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE auth_device SET revoked_at_ms = $3
         WHERE tenant_id = $1 AND device_id = $2 AND revoked_at_ms IS NULL",
        params![tenant_id, device_id, at_ms],
    )?;
    Ok(changed > 0)
}

pub(crate) fn report(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    device_id: DeviceId,
    report: &DeviceReport,
) -> Result<(), DbError> {
    let text = serde_json::to_string(report).map_err(|error| DbError::Column {
        index: 0,
        wanted: "a report",
        found: error.to_string(),
    })?;
    tx.execute(
        "UPDATE auth_device SET report = $3 WHERE tenant_id = $1 AND device_id = $2",
        params![tenant_id, device_id, text],
    )?;
    Ok(())
}

fn read_device(row: &Row<'_>) -> Result<Device, DbError> {
    let report: Option<String> = row.get(8)?;
    Ok(Device {
        device_id: row.get(0)?,
        site_id: row.get(1)?,
        role: role(row, 2)?,
        name: row.get(3)?,
        letters: row.get(4)?,
        public_key: row.get(5)?,
        enrolled_at_ms: row.get(6)?,
        revoked_at_ms: row.get(7)?,
        // A report of another version of the hub is no reason to lose the device.
        last: report.and_then(|text| serde_json::from_str(&text).ok()),
    })
}

fn role(row: &Row<'_>, index: usize) -> Result<DeviceRole, DbError> {
    let word: String = row.get(index)?;
    DeviceRole::from_word(&word).ok_or(DbError::Column {
        index,
        wanted: "a role",
        found: word,
    })
}
