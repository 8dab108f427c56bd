//! Dishes that go to another check, and checks that become one.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::{
    api::till::{Command, MoveTo, OrderSummary, TableView, UnitsOf},
    ids::{LineId, OrderId},
    order::Line,
};
use ui_kit::{
    button::{Button, ButtonKind},
    field::TextField,
    icon::{Icon, IconName},
    numpad::Stepper,
    sheet::{Sheet, SheetPlace},
    states::EmptyState,
    words::use_words,
};

use super::orders::{loose, summary_title};
use crate::{
    state::{Over, Till, use_till},
    talk::Talk,
};

/// How many of each line go.
type Chosen = RwSignal<BTreeMap<LineId, i64>>;

/// All open orders but the shown one: those on tables first, then the others.
fn others(till: Till) -> Vec<OrderSummary> {
    let here = till.order.with(|view| view.as_ref().map(|v| v.order.id));
    let mut all: Vec<OrderSummary> = till.floor.with(|floor| {
        let tables = floor.rooms.iter().flat_map(|room| &room.tables);
        tables.flat_map(TableView::own_orders).cloned().collect()
    });
    all.extend(loose(till));
    // What was closed and owes again is paid where it is.
    all.retain(|one| Some(one.id) != here && one.closed_at_ms.is_none());
    all
}

/// Which dishes move, and where to.
#[component]
pub(crate) fn MoveLinesSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::MoveLines)
            title=Signal::derive(move || words.get().moving.dishes.to_owned())
            place=SheetPlace::Whole
            testid="move-lines-sheet"
            on_close=move |()| till.close_over()
        >
            <MoveLinesForm />
        </Sheet>
    }
}

#[component]
fn MoveLinesForm() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let chosen: Chosen = RwSignal::new(BTreeMap::new());
    let lines = Memo::new(move |_| {
        till.order.with(|view| {
            let lines = view
                .as_ref()
                .map_or_else(Vec::new, |view| view.order.lines.clone());
            let there = lines.into_iter().filter(|line| line.quantity > 0);
            there.collect::<Vec<_>>()
        })
    });
    // The line that was tapped before goes whole, until somebody says otherwise.
    lines.with_untracked(|lines| {
        let tapped = till.line.get_untracked();
        if let Some(line) = lines.iter().find(|line| Some(line.id) == tapped) {
            chosen.update(|chosen| {
                chosen.insert(line.id, line.quantity);
            });
        }
    });
    let all = move |()| {
        lines.with_untracked(|lines| {
            let whole = lines.iter().map(|line| (line.id, line.quantity));
            chosen.set(whole.collect());
        });
    };
    view! {
        <div class="stack">
            <Show
                when=move || !lines.with(Vec::is_empty)
                fallback=move || {
                    let text = Signal::derive(move || words.get().moving.no_dishes.to_owned());
                    view! { <EmptyState icon=IconName::Receipt text /> }
                }
            >
                <div class="row">
                    <h3 class="grow">{move || words.get().moving.which}</h3>
                    <Button testid="move-all" on_press=all>
                        {move || words.get().moving.all}
                    </Button>
                    <Button testid="move-none" on_press=move |()| chosen.set(BTreeMap::new())>
                        {move || words.get().moving.nothing}
                    </Button>
                </div>
                {move || {
                    let row = |(place, line)| view! { <LineRow place line chosen /> };
                    lines.get().into_iter().enumerate().map(row).collect_view()
                }}
                <h3>{move || words.get().moving.where_to}</h3>
                <Targets chosen />
            </Show>
        </div>
    }
    .into_any()
}

#[component]
fn LineRow(place: usize, line: Line, chosen: Chosen) -> impl IntoView {
    let till = use_till();
    let (id, most) = (line.id, line.quantity);
    let name = till.name(&line.facts.name);
    let label = name.clone();
    let units = move || chosen.with(|chosen| chosen.get(&id).copied().unwrap_or(0));
    view! {
        <div class="row">
            <span class="grow">{format!("{most} × {name}")}</span>
            <Stepper
                value=Signal::derive(units)
                min=0
                max=most
                label=Signal::derive(move || label.clone())
                testid=format!("move-line-{place}")
                on_change=move |units| {
                    chosen.update(|all| {
                        all.insert(id, units);
                    });
                }
            />
        </div>
    }
}

/// A new check here, every other open check, and every free table.
#[component]
fn Targets(chosen: Chosen) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let here = move || {
        till.order.with(|view| {
            let order = view.as_ref().map(|view| &view.order);
            order.map_or((None, String::new()), |one| {
                (one.table.clone(), one.tab.clone())
            })
        })
    };
    let free = move || {
        till.floor.with(|floor| {
            let tables = floor.rooms.iter().flat_map(|room| &room.tables);
            let free = tables.filter(|table| table.orders.is_empty());
            free.map(|table| table.name.clone()).collect::<Vec<_>>()
        })
    };
    view! {
        <NewTab chosen />
        <div class="choices targets" data-testid="move-targets">
            {move || {
                let (table, tab) = here();
                let to = MoveTo::New { table, tab };
                let says = words.get().moving.new_here.to_owned();
                view! { <Target to says testid="move-new-here".to_owned() chosen /> }
            }}
            {move || {
                let one = |one: OrderSummary| {
                    let says = format!("{} · {}", summary_title(words.get(), &one), one.number);
                    let testid = format!("move-to-{}", one.number);
                    view! { <Target to=MoveTo::Order { order: one.id } says testid chosen /> }
                };
                others(till).into_iter().map(one).collect_view()
            }}
            {move || {
                let one = |name: String| {
                    let says = words.get().table(&name);
                    let testid = format!("move-to-table-{name}");
                    let to = MoveTo::New { table: Some(name), tab: String::new() };
                    view! { <Target to says testid chosen /> }
                };
                free().into_iter().map(one).collect_view()
            }}
        </div>
    }
}

/// A new check with a name of its own: the name is asked for, and then they go.
#[component]
fn NewTab(chosen: Chosen) -> impl IntoView {
    let words = use_words();
    let asks = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let named = move || {
        let tab = name.with(|name| name.trim().to_owned());
        (!tab.is_empty()).then_some(MoveTo::New { table: None, tab })
    };
    view! {
        <div class="choices">
            <Button
                big=true
                pressed=Signal::derive(move || asks.get())
                testid="move-new-tab"
                on_press=move |()| asks.update(|asks| *asks = !*asks)
            >
                <Icon name=IconName::Plus />
                {move || words.get().till.new_tab}
            </Button>
        </div>
        <Show when=move || asks.get()>
            <div class="row tight end">
                <div class="grow">
                    <TextField
                        label=Signal::derive(move || words.get().till.tab_name.to_owned())
                        value=name
                        length_max=60
                        testid="move-tab-name"
                    />
                </div>
                {move || {
                    named()
                        .map(|to| {
                            let says = words.get().moving.dishes.to_owned();
                            view! { <Target to says testid="move-tab-go".to_owned() chosen /> }
                        })
                }}
            </div>
        </Show>
    }
    .into_any()
}

#[component]
fn Target(to: MoveTo, says: String, testid: String, chosen: Chosen) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let to = StoredValue::new(to);
    let none = Signal::derive(move || {
        let some = chosen.with(|chosen| chosen.values().any(|units| *units > 0));
        (!some).then(|| words.get().moving.choose_some.to_owned())
    });
    let go = move |()| {
        let Some(order) = till.order_id() else { return };
        let units = |(line, units): (&LineId, &i64)| UnitsOf {
            line: *line,
            units: u32::try_from(*units).unwrap_or(0),
        };
        let lines = chosen.with_untracked(|chosen| chosen.iter().map(units).collect());
        let to = to.get_value();
        talk.ask(Command::MoveLines { order, lines, to }, move |_| {
            till.line.set(None);
            till.close_over();
            talk.say(|words| words.moving.done);
        });
    };
    view! {
        <Button big=true blocked=none testid on_press=go>
            {says}
        </Button>
    }
}

/// Which check goes into the shown one.
#[component]
pub(crate) fn JoinSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::Join)
            title=Signal::derive(move || words.get().moving.join.to_owned())
            place=SheetPlace::Middle
            testid="join-sheet"
            on_close=move |()| till.close_over()
        >
            <JoinForm />
        </Sheet>
    }
}

#[component]
fn JoinForm() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let says =
        move |one: &OrderSummary| format!("{} · {}", summary_title(words.get(), one), one.number);
    view! {
        <div class="stack">
            <JoinedHere />
            <p class="soft">{move || words.get().moving.join_which}</p>
            {move || {
                let all = others(till);
                if all.is_empty() {
                    let text = Signal::derive(move || words.get().moving.no_checks.to_owned());
                    return view! { <EmptyState icon=IconName::Receipt text /> }.into_any();
                }
                all.into_iter()
                    .map(|one| {
                        let (with, testid) = (one.id, format!("join-{}", one.number));
                        view! {
                            <Button
                                big=true
                                testid
                                on_press=move |()| {
                                    if let Some(order) = till.order_id() {
                                        join(till, order, with);
                                    }
                                }
                            >
                                {says(&one)}
                            </Button>
                        }
                    })
                    .collect_view()
                    .into_any()
            }}
        </div>
    }
    .into_any()
}

/// Makes two checks one and goes on with it.
fn join(till: Till, order: OrderId, with: OrderId) {
    let talk = Talk::get();
    talk.ask(Command::JoinOrders { order, with }, move |reply| {
        till.close_over();
        if let shared::api::till::Reply::Order(view) = reply {
            talk.show_order(view.order.id);
        }
        talk.say(|words| words.moving.joined);
    });
}

/// The guests sit down at the other table: theirs is free, and the two checks are one.
fn join_at(till: Till, stays: OrderId, goes: OrderId, table: String) {
    let talk = Talk::get();
    let command = Command::MoveTable { order: goes, table };
    talk.ask(command, move |_| join(till, stays, goes));
}

/// What was joined into the shown check, each with the way back.
#[component]
fn JoinedHere() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let joined = Memo::new(move |_| {
        till.order.with(|view| {
            view.as_ref()
                .map_or_else(Vec::new, |view| view.order.links.joined.clone())
        })
    });
    move || {
        let row = |one: shared::links::Joined| {
            let transfer = one.transfer;
            let back = move |()| {
                if let Some(order) = till.order_id() {
                    talk.ask(Command::Unjoin { order, transfer }, move |_| {
                        till.close_over();
                    });
                }
            };
            view! {
                <div class="row">
                    <span class="grow strong">
                        {format!("{} · {}", one.other.place(), one.other.number)}
                    </span>
                    <Button testid=format!("unjoin-{}", one.other.number) on_press=back>
                        <Icon name=IconName::Undo />
                        {move || words.get().moving.unjoin}
                    </Button>
                </div>
            }
        };
        joined.get().into_iter().map(row).collect_view()
    }
}

/// A table that has a check already: one check with it, or two on the table.
#[component]
pub(crate) fn OntoTable(table: String) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let name = StoredValue::new(table.clone());
    let mut there = till.orders_on(&table);
    there.retain(|one| Some(one.id) != till.order_id());
    let both = move |()| {
        if let Some(order) = till.order_id() {
            till.close_over();
            let table = name.get_value();
            talk.tell(Command::MoveTable { order, table });
        }
    };
    let one = |one: OrderSummary| {
        let (stays, number) = (one.id, one.number.clone());
        view! {
            <Button
                big=true
                testid=format!("onto-join-{}", one.number)
                on_press=move |()| {
                    if let Some(goes) = till.order_id() {
                        join_at(till, stays, goes, name.get_value());
                    }
                }
            >
                {move || words.get().join_with(&number)}
            </Button>
        }
    };
    view! {
        <div class="stack">
            <p>{move || words.get().moving.occupied}</p>
            {there.into_iter().map(one).collect_view()}
            <Button big=true testid="onto-both" on_press=both>
                {move || words.get().moving.two_checks}
            </Button>
        </div>
    }
}

/// Two people moved the guests to different places: somebody says where they are.
#[component]
pub(crate) fn CrossedMoves() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let places = Memo::new(move |_| {
        till.order.with(|view| {
            view.as_ref()
                .map_or_else(Vec::new, |view| view.order.links.crossed.clone())
        })
    });
    let confirm = move |table: Option<String>| {
        let shown = till.order.with_untracked(|view| {
            let order = &view.as_ref()?.order;
            Some((order.id, order.tab.clone(), order.number.clone()))
        });
        let Some((order, tab, number)) = shown else {
            return;
        };
        talk.tell(match table {
            Some(table) => Command::MoveTable { order, table },
            None => Command::MoveToTab {
                order,
                tab: if tab.is_empty() { number } else { tab },
            },
        });
    };
    view! {
        <Show when=move || !places.with(Vec::is_empty)>
            <div class="check-warns tone-warn stack" data-testid="crossed">
                <p>
                    <Icon name=IconName::Warning />
                    {move || words.get().moving.crossed}
                </p>
                <div class="row">
                    {move || {
                        places
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(place, table)| {
                                let says = match &table {
                                    Some(name) => words.get().table(name),
                                    None => words.get().moving.no_table.to_owned(),
                                };
                                view! {
                                    <Button
                                        kind=ButtonKind::Plain
                                        testid=format!("crossed-{place}")
                                        on_press=move |()| confirm(table.clone())
                                    >
                                        {says}
                                    </Button>
                                }
                            })
                            .collect_view()
                    }}
                </div>
            </div>
        </Show>
    }
}
