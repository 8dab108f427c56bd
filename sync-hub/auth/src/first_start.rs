//! What the first start makes: the site's keys, and a manager with a password of its own.

use hub_events::audit::{self, Entry};
use hub_kernel::{Actor, Ctx, Db, DbError, Home, Ids};
use serde_json::json;
use shared::ids::StaffId;

use crate::{
    certificates,
    passwords::{self, HashError},
    store::{self, Account, SiteKeys},
};

/// The name of the account that the first start makes.
const MANAGER: &str = "manager";

/// A new password, to be shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct FirstManager {
    /// The account.
    pub name: String,
    /// Its password.
    pub password: String,
}

/// Why the hub could not make its keys or its manager.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database did not keep them.
    #[error("keep keys and manager: {0}")]
    Storage(#[from] DbError),
    /// The password could not be hashed.
    #[error("make a password: {0}")]
    Password(String),
    /// The site's certificate could not be made.
    #[error("make the site's certificate: {0}")]
    Certificate(#[from] rcgen::Error),
}

impl From<HashError> for StartError {
    fn from(error: HashError) -> Self {
        Self::Password(error.to_string())
    }
}

/// Whether [`first_start`] has a manager to make.
pub async fn is_first_start(db: &Db, home: Home) -> Result<bool, DbError> {
    let has_accounts = db.read(move |tx| store::has_accounts(tx, home.tenant_id));
    Ok(!has_accounts.await?)
}

/// Makes what is missing; the manager's password if there was no manager yet.
pub async fn first_start(
    db: &Db,
    ids: &Ids,
    home: Home,
) -> Result<Option<FirstManager>, StartError> {
    if !is_first_start(db, home).await? {
        return Ok(None);
    }
    let ca_seed = ids.random();
    let now_ms = ids.now_ms();
    let keys = SiteKeys {
        ca_seed,
        ca_certificate: certificates::authority(ca_seed, home.site_id, ids.random(), now_ms)?,
        signing_seed: ids.random(),
    };
    let password = passwords::make(ids);
    let account = Account {
        id: ids.make(StaffId::new),
        name: MANAGER.to_owned(),
        password_hash: passwords::hash(password.clone(), ids.random()).await?,
        wrong_tries: 0,
        locked_until_ms: 0,
    };
    let kept = db.write(move |tx| {
        store::insert_site_keys(tx, home, &keys)?;
        store::insert_account(tx, home, &account, now_ms)
    });
    kept.await?;
    Ok(Some(FirstManager {
        name: MANAGER.to_owned(),
        password,
    }))
}

/// A new password for the manager, when nobody knows the old one.
///
/// It ends all sessions of the account: whoever took the old password may still be signed in.
pub async fn new_password(db: &Db, ids: &Ids, home: Home) -> Result<FirstManager, StartError> {
    let password = passwords::make(ids);
    let hash = passwords::hash(password.clone(), ids.random()).await?;
    let ids = ids.clone();
    let ctx = Ctx {
        tenant_id: home.tenant_id,
        site_id: home.site_id,
        actor: Actor::Hub,
        correlation_id: String::new(),
    };
    let set = db.write(move |tx| {
        let account = store::account(tx, home.tenant_id, MANAGER)?
            .ok_or(DbError::Missing("the manager's account"))?;
        store::set_password(tx, home.tenant_id, MANAGER, &hash)?;
        store::end_all_sessions(tx, home.tenant_id, account.id)?;
        let entry = Entry::new("auth.password-changed", MANAGER, json!({}));
        audit::record(tx, &ids, &ctx, entry)
    });
    set.await?;
    Ok(FirstManager {
        name: MANAGER.to_owned(),
        password,
    })
}
