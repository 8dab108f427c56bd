//! Sign-in by PIN, without the hub and in less than a second.

use std::time::Duration;

use leptos::prelude::*;
use shared::api::{
    Problem,
    till::{Command, Pin, Reply},
};
use ui_kit::{numpad::PinPad, states::ErrorNote, theme::ThemeButton, words::use_words};

use crate::{clock, frame::WorldPill, state::use_till, talk::Talk, wire::Failure};

/// A PIN that is long enough signs in when no digit follows for so long; the tick does at once.
const PIN_PAUSE: Duration = Duration::from_millis(400);

/// The whole screen.
#[component]
pub(crate) fn SignInScreen() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let wrong = RwSignal::new(0_u32);
    let locked_until_ms = RwSignal::new(0_i64);
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let locked = move || {
        let left_ms = locked_until_ms.get() - till.now_ms.get();
        u32::try_from((left_ms + 999) / 1_000).unwrap_or(0)
    };
    let sign_in = move |pin: String| {
        busy.set(true);
        failure.set(None);
        talk.try_ask(Command::SignIn { pin: Pin(pin) }, move |answer| {
            busy.try_set(false);
            match answer {
                Ok(Reply::SignedIn(me)) => talk.welcome(me),
                Ok(_) => {}
                Err(Failure::Problem(Problem::WrongPin)) => {
                    wrong.try_update(|wrong| *wrong += 1);
                }
                Err(Failure::Problem(Problem::Locked { seconds })) => {
                    wrong.try_update(|wrong| *wrong += 1);
                    locked_until_ms.try_set(clock::now_ms() + i64::from(seconds) * 1_000);
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let names = move || {
        till.device.get().map(|device| {
            view! {
                <h1>{device.site_name}</h1>
                <p class="soft">{device.name}</p>
            }
        })
    };
    view! {
        <main class="alone-screen">
            <div class="alone-corner">
                <ThemeButton />
                <WorldPill />
            </div>
            <div class="alone-card stack" data-testid="sign-in">
                <header class="alone-head">{names}</header>
                <PinPad
                    pause=PIN_PAUSE
                    wrong
                    locked_seconds=Signal::derive(locked)
                    busy
                    on_pin=sign_in
                />
                {move || {
                    failure
                        .get()
                        .map(|why| {
                            let what = Signal::derive(move || match &why {
                                Failure::Problem(problem) => words.get().problem(problem),
                                Failure::Silent => words.get().common.error_node.to_owned(),
                            });
                            view! { <ErrorNote what testid="sign-in-error" /> }
                        })
                }}
            </div>
        </main>
    }
    .into_any()
}
