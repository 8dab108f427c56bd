//! What a person reads where money goes back, and where a check needs somebody to look.

use shared::flags::Flag;

use super::{Language, Words};

impl Words {
    const fn one_of(&self, it: &'static str, en: &'static str, ja: &'static str) -> &'static str {
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
        match self.language {
            Language::It => format!("Rendi {amount} · {tender}"),
            Language::En => format!("Give back {amount} · {tender}"),
            Language::Ja => format!("{amount}を返金 · {tender}"),
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

    /// What a check needs somebody for, and what to do; `amount` is the money in it, as a text.
    pub fn flag(&self, flag: &Flag, amount: &str) -> String {
        match (self.language, flag) {
            (Language::It, Flag::OwedAgain { .. }) => {
                format!("Dopo la chiusura è arrivato altro: mancano {amount}. Incassa o storna.")
            }
            (Language::En, Flag::OwedAgain { .. }) => {
                format!(
                    "Something came after the check was closed: {amount} is owed. Take it or void it."
                )
            }
            (Language::Ja, Flag::OwedAgain { .. }) => {
                format!("会計後に追加がありました。未払い{amount}。会計するか取消してください。")
            }
            (Language::It, Flag::Overpaid { .. }) => {
                format!("Pagato {amount} di troppo: rendilo, o lascialo come mancia.")
            }
            (Language::En, Flag::Overpaid { .. }) => {
                format!("Paid {amount} too much: give it back, or keep it as a tip.")
            }
            (Language::Ja, Flag::Overpaid { .. }) => {
                format!("{amount}の過払いです。返金するか、チップにしてください。")
            }
            (Language::It, Flag::RefundedTwice { name, units, .. }) => {
                format!(
                    "{name}: {units} rimborsati due volte da casse separate, {amount} di troppo. Avvisa il responsabile."
                )
            }
            (Language::En, Flag::RefundedTwice { name, units, .. }) => {
                format!(
                    "{name}: {units} refunded twice by tills that were apart, {amount} too much. Tell the manager."
                )
            }
            (Language::Ja, Flag::RefundedTwice { name, units, .. }) => {
                format!(
                    "{name}：{units}点が別々のレジで二重に返金されました（{amount}超過）。責任者に伝えてください。"
                )
            }
            (_, Flag::DepositLeft { .. }) => self.deposit_stays(amount),
            (_, Flag::ClosedTwice { .. }) => self.closed_twice(amount),
            (_, Flag::CardOverdrawn { card, .. }) => self.card_overdrawn(card, amount),
            (
                _,
                Flag::MovedTwice {
                    name, units, from, ..
                },
            ) => self.moved_twice(name, *units, from),
            (Language::It, Flag::VoidedTwice { name, units, .. }) => {
                format!("{name}: {units} stornati due volte da casse separate. Contano una volta.")
            }
            (Language::En, Flag::VoidedTwice { name, units, .. }) => {
                format!("{name}: {units} voided twice by tills that were apart. They count once.")
            }
            (Language::Ja, Flag::VoidedTwice { name, units, .. }) => {
                format!("{name}：{units}点が別々の端末で二重に取消されました。一度だけ数えます。")
            }
        }
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
