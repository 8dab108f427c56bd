//! The component page: every component in every state, in both themes side by side.

mod controls;
mod frame;
mod kitchen;
mod order;

use leptos::prelude::*;

use self::{
    controls::{Buttons, Fields, Pads},
    frame::{Figures, Frame, Sheets},
    kitchen::Kitchen,
    order::{Check, Floor, Menu},
};
use crate::theme::Theme;

/// Every component of the kit; the picture of this page is a test.
#[component]
pub fn Gallery() -> impl IntoView {
    view! {
        <main class="gallery" data-testid="gallery">
            {[Theme::Light, Theme::Dark].map(|theme| view! { <Side theme /> }).collect_view()}
        </main>
    }
}

/// All components in one theme.
#[component]
fn Side(theme: Theme) -> impl IntoView {
    view! {
        <div class="gallery-side" data-theme=theme.name()>
            <Buttons />
            <Frame />
            <Menu />
            <Check />
            <Floor />
            <Pads />
            <Fields />
            <Kitchen />
            <Figures />
            <Sheets />
        </div>
    }
    .into_any()
}

/// One part of the page.
#[component]
fn Part(
    /// What it shows.
    title: &'static str,
    /// The components.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="gallery-part">
            <h2>{title}</h2>
            {children()}
        </section>
    }
}
