//! Money taken ahead on the shown order: how much, and how.

use leptos::prelude::*;
use shared::{
    api::till::{Command, DepositAsked},
    money::Money,
    order::Tender,
    staff::Permit,
};
use ui_kit::{
    button::{Button, ButtonKind},
    entry::{PadKey, entered},
    icon::{Icon, IconName},
    numpad::Numpad,
    price::{Price, PriceSize},
    sheet::{Sheet, SheetPlace},
    words::use_words,
};

use crate::{
    pay::{
        not_taken,
        own::{key_of, own_name, own_tenders},
    },
    state::{Over, ShiftNow, use_till},
    talk::Talk,
};

/// Opens the sheet; without a shift there is no drawer to take it.
#[component]
pub(crate) fn DepositButton(
    /// As high as the buttons around it.
    #[prop(default = true)]
    big: bool,
) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let blocked = Signal::derive(move || {
        let may = till.may_ask(Permit::TakeMoney);
        (!may).then(|| words.get().common.not_allowed.to_owned())
    });
    let open = move |()| {
        if till.shift.with_untracked(|shift| *shift == ShiftNow::None) {
            talk.warn_of(|words| words.till.shift_needed);
            till.open_shift_first();
        } else {
            till.over.set(Over::Deposit);
        }
    };
    view! {
        <Button big blocked testid="deposit" on_press=open>
            <Icon name=IconName::Cash />
            {move || words.get().deposit()}
        </Button>
    }
}

/// The sheet.
#[component]
pub(crate) fn DepositSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let is_open = move || till.over.get() == Over::Deposit;
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::Deposit)
            title=Signal::derive(move || words.get().deposit().to_owned())
            place=SheetPlace::Middle
            testid="deposit-sheet"
            on_close=move |()| till.close_over()
        >
            {move || is_open().then(|| view! { <DepositForm /> })}
        </Sheet>
    }
}

#[component]
fn DepositForm() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let minor = RwSignal::new(0_i64);
    let amount = Signal::derive(move || Money::from_minor(minor.get()));
    let on_key = move |key: PadKey| minor.update(|minor| *minor = entered(*minor, key));
    view! {
        <div class="stack cash-form">
            <div class="handed">
                <span class="soft">{move || words.get().common.amount}</span>
                {till
                    .currency()
                    .map(|currency| {
                        view! {
                            <Price amount currency size=PriceSize::Due testid="deposit-amount" />
                        }
                    })}
            </div>
            <Numpad testid="deposit-pad" on_key />
            <div class="row">
                <TakeDeposit minor tender=Tender::Cash />
                <TakeDeposit minor tender=Tender::Card />
            </div>
            <div class="own-tenders">
                {own_tenders(till)
                    .into_iter()
                    .map(|tender| view! { <TakeDeposit minor tender /> })
                    .collect_view()}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn TakeDeposit(minor: RwSignal<i64>, tender: Tender) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let blocked = Signal::derive(move || {
        (minor.get() == 0).then(|| words.get().till.enter_amount.to_owned())
    });
    let take = move |()| {
        let Some(order) = till.order_id() else { return };
        let tendered = Money::from_minor(minor.get_untracked());
        let asked = DepositAsked {
            order,
            tender,
            tendered,
        };
        talk.try_ask(Command::TakeDeposit(asked), move |answer| match answer {
            Ok(_) => {
                till.close_over();
                if let Some(currency) = till.currency() {
                    talk.say_words(|words| words.deposit_taken(&currency.format(tendered)));
                }
            }
            Err(failure) => not_taken(till, talk, &failure),
        });
    };
    let icon = match tender {
        Tender::Cash => Some(IconName::Cash),
        Tender::Card | Tender::GiftCard => Some(IconName::Card),
        // Its name needs the room, and it may be anything.
        Tender::Other(_) => None,
    };
    let testid = format!("deposit-{}", key_of(tender));
    let word = move || {
        words
            .get()
            .tender_called(tender, own_name(till, tender).as_deref())
    };
    view! {
        <Button kind=ButtonKind::Good big=true class="grow" blocked testid on_press=take>
            {icon.map(|name| view! { <Icon name /> })}
            {word}
        </Button>
    }
}
