//! What a person reads where a dish is put together that is not just counted.

use shared::menu::Prefix;

use super::{Language, Words};

impl Words {
    pub(super) const fn in_three(
        &self,
        it: &'static str,
        en: &'static str,
        ja: &'static str,
    ) -> &'static str {
        match self.language {
            Language::It => it,
            Language::En => en,
            Language::Ja => ja,
        }
    }

    /// Above the pad for a weight.
    pub const fn weight(&self) -> &'static str {
        self.in_three("Peso sulla bilancia", "Weight on the scale", "はかりの重さ")
    }

    /// Before the weight of the box.
    pub const fn tare(&self) -> &'static str {
        self.in_three("Tara", "Tare", "風袋")
    }

    /// Before what is left without the box.
    pub const fn net(&self) -> &'static str {
        self.in_three("netto", "net", "正味")
    }

    /// The box is as heavy as what the scale shows, or heavier.
    pub const fn box_too_heavy(&self) -> &'static str {
        self.in_three(
            ": non resta niente",
            ": nothing is left",
            "：残りがありません",
        )
    }

    /// Above the pad for a price.
    pub const fn asked_price(&self) -> &'static str {
        self.in_three("Prezzo", "Price", "価格")
    }

    /// Above the choice of a half.
    pub const fn half(&self, place: usize) -> &'static str {
        match place {
            0 => self.in_three("Prima metà", "First half", "ハーフ 1"),
            _ => self.in_three("Seconda metà", "Second half", "ハーフ 2"),
        }
    }

    /// A prefix of a modifier, on its button.
    pub fn prefix(&self, prefix: Prefix) -> &'static str {
        prefix.spoken(self.language.code())
    }
}
