//! What ties orders to each other: units that were moved from one to another, and orders that were
//! joined. `docs/transfers.md` says how it is decided; this is what people see of it.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{EntryId, LineId, OrderId},
    money::Money,
};

/// Another order, as people find it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherOrder {
    /// Which.
    pub id: OrderId,
    /// What people call it.
    pub number: String,
    /// Where its guests sit, as far as is known here.
    #[serde(default)]
    pub table: Option<String>,
    /// Name of its tab; empty for none.
    #[serde(default)]
    pub tab: String,
}

impl OtherOrder {
    /// What people call the place: the table, the tab, or else the number.
    pub fn place(&self) -> &str {
        match &self.table {
            Some(table) => table,
            None if self.tab.is_empty() => &self.number,
            None => &self.tab,
        }
    }
}

/// Units of a line that went to another order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedUnits {
    /// The transfer.
    pub transfer: EntryId,
    /// Where to.
    pub to: OtherOrder,
    /// How many that are there now.
    pub units: i64,
}

/// Where a line was moved from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameFrom {
    /// The transfer.
    pub transfer: EntryId,
    /// The order.
    pub from: OtherOrder,
    /// Its line there.
    pub line: LineId,
    /// How many came.
    pub units: i64,
    /// How many were meant to come and did not: they were moved elsewhere, voided or paid before
    /// anybody here knew.
    #[serde(default)]
    pub short: i64,
}

/// How a line is tied to other orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineMoves {
    /// Units that went to other orders, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<MovedUnits>,
    /// Where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<CameFrom>,
    /// Units that are on their way to an order that has not arrived on this device; they still
    /// count here.
    #[serde(default)]
    pub leaving: i64,
}

impl LineMoves {
    /// The line was never moved.
    pub fn is_none(&self) -> bool {
        self.to.is_empty() && self.from.is_none() && self.leaving == 0
    }

    /// Units that are on other orders now.
    pub fn units_gone(&self) -> i64 {
        self.to.iter().map(|one| one.units).sum()
    }
}

/// Two orders that became one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The entry that says so.
    pub transfer: EntryId,
    /// The other order.
    pub other: OtherOrder,
    /// When.
    pub at_ms: i64,
}

/// How an order is tied to others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLinks {
    /// Orders that units came from or went to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<OrderId>,
    /// Transfers out of this order that count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sent_away: Vec<EntryId>,
    /// Places that its guests were moved to by people apart, the one that counts first; the next
    /// move decides. None stands for no table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crossed: Vec<Option<String>>,
    /// What two tills counted as sold that closed it knowing nothing of each other: it stands on
    /// the reports of both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_twice: Option<Money>,
    /// It was joined into this one and ended, unless something reached it afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_into: Option<Joined>,
    /// It was opened for units that went back to this one, and ended, unless anything else is on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub went_back: Option<Joined>,
    /// Orders that were joined into this one, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<Joined>,
}

impl OrderLinks {
    /// It stands alone.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}
