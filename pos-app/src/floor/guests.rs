//! Opening a table: how many guests, and which table where somebody types its number.

use leptos::prelude::*;
use shared::{api::till::Command, menu::Service};
use ui_kit::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    keys::{Shortcut, use_key},
    sheet::{Sheet, SheetPlace},
    words::use_words,
};
use web_sys::KeyboardEvent;

use super::{TableChoices, tap_table};
use crate::{
    state::{Over, use_till},
    talk::Talk,
};

/// So many guests are one tap away.
const GUESTS_SHOWN: u32 = 20;
/// Digits open a table, or say how many guests.
const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Asks once how many guests sit down; the order opens with the answer.
#[component]
pub(crate) fn GuestsSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let table = move || match till.over.get() {
        Over::Guests { table } => Some(table),
        _ => None,
    };
    let title = move || {
        let words = words.get();
        let table = table().map(|table| words.table(&table)).unwrap_or_default();
        format!("{table} · {}", words.till.guests_question)
    };
    view! {
        <Sheet
            open=till.is_over(|over| matches!(over, Over::Guests { .. }))
            title=Signal::derive(title)
            place=SheetPlace::Middle
            testid="guests-sheet"
            on_close=move |()| till.close_over()
        >
            {move || table().map(|table| view! { <GuestsGrid table /> })}
        </Sheet>
    }
}

#[component]
fn GuestsGrid(table: String) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let name = StoredValue::new(table);
    let seats = till.floor.with_untracked(|floor| {
        let mut tables = floor.rooms.iter().flat_map(|room| &room.tables);
        tables
            .find(|one| name.with_value(|name| one.name == *name))
            .map_or(0, |one| one.seats)
    });
    let open = move |guests: u32| {
        let table = Some(name.get_value());
        let service = Service::EatIn;
        talk.open_order(
            Command::OpenOrder {
                service,
                table,
                tab: String::new(),
                guests,
            },
            |_| {},
        );
    };
    for (guests, key) in (0_u32..).zip(DIGITS).skip(1) {
        use_key(
            Shortcut::unlisted(key),
            Callback::new(move |()| open(guests)),
        );
    }
    view! {
        <div class="number-grid">
            {(1..=GUESTS_SHOWN)
                .map(|guests| {
                    let kind = if guests == seats { ButtonKind::Primary } else { ButtonKind::Plain };
                    view! {
                        <Button
                            kind
                            big=true
                            testid=format!("guests-{guests}")
                            on_press=move |()| open(guests)
                        >
                            {guests}
                        </Button>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// Asks which order of a table is meant.
#[component]
pub(crate) fn TableSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let table = move || match till.over.get() {
        Over::Table { table } => Some(table),
        _ => None,
    };
    let title = move || {
        table()
            .map(|table| words.get().table(&table))
            .unwrap_or_default()
    };
    view! {
        <Sheet
            open=till.is_over(|over| matches!(over, Over::Table { .. }))
            title=Signal::derive(title)
            place=SheetPlace::Middle
            testid="table-sheet"
            on_close=move |()| till.close_over()
        >
            {move || table().map(|table| view! { <TableChoices table /> })}
        </Sheet>
    }
}

/// Goes to a table by its number; a digit anywhere on the floor begins it.
#[component]
pub(crate) fn JumpBox() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let text = RwSignal::new(String::new());
    let input = NodeRef::<leptos::html::Input>::new();
    for digit in DIGITS {
        let begin = Callback::new(move |()| {
            text.set(digit.to_owned());
            if let Some(input) = input.get_untracked() {
                // A field that cannot take the focus still holds the digit.
                let _refused = input.focus();
            }
        });
        use_key(Shortcut::unlisted(digit), begin);
    }
    let go = move || {
        let wanted = text.get_untracked().trim().to_lowercase();
        let table = till.floor.with_untracked(|floor| {
            let mut tables = floor.rooms.iter().flat_map(|room| &room.tables);
            tables
                .find(|table| table.name.to_lowercase() == wanted)
                .map(|table| table.name.clone())
        });
        text.set(String::new());
        match table {
            Some(table) => tap_table(till, talk, &table),
            None => talk.warn_of(|words| words.till.no_such_table),
        }
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            if !text.with_untracked(|text| text.trim().is_empty()) {
                go();
            }
        }
        "Escape" => text.set(String::new()),
        _ => {}
    };
    view! {
        <div class="jump wide-only">
            <Icon name=IconName::Table />
            <input
                class="input"
                inputmode="text"
                autocomplete="off"
                aria-label=move || words.get().till.go_to_table
                placeholder=move || words.get().till.go_to_table
                data-testid="table-jump"
                node_ref=input
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
                on:keydown=on_key
            />
        </div>
    }
}
