//! The few things that the kit asks of the browser itself.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlElement};

/// What may take the focus inside a sheet.
const FOCUSABLE: &str = "button:not([tabindex='-1']), [href], input:not([disabled]), \
                         select:not([disabled]), textarea:not([disabled]), [tabindex='0']";

/// The moment of an event on the browser's own clock, in milliseconds.
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since the page was opened fit"
)]
pub(crate) fn event_ms(event: &Event) -> i64 {
    event.time_stamp() as i64
}

/// The element that has the focus.
pub(crate) fn focused() -> Option<HtmlElement> {
    document()
        .active_element()
        .and_then(|element| element.dyn_into().ok())
}

/// Gives the focus to an element without moving the page.
pub(crate) fn focus(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    // An element that cannot take the focus leaves it where it is.
    let _refused = element.focus_with_options(&options);
}

/// Everything inside an element that may take the focus, in the order of the page.
pub(crate) fn focusable_in(element: &Element) -> Vec<HtmlElement> {
    let Ok(found) = element.query_selector_all(FOCUSABLE) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.item(index))
        .filter_map(|node| node.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.offset_width() > 0)
        .collect()
}

/// A text that this browser remembers, if it remembers any.
pub(crate) fn remembered(key: &str) -> Option<String> {
    window()
        .local_storage()
        .ok()
        .flatten()?
        .get_item(key)
        .ok()
        .flatten()
}

/// Remembers a text in this browser; one that may not remember goes on without.
pub(crate) fn remember(key: &str, text: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _refused = storage.set_item(key, text);
    }
}
