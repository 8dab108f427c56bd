//! Buttons, pads and fields on the component page.

#![expect(unreachable_pub, reason = "the component macro writes public items")]

use leptos::prelude::*;

use super::Part;
use crate::{
    button::{Button, ButtonKind},
    entry::entered,
    field::{Choice, FieldKind, SearchField, Switch, TextField},
    icon::{Icon, IconName},
    numpad::{Numpad, PinPad, Stepper},
    tabs::{Tab, Tabs, TabsLook},
};

#[component]
pub(super) fn Buttons() -> impl IntoView {
    let nothing = |()| {};
    view! {
        <Part title="Button">
            <div class="row">
                <Button on_press=nothing>"Repeat"</Button>
                <Button kind=ButtonKind::Primary on_press=nothing>"Save"</Button>
                <Button kind=ButtonKind::Good on_press=nothing>"Exact"</Button>
                <Button kind=ButtonKind::Danger on_press=nothing>"Void"</Button>
                <Button kind=ButtonKind::Quiet on_press=nothing>
                    <Icon name=IconName::Undo />
                    "Undo"
                </Button>
                <Button pressed=Some(true) on_press=nothing>"Seat 1"</Button>
                <Button blocked=Some("Nothing new to send".to_owned()) on_press=nothing>"Send"</Button>
                <Button kind=ButtonKind::Primary busy=true on_press=nothing>"Saving"</Button>
            </div>
            <div class="row">
                <Button big=true on_press=nothing>"Send 2 to kitchen"</Button>
                <Button big=true kind=ButtonKind::Primary on_press=nothing>"Pay 50.00"</Button>
            </div>
        </Part>
        <Part title="Icon">
            <div class="row">
                {IconName::ALL.iter().map(|&name| view! { <Icon name /> }).collect_view()}
            </div>
        </Part>
    }
    .into_any()
}

#[component]
pub(super) fn Pads() -> impl IntoView {
    let minor = RwSignal::new(4_250_i64);
    let quantity = RwSignal::new(2_i64);
    view! {
        <Part title="Numpad, Stepper">
            <p class="price due">{move || minor.get()}</p>
            <Numpad keyboard=false on_key=move |key| minor.update(|minor| *minor = entered(*minor, key)) />
            <Stepper value=quantity label="Quantity" on_change=move |count| quantity.set(count) />
        </Part>
        <Part title="PinPad: ready, wrong, locked">
            <div class="row">
                <PinPad length=4 testid="pin-ready" on_pin=|_| {} />
                <PinPad wrong=1_u32 testid="pin-wrong" on_pin=|_| {} />
                <PinPad wrong=5_u32 locked_seconds=27_u32 testid="pin-locked" on_pin=|_| {} />
            </div>
        </Part>
    }
    .into_any()
}

#[component]
pub(super) fn Fields() -> impl IntoView {
    let rooms = || {
        vec![
            Tab::new("sala", "Sala"),
            Tab::new("garden", "Giardino").counting(3),
        ]
    };
    let room = RwSignal::new("sala".to_owned());
    let text = |text: &str| RwSignal::new(text.to_owned());
    let takeaway = RwSignal::new(true);
    let options = vec![
        ("waiter".to_owned(), "Waiter".to_owned()),
        ("cook".to_owned(), "Cook".to_owned()),
    ];
    view! {
        <Part title="Tabs, Segments">
            <Tabs tabs=rooms selected=room label="Room" on_select=move |id| room.set(id) />
            <Tabs
                tabs=rooms
                selected=room
                look=TabsLook::Segments
                label="Room"
                on_select=move |id| room.set(id)
            />
        </Part>
        <Part title="TextField, SearchField, Choice, Switch">
            <TextField label="Name" value=text("Giulia") />
            <TextField label="Note" value=text("") hint=Some("no garlic".to_owned()) kind=FieldKind::Long />
            <TextField
                label="Price"
                value=text("12,5x")
                kind=FieldKind::Amount
                error=Some("This is no amount.".to_owned())
            />
            <SearchField value=text("tagl") label="Search or scan" />
            <Choice label="Role" options value=text("cook") />
            <Switch label="Takeaway" on=takeaway on_change=move |on| takeaway.set(on) />
            <Switch label="Sound" on=false on_change=|_| {} />
        </Part>
    }
    .into_any()
}
