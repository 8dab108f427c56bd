//! What a face wants to put on an order.

use serde::{Deserialize, Serialize};

use super::LineMore;
use crate::menu::{Course, Prefix};

/// A modifier that the guest chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Name of the group.
    pub group: String,
    /// Place of the option in its group, from 0.
    pub option: u32,
    /// How many of it.
    pub count: u32,
    /// How it is meant; none where the guest just wants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<Prefix>,
    /// What was chosen of the groups that it opens, for each one of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inner: Vec<Chosen>,
}

/// What to put on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLine {
    /// The item.
    pub sku: String,
    /// Place of the variant in its item, from 0.
    pub variant: u32,
    /// How many.
    pub quantity: u32,
    /// What the guest chose.
    pub modifiers: Vec<Chosen>,
    /// The guest's seat; 0 for the whole table.
    pub seat: u32,
    /// When in the meal; none for the item's own course.
    pub course: Option<Course>,
    /// A note; empty for none.
    pub note: String,
    /// Weight, asked price, halves, dishes of a combo.
    #[serde(default, skip_serializing_if = "LineMore::is_none")]
    pub more: LineMore,
}
