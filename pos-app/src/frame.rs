//! What stands round every screen: the bar at the top, the pill, who is signed in.

use leptos::prelude::*;
use shared::{
    api::{PrinterCause, PrinterTrouble, till::Command},
    menu::Service,
    order::Order,
};
use ui_kit::{
    bars::{Pill, World},
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    keys::{Keys, Shortcut},
    sheet::{Sheet, SheetPlace},
    theme::ThemeButton,
    words::{Words, use_words},
};

use crate::{
    order::{orders::OrdersButton, search::OrderSearch},
    state::{Over, Place, use_till},
    talk::Talk,
    training::TrainingSwitch,
};

/// The bar at the top of every screen after sign-in.
#[component]
pub(crate) fn TopBar() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let at_order = move || till.place.get() == Place::Order;
    view! {
        <header class="top-bar tight till-bar">
            <Button
                kind=ButtonKind::Quiet
                class="who"
                testid="who"
                on_press=move |()| till.over.set(Over::Who)
            >
                <Icon name=IconName::Person />
                <span class="who-name">
                    {move || till.me.with(|me| me.as_ref().map(|me| me.name.clone()))}
                </span>
                <Icon name=IconName::Down />
            </Button>
            <Button
                kind=ButtonKind::Quiet
                class="to-floor"
                pressed=Signal::derive(move || Some(till.place.get() == Place::Floor))
                shortcut=Shortcut::new("F2", move || words.get().till.floor)
                testid="go-floor"
                on_press=move |()| till.go(Place::Floor)
            >
                <Icon name=IconName::Table />
                <span class="wide-only">{move || words.get().till.floor}</span>
            </Button>
            <Show when=at_order>
                <OrderTitle />
                <OrdersButton />
                <OrderSearch />
            </Show>
            <Show when=move || matches!(till.place.get(), Place::Pay | Place::Paid)>
                <PayTitle />
            </Show>
            <Show when=move || {
                matches!(till.place.get(), Place::Floor | Place::Receipts | Place::Shift)
            }>
                <OtherPlaces />
            </Show>
            <span class="grow bar-gap"></span>
            <WorldPill />
        </header>
    }
}

/// Receipts and shift: what is needed a few times a day.
#[component]
fn OtherPlaces() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let here = move |place| Signal::derive(move || Some(till.place.get() == place));
    view! {
        <Button
            kind=ButtonKind::Quiet
            pressed=here(Place::Receipts)
            shortcut=Shortcut::new("r", move || words.get().till.receipts)
            testid="go-receipts"
            on_press=move |()| till.go(Place::Receipts)
        >
            <Icon name=IconName::Receipt />
            <span class="wide-only">{move || words.get().till.receipts}</span>
        </Button>
        <Button
            kind=ButtonKind::Quiet
            pressed=here(Place::Shift)
            shortcut=Shortcut::new("s", move || words.get().till.shift)
            testid="go-shift"
            on_press=move |()| till.go(Place::Shift)
        >
            <Icon name=IconName::Drawer />
            <span class="wide-only">{move || words.get().till.shift}</span>
        </Button>
    }
}

/// What people call an order: its table, its tab or its number.
pub(crate) fn order_title(words: &Words, order: &Order) -> String {
    match &order.table {
        Some(table) => words.table(table),
        None if !order.tab.is_empty() => order.tab.clone(),
        None if order.service == Service::Takeaway => words.till.takeaway.to_owned(),
        None if order.service == Service::Delivery => words.money.delivery.to_owned(),
        None => words.till.counter.to_owned(),
    }
}

/// The table and guests of the shown order; a tap shows and changes them.
#[component]
fn OrderTitle() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let title = move || {
        till.order.with(|view| {
            view.as_ref()
                .map(|view| order_title(words.get(), &view.order))
        })
    };
    let guests = move || {
        till.order.with(|view| {
            let view = view.as_ref()?;
            let some = view.order.guests > 0 && view.order.table.is_some();
            some.then(|| words.get().guests(i64::from(view.order.guests)))
        })
    };
    view! {
        <Button
            kind=ButtonKind::Quiet
            class="order-title"
            shortcut=Shortcut::new("g", move || words.get().till.order_facts)
            testid="order-facts"
            on_press=move |()| till.over.set(Over::OrderFacts)
        >
            <span class="strong">{title}</span>
            <span class="soft wide-only">{guests}</span>
            <Icon name=IconName::Down />
        </Button>
    }
}

/// Whose check is being paid.
#[component]
fn PayTitle() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let title = move || {
        till.order.with(|view| {
            view.as_ref()
                .map(|view| order_title(words.get(), &view.order))
        })
    };
    view! { <span class="order-title strong" data-testid="pay-title">{title}</span> }
}

/// How the till stands to the rest, in one pill.
#[component]
pub(crate) fn WorldPill() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let state = move || {
        till.world.with(|world| match world {
            _ if !till.node_answers.get() => World::Trouble,
            Some(world) if !world.printers.is_empty() => World::Trouble,
            Some(world) if !world.together => World::Alone,
            _ => World::Together,
        })
    };
    let text = move || {
        if !till.node_answers.get() {
            return Some(words.get().till.node_silent.to_owned());
        }
        till.world.with(|world| {
            let world = world.as_ref()?;
            let alone = if world.together {
                String::new()
            } else {
                format!("{} · ", words.get().common.alone)
            };
            let printer = world.printers.first().map(|trouble| {
                format!(
                    "{alone}{}: {}",
                    trouble.printer,
                    cause_word(&trouble.cause, words.get())
                )
            });
            let waiting = (!world.together && world.orders_waiting > 0).then(|| {
                words
                    .get()
                    .checks_wait_for_hub(i64::from(world.orders_waiting))
            });
            printer.or(waiting)
        })
    };
    view! {
        <Pill
            world=Signal::derive(state)
            text=Signal::derive(text)
            on_press=Callback::new(move |()| till.over.set(Over::World))
        />
    }
}

/// Everything behind the pill, with what can be done about it.
#[component]
pub(crate) fn WorldSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let hub = move || {
        let words = words.get();
        till.world.with(|world| match world {
            None => words.common.loading.to_owned(),
            Some(world) if world.together => words.common.together_long.to_owned(),
            Some(world) => words.alone_and_waiting(i64::from(world.orders_waiting)),
        })
    };
    let printers = move || {
        till.world
            .with(|world| world.as_ref().map_or_else(Vec::new, |w| w.printers.clone()))
    };
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::World)
            title=Signal::derive(move || words.get().till.state_of_world.to_owned())
            place=SheetPlace::Middle
            testid="world-sheet"
            on_close=move |()| till.close_over()
        >
            <div class="stack">
                {move || {
                    (!till.node_answers.get())
                        .then(|| {
                            view! {
                                <p class="error-note tone-bad" role="alert">
                                    {move || words.get().common.error_node}
                                </p>
                            }
                        })
                }} <p data-testid="world-hub">{hub}</p>
                {move || {
                    printers()
                        .into_iter()
                        .map(|trouble| view! { <PrinterRow trouble /> })
                        .collect_view()
                }}
            </div>
        </Sheet>
    }
}

/// Why a printer does not print, in a few words.
const fn cause_word(cause: &PrinterCause, words: &Words) -> &'static str {
    match cause {
        PrinterCause::Unreachable => words.till.printer_away,
        PrinterCause::NoPaper => words.till.printer_empty,
        PrinterCause::CoverOpen => words.till.printer_lid,
        PrinterCause::Uncertain => words.till.printer_uncertain,
        PrinterCause::NotPrinted => words.till.printer_not_printed,
    }
}

/// One printer in trouble: what it has, what waits, and what to do.
#[component]
fn PrinterRow(trouble: PrinterTrouble) -> impl IntoView {
    let talk = Talk::get();
    let words = use_words();
    let cause = StoredValue::new(trouble.cause);
    let waiting = i64::from(trouble.waiting);
    let name = StoredValue::new(trouble.printer);
    let says = move || {
        let words = words.get();
        let what = cause.with_value(|cause| cause_word(cause, words));
        words.printer_trouble(&name.get_value(), what, waiting)
    };
    let drop_says = move || {
        if cause.with_value(|cause| *cause == PrinterCause::Uncertain) {
            words.get().till.printer_did_print
        } else {
            words.get().till.printer_drop
        }
    };
    let id = name.get_value();
    view! {
        <div class="panel stack" data-testid=format!("printer-{id}")>
            <p>{says}</p>
            <div class="row">
                <Button
                    kind=ButtonKind::Primary
                    testid=format!("printer-retry-{id}")
                    on_press=move |()| {
                        talk.tell(Command::RetryPrinter { printer: name.get_value() });
                    }
                >
                    <Icon name=IconName::Again />
                    {move || words.get().common.try_again}
                </Button>
                <Button
                    kind=ButtonKind::Danger
                    testid=format!("printer-drop-{id}")
                    on_press=move |()| talk.tell(Command::DropPapers { printer: name.get_value() })
                >
                    {drop_says}
                </Button>
            </div>
        </div>
    }
}

/// Lock, sign out, theme and keys.
#[component]
pub(crate) fn WhoSheet() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let keys = use_context::<Keys>();
    let title = move || {
        let me = till.me.get();
        me.map_or_else(String::new, |me| {
            format!("{} · {}", me.name, words.get().role(me.role.word()))
        })
    };
    let show_keys = move |()| {
        till.close_over();
        if let Some(keys) = keys {
            keys.help().set(true);
        }
    };
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::Who)
            title=Signal::derive(title)
            place=SheetPlace::Middle
            testid="who-sheet"
            on_close=move |()| till.close_over()
        >
            <div class="choices">
                <Button big=true testid="lock" on_press=move |()| talk.sign_out(true)>
                    <Icon name=IconName::Lock />
                    {move || words.get().till.lock_now}
                </Button>
                <Button big=true testid="sign-out" on_press=move |()| talk.sign_out(false)>
                    <Icon name=IconName::Person />
                    {move || words.get().common.sign_out}
                </Button>
                <TrainingSwitch />
                <Button big=true testid="show-keys" on_press=show_keys>
                    <Icon name=IconName::Keyboard />
                    {move || words.get().common.keys}
                </Button>
                <ThemeButton />
            </div>
        </Sheet>
    }
}
