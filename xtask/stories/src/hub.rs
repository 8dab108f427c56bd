//! The hub, and what a manager asks of it.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value, json};

use crate::{
    places::Places,
    program::{Program, Start},
};

/// No answer takes longer; an import hashes PINs.
const ANSWER_MAX: Duration = Duration::from_mins(1);

pub(crate) fn client() -> Result<reqwest::Client> {
    let builder = reqwest::Client::builder().no_proxy().timeout(ANSWER_MAX);
    builder.build().context("an HTTP client")
}

/// A running hub with a manager who is signed in.
#[derive(Debug)]
pub struct Hub {
    /// Where it answers.
    pub url: String,
    /// The account that its first start made.
    pub manager: String,
    /// The password that its first start made.
    pub password: String,
    cookie: String,
    client: reqwest::Client,
    program: Program,
    start: Start,
    logs: PathBuf,
}

impl Hub {
    pub(crate) async fn start(places: &Places, folder: &Path, logs: &Path) -> Result<Self> {
        let start = Start::new("Hub", places.program("sync-hub")?)
            .flag("--data", folder.join("hub"))
            .flag("--faces", places.faces());
        let mut program = start.clone().flag("--listen", "127.0.0.1:0").run(logs)?;
        let (manager, password) = program
            .fact(|fact| {
                let manager = fact["manager"].as_str()?.to_owned();
                Some((manager, fact["password"].as_str()?.to_owned()))
            })
            .await?;
        let url = program.fact(listening).await?;
        let mut hub = Self {
            url,
            manager,
            password,
            cookie: String::new(),
            client: client()?,
            program,
            start,
            logs: logs.to_path_buf(),
        };
        hub.cookie = hub.sign_in().await?;
        Ok(hub)
    }

    async fn sign_in(&self) -> Result<String> {
        let words = json!({ "name": self.manager, "password": self.password });
        let login = format!("{}/api/v1/login", self.url);
        let answer = self.client.post(login).json(&words).send().await?;
        let answer = answer.error_for_status().context("signing in at the hub")?;
        let cookie = answer.headers().get("set-cookie");
        let cookie = cookie.context("the hub gave no session")?.to_str()?;
        Ok(cookie.split(';').next().unwrap_or_default().to_owned())
    }

    /// Kills it as a pulled plug does.
    pub async fn kill(&mut self) -> Result<()> {
        self.program.kill().await
    }

    /// Starts it again at the same address with the same data.
    pub async fn start_again(&mut self) -> Result<()> {
        let address = self.url.trim_start_matches("http://").to_owned();
        let start = self.start.clone().flag("--listen", address);
        self.program = start.run(&self.logs)?;
        self.program.fact(listening).await?;
        Ok(())
    }

    /// Asks for something.
    pub async fn get(&self, path: &str) -> Result<Value> {
        let request = self.client.get(format!("{}/api/v1/{path}", self.url));
        self.answer(path, request).await
    }

    /// Asks for a change.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let request = self.client.post(format!("{}/api/v1/{path}", self.url));
        self.answer(path, request.json(body)).await
    }

    /// Asks for something to be put in place of what is there.
    pub async fn put(&self, path: &str, body: &Value) -> Result<Value> {
        let request = self.client.put(format!("{}/api/v1/{path}", self.url));
        self.answer(path, request.json(body)).await
    }

    async fn answer(&self, path: &str, request: reqwest::RequestBuilder) -> Result<Value> {
        let answer = request.header("cookie", &self.cookie).send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        if !status.is_success() {
            bail!("the hub refused {path}: {status} {text}");
        }
        serde_json::from_str(&text).with_context(|| format!("what the hub answered to {path}"))
    }

    /// Loads a restaurant; `change` may have the last word on each file.
    pub async fn import(
        &self,
        folder: &Path,
        change: impl Fn(&str, String) -> String,
    ) -> Result<()> {
        let mut files = Map::new();
        for entry in
            fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?
        {
            let path = entry?.path();
            if path.extension().is_some_and(|kind| kind == "csv") {
                let name = path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let text = change(&name, fs::read_to_string(&path)?);
                files.insert(name, Value::String(text));
            }
        }
        let request = json!({ "files": files });
        self.post("import?dry_run=false", &request).await?;
        Ok(())
    }

    /// One printer for receipts and for every station.
    pub async fn set_printer(&self, address: &str, profile: &str) -> Result<()> {
        let stations = self.get("printers").await?["stations"].clone();
        let printer = json!({
            "name": "Counter", "address": address, "profile": profile,
            "stations": stations, "receipts": true,
        });
        self.put("printers", &json!({ "printers": [printer] }))
            .await?;
        Ok(())
    }

    /// A one-time code for a new device.
    pub async fn device_code(&self, role: &str, name: &str) -> Result<String> {
        let ask = json!({ "role": role, "name": name });
        let answer = self.post("devices/codes", &ask).await?;
        let code = answer["code"].as_str();
        Ok(code.context("the hub gave no code")?.to_owned())
    }

    /// Id of the device that people call so.
    pub async fn device(&self, name: &str) -> Result<String> {
        let devices = self.get("devices").await?;
        let mut devices = devices.as_array().into_iter().flatten();
        let device = devices.find(|device| device["name"] == name);
        let id = device.and_then(|device| device["device_id"].as_str());
        Ok(id
            .with_context(|| format!("the hub knows no {name}"))?
            .to_owned())
    }

    /// The facts that the hub holds of a device: number and body of each.
    pub async fn journal(&self, name: &str) -> Result<Vec<(u64, Value)>> {
        let device = self.device(name).await?;
        let page = self.get(&format!("journal/{device}?limit=500")).await?;
        let records = page["records"].as_array().cloned().unwrap_or_default();
        let read = |record: &Value| {
            let body = serde_json::from_str(record["body"].as_str()?).ok()?;
            Some((record["number"].as_u64()?, body))
        };
        let facts: Option<Vec<_>> = records.iter().map(read).collect();
        facts.context("a record of the journal cannot be read")
    }
}

fn listening(fact: &Value) -> Option<String> {
    (fact["hub"] == "listening").then(|| fact["url"].as_str().map(str::to_owned))?
}
