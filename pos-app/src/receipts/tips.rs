//! Tips of a closed check's card payments, said anew: a slip came back with one, or one was wrong.

use leptos::prelude::*;
use shared::{
    api::till::{Command, Reply, TipAsked},
    ids::OrderId,
    money::Money,
    order::PaymentHint,
    staff::Permit,
};
use ui_kit::{
    button::{Button, ButtonKind},
    entry::{PadKey, entered},
    numpad::Numpad,
    price::{Price, PriceSize},
    sheet::{Sheet, SheetPlace},
    words::use_words,
};

use crate::{
    state::{Over, use_till},
    talk::Talk,
};

/// A button for each card payment of the chosen check, with what it took and its tip.
#[component]
pub(super) fn TipButtons(order: OrderId) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let paid = RwSignal::new(Vec::<PaymentHint>::new());
    talk.ask(Command::ShowOrder { order }, move |reply| {
        if let Reply::Order(view) = reply {
            let mut all = view.order.payments;
            all.retain(PaymentHint::takes_tip);
            paid.try_set(all);
        }
    });
    let blocked = Signal::derive(move || {
        let may = till.may_ask(Permit::TakeMoney);
        (!may).then(|| words.get().common.not_allowed.to_owned())
    });
    let button = move |payment: PaymentHint| {
        let digits = |amount: Money| till.currency().map(|currency| currency.digits(amount));
        let amount = digits(payment.amount).unwrap_or_default();
        let tip = digits(payment.tip).unwrap_or_default();
        let fact = payment.fact;
        view! {
            <Button
                blocked
                testid="change-tip"
                on_press=move |()| till.over.set(Over::Tip(order, fact, payment.tip))
            >
                {move || {
                    let words = words.get();
                    format!("{} {amount} · {} {tip}", words.till.card, words.till.tip)
                }}
            </Button>
        }
    };
    view! {
        <Show when=move || !paid.with(Vec::is_empty)>
            <div class="chips" data-testid="tips">
                {move || paid.get().into_iter().map(button).collect_view()}
            </div>
        </Show>
    }
    .into_any()
}

/// The amount; `done` hears of the order when it is another one.
#[component]
pub(super) fn TipSheet(done: Callback<OrderId>) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Sheet
            open=till.is_over(|over| matches!(over, Over::Tip(..)))
            title=Signal::derive(move || words.get().till.tip.to_owned())
            place=SheetPlace::Middle
            testid="tip-sheet"
            on_close=move |()| till.close_over()
        >
            {move || match till.over.get() {
                Over::Tip(..) => Some(view! { <TipForm done /> }),
                _ => None,
            }}
        </Sheet>
    }
}

#[component]
fn TipForm(done: Callback<OrderId>) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let minor = RwSignal::new(0_i64);
    let amount = Signal::derive(move || Money::from_minor(minor.get()));
    let on_key = move |key: PadKey| minor.update(|minor| *minor = entered(*minor, key));
    let was = match till.over.get_untracked() {
        Over::Tip(_, _, was) => was,
        _ => Money::ZERO,
    };
    let go = move |()| {
        let Over::Tip(order, payment, _) = till.over.get_untracked() else {
            return;
        };
        let tip = Money::from_minor(minor.get_untracked());
        let asked = TipAsked {
            order,
            payment,
            tip,
        };
        till.close_over();
        talk.ask(Command::ChangeTip(asked), move |_| {
            talk.say(|words| words.common.done);
            done.run(order);
        });
    };
    view! {
        <div class="stack cash-form">
            <div class="row tip-change">
                {till
                    .currency()
                    .map(|currency| {
                        view! {
                            <Price amount=was currency bare=true testid="tip-was" />
                            <span class="soft">"→"</span>
                            <Price amount currency size=PriceSize::Due testid="tip-amount" />
                        }
                    })}
            </div>
            <Numpad testid="tip-pad" on_key />
            <Button kind=ButtonKind::Primary big=true testid="tip-go" on_press=go>
                {move || words.get().common.save}
            </Button>
        </div>
    }
    .into_any()
}
