//! What a person reads of money taken ahead.

use shared::{deposit::Deposits, money::Money};

use super::{Language, Words};

impl Words {
    /// Money taken ahead.
    pub const fn deposit(&self) -> &'static str {
        match self.language {
            Language::It => "Acconto",
            Language::En => "Deposit",
            Language::Ja => "前受金",
        }
    }

    /// What of it the check does not need.
    pub const fn deposit_left(&self) -> &'static str {
        match self.language {
            Language::It => "Acconto rimasto",
            Language::En => "Left of the deposit",
            Language::Ja => "前受金の残り",
        }
    }

    /// Under the tenders of a day.
    pub const fn deposits_in_these(&self) -> &'static str {
        match self.language {
            Language::It => "di cui acconti",
            Language::En => "of these deposits",
            Language::Ja => "うち前受金",
        }
    }

    /// It is on the disk, and its paper prints.
    pub fn deposit_taken(&self, amount: &str) -> String {
        match self.language {
            Language::It => format!("Acconto di {amount} registrato"),
            Language::En => format!("Deposit of {amount} taken"),
            Language::Ja => format!("前受金{amount}を受領しました"),
        }
    }

    /// On the button that keeps it.
    pub const fn keep_deposit(&self) -> &'static str {
        match self.language {
            Language::It => "Trattieni l'acconto",
            Language::En => "Keep the deposit",
            Language::Ja => "前受金を没収",
        }
    }

    /// Why it is kept, one tap each.
    pub const fn keep_deposit_reasons(&self) -> [&'static str; 2] {
        match self.language {
            Language::It => ["Non sono venuti", "Disdetta tardi"],
            Language::En => ["Nobody came", "Cancelled too late"],
            Language::Ja => ["来店なし", "直前キャンセル"],
        }
    }

    /// What is left of a deposit when the check is closed, and what to do.
    pub(super) fn deposit_stays(&self, amount: &str) -> String {
        match self.language {
            Language::It => format!("Restano {amount} di acconto: rendili, o trattienili."),
            Language::En => format!("{amount} of the deposit is left: give it back, or keep it."),
            Language::Ja => format!("前受金が{amount}残っています。返金するか、受領してください。"),
        }
    }

    pub(super) const fn has_deposit(&self) -> &'static str {
        match self.language {
            Language::It => "Sul conto c'è un acconto: unisci l'altro a questo.",
            Language::En => "A deposit is on that check: join the other one into it.",
            Language::Ja => "前受金のある伝票です。もう一方をこちらに統合してください。",
        }
    }

    pub(super) const fn not_in_coins(&self) -> &'static str {
        match self.language {
            Language::It => "Con le monete questo importo non si può dare: arrotondalo.",
            Language::En => "Coins cannot give this amount: round it.",
            Language::Ja => "硬貨で払えない金額です。端数を丸めてください。",
        }
    }

    /// What happened to deposits, row by row; what did not happen has none.
    pub fn deposit_rows(&self, deposits: &Deposits) -> Vec<(&'static str, Money)> {
        let [taken, used, returned, tipped, kept] = match self.language {
            Language::It => [
                "Acconti presi",
                "Acconti usati",
                "Acconti resi",
                "Acconti in mancia",
                "Acconti trattenuti",
            ],
            Language::En => [
                "Deposits taken",
                "Deposits used",
                "Deposits given back",
                "Deposits left as tips",
                "Deposits kept",
            ],
            Language::Ja => [
                "前受金 受領",
                "前受金 充当",
                "前受金 返金",
                "前受金 チップ",
                "前受金 没収",
            ],
        };
        let rows = [
            (taken, deposits.taken),
            (used, deposits.used),
            (returned, deposits.returned),
            (tipped, deposits.tipped),
            (kept, deposits.kept),
        ];
        let happened = rows.into_iter().filter(|(_, amount)| !amount.is_zero());
        happened.collect()
    }
}
