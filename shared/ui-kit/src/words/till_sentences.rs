//! Sentences of the till with a number or a name in them.
//!
//! Amounts come in as texts: only the caller knows the currency.

use super::{Language, Words};

impl Words {
    /// «1 of 3 sent», under a line of which the kitchen has a part.
    pub fn sent_of(&self, sent: i64, all: i64) -> String {
        match self.language {
            Language::It => format!("{sent} di {all} in cucina"),
            Language::En => format!("{sent} of {all} sent"),
            Language::Ja => format!("{all}点中{sent}点送信済み"),
        }
    }

    /// «Approved · 42.50», on the button that takes a card payment.
    pub fn card_approved(&self, amount: &str) -> String {
        match self.language {
            Language::It => format!("Approvata · {amount}"),
            Language::En => format!("Approved · {amount}"),
            Language::Ja => format!("承認済み · {amount}"),
        }
    }

    /// «Take 50.00 cash», on the button that takes notes and coins.
    pub fn take_cash(&self, amount: &str) -> String {
        match self.language {
            Language::It => format!("Incassa {amount}"),
            Language::En => format!("Take {amount}"),
            Language::Ja => format!("{amount}を受け取る"),
        }
    }

    /// What happened to an order, by the word of its history; the word itself where it is not one
    /// of ours.
    pub fn happened<'a>(&self, what: &'a str) -> &'a str {
        let (it, en, ja) = match what {
            "opened" => ("Aperta", "Opened", "開始"),
            "added" => ("Aggiunto", "Added", "追加"),
            "quantity" => ("Quantità", "Quantity", "数量"),
            "note_off" => ("Nota tolta", "Note taken off", "メモ取消"),
            "guests" => ("Coperti", "Guests", "人数"),
            "service" => ("Servizio", "Service", "利用形態"),
            "eat_in" => ("Al tavolo", "Eat in", "店内"),
            "takeaway" => ("Da asporto", "Takeaway", "テイクアウト"),
            "delivery" => ("Consegna", "Delivery", "配達"),
            "deliver_to" => ("Indirizzo di consegna", "Delivery address", "配達先"),
            "seat" => ("Posto", "Seat", "席"),
            "course" => ("Portata", "Course", "コース"),
            "note" => ("Nota", "Note", "メモ"),
            "void" => ("Stornato", "Void", "取消"),
            "restocked" => (
                "Stornato, rimesso",
                "Void, back to stock",
                "取消（在庫へ戻す）",
            ),
            "server" => ("Servito da", "Served by", "担当"),
            "changed" => ("Cambiato", "Changed", "変更"),
            "held" | "course_held" => ("Trattenuto", "Held", "保留"),
            "released" | "course_released" => ("Non più trattenuto", "Released", "保留解除"),
            "scheduled" => ("Per più tardi", "For later", "時間指定"),
            "unscheduled" => ("Appena pronto", "As soon as possible", "できしだい"),
            "ready_sent" => ("In cucina, pronto per le", "Sent, ready at", "送信、お渡し"),
            "fired" => ("Fatto partire", "Fired", "調理開始"),
            "moved" => ("Spostata", "Moved", "移動"),
            "transfer" => ("Piatti spostati", "Dishes moved", "料理の移動"),
            "sent_away" => ("Piatti spostati", "Dishes moved away", "料理を移動"),
            "came" => ("Piatti arrivati", "Dishes came", "料理が移動"),
            "join" => ("Conti uniti", "Checks joined", "伝票の統合"),
            "joined" => ("Unito a questo", "Joined into this", "この伝票に統合"),
            "billed" => ("Conto stampato", "Bill printed", "会計伝票"),
            "one_table" => (
                "Tavolo aperto a due casse, un solo conto con",
                "Table opened at two tills, one check with",
                "二台で開いたテーブルを統合",
            ),
            "joined_into" => ("Unito a", "Joined into", "統合先"),
            "tab" => ("Nome", "Name", "名前"),
            "split" => ("Diviso in parti", "Split into parts", "分割"),
            "discount" => ("Sconto", "Discount", "割引"),
            "charge_waived" => ("Servizio tolto", "Service charge waived", "サービス料免除"),
            "taken_back" => ("Sconto tolto", "Discount taken back", "割引の取消"),
            "tip" => ("Mancia corretta", "Tip changed", "チップの変更"),
            "deposit" => ("Acconto", "Deposit", "前受金"),
            "deposit_back" => ("Acconto reso", "Deposit given back", "前受金の返金"),
            "deposit_kept" => ("Acconto trattenuto", "Deposit kept", "前受金の没収"),
            "paid" => ("Pagato", "Paid", "支払い"),
            "refunded" => ("Rimborsato", "Refunded", "返金"),
            "kept" => ("Lasciato come mancia", "Kept as a tip", "チップとして受領"),
            "seen" => ("Visto", "Looked at", "確認済み"),
            "closed" => ("Chiusa", "Closed", "会計済み"),
            other => return self.happened_in_kitchen(other),
        };
        match self.language {
            Language::It => it,
            Language::En => en,
            Language::Ja => ja,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_happening_that_is_not_ours_is_shown_as_it_is() {
        assert_eq!(Words::of(Language::It).happened("sent"), "Inviato");
        assert_eq!(
            Words::of(Language::It).happened("bumped"),
            "Finita in cucina"
        );
        assert_eq!(Words::of(Language::It).happened("painted"), "painted");
    }
}
