//! The words between this face and its node.

use leptos::prelude::*;
use shared::api::{
    Problem,
    device::DeviceView,
    kds::{Change, Command, View},
};
use ui_kit::{
    link::{self, LinkError},
    words::Words,
};

/// Why the node did not do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It said why.
    Problem(Problem),
    /// It did not answer, or not in words that this face knows.
    Silent,
}

impl Refusal {
    /// What the cook reads.
    pub(crate) fn text(&self, words: &Words) -> String {
        match self {
            Self::Problem(problem) => words.problem(problem),
            Self::Silent => words.common.error_node.to_owned(),
        }
    }
}

impl From<LinkError> for Refusal {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Refused(text) => {
                serde_json::from_str(&text).map_or(Self::Silent, Self::Problem)
            }
            LinkError::Unreachable | LinkError::Unreadable(_) => Self::Silent,
        }
    }
}

/// What this device is.
pub(crate) async fn device() -> Result<DeviceView, Refusal> {
    Ok(link::ask("/api/device", &serde_json::json!({})).await?)
}

/// Has the node do something; the view after it.
pub(crate) async fn ask(command: Command) -> Result<View, Refusal> {
    Ok(link::ask("/api/kds", &command).await?)
}

/// Listens to the node for as long as the caller is shown. A text that is no change is left out: a
/// newer node may tell more than this face knows.
pub(crate) fn listen(on_change: Callback<Change>, on_link: Callback<bool>) {
    let heard = move |text: String| {
        if let Ok(change) = serde_json::from_str(&text) {
            on_change.run(change);
        }
    };
    link::feed_here("/api/kds/feed", heard, move |open| on_link.run(open));
}

/// The one place where the face reads the clock.
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of any year of ours fit"
)]
pub(crate) fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_refusal_is_read_and_anything_else_is_silence() {
        let typed = LinkError::Refused(r#"{"problem":"not_found","what":"ticket"}"#.to_owned());
        let problem = Problem::NotFound {
            what: "ticket".to_owned(),
        };
        assert_eq!(Refusal::from(typed), Refusal::Problem(problem));
        assert_eq!(
            Refusal::from(LinkError::Refused(String::new())),
            Refusal::Silent
        );
        assert_eq!(Refusal::from(LinkError::Unreachable), Refusal::Silent);
    }
}
