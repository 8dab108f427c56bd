//! What the demo asks of the hub in the manager's name, by the same doors that the dashboard uses.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value, json};

use shared::api::hub::OpenChecks;

use crate::http;

/// A signed-in manager.
pub(super) struct Session {
    hub: String,
    cookie: String,
}

impl Session {
    /// Signs in with a password.
    pub(super) fn sign_in(hub: &str, manager: &str, password: &str) -> Result<Self> {
        let words = json!({ "name": manager, "password": password });
        let answer = http::post(&format!("{hub}/api/v1/login"), None, &words)?;
        if answer.status != 200 {
            bail!("the hub does not let {manager} in: {}", reason(&answer));
        }
        let cookie = answer.cookie.context("the hub gave no session")?;
        Ok(Self {
            hub: hub.to_owned(),
            cookie,
        })
    }

    /// Loads a restaurant's folder, whole or not at all.
    pub(super) fn load(&self, restaurant: &Path) -> Result<()> {
        let mut files = Map::new();
        let entries = fs::read_dir(restaurant)
            .with_context(|| format!("cannot list {}", restaurant.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|kind| kind == "csv") {
                let name = path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let text = fs::read_to_string(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                files.insert(name, Value::String(text));
            }
        }
        self.ask("api/v1/import?dry_run=false", &json!({ "files": files }))
            .with_context(|| format!("loading {}", restaurant.display()))?;
        Ok(())
    }

    /// A one-time code for a new device.
    pub(super) fn device_code(&self, role: &str, name: &str) -> Result<String> {
        let answer = self.ask(
            "api/v1/devices/codes",
            &json!({ "role": role, "name": name }),
        )?;
        let code = answer.get("code").and_then(Value::as_str);
        code.map(str::to_owned)
            .with_context(|| format!("there is no code in {answer}"))
    }

    /// The checks that nobody has paid yet.
    pub(super) fn open_checks(&self) -> Result<OpenChecks> {
        let url = format!("{}/api/v1/checks/open", self.hub);
        let answer = http::get(&url, Some(&self.cookie))?;
        serde_json::from_value(answer.body).context("the hub's list of open checks")
    }

    fn ask(&self, path: &str, body: &Value) -> Result<Value> {
        let answer = http::post(&format!("{}/{path}", self.hub), Some(&self.cookie), body)?;
        if !(200..300).contains(&answer.status) {
            bail!("the hub refused: {}", reason(&answer));
        }
        Ok(answer.body)
    }
}

/// Makes a node part of the restaurant, by the door its set-up screen uses.
pub(super) fn enrol(node: &str, hub: &str, code: &str) -> Result<()> {
    let answer = http::post(
        &format!("{node}/api/enrol"),
        None,
        &json!({ "hub_url": hub, "code": code }),
    )?;
    if !(200..300).contains(&answer.status) {
        bail!("the device could not be set up: {}", reason(&answer));
    }
    Ok(())
}

fn reason(answer: &http::Answer) -> String {
    format!("{} {}", answer.status, answer.body)
}
