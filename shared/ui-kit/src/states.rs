//! A screen without its content: empty, loading or broken, each with what can be done now.

use leptos::prelude::*;

use crate::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    tone::Tone,
    words::use_words,
};

/// A word with a colour, such as a role or a count.
#[component]
pub fn Badge(
    /// The colour.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// The drawing before the word.
    #[prop(optional)]
    icon: Option<IconName>,
    /// The name that tests know it by.
    #[prop(optional, into)]
    testid: Option<String>,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! {
        <span class=move || format!("badge {}", tone.get().class()) data-testid=testid>
            {icon.map(|name| view! { <Icon name /> })}
            {children()}
        </span>
    }
}

/// A place with nothing in it: what it is for and what can be done now.
#[component]
pub fn EmptyState(
    /// A drawing of what will be here.
    icon: IconName,
    /// What this place is for, in one sentence.
    #[prop(into)]
    text: Signal<String>,
    /// What the button says, where something can be done.
    #[prop(optional, into)]
    action: Signal<Option<String>>,
    /// What the button does.
    #[prop(optional, into)]
    on_action: Option<Callback<()>>,
    /// The name that tests know it by.
    #[prop(default = "empty".to_owned(), into)]
    testid: String,
) -> impl IntoView {
    view! {
        <div class="empty-state" data-testid=testid>
            <Icon name=icon />
            <p>{move || text.get()}</p>
            {move || {
                action
                    .get()
                    .zip(on_action)
                    .map(|(text, on_press)| view! { <Button on_press>{text}</Button> })
            }}
        </div>
    }
    .into_any()
}

/// What happened, what to do about it, and the button that does it.
#[component]
pub fn ErrorNote(
    /// What happened, naming the thing.
    #[prop(into)]
    what: Signal<String>,
    /// What to do now.
    #[prop(optional, into)]
    help: Signal<Option<String>>,
    /// What the button says; «try again» where nothing is said.
    #[prop(optional, into)]
    action: Signal<Option<String>>,
    /// What the button does; without it there is none.
    #[prop(optional, into)]
    on_action: Option<Callback<()>>,
    /// The name that tests know it by.
    #[prop(default = "error".to_owned(), into)]
    testid: String,
) -> impl IntoView {
    let words = use_words();
    let says = move || {
        action
            .get()
            .unwrap_or_else(|| words.get().common.try_again.to_owned())
    };
    view! {
        <div class="error-note tone-bad" role="alert" data-testid=testid>
            <Icon name=IconName::Warning />
            <div class="grow">
                <p class="strong">{move || what.get()}</p>
                {move || help.get().map(|text| view! { <p>{text}</p> })}
            </div>
            {on_action
                .map(|on_press| {
                    view! { <Button kind=ButtonKind::Danger on_press>{says}</Button> }
                })}
        </div>
    }
    .into_any()
}

/// Something takes a moment; it appears only after a while, so that fast things do not flicker.
#[component]
pub fn Loading(
    /// What is awaited; «loading» where nothing is said.
    #[prop(optional, into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="loading" role="status" data-testid="loading">
            <span class="loading-bar" aria-hidden="true"></span>
            <p>{move || text.get().unwrap_or_else(|| words.get().common.loading.to_owned())}</p>
        </div>
    }
}
