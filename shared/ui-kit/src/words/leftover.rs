//! The words for what becomes of food that nobody gets.

use shared::order::Leftover;

use super::{Language, Words};

impl Words {
    /// What becomes of units that were voided.
    pub const fn leftover(&self, leftover: Leftover) -> &'static str {
        match (self.language, leftover) {
            (Language::It, Leftover::Wasted) => "Buttato",
            (Language::It, Leftover::Restocked) => "Torna in cucina",
            (Language::En, Leftover::Wasted) => "Thrown away",
            (Language::En, Leftover::Restocked) => "Back to stock",
            (Language::Ja, Leftover::Wasted) => "廃棄",
            (Language::Ja, Leftover::Restocked) => "在庫へ戻す",
        }
    }

    /// What of the voids was thrown away, on a report.
    pub const fn wasted(&self) -> &'static str {
        match self.language {
            Language::It => "Di cui buttati",
            Language::En => "Of these wasted",
            Language::Ja => "うち廃棄",
        }
    }
}
