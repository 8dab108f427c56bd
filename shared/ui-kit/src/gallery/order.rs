//! Menu, check and floor on the component page.

#![expect(unreachable_pub, reason = "the component macro writes public items")]

use leptos::prelude::*;
use shared::money::{Currency, Money};

use super::Part;
use crate::{
    check_line::{CheckLine, LineState, LineView},
    floor::{FloorPlan, Shape, Spot, TableShape, TableState},
    price::{Price, PriceSize},
    tile::{Grid, ItemTile},
    tone::Tone,
};

/// The currency of the examples.
fn euro() -> Currency {
    Currency::from_code("EUR").expect("the euro is one of our currencies")
}

fn cents(minor: i64) -> Money {
    Money::from_minor(minor)
}

#[component]
pub(super) fn Menu() -> impl IntoView {
    let currency = euro();
    let nothing = |()| {};
    view! {
        <Part title="Price">
            <div class="row">
                <Price amount=cents(1_250) currency />
                <Price amount=cents(1_250) currency size=PriceSize::Large />
                <Price amount=cents(123_450) currency size=PriceSize::Due />
                <Price amount=cents(-400) currency bare=true />
            </div>
        </Part>
        <Part title="Grid, ItemTile: plain, choices, variants, sold out, 3 left, allergens">
            <Grid>
                <ItemTile name="Margherita" price=cents(800) currency tone=Tone::Bad on_press=nothing />
                <ItemTile name="Diavola" price=cents(1_000) currency modifiers=true tone=Tone::Bad on_press=nothing />
                <ItemTile name="Vino della casa" price=cents(500) currency from=true tone=Tone::Violet on_press=nothing />
                <ItemTile name="Tagliata" price=cents(2_400) currency sold_out=true on_press=nothing />
                <ItemTile name="Cannolo" price=cents(600) currency left=Some(3_i64) tone=Tone::Warn on_press=nothing />
                <ItemTile
                    name="Pappardelle al ragù di cinghiale"
                    price=cents(1_450)
                    currency
                    allergens=vec!["glutine".to_owned(), "uova".to_owned()]
                    tone=Tone::Good
                    on_press=nothing
                />
            </Grid>
        </Part>
    }
    .into_any()
}

/// One line in one state.
fn line(state: LineState) -> LineView {
    LineView {
        quantity: 2,
        name: "Bruschetta al pomodoro".to_owned(),
        amount: cents(1_300),
        state,
        ..LineView::default()
    }
}

#[component]
pub(super) fn Check() -> impl IntoView {
    let currency = euro();
    let full = LineView {
        name: "Diavola".to_owned(),
        modifiers: vec!["+ bufala".to_owned(), "no olive".to_owned()],
        note: Some("ben cotta".to_owned()),
        allergy: Some("posto 2: frutta a guscio".to_owned()),
        seat: Some(2),
        ..line(LineState::Unsent)
    };
    view! {
        <Part title="CheckLine: unsent, sent, cooking, ready, held, void; chosen with everything">
            <div>
                {LineState::ALL
                    .map(|state| view! { <CheckLine line=line(state) currency on_press=|()| {} /> })
                    .collect_view()}
                <CheckLine line=full currency selected=true on_press=|()| {} />
            </div>
        </Part>
    }
    .into_any()
}

#[component]
pub(super) fn Floor() -> impl IntoView {
    let tables = (0_u32..).zip(TableState::ALL).map(|(place, state)| {
        let seated = state != TableState::Free;
        let shape = if place % 2 == 0 {
            Shape::Square
        } else {
            Shape::Round
        };
        let done = (state == TableState::Waiting).then_some(60_u8);
        view! {
            <TableShape
                name=format!("{}", place + 1)
                shape
                spot=Spot { x: place % 3 * 2, y: place / 3 * 2 }
                state
                guests=seated.then_some(3_u32)
                seats=4
                minutes=seated.then_some(i64::from(place) * 7)
                done_percent=done
                on_press=|()| {}
            />
        }
    });
    view! {
        <Part title="FloorPlan, TableShape: free, seated, ordered, waiting, ready, bill; a stool, chosen">
            <FloorPlan>
                {tables.collect_view()}
                <TableShape
                    name="B1"
                    shape=Shape::Stool
                    spot=Spot { x: 6, y: 0 }
                    state=TableState::Seated
                    minutes=Some(4_i64)
                    on_press=|()| {}
                />
                <TableShape
                    name="B2"
                    shape=Shape::Stool
                    spot=Spot { x: 6, y: 1 }
                    state=TableState::Free
                    selected=true
                    on_press=|()| {}
                />
            </FloorPlan>
        </Part>
    }
    .into_any()
}
