//! Gift cards: money that a guest gave before, and that the house owes until it is spent.
//!
//! A card is a code that only its guest has. Its balance is a document of its own, found by the
//! code and by nothing else, to which every till may add: what was loaded above zero, what was spent
//! below. So it travels and merges as orders do, and needs nobody to be asked.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{DeviceId, EntryId, OrderId},
    money::{Money, MoneyError},
    order::{Line, Order},
};

/// No code is shorter: one that is could be guessed.
const CODE_CHARS_MIN: usize = 8;
/// No code is longer.
const CODE_CHARS_MAX: usize = 32;
/// What a till makes codes of: nothing that people take for something else.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// So many of a code may be said to anybody.
const LAST: usize = 4;
/// Codes are read aloud and typed in groups of so many.
const GROUP: usize = 4;
/// Between full-width letters and the plain ones.
const FULL_WIDTH: u32 = 0xFEE0;

/// A code as somebody typed it or a scanner read it. It is money: no log can say it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CardCode(pub String);

impl std::fmt::Debug for CardCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CardCode(****)")
    }
}

/// Why nothing was done with a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "card", rename_all = "snake_case")]
pub enum CardProblem {
    /// The text cannot be the code of a card.
    #[error("a code has {CODE_CHARS_MIN} to {CODE_CHARS_MAX} letters and digits")]
    NoCode,
    /// Nobody loaded it, or that is not known here yet.
    #[error("nobody loaded this card, as far as this till knows")]
    Unknown,
    /// Nothing is left on it.
    #[error("nothing is left on this card")]
    Empty,
    /// The hub was not heard, so another till may have spent it meanwhile.
    #[error("without the hub, {} may still be taken off this card here", left.minor())]
    Alone {
        /// So much, in minor units.
        left: Money,
    },
    /// Less is on it than has to go off.
    #[error("only {} is left on this card", left.minor())]
    TooLittle {
        /// So much, in minor units.
        left: Money,
    },
    /// Money for a card is one each time, and is not changed into something else.
    #[error("each card is a line of its own")]
    OneEach,
    /// The money is on the card: its line leaves the check by a refund alone, which takes it off the
    /// card too.
    #[error("the money is on the card already; it goes back by a refund")]
    Loaded,
    /// Money for a card is worth what it costs.
    #[error("nothing comes off money for a card")]
    NoDiscount,
}

impl CardCode {
    /// The code as it counts: capitals and digits alone, however it was written.
    pub fn clean(&self) -> Result<Self, CardProblem> {
        let mut clean = String::with_capacity(self.0.len());
        for sign in self.0.chars().map(plain) {
            if sign.is_ascii_alphanumeric() {
                clean.push(sign.to_ascii_uppercase());
            } else if !is_between(sign) {
                return Err(CardProblem::NoCode);
            }
            if clean.len() > CODE_CHARS_MAX {
                return Err(CardProblem::NoCode);
            }
        }
        if clean.len() < CODE_CHARS_MIN {
            return Err(CardProblem::NoCode);
        }
        Ok(Self(clean))
    }

    /// A code that nobody has yet.
    pub fn make(random: [u8; 16]) -> Self {
        let letter = |byte: u8| LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'A');
        Self(
            random
                .into_iter()
                .map(|byte| char::from(letter(byte)))
                .collect(),
        )
    }

    /// The end of a clean code, which may be said to anybody.
    pub fn last_four(&self) -> String {
        let before = self.0.chars().count().saturating_sub(LAST);
        self.0.chars().skip(before).collect()
    }

    /// The code in groups, as people read it.
    pub fn in_groups(&self) -> String {
        let mut text = String::new();
        for (place, sign) in self.0.chars().enumerate() {
            if place > 0 && place.is_multiple_of(GROUP) {
                text.push(' ');
            }
            text.push(sign);
        }
        text
    }
}

/// What a keyboard for Japanese makes of letters and digits, as plain ones.
fn plain(sign: char) -> char {
    match u32::from(sign) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - FULL_WIDTH).unwrap_or(sign),
        _ => sign,
    }
}

/// People write it to keep groups apart.
fn is_between(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// A card as everybody but its guest knows it: enough to find its document, too little to spend it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CardRef {
    /// The document that holds its balance.
    pub document: OrderId,
    /// The end of its code.
    pub last_four: String,
}

impl CardRef {
    /// What people read: `...2345`.
    pub fn name(&self) -> String {
        format!("...{}", self.last_four)
    }
}

/// What a line that is money for a card froze when it was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftLine {
    /// The card.
    pub card: CardRef,
    /// Names the loading wherever the line goes, so that it is loaded once, whoever closes the
    /// check and however often.
    pub load: EntryId,
    /// The whole code, where the till made it and a paper must tell the guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CardCode>,
}

/// Money that went onto a card, or off it again with a line that went back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardLoad {
    /// The card.
    pub card: CardRef,
    /// How much, above zero.
    pub amount: Money,
}

impl Line {
    /// It is money for a gift card: a debt of the house, and nothing that was sold.
    pub const fn is_gift(&self) -> bool {
        self.facts.special.gift.is_some()
    }
}

impl Order {
    /// The order as screens and reports may see it: a code is money, and stands on the guest's paper
    /// alone.
    #[must_use]
    pub fn without_codes(mut self) -> Self {
        for line in &mut self.lines {
            if let Some(gift) = &mut line.facts.special.gift {
                gift.code = None;
            }
        }
        self
    }
}

/// All loads together.
pub fn loaded(loads: &[CardLoad]) -> Result<Money, MoneyError> {
    Money::sum(loads.iter().map(|load| load.amount))
}

/// A card that paid, and what was left on it then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardUse {
    /// The card.
    pub card: CardRef,
    /// What was left on it afterwards, as far as the till knew.
    pub left: Money,
}

/// Something that happened to a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardMove {
    /// Its entry in the card's document: the payment, the refund, the loading.
    pub entry: EntryId,
    /// Above zero loaded, below spent.
    pub amount: Money,
    /// The check.
    pub order: OrderId,
    /// What people call the check.
    pub order_number: String,
    /// The till.
    pub device: DeviceId,
    /// When.
    pub at_ms: i64,
}

/// A card: everything that happened to it, and what that makes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What is on it; below zero where tills apart spent it twice.
    pub balance: Money,
    /// What happened, oldest first.
    pub moves: Vec<CardMove>,
}

impl Card {
    /// A card to which this happened, oldest first.
    pub fn of(moves: Vec<CardMove>) -> Result<Self, MoneyError> {
        Ok(Self {
            balance: Money::sum(moves.iter().map(|one| one.amount))?,
            moves,
        })
    }

    /// The last time that something came off it.
    pub fn last_spent(&self) -> Option<&CardMove> {
        self.moves.iter().rev().find(|one| one.amount.is_negative())
    }

    /// What was spent beyond what was on it; nothing where it was enough.
    pub fn overdrawn(&self) -> Option<Money> {
        let beyond = Money::ZERO.minus(self.balance).ok()?;
        (beyond > Money::ZERO).then_some(beyond)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(text: &str) -> Result<CardCode, CardProblem> {
        CardCode(text.to_owned()).clean()
    }

    #[test]
    fn a_code_is_the_same_however_it_is_written() {
        let one = clean("ABCD2345").unwrap();
        for same in [
            "abcd 2345",
            "AB-CD-23-45",
            " abcd–2345 ",
            "ＡＢｃｄ２３４５",
        ] {
            assert_eq!(clean(same), Ok(one.clone()), "{same}");
        }
        assert_eq!(one.last_four(), "2345");
    }

    #[test]
    fn what_is_too_short_too_long_or_no_letter_is_no_code() {
        let long = "A".repeat(33);
        for wrong in ["", "ABC2345", "ABCD234é", "ABCD_2345", long.as_str()] {
            assert_eq!(clean(wrong), Err(CardProblem::NoCode), "{wrong}");
        }
        assert!(clean(&"A".repeat(32)).is_ok());
    }

    #[test]
    fn a_code_that_a_till_makes_has_no_letter_that_looks_like_another() {
        let all: Vec<u8> = (0..=255).collect();
        for random in all.chunks(16) {
            let code = CardCode::make(random.try_into().unwrap());
            assert_eq!(code.clean().unwrap(), code);
            assert!(!code.0.contains(['0', 'O', '1', 'I']), "{}", code.0);
            assert_eq!(code.in_groups().len(), 19);
        }
    }

    #[test]
    fn no_log_says_a_code() {
        let code = CardCode("ABCD2345".to_owned());
        assert!(!format!("{code:?}").contains("ABCD"));
    }
}
