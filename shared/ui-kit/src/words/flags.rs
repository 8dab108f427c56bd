//! What a person should look at on a check, and what to do.

use shared::flags::Flag;

use super::{Language, Words};

impl Words {
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
            (_, Flag::NotCounted { .. }) => self.not_counted(amount),
            (_, Flag::DepositKeptTwice { .. }) => self.deposit_kept_twice(amount),
            (_, Flag::DiscountedApart { discounts }) => self.discounted_apart(*discounts),
            (_, Flag::TipSaidTwice { .. }) => self.tip_said_twice(amount),
            (_, Flag::VoidedLoaded { name, .. }) => self.voided_loaded(name),
            (_, Flag::TakenTwice { name, units, .. }) => self.taken_twice(name, *units),
            (_, Flag::SentTwice { name, units, .. }) => self.sent_twice(name, *units),
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

    /// On the button that counts what came late.
    pub const fn count_it(&self) -> &'static str {
        self.one_of("Registra", "Count it", "計上する")
    }

    fn not_counted(&self, amount: &str) -> String {
        match self.language {
            Language::It => format!(
                "Dopo la chiusura il conto è cambiato di {amount}, ed è già pagato: non è ancora nelle vendite."
            ),
            Language::En => format!(
                "After the check was closed it changed by {amount}, which is paid: it is not in the sales yet."
            ),
            Language::Ja => format!(
                "会計後に伝票が{amount}変わりました。支払い済みですが、売上にまだ入っていません。"
            ),
        }
    }

    fn deposit_kept_twice(&self, amount: &str) -> String {
        match self.language {
            Language::It => format!(
                "Due casse separate hanno trattenuto lo stesso acconto: {amount} di troppo nei rapporti. Avvisa il responsabile."
            ),
            Language::En => format!(
                "Two tills that were apart kept the same deposit: {amount} too much on the reports. Tell the manager."
            ),
            Language::Ja => format!(
                "別々のレジが同じ前受金を収入にしました。レポートで{amount}超過です。責任者に伝えてください。"
            ),
        }
    }

    fn discounted_apart(&self, discounts: usize) -> String {
        match self.language {
            Language::It => format!(
                "{discounts} sconti dati da persone che non sapevano l'una dell'altra: valgono tutti. Togli quello di troppo."
            ),
            Language::En => format!(
                "{discounts} discounts were given by people who did not know of each other: all count. Take off what is too much."
            ),
            Language::Ja => format!(
                "互いに知らずに{discounts}件の割引が付きました。すべて有効です。余分な割引を外してください。"
            ),
        }
    }

    fn tip_said_twice(&self, amount: &str) -> String {
        match self.language {
            Language::It => format!(
                "Due casse separate hanno scritto mance diverse: vale {amount}. Se è sbagliata, scrivila di nuovo."
            ),
            Language::En => format!(
                "Two tills that were apart wrote different tips: {amount} counts. If that is wrong, write it again."
            ),
            Language::Ja => format!(
                "別々のレジで違うチップが入力されました。{amount}が有効です。違う場合は入力し直してください。"
            ),
        }
    }

    fn voided_loaded(&self, name: &str) -> String {
        match self.language {
            Language::It => format!(
                "{name}: stornata mentre un'altra cassa la caricava. I soldi sono sulla carta: resta sul conto, per renderli fai un rimborso."
            ),
            Language::En => format!(
                "{name}: voided while another till loaded the card. The money is on it: the line stays, a refund gives it back."
            ),
            Language::Ja => format!(
                "{name}：取消と同時に別のレジでカードに入金されました。明細は残ります。返すには返金してください。"
            ),
        }
    }

    fn sent_twice(&self, name: &str, units: i64) -> String {
        match self.language {
            Language::It => format!(
                "{name}: {units} inviati due volte da casse separate. La cucina può avere due comande: avvisala."
            ),
            Language::En => format!(
                "{name}: {units} sent twice by tills that were apart. The kitchen may have two slips: tell them."
            ),
            Language::Ja => format!(
                "{name}：{units}点が別々のレジから二重に送信されました。厨房に伝票が二枚あるかもしれません。伝えてください。"
            ),
        }
    }

    fn taken_twice(&self, name: &str, units: i64) -> String {
        match self.language {
            Language::It => format!(
                "{name}: due persone ne hanno tolti insieme {units} più di quanti erano. Chiedi quanti ne vogliono."
            ),
            Language::En => format!(
                "{name}: two people together took off {units} more than there were. Ask how many are wanted."
            ),
            Language::Ja => format!(
                "{name}：二人が同時に減らし、{units}点多く減りました。必要な数を確認してください。"
            ),
        }
    }
}
