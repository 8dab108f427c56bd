//! The log-in: name and password.

use leptos::prelude::*;
use ui_kit::{
    button::{Button, ButtonKind},
    field::{FieldKind, TextField},
    states::ErrorNote,
    words::use_words,
};

use crate::{
    desk::{Desk, Who},
    frame::LanguageSwitch,
    hub::{self, Trouble},
};

/// The account that the first start of a hub makes.
const FIRST_ACCOUNT: &str = "manager";

/// The log-in.
#[component]
pub(crate) fn Login() -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let name = RwSignal::new(FIRST_ACCOUNT.to_owned());
    let password = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let over = desk
        .who
        .with_untracked(|who| *who == Who::Nobody { was_here: true });
    let refused = RwSignal::new(None::<Trouble>);
    let log_in = Callback::new(move |()| {
        if busy.get_untracked() || password.with_untracked(String::is_empty) {
            return;
        }
        busy.set(true);
        refused.set(None);
        let (name, given) = (name.get_untracked(), password.get_untracked());
        let question = async move { hub::login(name.trim(), &given).await };
        desk.ask(question, move |answer| {
            busy.try_set(false);
            match answer {
                Ok(session) => desk.welcome(session),
                Err(trouble) => {
                    password.set(String::new());
                    refused.set(Some(trouble));
                }
            }
        });
    });
    let says = move || match refused.get() {
        Some(trouble) => Some(trouble.text(words.get())),
        None => over.then(|| words.get().dashboard.session_over.to_owned()),
    };
    view! {
        <main class="login">
            <form class="login-card panel" on:submit=|event| event.prevent_default()>
                <p class="login-name">"Comanda"</p>
                <h1>{move || words.get().dashboard.title}</h1>
                <TextField
                    label=Signal::derive(move || words.get().dashboard.user.to_owned())
                    value=name
                    autocomplete="username"
                    testid="login-name"
                    on_enter=log_in
                />
                <TextField
                    label=Signal::derive(move || words.get().dashboard.password.to_owned())
                    value=password
                    kind=FieldKind::Password
                    first=true
                    autocomplete="current-password"
                    testid="login-password"
                    on_enter=log_in
                />
                {move || {
                    says()
                        .map(|text| {
                            view! { <ErrorNote what=Signal::stored(text) testid="login-error" /> }
                        })
                }}
                <Button kind=ButtonKind::Primary big=true busy testid="login" on_press=log_in>
                    {move || if busy.get() { words.get().common.working } else { words.get().dashboard.log_in }}
                </Button>
                <LanguageSwitch />
            </form>
        </main>
    }
}
