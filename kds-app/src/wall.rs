//! The wall of tickets: oldest at the left, in columns, one page after the other.
//!
//! The browser breaks the tickets into columns; a page is as many columns as fit. Nothing has to be
//! dragged: a page is turned by a tap or by an arrow.

use leptos::{ev, html, prelude::*};
use shared::ids::TicketId;
use ui_kit::{
    icon::IconName,
    keys::{Shortcut, use_key},
    states::{EmptyState, Loading},
    ticket::TicketCard,
    words::use_words,
};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::{board::of_station, kitchen::Kitchen};

/// Keys for the first tickets of a page.
const KEYS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Which tickets stand on which page, as the browser laid them out.
#[derive(Clone, Copy)]
pub(crate) struct Pages {
    flow: NodeRef<html::Div>,
    /// The page of each ticket, in their order.
    places: RwSignal<Vec<(TicketId, i32)>>,
    /// How many pages there are.
    pub(crate) count: RwSignal<i32>,
    /// The page that is shown, from 0.
    pub(crate) shown: RwSignal<i32>,
}

impl Pages {
    /// A wall without tickets.
    pub(crate) fn new() -> Self {
        Self {
            flow: NodeRef::new(),
            places: RwSignal::new(Vec::new()),
            count: RwSignal::new(1),
            shown: RwSignal::new(0),
        }
    }

    /// Turns so many pages on or back.
    pub(crate) fn turn(self, by: i32) {
        let last = self.count.get_untracked() - 1;
        let to = (self.shown.get_untracked() + by).clamp(0, last.max(0));
        self.shown.set(to);
        self.scroll();
    }

    /// The tickets of the page that is shown.
    fn on_page(self) -> Vec<TicketId> {
        let shown = self.shown.get();
        self.places.with(|places| {
            places
                .iter()
                .filter(|(_, page)| *page == shown)
                .map(|(ticket, _)| *ticket)
                .collect()
        })
    }

    /// Whether a ticket hangs on another page than the one that is shown.
    pub(crate) fn is_elsewhere(self, ticket: TicketId) -> bool {
        let shown = self.shown.get();
        self.places.with(|places| {
            places
                .iter()
                .any(|(one, page)| *one == ticket && *page != shown)
        })
    }

    /// The key of a ticket on the page that is shown, from 1 to 9.
    fn key_of(self, ticket: TicketId) -> Option<u32> {
        let place = self.on_page().iter().position(|one| *one == ticket)?;
        u32::try_from(place + 1).ok().filter(|key| *key <= 9)
    }

    /// Reads from the browser where each ticket came to stand.
    pub(crate) fn measure(self) {
        let Some(flow) = self.flow.get_untracked() else {
            return;
        };
        let page_width = (flow.client_width() + column_gap(&flow)).max(1);
        let count = (flow.scroll_width() + column_gap(&flow) + page_width - 1) / page_width;
        let cells = flow.children();
        let places: Vec<_> = (0..cells.length())
            .filter_map(|index| cells.item(index)?.dyn_into::<HtmlElement>().ok())
            .filter_map(|cell| {
                let ticket = cell.get_attribute("data-ticket")?.parse().ok()?;
                Some((ticket, cell.offset_left() / page_width))
            })
            .collect();
        if self.places.with_untracked(|old| *old != places) {
            self.places.set(places);
        }
        if self.count.get_untracked() != count.max(1) {
            self.count.set(count.max(1));
        }
        let shown = self.shown.get_untracked().clamp(0, count.max(1) - 1);
        if self.shown.get_untracked() != shown {
            self.shown.set(shown);
        }
        self.scroll();
    }

    fn scroll(self) {
        if let Some(flow) = self.flow.get_untracked() {
            let page_width = flow.client_width() + column_gap(&flow);
            let left = self.shown.get_untracked() * page_width;
            if flow.scroll_left() != left {
                flow.set_scroll_left(left);
            }
        }
    }
}

/// The gap between two columns: the space that the last column does not have behind it.
fn column_gap(flow: &HtmlElement) -> i32 {
    flow.get_attribute("data-gap")
        .and_then(|gap| gap.parse().ok())
        .unwrap_or(0)
}

/// The wall.
#[component]
pub(crate) fn Wall(kitchen: Kitchen, pages: Pages) -> impl IntoView {
    let words = use_words();
    let tickets = Memo::new(move |_| {
        kitchen.view.with(|view| {
            kitchen.station.with(|station| {
                of_station(&view.open, station.as_deref())
                    .map(|t| t.ticket)
                    .collect::<Vec<_>>()
            })
        })
    });
    measure_when_needed(kitchen, pages);
    bind_keys(kitchen, pages);
    let empty = move || {
        (kitchen.has_view() && tickets.with(Vec::is_empty)).then(|| {
            view! {
                <EmptyState
                    icon=IconName::Ready
                    text=Signal::derive(move || words.get().kitchen.empty.to_owned())
                    testid="no-tickets"
                />
            }
        })
    };
    view! {
        <main class="wall zone">
            {move || (!kitchen.has_view()).then(|| view! { <Loading /> })}
            {empty}
            <div class="wall-flow" data-gap="12" data-testid="wall" node_ref=pages.flow>
                <For each=move || tickets.get() key=|ticket| *ticket let:ticket>
                    <Cell kitchen pages ticket />
                </For>
            </div>
        </main>
    }
}

/// One ticket on the wall.
#[component]
fn Cell(kitchen: Kitchen, pages: Pages, ticket: TicketId) -> impl IntoView {
    // While a ticket leaves, its last look stays until the cell is gone.
    let told = Memo::new(move |before: Option<&Option<_>>| {
        kitchen.ticket(ticket).or_else(|| before.cloned().flatten())
    });
    let card = Memo::new(move |_| {
        told.with(|told| told.as_ref().map(|told| kitchen.card(told)))
            .unwrap_or_default()
    });
    let testid = told.with_untracked(|told| {
        told.as_ref()
            .map(|told| format!("ticket-{}-{}", told.number, told.station))
    });
    let with_ticket = move |act: &dyn Fn(&shared::api::kds::TicketView)| {
        if let Some(told) = told.get_untracked() {
            act(&told);
        }
    };
    view! {
        <div
            class="wall-cell"
            data-ticket=ticket.to_string()
            on:pointerdown=move |_| kitchen.seen(ticket)
        >
            <TicketCard
                ticket=card
                now_ms=kitchen.now_ms
                key_number=Signal::derive(move || pages.key_of(ticket))
                testid=testid.unwrap_or_default()
                on_line=move |place: String| with_ticket(&|told| kitchen.strike(told, &place))
                on_bump=move |()| with_ticket(&|told| kitchen.bump(told))
                on_seen=Callback::new(move |()| kitchen.seen(ticket))
            />
        </div>
    }
}

/// Measures after each change of what is shown, each tick and each new size of the window.
fn measure_when_needed(kitchen: Kitchen, pages: Pages) {
    Effect::new(move |_| {
        kitchen.view.track();
        kitchen.station.track();
        kitchen.now_ms.track();
        request_animation_frame(move || pages.measure());
    });
    let resized = window_event_listener(ev::resize, move |_| pages.measure());
    on_cleanup(move || resized.remove());
}

/// A bump bar is a keyboard: 1 to 9 bump, arrows turn pages.
fn bind_keys(kitchen: Kitchen, pages: Pages) {
    let words = use_words();
    for (place, key) in KEYS.into_iter().enumerate() {
        let shortcut = match place {
            0 => Shortcut::new(key, move || words.get().kitchen.bump_nth),
            _ => Shortcut::unlisted(key),
        };
        let bump = move |()| {
            let ticket = untrack(|| pages.on_page()).get(place).copied();
            if let Some(told) = ticket.and_then(|ticket| untrack(|| kitchen.ticket(ticket))) {
                kitchen.bump(&told);
            }
        };
        use_key(shortcut, Callback::new(bump));
    }
    let next = Shortcut::new("ArrowRight", move || words.get().kitchen.next_page);
    use_key(next, Callback::new(move |()| pages.turn(1)));
    let previous = Shortcut::new("ArrowLeft", move || words.get().kitchen.previous_page);
    use_key(previous, Callback::new(move |()| pages.turn(-1)));
}
