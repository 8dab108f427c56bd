//! Single checks: the settled ones of a day or an hour, and one check with its lines.

use leptos::prelude::*;
use shared::{
    ids::OrderId,
    menu::Site,
    money::{Currency, Money},
    order::{FactRow, Line},
    price::Totals,
};
use ui_kit::{
    data_table::{Column, DataTable},
    rows::{Cell, Row},
    sheet::{Sheet, SheetPlace},
    states::{ErrorNote, Loading},
    words::{Words, use_words},
};

use super::{Day, Span};
use crate::{
    desk::Desk,
    hub::{self, CheckRow, OrderView, Trouble},
    time::{day_and_time_text, time_text},
};

/// What a list or a check is now.
type Asked<T> = RwSignal<Option<Result<T, Trouble>>>;

/// Settled checks of a day or an hour. A tap shows one, in place of the list.
#[component]
pub(super) fn ClosedSheet(day: Day) -> impl IntoView {
    let words = use_words();
    let title = Signal::derive(move || {
        let hour = day
            .span
            .with(|span| span.as_ref().map(|span| span.title.clone()));
        match hour.filter(|hour| !hour.is_empty()) {
            Some(hour) => format!("{} · {hour}", words.get().dashboard.closed_checks),
            None => words.get().dashboard.closed_checks.to_owned(),
        }
    });
    let open = Signal::derive(move || day.span.with(Option::is_some));
    view! {
        <Sheet
            open
            title
            place=SheetPlace::Right
            testid="closed-sheet"
            on_close=move |()| day.span.set(None)
        >
            <ClosedList day />
        </Sheet>
    }
}

#[component]
fn ClosedList(day: Day) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let told: Asked<Vec<CheckRow>> = RwSignal::new(None);
    desk.ask(hub::closed_checks(), move |answer| {
        drop(told.try_set(Some(answer)));
    });
    let columns = Signal::derive(move || {
        let words = words.get();
        vec![
            Column::text(words.common.order),
            Column::text(words.common.table),
            Column::number(words.dashboard.closed_at),
            Column::number(words.dashboard.covers),
            Column::number(words.common.total),
        ]
    });
    let currency = currency(day);
    let rows = Memo::new(move |_| {
        let span = day.span.get();
        told.with(|told| match (told, span, currency) {
            (Some(Ok(checks)), Some(span), Some(currency)) => desk.site.with(|site| {
                closed_rows(
                    checks,
                    &span,
                    currency,
                    site.as_ref().map(|facts| &facts.site),
                )
            }),
            _ => Vec::new(),
        })
    });
    let show = Callback::new(move |id: String| {
        day.span.set(None);
        day.check.set(id.parse().ok());
    });
    move || match told.with(|told| told.as_ref().map(|told| told.as_ref().err().cloned())) {
        None => view! { <Loading /> }.into_any(),
        Some(Some(trouble)) => {
            let what = Signal::derive(move || trouble.text(words.get()));
            view! { <ErrorNote what /> }.into_any()
        }
        Some(None) => {
            let label = Signal::derive(move || words.get().dashboard.closed_checks.to_owned());
            view! {
                <DataTable columns rows file="closed-checks" label testid="closed-checks" on_row=show />
            }
            .into_any()
        }
    }
}

fn closed_rows(
    checks: &[CheckRow],
    span: &Span,
    currency: Currency,
    site: Option<&Site>,
) -> Vec<Row> {
    let row = |check: &CheckRow| {
        let closed_at_ms = check
            .closed_at_ms
            .filter(|at| (span.from_ms..span.to_ms).contains(at))?;
        let place = check.table.clone().unwrap_or_else(|| check.tab.clone());
        Some(Row {
            id: check.order.to_string(),
            cells: vec![
                Cell::text(check.number.clone()),
                Cell::text(place),
                Cell::sorted(closed_at_ms, time_text(closed_at_ms, site)),
                Cell::number(i64::from(check.guests)),
                Cell::money(currency, check.total),
            ],
        })
    };
    checks.iter().filter_map(row).collect()
}

fn currency(day: Day) -> Option<Currency> {
    day.today
        .told
        .with_untracked(|today| today.as_ref().map(|today| today.currency))
}

/// One check: its lines, what it costs, how it was paid.
#[component]
pub(super) fn CheckSheet(day: Day) -> impl IntoView {
    let words = use_words();
    let told: Asked<OrderView> = RwSignal::new(None);
    let title = Signal::derive(move || {
        told.with(|told| match told {
            Some(Ok(view)) => title_of(view, words.get()),
            _ => words.get().till.check.to_owned(),
        })
    });
    let open = Signal::derive(move || day.check.with(Option::is_some));
    view! {
        <Sheet
            open
            title
            place=SheetPlace::Right
            testid="check-sheet"
            on_close=move |()| day.check.set(None)
        >
            {move || day.check.get().map(|order| view! { <CheckBody day order told /> })}
        </Sheet>
    }
}

fn title_of(view: &OrderView, words: &Words) -> String {
    let order = &view.order;
    match (&order.table, order.tab.as_str()) {
        (Some(table), _) => format!("{} · {}", words.table(table), order.number),
        (None, "") => order.number.clone(),
        (None, tab) => format!("{tab} · {}", order.number),
    }
}

#[component]
fn CheckBody(day: Day, order: OrderId, told: Asked<OrderView>) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    told.set(None);
    desk.ask(hub::order(order), move |answer| {
        drop(told.try_set(Some(answer)));
    });
    let currency = currency(day);
    move || match (told.get(), currency) {
        (Some(Ok(view)), Some(currency)) => view! { <Check view currency /> }.into_any(),
        (Some(Err(trouble)), _) => {
            let what = Signal::derive(move || trouble.text(words.get()));
            view! { <ErrorNote what /> }.into_any()
        }
        _ => view! { <Loading /> }.into_any(),
    }
}

#[component]
fn Check(view: OrderView, currency: Currency) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let OrderView { order, totals } = view;
    let (opened_at_ms, closed_at_ms, guests) =
        (order.opened_at_ms, order.closed_at_ms, order.guests);
    let site = desk.site.get_untracked().map(|facts| facts.site);
    let when = move || {
        let words = words.get();
        let opened = day_and_time_text(opened_at_ms, site.as_ref());
        let closed = closed_at_ms.map(|at_ms| {
            format!(
                " · {} {}",
                words.dashboard.closed_at,
                day_and_time_text(at_ms, site.as_ref())
            )
        });
        let guests = words.guests(i64::from(guests));
        format!(
            "{} {opened}{} · {guests}",
            words.dashboard.opened,
            closed.unwrap_or_default()
        )
    };
    let payments = order.payments.clone();
    view! {
        <p class="soft">{when}</p>
        <ul class="check-lines">
            {order.lines.into_iter().map(|line| view! { <CheckLine line currency /> }).collect_view()}
        </ul>
        <TotalsList totals currency />
        <ul class="check-payments">
            {payments
                .into_iter()
                .map(|paid| {
                    let name = paid.named.map(|name| name.first);
                    let says = move || words.get().tender_called(paid.tender, name.as_deref());
                    view! {
                        <li class="total-row">
                            <span class="grow">{says}</span>
                            <span class="number">{currency.format(paid.amount)}</span>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

#[component]
fn CheckLine(line: Line, currency: Currency) -> impl IntoView {
    let words = use_words();
    // A sum that does not fit was refused when the line was made.
    let amount = line.amount().unwrap_or_default();
    let variant = line.facts.variant.clone();
    let name = if variant.is_empty() {
        line.facts.name.first.clone()
    } else {
        format!("{} · {variant}", line.facts.name.first)
    };
    let under: Vec<String> = line
        .facts
        .own_rows(words.get_untracked().language.code())
        .iter()
        .map(FactRow::plain)
        .chain(line.notes.iter().map(|note| format!("«{}»", note.text)))
        .collect();
    let voided = line
        .voids
        .iter()
        .map(|void| (void.quantity, void.reason.clone()))
        .collect::<Vec<_>>();
    view! {
        <li class="check-row">
            <span class="number">{line.quantity}</span>
            <span class="grow">
                {name}
                {(!under.is_empty()).then(|| view! { <span class="soft small check-under">{under.join(", ")}</span> })}
                {voided
                    .into_iter()
                    .map(|(quantity, reason)| {
                        view! {
                            <span class="small check-under check-void">
                                {move || format!("{} {quantity} · {reason}", words.get().till.voided)}
                            </span>
                        }
                    })
                    .collect_view()}
            </span>
            <span class="number">{currency.digits(amount)}</span>
        </li>
    }
}

#[component]
fn TotalsList(totals: Totals, currency: Currency) -> impl IntoView {
    let words = use_words();
    let row = move |name: Signal<String>, amount, strong: bool| {
        view! {
            <li class="total-row" class:strong=strong>
                <span class="grow">{move || name.get()}</span>
                <span class="number">{currency.format(amount)}</span>
            </li>
        }
    };
    let word = move |pick: fn(&Words) -> &'static str| {
        Signal::derive(move || pick(words.get()).to_owned())
    };
    let taxes = totals
        .taxes
        .iter()
        .map(|tax| {
            let percent = tax.rate.percent();
            let name = Signal::derive(move || format!("{} {percent} %", words.get().common.tax));
            row(name, tax.tax, false)
        })
        .collect_view();
    let discount = Money::from_minor(-totals.discount.minor());
    let deposit = Money::from_minor(-totals.deposits.minor());
    let (left, twice) = (totals.deposit_left, totals.paid_twice);
    let (charge, fee, rounding) = (totals.charge, totals.delivery, totals.rounding);
    view! {
        <ul class="totals">
            {(!discount.is_zero()).then(|| row(word(|w| w.price.discounts), discount, false))}
            {(!fee.is_zero()).then(|| row(word(|w| w.money.delivery_fee), fee, false))}
            {(!charge.is_zero()).then(|| row(word(|w| w.price.service_charge), charge, false))}
            {taxes}
            {row(word(|words| words.common.total), totals.total, true)}
            {(!rounding.is_zero()).then(|| row(word(|w| w.price.rounding), rounding, false))}
            {(!totals.tips.is_zero()).then(|| row(word(|w| w.dashboard.tips), totals.tips, false))}
            {(!deposit.is_zero()).then(|| row(word(Words::deposit), deposit, false))}
            {(!left.is_zero()).then(|| row(word(Words::deposit_left), left, false))}
            {(!totals.due.is_zero()).then(|| row(word(|w| w.till.due), totals.due, true))}
            {(!twice.is_zero()).then(|| row(word(|w| w.till.overpaid), twice, true))}
        </ul>
    }
}
