//! What a person reads of ways to pay.

use shared::order::Tender;

use super::{Language, Words};

impl Words {
    /// A way to pay. What a restaurant names itself has a name of its own, and is something other
    /// without it.
    pub const fn tender(&self, tender: Tender) -> &'static str {
        match (tender, self.language) {
            (Tender::Cash, _) => self.till.cash,
            (Tender::Card, _) => self.till.card,
            (Tender::GiftCard, _) => self.money.gift_card,
            (Tender::Other(_), Language::It) => "Altro",
            (Tender::Other(_), Language::En) => "Other",
            (Tender::Other(_), Language::Ja) => "その他",
        }
    }

    /// The same with the name that the restaurant gave it, where it did.
    pub fn tender_called(&self, tender: Tender, name: Option<&str>) -> String {
        name.unwrap_or_else(|| self.tender(tender)).to_owned()
    }

    /// On the button that takes it.
    pub fn take_by(&self, name: &str, amount: &str) -> String {
        match self.language {
            Language::It => format!("Incassa {amount} · {name}"),
            Language::En => format!("Take {amount} · {name}"),
            Language::Ja => format!("{amount}を受け取る · {name}"),
        }
    }

    /// Somebody typed more than is due.
    pub fn gives_no_change(&self, name: &str) -> String {
        match self.language {
            Language::It => format!("{name} non dà resto: al massimo quanto è dovuto."),
            Language::En => format!("{name} gives no change: no more than is due."),
            Language::Ja => format!("{name}はお釣りが出ません。請求額までです。"),
        }
    }

    /// Cash that went back where other tenders were worth more than was due.
    pub fn change_given(&self, name: &str) -> String {
        match self.language {
            Language::It => format!("{name} · resto in contanti"),
            Language::En => format!("{name} · change in cash"),
            Language::Ja => format!("{name} · 現金のお釣り"),
        }
    }
}
