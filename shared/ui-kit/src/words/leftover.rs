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

    /// Over the choice, where a dish that the kitchen has is made otherwise.
    pub const fn leftover_of_sent(&self) -> &'static str {
        self.one_of(
            "Il piatto già inviato",
            "The dish that was sent",
            "送信済みの料理",
        )
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
