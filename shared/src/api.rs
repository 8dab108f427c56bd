//! Everything that crosses a process edge between a face and its node or hub.
//!
//! A face sends one of these and draws what comes back; it computes no money and decides nothing.

pub mod device;
pub mod hub;
pub mod kds;
mod refusal;
pub mod till;

use serde::{Deserialize, Serialize};

use crate::{gift::CardProblem, money::Money, staff::Permit};

pub use refusal::Refusal;

/// Why a node did not do what it was asked. The face says it in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum Problem {
    /// The device does not belong to a restaurant yet.
    #[error("this device is not enrolled")]
    NotEnrolled,
    /// No catalogue has come from the hub yet.
    #[error("no catalogue has arrived yet")]
    NoCatalogue,
    /// Nobody is signed in, or the screen locked itself.
    #[error("nobody is signed in")]
    SignedOut,
    /// The PIN is nobody's.
    #[error("the PIN is wrong")]
    WrongPin,
    /// Too many wrong PINs.
    #[error("locked for {seconds} s after too many wrong PINs")]
    Locked {
        /// Seconds to wait.
        seconds: u32,
    },
    /// The person's role lacks the right.
    #[error("this role may not do that: {permit:?}")]
    NotAllowed {
        /// What is missing.
        permit: Permit,
    },
    /// The person's role lacks the right, but somebody who has it can give their PIN on the spot:
    /// the same request again, with [`till::Ask::approval`].
    #[error("somebody who may must approve: {permit:?}")]
    NeedsApproval {
        /// What is missing.
        permit: Permit,
    },
    /// The hub does not know the code.
    #[error("the hub does not know this code")]
    CodeUnknown,
    /// The code was used already.
    #[error("this code was used already")]
    CodeUsed,
    /// The code is too old.
    #[error("this code has expired")]
    CodeExpired,
    /// The hub cannot be reached.
    #[error("the hub at {address} does not answer")]
    HubUnreachable {
        /// Where it was looked for.
        address: String,
    },
    /// What was named is not here.
    #[error("there is no {what}")]
    NotFound {
        /// What: `order`, `line`, `item`, `table`, `ticket`.
        what: String,
    },
    /// The order is closed.
    #[error("the order is closed")]
    OrderClosed,
    /// The item is sold out.
    #[error("{name} is sold out")]
    SoldOut {
        /// Its name.
        name: String,
    },
    /// A modifier group has too few or too many choices.
    #[error("choose {min} to {max} of {group}")]
    Modifiers {
        /// The group.
        group: String,
        /// At least.
        min: u32,
        /// At most.
        max: u32,
    },
    /// A field holds what it cannot hold.
    #[error("{field}: {why}")]
    Invalid {
        /// Which field.
        field: String,
        /// What is wrong, in English, for the log and for developers.
        why: String,
    },
    /// What was weighed is one; one more is weighed by itself.
    #[error("what is weighed is one each time")]
    WeighedEach,
    /// A reason is needed.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// Nothing is owed.
    #[error("nothing is owed")]
    NothingDue,
    /// Another amount is owed than the one that was seen: somebody else changed the check.
    #[error("{due_minor} is owed now, which is not what was seen")]
    DueChanged {
        /// What is owed now, in minor units.
        due_minor: i64,
    },
    /// Something is owed: the order cannot just end.
    #[error("something is still owed")]
    StillDue,
    /// It was split in two ways at once: somebody must confirm one before the check is closed.
    #[error("the check was split in two ways at once")]
    SplitContested,
    /// Some of the check was paid: what was paid for cannot go to another.
    #[error("part of the check is paid")]
    PartPaid,
    /// A deposit is on the check that would end: it must be the one that stays.
    #[error("a deposit is on the check that would end")]
    HasDeposit,
    /// Coins cannot give this amount.
    #[error("coins give no such amount: the smallest is {step_minor}")]
    NotInCoins {
        /// The smallest coin, in minor units.
        step_minor: i64,
    },
    /// The check is not closed and paid, so nothing can go back yet.
    #[error("the check is not settled yet")]
    NotSettled,
    /// More units than are left to go back.
    #[error("only {left} of {name} can go back")]
    RefundedAlready {
        /// Which.
        name: String,
        /// So many are left.
        left: i64,
    },
    /// It was paid with a tender that may not go back, so it goes onto a gift card of the house alone.
    #[error("what {name} paid goes onto a gift card alone, and {most:?} back otherwise")]
    OnlyOntoCard {
        /// What the tender was called.
        name: String,
        /// The most that can go back in cash, by card or with another tender.
        most: Money,
    },
    /// A tender of the restaurant's own cannot give back so much.
    #[error("{name} can give back {most:?}")]
    TenderGivesLess {
        /// What it is called.
        name: String,
        /// The most that it can give.
        most: Money,
    },
    /// Nothing was done with a gift card.
    #[error(transparent)]
    GiftCard(CardProblem),
    /// It cannot be done as things are.
    #[error(transparent)]
    Refused(Refusal),
    /// No shift is open on this till.
    #[error("no shift is open")]
    NoShift,
    /// A shift is open already.
    #[error("a shift is open already")]
    ShiftOpen,
    /// Orders are still open, so the shift cannot be closed without saying so.
    #[error("{count} orders are still open")]
    OrdersOpen {
        /// How many.
        count: u32,
    },
    /// Not while somebody learns at this till.
    #[error("the till is in training")]
    InTraining,
    /// The disk refused; nothing was changed.
    #[error("the disk refused: {why}")]
    Disk {
        /// What it said.
        why: String,
    },
}

/// How a device stands to the rest of the restaurant, for the pill at the top right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct World {
    /// The hub answers.
    pub together: bool,
    /// Since when the hub does not answer.
    pub alone_since_ms: Option<i64>,
    /// Orders with changes that the hub does not have yet.
    pub orders_waiting: u32,
    /// Facts and changes that the hub does not have yet.
    pub items_waiting: u32,
    /// Printers in trouble.
    pub printers: Vec<PrinterTrouble>,
    /// Somebody learns at this till: nothing is sold.
    #[serde(default)]
    pub training: bool,
    /// When a drawer that was told to open last stayed shut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawer_shut_at_ms: Option<i64>,
}

/// Why a printer does not print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrinterCause {
    /// Nobody answers at its address.
    Unreachable,
    /// It has no paper.
    NoPaper,
    /// Its cover is open.
    CoverOpen,
    /// It broke off in the middle; nobody knows what is on paper.
    Uncertain,
    /// It works, but papers came too late for it or could not be made.
    NotPrinted,
}

/// A printer that needs somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrinterTrouble {
    /// Its name.
    pub printer: String,
    /// Why.
    pub cause: PrinterCause,
    /// Papers that wait.
    pub waiting: u32,
}
