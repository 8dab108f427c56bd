//! Closed orders with their receipts.

mod deposit;
pub(crate) mod flags;
mod news;
mod older;
mod papers;
mod refund;
pub(crate) mod seen;
mod surplus;
mod tips;
mod ways;

use leptos::prelude::*;
use shared::{
    api::till::{Command, OrderSummary, Reply},
    ids::OrderId,
    staff::Permit,
};
use ui_kit::{
    bars::{NoticeBar, PrimaryBar},
    button::{Button, ButtonKind},
    field::SearchField,
    icon::{Icon, IconName},
    keys::Shortcut,
    price::Price,
    states::{EmptyState, Loading},
    words::use_words,
};

use crate::{
    clock,
    order::{history::HistoryButton, orders::summary_title},
    pay::gift_card::GiftCardSheet,
    phone::PhoneTabs,
    state::{Over, use_till},
    talk::Talk,
};

use self::{
    flags::{FlagMark, FlagNotes},
    older::{DayField, Older, Pages},
    papers::{ChosenPaper, PaperChips, Sheet, Which},
    refund::RefundSheet,
    seen::{SeenNotes, SeenSheet},
    tips::{TipButtons, TipSheet},
};

/// The whole screen: the list at the left, the paper at the right.
#[component]
pub(crate) fn ReceiptsScreen() -> impl IntoView {
    let talk = Talk::get();
    let orders = RwSignal::new(None::<Vec<OrderSummary>>);
    let chosen = RwSignal::new(None::<OrderId>);
    let paper = RwSignal::new(Sheet::Coming);
    let search = RwSignal::new(String::new());
    let older = Older::new(talk);
    older.follow(search);
    let which = RwSignal::new(Which::Check);
    let choose = papers::chooser(talk, chosen, which, paper);
    let show = Callback::new(move |order: OrderId| {
        chosen.set(Some(order));
        choose.run(Which::Check);
    });
    talk.ask(Command::ClosedOrders, move |reply| {
        if let Reply::Orders(found) = reply {
            if let Some(first) = found.first() {
                show.run(first.id);
            }
            orders.try_set(Some(found));
        }
    });
    news::follow(use_till(), talk, orders);
    let changed = Callback::new(move |_: OrderId| {
        list_anew(talk, orders);
        older.anew();
    });
    let refunded = Callback::new(move |order: OrderId| {
        changed.run(order);
        show_refund(talk, order, chosen, choose);
    });
    let looked = and_paper(changed, choose, which);
    view! {
        <main class="list-screen">
            <section class="zone">
                <ListHead search older />
                <div class="scroll" data-testid="receipts">
                    <List orders older search chosen show />
                    <Pages older search />
                </div>
            </section>
            <section class="zone paper-zone">
                <Show when=move || chosen.get().is_some()>
                    <div class="scroll">
                        <Flagged orders older chosen changed=looked />
                        {move || {
                            // Asked anew when something went back.
                            orders.track();
                            chosen.get().map(|order| {
                                view! {
                                    <SeenNotes order changed />
                                    <Papers order which choose />
                                }
                            })
                        }}
                        <ChosenPaper paper />
                    </div>
                </Show>
            </section>
        </main>
        <div class="bottom">
            <ReceiptBar chosen which paper />
            <PhoneTabs />
        </div>
        <RefundSheet done=refunded />
        <GiftCardSheet />
        <TipSheet done=looked />
        <SeenSheet done=changed />
    }
    .into_any()
}

/// What of the chosen check needs a look.
#[component]
fn Flagged(
    orders: RwSignal<Option<Vec<OrderSummary>>>,
    older: Older,
    chosen: RwSignal<Option<OrderId>>,
    changed: Callback<OrderId>,
) -> impl IntoView {
    let flagged = Memo::new(move |_| {
        let id = chosen.get()?;
        let found = orders.with(|orders| orders.iter().flatten().find(|one| one.id == id).cloned());
        let found = found.or_else(|| older.order(id));
        found.filter(|order| !order.flags.is_empty())
    });
    move || {
        flagged
            .get()
            .map(|order| view! { <FlagNotes order changed /> })
    }
}

/// What finds a receipt, and what tells the balance of a gift card.
#[component]
fn ListHead(search: RwSignal<String>, older: Older) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <div class="list-head">
            <SearchField
                value=search
                label=Signal::derive(move || words.get().common.search.to_owned())
                testid="receipts-search"
            />
            <DayField older search />
            <Button
                label=Signal::derive(move || Some(words.get().money.gift_card.to_owned()))
                testid="ask-gift-card"
                on_press=move |()| till.over.set(Over::GiftCard)
            >
                <Icon name=IconName::Card />
            </Button>
        </div>
    }
}

/// The papers of the chosen check, what can be said anew about its payments, and what happened to it.
#[component]
fn Papers(order: OrderId, which: RwSignal<Which>, choose: Callback<Which>) -> impl IntoView {
    view! {
        <div class="stack paper-more">
            <PaperChips order which choose />
            <TipButtons order />
            <div class="chips">
                <HistoryButton order />
            </div>
        </div>
    }
}

/// The check is another one: it and the shown paper are asked for anew.
fn and_paper(
    changed: Callback<OrderId>,
    choose: Callback<Which>,
    which: RwSignal<Which>,
) -> Callback<OrderId> {
    Callback::new(move |order: OrderId| {
        changed.run(order);
        choose.run(which.get_untracked());
    })
}

/// Something went back: the list is asked for anew.
fn list_anew(talk: Talk, orders: RwSignal<Option<Vec<OrderSummary>>>) {
    talk.ask(Command::ClosedOrders, move |reply| {
        if let Reply::Orders(found) = reply {
            orders.try_set(Some(found));
        }
    });
}

/// Shows the paper of what went back last, where its check is still chosen.
fn show_refund(
    talk: Talk,
    order: OrderId,
    chosen: RwSignal<Option<OrderId>>,
    choose: Callback<Which>,
) {
    talk.ask(Command::ShowOrder { order }, move |reply| {
        let Reply::Order(view) = reply else { return };
        let Some(refund) = view.order.refunds.last().map(|refund| refund.fact) else {
            return;
        };
        if chosen.try_get_untracked() == Some(Some(order)) {
            choose.run(Which::Refund(refund));
        }
    });
}

/// Begins a refund of the chosen check.
#[component]
fn RefundButton(chosen: RwSignal<Option<OrderId>>) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let blocked = Signal::derive(move || {
        let words = words.get();
        if chosen.get().is_none() {
            return Some(words.till.choose_receipt.to_owned());
        }
        (!till.may_ask(Permit::Refund)).then(|| words.common.not_allowed.to_owned())
    });
    view! {
        <Button
            big=true
            blocked
            shortcut=Shortcut::new("b", move || words.get().refund())
            testid="refund"
            on_press=move |()| {
                if let Some(order) = chosen.get_untracked() {
                    till.over.set(Over::Refund(order));
                }
            }
        >
            <Icon name=IconName::Undo />
            {move || words.get().refund()}
        </Button>
    }
}

#[component]
fn ReceiptBar(
    chosen: RwSignal<Option<OrderId>>,
    which: RwSignal<Which>,
    paper: RwSignal<Sheet>,
) -> impl IntoView {
    let talk = Talk::get();
    let words = use_words();
    let printing = RwSignal::new(false);
    let none = Signal::derive(move || {
        let words = words.get();
        if chosen.get().is_none() {
            return Some(words.till.choose_receipt.to_owned());
        }
        let is_elsewhere = paper.with(|paper| *paper == Sheet::Elsewhere);
        is_elsewhere.then(|| words.money.paper_elsewhere.to_owned())
    });
    let reprint = move |()| {
        let Some(order) = chosen.get_untracked() else {
            return;
        };
        printing.set(true);
        talk.try_ask(which.get_untracked().print(order), move |answer| {
            printing.try_set(false);
            match answer {
                Ok(Reply::Paper { html }) => {
                    paper.try_set(Sheet::Here(html));
                    talk.say(|words| words.till.copy_printed);
                }
                Ok(_) => {}
                Err(failure) => talk.say_failure(&failure),
            }
        });
    };
    view! {
        <PrimaryBar left=move || view! { <NoticeBar /> }>
            <RefundButton chosen />
            <Button
                kind=ButtonKind::Primary
                big=true
                blocked=none
                busy=printing
                shortcut=Shortcut::new("p", move || words.get().till.reprint)
                testid="reprint"
                on_press=reprint
            >
                <Icon name=IconName::Printer />
                {move || words.get().till.reprint}
            </Button>
        </PrimaryBar>
    }
}

#[component]
fn List(
    orders: RwSignal<Option<Vec<OrderSummary>>>,
    older: Older,
    search: RwSignal<String>,
    chosen: RwSignal<Option<OrderId>>,
    show: Callback<OrderId>,
) -> impl IntoView {
    let words = use_words();
    let shown = move || {
        let wanted = search.get().trim().to_lowercase();
        orders.get().map(|orders| {
            let holds = |order: &OrderSummary| {
                let title = summary_title(words.get(), order).to_lowercase();
                let number = order.number.to_lowercase();
                title.contains(&wanted) || number.contains(&wanted)
            };
            let mut shown: Vec<OrderSummary> = if older.shows_recent() {
                orders.into_iter().filter(holds).collect()
            } else {
                Vec::new()
            };
            let recent: Vec<OrderId> = shown.iter().map(|one| one.id).collect();
            let more = older.orders().into_iter();
            shown.extend(more.filter(|one| !recent.contains(&one.id)));
            shown
        })
    };
    view! {
        {move || match shown() {
            None => view! { <Loading /> }.into_any(),
            Some(orders) if orders.is_empty() => {
                let text = Signal::derive(move || words.get().till.empty_receipts.to_owned());
                view! { <EmptyState icon=IconName::Receipt text /> }.into_any()
            }
            Some(orders) => {
                orders
                    .into_iter()
                    .map(|order| view! { <ReceiptRow order chosen show /> })
                    .collect_view()
                    .into_any()
            }
        }}
    }
}

#[component]
fn ReceiptRow(
    order: OrderSummary,
    chosen: RwSignal<Option<OrderId>>,
    show: Callback<OrderId>,
) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let id = order.id;
    let closed_at_ms = order.closed_at_ms.unwrap_or(order.opened_at_ms);
    let time = till.with_site(|site| clock::day_and_time_text(closed_at_ms, site));
    let here = move || {
        if chosen.get() == Some(id) {
            "true"
        } else {
            "false"
        }
    };
    view! {
        <button
            type="button"
            class="list-row"
            aria-pressed=here
            data-testid=format!("receipt-{}", order.number)
            on:click=move |_| show.run(id)
        >
            <span class="list-title">
                <span class="strong">{summary_title(words.get_untracked(), &order)}</span>
                <span class="small soft">
                    {format!("{} · {} · {}", order.number, time.unwrap_or_default(), order.server)}
                </span>
                <FlagMark flags=order.flags.clone() />
            </span>
            {till
                .currency()
                .map(|currency| view! { <Price amount=order.total currency bare=true /> })}
        </button>
    }
}
