//! The tiles of the menu, and the grid that they stand in.

use leptos::prelude::*;
use shared::money::{Currency, Money};

use crate::{
    icon::{Icon, IconName},
    press::Hold,
    price::Price,
    tone::Tone,
    words::use_words,
};

/// A grid of tiles of one size that scrolls inside itself.
#[component]
pub fn Grid(
    /// No tile is narrower, in pixels.
    #[prop(default = 150)]
    tile_px_min: u32,
    /// The name that tests know it by.
    #[prop(optional, into)]
    testid: Option<String>,
    /// The tiles.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="tile-grid scroll" style=("--tile-min", format!("{tile_px_min}px")) data-testid=testid>
            {children()}
        </div>
    }
}

/// A dish or drink on the menu.
#[component]
pub fn ItemTile(
    /// What it is called.
    #[prop(into)]
    name: Signal<String>,
    /// What it costs, or its cheapest variant.
    #[prop(into)]
    price: Signal<Money>,
    /// Of which currency.
    currency: Currency,
    /// It has variants: the price is where they begin.
    #[prop(optional)]
    from: bool,
    /// There is none left; a press does nothing.
    #[prop(optional, into)]
    sold_out: Signal<bool>,
    /// How many are left, where somebody counts.
    #[prop(optional, into)]
    left: Signal<Option<i64>>,
    /// It asks for choices.
    #[prop(optional)]
    modifiers: bool,
    /// What it contains that guests ask about.
    #[prop(optional, into)]
    allergens: Vec<String>,
    /// The colour at its edge, for its category.
    #[prop(optional)]
    tone: Tone,
    /// The name that tests know it by.
    #[prop(optional, into)]
    testid: Option<String>,
    /// A tap: add one.
    #[prop(into)]
    on_press: Callback<()>,
    /// A finger that stays: availability, details.
    #[prop(optional, into)]
    on_hold: Option<Callback<()>>,
) -> impl IntoView {
    let words = use_words();
    let hold = Hold::new();
    let allergens = (!allergens.is_empty()).then(|| allergens.join(", "));
    let says = move || {
        let words = words.get();
        match left.get() {
            _ if sold_out.get() => Some(words.common.sold_out.to_owned()),
            left => left.map(|count| words.left(count)),
        }
    };
    view! {
        <button
            type="button"
            class=format!("tile {}", tone.class())
            class:sold-out=move || sold_out.get()
            data-testid=testid
            aria-disabled=move || sold_out.get().then_some("true")
            on:pointerdown=move |_| hold.down(on_hold)
            on:pointerup=move |_| hold.up()
            on:pointerleave=move |_| hold.up()
            on:contextmenu=move |event| event.prevent_default()
            on:click=move |_| {
                if hold.was_tap() && !sold_out.get_untracked() {
                    on_press.run(());
                }
            }
        >
            <span class="tile-name">{move || name.get()}</span>
            <span class="tile-foot">
                {move || says().map(|text| view! { <span class="tile-says">{text}</span> })}
                {modifiers.then(|| view! { <span class="tile-dot" aria-hidden="true"></span> })}
                {allergens
                    .map(|text| {
                        view! {
                            <span class="tile-allergens">
                                <Icon name=IconName::Warning />
                                <span class="tile-allergen-names">{text}</span>
                            </span>
                        }
                    })}
                <span class="grow"></span>
                {from
                    .then(|| {
                        view! { <span class="small soft">{move || words.get().common.from_price}</span> }
                    })}
                <span class="tile-price">
                    <Price amount=price currency bare=true />
                </span>
            </span>
        </button>
    }
    .into_any()
}
