//! Which of very many parts are side by side on the screen while a check is split by hand.

use std::ops::Range;

use leptos::prelude::*;
use ui_kit::{
    button::Button,
    icon::{Icon, IconName},
    words::use_words,
};

/// As many parts as fit beside the name of a dish on a small till.
const SIDE_BY_SIDE: usize = 9;

/// The pages of parts.
#[derive(Clone, Copy)]
pub(super) struct Places {
    count: Memo<usize>,
    page: RwSignal<usize>,
}

impl Places {
    /// The first page of so many parts.
    pub(super) fn of(count: Memo<usize>) -> Self {
        Self {
            count,
            page: RwSignal::new(0),
        }
    }

    /// The places, from 0, of the parts that are seen.
    pub(super) fn shown(self) -> Range<usize> {
        on_page(self.page.get(), self.count.get())
    }
}

/// What is on a page; on the last one where there are fewer pages.
fn on_page(page: usize, count: usize) -> Range<usize> {
    let last = count.saturating_sub(1) / SIDE_BY_SIDE;
    let first = page.min(last) * SIDE_BY_SIDE;
    first..count.min(first + SIDE_BY_SIDE)
}

/// Two arrows, and which parts are between them; nothing where all parts are seen.
#[component]
pub(super) fn PlacesBar(places: Places) -> impl IntoView {
    let words = use_words();
    let says = move || {
        let Range { start, end } = places.shown();
        words.get().parts_of(start + 1, end, places.count.get())
    };
    let at_start = move || places.shown().start == 0;
    let at_end = move || places.shown().end == places.count.get();
    let turn = move |to: usize| places.page.set(to);
    let page = move || untrack(|| places.shown().start) / SIDE_BY_SIDE;
    view! {
        <Show when=move || { places.count.get() > SIDE_BY_SIDE }>
            <nav class="row split-places">
                <Button
                    label=Signal::derive(move || Some(words.get().split.parts_before.to_owned()))
                    blocked=Signal::derive(move || at_start().then(says))
                    testid="parts-before"
                    on_press=move |()| turn(page().saturating_sub(1))
                >
                    <Icon name=IconName::Back />
                </Button>
                <span class="strong" data-testid="parts-shown">{says}</span>
                <Button
                    label=Signal::derive(move || Some(words.get().split.next_parts.to_owned()))
                    blocked=Signal::derive(move || at_end().then(says))
                    testid="next-parts"
                    on_press=move |()| turn(page() + 1)
                >
                    <Icon name=IconName::Forward />
                </Button>
            </nav>
        </Show>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_on_one_page_and_no_page_is_empty() {
        for count in [1_usize, 2, 9, 10, 18, 19, 1_000] {
            let pages = count.div_ceil(SIDE_BY_SIDE);
            let seen: Vec<usize> = (0..pages).flat_map(|page| on_page(page, count)).collect();
            assert_eq!(seen, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn whoever_takes_parts_away_sees_the_last_that_are_left() {
        assert_eq!(on_page(3, 40), 27..36);
        assert_eq!(on_page(3, 14), 9..14);
        assert_eq!(on_page(3, 0), 0..0);
    }
}
