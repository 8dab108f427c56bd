//! The catalogue that this node sells from.

use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};
use local_store::{Batch, StoreError};
use sha2::{Digest, Sha256};
use shared::{
    api::{
        Problem,
        device::DeviceRole,
        till::{Change, MenuView},
    },
    ids::StaffId,
    menu::Catalogue,
    staff::{Permit, StaffMember},
};

use super::{Engine, disk, invalid, ring};
use crate::feed::Audience;

impl Engine {
    /// The catalogue, or why there is none.
    pub(super) fn menu(&self) -> Result<Arc<Catalogue>, Problem> {
        match &self.catalogue {
            Some(menu) => Ok(Arc::clone(menu)),
            None if self.enrolled.is_none() => Err(Problem::NotEnrolled),
            None => Err(Problem::NoCatalogue),
        }
    }

    /// The catalogue.
    pub fn catalogue(&self) -> Option<Arc<Catalogue>> {
        self.catalogue.clone()
    }

    pub(super) fn load_catalogue(&mut self) -> Result<(), StoreError> {
        if let Some((version, bytes)) = self.store.catalogue()? {
            match serde_json::from_slice::<Catalogue>(&bytes) {
                Ok(menu) => self.catalogue = Some(Arc::new(menu)),
                // It comes again from the hub; until then nothing can be sold, but all is kept.
                Err(error) => tracing::error!("catalogue {version} cannot be read: {error}"),
            }
        }
        Ok(())
    }

    /// Takes a new catalogue from the hub. A broken one changes nothing.
    pub fn take_catalogue(
        &mut self,
        version: u64,
        sha256: [u8; 32],
        bytes: Vec<u8>,
    ) -> Result<(), Problem> {
        if <[u8; 32]>::from(Sha256::digest(&bytes)) != sha256 {
            return Err(invalid(
                "catalogue",
                format!("version {version} arrived damaged"),
            ));
        }
        let menu: Catalogue = serde_json::from_slice(&bytes)
            .map_err(|error| invalid("catalogue", format!("version {version}: {error}")))?;
        let batch = Batch {
            catalogue: Some((version, bytes)),
            ..Batch::default()
        };
        self.store.commit(&batch).map_err(disk)?;
        self.catalogue = Some(Arc::new(menu));
        if let Err(problem) = self.give_up_lost_printers() {
            tracing::error!("papers of printers that are gone: {problem}");
        }
        ring(&self.bells.catalogue);
        self.lock_idle();
        self.feed
            .till(Audience::AllTills, &Change::MenuVersion(version));
        self.tell_floor();
        if self.role == DeviceRole::Kitchen {
            self.tell_kitchen();
        }
        Ok(())
    }

    pub(super) fn menu_view(&self) -> Result<MenuView, Problem> {
        let menu = self.menu()?;
        Ok(MenuView {
            version: menu.version,
            site: menu.site.clone(),
            categories: menu.categories.clone(),
            items: menu.items.clone(),
            groups: menu.groups.clone(),
            combos: menu.combos.clone(),
            rooms: menu.rooms.clone(),
            stations: menu.stations.clone(),
            servers: servers(&menu.staff),
        })
    }

    /// The site's offset from UTC at a moment, in minutes.
    pub(super) fn utc_offset_min(&self, at_ms: i64) -> i32 {
        let Some(menu) = &self.catalogue else {
            return 0;
        };
        let zone = TimeZone::get(&menu.site.timezone);
        let moment = Timestamp::from_millisecond(at_ms);
        match (zone, moment) {
            (Ok(zone), Ok(moment)) => zone.to_offset(moment).seconds() / 60,
            _ => 0,
        }
    }
}

/// People who may serve guests.
fn servers(staff: &[StaffMember]) -> Vec<(StaffId, String)> {
    let serve = staff.iter().filter(|one| one.role.may(Permit::TakeOrders));
    serve.map(|one| (one.id, one.name.clone())).collect()
}
