//! A gift card: what is on it, what happened to it last, and on the pay screen the button that takes
//! it. The node says all amounts.

use leptos::prelude::*;
use shared::{
    api::till::{Command, GiftCardView, PayByGiftCard, Reply, ShowGiftCard},
    gift::{CardCode, CardMove},
    money::Currency,
};
use ui_kit::{
    button::{Button, ButtonKind},
    field::TextField,
    icon::{Icon, IconName},
    price::{Price, PriceSize},
    sheet::{Sheet, SheetPlace},
    words::use_words,
};

use super::{PayDesk, not_taken};
use crate::{
    clock,
    state::{Over, use_till},
    talk::Talk,
};

/// The sheet; below the pay screen it also pays.
#[component]
pub(crate) fn GiftCardSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let is_open = move || till.over.with(|over| *over == Over::GiftCard);
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::GiftCard)
            title=Signal::derive(move || words.get().money.gift_card.to_owned())
            place=SheetPlace::Middle
            testid="gift-card-sheet"
            on_close=move |()| till.close_over()
        >
            {move || is_open().then(|| view! { <GiftCardForm /> })}
        </Sheet>
    }
}

#[component]
fn GiftCardForm() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let desk = PayDesk::of_this_screen(till);
    let code = RwSignal::new(String::new());
    let shown = RwSignal::new(None::<GiftCardView>);
    Effect::new(move |_| {
        code.track();
        // What is shown belongs to the code that was asked for.
        shown.set(None);
    });
    let blocked = Signal::derive(move || {
        code.with(|text| text.trim().is_empty())
            .then(|| words.get().money.card_code.to_owned())
    });
    let ask = move |()| {
        if blocked.get_untracked().is_some() {
            return;
        }
        let asked = ShowGiftCard {
            code: CardCode(code.get_untracked()),
            order: desk.and_then(|_| till.order_id()),
            part: desk.and_then(|desk| desk.part.get_untracked()),
        };
        talk.ask(Command::ShowGiftCard(asked), move |reply| {
            if let Reply::GiftCard(view) = reply {
                shown.try_set(Some(*view));
            }
        });
    };
    view! {
        <div class="stack">
            <TextField
                label=Signal::derive(move || words.get().money.card_code.to_owned())
                value=code
                first=true
                length_max=60
                testid="gift-card-code"
                on_enter=Callback::new(ask)
            />
            <Button big=true blocked testid="gift-card-show" on_press=ask>
                <Icon name=IconName::Search />
                {move || words.get().money.card_show}
            </Button>
            {move || {
                shown
                    .get()
                    .zip(till.currency())
                    .map(|(card, currency)| view! { <OnCard card code currency /> })
            }}
        </div>
    }
    .into_any()
}

/// The balance, the last movements, and the button that pays.
#[component]
fn OnCard(card: GiftCardView, code: RwSignal<String>, currency: Currency) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let moves = card.card.moves.clone();
    view! {
        <section class="stack" data-testid="gift-card">
            <div class="row">
                <span class="grow strong">
                    {move || words.get().money.card_balance} {format!(" ...{}", card.last_four)}
                </span>
                <Price
                    amount=card.card.balance
                    currency
                    size=PriceSize::Large
                    testid="gift-card-balance"
                />
            </div>
            {moves
                .into_iter()
                .map(|one| view! { <MoveRow one currency /> })
                .collect_view()}
            {PayDesk::of_this_screen(till)
                .map(|desk| view! { <PayButton desk card code currency /> })}
        </section>
    }
    .into_any()
}

#[component]
fn MoveRow(one: CardMove, currency: Currency) -> impl IntoView {
    let till = use_till();
    let at = till.with_site(|site| clock::day_and_time_text(one.at_ms, site));
    view! {
        <div class="row small" data-testid="gift-card-move">
            <span class="grow">{one.order_number}</span>
            <span class="soft">{at}</span>
            <Price amount=one.amount currency bare=true />
        </div>
    }
}

#[component]
fn PayButton(
    desk: PayDesk,
    card: GiftCardView,
    code: RwSignal<String>,
    currency: Currency,
) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let pays = card.pays;
    let blocked = Signal::derive(move || {
        let words = words.get();
        if pays.is_zero() {
            Some(words.till.nothing_to_pay.to_owned())
        } else if !desk.tip.get().is_zero() {
            Some(words.money.no_tip_by_card.to_owned())
        } else {
            None
        }
    });
    let pay = move |()| {
        let Some(order) = till.order_id().filter(|_| !desk.paying.get_untracked()) else {
            return;
        };
        desk.paying.set(true);
        let with = PayByGiftCard {
            order,
            code: CardCode(code.get_untracked()),
            at_most: Some(pays),
            part: desk.part.get_untracked(),
        };
        talk.try_ask(Command::PayByGiftCard(with), move |answer| {
            desk.paying.try_set(false);
            match answer {
                Ok(Reply::Paid { preview, order }) => {
                    till.close_over();
                    desk.took(till, talk, preview, *order);
                }
                Ok(_) => {}
                Err(failure) => not_taken(till, talk, &failure),
            }
        });
    };
    view! {
        <Button
            kind=ButtonKind::Good
            big=true
            busy=desk.paying
            blocked
            testid="gift-card-pay"
            on_press=pay
        >
            <Icon name=IconName::Check />
            {move || words.get().pay_by_gift_card(&currency.digits(pays))}
        </Button>
    }
    .into_any()
}
