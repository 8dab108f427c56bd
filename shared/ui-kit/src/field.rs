//! What takes text: a field with its label, and a field that searches or is scanned into.

use leptos::{html, prelude::*};
use web_sys::KeyboardEvent;

use crate::{
    dom,
    icon::{Icon, IconName},
    keys::{Shortcut, use_key},
    words::use_words,
};

/// What a field takes, so that the right keyboard comes up on a screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text.
    #[default]
    Text,
    /// A whole number.
    Number,
    /// An amount with a point.
    Amount,
    /// A password; shown as dots.
    Password,
    /// Several lines.
    Long,
}

impl FieldKind {
    const fn input_type(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Text | Self::Number | Self::Amount | Self::Long => "text",
        }
    }

    const fn input_mode(self) -> &'static str {
        match self {
            Self::Number => "numeric",
            Self::Amount => "decimal",
            Self::Text | Self::Password | Self::Long => "text",
        }
    }
}

/// A field with its label above and what is wrong with it below.
#[component]
pub fn TextField(
    /// What belongs in it.
    #[prop(into)]
    label: Signal<String>,
    /// What is in it.
    value: RwSignal<String>,
    /// What it takes.
    #[prop(optional)]
    kind: FieldKind,
    /// An example or a hint, while it is empty.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// It takes the focus of the sheet that it is in.
    #[prop(optional)]
    first: bool,
    /// No more characters than this.
    #[prop(default = 500)]
    length_max: u32,
    /// What a password manager calls it, such as `username` or `current-password`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The name that tests know it by.
    #[prop(default = "field".to_owned(), into)]
    testid: String,
    /// Enter was pressed in it.
    #[prop(optional, into)]
    on_enter: Option<Callback<()>>,
) -> impl IntoView {
    let error_id = format!("{testid}-error");
    let on_key = move |event: KeyboardEvent| {
        if let Some(on_enter) = on_enter.filter(|_| event.key() == "Enter" && !event.is_composing())
        {
            event.prevent_default();
            on_enter.run(());
        }
    };
    let invalid = move || error.with(Option::is_some).then_some("true");
    let describes = error_id.clone();
    let input = if kind == FieldKind::Long {
        view! {
            <textarea
                class="input"
                rows="3"
                data-first=first.then_some("true")
                maxlength=length_max.to_string()
                placeholder=move || hint.get()
                aria-invalid=invalid
                aria-describedby=describes
                data-testid=testid
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                class="input"
                type=kind.input_type()
                inputmode=kind.input_mode()
                autocomplete=autocomplete
                spellcheck="false"
                data-first=first.then_some("true")
                maxlength=length_max.to_string()
                placeholder=move || hint.get()
                aria-invalid=invalid
                aria-describedby=describes
                data-testid=testid
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                on:keydown=on_key
            />
        }
        .into_any()
    };
    view! {
        <label class="field">
            <span class="field-label">{move || label.get()}</span>
            {input}
            <span class="field-error" id=error_id role="status">
                {move || error.get()}
            </span>
        </label>
    }
    .into_any()
}

/// The field that searches; a scanner may type into it too. `/` goes to it from anywhere.
#[component]
pub fn SearchField(
    /// What is searched for.
    value: RwSignal<String>,
    /// What can be found here.
    #[prop(into)]
    label: Signal<String>,
    /// The name that tests know it by.
    #[prop(default = "search".to_owned(), into)]
    testid: String,
    /// Enter was pressed: a scan, or the first of what was found.
    #[prop(optional, into)]
    on_enter: Option<Callback<String>>,
) -> impl IntoView {
    let words = use_words();
    let input = NodeRef::<html::Input>::new();
    let go = move |()| {
        if let Some(input) = input.get_untracked() {
            dom::focus(&input);
            input.select();
        }
    };
    use_key(
        Shortcut::new("/", move || words.get().common.search),
        Callback::new(go),
    );
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            if let Some(on_enter) = on_enter {
                on_enter.run(value.get_untracked().trim().to_owned());
            }
        }
        // The first Esc empties the field, the next one leaves the sheet.
        "Escape" if !value.with_untracked(String::is_empty) => {
            event.prevent_default();
            event.stop_propagation();
            value.set(String::new());
        }
        _ => {}
    };
    view! {
        <div class="search-field" role="search">
            <Icon name=IconName::Search />
            <input
                class="input"
                type="text"
                inputmode="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=move || label.get()
                placeholder=move || label.get()
                data-testid=testid
                node_ref=input
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                on:keydown=on_key
            />
            <button
                type="button"
                class="search-clear"
                hidden=move || value.with(String::is_empty)
                aria-label=move || words.get().common.clear
                on:click=move |_| {
                    value.set(String::new());
                    go(());
                }
            >
                <Icon name=IconName::Close />
            </button>
        </div>
    }
    .into_any()
}

/// A value that is on or off.
#[component]
pub fn Switch(
    /// What it turns on.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// The name that tests know it by.
    #[prop(default = "switch".to_owned(), into)]
    testid: String,
    /// What it shall be.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            data-testid=testid
            aria-checked=move || if on.get() { "true" } else { "false" }
            on:click=move |_| on_change.run(!on.get_untracked())
        >
            <span class="switch-track" aria-hidden="true">
                <span class="switch-thumb"></span>
            </span>
            <span>{move || label.get()}</span>
        </button>
    }
}

/// One of many values, by the browser's own list.
#[component]
pub fn Choice(
    /// What is chosen.
    #[prop(into)]
    label: Signal<String>,
    /// Each value with the word for it.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The chosen value.
    value: RwSignal<String>,
    /// The name that tests know it by.
    #[prop(default = "choice".to_owned(), into)]
    testid: String,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field-label">{move || label.get()}</span>
            <select
                class="input"
                data-testid=testid
                prop:value=move || value.get()
                on:change=move |event| value.set(event_target_value(&event))
            >
                {move || {
                    let now = value.get_untracked();
                    options
                        .get()
                        .into_iter()
                        .map(|(id, word)| {
                            let chosen = id == now;
                            view! {
                                <option value=id selected=chosen>
                                    {word}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
        </label>
    }
    .into_any()
}
