//! Groups of modifiers at a spot of a dish, and under chosen options the groups that they open.

use leptos::prelude::*;
use shared::{
    menu::{Modifier, ModifierGroup, Prefix},
    money::Currency,
};
use ui_kit::{
    icon::{Icon, IconName},
    states::Badge,
    tone::Tone,
    words::use_words,
};

use super::{
    Desk,
    choice::{Choice, GroupState, Spot},
};
use crate::state::use_till;

/// All groups that are asked at a spot.
#[component]
pub(crate) fn Groups(spot: Spot, currency: Currency) -> impl IntoView {
    let desk = Desk::get();
    let groups = desk
        .choice
        .with_untracked(|choice| choice.as_ref().map(|choice| choice.groups(&spot)));
    groups
        .unwrap_or_default()
        .into_iter()
        .map(|group| view! { <Group spot=spot.clone() group currency /> })
        .collect_view()
        .into_any()
}

/// Red until what must be chosen is chosen.
#[component]
pub(crate) fn NeedBadge(missing: Signal<bool>, text: Signal<String>) -> impl IntoView {
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
    .into_any()
}

/// The name of a group, and how many must be taken.
#[component]
pub(crate) fn GroupHead(
    name: String,
    state: Memo<GroupState>,
    min: u32,
    max: u32,
) -> impl IntoView {
    let words = use_words();
    let text = move || match state.get() {
        GroupState::Missing(count) => words.get().choose(i64::from(count), i64::from(count)),
        _ => words.get().choose(i64::from(min), i64::from(max)),
    };
    let missing = Signal::derive(move || matches!(state.get(), GroupState::Missing(_)));
    view! {
        <header class="option-head">
            <h3 class="grow">{name.replace('_', " ")}</h3>
            {if min > 0 {
                view! { <NeedBadge missing text=Signal::derive(text) /> }.into_any()
            } else {
                view! { <span class="small soft">{text}</span> }.into_any()
            }}
        </header>
    }
    .into_any()
}

/// One group of modifiers.
#[component]
fn Group(spot: Spot, group: ModifierGroup, currency: Currency) -> impl IntoView {
    let desk = Desk::get();
    let here = StoredValue::new((spot.clone(), group.clone()));
    let state = Memo::new(move |_| {
        here.with_value(|(spot, group)| {
            desk.choice.with(|choice| {
                choice
                    .as_ref()
                    .map_or(GroupState::Full, |choice| choice.state(spot, group))
            })
        })
    });
    let opened = Memo::new(move |_| {
        here.with_value(|(spot, group)| {
            desk.choice.with(|choice| {
                choice
                    .as_ref()
                    .map_or(Vec::new(), |choice| choice.opened(spot, group))
            })
        })
    });
    let prefix = RwSignal::new(None::<Prefix>);
    let takes = |wanted: &Prefix| {
        let mut options = group.options.iter();
        options.any(|one| one.detail.prefixes.contains(wanted))
    };
    let prefixes: Vec<Prefix> = Prefix::ALL.into_iter().filter(takes).collect();
    let testid = format!("{}{}", spot.testid(), group.name);
    let tiles: Vec<_> = group
        .options
        .iter()
        .enumerate()
        .map(|(option, modifier)| {
            let testid = format!("modifier-{testid}-{option}");
            let modifier = modifier.clone();
            view! { <OptionTile here option modifier currency state prefix testid /> }
        })
        .collect();
    let section = format!("group-{testid}");
    view! {
        <section class="option-group" data-testid=section>
            <GroupHead name=group.name.clone() state min=group.min max=group.max />
            {(!prefixes.is_empty()).then(|| view! { <Prefixes prefixes prefix testid /> })}
            <div class="option-grid">{tiles}</div>
            <For each=move || opened.get() key=|option| *option let:option>
                <Opened here option currency />
            </For>
        </section>
    }
    .into_any()
}

/// The groups that a chosen option opens, under its name.
#[component]
fn Opened(
    here: StoredValue<(Spot, ModifierGroup)>,
    option: usize,
    currency: Currency,
) -> impl IntoView {
    let till = use_till();
    let (under, name) = here.with_value(|(spot, group)| {
        let name = group.options.get(option).map(|one| till.name(&one.name));
        (spot.under(&group.name, option), name)
    });
    view! {
        <div class="option-inner">
            <p class="small soft">{name}</p>
            <Groups spot=under currency />
        </div>
    }
    .into_any()
}

/// No, extra, light, on the side: for the next tap on an option.
#[component]
fn Prefixes(
    prefixes: Vec<Prefix>,
    prefix: RwSignal<Option<Prefix>>,
    testid: String,
) -> impl IntoView {
    let words = use_words();
    let chip = move |one: Prefix| {
        let chosen = move || prefix.get() == Some(one);
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || if chosen() { "true" } else { "false" }
                data-testid=format!("prefix-{testid}-{}", one.word())
                on:click=move |_| {
                    prefix.update(|now| *now = (*now != Some(one)).then_some(one));
                }
            >
                {move || words.get().prefix(one)}
            </button>
        }
    };
    view! { <div class="row tight prefixes">{prefixes.into_iter().map(chip).collect_view()}</div> }
        .into_any()
}

/// One option: a tap adds one, its minus takes one away.
#[component]
fn OptionTile(
    here: StoredValue<(Spot, ModifierGroup)>,
    option: usize,
    modifier: Modifier,
    currency: Currency,
    state: Memo<GroupState>,
    prefix: RwSignal<Option<Prefix>>,
    testid: String,
) -> impl IntoView {
    let till = use_till();
    let desk = Desk::get();
    let words = use_words();
    let picked = Memo::new(move |_| {
        here.with_value(|(spot, group)| {
            desk.choice.with(|choice| {
                let pick = choice.as_ref()?.pick(spot, &group.name, option)?;
                Some((pick.count, pick.prefix))
            })
        })
    });
    let change = move |by: &dyn Fn(&mut Choice, &Spot, &ModifierGroup)| {
        here.with_value(|(spot, group)| {
            desk.choice.update(|choice| {
                if let Some(choice) = choice {
                    by(choice, spot, group);
                }
            });
        });
    };
    let detail = StoredValue::new(modifier.detail.clone());
    let list_price = modifier.price;
    // The prefix that a tap would give it, where it takes that one.
    let next = move || {
        prefix
            .get()
            .filter(|one| detail.with_value(|detail| detail.prefixes.contains(one)))
    };
    let tap = move |_| {
        let next = next();
        let blocked = prefix.get_untracked().is_some() && next.is_none();
        prefix.set(None);
        if !blocked {
            change(&|choice, spot, group| choice.tap(spot, group, option, next));
        }
    };
    let max = here.with_value(|(_, group)| group.max);
    let count = move || picked.get().map_or(0, |(count, _)| count);
    let chosen = move || count() > 0;
    let full = move || max > 1 && state.get() == GroupState::Full && count() == 0;
    let price = move || {
        let shown = picked.get().and_then(|(_, prefix)| prefix).or_else(next);
        let price = detail.with_value(|detail| detail.price(list_price, shown));
        let sign = if price.is_negative() { "" } else { "+" };
        (!price.is_zero()).then(|| format!("{sign}{}", currency.digits(price)))
    };
    let plain = StoredValue::new(till.name(&modifier.name));
    let name = move || {
        let language = words.get().language.code();
        plain.with_value(|name| match picked.get() {
            Some((_, Some(prefix))) => prefix.with(name, language),
            _ => name.clone(),
        })
    };
    view! {
        <div class="option-pair">
            <button
                type="button"
                class="option"
                class:chosen=chosen
                aria-pressed=move || if chosen() { "true" } else { "false" }
                aria-disabled=move || full().then_some("true")
                data-testid=testid.clone()
                on:click=tap
            >
                <span class="option-name">{name}</span>
                <span class="price soft">{price}</span>
                <Show when=move || { count() > 1 }>
                    <span class="option-count">{move || format!("× {}", count())}</span>
                </Show>
            </button>
            <Show when=move || { max > 1 && chosen() }>
                <button
                    type="button"
                    class="option-minus"
                    aria-label=move || words.get().common.fewer
                    data-testid=format!("{testid}-minus")
                    on:click=move |_| {
                        change(&|choice, spot, group| choice.minus(spot, &group.name, option));
                    }
                >
                    <Icon name=IconName::Minus />
                </button>
            </Show>
        </div>
    }
    .into_any()
}
