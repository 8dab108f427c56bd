//! What makes a line more than so many of an item: a weight, a price that was asked, two halves, a
//! combo. All of it is frozen when the line is added.
//!
//! `LineFacts::unit_price` always is the price of one with everything here in it, so that whoever
//! does not know a field here still comes to the same cents.

use serde::{Deserialize, Serialize};

use super::{LineFacts, LineModifier};
use crate::{
    gift::GiftLine,
    menu::{HalvesRule, Name, TaxClass, WeightUnit},
    money::{Money, MoneyError},
    price::{Rounding, halves_price, weighed_price},
};

/// What was weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighed {
    /// What the price is for.
    pub unit: WeightUnit,
    /// Price of a whole unit.
    pub price: Money,
    /// Weight without the box, in thousandths of the unit.
    pub net_milli: u32,
    /// Weight of the box, in thousandths of the unit.
    #[serde(default)]
    pub tare_milli: u32,
}

/// One half of a dish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Half {
    /// The item.
    pub sku: String,
    /// What it is called.
    pub name: Name,
    /// What a whole one costs, without modifiers.
    pub price: Money,
    /// EU-14 allergen words of the item itself.
    #[serde(default)]
    pub allergens: Vec<String>,
    /// What the guest chose for this half.
    #[serde(default)]
    pub modifiers: Vec<LineModifier>,
}

/// A dish of two halves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Halves {
    /// What it costs.
    pub rule: HalvesRule,
    /// What it costs beside both halves.
    #[serde(default)]
    pub on_top: Money,
    /// Both.
    pub both: [Half; 2],
}

/// A dish of a combo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComboPart {
    /// Name of its group.
    pub group: String,
    /// The item.
    pub sku: String,
    /// What it is called.
    pub name: Name,
    /// Name of the variant; empty where there is one only.
    #[serde(default)]
    pub variant: String,
    /// Category, for reports.
    pub category: String,
    /// What it adds to the price of the combo.
    pub upcharge: Money,
    /// What it costs by itself: by these the price of the combo is spread for the taxes.
    pub listed: Money,
    /// Its taxes.
    pub tax: TaxClass,
    /// Where it is made.
    #[serde(default)]
    pub station: Option<String>,
    /// EU-14 allergen words of the item itself.
    #[serde(default)]
    pub allergens: Vec<String>,
    /// Usual time to make one.
    #[serde(default)]
    pub prep_seconds: u32,
    /// What the guest chose.
    #[serde(default)]
    pub modifiers: Vec<LineModifier>,
}

/// Dishes that are sold as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Combo {
    /// Price of the combo without upcharges and modifiers.
    pub price: Money,
    /// What was chosen.
    pub parts: Vec<ComboPart>,
}

/// Everything that is special about a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Special {
    /// It was weighed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighed: Option<Weighed>,
    /// Somebody said its price.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub asked: bool,
    /// Name of the list that its price comes from; empty for the menu's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub list: String,
    /// It is two halves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub halves: Option<Halves>,
    /// It is a combo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combo: Option<Combo>,
    /// It is money for a gift card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gift: Option<GiftLine>,
}

/// What modifiers add together.
pub(super) fn extras(modifiers: &[LineModifier]) -> Result<Money, MoneyError> {
    let mut sum = Money::ZERO;
    for one in modifiers {
        sum = sum.plus(one.price.times(i64::from(one.count))?)?;
    }
    Ok(sum)
}

impl Half {
    /// What a whole one costs as it was chosen, never below zero.
    pub fn price_of_whole(&self) -> Result<Money, MoneyError> {
        Ok(self.price.plus(extras(&self.modifiers)?)?.at_least_zero())
    }
}

impl Combo {
    /// The price of the combo with all upcharges and everything chosen with its dishes.
    pub fn price_of_one(&self) -> Result<Money, MoneyError> {
        let mut sum = self.price;
        for part in &self.parts {
            sum = sum.plus(part.upcharge)?.plus(extras(&part.modifiers)?)?;
        }
        Ok(sum.at_least_zero())
    }
}

impl Special {
    /// So many of an item, and nothing else.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// The price of one, where `price` is what the item costs now.
    pub fn price_of_one(&self, price: Money, rounding: Rounding) -> Result<Money, MoneyError> {
        if let Some(weighed) = &self.weighed {
            return weighed_price(weighed.price, weighed.net_milli, rounding);
        }
        if let Some(halves) = &self.halves {
            let [one, other] = &halves.both;
            let wholes = [one.price_of_whole()?, other.price_of_whole()?];
            return halves_price(halves.rule, wholes, rounding)?.plus(halves.on_top);
        }
        match &self.combo {
            Some(combo) => combo.price_of_one(),
            None => Ok(price),
        }
    }

    /// Its halves; none where it is one thing.
    pub fn halves(&self) -> &[Half] {
        self.halves.as_ref().map_or(&[], |halves| &halves.both)
    }

    /// The dishes of a combo; none where it is no combo.
    pub fn parts(&self) -> &[ComboPart] {
        self.combo.as_ref().map_or(&[], |combo| &combo.parts)
    }

    /// All allergens of halves and dishes, as often as they are there.
    pub(super) fn allergens(&self) -> impl Iterator<Item = &String> {
        let halves = self.halves().iter();
        let halves = halves.flat_map(|half| all_of(&half.allergens, &half.modifiers));
        let parts = self.parts().iter();
        halves.chain(parts.flat_map(|part| all_of(&part.allergens, &part.modifiers)))
    }
}

impl LineFacts {
    /// Everything of it that is made somewhere: the line itself, or the dishes of a combo by their
    /// place, each with its station.
    pub fn made(&self) -> impl Iterator<Item = (Option<u32>, &str)> {
        let own = self.station.as_deref().map(|station| (None, station));
        let parts = (0_u32..).zip(self.special.parts());
        let parts = parts.filter_map(|(place, part)| Some((Some(place), part.station.as_deref()?)));
        own.into_iter().chain(parts)
    }

    /// What is sent first of it: how often that went says how often all went.
    pub fn first_made(&self) -> Option<Option<u32>> {
        self.made().next().map(|(part, _)| part)
    }

    /// Usual time until all of one is made.
    pub fn longest_prep_seconds(&self) -> u32 {
        let parts = self.special.parts().iter().map(|part| part.prep_seconds);
        parts.chain([self.prep_seconds]).max().unwrap_or(0)
    }

    /// The dish of a combo that a ticket is for.
    pub fn part(&self, place: Option<u32>) -> Option<&ComboPart> {
        self.special.parts().get(usize::try_from(place?).ok()?)
    }
}

/// Allergens of a thing and of what is on it; what was left off brings none.
pub(super) fn all_of<'a>(
    own: &'a [String],
    modifiers: &'a [LineModifier],
) -> impl Iterator<Item = &'a String> {
    let on_it = modifiers.iter().filter(|one| one.is_there());
    own.iter().chain(on_it.flat_map(|one| &one.allergens))
}
