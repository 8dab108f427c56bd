//! How a guest pays: cash, a card, a gift card, and whatever else a restaurant takes and names
//! itself, such as meal vouchers, a wallet on a device of its own, or a guest's room.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    journal::Payment,
    menu::{Name, Site},
    money::{Money, MoneyError},
    order::Order,
};

/// No site names more tenders.
pub const SITE_TENDERS_MAX: usize = 32;
/// Letters of a name that a restaurant gives to a tender of its own.
pub const ID_LETTERS_MAX: usize = 24;

const WORD_BYTES_MAX: usize = 32;
/// Begins the word of a tender that the restaurant names itself.
const OTHER: &str = "other:";
/// Begins the id of a tender of a later version. No restaurant's own id has it.
const LATER: u8 = b'?';

/// A text that names no tender.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no tender")]
pub struct NotATender(pub String);

/// Names a restaurant's own tender for ever, whatever people call it meanwhile: up to 24 small
/// letters, digits, `-` and `_`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TenderId([u8; WORD_BYTES_MAX]);

impl TenderId {
    /// Reads a restaurant's own id.
    pub fn new(text: &str) -> Result<Self, NotATender> {
        let fine = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
        };
        if text.len() > ID_LETTERS_MAX || !text.bytes().all(fine) {
            return Err(NotATender(text.to_owned()));
        }
        Self::of_bytes(text.bytes()).ok_or_else(|| NotATender(text.to_owned()))
    }

    /// A word that a later version may know.
    fn later(word: &str) -> Result<Self, NotATender> {
        let refuse = || NotATender(word.chars().take(WORD_BYTES_MAX).collect());
        if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(refuse());
        }
        Self::of_bytes(std::iter::once(LATER).chain(word.bytes())).ok_or_else(refuse)
    }

    /// None for nothing, and for too many.
    fn of_bytes(text: impl Iterator<Item = u8>) -> Option<Self> {
        let mut bytes = [0; WORD_BYTES_MAX];
        let mut places = bytes.iter_mut();
        for byte in text {
            *places.next()? = byte;
        }
        (bytes[0] != 0).then_some(Self(bytes))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0);
        let text = self.0.get(..end.unwrap_or(WORD_BYTES_MAX));
        // Only ASCII goes in.
        text.and_then(|text| std::str::from_utf8(text).ok())
            .unwrap_or_default()
    }
}

impl fmt::Display for TenderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for TenderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for TenderId {
    type Error = NotATender;

    fn try_from(text: String) -> Result<Self, NotATender> {
        Self::new(&text)
    }
}

impl From<TenderId> for String {
    fn from(id: TenderId) -> Self {
        id.as_str().to_owned()
    }
}

/// How a guest paid. In words: `cash`, `card`, `gift_card`, and `other:` with the id of a tender
/// that the restaurant names itself.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub enum Tender {
    /// Notes and coins.
    #[default]
    Cash,
    /// A card on an external terminal.
    Card,
    /// Money that was loaded onto a gift card before.
    GiftCard,
    /// Whatever else the restaurant takes; or a tender of a later version, which counts like one.
    Other(TenderId),
}

impl Tender {
    /// The tender as one word.
    pub fn word(self) -> String {
        match self {
            Self::Cash => "cash".to_owned(),
            Self::Card => "card".to_owned(),
            Self::GiftCard => "gift_card".to_owned(),
            Self::Other(id) => match id.as_str().strip_prefix(char::from(LATER)) {
                Some(later) => later.to_owned(),
                None => format!("{OTHER}{id}"),
            },
        }
    }

    /// The tender of this word. One that only a later version knows is kept as it is: what it paid
    /// is paid, and is neither cash nor a card.
    pub fn from_word(word: &str) -> Result<Self, NotATender> {
        let own = word.strip_prefix(OTHER).map(TenderId::new);
        match word {
            "cash" => Ok(Self::Cash),
            "card" => Ok(Self::Card),
            "gift_card" => Ok(Self::GiftCard),
            _ => match own {
                Some(Ok(id)) => Ok(Self::Other(id)),
                Some(Err(_)) | None => TenderId::later(word).map(Self::Other),
            },
        }
    }

    /// How a document says it: a card, beside which stands what it truly is, so that a version
    /// that does not know this tender reads a payment all the same.
    #[must_use]
    pub const fn written(self) -> Self {
        match self {
            Self::Cash => Self::Cash,
            Self::Card | Self::GiftCard | Self::Other(_) => Self::Card,
        }
    }

    /// A restaurant's own.
    pub const fn is_other(self) -> bool {
        matches!(self, Self::Other(_))
    }
}

impl TryFrom<String> for Tender {
    type Error = NotATender;

    fn try_from(word: String) -> Result<Self, NotATender> {
        Self::from_word(&word)
    }
}

impl From<Tender> for String {
    fn from(tender: Tender) -> Self {
        tender.word()
    }
}

/// A restaurant's own tender as it was called when somebody paid with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedTender {
    /// Which.
    pub id: TenderId,
    /// What it was called.
    pub name: Name,
}

/// What a restaurant's own tender may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TenderMay {
    /// Be worth more than is due: the rest is given back in cash.
    Change,
    /// Open the drawer, as paper that is kept in it.
    Drawer,
    /// Be given back for what it paid.
    Refund,
    /// Hold a tip.
    Tip,
    /// Something that a later version knows.
    #[serde(other)]
    Later,
}

impl TenderMay {
    /// All that this version knows.
    pub const ALL: [Self; 4] = [Self::Change, Self::Drawer, Self::Refund, Self::Tip];

    /// The word in a catalogue's file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Drawer => "drawer",
            Self::Refund => "refund",
            Self::Tip => "tip",
            Self::Later => "",
        }
    }
}

/// A tender of a restaurant's own, as its catalogue says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteTender {
    /// Names it for ever.
    pub id: TenderId,
    /// What it is called now.
    pub name: Name,
    /// What it may do; nothing of it where nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub may: Vec<TenderMay>,
}

impl SiteTender {
    /// It may do this.
    pub fn may(&self, what: TenderMay) -> bool {
        self.may.contains(&what)
    }

    /// It, with the name that it has now.
    pub fn named(&self) -> NamedTender {
        NamedTender {
            id: self.id,
            name: self.name.clone(),
        }
    }
}

impl Site {
    /// What the site says of a tender of its own; none for every other one.
    pub fn own_tender(&self, tender: Tender) -> Option<&SiteTender> {
        let Tender::Other(id) = tender else {
            return None;
        };
        self.tenders.iter().find(|own| own.id == id)
    }
}

impl Order {
    /// What a tender was called when somebody paid with it last; none for one without a name.
    pub fn tender_name(&self, tender: Tender) -> Option<&Name> {
        let mut latest = self.payments.iter().rev();
        let paid = latest.find(|paid| paid.tender == tender && paid.named.is_some());
        paid.and_then(|paid| paid.named.as_ref())
    }

    /// What this tender paid of the check and was not given back since.
    pub fn left_of(&self, tender: Tender) -> Result<Money, MoneyError> {
        let paid = self.payments.iter().filter(|paid| paid.tender == tender);
        let back = self.refunds.iter().filter(|back| back.tender == tender);
        let paid = Money::sum(paid.map(|paid| paid.amount))?;
        paid.minus(Money::sum(back.map(|back| back.amount))?)
            .map(Money::at_least_zero)
    }
}

impl Payment {
    /// What a restaurant's own tender was worth beyond what it took off the check: the change, and
    /// what the smallest coin made of that. Nothing for every other tender.
    pub fn over(&self) -> Result<Money, MoneyError> {
        if self.tender.is_other() {
            self.change.plus(self.rounding)
        } else {
            Ok(Money::ZERO)
        }
    }
}

#[cfg(test)]
mod tests;
