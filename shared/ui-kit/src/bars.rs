//! The fixed places of a screen: the primary bar, the pill with the state of the world, undo.

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    tone::Tone,
    words::use_words,
};

/// So long the last thing can be undone at the same place.
pub const UNDO: Duration = Duration::from_secs(10);

/// The bar at the bottom: what just happened at its left, what comes next at its right.
#[component]
pub fn PrimaryBar(
    /// What stands at the left; mostly a [`NoticeBar`].
    #[prop(optional, into)]
    left: Option<ViewFn>,
    /// The actions, the primary one last.
    children: Children,
) -> impl IntoView {
    view! {
        <footer class="primary-bar">
            <div class="primary-left grow">{left.map(|left| left.run())}</div>
            <div class="primary-actions">{children()}</div>
        </footer>
    }
}

/// The state of the world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum World {
    /// Everything is connected and nothing waits.
    #[default]
    Together,
    /// The hub does not answer; work goes on.
    Alone,
    /// Something needs a person.
    Trouble,
}

impl World {
    const fn tone(self) -> Tone {
        match self {
            Self::Together => Tone::Good,
            Self::Alone => Tone::Warn,
            Self::Trouble => Tone::Bad,
        }
    }

    /// Round, three-cornered or square: the state without its colour.
    const fn shape(self) -> &'static str {
        match self {
            Self::Together => "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z",
            Self::Alone => "M12 4l9 16H3z",
            Self::Trouble => "M5 5h14v14H5z",
        }
    }
}

/// One pill, top right, on every screen: together, alone or trouble.
#[component]
pub fn Pill(
    /// The state.
    #[prop(into)]
    world: Signal<World>,
    /// What and where; the state's own word where it is empty.
    #[prop(optional, into)]
    text: Signal<Option<String>>,
    /// A tap shows more.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let words = use_words();
    let says = move || {
        text.get().unwrap_or_else(|| {
            let common = words.get().common;
            match world.get() {
                World::Together => common.together,
                World::Alone => common.alone,
                World::Trouble => common.trouble,
            }
            .to_owned()
        })
    };
    view! {
        <button
            type="button"
            class=move || format!("pill {}", world.get().tone().class())
            data-testid="pill"
            data-world=move || format!("{:?}", world.get()).to_lowercase()
            on:click=move |_| {
                if let Some(on_press) = on_press {
                    on_press.run(());
                }
            }
        >
            <svg class="pill-shape" viewBox="0 0 24 24" aria-hidden="true">
                <path d=move || world.get().shape()></path>
            </svg>
            <span role="status">{says}</span>
        </button>
    }
    .into_any()
}

/// What just happened, and how to take it back.
#[derive(Clone)]
struct Notice {
    text: String,
    tone: Tone,
    undo: Option<Callback<()>>,
}

/// Says what just happened at the one place for it.
#[derive(Clone, Copy)]
pub struct Notices {
    shown: RwSignal<Option<Notice>>,
    count: StoredValue<u32>,
}

/// Gives everything below one place for what just happened; once, at the root of a face.
pub fn provide_notices() -> Notices {
    let notices = Notices {
        shown: RwSignal::new(None),
        count: StoredValue::new(0),
    };
    provide_context(notices);
    notices
}

/// The place for what just happened; a place of its own where none was provided.
pub fn use_notices() -> Notices {
    use_context::<Notices>().unwrap_or_else(provide_notices)
}

impl Notices {
    /// Says something.
    pub fn say(self, text: impl Into<String>) {
        self.put(Notice {
            text: text.into(),
            tone: Tone::Plain,
            undo: None,
        });
    }

    /// Says that something did not work.
    pub fn warn(self, text: impl Into<String>) {
        self.put(Notice {
            text: text.into(),
            tone: Tone::Bad,
            undo: None,
        });
    }

    /// Says what was done and offers to take it back for ten seconds.
    pub fn say_with_undo(self, text: impl Into<String>, undo: Callback<()>) {
        self.put(Notice {
            text: text.into(),
            tone: Tone::Plain,
            undo: Some(undo),
        });
    }

    /// What was offered to be taken back is not the last thing any more.
    pub fn forget_undo(self) {
        let offers =
            |notice: &Option<Notice>| notice.as_ref().is_some_and(|one| one.undo.is_some());
        if self.shown.with_untracked(offers) {
            self.clear();
        }
    }

    /// Nothing to say any more.
    pub fn clear(self) {
        self.shown.set(None);
    }

    fn put(self, notice: Notice) {
        let count = self.count.get_value().wrapping_add(1);
        self.count.set_value(count);
        self.shown.set(Some(notice));
        set_timeout(
            move || {
                if self.count.try_get_value() == Some(count) {
                    self.shown.try_set(None);
                }
            },
            UNDO,
        );
    }
}

/// The fixed place where [`Notices`] are shown, with undo.
#[component]
pub fn NoticeBar() -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    let undo = move |undo: Callback<()>| {
        notices.clear();
        undo.run(());
    };
    view! {
        <div class="notice-bar" role="status" aria-live="polite" data-testid="notice">
            {move || {
                notices
                    .shown
                    .get()
                    .map(|notice| {
                        view! {
                            <span class=format!("notice {}", notice.tone.class())>
                                {(notice.tone == Tone::Bad)
                                    .then(|| view! { <Icon name=IconName::Warning /> })}
                                <span class="notice-text">{notice.text}</span>
                                {notice
                                    .undo
                                    .map(|action| {
                                        view! {
                                            <Button
                                                kind=ButtonKind::Quiet
                                                testid="undo"
                                                on_press=move |()| undo(action)
                                            >
                                                <Icon name=IconName::Undo />
                                                {move || words.get().common.undo}
                                            </Button>
                                        }
                                    })}
                            </span>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
