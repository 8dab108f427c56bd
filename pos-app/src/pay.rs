//! Taking money: the check at the left, tenders and amounts at the right.

pub(crate) mod amounts;
mod draft;
pub(crate) mod gift_card;
pub(crate) mod paid;
mod parts;
pub(crate) mod split;
mod tip;
mod ways;

use leptos::prelude::*;
use shared::{
    api::{
        Problem,
        till::{Command, OrderView, PartView, Reply},
    },
    ids::{EntryId, LineId},
    money::Money,
    order::Tender,
    price::TenderPreview,
};
use ui_kit::{
    bars::{NoticeBar, PrimaryBar},
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    keys::{Shortcut, use_key},
    price::{Price, PriceSize},
    words::{Words, use_words},
};

use self::{
    amounts::{Amounts, Entered},
    gift_card::GiftCardSheet,
    parts::Parts,
    tip::TipSheet,
};
use crate::{
    order::bill::BillButton,
    order::{
        check::{CheckLines, Totals},
        deposit::DepositButton,
    },
    state::{Over, Place, Settled, Till, use_till},
    talk::Talk,
    wire::Failure,
};

/// A tender while it is taken.
#[derive(Clone, Copy)]
pub(crate) struct PayDesk {
    /// How the guest pays.
    pub(crate) tender: RwSignal<Tender>,
    /// What was typed: notes handed over, or the part that goes on the card; none for exact.
    pub(crate) typed: RwSignal<Option<i64>>,
    /// On top for the staff.
    pub(crate) tip: RwSignal<Money>,
    /// The part of a split check that pays; none for the check as a whole.
    pub(crate) part: Memo<Option<EntryId>>,
    chosen: RwSignal<Option<EntryId>>,
    /// The payment is on its way to the disk.
    pub(crate) paying: RwSignal<bool>,
    /// Due, typed and tip as amounts.
    pub(crate) sum: Memo<Entered>,
}

impl PayDesk {
    fn provide(till: Till) -> Self {
        let (typed, tip) = (RwSignal::new(None), RwSignal::new(Money::ZERO));
        let tender = RwSignal::new(Tender::Cash);
        let chosen = RwSignal::new(None);
        let part = Memo::new(move |_| {
            till.order
                .with(|view| part_that_pays(view.as_deref()?, chosen.get()))
        });
        let sum = Memo::new(move |_| {
            let due = till.order.with(|view| {
                let view = view.as_ref()?;
                Some(part_of(view, part.get()).map_or(view.totals.due, |part| part.totals.due))
            });
            let rules = till
                .order
                .with(|view| view.as_ref().map(|view| view.order.rules.clone()));
            Entered::of(
                (&rules.unwrap_or_default(), tender.get()),
                due.unwrap_or_default(),
                typed.get().map(Money::from_minor),
                tip.get(),
            )
        });
        let desk = Self {
            tender,
            typed,
            tip,
            part,
            chosen,
            paying: RwSignal::new(false),
            sum,
        };
        provide_context(desk);
        desk
    }

    /// The desk of the payment that is being taken.
    pub(crate) fn get() -> Self {
        expect_context::<Self>()
    }

    /// The desk on the pay screen; none elsewhere, where that of the last payment is still known
    /// and no longer lives.
    fn of_this_screen(till: Till) -> Option<Self> {
        let pays = till.place.get_untracked() == Place::Pay;
        pays.then(use_context::<Self>).flatten()
    }

    /// Chooses the part that pays; what was typed for another one is gone.
    pub(crate) fn choose_part(self, part: EntryId) {
        self.typed.set(None);
        self.tip.set(Money::ZERO);
        self.chosen.set(Some(part));
    }

    /// After the node's word that a payment is on the disk.
    pub(crate) fn took(self, till: Till, talk: Talk, preview: TenderPreview, view: OrderView) {
        self.typed.try_set(None);
        self.tip.try_set(Money::ZERO);
        if view.order.closed_at_ms.is_some() {
            let paid = view.order.payments.last();
            let cash = paid.is_some_and(|paid| paid.tender == Tender::Cash);
            till.settled.set(Some(Settled {
                preview,
                order: std::sync::Arc::new(view),
                cash,
            }));
            till.go(Place::Paid);
        } else if let Some(currency) = till.currency() {
            talk.say_words(|words| words.amount_paid(&currency.format(preview.amount)));
        }
    }

    /// Chooses what goes on top for the staff; what was typed without it is gone.
    fn choose_tip(self, tip: Money) {
        self.typed.set(None);
        self.tip.set(tip);
    }

    /// Chooses a tender; what was typed for the other one is gone.
    fn choose(self, tender: Tender) {
        self.typed.set(None);
        self.tender.set(tender);
    }
}

/// The node took no money: says why, and opens a shift first where none is open.
pub(crate) fn not_taken(till: Till, talk: Talk, failure: &Failure) {
    talk.say_failure(failure);
    if *failure == Failure::Problem(Problem::NoShift) {
        till.open_shift_first();
    }
}

/// The part that was chosen while it owes something, else the first that does.
fn part_that_pays(view: &OrderView, chosen: Option<EntryId>) -> Option<EntryId> {
    let mut owing = view.parts.iter().filter(|part| !part.totals.due.is_zero());
    let first = owing.clone().next();
    let chosen = owing.find(|part| Some(part.totals.id) == chosen);
    chosen.or(first).map(|part| part.totals.id)
}

/// A part of the shown check.
pub(crate) fn part_of(view: &OrderView, id: Option<EntryId>) -> Option<&PartView> {
    view.parts.iter().find(|part| Some(part.totals.id) == id)
}

/// The whole screen.
#[component]
pub(crate) fn PayScreen() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    PayDesk::provide(till);
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
                <Parts />
                <Due />
                <MoneyAhead />
                <Tenders />
                <Amounts />
            </section>
        </main>
        <GiftCardSheet />
        <TipSheet />
        <div class="bottom">
            <PayBar back />
        </div>
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
        <header class="pay-due">
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
fn PayBar(back: Callback<()>) -> impl IntoView {
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
            <Show when=move || desk.tender.get() == Tender::Card>
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
            <TakeButton />
        </PrimaryBar>
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
    let blocked = move || {
        desk.sum
            .with(|sum| why_not(sum, desk.tender.get(), words.get()))
    };
    let says = move || {
        let words = words.get();
        let currency = till.currency()?;
        Some(desk.sum.with(|sum| match desk.tender.get() {
            Tender::Card => words.card_approved(&currency.digits(sum.handed)),
            Tender::Cash | Tender::GiftCard => words.take_cash(&currency.digits(sum.handed)),
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
fn why_not(sum: &Entered, tender: Tender, words: &Words) -> Option<String> {
    if sum.due.is_zero() {
        Some(words.till.nothing_to_pay.to_owned())
    } else if sum.tendered.is_negative() || sum.tendered.is_zero() && !sum.owed.is_zero() {
        Some(words.till.enter_amount.to_owned())
    } else if tender == Tender::Card && sum.tendered > sum.due {
        Some(words.till.card_too_much.to_owned())
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
