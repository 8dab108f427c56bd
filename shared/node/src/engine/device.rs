//! Who this device is, and which restaurant it belongs to.

use ed25519_dalek::SigningKey;
use local_store::{Batch, Store, StoreError};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{
    api::{
        Problem,
        device::{DeviceRole, DeviceView},
    },
    ids::{DeviceId, SiteId, TenantId},
};

use super::{Engine, names, ring};
use crate::source::Source;

const BOOT: &str = "boot";
const ENROLLED: &str = "enrolled";
const HUB_URL: &str = "hub_url";

/// A device's own name and key. Made at the first start, kept for ever.
#[derive(Clone)]
pub struct Identity {
    /// Its id.
    pub device: DeviceId,
    /// Signs the journal and the greeting to the hub.
    pub key: SigningKey,
    /// How often the node was started.
    pub boot: u64,
    /// Writes in documents under this name until the next start.
    pub actor: [u8; 16],
}

impl std::fmt::Debug for Identity {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity")
            .field("device", &self.device)
            .field("boot", &self.boot)
            .finish_non_exhaustive()
    }
}

/// What the hub said when it took the device in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// The company.
    pub tenant_id: TenantId,
    /// The restaurant.
    pub site_id: SiteId,
    /// What people call the device.
    pub name: String,
    /// Letters of its order numbers.
    pub letters: String,
    /// Where the hub is.
    pub hub_url: String,
    /// The device's certificate, PEM.
    pub certificate: String,
    /// The site's CA, PEM.
    pub ca: String,
}

/// Reads the identity, or makes it; counts the start.
pub(super) fn identity(store: &mut Store, source: &Source) -> Result<Identity, StoreError> {
    let boot = stored::<u64>(store, BOOT)?.unwrap_or(0) + 1;
    let device = match store.device(names::ID)? {
        Some(text) => text
            .parse()
            .map_err(|error| unreadable(names::ID, &error))?,
        None => DeviceId::from_bytes(source.id()),
    };
    let secret: [u8; 32] = match store.device(names::KEY)? {
        Some(text) => {
            let mut bytes = [0; 32];
            hex::decode_to_slice(text, &mut bytes)
                .map_err(|error| unreadable(names::KEY, &error))?;
            bytes
        }
        None => source.bytes(),
    };
    let rows = [
        (names::ID.to_owned(), device.to_string()),
        (names::KEY.to_owned(), hex::encode(secret)),
        (BOOT.to_owned(), boot.to_string()),
    ];
    store.commit(&Batch {
        device: rows.into(),
        ..Batch::default()
    })?;
    Ok(Identity {
        device,
        key: SigningKey::from_bytes(&secret),
        boot,
        actor: source.bytes(),
    })
}

/// Reads to which restaurant the device belongs.
pub(super) fn enrolled(store: &Store) -> Result<Option<Enrolled>, StoreError> {
    stored(store, ENROLLED)
}

/// A JSON value of the device table.
pub(super) fn stored<T: DeserializeOwned>(
    store: &Store,
    name: &str,
) -> Result<Option<T>, StoreError> {
    let parse = |text: String| serde_json::from_str(&text).map_err(|e| unreadable("device", &e));
    store.device(name)?.map(parse).transpose()
}

fn unreadable(what: &'static str, why: &impl ToString) -> StoreError {
    StoreError::Unreadable {
        what,
        why: why.to_string(),
    }
}

impl Engine {
    /// Who this device is.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// To which restaurant it belongs.
    pub fn enrolled(&self) -> Option<&Enrolled> {
        self.enrolled.as_ref()
    }

    /// What this device is, for its face.
    pub fn device_view(&self) -> DeviceView {
        let site = self.catalogue.as_ref().map(|menu| &menu.site);
        let language = site.map_or("", |site| match self.role {
            DeviceRole::Till => &site.language,
            DeviceRole::Kitchen => site.language_of_kitchen(),
        });
        let hub_url = self.enrolled.as_ref().map(|site| site.hub_url.clone());
        DeviceView {
            enrolled: self.enrolled.is_some(),
            role: self.role,
            name: self.name.clone(),
            letters: self
                .enrolled
                .as_ref()
                .map(|site| site.letters.clone())
                .unwrap_or_default(),
            hub_url: hub_url
                .or_else(|| self.store.device(HUB_URL).ok().flatten())
                .unwrap_or_default(),
            site_name: site.map(|site| site.name.clone()).unwrap_or_default(),
            language: language.to_owned(),
            menu_version: self.catalogue.as_ref().map_or(0, |menu| menu.version),
        }
    }

    /// Remembers which hub to suggest on the set-up screen.
    pub fn suggest_hub(&mut self, url: &str) -> Result<(), Problem> {
        let device = vec![(HUB_URL.to_owned(), url.to_owned())];
        self.store
            .commit(&Batch {
                device,
                ..Batch::default()
            })
            .map_err(super::disk)
    }

    /// Joins the restaurant.
    pub fn enrol(&mut self, enrolled: Enrolled) -> Result<(), Problem> {
        let device = vec![(ENROLLED.to_owned(), super::json(&enrolled)?)];
        self.store
            .commit(&Batch {
                device,
                ..Batch::default()
            })
            .map_err(super::disk)?;
        self.name.clone_from(&enrolled.name);
        self.enrolled = Some(enrolled);
        ring(&self.bells.enrolled);
        Ok(())
    }

    /// Where the sync loop begins: hub's epoch, cursor, and acknowledged journal number.
    pub fn sync_start(&self) -> Result<(u64, u64, u64), StoreError> {
        let number = |name| Ok::<_, StoreError>(stored::<u64>(&self.store, name)?.unwrap_or(0));
        Ok((
            number(names::EPOCH)?,
            number(names::CURSOR)?,
            number(names::FACTS_ACKED)?,
        ))
    }
}
