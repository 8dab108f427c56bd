//! What is typed while a check is split: how many equal shares, and how many shares of a dish.

use leptos::prelude::*;
use shared::{api::till::SplitBy, order::Line, split::PARTS_MAX};
use ui_kit::{
    button::{Button, ButtonKind},
    entry::{PadKey, entered},
    keys::Shortcut,
    numpad::{Numpad, Stepper},
    words::use_words,
};

use super::{
    draft::{Cell, Draft, most_shares},
    split::split,
};
use crate::{state::use_till, talk::Talk};

/// Fewer equal shares are no split.
const WAYS_MIN: u32 = 2;

/// The pads of the sheet; the keyboard types into one of them, so never two are open.
#[derive(Clone, Copy)]
pub(super) struct Pads {
    /// How many equal shares; none while the pad for them is closed.
    ways: RwSignal<Option<u32>>,
    /// The part that gets a fixed amount.
    pub(super) fixing: RwSignal<Option<usize>>,
}

impl Pads {
    pub(super) fn new() -> Self {
        Self {
            ways: RwSignal::new(None),
            fixing: RwSignal::new(None),
        }
    }

    fn turn_ways(self) {
        self.fixing.set(None);
        self.ways.update(|ways| *ways = ways.is_none().then_some(0));
    }

    /// Opens the pad for the amount of a part, or closes it.
    pub(super) fn turn_fixing(self, place: usize) {
        self.ways.set(None);
        self.fixing
            .update(|now| *now = (*now != Some(place)).then_some(place));
    }
}

/// The number after a key; one that would make more parts than a check can have changes nothing.
fn typed_ways(now: u32, key: PadKey) -> u32 {
    let next = u32::try_from(entered(i64::from(now), key)).unwrap_or(u32::MAX);
    let fits = usize::try_from(next).is_ok_and(|next| next <= PARTS_MAX);
    if fits { next } else { now }
}

/// Beside the shares that are one tap away: any other number.
#[component]
pub(super) fn WaysButton(pads: Pads) -> impl IntoView {
    let words = use_words();
    view! {
        <Button
            big=true
            pressed=Signal::derive(move || Some(pads.ways.get().is_some()))
            testid="split-ways"
            on_press=move |()| pads.turn_ways()
        >
            {move || words.get().split.other_ways}
        </Button>
    }
}

/// The pad for any number of equal shares.
#[component]
pub(super) fn WaysPad(pads: Pads) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let ways = move || pads.ways.get().unwrap_or_default();
    let on_key = move |key| {
        pads.ways
            .update(|ways| *ways = ways.map(|ways| typed_ways(ways, key)));
    };
    let too_few = Signal::derive(move || {
        (ways() < WAYS_MIN).then(|| words.get().split.enter_ways.to_owned())
    });
    let go = move |()| {
        let ways = pads.ways.get_untracked().unwrap_or_default();
        if ways >= WAYS_MIN {
            split(till, talk, SplitBy::Shares { ways });
        }
    };
    view! {
        <Show when=move || pads.ways.get().is_some()>
            <section class="ways-pad stack" data-testid="ways-pad">
                <p class="discount-number strong" data-testid="ways-number">{ways}</p>
                <Numpad testid="ways-keys" on_key />
                <Button
                    kind=ButtonKind::Primary
                    big=true
                    blocked=too_few
                    shortcut=Shortcut::unlisted("Enter")
                    testid="ways-go"
                    on_press=go
                >
                    {move || {
                        let words = words.get();
                        if ways() < WAYS_MIN {
                            words.split.split.to_owned()
                        } else {
                            words.in_parts(ways())
                        }
                    }}
                </Button>
            </section>
        </Show>
    }
    .into_any()
}

/// The box that was touched last, with a minus and a plus for more shares than taps count.
#[component]
pub(super) fn LastBox(
    draft: RwSignal<Draft>,
    last: RwSignal<Option<Cell>>,
    lines: Memo<Vec<Line>>,
) -> impl IntoView {
    let words = use_words();
    let shown = Memo::new(move |_| {
        let (id, place) = last.get()?;
        draft.with(|draft| draft.parts.get(place).map(drop))?;
        let units = lines.with(|lines| {
            let line = lines.iter().find(|line| line.id == id)?;
            Some((line.quantity, line.facts.name.first.clone()))
        });
        units.map(|(units, name)| ((id, place), units, name))
    });
    move || {
        shown.get().map(|((id, place), units, name)| {
            let cell = (id, place);
            let share = move || {
                draft
                    .with(|draft| draft.share(id, place))
                    .unwrap_or_default()
            };
            view! {
                <span class="last-box">
                    <span>{move || format!("{name} → {}", words.get().part(place + 1, ""))}</span>
                    <Stepper
                        value=Signal::derive(move || i64::from(share()))
                        min=0
                        max=i64::from(most_shares(units))
                        label=Signal::derive(move || words.get().split.box_shares.to_owned())
                        testid="split-shares"
                        on_change=move |shares: i64| {
                            draft.update(|draft| draft.give(cell, units, shares));
                        }
                    />
                </span>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[u8]) -> u32 {
        let press = |now, digit: &u8| typed_ways(now, PadKey::Digit(*digit));
        keys.iter().fold(0, press)
    }

    #[test]
    fn a_check_is_split_in_as_many_shares_as_it_can_have_parts() {
        assert_eq!(typed(&[1, 2]), 12);
        assert_eq!(typed(&[1, 0, 0, 0]), 1_000);
        assert_eq!(typed(&[1, 0, 0, 1]), 100, "the last key changes nothing");
        assert_eq!(typed_ways(500, PadKey::DoubleZero), 500);
        assert_eq!(typed_ways(12, PadKey::Erase), 1);
    }
}
