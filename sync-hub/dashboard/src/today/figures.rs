//! The large figures of the day, against the same weekday of last week.

use leptos::prelude::*;
use shared::{
    api::hub::{DaySummary, Today},
    money::{Currency, Money},
    time::MINUTE_MS,
};
use ui_kit::{
    chart::Bar,
    icon::{Icon, IconName},
    tone::Tone,
    words::use_words,
};

use super::{Day, Span};

/// The day against another one: the change in whole per cent, if there was anything before.
fn change_percent(now: Money, before: Money) -> Option<i64> {
    let difference = now.minor().checked_sub(before.minor())?;
    difference.checked_mul(100)?.checked_div(before.minor())
}

/// What one check makes on average.
fn average(sales: Money, orders: u32) -> Option<Money> {
    sales
        .minor()
        .checked_div(i64::from(orders))
        .map(Money::from_minor)
}

/// Fewer hours than this would make bars as wide as a wall.
const HOURS_MIN: usize = 16;

/// The bars of the hours in which anything was sold, on this day or a week before, and of as many
/// round them as make a chart.
pub(super) fn bars(today: &Today) -> Vec<Bar> {
    let before = &today.last_week.by_hour;
    let all: Vec<Bar> = today
        .today
        .by_hour
        .iter()
        .map(|row| {
            let past = before
                .iter()
                .find(|old| old.hour == row.hour)
                .map(|old| old.sales);
            Bar {
                name: format!("{:02}", row.hour),
                value: row.sales.minor(),
                text: today.currency.format(row.sales),
                before: past.filter(|past| !past.is_zero()).map(Money::minor),
            }
        })
        .collect();
    let sold = |bar: &Bar| bar.value != 0 || bar.before.is_some();
    match (all.iter().position(sold), all.iter().rposition(sold)) {
        (Some(first), Some(last)) => {
            let (first, count) = widened(first, last, all.len());
            all.into_iter().skip(first).take(count).collect()
        }
        _ => Vec::new(),
    }
}

/// Where a chart begins and how many bars it has, so that it shows `first` to `last` and is wide
/// enough.
fn widened(first: usize, last: usize, all: usize) -> (usize, usize) {
    let count = (last + 1 - first).max(HOURS_MIN).min(all);
    let room = (count - (last + 1 - first)) / 2;
    (first.saturating_sub(room).min(all - count), count)
}

/// The moments between which a day lies.
pub(super) fn span_of(day: &DaySummary, title: String) -> Span {
    let from_ms = day.by_hour.first().map_or(0, |row| row.starts_at_ms);
    Span {
        from_ms,
        to_ms: i64::MAX,
        title,
    }
}

/// The figures.
#[component]
pub(super) fn Figures(day: Day) -> impl IntoView {
    let words = use_words();
    let open_day = Callback::new(move |()| {
        let span = day
            .today
            .told
            .with_untracked(|t| t.as_ref().map(|t| span_of(&t.today, String::new())));
        day.span.set(span);
    });
    let amount = move |pick: fn(&Today) -> Option<Money>| {
        Signal::derive(move || {
            day.today.told.with(|today| {
                let today = today.as_ref()?;
                pick(today).map(|amount| today.currency.format(amount))
            })
        })
    };
    let count = move |pick: fn(&Today) -> u32| {
        Signal::derive(move || {
            day.today
                .told
                .with(|t| t.as_ref().map(|t| pick(t).to_string()))
        })
    };
    view! {
        <section class="figures">
            <SalesFigure day open_day />
            <Figure
                name=Signal::derive(move || words.get().dashboard.checks)
                value=count(|today| today.today.orders)
                testid="figure-checks"
                on_open=open_day
            />
            <Figure
                name=Signal::derive(move || words.get().dashboard.covers)
                value=count(|today| today.today.guests)
                testid="figure-covers"
                on_open=open_day
            />
            <Figure
                name=Signal::derive(move || words.get().dashboard.average_check)
                value=amount(|today| average(today.today.sales, today.today.orders))
                testid="figure-average"
                on_open=open_day
            />
            <Figure
                name=Signal::derive(move || words.get().dashboard.tips)
                value=amount(|today| Some(today.tips))
                testid="figure-tips"
                on_open=open_day
            />
            <CardsFigure
                day
                name=Signal::derive(move || words.get().money.gift_cards_sold)
                amount=|today| today.gift_cards
                testid="figure-gift-cards"
                open_day
            />
            <CardsFigure
                day
                name=Signal::derive(move || words.get().money.owed_on_cards)
                amount=|today| today.owed_on_cards
                testid="figure-owed-on-cards"
                open_day
            />
            <DueFigure day />
        </section>
    }
}

/// A figure about gift cards; where it is nothing nobody reads of them.
#[component]
fn CardsFigure(
    day: Day,
    #[prop(into)] name: Signal<&'static str>,
    amount: fn(&Today) -> Money,
    testid: &'static str,
    open_day: Callback<()>,
) -> impl IntoView {
    let shown = Signal::derive(move || {
        day.today.told.with(|today| {
            let today = today.as_ref()?;
            let amount = amount(today);
            (!amount.is_zero()).then(|| today.currency.format(amount))
        })
    });
    view! {
        <Show when=move || shown.with(Option::is_some)>
            <Figure name value=shown testid on_open=open_day />
        </Show>
    }
}

/// What guests still owe, and how long the oldest check has been open.
#[component]
fn DueFigure(day: Day) -> impl IntoView {
    let words = use_words();
    let due = Signal::derive(move || {
        day.open
            .told
            .with(|open| open.as_ref().map(|open| open.currency.format(open.due)))
    });
    let oldest = Signal::derive(move || {
        day.open.told.with(|open| {
            let open = open.as_ref()?;
            let count = i64::try_from(open.checks.len()).ok()?;
            let oldest_ms = open.checks.iter().map(|check| check.age_ms).max()?;
            Some(words.get().open_and_oldest(count, oldest_ms / MINUTE_MS))
        })
    });
    view! {
        <Figure
            name=Signal::derive(move || words.get().dashboard.due_now)
            value=due
            more=oldest
            testid="figure-due"
            on_open=Callback::new(move |()| super::tables::scroll_to_open())
        />
    }
}

/// One figure; a tap opens its rows.
#[component]
fn Figure(
    name: Signal<&'static str>,
    value: Signal<Option<String>>,
    #[prop(optional, into)] more: Signal<Option<String>>,
    testid: &'static str,
    on_open: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class="figure panel" data-testid=testid on:click=move |_| on_open.run(())>
            <span class="figure-name soft">{move || name.get()}</span>
            <span class="figure-value">{move || value.get().unwrap_or_else(|| "–".to_owned())}</span>
            {move || more.get().map(|more| view! { <span class="soft small">{more}</span> })}
        </button>
    }
}

/// The sales of the day so far, and how they stand to last week at this time.
#[component]
fn SalesFigure(day: Day, open_day: Callback<()>) -> impl IntoView {
    let words = use_words();
    let facts = Memo::new(move |_| {
        day.today.told.with(|today| {
            today
                .as_ref()
                .map(|t| (t.currency, t.today.sales, t.last_week_sales_so_far))
        })
    });
    let sales = move || {
        facts
            .get()
            .map(|(currency, sales, _)| currency.format(sales))
    };
    let against = move || {
        facts
            .get()
            .map(|(currency, now, before)| view! { <Against currency now before /> })
    };
    view! {
        <button
            type="button"
            class="figure main panel"
            data-testid="figure-sales"
            on:click=move |_| open_day.run(())
        >
            <span class="figure-name soft">{move || words.get().dashboard.sales_today}</span>
            <span class="figure-value" data-testid="sales-today">{sales}</span>
            {against}
        </button>
    }
}

#[component]
fn Against(currency: Currency, now: Money, before: Money) -> impl IntoView {
    let words = use_words();
    let (tone, icon) = if now < before {
        (Tone::Warn, IconName::Down)
    } else {
        (Tone::Good, IconName::Up)
    };
    match change_percent(now, before) {
        None => view! { <span class="soft small">{move || words.get().dashboard.no_before}</span> }.into_any(),
        Some(percent) => view! {
            <span class="figure-against" data-testid="against">
                <span class=format!("badge {}", tone.class())>
                    <Icon name=icon />
                    {format!("{percent:+} %")}
                </span>
                <span class="soft small">
                    {move || format!("{} {}", currency.format(before), words.get().dashboard.versus_before)}
                </span>
            </span>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use shared::api::hub::HourRow;

    use super::*;

    fn day(sales: &[(u32, i64)]) -> DaySummary {
        let row = |hour: u32| HourRow {
            hour,
            starts_at_ms: i64::from(hour) * 3_600_000,
            sales: Money::from_minor(sales.iter().find(|s| s.0 == hour).map_or(0, |s| s.1)),
            orders: 0,
            guests: 0,
        };
        DaySummary {
            day: "2026-11-21".to_owned(),
            sales: Money::ZERO,
            orders: 0,
            guests: 0,
            by_hour: (0..24).map(row).collect(),
        }
    }

    fn shown(now: &[(u32, i64)], before: &[(u32, i64)]) -> Vec<String> {
        let today = Today {
            currency: Currency::from_code("EUR").unwrap(),
            now_ms: 0,
            today: day(now),
            last_week: day(before),
            last_week_sales_so_far: Money::ZERO,
            by_item: Vec::new(),
            by_tender: Vec::new(),
            by_tax: Vec::new(),
            tips: Money::ZERO,
            rounding: Money::ZERO,
            deposits_taken: Money::ZERO,
            owed_on_cards: Money::ZERO,
            gift_cards: Money::ZERO,
        };
        bars(&today).into_iter().map(|bar| bar.name).collect()
    }

    #[test]
    fn a_day_without_sales_has_no_chart() {
        assert_eq!(shown(&[], &[]), Vec::<String>::new());
    }

    #[test]
    fn the_chart_holds_every_hour_that_sold_and_is_never_narrow() {
        for (now, before) in [(12, 14), (0, 0), (23, 23), (0, 23)] {
            let names = shown(&[(now, 500)], &[(before, 1)]);
            assert!(names.len() >= HOURS_MIN, "{names:?}");
            for hour in [now, before] {
                assert!(names.contains(&format!("{hour:02}")), "{names:?}");
            }
        }
    }

    #[test]
    fn a_day_is_compared_in_whole_per_cent_and_not_with_nothing() {
        let change =
            |now, before| change_percent(Money::from_minor(now), Money::from_minor(before));
        assert_eq!(change(110, 100), Some(10));
        assert_eq!(change(50, 200), Some(-75));
        assert_eq!(change(50, 0), None);
    }

    #[test]
    fn no_check_has_no_average() {
        assert_eq!(average(Money::from_minor(900), 0), None);
        assert_eq!(
            average(Money::from_minor(900), 4),
            Some(Money::from_minor(225))
        );
    }
}
