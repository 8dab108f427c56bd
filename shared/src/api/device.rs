//! Setting up a device, and what it is.

use serde::{Deserialize, Serialize};

/// What a device is to its restaurant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceRole {
    /// Takes orders and money.
    Till,
    /// Shows tickets to cooks.
    Kitchen,
}

impl DeviceRole {
    /// The word in addresses, files and tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Till => "till",
            Self::Kitchen => "kitchen",
        }
    }

    /// The role that is called so.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Till, Self::Kitchen]
            .into_iter()
            .find(|role| role.word() == word)
    }
}

/// `POST /api/enrol`: makes this device part of a restaurant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrol {
    /// Where the hub is: `http://192.168.1.10:7700`.
    pub hub_url: String,
    /// The one-time code from the dashboard.
    pub code: String,
}

/// `POST /api/device`: what this device is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceView {
    /// It is a part of a restaurant.
    pub enrolled: bool,
    /// What it is for.
    pub role: DeviceRole,
    /// What people call it.
    pub name: String,
    /// Letters of its order numbers; empty before it is enrolled.
    pub letters: String,
    /// The hub that it was told about.
    pub hub_url: String,
    /// Name of the restaurant; empty before a catalogue came.
    pub site_name: String,
    /// Language of its screen.
    pub language: String,
    /// Version of its catalogue; 0 before one came.
    pub menu_version: u64,
}
