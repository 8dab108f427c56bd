//! What screens are told as it happens.
//!
//! Each notice is written as JSON once, whoever listens. The channel is bounded: a screen that is
//! too slow to keep up is told to take everything anew, and nobody waits for it.

use std::sync::Arc;

use shared::{
    api::{World, kds, till},
    ids::SessionId,
};
use tokio::sync::broadcast;

/// Notices kept for a slow screen.
const NOTICES_KEPT: usize = 256;

/// For whom a notice is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Every till face that is signed in.
    Tills,
    /// Every till face, signed in or not.
    AllTills,
    /// These sessions.
    Sessions(Vec<SessionId>),
    /// Every kitchen face.
    Kitchens,
}

/// A notice.
#[derive(Clone, Debug)]
pub struct Notice {
    /// For whom.
    pub audience: Audience,
    /// What, as JSON.
    pub text: Arc<str>,
}

impl Notice {
    /// Whether a face listening as `listener` should hear it.
    pub fn is_for(&self, listener: Listener) -> bool {
        match (&self.audience, listener) {
            (Audience::Kitchens, Listener::Kitchen) | (Audience::AllTills, Listener::Till(_)) => {
                true
            }
            (Audience::Tills, Listener::Till(session)) => session.is_some(),
            (Audience::Sessions(sessions), Listener::Till(Some(session))) => {
                sessions.contains(&session)
            }
            _ => false,
        }
    }
}

/// Who listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listener {
    /// A till's face, with its session where somebody is signed in.
    Till(Option<SessionId>),
    /// A kitchen screen's face.
    Kitchen,
}

/// The sending end.
#[derive(Clone, Debug)]
pub struct Feed {
    sender: broadcast::Sender<Notice>,
}

impl Default for Feed {
    fn default() -> Self {
        Self {
            sender: broadcast::channel(NOTICES_KEPT).0,
        }
    }
}

impl Feed {
    /// Hears everything from now on.
    pub fn listen(&self) -> broadcast::Receiver<Notice> {
        self.sender.subscribe()
    }

    /// Nobody listens, so nothing need be written.
    pub fn is_idle(&self) -> bool {
        self.sender.receiver_count() == 0
    }

    /// Tells tills something.
    pub fn till(&self, audience: Audience, change: &till::Change) {
        self.send(audience, change);
    }

    /// Tells kitchen screens something.
    pub fn kitchen(&self, change: &kds::Change) {
        self.send(Audience::Kitchens, change);
    }

    /// Tells everybody how the device stands to the rest.
    pub fn world(&self, world: &World) {
        self.till(Audience::AllTills, &till::Change::World(world.clone()));
        self.kitchen(&kds::Change::World(world.clone()));
    }

    fn send(&self, audience: Audience, change: &impl serde::Serialize) {
        match serde_json::to_string(change) {
            // An error says that nobody listens, which is fine.
            Ok(text) => drop(self.sender.send(Notice {
                audience,
                text: text.into(),
            })),
            Err(error) => tracing::error!("a notice could not be written: {error}"),
        }
    }
}
