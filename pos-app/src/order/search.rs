//! The field that searches the menu; a scanner may type into it too.

use leptos::prelude::*;
use ui_kit::{field::SearchField, words::use_words};

use super::{Desk, menu::found, take_scan};
use crate::{
    phone::{Pane, use_pane},
    state::use_till,
    talk::Talk,
};

/// Search in the top bar: Enter takes a barcode, or the first of what was found.
#[component]
pub(crate) fn OrderSearch() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let desk = Desk::get();
    let words = use_words();
    let pane = use_pane();
    Effect::new(move |_| {
        if desk.search.with(|text| !text.is_empty()) {
            pane.set(Pane::Menu);
        }
    });
    let on_enter = move |text: String| {
        if text.is_empty() {
            return;
        }
        let first = till.menu.with_untracked(|menu| {
            let menu = menu.as_ref()?;
            let is_barcode = menu
                .items
                .iter()
                .flat_map(|item| &item.variants)
                .any(|variant| variant.barcode.as_deref() == Some(text.as_str()));
            let first = found(menu, &text).into_iter().find(|item| !item.sold_out);
            Some((is_barcode, first))
        });
        match first {
            Some((false, Some(item))) => desk.tap_item(till, talk, &item.sku),
            _ => take_scan(till, talk, desk, text),
        }
        desk.search.set(String::new());
    };
    view! {
        <SearchField
            value=desk.search
            label=Signal::derive(move || words.get().till.search_or_scan.to_owned())
            on_enter=Callback::new(on_enter)
        />
    }
}
