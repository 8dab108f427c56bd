//! Why something is done: what is said most stands ready, anything else can be typed.

use leptos::prelude::*;
use ui_kit::{
    button::{Button, ButtonKind},
    field::TextField,
    words::{Words, use_words},
};

/// Why something is done, where something else on the sheet does it.
#[derive(Clone, Copy)]
pub(crate) struct Why {
    /// The reason that was tapped; empty for the first one.
    tapped: RwSignal<String>,
    /// Another one, typed; it counts instead.
    typed: RwSignal<String>,
}

impl Why {
    /// Nobody said anything yet.
    pub(crate) fn new() -> Self {
        Self {
            tapped: RwSignal::new(String::new()),
            typed: RwSignal::new(String::new()),
        }
    }

    /// Forgets what was said.
    pub(crate) fn forget(self) {
        self.tapped.set(String::new());
        self.typed.set(String::new());
    }

    /// What was said; the first of those that stand ready where nobody said anything.
    pub(crate) fn said(self, first: &str) -> String {
        let (tapped, typed) = (self.tapped.get(), self.typed.get());
        let said = [typed.trim(), tapped.as_str(), first].into_iter();
        let mut said = said.filter(|text| !text.is_empty());
        said.next().unwrap_or_default().to_owned()
    }

    fn tap(self, reason: String) {
        self.typed.set(String::new());
        self.tapped.set(reason);
    }
}

/// The button beside the field, which does what is asked for the typed reason.
#[derive(Clone, Copy)]
pub(crate) struct Go {
    /// What it is for.
    pub(crate) kind: ButtonKind,
    /// What it says.
    pub(crate) word: fn(&'static Words) -> &'static str,
    /// The name that tests know it by.
    pub(crate) testid: &'static str,
}

/// Reasons in rows, each of them a tap that does what is asked, and a field for another one.
#[component]
pub(crate) fn ReasonRows(
    /// What stands ready, in the reader's language.
    ready: fn(&'static Words) -> [&'static str; 5],
    /// What does it for a typed reason.
    go: Go,
    /// There is little room: small rows, and the button below the field.
    #[prop(optional)]
    narrow: bool,
    /// Why nothing can be done yet.
    #[prop(optional, into)]
    blocked: Signal<Option<String>>,
    /// Does it, for this reason.
    #[prop(into)]
    on_reason: Callback<String>,
) -> impl IntoView {
    let words = use_words();
    let typed = RwSignal::new(String::new());
    let silent = Signal::derive(move || {
        let silent = typed.with(|text| text.trim().is_empty());
        let missing = || silent.then(|| words.get().till.reason_needed.to_owned());
        blocked.get().or_else(missing)
    });
    let go_typed = move |()| {
        let reason = typed.get_untracked().trim().to_owned();
        if !reason.is_empty() {
            on_reason.run(reason);
        }
    };
    view! {
        <Rows
            ready
            big=!narrow
            blocked
            is_chosen=Callback::new(|_| None)
            on_tap=on_reason
        />
        <div class=if narrow { "stack" } else { "row tight end" }>
            <div class="grow">
                <OtherReason typed on_enter=Callback::new(go_typed) />
            </div>
            <Button kind=go.kind blocked=silent testid=go.testid on_press=go_typed>
                {move || (go.word)(words.get())}
            </Button>
        </div>
    }
    .into_any()
}

/// The same where another button does it: the first reason counts until somebody says another one.
#[component]
pub(crate) fn ReasonChoice(
    /// What stands ready, in the reader's language.
    ready: fn(&'static Words) -> [&'static str; 5],
    /// What is said.
    why: Why,
) -> impl IntoView {
    let words = use_words();
    let is_chosen = move |reason: &'static str| {
        let [first, ..] = ready(words.get());
        Some(why.said(first) == reason)
    };
    view! {
        <Rows
            ready
            big=false
            blocked=Signal::derive(|| None)
            is_chosen=Callback::new(is_chosen)
            on_tap=Callback::new(move |reason| why.tap(reason))
        />
        <OtherReason typed=why.typed />
    }
    .into_any()
}

/// The reasons that are one tap away.
#[component]
fn Rows(
    ready: fn(&'static Words) -> [&'static str; 5],
    big: bool,
    blocked: Signal<Option<String>>,
    /// Whether it is the chosen one, where one stays down.
    is_chosen: Callback<&'static str, Option<bool>>,
    on_tap: Callback<String>,
) -> impl IntoView {
    let words = use_words();
    let row = move |(place, reason): (usize, &'static str)| {
        view! {
            <Button
                big
                class="choice"
                blocked
                pressed=Signal::derive(move || is_chosen.run(reason))
                testid=format!("reason-{place}")
                on_press=move |()| on_tap.run(reason.to_owned())
            >
                {reason}
            </Button>
        }
    };
    view! {
        <div class="choices" role="group">
            {move || ready(words.get()).into_iter().enumerate().map(row).collect_view()}
        </div>
    }
}

/// A reason that does not stand ready.
#[component]
fn OtherReason(
    typed: RwSignal<String>,
    #[prop(optional, into)] on_enter: Option<Callback<()>>,
) -> impl IntoView {
    let words = use_words();
    view! {
        <TextField
            label=Signal::derive(move || words.get().till.reason_other.to_owned())
            value=typed
            length_max=120
            testid="reason-text"
            on_enter=on_enter.unwrap_or_else(|| Callback::new(|()| ()))
        />
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_reason_counts_until_somebody_says_another_one() {
        let owner = Owner::new();
        owner.with(|| {
            let why = Why::new();
            let said = || untrack(|| why.said("changed"));
            assert_eq!(said(), "changed");
            why.tap("mistake".to_owned());
            assert_eq!(said(), "mistake");
            why.typed.set("  allergic ".to_owned());
            assert_eq!(said(), "allergic", "what was typed was said last");
            why.tap("late".to_owned());
            assert_eq!(said(), "late");
            why.forget();
            assert_eq!(said(), "changed", "the next dish begins anew");
        });
    }
}
