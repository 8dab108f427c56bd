//! What comes next: send what is new, and pay.

use leptos::prelude::*;
use shared::{
    api::{
        Problem,
        till::{Command, Reply},
    },
    staff::Permit,
};
use ui_kit::{
    bars::{NoticeBar, PrimaryBar},
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    keys::Shortcut,
    words::use_words,
};

use super::check::OrderTags;
use crate::{
    pay::elsewhere::{LeaveCheck, is_over},
    state::{Place, ShiftNow, Till, use_till},
    talk::Talk,
    wire::Failure,
};

/// The bar below the order.
#[component]
pub(crate) fn OrderBar() -> impl IntoView {
    let till = use_till();
    view! {
        <PrimaryBar left=move || {
            view! {
                <div class="row tight">
                    <NoticeBar />
                    <OrderTags />
                </div>
            }
        }>
            <Show
                when=move || is_over(till)
                fallback=|| {
                    view! {
                        <SendButton />
                        <PayButton />
                    }
                }
            >
                <LeaveCheck />
            </Show>
        </PrimaryBar>
    }
}

/// Names how much it will send; sends once however often it is pressed.
#[component]
fn SendButton() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let sending = RwSignal::new(false);
    let unsent = move || {
        till.order
            .with(|view| view.as_ref().map_or(0, |view| i64::from(view.unsent)))
    };
    let blocked = move || {
        let nothing = unsent() == 0 && !sending.get();
        nothing.then(|| words.get().till.nothing_to_send.to_owned())
    };
    let says = move || match unsent() {
        0 => words.get().till.send.to_owned(),
        count => words.get().send_to_kitchen(count),
    };
    let send = move |()| {
        let Some(order) = till.order_id() else { return };
        sending.set(true);
        talk.try_ask(Command::Send { order }, move |answer| {
            sending.try_set(false);
            match answer {
                Ok(Reply::Sent { stations, .. }) => {
                    let stations = stations.join(", ");
                    talk.say_words(|words| format!("{}: {stations}", words.till.sent_to_kitchen));
                }
                Ok(_) => {}
                Err(failure) => talk.say_failure(&failure),
            }
        });
    };
    view! {
        <Button
            kind=ButtonKind::Primary
            big=true
            busy=sending
            blocked=Signal::derive(blocked)
            shortcut=Shortcut::new("F8", move || words.get().till.send)
            testid="send"
            on_press=send
        >
            <Icon name=IconName::Send />
            {says}
        </Button>
    }
}

/// Names what is due and goes to the tenders.
#[component]
fn PayButton() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let due = move || {
        till.order
            .with(|view| view.as_ref().map(|view| view.totals.due))
            .zip(till.currency())
    };
    let settles = move || due().is_some_and(|(due, _)| due.is_zero());
    let is_empty = move || {
        till.order.with(|view| {
            let order = view.as_ref().map(|view| (&view.order, view.totals.total));
            order.is_some_and(|(order, total)| order.payments.is_empty() && total.is_zero())
        })
    };
    let blocked = move || {
        let words = words.get();
        if due().is_none() {
            return Some(words.till.nothing_to_pay.to_owned());
        }
        let may = till.may_ask(Permit::TakeMoney) || (settles() && is_empty());
        (!may).then(|| words.common.not_allowed.to_owned())
    };
    let says = move || {
        let words = words.get();
        match due() {
            None => words.till.pay_word.to_owned(),
            Some(_) if settles() => words.till.settle.to_owned(),
            Some((due, currency)) => words.pay(&currency.digits(due)),
        }
    };
    let pay = move |()| {
        if settles() {
            settle(till, talk);
        } else if till.shift.with_untracked(|shift| *shift == ShiftNow::None) {
            talk.warn_of(|words| words.till.shift_needed);
            till.open_shift_first();
        } else {
            till.go(Place::Pay);
        }
    };
    view! {
        <Button
            kind=ButtonKind::Good
            big=true
            blocked=Signal::derive(blocked)
            shortcut=Shortcut::new("F9", move || words.get().till.pay_word)
            testid="pay"
            on_press=pay
        >
            {says}
        </Button>
    }
}

/// Ends an order on which nothing is owed.
fn settle(till: Till, talk: Talk) {
    let Some(order) = till.order_id() else { return };
    talk.try_ask(Command::Settle { order }, move |answer| match answer {
        Ok(_) => {
            talk.say_words(|words| words.till.settled.to_owned());
            till.go(Place::Floor);
        }
        Err(failure) => {
            talk.say_failure(&failure);
            if failure == Failure::Problem(Problem::NoShift) {
                till.go(Place::Shift);
            }
        }
    });
}
