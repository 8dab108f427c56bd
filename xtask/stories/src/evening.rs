//! An evening: a hub, a printer, devices and their screens, from the first plug to the last.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Semaphore;

use crate::{
    Face,
    driver::{self, Driver},
    hub::Hub,
    paper::Paper,
    places::{Places, free_port},
    program::{Program, Start},
};

/// So many evenings at once: each has a browser, and a small machine has two cores.
static SEATS: Semaphore = Semaphore::const_new(2);

/// The size of a till's screen.
const WIDTH: u32 = 1024;
const HEIGHT: u32 = 768;

/// The restaurants that come with the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restaurant {
    /// In Florence, in Italian: courses, a drawer, taxes inside of prices.
    Trattoria,
    /// In Albany, in English: taxes on top, tips.
    Diner,
    /// In Tokyo, in Japanese: no minor units, another tax for what is taken away.
    Yatai,
}

impl Restaurant {
    /// The name of its folder.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trattoria => "trattoria",
            Self::Diner => "diner",
            Self::Yatai => "yatai",
        }
    }

    /// The PIN of its manager.
    pub const fn manager_pin(self) -> &'static str {
        match self {
            Self::Trattoria => "1111",
            Self::Diner => "9901",
            Self::Yatai => "7001",
        }
    }

    const fn printer_profile(self) -> &'static str {
        match self {
            Self::Trattoria | Self::Diner => "epson-80",
            Self::Yatai => "epson-80-jp",
        }
    }
}

/// A till or a kitchen screen without a window.
#[derive(Debug)]
pub struct Device {
    /// What people call it.
    pub name: String,
    /// Where its face is.
    pub url: String,
    program: Program,
}

impl Device {
    /// Kills it as a pulled plug does.
    pub async fn kill(&mut self) -> Result<()> {
        self.program.kill().await
    }
}

/// How an evening begins.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// The name of the story.
    pub name: &'static str,
    /// Where it plays.
    pub restaurant: Restaurant,
    /// Lines that take the place of those in `site.csv`: key and value.
    pub site: &'static [(&'static str, &'static str)],
    /// It mostly waits, so it takes nobody's seat.
    pub idle: bool,
}

impl Plan {
    /// A story in a restaurant as it comes with the project.
    pub const fn new(name: &'static str, restaurant: Restaurant) -> Self {
        Self {
            name,
            restaurant,
            site: &[],
            idle: false,
        }
    }
}

/// A running evening.
#[derive(Debug)]
pub struct Evening {
    /// Where it plays.
    pub restaurant: Restaurant,
    /// The hub.
    pub hub: Hub,
    /// The printer for receipts and tickets.
    pub paper: Paper,
    /// Where things lie.
    pub places: Places,
    devices: Vec<Device>,
    /// Nodes that run inside of the story, because it sets their clock.
    pub(crate) nodes: Vec<node::Node>,
    faces: Vec<Face>,
    browsers: Option<Driver>,
    windows: Vec<Driver>,
    // The last one, so that everything that writes into it is gone before.
    folder: TempDir,
}

impl Evening {
    /// Plays a story from the first plug to the last; what a screen complained about fails it.
    pub async fn play(plan: Plan, story: impl AsyncFnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let _seat = if plan.idle {
            None
        } else {
            Some(SEATS.acquire().await?)
        };
        let mut evening = Self::begin(plan).await.context(plan.name)?;
        let played = story(&mut evening).await;
        evening.end(plan.name, played).await.context(plan.name)
    }

    async fn begin(plan: Plan) -> Result<Self> {
        let places = Places::find()?;
        let folder = TempDir::with_prefix("comanda-story-")?;
        let logs = folder.path();
        let paper = Paper::start(&places, logs).await?;
        let hub = Hub::start(&places, folder.path(), logs).await?;
        let from = places.restaurant(plan.restaurant.name());
        hub.import(&from, |file, text| {
            if file == "site.csv" {
                with_lines(&text, plan.site)
            } else {
                text
            }
        })
        .await?;
        hub.set_printer(&paper.address, plan.restaurant.printer_profile())
            .await?;
        Ok(Self {
            restaurant: plan.restaurant,
            hub,
            paper,
            places,
            devices: Vec::new(),
            nodes: Vec::new(),
            faces: Vec::new(),
            browsers: None,
            windows: Vec::new(),
            folder,
        })
    }

    pub(crate) fn logs(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of a device's data.
    pub(crate) fn data_of(&self, name: &str) -> PathBuf {
        self.logs().join(name.to_lowercase().replace(' ', "-"))
    }

    fn start_of(&self, program: &str, role: &str, name: &str) -> Result<Start> {
        let start = Start::new(name, self.places.program(program)?)
            .flag("--role", role)
            .flag("--name", name)
            .flag("--data", self.data_of(name))
            .flag("--hub", &self.hub.url)
            .flag("--faces", self.places.faces());
        Ok(start)
    }

    /// A device that belongs to nobody yet; gives the address of its face.
    pub async fn new_device(&mut self, role: &str, name: &str) -> Result<String> {
        let mut program = self
            .start_of("comanda-node", role, name)?
            .flag("--listen", "127.0.0.1:0")
            .word("--with-parent")
            .run(self.logs())?;
        let url = program.fact(listening).await?;
        self.devices.push(Device {
            name: name.to_owned(),
            url: url.clone(),
            program,
        });
        Ok(url)
    }

    /// A device that is part of the restaurant already; gives the address of its face.
    pub async fn device(&mut self, role: &str, name: &str) -> Result<String> {
        let url = self.new_device(role, name).await?;
        self.enrol(role, name, &url).await?;
        Ok(url)
    }

    /// Makes a running device part of the restaurant.
    pub(crate) async fn enrol(&self, role: &str, name: &str, url: &str) -> Result<()> {
        let code = self.hub.device_code(role, name).await?;
        let enrol = json!({ "hub_url": self.hub.url, "code": code });
        let client = crate::hub::client()?;
        let asked = client.post(format!("{url}/api/enrol")).json(&enrol).send();
        let answer = asked.await?;
        anyhow::ensure!(answer.status().is_success(), "{name} cannot be set up");
        Ok(())
    }

    /// A running device by its name.
    pub fn device_named(&mut self, name: &str) -> Result<&mut Device> {
        let mut devices = self.devices.iter_mut();
        let device = devices.find(|device| device.name == name);
        device.with_context(|| format!("there is no {name}"))
    }

    /// A browser at a page.
    pub async fn browser(&mut self, name: &str, url: &str) -> Result<Face> {
        if self.browsers.is_none() {
            self.browsers = Some(Driver::chromium(self.logs()).await?);
        }
        let driver = self.browsers.as_ref().context("a driver")?;
        let profile = self.folder.path().join(format!("profile-{name}"));
        let client = driver.browser(&profile).await?;
        let face = Face::new(name, client, Some(driver.url())).await?;
        self.faces.push(face.clone());
        face.resize(WIDTH, HEIGHT).await?;
        face.go(url).await?;
        Ok(face)
    }

    /// A till of the restaurant with a browser at it, waiting for a PIN.
    pub async fn till(&mut self, name: &str) -> Result<Face> {
        let url = self.device("till", name).await?;
        let face = self.browser(name, &url).await?;
        face.wait_for("pin-pad").await?;
        Ok(face)
    }

    /// A kitchen screen of the restaurant with a browser at it.
    pub async fn kitchen(&mut self, name: &str) -> Result<Face> {
        let url = self.device("kitchen", name).await?;
        let face = self.browser(name, &url).await?;
        face.wait_for("wall").await?;
        Ok(face)
    }

    /// The back office with a browser at it, waiting for a password.
    pub async fn back_office(&mut self, name: &str) -> Result<Face> {
        let url = self.hub.url.clone();
        let face = self.browser(name, &url).await?;
        face.wait_for("login-password").await?;
        Ok(face)
    }

    /// Copies of the restaurant's files in a folder of their own, with another `items.csv`.
    pub fn restaurant_files(
        &self,
        folder: &str,
        change: impl Fn(&str) -> String,
    ) -> Result<Vec<PathBuf>> {
        let to = self.folder.path().join(folder);
        std::fs::create_dir(&to)?;
        let mut files = Vec::new();
        for entry in std::fs::read_dir(self.places.restaurant(self.restaurant.name()))? {
            let from = entry?.path();
            let file = to.join(from.file_name().context("a file has a name")?);
            let text = std::fs::read_to_string(&from)?;
            let is_items = from.ends_with("items.csv");
            std::fs::write(&file, if is_items { change(&text) } else { text })?;
            files.push(file);
        }
        Ok(files)
    }

    /// The real window of a device that belongs to nobody yet.
    pub async fn window(&mut self, role: &str, name: &str) -> Result<Face> {
        let shell = match role {
            "till" => "pos-app-shell",
            _ => "kds-app-shell",
        };
        let screen = driver::screen().await?;
        let driver = Driver::webkit(self.logs(), screen).await?;
        let start = self
            .start_of(shell, role, name)?
            .flag("--listen", format!("127.0.0.1:{}", free_port()?));
        let words = start
            .words
            .iter()
            .map(|word| word.to_string_lossy().into_owned());
        let client = driver
            .window(PathBuf::from(&start.program), words.collect())
            .await?;
        let face = Face::new(name, client, None).await?;
        self.windows.push(driver);
        self.faces.push(face.clone());
        Ok(face)
    }

    async fn end(mut self, name: &str, played: Result<()>) -> Result<()> {
        let mut complaints = Vec::new();
        let faces = std::mem::take(&mut self.faces);
        for face in faces {
            if played.is_err() {
                self.keep_picture(name, &face).await;
            }
            // A browser that is gone has said why already.
            complaints.extend(face.complaints().await.unwrap_or_default());
            drop(face.close().await);
        }
        for node in std::mem::take(&mut self.nodes) {
            node.stop().await;
        }
        if played.is_err() {
            self.keep_logs(name);
        }
        let complaints = complaints.join("\n");
        played.with_context(|| {
            let remains = self.places.remains();
            let remains = remains.display();
            format!("pictures and logs are in {remains}; the pages said: {complaints:?}")
        })?;
        anyhow::ensure!(complaints.is_empty(), "the pages complained:\n{complaints}");
        Ok(())
    }

    /// What the screen showed when the story went wrong. Best effort: the story's own error counts.
    async fn keep_picture(&self, name: &str, face: &Face) {
        let remains = self.places.remains();
        if std::fs::create_dir_all(&remains).is_ok() {
            let file = format!(
                "{name}-{}.png",
                face.name().to_lowercase().replace(' ', "-")
            );
            drop(face.picture_to(&remains.join(file)).await);
        }
    }

    fn keep_logs(&self, name: &str) {
        let remains = self.places.remains().join(format!("{name}-logs"));
        let Ok(()) = std::fs::create_dir_all(&remains) else {
            return;
        };
        let logs = std::fs::read_dir(self.logs())
            .into_iter()
            .flatten()
            .flatten();
        for log in logs.filter(|file| file.path().extension().is_some_and(|kind| kind == "log")) {
            drop(std::fs::copy(log.path(), remains.join(log.file_name())));
        }
    }
}

fn listening(fact: &Value) -> Option<String> {
    let is_so = fact.get("node")? == "listening";
    is_so.then(|| Some(fact.get("url")?.as_str()?.to_owned()))?
}

/// `key,value` lines with some of them replaced or added.
fn with_lines(text: &str, lines: &[(&str, &str)]) -> String {
    let key = |line: &str| line.split(',').next().unwrap_or_default().to_owned();
    let kept = text
        .lines()
        .filter(|line| lines.iter().all(|(name, _)| key(line) != *name));
    let added = lines.iter().map(|(name, value)| format!("{name},{value}"));
    kept.map(str::to_owned)
        .chain(added)
        .map(|line| line + "\n")
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_site_can_be_another() {
        let text = "key,value\nname,Bar\nlanguage,it\n";
        let changed = with_lines(text, &[("language", "en"), ("auto_lock_minutes", "1")]);
        assert_eq!(
            changed,
            "key,value\nname,Bar\nlanguage,en\nauto_lock_minutes,1\n"
        );
    }
}
