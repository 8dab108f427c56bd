//! The tables of this module.

pub(crate) mod log;
pub(crate) mod orders;

use hub_kernel::DbError;
use shared::ids::{SiteId, TenantId};

/// Whose log it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) tenant_id: TenantId,
    pub(crate) site_id: SiteId,
}

/// Numbers of the log, of journals and of starts as the tables keep them.
pub(crate) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A JSON text that this module wrote itself.
pub(crate) fn parsed<T: serde::de::DeserializeOwned>(
    text: &str,
    what: &'static str,
) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|error| {
        tracing::error!(%error, "{what} cannot be read");
        DbError::Missing(what)
    })
}
