//! What till, kitchen and dashboard are drawn with: tokens, components, words, keys and the link.
//!
//! A face does this once, at its root:
//! [`provide_language`](words::provide_language), [`provide_theme`](theme::provide_theme),
//! [`provide_keys`](keys::provide_keys), [`provide_sheet_history`](sheet::provide_sheet_history),
//! [`provide_notices`](bars::provide_notices), and shows [`KeyHelp`](key_help::KeyHelp).
//! Its build joins the files of `style/` by name into one stylesheet, or takes
//! [`STYLE`](style::STYLE). A property with `?` may be left out; `~` takes a value, a signal or a
//! closure; every component takes `testid?`.
//!
//! | component | properties |
//! |---|---|
//! | [`button::Button`] | `kind? big? blocked?~(reason) busy?~ pressed?~ shortcut? label?~ class? on_press`, children |
//! | [`numpad::Numpad`] | `keyboard? on_key`; [`entry::entered`] makes the number |
//! | [`numpad::PinPad`] | `length? pause? wrong?~(count) locked_seconds?~ busy?~ on_pin` |
//! | [`numpad::Stepper`] | `value~ min? max? label~ on_change` |
//! | [`price::Price`] | `amount~ currency size? bare?` |
//! | [`tile::Grid`] | `tile_px_min?`, children |
//! | [`tile::ItemTile`] | `name~ price~ currency from? sold_out?~ left?~ modifiers? allergens? tone? on_press on_hold?` |
//! | [`tabs::Tabs`] | `tabs~ selected~(id) look? label~ on_select(id)`; tabs above a zone or segments |
//! | [`sheet::Sheet`] | `open~ title~ place? foot? on_close`, children |
//! | [`sheet::ConfirmSheet`] | `open~ title~ text~ action~ danger? on_confirm on_close` |
//! | [`check_line::CheckLine`] | `line~(LineView) currency selected?~ on_press` |
//! | [`check_line::AllergyBand`] | `text` |
//! | [`bars::PrimaryBar`] | `left?`, children: the actions, the primary one last |
//! | [`bars::Pill`] | `world~ text?~ on_press?` |
//! | [`bars::NoticeBar`] | none; [`use_notices`](bars::use_notices) says, warns and offers undo |
//! | [`floor::FloorPlan`] | children |
//! | [`floor::TableShape`] | `name shape? spot? state~ guests?~ seats? minutes?~ done_percent?~ joined?~ checks?~ waits?~ selected?~ on_press on_hold?` |
//! | [`ticket::TicketCard`] | `ticket~(TicketView) now_ms~ key_number?~ selected?~ on_line(id) on_bump on_seen?` |
//! | [`ticket::AgeBar`] | `sent_at_ms~ prep_seconds~ now_ms~` |
//! | [`states::EmptyState`] | `icon text~ action?~ on_action?` |
//! | [`states::ErrorNote`] | `what~ help?~ action?~ on_action?` |
//! | [`states::Loading`] | `text?~` |
//! | [`states::Badge`] | `tone?~ icon?`, children |
//! | [`field::TextField`] | `label~ value kind? hint?~ error?~ first? length_max? autocomplete? on_enter?` |
//! | [`field::SearchField`] | `value label~ on_enter?(text)` |
//! | [`field::Switch`] | `label~ on~ on_change` |
//! | [`field::Choice`] | `label~ options~ value` |
//! | [`data_table::DataTable`] | `columns~ rows~ file label~ plain? on_row?(id)` |
//! | [`chart::BarChart`] | `bars~ label~` |
//! | [`icon::Icon`] | `name` |
//! | [`theme::ThemeButton`] | none |
//! | [`enrol::EnrolScreen`] | what a device shows that belongs to no restaurant yet |
//! | [`gallery::Gallery`] | none; every component in every state |
//!
//! Layouts are classes: `app top-bar zone scroll stack row(.tight) grow pad panel`, and for text
//! `soft small strong number`. A colour is a [`tone`]; components know no other.

pub mod age;
pub mod bars;
pub mod button;
pub mod chart;
pub mod check_line;
pub mod data_table;
mod dom;
pub mod enrol;
pub mod entry;
pub mod field;
pub mod floor;
pub mod gallery;
pub mod icon;
pub mod key_help;
pub mod keys;
pub mod link;
pub mod numpad;
pub mod press;
pub mod price;
pub mod rows;
pub mod scanner;
pub mod sheet;
pub mod states;
pub mod style;
pub mod tabs;
pub mod theme;
pub mod ticket;
pub mod tile;
pub mod tone;
pub mod words;
