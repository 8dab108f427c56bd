//! What was paid too much, or is left of a deposit: it goes back, or stays.

use leptos::prelude::*;
use shared::{
    api::till::{Command, RefundAsked, RefundPreview, Reply},
    ids::OrderId,
    order::Tender,
    staff::Permit,
};
use ui_kit::{
    button::{Button, ButtonKind},
    words::use_words,
};

use super::{
    deposit::KeepDeposit,
    ways::{self, Limits, Preview},
};
use crate::{pay::own::key_of, state::use_till, talk::Talk};

/// What goes back, and who hears of it.
#[derive(Clone, Copy)]
struct SurplusBack {
    order: OrderId,
    preview: Preview,
    code: RwSignal<String>,
    lacks: Signal<Option<String>>,
    changed: Callback<OrderId>,
}

/// A button for each way, and those for what stays.
#[component]
pub(super) fn SurplusButtons(
    order: OrderId,
    deposit: bool,
    changed: Callback<OrderId>,
) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let preview: Preview = RwSignal::new(None::<RefundPreview>);
    let code = RwSignal::new(String::new());
    let lines = Vec::new();
    talk.try_ask(Command::PreviewRefund { order, lines }, move |answer| {
        if let Ok(Reply::Refund(found)) = answer {
            preview.try_set(Some(*found));
        }
    });
    let lacks = Signal::derive(move || {
        (!till.may_ask(Permit::Refund)).then(|| words.get().common.not_allowed.to_owned())
    });
    let no_tip = Signal::derive(move || {
        let words = words.get();
        let stays = preview.with(|now| now.as_ref().filter(|now| !now.may_keep).cloned());
        let no_tip = stays.map(|now| match now.only_card {
            Some(only) => words.no_tip_of(&till.name(&only.name)),
            None => words.money.no_tip_by_card.to_owned(),
        });
        lacks.get().or(no_tip)
    });
    // What a gift card paid too much goes back onto it first: nobody ever gave that in cash.
    let onto_card = move || {
        let is_only = preview.with(|now| now.as_ref().is_some_and(|now| now.only_card.is_some()));
        ways::onto_card(preview) && (!deposit || is_only)
    };
    let others = ways::others(preview);
    let back = SurplusBack {
        order,
        preview,
        code,
        lacks,
        changed,
    };
    view! {
        <Limits preview code />
        <div class="choices">
            <Show when=onto_card>
                <BackButton back tender=Tender::GiftCard />
            </Show>
            <For each=move || others.get() key=|tender| *tender let:tender>
                <BackButton back tender />
            </For>
            <BackButton back tender=Tender::Cash />
            <BackButton back tender=Tender::Card />
            <Button
                big=true
                blocked=no_tip
                testid="surplus-keep"
                on_press=move |()| give_back(talk, order, RefundAsked::Keep, changed)
            >
                {move || words.get().keep_as_tip()}
            </Button>
            {deposit.then(|| view! { <KeepDeposit order lacks changed /> })}
        </div>
    }
    .into_any()
}

/// Gives all of it, beginning with this tender.
#[component]
fn BackButton(back: SurplusBack, tender: Tender) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let SurplusBack {
        order,
        preview,
        code,
        lacks,
        changed,
    } = back;
    let blocked = Signal::derive(move || {
        let nothing = ways::gives_nothing(till, words.get(), preview, tender);
        lacks.get().or(nothing)
    });
    let give = move |()| {
        let way = untrack(|| ways::way_of(preview, tender));
        let no_reason = String::new();
        let code = code.get_untracked();
        let what = way.and_then(|way| ways::asked(way, Vec::new(), &code, no_reason));
        if let Some(what) = what {
            give_back(talk, order, what, changed);
        }
    };
    // The way that the money came is the first one.
    let kind = match tender {
        Tender::GiftCard | Tender::Other(_) => ButtonKind::Primary,
        Tender::Cash | Tender::Card => ButtonKind::Plain,
    };
    let key = match tender {
        Tender::GiftCard => "gift-card".to_owned(),
        Tender::Cash | Tender::Card | Tender::Other(_) => key_of(tender),
    };
    view! {
        <Button kind big=true blocked testid=format!("surplus-{key}") on_press=give>
            {move || ways::says(till, words.get(), preview, tender)}
        </Button>
    }
    .into_any()
}

/// Asks for it, says so when it is done, and lets the lists hear of it.
fn give_back(talk: Talk, order: OrderId, what: RefundAsked, changed: Callback<OrderId>) {
    talk.ask(Command::Refund { order, what }, move |_| {
        talk.say(|words| words.common.done);
        changed.run(order);
    });
}
