//! Who works here: names, roles, PINs. A PIN goes to the hub and never comes back.

use leptos::prelude::*;
use shared::{
    api::hub::{SetStaff, StaffRow},
    staff::Role,
};
use ui_kit::{
    button::{Button, ButtonKind},
    data_table::{Column, DataTable},
    entry::{PIN_DIGITS_MAX, PIN_DIGITS_MIN},
    field::{FieldKind, TextField},
    icon::{Icon, IconName},
    rows::{Cell, Row},
    sheet::{Sheet, SheetPlace},
    states::{EmptyState, ErrorNote, Loading},
    tabs::{Tab, Tabs, TabsLook},
    words::use_words,
};

use crate::{
    desk::{Desk, Page, Polled},
    hub::{self, Trouble},
};

/// Whose sheet is open.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    /// Somebody new.
    New,
    /// Somebody who is there.
    One(StaffRow),
}

/// The page.
#[component]
pub(crate) fn Staff() -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let staff = desk.poll(hub::staff);
    let shown = RwSignal::new(None::<Shown>);
    let known = Memo::new(move |_| staff.told.with(Option::is_some));
    let body = move || match (known.get(), staff.trouble.get()) {
        (true, _) => view! { <Table staff shown /> }.into_any(),
        (false, None) => view! { <Loading /> }.into_any(),
        (false, Some(trouble)) if trouble.is_no_catalogue() => {
            let text = Signal::derive(move || words.get().dashboard.empty_menu.to_owned());
            let action = Signal::derive(move || Some(words.get().dashboard.import.to_owned()));
            let go = Callback::new(move |()| desk.go(Page::Import));
            view! { <EmptyState icon=IconName::Guests text action on_action=go testid="no-menu" /> }
                .into_any()
        }
        (false, Some(trouble)) => {
            let what = Signal::derive(move || trouble.text(words.get()));
            view! { <ErrorNote what /> }.into_any()
        }
    };
    view! {
        <div class="page-head">
            <span class="grow"></span>
            <Button
                kind=ButtonKind::Primary
                blocked=Signal::derive(move || {
                    (!known.get()).then(|| words.get().dashboard.empty_menu.to_owned())
                })
                testid="new-person"
                on_press=move |()| shown.set(Some(Shown::New))
            >
                <Icon name=IconName::Plus />
                {move || words.get().dashboard.new_person}
            </Button>
        </div>
        {body}
        <PersonSheet shown />
    }
}

#[component]
fn Table(staff: Polled<Vec<StaffRow>>, shown: RwSignal<Option<Shown>>) -> impl IntoView {
    let words = use_words();
    let columns = Signal::derive(move || {
        let words = words.get();
        vec![
            Column::text(words.common.name),
            Column::text(words.dashboard.role),
        ]
    });
    let rows = Memo::new(move |_| {
        let row = |person: &StaffRow| Row {
            id: person.name.clone(),
            cells: vec![
                Cell::text(person.name.clone()),
                Cell::text(words.get().role(person.role.word())),
            ],
        };
        staff
            .told
            .with(|all| all.iter().flatten().map(row).collect::<Vec<_>>())
    });
    let show = Callback::new(move |name: String| {
        let person = staff.told.with_untracked(|all| {
            all.iter()
                .flatten()
                .find(|person| person.name == name)
                .cloned()
        });
        shown.set(person.map(Shown::One));
    });
    view! {
        <DataTable
            columns
            rows
            file="staff"
            label=Signal::derive(move || words.get().dashboard.staff.to_owned())
            testid="staff"
            on_row=show
        />
    }
}

/// Somebody's sheet: change, or remove after a question.
#[component]
fn PersonSheet(shown: RwSignal<Option<Shown>>) -> impl IntoView {
    let words = use_words();
    let sure = RwSignal::new(false);
    let close = Callback::new(move |()| {
        sure.set(false);
        shown.set(None);
    });
    let title = Signal::derive(move || {
        let words = words.get();
        shown.with(|shown| match shown {
            Some(Shown::One(person)) if sure.get() => words.remove_question(&person.name),
            Some(Shown::One(person)) => person.name.clone(),
            _ => words.dashboard.new_person.to_owned(),
        })
    });
    view! {
        <Sheet
            open=Signal::derive(move || shown.with(Option::is_some))
            title
            place=SheetPlace::Middle
            testid="person-sheet"
            on_close=close
        >
            {move || match (shown.get(), sure.get()) {
                (Some(Shown::One(person)), true) => view! { <Remove person sure close /> }.into_any(),
                (Some(Shown::One(person)), false) => {
                    view! { <Form person=Some(person) sure close /> }.into_any()
                }
                (Some(Shown::New), _) => view! { <Form person=None sure close /> }.into_any(),
                (None, _) => ().into_any(),
            }}
        </Sheet>
    }
}

/// What is wrong with a PIN as it stands in the field; nobody new goes without.
fn pin_is_wrong(pin: &str, is_new: bool) -> bool {
    let right = (PIN_DIGITS_MIN..=PIN_DIGITS_MAX).contains(&pin.len())
        && pin.bytes().all(|byte| byte.is_ascii_digit());
    !(right || pin.is_empty() && !is_new)
}

#[component]
fn Form(person: Option<StaffRow>, sure: RwSignal<bool>, close: Callback<()>) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let id = person.as_ref().map(|person| person.id);
    let is_new = id.is_none();
    let name = RwSignal::new(
        person
            .as_ref()
            .map(|one| one.name.clone())
            .unwrap_or_default(),
    );
    let role = RwSignal::new(person.map_or(Role::Waiter, |person| person.role));
    let pin = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<Trouble>);
    let blocked = Signal::derive(move || {
        let words = words.get();
        if name.with(|name| name.trim().is_empty()) {
            Some(words.common.name.to_owned())
        } else {
            pin.with(|pin| pin_is_wrong(pin, is_new))
                .then(|| words.dashboard.pin_wrong.to_owned())
        }
    });
    let save = Callback::new(move |()| {
        if busy.get_untracked() || blocked.get_untracked().is_some() {
            return;
        }
        busy.set(true);
        let given = pin.get_untracked();
        let set = SetStaff {
            name: name.get_untracked().trim().to_owned(),
            role: role.get_untracked(),
            pin: (!given.is_empty()).then_some(given),
        };
        let question = async move {
            match id {
                Some(id) => hub::set_staff(id, &set).await,
                None => hub::add_staff(&set).await,
            }
        };
        desk.ask(question, move |answer| {
            busy.try_set(false);
            match answer {
                Ok(_) => {
                    desk.notices.say(words.get_untracked().common.saved);
                    desk.refresh();
                    close.run(());
                }
                Err(trouble) => drop(refused.try_set(Some(trouble))),
            }
        });
    });
    let wrong = move || {
        refused.get().map(|trouble| {
            let what = Signal::derive(move || trouble.text(words.get()));
            view! { <ErrorNote what testid="person-error" /> }
        })
    };
    view! {
        <div class="stack">
            <TextField
                label=Signal::derive(move || words.get().common.name.to_owned())
                value=name
                first=true
                length_max=40
                testid="person-name"
                on_enter=save
            />
            <RoleTabs role />
            <TextField
                label=Signal::derive(move || if is_new { words.get().common.pin.to_owned() } else { words.get().dashboard.new_pin.to_owned() })
                value=pin
                kind=FieldKind::Number
                length_max=8
                hint=Signal::derive(move || (!is_new).then(|| words.get().dashboard.pin_keep.to_owned()))
                testid="person-pin"
                on_enter=save
            />
            <p class="soft small">{move || words.get().dashboard.pin_help}</p>
            {wrong}
            <div class="row">
                {(!is_new)
                    .then(|| {
                        view! {
                            <Button
                                kind=ButtonKind::Danger
                                testid="person-remove"
                                on_press=move |()| sure.set(true)
                            >
                                <Icon name=IconName::Void />
                                {move || words.get().common.remove}
                            </Button>
                        }
                    })}
                <span class="grow"></span>
                <Button
                    kind=ButtonKind::Primary
                    big=true
                    blocked
                    busy
                    testid="person-save"
                    on_press=save
                >
                    {move || words.get().common.save}
                </Button>
            </div>
        </div>
    }
}

#[component]
fn RoleTabs(role: RwSignal<Role>) -> impl IntoView {
    let words = use_words();
    let tabs = Signal::derive(move || {
        let tab = |role: Role| Tab::new(role.word(), words.get().role(role.word()));
        Role::ALL.into_iter().map(tab).collect::<Vec<_>>()
    });
    let choose = move |word: String| {
        if let Some(chosen) = Role::from_word(&word) {
            role.set(chosen);
        }
    };
    view! {
        <Tabs
            tabs
            selected=Signal::derive(move || role.get().word().to_owned())
            look=TabsLook::Segments
            label=Signal::derive(move || words.get().dashboard.role.to_owned())
            testid="person-role"
            on_select=choose
        />
    }
}

/// The question before somebody goes.
#[component]
fn Remove(person: StaffRow, sure: RwSignal<bool>, close: Callback<()>) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let id = person.id;
    let remove = move |()| {
        desk.tell(hub::remove_staff(id), move |_| {
            desk.refresh();
            close.run(());
        });
    };
    view! {
        <div class="stack">
            <p>{move || words.get().dashboard.person_remove_help}</p>
            <div class="row">
                <Button big=true testid="cancel" on_press=move |()| sure.set(false)>
                    {move || words.get().common.cancel}
                </Button>
                <Button
                    big=true
                    kind=ButtonKind::Danger
                    class="grow"
                    testid="person-remove-confirm"
                    on_press=remove
                >
                    {move || words.get().common.remove}
                </Button>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_new_needs_a_pin_and_others_may_keep_theirs() {
        assert!(pin_is_wrong("", true));
        assert!(!pin_is_wrong("", false));
    }

    #[test]
    fn a_pin_has_four_to_eight_digits() {
        for pin in ["123", "123456789", "12a4"] {
            assert!(pin_is_wrong(pin, false), "{pin}");
        }
        for pin in ["1234", "12345678"] {
            assert!(!pin_is_wrong(pin, true), "{pin}");
        }
    }
}
