//! Makes the next catalogue out of a folder and of what was published before.

use shared::{
    ids::StaffId,
    menu::{Catalogue, Printer},
    staff::StaffMember,
};

use crate::folder::Folder;

/// Where a printer is looked for while nobody said where it is.
const PRINTER_ADDRESS: &str = "127.0.0.1:9100";
const PRINTER_NAME: &str = "Printer";
const PROFILE_WESTERN: &str = "epson-80";
const PROFILE_JAPANESE: &str = "epson-80-jp";

/// The hashes of a folder's PINs, in the order of its staff, and the salt that they were made with.
#[derive(Clone, Debug)]
pub(crate) struct PinHashes {
    /// The site's salt, hexadecimal.
    pub(crate) salt_hex: String,
    /// One for each person of the folder.
    pub(crate) hashes: Vec<String>,
}

/// The catalogue that a folder asks for. Its version is still that of `current`.
///
/// Kept from before: ids of people with the same name, sold-out marks, printers.
pub(crate) fn next(
    folder: &Folder,
    current: Option<&Catalogue>,
    pins: PinHashes,
    mut new_id: impl FnMut() -> StaffId,
) -> Catalogue {
    let known = |name: &str| {
        let staff = current.map(|catalogue| &catalogue.staff);
        staff.and_then(|staff| staff.iter().find(|one| one.name == name))
    };
    let staff = folder
        .staff
        .iter()
        .zip(pins.hashes)
        .map(|(new, pin_hash)| StaffMember {
            id: known(&new.name).map_or_else(&mut new_id, |one| one.id),
            name: new.name.clone(),
            role: new.role,
            pin_hash,
        });
    let staff = staff.collect();
    let mut items = folder.items.clone();
    for item in &mut items {
        if let Some(known) = current.and_then(|catalogue| catalogue.item(&item.sku)) {
            item.sold_out = known.sold_out;
            item.left = known.left;
        }
    }
    Catalogue {
        version: current.map_or(0, |catalogue| catalogue.version),
        site: folder.site.clone(),
        taxes: folder.taxes.clone(),
        categories: folder.categories.clone(),
        items,
        groups: folder.groups.clone(),
        combos: folder.combos.clone(),
        stations: folder.stations.clone(),
        rooms: folder.rooms.clone(),
        staff,
        pin_salt: pins.salt_hex,
        printers: printers(folder, current),
    }
}

/// The printers that were there, for the stations that are there now; or a first one for all.
fn printers(folder: &Folder, current: Option<&Catalogue>) -> Vec<Printer> {
    let mut printers = current.map_or_else(Vec::new, |catalogue| catalogue.printers.clone());
    if printers.is_empty() {
        let japanese = folder.site.language == "ja" || folder.site.currency.code() == "JPY";
        let profile = if japanese {
            PROFILE_JAPANESE
        } else {
            PROFILE_WESTERN
        };
        return vec![Printer {
            name: PRINTER_NAME.to_owned(),
            address: PRINTER_ADDRESS.to_owned(),
            profile: profile.to_owned(),
            stations: folder.stations.clone(),
            receipts: true,
        }];
    }
    for printer in &mut printers {
        printer
            .stations
            .retain(|station| folder.stations.contains(station));
    }
    // What a new station cooks must come out somewhere until somebody says where.
    let known = current.map_or(&[][..], |catalogue| &catalogue.stations);
    let new = folder
        .stations
        .iter()
        .filter(|station| !known.contains(station));
    if let Some(first) = printers.first_mut() {
        first.stations.extend(new.cloned());
    }
    printers
}
