//! The first page: how is today, what is open and old, what is wrong.

mod checks;
mod figures;
mod tables;
mod wrong;

use leptos::prelude::*;
use shared::{
    api::hub::{KitchenLateness, OpenChecks, Today},
    ids::OrderId,
};
use ui_kit::{
    chart::BarChart,
    icon::IconName,
    states::{EmptyState, ErrorNote, Loading},
    words::use_words,
};

use self::{
    checks::{CheckSheet, ClosedSheet},
    figures::Figures,
    tables::{Breakdown, KitchenTable, OpenTable},
    wrong::Wrong,
};
use crate::{
    desk::{Desk, Page, Polled},
    hub::{self, Device},
};

/// From when to when checks were closed, and what to call that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// From here on.
    pub(crate) from_ms: i64,
    /// Up to here.
    pub(crate) to_ms: i64,
    /// `18:00`, or nothing for the whole day.
    pub(crate) title: String,
}

/// What the page knows, and which rows are opened.
#[derive(Clone, Copy)]
pub(crate) struct Day {
    /// The business day.
    pub(crate) today: Polled<Today>,
    /// Checks that are not settled.
    pub(crate) open: Polled<OpenChecks>,
    /// The kitchen.
    pub(crate) kitchen: Polled<KitchenLateness>,
    /// Tills and kitchen screens.
    pub(crate) devices: Polled<Vec<Device>>,
    /// The check that is looked at.
    pub(crate) check: RwSignal<Option<OrderId>>,
    /// The settled checks that are looked at.
    pub(crate) span: RwSignal<Option<Span>>,
}

/// The page.
#[component]
pub(crate) fn TodayPage() -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let day = Day {
        today: desk.poll(hub::today),
        open: desk.poll(hub::open_checks),
        kitchen: desk.poll(hub::kitchen),
        devices: desk.poll(hub::devices),
        check: RwSignal::new(None),
        span: RwSignal::new(None),
    };
    let known = Memo::new(move |_| day.today.told.with(Option::is_some));
    let no_menu = Memo::new(move |_| {
        day.today
            .trouble
            .with(|trouble| trouble.as_ref().is_some_and(hub::Trouble::is_no_catalogue))
    });
    view! {
        {move || match (known.get(), no_menu.get()) {
            (true, _) => view! { <Known day /> }.into_any(),
            (false, true) => {
                view! {
                    <EmptyState
                        icon=IconName::Download
                        text=Signal::derive(move || words.get().dashboard.empty_menu.to_owned())
                        action=Signal::derive(move || Some(words.get().dashboard.import.to_owned()))
                        on_action=Callback::new(move |()| desk.go(Page::Import))
                        testid="no-menu"
                    />
                }
                    .into_any()
            }
            (false, false) => view! { <Waiting day /> }.into_any(),
        }}
    }
}

/// Nothing was told yet.
#[component]
fn Waiting(day: Day) -> impl IntoView {
    let words = use_words();
    move || match day.today.trouble.get() {
        None => view! { <Loading /> }.into_any(),
        Some(trouble) => {
            let what = Signal::derive(move || trouble.text(words.get()));
            view! { <ErrorNote what /> }.into_any()
        }
    }
}

/// The page with its figures.
#[component]
fn Known(day: Day) -> impl IntoView {
    let words = use_words();
    let bars = Memo::new(move |_| {
        day.today
            .told
            .with(|t| t.as_ref().map(figures::bars).unwrap_or_default())
    });
    let empty = move || bars.with(Vec::is_empty);
    view! {
        <div class="today" data-testid="today">
            <Figures day />
            <section class="today-chart panel">
                <h2 class="panel-title">
                    <span>{move || words.get().dashboard.by_hour}</span>
                    <span class="chart-key soft small">
                        <svg viewBox="0 0 24 8" aria-hidden="true">
                            <line class="chart-before" x1="0" y1="4" x2="24" y2="4"></line>
                        </svg>
                        {move || words.get().dashboard.same_weekday}
                    </span>
                </h2>
                {move || {
                    if empty() {
                        view! { <p class="soft chart-empty">{words.get().dashboard.no_sales}</p> }
                            .into_any()
                    } else {
                        view! {
                            <BarChart
                                bars
                                label=Signal::derive(move || words.get().dashboard.by_hour.to_owned())
                                testid="sales-by-hour"
                            />
                        }
                            .into_any()
                    }
                }}
            </section>
            <Wrong day />
            <OpenTable day />
            <KitchenTable day />
            <Breakdown day />
        </div>
        <CheckSheet day />
        <ClosedSheet day />
    }
}
