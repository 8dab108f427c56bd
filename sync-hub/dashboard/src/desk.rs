//! What all pages of the back office share: who is signed in, the restaurant, the page, the pulse.

use std::{future::Future, time::Duration};

use leptos::{ev, leptos_dom::helpers::set_interval_with_handle, prelude::*, task::spawn_local};
use shared::api::hub::SiteFacts;
use ui_kit::{
    bars::{Notices, use_notices},
    words::{Language, Words, use_words},
};

use crate::{
    hub::{self, Answer, Session, Trouble},
    memory,
    time::now_ms,
};

/// Pages ask the hub so often.
const PULSE: Duration = Duration::from_secs(2);
/// Clocks on the page tick so often.
const TICK: Duration = Duration::from_secs(1);
/// Where the browser remembers the language that somebody chose.
pub(crate) const LANGUAGE_KEY: &str = "comanda-dashboard-language";

/// A page of the back office.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Page {
    /// How it goes.
    #[default]
    Today,
    /// Tills and kitchen screens.
    Devices,
    /// What is sold.
    Menu,
    /// A restaurant's folder.
    Import,
    /// Who works here.
    Staff,
    /// The restaurant, printers, the own password.
    Settings,
}

impl Page {
    /// All pages in the order of the navigation.
    pub(crate) const ALL: [Self; 6] = [
        Self::Today,
        Self::Devices,
        Self::Menu,
        Self::Import,
        Self::Staff,
        Self::Settings,
    ];

    /// The word in its address.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Devices => "devices",
            Self::Menu => "menu",
            Self::Import => "import",
            Self::Staff => "staff",
            Self::Settings => "settings",
        }
    }

    /// The page of an address; the first one where there is no such page.
    pub(crate) fn of_path(path: &str) -> Self {
        let id = path.trim_matches('/');
        Self::ALL
            .into_iter()
            .find(|page| page.id() == id)
            .unwrap_or_default()
    }
}

/// Who is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// The hub has not said yet.
    Unknown,
    /// Nobody; where somebody was, their session ended.
    Nobody {
        /// Somebody was.
        was_here: bool,
    },
    /// Somebody.
    Somebody(Session),
}

/// What all pages share.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    /// Who is signed in.
    pub(crate) who: RwSignal<Who>,
    /// The page that is shown.
    pub(crate) page: RwSignal<Page>,
    /// The restaurant; none before the first import.
    pub(crate) site: RwSignal<Option<SiteFacts>>,
    /// The hub answers.
    pub(crate) hub_answers: RwSignal<bool>,
    /// The clock, each second.
    pub(crate) now_ms: RwSignal<i64>,
    /// What was just done.
    pub(crate) notices: Notices,
    /// The words of the chosen language.
    pub(crate) words: Signal<&'static Words>,
    language: RwSignal<Language>,
    pulse: RwSignal<u32>,
}

impl Desk {
    /// The desk, for everything below.
    pub(crate) fn provide(language: RwSignal<Language>) -> Self {
        let path = window().location().pathname().unwrap_or_default();
        let desk = Self {
            who: RwSignal::new(Who::Unknown),
            page: RwSignal::new(Page::of_path(&path)),
            site: RwSignal::new(None),
            hub_answers: RwSignal::new(true),
            now_ms: RwSignal::new(now_ms()),
            notices: use_notices(),
            words: use_words(),
            language,
            pulse: RwSignal::new(0),
        };
        provide_context(desk);
        desk.keep_pulse();
        desk.follow_history();
        desk
    }

    /// The desk that everything here stands on.
    pub(crate) fn get() -> Self {
        expect_context::<Self>()
    }

    /// Beats every two seconds, but not while nobody looks.
    fn keep_pulse(self) {
        let beat = move || {
            if !document().hidden() {
                self.pulse.update(|count| *count = count.wrapping_add(1));
            }
        };
        if let Ok(handle) = set_interval_with_handle(beat, PULSE) {
            on_cleanup(move || handle.clear());
        }
        let seen = window_event_listener(ev::visibilitychange, move |_| beat());
        on_cleanup(move || seen.remove());
        let tick = move || self.now_ms.set(now_ms());
        if let Ok(handle) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || handle.clear());
        }
    }

    /// Back and forward change the page.
    fn follow_history(self) {
        let moved = window_event_listener(ev::popstate, move |_| {
            let page = Page::of_path(&window().location().pathname().unwrap_or_default());
            if self.page.get_untracked() != page {
                self.page.set(page);
            }
        });
        on_cleanup(move || moved.remove());
    }

    /// Shows a page.
    pub(crate) fn go(self, page: Page) {
        if self.page.get_untracked() != page {
            let address = format!("/{}", page.id());
            if let Ok(history) = window().history() {
                // Without an address of its own the page is shown all the same.
                let _refused =
                    history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
            }
            self.page.set(page);
        }
    }

    /// Asks at once instead of at the next beat.
    pub(crate) fn refresh(self) {
        self.pulse.update(|count| *count = count.wrapping_add(1));
    }

    /// Chooses a language, and remembers it.
    pub(crate) fn speak(self, language: Language) {
        memory::put(LANGUAGE_KEY, language.code());
        self.language.set(language);
    }

    /// The language that is spoken.
    pub(crate) fn language(self) -> Language {
        self.language.get()
    }

    /// Learns who is signed in and what restaurant this is.
    pub(crate) fn learn(self) {
        spawn_local(async move {
            match hub::session().await {
                Ok(session) => self.welcome(session),
                Err(trouble) if trouble.is_signed_out() => {
                    self.who.set(Who::Nobody { was_here: false });
                }
                Err(_) => {
                    self.hub_answers.set(false);
                    set_timeout(move || self.learn(), PULSE);
                }
            }
        });
    }

    /// Somebody is signed in.
    pub(crate) fn welcome(self, session: Session) {
        self.hub_answers.set(true);
        self.who.set(Who::Somebody(session));
        self.learn_site();
    }

    /// Learns the restaurant's facts; its language is spoken unless somebody chose another.
    pub(crate) fn learn_site(self) {
        self.ask(hub::site(), move |answer| {
            if let Ok(facts) = answer {
                if memory::get(LANGUAGE_KEY).is_none() {
                    self.language.set(Language::from_code(&facts.site.language));
                }
                self.site.set(Some(facts));
            }
        });
    }

    /// Asks the hub; `then` gets the answer. An ended session shows the log-in.
    pub(crate) fn ask<T: 'static>(
        self,
        question: impl Future<Output = Answer<T>> + 'static,
        then: impl FnOnce(Answer<T>) + 'static,
    ) {
        spawn_local(async move {
            let answer = question.await;
            self.note(&answer);
            then(answer);
        });
    }

    /// Asks the hub; `then` gets what it answered, and what went wrong is said.
    pub(crate) fn tell<T: 'static>(
        self,
        question: impl Future<Output = Answer<T>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        self.ask(question, move |answer| match answer {
            Ok(answer) => then(answer),
            Err(trouble) => self.notices.warn(trouble.text(self.words.get_untracked())),
        });
    }

    fn note<T>(self, answer: &Answer<T>) {
        let answers = !matches!(answer, Err(Trouble::Silent));
        if self.hub_answers.try_get_untracked() == Some(!answers) {
            self.hub_answers.set(answers);
        }
        let here = matches!(self.who.try_get_untracked(), Some(Who::Somebody(_)));
        if here && matches!(answer, Err(trouble) if trouble.is_signed_out()) {
            self.who.set(Who::Nobody { was_here: true });
        }
    }

    /// Asks the same again and again for as long as the caller is shown.
    pub(crate) fn poll<T, F, Q>(self, question: F) -> Polled<T>
    where
        T: Clone + PartialEq + Send + Sync + 'static,
        F: Fn() -> Q + 'static,
        Q: Future<Output = Answer<T>> + 'static,
    {
        let polled = Polled {
            told: RwSignal::new(None),
            trouble: RwSignal::new(None),
        };
        let under_way = StoredValue::new(false);
        Effect::new(move |_| {
            self.pulse.track();
            if under_way.get_value() {
                return;
            }
            under_way.set_value(true);
            self.ask(question(), move |answer| {
                under_way.try_set_value(false);
                polled.take(answer);
            });
        });
        polled
    }
}

/// What the hub told last, and what is wrong now.
pub(crate) struct Polled<T: Send + Sync + 'static> {
    /// The last answer.
    pub(crate) told: RwSignal<Option<T>>,
    /// Why there is none now; the last answer stays.
    pub(crate) trouble: RwSignal<Option<Trouble>>,
}

impl<T: Send + Sync + 'static> Clone for Polled<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Polled<T> {}

impl<T: PartialEq + Send + Sync + 'static> Polled<T> {
    /// What did not change is not drawn again.
    fn take(self, answer: Answer<T>) {
        let (told, trouble) = match answer {
            Ok(told) => (Some(told), None),
            Err(trouble) => (None, Some(trouble)),
        };
        if told.is_some() && self.told.try_with_untracked(|old| *old != told) == Some(true) {
            self.told.set(told);
        }
        if self.trouble.try_with_untracked(|old| *old != trouble) == Some(true) {
            self.trouble.set(trouble);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_its_address_and_any_other_is_today() {
        for page in Page::ALL {
            assert_eq!(Page::of_path(&format!("/{}", page.id())), page);
        }
        assert_eq!(Page::of_path("/"), Page::Today);
        assert_eq!(Page::of_path("/nowhere/at/all"), Page::Today);
    }
}
