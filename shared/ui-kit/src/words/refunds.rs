//! What a person reads where money goes back.

use super::{Language, Words};

impl Words {
    pub(super) const fn one_of(
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

    /// On the button that begins a refund.
    pub const fn refund(&self) -> &'static str {
        self.one_of("Rimborsa", "Refund", "返金")
    }

    /// Above the lines.
    pub const fn refund_what(&self) -> &'static str {
        self.one_of(
            "Cosa torna indietro?",
            "What goes back?",
            "どの商品を返金しますか？",
        )
    }

    /// On the button that gives it in cash or to the card.
    pub fn refund_by(&self, tender: &str, amount: &str) -> String {
        // A narrow button begins its second row with the name, not with the dot.
        match self.language {
            Language::It => format!("Rendi {amount}\u{a0}· {tender}"),
            Language::En => format!("Give back {amount}\u{a0}· {tender}"),
            Language::Ja => format!("{amount}を返金\u{a0}· {tender}"),
        }
    }

    /// Nothing is chosen yet.
    pub const fn refund_choose(&self) -> &'static str {
        self.one_of(
            "Scegli prima cosa torna indietro",
            "Choose first what goes back",
            "先に返金する商品を選んでください",
        )
    }

    /// It is done.
    pub const fn refund_done(&self) -> &'static str {
        self.one_of("Rimborso registrato", "Refunded", "返金しました")
    }

    /// Why something goes back, one tap each.
    pub const fn refund_reasons(&self) -> [&'static str; 4] {
        match self.language {
            Language::It => [
                "Non piaceva",
                "Errore di cucina",
                "Battuto per sbaglio",
                "Mai arrivato",
            ],
            Language::En => [
                "Guest did not like it",
                "Kitchen mistake",
                "Entered by mistake",
                "Never came",
            ],
            Language::Ja => ["お客様のご不満", "調理ミス", "入力間違い", "未提供"],
        }
    }

    /// «2 of 3 left», under a line of a closed check.
    pub fn refund_left(&self, left: i64, sold: i64) -> String {
        match self.language {
            Language::It => format!("ne restano {left} di {sold}"),
            Language::En => format!("{left} of {sold} left"),
            Language::Ja => format!("{sold}点中 残り{left}点"),
        }
    }

    /// What was paid too much stays.
    pub const fn keep_as_tip(&self) -> &'static str {
        self.one_of("Lascia come mancia", "Keep as a tip", "チップにする")
    }

    /// On a check in a list that needs somebody.
    pub const fn needs_look(&self) -> &'static str {
        self.one_of("Da controllare", "Needs a look", "要確認")
    }

    /// On the button that goes to the check.
    pub const fn go_to_check(&self) -> &'static str {
        self.one_of("Vai al conto", "Go to the check", "伝票へ")
    }

    /// On a report: what was paid too much and went back.
    pub const fn surplus_returned(&self) -> &'static str {
        self.one_of(
            "Pagato in più, reso",
            "Paid too much, returned",
            "過払い返金",
        )
    }
}
