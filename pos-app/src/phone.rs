//! On a phone the parts of the till are three tabs: menu, check and tables.

use leptos::prelude::*;
use ui_kit::{
    icon::{Icon, IconName},
    words::use_words,
};

use crate::state::{Place, use_till};

/// Which part of the order screen a phone shows; larger screens show both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Pane {
    /// Categories and tiles.
    #[default]
    Menu,
    /// The lines and the total.
    Check,
}

impl Pane {
    /// The word in `data-pane`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Menu => "menu",
            Self::Check => "check",
        }
    }
}

#[derive(Clone, Copy)]
struct Shown(RwSignal<Pane>);

/// Remembers the shown part, for everything below.
pub(crate) fn provide_pane() {
    provide_context(Shown(RwSignal::new(Pane::Menu)));
}

/// The shown part.
pub(crate) fn use_pane() -> RwSignal<Pane> {
    expect_context::<Shown>().0
}

/// The three tabs; a larger screen hides them.
#[component]
pub(crate) fn PhoneTabs() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let pane = use_pane();
    let at = move |wanted: Option<Pane>| {
        let here = match till.place.get() {
            Place::Order | Place::Pay | Place::Paid => Some(pane.get()),
            Place::Floor | Place::Receipts | Place::Shift => None,
        };
        if here == wanted { "page" } else { "false" }
    };
    let show = move |wanted: Pane| {
        pane.set(wanted);
        if till.order_id().is_some() && till.place.get_untracked() != Place::Order {
            till.go(Place::Order);
        }
    };
    let no_order = move || till.order.with(Option::is_none);
    // What somebody has to decide stands on the check, which another tab may hide.
    let needs_look = Memo::new(move |_| {
        till.order.with(|view| {
            view.as_ref().is_some_and(|view| {
                let apart = view.order.lines.iter().any(|line| line.contested);
                !view.flags.is_empty() || view.order.contested || apart
            })
        })
    });
    view! {
        <nav class="phone-tabs">
            <button
                type="button"
                data-testid="pane-menu"
                aria-current=move || at(Some(Pane::Menu))
                disabled=no_order
                on:click=move |_| show(Pane::Menu)
            >
                <Icon name=IconName::Menu />
                {move || words.get().till.menu}
            </button>
            <button
                type="button"
                data-testid="pane-check"
                aria-current=move || at(Some(Pane::Check))
                disabled=no_order
                on:click=move |_| show(Pane::Check)
            >
                <Show
                    when=move || needs_look.get()
                    fallback=|| view! { <Icon name=IconName::Receipt /> }
                >
                    <span
                        class="tone-warn"
                        role="img"
                        aria-label=move || words.get().needs_look()
                        data-testid="check-needs-look"
                    >
                        <Icon name=IconName::Warning />
                    </span>
                </Show>
                {move || words.get().till.check}
            </button>
            <button
                type="button"
                data-testid="pane-tables"
                aria-current=move || at(None)
                on:click=move |_| till.go(Place::Floor)
            >
                <Icon name=IconName::Table />
                {move || words.get().till.tables}
            </button>
        </nav>
    }
}
