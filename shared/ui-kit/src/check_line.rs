//! A line of the check.

use leptos::prelude::*;
use shared::money::{Currency, Money};

use crate::{
    icon::{Icon, IconName},
    price::Price,
    tone::Tone,
    words::{Words, use_words},
};

/// How far a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineState {
    /// The kitchen does not know of it yet.
    #[default]
    Unsent,
    /// The kitchen has it.
    Sent,
    /// Somebody cooks it.
    Cooking,
    /// It waits to be served.
    Ready,
    /// It waits to be fired.
    Held,
    /// It was taken back.
    Void,
    /// It is on another check now.
    Moved,
    /// Nobody has to prepare it.
    Direct,
}

impl LineState {
    /// Every state, for the component page.
    pub const ALL: [Self; 6] = [
        Self::Unsent,
        Self::Sent,
        Self::Cooking,
        Self::Ready,
        Self::Held,
        Self::Void,
    ];

    /// Colour and shape of the state.
    const fn look(self) -> (Tone, IconName) {
        match self {
            Self::Unsent => (Tone::Accent, IconName::Plus),
            Self::Sent => (Tone::Violet, IconName::Send),
            Self::Cooking => (Tone::Warn, IconName::Cooking),
            Self::Ready => (Tone::Good, IconName::Ready),
            Self::Held => (Tone::Plain, IconName::Hold),
            Self::Void => (Tone::Bad, IconName::Void),
            Self::Moved => (Tone::Plain, IconName::Move),
            Self::Direct => (Tone::Plain, IconName::Check),
        }
    }

    /// The word for the state.
    pub const fn word(self, words: &Words) -> &'static str {
        match self {
            Self::Unsent => words.till.unsent,
            Self::Sent => words.till.sent,
            Self::Cooking => words.kitchen.cooking,
            Self::Ready => words.kitchen.ready,
            Self::Held => words.kitchen.held,
            Self::Void => words.till.voided,
            Self::Moved => words.moving.dishes,
            Self::Direct => words.till.direct,
        }
    }
}

/// What a line of the check shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineView {
    /// How many.
    pub quantity: i64,
    /// What.
    pub name: String,
    /// How: one choice each, such as `no garlic` or `+ bufala`.
    pub modifiers: Vec<String>,
    /// What the guest said.
    pub note: Option<String>,
    /// What must not be overlooked, such as `seat 2: nuts`.
    pub allergy: Option<String>,
    /// For which seat.
    pub seat: Option<u32>,
    /// What the line comes to.
    pub amount: Money,
    /// How far it is.
    pub state: LineState,
}

/// A line of the check; a tap chooses it.
#[component]
pub fn CheckLine(
    /// What it shows.
    #[prop(into)]
    line: Signal<LineView>,
    /// Of which currency its amount is.
    currency: Currency,
    /// It is chosen.
    #[prop(optional, into)]
    selected: Signal<bool>,
    /// The name that tests know it by.
    #[prop(optional, into)]
    testid: Option<String>,
    /// A tap.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let class = move || {
        let state = line.with(|line| line.state);
        let void = if matches!(state, LineState::Void | LineState::Moved) {
            " void"
        } else {
            ""
        };
        format!("check-line {}{void}", state.look().0.class())
    };
    view! {
        <button
            type="button"
            class=class
            class:selected=move || selected.get()
            data-testid=testid
            aria-pressed=move || if selected.get() { "true" } else { "false" }
            on:click=move |_| on_press.run(())
        >
            <span class="line-state">
                {move || view! { <Icon name=line.with(|line| line.state.look().1) /> }}
                <span class="visually-hidden">
                    {move || line.with(|line| line.state.word(words.get()))}
                </span>
            </span>
            <span class="line-quantity">{move || line.with(|line| line.quantity)}</span>
            <span class="line-name">{move || line.with(|line| line.name.clone())}</span>
            <span class="line-amount">
                <Price amount=Signal::derive(move || line.with(|line| line.amount)) currency bare=true />
            </span>
            {move || line.with(|line| line_details(line, words.get()))}
        </button>
    }
    .into_any()
}

/// What stands under the name: seat, choices, note and the band of the allergy.
fn line_details(line: &LineView, words: &Words) -> impl IntoView + use<> {
    let seat = line.seat.map(|seat| words.seat(seat));
    let modifiers: Vec<_> = seat
        .into_iter()
        .chain(line.modifiers.iter().cloned())
        .collect();
    let modifiers = (!modifiers.is_empty()).then(|| modifiers.join(" · "));
    let note = line.note.clone();
    let allergy = line.allergy.clone();
    view! {
        {modifiers.map(|text| view! { <span class="line-under">{text}</span> })}
        {note.map(|text| view! { <span class="line-under note">{format!("«{text}»")}</span> })}
        {allergy.map(|text| view! { <AllergyBand text /> })}
    }
}

/// The band that nobody may overlook.
#[component]
pub fn AllergyBand(
    /// What it warns of.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let words = use_words();
    view! {
        <span class="allergy-band tone-warn" role="note" aria-label=move || words.get().common.allergy>
            <Icon name=IconName::Warning />
            <span>{text}</span>
        </span>
    }
}
