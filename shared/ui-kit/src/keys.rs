//! The keyboard of a screen: every action has a key, and a scan reaches whoever waits for one.
//!
//! An open sheet is a layer of its own: keys of the screen below sleep until it closes.

use std::time::Duration;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;

use crate::{
    dom,
    scanner::{BURST_GAP_MS, Scanner, Typed},
};

/// A little longer than the gap inside a burst.
const QUIET: Duration = Duration::from_millis(BURST_GAP_MS.unsigned_abs() + 10);

/// A key and the name of what it does.
#[derive(Clone, Copy)]
pub struct Shortcut {
    /// The browser's name of the key, such as `F4`, `Enter`, `p` or `Ctrl+k`.
    pub key: &'static str,
    /// What it does, in the user's language; keys without a name are not listed.
    pub name: Option<Signal<&'static str>>,
}

impl Shortcut {
    /// A key with the name of what it does.
    pub fn new(key: &'static str, name: impl Fn() -> &'static str + Send + Sync + 'static) -> Self {
        Self {
            key,
            name: Some(Signal::derive(name)),
        }
    }

    /// A key that needs no explanation, such as a digit on a number pad.
    pub const fn unlisted(key: &'static str) -> Self {
        Self { key, name: None }
    }
}

#[derive(Clone, Copy)]
struct Binding {
    id: u32,
    layer: u32,
    shortcut: Shortcut,
    action: Callback<()>,
}

/// The layer that a component lives in; the screen itself is layer 0.
#[derive(Clone, Copy)]
struct Layer(u32);

/// The keyboard of this face.
#[derive(Clone, Copy)]
pub struct Keys {
    bindings: RwSignal<Vec<Binding>>,
    layers: RwSignal<Vec<u32>>,
    scans: StoredValue<Vec<(u32, Callback<String>)>>,
    scanner: StoredValue<Scanner>,
    /// Grows with every key, so that an old timer releases nothing.
    key_count: StoredValue<u32>,
    next_id: StoredValue<u32>,
    help: RwSignal<bool>,
}

/// Listens to the keyboard for everything below; once, at the root of a face.
pub fn provide_keys() -> Keys {
    let keys = Keys {
        bindings: RwSignal::new(Vec::new()),
        layers: RwSignal::new(Vec::new()),
        scans: StoredValue::new(Vec::new()),
        scanner: StoredValue::new(Scanner::default()),
        key_count: StoredValue::new(0),
        next_id: StoredValue::new(1),
        help: RwSignal::new(false),
    };
    provide_context(keys);
    let listener = window_event_listener(ev::keydown, move |event| keys.on_keydown(&event));
    on_cleanup(move || listener.remove());
    keys
}

/// Runs an action on a key for as long as the calling component is shown.
///
/// A later binding of the same key wins. Without [`provide_keys`] above this does nothing.
pub fn use_key(shortcut: Shortcut, action: Callback<()>) {
    let Some(keys) = use_context::<Keys>() else {
        return;
    };
    let layer = use_context::<Layer>().map_or(0, |Layer(layer)| layer);
    let id = keys.new_id();
    keys.bindings.update(|all| {
        all.push(Binding {
            id,
            layer,
            shortcut,
            action,
        });
    });
    on_cleanup(move || {
        keys.bindings
            .try_update(|all| all.retain(|binding| binding.id != id));
    });
}

/// Takes the scans for as long as the calling component is shown; the last one to ask gets them.
pub fn use_scan(on_scan: Callback<String>) {
    let Some(keys) = use_context::<Keys>() else {
        return;
    };
    let id = keys.new_id();
    keys.scans.update_value(|all| all.push((id, on_scan)));
    on_cleanup(move || {
        keys.scans
            .try_update_value(|all| all.retain(|(one, _)| *one != id));
    });
}

impl Keys {
    /// Whether the list of keys is shown; `?` turns it.
    pub fn help(self) -> RwSignal<bool> {
        self.help
    }

    /// The keys that work right now on the screen itself, each with the name of what it does.
    pub fn listed(self) -> Vec<(&'static str, Signal<&'static str>)> {
        let mut listed: Vec<(&'static str, Signal<&'static str>)> = Vec::new();
        for binding in self
            .bindings
            .get()
            .iter()
            .rev()
            .filter(|binding| binding.layer == 0)
        {
            let Shortcut {
                key,
                name: Some(name),
            } = binding.shortcut
            else {
                continue;
            };
            if !listed.iter().any(|(known, _)| *known == key) {
                listed.push((key, name));
            }
        }
        listed.reverse();
        listed
    }

    /// Opens a layer and makes it the one of the calling component; its number closes it.
    pub(crate) fn open_layer(self) -> u32 {
        let layer = self.new_id();
        self.layers.update(|layers| layers.push(layer));
        provide_context(Layer(layer));
        layer
    }

    pub(crate) fn close_layer(self, layer: u32) {
        self.layers
            .try_update(|layers| layers.retain(|one| *one != layer));
    }

    fn new_id(self) -> u32 {
        let id = self.next_id.get_value();
        self.next_id.set_value(id.wrapping_add(1));
        id
    }

    fn bound(self, key: &str) -> Option<Callback<()>> {
        let top = self
            .layers
            .try_with_untracked(|layers| layers.last().copied())?
            .unwrap_or(0);
        self.bindings.try_with_untracked(|all| {
            all.iter()
                .rev()
                .find(|binding| binding.layer == top && binding.shortcut.key == key)
                .map(|binding| binding.action)
        })?
    }

    /// Runs what a key is bound to; whether it was bound at all.
    fn press(self, key: &str) -> bool {
        let action = self.bound(key);
        if let Some(action) = action {
            action.run(());
        }
        action.is_some()
    }

    fn press_all(self, characters: Vec<char>) {
        for character in characters {
            if character == '?' {
                self.help.update(|shown| *shown = !*shown);
            } else {
                self.press(character.to_lowercase().to_string().as_str());
            }
        }
    }

    fn on_keydown(self, event: &KeyboardEvent) {
        if event.default_prevented() || event.is_composing() {
            return;
        }
        let key = event.key();
        let place = Place::of(event);
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        let mut characters = key.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) if plain => match place {
                Place::Field => {}
                Place::Pressable if character == ' ' => {}
                Place::Pressable | Place::Elsewhere => self.on_character(character, event),
            },
            _ if key == "Enter" && plain => self.on_enter(place, event),
            _ => self.on_named(&key, place, event),
        }
    }

    fn on_character(self, character: char, event: &KeyboardEvent) {
        if self.bound(&character.to_lowercase().to_string()).is_some() {
            event.prevent_default();
        }
        if self.scans.with_value(Vec::is_empty) {
            self.press_all(vec![character]);
            return;
        }
        let at_ms = dom::event_ms(event);
        let typed = self
            .scanner
            .try_update_value(|scanner| scanner.character(character, at_ms));
        if let Some(Typed::Chars(before)) = typed {
            self.press_all(before);
        }
        let count = self.key_count.get_value().wrapping_add(1);
        self.key_count.set_value(count);
        set_timeout(
            move || {
                if self.key_count.try_get_value() == Some(count) {
                    self.release();
                }
            },
            QUIET,
        );
    }

    fn on_enter(self, place: Place, event: &KeyboardEvent) {
        let at_ms = dom::event_ms(event);
        match self
            .scanner
            .try_update_value(|scanner| scanner.enter(at_ms))
        {
            Some(Typed::Scan(code)) => {
                event.prevent_default();
                let taker = self
                    .scans
                    .with_value(|all| all.last().map(|(_, on_scan)| *on_scan));
                if let Some(taker) = taker {
                    taker.run(code);
                }
                return;
            }
            Some(Typed::Chars(before)) => self.press_all(before),
            Some(Typed::Held) | None => {}
        }
        if place == Place::Elsewhere && !event.repeat() && self.press("Enter") {
            event.prevent_default();
        }
    }

    fn on_named(self, key: &str, place: Place, event: &KeyboardEvent) {
        self.release();
        let repeats = matches!(key, "Backspace" | "Delete") || key.starts_with("Arrow");
        let edits = repeats || matches!(key, "Home" | "End" | "Tab");
        if (place == Place::Field && edits) || (event.repeat() && !repeats) {
            return;
        }
        if self.press(&with_modifiers(key, event)) {
            event.prevent_default();
        }
    }

    fn release(self) {
        if let Some(characters) = self.scanner.try_update_value(Scanner::release) {
            self.press_all(characters);
        }
    }
}

/// Where the focus is, as far as keys care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In something that takes text.
    Field,
    /// On something that Enter and Space press.
    Pressable,
    /// Anywhere else.
    Elsewhere,
}

impl Place {
    fn of(event: &KeyboardEvent) -> Self {
        let Some(element) = event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
        else {
            return Self::Elsewhere;
        };
        match element.tag_name().to_ascii_lowercase().as_str() {
            "input" | "textarea" | "select" => Self::Field,
            "button" | "a" | "summary" => Self::Pressable,
            _ => Self::Elsewhere,
        }
    }
}

/// The name of a key with what is held beside it, such as `Ctrl+k`.
fn with_modifiers(key: &str, event: &KeyboardEvent) -> String {
    let mut name = String::new();
    if event.ctrl_key() || event.meta_key() {
        name.push_str("Ctrl+");
    }
    if event.alt_key() {
        name.push_str("Alt+");
    }
    if event.shift_key() && key.chars().count() > 1 {
        name.push_str("Shift+");
    }
    if key.chars().count() == 1 {
        name.push_str(&key.to_lowercase());
    } else {
        name.push_str(key);
    }
    name
}
