//! What this browser remembers between two visits: the language that somebody chose.

use leptos::prelude::window;

/// The text that was put away under a key, if this browser remembers any.
pub(crate) fn get(key: &str) -> Option<String> {
    window()
        .local_storage()
        .ok()
        .flatten()?
        .get_item(key)
        .ok()
        .flatten()
}

/// Puts a text away; a browser that may not remember goes on without.
pub(crate) fn put(key: &str, text: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _refused = storage.set_item(key, text);
    }
}
