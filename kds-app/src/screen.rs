//! The screen of a kitchen: stations and numbers above, the wall, pages and undo below.

use leptos::prelude::*;
use ui_kit::{
    age::age_text,
    bars::{NoticeBar, UNDO},
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    key_help::KeyHelp,
    keys::{Shortcut, use_key},
    words::{Language, use_words},
};

use crate::{
    board::of_station,
    kitchen::Kitchen,
    memory,
    panels::{AllDay, Recall, Settings},
    wall::{Pages, Wall},
    world::WorldPill,
};

/// Where the browser remembers whether the all-day panel is shown.
const ALL_DAY_KEY: &str = "comanda-kitchen-all-day";
/// From this width on the all-day panel is shown without asking.
const ALL_DAY_FROM_PX: i32 = 1_400;

/// The screen.
#[component]
pub(crate) fn Screen(language: RwSignal<Language>) -> impl IntoView {
    let kitchen = Kitchen::new();
    kitchen.run(language);
    let pages = Pages::new();
    let recall = RwSignal::new(false);
    let settings = RwSignal::new(false);
    let all_day = RwSignal::new(all_day_at_first());
    Effect::new(move |before: Option<bool>| {
        let shown = all_day.get();
        if before.is_some_and(|before| before != shown) {
            memory::put(ALL_DAY_KEY, if shown { "shown" } else { "hidden" });
        }
        // The wall is narrower or wider now.
        request_animation_frame(move || pages.measure());
        shown
    });
    view! {
        // Any touch is the browser's permission to make a sound.
        <div class="app kitchen" on:pointerdown=move |_| unblock(kitchen)>
            <header class="top-bar tight">
                <Stations kitchen />
                <Numbers kitchen />
                <span class="grow"></span>
                <TopButtons kitchen recall all_day settings />
                <WorldPill kitchen />
            </header>
            <div class="kitchen-body">
                <Wall kitchen pages />
                {move || all_day.get().then(|| view! { <AllDay kitchen /> })}
            </div>
            <footer class="kitchen-foot">
                <NoticeBar />
                <Banners kitchen />
                <PageButtons kitchen pages />
            </footer>
            <Recall kitchen open=recall />
            <Settings kitchen open=settings />
            <KeyHelp />
        </div>
    }
}

/// The notice bar keeps its undo for ten seconds; nobody else counts them.
const _: () = assert!(UNDO.as_secs() >= 10);

fn unblock(kitchen: Kitchen) {
    if kitchen.speaker.blocked.get_untracked() {
        kitchen.speaker.unblock();
    }
}

fn all_day_at_first() -> bool {
    memory::get(ALL_DAY_KEY).map_or_else(
        || {
            document()
                .body()
                .is_some_and(|body| body.client_width() >= ALL_DAY_FROM_PX)
        },
        |word| word == "shown",
    )
}

/// One segment a station, and one for all: no list to open above a hot line.
#[component]
fn Stations(kitchen: Kitchen) -> impl IntoView {
    let words = use_words();
    let names = Memo::new(move |_| kitchen.view.with(|view| view.stations.clone()));
    let key = Shortcut::new("s", move || words.get().kitchen.next_station);
    let next = move |()| {
        let names = names.get_untracked();
        let here = kitchen.station.get_untracked();
        let place = here.and_then(|name| names.iter().position(|one| *one == name));
        kitchen.choose_station(names.get(place.map_or(0, |place| place + 1)).cloned());
    };
    use_key(key, Callback::new(next));
    view! {
        <div class="tabs segments stations" role="group" aria-label=move || words.get().common.station>
            <StationButton kitchen name=None />
            <For each=move || names.get() key=Clone::clone let:name>
                <StationButton kitchen name=Some(name) />
            </For>
        </div>
    }
}

#[component]
fn StationButton(kitchen: Kitchen, name: Option<String>) -> impl IntoView {
    let words = use_words();
    let testid = format!("station-{}", name.as_deref().unwrap_or("all"));
    let name = StoredValue::new(name);
    let chosen = move || name.with_value(|name| kitchen.station.with(|now| now == name));
    let count = move || {
        let count = name.with_value(|name| {
            kitchen
                .view
                .with(|view| of_station(&view.open, name.as_deref()).count())
        });
        (count > 0).then(|| view! { <span class="tab-count">{count}</span> })
    };
    let says = move || {
        name.get_value()
            .unwrap_or_else(|| words.get().kitchen.all_stations.to_owned())
    };
    view! {
        <button
            type="button"
            class="tab"
            class:chosen=chosen
            aria-selected=move || if chosen() { "true" } else { "false" }
            aria-pressed=move || if chosen() { "true" } else { "false" }
            data-testid=testid
            on:click=move |_| kitchen.choose_station(name.get_value())
        >
            {says}
            {count}
        </button>
    }
}

/// Open, late, average.
#[component]
fn Numbers(kitchen: Kitchen) -> impl IntoView {
    let words = use_words();
    let counters = kitchen.counters;
    let average = move || {
        counters.with(|counters| {
            counters
                .average_ms
                .map_or("–".to_owned(), |ms| age_text(0, ms))
        })
    };
    view! {
        <dl class="numbers" data-testid="counters">
            <div>
                <dt>{move || words.get().kitchen.open_tickets}</dt>
                <dd data-testid="count-open">{move || counters.with(|c| c.open)}</dd>
            </div>
            <div class:is-late=move || counters.with(|c| c.late > 0)>
                <dt>{move || words.get().kitchen.late_tickets}</dt>
                <dd data-testid="count-late">{move || counters.with(|c| c.late)}</dd>
            </div>
            <div>
                <dt>{move || words.get().kitchen.average}</dt>
                <dd data-testid="count-average">{average}</dd>
            </div>
        </dl>
    }
}

#[component]
fn TopButtons(
    kitchen: Kitchen,
    recall: RwSignal<bool>,
    all_day: RwSignal<bool>,
    settings: RwSignal<bool>,
) -> impl IntoView {
    let words = use_words();
    let quiet = move || kitchen.speaker.volume.get() == crate::sound::Volume::Off;
    view! {
        <Button
            testid="all-day-toggle"
            pressed=Signal::derive(move || Some(all_day.get()))
            shortcut=Shortcut::new("a", move || words.get().kitchen.all_day)
            on_press=move |()| all_day.update(|shown| *shown = !*shown)
        >
            <Icon name=IconName::Chart />
            <span class="wide-only">{move || words.get().kitchen.all_day}</span>
        </Button>
        <Button
            testid="recall"
            shortcut=Shortcut::new("r", move || words.get().kitchen.recall)
            on_press=move |()| recall.set(true)
        >
            <Icon name=IconName::Undo />
            <span class="wide-only">{move || words.get().kitchen.recall}</span>
        </Button>
        <Button
            kind=ButtonKind::Quiet
            testid="settings"
            label=Signal::derive(move || Some(words.get().common.settings.to_owned()))
            on_press=move |()| settings.set(true)
        >
            {move || {
                view! { <Icon name=if quiet() { IconName::Settings } else { IconName::Bell } /> }
            }}
        </Button>
    }
}

/// What stands in the way: a silent browser, a link that is down.
#[component]
fn Banners(kitchen: Kitchen) -> impl IntoView {
    let words = use_words();
    view! {
        <Show when=move || !kitchen.linked.get()>
            <p class="kitchen-banner tone-bad" role="alert" data-testid="feed-lost">
                <Icon name=IconName::Warning />
                {move || words.get().kitchen.feed_lost}
            </p>
        </Show>
        <Show when=move || kitchen.speaker.blocked.get()>
            <button
                type="button"
                class="kitchen-banner tone-warn"
                data-testid="sound-blocked"
                on:click=move |_| kitchen.speaker.unblock()
            >
                <Icon name=IconName::Bell />
                {move || words.get().kitchen.sound_blocked}
            </button>
        </Show>
    }
}

/// The pages of the wall; quiet while there is only one.
#[component]
fn PageButtons(kitchen: Kitchen, pages: Pages) -> impl IntoView {
    let words = use_words();
    let one = move || pages.count.get() <= 1;
    view! {
        <nav
            class="page-buttons"
            class:only-one=one
            class:has-news=move || kitchen.has_news(|ticket| pages.is_elsewhere(ticket))
        >
            <Button
                big=true
                testid="page-previous"
                label=Signal::derive(move || Some(words.get().kitchen.previous_page.to_owned()))
                on_press=move |()| pages.turn(-1)
            >
                <Icon name=IconName::Back />
            </Button>
            <span class="page-says" data-testid="page">
                {move || format!("{} / {}", pages.shown.get() + 1, pages.count.get())}
            </span>
            <Button
                big=true
                testid="page-next"
                label=Signal::derive(move || Some(words.get().kitchen.next_page.to_owned()))
                on_press=move |()| pages.turn(1)
            >
                <Icon name=IconName::Forward />
            </Button>
        </nav>
    }
}
