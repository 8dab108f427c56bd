//! What the dashboard asks of the hub, and what it is told.
//!
//! All of it is JSON over HTTP under `/api/v1`, for a signed-in manager. A request that the hub does
//! not do is answered with an RFC 9457 problem: `code` names its kind, `place` the wrong field.
//! Before the first import, everything about the menu answers 404 with the code `no-catalogue`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::device::DeviceRole;
use crate::{
    ids::{DeviceId, OrderId, StaffId, TicketId},
    menu::{Item, ModifierGroup, Printer, Site},
    money::{Currency, Money},
    order::TicketKind,
    price::TaxRow,
    shift::TenderRow,
    staff::Role,
};

/// One hour of a business day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourRow {
    /// Hour of the local day, 0 to 23, at which it begins.
    pub hour: u32,
    /// When it begins.
    pub starts_at_ms: i64,
    /// What the checks closed in it make.
    pub sales: Money,
    /// How many checks.
    pub orders: u32,
    /// Guests on them.
    pub guests: u32,
}

/// What one item brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRow {
    /// The item.
    pub sku: String,
    /// Its name with the variant, as it was sold.
    pub name: String,
    /// Its category.
    pub category: String,
    /// How many.
    pub quantity: i64,
    /// What they make together: the menu's prices less what discounts took off.
    pub amount: Money,
}

/// A business day in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaySummary {
    /// The day: `2026-11-21`.
    pub day: String,
    /// What the checks closed on it make, taxes included, tips not.
    pub sales: Money,
    /// How many checks.
    pub orders: u32,
    /// Guests on them.
    pub guests: u32,
    /// All hours of the day from the start of business on, empty ones too. 24, except when the
    /// clocks change.
    pub by_hour: Vec<HourRow>,
}

/// `GET /api/v1/reports/today?day=2026-11-21`: a business day; without `day` the one that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    /// What the amounts are in.
    pub currency: Currency,
    /// The hub's time of the answer.
    pub now_ms: i64,
    /// The day.
    pub today: DaySummary,
    /// The same weekday of the week before, whole.
    pub last_week: DaySummary,
    /// What the same weekday of the week before had made at this time of the day; the whole of it
    /// when the day is over.
    pub last_week_sales_so_far: Money,
    /// Items, what brought most first.
    pub by_item: Vec<ItemRow>,
    /// Payments by tender.
    pub by_tender: Vec<TenderRow>,
    /// Taxes by rate.
    pub by_tax: Vec<TaxRow>,
    /// Tips on payments.
    pub tips: Money,
    /// What the smallest coin made of cash, above or below zero.
    #[serde(default)]
    pub rounding: Money,
    /// Deposits that were taken: they are in the tenders, and sold when their checks are closed.
    #[serde(default)]
    pub deposits_taken: Money,
    /// What went onto gift cards, less what came off them with refunds: no sale.
    #[serde(default)]
    pub gift_cards: Money,
    /// What the house owes its guests on gift cards now, since the beginning.
    #[serde(default)]
    pub owed_on_cards: Money,
}

/// A check that is not settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCheck {
    /// The order.
    pub order: OrderId,
    /// What people call it: `A-042`.
    pub number: String,
    /// Where the guests sit.
    pub table: Option<String>,
    /// Name of a tab; empty for none.
    pub tab: String,
    /// How many guests.
    pub guests: u32,
    /// When it was opened.
    pub opened_at_ms: i64,
    /// How long ago that is by the hub's clock.
    pub age_ms: i64,
    /// What it costs.
    pub total: Money,
    /// What is still owed.
    pub due: Money,
    /// Name of whoever opened it; empty where the hub does not know them.
    pub server: String,
    /// Name of the device that opened it; empty where the hub does not know it.
    pub device: String,
}

/// `GET /api/v1/checks/open`: checks that are not settled, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenChecks {
    /// What the amounts are in.
    pub currency: Currency,
    /// The hub's time of the answer.
    pub now_ms: i64,
    /// The checks.
    pub checks: Vec<OpenCheck>,
    /// What is owed on all of them.
    pub due: Money,
}

/// What one station does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationRow {
    /// The station.
    pub station: String,
    /// Tickets of this business day on its screen.
    pub open: u32,
    /// Those of them that took longer than their dishes usually do.
    pub late: u32,
    /// Tickets with something to cook that were sent on this business day and are finished.
    pub finished: u32,
    /// How long those took on average; none while nothing is finished.
    pub average_s: Option<u32>,
}

/// A ticket on a kitchen screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitchenTicket {
    /// The order.
    pub order: OrderId,
    /// The ticket.
    pub ticket: TicketId,
    /// The station.
    pub station: String,
    /// What it asks.
    pub kind: TicketKind,
    /// What people call the order.
    pub number: String,
    /// Where the guests sit.
    pub table: Option<String>,
    /// When it was sent.
    pub sent_at_ms: i64,
    /// How long ago that is by the hub's clock.
    pub age_ms: i64,
    /// How long its slowest dish usually takes.
    pub prep_seconds: u32,
    /// It takes longer than that.
    pub late: bool,
}

/// `GET /api/v1/kitchen`: how the kitchen keeps up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitchenLateness {
    /// The hub's time of the answer.
    pub now_ms: i64,
    /// Tickets of this business day on all screens.
    pub open: u32,
    /// Late ones.
    pub late: u32,
    /// Each station that has an open ticket or finished one today, by name.
    pub stations: Vec<StationRow>,
    /// Open tickets, oldest first.
    pub tickets: Vec<KitchenTicket>,
}

/// `GET /api/v1/menu`: what is sold, as last published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Menu {
    /// Version of the catalogue.
    pub version: u64,
    /// When it was published.
    pub published_at_ms: i64,
    /// What prices are in.
    pub currency: Currency,
    /// Prices hold the tax already.
    pub prices_include_tax: bool,
    /// Categories in the order of the till's tabs.
    pub categories: Vec<String>,
    /// Stations.
    pub stations: Vec<String>,
    /// What is sold, in the order of the import.
    pub items: Vec<Item>,
    /// Modifier groups.
    pub groups: Vec<ModifierGroup>,
}

/// `PUT /api/v1/menu/items/{sku}/price`: a new price of one variant. Answers [`Published`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetPrice {
    /// Name of the variant; empty where the item has one only.
    pub variant: String,
    /// The price in minor units.
    pub price_minor: i64,
}

/// `PUT /api/v1/menu/items/{sku}/availability`: whether it can be ordered. Answers [`Published`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAvailability {
    /// Nobody can order it now.
    pub sold_out: bool,
    /// How many are left, where somebody counts. 0 makes it sold out.
    pub left: Option<u32>,
}

/// A change is published: every device will get this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Version of the catalogue. Where nothing changed, the one that was there.
    pub version: u64,
    /// When it was published.
    pub published_at_ms: i64,
}

/// How far one device is with the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The device.
    pub device: DeviceId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub role: DeviceRole,
    /// The version that it has; none while it never told.
    pub version: Option<u64>,
    /// It has the newest one.
    pub arrived: bool,
    /// When the hub last heard of it.
    pub seen_at_ms: Option<i64>,
}

/// `GET /api/v1/menu/arrivals`: on which devices the newest catalogue is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrivals {
    /// The newest version.
    pub version: u64,
    /// When it was published.
    pub published_at_ms: i64,
    /// The devices that belong to the site now.
    pub devices: Vec<Arrival>,
}

/// `POST /api/v1/import?dry_run=true`: a restaurant folder. Answers [`ImportReport`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRequest {
    /// The text of each file by its name: `items.csv`, `modifiers.csv`, `site.csv`, `staff.csv`,
    /// `tables.csv`, and `recipes.csv` where there is one. Folders before the name are ignored.
    pub files: BTreeMap<String, String>,
}

/// Something that a file must not say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ImportError {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 where it is about the file as a whole.
    pub line: u64,
    /// The column, or the key in `site.csv`; empty where it is about the line as a whole.
    pub field: String,
    /// What is wrong, in English.
    pub why: String,
}

/// What kind of thing an import would touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// A fact or setting of the site.
    Site,
    /// A tax class.
    Tax,
    /// An item.
    Item,
    /// A modifier group.
    Group,
    /// A table.
    Table,
    /// Somebody of the staff.
    Staff,
    /// A printer.
    Printer,
}

/// One field that would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field: `price`, `price 33 cl`, `course`, `pin`.
    pub field: String,
    /// What it was; empty where there was nothing. Never a PIN.
    pub old: String,
    /// What it would be; empty for nothing. Never a PIN.
    pub new: String,
}

/// One thing that an import would add, change or remove.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffRow {
    /// What kind of thing.
    pub kind: ImportKind,
    /// What people call it; for items the code and the name.
    pub name: String,
    /// Its fields that would change; empty where the thing as a whole comes or goes.
    pub fields: Vec<FieldChange>,
}

/// What an import would do, or did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDiff {
    /// New things.
    pub added: Vec<DiffRow>,
    /// Things that were there and would be different.
    pub changed: Vec<DiffRow>,
    /// Things that would go.
    pub removed: Vec<DiffRow>,
}

impl ImportDiff {
    /// Nothing would change.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// What an import did. With errors, nothing at all.
///
/// A dry run always answers 200 with this. A real import with errors answers 422 with
/// [`ImportRefused`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// It was a dry run: nothing was written.
    pub dry_run: bool,
    /// What would change, or changed. Empty where there are errors.
    pub diff: ImportDiff,
    /// All that is wrong, by file and line.
    pub errors: Vec<ImportError>,
    /// What was read and is not used yet, in English.
    pub notes: Vec<String>,
    /// What is published now; none for a dry run, with errors, and where nothing changed.
    pub published: Option<Published>,
}

/// The problem (RFC 9457) that answers an import with errors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRefused {
    /// Names the kind of problem: `/problems/import-refused`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem as one word: `import-refused`.
    pub code: String,
    /// The kind of problem in English.
    pub title: String,
    /// The HTTP status: 422.
    pub status: u16,
    /// How many things are wrong, in English.
    pub detail: String,
    /// The first place: `items.csv:7 price`.
    pub place: String,
    /// All that is wrong, by file and line.
    pub errors: Vec<ImportError>,
}

/// Somebody of the staff, without the PIN. `GET /api/v1/staff` answers a list of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffRow {
    /// Who.
    pub id: StaffId,
    /// What the others call them.
    pub name: String,
    /// What they are here to do.
    pub role: Role,
}

/// `POST /api/v1/staff`, answers [`StaffRow`]; `PUT /api/v1/staff/{id}`, the same.
/// `DELETE /api/v1/staff/{id}` answers [`Published`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetStaff {
    /// What the others call them; nobody else at the site may have the name.
    pub name: String,
    /// What they are here to do.
    pub role: Role,
    /// Four to eight digits that nobody else at the site has. None keeps the one that is there.
    pub pin: Option<String>,
}

impl std::fmt::Debug for SetStaff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SetStaff")
            .field("name", &self.name)
            .field("role", &self.role)
            .field("pin", &self.pin.as_ref().map(|_| "…"))
            .finish()
    }
}

/// `GET /api/v1/printers`: the printers and what can be chosen for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printers {
    /// The printers.
    pub printers: Vec<Printer>,
    /// Names of profiles.
    pub profiles: Vec<String>,
    /// Stations of the menu.
    pub stations: Vec<String>,
}

/// `PUT /api/v1/printers`: all printers, in place of those that are there. Answers [`Published`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetPrinters {
    /// The printers.
    pub printers: Vec<Printer>,
}

/// `GET /api/v1/site`: the restaurant's own facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteFacts {
    /// The facts that devices get.
    pub site: Site,
    /// Settings as they were written: `service_charge`, `happy_hour`, promotions.
    pub settings: BTreeMap<String, String>,
    /// Version of the catalogue.
    pub version: u64,
    /// How many items there are.
    pub items: u32,
    /// How many tables.
    pub tables: u32,
    /// How many people may sign in.
    pub staff: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_never_shows_in_a_log() {
        let staff = SetStaff {
            name: "Sofia".to_owned(),
            role: Role::Waiter,
            pin: Some("3333".to_owned()),
        };
        assert!(!format!("{staff:?}").contains("3333"));
    }
}
