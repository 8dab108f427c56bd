//! Checks that were closed longer ago: by their day, by their number, a page at a time.

use leptos::prelude::*;
use shared::{
    api::till::{ClosedAsked, ClosedPage, Command, OrderSummary, Reply},
    ids::OrderId,
};
use ui_kit::{
    button::Button,
    icon::{Icon, IconName},
    words::use_words,
};

use crate::talk::Talk;

/// What is looked for among the closed checks, and what was found.
#[derive(Clone, Copy)]
pub(super) struct Older {
    talk: Talk,
    /// None: only the list of the last days.
    asked: RwSignal<Option<ClosedAsked>>,
    found: RwSignal<Option<ClosedPage>>,
}

impl Older {
    pub(super) fn new(talk: Talk) -> Self {
        Self {
            talk,
            asked: RwSignal::new(None),
            found: RwSignal::new(None),
        }
    }

    /// Looks for something else; with none the list of the last days is back.
    pub(super) fn ask(self, asked: Option<ClosedAsked>) {
        self.asked.set(asked.clone());
        let Some(asked) = asked else {
            self.found.set(None);
            return;
        };
        let wanted = asked.clone();
        self.talk.ask(Command::FindClosed(asked), move |reply| {
            // Whoever types on wants the newer answer.
            let is_wanted = self.asked.try_get_untracked().flatten() == Some(wanted);
            if let Reply::Closed(page) = reply
                && is_wanted
            {
                self.found.try_set(Some(*page));
            }
        });
    }

    /// Asks for the same once more: something was done to one of them.
    pub(super) fn anew(self) {
        self.ask(self.asked.get_untracked());
    }

    /// What is typed into the search is looked for among all of them.
    pub(super) fn follow(self, search: RwSignal<String>) {
        Effect::new(move |before: Option<String>| {
            let number = search.with(|text| text.trim().to_owned());
            if before.is_some_and(|before| before != number) {
                let day = self.day_untracked();
                let is_any = day.is_some() || !number.is_empty();
                let asked = ClosedAsked {
                    day,
                    number: number.clone(),
                    after: None,
                };
                self.ask(is_any.then_some(asked));
            }
            number
        });
    }

    /// The list of the last days is shown too.
    pub(super) fn shows_recent(self) -> bool {
        let asked = self.asked.get();
        asked.is_none_or(|asked| asked.day.is_none() && asked.after.is_none())
    }

    /// What was found.
    pub(super) fn orders(self) -> Vec<OrderSummary> {
        self.found.with(|found| {
            let found = found.as_ref();
            found.map(|page| page.orders.clone()).unwrap_or_default()
        })
    }

    /// One of what was found.
    pub(super) fn order(self, id: OrderId) -> Option<OrderSummary> {
        self.orders().into_iter().find(|one| one.id == id)
    }

    fn day_untracked(self) -> Option<shared::time::BusinessDay> {
        self.asked.with_untracked(|asked| asked.as_ref()?.day)
    }

    /// What the next page would be; none where there is none.
    fn next(self) -> Option<ClosedAsked> {
        match self.asked.get() {
            None => Some(ClosedAsked::default()),
            Some(asked) => self.found.with(|found| {
                let after = found.as_ref()?.more?;
                Some(ClosedAsked {
                    after: Some(after),
                    ..asked
                })
            }),
        }
    }
}

/// Chooses the day.
#[component]
pub(super) fn DayField(older: Older, search: RwSignal<String>) -> impl IntoView {
    let words = use_words();
    let value = move || {
        let day = older.asked.get().and_then(|asked| asked.day);
        day.map(|day| day.to_string()).unwrap_or_default()
    };
    let choose = move |text: String| {
        let day = text.parse().ok();
        let number = search.with_untracked(|text| text.trim().to_owned());
        let is_any = day.is_some() || !number.is_empty();
        let asked = ClosedAsked {
            day,
            number,
            after: None,
        };
        older.ask(is_any.then_some(asked));
    };
    view! {
        <input
            class="input day-field"
            type="date"
            aria-label=move || words.get().till.receipts_day
            data-testid="receipts-day"
            prop:value=value
            on:change=move |event| choose(event_target_value(&event))
        />
    }
}

/// Turns the pages at the end of the list.
#[component]
pub(super) fn Pages(older: Older, search: RwSignal<String>) -> impl IntoView {
    let words = use_words();
    let newest = move |()| {
        search.set(String::new());
        older.ask(None);
    };
    view! {
        <div class="chips list-pages">
            <Show when=move || older.asked.get().is_some()>
                <Button
                    label=Signal::derive(move || Some(words.get().till.newest.to_owned()))
                    testid="receipts-newest"
                    on_press=newest
                >
                    <Icon name=IconName::Up />
                    {move || words.get().till.newest}
                </Button>
            </Show>
            <Show when=move || older.next().is_some()>
                <Button
                    label=Signal::derive(move || Some(words.get().till.older.to_owned()))
                    testid="receipts-older"
                    on_press=move |()| older.ask(older.next())
                >
                    <Icon name=IconName::Down />
                    {move || words.get().till.older}
                </Button>
            </Show>
        </div>
    }
}
