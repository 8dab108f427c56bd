//! What drives the screens: Chromium for browsers, `WebKit` for the windows of the shells.

use std::{
    env,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result};
use fantoccini::{Client, ClientBuilder};
use serde_json::{Map, Value, json};
use tokio::sync::{OnceCell, oneshot};

use crate::{
    places::free_port,
    program::{Program, Start},
    wait::until,
};

/// Chromedriver chooses a port that is free at one address of this machine and may find it taken at
/// another one: then it ends, and is started again so often.
const CHROMIUM_STARTS_MAX: u32 = 5;
/// A driver that is told to go away has so long to do it.
const FAREWELL_MAX: Duration = Duration::from_secs(3);
/// Chromium in a story: no picture on a real screen, and nothing that asks the network.
const CHROMIUM_WORDS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=en-US",
];

/// A program that opens screens and touches them.
#[derive(Debug)]
pub struct Driver {
    port: u16,
    chromium: bool,
    _program: Program,
}

impl Driver {
    /// One for browsers.
    pub(crate) async fn chromium(logs: &Path) -> Result<Self> {
        let mut starts = 1;
        loop {
            match Self::chromium_once(logs).await {
                Err(_taken) if starts < CHROMIUM_STARTS_MAX => starts += 1,
                outcome => return outcome,
            }
        }
    }

    async fn chromium_once(logs: &Path) -> Result<Self> {
        let start = Start::new("Chromedriver", "chromedriver").word("--port=0");
        let mut program = start
            .run(logs)
            .context("Debian's package is chromium-driver")?;
        let port = program
            .line(|line| {
                let (_, port) = line.split_once("successfully on port ")?;
                port.trim_end_matches('.').parse().ok()
            })
            .await?;
        Ok(Self {
            port,
            chromium: true,
            _program: program,
        })
    }

    /// One for the window of a shell.
    pub(crate) async fn webkit(logs: &Path, screen: &str) -> Result<Self> {
        let port = free_port()?;
        let program = Start::new("WebKitWebDriver", "WebKitWebDriver")
            .word(format!("--port={port}"))
            .variable("TAURI_AUTOMATION", "true")
            .variable("TAURI_WEBVIEW_AUTOMATION", "true")
            .variable("DISPLAY", screen)
            .variable("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
            .variable("NO_AT_BRIDGE", "1")
            .run(logs)
            .context("Debian's package is webkit2gtk-driver")?;
        let driver = Self {
            port,
            chromium: false,
            _program: program,
        };
        let status = format!("{}/status", driver.url());
        let client = crate::hub::client()?;
        until("WebKitWebDriver answers", async || {
            let answer = client.get(&status).send().await?;
            Ok(answer.status().is_success().then_some(()))
        })
        .await?;
        Ok(driver)
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A browser of its own, with nothing remembered.
    pub(crate) async fn browser(&self, profile: &Path) -> Result<Client> {
        let mut words: Vec<String> = CHROMIUM_WORDS.map(str::to_owned).to_vec();
        words.push(format!("--user-data-dir={}", profile.display()));
        self.session(json!({
            "goog:chromeOptions": { "args": words },
            "goog:loggingPrefs": { "browser": "ALL" },
        }))
        .await
    }

    /// The window of a shell that is started for it.
    pub(crate) async fn window(&self, program: PathBuf, words: Vec<String>) -> Result<Client> {
        let options = json!({ "binary": program, "args": words });
        self.session(json!({ "webkitgtk:browserOptions": options }))
            .await
    }

    async fn session(&self, capabilities: Value) -> Result<Client> {
        let Value::Object(capabilities) = capabilities else {
            return Err(anyhow::anyhow!("capabilities are an object"));
        };
        let capabilities: Map<String, Value> = capabilities;
        let mut builder = ClientBuilder::new(plain_http());
        let url = self.url();
        let asked = builder.capabilities(capabilities).connect(&url);
        let session = tokio::time::timeout(crate::wait::LIMIT * 2, asked).await;
        session
            .context("the driver opens no screen")?
            .context("the driver opens no screen")
    }
}

/// Drivers are on this machine and speak without a lock.
fn plain_http() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}

impl Drop for Driver {
    /// A browser must not stay behind where a story failed before it could close it.
    fn drop(&mut self) {
        if !self.chromium {
            return;
        }
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else {
            return;
        };
        let farewell = "GET /shutdown HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
        let told = stream
            .set_read_timeout(Some(FAREWELL_MAX))
            .and_then(|()| stream.write_all(farewell.as_bytes()));
        if told.is_ok() {
            // Its answer comes after the browsers are gone.
            drop(stream.read_to_end(&mut Vec::new()));
        }
    }
}

/// The display for windows, once it is known.
static SCREEN: OnceCell<String> = OnceCell::const_new();

/// The display for windows: the one that is there, or one in memory that lives as long as the
/// stories.
pub(crate) async fn screen() -> Result<&'static str> {
    let open = async || match env::var("DISPLAY").ok().filter(|name| !name.is_empty()) {
        Some(display) => Ok(display),
        None => screen_in_memory().await,
    };
    Ok(SCREEN.get_or_try_init(open).await?.as_str())
}

/// Starts a screen in memory from a thread that stays: it is told to end when that thread does.
async fn screen_in_memory() -> Result<String> {
    let (sender, name) = oneshot::channel();
    std::thread::spawn(move || match open_screen() {
        Ok((name, mut server)) => {
            // Nobody has to wait for it any more where the story has ended.
            drop(sender.send(Ok(name)));
            drop(server.wait());
        }
        Err(why) => drop(sender.send(Err(why))),
    });
    name.await.context("nobody opened a screen")?
}

fn open_screen() -> Result<(String, Child)> {
    let mut server = Command::new("setpriv")
        .args(["--pdeathsig", "TERM", "--", "Xvfb", "-displayfd", "1"])
        .args(["-screen", "0", "1920x1200x24", "-nolisten", "tcp"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start Xvfb")?;
    let output = server.stdout.take().context("Xvfb has no output")?;
    let mut number = String::new();
    BufReader::new(output).read_line(&mut number)?;
    anyhow::ensure!(!number.trim().is_empty(), "Xvfb could not open a screen");
    Ok((format!(":{}", number.trim()), server))
}
