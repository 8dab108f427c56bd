//! Taking off what the kitchen has already: how many, and why.

use leptos::prelude::*;
use shared::{
    api::till::Command,
    ids::LineId,
    kitchen::KitchenRank,
    order::{Leftover, Line},
};
use ui_kit::{
    button::{Button, ButtonKind},
    numpad::Stepper,
    sheet::{Sheet, SheetPlace},
    words::{Words, use_words},
};

use crate::{
    reason::{Go, ReasonRows},
    state::{Over, use_till},
    talk::Talk,
};

/// The reasons that are one tap away.
fn reasons(words: &'static Words) -> [&'static str; 5] {
    let till = words.till;
    [
        till.reason_mistake,
        till.reason_guest,
        till.reason_kitchen,
        till.reason_out,
        till.reason_late,
    ]
}

/// Asks for the reason; a tap on one does it.
#[component]
pub(crate) fn VoidSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let line = move || match till.over.get() {
        Over::Void(line) => Some(line),
        _ => None,
    };
    view! {
        <Sheet
            open=till.is_over(|over| matches!(over, Over::Void(_)))
            title=Signal::derive(move || words.get().till.void_reason.to_owned())
            place=SheetPlace::Middle
            testid="void-sheet"
            on_close=move |()| till.close_over()
        >
            {move || line().map(|line| view! { <VoidForm line /> })}
        </Sheet>
    }
}

#[component]
fn VoidForm(line: LineId) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let facts = till.order.with_untracked(|view| {
        let line = view.as_ref()?.order.line(line)?;
        Some((till.name(&line.facts.name), line.quantity, likely(line)))
    });
    let (name, all, leftover) = facts.unwrap_or_default();
    let leftover = RwSignal::new(leftover);
    let quantity = RwSignal::new(all);
    let void = move |reason: String| {
        let Some(order) = till.order_id() else { return };
        let quantity = u32::try_from(quantity.get_untracked()).unwrap_or(0);
        till.close_over();
        talk.ask(
            Command::VoidLine {
                order,
                line,
                quantity,
                reason,
                leftover: leftover.get_untracked(),
            },
            move |_| {
                till.line.set(None);
            },
        );
    };
    view! {
        <div class="stack">
            <div class="row">
                <p class="grow strong">{name}</p>
                {(all > 1)
                    .then(|| {
                        view! {
                            <Stepper
                                value=quantity
                                max=all
                                label=Signal::derive(move || {
                                    words.get().common.quantity.to_owned()
                                })
                                testid="void-quantity"
                                on_change=move |count| quantity.set(count)
                            />
                        }
                    })}
            </div>
            <LeftoverChoice leftover />
            <ReasonRows
                ready=reasons
                go=Go {
                    kind: ButtonKind::Danger,
                    word: |words| words.till.void,
                    testid: "reason-other",
                }
                on_reason=void
            />
        </div>
    }
}

/// What most likely becomes of it: what nobody began yet can go back.
pub(crate) fn likely(line: &Line) -> Leftover {
    let untouched = line
        .kitchen
        .is_some_and(|state| state.rank <= KitchenRank::Sent);
    if untouched {
        Leftover::Restocked
    } else {
        Leftover::Wasted
    }
}

/// Whether the food is gone.
#[component]
pub(crate) fn LeftoverChoice(leftover: RwSignal<Leftover>) -> impl IntoView {
    let words = use_words();
    let is = move |one| Signal::derive(move || leftover.get() == one);
    view! {
        <div class="choices two">
            <Button
                pressed=is(Leftover::Wasted)
                testid="void-wasted"
                on_press=move |()| leftover.set(Leftover::Wasted)
            >
                {move || words.get().leftover(Leftover::Wasted)}
            </Button>
            <Button
                pressed=is(Leftover::Restocked)
                testid="void-restocked"
                on_press=move |()| leftover.set(Leftover::Restocked)
            >
                {move || words.get().leftover(Leftover::Restocked)}
            </Button>
        </div>
    }
}
