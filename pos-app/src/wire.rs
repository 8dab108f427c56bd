//! The wire to the node: questions with a typed answer, and the feed.

use leptos::{prelude::*, task::spawn_local};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    api::{Problem, device::DeviceView, till::Change},
    ids::SessionId,
};
use ui_kit::link::{self, Feed, LinkError};

use crate::{state::Till, talk::Talk};

/// The feed while nobody asked for a session.
const FEED: &str = "/api/till/feed";

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The node said no, and why.
    Problem(Problem),
    /// The node did not answer, or not in words that are known.
    Silent,
}

/// Asks the node.
pub(crate) async fn post<C: Serialize, R: DeserializeOwned>(
    path: &str,
    body: &C,
) -> Result<R, Failure> {
    link::ask(path, body).await.map_err(|error| match error {
        LinkError::Refused(text) => {
            serde_json::from_str(&text).map_or(Failure::Silent, Failure::Problem)
        }
        LinkError::Unreachable | LinkError::Unreadable(_) => Failure::Silent,
    })
}

/// A name that no other touch has: sixteen random bytes.
///
/// `randomUUID` is not there on a page from another machine of the LAN, random bytes are.
pub(crate) fn fresh_request() -> String {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = window().crypto() {
        // A browser without randomness leaves noughts, and the node then sees one touch twice.
        let _filled = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().fold(String::new(), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(nibble), 16));
        }
        text
    })
}

/// Asks what this device is; the answer may move the till to another screen.
pub(crate) fn learn_device(till: Till) {
    spawn_local(async move {
        let body = serde_json::json!({});
        match post::<_, DeviceView>("/api/device", &body).await {
            Ok(device) => {
                till.node_answers.set(true);
                till.device.set(Some(device));
            }
            Err(_) => till.node_answers.set(false),
        }
    });
}

/// Keeps the feed of whoever is signed in open: a new one for each session.
pub(crate) fn follow(till: Till, talk: Talk) {
    let session = Memo::new(move |_| till.me.with(|me| me.as_ref().map(|me| me.session)));
    let open = StoredValue::new_local(None::<Feed>);
    Effect::new(move |_| {
        let path = session.get().map_or_else(|| FEED.to_owned(), with_session);
        let feed = link::feed(
            &path,
            move |text| match serde_json::from_str::<Change>(&text) {
                Ok(change) => talk.hear(change),
                Err(error) => leptos::logging::error!("the feed says what is not known: {error}"),
            },
            move |is_open| talk.feed_is(is_open),
        );
        open.update_value(|open| {
            if let Some(old) = open.replace(feed) {
                old.stop();
            }
        });
    });
}

fn with_session(session: SessionId) -> String {
    format!("{FEED}?session={session}")
}
