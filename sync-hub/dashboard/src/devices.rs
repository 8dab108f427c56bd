//! Tills and kitchen screens: how each is, a code for a new one, an end for a lost one.

mod new_device;
mod one;

use leptos::prelude::*;
use shared::api::device::DeviceRole;
use ui_kit::{
    button::{Button, ButtonKind},
    data_table::{Column, DataTable},
    icon::{Icon, IconName},
    rows::{Cell, Row},
    states::{EmptyState, ErrorNote, Loading},
    tone::Tone,
    words::{Words, use_words},
};

use self::{new_device::NewDevice, one::OneDevice};
use crate::{
    desk::{Desk, Polled},
    hub::{self, Device, PrinterHealth},
};

/// The word for the state that a printer reports; a state of a later version as it is.
pub(crate) fn printer_state(state: &str, words: &Words) -> String {
    match state {
        "ready" => words.till.printer_ok.to_owned(),
        "unreachable" => words.till.printer_offline.to_owned(),
        "paper_out" => words.till.printer_no_paper.to_owned(),
        "cover_open" => words.till.printer_cover.to_owned(),
        "uncertain" => words.kitchen.printer_uncertain.to_owned(),
        "not_printed" => words.kitchen.printer_not_printed.to_owned(),
        other => other.to_owned(),
    }
}

/// The word for what a device is for.
pub(crate) const fn role_word(role: DeviceRole, words: &Words) -> &'static str {
    match role {
        DeviceRole::Till => words.dashboard.kind_till,
        DeviceRole::Kitchen => words.dashboard.kind_kitchen,
    }
}

/// The page.
#[component]
pub(crate) fn Devices() -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let devices = desk.poll(hub::devices);
    let new = RwSignal::new(false);
    let shown = RwSignal::new(None::<String>);
    let add = Callback::new(move |()| new.set(true));
    let state = Memo::new(move |_| {
        let count = devices.told.with(|all| all.as_ref().map(Vec::len));
        (count, devices.trouble.get())
    });
    let body = move || match state.get() {
        (None, None) => view! { <Loading /> }.into_any(),
        (None, Some(trouble)) => {
            let what = Signal::derive(move || trouble.text(words.get()));
            view! { <ErrorNote what /> }.into_any()
        }
        (Some(0), _) => {
            let text = Signal::derive(move || words.get().dashboard.no_devices.to_owned());
            let action = Signal::derive(move || Some(words.get().dashboard.new_device.to_owned()));
            view! { <EmptyState icon=IconName::Together text action on_action=add testid="no-devices" /> }
                .into_any()
        }
        (Some(_), _) => view! { <Table devices shown /> }.into_any(),
    };
    view! {
        <div class="page-head">
            <span class="grow"></span>
            <Button kind=ButtonKind::Primary testid="new-device" on_press=add>
                <Icon name=IconName::Plus />
                {move || words.get().dashboard.new_device}
            </Button>
        </div>
        {body}
        <NewDevice open=new devices />
        <OneDevice shown devices />
    }
}

/// All devices; those that were sent away stand last.
#[component]
fn Table(devices: Polled<Vec<Device>>, shown: RwSignal<Option<String>>) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let columns = Signal::derive(move || {
        let words = words.get();
        let dashboard = words.dashboard;
        vec![
            Column::text(words.common.name),
            Column::text(dashboard.device_kind),
            Column::text(words.common.state),
            Column::number(dashboard.last_seen),
            Column::number(dashboard.queue),
            Column::number(dashboard.lag),
            Column::number(dashboard.menu_version),
            Column::text(dashboard.printers),
        ]
    });
    let newest = Memo::new(move |_| {
        devices.told.with(|all| {
            all.iter()
                .flatten()
                .filter_map(|one| one.catalogue_version)
                .max()
        })
    });
    let rows = Memo::new(move |_| {
        let now_ms = desk.now_ms.get();
        devices.told.with(|all| {
            let mut all: Vec<&Device> = all.iter().flatten().collect();
            all.sort_by_key(|device| device.revoked_at_ms.is_some());
            all.into_iter()
                .map(|one| row(one, newest.get(), now_ms, words.get()))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <DataTable
            columns
            rows
            file="devices"
            label=Signal::derive(move || words.get().dashboard.devices.to_owned())
            testid="devices"
            on_row=Callback::new(move |id| shown.set(Some(id)))
        />
    }
}

fn row(device: &Device, newest: Option<u64>, now_ms: i64, words: &Words) -> Row {
    let (state, tone) = state_of(device, words);
    let seen = match device.last_seen_ms {
        Some(_) if device.online => words.common.now.to_owned(),
        Some(seen_ms) => words.ago((now_ms - seen_ms) / 1_000),
        None => words.dashboard.never_seen.to_owned(),
    };
    let waiting = device.queue_waiting.map_or(0, i64::from);
    let lag_ms = device.lag_ms.unwrap_or(0);
    let version = device
        .catalogue_version
        .map_or("–".to_owned(), |version| version.to_string());
    let behind = device.catalogue_version < newest && device.revoked_at_ms.is_none();
    let toned = |cell: Cell, warn: bool| if warn { cell.toned(Tone::Warn) } else { cell };
    let (printers, printers_tone) = printers_of(device, words);
    Row {
        id: device.id.to_string(),
        cells: vec![
            Cell::text(format!("{} · {}", device.name, device.letters)),
            Cell::text(role_word(device.role, words)),
            Cell::text(state).toned(tone),
            Cell::sorted(device.last_seen_ms.unwrap_or(0), seen),
            toned(Cell::number(waiting), waiting > 0),
            toned(Cell::sorted(lag_ms, lag_text(lag_ms)), lag_ms > LAG_MS_GOOD),
            toned(
                Cell::sorted(sort_key(device.catalogue_version), version),
                behind,
            ),
            Cell::text(printers).toned(printers_tone),
        ],
    }
}

/// A version as what it is sorted by; none comes before the first.
fn sort_key(version: Option<u64>) -> i64 {
    version
        .and_then(|version| i64::try_from(version).ok())
        .unwrap_or(-1)
}

/// A lag up to this is what any network has.
const LAG_MS_GOOD: i64 = 5_000;

/// A lag in seconds with one decimal.
fn lag_text(lag_ms: i64) -> String {
    format!("{}.{} s", lag_ms / 1_000, lag_ms % 1_000 / 100)
}

fn state_of(device: &Device, words: &Words) -> (&'static str, Tone) {
    match (device.revoked_at_ms, device.online) {
        (Some(_), _) => (words.dashboard.revoked, Tone::Plain),
        (None, true) => (words.dashboard.online, Tone::Good),
        (None, false) => (words.dashboard.offline, Tone::Bad),
    }
}

fn printers_of(device: &Device, words: &Words) -> (String, Tone) {
    let troubled: Vec<&PrinterHealth> = device
        .printers
        .iter()
        .filter(|printer| printer.state != "ready")
        .collect();
    match (device.printers.len(), troubled.as_slice()) {
        (0, _) => ("–".to_owned(), Tone::Plain),
        (_, []) => ("OK".to_owned(), Tone::Good),
        (_, troubled) => {
            let say = |printer: &&PrinterHealth| {
                format!(
                    "{}: {} ({})",
                    printer.name,
                    printer_state(&printer.state, words),
                    printer.waiting
                )
            };
            (
                troubled.iter().map(say).collect::<Vec<_>>().join(" · "),
                Tone::Bad,
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use ui_kit::words::Language;

    use super::*;

    #[test]
    fn a_lag_is_told_in_tenths_of_a_second() {
        assert_eq!(lag_text(0), "0.0 s");
        assert_eq!(lag_text(12_345), "12.3 s");
    }

    #[test]
    fn a_printers_state_of_a_later_version_is_shown_as_it_is() {
        let words = Words::of(Language::En);
        assert_eq!(
            printer_state("paper_out", words),
            words.till.printer_no_paper
        );
        assert_eq!(printer_state("on_fire", words), "on_fire");
    }
}
