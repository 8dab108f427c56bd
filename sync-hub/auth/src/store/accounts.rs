//! Accounts and sessions.

use hub_kernel::{DbError, Home, Tx, params, ports::Session};
use shared::ids::{StaffId, TenantId};

/// Somebody who signs in with a password.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) id: StaffId,
    pub(crate) name: String,
    pub(crate) password_hash: String,
    pub(crate) wrong_tries: u32,
    pub(crate) locked_until_ms: i64,
}

pub(crate) fn has_accounts(tx: &Tx<'_>, tenant_id: TenantId) -> Result<bool, DbError> {
    let any = tx.query_row(
        "SELECT account_id FROM auth_account WHERE tenant_id = $1 LIMIT 1",
        params![tenant_id],
        |_row| Ok(()),
    )?;
    Ok(any.is_some())
}

pub(crate) fn insert_account(
    tx: &Tx<'_>,
    home: Home,
    account: &Account,
    at_ms: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO auth_account
             (tenant_id, account_id, site_id, name, password_hash, wrong_tries, locked_until_ms,
              made_at_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            home.tenant_id,
            account.id,
            home.site_id,
            &account.name,
            &account.password_hash,
            account.wrong_tries,
            account.locked_until_ms,
            at_ms
        ],
    )?;
    Ok(())
}

pub(crate) fn account(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    name: &str,
) -> Result<Option<Account>, DbError> {
    tx.query_row(
        "SELECT account_id, name, password_hash, wrong_tries, locked_until_ms
         FROM auth_account WHERE tenant_id = $1 AND name = $2",
        params![tenant_id, name],
        |row| {
            Ok(Account {
                id: row.get(0)?,
                name: row.get(1)?,
                password_hash: row.get(2)?,
                wrong_tries: row.get(3)?,
                locked_until_ms: row.get(4)?,
            })
        },
    )
}

pub(crate) fn set_tries(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    account_id: StaffId,
    wrong_tries: u32,
    locked_until_ms: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE auth_account SET wrong_tries = $3, locked_until_ms = $4
         WHERE tenant_id = $1 AND account_id = $2",
        params![tenant_id, account_id, wrong_tries, locked_until_ms],
    )?;
    Ok(())
}

/// Sets the password of an account and forgets its wrong tries.
pub(crate) fn set_password(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    name: &str,
    password_hash: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE auth_account SET password_hash = $3, wrong_tries = 0, locked_until_ms = 0
         WHERE tenant_id = $1 AND name = $2",
        params![tenant_id, name, password_hash],
    )?;
    Ok(())
}

/// Keeps a new session and forgets those that are over.
pub(crate) fn insert_session(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    token_hash: &[u8; 32],
    account_id: StaffId,
    (made_at_ms, expires_at_ms): (i64, i64),
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM auth_session WHERE tenant_id = $1 AND expires_at_ms <= $2",
        params![tenant_id, made_at_ms],
    )?;
    tx.execute(
        "INSERT INTO auth_session (tenant_id, token_hash, account_id, made_at_ms, expires_at_ms)
         VALUES ($1, $2, $3, $4, $5)",
        params![tenant_id, token_hash, account_id, made_at_ms, expires_at_ms],
    )?;
    Ok(())
}

pub(crate) fn session(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    token_hash: &[u8; 32],
    now_ms: i64,
) -> Result<Option<Session>, DbError> {
    tx.query_row(
        "SELECT a.tenant_id, a.site_id, a.account_id, a.name FROM auth_session s
         JOIN auth_account a ON a.tenant_id = s.tenant_id AND a.account_id = s.account_id
         WHERE s.tenant_id = $1 AND s.token_hash = $2 AND s.expires_at_ms > $3",
        params![tenant_id, token_hash, now_ms],
        |row| {
            Ok(Session {
                tenant_id: row.get(0)?,
                site_id: row.get(1)?,
                account_id: row.get(2)?,
                name: row.get(3)?,
            })
        },
    )
}

pub(crate) fn end_session(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    token_hash: &[u8; 32],
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM auth_session WHERE tenant_id = $1 AND token_hash = $2",
        params![tenant_id, token_hash],
    )?;
    Ok(())
}

/// Ends all sessions of an account but one.
pub(crate) fn end_sessions(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    account_id: StaffId,
    but: &[u8; 32],
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM auth_session
         WHERE tenant_id = $1 AND account_id = $2 AND token_hash <> $3",
        params![tenant_id, account_id, but],
    )?;
    Ok(())
}

/// Ends all sessions of an account.
pub(crate) fn end_all_sessions(
    tx: &Tx<'_>,
    tenant_id: TenantId,
    account_id: StaffId,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM auth_session WHERE tenant_id = $1 AND account_id = $2",
        params![tenant_id, account_id],
    )?;
    Ok(())
}
