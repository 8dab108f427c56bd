//! What needs a person: devices that are silent, printers that do not print, a kitchen that is late.

use leptos::prelude::*;
use shared::{api::hub::KitchenLateness, time::MINUTE_MS};
use ui_kit::{
    icon::{Icon, IconName},
    tone::Tone,
    words::{Words, use_words},
};

use super::Day;
use crate::{
    desk::{Desk, Page},
    devices::printer_state,
    hub::Device,
};

/// A clock may be off by so much.
const CLOCK_OFF_MS_MAX: i64 = MINUTE_MS;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Trouble {
    tone: Tone,
    icon: IconName,
    text: String,
    page: Option<Page>,
}

/// All that is wrong, the worst first.
fn troubles(
    devices: &[Device],
    kitchen: Option<&KitchenLateness>,
    now_ms: i64,
    words: &Words,
) -> Vec<Trouble> {
    let mut all = Vec::new();
    for device in devices
        .iter()
        .filter(|device| device.revoked_at_ms.is_none())
    {
        of_device(device, now_ms, words, &mut all);
    }
    let late = kitchen.map_or(0, |kitchen| i64::from(kitchen.late));
    if late > 0 {
        let text = words.tickets_late(late);
        all.push(Trouble {
            tone: Tone::Warn,
            icon: IconName::Clock,
            text,
            page: None,
        });
    }
    all.sort_by_key(|trouble| trouble.tone != Tone::Bad);
    all
}

fn of_device(device: &Device, now_ms: i64, words: &Words, all: &mut Vec<Trouble>) {
    let mut push = |tone, icon, text| {
        all.push(Trouble {
            tone,
            icon,
            text,
            page: Some(Page::Devices),
        });
    };
    if !device.online {
        let seen = device.last_seen_ms.map_or_else(
            || words.dashboard.never_seen.to_owned(),
            |seen_ms| words.ago((now_ms - seen_ms) / 1_000),
        );
        let text = format!("{}: {} · {seen}", device.name, words.dashboard.offline);
        push(Tone::Bad, IconName::Alone, text);
    }
    for printer in device
        .printers
        .iter()
        .filter(|printer| printer.state != "ready")
    {
        let state = printer_state(&printer.state, words);
        let text = words.printer_trouble(&printer.name, &state, i64::from(printer.waiting));
        push(
            Tone::Bad,
            IconName::Printer,
            format!("{} · {}", device.name, text),
        );
    }
    let waiting = device.queue_waiting.unwrap_or(0);
    if waiting > 0 && !device.online {
        let text = format!("{}: {} {waiting}", device.name, words.dashboard.queue);
        push(Tone::Warn, IconName::Hold, text);
    }
    if device
        .clock_ahead_ms
        .is_some_and(|ahead_ms| ahead_ms.abs() > CLOCK_OFF_MS_MAX)
    {
        let off = device.clock_ahead_ms.unwrap_or(0) / MINUTE_MS;
        let text = format!(
            "{}: {} ({off:+} min)",
            device.name, words.dashboard.clock_wrong
        );
        push(Tone::Warn, IconName::Clock, text);
    }
}

/// The list.
#[component]
pub(super) fn Wrong(day: Day) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let all = Memo::new(move |_| {
        let now_ms = day
            .today
            .told
            .with(|today| today.as_ref().map_or(0, |today| today.now_ms));
        day.devices.told.with(|devices| {
            day.kitchen.told.with(|kitchen| {
                let devices = devices.as_deref().unwrap_or_default();
                troubles(devices, kitchen.as_ref(), now_ms, words.get())
            })
        })
    });
    let row = move |trouble: Trouble| {
        let page = trouble.page;
        let open = move |_| {
            if let Some(page) = page {
                desk.go(page);
            }
        };
        view! {
            <li>
                <button type="button" class=format!("wrong-row {}", trouble.tone.class()) on:click=open>
                    <Icon name=trouble.icon />
                    <span class="grow">{trouble.text}</span>
                    {page.map(|_| view! { <Icon name=IconName::Forward /> })}
                </button>
            </li>
        }
    };
    view! {
        <section class="today-wrong panel" data-testid="wrong">
            <h2 class="panel-title">{move || words.get().dashboard.wrong_now}</h2>
            <ul class="wrong-list scroll">
                {move || all.get().into_iter().map(row).collect_view()}
            </ul>
            {move || {
                all.with(Vec::is_empty)
                    .then(|| {
                        view! {
                            <p class="wrong-none tone-good">
                                <Icon name=IconName::Check />
                                {words.get().dashboard.nothing_wrong}
                            </p>
                        }
                    })
            }}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use shared::{api::device::DeviceRole, ids::DeviceId};
    use ui_kit::words::Language;

    use super::*;
    use crate::hub::PrinterHealth;

    fn device(online: bool) -> Device {
        Device {
            id: DeviceId::from_bytes([1; 16]),
            name: "Cassa 1".to_owned(),
            role: DeviceRole::Till,
            letters: "A".to_owned(),
            enrolled_at_ms: 0,
            revoked_at_ms: None,
            online,
            last_seen_ms: Some(0),
            lag_ms: None,
            queue_waiting: Some(2),
            clock_ahead_ms: Some(0),
            catalogue_version: Some(1),
            printers: Vec::new(),
        }
    }

    fn texts(device: Device) -> Vec<String> {
        let words = Words::of(Language::En);
        troubles(&[device], None, 120_000, words)
            .into_iter()
            .map(|one| one.text)
            .collect()
    }

    #[test]
    fn a_silent_device_is_wrong_and_so_is_what_it_holds_back() {
        let told = texts(device(false));
        assert_eq!(
            told,
            ["Cassa 1: Offline · 2 minutes ago", "Cassa 1: Queue 2"]
        );
    }

    #[test]
    fn a_device_that_is_there_may_have_a_queue() {
        assert_eq!(texts(device(true)), Vec::<String>::new());
    }

    #[test]
    fn a_device_that_was_sent_away_is_not_missed() {
        let gone = Device {
            revoked_at_ms: Some(1),
            ..device(false)
        };
        assert_eq!(texts(gone), Vec::<String>::new());
    }

    #[test]
    fn a_printer_without_paper_comes_before_a_wrong_clock() {
        let printer = PrinterHealth {
            name: "Bar".to_owned(),
            state: "paper_out".to_owned(),
            waiting: 2,
        };
        let told = texts(Device {
            clock_ahead_ms: Some(-180_000),
            printers: vec![printer],
            ..device(true)
        });
        assert_eq!(told.len(), 2);
        assert!(told.first().unwrap().contains("Bar"), "{told:?}");
        assert!(told.last().unwrap().contains("(-3 min)"), "{told:?}");
    }
}
