//! The pads: one for amounts and quantities, one for PINs. Keyboards type into both.

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    button::{Button, ButtonKind},
    entry::{PIN_DIGITS_MAX, PIN_DIGITS_MIN, PadKey, PinEntry, PinStep},
    icon::{Icon, IconName},
    keys::{Shortcut, use_key},
    words::use_words,
};

/// Keys of a keyboard that both pads take.
const KEYBOARD: [&str; 13] = [
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "Backspace",
    "Delete",
    "Enter",
];

/// Binds the keyboard to a pad.
fn take_keyboard(on_key: Callback<PadKey>) {
    for key in KEYBOARD {
        if let Some(pad_key) = PadKey::from_keyboard(key) {
            use_key(
                Shortcut::unlisted(key),
                Callback::new(move |()| on_key.run(pad_key)),
            );
        }
    }
}

/// One key of a pad; a touch leaves the focus where it is.
#[component]
fn PadButton(
    /// What it enters.
    key: PadKey,
    /// The name that tests know it by.
    testid: String,
    /// Its words for those who cannot see it.
    #[prop(optional, into)]
    label: Signal<Option<String>>,
    /// Where it goes.
    on_key: Callback<PadKey>,
    /// What stands on it.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="pad-key"
            data-testid=testid
            aria-label=move || label.get()
            on:pointerdown=move |event| event.prevent_default()
            on:click=move |_| on_key.run(key)
        >
            {children()}
        </button>
    }
}

/// The nine digits, from 1 at the top left as on a card terminal.
#[component]
fn Digits(on_key: Callback<PadKey>) -> impl IntoView {
    (1..=9_u8)
        .map(|digit| {
            view! {
                <PadButton key=PadKey::Digit(digit) testid=format!("key-{digit}") on_key>
                    {digit}
                </PadButton>
            }
        })
        .collect_view()
}

/// A pad for amounts and quantities: ten digits, a double zero and one that erases.
///
/// What a key does to the number is [`entered`](crate::entry::entered).
#[component]
pub fn Numpad(
    /// The keyboard types into it too.
    #[prop(default = true)]
    keyboard: bool,
    /// The name that tests know it by.
    #[prop(optional, into)]
    testid: Option<String>,
    /// A key was pressed.
    #[prop(into)]
    on_key: Callback<PadKey>,
) -> impl IntoView {
    let words = use_words();
    if keyboard {
        take_keyboard(on_key);
    }
    view! {
        <div class="keypad" role="group" aria-label=move || words.get().common.amount data-testid=testid>
            <Digits on_key />
            <PadButton key=PadKey::DoubleZero testid="key-00".to_owned() on_key>
                "00"
            </PadButton>
            <PadButton key=PadKey::Digit(0) testid="key-0".to_owned() on_key>
                "0"
            </PadButton>
            <PadButton
                key=PadKey::Erase
                testid="key-erase".to_owned()
                label=Signal::derive(move || Some(words.get().common.erase.to_owned()))
                on_key
            >
                <Icon name=IconName::Erase />
            </PadButton>
        </div>
    }
    .into_any()
}

/// A pad for a PIN: dots that fill, a shake when it was wrong, a countdown while it is locked.
#[component]
pub fn PinPad(
    /// The PIN submits itself at so many digits; without it Enter or the tick does.
    #[prop(optional)]
    length: Option<usize>,
    /// Where PINs differ in length: one that is long enough submits itself when no key follows.
    #[prop(optional)]
    pause: Option<Duration>,
    /// How often a wrong PIN was entered here; each more empties the pad and shakes it.
    #[prop(optional, into)]
    wrong: Signal<u32>,
    /// The last PIN was that of somebody, who may not: it was not wrong.
    #[prop(optional, into)]
    known: Signal<bool>,
    /// Seconds until the pad may be used again; 0 where it may.
    #[prop(optional, into)]
    locked_seconds: Signal<u32>,
    /// A PIN is being checked.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The name that tests know it by.
    #[prop(default = "pin-pad".to_owned(), into)]
    testid: String,
    /// The complete PIN.
    #[prop(into)]
    on_pin: Callback<String>,
) -> impl IntoView {
    let words = use_words();
    let entry = RwSignal::new(PinEntry::default());
    let locked = move || locked_seconds.get() > 0;
    let press = Callback::new(move |key| {
        if locked_seconds.get_untracked() > 0 || busy.get_untracked() {
            return;
        }
        if let Some(PinStep::Done(pin)) = entry.try_update(|entry| entry.press(key, length)) {
            on_pin.run(pin);
        }
    });
    let on_key = submitting_after(pause, press);
    take_keyboard(on_key);
    // Two classes with the same shake take turns, so that a second mistake shakes again.
    let shake = move || match wrong.get() {
        0 => "pin-dots",
        count if count % 2 == 0 => "pin-dots shake-even",
        _ => "pin-dots shake-odd",
    };
    let is_wrong = move || wrong.get() > 0 && !known.get();
    let refused = move || locked() || is_wrong();
    view! {
        <div
            class="pin-pad"
            class:locked=locked
            data-testid=testid
            data-wrong=move || wrong.get().to_string()
        >
            <Dots entry shake=Signal::derive(shake) length />
            <p class="pin-says" class:refused=refused role="status" data-testid="pin-says">
                {move || {
                    let words = words.get();
                    match (locked_seconds.get(), busy.get(), is_wrong()) {
                        (0, true, _) => words.common.working.to_owned(),
                        (0, false, false) => words.common.enter_pin.to_owned(),
                        (0, false, true) => words.common.wrong_pin.to_owned(),
                        (seconds, _, _) => words.locked_for(seconds),
                    }
                }}
            </p>
            <div class="keypad" role="group" aria-label=move || words.get().common.pin>
                <Digits on_key />
                <PadButton
                    key=PadKey::Erase
                    testid="key-erase".to_owned()
                    label=Signal::derive(move || Some(words.get().common.erase.to_owned()))
                    on_key
                >
                    <Icon name=IconName::Erase />
                </PadButton>
                <PadButton key=PadKey::Digit(0) testid="key-0".to_owned() on_key>
                    "0"
                </PadButton>
                <PadButton
                    key=PadKey::Enter
                    testid="key-enter".to_owned()
                    label=Signal::derive(move || Some(words.get().common.sign_in.to_owned()))
                    on_key
                >
                    <Icon name=IconName::Check />
                </PadButton>
            </div>
        </div>
    }
    .into_any()
}

/// The same keys, with Enter after a pause in which no other key followed.
fn submitting_after(pause: Option<Duration>, press: Callback<PadKey>) -> Callback<PadKey> {
    let Some(pause) = pause else { return press };
    // Grows with every key, so that an old timer submits nothing.
    let keys = StoredValue::new(0_u32);
    Callback::new(move |key| {
        press.run(key);
        let now = keys.get_value().wrapping_add(1);
        keys.set_value(now);
        let submit = move || {
            if keys.try_get_value() == Some(now) {
                press.run(PadKey::Enter);
            }
        };
        set_timeout(submit, pause);
    })
}

/// One dot a digit; the digits themselves are never on the page.
#[component]
fn Dots(
    entry: RwSignal<PinEntry>,
    shake: Signal<&'static str>,
    length: Option<usize>,
) -> impl IntoView {
    let words = use_words();
    let places = move || {
        let entered = entry.with(PinEntry::len);
        length
            .unwrap_or_else(|| entered.max(PIN_DIGITS_MIN))
            .min(PIN_DIGITS_MAX)
    };
    let label = move || {
        format!(
            "{} {}",
            entry.with(PinEntry::len),
            words.get().common.pin_digit_entered
        )
    };
    view! {
        <div class=move || shake.get() role="img" aria-label=label>
            {move || {
                let entered = entry.with(PinEntry::len);
                (0..places())
                    .map(|place| view! { <span class="pin-dot" class:full=place < entered></span> })
                    .collect_view()
            }}
        </div>
    }
}

/// A quantity with a minus and a plus beside it.
#[component]
pub fn Stepper(
    /// The quantity.
    #[prop(into)]
    value: Signal<i64>,
    /// Not below this.
    #[prop(default = 1)]
    min: i64,
    /// Not above this.
    #[prop(default = 999)]
    max: i64,
    /// What is counted, for those who cannot see it.
    #[prop(into)]
    label: Signal<String>,
    /// The name that tests know it by.
    #[prop(default = "stepper".to_owned(), into)]
    testid: String,
    /// The new quantity.
    #[prop(into)]
    on_change: Callback<i64>,
) -> impl IntoView {
    let words = use_words();
    let at =
        move |limit: i64| Signal::derive(move || (value.get() == limit).then(|| limit.to_string()));
    view! {
        <div class="stepper" role="group" aria-label=move || label.get() data-testid=testid>
            <Button
                kind=ButtonKind::Plain
                blocked=at(min)
                label=Signal::derive(move || Some(words.get().common.fewer.to_owned()))
                testid="fewer"
                on_press=move |()| on_change.run((value.get_untracked() - 1).max(min))
            >
                <Icon name=IconName::Minus />
            </Button>
            <output class="stepper-value">{move || value.get()}</output>
            <Button
                kind=ButtonKind::Plain
                blocked=at(max)
                label=Signal::derive(move || Some(words.get().common.one_more.to_owned()))
                testid="one-more"
                on_press=move |()| on_change.run((value.get_untracked() + 1).min(max))
            >
                <Icon name=IconName::Plus />
            </Button>
        </div>
    }
    .into_any()
}
