//! What the till's face knows: the last word of its node on everything that is shown.
//!
//! Nothing is decided here. A screen asks the node and draws what comes back.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    api::{
        World,
        device::DeviceView,
        till::{Floor, Me, MenuView, OrderSummary, OrderView, PriceNow, TableView},
    },
    flags::Flag,
    ids::{FactId, LineId, OrderId},
    menu::{Item, Name, Site},
    money::{Currency, Money},
    price::TenderPreview,
    shift::ShiftReport,
    staff::Permit,
};

/// Where somebody is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Place {
    /// All tables and open orders.
    #[default]
    Floor,
    /// The shown order.
    Order,
    /// Taking money for the shown order.
    Pay,
    /// The shown order was just paid.
    Paid,
    /// Closed orders.
    Receipts,
    /// Drawer and reports.
    Shift,
}

/// What lies over the screen; never two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Over {
    /// Nothing.
    #[default]
    Nothing,
    /// Lock, sign out, theme, keys.
    Who,
    /// What the pill says, in full.
    World,
    /// How many guests sit down at a table.
    Guests {
        /// The table.
        table: String,
    },
    /// What is on a table: its orders, and one more.
    Table {
        /// The table.
        table: String,
    },
    /// Open orders without a table.
    Loose,
    /// The name of a new tab.
    NewTab,
    /// Whom a new order is brought to.
    NewDelivery,
    /// Whom the shown order is brought to.
    DeliverTo,
    /// When the shown order should be ready.
    Scheduled,
    /// Guests, service, table and history of the shown order.
    OrderFacts,
    /// Where the shown order moves to.
    Move,
    /// Which dishes move, and where to.
    MoveLines,
    /// Which check goes into the shown one.
    Join,
    /// A name for the shown order.
    TabName,
    /// What happened to the shown order.
    History,
    /// What happened to a closed order.
    HistoryOf(OrderId),
    /// The note of a line.
    Note(LineId),
    /// The seat of a line.
    Seat(LineId),
    /// The course of a line.
    Course(LineId),
    /// Taking a line off.
    Void(LineId),
    /// What comes off the check.
    Discount,
    /// Choices of a dish that is being added.
    Options,
    /// Money taken ahead on the shown order.
    Deposit,
    /// Who pays for what.
    Split,
    /// What is on a gift card.
    GiftCard,
    /// Any tip beside the ones that are one tap away.
    OtherTip,
    /// Days, months and years that are over.
    Closures,
    /// Cash into the drawer.
    PayIn,
    /// Cash out of the drawer.
    PayOut,
    /// Cash into the safe.
    DropCash,
    /// The drawer opened without a sale.
    Drawer,
    /// The end of a shift.
    CloseShift,
    /// Money back for a closed check.
    Refund(OrderId),
    /// The tip of a payment of a closed check, and what it is now.
    Tip(OrderId, FactId, Money),
    /// A flag of a check that somebody looked at.
    Seen(OrderId, Box<Flag>),
    /// A report on paper, as HTML.
    Report(Box<ShiftReport>),
}

/// The open shift, as far as the node said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum ShiftNow {
    /// Not heard of yet.
    #[default]
    Unknown,
    /// None is open.
    None,
    /// This one is open.
    Open(Box<ShiftReport>),
}

/// A payment that settled the check, for the calm screen after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settled {
    /// What the last tender did.
    pub(crate) preview: TenderPreview,
    /// The order as it is now.
    pub(crate) order: Arc<OrderView>,
    /// Notes and coins went in, so the drawer is open.
    pub(crate) cash: bool,
}

/// Everything that is known, as signals; a copy is a copy of their names only.
#[derive(Clone, Copy)]
pub(crate) struct Till {
    /// What this device is; nothing until the node said so.
    pub(crate) device: RwSignal<Option<DeviceView>>,
    /// Who is signed in.
    pub(crate) me: RwSignal<Option<Me>>,
    /// What is sold.
    pub(crate) menu: RwSignal<Option<Arc<MenuView>>>,
    /// How the device stands to the rest.
    pub(crate) world: RwSignal<Option<World>>,
    /// The node answers.
    pub(crate) node_answers: RwSignal<bool>,
    /// Tables and open orders.
    pub(crate) floor: RwSignal<Arc<Floor>>,
    /// The open shift.
    pub(crate) shift: RwSignal<ShiftNow>,
    /// The shown order.
    pub(crate) order: RwSignal<Option<Arc<OrderView>>>,
    /// The chosen line of it.
    pub(crate) line: RwSignal<Option<LineId>>,
    /// The seat that new lines are for; 0 for the whole table.
    pub(crate) seat: RwSignal<u32>,
    /// The last payment that settled a check.
    pub(crate) settled: RwSignal<Option<Settled>>,
    /// Somebody wants to take money and opens the shift for it first.
    pub(crate) pays_after_shift: RwSignal<bool>,
    /// Where somebody is.
    pub(crate) place: RwSignal<Place>,
    /// What lies over it.
    pub(crate) over: RwSignal<Over>,
    /// What waits for the PIN of somebody who may.
    pub(crate) approval: RwSignal<Option<Permit>>,
    /// The time, to the second.
    pub(crate) now_ms: RwSignal<i64>,
}

impl Till {
    /// A till that knows nothing yet, for everything below.
    pub(crate) fn provide(now_ms: i64) -> Self {
        let till = Self {
            device: RwSignal::new(None),
            me: RwSignal::new(None),
            menu: RwSignal::new(None),
            world: RwSignal::new(None),
            node_answers: RwSignal::new(true),
            floor: RwSignal::new(Arc::new(Floor::default())),
            shift: RwSignal::new(ShiftNow::Unknown),
            order: RwSignal::new(None),
            line: RwSignal::new(None),
            seat: RwSignal::new(0),
            settled: RwSignal::new(None),
            pays_after_shift: RwSignal::new(false),
            place: RwSignal::new(Place::Floor),
            over: RwSignal::new(Over::Nothing),
            approval: RwSignal::new(None),
            now_ms: RwSignal::new(now_ms),
        };
        provide_context(till);
        till
    }

    /// Goes somewhere else; what lay over the old place is gone.
    pub(crate) fn go(self, place: Place) {
        self.over.set(Over::Nothing);
        self.line.set(None);
        self.pays_after_shift.set(false);
        self.place.set(place);
    }

    /// Goes to the shift, to come back and take money once it is open.
    pub(crate) fn open_shift_first(self) {
        self.go(Place::Shift);
        self.pays_after_shift.set(true);
    }

    /// Takes away what lies over the screen.
    pub(crate) fn close_over(self) {
        self.over.set(Over::Nothing);
    }

    /// Whether exactly this lies over the screen.
    pub(crate) fn is_over(
        self,
        test: impl Fn(&Over) -> bool + Send + Sync + 'static,
    ) -> Signal<bool> {
        Signal::derive(move || self.over.with(&test))
    }

    /// Nobody is signed in any more.
    pub(crate) fn forget_person(self) {
        self.over.set(Over::Nothing);
        self.line.set(None);
        self.approval.set(None);
        self.me.set(None);
    }

    /// The shown order, not followed.
    pub(crate) fn order_id(self) -> Option<OrderId> {
        self.order
            .with_untracked(|order| order.as_ref().map(|view| view.order.id))
    }

    /// What guests pay in; a restaurant never changes that, so it is not followed.
    pub(crate) fn currency(self) -> Option<Currency> {
        self.menu
            .with_untracked(|menu| menu.as_ref().map(|menu| menu.site.currency))
    }

    /// Reads the restaurant's own facts, not followed.
    pub(crate) fn with_site<T>(self, read: impl FnOnce(&Site) -> T) -> Option<T> {
        self.menu
            .with_untracked(|menu| menu.as_ref().map(|menu| read(&menu.site)))
    }

    /// A name in the language of the screen.
    pub(crate) fn name(self, name: &Name) -> String {
        self.with_site(|site| name.in_language(&site.language, site).to_owned())
            .unwrap_or_else(|| name.first.clone())
    }

    /// What a variant costs for the shown order now, as the node said; `listed` where it says
    /// nothing else.
    pub(crate) fn price_now(self, sku: &str, variant: usize, listed: Money) -> Money {
        self.order.with(|view| {
            let mut prices = view.iter().flat_map(|view| &view.prices);
            let is_it =
                |one: &&PriceNow| one.sku == sku && usize::try_from(one.variant) == Ok(variant);
            prices.find(is_it).map_or(listed, |one| one.price)
        })
    }

    /// The item with this code.
    pub(crate) fn item(self, sku: &str) -> Option<Item> {
        self.menu.with_untracked(|menu| {
            menu.as_ref()?
                .items
                .iter()
                .find(|item| item.sku == sku)
                .cloned()
        })
    }

    /// Whoever is signed in may do this.
    pub(crate) fn may(self, permit: Permit) -> bool {
        self.me
            .with(|me| me.as_ref().is_some_and(|me| me.permits.contains(&permit)))
    }

    /// Whoever is signed in may do this, alone or with the PIN of somebody who may.
    pub(crate) fn may_ask(self, permit: Permit) -> bool {
        self.me.with(|me| {
            me.as_ref().is_some_and(|me| {
                me.permits.contains(&permit) || me.with_approval.contains(&permit)
            })
        })
    }

    /// Somebody learns at this till.
    pub(crate) fn is_training(self) -> bool {
        self.world
            .with(|world| world.as_ref().is_some_and(|world| world.training))
    }

    /// Every open order, on tables and without one.
    pub(crate) fn open_orders(self) -> usize {
        self.floor.with(|floor| {
            let on_tables = floor.rooms.iter().flat_map(|room| &room.tables);
            on_tables.flat_map(TableView::own_orders).count() + floor.loose.len()
        })
    }

    /// The orders of a table.
    pub(crate) fn orders_on(self, table: &str) -> Vec<OrderSummary> {
        self.floor.with(|floor| {
            let tables = floor.rooms.iter().flat_map(|room| &room.tables);
            tables
                .filter(|one| one.name == table)
                .flat_map(|one| one.orders.iter().cloned())
                .collect()
        })
    }
}

/// The till that everything here belongs to.
pub(crate) fn use_till() -> Till {
    expect_context::<Till>()
}
