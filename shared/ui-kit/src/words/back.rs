//! What a person reads of what may go back, and with which tender.

use super::{Language, Words};

impl Words {
    /// What was paid with a tender that may not go back, where it is asked for in money.
    pub fn only_onto_card(&self, name: &str, most: &str) -> String {
        match self.language {
            Language::It => format!(
                "{name} non torna in denaro: solo su una carta regalo. In altro modo al massimo {most}."
            ),
            Language::En => format!(
                "{name} does not go back as money: onto a gift card alone. Otherwise at most {most}."
            ),
            Language::Ja => format!(
                "{name}での支払いは現金化できず、ギフトカードへのみ返せます。その他の方法では最大{most}です。"
            ),
        }
    }

    /// The most that a tender of the restaurant's own can give back.
    pub fn gives_at_most(&self, name: &str, most: &str) -> String {
        match self.language {
            Language::It => format!("{name}: al massimo {most}."),
            Language::En => format!("{name}: at most {most}."),
            Language::Ja => format!("{name}：最大{most}。"),
        }
    }

    /// On the button that gives it with several tenders: each with what it gives.
    pub fn refund_by_several(&self, by: &[(String, String)]) -> String {
        // A narrow button begins no row with a dot.
        let part = |(tender, amount): &(String, String)| format!("{amount}\u{a0}·\u{a0}{tender}");
        let all: Vec<String> = by.iter().map(part).collect();
        let all = all.join(" + ");
        match self.language {
            Language::It => format!("Rendi {all}"),
            Language::En => format!("Give back {all}"),
            Language::Ja => format!("{all}を返金"),
        }
    }

    /// Over the field for the code of the gift card that gets it.
    pub const fn card_or_new(&self) -> &'static str {
        self.one_of(
            "Codice della carta regalo (vuoto: una carta nuova, il codice è sullo scontrino)",
            "Code of the gift card (empty: a new one, its code is on the paper)",
            "ギフトカードのコード（空欄なら新しいカード。コードは控えに印字）",
        )
    }

    /// A tip out of what may not go back as money.
    pub fn no_tip_of(&self, name: &str) -> String {
        match self.language {
            Language::It => format!("Con {name} non si lasciano mance."),
            Language::En => format!("{name} holds no tip."),
            Language::Ja => format!("{name}でチップは支払えません。"),
        }
    }
}
