//! Light for the till, dark for the kitchen, and a button that turns either.

use leptos::prelude::*;

use crate::{
    button::{Button, ButtonKind},
    dom,
    icon::{Icon, IconName},
    words::use_words,
};

/// Where the browser remembers the choice.
const STORAGE_KEY: &str = "comanda-theme";

/// The two looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Paper in daylight.
    Light,
    /// No glare beside a hot line.
    Dark,
}

impl Theme {
    /// The value of `data-theme`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Light, Self::Dark]
            .into_iter()
            .find(|theme| theme.name() == name)
    }

    /// The other one.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }
}

#[derive(Clone, Copy)]
struct Shown(RwSignal<Theme>);

/// Shows the page in the remembered theme, or in `first` where none is; remembers every change.
pub fn provide_theme(first: Theme) -> RwSignal<Theme> {
    let start = dom::remembered(STORAGE_KEY).and_then(|name| Theme::from_name(&name));
    let theme = RwSignal::new(start.unwrap_or(first));
    provide_context(Shown(theme));
    Effect::new(move |before: Option<Theme>| {
        let now = theme.get();
        if let Some(root) = document().document_element() {
            let _refused = root.set_attribute("data-theme", now.name());
        }
        if before.is_some_and(|before| before != now) {
            dom::remember(STORAGE_KEY, now.name());
        }
        now
    });
    theme
}

/// Turns light to dark and back; shows nothing where no theme was provided.
#[component]
pub fn ThemeButton() -> impl IntoView {
    let words = use_words();
    use_context::<Shown>().map(|Shown(theme)| {
        let label = move || match theme.get() {
            Theme::Light => words.get().common.theme_dark,
            Theme::Dark => words.get().common.theme_light,
        };
        let icon = move || match theme.get() {
            Theme::Light => IconName::Moon,
            Theme::Dark => IconName::Sun,
        };
        view! {
            <Button
                kind=ButtonKind::Quiet
                label=Signal::derive(move || Some(label().to_owned()))
                testid="theme"
                on_press=move |()| theme.update(|theme| *theme = theme.turned())
            >
                {move || view! { <Icon name=icon() /> }}
            </Button>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remembered_name_is_a_theme_and_nonsense_is_none() {
        assert_eq!(Theme::from_name("dark"), Some(Theme::Dark));
        assert_eq!(Theme::from_name(Theme::Light.name()), Some(Theme::Light));
        assert_eq!(Theme::from_name("pink"), None);
    }
}
