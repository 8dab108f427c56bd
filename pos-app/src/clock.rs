//! The one place where the face reads the clock, and how times are written.

use leptos::prelude::*;
use shared::menu::Site;
use wasm_bindgen::JsValue;

/// The browser's time in milliseconds since 1970.
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of any year of ours fit"
)]
pub(crate) fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// A moment as the restaurant's wall clock shows it: `19:45`.
pub(crate) fn time_text(at_ms: i64, site: &Site) -> String {
    written(at_ms, site, &[("hour", "2-digit"), ("minute", "2-digit")])
}

/// A moment with its day, in the language of the restaurant: `21 nov, 19:45`.
pub(crate) fn day_and_time_text(at_ms: i64, site: &Site) -> String {
    let parts = [
        ("day", "numeric"),
        ("month", "short"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ];
    written(at_ms, site, &parts)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of any year of ours are exact"
)]
fn written(at_ms: i64, site: &Site, parts: &[(&str, &str)]) -> String {
    let options = js_sys::Object::new();
    let zone = [("timeZone", site.timezone.as_str()), ("hourCycle", "h23")];
    for (name, value) in zone.iter().chain(parts) {
        // Setting a property of a fresh object cannot fail.
        let _done = js_sys::Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    let date = js_sys::Date::new(&JsValue::from_f64(at_ms as f64));
    date.to_locale_string(&site.language, &options).into()
}

/// Keeps a signal at the time, once a second.
pub(crate) fn keep_time(now: RwSignal<i64>) {
    let tick = move || {
        now.try_set(now_ms());
    };
    if let Ok(handle) = set_interval_with_handle(tick, std::time::Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
}
