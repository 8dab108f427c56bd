//! What a line is made of beside an item and its modifiers.

use serde::{Deserialize, Serialize};

use super::Chosen;
use crate::{gift::CardCode, money::Money};

/// A half of a dish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HalfAsked {
    /// The item.
    pub sku: String,
    /// What the guest chose for this half.
    #[serde(default)]
    pub modifiers: Vec<Chosen>,
}

/// A dish of a combo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DishAsked {
    /// Name of the combo's group.
    pub group: String,
    /// Place of the dish in its group, from 0.
    pub dish: u32,
    /// What the guest chose.
    #[serde(default)]
    pub modifiers: Vec<Chosen>,
}

/// What is asked for an item that is not just counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LineMore {
    /// What the scale shows, in thousandths of the item's unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_milli: Option<u32>,
    /// What the box weighs; none for what the catalogue says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tare_milli: Option<u32>,
    /// The price of one that somebody asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// Both halves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub halves: Vec<HalfAsked>,
    /// The dishes of a combo.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dishes: Vec<DishAsked>,
    /// The gift card that the money is for; none where the till makes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<CardCode>,
}

impl LineMore {
    /// Nothing more is asked.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// What something costs for an order at this moment, where the menu says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceNow {
    /// The item.
    pub sku: String,
    /// Place of the variant in its item, from 0.
    pub variant: u32,
    /// What one costs.
    pub price: Money,
}
