//! What a till's face asks of its node, and what it is told.
//!
//! `POST /api/till` takes [`Ask`] and answers [`Reply`] or, with status 422, [`super::Problem`].
//! The feed `GET /api/till/feed?session=…` (WebSocket) sends [`Change`]s as JSON texts: all of them
//! once at the start, then each as it happens.

use serde::{Deserialize, Serialize};

use super::World;
use crate::{
    ids::{LineId, OrderId, SessionId, StaffId},
    menu::{Course, Item, ModifierGroup, Room, Service, Site, TableShape},
    money::Money,
    order::{Order, Tender},
    price::{TenderPreview, Totals},
    shift::ShiftReport,
    staff::{Permit, Role},
};

/// One request of a face.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Who asks; none only for [`Command::SignIn`].
    pub session: Option<SessionId>,
    /// Made by the face for each touch. The same request twice is done once and answered twice.
    pub request: Option<String>,
    /// What to do.
    pub command: Command,
}

/// A modifier that the guest chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Name of the group.
    pub group: String,
    /// Place of the option in its group, from 0.
    pub option: u32,
    /// How many of it.
    pub count: u32,
}

/// What to put on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLine {
    /// The item.
    pub sku: String,
    /// Place of the variant in its item, from 0.
    pub variant: u32,
    /// How many.
    pub quantity: u32,
    /// What the guest chose.
    pub modifiers: Vec<Chosen>,
    /// The guest's seat; 0 for the whole table.
    pub seat: u32,
    /// When in the meal; none for the item's own course.
    pub course: Option<Course>,
    /// A note; empty for none.
    pub note: String,
}

/// What a till can be asked to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Signs somebody in. Answers [`Reply::SignedIn`].
    SignIn {
        /// The PIN.
        pin: String,
    },
    /// Signs the asker out.
    SignOut,
    /// Tells that somebody is still there, so that the till does not lock itself.
    StillHere,
    /// Items, groups, rooms and the site. Answers [`Reply::Menu`].
    Menu,
    /// Opens an order. Answers [`Reply::Order`].
    OpenOrder {
        /// How the guests take it.
        service: Service,
        /// Where they sit.
        table: Option<String>,
        /// Name of a tab; empty for none.
        tab: String,
        /// How many guests.
        guests: u32,
    },
    /// Shows an order; its changes come on the feed until another is shown. Answers
    /// [`Reply::Order`].
    ShowOrder {
        /// Which.
        order: OrderId,
    },
    /// Says how many guests there are.
    SetGuests {
        /// Which order.
        order: OrderId,
        /// How many.
        guests: u32,
    },
    /// Eaten here or taken away.
    SetService {
        /// Which order.
        order: OrderId,
        /// How.
        service: Service,
    },
    /// Moves the guests to another table.
    MoveTable {
        /// Which order.
        order: OrderId,
        /// Where to.
        table: String,
    },
    /// Adds a line.
    AddLine {
        /// Which order.
        order: OrderId,
        /// What.
        line: NewLine,
    },
    /// Adds what a scanner read, one unit.
    Scan {
        /// Which order.
        order: OrderId,
        /// The code.
        barcode: String,
    },
    /// Changes how many of a line are wanted; never below what the kitchen has.
    ChangeQuantity {
        /// Which order.
        order: OrderId,
        /// Which line.
        line: LineId,
        /// One more, one less.
        by: i32,
    },
    /// Gives a line to a seat.
    SetSeat {
        /// Which order.
        order: OrderId,
        /// Which line.
        line: LineId,
        /// The seat; 0 for the whole table.
        seat: u32,
    },
    /// Moves a line to a course.
    SetCourse {
        /// Which order.
        order: OrderId,
        /// Which line.
        line: LineId,
        /// When in the meal.
        course: Course,
    },
    /// Writes a note on a line.
    AddNote {
        /// Which order.
        order: OrderId,
        /// Which line.
        line: LineId,
        /// What it says.
        text: String,
        /// It warns of an allergy.
        allergy: bool,
    },
    /// Takes units off a line. Unsent units just go; for sent ones a reason is needed and the
    /// kitchen gets a cancel ticket at once.
    VoidLine {
        /// Which order.
        order: OrderId,
        /// Which line.
        line: LineId,
        /// How many units.
        quantity: u32,
        /// Why; may be empty for unsent units.
        reason: String,
    },
    /// Takes back the last line or quantity that this person put on this order and that was not
    /// sent.
    UndoLast {
        /// Which order.
        order: OrderId,
    },
    /// Sends what is new to the kitchen. Answers [`Reply::Sent`].
    Send {
        /// Which order.
        order: OrderId,
    },
    /// What a tender would do. Answers [`Reply::Preview`].
    Preview {
        /// Which order.
        order: OrderId,
        /// What the guest hands over.
        tendered: Money,
    },
    /// Takes a payment. Answers [`Reply::Paid`], after it is on the disk.
    Pay {
        /// Which order.
        order: OrderId,
        /// How.
        tender: Tender,
        /// What the guest hands over towards the check.
        tendered: Money,
        /// What is given on top for the staff.
        tip: Money,
    },
    /// Ends an order on which nothing is owed: paid in full before a dish went back, paid at two
    /// tills apart, or opened by mistake. Answers [`Reply::Order`].
    Settle {
        /// Which order.
        order: OrderId,
    },
    /// The receipt as it was printed. Answers [`Reply::Paper`].
    ShowReceipt {
        /// Which order.
        order: OrderId,
    },
    /// Prints the receipt again, marked as a copy. Answers [`Reply::Paper`].
    Reprint {
        /// Which order.
        order: OrderId,
    },
    /// Orders closed in the last day, newest first. Answers [`Reply::Orders`].
    ClosedOrders,
    /// What happened to an order, in time. Answers [`Reply::History`].
    History {
        /// Which order.
        order: OrderId,
    },
    /// Opens a shift with cash in the drawer.
    OpenShift {
        /// How much.
        float: Money,
    },
    /// Puts cash into the drawer.
    PayIn {
        /// How much.
        amount: Money,
        /// Why.
        reason: String,
    },
    /// Takes cash out of the drawer.
    PayOut {
        /// How much.
        amount: Money,
        /// Why.
        reason: String,
    },
    /// Opens the drawer without a sale.
    OpenDrawer {
        /// Why.
        reason: String,
    },
    /// The report of the running shift. Answers [`Reply::Shift`].
    XReport {
        /// Also on paper.
        print: bool,
    },
    /// Ends the shift. Answers [`Reply::Shift`].
    CloseShift {
        /// Cash that was counted.
        counted: Money,
        /// Open orders are known and go on in the next shift.
        carry_over: bool,
    },
    /// Past shifts with their Z reports, newest first. Answers [`Reply::Shifts`].
    PastShifts,
    /// Prints a Z report again, marked as a copy.
    ReprintZ {
        /// Its number.
        z_number: u64,
    },
    /// Asks a printer in trouble to try again now.
    RetryPrinter {
        /// Its name.
        printer: String,
    },
    /// Drops the papers that wait at a printer, or says that an uncertain one did print.
    DropPapers {
        /// Its name.
        printer: String,
    },
}

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
    /// Rooms with tables.
    pub rooms: Vec<Room>,
    /// Stations.
    pub stations: Vec<String>,
}

/// An order with what it costs and what can be done next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// The order.
    pub order: Order,
    /// What it costs.
    pub totals: Totals,
    /// Units and changes that the next sending carries.
    pub unsent: u32,
    /// Cash amounts worth a button, exact first.
    pub quick_amounts: Vec<Money>,
    /// Tips worth a button: percent and amount.
    pub tip_amounts: Vec<(u32, Money)>,
    /// Name of whoever opened it.
    pub server: String,
    /// The last thing that [`Command::UndoLast`] would take back: the name of the line.
    pub undo: Option<String>,
    /// The hub does not have all of it yet.
    pub waits_for_hub: bool,
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
    /// Partly paid.
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
    /// Orders open on it, oldest first.
    pub orders: Vec<OrderSummary>,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// When.
    pub at_ms: i64,
    /// Name of who did it.
    pub by: String,
    /// What kind of thing: `opened`, `added`, `quantity`, `note`, `void`, `sent`, `moved`, `paid`,
    /// `closed`.
    pub what: String,
    /// On what: the name of a line, a table, an amount.
    pub detail: String,
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
    /// What a tender would do.
    Preview(TenderPreview),
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
    /// What happened to an order.
    History(Vec<HistoryRow>),
    /// A shift.
    Shift(Box<ShiftReport>),
    /// Past shifts.
    Shifts(Vec<ShiftReport>),
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
