//! What screens ask, whichever way it comes: over HTTP from a browser, or by a call from a window.
//!
//! Both ways end here, so a window and a browser cannot behave differently.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    api::{
        Problem,
        device::{DeviceRole, Enrol},
        kds::{self, Change as KitchenChange},
        till::{Ask, Change as TillChange, Command, Pin, Reply},
    },
    ids::SessionId,
};
use tokio::sync::broadcast::{self, error::RecvError};

use crate::{
    actor::Handle,
    engine::{Engine, PinSalt},
    enrol,
    feed::{Listener, Notice},
};

/// PINs that are being hashed at once; each takes 19 MiB and some milliseconds.
const HASHES_AT_ONCE: usize = 2;
/// Nobody's PIN is longer.
const PIN_CHARS_MAX: usize = 8;

/// The answer to a question: a status as HTTP has them, and JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// 200, 404 for an unknown door, 422 for a [`Problem`].
    pub status: u16,
    /// JSON.
    pub body: String,
}

/// The doors of a node.
#[derive(Clone, Debug)]
pub struct Doors {
    handle: Handle,
    role: DeviceRole,
    hashing: std::sync::Arc<tokio::sync::Semaphore>,
}

impl Doors {
    /// The doors of the node behind `handle`.
    pub fn new(handle: Handle, role: DeviceRole) -> Self {
        let hashing = std::sync::Arc::new(tokio::sync::Semaphore::new(HASHES_AT_ONCE));
        Self {
            handle,
            role,
            hashing,
        }
    }

    /// Asks `path` with a JSON `body`.
    pub async fn ask(&self, path: &str, body: &str) -> Answer {
        let answered = match (path, self.role) {
            ("/api/device", _) => self
                .handle
                .ask(|engine| engine.device_view())
                .await
                .map(text),
            ("/api/enrol", _) => self.enrol(body).await,
            ("/api/till", DeviceRole::Till) => self.till(body).await,
            ("/api/kds", DeviceRole::Kitchen) => self.kitchen(body).await,
            _ => {
                return Answer {
                    status: 404,
                    body: text(not_here(path)).unwrap_or_default(),
                };
            }
        };
        match answered.and_then(|body| body) {
            Ok(body) => Answer { status: 200, body },
            Err(problem) => Answer {
                status: 422,
                body: text(problem).unwrap_or_default(),
            },
        }
    }

    async fn enrol(&self, body: &str) -> Result<Result<String, Problem>, Problem> {
        let asked: Enrol = read(body)?;
        Ok(text(enrol::enrol(&self.handle, asked).await?))
    }

    async fn till(&self, body: &str) -> Result<Result<String, Problem>, Problem> {
        let ask: Ask = read(body)?;
        let reply = match ask.command {
            Command::SignIn { pin: Pin(pin) } => self.sign_in(pin).await?,
            _ if ask.approval.is_some() => self.till_approved(ask).await?,
            _ => self.handle.try_ask(|engine| engine.till(ask)).await?,
        };
        Ok(text(reply))
    }

    async fn sign_in(&self, pin: String) -> Result<Reply, Problem> {
        let hash = self.hash(pin).await?;
        let me = self
            .handle
            .try_ask(move |engine| engine.sign_in(&hash))
            .await?;
        Ok(Reply::SignedIn(me))
    }

    /// Somebody who may stands beside: the engine gets the hash and never the PIN.
    async fn till_approved(&self, mut ask: Ask) -> Result<Reply, Problem> {
        let Some(Pin(pin)) = ask.approval.take() else {
            return self.handle.try_ask(|engine| engine.till(ask)).await;
        };
        let hash = self.hash(pin).await?;
        self.handle
            .try_ask(move |engine| engine.till_approved(ask, &hash))
            .await
    }

    /// The hash is computed beside the engine, so that nobody's sale waits for it.
    async fn hash(&self, pin: String) -> Result<String, Problem> {
        let PinSalt(salt) = self.handle.try_ask(|engine| engine.pin_salt()).await?;
        let gone = || Problem::Disk {
            why: "the node is stopping".to_owned(),
        };
        let permit = self.hashing.acquire().await.map_err(|_| gone())?;
        let hashed = tokio::task::spawn_blocking(move || hash_pin(&pin, &salt)).await;
        drop(permit);
        hashed.map_err(|_| gone())
    }

    async fn kitchen(&self, body: &str) -> Result<Result<String, Problem>, Problem> {
        let command: kds::Command = read(body)?;
        Ok(text(
            self.handle
                .try_ask(|engine| engine.kitchen(command))
                .await?,
        ))
    }

    /// Opens a feed: `/api/till/feed?session=…` or `/api/kds/feed`.
    pub fn feed(&self, path: &str) -> Option<DoorFeed> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let listener = match (path, self.role) {
            ("/api/till/feed", DeviceRole::Till) => {
                let session = query
                    .split('&')
                    .find_map(|pair| pair.strip_prefix("session="));
                Listener::Till(session.and_then(|id| id.parse().ok()))
            }
            ("/api/kds/feed", DeviceRole::Kitchen) => Listener::Kitchen,
            _ => return None,
        };
        let notices = self.handle.feed().listen();
        Some(DoorFeed {
            handle: self.handle.clone(),
            listener,
            notices,
            ready: None,
        })
    }
}

/// What a screen is told, one text after another.
#[derive(Debug)]
pub struct DoorFeed {
    handle: Handle,
    listener: Listener,
    notices: broadcast::Receiver<Notice>,
    /// Texts of the whole state, to be sent first, last one first.
    ready: Option<Vec<String>>,
}

impl DoorFeed {
    /// The next text; none when the node stops or the session is over.
    pub async fn next(&mut self) -> Option<String> {
        loop {
            if self.ready.is_none() {
                self.ready = Some(state_for(&self.handle, self.listener).await.ok()?);
            }
            if let Some(text) = self.ready.as_mut().and_then(Vec::pop) {
                return Some(text);
            }
            match self.notices.recv().await {
                Ok(notice) if notice.is_for(self.listener) => return Some(notice.text.to_string()),
                Ok(_) => {}
                // Too slow to keep up: everything anew instead of what was missed.
                Err(RecvError::Lagged(_)) => self.ready = None,
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

/// All that a screen has to know, last one first.
async fn state_for(handle: &Handle, listener: Listener) -> Result<Vec<String>, Problem> {
    handle
        .try_ask(move |engine| {
            let mut texts = match listener {
                Listener::Kitchen => kitchen_state(engine)?,
                Listener::Till(session) => till_state(engine, session)?,
            };
            texts.reverse();
            Ok(texts)
        })
        .await
}

fn kitchen_state(engine: &mut Engine) -> Result<Vec<String>, Problem> {
    let mut texts = vec![text(KitchenChange::World(engine.world()))?];
    // Before the set-up there is nothing to show yet.
    if let Ok(view) = engine.kitchen_view() {
        texts.push(text(KitchenChange::View(view))?);
        engine.screen_opened()?;
    }
    Ok(texts)
}

fn till_state(engine: &mut Engine, session: Option<SessionId>) -> Result<Vec<String>, Problem> {
    let mut texts = vec![text(TillChange::World(engine.world()))?];
    if let Some(menu) = engine.catalogue() {
        texts.push(text(TillChange::MenuVersion(menu.version))?);
    }
    match session {
        Some(session) if engine.is_signed_in(session) => {
            texts.push(text(TillChange::Floor(engine.floor()))?);
            texts.push(text(TillChange::Shift(
                engine.shown_shift_report()?.map(Box::new),
            ))?);
            if let Some(view) = engine.shown_view(session) {
                texts.push(text(TillChange::Order(Box::new(view)))?);
            }
        }
        Some(_) => texts.push(text(TillChange::SignedOut)?),
        None => {}
    }
    Ok(texts)
}

/// What a PIN becomes: Argon2id, 19 MiB, two passes, as RFC 9106 and OWASP advise.
fn hash_pin(pin: &str, salt: &[u8]) -> String {
    let mut hash = [0; 32];
    let pin: String = pin.chars().take(PIN_CHARS_MAX).collect();
    let hashed = Params::new(19_456, 2, 1, Some(hash.len())).and_then(|params| {
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon.hash_password_into(pin.as_bytes(), salt, &mut hash)
    });
    match hashed {
        Ok(()) => hex::encode(hash),
        // A broken salt lets nobody in.
        Err(error) => {
            tracing::error!("PINs cannot be checked: {error}");
            String::new()
        }
    }
}

fn read<T: DeserializeOwned>(body: &str) -> Result<T, Problem> {
    serde_json::from_str(body).map_err(|error| Problem::Invalid {
        field: "request".to_owned(),
        why: error.to_string(),
    })
}

fn text(value: impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(&value).map_err(|error| Problem::Disk {
        why: error.to_string(),
    })
}

fn not_here(path: &str) -> Problem {
    Problem::NotFound {
        what: path.to_owned(),
    }
}
