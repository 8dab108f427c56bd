//! The programs of the demo, in the order they come on, and what is done for them the first time.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result};
use serde_json::Value;
use shared::staff::Role;

use super::{
    cast::{Cast, Leash, Part},
    folder::Folder,
    hub::{self, Session},
    ports, staff,
};
use crate::{
    evening::{Evening, Person, Seated},
    places::Places,
    say::Steps,
};

const READY_LIMIT: Duration = Duration::from_mins(1);

pub(super) const HUB: &str = "Hub";
const PAPER: &str = "Paper";

/// A device of the demo.
pub(super) struct Device {
    /// What people call it; also what the hub calls it.
    pub(super) name: &'static str,
    /// The word for its role in flags and addresses.
    pub(super) role: &'static str,
    pub(super) port: u16,
    shell: &'static str,
}

/// One till and one kitchen screen.
pub(super) const DEVICES: [Device; 2] = [
    Device {
        name: "Till 1",
        role: "till",
        port: ports::TILL,
        shell: "pos-app-shell",
    },
    Device {
        name: "Kitchen 1",
        role: "kitchen",
        port: ports::KITCHEN,
        shell: "kds-app-shell",
    },
];

/// Where everything is and how it is shown.
pub(super) struct Stage<'a> {
    pub(super) places: &'a Places,
    pub(super) folder: &'a Folder,
    pub(super) lan: bool,
    pub(super) windows: bool,
}

/// The first manager, as long as the demo knows the password.
pub(super) type FirstManager = Option<(String, String)>;

impl Stage<'_> {
    /// Starts paper and hub; keeps the password that a first start makes.
    pub(super) fn open_hub(&self, cast: &mut Cast, steps: &mut Steps) -> Result<FirstManager> {
        steps.next("printer and hub");
        let paper = [
            ("--listen", self.listen(ports::PAPER)),
            ("--page", self.listen(ports::PAPER_PAGE)),
        ];
        cast.start(self.part(PAPER, "paper", Leash::Signal, words(paper)))?;
        cast.wait_open(PAPER, READY_LIMIT, ports::PAPER_PAGE)?;
        let hub = [
            ("--data", self.folder.join("hub").into_os_string()),
            ("--listen", self.listen(ports::HUB)),
            ("--faces", self.places.faces().into_os_string()),
        ];
        cast.start(self.part(HUB, "sync-hub", Leash::Signal, words(hub)))?;
        let mut first = None;
        cast.wait_for(HUB, READY_LIMIT, |value| {
            if said(value, "hub") == Some("first-start") {
                first = said(value, "manager")
                    .zip(said(value, "password"))
                    .map(|(name, password)| (name.to_owned(), password.to_owned()));
            }
            (said(value, "hub") == Some("listening")).then_some(())
        })?;
        if let Some((manager, password)) = &first {
            self.folder.keep_password(manager, password)?;
        }
        Ok(first.or_else(|| self.folder.password()))
    }

    /// Loads the restaurant into the hub, once.
    pub(super) fn load(
        &self,
        first: &FirstManager,
        restaurant: &Path,
        steps: &mut Steps,
    ) -> Result<Option<Session>> {
        steps.next("restaurant");
        if self.folder.is_loaded()? {
            return Ok(None);
        }
        let session = self.sign_in(first)?;
        session.load(restaurant)?;
        self.folder.set_loaded()?;
        Ok(Some(session))
    }

    /// Starts till and kitchen, and sets up those that belong to nobody yet.
    pub(super) fn open_devices(
        &self,
        cast: &mut Cast,
        first: &FirstManager,
        session: Option<Session>,
        by_hand: bool,
        steps: &mut Steps,
    ) -> Result<()> {
        steps.next("till and kitchen");
        for device in &DEVICES {
            cast.start(self.device_part(device))?;
        }
        let mut session = session;
        for device in &DEVICES {
            let enrolled = cast.wait_for(device.name, READY_LIMIT, |value| {
                let listening = said(value, "node") == Some("listening");
                listening.then(|| value.get("enrolled") == Some(&Value::Bool(true)))
            })?;
            if enrolled || by_hand {
                continue;
            }
            let signed_in = match session.take() {
                Some(session) => session,
                None => self.sign_in(first)?,
            };
            let code = signed_in.device_code(device.role, device.name)?;
            hub::enrol(&here(device.port), &here(ports::HUB), &code)
                .with_context(|| format!("setting up {}", device.name))?;
            session = Some(signed_in);
        }
        Ok(())
    }

    /// What an evening needs to know: who works here, and who sits there already.
    pub(super) fn evening(
        &self,
        first: &FirstManager,
        restaurant: &Path,
        speed: u32,
    ) -> Result<Evening> {
        let staff = staff::read(restaurant)?
            .into_iter()
            .filter_map(|one| {
                Some(Person {
                    role: Role::from_word(&one.role)?,
                    pin: one.pin,
                })
            })
            .collect();
        // Without the manager's password the evening only knows the guests that it brings itself.
        let open = self
            .sign_in(first)
            .and_then(|session| session.open_checks());
        let open = open.map(|list| list.checks).unwrap_or_default();
        let seated = open
            .into_iter()
            .map(|check| Seated {
                order: check.order,
                table: check.table,
                guests: check.guests,
            })
            .collect();
        let (till, kitchen) = (here(ports::TILL), here(ports::KITCHEN));
        Ok(Evening {
            till,
            kitchen,
            staff,
            seated,
            speed,
        })
    }

    /// The address that people type.
    pub(super) fn url(&self, port: u16) -> String {
        if self.lan {
            format!("http://{}:{port}", ports::lan_address())
        } else {
            here(port)
        }
    }

    fn sign_in(&self, first: &FirstManager) -> Result<Session> {
        let file = self.folder.password_file();
        let (manager, password) = first.as_ref().with_context(|| {
            format!(
                "the manager's password is not in {}; start with --fresh",
                file.display()
            )
        })?;
        Session::sign_in(&here(ports::HUB), manager, password)
    }

    fn device_part(&self, device: &Device) -> Part {
        let program = if self.windows {
            device.shell
        } else {
            "comanda-node"
        };
        let pairs = [
            ("--role", OsString::from(device.role)),
            ("--name", device.name.into()),
            ("--data", self.folder.join(device.role).into_os_string()),
            ("--listen", self.listen(device.port)),
            ("--hub", here(ports::HUB).into()),
            ("--faces", self.places.faces().into_os_string()),
        ];
        self.part(device.name, program, Leash::Input, words(pairs))
    }

    fn part(&self, name: &'static str, program: &str, leash: Leash, words: Vec<OsString>) -> Part {
        let log = format!("{}.log", name.to_lowercase().replace(' ', "-"));
        let log: PathBuf = self.folder.join("logs").join(log);
        Part {
            name,
            program: self.places.program(program),
            words,
            log,
            leash,
        }
    }

    fn listen(&self, port: u16) -> OsString {
        let host = if self.lan { "0.0.0.0" } else { "127.0.0.1" };
        format!("{host}:{port}").into()
    }
}

/// An address for programs on this machine.
fn here(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

fn said<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn words<const N: usize>(pairs: [(&str, OsString); N]) -> Vec<OsString> {
    pairs
        .into_iter()
        .flat_map(|(flag, value)| [OsString::from(flag), value])
        .collect()
}
