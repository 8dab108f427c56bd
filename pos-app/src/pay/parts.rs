//! The parts of a split check on the pay screen: which one pays now.

use leptos::prelude::*;
use shared::{
    api::till::{Command, PartView},
    split::Rival,
};
use ui_kit::{
    button::Button,
    icon::{Icon, IconName},
    words::use_words,
};

use super::PayDesk;
use crate::{state::use_till, talk::Talk};

/// A tile for each part, and what to do where two plans stand against each other.
#[component]
pub(crate) fn Parts() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let parts = Memo::new(move |_| {
        till.order.with(|view| {
            view.as_ref()
                .map_or_else(Vec::new, |view| view.parts.clone())
        })
    });
    let rivals = Memo::new(move |_| {
        till.order.with(|view| {
            let split = view.as_ref().and_then(|view| view.order.split.as_ref());
            split.map_or_else(Vec::new, |split| split.rivals.clone())
        })
    });
    view! {
        <Show when=move || !rivals.with(Vec::is_empty)>
            <section class="rivals" data-testid="split-contested">
                <p class="strong">
                    <Icon name=IconName::Warning />
                    {move || words.get().split.contested}
                </p>
                <div class="row">
                    <For
                        each=move || rivals.get().into_iter().enumerate()
                        key=|(_, rival)| rival.plan
                        let:((place, rival))
                    >
                        <RivalButton place rival />
                    </For>
                </div>
            </section>
        </Show>
        <Show when=move || !parts.with(Vec::is_empty)>
            <div class="parts" role="group" aria-label=move || words.get().split.split>
                <For
                    each=move || parts.get().into_iter().enumerate()
                    key=|(place, part)| (*place, part.totals.id, part.totals.amount, part.totals.due)
                    let:((place, part))
                >
                    <PartTile place part />
                </For>
            </div>
        </Show>
    }
    .into_any()
}

#[component]
fn PartTile(place: usize, part: PartView) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let desk = PayDesk::get();
    let id = part.totals.id;
    let has_paid = part.totals.due.is_zero();
    let amount = if has_paid {
        part.totals.amount
    } else {
        part.totals.due
    };
    let label = part.totals.label;
    // A seat keeps its number, whatever its place in the row.
    let seat = till.order.with_untracked(|view| {
        let split = view.as_ref()?.order.split.as_ref()?;
        split.parts.iter().find(|part| part.id == id)?.seat
    });
    view! {
        <Button
            class="part"
            pressed=Signal::derive(move || Some(desk.part.get() == Some(id)))
            blocked=Signal::derive(move || {
                has_paid.then(|| words.get().split.part_paid.to_owned())
            })
            testid=format!("part-{}", place + 1)
            on_press=move |()| desk.choose_part(id)
        >
            <span>
                {move || match seat {
                    Some(seat) if label.is_empty() => words.get().seat_part(seat),
                    _ => words.get().part(place + 1, &label),
                }}
            </span>
            <span class="strong">
                {move || till.currency().map(|currency| currency.digits(amount))}
            </span>
            <Show when=move || has_paid>
                <span class="small part-paid">
                    <Icon name=IconName::Check />
                    {move || words.get().split.part_paid}
                </span>
            </Show>
        </Button>
    }
}

#[component]
fn RivalButton(place: usize, rival: Rival) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let keep = move |()| {
        if let Some(order) = till.order_id() {
            let plan = rival.plan;
            talk.tell(Command::ConfirmSplit { order, plan });
        }
    };
    view! {
        <Button testid=format!("keep-plan-{place}") on_press=keep>
            {move || {
                let words = words.get();
                format!("{}: {}", words.split.keep, words.in_parts(rival.parts))
            }}
        </Button>
    }
}
