//! Bars, notices, empty and broken screens, figures and sheets on the component page.

#![expect(unreachable_pub, reason = "the component macro writes public items")]

use leptos::prelude::*;

use super::Part;
use crate::{
    bars::{NoticeBar, Pill, PrimaryBar, World, provide_notices},
    button::{Button, ButtonKind},
    chart::{Bar, BarChart},
    data_table::{Column, DataTable},
    icon::IconName,
    rows::{Cell, Row},
    sheet::{ConfirmSheet, Sheet},
    states::{Badge, EmptyState, ErrorNote, Loading},
    tone::Tone,
};

#[component]
pub(super) fn Frame() -> impl IntoView {
    let notices = provide_notices();
    notices.say_with_undo("Diavola added", Callback::new(|()| {}));
    view! {
        <Part title="Pill: together, alone, trouble">
            <div class="row">
                <Pill world=World::Together />
                <Pill world=World::Alone text=Some("2 checks wait for the hub".to_owned()) />
                <Pill world=World::Trouble text=Some("Printer Bar: no paper".to_owned()) />
            </div>
        </Part>
        <Part title="PrimaryBar, NoticeBar">
            <PrimaryBar left=|| view! { <NoticeBar /> }>
                <Button big=true on_press=|()| {}>"Send 2"</Button>
                <Button big=true kind=ButtonKind::Primary on_press=|()| {}>"Pay 50.00"</Button>
            </PrimaryBar>
        </Part>
        <Part title="Badge">
            <div class="row">
                <Badge>"plain"</Badge>
                <Badge tone=Tone::Accent>"choose 1"</Badge>
                <Badge tone=Tone::Good icon=IconName::Check>"arrived"</Badge>
                <Badge tone=Tone::Warn>"alone"</Badge>
                <Badge tone=Tone::Bad icon=IconName::Warning>"late"</Badge>
                <Badge tone=Tone::Info>"waiter"</Badge>
                <Badge tone=Tone::Violet>"held"</Badge>
            </div>
        </Part>
        <Part title="EmptyState, Loading, ErrorNote">
            <EmptyState
                icon=IconName::Receipt
                text="No check is open."
                action=Some("Open a tab".to_owned())
                on_action=|()| {}
            />
            <Loading />
            <ErrorNote
                what="Printer “Bar” has no paper. 2 tickets wait."
                help=Some("Put paper in, or print them in the kitchen.".to_owned())
                action=Some("Print at Kitchen".to_owned())
                on_action=|()| {}
            />
        </Part>
    }
    .into_any()
}

#[component]
pub(super) fn Figures() -> impl IntoView {
    let columns = vec![
        Column::text("Item"),
        Column::number("Sold"),
        Column::text("State"),
    ];
    let row = |id: &str, name: &str, sold: i64, state: Cell| Row {
        id: id.to_owned(),
        cells: vec![Cell::text(name), Cell::number(sold), state],
    };
    let rows = vec![
        row(
            "a",
            "Margherita",
            31,
            Cell::text("on sale").toned(Tone::Good),
        ),
        row("b", "Tagliata", 9, Cell::text("sold out").toned(Tone::Bad)),
        row("c", "Acqua naturale", 104, Cell::text("")),
    ];
    let bars: Vec<_> = [
        (11, 0, 4),
        (12, 42, 38),
        (13, 61, 70),
        (14, 20, 22),
        (19, 55, 30),
        (20, 88, 71),
    ]
    .into_iter()
    .map(|(hour, value, before)| Bar {
        name: hour.to_string(),
        value,
        text: value.to_string(),
        before: Some(before),
    })
    .collect();
    view! {
        <Part title="DataTable">
            <DataTable columns=columns.clone() rows file="items" label="Items" on_row=|_| {} />
            <DataTable columns rows=Vec::new() file="none" label="No items" plain=true />
        </Part>
        <Part title="BarChart">
            <BarChart bars label="Sales by hour" />
        </Part>
    }
    .into_any()
}

#[component]
pub(super) fn Sheets() -> impl IntoView {
    let foot = || {
        view! {
            <Button big=true kind=ButtonKind::Primary class="grow" on_press=|()| {}>
                "Add · 13.00"
            </Button>
        }
    };
    view! {
        <Part title="Sheet">
            <Sheet open=true title="Diavola" on_close=|()| {} foot=foot>
                <p>"The choices of a dish stand here, over the grid only."</p>
            </Sheet>
        </Part>
        <Part title="ConfirmSheet">
            <ConfirmSheet
                open=true
                title="Void Tagliata?"
                text="The kitchen already has it, so a cancellation goes out."
                action="Void"
                danger=true
                on_confirm=|()| {}
                on_close=|()| {}
            />
        </Part>
    }
    .into_any()
}
