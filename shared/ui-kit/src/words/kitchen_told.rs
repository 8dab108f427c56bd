//! What the history of a check says of the kitchen.

use super::Words;

impl Words {
    /// What the kitchen was told or did, by the word of its history; the word itself where it is not
    /// one of ours.
    pub(super) fn happened_in_kitchen<'a>(&self, what: &'a str) -> &'a str {
        match what {
            "sent" => self.one_of("Inviato", "Sent", "送信"),
            "two_slips" => self.one_of(
                "Due comande in cucina",
                "Two slips in the kitchen",
                "厨房に伝票が二枚",
            ),
            "struck" => self.one_of("Piatto pronto", "Dish done", "料理できあがり"),
            "bumped" => self.one_of("Finita in cucina", "Bumped in the kitchen", "厨房で完了"),
            "recalled" => self.one_of(
                "Richiamata in cucina",
                "Recalled in the kitchen",
                "厨房で呼び戻し",
            ),
            other => other,
        }
    }
}
