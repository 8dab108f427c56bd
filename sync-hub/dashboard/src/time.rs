//! The one place where the dashboard reads the clock, and how times are written.

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
pub(crate) fn time_text(at_ms: i64, site: Option<&Site>) -> String {
    written(at_ms, site, &[("hour", "2-digit"), ("minute", "2-digit")])
}

/// A moment with its day: `21/11, 19:45`.
pub(crate) fn day_and_time_text(at_ms: i64, site: Option<&Site>) -> String {
    let parts = [
        ("day", "2-digit"),
        ("month", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ];
    written(at_ms, site, &parts)
}

/// A moment in the restaurant's time zone; in the browser's own before the site is known.
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of any year of ours are exact"
)]
fn written(at_ms: i64, site: Option<&Site>, parts: &[(&str, &str)]) -> String {
    let options = js_sys::Object::new();
    let zone = site.map(|site| ("timeZone", site.timezone.as_str()));
    for (name, value) in zone.iter().chain(&[("hourCycle", "h23")]).chain(parts) {
        // Setting a property of a fresh object cannot fail.
        let _done = js_sys::Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    let date = js_sys::Date::new(&JsValue::from_f64(at_ms as f64));
    let language = site.map_or("en", |site| site.language.as_str());
    date.to_locale_string(language, &options).into()
}

/// A whole number of seconds as `14:59`.
pub(crate) fn countdown(seconds: i64) -> String {
    let seconds = seconds.max(0);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_countdown_ends_at_nothing() {
        assert_eq!(countdown(899), "14:59");
        assert_eq!(countdown(0), "0:00");
        assert_eq!(countdown(-3), "0:00");
    }
}
