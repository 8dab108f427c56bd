//! Money back for a closed check: which pieces, why, and how. The node says what they bring.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::{
    api::till::{Command, RefundAsked, RefundPreview, Reply},
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

use crate::{
    pay::own::key_of,
    reason::ReasonField,
    state::{Over, Till, use_till},
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
    let others = Memo::new(move |_| {
        let all = preview.with(|now| now.as_ref().map(|now| now.others.clone()));
        let all = all.unwrap_or_default().into_iter();
        all.map(|back| back.tender).collect::<Vec<_>>()
    });
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
            <div class="row">
                <GiveButton order tender=Tender::Cash chosen reason preview done />
                <GiveButton order tender=Tender::Card chosen reason preview done />
                <Show when=move || {
                    preview.with(|now| now.as_ref().is_some_and(|now| now.card.is_some()))
                }>
                    <GiveButton order tender=Tender::GiftCard chosen reason preview done />
                </Show>
            </div>
            <div class="own-tenders">
                <For each=move || others.get() key=|tender| *tender let:tender>
                    <GiveButton order tender chosen reason preview done />
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
            <span class="grow list-title">
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

/// The name that a tender of the restaurant's own had when it paid, and the most that goes back.
fn back_with(
    till: Till,
    preview: RwSignal<Option<RefundPreview>>,
    tender: Tender,
) -> Option<(String, Money)> {
    preview.with(|now| {
        let back = now
            .as_ref()?
            .others
            .iter()
            .find(|back| back.tender == tender)?;
        Some((till.name(&back.name), back.most))
    })
}

fn more_than_it_paid(
    till: Till,
    preview: RwSignal<Option<RefundPreview>>,
    tender: Tender,
    words: &Words,
) -> Option<String> {
    let (name, most) = back_with(till, preview, tender)?;
    let wanted = preview.with(|now| now.as_ref().map(|now| now.refund.amount))?;
    let currency = till.currency()?;
    (wanted > most).then(|| words.paid_less(&name, &currency.format(most)))
}

/// Gives it: the button says how much and how.
#[component]
fn GiveButton(
    order: OrderId,
    tender: Tender,
    chosen: Chosen,
    reason: RwSignal<String>,
    preview: RwSignal<Option<RefundPreview>>,
    done: Callback<OrderId>,
) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let blocked = Signal::derive(move || {
        let words = words.get();
        if chosen.with(|chosen| wanted(chosen).is_empty()) {
            return Some(words.refund_choose().to_owned());
        }
        if let Some(why) = more_than_it_paid(till, preview, tender, words) {
            return Some(why);
        }
        reason
            .with(|text| text.trim().is_empty())
            .then(|| words.till.reason_needed.to_owned())
    });
    let says = move || {
        let words = words.get();
        let name = back_with(till, preview, tender).map(|(name, _)| name);
        let word = words.tender_called(tender, name.as_deref());
        let amount = preview.with(|now| {
            now.as_ref().map(|now| match tender {
                Tender::Cash => now.in_cash,
                Tender::Card | Tender::GiftCard | Tender::Other(_) => now.refund.amount,
            })
        });
        let digits = amount.zip(till.currency());
        let digits = digits.map(|(amount, currency)| currency.digits(amount));
        words.refund_by(&word, &digits.unwrap_or_default())
    };
    let give = move |()| {
        let what = RefundAsked::Lines {
            lines: chosen.with_untracked(wanted),
            tender,
            reason: reason.get_untracked().trim().to_owned(),
        };
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
