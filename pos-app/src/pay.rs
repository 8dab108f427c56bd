//! Taking money: the check at the left, tenders and amounts at the right.

pub(crate) mod amounts;
mod desk;
mod draft;
pub(crate) mod elsewhere;
pub(crate) mod gift_card;
pub(crate) mod own;
pub(crate) mod paid;
mod parts;
mod places;
pub(crate) mod split;
mod tip;
mod ways;

use leptos::prelude::*;
use shared::{
    api::{
        Problem,
        till::{Command, OrderView, Reply},
    },
    ids::LineId,
    order::Tender,
};
use ui_kit::{
    bars::{NoticeBar, PrimaryBar},
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    keys::{Shortcut, use_key},
    price::{Price, PriceSize},
    words::{Words, use_words},
};

pub(crate) use self::desk::{PayDesk, part_of};
use self::{
    amounts::{Amounts, Entered},
    elsewhere::{LeaveCheck, PaidElsewhere, is_over},
    gift_card::GiftCardSheet,
    own::{OwnTenders, own_name},
    parts::Parts,
    tip::TipSheet,
};
use crate::{
    order::bill::BillButton,
    order::{
        check::{CheckLines, Totals},
        deposit::DepositButton,
    },
    state::{Over, Place, Till, use_till},
    talk::Talk,
    wire::Failure,
};

/// The node took no money: says why, and opens a shift first where none is open.
pub(crate) fn not_taken(till: Till, talk: Talk, failure: &Failure) {
    talk.say_failure(failure);
    if *failure == Failure::Problem(Problem::NoShift) {
        till.open_shift_first();
    }
}

/// The whole screen.
#[component]
pub(crate) fn PayScreen() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    PayDesk::provide(till);
    let over = over_elsewhere(till);
    let back = Callback::new(move |()| till.go(Place::Order));
    use_key(
        Shortcut::new("Escape", move || words.get().common.back),
        back,
    );
    warn_of_growth(till);
    view! {
        <main class="pay-screen">
            <section class="zone check-zone">
                <CheckLines pick=Callback::new(|_: LineId| {}) />
                <Totals />
            </section>
            <section class="zone pay-zone">
                <Show when=move || over.get() fallback=|| view! { <Taking /> }>
                    <PaidElsewhere />
                </Show>
            </section>
        </main>
        <GiftCardSheet />
        <TipSheet />
        <div class="bottom">
            <PayBar back over />
        </div>
    }
    .into_any()
}

/// Another till closed the check. What this one takes just now is not over before the node said so.
fn over_elsewhere(till: Till) -> Memo<bool> {
    let desk = PayDesk::get();
    Memo::new(move |_| !desk.paying.get() && is_over(till))
}

/// Who pays, how much is due, and how it is paid.
#[component]
fn Taking() -> impl IntoView {
    view! {
        <Parts />
        <Due />
        <MoneyAhead />
        <Tenders />
        <OwnTenders />
        <Amounts />
    }
    .into_any()
}

/// Somebody adds to the check while its guests pay: whoever types the amount into a terminal must hear
/// of it.
fn warn_of_growth(till: Till) {
    let talk = Talk::get();
    let total = Memo::new(move |_| {
        let id = till.order_id();
        till.order
            .with(|view| view.as_ref().map(|view| (id, view.totals.total)))
    });
    Effect::new(move |before: Option<_>| {
        let now = total.get();
        if let (Some(Some((old, was))), Some((id, is))) = (before, now)
            && old == id
            && is > was
        {
            talk.warn_of(|words| words.money.check_grew);
        }
        now
    });
}

/// What is owed, and what will be owed after this tender.
#[component]
fn Due() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let desk = PayDesk::get();
    let due = Signal::derive(move || desk.sum.with(|sum| sum.due));
    let after = Signal::derive(move || desk.sum.with(|sum| sum.preview.due_after));
    let goes_down = move || desk.sum.with(|sum| !sum.preview.due_after.is_zero());
    view! {
        <header class="pay-due" class:goes-down=goes_down>
            <span class="soft">{move || words.get().till.due}</span>
            {move || {
                till.currency()
                    .map(|currency| {
                        view! {
                            <Price amount=due currency size=PriceSize::Due testid="due" />
                            <Show when=goes_down>
                                <span class="soft">"→"</span>
                                <Price
                                    amount=after
                                    currency
                                    size=PriceSize::Large
                                    testid="due-after"
                                />
                            </Show>
                        }
                    })
            }}
            <span class="grow"></span>
            <BillButton part=desk.part big=false />
            <Button
                shortcut=Shortcut::new("d", move || words.get().split.split)
                label=Signal::derive(move || Some(words.get().split.split.to_owned()))
                testid="split"
                on_press=move |()| till.over.set(Over::Split)
            >
                <Icon name=IconName::Split />
                <span class="split-word">{move || words.get().split.split}</span>
            </Button>
        </header>
    }
}

/// Money for an order that is for later is often a deposit: whoever looks for it here finds it.
#[component]
fn MoneyAhead() -> impl IntoView {
    let till = use_till();
    let is_for_later = move || {
        let is_so = |view: &OrderView| view.order.serving.ready.is_some() && view.parts.is_empty();
        till.order.with(|view| view.as_deref().is_some_and(is_so))
    };
    view! {
        <Show when=is_for_later>
            <div class="row">
                <DepositButton big=false />
            </div>
        </Show>
    }
}

/// Cash, card or gift card, as big tiles.
#[component]
fn Tenders() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let desk = PayDesk::get();
    let down = move |tender| Signal::derive(move || Some(desk.tender.get() == tender));
    view! {
        <div class="tenders">
            <Button
                big=true
                class="tender"
                pressed=down(Tender::Cash)
                shortcut=Shortcut::new("c", move || words.get().till.cash)
                testid="tender-cash"
                on_press=move |()| desk.choose(Tender::Cash)
            >
                <Icon name=IconName::Cash />
                {move || words.get().till.cash}
            </Button>
            <Button
                big=true
                class="tender"
                pressed=down(Tender::Card)
                shortcut=Shortcut::new("k", move || words.get().till.card)
                testid="tender-card"
                on_press=move |()| desk.choose(Tender::Card)
            >
                <Icon name=IconName::Card />
                {move || words.get().till.card}
            </Button>
            <Button
                big=true
                class="tender"
                blocked=Signal::derive(move || {
                    desk.sum
                        .with(|sum| sum.due.is_zero())
                        .then(|| words.get().till.nothing_to_pay.to_owned())
                })
                shortcut=Shortcut::new("g", move || words.get().money.gift_card)
                testid="tender-gift-card"
                on_press=move |()| till.over.set(Over::GiftCard)
            >
                <Icon name=IconName::Card />
                {move || words.get().money.gift_card}
            </Button>
        </div>
    }
}

/// Back at the left; at the right the one button that takes the money.
#[component]
fn PayBar(back: Callback<()>, over: Memo<bool>) -> impl IntoView {
    let words = use_words();
    let desk = PayDesk::get();
    view! {
        <PrimaryBar left=move || {
            view! {
                <div class="row tight">
                    <Button
                        label=Signal::derive(move || Some(words.get().till.check.to_owned()))
                        testid="pay-back"
                        on_press=back
                    >
                        <Icon name=IconName::Back />
                        <span class="pay-back-word">{move || words.get().till.check}</span>
                    </Button>
                    <NoticeBar />
                </div>
            }
        }>
            <Show when=move || desk.tender.get() == Tender::Card && !over.get()>
                <Button
                    big=true
                    blocked=Signal::derive(move || {
                        desk.paying.get().then(|| words.get().till.paid_saving.to_owned())
                    })
                    testid="cancel-card"
                    on_press=move |()| desk.choose(Tender::Cash)
                >
                    {move || words.get().till.card_refused}
                </Button>
            </Show>
            <Show when=move || over.get() fallback=|| view! { <TakeOrLook /> }>
                <LeaveCheck />
            </Show>
        </PrimaryBar>
    }
}

/// Takes the money, unless the guest was told another amount: then the new one is read first.
/// What a terminal took is taken all the same.
#[component]
fn TakeOrLook() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let desk = PayDesk::get();
    let changed = Memo::new(move |_| desk.changed().filter(|_| desk.gives_change(till)));
    let says = move || {
        let (was, is) = changed.get()?;
        let currency = till.currency()?;
        Some(format!(
            "{} → {}",
            currency.digits(was),
            currency.digits(is)
        ))
    };
    view! {
        <Show when=move || changed.get().is_some() fallback=|| view! { <TakeButton /> }>
            <Button
                big=true
                kind=ButtonKind::Primary
                shortcut=Shortcut::new("Enter", move || words.get().money.go_on_with)
                testid="see-change"
                on_press=move |()| desk.look_again()
            >
                <span>
                    <span class="small">{move || words.get().money.go_on_with}</span>
                    <br />
                    {says}
                </span>
            </Button>
        </Show>
    }
}

/// Takes the money. «Paid» appears only with the node's word that it is on the disk.
#[component]
fn TakeButton() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let desk = PayDesk::get();
    let is_card = move || desk.tender.get() == Tender::Card;
    let blocked = move || desk.sum.with(|sum| why_not(sum, (till, desk), words.get()));
    let says = move || {
        let words = words.get();
        let currency = till.currency()?;
        Some(desk.sum.with(|sum| match desk.tender.get() {
            Tender::Card => words.card_approved(&currency.digits(sum.handed)),
            Tender::Cash | Tender::GiftCard => words.take_cash(&currency.digits(sum.handed)),
            tender @ Tender::Other(_) => {
                let name = own_name(till, tender).unwrap_or_default();
                words.take_by(&name, &currency.digits(sum.handed))
            }
        }))
    };
    view! {
        <Show
            when=is_card
            fallback=move || {
                view! {
                    <Button
                        kind=ButtonKind::Good
                        big=true
                        busy=desk.paying
                        blocked=Signal::derive(blocked)
                        shortcut=Shortcut::new("Enter", move || words.get().till.pay_word)
                        testid="take-cash"
                        on_press=move |()| take(till, talk, desk)
                    >
                        {says}
                    </Button>
                }
            }
        >
            <Button
                kind=ButtonKind::Good
                big=true
                busy=desk.paying
                blocked=Signal::derive(blocked)
                shortcut=Shortcut::new("Enter", move || words.get().till.card_confirm)
                testid="confirm-card"
                on_press=move |()| take(till, talk, desk)
            >
                <Icon name=IconName::Check />
                {says}
            </Button>
        </Show>
    }
}

/// Why the money cannot be taken now.
fn why_not(sum: &Entered, (till, desk): (Till, PayDesk), words: &Words) -> Option<String> {
    let tender = desk.tender.get();
    if sum.due.is_zero() {
        Some(words.till.nothing_to_pay.to_owned())
    } else if sum.tendered.is_negative() || sum.tendered.is_zero() && !sum.owed.is_zero() {
        Some(words.till.enter_amount.to_owned())
    } else if tender == Tender::Card && sum.tendered > sum.due {
        Some(words.till.card_too_much.to_owned())
    } else if sum.tendered > sum.due && !desk.gives_change(till) {
        Some(words.gives_no_change(&own_name(till, tender)?))
    } else {
        None
    }
}

fn take(till: Till, talk: Talk, desk: PayDesk) {
    let Some(order) = till.order_id().filter(|_| !desk.paying.get_untracked()) else {
        return;
    };
    let (tender, sum) = (desk.tender.get_untracked(), desk.sum.get_untracked());
    desk.paying.set(true);
    let pay = Command::Pay {
        order,
        tender,
        tendered: sum.tendered,
        tip: sum.tip,
        part: desk.part.get_untracked(),
        seen_due: desk.seen_due(),
    };
    talk.try_ask(pay, move |answer| {
        desk.paying.try_set(false);
        match answer {
            Ok(Reply::Paid {
                preview,
                order: view,
            }) => desk.took(till, talk, preview, *view),
            Ok(_) => {}
            Err(failure) => not_taken(till, talk, &failure),
        }
    });
}
