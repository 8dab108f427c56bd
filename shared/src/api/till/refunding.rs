//! How a face asks for money to go back.

use serde::{Deserialize, Serialize};

use crate::{
    gift::{CardCode, CardRef},
    menu::Name,
    money::Money,
    order::Tender,
    refund::{BackBy, OnlyOntoCard, Refund, RefundLine, Refundable},
};

/// What goes back to the guest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum RefundAsked {
    /// Units that were sold and paid for.
    Lines {
        /// Which, and how many.
        lines: Vec<RefundLine>,
        /// How it is given.
        tender: Tender,
        /// Why.
        reason: String,
    },
    /// Units that were sold and paid for, onto a gift card; without any, all that was paid beyond
    /// the check.
    OntoCard {
        /// Which, and how many.
        lines: Vec<RefundLine>,
        /// The card; none for the one that paid last, or, where something was paid with a tender that
        /// may not go back, for a new one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<CardCode>,
        /// Why; may be empty for what was paid too much.
        reason: String,
    },
    /// All that was paid beyond the check.
    Surplus {
        /// How it is given.
        tender: Tender,
    },
    /// Units that were sold and paid for, or all that was paid beyond the check, with several tenders
    /// in one go.
    Several(SeveralBack),
    /// Nothing: what was paid beyond the check stays as a tip.
    Keep,
    /// Nothing: the guests did not come, and the house keeps the deposit.
    KeepDeposit {
        /// Why.
        reason: String,
    },
}

/// Money that goes back with several tenders in one go: each gives a refund of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeveralBack {
    /// Which units, and how many; none for all that was paid beyond the check.
    pub lines: Vec<RefundLine>,
    /// How much with which tender, as the preview said it.
    pub by: Vec<BackBy>,
    /// The gift card, as in [`RefundAsked::OntoCard`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CardCode>,
    /// Why; may be empty for what was paid too much.
    pub reason: String,
}

/// What can go back of a closed check, and what the chosen units bring the guest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundPreview {
    /// The lines that were sold.
    pub lines: Vec<Refundable>,
    /// What the chosen units bring; nothing where none is chosen.
    pub refund: Refund,
    /// The same in coins.
    #[serde(default)]
    pub in_cash: Money,
    /// The gift card that paid last, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardRef>,
    /// The restaurant's own tenders that paid and may be given back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<TenderBack>,
    /// Something was paid with a tender that may not go back: it goes onto a gift card alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_card: Option<OnlyOntoCard>,
    /// How the chosen units can go back; where none is chosen, what was paid beyond the check. Each
    /// begins with another tender.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<WayBack>,
    /// What was paid beyond the check may stay as a tip.
    #[serde(default)]
    pub may_keep: bool,
}

/// A way in which all of it goes back: mostly with one tender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayBack {
    /// How much with which tender.
    pub by: Vec<BackBy>,
    /// What each of them gives the guest, in coins where it is cash.
    pub gives: Vec<Money>,
}

/// A tender of the restaurant's own that something can go back with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderBack {
    /// Which.
    pub tender: Tender,
    /// What it was called when it paid.
    pub name: Name,
    /// No more than that: what it paid, less what went back with it.
    pub most: Money,
}
