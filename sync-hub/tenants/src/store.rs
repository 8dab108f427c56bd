//! The SQL of tenants and sites.

use hub_kernel::{Ctx, DbError, Home, Tx, params};

pub(crate) fn first_site(tx: &Tx<'_>) -> Result<Option<Home>, DbError> {
    tx.query_row(
        "SELECT tenant_id, site_id FROM tenants_site ORDER BY made_at_ms, site_id LIMIT 1",
        params![],
        |row| {
            Ok(Home {
                tenant_id: row.get(0)?,
                site_id: row.get(1)?,
            })
        },
    )
}

pub(crate) fn make(tx: &Tx<'_>, home: Home, name: &str, at_ms: i64) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO tenants_tenant (tenant_id, name, made_at_ms) VALUES ($1, $2, $3)",
        params![home.tenant_id, name, at_ms],
    )?;
    tx.execute(
        "INSERT INTO tenants_site (tenant_id, site_id, name, made_at_ms) VALUES ($1, $2, $3, $4)",
        params![home.tenant_id, home.site_id, name, at_ms],
    )?;
    Ok(())
}

/// Names of the tenant and of the site.
pub(crate) fn names(tx: &Tx<'_>, ctx: &Ctx) -> Result<Option<(String, String)>, DbError> {
    tx.query_row(
        "SELECT t.name, s.name FROM tenants_tenant t
         JOIN tenants_site s ON s.tenant_id = t.tenant_id
         WHERE t.tenant_id = $1 AND s.site_id = $2",
        params![ctx.tenant_id, ctx.site_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(crate) fn set_names(tx: &Tx<'_>, ctx: &Ctx, tenant: &str, site: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE tenants_tenant SET name = $2 WHERE tenant_id = $1",
        params![ctx.tenant_id, tenant],
    )?;
    tx.execute(
        "UPDATE tenants_site SET name = $3 WHERE tenant_id = $1 AND site_id = $2",
        params![ctx.tenant_id, ctx.site_id, site],
    )?;
    Ok(())
}
