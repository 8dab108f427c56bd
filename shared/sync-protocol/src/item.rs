//! What travels: a change of an order's document, or a record of a journal.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::{ids::OrderId, journal::Record};

/// Bytes of one change, or of the body of one record.
pub const ITEM_BYTES_MAX: usize = 512 * 1024;

/// A chunk of the document of one order, opaque to whoever passes it on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The order.
    pub order: OrderId,
    /// SHA-256 of the bytes; with the order it names the change.
    #[serde(with = "serde_bytes")]
    pub sha256: [u8; 32],
    /// The chunk.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
}

impl Change {
    /// A change with the hash of its bytes.
    pub fn new(order: OrderId, bytes: Vec<u8>) -> Self {
        let sha256 = sha256(&bytes);
        Self {
            order,
            sha256,
            bytes,
        }
    }

    /// The bytes are those that the hash was taken of.
    pub fn is_whole(&self) -> bool {
        sha256(&self.bytes) == self.sha256
    }
}

/// Something that a device made and the others should have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A change of an order.
    Change(Change),
    /// A record of a journal.
    Fact(Record),
}

impl Item {
    /// Roughly how many bytes it takes in a frame.
    pub fn size(&self) -> usize {
        const ENVELOPE_CHANGE: usize = 96;
        const ENVELOPE_FACT: usize = 448;
        match self {
            Self::Change(change) => change.bytes.len().saturating_add(ENVELOPE_CHANGE),
            Self::Fact(record) => record.body.len().saturating_add(ENVELOPE_FACT),
        }
    }

    /// It is small enough to travel.
    pub fn fits(&self) -> bool {
        match self {
            Self::Change(change) => change.bytes.len() <= ITEM_BYTES_MAX,
            Self::Fact(record) => {
                record.body.len() <= ITEM_BYTES_MAX && record.signature.len() <= 128
            }
        }
    }
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flipped_bit_is_noticed() {
        let mut change = Change::new(OrderId::from_bytes([1; 16]), vec![1, 2, 3]);
        assert!(change.is_whole());
        change.bytes[1] ^= 4;
        assert!(!change.is_whole());
    }

    #[test]
    fn an_item_of_the_limit_fits_and_one_byte_more_does_not() {
        let change = |len| Item::Change(Change::new(OrderId::from_bytes([1; 16]), vec![0; len]));
        assert!(change(ITEM_BYTES_MAX).fits());
        assert!(!change(ITEM_BYTES_MAX + 1).fits());
    }
}
