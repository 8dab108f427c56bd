//! The order screen: the check at the left, the menu at the right, what comes next below.

pub(crate) mod actions;
pub(crate) mod bar;
pub(crate) mod bill;
pub(crate) mod check;
pub(crate) mod choice;
pub(crate) mod courses;
pub(crate) mod delivery;
pub(crate) mod deposit;
pub(crate) mod discount;
pub(crate) mod facts;
pub(crate) mod groups;
pub(crate) mod history;
pub(crate) mod line_sheets;
pub(crate) mod made;
pub(crate) mod menu;
pub(crate) mod options;
pub(crate) mod orders;
mod percent;
pub(crate) mod rows;
pub(crate) mod scheduled;
pub(crate) mod search;
pub(crate) mod transfer;
pub(crate) mod void;
pub(crate) mod weighed;

use leptos::prelude::*;
use shared::{
    api::till::{Command, OrderView},
    ids::{LineId, OrderId},
    menu::ScaleCode,
    money::Money,
    order::Leftover,
};
use ui_kit::keys::use_scan;

use self::{
    actions::LineActions, bar::OrderBar, check::Check, choice::Choice, menu::MenuGrid,
    options::OptionsSheet,
};
use crate::{
    phone::{Pane, PhoneTabs, use_pane},
    reason::Why,
    receipts::seen::SeenSheet,
    state::{Over, Place, Till, use_till},
    talk::Talk,
};

/// What is being put together, and what is searched for.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    /// The dish in the sheet of choices.
    pub(crate) choice: RwSignal<Option<Choice>>,
    /// What it costs, as the node said; nothing while something has to be chosen.
    pub(crate) price: RwSignal<Option<Money>>,
    /// The line that the choice takes the place of.
    pub(crate) replaces: RwSignal<Option<LineId>>,
    /// What becomes of the units of it that the kitchen has.
    pub(crate) leftover: RwSignal<Leftover>,
    /// Why that line is changed.
    pub(crate) why: Why,
    /// What is searched for.
    pub(crate) search: RwSignal<String>,
    /// The order that was shown last; another one begins at the first category.
    shown: StoredValue<Option<OrderId>>,
    /// The shown category; none for the first.
    pub(crate) category: RwSignal<Option<String>>,
}

impl Desk {
    /// An empty desk, for everything below.
    pub(crate) fn provide() {
        provide_context(Self {
            choice: RwSignal::new(None),
            price: RwSignal::new(None),
            replaces: RwSignal::new(None),
            leftover: RwSignal::new(Leftover::Wasted),
            why: Why::new(),
            search: RwSignal::new(String::new()),
            shown: StoredValue::new(None),
            category: RwSignal::new(None),
        });
    }

    /// The desk that everything here works on.
    pub(crate) fn get() -> Self {
        expect_context::<Self>()
    }

    /// The order screen opens: nothing is searched, and a new order begins at the first category.
    /// Tells whether it is another order than before.
    fn begin(self, order: Option<OrderId>) -> bool {
        self.search.set(String::new());
        let is_another = self.shown.get_value() != order;
        if is_another {
            self.shown.set_value(order);
            self.category.set(None);
        }
        is_another
    }

    /// Opens the sheet of choices.
    pub(crate) fn ask(self, till: Till, choice: Choice) {
        self.replaces.set(None);
        self.why.forget();
        self.choice.set(Some(choice));
        till.over.set(Over::Options);
    }

    /// Shows the sheet of choices again as it is now, for when nothing comes of what it asked: what
    /// was typed is not typed twice. Whoever went on to something else meanwhile is left alone.
    fn comes_back(self, till: Till) -> impl FnOnce() + 'static {
        let asked = (
            till.order_id(),
            self.choice.get_untracked(),
            self.replaces.get_untracked(),
        );
        move || {
            let (order, choice, replaces) = asked;
            let still_here = till.order_id() == order
                && till.place.get_untracked() == Place::Order
                && till.over.with_untracked(|over| *over == Over::Nothing);
            if still_here {
                self.replaces.set(replaces);
                self.choice.set(choice);
                till.over.set(Over::Options);
            }
        }
    }

    /// A tap on a dish: adds it, or asks first where something has to be chosen.
    pub(crate) fn tap_item(self, till: Till, talk: Talk, sku: &str) {
        let Some(choice) = Self::choice_of(till, sku) else {
            return;
        };
        if choice.must_ask() {
            self.ask(till, choice);
        } else if let (Some(order), Some(line)) = (
            till.order_id(),
            choice.new_line(till.seat.get_untracked(), None),
        ) {
            talk.add(Command::AddLine { order, line });
        }
    }

    /// A finger that stays on a dish: asks for what may be chosen.
    pub(crate) fn hold_item(self, till: Till, sku: &str) {
        if let Some(choice) = Self::choice_of(till, sku) {
            self.ask(till, choice);
        }
    }

    fn choice_of(till: Till, sku: &str) -> Option<Choice> {
        let item = till.item(sku)?;
        till.menu
            .with_untracked(|menu| Some(Choice::new(&item, menu.as_ref()?)))
    }
}

/// What a scanner read: adds it to the order, or asks first where something has to be chosen.
pub(crate) fn take_scan(till: Till, talk: Talk, desk: Desk, barcode: String) {
    let found = till.menu.with_untracked(|menu| {
        let menu = menu.as_ref()?;
        menu.items.iter().find_map(|item| {
            let has = |code: &Option<String>| code.as_deref() == Some(barcode.as_str());
            let variant = item
                .variants
                .iter()
                .position(|variant| has(&variant.barcode))?;
            let mut choice = Choice::new(item, menu);
            choice.variant = Some(variant);
            Some(choice)
        })
    });
    match (found, till.order_id()) {
        (Some(choice), Some(_)) if !choice.is_complete() => desk.ask(till, choice),
        (Some(_), Some(order)) => talk.add(Command::Scan { order, barcode }),
        // A code that a scale printed is read by the node.
        (None, Some(order)) if is_scale_code(till, &barcode) => {
            talk.add(Command::Scan { order, barcode });
        }
        (None, Some(_)) => talk.warn_of(|words| words.till.unknown_barcode),
        (_, None) => {}
    }
}

fn is_scale_code(till: Till, barcode: &str) -> bool {
    let reads = till.with_site(|site| site.prices.scale_codes.is_some());
    reads == Some(true) && ScaleCode::read(barcode).is_some()
}

/// The whole screen.
#[component]
pub(crate) fn OrderScreen() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let desk = Desk::get();
    let pane = use_pane();
    let is_empty = |view: &OrderView| view.order.lines.is_empty();
    let is_empty = till
        .order
        .with_untracked(|view| view.as_deref().is_some_and(is_empty));
    // Whoever opens a check on a phone wants the dishes, whatever was looked at before.
    if desk.begin(till.order_id()) && is_empty {
        pane.set(Pane::Menu);
    }
    use_scan(Callback::new(move |code| take_scan(till, talk, desk, code)));
    view! {
        <main class="order-screen" data-pane=move || pane.get().name()>
            <section class="zone check-zone">
                <Check />
            </section>
            <section class="zone menu-zone">
                <MenuGrid />
            </section>
            <LineActions />
        </main>
        <OptionsSheet />
        <SeenSheet done=Callback::new(|_| ()) />
        <div class="bottom">
            <OrderBar />
            <PhoneTabs />
        </div>
    }
    .into_any()
}
