//! A device that belongs to no restaurant yet: the hub's address and the one-time code.
//!
//! The code can be typed on the screen too: a kitchen has no keyboard.

use leptos::{prelude::*, task::spawn_local};
use shared::api::{
    Problem,
    device::{DeviceRole, DeviceView, Enrol},
};

use crate::{
    button::{Button, ButtonKind},
    field::TextField,
    icon::{Icon, IconName},
    link::{self, LinkError},
    states::ErrorNote,
    words::{Words, use_words},
};

/// The letters and digits of codes: none that look alike.
const CODE_KEYS: &str = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
/// A code has so many of them.
const CODE_CHARS: usize = 8;

/// The code as it is shown, `ABCD-EFGH`, from whatever was typed.
fn grouped(typed: &str) -> String {
    let mut code = String::new();
    let letters = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(CODE_CHARS);
    for (place, letter) in letters.enumerate() {
        if place == CODE_CHARS / 2 {
            code.push('-');
        }
        code.push(letter.to_ascii_uppercase());
    }
    code
}

/// All of its letters are in.
fn is_whole(code: &str) -> bool {
    code.chars().filter(char::is_ascii_alphanumeric).count() == CODE_CHARS
}

/// Why a device could not be enrolled, in the reader's words.
fn refusal(error: &LinkError, words: &Words) -> String {
    match error {
        LinkError::Unreachable => words.common.error_node.to_owned(),
        LinkError::Unreadable(_) => words.common.error_answer.to_owned(),
        LinkError::Refused(text) => serde_json::from_str::<Problem>(text).map_or_else(
            |_| words.common.error_answer.to_owned(),
            |why| words.problem(&why),
        ),
    }
}

/// The screen of a device that belongs to nobody yet.
#[component]
pub fn EnrolScreen(
    /// What the device is now.
    device: DeviceView,
    /// It belongs to a restaurant.
    #[prop(into)]
    on_enrolled: Callback<DeviceView>,
) -> impl IntoView {
    let words = use_words();
    let hub = RwSignal::new(device.hub_url);
    let code = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<LinkError>);
    let role = device.role;
    Effect::new(move |_| {
        let typed = code.get();
        let shown = grouped(&typed);
        if shown != typed {
            code.set(shown);
        }
    });
    let missing = Signal::derive(move || {
        let whole = code.with(|code| is_whole(code)) && !hub.with(|hub| hub.trim().is_empty());
        (!whole).then(|| words.get().common.enrol_code.to_owned())
    });
    let enrol = Callback::new(move |()| {
        if busy.get_untracked() || missing.get_untracked().is_some() {
            return;
        }
        let ask = Enrol {
            hub_url: hub.get_untracked().trim().to_owned(),
            code: code.get_untracked(),
        };
        send(ask, busy, refused, on_enrolled);
    });
    let says = move || {
        let common = words.get().common;
        if busy.get() {
            common.working
        } else {
            common.enrol_go
        }
    };
    view! {
        <main class="enrol" data-testid="enrol">
            <section class="enrol-card panel">
                <p class="enrol-role soft">{move || role_word(role, words.get())}</p>
                <h1>{move || words.get().common.enrol_title}</h1>
                <p>{move || words.get().common.enrol_help}</p>
                <Fields hub code on_enter=enrol />
                <CodeKeys code />
                {move || {
                    let what = refused.get().map(|error| refusal(&error, words.get()));
                    what.map(|what| view! { <ErrorNote what testid="enrol-error" /> })
                }}
                <Button
                    kind=ButtonKind::Primary
                    big=true
                    blocked=missing
                    busy
                    testid="enrol-go"
                    on_press=enrol
                >
                    <Icon name=IconName::Together />
                    {says}
                </Button>
            </section>
        </main>
    }
    .into_any()
}

/// The hub's address and the code.
#[component]
fn Fields(hub: RwSignal<String>, code: RwSignal<String>, on_enter: Callback<()>) -> impl IntoView {
    let words = use_words();
    view! {
        <TextField
            label=Signal::derive(move || words.get().common.hub_address.to_owned())
            value=hub
            hint=Some("http://192.168.1.10:7700".to_owned())
            testid="enrol-hub"
            on_enter
        />
        <div class="enrol-code">
            <TextField
                label=Signal::derive(move || words.get().common.enrol_code.to_owned())
                value=code
                hint=Some("ABCD-EFGH".to_owned())
                first=true
                testid="enrol-code"
                on_enter
            />
        </div>
    }
}

/// Asks the hub through the node; `busy` while the answer is awaited.
fn send(
    ask: Enrol,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<LinkError>>,
    on_enrolled: Callback<DeviceView>,
) {
    busy.set(true);
    refused.set(None);
    spawn_local(async move {
        match link::ask::<_, DeviceView>("/api/enrol", &ask).await {
            Ok(device) => on_enrolled.run(device),
            Err(error) => refused.set(Some(error)),
        }
        busy.try_set(false);
    });
}

const fn role_word(role: DeviceRole, words: &Words) -> &'static str {
    match role {
        DeviceRole::Till => words.dashboard.kind_till,
        DeviceRole::Kitchen => words.dashboard.kind_kitchen,
    }
}

/// Keys for the code, for a screen without a keyboard.
#[component]
fn CodeKeys(code: RwSignal<String>) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="enrol-keys" role="group" aria-label=move || words.get().common.enrol_code>
            {CODE_KEYS
                .chars()
                .map(|letter| {
                    view! {
                        <button
                            type="button"
                            class="pad-key"
                            data-testid=format!("code-key-{letter}")
                            on:pointerdown=move |event| event.prevent_default()
                            on:click=move |_| code.update(|code| code.push(letter))
                        >
                            {letter.to_string()}
                        </button>
                    }
                })
                .collect_view()}
            <button
                type="button"
                class="pad-key"
                data-testid="code-key-erase"
                aria-label=move || words.get().common.erase
                on:pointerdown=move |event| event.prevent_default()
                on:click=move |_| {
                    code.update(|code| {
                        // The hyphen comes and goes by itself.
                        let trimmed = code.trim_end_matches('-').len();
                        code.truncate(trimmed);
                        code.pop();
                    });
                }
            >
                <Icon name=IconName::Erase />
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_grouped_however_it_is_typed() {
        assert_eq!(grouped("abcdefgh"), "ABCD-EFGH");
        assert_eq!(grouped("ab cd-e"), "ABCD-E");
        assert_eq!(grouped("abcd"), "ABCD");
        assert_eq!(grouped("ABCD-EFGHJ"), "ABCD-EFGH");
        assert_eq!(grouped(""), "");
    }

    #[test]
    fn a_code_is_whole_with_eight_letters() {
        assert!(is_whole("ABCD-EFGH"));
        assert!(!is_whole("ABCD-EFG"));
    }

    #[test]
    fn a_typed_refusal_is_said_in_words_and_nonsense_as_such() {
        let words = Words::of(crate::words::Language::En);
        let used = LinkError::Refused(r#"{"problem":"code_used"}"#.to_owned());
        assert_eq!(refusal(&used, words), words.common.enrol_used);
        let nonsense = LinkError::Refused("<html>".to_owned());
        assert_eq!(refusal(&nonsense, words), words.common.error_answer);
    }
}
