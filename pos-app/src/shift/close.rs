//! The end of a shift: the drawer is counted, the difference shown, Z printed.

use leptos::prelude::*;
use shared::{
    api::till::{Command, Reply},
    journal::Pieces,
    money::{Currency, Money},
};
use ui_kit::{
    button::{Button, ButtonKind},
    entry::{PadKey, entered},
    numpad::Numpad,
    price::{Price, PriceSize},
    sheet::{Sheet, SheetPlace},
    states::Badge,
    tone::Tone,
    words::use_words,
};

use super::count::{denominations, worth};
use crate::{
    state::{Over, ShiftNow, Till, use_till},
    talk::Talk,
};

/// Nobody has more pieces of one coin in a drawer.
const PIECES_MAX: i64 = 99_999;

/// What was counted so far.
#[derive(Clone, Copy)]
struct Counting {
    /// Notes and coins of the currency.
    kinds: &'static [i64],
    /// Pieces of each.
    pieces: RwSignal<Vec<i64>>,
    /// The whole amount, where somebody typed it instead.
    amount: RwSignal<Option<i64>>,
    /// Which row the pad types into; none for the whole amount.
    row: RwSignal<Option<usize>>,
    closing: RwSignal<bool>,
}

impl Counting {
    fn of(currency: Currency) -> Self {
        let kinds = denominations(currency);
        Self {
            kinds,
            pieces: RwSignal::new(vec![0; kinds.len()]),
            amount: RwSignal::new(None),
            row: RwSignal::new(None),
            closing: RwSignal::new(false),
        }
    }

    fn counted(self) -> Money {
        match self.amount.get() {
            Some(minor) => Money::from_minor(minor),
            None => self
                .pieces
                .with(|pieces| worth(self.kinds, pieces))
                .unwrap_or_default(),
        }
    }

    /// Notes and coins, where they were counted one by one.
    fn pieces(self) -> Vec<Pieces> {
        if self.amount.get_untracked().is_some() {
            return Vec::new();
        }
        let pieces = self.pieces.get_untracked();
        let kinds = self.kinds.iter().zip(pieces);
        kinds
            .filter(|(_, count)| *count > 0)
            .map(|(worth, count)| Pieces {
                worth: Money::from_minor(*worth),
                count,
            })
            .collect()
    }

    fn press(self, key: PadKey) {
        match self.row.get_untracked() {
            None => {
                let before = self.amount.get_untracked().unwrap_or(0);
                self.amount.set(Some(entered(before, key)));
            }
            Some(row) => {
                self.amount.set(None);
                self.pieces.update(|pieces| {
                    if let Some(count) = pieces.get_mut(row) {
                        let after = entered(*count, key);
                        *count = if after > PIECES_MAX { *count } else { after };
                    }
                });
            }
        }
    }
}

/// Counts the drawer and ends the shift.
#[component]
pub(crate) fn CloseSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::CloseShift)
            title=Signal::derive(move || words.get().till.count_word.to_owned())
            place=SheetPlace::Whole
            testid="close-sheet"
            on_close=move |()| till.close_over()
        >
            {till.currency().map(|currency| view! { <CloseForm currency /> })}
        </Sheet>
    }
}

#[component]
fn CloseForm(currency: Currency) -> impl IntoView {
    let words = use_words();
    let counting = Counting::of(currency);
    let whole = move || counting.row.get().is_none();
    let till = use_till();
    let is_blind = move || {
        till.shift.with(|shift| match shift {
            ShiftNow::Open(report) => report.blind,
            ShiftNow::Unknown | ShiftNow::None => false,
        })
    };
    view! {
        <div class="close-form">
            <div class="count-rows">
                {counting
                    .kinds
                    .iter()
                    .enumerate()
                    .map(|(place, minor)| {
                        view! { <CountRow counting place minor=*minor currency /> }
                    })
                    .collect_view()}
            </div>
            <div class="stack">
                <button
                    type="button"
                    class="count-row"
                    aria-pressed=move || if whole() { "true" } else { "false" }
                    data-testid="count-total"
                    on:click=move |_| counting.row.set(None)
                >
                    <span class="grow">{move || words.get().till.counted}</span>
                    <Price
                        amount=Signal::derive(move || counting.counted())
                        currency
                        size=PriceSize::Due
                        testid="counted"
                    />
                </button>
                <Numpad testid="count-pad" on_key=move |key| counting.press(key) />
                {move || {
                    if is_blind() {
                        view! {
                            <p class="soft" data-testid="count-blind">
                                {move || words.get().till.count_blind}
                            </p>
                        }
                            .into_any()
                    } else {
                        view! { <Difference counting currency /> }.into_any()
                    }
                }}
                <CloseButton counting />
            </div>
        </div>
    }
}

/// One note or coin: how many there are, and what they make.
#[component]
fn CountRow(counting: Counting, place: usize, minor: i64, currency: Currency) -> impl IntoView {
    let count = move || {
        counting
            .pieces
            .with(|pieces| pieces.get(place).copied().unwrap_or(0))
    };
    let makes = move || {
        Money::from_minor(minor)
            .times(count())
            .map(|sum| currency.digits(sum))
            .unwrap_or_default()
    };
    let here = move || {
        if counting.row.get() == Some(place) {
            "true"
        } else {
            "false"
        }
    };
    view! {
        <button
            type="button"
            class="count-row"
            aria-pressed=here
            data-testid=format!("count-{minor}")
            on:click=move |_| {
                counting.amount.set(None);
                counting.row.set(Some(place));
            }
        >
            <span class="count-kind">{currency.format(Money::from_minor(minor))}</span>
            <span class="count-pieces strong">"× " {count}</span>
            <span class="grow number soft">{makes}</span>
        </button>
    }
}

/// What should be there, and how far the count is from it.
#[component]
fn Difference(counting: Counting, currency: Currency) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let expected = Signal::derive(move || {
        till.shift.with(|shift| match shift {
            ShiftNow::Open(report) => report.expected_cash,
            ShiftNow::Unknown | ShiftNow::None => Money::ZERO,
        })
    });
    let difference = move || counting.counted().minus(expected.get()).unwrap_or_default();
    let says = move || {
        let difference = difference();
        if difference.is_zero() {
            return words.get().till.drawer_right.to_owned();
        }
        let missing = difference.is_negative();
        let digits = currency.format(difference);
        words
            .get()
            .drawer_difference(digits.trim_start_matches('-'), missing)
    };
    let tone = move || {
        if difference().is_zero() {
            Tone::Good
        } else {
            Tone::Warn
        }
    };
    view! {
        <div class="row">
            <span class="grow">{move || words.get().till.expected}</span>
            <Price amount=expected currency testid="expected" />
        </div>
        <div class="row">
            <span class="grow">{move || words.get().till.difference}</span>
            <Badge tone=Signal::derive(tone) testid="difference">
                {says}
            </Badge>
        </div>
    }
}

/// Ends the shift; open orders go on in the next one, and it says so.
#[component]
fn CloseButton(counting: Counting) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let open = move || till.open_orders();
    let close = move |()| {
        counting.closing.set(true);
        let counted = counting.counted();
        let carry_over = open() > 0;
        talk.try_ask(
            Command::CloseShift {
                counted,
                carry_over,
                pieces: counting.pieces(),
            },
            move |answer| {
                counting.closing.try_set(false);
                match answer {
                    Ok(Reply::Shift(report)) => show_z(till, report),
                    Ok(_) => {}
                    Err(failure) => talk.say_failure(&failure),
                }
            },
        );
    };
    view! {
        <Show when=move || { open() > 0 }>
            <p class="check-warns tone-warn" data-testid="carry-over">
                {move || {
                    format!("{} ({})", words.get().till.open_checks_left, open())
                }}
            </p>
        </Show>
        <Button
            kind=ButtonKind::Primary
            big=true
            busy=counting.closing
            testid="close-shift-go"
            on_press=close
        >
            {move || words.get().till.shift_close}
        </Button>
    }
}

fn show_z(till: Till, report: Box<shared::shift::ShiftReport>) {
    till.over.set(Over::Report(report));
}
