//! Beside the wall: what is to make all day, what was bumped, how loud it is.

use leptos::{html, prelude::*};
use shared::{api::kds::TicketView, ids::TicketId};
use ui_kit::{
    age::age_text,
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    keys::{Shortcut, use_key},
    sheet::{Sheet, SheetPlace},
    states::EmptyState,
    tabs::{Tab, Tabs, TabsLook},
    theme::ThemeButton,
    words::use_words,
};

use crate::{
    board::{DayRow, all_day, of_station},
    card,
    kitchen::Kitchen,
    sound::{Sound, Volume},
};

/// Keys for the first bumped tickets.
const KEYS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// How many of each dish are still to make, with their modifiers.
///
/// A list that is longer than its panel goes on with a tap, and begins anew after its end.
#[component]
pub(crate) fn AllDay(kitchen: Kitchen) -> impl IntoView {
    let words = use_words();
    let list = NodeRef::<html::Div>::new();
    let goes_on = RwSignal::new(false);
    let rows = Memo::new(move |_| {
        kitchen
            .view
            .with(|view| kitchen.station.with(|s| all_day(view, s.as_deref())))
    });
    Effect::new(move |_| {
        rows.track();
        kitchen.now_ms.track();
        let longer = list
            .get()
            .is_some_and(|list| list.scroll_height() > list.client_height());
        if goes_on.get_untracked() != longer {
            goes_on.set(longer);
        }
    });
    let go_on = move |()| {
        if let Some(list) = list.get_untracked() {
            let next = list.scroll_top() + list.client_height();
            let at_end = next >= list.scroll_height();
            list.set_scroll_top(if at_end { 0 } else { next });
        }
    };
    view! {
        <aside class="all-day zone" data-testid="all-day">
            <h2 class="all-day-title">{move || words.get().kitchen.all_day}</h2>
            <div class="scroll" node_ref=list>
                {move || {
                    rows.with(Vec::is_empty)
                        .then(|| {
                            view! { <p class="all-day-empty soft">{words.get().kitchen.empty_all_day}</p> }
                        })
                }}
                <ul>
                    <For each=move || rows.get() key=Clone::clone let:row>
                        <AllDayRow row />
                    </For>
                </ul>
            </div>
            <div class="all-day-more" hidden=move || !goes_on.get()>
                <Button
                    testid="all-day-more"
                    label=Signal::derive(move || Some(words.get().kitchen.next_page.to_owned()))
                    on_press=go_on
                >
                    <Icon name=IconName::Down />
                </Button>
            </div>
        </aside>
    }
}

#[component]
fn AllDayRow(row: DayRow) -> impl IntoView {
    let DayRow {
        name,
        count,
        modifiers,
    } = row;
    view! {
        <li class="all-day-dish">
            <p class="all-day-row strong">
                <span class="grow">{name}</span>
                <span class="number">{count}</span>
            </p>
            {modifiers
                .into_iter()
                .map(|(name, count)| {
                    view! {
                        <p class="all-day-row all-day-modifier">
                            <span class="grow">{name}</span>
                            <span class="number">{count}</span>
                        </p>
                    }
                })
                .collect_view()}
        </li>
    }
}

/// The last bumped tickets; a tap puts one back.
#[component]
pub(crate) fn Recall(kitchen: Kitchen, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    view! {
        <Sheet
            open
            title=Signal::derive(move || words.get().kitchen.recall.to_owned())
            place=SheetPlace::Right
            testid="recall-panel"
            on_close=move |()| open.set(false)
        >
            <RecallList kitchen open />
        </Sheet>
    }
}

#[component]
fn RecallList(kitchen: Kitchen, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let bumped = Memo::new(move |_| {
        kitchen.view.with(|view| {
            kitchen.station.with(|station| {
                of_station(&view.bumped, station.as_deref())
                    .cloned()
                    .collect::<Vec<TicketView>>()
            })
        })
    });
    let recall = Callback::new(move |id: TicketId| {
        let ticket = bumped.with_untracked(|all| all.iter().find(|t| t.ticket == id).cloned());
        if let Some(ticket) = ticket {
            kitchen.recall(ticket.order, ticket.ticket);
            open.set(false);
        }
    });
    for (place, key) in KEYS.into_iter().enumerate() {
        let nth = move |()| {
            let id = bumped.with_untracked(|all| all.get(place).map(|ticket| ticket.ticket));
            if let Some(id) = id {
                recall.run(id);
            }
        };
        use_key(Shortcut::unlisted(key), Callback::new(nth));
    }
    view! {
        {move || {
            let empty = bumped.with(Vec::is_empty);
            empty
                .then(|| {
                    view! {
                        <EmptyState
                            icon=IconName::Undo
                            text=Signal::derive(move || words.get().kitchen.empty_recall.to_owned())
                        />
                    }
                })
        }}
        <p class="soft recall-help" hidden=move || bumped.with(Vec::is_empty)>
            {move || words.get().kitchen.recall_help}
        </p>
        <ul class="recall-list">
            <For each=move || bumped.get() key=|ticket| ticket.ticket let:ticket>
                <RecallRow kitchen ticket recall />
            </For>
        </ul>
    }
}

#[component]
fn RecallRow(kitchen: Kitchen, ticket: TicketView, recall: Callback<TicketId>) -> impl IntoView {
    let words = use_words();
    let id = ticket.ticket;
    let testid = format!("recall-{}", ticket.number);
    let bumped_at_ms = ticket.bumped_at_ms.unwrap_or(ticket.sent_at_ms);
    let dishes: Vec<_> = ticket
        .lines
        .iter()
        .map(|line| format!("{} {}", line.quantity.abs(), line.name))
        .collect();
    let station = ticket.station.clone();
    let named = ticket.table.is_some() || !ticket.tab.is_empty();
    let number = named.then(|| ticket.number.clone());
    let ticket = StoredValue::new(ticket);
    let title = move || ticket.with_value(|ticket| card::title(ticket, words.get()));
    let ago = move || age_text(bumped_at_ms, kitchen.now_ms.get());
    view! {
        <li>
            <button
                type="button"
                class="recall-row"
                data-testid=testid
                on:click=move |_| recall.run(id)
            >
                <span class="recall-head">
                    <strong>{title}</strong>
                    <span class="soft">{number}</span>
                    <span class="badge tone-plain">{station}</span>
                    <span class="grow"></span>
                    <span class="soft">{ago}</span>
                </span>
                <span class="recall-dishes">{dishes.join(" · ")}</span>
                <span class="recall-do tone-accent">
                    <Icon name=IconName::Undo />
                    {move || words.get().kitchen.recall}
                </span>
            </button>
        </li>
    }
}

/// Sound, theme, keys.
#[component]
pub(crate) fn Settings(kitchen: Kitchen, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let speaker = kitchen.speaker;
    let volumes = move || {
        let words = words.get();
        Volume::ALL
            .into_iter()
            .map(|volume| {
                let name = match volume {
                    Volume::Off => words.kitchen.sound_off,
                    Volume::Soft => words.kitchen.sound_soft,
                    Volume::Loud => words.kitchen.sound_loud,
                };
                Tab::new(volume.id(), name)
            })
            .collect::<Vec<_>>()
    };
    let choose = move |id: String| {
        if let Some(volume) = Volume::from_id(&id) {
            speaker.set_volume(volume);
        }
    };
    let test = move |()| {
        speaker.unblock();
        speaker.play(Sound::New);
    };
    view! {
        <Sheet
            open
            title=Signal::derive(move || words.get().common.settings.to_owned())
            place=SheetPlace::Middle
            testid="kitchen-settings"
            on_close=move |()| open.set(false)
        >
            <div class="stack">
                <h3>{move || words.get().common.sound}</h3>
                <Tabs
                    tabs=Signal::derive(volumes)
                    selected=Signal::derive(move || speaker.volume.get().id().to_owned())
                    look=TabsLook::Segments
                    label=Signal::derive(move || words.get().common.sound.to_owned())
                    testid="volume"
                    on_select=choose
                />
                <div class="row">
                    <Button testid="sound-test" on_press=test>
                        <Icon name=IconName::Bell />
                        {move || words.get().kitchen.sound_test}
                    </Button>
                    <span class="grow"></span>
                    <ThemeButton />
                    <KeysButton open />
                </div>
            </div>
        </Sheet>
    }
}

/// Shows the list of keys in place of the settings: never a sheet over a sheet.
#[component]
fn KeysButton(open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let keys = use_context::<ui_kit::keys::Keys>();
    let show = move |()| {
        open.set(false);
        if let Some(keys) = keys {
            keys.help().set(true);
        }
    };
    view! {
        <Button kind=ButtonKind::Quiet testid="show-keys" on_press=show>
            <Icon name=IconName::Keyboard />
            {move || words.get().common.keys}
        </Button>
    }
}
