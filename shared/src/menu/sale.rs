//! How a thing is sold where it is not just counted: by weight, at a price that is asked, in two
//! halves, as a combo; and lists of other prices.

use serde::{Deserialize, Serialize};

use super::{Catalogue, Item, Service};
use crate::{money::Money, price::Hours};

/// What a price is for where things are weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightUnit {
    /// A kilogram; weights are whole grams.
    Kg,
    /// A pound; weights are whole thousandths of a pound.
    Lb,
}

impl WeightUnit {
    /// The word in a catalogue's file, and the sign on a paper.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kg => "kg",
            Self::Lb => "lb",
        }
    }

    /// The unit that a catalogue's file calls so.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Kg, Self::Lb]
            .into_iter()
            .find(|unit| unit.word() == word)
    }

    /// A weight as people read it: `0.350 kg`.
    pub fn format(self, milli: u32, decimal_sign: char) -> String {
        let (whole, part) = (milli / 1_000, milli % 1_000);
        format!("{whole}{decimal_sign}{part:03} {}", self.word())
    }
}

/// Between which prices somebody may ask for one; without a limit, any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceLimits {
    /// At least.
    #[serde(default)]
    pub min: Option<Money>,
    /// At most.
    #[serde(default)]
    pub max: Option<Money>,
}

impl PriceLimits {
    /// The price is between the limits.
    pub fn hold(&self, price: Money) -> bool {
        self.min.is_none_or(|min| price >= min) && self.max.is_none_or(|max| price <= max)
    }
}

/// What a dish of two halves costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HalvesRule {
    /// Half of both together.
    Sum,
    /// As much as the dearer one.
    Dearer,
}

/// How an item is sold; nothing set where it is just counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sale {
    /// Its price is for one of these, and it is weighed.
    pub weighed: Option<WeightUnit>,
    /// What the box weighs, in thousandths of the unit.
    pub tare_milli: u32,
    /// The price is asked each time.
    pub open: Option<PriceLimits>,
    /// It can be two halves, each another item of its category.
    pub halves: Option<HalvesRule>,
    /// Names of the groups of which dishes are chosen.
    pub combo: Vec<String>,
    /// It is money for a gift card, at a price that is asked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub gift_card: bool,
}

impl Sale {
    /// It is just counted.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// A word before a modifier that says how it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prefix {
    /// Leave it off.
    No,
    /// More of it.
    Extra,
    /// Less of it.
    Light,
    /// Beside the dish.
    Side,
}

impl Prefix {
    /// All of them in the order of the till.
    pub const ALL: [Self; 4] = [Self::No, Self::Extra, Self::Light, Self::Side];

    /// The word in a catalogue's file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Extra => "extra",
            Self::Light => "light",
            Self::Side => "side",
        }
    }

    /// The prefix that a catalogue's file calls so.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|prefix| prefix.word() == word)
    }

    /// What people read, in a language; English where nobody wrote it.
    pub fn spoken(self, language: &str) -> &'static str {
        match (language, self) {
            ("it", Self::No) => "senza",
            ("it", Self::Extra) => "doppio",
            ("it", Self::Light) => "poco",
            ("it", Self::Side) => "a parte",
            ("ja", Self::No) => "抜き",
            ("ja", Self::Extra) => "多め",
            ("ja", Self::Light) => "少なめ",
            ("ja", Self::Side) => "別添え",
            (_, Self::No) => "no",
            (_, Self::Extra) => "extra",
            (_, Self::Light) => "light",
            (_, Self::Side) => "on the side",
        }
    }

    /// The name of a modifier with its prefix, in a language: `no onion`, `maionese a parte`.
    pub fn with(self, name: &str, language: &str) -> String {
        let word = self.spoken(language);
        match (language, self) {
            ("ja", _) => format!("{name}{word}"),
            (_, Self::Side) => format!("{name} {word}"),
            _ => format!("{word} {name}"),
        }
    }
}

/// What a modifier can do beside being chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ModifierDetail {
    /// Prefixes that it takes.
    pub prefixes: Vec<Prefix>,
    /// What «extra» costs, where it is not its price.
    pub extra: Option<Money>,
    /// What «no» costs, where that is not nothing; may be below zero.
    pub without: Option<Money>,
    /// Groups that are asked when it is chosen.
    pub opens: Vec<String>,
}

impl ModifierDetail {
    /// It can be chosen and nothing else.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// What one costs with a prefix, where `price` is what it costs without.
    pub fn price(&self, price: Money, prefix: Option<Prefix>) -> Money {
        match prefix {
            None | Some(Prefix::Light | Prefix::Side) => price,
            Some(Prefix::Extra) => self.extra.unwrap_or(price),
            Some(Prefix::No) => self.without.unwrap_or(Money::ZERO),
        }
    }
}

/// A dish that can be chosen in a combo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComboDish {
    /// The item.
    pub sku: String,
    /// Its variant; empty for the first one.
    #[serde(default)]
    pub variant: String,
    /// What it adds to the price of the combo.
    pub upcharge: Money,
}

/// Dishes of which some belong to a combo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComboGroup {
    /// Name in the catalogue.
    pub name: String,
    /// At least so many.
    pub min: u32,
    /// At most so many.
    pub max: u32,
    /// What can be chosen.
    pub dishes: Vec<ComboDish>,
}

/// A price of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPrice {
    /// The item.
    pub sku: String,
    /// Its variant; empty for all.
    #[serde(default)]
    pub variant: String,
    /// What one costs.
    pub price: Money,
}

/// Prices that count in place of the menu's: on the terrace, taken away, at lunch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceList {
    /// What people call it.
    pub name: String,
    /// Counts for orders that are taken so; none for both.
    #[serde(default)]
    pub service: Option<Service>,
    /// Counts at the tables of this room; none for everywhere.
    #[serde(default)]
    pub room: Option<String>,
    /// Counts at these hours; none for always.
    #[serde(default)]
    pub hours: Option<Hours>,
    /// What it says.
    pub prices: Vec<ListedPrice>,
}

impl PriceList {
    /// What it says of an item; a row for the variant comes before a row for all.
    pub fn price(&self, sku: &str, variant: &str) -> Option<Money> {
        let of = |wanted: &str| {
            let mut rows = self.prices.iter();
            rows.find(|row| row.sku == sku && row.variant == wanted)
                .map(|row| row.price)
        };
        of(variant).or_else(|| of(""))
    }
}

/// What codes of things that were weighed and labelled in the shop hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScaleCodes {
    /// The price of the piece, in minor units.
    Price,
    /// The weight, in thousandths of the unit.
    Weight,
}

/// What stands in a code of thirteen digits that a scale printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScaleCode<'a> {
    /// The first seven digits, by which an item is found.
    pub item: &'a str,
    /// The five digits of price or weight.
    pub value: u32,
}

impl<'a> ScaleCode<'a> {
    /// Reads a code that begins with 20 to 29 and whose last digit is right.
    pub fn read(code: &'a str) -> Option<Self> {
        let is_code = code.len() == 13 && code.bytes().all(|byte| byte.is_ascii_digit());
        if !is_code || !code.starts_with('2') {
            return None;
        }
        let digits = code.bytes().map(|byte| u32::from(byte - b'0'));
        let sum: u32 = digits
            .enumerate()
            .map(|(place, digit)| digit * if place.is_multiple_of(2) { 1 } else { 3 })
            .sum();
        if !sum.is_multiple_of(10) {
            return None;
        }
        Some(Self {
            item: code.get(..7)?,
            value: code.get(7..12)?.parse().ok()?,
        })
    }
}

impl Catalogue {
    /// The item and the place of its variant that a scanner's code means.
    pub fn by_barcode(&self, code: &str) -> Option<(&Item, usize)> {
        self.items.iter().find_map(|item| {
            let place = item
                .variants
                .iter()
                .position(|variant| variant.barcode.as_deref() == Some(code))?;
            Some((item, place))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_code_is_read_only_where_its_last_digit_is_right() {
        let code = ScaleCode::read("2012345003507").unwrap();
        assert_eq!((code.item, code.value), ("2012345", 350));
        for wrong in [
            "2012345003508",
            "8012345003501",
            "201234500350",
            "20123450035x7",
        ] {
            assert_eq!(ScaleCode::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn no_costs_nothing_unless_the_option_says_and_extra_its_own_price() {
        let money = Money::from_minor;
        let mut detail = ModifierDetail::default();
        let prices = |detail: &ModifierDetail| {
            let all = [
                None,
                Some(Prefix::No),
                Some(Prefix::Extra),
                Some(Prefix::Side),
            ];
            all.map(|prefix| detail.price(money(150), prefix).minor())
        };
        assert_eq!(prices(&detail), [150, 0, 150, 150]);
        detail.extra = Some(money(250));
        detail.without = Some(money(-50));
        assert_eq!(prices(&detail), [150, -50, 250, 150]);
    }

    #[test]
    fn a_prefix_stands_where_its_language_puts_it() {
        assert_eq!(Prefix::No.with("onion", "en"), "no onion");
        assert_eq!(Prefix::Side.with("maionese", "it"), "maionese a parte");
        assert_eq!(Prefix::No.with("ネギ", "ja"), "ネギ抜き");
    }
}
