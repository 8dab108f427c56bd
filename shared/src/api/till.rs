//! What a till's face asks of its node, and what it is told.
//!
//! `POST /api/till` takes [`Ask`] and answers [`Reply`] or, with status 422, [`super::Problem`].
//! The feed `GET /api/till/feed?session=…` (WebSocket) sends [`Change`]s as JSON texts: all of them
//! once at the start, then each as it happens.

mod billing;
mod closed;
mod command;
mod depositing;
mod earlier;
mod gift_cards;
mod making;
mod moving;
mod new_line;
mod pin;
mod refunding;
mod scheduling;
mod seeing;
mod splitting;
mod tipping;

use serde::{Deserialize, Serialize};

pub use billing::BillAsked;
pub use closed::{ClosedAsked, ClosedPage, ClosedPlace};
pub use command::{Ask, Command};
pub use depositing::DepositAsked;
pub use earlier::EarlierAsked;
pub use gift_cards::{GiftCardView, PayByGiftCard, ShowGiftCard};
pub use making::{DishAsked, HalfAsked, LineMore, PriceNow};
pub use moving::{MoveTo, UnitsOf};
pub use new_line::{Chosen, NewLine};
pub use pin::Pin;
pub use refunding::{RefundAsked, RefundPreview, SeveralBack, TenderBack, WayBack};
pub use scheduling::ScheduleAsked;
pub use seeing::{SeeAsked, UnseeAsked};
pub use splitting::{PartAsked, SplitBy};
pub use tipping::TipAsked;

use super::World;
use crate::{
    closure::Closure,
    flags::Flag,
    ids::{OrderId, SessionId, StaffId},
    menu::{ComboGroup, Course, Item, ModifierGroup, Room, Service, Site, TableShape},
    money::Money,
    order::Order,
    price::{TenderPreview, Totals},
    shift::ShiftReport,
    split::PartTotals,
    staff::{Permit, Role},
};

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The session; goes into each further [`Ask`].
    pub session: SessionId,
    /// Who.
    pub id: StaffId,
    /// What the others call them.
    pub name: String,
    /// What they are here to do.
    pub role: Role,
    /// What they may do.
    pub permits: Vec<Permit>,
    /// What they may do when somebody who may gives their PIN.
    #[serde(default)]
    pub with_approval: Vec<Permit>,
}

/// The parts of the catalogue that a till shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuView {
    /// Its version.
    pub version: u64,
    /// The restaurant.
    pub site: Site,
    /// Categories in the order of the tabs.
    pub categories: Vec<String>,
    /// What is sold.
    pub items: Vec<Item>,
    /// Modifier groups.
    pub groups: Vec<ModifierGroup>,
    /// Dishes to choose from in combos.
    #[serde(default)]
    pub combos: Vec<ComboGroup>,
    /// Rooms with tables.
    pub rooms: Vec<Room>,
    /// Stations.
    pub stations: Vec<String>,
    /// People who may serve guests, with what the others call them.
    #[serde(default)]
    pub servers: Vec<(StaffId, String)>,
}

/// An order with what it costs and what can be done next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// The order.
    pub order: Order,
    /// What it costs.
    pub totals: Totals,
    /// What each part of a split check owes; empty for one check.
    #[serde(default)]
    pub parts: Vec<PartView>,
    /// Units and changes that the next sending carries.
    pub unsent: u32,
    /// Cash amounts worth a button, exact first.
    pub quick_amounts: Vec<Money>,
    /// Tips worth a button: percent and amount.
    pub tip_amounts: Vec<(u32, Money)>,
    /// Name of whoever serves the guests.
    pub server: String,
    /// The last thing that [`Command::UndoLast`] would take back: the name of the line, of the
    /// table, a number of guests.
    pub undo: Option<String>,
    /// What that was: `added`, `quantity`, `note`, `seat`, `course`, `guests`, `service`, `moved`,
    /// `transfer`, `join`, `tab`, `held`, `released`, `discount`, `charge_waived`, `taken_back`,
    /// `split`, `deliver_to`; for `course_held` and `course_released` the name is the course's word.
    #[serde(default)]
    pub undo_what: Option<String>,
    /// The hub does not have all of it yet.
    pub waits_for_hub: bool,
    /// When the kitchen hears of an order for later; none where it may at any time, or has.
    #[serde(default)]
    pub fire_at_ms: Option<i64>,
    /// What a person should look at.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// What costs something else for this order now than the menu says.
    #[serde(default)]
    pub prices: Vec<PriceNow>,
}

/// A part of a split check, ready to be paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartView {
    /// What it owes, and for what.
    pub totals: PartTotals,
    /// Cash amounts worth a button, exact first.
    pub quick_amounts: Vec<Money>,
    /// Tips worth a button: percent and amount.
    pub tip_amounts: Vec<(u32, Money)>,
}

/// How far a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableState {
    /// Nobody sits there.
    Free,
    /// Guests sit, nothing was sent.
    Seated,
    /// The kitchen works for them.
    Ordered,
    /// Some line is waiting to be sent.
    Waiting,
    /// All that was sent is done and waits to be carried.
    Ready,
    /// The guests have the bill, or paid a part.
    Bill,
}

/// An open order in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderSummary {
    /// Which.
    pub id: OrderId,
    /// What people call it.
    pub number: String,
    /// How the guests take it.
    pub service: Service,
    /// Where they sit.
    pub table: Option<String>,
    /// Name of a tab; empty for none.
    pub tab: String,
    /// How many guests.
    pub guests: u32,
    /// How far it is.
    pub state: TableState,
    /// When it was opened.
    pub opened_at_ms: i64,
    /// When something was last sent to the kitchen.
    pub sent_at_ms: Option<i64>,
    /// Ticket lines sent.
    pub lines_sent: u32,
    /// Ticket lines that the kitchen has done.
    pub lines_done: u32,
    /// What it costs.
    pub total: Money,
    /// What is still owed.
    pub due: Money,
    /// When it was closed.
    pub closed_at_ms: Option<i64>,
    /// Name of whoever opened it.
    pub server: String,
    /// What a person should look at.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// Made by somebody who learns.
    #[serde(default)]
    pub training: bool,
    /// The first course of the meal that waits to be fired.
    #[serde(default)]
    pub waits_for: Option<Course>,
    /// When all of it should be ready, where somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready_at_ms: Option<i64>,
    /// When the kitchen hears of it; none where it may at any time, or has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fire_at_ms: Option<i64>,
    /// Orders that units of it went to or came from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<OrderId>,
    /// It became one with this order, by its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_into: Option<String>,
    /// The order that it became one with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_to: Option<OrderId>,
    /// Tables of checks that became part of it, beside its own: its guests sit there too. Said on the
    /// floor alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined_tables: Vec<String>,
}

impl OrderSummary {
    /// Somebody still works on it or pays it: it was never closed, or something is due again.
    pub fn is_open(&self) -> bool {
        self.closed_at_ms.is_none() || !self.due.is_zero()
    }
}

/// A table with who sits there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableView {
    /// What people call it.
    pub name: String,
    /// Chairs.
    pub seats: u32,
    /// Distance from the left, in steps of the floor plan.
    pub x: u32,
    /// Distance from the top, in steps of the floor plan.
    pub y: u32,
    /// How it is drawn.
    pub shape: TableShape,
    /// How far it is.
    pub state: TableState,
    /// Orders open on it, oldest first, with those whose guests sit here because a check of this
    /// table became part of them.
    pub orders: Vec<OrderSummary>,
}

impl TableView {
    /// The orders that are at home here, and at no joined table.
    pub fn own_orders(&self) -> impl Iterator<Item = &OrderSummary> {
        let orders = self.orders.iter();
        orders.filter(|order| order.table.as_ref() == Some(&self.name))
    }
}

/// A room with its tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomView {
    /// What people call it.
    pub name: String,
    /// Its tables.
    pub tables: Vec<TableView>,
}

/// The whole floor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Floor {
    /// Rooms.
    pub rooms: Vec<RoomView>,
    /// Open orders without a table: counter, takeaway, tabs.
    pub loose: Vec<OrderSummary>,
}

/// Something that happened to an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// When.
    pub at_ms: i64,
    /// Name of who did it; of a kitchen, where nobody signs in, the station.
    pub by: String,
    /// Name of who approved it; empty where the role of whoever did it was enough.
    #[serde(default)]
    pub approved_by: String,
    /// What the device is called on which it was done; empty where nobody knows.
    #[serde(default)]
    pub device: String,
    /// It was taken back afterwards.
    #[serde(default)]
    pub undone: bool,
    /// What kind of thing: `opened`, `added`, `quantity`, `note`, `note_off`, `void`, `sent`,
    /// `moved`, `guests`, `service`, `seat`, `course`, `split`, `paid`, `refunded`, `kept`,
    /// `deposit`, `deposit_back`, `deposit_kept`, `tip`,
    /// `closed`, `discount`, `charge_waived`, `taken_back`, `held`, `released`, `fired`, `changed`, `server`,
    /// `sent_away`, `came`, `joined`, `joined_into`, `one_table`, `billed`, `tab`, `scheduled`, `unscheduled`,
    /// `ready_sent`, `two_slips`, `struck`, `bumped`, `recalled`, `seen`.
    pub what: String,
    /// On what: the name of a line, a table, an amount.
    pub detail: String,
    /// What was looked at, where somebody says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<Flag>,
}

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reply", content = "with", rename_all = "snake_case")]
pub enum Reply {
    /// Done, nothing to say.
    Done,
    /// Somebody is signed in.
    SignedIn(Me),
    /// The menu.
    Menu(Box<MenuView>),
    /// An order as it is now.
    Order(Box<OrderView>),
    /// What was sent: units and changes, and the stations that got them.
    Sent {
        /// How many.
        count: u32,
        /// Where.
        stations: Vec<String>,
    },
    /// What a line would cost.
    Price {
        /// All of it.
        amount: Money,
    },
    /// What a tender would do.
    Preview(TenderPreview),
    /// What is on a gift card.
    GiftCard(Box<GiftCardView>),
    /// What the parts of a check would owe.
    Parts(Vec<PartTotals>),
    /// What can go back of a closed check.
    Refund(Box<RefundPreview>),
    /// A payment is on the disk.
    Paid {
        /// What it did.
        preview: TenderPreview,
        /// The order as it is now.
        order: Box<OrderView>,
    },
    /// Paper as HTML to show on the screen.
    Paper {
        /// A fragment without scripts, text escaped.
        html: String,
    },
    /// Orders in short.
    Orders(Vec<OrderSummary>),
    /// A page of checks that were closed long ago.
    Closed(Box<ClosedPage>),
    /// What happened to an order.
    History(Vec<HistoryRow>),
    /// A shift.
    Shift(Box<ShiftReport>),
    /// Past shifts.
    Shifts(Vec<ShiftReport>),
    /// Closures of days, months and years, each kind the newest first.
    Closures(Vec<Closure>),
}

/// What a till's feed tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", content = "now", rename_all = "snake_case")]
pub enum Change {
    /// How the device stands to the rest.
    World(World),
    /// The floor.
    Floor(Floor),
    /// The order that this session shows.
    Order(Box<OrderView>),
    /// A new catalogue is here; ask for the menu.
    MenuVersion(u64),
    /// The open shift; none when none is open.
    Shift(Option<Box<ShiftReport>>),
    /// The session ended; show the PIN pad.
    SignedOut,
}
