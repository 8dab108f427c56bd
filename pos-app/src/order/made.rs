//! What is asked of a dish that is not just counted: a weight or a price on the pad, both halves,
//! the dishes of a combo.

use leptos::prelude::*;
use shared::{
    menu::{ComboGroup, Item, PriceLimits},
    money::{Currency, Money},
    staff::Permit,
};
use ui_kit::{
    entry::entered,
    field::TextField,
    icon::{Icon, IconName},
    numpad::Numpad,
    words::use_words,
};

use super::{
    Desk,
    choice::{Choice, GroupState, Root, Spot},
    groups::{GroupHead, Groups},
    weighed::Weighed,
};
use crate::state::use_till;

/// Everything that the dish asks beside its variant and its own groups.
#[component]
pub(crate) fn Made(choice: Choice, currency: Currency) -> impl IntoView {
    let is_halved = choice.item.sale.halves.is_some();
    let combos = choice.combos();
    view! {
        {choice.is_typed().then(|| view! { <Typed item=choice.item.clone() currency /> })}
        {choice.item.sale.gift_card.then(|| view! { <Code /> })}
        {is_halved
            .then(|| {
                [0, 1]
                    .map(|place| {
                        view! { <HalfChoice place items=choice.half_items() currency /> }
                    })
                    .collect_view()
            })}
        {combos
            .into_iter()
            .map(|group| view! { <ComboChoice group currency /> })
            .collect_view()}
    }
    .into_any()
}

/// The code of a gift card, typed or scanned.
#[component]
fn Code() -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    // The sheet comes back with what was typed when nothing came of it.
    let typed = desk
        .choice
        .with_untracked(|choice| choice.as_ref().map(|choice| choice.code.clone()));
    let code = RwSignal::new(typed.unwrap_or_default());
    Effect::new(move |_| {
        let code = code.get();
        desk.choice.update(|choice| {
            if let Some(choice) = choice {
                choice.code = code;
            }
        });
    });
    view! {
        <TextField
            label=Signal::derive(move || words.get().money.card_code.to_owned())
            value=code
            hint=Signal::derive(move || Some(words.get().money.card_made.to_owned()))
            length_max=60
            testid="card-code"
        />
    }
    .into_any()
}

/// The pad for a weight or a price.
#[component]
fn Typed(item: Item, currency: Currency) -> impl IntoView {
    match item.sale.weighed {
        Some(unit) => view! { <Weighed unit currency /> }.into_any(),
        None => view! { <AskedPrice item currency /> }.into_any(),
    }
}

/// The pad for a price.
#[component]
fn AskedPrice(item: Item, currency: Currency) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let typed = move || {
        desk.choice
            .with(|choice| choice.as_ref().map_or(0, |c| c.typed))
    };
    let on_key = move |key| {
        desk.choice.update(|choice| {
            if let Some(choice) = choice {
                choice.typed = entered(choice.typed, key).min(999_999_999);
            }
        });
    };
    view! {
        <section class="option-group">
            <header class="option-head">
                <h3 class="grow">{move || words.get().asked_price()}</h3>
                <span class="small soft">
                    {limits_text(item.sale.open.unwrap_or_default(), currency)}
                </span>
            </header>
            <p class="discount-number strong" data-testid="typed">
                {move || currency.format(Money::from_minor(typed()))}
            </p>
            <BeyondLimits currency />
            <Numpad testid="typed-pad" on_key />
        </section>
    }
    .into_any()
}

/// The price is one that not everybody may ask: said before anybody is called. Its row is there
/// always, so that the pad below stays where the finger is.
#[component]
fn BeyondLimits(currency: Currency) -> impl IntoView {
    let till = use_till();
    let desk = Desk::get();
    let words = use_words();
    let beyond = move || {
        let limits = desk.choice.with(|choice| choice.as_ref()?.beyond())?;
        let words = words.get();
        let limits = limits_text(limits, currency);
        let says = format!("{}: {limits}", words.permit(Permit::AnyPrice));
        let alone = till.me.with(|me| {
            me.as_ref()
                .is_some_and(|me| me.permits.contains(&Permit::AnyPrice))
        });
        let says = if alone {
            says
        } else {
            format!("{says}. {}", words.needs_approval())
        };
        Some(view! {
            <span class="row tight small strong tone-warn" data-testid="price-beyond">
                <Icon name=IconName::Warning />
                {says}
            </span>
        })
    };
    view! {
        <div class="said-while-typing" role="status">
            {beyond}
        </div>
    }
    .into_any()
}

fn limits_text(limits: PriceLimits, currency: Currency) -> String {
    let digits = |price| currency.digits(price);
    match (limits.min, limits.max) {
        (Some(min), Some(max)) => format!("{} – {}", digits(min), digits(max)),
        (Some(min), None) => format!("≥ {}", digits(min)),
        (None, Some(max)) => format!("≤ {}", digits(max)),
        (None, None) => String::new(),
    }
}

/// A tile of a half or of a dish.
#[component]
fn Pick(
    name: String,
    says: Option<String>,
    chosen: Signal<bool>,
    testid: String,
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="option"
            class:chosen=move || chosen.get()
            aria-pressed=move || if chosen.get() { "true" } else { "false" }
            data-testid=testid
            on:click=move |_| on_press.run(())
        >
            <span class="option-name">{name}</span>
            <span class="price soft">{says}</span>
        </button>
    }
    .into_any()
}

/// Which dish a half is, and what is on it.
#[component]
fn HalfChoice(place: usize, items: Vec<Item>, currency: Currency) -> impl IntoView {
    let till = use_till();
    let desk = Desk::get();
    let words = use_words();
    let chosen = Memo::new(move |_| {
        desk.choice
            .with(|choice| Some(choice.as_ref()?.half(place)?.sku.clone()))
    });
    let state = Memo::new(move |_| match chosen.get() {
        Some(_) => GroupState::Full,
        None => GroupState::Missing(1),
    });
    let tiles: Vec<_> = items
        .into_iter()
        .map(|item| {
            let sku = StoredValue::new(item.sku.clone());
            let is_it =
                move || chosen.with(|chosen| sku.with_value(|sku| chosen.as_ref() == Some(sku)));
            let press = move |()| {
                desk.choice.update(|choice| {
                    if let Some(choice) = choice {
                        sku.with_value(|sku| choice.set_half(place, sku));
                    }
                });
            };
            view! {
                <Pick
                    name=till.name(&item.name)
                    says=None
                    chosen=Signal::derive(is_it)
                    testid=format!("half-{place}-{}", item.sku)
                    on_press=Callback::new(press)
                />
            }
        })
        .collect();
    view! {
        <section class="option-group">
            <GroupHead name=words.get_untracked().half(place).to_owned() state min=1 max=1 />
            <div class="option-grid">{tiles}</div>
            <div class="option-inner">
                {move || {
                    chosen
                        .get()
                        .map(|_| view! { <Groups spot=Spot::root(Root::Half(place)) currency /> })
                }}
            </div>
        </section>
    }
    .into_any()
}

/// The dishes of one group of a combo, and what is chosen with each.
#[component]
fn ComboChoice(group: ComboGroup, currency: Currency) -> impl IntoView {
    let desk = Desk::get();
    let here = StoredValue::new(group.clone());
    let state = Memo::new(move |_| {
        desk.choice.with(|choice| {
            let choice = choice.as_ref();
            choice.map_or(GroupState::Full, |c| {
                here.with_value(|group| c.combo_state(group))
            })
        })
    });
    let chosen = Memo::new(move |_| {
        desk.choice.with(|choice| {
            let choice = choice.as_ref();
            choice.map_or(Vec::new(), |c| {
                here.with_value(|group| c.chosen_dishes(&group.name))
                    .into_iter()
                    .map(|(place, dish)| (place, dish.dish))
                    .collect::<Vec<_>>()
            })
        })
    });
    let tiles = desk.choice.with_untracked(|choice| {
        let choice = choice.as_ref()?;
        let dishes = group.dishes.iter().enumerate();
        let tile = |(dish, of): (usize, &shared::menu::ComboDish)| {
            let item = choice.item_of(&of.sku)?;
            let upcharge = of.upcharge;
            let says = (!upcharge.is_zero()).then(|| format!("+{}", currency.digits(upcharge)));
            Some(view! { <DishTile here dish item=item.clone() says chosen /> })
        };
        Some(dishes.filter_map(tile).collect_view())
    });
    view! {
        <section class="option-group" data-testid=format!("combo-{}", group.name)>
            <GroupHead name=group.name.clone() state min=group.min max=group.max />
            <div class="option-grid">{tiles}</div>
            <For each=move || chosen.get() key=|one| *one let:one>
                <div class="option-inner">
                    <Groups spot=Spot::root(Root::Part(one.0)) currency />
                </div>
            </For>
        </section>
    }
    .into_any()
}

#[component]
fn DishTile(
    here: StoredValue<ComboGroup>,
    dish: usize,
    item: Item,
    says: Option<String>,
    chosen: Memo<Vec<(usize, u32)>>,
) -> impl IntoView {
    let till = use_till();
    let desk = Desk::get();
    let is_it = move || {
        let mut places = chosen.get().into_iter();
        places.any(|(_, place)| usize::try_from(place) == Ok(dish))
    };
    let press = move |()| {
        desk.choice.update(|choice| {
            if let Some(choice) = choice {
                here.with_value(|group| choice.tap_dish(group, dish));
            }
        });
    };
    let testid = here.with_value(|group| format!("dish-{}-{dish}", group.name));
    view! {
        <Pick
            name=till.name(&item.name)
            says
            chosen=Signal::derive(is_it)
            testid
            on_press=Callback::new(press)
        />
    }
    .into_any()
}
