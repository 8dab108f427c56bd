//! One of several: tabs above a zone, segments instead of a drop-down, a row of quick choices.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// One choice of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// What it is known by.
    pub id: String,
    /// What it says.
    pub name: String,
    /// A number beside it, such as how many are open.
    pub count: Option<i64>,
}

impl Tab {
    /// A choice without a number.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            count: None,
        }
    }

    /// The same choice with a number beside it.
    #[must_use]
    pub fn counting(self, count: i64) -> Self {
        Self {
            count: Some(count),
            ..self
        }
    }
}

/// How the choices stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TabsLook {
    /// Above the zone that they change.
    #[default]
    Tabs,
    /// A closed row that chooses one value.
    Segments,
}

/// Tabs or segments; arrow keys move between them.
#[component]
pub fn Tabs(
    /// The choices.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// The id of the chosen one.
    #[prop(into)]
    selected: Signal<String>,
    /// How they stand.
    #[prop(optional)]
    look: TabsLook,
    /// What is chosen, for those who cannot see it.
    #[prop(into)]
    label: Signal<String>,
    /// The name that tests know it by; each tab is `tab-<id>` inside.
    #[prop(optional, into)]
    testid: Option<String>,
    /// The id of the tapped one; also for the one that is chosen already, which means «again».
    #[prop(into)]
    on_select: Callback<String>,
) -> impl IntoView {
    let class = match look {
        TabsLook::Tabs => "tabs",
        TabsLook::Segments => "tabs segments",
    };
    let on_key = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            _ => return,
        };
        let now = selected.get_untracked();
        if let Some(id) = tabs.with_untracked(|tabs| neighbour(tabs, &now, step)) {
            event.prevent_default();
            on_select.run(id);
        }
    };
    view! {
        <div class=class role="tablist" aria-label=move || label.get() data-testid=testid on:keydown=on_key>
            <For each=move || tabs.get() key=|tab| (tab.id.clone(), tab.name.clone(), tab.count) let:tab>
                <TabButton tab selected on_select />
            </For>
        </div>
    }
    .into_any()
}

#[component]
fn TabButton(tab: Tab, selected: Signal<String>, on_select: Callback<String>) -> impl IntoView {
    let id = StoredValue::new(tab.id.clone());
    let chosen = Signal::derive(move || id.with_value(|id| selected.with(|now| now == id)));
    view! {
        <button
            type="button"
            role="tab"
            class="tab"
            data-testid=format!("tab-{}", tab.id)
            aria-selected=move || if chosen.get() { "true" } else { "false" }
            tabindex=move || if chosen.get() { "0" } else { "-1" }
            on:click=move |_| on_select.run(id.get_value())
        >
            {tab.name}
            {tab.count.map(|count| view! { <span class="tab-count">{count}</span> })}
        </button>
    }
}

/// The id beside the chosen one, going round at the ends.
fn neighbour(tabs: &[Tab], selected: &str, step: isize) -> Option<String> {
    let here = tabs.iter().position(|tab| tab.id == selected).unwrap_or(0);
    let next = here
        .checked_add_signed(step)
        .map_or(tabs.len().checked_sub(1)?, |n| n % tabs.len());
    tabs.get(next).map(|tab| tab.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_at_the_ends() {
        let tabs = [Tab::new("a", "A"), Tab::new("b", "B"), Tab::new("c", "C")];
        assert_eq!(neighbour(&tabs, "a", 1).as_deref(), Some("b"));
        assert_eq!(neighbour(&tabs, "c", 1).as_deref(), Some("a"));
        assert_eq!(neighbour(&tabs, "a", -1).as_deref(), Some("c"));
        assert_eq!(neighbour(&[], "a", 1), None);
    }
}
