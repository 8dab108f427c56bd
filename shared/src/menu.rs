//! The catalogue: what a restaurant sells, at what price and tax, where it is cooked, who works
//! there and where the tables stand.
//!
//! A catalogue is published by the hub as a whole, with a version. A line of an order freezes what
//! it took from the catalogue, so a new version never changes an old check.

mod sale;

use serde::{Deserialize, Serialize};

pub use sale::{
    ComboDish, ComboGroup, HalvesRule, ListedPrice, ModifierDetail, Prefix, PriceLimits, PriceList,
    Sale, ScaleCode, ScaleCodes, WeightUnit,
};

use crate::{
    money::{Currency, Money},
    price::{PriceRules, SitePrices},
    staff::StaffMember,
};

/// A tax rate in parts per million; 8.875 % is `88_750`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct TaxRate(u32);

/// A text or number that is no tax rate between 0 and 100 %.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a tax rate between 0 and 100 %")]
pub struct NotATaxRate(pub String);

impl TaxRate {
    /// The whole in parts per million.
    pub const WHOLE_PPM: u32 = 1_000_000;

    /// A rate in parts per million, at most the whole.
    pub fn from_ppm(rate_ppm: u32) -> Result<Self, NotATaxRate> {
        if rate_ppm <= Self::WHOLE_PPM {
            Ok(Self(rate_ppm))
        } else {
            Err(NotATaxRate(rate_ppm.to_string()))
        }
    }

    /// Reads percent with up to four decimals: `10`, `8.875`.
    pub fn from_percent(text: &str) -> Result<Self, NotATaxRate> {
        let refuse = || NotATaxRate(text.to_owned());
        let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 4 {
            return Err(refuse());
        }
        let ppm = format!("{whole}{fraction:0<4}")
            .parse()
            .map_err(|_| refuse())?;
        Self::from_ppm(ppm).map_err(|_| refuse())
    }

    /// Parts per million.
    pub const fn ppm(self) -> u32 {
        self.0
    }

    /// Percent as people write it: `10`, `8.875`.
    pub fn percent(self) -> String {
        let text = format!("{}.{:04}", self.0 / 10_000, self.0 % 10_000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

impl TryFrom<u32> for TaxRate {
    type Error = NotATaxRate;

    fn try_from(rate_ppm: u32) -> Result<Self, NotATaxRate> {
        Self::from_ppm(rate_ppm)
    }
}

impl From<TaxRate> for u32 {
    fn from(rate: TaxRate) -> Self {
        rate.0
    }
}

/// How the guest takes the food; the tax of some countries depends on it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Eaten here.
    #[default]
    EatIn,
    /// Taken away.
    Takeaway,
    /// Brought to somebody.
    Delivery,
}

/// The taxes of a kind of goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxClass {
    /// What the catalogue calls it: `food`, `alcohol`.
    pub name: String,
    /// The rates when eaten here; several add up.
    pub eat_in: Vec<TaxRate>,
    /// The rates when taken away, where they differ.
    pub takeaway: Option<Vec<TaxRate>>,
    /// The rates when brought to somebody, where they differ from those when taken away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Vec<TaxRate>>,
    /// Those of the rates that are taken on the price and the taxes before them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compound: Vec<TaxRate>,
}

impl TaxClass {
    /// The rates for a service.
    pub fn rates(&self, service: Service) -> &[TaxRate] {
        let away = self.takeaway.as_ref().unwrap_or(&self.eat_in);
        match service {
            Service::EatIn => &self.eat_in,
            Service::Takeaway => away,
            Service::Delivery => self.delivery.as_ref().unwrap_or(away),
        }
    }
}

/// A name in the site's language and in its second one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// In the site's language.
    pub first: String,
    /// In the second language; empty where nobody wrote it.
    pub second: String,
}

impl Name {
    /// The name for a reader of `language`.
    pub fn in_language(&self, language: &str, site: &Site) -> &str {
        let second = site.second_language.as_deref() == Some(language);
        if second && !self.second.is_empty() {
            &self.second
        } else {
            &self.first
        }
    }
}

/// A restaurant's own facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// What stands over the door.
    pub name: String,
    /// Where it is, for the receipt.
    pub address: String,
    /// Its number at the tax office; empty where none is printed.
    pub tax_number: String,
    /// What guests pay in.
    pub currency: Currency,
    /// Language of the till: `it`, `en`, `ja`.
    pub language: String,
    /// The other language that names are kept in.
    pub second_language: Option<String>,
    /// Language of the kitchen screen and tickets, where it differs from the till's.
    pub kitchen_language: Option<String>,
    /// IANA time zone, such as `Europe/Rome`.
    pub timezone: String,
    /// Minute of the local day at which business begins.
    pub business_day_starts_min: i32,
    /// Prices on the menu already hold the tax.
    pub prices_include_tax: bool,
    /// Smallest cash amount in minor units; 0 where cash is exact.
    pub cash_rounding_minor: i64,
    /// Tips offered, in percent.
    pub tip_choices: Vec<u32>,
    /// Minutes without a touch after which a till locks itself.
    pub auto_lock_min: u32,
    /// Last line of a receipt.
    pub receipt_footer: String,
    /// How it rounds, charges and reduces.
    #[serde(default)]
    pub prices: SitePrices,
    /// How drawers are counted.
    #[serde(default)]
    pub drawer: DrawerRules,
    /// How meals are served.
    #[serde(default)]
    pub serving: ServingRules,
    /// Further ways to pay, as the till offers them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tenders: Vec<crate::tender::SiteTender>,
}

/// How a site serves its meals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServingRules {
    /// Courses that wait at a table until somebody fires them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hold_courses: Vec<Course>,
    /// So many minutes before an order for later should be ready the kitchen hears of it, beside
    /// the time that its slowest dish takes.
    #[serde(default = "lead_min", skip_serializing_if = "is_usual_lead")]
    pub scheduled_lead_min: u32,
}

/// Time to wrap it up, where the site says nothing.
const SCHEDULED_LEAD_MIN: u32 = 5;

const fn lead_min() -> u32 {
    SCHEDULED_LEAD_MIN
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes what it may skip by reference"
)]
const fn is_usual_lead(minutes: &u32) -> bool {
    *minutes == SCHEDULED_LEAD_MIN
}

impl Default for ServingRules {
    fn default() -> Self {
        Self {
            hold_courses: Vec::new(),
            scheduled_lead_min: SCHEDULED_LEAD_MIN,
        }
    }
}

/// How a site's drawers are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerRules {
    /// Whoever counts does not see before what should be there.
    #[serde(default)]
    pub is_blind: bool,
    /// A larger difference, over or short, needs a manager; none for any difference.
    #[serde(default)]
    pub difference_max: Option<Money>,
}

impl Site {
    /// How an order that is opened now is computed, for good.
    pub fn price_rules(&self) -> PriceRules {
        PriceRules {
            tax_rounding: self.prices.tax_rounding,
            rounding: self.prices.rounding,
            cash_step_minor: self.cash_rounding_minor,
            charge: self.prices.charge,
            delivery: self.prices.delivery.clone(),
        }
    }

    /// The language that the kitchen reads.
    pub fn language_of_kitchen(&self) -> &str {
        self.kitchen_language.as_deref().unwrap_or(&self.language)
    }
}

/// When in a meal a dish comes.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// Comes at once, belongs to no course.
    #[default]
    None,
    /// Drinks.
    Drink,
    /// Starters.
    Starter,
    /// First course: pasta, soup.
    First,
    /// Main course.
    Main,
    /// Dessert.
    Dessert,
}

impl Course {
    /// All courses in the order of a meal.
    pub const ALL: [Self; 6] = [
        Self::None,
        Self::Drink,
        Self::Starter,
        Self::First,
        Self::Main,
        Self::Dessert,
    ];

    /// The word in a catalogue's file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Drink => "drink",
            Self::Starter => "starter",
            Self::First => "first",
            Self::Main => "main",
            Self::Dessert => "dessert",
        }
    }

    /// The course that a catalogue's file calls so.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|course| course.word() == word)
    }
}

/// A size or kind of an item, with its own price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// `33 cl`, `bottle`; empty where the item has one size only.
    pub name: String,
    /// Price of one, in the site's currency.
    pub price: Money,
    /// What a scanner reads.
    pub barcode: Option<String>,
}

/// Something that guests can order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The restaurant's own code; names the item for ever.
    pub sku: String,
    /// Where it stands on the till.
    pub category: String,
    /// When in the meal it comes.
    pub course: Course,
    /// Where it is made; none for what needs no making.
    pub station: Option<String>,
    /// What it is called.
    pub name: Name,
    /// At least one.
    pub variants: Vec<Variant>,
    /// Name of its tax class.
    pub tax: String,
    /// EU-14 allergen words.
    pub allergens: Vec<String>,
    /// Names of its modifier groups, in the order asked.
    pub groups: Vec<String>,
    /// Usual time to make one.
    pub prep_seconds: u32,
    /// Nobody can order it now («86»).
    pub sold_out: bool,
    /// How many are left, where somebody counts.
    pub left: Option<u32>,
    /// How it is sold, where it is not just counted.
    #[serde(default, skip_serializing_if = "Sale::is_plain")]
    pub sale: Sale,
}

/// A choice within a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modifier {
    /// What it is called.
    pub name: Name,
    /// What it adds to the price of one; may be below zero.
    pub price: Money,
    /// EU-14 allergen words that it brings.
    pub allergens: Vec<String>,
    /// Its prefixes, and what is asked when it is chosen.
    #[serde(default, skip_serializing_if = "ModifierDetail::is_plain")]
    pub detail: ModifierDetail,
}

/// Choices that belong together, with how many must be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModifierGroup {
    /// Name in the catalogue.
    pub name: String,
    /// At least so many; above 0 the till asks by itself.
    pub min: u32,
    /// At most so many.
    pub max: u32,
    /// What can be chosen.
    pub options: Vec<Modifier>,
}

/// How a table is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableShape {
    /// Four corners.
    #[default]
    Square,
    /// Round.
    Round,
    /// A seat at a bar.
    Stool,
}

/// A table at its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What people call it; unique in the site.
    pub name: String,
    /// Chairs.
    pub seats: u32,
    /// Distance from the left, in steps of the floor plan.
    pub x: u32,
    /// Distance from the top, in steps of the floor plan.
    pub y: u32,
    /// How it is drawn.
    pub shape: TableShape,
}

/// A room with its tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// What people call it.
    pub name: String,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// A printer on the site's network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printer {
    /// What people call it.
    pub name: String,
    /// `host:port`.
    pub address: String,
    /// Name of its profile: columns, characters, cutter.
    pub profile: String,
    /// Stations whose tickets it prints.
    pub stations: Vec<String>,
    /// It prints receipts, and a drawer hangs off it.
    pub receipts: bool,
}

/// Everything that a site's hub publishes to its devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// Grows by one with each change.
    pub version: u64,
    /// The restaurant.
    pub site: Site,
    /// Tax classes.
    pub taxes: Vec<TaxClass>,
    /// Categories in the order of the till's tabs.
    pub categories: Vec<String>,
    /// What is sold.
    pub items: Vec<Item>,
    /// Modifier groups.
    pub groups: Vec<ModifierGroup>,
    /// Dishes to choose from in combos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub combos: Vec<ComboGroup>,
    /// Where food and drinks are made.
    pub stations: Vec<String>,
    /// Rooms with tables.
    pub rooms: Vec<Room>,
    /// People who may sign in.
    pub staff: Vec<StaffMember>,
    /// Salt of all PIN hashes of the site, in hexadecimal.
    pub pin_salt: String,
    /// Printers.
    pub printers: Vec<Printer>,
}

impl Catalogue {
    /// The item with this code.
    pub fn item(&self, sku: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.sku == sku)
    }

    /// The modifier group with this name.
    pub fn group(&self, name: &str) -> Option<&ModifierGroup> {
        self.groups.iter().find(|group| group.name == name)
    }

    /// The tax class with this name.
    pub fn tax(&self, name: &str) -> Option<&TaxClass> {
        self.taxes.iter().find(|tax| tax.name == name)
    }

    /// The table with this name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.rooms
            .iter()
            .flat_map(|room| &room.tables)
            .find(|table| table.name == name)
    }

    /// The printer of a station's tickets.
    pub fn printer_of_station(&self, station: &str) -> Option<&Printer> {
        self.printers
            .iter()
            .find(|printer| printer.stations.iter().any(|name| name == station))
    }

    /// The printer of receipts, where the drawer hangs.
    pub fn receipt_printer(&self) -> Option<&Printer> {
        self.printers.iter().find(|printer| printer.receipts)
    }
}

#[cfg(test)]
mod tests;
