//! A restaurant to measure in: a hub with the menu of the trattoria, as the project brings it.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};
use reqwest::{Client, header::AUTHORIZATION};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use shared::{
    api::device::DeviceRole,
    ids::{DeviceId, SiteId, TenantId},
    menu::Catalogue,
};
use sync_hub::{Hub, RunningHub, Settings};
use tokio::runtime::Runtime;

use crate::places::Places;

/// The restaurant that is measured.
const RESTAURANT: &str = "docs/restaurants/trattoria";
/// PIN of somebody who may do everything there.
pub(crate) const MANAGER_PIN: &str = "1111";

/// A hub with its own threads, and a signed-in manager.
pub(crate) struct Restaurant {
    runtime: Runtime,
    hub: RunningHub,
    client: Client,
    token: String,
}

/// What the hub says to a device that comes in.
#[derive(Debug, Deserialize)]
struct Enrolment {
    tenant_id: TenantId,
    site_id: SiteId,
}

impl Restaurant {
    /// Starts a hub in `folder` and loads the menu.
    pub(crate) fn open(places: &Places, folder: &Path) -> Result<Self> {
        let runtime = Runtime::new()?;
        let hub = runtime
            .block_on(Hub::start(Settings::in_folder(folder)))
            .context("the hub does not start")?;
        let manager = hub.new_manager().context("the hub made no manager")?;
        let login = json!({ "name": manager.name, "password": manager.password });
        let client = Client::new();
        let url = format!("{}/api/v1/login", hub.url());
        let session: Value = runtime.block_on(async {
            let answer = client.post(url).json(&login).send().await?;
            answer.error_for_status()?.json().await
        })?;
        let token = session.get("token").and_then(Value::as_str);
        let restaurant = Self {
            token: token.context("the hub gave no token")?.to_owned(),
            runtime,
            hub,
            client,
        };
        let files = files(&places.root.join(RESTAURANT))?;
        restaurant.ask("import?dry_run=false", &json!({ "files": files }))?;
        Ok(restaurant)
    }

    /// Where devices find it.
    pub(crate) fn url(&self) -> String {
        self.hub.url()
    }

    /// What it sells, as devices get it.
    pub(crate) fn catalogue(&self) -> Result<Catalogue> {
        let kernel = self.hub.kernel();
        let (menu, home) = (kernel.ports.catalogue.clone(), kernel.home);
        let found = self.runtime.block_on(
            kernel
                .db
                .read(move |tx| menu.current(tx, home.tenant_id, home.site_id)),
        );
        let found = found?.context("nothing is published")?;
        Ok(serde_json::from_slice(&found.json)?)
    }

    /// A one-time code for a new device.
    pub(crate) fn code(&self, role: DeviceRole, name: &str) -> Result<String> {
        let answer = self.ask(
            "devices/codes",
            &json!({ "role": role.word(), "name": name }),
        )?;
        let code = answer.get("code").and_then(Value::as_str);
        Ok(code.context("the hub gave no code")?.to_owned())
    }

    /// Lets a device in that is no whole node.
    pub(crate) fn enrol(&self, name: &str, device: DeviceId, public_key: &[u8; 32]) -> Result<()> {
        let code = self.code(DeviceRole::Till, name)?;
        let answer = self.ask(
            "enrol",
            &json!({
                "code": code,
                "device_id": device,
                "public_key": hex::encode(public_key),
            }),
        )?;
        let enrolment: Enrolment = serde_json::from_value(answer)?;
        let home = self.hub.home();
        if (enrolment.tenant_id, enrolment.site_id) != (home.tenant_id, home.site_id) {
            bail!("{name} was taken in elsewhere");
        }
        Ok(())
    }

    fn ask(&self, path: &str, body: &Value) -> Result<Value> {
        let url = format!("{}/api/v1/{path}", self.hub.url());
        self.runtime.block_on(async {
            let asked = self.client.post(&url).json(body);
            let asked = asked.header(AUTHORIZATION, format!("Bearer {}", self.token));
            let answer = asked.send().await?;
            let status = answer.status();
            let body: Value = answer.json().await.unwrap_or_default();
            if !status.is_success() {
                bail!("the hub answers {status} to {path}: {body}");
            }
            Ok(body)
        })
    }

    /// Ends it in good order.
    pub(crate) fn close(self) {
        self.runtime.block_on(self.hub.stop());
    }
}

/// The CSV files of a restaurant by their names.
fn files(folder: &Path) -> Result<Map<String, Value>> {
    let mut files = Map::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "csv") {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(name.into_owned(), Value::String(text));
        }
    }
    Ok(files)
}
