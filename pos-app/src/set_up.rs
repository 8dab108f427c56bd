//! Set-up: the one-time code from the dashboard makes this device part of a restaurant.

use leptos::prelude::*;
use ui_kit::{enrol::EnrolScreen, states::Loading, theme::ThemeButton};

use crate::state::use_till;

/// Where a hub is when nobody said.
const HUB_USUAL: &str = "http://127.0.0.1:7700";

/// The whole screen.
#[component]
pub(crate) fn SetUpScreen() -> impl IntoView {
    let till = use_till();
    let device = till.device.get_untracked().map(|mut device| {
        if device.hub_url.is_empty() {
            HUB_USUAL.clone_into(&mut device.hub_url);
        }
        device
    });
    view! {
        <div class="alone-corner">
            <ThemeButton />
        </div>
        {match device {
            Some(device) => {
                let on_enrolled = Callback::new(move |device| till.device.set(Some(device)));
                view! { <EnrolScreen device on_enrolled /> }.into_any()
            }
            None => view! { <Loading /> }.into_any(),
        }}
    }
    .into_any()
}
