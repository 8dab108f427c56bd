//! The tables of the day: what is open, the kitchen, sales by hour, item, tender and tax.

use leptos::prelude::*;
use shared::api::hub::Today;
use ui_kit::{
    age::age_text,
    data_table::{Column, DataTable},
    rows::{Cell, Row},
    tabs::{Tab, Tabs},
    tone::Tone,
    words::{Words, use_words},
};
use wasm_bindgen::JsCast as _;

use super::{Day, Span, figures::span_of};
use crate::time::time_text;

/// Checks older than this stand out.
const OLD_MS: i64 = 2 * 3_600_000;
/// Checks older than this stand out a little.
const AGED_MS: i64 = 3_600_000;
/// The element that holds the open checks.
const OPEN_ID: &str = "open-checks";

/// Shows the open checks where the page is longer than the screen.
pub(super) fn scroll_to_open() {
    if let Some(element) = document().get_element_by_id(OPEN_ID) {
        let element: web_sys::Element = element.unchecked_into();
        element.scroll_into_view();
    }
}

/// Checks that are not settled, oldest first; a tap shows one.
#[component]
pub(super) fn OpenTable(day: Day) -> impl IntoView {
    let words = use_words();
    let columns = Signal::derive(move || {
        let words = words.get();
        vec![
            Column::text(words.common.order),
            Column::text(words.common.table),
            Column::text(words.dashboard.who),
            Column::number(words.dashboard.covers),
            Column::number(words.dashboard.age),
            Column::number(words.common.total),
            Column::number(words.dashboard.due_now),
        ]
    });
    let rows = Memo::new(move |_| {
        day.open.told.with(|open| {
            let Some(open) = open else { return Vec::new() };
            let row = |check: &shared::api::hub::OpenCheck| {
                let tone = match check.age_ms {
                    OLD_MS.. => Tone::Bad,
                    AGED_MS.. => Tone::Warn,
                    _ => Tone::Plain,
                };
                let place = check.table.clone().unwrap_or_else(|| check.tab.clone());
                Row {
                    id: check.number.clone(),
                    cells: vec![
                        Cell::text(check.number.clone()),
                        Cell::text(place),
                        Cell::text(check.server.clone()),
                        Cell::number(i64::from(check.guests)),
                        Cell::sorted(check.age_ms, age_words(check.age_ms, words.get()))
                            .toned(tone),
                        Cell::money(open.currency, check.total),
                        Cell::money(open.currency, check.due),
                    ],
                }
            };
            open.checks.iter().map(row).collect::<Vec<_>>()
        })
    });
    let show = move |number: String| {
        let order = day.open.told.with_untracked(|open| {
            let check = open
                .as_ref()?
                .checks
                .iter()
                .find(|check| check.number == number)?;
            Some(check.order)
        });
        day.check.set(order);
    };
    view! {
        <section class="today-open panel" id=OPEN_ID>
            <h2 class="panel-title">{move || words.get().dashboard.open_checks}</h2>
            <DataTable
                columns
                rows
                file="open-checks"
                label=Signal::derive(move || words.get().dashboard.open_checks.to_owned())
                testid="open-checks"
                on_row=Callback::new(show)
            />
        </section>
    }
}

/// Whole minutes; seconds would only flicker in a table that is read now and then.
fn age_words(age_ms: i64, words: &Words) -> String {
    let minutes = age_ms / 60_000;
    if minutes < 60 {
        words.minutes(minutes)
    } else {
        format!("{}:{:02} h", minutes / 60, minutes % 60)
    }
}

/// Each station: what is open, what is late, how long it takes.
#[component]
pub(super) fn KitchenTable(day: Day) -> impl IntoView {
    let words = use_words();
    let columns = Signal::derive(move || {
        let words = words.get();
        vec![
            Column::text(words.common.station),
            Column::number(words.kitchen.open_tickets),
            Column::number(words.kitchen.late_tickets),
            Column::number(words.dashboard.finished),
            Column::number(words.kitchen.average),
        ]
    });
    let rows = Memo::new(move |_| {
        day.kitchen.told.with(|kitchen| {
            let stations = kitchen.as_ref().map(|kitchen| kitchen.stations.as_slice());
            let row = |station: &shared::api::hub::StationRow| {
                let late = Cell::number(i64::from(station.late));
                let late = if station.late > 0 {
                    late.toned(Tone::Bad)
                } else {
                    late
                };
                let average = station.average_s.map(i64::from);
                let took = average.map_or("–".to_owned(), |s| age_text(0, s * 1_000));
                Row {
                    id: station.station.clone(),
                    cells: vec![
                        Cell::text(station.station.clone()),
                        Cell::number(i64::from(station.open)),
                        late,
                        Cell::number(i64::from(station.finished)),
                        Cell::sorted(average.unwrap_or(-1), took),
                    ],
                }
            };
            stations
                .unwrap_or_default()
                .iter()
                .map(row)
                .collect::<Vec<_>>()
        })
    });
    view! {
        <section class="today-kitchen panel">
            <h2 class="panel-title">{move || words.get().dashboard.kitchen_now}</h2>
            <DataTable
                columns
                rows
                file="kitchen"
                label=Signal::derive(move || words.get().dashboard.kitchen_now.to_owned())
                plain=true
                testid="kitchen"
            />
        </section>
    }
}

/// How the sales of the day are taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Item,
    Hour,
    Tender,
    Tax,
}

impl By {
    const ALL: [Self; 4] = [Self::Item, Self::Hour, Self::Tender, Self::Tax];

    const fn id(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Hour => "hour",
            Self::Tender => "tender",
            Self::Tax => "tax",
        }
    }

    const fn name(self, words: &Words) -> &'static str {
        match self {
            Self::Item => words.dashboard.by_item,
            Self::Hour => words.dashboard.by_hour,
            Self::Tender => words.dashboard.by_tender,
            Self::Tax => words.dashboard.by_tax,
        }
    }

    fn columns(self, words: &Words) -> Vec<Column> {
        let dashboard = words.dashboard;
        match self {
            Self::Item => vec![
                Column::text(dashboard.item),
                Column::text(dashboard.category),
                Column::text(dashboard.sku),
                Column::number(dashboard.sold),
                Column::number(words.common.amount),
            ],
            Self::Hour => vec![
                Column::text(dashboard.hour),
                Column::number(dashboard.sales_today),
                Column::number(dashboard.same_weekday),
                Column::number(dashboard.checks),
                Column::number(dashboard.covers),
            ],
            Self::Tender => vec![
                Column::text(dashboard.tender),
                Column::number(dashboard.payments),
                Column::number(words.common.amount),
                Column::number(dashboard.tips),
            ],
            Self::Tax => vec![
                Column::number(dashboard.rate),
                Column::number(dashboard.net),
                Column::number(words.common.tax),
            ],
        }
    }

    fn rows(self, today: &Today, words: &Words) -> Vec<Row> {
        match self {
            Self::Item => item_rows(today),
            Self::Hour => hour_rows(today),
            Self::Tender => tender_rows(today, words),
            Self::Tax => tax_rows(today),
        }
    }
}

fn item_rows(today: &Today) -> Vec<Row> {
    let row = |item: &shared::api::hub::ItemRow| Row {
        id: format!("{} {}", item.sku, item.name),
        cells: vec![
            Cell::text(item.name.clone()),
            Cell::text(item.category.clone()),
            Cell::text(item.sku.clone()),
            Cell::number(item.quantity),
            Cell::money(today.currency, item.amount),
        ],
    };
    today.by_item.iter().map(row).collect()
}

fn hour_rows(today: &Today) -> Vec<Row> {
    let before = &today.last_week.by_hour;
    let row = |hour: &shared::api::hub::HourRow| {
        let past = before
            .iter()
            .find(|old| old.hour == hour.hour)
            .map(|old| old.sales);
        let past = past.unwrap_or_default();
        let some = hour.orders > 0 || !past.is_zero();
        some.then(|| Row {
            id: format!("{:02}:00", hour.hour),
            cells: vec![
                Cell::sorted(hour.starts_at_ms, format!("{:02}:00", hour.hour)),
                Cell::money(today.currency, hour.sales),
                Cell::money(today.currency, past),
                Cell::number(i64::from(hour.orders)),
                Cell::number(i64::from(hour.guests)),
            ],
        })
    };
    today.today.by_hour.iter().filter_map(row).collect()
}

fn tender_rows(today: &Today, words: &Words) -> Vec<Row> {
    let row = |paid: &shared::shift::TenderRow| Row {
        id: paid.tender.word(),
        cells: vec![
            Cell::text(words.tender_called(paid.tender, paid.named.as_deref())),
            Cell::number(i64::from(paid.count)),
            Cell::money(today.currency, paid.amount),
            Cell::money(today.currency, paid.tips),
        ],
    };
    let mut rows: Vec<Row> = today.by_tender.iter().map(row).collect();
    let change = today.by_tender.iter().map(|paid| {
        let name = words.tender_called(paid.tender, paid.named.as_deref());
        (words.change_given(&name), paid.over)
    });
    let beside = [
        (words.price.rounding.to_owned(), today.rounding),
        (words.deposits_in_these().to_owned(), today.deposits_taken),
    ];
    let beside = change.chain(beside);
    let there = beside.filter(|(_, amount)| !amount.is_zero());
    rows.extend(there.map(|(word, amount)| Row {
        id: word.clone(),
        cells: vec![
            Cell::text(word),
            Cell::text(""),
            Cell::money(today.currency, amount),
            Cell::text(""),
        ],
    }));
    rows
}

fn tax_rows(today: &Today) -> Vec<Row> {
    let row = |tax: &shared::price::TaxRow| Row {
        id: tax.rate.percent(),
        cells: vec![
            Cell::sorted(
                i64::from(tax.rate.ppm()),
                format!("{} %", tax.rate.percent()),
            ),
            Cell::money(today.currency, tax.net),
            Cell::money(today.currency, tax.tax),
        ],
    };
    today.by_tax.iter().map(row).collect()
}

/// The day's sales by whatever is chosen; a tap on an hour shows its checks.
#[component]
pub(super) fn Breakdown(day: Day) -> impl IntoView {
    let words = use_words();
    let by = RwSignal::new(By::Item);
    let tabs = Signal::derive(move || {
        By::ALL
            .into_iter()
            .map(|by| Tab::new(by.id(), by.name(words.get())))
            .collect::<Vec<_>>()
    });
    let choose = move |id: String| {
        if let Some(chosen) = By::ALL.into_iter().find(|by| by.id() == id) {
            by.set(chosen);
        }
    };
    let table = move || {
        let chosen = by.get();
        let rows = Memo::new(move |_| {
            day.today.told.with(|today| {
                today
                    .as_ref()
                    .map(|t| chosen.rows(t, words.get()))
                    .unwrap_or_default()
            })
        });
        let columns = Signal::derive(move || chosen.columns(words.get()));
        let label = Signal::derive(move || chosen.name(words.get()).to_owned());
        let testid = format!("by-{}", chosen.id());
        let file = format!("sales-by-{}", chosen.id());
        if chosen == By::Hour {
            let show = Callback::new(move |hour: String| day.span.set(span_of_hour(day, &hour)));
            view! { <DataTable columns rows file label testid on_row=show /> }.into_any()
        } else {
            view! { <DataTable columns rows file label testid /> }.into_any()
        }
    };
    view! {
        <section class="today-breakdown panel">
            <Tabs
                tabs
                selected=Signal::derive(move || by.get().id().to_owned())
                label=Signal::derive(move || words.get().dashboard.sales_today.to_owned())
                testid="breakdown"
                on_select=choose
            />
            {table}
        </section>
    }
}

/// The moments of an hour such as `18:00` of the day.
fn span_of_hour(day: Day, hour: &str) -> Option<Span> {
    day.today.told.with_untracked(|today| {
        let today = &today.as_ref()?.today;
        let place = today
            .by_hour
            .iter()
            .position(|row| format!("{:02}:00", row.hour) == hour)?;
        let from_ms = today.by_hour.get(place)?.starts_at_ms;
        let to_ms = today
            .by_hour
            .get(place + 1)
            .map_or(i64::MAX, |next| next.starts_at_ms);
        Some(Span {
            from_ms,
            to_ms,
            ..span_of(today, time_text(from_ms, None))
        })
    })
}
