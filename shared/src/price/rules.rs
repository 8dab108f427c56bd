//! How a restaurant rounds, charges and reduces: its settings as data.

use serde::{Deserialize, Serialize};

use super::{HappyHour, Promotion, Rounding};
use crate::{
    delivery::DeliveryFee,
    menu::{PriceList, ScaleCodes},
    money::{Currency, Money},
};

/// How much of a check a tax is rounded on.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum TaxRounding {
    /// Once for all lines of a check that carry the same taxes.
    #[default]
    Check,
    /// Once for each line.
    Line,
}

/// What a service charge is a part of.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum ChargeBase {
    /// The lines after discounts: discounts come first.
    #[default]
    AfterDiscounts,
    /// The lines as they are on the menu: the charge comes first.
    BeforeDiscounts,
}

/// A service charge for large parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ServiceCharge {
    /// Parts per million of its base.
    pub rate_ppm: u32,
    /// Parties of so many guests pay it, and larger ones.
    pub from_guests: u32,
    /// It carries the taxes of the lines that it is for.
    pub taxed: bool,
    /// What it is a part of.
    pub base: ChargeBase,
}

/// How one order is computed. It is written down when the order is opened, so that every device,
/// at any later time, comes to the same cents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PriceRules {
    /// Where taxes are rounded.
    pub tax_rounding: TaxRounding,
    /// Which way a half goes.
    pub rounding: Rounding,
    /// Smallest cash amount in minor units; 0 where cash is exact.
    pub cash_step_minor: i64,
    /// The service charge, where there is one.
    pub charge: Option<ServiceCharge>,
    /// What it costs to bring the order to somebody, where that costs anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryFee>,
}

impl PriceRules {
    /// Nothing but what every restaurant does.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// What a restaurant sets about prices, beside tax rates and cash rounding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SitePrices {
    /// Where taxes are rounded.
    pub tax_rounding: TaxRounding,
    /// Which way a half goes.
    pub rounding: Rounding,
    /// The service charge, where there is one.
    pub charge: Option<ServiceCharge>,
    /// What it costs to bring an order to somebody, where that costs anything.
    pub delivery: Option<DeliveryFee>,
    /// Hours at which something costs less.
    pub happy_hours: Vec<HappyHour>,
    /// Discounts that have a name.
    pub promotions: Vec<Promotion>,
    /// Lists of other prices; of several that count at once, the first that names the item.
    pub lists: Vec<PriceList>,
    /// How much each till may take off one gift card while the hub is not heard; none for
    /// [`SitePrices::CARD_ALONE_UNITS`] of the currency's own unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gift_cards_offline_max: Option<Money>,
    /// What codes that begin with 20 to 29 hold; none where they are codes like all others.
    pub scale_codes: Option<ScaleCodes>,
}

impl SitePrices {
    /// What a card gives while the hub is not heard, where the site does not say.
    pub const CARD_ALONE_UNITS: i64 = 50;

    /// How much each till may take off one gift card while the hub is not heard.
    pub fn card_alone_max(&self, currency: Currency) -> Money {
        let unit = 10_i64.saturating_pow(currency.decimals());
        let usual = Money::from_minor(Self::CARD_ALONE_UNITS.saturating_mul(unit));
        self.gift_cards_offline_max.unwrap_or(usual)
    }
}
