//! The printers: where each stands and what it prints. All are saved together.

use leptos::prelude::*;
use shared::{
    api::hub::{Printers, SetPrinters},
    menu::Printer,
};
use ui_kit::{
    button::{Button, ButtonKind},
    field::{Choice, Switch, TextField},
    icon::{Icon, IconName},
    states::{ErrorNote, Loading},
    words::use_words,
};

use crate::{
    desk::Desk,
    hub::{self, Trouble},
};

/// The profile of any printer that speaks ESC/POS, where the hub offers it.
const FIRST_PROFILE: &str = "generic";
/// What most network printers listen on.
const FIRST_ADDRESS: &str = "192.168.1.50:9100";

/// A printer while somebody writes it.
#[derive(Clone, Copy)]
struct Draft {
    id: u32,
    name: RwSignal<String>,
    address: RwSignal<String>,
    profile: RwSignal<String>,
    stations: RwSignal<Vec<String>>,
    receipts: RwSignal<bool>,
}

impl Draft {
    fn new(id: u32, printer: &Printer) -> Self {
        Self {
            id,
            name: RwSignal::new(printer.name.clone()),
            address: RwSignal::new(printer.address.clone()),
            profile: RwSignal::new(printer.profile.clone()),
            stations: RwSignal::new(printer.stations.clone()),
            receipts: RwSignal::new(printer.receipts),
        }
    }

    fn printer(&self) -> Printer {
        Printer {
            name: self.name.get().trim().to_owned(),
            address: self.address.get().trim().to_owned(),
            profile: self.profile.get(),
            stations: self.stations.get(),
            receipts: self.receipts.get(),
        }
    }
}

/// What the panel works with.
#[derive(Clone, Copy)]
struct Desktop {
    desk: Desk,
    told: RwSignal<Option<Result<Printers, Trouble>>>,
    drafts: RwSignal<Vec<Draft>>,
    refused: RwSignal<Option<Trouble>>,
    busy: RwSignal<bool>,
    next_id: StoredValue<u32>,
}

impl Desktop {
    /// Asks for the printers and begins anew with them.
    fn load(self) {
        self.desk.ask(hub::printers(), move |answer| {
            if let Ok(told) = &answer {
                let drafts = told
                    .printers
                    .iter()
                    .map(|printer| self.draft(printer))
                    .collect();
                self.drafts.try_set(drafts);
            }
            self.refused.try_set(None);
            self.told.try_set(Some(answer));
        });
    }

    fn draft(self, printer: &Printer) -> Draft {
        let id = self.next_id.get_value();
        self.next_id.set_value(id + 1);
        Draft::new(id, printer)
    }

    fn add(self) {
        let profile = self.told.with_untracked(|told| match told {
            Some(Ok(told)) => {
                let generic = told
                    .profiles
                    .iter()
                    .find(|name| name.contains(FIRST_PROFILE));
                generic
                    .or(told.profiles.first())
                    .cloned()
                    .unwrap_or_default()
            }
            _ => String::new(),
        });
        let first = self.drafts.with_untracked(Vec::is_empty);
        let printer = Printer {
            name: String::new(),
            address: FIRST_ADDRESS.to_owned(),
            profile,
            stations: Vec::new(),
            receipts: first,
        };
        let draft = self.draft(&printer);
        self.drafts.update(|drafts| drafts.push(draft));
    }

    /// What stands in the fields.
    fn written(self) -> Vec<Printer> {
        self.drafts
            .with(|drafts| drafts.iter().map(Draft::printer).collect())
    }

    fn is_changed(self) -> bool {
        let written = self.written();
        self.told
            .with(|told| matches!(told, Some(Ok(told)) if told.printers != written))
    }

    fn save(self) {
        self.busy.set(true);
        self.refused.set(None);
        let set = SetPrinters {
            printers: untrack(|| self.written()),
        };
        let question = async move { hub::set_printers(&set).await };
        self.desk.ask(question, move |answer| {
            self.busy.try_set(false);
            match answer {
                Ok(_) => {
                    self.desk
                        .notices
                        .say(self.desk.words.get_untracked().common.saved);
                    self.load();
                }
                Err(trouble) => drop(self.refused.try_set(Some(trouble))),
            }
        });
    }
}

/// The panel.
#[component]
pub(super) fn PrintersPanel() -> impl IntoView {
    let words = use_words();
    let desktop = Desktop {
        desk: Desk::get(),
        told: RwSignal::new(None),
        drafts: RwSignal::new(Vec::new()),
        refused: RwSignal::new(None),
        busy: RwSignal::new(false),
        next_id: StoredValue::new(0),
    };
    desktop.load();
    let state = Memo::new(move |_| {
        desktop
            .told
            .with(|told| told.as_ref().map(|told| told.as_ref().err().cloned()))
    });
    view! {
        <section class="panel stack" data-testid="printers">
            <h2 class="panel-title">{move || words.get().dashboard.printers}</h2>
            {move || match state.get() {
                None => view! { <Loading /> }.into_any(),
                Some(Some(trouble)) => {
                    let what = Signal::derive(move || trouble.text(words.get()));
                    view! { <ErrorNote what /> }.into_any()
                }
                Some(None) => view! { <Drafts desktop /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Drafts(desktop: Desktop) -> impl IntoView {
    let words = use_words();
    let changed = Memo::new(move |_| desktop.is_changed());
    let nameless = Memo::new(move |_| {
        desktop
            .written()
            .iter()
            .any(|one| one.name.is_empty() || one.address.is_empty())
    });
    let blocked = Signal::derive(move || {
        let words = words.get();
        if changed.get() {
            let missing = format!("{}, {}", words.common.name, words.dashboard.printer_address);
            nameless
                .get()
                .then(|| format!("{}: {missing}", words.common.required))
        } else {
            Some(words.dashboard.nothing_changes.to_owned())
        }
    });
    let wrong = move || {
        desktop.refused.get().map(|trouble| {
            let what = Signal::derive(move || trouble.text(words.get()));
            view! { <ErrorNote what testid="printers-error" /> }
        })
    };
    view! {
        {move || {
            desktop
                .drafts
                .with(Vec::is_empty)
                .then(|| view! { <p class="soft">{words.get().dashboard.no_printers}</p> })
        }}
        <ul class="printers">
            <For each=move || desktop.drafts.get() key=|draft| draft.id let:draft>
                <PrinterForm desktop draft />
            </For>
        </ul>
        {wrong}
        <div class="row">
            <Button testid="printer-add" on_press=move |()| desktop.add()>
                <Icon name=IconName::Plus />
                {move || words.get().dashboard.add_printer}
            </Button>
            <span class="grow"></span>
            <Show when=move || changed.get()>
                <Button kind=ButtonKind::Quiet testid="printers-discard" on_press=move |()| desktop.load()>
                    {move || words.get().dashboard.discard}
                </Button>
            </Show>
            <Button
                kind=ButtonKind::Primary
                blocked
                busy=desktop.busy
                testid="printers-save"
                on_press=move |()| desktop.save()
            >
                {move || words.get().common.save}
            </Button>
        </div>
    }
}

/// One printer.
#[component]
fn PrinterForm(desktop: Desktop, draft: Draft) -> impl IntoView {
    let words = use_words();
    let id = draft.id;
    let offered = |pick: fn(&Printers) -> &Vec<String>| {
        Signal::derive(move || {
            desktop.told.with(|told| match told {
                Some(Ok(told)) => pick(told).clone(),
                _ => Vec::new(),
            })
        })
    };
    let profiles = offered(|told| &told.profiles);
    let stations = offered(|told| &told.stations);
    let remove = move |()| desktop.drafts.update(|all| all.retain(|one| one.id != id));
    view! {
        <li class="printer" data-testid=format!("printer-{id}")>
            <TextField
                label=Signal::derive(move || words.get().common.name.to_owned())
                value=draft.name
                length_max=40
                testid=format!("printer-name-{id}")
            />
            <TextField
                label=Signal::derive(move || words.get().dashboard.printer_address.to_owned())
                value=draft.address
                length_max=120
                testid=format!("printer-address-{id}")
            />
            <Choice
                label=Signal::derive(move || words.get().dashboard.profile.to_owned())
                options=Signal::derive(move || {
                    profiles.get().into_iter().map(|name| (name.clone(), name)).collect::<Vec<_>>()
                })
                value=draft.profile
                testid=format!("printer-profile-{id}")
            />
            <fieldset class="printer-stations">
                <legend class="field-label">{move || words.get().dashboard.stations}</legend>
                <For each=move || stations.get() key=Clone::clone let:station>
                    <StationToggle draft station />
                </For>
            </fieldset>
            <Switch
                label=Signal::derive(move || words.get().dashboard.prints_receipts.to_owned())
                on=draft.receipts
                testid=format!("printer-receipts-{id}")
                on_change=move |on| draft.receipts.set(on)
            />
            <Button kind=ButtonKind::Danger testid=format!("printer-remove-{id}") on_press=remove>
                <Icon name=IconName::Void />
                {move || words.get().common.remove}
            </Button>
        </li>
    }
}

/// A station that a printer prints for, or does not.
#[component]
fn StationToggle(draft: Draft, station: String) -> impl IntoView {
    let name = StoredValue::new(station.clone());
    let on = Signal::derive(move || {
        name.with_value(|name| draft.stations.with(|all| all.contains(name)))
    });
    let turn = move |()| {
        draft.stations.update(|all| {
            name.with_value(|name| match all.iter().position(|one| one == name) {
                Some(place) => drop(all.remove(place)),
                None => all.push(name.clone()),
            });
        });
    };
    view! {
        <Button
            pressed=Signal::derive(move || Some(on.get()))
            testid=format!("printer-station-{}-{station}", draft.id)
            on_press=turn
        >
            {station}
        </Button>
    }
}
