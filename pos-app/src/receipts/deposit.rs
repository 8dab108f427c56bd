//! What is left of a deposit when its check is closed, and the reason for which the house keeps it.

use leptos::prelude::*;
use shared::{
    api::till::{Command, RefundAsked},
    ids::OrderId,
};
use ui_kit::{
    button::{Button, ButtonKind},
    words::{Words, use_words},
};

use crate::{reason::ReasonField, talk::Talk};

/// The button, and then the reason.
#[component]
pub(super) fn KeepDeposit(
    order: OrderId,
    lacks: Signal<Option<String>>,
    changed: Callback<OrderId>,
) -> impl IntoView {
    let talk = Talk::get();
    let words = use_words();
    let asks = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let blocked = Signal::derive(move || {
        let silent = reason.with(|text| text.trim().is_empty());
        let silent = silent.then(|| words.get().till.reason_needed.to_owned());
        lacks.get().or(silent)
    });
    let keep = move |()| {
        let what = RefundAsked::KeepDeposit {
            reason: reason.get_untracked().trim().to_owned(),
        };
        talk.ask(Command::Refund { order, what }, move |_| {
            talk.say(|words| words.common.done);
            changed.run(order);
        });
    };
    view! {
        <Show
            when=move || asks.get()
            fallback=move || {
                view! {
                    <Button
                        big=true
                        blocked=lacks
                        testid="keep-deposit"
                        on_press=move |()| asks.set(true)
                    >
                        {move || words.get().keep_deposit()}
                    </Button>
                }
            }
        >
            <div class="stack own-row">
                <ReasonField
                    value=reason
                    ready=move |words: &'static Words| words.keep_deposit_reasons().to_vec()
                    testid="keep-deposit-reason"
                />
                <Button
                    kind=ButtonKind::Primary
                    big=true
                    blocked
                    testid="keep-deposit-go"
                    on_press=keep
                >
                    {move || words.get().keep_deposit()}
                </Button>
            </div>
        </Show>
    }
    .into_any()
}
