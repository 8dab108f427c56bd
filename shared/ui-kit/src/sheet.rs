//! A sheet: one level over a screen, left without loss by Esc, by back or by a tap outside.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::KeyboardEvent;

use crate::{
    button::{Button, ButtonKind},
    dom,
    icon::{Icon, IconName},
    keys::{Keys, Shortcut, use_key},
    words::use_words,
};

/// Which part of the screen a sheet covers; on a phone it always comes from below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SheetPlace {
    /// The right part: over the grid, beside the check.
    #[default]
    Right,
    /// The left part: over the check, beside the grid.
    Left,
    /// A card in the middle: one question.
    Middle,
    /// Almost everything: paying, a long report.
    Whole,
}

impl SheetPlace {
    const fn class(self) -> &'static str {
        match self {
            Self::Right => "sheet right",
            Self::Left => "sheet left",
            Self::Middle => "sheet middle",
            Self::Whole => "sheet whole",
        }
    }
}

/// A sheet over a part of the screen.
#[component]
pub fn Sheet(
    /// Whether it is shown.
    #[prop(into)]
    open: Signal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Which part of the screen it covers.
    #[prop(optional)]
    place: SheetPlace,
    /// What stands at its bottom, the primary action last.
    #[prop(optional, into)]
    foot: Option<ViewFn>,
    /// The name that tests know it by.
    #[prop(optional, into)]
    testid: Option<String>,
    /// Somebody wants to leave.
    #[prop(into)]
    on_close: Callback<()>,
    /// What is inside.
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    let foot = StoredValue::new(foot);
    let testid = StoredValue::new(testid);
    view! {
        <Show when=move || open.get()>
            <Panel title place testid=testid.get_value() on_close foot=foot.get_value()>
                {children.with_value(|children| children())}
            </Panel>
        </Show>
    }
    .into_any()
}

/// What is shown of a sheet while it is open.
#[component]
fn Panel(
    title: Signal<String>,
    place: SheetPlace,
    testid: Option<String>,
    on_close: Callback<()>,
    foot: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let words = use_words();
    let panel = NodeRef::<html::Section>::new();
    keep_keys_inside();
    // At the window: the focus is lost when what had it goes away, as a pressed button may.
    use_key(Shortcut::unlisted("Escape"), on_close);
    keep_focus_inside(panel);
    leave_by_back(on_close);
    view! {
        <div class="sheet-veil" on:click=move |_| on_close.run(())></div>
        <section
            class=place.class()
            role="dialog"
            aria-modal="true"
            aria-label=move || title.get()
            tabindex="-1"
            data-testid=testid
            node_ref=panel
            on:keydown=move |event| on_panel_key(&event, panel)
        >
            <header class="sheet-head">
                <h2 class="grow">{move || title.get()}</h2>
                <Button
                    kind=ButtonKind::Quiet
                    label=Signal::derive(move || Some(words.get().common.close.to_owned()))
                    testid="close"
                    on_press=on_close
                >
                    <Icon name=IconName::Close />
                </Button>
            </header>
            <div class="sheet-body scroll">{children()}</div>
            {foot.map(|foot| view! { <footer class="sheet-foot">{foot.run()}</footer> })}
        </section>
    }
    .into_any()
}

/// Keys of the screen below sleep while the sheet is open.
fn keep_keys_inside() {
    if let Some(keys) = use_context::<Keys>() {
        let layer = keys.open_layer();
        on_cleanup(move || keys.close_layer(layer));
    }
}

/// Moves the focus into the sheet, and back to where it was when the sheet closes.
fn keep_focus_inside(panel: NodeRef<html::Section>) {
    let before = StoredValue::new_local(dom::focused());
    Effect::new(move |_| {
        if let Some(panel) = panel.get() {
            let wanted = panel.query_selector("[data-first]").ok().flatten();
            let wanted = wanted.and_then(|element| element.dyn_into().ok());
            dom::focus(&wanted.unwrap_or_else(|| panel.unchecked_into()));
        }
    });
    on_cleanup(move || {
        if let Some(Some(before)) = before.try_get_value() {
            dom::focus(&before);
        }
    });
}

/// Tab goes round inside the sheet.
fn on_panel_key(event: &KeyboardEvent, panel: NodeRef<html::Section>) {
    let Some(panel) = panel.get_untracked().filter(|_| event.key() == "Tab") else {
        return;
    };
    let inside = dom::focusable_in(&panel);
    let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
        return;
    };
    let here = dom::focused();
    let (edge, other) = if event.shift_key() {
        (first, last)
    } else {
        (last, first)
    };
    let on_panel = here.as_deref() == Some(panel.as_ref());
    if here.as_ref() == Some(edge) || (on_panel && event.shift_key()) {
        event.prevent_default();
        dom::focus(other);
    }
}

/// The open sheets, the top one last, and whether the browser's history has a step to give up for
/// them.
///
/// The step stays when the sheets close: taking it back would be answered later, and might then
/// close a sheet that opened meanwhile.
#[derive(Clone, Copy)]
struct Steps {
    open: StoredValue<Vec<(u32, Callback<()>)>>,
    opened: StoredValue<u32>,
    has_step: StoredValue<bool>,
}

impl Steps {
    fn push(self) {
        if !self.has_step.get_value()
            && let Ok(history) = window().history()
        {
            let pushed = history.push_state(&JsValue::from_str("sheet"), "");
            self.has_step.set_value(pushed.is_ok());
        }
    }

    fn on_back(self) {
        self.has_step.set_value(false);
        let top = self.open.with_value(|open| open.last().copied());
        if let Some((_, on_close)) = top {
            self.push();
            on_close.run(());
        }
    }
}

/// Makes the browser's back leave the top sheet instead of the page; once, at a face's root.
pub fn provide_sheet_history() {
    let steps = Steps {
        open: StoredValue::new(Vec::new()),
        opened: StoredValue::new(0),
        has_step: StoredValue::new(false),
    };
    provide_context(steps);
    let listener = window_event_listener(ev::popstate, move |_| steps.on_back());
    on_cleanup(move || listener.remove());
}

/// The browser's back leaves the sheet and not the page.
fn leave_by_back(on_close: Callback<()>) {
    let Some(steps) = use_context::<Steps>() else {
        return;
    };
    let number = steps.opened.get_value().wrapping_add(1);
    steps.opened.set_value(number);
    steps
        .open
        .update_value(|open| open.push((number, on_close)));
    steps.push();
    on_cleanup(move || {
        steps
            .open
            .try_update_value(|open| open.retain(|(one, _)| *one != number));
    });
}

/// One question that must be answered before something that cannot be undone.
#[component]
pub fn ConfirmSheet(
    /// Whether it is asked.
    #[prop(into)]
    open: Signal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What will happen, and why it cannot be undone.
    #[prop(into)]
    text: Signal<String>,
    /// What the button that does it says.
    #[prop(into)]
    action: Signal<String>,
    /// It takes something away.
    #[prop(optional)]
    danger: bool,
    /// The name that tests know it by.
    #[prop(optional, into)]
    testid: Option<String>,
    /// Do it.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// Do not.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let kind = if danger {
        ButtonKind::Danger
    } else {
        ButtonKind::Primary
    };
    let foot = move || {
        view! {
            <Button big=true testid="cancel" on_press=on_close>
                {move || words.get().common.cancel}
            </Button>
            <Button big=true kind testid="confirm" class="grow" on_press=on_confirm>
                {move || action.get()}
            </Button>
        }
    };
    view! {
        <Sheet
            open
            title
            place=SheetPlace::Middle
            testid=testid.unwrap_or_else(|| "confirm-sheet".to_owned())
            on_close
            foot=foot
        >
            <p>{move || text.get()}</p>
        </Sheet>
    }
}
