//! The button: what every tap goes through.

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    keys::{Shortcut, use_key},
    press::Hold,
};

/// How long a button tells why it cannot be pressed, or what its key is.
const TELL: Duration = Duration::from_millis(2_500);

/// What a button is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// One of several things to do.
    #[default]
    Plain,
    /// The next thing to do; one on a screen.
    Primary,
    /// Money comes in: pay, confirm a tender.
    Good,
    /// Takes something away.
    Danger,
    /// Hardly there until it is needed.
    Quiet,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "button tone-plain",
            Self::Primary => "button tone-accent filled",
            Self::Good => "button tone-good filled",
            Self::Danger => "button tone-bad",
            Self::Quiet => "button tone-plain quiet",
        }
    }
}

/// A button. One that is blocked stays reachable and says why when it is pressed.
#[component]
pub fn Button(
    /// What it is for.
    #[prop(optional)]
    kind: ButtonKind,
    /// 64 px high with 24 px text.
    #[prop(optional)]
    big: bool,
    /// Why it cannot be pressed now; nothing where it can.
    #[prop(optional, into)]
    blocked: Signal<Option<String>>,
    /// Its work is under way; presses are ignored.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// For a button that stays down: whether it is down.
    #[prop(optional, into)]
    pressed: Signal<Option<bool>>,
    /// The key that does the same.
    #[prop(optional)]
    shortcut: Option<Shortcut>,
    /// What it does, for a button without a word on it.
    #[prop(optional, into)]
    label: Signal<Option<String>>,
    /// More classes, for its place on the screen.
    #[prop(optional, into)]
    class: String,
    /// The name that tests know it by.
    #[prop(optional, into)]
    testid: Option<String>,
    /// What a press does.
    #[prop(into)]
    on_press: Callback<()>,
    /// What stands on it.
    children: Children,
) -> impl IntoView {
    let told = RwSignal::new(None::<String>);
    let tell = move |text: String| {
        told.set(Some(text));
        set_timeout(move || drop(told.try_set(None)), TELL);
    };
    let press = Callback::new(move |()| match blocked.get_untracked() {
        _ if busy.get_untracked() => {}
        Some(reason) => tell(reason),
        None => on_press.run(()),
    });
    let hold = Hold::new();
    let on_hold = shortcut.map(|shortcut| Callback::new(move |()| tell(shortcut.key.to_owned())));
    if let Some(shortcut) = shortcut {
        use_key(shortcut, press);
    }
    view! {
        <button
            type="button"
            class=format!("{} {class}", kind.class())
            class:big=big
            class:busy=busy
            data-testid=testid
            aria-disabled=move || blocked.with(Option::is_some).then_some("true")
            aria-busy=move || busy.get().then_some("true")
            aria-pressed=move || pressed.get().map(|down| if down { "true" } else { "false" })
            aria-keyshortcuts=shortcut.map(|shortcut| shortcut.key)
            aria-label=move || label.get()
            title=move || blocked.get().or_else(|| label.get())
            on:pointerdown=move |_| hold.down(on_hold)
            on:pointerup=move |_| hold.up()
            on:pointerleave=move |_| hold.up()
            on:click=move |_| {
                if hold.was_tap() {
                    press.run(());
                }
            }
        >
            {children()}
            {move || {
                told.get().map(|text| view! { <span class="button-tells" role="status">{text}</span> })
            }}
        </button>
    }
    .into_any()
}
