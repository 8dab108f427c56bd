//! The floor: rooms as tabs, tables at their places, and open orders without a table.

pub(crate) mod guests;

use leptos::prelude::*;
use shared::{
    api::till::{OrderSummary, RoomView, TableState, TableView},
    menu::TableShape as Drawn,
    staff::Permit,
};
use ui_kit::{
    age::age_minutes,
    bars::{NoticeBar, PrimaryBar},
    button::{Button, ButtonKind},
    floor::{FloorPlan, Shape, Spot, TableShape, TableState as Look},
    icon::{Icon, IconName},
    keys::use_scan,
    states::{EmptyState, ErrorNote},
    tabs::{Tab, Tabs},
    tone::Tone,
    words::{Words, use_words},
};

use self::guests::JumpBox;
use crate::{
    order::{
        Desk,
        orders::{LooseList, NewOrders},
        take_scan,
    },
    phone::PhoneTabs,
    state::{Over, Place, ShiftNow, Till, use_till},
    talk::Talk,
};

/// Colour, drawing and word of a state.
pub(crate) fn table_look(
    state: TableState,
    words: &Words,
) -> (Tone, Option<IconName>, &'static str) {
    let look = look(state);
    let (tone, icon) = look.look();
    (tone, icon, look.word(words))
}

const fn look(state: TableState) -> Look {
    match state {
        TableState::Free => Look::Free,
        TableState::Seated => Look::Seated,
        TableState::Ordered => Look::Ordered,
        TableState::Waiting => Look::Waiting,
        TableState::Ready => Look::Ready,
        TableState::Bill => Look::Bill,
    }
}

/// The whole screen.
#[component]
pub(crate) fn FloorScreen() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let desk = Desk::get();
    let words = use_words();
    let room = RwSignal::new(None::<String>);
    use_scan(Callback::new(move |code| {
        scan_at_counter(till, talk, desk, code);
    }));
    let rooms = move || {
        till.floor.with(|floor| {
            let tab = |room: &RoomView| {
                let tables = room.tables.iter();
                let open = tables.flat_map(TableView::own_orders).count();
                let tab = Tab::new(room.name.clone(), room.name.clone());
                if open > 0 {
                    tab.counting(i64::try_from(open).unwrap_or(0))
                } else {
                    tab
                }
            };
            floor.rooms.iter().map(tab).collect::<Vec<_>>()
        })
    };
    let chosen = Memo::new(move |_| {
        till.floor.with(|floor| {
            let known = room
                .get()
                .filter(|name| floor.rooms.iter().any(|r| r.name == *name));
            known
                .or_else(|| floor.rooms.first().map(|r| r.name.clone()))
                .unwrap_or_default()
        })
    });
    view! {
        <main class="floor-screen">
            <section class="zone">
                <div class="floor-head">
                    <div class="grow">
                        <Tabs
                            tabs=Signal::derive(rooms)
                            selected=chosen
                            label=Signal::derive(move || words.get().till.floor.to_owned())
                            testid="rooms"
                            on_select=move |name| room.set(Some(name))
                        />
                    </div>
                    <JumpBox />
                </div>
                <NoShift />
                <Plan room=chosen />
            </section>
            <aside class="zone loose-zone">
                <NewOrders />
                <div class="scroll">
                    <LooseList />
                </div>
            </aside>
        </main>
        <div class="bottom">
            <PrimaryBar left=move || view! { <NoticeBar /> }>
                <Legend />
            </PrimaryBar>
            <PhoneTabs />
        </div>
    }
    .into_any()
}

/// A scan on the floor opens an order at the counter.
fn scan_at_counter(till: Till, talk: Talk, desk: Desk, code: String) {
    use shared::{api::till::Command, menu::Service};
    let known = till.menu.with_untracked(|menu| {
        let variants = menu
            .iter()
            .flat_map(|menu| &menu.items)
            .flat_map(|item| &item.variants);
        variants
            .filter_map(|variant| variant.barcode.as_ref())
            .any(|barcode| *barcode == code)
    });
    if !known {
        talk.warn_of(|words| words.till.unknown_barcode);
        return;
    }
    let counter = Command::OpenOrder {
        service: Service::EatIn,
        table: None,
        tab: String::new(),
        guests: 1,
    };
    talk.open_order(counter, move |_| take_scan(till, talk, desk, code));
}

/// Says that no money can be taken yet, and where to change that.
#[component]
fn NoShift() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Show when=move || {
            till.may(Permit::RunShift) && till.shift.with(|shift| *shift == ShiftNow::None)
        }>
            <div class="floor-warns">
                <ErrorNote
                    what=Signal::derive(move || words.get().till.shift_needed.to_owned())
                    action=Signal::derive(move || Some(words.get().till.shift_open.to_owned()))
                    on_action=Callback::new(move |()| till.go(Place::Shift))
                    testid="no-shift"
                />
            </div>
        </Show>
    }
}

/// The tables of a room.
#[component]
fn Plan(room: Memo<String>) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    // Only what does not change while people sit there; the rest each table reads for itself.
    let drawn = Memo::new(move |_| {
        till.floor.with(|floor| {
            let here = floor.rooms.iter().find(|one| one.name == room.get());
            here.map_or_else(Vec::new, |room| {
                room.tables.iter().map(Standing::of).collect()
            })
        })
    });
    view! {
        {move || {
            let tables = drawn.get();
            if tables.is_empty() {
                let text = Signal::derive(move || words.get().till.empty_floor.to_owned());
                return view! { <EmptyState icon=IconName::Table text /> }.into_any();
            }
            let tables = from_corner(tables);
            let (columns, rows) = extent(&tables);
            let tables: Vec<_> =
                tables.into_iter().map(|table| view! { <OneTable table /> }).collect();
            view! {
                <div
                    class="plan"
                    style=("--columns", columns.to_string())
                    style=("--rows", rows.to_string())
                >
                    <FloorPlan>{tables}</FloorPlan>
                </div>
            }
                .into_any()
        }}
    }
    .into_any()
}

/// A table as it stands there, whoever sits at it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Standing {
    name: String,
    seats: u32,
    x: u32,
    y: u32,
    shape: Drawn,
}

impl Standing {
    fn of(table: &TableView) -> Self {
        Self {
            name: table.name.clone(),
            seats: table.seats,
            x: table.x,
            y: table.y,
            shape: table.shape,
        }
    }

    const fn shape(&self) -> Shape {
        match self.shape {
            Drawn::Square => Shape::Square,
            Drawn::Round => Shape::Round,
            Drawn::Stool => Shape::Stool,
        }
    }
}

/// The same tables, moved so that the room begins with the first of them.
fn from_corner(mut tables: Vec<Standing>) -> Vec<Standing> {
    let left = tables.iter().map(|table| table.x).min().unwrap_or(0);
    let top = tables.iter().map(|table| table.y).min().unwrap_or(0);
    for table in &mut tables {
        table.x -= left;
        table.y -= top;
    }
    tables
}

/// How many steps a room takes across and down.
fn extent(tables: &[Standing]) -> (u32, u32) {
    tables.iter().fold((1, 1), |(columns, rows), table| {
        let size = if table.shape == Drawn::Stool { 1 } else { 2 };
        (columns.max(table.x + size), rows.max(table.y + size))
    })
}

#[component]
fn OneTable(table: Standing) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let name = StoredValue::new(table.name.clone());
    let shape = table.shape();
    let now = Memo::new(move |_| {
        till.floor.with(|floor| {
            let tables = floor.rooms.iter().flat_map(|room| &room.tables);
            tables
                .into_iter()
                .find(|one| name.with_value(|name| one.name == *name))
                .cloned()
        })
    });
    let read =
        move |read: fn(&TableView) -> Option<i64>| now.with(|table| table.as_ref().and_then(read));
    let state =
        Signal::derive(move || now.with(|t| t.as_ref().map_or(Look::Free, |t| look(t.state))));
    let guests = move || {
        let count = read(|table| {
            let own: Vec<_> = table.own_orders().collect();
            let guests = own.iter().map(|order| i64::from(order.guests));
            (!own.is_empty()).then(|| guests.sum())
        });
        count.and_then(|count| u32::try_from(count).ok())
    };
    let minutes = move || {
        let since = read(|table| {
            table
                .orders
                .iter()
                .map(|order| order.sent_at_ms.unwrap_or(order.opened_at_ms))
                .min()
        });
        since.map(|since_ms| age_minutes(since_ms, till.now_ms.get()))
    };
    let done = move || {
        let percent = read(|table| {
            let sent: u32 = table.orders.iter().map(|order| order.lines_sent).sum();
            let done: u32 = table.orders.iter().map(|order| order.lines_done).sum();
            (sent > 0).then(|| i64::from(done) * 100 / i64::from(sent))
        });
        percent.and_then(|percent| u8::try_from(percent).ok())
    };
    let waits = move || {
        let course = now.with(|table| {
            let orders = table.as_ref().map(|table| table.orders.iter());
            orders
                .into_iter()
                .flatten()
                .filter_map(|one| one.waits_for)
                .min()
        })?;
        Some(words.get().course_waits(course.word()))
    };
    // The other tables of the same check.
    let joined = move || {
        now.with(|table| {
            let table = table.as_ref()?;
            let one = |order: &OrderSummary| {
                let own = order.table.iter().chain(&order.joined_tables);
                own.filter(|other| **other != table.name)
                    .cloned()
                    .collect::<Vec<_>>()
            };
            let all: Vec<String> = table.orders.iter().flat_map(one).collect();
            (!all.is_empty()).then(|| all.join("+"))
        })
    };
    let checks = move || now.with(|table| table.as_ref().map_or(0, |table| table.orders.len()));
    view! {
        <TableShape
            name=table.name
            joined=Signal::derive(joined)
            shape
            spot=Spot { x: table.x, y: table.y }
            state
            guests=Signal::derive(guests)
            seats=table.seats
            minutes=Signal::derive(minutes)
            done_percent=Signal::derive(done)
            checks=Signal::derive(checks)
            waits=Signal::derive(waits)
            on_press=move |()| name.with_value(|name| tap_table(till, talk, name))
            on_hold=Callback::new(move |()| till.over.set(Over::Table { table: name.get_value() }))
        />
    }
}

/// A tap on a table: asks for the guests, goes on with its order, or asks with which.
pub(crate) fn tap_table(till: Till, talk: Talk, table: &str) {
    let table = table.to_owned();
    match till.orders_on(&table).as_slice() {
        [] => till.over.set(Over::Guests { table }),
        [only] => talk.show_order(only.id),
        _ => till.over.set(Over::Table { table }),
    }
}

/// What the six looks of a table mean.
#[component]
fn Legend() -> impl IntoView {
    let words = use_words();
    view! {
        <ul class="legend wide-only">
            {move || {
                Look::ALL
                    .into_iter()
                    .map(|look| {
                        let ((tone, icon), word) = (look.look(), look.word(words.get()));
                        view! {
                            <li class=format!("legend-one {}", tone.class())>
                                <span class="legend-mark" class:free={look == Look::Free}>
                                    {icon.map(|name| view! { <Icon name /> })}
                                </span>
                                {word}
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
    }
}

/// A table's orders, and one more.
#[component]
pub(crate) fn TableChoices(table: String) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let name = StoredValue::new(table);
    let orders = move || name.with_value(|name| till.orders_on(name));
    view! {
        <div class="stack">
            {move || {
                orders()
                    .into_iter()
                    .map(|order| view! { <crate::order::orders::OrderCard order /> })
                    .collect_view()
            }}
            <Button
                kind=ButtonKind::Primary
                big=true
                testid="table-another"
                on_press=move |()| till.over.set(Over::Guests { table: name.get_value() })
            >
                <Icon name=IconName::Plus />
                {move || words.get().till.another_check}
            </Button>
        </div>
    }
}
