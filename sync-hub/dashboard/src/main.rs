//! The back office: it shows what the hub tells and asks it for changes.

#![expect(
    unreachable_pub,
    reason = "the properties that `#[component]` writes are always `pub`"
)]

mod desk;
mod devices;
mod frame;
mod hub;
mod import;
mod login;
mod memory;
mod menu;
mod settings;
mod staff;
mod time;
mod today;

use leptos::prelude::*;
use ui_kit::{
    bars::provide_notices,
    keys::provide_keys,
    sheet::provide_sheet_history,
    states::{ErrorNote, Loading},
    theme::{Theme, provide_theme},
    words::provide_language,
};

use crate::{
    desk::{Desk, LANGUAGE_KEY, Who},
    frame::Frame,
    login::Login,
};

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(|| view! { <App /> });
}

/// The log-in for whoever comes, the pages for whoever may see them.
#[component]
fn App() -> impl IntoView {
    let first = memory::get(LANGUAGE_KEY).or_else(|| window().navigator().language());
    let language = provide_language(&first.unwrap_or_default());
    provide_theme(Theme::Light);
    provide_keys();
    provide_sheet_history();
    provide_notices();
    let desk = Desk::provide(language);
    desk.learn();
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            let _refused = root.set_attribute("lang", language.get().code());
        }
    });
    let here = Memo::new(move |_| {
        desk.who.with(|who| match who {
            Who::Unknown => None,
            Who::Nobody { .. } => Some(false),
            Who::Somebody(_) => Some(true),
        })
    });
    move || match here.get() {
        Some(true) => view! { <Frame /> }.into_any(),
        Some(false) => view! { <Login /> }.into_any(),
        None => view! { <NoHub /> }.into_any(),
    }
}

/// The hub has not answered yet.
#[component]
fn NoHub() -> impl IntoView {
    let desk = Desk::get();
    view! {
        <main class="no-hub">
            {move || if desk.hub_answers.get() { view! { <Loading /> }.into_any() } else {
                    let what = Signal::derive(move || desk.words.get().common.error_hub.to_owned());
                    view! { <ErrorNote what /> }.into_any()
                }}
        </main>
    }
}
