//! The sheet of choices: variant first, then each group with how many must be taken.

use leptos::prelude::*;
use shared::{
    api::till::Command,
    menu::{Modifier, ModifierGroup},
    money::Currency,
};
use ui_kit::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    keys::Shortcut,
    numpad::Stepper,
    sheet::Sheet,
    states::Badge,
    tone::Tone,
    words::{Words, use_words},
};

use super::{
    Desk,
    choice::{Choice, GroupState},
};
use crate::{
    state::{Over, Till, use_till},
    talk::Talk,
};

/// Slides over the menu; the check stays in sight.
#[component]
pub(crate) fn OptionsSheet() -> impl IntoView {
    let till = use_till();
    let desk = Desk::get();
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
            <Groups />
        </Sheet>
    }
}

/// Variants and groups of the dish. What is offered stays as it was when the sheet opened.
#[component]
fn Groups() -> impl IntoView {
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
        let groups = choice.groups.clone();
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
                {groups
                    .into_iter()
                    .enumerate()
                    .map(|(place, group)| view! { <Group place group currency /> })
                    .collect_view()}
            </div>
        }
    })
}

/// Sizes or kinds, each with its own price.
#[component]
fn Variants(choice: Choice, currency: Currency) -> impl IntoView {
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
                                <span class="price">{currency.digits(variant.price)}</span>
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </section>
    }
}

/// Red until what must be chosen is chosen.
#[component]
fn NeedBadge(missing: Signal<bool>, text: Signal<String>) -> impl IntoView {
    let tone = move || if missing.get() { Tone::Bad } else { Tone::Good };
    view! {
        <Badge tone=Signal::derive(tone)>
            {move || {
                let name = if missing.get() { IconName::Warning } else { IconName::Check };
                view! { <Icon name /> }
            }}
            {move || text.get()}
        </Badge>
    }
}

/// One group of modifiers.
#[component]
fn Group(place: usize, group: ModifierGroup, currency: Currency) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let state = Memo::new(move |_| {
        desk.choice
            .with(|choice| choice.as_ref().map_or(GroupState::Full, |c| c.state(place)))
    });
    let (min, max) = (group.min, group.max);
    let text = move || match state.get() {
        GroupState::Missing(count) => words.get().choose(i64::from(count), i64::from(count)),
        _ => words.get().choose(i64::from(min), i64::from(max)),
    };
    let name = StoredValue::new(group.name.clone());
    view! {
        <section class="option-group" data-testid=format!("group-{}", group.name)>
            <header class="option-head">
                <h3 class="grow">{group.name.replace('_', " ")}</h3>
                {if min > 0 {
                    view! {
                        <NeedBadge
                            missing=Signal::derive(move || {
                                matches!(state.get(), GroupState::Missing(_))
                            })
                            text=Signal::derive(text)
                        />
                    }
                        .into_any()
                } else {
                    view! { <span class="small soft">{text}</span> }.into_any()
                }}
            </header>
            <div class="option-grid">
                {group
                    .options
                    .into_iter()
                    .enumerate()
                    .map(|(option, modifier)| {
                        let testid = format!("modifier-{}-{option}", name.get_value());
                        view! {
                            <OptionTile group=place option modifier max currency state testid />
                        }
                    })
                    .collect_view()}
            </div>
        </section>
    }
}

/// One option: a tap adds one, its minus takes one away.
#[component]
fn OptionTile(
    group: usize,
    option: usize,
    modifier: Modifier,
    max: u32,
    currency: Currency,
    state: Memo<GroupState>,
    testid: String,
) -> impl IntoView {
    let till = use_till();
    let desk = Desk::get();
    let words = use_words();
    let count = Memo::new(move |_| {
        desk.choice
            .with(|choice| choice.as_ref().map_or(0, |c| c.count(group, option)))
    });
    let change = move |by: fn(&mut Choice, usize, usize)| {
        desk.choice.update(|choice| {
            if let Some(choice) = choice {
                by(choice, group, option);
            }
        });
    };
    let chosen = move || count.get() > 0;
    let full = move || max > 1 && state.get() == GroupState::Full && count.get() == 0;
    let price = (!modifier.price.is_zero()).then(|| {
        let sign = if modifier.price.is_negative() {
            ""
        } else {
            "+"
        };
        format!("{sign}{}", currency.digits(modifier.price))
    });
    view! {
        <div class="option-pair">
            <button
                type="button"
                class="option"
                class:chosen=chosen
                aria-pressed=move || if chosen() { "true" } else { "false" }
                aria-disabled=move || full().then_some("true")
                data-testid=testid.clone()
                on:click=move |_| change(Choice::tap)
            >
                <span class="option-name">{till.name(&modifier.name)}</span>
                <span class="price soft">{price}</span>
                <Show when=move || { count.get() > 1 }>
                    <span class="option-count">{move || format!("× {}", count.get())}</span>
                </Show>
            </button>
            <Show when=move || { max > 1 && count.get() > 0 }>
                <button
                    type="button"
                    class="option-minus"
                    aria-label=move || words.get().common.fewer
                    data-testid=format!("{testid}-minus")
                    on:click=move |_| change(Choice::minus)
                >
                    <Icon name=IconName::Minus />
                </button>
            </Show>
        </div>
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
        let price = desk
            .choice
            .with(|choice| choice.as_ref().and_then(Choice::price));
        let text = price
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
            (!choice.is_complete()).then(|| words.get().till.choose_first.to_owned())
        })
    };
    view! {
        <Stepper
            value=Signal::derive(quantity)
            label=Signal::derive(move || words.get().common.quantity.to_owned())
            testid="options-quantity"
            on_change=set_quantity
        />
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
    till.close_over();
    match old {
        None => talk.add(Command::AddLine { order, line }),
        Some(old) => {
            let reason = words.courses.changed.to_owned();
            let command = Command::ReplaceLine {
                order,
                line: old.id,
                with: line,
                reason,
            };
            talk.ask(command, move |_| till.line.set(None));
        }
    }
}
