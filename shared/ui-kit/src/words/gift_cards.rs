//! What a person reads of gift cards.

use shared::{gift::CardProblem, money::Money};

use super::{Language, Words};

impl Words {
    /// Why nothing was done with a card; `format` writes an amount as people read it.
    pub fn card_problem(&self, problem: &CardProblem, format: impl Fn(Money) -> String) -> String {
        match problem {
            CardProblem::Alone { left } => self.alone_with_a_card(&format(*left)),
            CardProblem::TooLittle { left } => self.too_little_on_card(&format(*left)),
            CardProblem::NoCode => self
                .in_three(
                    "Il codice ha da 8 a 32 lettere e cifre.",
                    "The code has 8 to 32 letters and digits.",
                    "コードは8～32文字の英数字です。",
                )
                .to_owned(),
            CardProblem::Unknown => self
                .in_three(
                    "Questa cassa non conosce la carta. Se è nuova, aspetta il collegamento.",
                    "This till does not know the card. If it is new, wait for the hub.",
                    "このカードは登録されていません。新しいカードは接続後に使えます。",
                )
                .to_owned(),
            CardProblem::Empty => self
                .in_three(
                    "La carta è vuota.",
                    "Nothing is left on the card.",
                    "カードの残高がありません。",
                )
                .to_owned(),
            CardProblem::OneEach => self
                .in_three(
                    "Ogni carta è una riga: togli questa e aggiungine un'altra.",
                    "Each card is a line of its own: take this one off and add another.",
                    "カードは1枚ごとに登録します。取り消してから追加してください。",
                )
                .to_owned(),
            CardProblem::Loaded => self
                .in_three(
                    "Il credito è già sulla carta: si toglie con un rimborso.",
                    "The money is on the card already: it comes off with a refund.",
                    "すでにカードに入金済みです。返金で取り消してください。",
                )
                .to_owned(),
            CardProblem::NoDiscount => self
                .in_three(
                    "Su una carta regalo non c'è sconto.",
                    "Nothing comes off a gift card.",
                    "ギフトカードは割引できません。",
                )
                .to_owned(),
        }
    }

    fn alone_with_a_card(&self, left: &str) -> String {
        match self.language {
            Language::It => format!("Senza collegamento questa carta può pagare ancora {left}."),
            Language::En => format!("While the till is alone, this card can still pay {left}."),
            Language::Ja => format!("未接続のため、このカードで使えるのはあと{left}です。"),
        }
    }

    fn too_little_on_card(&self, left: &str) -> String {
        match self.language {
            Language::It => format!("Sulla carta resta solo {left}."),
            Language::En => format!("Only {left} is left on the card."),
            Language::Ja => format!("カードの残高は{left}だけです。"),
        }
    }

    /// Two tills apart spent the same money of a card.
    pub fn card_overdrawn(&self, card: &str, amount: &str) -> String {
        match self.language {
            Language::It => format!(
                "Carta regalo {card}: spesa due volte da casse separate, {amount} di troppo. Avvisa il responsabile."
            ),
            Language::En => format!(
                "Gift card {card}: spent twice by tills that were apart, {amount} too much. Tell the manager."
            ),
            Language::Ja => format!(
                "ギフトカード {card}：別々のレジで二重に使用されました（{amount}超過）。責任者に伝えてください。"
            ),
        }
    }

    /// On the button that takes it.
    pub fn pay_by_gift_card(&self, amount: &str) -> String {
        match self.language {
            Language::It => format!("Paga {amount} con la carta regalo"),
            Language::En => format!("Pay {amount} with the gift card"),
            Language::Ja => format!("ギフトカードで{amount}支払う"),
        }
    }

    /// After a gift card paid: what is still on it.
    pub fn left_on_card(&self, left: &str) -> String {
        match self.language {
            Language::It => format!("Sulla carta resta {left}"),
            Language::En => format!("{left} is left on the card"),
            Language::Ja => format!("カード残高 {left}"),
        }
    }
}
