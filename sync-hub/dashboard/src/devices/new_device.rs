//! A new device: what it is for, what it is called, and the code that lets it in once.

use leptos::prelude::*;
use shared::api::device::DeviceRole;
use ui_kit::{
    button::{Button, ButtonKind},
    field::TextField,
    icon::{Icon, IconName},
    sheet::{Sheet, SheetPlace},
    tabs::{Tab, Tabs, TabsLook},
    words::use_words,
};

use super::role_word;
use crate::{
    desk::{Desk, Polled},
    hub::{self, Code, Device},
    time::{countdown, now_ms},
};

const ROLES: [DeviceRole; 2] = [DeviceRole::Till, DeviceRole::Kitchen];

/// The sheet.
#[component]
pub(super) fn NewDevice(open: RwSignal<bool>, devices: Polled<Vec<Device>>) -> impl IntoView {
    let words = use_words();
    view! {
        <Sheet
            open
            title=Signal::derive(move || words.get().dashboard.new_device.to_owned())
            place=SheetPlace::Middle
            testid="new-device-sheet"
            on_close=move |()| open.set(false)
        >
            <Body open devices />
        </Sheet>
    }
}

#[component]
fn Body(open: RwSignal<bool>, devices: Polled<Vec<Device>>) -> impl IntoView {
    let code = RwSignal::new(None::<Code>);
    move || match code.get() {
        None => view! { <Form code devices /> }.into_any(),
        Some(made) => view! { <ShowCode made code devices open /> }.into_any(),
    }
}

/// A name that no device has yet: «Till 2».
fn free_name(role: &str, devices: &[Device]) -> String {
    let name = |n: usize| format!("{role} {n}");
    // One more than there are devices: at least one of these is free.
    (1..=devices.len() + 1)
        .map(name)
        .find(|name| devices.iter().all(|device| device.name != *name))
        .unwrap_or_default()
}

#[component]
fn Form(code: RwSignal<Option<Code>>, devices: Polled<Vec<Device>>) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let role = RwSignal::new(DeviceRole::Till);
    let busy = RwSignal::new(false);
    let free = move |role: DeviceRole| {
        let word = role_word(role, words.get_untracked());
        devices
            .told
            .with_untracked(|all| free_name(word, all.as_deref().unwrap_or_default()))
    };
    let name = RwSignal::new(free(DeviceRole::Till));
    let choose = move |id: String| {
        let Some(chosen) = DeviceRole::from_word(&id) else {
            return;
        };
        if name.get_untracked() == free(role.get_untracked()) {
            name.set(free(chosen));
        }
        role.set(chosen);
    };
    let tabs = Signal::derive(move || {
        ROLES
            .into_iter()
            .map(|r| Tab::new(r.word(), role_word(r, words.get())))
            .collect::<Vec<_>>()
    });
    let make = Callback::new(move |()| {
        let (role, name) = (role.get_untracked(), name.get_untracked().trim().to_owned());
        if busy.get_untracked() || name.is_empty() {
            return;
        }
        busy.set(true);
        let question = async move { hub::make_code(role, &name).await };
        desk.ask(question, move |answer| {
            busy.try_set(false);
            match answer {
                Ok(made) => drop(code.try_set(Some(made))),
                Err(trouble) => desk.notices.warn(trouble.text(words.get_untracked())),
            }
        });
    });
    let blocked = Signal::derive(move || {
        name.with(|name| name.trim().is_empty())
            .then(|| words.get().common.device_name.to_owned())
    });
    view! {
        <div class="stack">
            <Tabs
                tabs
                selected=Signal::derive(move || role.get().word().to_owned())
                look=TabsLook::Segments
                label=Signal::derive(move || words.get().dashboard.device_kind.to_owned())
                testid="device-role"
                on_select=choose
            />
            <TextField
                label=Signal::derive(move || words.get().common.device_name.to_owned())
                value=name
                first=true
                length_max=40
                testid="device-name"
                on_enter=make
            />
            <Button kind=ButtonKind::Primary big=true blocked busy testid="new-code" on_press=make>
                {move || words.get().dashboard.make_code}
            </Button>
        </div>
    }
}

/// The code, large enough to be read across the room, until it is used or too old.
#[component]
fn ShowCode(
    made: Code,
    code: RwSignal<Option<Code>>,
    devices: Polled<Vec<Device>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let Code {
        text,
        name,
        expires_at_ms,
    } = made;
    let made_at_ms = now_ms();
    let known: Vec<_> = devices
        .told
        .with_untracked(|all| all.iter().flatten().map(|device| device.id).collect());
    let name = StoredValue::new(name);
    let seconds = move || (expires_at_ms - desk.now_ms.get().max(made_at_ms)) / 1_000;
    let connected = Memo::new(move |_| {
        devices.told.with(|all| {
            name.with_value(|name| {
                all.iter()
                    .flatten()
                    .any(|one| one.name == *name && !known.contains(&one.id))
            })
        })
    });
    let says = move || {
        let words = words.get();
        match seconds() {
            ..=0 => words.dashboard.code_expired.to_owned(),
            left => words.valid_for(&countdown(left)),
        }
    };
    view! {
        <div class="stack code-stack">
            <p class="strong">{move || name.get_value()}</p>
            {move || if connected.get() {
                    view! {
                        <p class="code-connected tone-good" data-testid="code-connected">
                            <Icon name=IconName::Check />
                            {name.with_value(|name| words.get().device_connected(name))}
                        </p>
                    }
                        .into_any()
                } else {
                    view! {
                        <p class="code" class:expired=move || seconds() <= 0 data-testid="code">
                            {text.clone()}
                        </p>
                        <p class="code-left" data-testid="code-left">{says}</p>
                        <p class="soft">{move || words.get().dashboard.code_help}</p>
                    }
                        .into_any()
                }}
            <div class="row">
                <Button testid="another-code" on_press=move |()| code.set(None)>
                    <Icon name=IconName::Plus />
                    {move || words.get().dashboard.new_device}
                </Button>
                <span class="grow"></span>
                <Button kind=ButtonKind::Primary testid="code-done" on_press=move |()| open.set(false)>
                    {move || words.get().common.done}
                </Button>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_free_number_names_a_device() {
        assert_eq!(free_name("Till", &[]), "Till 1");
    }
}
