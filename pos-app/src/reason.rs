//! Why something is done: what is said most stands ready, anything else can be typed.

use leptos::prelude::*;
use ui_kit::{
    field::TextField,
    words::{Words, use_words},
};

/// Reasons to tap, over a field that a tap fills in.
#[component]
pub(crate) fn ReasonField(
    value: RwSignal<String>,
    /// What stands ready, in the reader's language.
    #[prop(into)]
    ready: Callback<&'static Words, Vec<&'static str>>,
    testid: &'static str,
    /// What the field is called; a reason where nothing else is said.
    #[prop(default = |words| words.common.reason)]
    label: fn(&'static Words) -> &'static str,
) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="chips">
            {move || {
                ready
                    .run(words.get())
                    .into_iter()
                    .enumerate()
                    .map(|(place, text)| view! { <Ready value place text /> })
                    .collect_view()
            }}
        </div>
        <TextField
            label=Signal::derive(move || label(words.get()).to_owned())
            value
            length_max=120
            testid
        />
    }
}

#[component]
fn Ready(value: RwSignal<String>, place: usize, text: &'static str) -> impl IntoView {
    let pressed = move || {
        if value.with(|now| now == text) {
            "true"
        } else {
            "false"
        }
    };
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=pressed
            data-testid=format!("reason-{place}")
            on:click=move |_| value.set(text.to_owned())
        >
            {text}
        </button>
    }
}
