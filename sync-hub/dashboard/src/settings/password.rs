//! The own password.

use leptos::prelude::*;
use ui_kit::{
    button::{Button, ButtonKind},
    field::{FieldKind, TextField},
    states::ErrorNote,
    words::use_words,
};

use crate::{
    desk::Desk,
    hub::{self, Trouble},
};

/// A password has at least so many characters.
const CHARS_MIN: usize = 10;

/// The panel.
#[component]
pub(super) fn Password() -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let (old, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<Trouble>);
    let blocked = Signal::derive(move || {
        let short = new.with(|new| new.chars().count() < CHARS_MIN);
        (short || old.with(String::is_empty))
            .then(|| words.get().dashboard.password_help.to_owned())
    });
    let change = Callback::new(move |()| {
        if busy.get_untracked() || blocked.get_untracked().is_some() {
            return;
        }
        busy.set(true);
        refused.set(None);
        let (was, is) = (old.get_untracked(), new.get_untracked());
        let question = async move { hub::set_password(&was, &is).await };
        desk.ask(question, move |answer| {
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    old.set(String::new());
                    new.set(String::new());
                    desk.notices
                        .say(words.get_untracked().dashboard.password_changed);
                }
                Err(trouble) => drop(refused.try_set(Some(trouble))),
            }
        });
    });
    view! {
        <section class="panel stack">
            <h2 class="panel-title">{move || words.get().dashboard.change_password}</h2>
            <TextField
                label=Signal::derive(move || words.get().dashboard.old_password.to_owned())
                value=old
                kind=FieldKind::Password
                autocomplete="current-password"
                testid="password-old"
            />
            <TextField
                label=Signal::derive(move || words.get().dashboard.new_password.to_owned())
                value=new
                kind=FieldKind::Password
                autocomplete="new-password"
                hint=Signal::derive(move || Some(words.get().dashboard.password_help.to_owned()))
                testid="password-new"
                on_enter=change
            />
            {move || {
                refused
                    .get()
                    .map(|trouble| {
                        let what = Signal::derive(move || trouble.text(words.get()));
                        view! { <ErrorNote what testid="password-error" /> }
                    })
            }}
            <Button kind=ButtonKind::Primary blocked busy testid="password-save" on_press=change>
                {move || words.get().dashboard.change_password}
            </Button>
        </section>
    }
}
