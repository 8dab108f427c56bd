//! Orders for later: when they should be ready, and when the kitchen hears of them.

use leptos::prelude::*;
use shared::{
    api::till::{Command, Reply, ScheduleAsked},
    serving::Portion,
    time::{DAY_MS, MINUTE_MS},
};
use ui_kit::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    sheet::{Sheet, SheetPlace},
    words::{Words, use_words},
};

use crate::{
    clock,
    state::{Over, Till, use_till},
    talk::Talk,
};

/// Times are said in steps of so many minutes.
const STEP_MIN: i64 = 5;
/// «In so many minutes», each a button.
const SOON_MIN: [i64; 5] = [15, 30, 45, 60, 90];
/// Minutes of the buttons that move the time, with what they say.
const MOVES: [(i64, &str); 6] = [
    (-60, "−1h"),
    (-15, "−15"),
    (-STEP_MIN, "−5"),
    (STEP_MIN, "+5"),
    (15, "+15"),
    (60, "+1h"),
];

/// The next step after so many minutes from now.
fn in_minutes(now_ms: i64, minutes: i64) -> i64 {
    let step_ms = STEP_MIN * MINUTE_MS;
    let at_ms = now_ms + minutes * MINUTE_MS;
    at_ms + (step_ms - at_ms.rem_euclid(step_ms)) % step_ms
}

/// The time alone where it is within the next hours, with its date otherwise.
fn time_text(till: Till, at_ms: i64) -> String {
    let is_soon = at_ms - till.now_ms.get() < DAY_MS / 2;
    let text = till.with_site(|site| {
        if is_soon {
            clock::time_text(at_ms, site)
        } else {
            clock::day_and_time_text(at_ms, site)
        }
    });
    text.unwrap_or_default()
}

/// «Ready at 19:30».
fn ready_text(till: Till, words: &Words, at_ms: i64) -> String {
    format!("{} {}", words.courses.ready_at, time_text(till, at_ms))
}

/// A clock with the time at which an order should be ready, in a list.
#[component]
pub(crate) fn ReadyMark(at_ms: i64) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <span class="when" title=move || ready_text(till, words.get(), at_ms)>
            <Icon name=IconName::Clock />
            {move || time_text(till, at_ms)}
        </span>
    }
}

/// When the shown order should be ready, when the kitchen hears of it, and a button that tells it now.
#[component]
pub(crate) fn ScheduledBar() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let ready = Memo::new(move |_| {
        till.order.with(|view| {
            let view = view.as_ref()?;
            Some((view.order.serving.ready?, view.fire_at_ms))
        })
    });
    let send = move |()| {
        let Some(order) = till.order_id() else { return };
        let portion = Portion::Scheduled;
        talk.ask(Command::Fire { order, portion }, move |reply| {
            if let Reply::Sent { stations, .. } = reply {
                let stations = stations.join(", ");
                talk.say_words(|words| format!("{}: {stations}", words.till.sent_to_kitchen));
            }
        });
    };
    move || {
        let (ready, fire_at_ms) = ready.get()?;
        let fire = fire_at_ms.map(|at_ms| {
            view! {
                <p class="small" data-testid="kitchen-at">
                    {move || format!("{} {}", words.get().courses.kitchen_at, time_text(till, at_ms))}
                </p>
            }
        });
        let contested = ready.contested.then(|| {
            view! {
                <p class="check-warns tone-warn" data-testid="ready-contested">
                    <Icon name=IconName::Warning />
                    {move || words.get().till.changed_elsewhere}
                </p>
            }
        });
        Some(view! {
            {contested}
            <div class="for-later" data-testid="for-later-bar">
                <Button
                    kind=ButtonKind::Quiet
                    label=Signal::derive(move || Some(words.get().courses.for_later.to_owned()))
                    testid="ready-change"
                    on_press=move |()| till.over.set(Over::Scheduled)
                >
                    <Icon name=IconName::Clock />
                </Button>
                <div class="grow">
                    <p class="strong" data-testid="ready-at">
                        {move || ready_text(till, words.get(), ready.at_ms)}
                    </p>
                    {fire}
                </div>
                {ready
                    .waits
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Primary testid="send-now" on_press=send>
                                {move || words.get().courses.send_now}
                            </Button>
                        }
                    })}
            </div>
        })
    }
}

/// Asks when the shown order should be ready.
#[component]
pub(crate) fn ScheduledSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::Scheduled)
            title=Signal::derive(move || words.get().courses.for_later.to_owned())
            place=SheetPlace::Middle
            testid="scheduled-sheet"
            on_close=move |()| till.close_over()
        >
            <ScheduledForm />
        </Sheet>
    }
}

#[component]
fn ScheduledForm() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let before = till
        .order
        .with_untracked(|view| Some(view.as_ref()?.order.serving.ready?.at_ms));
    let now_ms = till.now_ms.get_untracked();
    let at_ms = RwSignal::new(before.unwrap_or_else(|| in_minutes(now_ms, 30)));
    let blocked = Signal::derive(move || {
        let is_past = at_ms.get() <= till.now_ms.get();
        is_past.then(|| words.get().courses.is_past.to_owned())
    });
    let say = move |ready_at_ms: Option<i64>| {
        let Some(order) = till.order_id() else { return };
        let asked = ScheduleAsked { order, ready_at_ms };
        talk.ask(Command::Schedule(asked), move |_| till.close_over());
    };
    let shown = move || {
        let text = till.with_site(|site| clock::day_and_time_text(at_ms.get(), site));
        text.unwrap_or_default()
    };
    let soon = SOON_MIN.map(|minutes| {
        view! {
            <Button
                testid=format!("soon-{minutes}")
                on_press=move |()| at_ms.set(in_minutes(till.now_ms.get_untracked(), minutes))
            >
                {format!("{minutes}′")}
            </Button>
        }
    });
    let move_by = move |minutes: i64, says: String, testid: String| {
        view! {
            <Button testid on_press=move |()| at_ms.update(|at_ms| *at_ms += minutes * MINUTE_MS)>
                {says}
            </Button>
        }
    };
    let moves = MOVES
        .map(|(minutes, says)| move_by(minutes, says.to_owned(), format!("move-time-{minutes}")));
    let day_min = DAY_MS / MINUTE_MS;
    view! {
        <div class="stack">
            <p class="ready-time" data-testid="ready-time" aria-live="polite">{shown}</p>
            <div class="number-grid">{soon.collect_view()}</div>
            <div class="number-grid six">{moves.collect_view()}</div>
            <div class="choices two">
                {move || move_by(-day_min, words.get().day_less(), "day-less".to_owned())}
                {move || move_by(day_min, words.get().day_more(), "day-more".to_owned())}
            </div>
            <Button
                kind=ButtonKind::Primary
                big=true
                blocked
                testid="ready-save"
                on_press=move |()| say(Some(at_ms.get_untracked()))
            >
                {move || words.get().common.save}
            </Button>
            {before
                .map(|_| {
                    view! {
                        <Button big=true testid="ready-none" on_press=move |()| say(None)>
                            {move || words.get().courses.as_soon}
                        </Button>
                    }
                })}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_the_next_step_of_five_minutes() {
        let at = |minute: i64| 1_795_284_000_000 + minute * MINUTE_MS;
        assert_eq!(in_minutes(at(0), 15), at(15));
        assert_eq!(in_minutes(at(0) + 1, 15), at(20));
        assert_eq!(in_minutes(at(3), 30), at(35));
    }
}
