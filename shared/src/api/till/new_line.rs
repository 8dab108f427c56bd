//! What a face wants to put on an order.

use serde::{Deserialize, Serialize};

use crate::menu::Course;

/// A modifier that the guest chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Name of the group.
    pub group: String,
    /// Place of the option in its group, from 0.
    pub option: u32,
    /// How many of it.
    pub count: u32,
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
}
