//! What somebody says who looked at what needed a look.

use shared::flags::Flag;

use super::{Language, Words};

impl Words {
    /// On the button that says that somebody looked at it.
    pub const fn looked_at(&self) -> &'static str {
        self.one_of("Visto", "Looked at", "確認済み")
    }

    /// Over the field for what was done.
    pub const fn looked_at_what(&self) -> &'static str {
        self.one_of("Che cosa hai fatto?", "What was done about it?", "対応内容")
    }

    /// No money moves.
    pub const fn looked_at_moves_nothing(&self) -> &'static str {
        self.one_of(
            "Non cambia soldi né rapporti: lo toglie dall'elenco e resta nella storia del conto.",
            "It changes no money and no report: it leaves the list and stays in the check's history.",
            "金額やレポートは変わりません。一覧から消え、伝票の履歴に残ります。",
        )
    }

    /// What is said most.
    pub const fn looked_at_notes(&self) -> [&'static str; 4] {
        match self.language {
            Language::It => [
                "Va bene così",
                "Corretto nei conti",
                "Chiarito con l'ospite",
                "Chiarito con il personale",
            ],
            Language::En => [
                "Right as it is",
                "Corrected in the books",
                "Cleared up with the guest",
                "Cleared up with the staff",
            ],
            Language::Ja => [
                "このままでよい",
                "帳簿で修正",
                "お客様に確認",
                "スタッフに確認",
            ],
        }
    }

    /// On the button that takes that back.
    pub const fn not_looked_at(&self) -> &'static str {
        self.one_of(
            "Rimetti nell'elenco",
            "Put it back on the list",
            "一覧に戻す",
        )
    }

    /// What was looked at, in short; `amount` is the money in it, as a text.
    pub fn flag_name(&self, flag: &Flag, amount: &str) -> String {
        let (it, en, ja) = match flag {
            Flag::ClosedTwice { .. } => ("Chiuso a due casse", "Closed at two tills", "二重会計"),
            Flag::RefundedTwice { .. } => ("Rimborsato due volte", "Refunded twice", "二重返金"),
            Flag::MovedTwice { .. } => ("Spostato due volte", "Moved twice", "二重移動"),
            Flag::CardOverdrawn { .. } => (
                "Carta regalo scoperta",
                "Gift card overdrawn",
                "ギフトカード残高不足",
            ),
            Flag::DepositKeptTwice { .. } => (
                "Acconto trattenuto due volte",
                "Deposit kept twice",
                "前受金の二重計上",
            ),
            Flag::DiscountedApart { .. } => (
                "Sconti dati insieme",
                "Discounts given apart",
                "重複した割引",
            ),
            Flag::VoidedLoaded { .. } => (
                "Stornata, ma caricata",
                "Voided, but loaded",
                "取消と同時に入金",
            ),
            Flag::TakenTwice { .. } => ("Tolto due volte", "Taken off twice", "二重に減らした"),
            Flag::SentTwice { .. } => ("Inviato due volte", "Sent twice", "二重送信"),
            Flag::VoidedTwice { .. } => ("Stornato due volte", "Voided twice", "二重取消"),
            Flag::OwedAgain { .. }
            | Flag::Overpaid { .. }
            | Flag::DepositLeft { .. }
            | Flag::NotCounted { .. }
            | Flag::TipSaidTwice { .. } => return self.flag(flag, amount),
        };
        let about = match flag {
            Flag::RefundedTwice { name, units, .. }
            | Flag::MovedTwice { name, units, .. }
            | Flag::TakenTwice { name, units, .. }
            | Flag::SentTwice { name, units, .. }
            | Flag::VoidedTwice { name, units, .. } => format!("{units} × {name}"),
            Flag::VoidedLoaded { name, .. } => name.clone(),
            Flag::CardOverdrawn { card, .. } => format!("{card}, {amount}"),
            Flag::DiscountedApart { discounts } => discounts.to_string(),
            _ => amount.to_owned(),
        };
        format!("{}: {about}", self.one_of(it, en, ja))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::money::Money;

    #[test]
    fn what_was_looked_at_is_named_in_every_language_with_what_it_is_about() {
        for language in Language::ALL {
            let words = Words::of(language);
            let amount = Money::from_minor(1_100);
            let said = words.flag_name(&Flag::ClosedTwice { amount }, "11,00");
            assert!(said.ends_with(": 11,00"), "{said}");
            let discounts = 3;
            let said = words.flag_name(&Flag::DiscountedApart { discounts }, "");
            assert!(said.ends_with(": 3"), "{said}");
        }
    }
}
