//! What a closed check needs somebody for, and the buttons that settle it.

use leptos::prelude::*;
use shared::{
    api::till::{Command, OrderSummary, RefundAsked, Reply, TenderBack},
    flags::Flag,
    ids::OrderId,
    menu::Site,
    money::Money,
    order::Tender,
    staff::Permit,
};
use ui_kit::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    words::use_words,
};

use super::{deposit::KeepDeposit, seen::SeenButton};
use crate::{
    pay::own::key_of,
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
                Flag::Overpaid { amount } => {
                    view! { <SurplusButtons order amount deposit=false changed /> }.into_any()
                }
                Flag::DepositLeft { amount } => {
                    view! { <SurplusButtons order amount deposit=true changed /> }.into_any()
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
                <SeenButton order flag=looked />
            </div>
        }
    };
    move || flags.get().into_iter().map(note).collect_view()
}

#[component]
fn SurplusButtons(
    order: OrderId,
    amount: Money,
    deposit: bool,
    changed: Callback<OrderId>,
) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let lacks = Signal::derive(move || {
        (!till.may_ask(Permit::Refund)).then(|| words.get().common.not_allowed.to_owned())
    });
    let settle = move |what: RefundAsked| {
        give_back(talk, order, what, changed);
    };
    let give = move |tender: Tender| settle(RefundAsked::Surplus { tender });
    let says = move |tender: Tender| {
        let words = words.get();
        let word = words.tender(tender);
        // Coins give no more than there are.
        let rules = till.with_site(Site::price_rules).unwrap_or_default();
        let amount = rules.due_in(amount, tender).unwrap_or(amount);
        let digits = till.currency().map(|currency| currency.digits(amount));
        words.refund_by(word, &digits.unwrap_or_default())
    };
    view! {
        <div class="row">
            {(!deposit).then(|| view! { <OntoGiftCard order amount lacks changed /> })}
            <Button
                big=true
                blocked=lacks
                testid="surplus-cash"
                on_press=move |()| give(Tender::Cash)
            >
                {move || says(Tender::Cash)}
            </Button>
            <Button
                big=true
                blocked=lacks
                testid="surplus-card"
                on_press=move |()| give(Tender::Card)
            >
                {move || says(Tender::Card)}
            </Button>
            <Button
                big=true
                blocked=lacks
                testid="surplus-keep"
                on_press=move |()| settle(RefundAsked::Keep)
            >
                {move || words.get().keep_as_tip()}
            </Button>
            {deposit.then(|| view! { <KeepDeposit order lacks changed /> })}
            <OntoOwn order amount lacks changed />
        </div>
    }
}

/// Asks for it, says so when it is done, and lets the lists hear of it.
fn give_back(talk: Talk, order: OrderId, what: RefundAsked, changed: Callback<OrderId>) {
    talk.ask(Command::Refund { order, what }, move |_| {
        talk.say(|words| words.common.done);
        changed.run(order);
    });
}

/// Tenders of the restaurant's own that paid as much and may be given back.
#[component]
fn OntoOwn(
    order: OrderId,
    amount: Money,
    lacks: Signal<Option<String>>,
    changed: Callback<OrderId>,
) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let backs = RwSignal::new(Vec::new());
    let lines = Vec::new();
    talk.try_ask(Command::PreviewRefund { order, lines }, move |answer| {
        if let Ok(Reply::Refund(found)) = answer {
            let all = found.others.into_iter();
            backs.try_set(all.filter(|back| back.most >= amount).collect());
        }
    });
    let button = move |back: TenderBack| {
        let tender = back.tender;
        let give = move |()| {
            let what = RefundAsked::Surplus { tender };
            give_back(talk, order, what, changed);
        };
        let says = move || {
            let digits = till.currency().map(|currency| currency.digits(amount));
            let name = till.name(&back.name);
            words.get().refund_by(&name, &digits.unwrap_or_default())
        };
        view! {
            <Button
                big=true
                blocked=lacks
                testid=format!("surplus-{}", key_of(tender))
                on_press=give
            >
                {says}
            </Button>
        }
    };
    move || backs.get().into_iter().map(button).collect_view()
}

/// What a gift card paid too much goes back onto it first: nobody ever gave that in cash.
#[component]
fn OntoGiftCard(
    order: OrderId,
    amount: Money,
    lacks: Signal<Option<String>>,
    changed: Callback<OrderId>,
) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let by_card = RwSignal::new(false);
    talk.ask(Command::ShowOrder { order }, move |reply| {
        if let Reply::Order(view) = reply {
            let mut payments = view.order.payments.iter();
            by_card.try_set(payments.any(|payment| payment.card.is_some()));
        }
    });
    let give = move |()| {
        let what = RefundAsked::OntoCard {
            lines: Vec::new(),
            code: None,
            reason: String::new(),
        };
        give_back(talk, order, what, changed);
    };
    let says = move || {
        let words = words.get();
        let digits = till.currency().map(|currency| currency.digits(amount));
        words.refund_by(words.money.gift_card, &digits.unwrap_or_default())
    };
    view! {
        <Show when=move || by_card.get()>
            <Button
                kind=ButtonKind::Primary
                big=true
                blocked=lacks
                testid="surplus-gift-card"
                on_press=give
            >
                {says}
            </Button>
        </Show>
    }
    .into_any()
}
