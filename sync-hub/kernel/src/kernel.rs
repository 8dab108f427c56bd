//! The state that every handler can reach.

use std::sync::Arc;

use shared::ids::{SiteId, TenantId};

use crate::{Clock, Ctx, Db, Ids, ctx::Actor, ports::Ports};

/// The tenant and the site of an embedded hub, for requests that cannot know theirs yet
/// (a login, an enrolment).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Home {
    /// The company.
    pub tenant_id: TenantId,
    /// The restaurant.
    pub site_id: SiteId,
}

/// Storage, time, ids and ports.
#[derive(Clone)]
pub struct Kernel {
    /// Where everything is kept.
    pub db: Db,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// New ids and secrets.
    pub ids: Ids,
    /// The embedded hub's own tenant and site.
    pub home: Home,
    /// Questions to other modules.
    pub ports: Ports,
}

impl Kernel {
    /// What the hub does on its own behalf.
    pub fn hub_ctx(&self) -> Ctx {
        Ctx {
            tenant_id: self.home.tenant_id,
            site_id: self.home.site_id,
            actor: Actor::Hub,
            correlation_id: String::new(),
        }
    }
}
