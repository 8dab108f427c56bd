//! The words for closures: days, months and years that are over.

use shared::closure::Period;

use super::{Language, Words};

impl Words {
    /// Days, months and years that are over.
    pub const fn closures(&self) -> &'static str {
        match self.language {
            Language::It => "Giorni e mesi",
            Language::En => "Days and months",
            Language::Ja => "日次・月次",
        }
    }

    /// What stands where there is none yet.
    pub const fn closures_empty(&self) -> &'static str {
        match self.language {
            Language::It => "Ogni giorno si chiude da solo quando finisce.",
            Language::En => "Each day closes by itself when it is over.",
            Language::Ja => "営業日が終わると自動で締められます。",
        }
    }

    /// A closure with its number.
    pub fn closure(&self, period: Period, number: u64) -> String {
        let word = match (self.language, period) {
            (Language::It, Period::Day) => "Giorno",
            (Language::It, Period::Month) => "Mese",
            (Language::It, Period::Year) => "Anno",
            (Language::En, Period::Day) => "Day",
            (Language::En, Period::Month) => "Month",
            (Language::En, Period::Year) => "Year",
            (Language::Ja, Period::Day) => "日次",
            (Language::Ja, Period::Month) => "月次",
            (Language::Ja, Period::Year) => "年次",
        };
        format!("{word} {number}")
    }

    /// Over the closures of a kind.
    pub const fn periods(&self, period: Period) -> &'static str {
        match period {
            Period::Day => self.one_of("Giorni", "Days", "日次"),
            Period::Month => self.one_of("Mesi", "Months", "月次"),
            Period::Year => self.one_of("Anni", "Years", "年次"),
        }
    }

    /// Since the till began.
    pub const fn perpetual(&self) -> &'static str {
        match self.language {
            Language::It => "Dall'inizio",
            Language::En => "Since the beginning",
            Language::Ja => "開始からの累計",
        }
    }

    /// How many checks were settled.
    pub const fn checks_settled(&self) -> &'static str {
        match self.language {
            Language::It => "Conti chiusi",
            Language::En => "Checks",
            Language::Ja => "会計数",
        }
    }
}
