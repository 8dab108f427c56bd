//! What stands in the frames.

use std::fmt;

use serde::{Deserialize, Serialize};
use shared::{api::PrinterCause, ids::DeviceId};

use crate::Item;

/// A word of the wire that later versions may add to: an unknown one is read as the last variant.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// Something that this version has no word for.
            Other,
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                match word.as_str() {
                    $($word => Self::$variant,)+
                    _ => Self::Other,
                }
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => $word,)+
                    Self::Other => "other",
                })
            }
        }
    };
}

words!(
    /// Why the hub does not let a device in.
    RefusedReason {
        /// The two share no version of the protocol.
        UpgradeNeeded = "upgrade_needed",
        /// The hub does not know the device.
        UnknownDevice = "unknown_device",
        /// Somebody removed the device.
        Revoked = "revoked",
        /// The signature is not the device's.
        BadSignature = "bad_signature",
        /// The same device exists twice: it was copied, or set back.
        Fork = "fork",
    }
);

words!(
    /// Why the hub did not take one item.
    WhyRefused {
        /// Its bytes are not those that its hash was taken of.
        Damaged = "damaged",
        /// It is too big.
        TooBig = "too_big",
        /// A record before it is missing.
        Gap = "gap",
        /// Another record has its number or its id.
        Fork = "fork",
        /// It is not signed by its device, or does not follow the record before it.
        Forged = "forged",
        /// Its device may not write here.
        Stranger = "stranger",
    }
);

/// The hub's first word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Random bytes, for this connection only.
    #[serde(with = "serde_bytes")]
    pub nonce: [u8; 32],
    /// Oldest protocol that the hub speaks.
    pub proto_min: u16,
    /// Newest protocol that the hub speaks.
    pub proto_max: u16,
    /// Which life of the hub's log this is; it changes when the hub is restored from a backup.
    pub epoch: u64,
}

/// The device's first word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Oldest protocol that the device speaks.
    pub proto_min: u16,
    /// Newest protocol that the device speaks.
    pub proto_max: u16,
    /// The device.
    pub device: DeviceId,
    /// How often its node was started.
    pub boot: u64,
    /// The life of the hub's log that the cursor belongs to.
    pub epoch: u64,
    /// How far the device has read the hub's log.
    pub cursor: u64,
    /// Version of the catalogue that it has; 0 for none.
    pub menu_version: u64,
    /// Highest number of its journal that the hub has acknowledged in this epoch; 0 for none, and
    /// where the device is too old to say.
    #[serde(default)]
    pub facts_acked: u64,
    /// Signature over [`hello_bytes`](crate::hello_bytes).
    #[serde(with = "serde_bytes")]
    pub signature: [u8; 64],
}

/// The device is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The protocol that both speak from here on.
    pub proto: u16,
    /// Which life of the hub's log this is.
    pub epoch: u64,
    /// The hub's time.
    pub now_ms: i64,
    /// Highest journal number of this device that the hub holds.
    pub facts_held: u64,
    /// The cursor means something to this hub; otherwise the device starts from nothing.
    pub cursor_ok: bool,
}

/// Items from a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Push {
    /// Counts the pushes of this connection from 1.
    pub n: u64,
    /// What it brings.
    pub items: Vec<Item>,
}

/// An item of a push that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedItem {
    /// Its place in the push.
    pub index: u32,
    /// Why.
    pub why: WhyRefused,
}

/// All items of a push are on the hub's disk, except the refused ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    /// Which push.
    pub n: u64,
    /// What was not taken and need not be sent again.
    pub refused: Vec<RefusedItem>,
}

/// Items from the hub's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliver {
    /// The place in the log that the device has reached with these.
    pub seq: u64,
    /// What it brings.
    pub items: Vec<Item>,
    /// More is on its way at once.
    pub more: bool,
}

/// A delivery is on the device's disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Got {
    /// Which one.
    pub seq: u64,
}

/// A piece of a new catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CataloguePart {
    /// Version of the catalogue.
    pub version: u64,
    /// SHA-256 of the whole.
    #[serde(with = "serde_bytes")]
    pub sha256: [u8; 32],
    /// Which piece, from 0.
    pub part: u32,
    /// How many pieces.
    pub parts: u32,
    /// The piece.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
}

/// How a printer of the device is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrinterStatus {
    /// Its name.
    pub name: String,
    /// What is wrong with it.
    pub cause: Option<PrinterCause>,
    /// Papers that wait.
    pub waiting: u32,
}

/// How the device is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The device's own time.
    pub now_ms: i64,
    /// When the oldest of what the hub does not have was made, by the device's own time.
    pub oldest_at_ms: Option<i64>,
    /// Facts and changes that the hub does not have yet.
    pub items_waiting: u32,
    /// Orders with such changes.
    pub orders_waiting: u32,
    /// Version of the catalogue that it sells from.
    pub menu_version: u64,
    /// Its printers.
    pub printers: Vec<PrinterStatus>,
}

/// Asks for a sign of life, or is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ping {
    /// Comes back in the answer.
    pub n: u64,
}

/// Why the device is not let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refused {
    pub(crate) reason: RefusedReason,
}
