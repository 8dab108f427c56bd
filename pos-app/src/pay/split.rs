//! The sheet that splits a check: equal shares and seats at one tap, dishes box by box.

use leptos::prelude::*;
use shared::{
    api::till::{Command, Reply, SplitBy},
    money::Money,
    order::Line,
    split::{PARTS_MAX, PartTotals},
};
use ui_kit::{
    button::{Button, ButtonKind},
    entry::entered,
    numpad::{Numpad, Stepper},
    sheet::{Sheet, SheetPlace},
    words::use_words,
};

use super::{
    draft::{Cell, Draft},
    places::{Places, PlacesBar},
    ways::{LastBox, Pads, WaysButton, WaysPad},
};
use crate::{
    state::{Over, Till, use_till},
    talk::Talk,
};

/// Equal shares that are one tap away.
const SHARES: [u32; 7] = [2, 3, 4, 5, 6, 7, 8];

/// The sheet.
#[component]
pub(crate) fn SplitSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::Split)
            title=Signal::derive(move || words.get().split.title.to_owned())
            place=SheetPlace::Whole
            testid="split-sheet"
            on_close=move |()| till.close_over()
        >
            <SplitForm />
        </Sheet>
    }
}

/// Asks the node for a split; the sheet goes when it is done.
pub(super) fn split(till: Till, talk: Talk, by: SplitBy) {
    let Some(order) = till.order_id() else { return };
    talk.ask(Command::Split { order, by }, move |_| till.close_over());
}

#[component]
fn SplitForm() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let lines = Memo::new(move |_| {
        till.order.with(|view| {
            let lines = view
                .as_ref()
                .map_or_else(Vec::new, |view| view.order.lines.clone());
            lines
                .into_iter()
                .filter(|line| line.quantity > 0)
                .collect::<Vec<_>>()
        })
    });
    let is_split = move || {
        till.order
            .with(|view| view.as_ref().is_some_and(|view| view.order.split.is_some()))
    };
    let no_seats = Signal::derive(move || {
        let none = lines.with(|lines| lines.iter().all(|line| line.seat == 0));
        none.then(|| words.get().split.no_seats.to_owned())
    });
    let pads = Pads::new();
    view! {
        <div class="stack">
            <h3>{move || words.get().split.shares}</h3>
            <div class="row">
                {SHARES
                    .into_iter()
                    .map(|ways| {
                        view! {
                            <Button
                                big=true
                                testid=format!("split-{ways}")
                                on_press=move |()| split(till, talk, SplitBy::Shares { ways })
                            >
                                {ways}
                            </Button>
                        }
                    })
                    .collect_view()}
                <WaysButton pads />
                <Button
                    big=true
                    blocked=no_seats
                    testid="split-seat"
                    on_press=move |()| split(till, talk, SplitBy::Seat)
                >
                    {move || words.get().split.by_seat}
                </Button>
                <Show when=is_split>
                    <Button
                        big=true
                        testid="split-whole"
                        on_press=move |()| split(till, talk, SplitBy::Whole)
                    >
                        {move || words.get().split.whole}
                    </Button>
                </Show>
            </div>
            <WaysPad pads />
            <h3>{move || words.get().split.by_dish}</h3>
            <Boxes lines pads />
        </div>
    }
    .into_any()
}

/// A box for each dish and part. The node says what it would come to after each tap.
#[component]
fn Boxes(lines: Memo<Vec<Line>>, pads: Pads) -> impl IntoView {
    let till = use_till();
    let draft = RwSignal::new(till.order.with_untracked(|view| {
        view.as_ref()
            .map_or_else(Draft::default, |view| Draft::of(view))
    }));
    let talk = Talk::get();
    let words = use_words();
    let fixing = pads.fixing;
    let last = RwSignal::new(None::<Cell>);
    let seen = RwSignal::new(Vec::<PartTotals>::new());
    Effect::new(move |_| {
        let by = draft.with(Draft::by);
        let Some(order) = till.order_id() else { return };
        talk.ask(Command::PreviewSplit { order, by }, move |reply| {
            if let Reply::Parts(parts) = reply {
                // The sheet may be gone by then.
                seen.try_set(parts);
            }
        });
    });
    let count = Memo::new(move |_| draft.with(|draft| draft.parts.len()));
    let places = Places::of(count);
    let apply = move |()| split(till, talk, draft.with_untracked(Draft::by));
    view! {
        <p class="soft">{move || words.get().split.tap_boxes}</p>
        <div class="row split-bar">
            <span>{move || words.get().split.more_parts}</span>
            <Stepper
                value=Signal::derive(move || i64::try_from(count.get()).unwrap_or(i64::MAX))
                max=i64::try_from(PARTS_MAX).unwrap_or(i64::MAX)
                label=Signal::derive(move || words.get().split.more_parts.to_owned())
                testid="split-parts"
                on_change=move |count: i64| {
                    fixing.set(None);
                    draft.update(|draft| draft.resize(usize::try_from(count).unwrap_or(1)));
                }
            />
            <LastBox draft last lines />
            <span class="grow"></span>
            <Button
                kind=ButtonKind::Primary
                big=true
                testid="split-apply"
                on_press=apply
            >
                {move || words.get().split.apply}
            </Button>
        </div>
        <PlacesBar places />
        <div class="split-both">
            <div class="scroll-x">
            <table class="split-table">
                <thead>
                    <tr>
                        <th></th>
                        <For each=move || places.shown() key=|place| *place let:place>
                            <PartHead place draft pads seen />
                        </For>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || lines.get() key=|line| line.id let:line>
                        <DishRow line draft last places />
                    </For>
                </tbody>
            </table>
            </div>
            <FixedPad draft fixing />
        </div>
    }
}

/// The number of a part and what it comes to; a tap fixes its amount.
#[component]
fn PartHead(
    place: usize,
    draft: RwSignal<Draft>,
    pads: Pads,
    seen: RwSignal<Vec<PartTotals>>,
) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let amount = move || {
        let amount = seen.with(|parts| parts.get(place).map(|part| part.amount))?;
        Some(till.currency()?.digits(amount))
    };
    let name = move || {
        let seat = draft.with(|draft| draft.parts.get(place).and_then(|part| part.asked.seat));
        seat.map_or_else(
            || (place + 1).to_string(),
            |seat| words.get().seat_part(seat),
        )
    };
    let has_paid = move || draft.with(|draft| draft.parts.get(place).is_some_and(|p| p.has_paid));
    let is_fixed = move || {
        let fixed = draft.with(|draft| draft.parts.get(place).and_then(|part| part.asked.fixed));
        fixed.is_some()
    };
    view! {
        <th>
            <Button
                class="part-head"
                pressed=Signal::derive(move || Some(pads.fixing.get() == Some(place)))
                blocked=Signal::derive(move || {
                    has_paid().then(|| words.get().split.part_paid.to_owned())
                })
                testid=format!("split-head-{}", place + 1)
                on_press=move |()| pads.turn_fixing(place)
            >
                <span>{name} {move || is_fixed().then_some(" =")}</span>
                <span class="small" data-testid=format!("split-sum-{}", place + 1)>
                    {amount}
                </span>
            </Button>
        </th>
    }
}

/// A dish and its boxes.
#[component]
fn DishRow(
    line: Line,
    draft: RwSignal<Draft>,
    last: RwSignal<Option<Cell>>,
    places: Places,
) -> impl IntoView {
    let till = use_till();
    let id = line.id;
    let units = line.quantity;
    let name = format!("{} {}", line.quantity, line.facts.name.first);
    let aria = name.clone();
    let place_of = till.order.with_untracked(|view| {
        let view = view.as_ref()?;
        view.order.lines.iter().position(|one| one.id == id)
    });
    let row = place_of.unwrap_or_default();
    view! {
        <tr>
            <th scope="row">{name}</th>
            <For each=move || places.shown() key=|place| *place let:place>
                <td>
                    <Box cell=(id, place) draft last units row name=aria.clone() />
                </td>
            </For>
        </tr>
    }
}

/// How many shares of a dish a part takes; a dot where the dish is for everybody.
#[component]
fn Box(
    cell: Cell,
    draft: RwSignal<Draft>,
    last: RwSignal<Option<Cell>>,
    units: i64,
    row: usize,
    name: String,
) -> impl IntoView {
    let (id, place) = cell;
    let share = Memo::new(move |_| draft.with(|draft| draft.share(id, place)));
    let says = move || match share.get() {
        None => "·".to_owned(),
        Some(0) => String::new(),
        Some(shares) => shares.to_string(),
    };
    view! {
        <Button
            class="share-box"
            pressed=Signal::derive(move || Some(share.get().is_some_and(|one| one > 0)))
            label=Signal::derive(move || Some(format!("{name}, {}", place + 1)))
            testid=format!("share-{row}-{}", place + 1)
            on_press=move |()| {
                draft.update(|draft| draft.tap(cell, units));
                last.set(Some(cell));
            }
        >
            {says}
        </Button>
    }
}

/// Types the amount that a part pays whatever it had.
#[component]
fn FixedPad(draft: RwSignal<Draft>, fixing: RwSignal<Option<usize>>) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let fixed = move |place: usize| {
        draft.with(|draft| draft.parts.get(place).and_then(|part| part.asked.fixed))
    };
    let on_key = move |key| {
        let Some(place) = fixing.get_untracked() else {
            return;
        };
        draft.update(|draft| {
            let part = draft.parts.get(place).and_then(|part| part.asked.fixed);
            let minor = entered(part.map_or(0, Money::minor), key);
            draft.fix(place, Some(Money::from_minor(minor)));
        });
    };
    let says = move || {
        let place = fixing.get()?;
        let amount = fixed(place).unwrap_or_default();
        let words = words.get();
        let amount = till.currency()?.format(amount);
        Some(format!(
            "{} · {}: {amount}",
            words.part(place + 1, ""),
            words.split.fixed
        ))
    };
    view! {
        <Show when=move || fixing.get().is_some()>
            <section class="fixed-pad stack" data-testid="fixed-pad">
                <p class="strong">{says}</p>
                <Numpad testid="split-pad" on_key />
                <Button
                    testid="fixed-none"
                    on_press=move |()| {
                        if let Some(place) = fixing.get_untracked() {
                            draft.update(|draft| draft.fix(place, None));
                        }
                        fixing.set(None);
                    }
                >
                    {move || words.get().split.no_fixed}
                </Button>
            </section>
        </Show>
    }
}
