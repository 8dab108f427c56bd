//! What stands round every page: the navigation, what was just done, who is signed in.

use leptos::prelude::*;
use ui_kit::{
    bars::{NoticeBar, Pill, World},
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    key_help::KeyHelp,
    keys::{Shortcut, use_key},
    tabs::{Tab, Tabs, TabsLook},
    theme::ThemeButton,
    words::{Language, Words, use_words},
};

use crate::{
    desk::{Desk, Page, Who},
    devices::Devices,
    hub,
    import::Import,
    menu::MenuPage,
    settings::Settings,
    staff::Staff,
    today::TodayPage,
};

/// A page's drawing, key and name.
fn look(page: Page) -> (IconName, &'static str) {
    match page {
        Page::Today => (IconName::Chart, "1"),
        Page::Devices => (IconName::Together, "2"),
        Page::Menu => (IconName::Receipt, "3"),
        Page::Import => (IconName::Download, "4"),
        Page::Staff => (IconName::Guests, "5"),
        Page::Settings => (IconName::Settings, "6"),
    }
}

fn name(page: Page, words: &Words) -> &'static str {
    match page {
        Page::Today => words.common.today,
        Page::Devices => words.dashboard.devices,
        Page::Menu => words.dashboard.menu,
        Page::Import => words.dashboard.import,
        Page::Staff => words.dashboard.staff,
        Page::Settings => words.common.settings,
    }
}

/// The frame with the page that is shown.
#[component]
pub(crate) fn Frame() -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    // Whatever page is shown, a hub that is gone and a session that is over are noticed.
    let _session = desk.poll(hub::session);
    let log_out = move |()| {
        desk.ask(hub::logout(), move |_| {
            desk.who.set(Who::Nobody { was_here: false });
        });
    };
    let who = move || match desk.who.get() {
        Who::Somebody(session) => session.name,
        _ => String::new(),
    };
    let site = move || {
        desk.site
            .with(|site| site.as_ref().map(|facts| facts.site.name.clone()))
    };
    view! {
        <div class="desk">
            <nav class="desk-nav" aria-label=move || words.get().dashboard.title>
                <p class="desk-brand">"Comanda"</p>
                {Page::ALL.into_iter().map(|page| view! { <NavButton page /> }).collect_view()}
            </nav>
            <div class="desk-main">
                <header class="desk-bar">
                    <h1 class="desk-title">
                        <span data-testid="page-title">{move || name(desk.page.get(), words.get())}</span>
                        <span class="desk-site soft">{site}</span>
                    </h1>
                    <HubPill />
                    <LanguageSwitch />
                    <ThemeButton />
                    <Button
                        kind=ButtonKind::Quiet
                        testid="logout"
                        label=Signal::derive(move || Some(words.get().dashboard.log_out.to_owned()))
                        on_press=log_out
                    >
                        <Icon name=IconName::Person />
                        <span class="wide-only">{who}</span>
                    </Button>
                </header>
                <main class="desk-page scroll" data-testid=move || format!("page-{}", desk.page.get().id())>
                    {move || match desk.page.get() {
                        Page::Today => view! { <TodayPage /> }.into_any(),
                        Page::Devices => view! { <Devices /> }.into_any(),
                        Page::Menu => view! { <MenuPage /> }.into_any(),
                        Page::Import => view! { <Import /> }.into_any(),
                        Page::Staff => view! { <Staff /> }.into_any(),
                        Page::Settings => view! { <Settings /> }.into_any(),
                    }}
                </main>
                <div class="desk-notice">
                    <NoticeBar />
                </div>
            </div>
            <KeyHelp />
        </div>
    }
}

/// The way to a page; its key is its place.
#[component]
fn NavButton(page: Page) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let (icon, key) = look(page);
    let here = move || desk.page.get() == page;
    let go = Callback::new(move |()| desk.go(page));
    use_key(Shortcut::new(key, move || name(page, words.get())), go);
    view! {
        <button
            type="button"
            class="desk-link"
            data-testid=format!("nav-{}", page.id())
            aria-current=move || here().then_some("page")
            on:click=move |_| go.run(())
        >
            <Icon name=icon />
            <span>{move || name(page, words.get())}</span>
        </button>
    }
}

/// Whether the hub answers this page.
#[component]
fn HubPill() -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let world = Signal::derive(move || {
        if desk.hub_answers.get() {
            World::Together
        } else {
            World::Trouble
        }
    });
    let text = Signal::derive(move || {
        (!desk.hub_answers.get()).then(|| words.get().common.error_hub.to_owned())
    });
    view! { <Pill world text on_press=Callback::new(move |()| desk.refresh()) /> }
}

/// The language of the pages.
#[component]
pub(crate) fn LanguageSwitch() -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let tabs = Language::ALL
        .into_iter()
        .map(|language| Tab::new(language.code(), language.code().to_uppercase()))
        .collect::<Vec<_>>();
    view! {
        <div class="languages">
            <Tabs
                tabs=Signal::stored(tabs)
                selected=Signal::derive(move || desk.language().code().to_owned())
                look=TabsLook::Segments
                label=Signal::derive(move || words.get().common.language.to_owned())
                testid="language"
                on_select=move |code: String| desk.speak(Language::from_code(&code))
            />
        </div>
    }
}
