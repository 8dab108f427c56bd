//! Days, months and years that are over: what the journal says was sold, to read and to print.

use leptos::prelude::*;
use shared::{
    api::till::{Command, EarlierAsked, Reply},
    closure::{Closure, Period, Sums, TenderSum, TenderSums},
    money::{Currency, Money},
};
use ui_kit::{
    button::Button,
    icon::{Icon, IconName},
    price::Price,
    sheet::Sheet,
    states::{EmptyState, Loading},
    tabs::{Tab, Tabs, TabsLook},
    words::use_words,
};

use crate::{
    state::{Over, use_till},
    talk::Talk,
};

/// Opens the list.
#[component]
pub(crate) fn ClosuresButton() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Button testid="closures" on_press=move |()| till.over.set(Over::Closures)>
            <Icon name=IconName::Lock />
            {move || words.get().closures()}
        </Button>
    }
}

/// The list, and the one that was tapped.
#[component]
pub(crate) fn ClosuresSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::Closures)
            title=Signal::derive(move || words.get().closures().to_owned())
            testid="closures-sheet"
            on_close=move |()| till.close_over()
        >
            <Closures />
        </Sheet>
    }
}

#[component]
fn Closures() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let found = RwSignal::new(None::<Vec<Closure>>);
    let chosen = RwSignal::new(None::<(Period, u64)>);
    let shown = RwSignal::new(Period::Day);
    talk.try_ask(Command::Closures, move |answer| match answer {
        Ok(Reply::Closures(all)) => drop(found.try_set(Some(all))),
        Ok(_) => {}
        Err(failure) => {
            talk.say_failure(&failure);
            till.close_over();
        }
    });
    let list = move |all: Vec<Closure>, currency: Currency| {
        // Months and years stand behind sixty days: each kind has a list of its own.
        let period = shown.get();
        let oldest = oldest_of(&all, period).filter(|(_, number)| *number > 1);
        let rows = all.into_iter().filter(|one| one.period == period);
        let rows = rows.enumerate().map(|(place, closure)| {
            view! { <ClosureRow closure place chosen currency /> }
        });
        view! {
            <div>{rows.collect_view()}</div>
            {oldest.map(|(period, before)| view! { <Older found period before /> })}
        }
    };
    view! {
        <div class="stack">
            <Periods found shown />
            {move || match (found.get(), till.currency()) {
                (None, _) | (_, None) => view! { <Loading /> }.into_any(),
                (Some(all), _) if all.is_empty() => {
                    let text = Signal::derive(move || words.get().closures_empty().to_owned());
                    view! { <EmptyState icon=IconName::Lock text /> }.into_any()
                }
                (Some(all), Some(currency)) => list(all, currency).into_any(),
            }}
        </div>
    }
    .into_any()
}

/// Chooses days, months or years, once there is more than days.
#[component]
fn Periods(found: RwSignal<Option<Vec<Closure>>>, shown: RwSignal<Period>) -> impl IntoView {
    let words = use_words();
    let tabs = move || {
        let words = words.get();
        let has_some = |period: &Period| {
            found.with(|all| all.iter().flatten().any(|one| one.period == *period))
        };
        let tab = |period: Period| Tab::new(period.word(), words.periods(period));
        let some = Period::ALL.into_iter().filter(has_some);
        some.map(tab).collect::<Vec<_>>()
    };
    let is_choice = move || tabs().len() > 1;
    let select = move |id: String| {
        if let Some(period) = Period::ALL.into_iter().find(|one| one.word() == id) {
            shown.set(period);
        }
    };
    view! {
        <Show when=is_choice>
            <Tabs
                tabs=Signal::derive(tabs)
                selected=Signal::derive(move || shown.get().word().to_owned())
                look=TabsLook::Segments
                label=Signal::derive(move || words.get().closures().to_owned())
                testid="closure-periods"
                on_select=select
            />
        </Show>
    }
}

/// The oldest closure of a kind that is listed.
fn oldest_of(all: &[Closure], period: Period) -> Option<(Period, u64)> {
    let numbers = all.iter().filter(|one| one.period == period);
    numbers
        .map(|one| one.number)
        .min()
        .map(|number| (period, number))
}

/// Adds the closures before the oldest one of its kind.
#[component]
fn Older(found: RwSignal<Option<Vec<Closure>>>, period: Period, before: u64) -> impl IntoView {
    let talk = Talk::get();
    let words = use_words();
    let older = move |()| {
        let asked = EarlierAsked::Closures { period, before };
        talk.ask(Command::Earlier(asked), move |reply| {
            if let Reply::Closures(earlier) = reply {
                found.try_update(|all| add_earlier(all.as_mut()?, (period, before), earlier));
            }
        });
    };
    view! {
        <div class="pad">
            <Button testid=format!("older-{}", period.word()) on_press=older>
                {move || words.get().till.older}
            </Button>
        </div>
    }
    .into_any()
}

/// Puts earlier closures behind the oldest one that was listed when they were asked for.
fn add_earlier(all: &mut Vec<Closure>, after: (Period, u64), earlier: Vec<Closure>) -> Option<()> {
    if oldest_of(all, after.0) != Some(after) {
        return None;
    }
    let place = all
        .iter()
        .position(|one| (one.period, one.number) == after)?;
    let rest = all.split_off(place + 1);
    all.extend(earlier);
    all.extend(rest);
    Some(())
}

/// One closure; a tap opens its figures below it, another one closes them.
#[component]
fn ClosureRow(
    closure: Closure,
    place: usize,
    chosen: RwSignal<Option<(Period, u64)>>,
    currency: Currency,
) -> impl IntoView {
    let words = use_words();
    let (period, number, sold) = (closure.period, closure.number, closure.sums.sold);
    let of = closure.of.clone();
    let closure = StoredValue::new(closure);
    let is_chosen = move || chosen.get() == Some((period, number));
    view! {
        <button
            type="button"
            class="list-row"
            aria-expanded=move || if is_chosen() { "true" } else { "false" }
            data-testid=format!("closure-{place}")
            on:click=move |_| chosen.set((!is_chosen()).then_some((period, number)))
        >
            <span class="list-title">
                <span class="strong">{of}</span>
                <span class="small soft">{move || words.get().closure(period, number)}</span>
            </span>
            <Price amount=sold currency bare=true />
        </button>
        <Show when=is_chosen>
            <Figures closure=closure.get_value() currency />
        </Show>
    }
}

#[component]
fn Figures(closure: Closure, currency: Currency) -> impl IntoView {
    let talk = Talk::get();
    let words = use_words();
    let (period, number) = (closure.period, closure.number);
    let print = move |()| {
        talk.ask(Command::PrintClosure { period, number }, move |_| {
            talk.say(|words| words.till.report_printed);
        });
    };
    view! {
        <div class="stack pad" data-testid="closure-figures">
            <SumsTable sums=closure.sums currency />
            <TendersTable rows=closure.tenders.unwrap_or_default() currency />
            <h3>{move || words.get().perpetual()}</h3>
            <SumsTable sums=closure.perpetual currency />
            <Button testid="print-closure" on_press=print>
                <Icon name=IconName::Printer />
                {move || words.get().common.print}
            </Button>
        </div>
    }
    .into_any()
}

/// What was paid with each tender, and below it what went back, tips, rounding and change.
#[component]
fn TendersTable(rows: TenderSums, currency: Currency) -> impl IntoView {
    let words = use_words();
    let row = move |row: TenderSum| {
        let named = row.named.clone();
        let name = move || words.get().tender_called(row.tender, named.as_deref());
        let below = move || {
            let words = words.get();
            let rows = [
                (words.till.refunds, row.returned),
                (words.till.tip, row.tips),
                (words.price.rounding, row.rounding),
                (words.till.change, row.change),
            ];
            let there = rows.into_iter().filter(|(_, amount)| !amount.is_zero());
            let row = |(word, amount)| {
                view! {
                    <tr>
                        <td class="soft">{word}</td>
                        <td></td>
                        <td class="number">
                            <Price amount currency bare=true />
                        </td>
                    </tr>
                }
            };
            there.map(row).collect_view()
        };
        view! {
            <tr>
                <td>{name}</td>
                <td class="number">{row.payments}</td>
                <td class="number">
                    <Price amount=row.paid currency bare=true />
                </td>
            </tr>
            {below}
        }
    };
    (!rows.is_empty()).then(|| {
        view! {
            <table class="report" data-testid="closure-tenders">
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        }
    })
}

#[component]
fn SumsTable(sums: Sums, currency: Currency) -> impl IntoView {
    let words = use_words();
    let amount = move |amount: Money| view! { <Price amount currency bare=true /> };
    let rates = sums.rates.into_iter().map(|row| {
        let sold = format!("{} %", row.rate.percent());
        let back = !row.refunded_net.is_zero() || !row.refunded_tax.is_zero();
        view! {
            <tr>
                <td>{move || words.get().common.tax} " " {sold.clone()}</td>
                <td class="number">{amount(row.sold_net)}</td>
                <td class="number">{amount(row.sold_tax)}</td>
            </tr>
            {back
                .then(|| {
                    view! {
                        <tr>
                            <td>{move || words.get().till.refunds} " " {sold}</td>
                            <td class="number">{amount(row.refunded_net)}</td>
                            <td class="number">{amount(row.refunded_tax)}</td>
                        </tr>
                    }
                })}
        }
    });
    view! {
        <table class="report">
            <tbody>
                <tr class="strong">
                    <td>{move || words.get().till.sales}</td>
                    <td></td>
                    <td class="number">{amount(sums.sold)}</td>
                </tr>
                <tr>
                    <td>{move || words.get().till.refunds}</td>
                    <td></td>
                    <td class="number">{amount(sums.refunded)}</td>
                </tr>
                <tr>
                    <td>{move || words.get().checks_settled()}</td>
                    <td></td>
                    <td class="number">{sums.checks}</td>
                </tr>
                {rates.collect_view()}
                {move || {
                    let rows = words.get().deposit_rows(&sums.deposits);
                    rows.into_iter()
                        .map(|(word, sum)| {
                            view! {
                                <tr>
                                    <td>{word}</td>
                                    <td></td>
                                    <td class="number">{amount(sum)}</td>
                                </tr>
                            }
                        })
                        .collect_view()
                }}
            </tbody>
        </table>
    }
    .into_any()
}
