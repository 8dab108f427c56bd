//! Names of things: each kind of thing has an id type of its own, so that no two can be mixed up.
//!
//! Ids are UUIDv7: made where the thing is made, unique without asking anybody, and in the order of
//! time. Time and randomness come in as arguments.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id")]
pub struct NotAnId(pub String);

/// Builds a UUIDv7 from the time and ten random bytes.
pub fn uuid_v7(at_ms: i64, random: [u8; 10]) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(at_ms.max(0).unsigned_abs(), &random).into_uuid()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id from the time in milliseconds and ten random bytes.
            pub fn new(at_ms: i64, random: [u8; 10]) -> Self {
                Self(uuid_v7(at_ms, random))
            }

            /// The id with these sixteen bytes.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// The sixteen bytes of the id.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::parse_str(text).map(Self).map_err(|_| NotAnId(text.to_owned()))
            }
        }
    };
}

id!(
    /// A company; everything at the hub belongs to one.
    TenantId
);
id!(
    /// A restaurant of a tenant.
    SiteId
);
id!(
    /// A till, a kitchen screen or the hub itself.
    DeviceId
);
id!(
    /// A person who works here.
    StaffId
);
id!(
    /// An order: what a party asked for, one document.
    OrderId
);
id!(
    /// A line of an order.
    LineId
);
id!(
    /// Any other entry of an order: a quantity change, a void, a note, a move, a kitchen mark.
    EntryId
);
id!(
    /// What was sent to one station in one go.
    TicketId
);
id!(
    /// A record of the journal; a payment is named by the record that says so.
    FactId
);
id!(
    /// A cashier's period with a drawer.
    ShiftId
);
id!(
    /// A piece of paper to print, or a drawer to open.
    JobId
);
id!(
    /// Somebody signed in at a screen.
    SessionId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        assert!(OrderId::new(1_000, [255; 10]) < OrderId::new(1_001, [0; 10]));
    }

    #[test]
    fn an_id_reads_back_from_its_text() {
        let id = LineId::new(1_700_000_000_000, [7; 10]);
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn a_text_that_is_no_id_is_named() {
        assert_eq!(
            "till-1".parse::<DeviceId>(),
            Err(NotAnId("till-1".to_owned()))
        );
    }
}
