//! On whose behalf something happens.

use std::fmt;

use shared::ids::{DeviceId, SiteId, StaffId, TenantId};

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody signed in with a password.
    Manager {
        /// The account.
        id: StaffId,
        /// Its name.
        name: String,
    },
    /// An enrolled till or kitchen screen.
    Device(DeviceId),
    /// The hub itself.
    Hub,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manager { name, .. } => write!(f, "manager:{name}"),
            Self::Device(id) => write!(f, "device:{id}"),
            Self::Hub => f.write_str("hub"),
        }
    }
}

/// Tenant, site and actor of a request; comes from a session or a certificate, never from a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ctx {
    /// The company.
    pub tenant_id: TenantId,
    /// The restaurant.
    pub site_id: SiteId,
    /// Who.
    pub actor: Actor,
    /// Ties a request, its events and its log lines together.
    pub correlation_id: String,
}
