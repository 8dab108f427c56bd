//! The check: seats, lines under their courses, taxes and the total.

use leptos::prelude::*;
use shared::{
    api::till::OrderView,
    ids::LineId,
    menu::TaxRate,
    money::{Currency, Money},
    order::{Line, RowKind},
    price::TaxRow,
};
use ui_kit::{
    check_line::{CheckLine, LineState, LineView},
    icon::{Icon, IconName},
    keys::{Shortcut, use_key},
    price::{Price, PriceSize},
    states::{Badge, EmptyState},
    tone::Tone,
    words::{Words, use_words},
};

use super::discount::discount_name;
use super::{
    courses::CourseHead,
    rows::{CheckRow, line_state, rows},
};
use crate::{
    order::facts::{SeatBar, ServiceButton},
    pay::elsewhere::is_over,
    state::{Till, use_till},
};

/// The left side of the order screen.
#[component]
pub(crate) fn Check() -> impl IntoView {
    let till = use_till();
    let let_go = Callback::new(move |()| till.line.set(None));
    use_key(Shortcut::unlisted("Escape"), let_go);
    view! {
        <SeatBar />
        <CheckLines pick=Callback::new(move |id| till.line.set(Some(id))) />
        <div class="totals-zone">
            <Totals />
            <ServiceButton />
        </div>
    }
}

/// All lines; a tap on one chooses it.
#[component]
pub(crate) fn CheckLines(
    /// A line was tapped.
    pick: Callback<LineId>,
) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let all = Memo::new(move |_| {
        till.order.with(|view| {
            view.as_ref()
                .map_or_else(Vec::new, |view| rows(&view.order))
        })
    });
    let contested = move || {
        till.order.with(|view| {
            view.as_ref()
                .is_some_and(|view| view.order.contested && view.order.links.crossed.is_empty())
        })
    };
    view! {
        <div class="scroll check-lines" data-testid="check">
            <super::transfer::CrossedMoves />
            <super::scheduled::ScheduledBar />
            <crate::receipts::flags::CheckFlags />
            <Show when=contested>
                <p class="check-warns tone-warn">
                    <Icon name=IconName::Warning />
                    {move || words.get().till.changed_elsewhere}
                </p>
            </Show>
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=move || {
                    view! {
                        <EmptyState
                            icon=IconName::Receipt
                            text=Signal::derive(move || words.get().till.empty_check.to_owned())
                        />
                    }
                }
            >
                <For each=move || all.get() key=|row| *row let:row>
                    {match row {
                        CheckRow::Course(course) => view! { <CourseHead course /> }.into_any(),
                        CheckRow::Line(id, place) => view! { <OneLine id place pick /> }.into_any(),
                    }}
                </For>
            </Show>
        </div>
    }
    .into_any()
}

/// One line, read anew whenever the order changes.
#[component]
fn OneLine(id: LineId, place: usize, pick: Callback<LineId>) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let line = Memo::new(move |_| {
        till.order.with(|view| {
            let found = view.as_ref().and_then(|view| view.order.line(id));
            found
                .map(|line| {
                    let mut seen = line_view(till, words.get(), line);
                    if let Some((view, currency)) = view.as_ref().zip(till.currency()) {
                        let taken = taken_off(view, line.id, currency, words.get());
                        seen.modifiers.extend(taken);
                    }
                    seen
                })
                .unwrap_or_default()
        })
    });
    till.currency().map(|currency| {
        view! {
            <CheckLine
                line=line
                currency
                selected=Signal::derive(move || till.line.get() == Some(id))
                testid=format!("line-{place}")
                on_press=move |()| pick.run(id)
            />
        }
    })
}

/// What a line shows.
fn line_view(till: Till, words: &Words, line: &Line) -> LineView {
    let voided: i64 = line.voids.iter().map(|void| void.quantity).sum();
    let name = till.name(&line.facts.name);
    let variant = line.facts.variant.as_str();
    let rows = till.with_site(|site| line.facts.rows(None, &site.language, site));
    let choices = rows.unwrap_or_default().into_iter().map(|row| {
        let price = row.price.zip(till.currency());
        match (row.kind, price) {
            (RowKind::Weight, Some((price, currency))) => {
                format!("{} × {}", row.plain(), currency.digits(price))
            }
            _ => row.plain(),
        }
    });
    let notes = |allergy: bool| {
        let texts: Vec<_> = line
            .notes
            .iter()
            .filter(|note| note.allergy == allergy)
            .map(|note| note.text.as_str())
            .collect();
        (!texts.is_empty()).then(|| texts.join(" · "))
    };
    let contested = line
        .contested
        .then(|| words.till.line_changed_twice.to_owned());
    let part_sent = line.sent_quantity > 0 && line.unsent_quantity() > 0;
    let partly = part_sent.then(|| words.sent_of(line.sent_quantity, line.quantity));
    let reasons = line
        .voids
        .iter()
        .filter(|_| line.quantity == 0)
        .map(|void| void.reason.clone());
    let state = line_state(line);
    let cooks = matches!(
        state,
        LineState::Sent | LineState::Cooking | LineState::Ready
    );
    let far = cooks.then(|| state.word(words).to_owned());
    LineView {
        quantity: if line.quantity == 0 {
            voided.max(line.moves.units_gone())
        } else {
            line.quantity
        },
        name: if variant.is_empty() {
            name
        } else {
            format!("{name} · {variant}")
        },
        modifiers: choices
            .chain(far)
            .chain(partly)
            .chain(contested)
            .chain(moves(words, line))
            .chain(reasons)
            .collect(),
        note: notes(false),
        allergy: notes(true),
        seat: (line.seat > 0).then_some(line.seat),
        amount: line.amount().unwrap_or(Money::ZERO),
        state,
    }
}

/// Where units of a line went, and where it came from.
fn moves(words: &Words, line: &Line) -> Vec<String> {
    let went = line.moves.to.iter();
    let went = went.map(|one| words.went(one.units, one.to.place()));
    let came = line.moves.from.iter();
    let came = came.map(|one| words.came(one.from.place()));
    let leaving = (line.moves.leaving > 0).then(|| words.moving.leaving.to_owned());
    went.chain(came).chain(leaving).collect()
}

/// What was taken off a line by itself.
fn taken_off(view: &OrderView, line: LineId, currency: Currency, words: &Words) -> Vec<String> {
    let rows = view.totals.discounts.iter();
    rows.filter(|row| row.line == Some(line))
        .map(|row| {
            format!(
                "{} −{}",
                discount_name(row, words),
                currency.digits(row.amount)
            )
        })
        .collect()
}

/// What was taken off the whole check, and the service charge.
fn adjustments(view: &OrderView, currency: Currency, words: &Words) -> Vec<AnyView> {
    let totals = &view.totals;
    let row = |word: String, amount: Money, testid: String| {
        view! {
            <div class="tax-row small" data-testid=testid>
                <span>{word}</span>
                <Price amount currency bare=true />
            </div>
        }
        .into_any()
    };
    let of_check = totals.discounts.iter().filter(|row| row.line.is_none());
    let mut rows: Vec<_> = of_check
        .enumerate()
        .map(|(place, one)| {
            let amount = Money::from_minor(-one.amount.minor());
            row(
                discount_name(one, words),
                amount,
                format!("discount-{place}"),
            )
        })
        .collect();
    if !totals.charge.is_zero() {
        let word = words.price.service_charge.to_owned();
        rows.push(row(word, totals.charge, "charge".to_owned()));
    }
    if !totals.delivery.is_zero() {
        let word = words.money.delivery_fee.to_owned();
        rows.push(row(word, totals.delivery, "delivery-fee".to_owned()));
    }
    if totals.cash_due != totals.due {
        let word = words.price.in_cash.to_owned();
        rows.push(row(word, totals.cash_due, "cash-due".to_owned()));
    }
    rows
}

/// Every tax, the total, and what is still owed; always in sight.
#[component]
pub(crate) fn Totals() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let view = move || till.order.get();
    view! {
        <footer class="totals" data-testid="totals">
            {move || {
                let (view, currency) = view().zip(till.currency())?;
                Some(totals_view(&view, currency, words.get()))
            }}
        </footer>
    }
}

fn totals_view(view: &OrderView, currency: Currency, words: &Words) -> impl IntoView + use<> {
    let totals = &view.totals;
    let overpaid = (!totals.paid_twice.is_zero()).then(|| {
        let twice = currency.format(totals.paid_twice);
        let text = format!("{} · {twice}", words.till.overpaid);
        view! { <p class="check-warns tone-bad" data-testid="overpaid">{text}</p> }
    });
    let held = totals.taxes_held().unwrap_or_default();
    let held = held.iter().map(|row| (row, true));
    let on_top = totals.taxes_on_top.iter().map(|row| (row, false));
    let taxes: Vec<_> = held
        .chain(on_top)
        .map(|(row, is_held)| tax_view(row, is_held, currency, words))
        .collect();
    let part_paid = !totals.paid.is_zero();
    let row = |word: &'static str, amount: Money, testid: &'static str| {
        (!amount.is_zero()).then(|| {
            view! {
                <div class="total-row">
                    <span>{word}</span>
                    <Price amount currency bare=true testid />
                </div>
            }
        })
    };
    let paid = part_paid.then(|| {
        let deposit = Money::from_minor(-totals.deposits.minor());
        view! {
            {row(words.common.total, totals.total, "total")}
            {row(words.deposit(), deposit, "deposit-taken")}
            {row(words.till.paid, totals.paid_beside, "already-paid")}
            {row(words.deposit_left(), totals.deposit_left, "deposit-left")}
        }
    });
    let (word, amount, testid) = if part_paid {
        (words.till.due, totals.due, "still-due")
    } else {
        (words.common.total, totals.total, "total")
    };
    view! {
        {overpaid}
        <div class="taxes">{adjustments(view, currency, words)} {taxes}</div>
        {paid}
        <div class="total-big">
            <span class="soft">{word}</span>
            <Price amount currency size=PriceSize::Large testid />
        </div>
    }
}

fn tax_view(
    row: &TaxRow,
    included: bool,
    currency: Currency,
    words: &Words,
) -> impl IntoView + use<> {
    let word = if included {
        words.till.tax_in_price
    } else {
        words.common.tax
    };
    let label = format!("{word} {} %", percent(row.rate, currency));
    view! {
        <div class="tax-row small" data-testid=format!("tax-{}", row.rate.percent())>
            <span>{label}</span>
            <Price amount=row.tax currency bare=true />
        </div>
    }
}

/// A rate with the decimal mark of the currency's people.
fn percent(rate: TaxRate, currency: Currency) -> String {
    let comma = currency.digits(Money::ZERO).contains(',');
    let text = rate.percent();
    if comma { text.replace('.', ",") } else { text }
}

/// A tag of the shown order: takeaway, or what the hub does not have yet.
#[component]
pub(crate) fn OrderTags() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let waits = move || {
        let waits = till
            .order
            .with(|view| view.as_ref().is_some_and(|view| view.waits_for_hub));
        waits
            && till
                .world
                .with(|world| world.as_ref().is_some_and(|world| !world.together))
    };
    view! {
        <Show when=waits>
            <Badge tone=Tone::Warn testid="waits-for-hub">
                {move || words.get().till.waits_for_hub}
            </Badge>
        </Show>
        <Show when=move || is_over(till)>
            <Badge tone=Tone::Good testid="check-over">
                {move || words.get().money.closed_elsewhere}
            </Badge>
        </Show>
    }
}
