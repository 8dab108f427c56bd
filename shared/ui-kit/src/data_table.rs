//! A table of the dashboard: sorted by its heads, filtered by words, exported as it is shown.

use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::{
    button::{Button, ButtonKind},
    field::SearchField,
    icon::{Icon, IconName},
    rows::{Cell, Row, Sorting, csv, shown},
    tone::Tone,
    words::use_words,
};

/// The head of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// What it says.
    pub title: String,
    /// Its cells are numbers and stand at the right.
    pub numeric: bool,
}

impl Column {
    /// A column of words.
    pub fn text(title: impl Into<String>) -> Self {
        Self {
            title: capital(&title.into()),
            numeric: false,
        }
    }

    /// A column of numbers.
    pub fn number(title: impl Into<String>) -> Self {
        Self {
            title: capital(&title.into()),
            numeric: true,
        }
    }
}

/// A head begins with a capital, wherever its word comes from.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// A table.
#[component]
pub fn DataTable(
    /// Its columns.
    #[prop(into)]
    columns: Signal<Vec<Column>>,
    /// Its rows, in the order in which they are shown at first.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
    /// What the file of an export is called, without its ending.
    #[prop(into)]
    file: String,
    /// What is in the table, for those who cannot see it.
    #[prop(into)]
    label: Signal<String>,
    /// Without filter and export, for a few rows.
    #[prop(optional)]
    plain: bool,
    /// The name that tests know it by; a row is `row-<id>` inside.
    #[prop(default = "table".to_owned(), into)]
    testid: String,
    /// A tap on a row, by its id.
    #[prop(optional, into)]
    on_row: Option<Callback<String>>,
) -> impl IntoView {
    let words = use_words();
    let filter = RwSignal::new(String::new());
    let sorting = RwSignal::new(None::<Sorting>);
    let visible = Memo::new(move |_| {
        rows.with(|rows| filter.with(|filter| shown(rows, filter, sorting.get())))
    });
    let export = move |()| {
        let heads: Vec<_> = columns
            .get_untracked()
            .into_iter()
            .map(|one| one.title)
            .collect();
        save_as(
            &format!("{file}.csv"),
            "text/csv;charset=utf-8",
            &csv(&heads, &visible.get_untracked()),
        );
    };
    view! {
        <div class="data-table" data-testid=testid>
            {(!plain).then(|| view! { <Tools filter on_export=Callback::new(export) /> })}
            <div class="data-scroll">
                <table aria-label=move || label.get()>
                    <thead>
                        <tr>
                            {move || {
                                columns
                                    .get()
                                    .into_iter()
                                    .enumerate()
                                    .map(|(place, column)| view! { <Head column place sorting /> })
                                    .collect_view()
                            }}
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || visible.get() key=Clone::clone let:row>
                            <TableRow row columns on_row />
                        </For>
                    </tbody>
                </table>
                {move || {
                    visible
                        .with(Vec::is_empty)
                        .then(|| {
                            let common = words.get().common;
                            let never = rows.with(Vec::is_empty);
                            let text = if never { common.nothing_here } else { common.nothing_found };
                            view! { <p class="data-empty soft">{text}</p> }
                        })
                }}
            </div>
        </div>
    }
    .into_any()
}

/// Filter and export.
#[component]
fn Tools(filter: RwSignal<String>, on_export: Callback<()>) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="row tight">
            <SearchField
                value=filter
                label=Signal::derive(move || words.get().common.filter.to_owned())
                testid="filter"
            />
            <span class="grow"></span>
            <Button kind=ButtonKind::Quiet testid="export" on_press=on_export>
                <Icon name=IconName::Download />
                {move || words.get().common.export_csv}
            </Button>
        </div>
    }
}

/// The head of a column; a tap sorts by it.
#[component]
fn Head(column: Column, place: usize, sorting: RwSignal<Option<Sorting>>) -> impl IntoView {
    let mine = move || {
        sorting
            .get()
            .filter(|now| now.column == place)
            .map(|now| now.descending)
    };
    view! {
        <th
            scope="col"
            class:number=column.numeric
            aria-sort=move || match mine() {
                None => "none",
                Some(false) => "ascending",
                Some(true) => "descending",
            }
        >
            <button
                type="button"
                class="data-head"
                on:click=move |_| sorting.update(|now| *now = Sorting::after_tap(*now, place))
            >
                {column.title}
                <span class="data-sort" aria-hidden="true">
                    {move || {
                        mine()
                            .map(|descending| {
                                let name = if descending { IconName::Down } else { IconName::Up };
                                view! { <Icon name /> }
                            })
                    }}
                </span>
            </button>
        </th>
    }
}

#[component]
fn TableRow(
    row: Row,
    columns: Signal<Vec<Column>>,
    on_row: Option<Callback<String>>,
) -> impl IntoView {
    let numeric: Vec<bool> =
        columns.with_untracked(|columns| columns.iter().map(|column| column.numeric).collect());
    let id = StoredValue::new(row.id.clone());
    let open = move || {
        if let Some(on_row) = on_row {
            on_row.run(id.get_value());
        }
    };
    let cells = row
        .cells
        .into_iter()
        .zip(numeric.into_iter().chain(std::iter::repeat(false)));
    view! {
        <tr
            class:pressable=on_row.is_some()
            tabindex=on_row.map(|_| "0")
            data-testid=format!("row-{}", row.id)
            on:click=move |_| open()
            on:keydown=move |event| {
                if event.key() == "Enter" {
                    event.prevent_default();
                    open();
                }
            }
        >
            {cells.map(|(cell, number)| view! { <TableCell cell number /> }).collect_view()}
        </tr>
    }
}

#[component]
fn TableCell(cell: Cell, number: bool) -> impl IntoView {
    let inside = if cell.tone == Tone::Plain {
        cell.text.into_any()
    } else {
        view! { <span class=format!("badge {}", cell.tone.class())>{cell.text}</span> }.into_any()
    };
    view! { <td class:number=number>{inside}</td> }
}

/// Hands a text to the browser as a file.
pub fn save_as(name: &str, kind: &str, text: &str) {
    // A browser that refuses leaves the table as it is; there is nobody else to ask.
    let _refused = try_save_as(name, kind, text);
}

fn try_save_as(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&url)
}
