//! One device: all that is known of it, and the way to send it away.

use leptos::prelude::*;
use ui_kit::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    sheet::{Sheet, SheetPlace},
    tone::Tone,
    words::{Words, use_words},
};

use super::{lag_text, printer_state, role_word, state_of};
use crate::{
    desk::{Desk, Polled},
    hub::{self, Device},
    time::day_and_time_text,
};

/// The sheet of the device that is shown, by its id.
#[component]
pub(super) fn OneDevice(
    shown: RwSignal<Option<String>>,
    devices: Polled<Vec<Device>>,
) -> impl IntoView {
    let words = use_words();
    let device = Memo::new(move |_| {
        let id = shown.get()?;
        devices.told.with(|all| {
            all.iter()
                .flatten()
                .find(|one| one.id.to_string() == id)
                .cloned()
        })
    });
    let sure = RwSignal::new(false);
    let close = Callback::new(move |()| {
        sure.set(false);
        shown.set(None);
    });
    let title = Signal::derive(move || {
        device.with(|device| {
            let device = device
                .as_ref()
                .map(|one| one.name.clone())
                .unwrap_or_default();
            if sure.get() {
                words.get().revoke_question(&device)
            } else {
                device
            }
        })
    });
    view! {
        <Sheet
            open=Signal::derive(move || device.with(Option::is_some))
            title
            place=SheetPlace::Middle
            testid="device-sheet"
            on_close=close
        >
            {move || match (device.get(), sure.get()) {
                (Some(one), false) => view! { <Facts one sure /> }.into_any(),
                (Some(one), true) => view! { <Revoke one sure close /> }.into_any(),
                (None, _) => ().into_any(),
            }}
        </Sheet>
    }
}

/// What is known, each fact with its word.
fn facts(device: &Device, desk: Desk, words: &Words) -> Vec<(&'static str, String)> {
    let site = desk.site.get().map(|facts| facts.site);
    let moment = |at_ms: i64| day_and_time_text(at_ms, site.as_ref());
    let dashboard = words.dashboard;
    let seen = device
        .last_seen_ms
        .map_or_else(|| dashboard.never_seen.to_owned(), moment);
    let mut facts = vec![
        (
            dashboard.device_kind,
            role_word(device.role, words).to_owned(),
        ),
        (dashboard.letters, device.letters.clone()),
        (dashboard.since, moment(device.enrolled_at_ms)),
        (words.common.state, state_of(device, words).0.to_owned()),
        (dashboard.last_seen, seen),
        (
            dashboard.queue,
            device.queue_waiting.unwrap_or(0).to_string(),
        ),
        (dashboard.lag, lag_text(device.lag_ms.unwrap_or(0))),
    ];
    if let Some(version) = device.catalogue_version {
        facts.push((dashboard.menu_version, version.to_string()));
    }
    if let Some(revoked_at_ms) = device.revoked_at_ms {
        facts.push((dashboard.revoked, moment(revoked_at_ms)));
    }
    facts
}

#[component]
fn Facts(one: Device, sure: RwSignal<bool>) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let may_revoke = one.revoked_at_ms.is_none();
    let printers = one.printers.clone();
    let rows = move || {
        facts(&one, desk, words.get())
            .into_iter()
            .map(|(name, value)| {
                view! {
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                }
            })
            .collect_view()
    };
    let printer_rows = move || {
        printers
            .iter()
            .map(|printer| {
                let tone = if printer.state == "ready" {
                    Tone::Good
                } else {
                    Tone::Bad
                };
                let state = printer_state(&printer.state, words.get());
                view! {
                    <dt>{printer.name.clone()}</dt>
                    <dd>
                        <span class=format!("badge {}", tone.class())>{state}</span>
                        {(printer.waiting > 0).then(|| format!(" {}", printer.waiting))}
                    </dd>
                }
            })
            .collect_view()
    };
    view! {
        <div class="stack">
            <dl class="facts">{rows} {printer_rows}</dl>
            {may_revoke
                .then(|| {
                    view! {
                        <Button
                            kind=ButtonKind::Danger
                            testid="revoke"
                            on_press=move |()| sure.set(true)
                        >
                            <Icon name=IconName::Void />
                            {move || words.get().dashboard.revoke}
                        </Button>
                    }
                })}
        </div>
    }
}

/// The question before the device goes for good.
#[component]
fn Revoke(one: Device, sure: RwSignal<bool>, close: Callback<()>) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let revoke = move |()| {
        desk.tell(hub::revoke(one.id), move |_| {
            desk.refresh();
            close.run(());
        });
    };
    view! {
        <div class="stack">
            <p>{move || words.get().dashboard.revoke_help}</p>
            <p class="strong">{move || words.get().common.cannot_be_undone}</p>
            <div class="row">
                <Button big=true testid="cancel" on_press=move |()| sure.set(false)>
                    {move || words.get().common.cancel}
                </Button>
                <Button big=true kind=ButtonKind::Danger class="grow" testid="revoke-confirm" on_press=revoke>
                    {move || words.get().dashboard.revoke}
                </Button>
            </div>
        </div>
    }
}
