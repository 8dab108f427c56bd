//! Training: the band that says so on every screen, and the switch.

use leptos::prelude::*;
use shared::{api::till::Command, staff::Permit};
use ui_kit::{
    button::Button,
    icon::{Icon, IconName},
    words::use_words,
};

use crate::{
    state::{Place, use_till},
    talk::Talk,
};

/// Says that somebody learns at this till and nothing is sold.
#[component]
pub(crate) fn TrainingBand() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Show when=move || till.is_training()>
            <p class="training-band" role="status" data-testid="training-band">
                {move || words.get().till.training_band}
            </p>
        </Show>
    }
}

/// Switches the till into training, or back. What is open belongs to the other side, so the floor
/// is shown.
#[component]
pub(crate) fn TrainingSwitch() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let blocked = Signal::derive(move || {
        (!till.may_ask(Permit::SwitchTraining)).then(|| words.get().common.not_allowed.to_owned())
    });
    let switch = move |()| {
        let on = !till.is_training();
        till.close_over();
        talk.ask(Command::SetTraining { on }, move |_| till.go(Place::Floor));
    };
    view! {
        <Button big=true blocked testid="training" on_press=switch>
            <Icon name=IconName::Person />
            {move || {
                let words = words.get().till;
                if till.is_training() { words.training_off } else { words.training_on }
            }}
        </Button>
    }
}
