//! Open orders without a table: counter, takeaway, tabs. One tap goes from one to the other.

use leptos::prelude::*;
use shared::{
    api::till::{Command, OrderSummary},
    menu::Service,
};
use ui_kit::{
    age::age_minutes,
    button::{Button, ButtonKind},
    field::TextField,
    icon::{Icon, IconName},
    keys::Shortcut,
    price::Price,
    sheet::{Sheet, SheetPlace},
    states::EmptyState,
    words::{Words, use_words},
};

use super::scheduled::ReadyMark;
use crate::{
    floor::table_look,
    receipts::flags::FlagMark,
    state::{Over, Till, use_till},
    talk::Talk,
};

/// With fewer orders nobody has to look for one.
const FIND_FROM: usize = 4;

/// Open orders without a table, the oldest first; then those that wait for their time.
pub(crate) fn loose(till: Till) -> Vec<OrderSummary> {
    let mut loose = till.floor.with(|floor| floor.loose.clone());
    loose.sort_by_key(|order| (order.fire_at_ms, order.opened_at_ms, order.id));
    loose
}

/// How many orders without a table are open; a tap lists them.
#[component]
pub(crate) fn OrdersButton() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let count = move || till.floor.with(|floor| floor.loose.len());
    view! {
        <Button
            kind=ButtonKind::Quiet
            class="wide-only"
            shortcut=Shortcut::new("F3", move || words.get().till.tabs)
            testid="go-tabs"
            on_press=move |()| till.over.set(Over::Loose)
        >
            {move || words.get().till.tabs}
            <span class="tab-count">{count}</span>
        </Button>
    }
}

/// The list over the order screen.
#[component]
pub(crate) fn LooseSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::Loose)
            title=Signal::derive(move || words.get().till.tabs.to_owned())
            testid="tabs-sheet"
            on_close=move |()| till.close_over()
        >
            <div class="stack">
                <NewOrders />
                <LooseList />
            </div>
        </Sheet>
    }
}

/// Buttons for an order without a table.
#[component]
pub(crate) fn NewOrders() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let open = move |service: Service| {
        let command = Command::OpenOrder {
            service,
            table: None,
            tab: String::new(),
            guests: 1,
        };
        talk.open_order(command, |_| {});
    };
    view! {
        <div class="new-orders">
            <Button
                big=true
                shortcut=Shortcut::new("F4", move || words.get().till.counter)
                testid="new-counter"
                on_press=move |()| open(Service::EatIn)
            >
                <Icon name=IconName::Plus />
                {move || words.get().till.counter}
            </Button>
            <Button
                big=true
                shortcut=Shortcut::new("F6", move || words.get().till.takeaway)
                testid="new-takeaway"
                on_press=move |()| open(Service::Takeaway)
            >
                <Icon name=IconName::Takeaway />
                {move || words.get().till.takeaway}
            </Button>
            <Button
                big=true
                shortcut=Shortcut::new("F7", move || words.get().till.new_tab)
                testid="new-tab"
                on_press=move |()| till.over.set(Over::NewTab)
            >
                <Icon name=IconName::Person />
                {move || words.get().till.new_tab}
            </Button>
            <Button
                big=true
                shortcut=Shortcut::new("F8", move || words.get().money.delivery)
                testid="new-delivery"
                on_press=move |()| till.over.set(Over::NewDelivery)
            >
                <Icon name=IconName::Forward />
                {move || words.get().money.delivery}
            </Button>
        </div>
    }
}

/// Every open order without a table.
#[component]
pub(crate) fn LooseList() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let sought = RwSignal::new(String::new());
    let all = move || {
        let sought = sought.with(|text| text.trim().to_lowercase());
        let mut all = loose(till);
        all.retain(|one| {
            one.tab.to_lowercase().contains(&sought) || one.number.to_lowercase().contains(&sought)
        });
        all
    };
    let is_long = move || till.floor.with(|floor| floor.loose.len() >= FIND_FROM);
    view! {
        <Show when=is_long>
            <TextField
                label=Signal::derive(move || words.get().moving.find.to_owned())
                value=sought
                length_max=60
                testid="find-tab"
            />
        </Show>
        <div class="loose" data-testid="loose">
            {move || {
                let orders = all();
                if orders.is_empty() {
                    let text = Signal::derive(move || words.get().till.empty_tabs.to_owned());
                    return view! { <EmptyState icon=IconName::Receipt text /> }.into_any();
                }
                orders
                    .into_iter()
                    .map(|order| view! { <OrderCard order /> })
                    .collect_view()
                    .into_any()
            }}
        </div>
    }
}

/// What people call an order in a list.
pub(crate) fn summary_title(words: &Words, order: &OrderSummary) -> String {
    match &order.table {
        Some(table) => words.table(&with_joined(table, &order.joined_tables)),
        None if !order.tab.is_empty() => order.tab.clone(),
        None if order.service == Service::Takeaway => words.till.takeaway.to_owned(),
        None if order.service == Service::Delivery => words.money.delivery.to_owned(),
        None => words.till.counter.to_owned(),
    }
}

/// A table with those that are one check with it: `7 + 8`.
pub(crate) fn with_joined(table: &str, joined: &[String]) -> String {
    let all = std::iter::once(table).chain(joined.iter().map(String::as_str));
    all.collect::<Vec<_>>().join(" + ")
}

/// An open order: what it is called, how far it is, what is owed. A tap goes on with it.
#[component]
pub(crate) fn OrderCard(order: OrderSummary) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let (id, opened_at_ms) = (order.id, order.opened_at_ms);
    let (tone, icon, _) = table_look(order.state, words.get_untracked());
    let title = summary_title(words.get_untracked(), &order);
    let number = order.number.clone();
    // Two checks of a table have one name.
    let guests = order.table.is_some().then_some(i64::from(order.guests));
    let guests = move || guests.map(|count| format!(" · {}", words.get().guests(count)));
    let minutes = move || {
        words
            .get()
            .minutes(age_minutes(opened_at_ms, till.now_ms.get()))
    };
    let when = match order.ready_at_ms {
        Some(at_ms) => view! { <ReadyMark at_ms /> }.into_any(),
        None => minutes.into_any(),
    };
    view! {
        <button
            type="button"
            class=format!("order-card {}", tone.class())
            class:here=move || till.order.with(|view| view.as_ref().is_some_and(|v| v.order.id == id))
            data-testid=format!("order-{number}")
            on:click=move |_| talk.show_order(id)
        >
            <span class="order-card-state">{icon.map(|name| view! { <Icon name /> })}</span>
            <span class="order-card-title">
                <span class="strong">{title}</span>
                <span class="small soft">{number.clone()} {guests} " · " {when}</span>
                <FlagMark flags=order.flags.clone() />
            </span>
            {till.currency().map(|currency| view! { <Price amount=order.due currency bare=true /> })}
        </button>
    }
}

/// Asks for the name of a new tab.
#[component]
pub(crate) fn NewTabSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::NewTab)
            title=Signal::derive(move || words.get().till.new_tab.to_owned())
            place=SheetPlace::Middle
            testid="new-tab-sheet"
            on_close=move |()| till.close_over()
        >
            <NewTabForm />
        </Sheet>
    }
}

#[component]
fn NewTabForm() -> impl IntoView {
    let talk = Talk::get();
    let words = use_words();
    let name = RwSignal::new(String::new());
    let empty = Signal::derive(move || {
        name.with(|name| name.trim().is_empty())
            .then(|| words.get().till.tab_name.to_owned())
    });
    let open = move |()| {
        let tab = name.get_untracked().trim().to_owned();
        if !tab.is_empty() {
            let service = Service::EatIn;
            talk.open_order(
                Command::OpenOrder {
                    service,
                    table: None,
                    tab,
                    guests: 1,
                },
                |_| {},
            );
        }
    };
    view! {
        <div class="stack">
            <TextField
                label=Signal::derive(move || words.get().till.tab_name.to_owned())
                value=name
                first=true
                length_max=60
                testid="tab-name"
                on_enter=Callback::new(open)
            />
            <Button kind=ButtonKind::Primary big=true blocked=empty testid="tab-open" on_press=open>
                {move || words.get().common.open}
            </Button>
        </div>
    }
}

/// A name for the shown order; one on a table leaves it.
#[component]
pub(crate) fn TabNameSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::TabName)
            title=Signal::derive(move || words.get().till.tab_name.to_owned())
            place=SheetPlace::Middle
            testid="tab-name-sheet"
            on_close=move |()| till.close_over()
        >
            <TabNameForm />
        </Sheet>
    }
}

#[component]
fn TabNameForm() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let (tab, table) = till.order.with_untracked(|view| {
        let order = view.as_ref().map(|view| &view.order);
        order.map_or((String::new(), None), |one| {
            (one.tab.clone(), one.table.clone())
        })
    });
    let name = RwSignal::new(tab);
    let at_table = table.is_some();
    let empty = Signal::derive(move || {
        name.with(|name| name.trim().is_empty())
            .then(|| words.get().till.tab_name.to_owned())
    });
    let save = move |leaves: bool| {
        let tab = name.get_untracked().trim().to_owned();
        let Some(order) = till.order_id().filter(|_| !tab.is_empty()) else {
            return;
        };
        let command = if leaves {
            Command::MoveToTab { order, tab }
        } else {
            Command::NameTab { order, tab }
        };
        talk.ask(command, move |_| till.close_over());
    };
    view! {
        <div class="stack">
            <TextField
                label=Signal::derive(move || words.get().till.tab_name.to_owned())
                value=name
                first=true
                length_max=60
                testid="tab-new-name"
                on_enter=Callback::new(move |()| save(at_table))
            />
            <Button
                kind=ButtonKind::Primary
                big=true
                blocked=empty
                testid="tab-save"
                on_press=move |()| save(at_table)
            >
                {move || if at_table { words.get().moving.to_tab } else { words.get().common.save }}
            </Button>
        </div>
    }
}
