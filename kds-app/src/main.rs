//! The kitchen's face: it shows tickets and asks its node; it decides nothing.

#![expect(
    unreachable_pub,
    reason = "the properties that `#[component]` writes are always `pub`"
)]

mod board;
mod card;
mod kitchen;
mod memory;
mod node;
mod panels;
mod pending;
mod screen;
mod sound;
mod wall;
mod world;

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use shared::api::device::DeviceView;
use ui_kit::{
    bars::provide_notices,
    enrol::EnrolScreen,
    keys::provide_keys,
    sheet::provide_sheet_history,
    states::{ErrorNote, Loading},
    theme::{Theme, provide_theme},
    words::{Language, provide_language, use_words},
};

use crate::{node::Refusal, screen::Screen};

/// A node that does not answer is asked again after so long.
const ASK_AGAIN: Duration = Duration::from_secs(2);

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(|| view! { <App /> });
}

/// Set-up for a device that belongs to nobody; the wall of tickets for all others.
#[component]
fn App() -> impl IntoView {
    let language = provide_language(&window().navigator().language().unwrap_or_default());
    provide_theme(Theme::Dark);
    provide_keys();
    provide_sheet_history();
    provide_notices();
    let device = RwSignal::new(None::<DeviceView>);
    let refused = RwSignal::new(None::<Refusal>);
    learn(device, refused, language);
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            let _refused = root.set_attribute("lang", language.get().code());
        }
    });
    let enrolled = Memo::new(move |_| device.with(|device| device.as_ref().map(|d| d.enrolled)));
    move || {
        match enrolled.get() {
        Some(true) => view! { <Screen language /> }.into_any(),
        Some(false) => device
            .get_untracked()
            .map(|now| view! { <EnrolScreen device=now on_enrolled=move |now| device.set(Some(now)) /> })
            .into_any(),
        None => view! { <NoNode refused /> }.into_any(),
    }
    }
}

/// Asks the node what this device is until it answers.
fn learn(
    device: RwSignal<Option<DeviceView>>,
    refused: RwSignal<Option<Refusal>>,
    language: RwSignal<Language>,
) {
    spawn_local(async move {
        match node::device().await {
            Ok(now) => {
                if now.enrolled {
                    language.set(Language::from_code(&now.language));
                }
                device.set(Some(now));
            }
            Err(why) => {
                refused.set(Some(why));
                set_timeout(move || learn(device, refused, language), ASK_AGAIN);
            }
        }
    });
}

/// The node has not answered yet.
#[component]
fn NoNode(refused: RwSignal<Option<Refusal>>) -> impl IntoView {
    let words = use_words();
    view! {
        <main class="no-node">
            {move || match refused.get() {
                None => view! { <Loading /> }.into_any(),
                Some(why) => {
                    view! { <ErrorNote what=Signal::derive(move || why.text(words.get())) /> }
                        .into_any()
                }
            }}
        </main>
    }
}
