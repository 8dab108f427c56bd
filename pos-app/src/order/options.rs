//! The sheet of choices: variant first, then each group with how many must be taken.

use leptos::prelude::*;
use shared::{
    api::till::{Command, Reply},
    money::Currency,
    staff::Permit,
};
use ui_kit::{
    button::{Button, ButtonKind},
    keys::Shortcut,
    numpad::Stepper,
    sheet::Sheet,
    words::{Words, use_words},
};

use super::{
    Desk,
    choice::{Choice, Root, Spot},
    groups::{Groups, NeedBadge},
    made::Made,
    void::LeftoverChoice,
};
use crate::{
    reason::ReasonChoice,
    state::{Over, Till, use_till},
    talk::Talk,
};

/// Slides over the menu; the check stays in sight.
#[component]
pub(crate) fn OptionsSheet() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let desk = Desk::get();
    follow_price(till, talk, desk);
    let title = move || {
        desk.choice.with(|choice| {
            choice
                .as_ref()
                .map_or_else(String::new, |choice| till.name(&choice.item.name))
        })
    };
    let open = Signal::derive(move || {
        till.over.with(|over| *over == Over::Options) && desk.choice.with(Option::is_some)
    });
    view! {
        <Sheet
            open
            title=Signal::derive(title)
            testid="options"
            on_close=move |()| till.close_over()
            foot=move || view! { <Foot /> }
        >
            <Asked />
        </Sheet>
    }
}

/// Asks the node what the dish would cost as it is put together now.
fn follow_price(till: Till, talk: Talk, desk: Desk) {
    Effect::new(move |_| {
        let line = desk
            .choice
            .with(|choice| choice.as_ref().and_then(|one| one.new_line(0, None)));
        let Some((order, line)) = till.order_id().zip(line) else {
            desk.price.set(None);
            return;
        };
        talk.try_ask(Command::PriceLine { order, line }, move |answer| {
            desk.price.set(match answer {
                Ok(Reply::Price { amount }) => Some(amount),
                _ => None,
            });
        });
    });
}

/// All that can be chosen of the dish. What is offered stays as it was when the sheet opened.
#[component]
fn Asked() -> impl IntoView {
    let till = use_till();
    let desk = Desk::get();
    let words = use_words();
    let offered = desk.choice.get_untracked().zip(till.currency());
    offered.map(|(choice, currency)| {
        let allergens: Vec<String> = choice
            .item
            .allergens
            .iter()
            .map(|name| words.get_untracked().allergen(name))
            .collect();
        let many = choice.item.variants.len() > 1;
        view! {
            <div class="stack options">
                {(!allergens.is_empty())
                    .then(|| {
                        view! {
                            <p class="small soft">
                                {move || words.get().common.allergens} ": " {allergens.join(", ")}
                            </p>
                        }
                    })}
                {many.then(|| view! { <Variants choice=choice.clone() currency /> })}
                <Made choice currency />
                <Groups spot=Spot::root(Root::Dish) currency />
                <WhatIsLeft />
            </div>
        }
    })
}

/// Why a guest gets a dish otherwise; what is true most often stands first, and chosen.
fn reasons(words: &'static Words) -> [&'static str; 5] {
    let till = words.till;
    [
        words.courses.changed,
        till.reason_mistake,
        till.reason_kitchen,
        till.reason_out,
        till.reason_late,
    ]
}

/// What becomes of what the kitchen has of the line that is changed, and why it is changed.
#[component]
fn WhatIsLeft() -> impl IntoView {
    let till = use_till();
    let desk = Desk::get();
    let words = use_words();
    let is_sent = move || {
        let line = desk.replaces.get();
        till.order.with(|view| {
            let old = view.as_ref().zip(line);
            old.and_then(|(view, line)| view.order.line(line))
                .is_some_and(|line| line.sent_quantity > 0)
        })
    };
    view! {
        <Show when=is_sent>
            <section class="option-group" data-testid="replace-leftover">
                <header class="option-head">
                    <h3 class="grow">{move || words.get().leftover_of_sent()}</h3>
                </header>
                <LeftoverChoice leftover=desk.leftover />
            </section>
            <section class="option-group" data-testid="replace-why">
                <header class="option-head">
                    <h3 class="grow">{move || words.get().common.reason}</h3>
                </header>
                <ReasonChoice ready=reasons why=desk.why />
            </section>
        </Show>
    }
    .into_any()
}

/// Sizes or kinds, each with its own price.
#[component]
fn Variants(choice: Choice, currency: Currency) -> impl IntoView {
    let till = use_till();
    let desk = Desk::get();
    let words = use_words();
    let chosen = move || {
        desk.choice
            .with(|choice| choice.as_ref().and_then(|c| c.variant))
    };
    let choose = move |place| {
        desk.choice.update(|choice| {
            if let Some(choice) = choice {
                choice.variant = Some(place);
            }
        });
    };
    view! {
        <section class="option-group">
            <header class="option-head">
                <h3 class="grow">{move || words.get().till.choose_variant}</h3>
                <NeedBadge
                    missing=Signal::derive(move || chosen().is_none())
                    text=Signal::derive(move || words.get().choose(1, 1))
                />
            </header>
            <div class="option-grid">
                {choice
                    .item
                    .variants
                    .iter()
                    .enumerate()
                    .map(|(place, variant)| {
                        let price = till.price_now(&choice.item.sku, place, variant.price);
                        view! {
                            <button
                                type="button"
                                class="option"
                                class:chosen=move || chosen() == Some(place)
                                aria-pressed=move || {
                                    if chosen() == Some(place) { "true" } else { "false" }
                                }
                                data-testid=format!("variant-{place}")
                                on:click=move |_| choose(place)
                            >
                                <span class="option-name">{variant.name.clone()}</span>
                                <span class="price">{currency.digits(price)}</span>
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </section>
    }
}

/// How many, and the button that adds them, where the thumb already is.
#[component]
fn Foot() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let desk = Desk::get();
    let words = use_words();
    let quantity = move || {
        desk.choice.with(|choice| {
            choice
                .as_ref()
                .map_or(1, |choice| i64::from(choice.quantity))
        })
    };
    let set_quantity = move |quantity: i64| {
        desk.choice.update(|choice| {
            if let Some(choice) = choice {
                choice.quantity = u32::try_from(quantity).unwrap_or(1);
            }
        });
    };
    let says = move || {
        let text = desk
            .price
            .get()
            .zip(till.currency())
            .map(|(price, currency)| currency.digits(price));
        match (text, desk.replaces.get()) {
            (Some(text), None) => words.get().add_for(&text),
            (Some(text), Some(_)) => format!("{} · {text}", words.get().common.save),
            (None, _) => words.get().common.add.to_owned(),
        }
    };
    let blocked = move || {
        desk.choice.with(|choice| {
            let choice = choice.as_ref()?;
            if !choice.is_complete() {
                return Some(words.get().till.choose_first.to_owned());
            }
            let refused = choice.beyond().is_some() && !till.may_ask(Permit::AnyPrice);
            refused.then(|| words.get().common.not_allowed.to_owned())
        })
    };
    let weighed = desk.choice.with_untracked(|choice| {
        choice
            .as_ref()
            .is_some_and(|c| c.item.sale.weighed.is_some() || c.item.sale.gift_card)
    });
    view! {
        {(!weighed).then(|| view! { <Stepper
            value=Signal::derive(quantity)
            label=Signal::derive(move || words.get().common.quantity.to_owned())
            testid="options-quantity"
            on_change=set_quantity
        /> })}
        <Button
            kind=ButtonKind::Primary
            big=true
            class="grow"
            blocked=Signal::derive(blocked)
            shortcut=Shortcut::unlisted("Enter")
            testid="add-line"
            on_press=move |()| add(till, talk, desk, words.get_untracked())
        >
            {says}
        </Button>
    }
}

/// Adds the dish as it was put together, or changes the line that it takes the place of.
fn add(till: Till, talk: Talk, desk: Desk, words: &Words) {
    let seat = till.seat.get_untracked();
    let replaces = desk.replaces.get_untracked();
    let old = replaces.and_then(|id| {
        till.order
            .with_untracked(|view| view.as_ref()?.order.line(id).cloned())
    });
    let line = desk.choice.with_untracked(|choice| {
        let (seat, course) = old
            .as_ref()
            .map_or((seat, None), |old| (old.seat, Some(old.course)));
        choice.as_ref()?.new_line(seat, course)
    });
    let Some((order, line)) = till.order_id().zip(line) else {
        return;
    };
    let again = desk.comes_back(till);
    till.close_over();
    match old {
        None => talk.add_or(Command::AddLine { order, line }, again),
        Some(old) => {
            let reason = untrack(|| desk.why.said(words.courses.changed));
            let command = Command::ReplaceLine {
                order,
                line: old.id,
                with: line,
                reason,
                leftover: desk.leftover.get_untracked(),
            };
            talk.try_ask(command, move |answer| match answer {
                Ok(_) => till.line.set(None),
                Err(failure) => {
                    talk.say_failure(&failure);
                    again();
                }
            });
        }
    }
}
