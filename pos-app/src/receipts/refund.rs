//! Money back for a closed check: which pieces, why, and how. The node says what they bring.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::{
    api::till::{Command, RefundPreview, Reply},
    ids::{LineId, OrderId},
    money::Money,
    order::Tender,
    refund::{RefundLine, Refundable},
};
use ui_kit::{
    button::{Button, ButtonKind},
    numpad::Stepper,
    price::Price,
    sheet::Sheet,
    states::Loading,
    words::{Words, use_words},
};

use super::ways::{self, Limits, Preview};
use crate::{
    pay::own::key_of,
    reason::ReasonField,
    state::{Over, use_till},
    talk::Talk,
};

type Chosen = RwSignal<BTreeMap<LineId, i64>>;

/// The sheet; `done` hears of the order when something went back.
#[component]
pub(crate) fn RefundSheet(done: Callback<OrderId>) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let order = move || match till.over.get() {
        Over::Refund(order) => Some(order),
        _ => None,
    };
    view! {
        <Sheet
            open=till.is_over(|over| matches!(over, Over::Refund(_)))
            title=Signal::derive(move || words.get().refund().to_owned())
            testid="refund-sheet"
            on_close=move |()| till.close_over()
        >
            {move || order().map(|order| view! { <RefundForm order done /> })}
        </Sheet>
    }
}

#[component]
fn RefundForm(order: OrderId, done: Callback<OrderId>) -> impl IntoView {
    let talk = Talk::get();
    let till = use_till();
    let words = use_words();
    let chosen: Chosen = RwSignal::new(BTreeMap::new());
    let reason = RwSignal::new(String::new());
    let code = RwSignal::new(String::new());
    let preview = RwSignal::new(None::<RefundPreview>);
    let asked = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let lines = wanted(&chosen.get());
        asked.update_value(|asked| *asked = asked.wrapping_add(1));
        let this = asked.get_value();
        talk.try_ask(Command::PreviewRefund { order, lines }, move |answer| {
            if asked.try_get_value() != Some(this) {
                return;
            }
            match answer {
                Ok(Reply::Refund(found)) => drop(preview.try_set(Some(*found))),
                Ok(_) => {}
                Err(failure) => {
                    talk.say_failure(&failure);
                    till.close_over();
                }
            }
        });
    });
    // Rows stay while their numbers change, or a finger would lose its button.
    let rows = Memo::new(move |_| preview.with(|now| now.as_ref().map(|now| now.lines.clone())));
    let others = ways::others(preview);
    let give = Give {
        order,
        chosen,
        reason,
        code,
        preview,
        done,
    };
    view! {
        <div class="stack">
            <p class="strong">{move || words.get().refund_what()}</p>
            {move || match rows.get() {
                None => view! { <Loading /> }.into_any(),
                Some(rows) => {
                    rows.into_iter()
                        .map(|row| view! { <RefundRow row chosen /> })
                        .collect_view()
                        .into_any()
                }
            }}
            <ReasonField
                value=reason
                ready=|words: &'static Words| words.refund_reasons().to_vec()
                testid="refund-reason"
            />
            <Limits preview code />
            <div class="choices">
                <GiveButton give tender=Tender::Cash />
                <GiveButton give tender=Tender::Card />
                <Show when=move || ways::onto_card(preview)>
                    <GiveButton give tender=Tender::GiftCard />
                </Show>
                <For each=move || others.get() key=|tender| *tender let:tender>
                    <GiveButton give tender />
                </For>
            </div>
        </div>
    }
    .into_any()
}

fn wanted(chosen: &BTreeMap<LineId, i64>) -> Vec<RefundLine> {
    let row = |(line, quantity): (&LineId, &i64)| RefundLine {
        line: *line,
        quantity: u32::try_from(*quantity).unwrap_or(0),
    };
    chosen
        .iter()
        .map(row)
        .filter(|row| row.quantity > 0)
        .collect()
}

#[component]
fn RefundRow(row: Refundable, chosen: Chosen) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let (line, left, sold) = (row.line, row.left, row.sold);
    let name = StoredValue::new(row.name.clone());
    let value =
        Signal::derive(move || chosen.with(|chosen| chosen.get(&line).copied().unwrap_or(0)));
    view! {
        <div class="row" data-testid="refund-line">
            <span class="grow list-title whole">
                <span class="strong">{row.name}</span>
                <span class="small soft">{move || words.get().refund_left(left, sold)}</span>
            </span>
            {till.currency().map(|currency| view! { <Price amount=row.worth currency bare=true /> })}
            {(left > 0)
                .then(|| {
                    view! {
                        <Stepper
                            value
                            min=0
                            max=left
                            label=Signal::derive(move || name.get_value())
                            testid="refund-quantity"
                            on_change=move |count| {
                                chosen
                                    .update(|chosen| {
                                        chosen.insert(line, count);
                                    });
                            }
                        />
                    }
                })}
        </div>
    }
    .into_any()
}

/// What is about to go back.
#[derive(Clone, Copy)]
struct Give {
    order: OrderId,
    chosen: Chosen,
    reason: RwSignal<String>,
    code: RwSignal<String>,
    preview: Preview,
    done: Callback<OrderId>,
}

/// Gives it: the button says how much and how.
#[component]
fn GiveButton(give: Give, tender: Tender) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let Give {
        order,
        chosen,
        reason,
        code,
        preview,
        done,
    } = give;
    let is_chosen = move || chosen.with(|chosen| !wanted(chosen).is_empty());
    let blocked = Signal::derive(move || {
        let words = words.get();
        if !is_chosen() {
            return Some(words.refund_choose().to_owned());
        }
        if let Some(why) = ways::gives_nothing(till, words, preview, tender) {
            return Some(why);
        }
        reason
            .with(|text| text.trim().is_empty())
            .then(|| words.till.reason_needed.to_owned())
    });
    let says = move || {
        let words = words.get();
        if is_chosen() {
            return ways::says(till, words, preview, tender);
        }
        let name = ways::name_of(till, words, preview, tender);
        let digits = till.currency().map(|currency| currency.digits(Money::ZERO));
        words.refund_by(&name, &digits.unwrap_or_default())
    };
    let give = move |()| {
        let lines = chosen.with_untracked(wanted);
        let why = reason.get_untracked().trim().to_owned();
        let way = untrack(|| ways::way_of(preview, tender));
        let what = way.and_then(|way| ways::asked(way, lines, &code.get_untracked(), why));
        let Some(what) = what else { return };
        till.close_over();
        talk.ask(Command::Refund { order, what }, move |_| {
            talk.say_words(|words| words.refund_done().to_owned());
            done.run(order);
        });
    };
    let testid = match tender {
        Tender::GiftCard => "refund-gift-card".to_owned(),
        Tender::Cash | Tender::Card | Tender::Other(_) => format!("refund-{}", key_of(tender)),
    };
    view! {
        <Button kind=ButtonKind::Primary big=true class="grow" blocked testid on_press=give>
            {says}
        </Button>
    }
}
