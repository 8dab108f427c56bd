//! What a closed check needs somebody for, and the buttons that settle it.

use leptos::prelude::*;
use shared::{
    api::till::{Command, OrderSummary},
    flags::Flag,
    ids::{LineId, OrderId},
    money::Money,
    staff::Permit,
};
use ui_kit::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    words::use_words,
};

use super::{seen::SeenButton, surplus::SurplusButtons};
use crate::{
    order::rows::no_more,
    state::{Over, Till, use_till},
    talk::Talk,
};

/// The money that a flag is about, as a text.
pub(crate) fn flag_amount(till: Till, flag: &Flag) -> String {
    let amount = match flag {
        Flag::OwedAgain { due } => *due,
        Flag::Overpaid { amount }
        | Flag::DepositLeft { amount }
        | Flag::ClosedTwice { amount }
        | Flag::CardOverdrawn { amount, .. }
        | Flag::NotCounted { amount }
        | Flag::DepositKeptTwice { amount }
        | Flag::TipSaidTwice { amount }
        | Flag::RefundedTwice { amount, .. } => *amount,
        Flag::VoidedTwice { .. }
        | Flag::SentTwice { .. }
        | Flag::TakenTwice { .. }
        | Flag::VoidedLoaded { .. }
        | Flag::DiscountedApart { .. }
        | Flag::MovedTwice { .. } => Money::ZERO,
    };
    till.currency()
        .map(|currency| currency.format(amount))
        .unwrap_or_default()
}

/// «Needs a look» on a check in a list.
#[component]
pub(crate) fn FlagMark(flags: Vec<Flag>) -> impl IntoView {
    let words = use_words();
    (!flags.is_empty()).then(|| {
        view! {
            <span class="row tight small strong tone-warn" data-testid="needs-look">
                <Icon name=IconName::Warning />
                {move || words.get().needs_look()}
            </span>
        }
    })
}

/// All flags of a check, with what can be done.
#[component]
pub(crate) fn FlagNotes(order: OrderSummary, changed: Callback<OrderId>) -> impl IntoView {
    let id = order.id;
    order
        .flags
        .into_iter()
        .map(|flag| view! { <FlagNote order=id flag changed /> })
        .collect_view()
}

#[component]
fn FlagNote(order: OrderId, flag: Flag, changed: Callback<OrderId>) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let amount = flag_amount(till, &flag);
    let (shown, looked) = (flag.clone(), flag.clone());
    view! {
        <div class="panel stack tone-warn" role="note" data-testid="flag">
            <p class="strong">{move || words.get().flag(&shown, &amount)}</p>
            {match flag {
                Flag::OwedAgain { .. } => view! { <GoToCheck order /> }.into_any(),
                Flag::Overpaid { .. } => {
                    view! { <SurplusButtons order deposit=false changed /> }.into_any()
                }
                Flag::DepositLeft { .. } => {
                    view! { <SurplusButtons order deposit=true changed /> }.into_any()
                }
                Flag::NotCounted { .. } => view! { <CountIt order changed /> }.into_any(),
                Flag::VoidedLoaded { .. } => view! { <RefundIt order /> }.into_any(),
                Flag::ClosedTwice { .. }
                | Flag::CardOverdrawn { .. }
                | Flag::DepositKeptTwice { .. }
                | Flag::DiscountedApart { .. }
                | Flag::TipSaidTwice { .. }
                | Flag::TakenTwice { .. }
                | Flag::RefundedTwice { .. }
                | Flag::VoidedTwice { .. }
                | Flag::SentTwice { .. }
                | Flag::MovedTwice { .. } => ().into_any(),
            }}
            <SeenButton order flag=looked />
        </div>
    }
}

#[component]
fn GoToCheck(order: OrderId) -> impl IntoView {
    let talk = Talk::get();
    let words = use_words();
    view! {
        <Button
            kind=ButtonKind::Primary
            big=true
            testid="go-to-check"
            on_press=move |()| talk.show_order(order)
        >
            {move || words.get().go_to_check()}
        </Button>
    }
}

/// What is on a card leaves its check by a refund.
#[component]
fn RefundIt(order: OrderId) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let lacks = Signal::derive(move || {
        (!till.may_ask(Permit::Refund)).then(|| words.get().common.not_allowed.to_owned())
    });
    view! {
        <Button
            kind=ButtonKind::Primary
            big=true
            blocked=lacks
            testid="refund-it"
            on_press=move |()| till.over.set(Over::Refund(order))
        >
            {move || words.get().refund()}
        </Button>
    }
}

/// Says what came late in the sales of today.
#[component]
fn CountIt(order: OrderId, changed: Callback<OrderId>) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let lacks = Signal::derive(move || {
        (!till.may_ask(Permit::TakeMoney)).then(|| words.get().common.not_allowed.to_owned())
    });
    let count = move |()| {
        talk.ask(Command::Settle { order }, move |_| {
            talk.say(|words| words.common.done);
            changed.run(order);
        });
    };
    view! {
        <Button
            kind=ButtonKind::Primary
            big=true
            blocked=lacks
            testid="count-it"
            on_press=count
        >
            {move || words.get().count_it()}
        </Button>
    }
}

/// One more of what two tills took off together; not where each is weighed or loaded anew.
#[component]
fn OneMore(order: OrderId, line: LineId) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let can_be = till.order.with_untracked(|view| {
        let line = view.as_ref().and_then(|view| view.order.line(line));
        line.is_some_and(|line| no_more(line).is_none())
    });
    let add = move |()| talk.tell(Command::ChangeQuantity { order, line, by: 1 });
    can_be.then(|| {
        view! {
            <Button testid="flag-one-more" on_press=add>
                <Icon name=IconName::Plus />
                {move || words.get().common.one_more}
            </Button>
        }
    })
}

/// What a person should look at on the check that is open here: each is settled on the check itself,
/// or was looked at.
#[component]
pub(crate) fn CheckFlags() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let flags = Memo::new(move |_| {
        till.order
            .with(|view| {
                let view = view.as_ref()?;
                let all = view.flags.iter().cloned();
                Some(all.map(|flag| (view.order.id, flag)).collect::<Vec<_>>())
            })
            .unwrap_or_default()
    });
    let note = move |(order, flag): (OrderId, Flag)| {
        let amount = flag_amount(till, &flag);
        let looked = flag.clone();
        let is_discount = matches!(flag, Flag::DiscountedApart { .. });
        let taken_twice = match flag {
            Flag::TakenTwice { line, .. } => Some(line),
            _ => None,
        };
        view! {
            <div class="check-warns tone-warn" role="note" data-testid="check-flag">
                <Icon name=IconName::Warning />
                <p class="grow">{move || words.get().flag(&flag, &amount)}</p>
                {is_discount.then(|| view! {
                    <Button
                        testid="flag-discounts"
                        on_press=move |()| till.over.set(Over::Discount)
                    >
                        {move || words.get().price.discount}
                    </Button>
                })}
                {taken_twice.map(|line| view! { <OneMore order line /> })}
                <SeenButton order flag=looked />
            </div>
        }
    };
    move || flags.get().into_iter().map(note).collect_view()
}
