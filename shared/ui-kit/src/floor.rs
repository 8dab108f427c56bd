//! Tables at their places.

use leptos::prelude::*;

use crate::{
    icon::{Icon, IconName},
    press::Hold,
    tone::Tone,
    words::{Words, use_words},
};

/// The shape of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// With corners.
    #[default]
    Square,
    /// Without.
    Round,
    /// One seat at a counter.
    Stool,
}

impl Shape {
    /// The shape of a name in the floor plan; square where it is not known.
    pub fn from_name(name: &str) -> Self {
        match name {
            "round" => Self::Round,
            "stool" => Self::Stool,
            _ => Self::Square,
        }
    }

    /// How many units of the room it takes in each direction.
    const fn units(self) -> u32 {
        match self {
            Self::Square | Self::Round => 2,
            Self::Stool => 1,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Square => "table square",
            Self::Round => "table round",
            Self::Stool => "table stool",
        }
    }
}

/// Where a party at a table is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableState {
    /// Nobody sits here.
    #[default]
    Free,
    /// They sit and have ordered nothing.
    Seated,
    /// Something is in the kitchen.
    Ordered,
    /// Something on their check is not sent yet.
    Waiting,
    /// Something waits to be served.
    Ready,
    /// They are paying.
    Bill,
}

impl TableState {
    /// Every state, for the component page.
    pub const ALL: [Self; 6] = [
        Self::Free,
        Self::Seated,
        Self::Ordered,
        Self::Waiting,
        Self::Ready,
        Self::Bill,
    ];

    /// Its colour and its drawing.
    pub const fn look(self) -> (Tone, Option<IconName>) {
        match self {
            Self::Free => (Tone::Plain, None),
            Self::Seated => (Tone::Info, Some(IconName::Guests)),
            Self::Ordered => (Tone::Violet, Some(IconName::Cooking)),
            Self::Waiting => (Tone::Warn, Some(IconName::Send)),
            Self::Ready => (Tone::Good, Some(IconName::Ready)),
            Self::Bill => (Tone::Bad, Some(IconName::Receipt)),
        }
    }

    /// The word for the state.
    pub const fn word(self, words: &Words) -> &'static str {
        match self {
            Self::Free => words.till.table_free,
            Self::Seated => words.till.table_seated,
            Self::Ordered => words.till.table_ordered,
            Self::Waiting => words.till.table_waiting,
            Self::Ready => words.till.table_ready,
            Self::Bill => words.till.table_bill,
        }
    }
}

/// A place in the room, in units of the floor plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// Units from the left.
    pub x: u32,
    /// Units from the top.
    pub y: u32,
}

impl Spot {
    /// The value of `grid-area` for something of so many units.
    fn area(self, units: u32) -> String {
        let (row, column) = (self.y.saturating_add(1), self.x.saturating_add(1));
        format!("{row} / {column} / span {units} / span {units}")
    }
}

/// A room; the tables inside stand at their spots.
#[component]
pub fn FloorPlan(
    /// The name that tests know it by.
    #[prop(default = "floor".to_owned(), into)]
    testid: String,
    /// The tables.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="floor scroll" data-testid=testid>
            <div class="floor-plan">{children()}</div>
        </div>
    }
}

/// A table: its number, its guests, how long they wait and how far the kitchen is.
#[component]
pub fn TableShape(
    /// What it is called.
    #[prop(into)]
    name: String,
    /// Its shape.
    #[prop(optional)]
    shape: Shape,
    /// Its place in the room.
    #[prop(optional)]
    spot: Option<Spot>,
    /// Where its party is.
    #[prop(into)]
    state: Signal<TableState>,
    /// How many sit here; its seats where nobody does.
    #[prop(optional, into)]
    guests: Signal<Option<u32>>,
    /// How many can sit here.
    #[prop(optional)]
    seats: u32,
    /// Minutes since the last thing happened here.
    #[prop(optional, into)]
    minutes: Signal<Option<i64>>,
    /// How much of the order the kitchen has done, from 0 to 100.
    #[prop(optional, into)]
    done_percent: Signal<Option<u8>>,
    /// The other tables of the same check.
    #[prop(optional, into)]
    joined: Signal<Option<String>>,
    /// How many checks are open here; said where there are several.
    #[prop(optional, into)]
    checks: Signal<usize>,
    /// What waits to be fired, in words.
    #[prop(optional, into)]
    waits: Signal<Option<String>>,
    /// It is chosen, such as for a move.
    #[prop(optional, into)]
    selected: Signal<bool>,
    /// A tap: open or go on.
    #[prop(into)]
    on_press: Callback<()>,
    /// A finger that stays: move, merge, bill.
    #[prop(optional, into)]
    on_hold: Option<Callback<()>>,
) -> impl IntoView {
    let words = use_words();
    let hold = Hold::new();
    let units = shape.units();
    let area = spot.map(|spot| ("grid-area", spot.area(units)));
    view! {
        <button
            type="button"
            class=move || format!("{} {}", shape.class(), state.get().look().0.class())
            class:free=move || state.get() == TableState::Free
            class:selected=move || selected.get()
            style=area
            data-testid=format!("table-{name}")
            data-state=move || format!("{:?}", state.get()).to_lowercase()
            on:pointerdown=move |_| hold.down(on_hold)
            on:pointerup=move |_| hold.up()
            on:pointerleave=move |_| hold.up()
            on:contextmenu=move |event| event.prevent_default()
            on:click=move |_| {
                if hold.was_tap() {
                    on_press.run(());
                }
            }
        >
            {move || done_percent.get().map(|percent| view! { <Ring percent /> })}
            <span class="table-name">{name.clone()}</span>
            {move || joined.get().map(|tables| view! {
                <span class="table-joined">
                    <span class="visually-hidden">{move || words.get().one_check_with()}</span>
                    {format!("+{tables}")}
                </span>
            })}
            <span class="table-state">
                {move || state.get().look().1.map(|name| view! { <Icon name /> })}
                <span class="visually-hidden">{move || state.get().word(words.get())}</span>
                {move || minutes.get().map(|count| words.get().minutes(count))}
            </span>
            <span class="table-guests">
                {move || {
                    waits.get().map(|text| view! {
                        <span class="table-waits">
                            <Icon name=IconName::Hold />
                            <span class="visually-hidden">{text}</span>
                        </span>
                    })
                }}
                {move || match guests.get() {
                    Some(guests) if seats > 0 => format!("{guests}/{seats}"),
                    Some(guests) => guests.to_string(),
                    None if seats > 0 => seats.to_string(),
                    None => String::new(),
                }}
            </span>
            {move || (checks.get() > 1).then(|| view! {
                <span class="table-checks">{move || words.get().checks(checks.get())}</span>
            })}
        </button>
    }
    .into_any()
}

/// The ring that closes while the kitchen works.
#[component]
fn Ring(percent: u8) -> impl IntoView {
    // The circle's length is set to 100, so per cent are lengths.
    view! {
        <svg class="table-ring" viewBox="0 0 36 36" aria-hidden="true">
            <circle class="table-ring-all" cx="18" cy="18" r="16.8" pathLength="100"></circle>
            <circle
                class="table-ring-done"
                cx="18"
                cy="18"
                r="16.8"
                pathLength="100"
                stroke-dasharray=format!("{} 100", percent.min(100))
            ></circle>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_of_no_known_name_has_corners() {
        assert_eq!(Shape::from_name("round"), Shape::Round);
        assert_eq!(Shape::from_name("stool"), Shape::Stool);
        assert_eq!(Shape::from_name("star"), Shape::Square);
    }

    #[test]
    fn the_corner_of_the_room_is_the_first_track() {
        assert_eq!(Spot { x: 0, y: 0 }.area(2), "1 / 1 / span 2 / span 2");
        assert_eq!(Spot { x: 9, y: 3 }.area(1), "4 / 10 / span 1 / span 1");
    }

    #[test]
    fn no_two_states_of_a_table_look_alike() {
        for (n, one) in TableState::ALL.iter().enumerate() {
            for other in &TableState::ALL[n + 1..] {
                assert_ne!(one.look().0, other.look().0);
                assert_ne!(one.look().1, other.look().1);
            }
        }
    }
}
