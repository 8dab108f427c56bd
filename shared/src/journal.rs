//! The journal: facts that may happen once, numbered without gaps, each carrying the hash of the
//! one before it and the signature of the device that says it.
//!
//! The bytes that are hashed, in this order: the text `comanda-journal-1` and a newline, the
//! device's sixteen bytes, the number and the time as eight bytes each (big end first), the
//! record's sixteen bytes, the previous hash (32 bytes, zeros for the first), the length of the
//! body as eight bytes, the body as it is stored. The signature is Ed25519 over the hash.

mod closing;
mod error;
pub mod export;
mod hash;
mod sums;

use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use error::JournalError;
pub use hash::Hash;
pub use sums::SumsError;

use crate::{
    closure::Closure,
    gift::{CardLoad, CardRef},
    ids::{DeviceId, FactId, LineId, OrderId, ShiftId, StaffId},
    menu::Service,
    money::Money,
    order::{Counted, Leftover, Tender},
    price::{DiscountRow, Reckoned, TaxRow, TaxedPiece},
    refund::Refunded,
    tip::TipChanged,
};

/// What was sold on a closed check, for reports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoldLine {
    /// The item.
    pub sku: String,
    /// Its name in the site's language, with the variant.
    pub name: String,
    /// Its category.
    pub category: String,
    /// How many.
    pub quantity: i64,
    /// What they make together, as written on the menu.
    pub amount: Money,
    /// What discounts took off it, those of the whole check among them.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub discount: Money,
    /// Its id, where a discount of the check names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<LineId>,
    /// Its part of the service charge.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub charge: Money,
    /// Place of its taxes in [`Reckoned::taxes`], from 0; none for a combo, and in a record of an
    /// older version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<u32>,
    /// The dishes of a combo, each with its taxes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<TaxedPiece>,
}

/// A payment that somebody was told is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The order.
    pub order: OrderId,
    /// What people call the order.
    pub order_number: String,
    /// The shift in whose drawer it is.
    pub shift: ShiftId,
    /// How it was paid.
    pub tender: Tender,
    /// What the tender was called then, where the restaurant named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<String>,
    /// What it took off the check.
    pub amount: Money,
    /// What was given on top for the staff.
    pub tip: Money,
    /// What the guest handed over.
    pub tendered: Money,
    /// What the guest got back.
    pub change: Money,
    /// What the smallest coin made of it, above or below zero: what stays in the drawer less
    /// `amount` and `tip`.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub rounding: Money,
    /// It was taken ahead: it is owed to the guests until the check uses it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deposit: bool,
    /// Number of the deposit's own paper; empty for any other payment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub paper: String,
    /// The gift card that paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardRef>,
    /// Who took it.
    pub by: StaffId,
    /// Who lent the right, where this person's role lacks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<StaffId>,
}

/// A check that is settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderClosed {
    /// The order.
    pub order: OrderId,
    /// What people call it.
    pub order_number: String,
    /// The shift that closed it.
    pub shift: ShiftId,
    /// How the guests took it.
    pub service: Service,
    /// How many guests.
    pub guests: u32,
    /// When it was opened.
    pub opened_at_ms: i64,
    /// What was sold.
    pub lines: Vec<SoldLine>,
    /// Discounts with who gave them and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<DiscountRow>,
    /// Service charge.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub charge: Money,
    /// What it cost to bring the order to somebody.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub delivery: Money,
    /// Taxes by rate.
    pub taxes: Vec<TaxRow>,
    /// How all of it was computed; none in a record of an older version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reckoned: Option<Reckoned>,
    /// What the guests owed for all of it, money for gift cards left out.
    pub total: Money,
    /// What went onto gift cards: it is owed to whoever has the card, and not sold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gift_cards: Vec<CardLoad>,
    /// Tips.
    pub tips: Money,
    /// What of the deposits the check used.
    #[serde(default, skip_serializing_if = "Money::is_nothing")]
    pub deposits: Money,
    /// What a closing before this one counted already, of the same order: a late edit opened it
    /// again. Whoever adds closings up counts the difference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    /// Who closed it.
    pub by: StaffId,
    /// Who lent the right, where this person's role lacks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<StaffId>,
}

/// Something that happened, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// A drawer was opened for a shift.
    ShiftOpened {
        /// The shift.
        shift: ShiftId,
        /// Who.
        by: StaffId,
        /// Cash in the drawer at the start.
        float: Money,
    },
    /// Cash went into or out of the drawer without a sale.
    CashMoved {
        /// The shift.
        shift: ShiftId,
        /// Who.
        by: StaffId,
        /// Above zero for paid in, below for paid out.
        amount: Money,
        /// Why.
        reason: String,
        /// It went into the safe: it is still the house's, only not in the drawer.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        to_safe: bool,
    },
    /// The drawer was opened.
    DrawerOpened {
        /// The shift, where one is open.
        shift: Option<ShiftId>,
        /// Who.
        by: StaffId,
        /// Why: `sale`, or what somebody wrote.
        reason: String,
        /// Who lent the right, where this person's role lacks it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approved_by: Option<StaffId>,
    },
    /// Units were voided after the kitchen had them.
    LineVoided {
        /// The order.
        order: OrderId,
        /// The line.
        line: LineId,
        /// What it was called.
        name: String,
        /// How many units.
        quantity: i64,
        /// What they would have made.
        amount: Money,
        /// Why.
        reason: String,
        /// What became of them.
        #[serde(default, skip_serializing_if = "Leftover::is_wasted")]
        leftover: Leftover,
        /// Who.
        by: StaffId,
        /// Who lent the right, where this person's role lacks it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approved_by: Option<StaffId>,
    },
    /// A payment.
    Payment(Payment),
    /// A check was settled.
    OrderClosed(OrderClosed),
    /// Money went back.
    Refunded(Refunded),
    /// A tip was said anew.
    TipChanged(TipChanged),
    /// A receipt was printed again.
    ReceiptReprinted {
        /// The order.
        order: OrderId,
        /// Which copy: 1 for the first after the original.
        copy: u32,
        /// Number of the receipt of a part or of a refund; empty for that of the check.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        number: String,
        /// Who.
        by: StaffId,
        /// Who lent the right, where this person's role lacks it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approved_by: Option<StaffId>,
    },
    /// A shift ended with a count of the drawer.
    ShiftClosed {
        /// The shift.
        shift: ShiftId,
        /// Who.
        by: StaffId,
        /// Number of the Z report in this device's own series.
        z_number: u64,
        /// Cash that should be there.
        expected: Money,
        /// Cash that is there.
        counted: Money,
        /// What was counted, where somebody counted notes and coins.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pieces: Vec<Pieces>,
        /// Who signed for a difference that was too large for whoever counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approved_by: Option<StaffId>,
    },
    /// Somebody counted the drawer, and the difference was more than they may sign for.
    CountRefused {
        /// The shift.
        shift: ShiftId,
        /// Who.
        by: StaffId,
        /// Cash that should be there.
        expected: Money,
        /// Cash that they counted.
        counted: Money,
    },
    /// An X report was printed.
    ShiftRead {
        /// The shift.
        shift: ShiftId,
        /// Who.
        by: StaffId,
        /// Number of the X report in this device's own series.
        x_number: u64,
    },
    /// A business day, a month or a year ended.
    PeriodClosed(Closure),
    /// The till was switched into training, or back.
    TrainingSwitched {
        /// Into it.
        on: bool,
        /// Who.
        by: StaffId,
        /// Who lent the right, where this person's role lacks it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approved_by: Option<StaffId>,
    },
    /// Somebody who learns did this. Whoever adds up looks at the kind of a fact, so nothing in
    /// here is ever counted, by an older version neither.
    Training {
        /// What they did.
        fact: Box<Fact>,
    },
    /// A fact of a later version. Its record is kept word for word, chained and signed as it is;
    /// nothing of it is counted here, and reports say so.
    #[serde(other)]
    Unknown,
}

/// Notes or coins of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pieces {
    /// What one of them is worth.
    pub worth: Money,
    /// How many.
    pub count: i64,
}

/// A numbered, chained and signed fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Who says it.
    pub device: DeviceId,
    /// Its number in the device's own series, from 1 without gaps.
    pub number: u64,
    /// The device's time.
    pub at_ms: i64,
    /// Names the fact for ever.
    pub id: FactId,
    /// Hash of the record before.
    pub previous: Hash,
    /// The fact as JSON, exactly as hashed.
    pub body: String,
    /// Hash of all of the above.
    pub hash: Hash,
    /// Ed25519 signature over the hash, in hexadecimal.
    pub signature: String,
}

/// Where a device's journal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tail {
    /// Number of the last record; 0 before the first.
    pub number: u64,
    /// Hash of the last record.
    pub hash: Hash,
}

impl Tail {
    /// Before the first record.
    pub const START: Self = Self {
        number: 0,
        hash: Hash::NONE,
    };
}

impl Record {
    /// The record that follows `tail`.
    pub fn next(
        tail: Tail,
        device: DeviceId,
        key: &SigningKey,
        at_ms: i64,
        id: FactId,
        fact: &Fact,
    ) -> Result<Self, serde_json::Error> {
        let body = serde_json::to_string(fact)?;
        Ok(Self::with_body(tail, device, key, at_ms, id, body))
    }

    /// The record that follows `tail`, with a fact that is JSON already.
    pub fn with_body(
        tail: Tail,
        device: DeviceId,
        key: &SigningKey,
        at_ms: i64,
        id: FactId,
        body: String,
    ) -> Self {
        let number = tail.number + 1;
        let hash = hash_of(device, number, at_ms, id, tail.hash, &body);
        let signature = hex::encode(key.sign(&hash.0).to_bytes());
        Self {
            device,
            number,
            at_ms,
            id,
            previous: tail.hash,
            body,
            hash,
            signature,
        }
    }

    /// The fact that the record holds.
    pub fn fact(&self) -> Result<Fact, JournalError> {
        serde_json::from_str(&self.body).map_err(|error| JournalError::Body {
            number: self.number,
            why: error.to_string(),
        })
    }

    /// The same; what this version cannot read is [`Fact::Unknown`].
    pub fn fact_or_unknown(&self) -> Fact {
        self.fact().unwrap_or(Fact::Unknown)
    }

    /// Where the journal stands after this record.
    pub const fn tail(&self) -> Tail {
        Tail {
            number: self.number,
            hash: self.hash,
        }
    }

    /// Checks that the record follows `tail`, says what was hashed, and was signed with `key`.
    pub fn verify(&self, tail: Tail, key: &VerifyingKey) -> Result<(), JournalError> {
        self.check(tail)?;
        key.verify(&self.hash.0, &self.signature()?)
            .map_err(|_| JournalError::Signature(self.number))
    }

    /// Checks that the record follows `tail` and says what was hashed; not who signed it.
    pub fn check(&self, tail: Tail) -> Result<(), JournalError> {
        if self.number != tail.number + 1 {
            return Err(JournalError::Gap {
                expected: tail.number + 1,
                found: self.number,
            });
        }
        if self.previous != tail.hash {
            return Err(JournalError::Broken(self.number));
        }
        let hash = hash_of(
            self.device,
            self.number,
            self.at_ms,
            self.id,
            self.previous,
            &self.body,
        );
        if hash == self.hash {
            Ok(())
        } else {
            Err(JournalError::Changed(self.number))
        }
    }

    /// The signature, read from its text.
    pub fn signature(&self) -> Result<Signature, JournalError> {
        let mut bytes = [0; 64];
        hex::decode_to_slice(&self.signature, &mut bytes)
            .map_err(|_| JournalError::Signature(self.number))?;
        Ok(Signature::from_bytes(&bytes))
    }
}

/// Checks a run of records from `tail` on and tells where it ends.
pub fn verify_run<'a>(
    mut tail: Tail,
    key: &VerifyingKey,
    records: impl IntoIterator<Item = &'a Record>,
) -> Result<Tail, JournalError> {
    for record in records {
        record.verify(tail, key)?;
        tail = record.tail();
    }
    Ok(tail)
}

fn hash_of(
    device: DeviceId,
    number: u64,
    at_ms: i64,
    id: FactId,
    previous: Hash,
    body: &str,
) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(b"comanda-journal-1\n");
    hasher.update(device.as_bytes());
    hasher.update(number.to_be_bytes());
    hasher.update(at_ms.to_be_bytes());
    hasher.update(id.as_bytes());
    hasher.update(previous.0);
    hasher.update((body.len() as u64).to_be_bytes());
    hasher.update(body.as_bytes());
    Hash(hasher.finalize().into())
}

#[cfg(test)]
mod tests;
