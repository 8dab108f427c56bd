//! After the last tender: a calm screen with the change and the receipt. Any tap goes on.

use leptos::prelude::*;
use shared::{
    api::till::{Command, Reply},
    menu::Service,
};
use ui_kit::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    keys::{Shortcut, use_key},
    price::{Price, PriceSize},
    words::use_words,
};

use crate::{
    paper::Paper,
    state::{Place, Till, use_till},
    talk::Talk,
};

/// The whole screen.
#[component]
pub(crate) fn PaidScreen() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let next = Callback::new(move |()| next_guest(till));
    use_key(
        Shortcut::new("Enter", move || words.get().till.next_guest),
        next,
    );
    use_key(Shortcut::unlisted("Escape"), next);
    let paper = RwSignal::new(None::<String>);
    let order = till
        .settled
        .with_untracked(|settled| settled.as_ref().map(|settled| settled.order.order.id));
    if let Some(order) = order {
        talk.ask(Command::ShowReceipt { order }, move |reply| {
            if let Reply::Paper { html } = reply {
                paper.try_set(Some(html));
            }
        });
    }
    view! {
        <main class="paid-screen" data-testid="paid" on:click=move |_| next_guest(till)>
            <section class="paid-says">
                <span class="paid-mark">
                    <Icon name=IconName::Check />
                </span>
                <h1>{move || words.get().till.paid}</h1>
                <Change />
                <p class="soft">{move || words.get().till.next_guest}</p>
            </section>
            <section class="paid-paper scroll" on:click=|event| event.stop_propagation()>
                <Paper html=paper />
            </section>
        </main>
        <div class="bottom">
            <footer class="primary-bar">
                <span class="grow"></span>
                <div class="primary-actions">
                    <Button
                        big=true
                        shortcut=Shortcut::new("F4", move || words.get().till.counter)
                        testid="next-counter"
                        on_press=move |()| {
                            next_guest(till);
                            let open = Command::OpenOrder {
                                service: Service::EatIn,
                                table: None,
                                tab: String::new(),
                                guests: 1,
                            };
                            talk.open_order(open, |_| {});
                        }
                    >
                        <Icon name=IconName::Plus />
                        {move || words.get().till.counter}
                    </Button>
                    <Button kind=ButtonKind::Good big=true testid="next-guest" on_press=next>
                        {move || words.get().common.next}
                        <Icon name=IconName::Forward />
                    </Button>
                </div>
            </footer>
        </div>
    }
    .into_any()
}

pub(super) fn next_guest(till: Till) {
    till.settled.set(None);
    till.order.set(None);
    till.go(Place::Floor);
}

/// The change in words and as the largest number of the screen.
#[component]
fn Change() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let shut_at_ms = move || {
        till.world
            .with(|world| world.as_ref().and_then(|world| world.drawer_shut_at_ms))
    };
    let before_ms = untrack(shut_at_ms);
    move || {
        let settled = till.settled.get()?;
        let currency = till.currency()?;
        let (change, total) = (settled.preview.change, settled.order.totals.total);
        let text = if change.is_zero() {
            words.get().till.no_change.to_owned()
        } else {
            words.get().change_is(&currency.format(change))
        };
        let stayed_shut = shut_at_ms() != before_ms;
        let drawer = (settled.cash && !till.is_training()).then(|| {
            let words = words.get().till;
            if stayed_shut {
                view! {
                    <p class="check-warns tone-bad" role="alert" data-testid="drawer-shut">
                        <Icon name=IconName::Warning />
                        {words.drawer_stayed_shut}
                    </p>
                }
                .into_any()
            } else {
                view! { <p class="soft">{words.drawer_is_open}</p> }.into_any()
            }
        });
        let paid = settled.order.order.payments.last();
        let left = paid
            .and_then(|paid| paid.card.as_ref())
            .map(|used| used.left);
        let left = left.map(|left| words.get().left_on_card(&currency.format(left)));
        Some(view! {
            <p>{words.get().amount_paid(&currency.format(total))}</p>
            <div class="paid-change">
                <Price amount=change currency size=PriceSize::Due testid="change" />
            </div>
            <p class="strong" data-testid="change-words">{text}</p>
            {drawer}
            <p class="strong" data-testid="card-left">{left}</p>
        })
    }
}
