//! Cash into and out of the drawer, and the drawer without a sale; each with its reason.

use leptos::prelude::*;
use shared::{api::till::Command, money::Money};
use ui_kit::{
    button::{Button, ButtonKind},
    entry::{PadKey, entered},
    numpad::Numpad,
    price::{Price, PriceSize},
    sheet::Sheet,
    words::{Words, use_words},
};

use crate::{
    reason::ReasonField,
    state::{Over, use_till},
    talk::Talk,
};

/// Which of the four it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CashKind {
    In,
    Out,
    Safe,
    Drawer,
}

impl CashKind {
    const fn over(self) -> Over {
        match self {
            Self::In => Over::PayIn,
            Self::Out => Over::PayOut,
            Self::Safe => Over::DropCash,
            Self::Drawer => Over::Drawer,
        }
    }

    const fn word(self, words: &Words) -> &'static str {
        match self {
            Self::In => words.till.paid_in,
            Self::Out => words.till.paid_out,
            Self::Safe => words.till.drop,
            Self::Drawer => words.till.open_drawer,
        }
    }

    /// Reasons that are one tap away.
    const fn reasons(self, words: &Words) -> [&'static str; 3] {
        let till = words.till;
        match self {
            Self::In => [
                till.cash_small_change,
                till.cash_from_safe,
                till.cash_correction,
            ],
            Self::Out => [
                till.cash_supplier,
                till.cash_small_change,
                till.cash_correction,
            ],
            Self::Safe => [till.drop_too_much, till.drop_end, till.drop_collected],
            Self::Drawer => [
                till.cash_small_change,
                till.cash_control,
                till.cash_correction,
            ],
        }
    }

    const fn testid(self) -> &'static str {
        match self {
            Self::In => "pay-in-sheet",
            Self::Out => "pay-out-sheet",
            Self::Safe => "drop-sheet",
            Self::Drawer => "drawer-sheet",
        }
    }
}

/// The four sheets; one of them is shown at most.
#[component]
pub(crate) fn CashSheets() -> impl IntoView {
    [
        CashKind::In,
        CashKind::Out,
        CashKind::Safe,
        CashKind::Drawer,
    ]
    .map(|kind| view! { <CashSheet kind /> })
    .into_iter()
    .collect_view()
}

#[component]
fn CashSheet(kind: CashKind) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Sheet
            open=till.is_over(move |over| *over == kind.over())
            title=Signal::derive(move || kind.word(words.get()).to_owned())
            testid=kind.testid()
            on_close=move |()| till.close_over()
        >
            <CashForm kind />
        </Sheet>
    }
}

#[component]
fn CashForm(kind: CashKind) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let minor = RwSignal::new(0_i64);
    let reason = RwSignal::new(String::new());
    let blocked = Signal::derive(move || {
        let words = words.get();
        if kind != CashKind::Drawer && minor.get() == 0 {
            Some(words.till.enter_amount.to_owned())
        } else {
            // A drop says enough by itself; the number of the bag may stand with it.
            let lacks = kind != CashKind::Safe && reason.with(|text| text.trim().is_empty());
            lacks.then(|| words.till.reason_needed.to_owned())
        }
    });
    let go = move |()| {
        let amount = Money::from_minor(minor.get_untracked());
        let reason = reason.get_untracked().trim().to_owned();
        till.close_over();
        let command = match kind {
            CashKind::In => Command::PayIn { amount, reason },
            CashKind::Out => Command::PayOut { amount, reason },
            CashKind::Safe => Command::DropCash {
                amount,
                note: reason,
            },
            CashKind::Drawer => Command::OpenDrawer { reason },
        };
        talk.ask(command, move |_| talk.say(|words| words.common.done));
    };
    view! {
        <div class="stack cash-form">
            {(kind != CashKind::Drawer).then(|| view! { <CashAmount minor /> })}
            <ReasonField
                value=reason
                ready=move |words: &'static Words| kind.reasons(words).to_vec()
                testid="cash-reason"
            />
            <Button kind=ButtonKind::Primary big=true blocked testid="cash-go" on_press=go>
                {move || kind.word(words.get())}
            </Button>
        </div>
    }
}

#[component]
fn CashAmount(minor: RwSignal<i64>) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let amount = Signal::derive(move || Money::from_minor(minor.get()));
    let on_key = move |key: PadKey| minor.update(|minor| *minor = entered(*minor, key));
    view! {
        <div class="handed">
            <span class="soft">{move || words.get().common.amount}</span>
            {move || {
                till.currency()
                    .map(|currency| {
                        view! {
                            <Price amount currency size=PriceSize::Due testid="cash-amount" />
                        }
                    })
            }}
        </div>
        <Numpad testid="cash-pad" on_key />
    }
}
