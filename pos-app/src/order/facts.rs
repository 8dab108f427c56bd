//! What is true of a whole order: seats, guests, how it is taken, its table.

use leptos::prelude::*;
use shared::{api::till::Command, menu::Service};
use ui_kit::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    keys::{Shortcut, use_key},
    numpad::Stepper,
    sheet::{Sheet, SheetPlace},
    tabs::{Tab, Tabs, TabsLook},
    words::use_words,
};

use super::courses::ServerButtons;
use super::transfer::OntoTable;
use crate::{
    state::{Over, use_till},
    talk::Talk,
};

/// For whom the next line is, and whether it is taken away.
#[component]
pub(crate) fn SeatBar() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let guests = Memo::new(move |_| {
        till.order.with(|view| {
            view.as_ref()
                .filter(|view| view.order.table.is_some())
                .map_or(0, |v| v.order.guests)
        })
    });
    let one_more = move |_| {
        let Some(order) = till.order_id() else { return };
        let guests = guests.get_untracked() + 1;
        talk.ask(Command::SetGuests { order, guests }, move |_| {
            till.seat.set(guests);
        });
    };
    view! {
        <div class="seat-bar">
            <Show
                when=move || { guests.get() > 0 }
                fallback=move || view! { <span class="grow strong order-number">{order_number}</span> }
            >
                <div class="seats" role="group" aria-label=move || words.get().till.seats>
                    <SeatChip seat=0 />
                    <For each=move || 1..=guests.get() key=|seat| *seat let:seat>
                        <SeatChip seat />
                    </For>
                    <button
                        type="button"
                        class="chip"
                        aria-label=move || words.get().common.one_more
                        data-testid="seat-more"
                        on:click=one_more
                    >
                        <Icon name=IconName::Plus />
                    </button>
                </div>
            </Show>
        </div>
    }
    .into_any()
}

/// The number of an order that has no seats.
fn order_number() -> String {
    let till = use_till();
    till.order.with(|view| {
        view.as_ref()
            .map_or_else(String::new, |view| view.order.number.clone())
    })
}

#[component]
fn SeatChip(seat: u32) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let says = move || match seat {
        0 => words.get().till.shared_seat.to_owned(),
        seat => seat.to_string(),
    };
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=move || if till.seat.get() == seat { "true" } else { "false" }
            data-testid=format!("seat-{seat}")
            on:click=move |_| till.seat.set(seat)
        >
            {says}
        </button>
    }
}

/// Eaten here or taken away; a tap turns it.
#[component]
pub(crate) fn ServiceButton() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let service = move || {
        till.order
            .with(|view| view.as_ref().map(|view| view.order.service))
    };
    let takeaway = move || service() == Some(Service::Takeaway);
    let delivery = move || service() == Some(Service::Delivery);
    let turn = Callback::new(move |()| {
        let Some(order) = till.order_id() else { return };
        if delivery() {
            till.over.set(Over::DeliverTo);
            return;
        }
        let service = if takeaway() {
            Service::EatIn
        } else {
            Service::Takeaway
        };
        talk.tell(Command::SetService { order, service });
    });
    use_key(Shortcut::new("t", move || words.get().till.takeaway), turn);
    let says = move || {
        if takeaway() {
            words.get().till.takeaway
        } else if delivery() {
            words.get().money.delivery
        } else {
            words.get().till.eat_in
        }
    };
    view! {
        <button
            type="button"
            class="chip service"
            class:takeaway=move || takeaway() || delivery()
            aria-pressed=move || if takeaway() || delivery() { "true" } else { "false" }
            data-testid="service"
            data-service=move || service().map_or("eat_in", service_id)
            on:click=move |_| turn.run(())
        >
            {move || {
                let name = match service() {
                    Some(Service::Takeaway) => IconName::Takeaway,
                    Some(Service::Delivery) => IconName::Forward,
                    Some(Service::EatIn) | None => IconName::Table,
                };
                view! { <Icon name /> }
            }}
            {says}
        </button>
    }
}

/// What tabs and tests call a service.
const fn service_id(service: Service) -> &'static str {
    match service {
        Service::EatIn => "eat_in",
        Service::Takeaway => "takeaway",
        Service::Delivery => "delivery",
    }
}

/// Guests, service, table and history in one sheet.
#[component]
pub(crate) fn FactsSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let title = move || {
        till.order.with(|view| {
            view.as_ref().map_or_else(String::new, |view| {
                let title = crate::frame::order_title(words.get(), &view.order);
                format!("{title} · {} · {}", view.order.number, view.server)
            })
        })
    };
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::OrderFacts)
            title=Signal::derive(title)
            place=SheetPlace::Middle
            testid="facts-sheet"
            on_close=move |()| till.close_over()
        >
            <FactsForm />
        </Sheet>
    }
}

#[component]
fn FactsForm() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let guests = move || {
        till.order
            .with(|view| view.as_ref().map_or(0, |view| i64::from(view.order.guests)))
    };
    let set_guests = move |guests: i64| {
        let guests = u32::try_from(guests).unwrap_or(1);
        if let Some(order) = till.order_id() {
            talk.tell(Command::SetGuests { order, guests });
        }
    };
    let services = move || {
        let till = words.get().till;
        vec![
            Tab::new("eat_in", till.eat_in),
            Tab::new("takeaway", till.takeaway),
            Tab::new("delivery", words.get().money.delivery),
        ]
    };
    let service = move || {
        let service = till
            .order
            .with(|view| view.as_ref().map(|view| view.order.service));
        service.map_or("eat_in", service_id).to_owned()
    };
    let has_tab = move || {
        till.order
            .with(|view| view.as_ref().is_some_and(|view| !view.order.tab.is_empty()))
    };
    let set_service = move |id: String| {
        let service = match id.as_str() {
            "takeaway" => Service::Takeaway,
            "delivery" => Service::Delivery,
            _ => Service::EatIn,
        };
        if let Some(order) = till.order_id() {
            talk.tell(Command::SetService { order, service });
            if service == Service::Delivery {
                till.over.set(Over::DeliverTo);
            }
        }
    };
    view! {
        <div class="stack">
            <div class="row">
                <span class="grow">{move || words.get().till.guests}</span>
                <Stepper
                    value=Signal::derive(guests)
                    label=Signal::derive(move || words.get().till.guests.to_owned())
                    testid="facts-guests"
                    on_change=set_guests
                />
            </div>
            <Tabs
                tabs=Signal::derive(services)
                selected=Signal::derive(service)
                look=TabsLook::Segments
                label=Signal::derive(move || words.get().till.eat_in.to_owned())
                testid="facts-service"
                on_select=set_service
            />
            <div class="choices">
                <Button big=true testid="move-table" on_press=move |()| till.over.set(Over::Move)>
                    <Icon name=IconName::Move />
                    {move || words.get().till.move_table}
                </Button>
                <Button
                    big=true
                    testid="move-lines"
                    on_press=move |()| till.over.set(Over::MoveLines)
                >
                    <Icon name=IconName::Move />
                    {move || words.get().moving.dishes}
                </Button>
                <Button big=true testid="join" on_press=move |()| till.over.set(Over::Join)>
                    <Icon name=IconName::Table />
                    {move || words.get().moving.join}
                </Button>
                <Button big=true testid="name-tab" on_press=move |()| till.over.set(Over::TabName)>
                    <Icon name=IconName::Person />
                    {move || if has_tab() { words.get().moving.rename } else { words.get().moving.to_tab }}
                </Button>
                <Button big=true testid="for-later" on_press=move |()| till.over.set(Over::Scheduled)>
                    <Icon name=IconName::Clock />
                    {move || words.get().courses.for_later}
                </Button>
                <super::bill::BillButton part=None big=true />
                <super::deposit::DepositButton />
                <Button big=true testid="history" on_press=move |()| till.over.set(Over::History)>
                    <Icon name=IconName::Clock />
                    {move || words.get().common.history}
                </Button>
            </div>
            <ServerButtons />
        </div>
    }
}

/// Every table, those that are free first in their rooms.
#[component]
pub(crate) fn MoveSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let onto = RwSignal::new(None::<String>);
    // Each time that it opens it begins with all tables.
    Effect::new(move |_| {
        if till.over.with(|over| *over != Over::Move) {
            onto.set(None);
        }
    });
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::Move)
            title=Signal::derive(move || words.get().till.choose_table.to_owned())
            place=SheetPlace::Middle
            testid="move-sheet"
            on_close=move |()| till.close_over()
        >
            {move || {
                if let Some(table) = onto.get() {
                    return view! { <OntoTable table /> }.into_any();
                }
                let floor = till.floor.get();
                floor
                    .rooms
                    .iter()
                    .map(|room| {
                        let tables: Vec<_> = room
                            .tables
                            .iter()
                            .map(|table| {
                                let mine = till.order_id();
                                let mut there = table.orders.iter();
                                let taken = there.any(|one| Some(one.id) != mine);
                                view! { <MoveTarget table=table.name.clone() taken onto /> }
                            })
                            .collect();
                        view! {
                            <h3 class="sheet-part">{room.name.clone()}</h3>
                            <div class="number-grid">{tables}</div>
                        }
                    })
                    .collect_view()
                    .into_any()
            }}
        </Sheet>
    }
}

#[component]
fn MoveTarget(table: String, taken: bool, onto: RwSignal<Option<String>>) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let name = StoredValue::new(table.clone());
    let go = move |()| {
        let mine = till
            .order
            .with_untracked(|view| view.as_ref().and_then(|view| view.order.table.clone()));
        if taken && mine != Some(name.get_value()) {
            onto.set(Some(name.get_value()));
        } else if let Some(order) = till.order_id() {
            till.close_over();
            talk.tell(Command::MoveTable {
                order,
                table: name.get_value(),
            });
        }
    };
    let kind = if taken {
        ButtonKind::Quiet
    } else {
        ButtonKind::Plain
    };
    view! {
        <Button kind testid=format!("move-to-{table}") on_press=go>
            {taken.then(|| view! { <Icon name=IconName::Guests /> })}
            {table}
        </Button>
    }
}
