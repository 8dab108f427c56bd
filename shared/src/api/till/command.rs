//! What a face asks for.

use serde::{Deserialize, Serialize};

use super::{
    BillAsked, ClosedAsked, DepositAsked, EarlierAsked, MoveTo, NewLine, PayByGiftCard, Pin,
    RefundAsked, ScheduleAsked, SeeAsked, ShowGiftCard, SplitBy, TipAsked, UnitsOf, UnseeAsked,
};
use crate::{
    closure::Period,
    delivery::DeliverTo,
    ids::{EntryId, FactId, LineId, OrderId, SessionId, StaffId},
    journal::Pieces,
    menu::{Course, Service},
    money::Money,
    order::{Leftover, Tender},
    price::Takes,
    refund::RefundLine,
    serving::Portion,
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
    /// The PIN of somebody who may, after [`crate::api::Problem::NeedsApproval`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Pin>,
}

/// What a till can be asked to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Signs somebody in. Answers [`super::Reply::SignedIn`].
    SignIn {
        /// The PIN.
        pin: Pin,
    },
    /// Signs the asker out.
    SignOut,
    /// Tells that somebody is still there, so that the till does not lock itself.
    StillHere,
    /// Items, groups, rooms and the site. Answers [`super::Reply::Menu`].
    Menu,
    /// Opens an order. Answers [`super::Reply::Order`].
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
    /// Shows an order, and tells its changes on the feed. Answers [`super::Reply::Order`].
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
    /// Says whom the order is brought to.
    SetDelivery {
        /// Which order.
        order: OrderId,
        /// Whom.
        to: DeliverTo,
    },
    /// Moves the guests to another table.
    MoveTable {
        /// Which order.
        order: OrderId,
        /// Where to.
        table: String,
    },
    /// Takes an order off its table and gives it a name.
    MoveToTab {
        /// Which order.
        order: OrderId,
        /// Name of the tab.
        tab: String,
    },
    /// Names a tab.
    NameTab {
        /// Which order.
        order: OrderId,
        /// Its name.
        tab: String,
    },
    /// Moves units to another check; the kitchen hears nothing of it.
    MoveLines {
        /// The check that they leave.
        order: OrderId,
        /// Which, and how many.
        lines: Vec<UnitsOf>,
        /// Where to.
        to: MoveTo,
    },
    /// Makes two checks one.
    JoinOrders {
        /// The check that stays.
        order: OrderId,
        /// The check that goes into it and ends.
        with: OrderId,
    },
    /// Makes two checks of one again, while nothing was paid and nothing done to what came.
    Unjoin {
        /// The check that stayed.
        order: OrderId,
        /// The entry that joined them.
        transfer: EntryId,
    },
    /// Adds a line.
    AddLine {
        /// Which order.
        order: OrderId,
        /// What.
        line: NewLine,
    },
    /// What a line would cost. Answers [`super::Reply::Price`], and changes nothing.
    PriceLine {
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
    /// Takes units off a line. Sent ones need a reason, and the kitchen is told at once.
    VoidLine {
        /// Which order.
        order: OrderId,
        /// Which line.
        line: LineId,
        /// How many units.
        quantity: u32,
        /// Why; may be empty for unsent units.
        reason: String,
        /// What becomes of sent units.
        #[serde(default, skip_serializing_if = "Leftover::is_wasted")]
        leftover: Leftover,
    },
    /// Changes units of a line into the same dish, made otherwise. Sent ones need a reason.
    ReplaceLine {
        /// Which order.
        order: OrderId,
        /// Which line.
        line: LineId,
        /// What it becomes, and how many units of it; seat, course and notes stay.
        with: NewLine,
        /// Why; may be empty for unsent units.
        reason: String,
        /// What becomes of sent units.
        #[serde(default, skip_serializing_if = "Leftover::is_wasted")]
        leftover: Leftover,
    },
    /// Takes back what this person did last to this order, while that is honest.
    UndoLast {
        /// Which order.
        order: OrderId,
    },
    /// Takes something off a line or off the whole check, for a reason.
    Discount {
        /// Which order.
        order: OrderId,
        /// Which line; none for the whole check.
        line: Option<LineId>,
        /// What it takes.
        takes: Takes,
        /// Why.
        reason: String,
    },
    /// Gives a promotion of the catalogue. On one order it counts once.
    Promote {
        /// Which order.
        order: OrderId,
        /// Its id.
        promotion: String,
    },
    /// Takes a discount or a promotion back, or asks for a waived service charge again.
    TakeBack {
        /// Which order.
        order: OrderId,
        /// Its key, as the order's discounts and totals name it.
        key: String,
    },
    /// Lets the guests off the service charge, for a reason.
    WaiveCharge {
        /// Which order.
        order: OrderId,
        /// Why.
        reason: String,
    },
    /// Sends what is new to the kitchen. Answers [`super::Reply::Sent`].
    Send {
        /// Which order.
        order: OrderId,
    },
    /// Lets a line or a course wait, or lets it go with the next sending after all.
    Hold {
        /// Which order.
        order: OrderId,
        /// What.
        portion: Portion,
        /// It waits.
        on: bool,
    },
    /// Gives the guests to somebody else to serve. Answers [`super::Reply::Order`].
    SetServer {
        /// Which order.
        order: OrderId,
        /// Who serves them from now on.
        server: StaffId,
    },
    /// Says when all of it should be ready.
    Schedule(ScheduleAsked),
    /// Sends what was held, or an order that waits for its time. Answers [`super::Reply::Sent`].
    Fire {
        /// Which order.
        order: OrderId,
        /// What.
        portion: Portion,
    },
    /// What a tender would do. Answers [`super::Reply::Preview`].
    Preview {
        /// Which order.
        order: OrderId,
        /// How; cash where nothing is said.
        #[serde(default)]
        tender: Tender,
        /// What the guest hands over.
        tendered: Money,
    },
    /// Takes a payment. Answers [`super::Reply::Paid`], after it is on the disk.
    Pay {
        /// Which order.
        order: OrderId,
        /// How.
        tender: Tender,
        /// What the guest hands over towards the check.
        tendered: Money,
        /// What is given on top for the staff.
        tip: Money,
        /// The part of a split check that pays; none for the check as a whole.
        #[serde(default)]
        part: Option<EntryId>,
        /// What was due when the guest was told. Where it is another by now, cash is refused with
        /// [`crate::api::Problem::DueChanged`]; what a terminal took is taken.
        #[serde(default)]
        seen_due: Option<Money>,
    },
    /// Takes money ahead. Answers [`super::Reply::Order`], after it is on the disk.
    TakeDeposit(DepositAsked),
    /// Takes a payment by gift card. Answers [`super::Reply::Paid`], after it is on the disk.
    PayByGiftCard(PayByGiftCard),
    /// What is on a gift card. Answers [`super::Reply::GiftCard`].
    ShowGiftCard(ShowGiftCard),
    /// Says the tip of a card payment anew. Answers [`super::Reply::Order`].
    ChangeTip(TipAsked),
    /// Says that a flag was looked at. Answers [`super::Reply::Order`].
    See(SeeAsked),
    /// Takes that back.
    Unsee(UnseeAsked),
    /// Says who pays for what. Answers [`super::Reply::Order`].
    Split {
        /// Which order.
        order: OrderId,
        /// How.
        by: SplitBy,
    },
    /// What the parts would owe. Answers [`super::Reply::Parts`], and changes nothing.
    PreviewSplit {
        /// Which order.
        order: OrderId,
        /// How.
        by: SplitBy,
    },
    /// Says which of several plans that were made apart counts. Answers [`super::Reply::Order`].
    ConfirmSplit {
        /// Which order.
        order: OrderId,
        /// The plan.
        plan: EntryId,
    },
    /// Ends an order on which nothing is owed, or nothing was. Answers [`super::Reply::Order`].
    Settle {
        /// Which order.
        order: OrderId,
    },
    /// What could go back of a closed check. Answers [`super::Reply::Refund`].
    PreviewRefund {
        /// Which order.
        order: OrderId,
        /// Units that somebody thinks of; none for the lines alone.
        lines: Vec<RefundLine>,
    },
    /// Gives money back for a closed check. Answers [`super::Reply::Order`].
    Refund {
        /// Which order.
        order: OrderId,
        /// What for.
        what: RefundAsked,
    },
    /// The paper of a refund, or of a deposit by its payment. Answers [`super::Reply::Paper`].
    ShowRefund {
        /// Which order.
        order: OrderId,
        /// Which refund.
        refund: FactId,
    },
    /// Prints what guests are to pay: no receipt, and no number. Answers [`super::Reply::Paper`].
    PrintBill(BillAsked),
    /// The receipt as it was printed. Answers [`super::Reply::Paper`].
    ShowReceipt {
        /// Which order.
        order: OrderId,
    },
    /// Prints the receipt again, marked as a copy. Answers [`super::Reply::Paper`].
    Reprint {
        /// Which order.
        order: OrderId,
    },
    /// The receipt of a part that was paid alone. Answers [`super::Reply::Paper`].
    ShowPart {
        /// Which order.
        order: OrderId,
        /// Which part.
        part: EntryId,
    },
    /// Prints the receipt of a part again, marked as a copy. Answers [`super::Reply::Paper`].
    ReprintPart {
        /// Which order.
        order: OrderId,
        /// Which part.
        part: EntryId,
    },
    /// Prints the paper of a refund or of a deposit again, marked as a copy. Answers [`super::Reply::Paper`].
    ReprintRefund {
        /// Which order.
        order: OrderId,
        /// Which refund.
        refund: FactId,
    },
    /// Orders closed in the last two days, newest first. Answers [`super::Reply::Orders`].
    ClosedOrders,
    /// Checks closed longer ago, a page at a time. Answers [`super::Reply::Closed`].
    FindClosed(ClosedAsked),
    /// What happened to an order, in time. Answers [`super::Reply::History`].
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
    /// Takes cash out of the drawer and into the safe.
    DropCash {
        /// How much.
        amount: Money,
        /// Number of the bag, or who carried it; may be empty.
        note: String,
    },
    /// Opens the drawer without a sale.
    OpenDrawer {
        /// Why.
        reason: String,
    },
    /// The report of the running shift. Answers [`super::Reply::Shift`].
    XReport {
        /// Also on paper.
        print: bool,
    },
    /// Ends the shift. Answers [`super::Reply::Shift`].
    CloseShift {
        /// Cash that was counted.
        counted: Money,
        /// Open orders are known and go on in the next shift.
        carry_over: bool,
        /// Notes and coins, where somebody counted them; they make up the count.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pieces: Vec<Pieces>,
    },
    /// Past shifts with their Z reports, newest first. Answers [`super::Reply::Shifts`].
    PastShifts,
    /// Past shifts or closures before those of a list. Answers as the list does.
    Earlier(EarlierAsked),
    /// The latest closures of days, months and years. Answers [`super::Reply::Closures`].
    Closures,
    /// Puts a closure on paper.
    PrintClosure {
        /// Of a day, a month or a year.
        period: Period,
        /// Its number among those.
        number: u64,
    },
    /// Switches the till into training, or back: nothing is sold, and no total moves.
    SetTraining {
        /// Into it.
        on: bool,
    },
    /// Prints an X report again as it was, marked as a copy.
    ReprintX {
        /// Its number.
        x_number: u64,
    },
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
