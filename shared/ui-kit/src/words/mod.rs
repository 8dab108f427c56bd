//! Every word that a person reads, in every language, one line for each word.
//!
//! A word stands in one of four books, by the face that shows it; a line without one of the
//! languages does not compile. Sentences with a number or a name in them are functions.

mod back;
mod closures;
pub mod common;
pub mod courses;
pub mod dashboard;
pub mod deposits;
pub mod desk_sentences;
pub mod flags;
pub mod gift_cards;
pub mod items;
pub mod kitchen;
mod kitchen_told;
mod leftover;
pub mod money;
pub mod moving;
pub mod price;
pub mod problems;
pub mod refunds;
mod refusals;
pub mod rights;
pub mod seen;
pub mod sentences;
pub mod split;
mod tenders;
pub mod till;
pub mod till_sentences;

use leptos::prelude::*;

use self::{
    common::CommonWords, courses::CourseWords, dashboard::DashboardWords, kitchen::KitchenWords,
    money::MoneyWords, moving::MovingWords, price::PriceWords, split::SplitWords, till::TillWords,
};

/// A language of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Italian.
    It,
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 3] = [Self::It, Self::En, Self::Ja];

    /// The language of a code such as `it` or `it-IT`; English where the code is not known.
    pub fn from_code(code: &str) -> Self {
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|one| one.code().eq_ignore_ascii_case(primary))
            .unwrap_or_default()
    }

    /// The code of ISO 639.
    pub const fn code(self) -> &'static str {
        match self {
            Self::It => "it",
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// What its speakers call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::It => "Italiano",
            Self::En => "English",
            Self::Ja => "日本語",
        }
    }
}

/// All words of one language.
#[derive(Debug)]
pub struct Words {
    /// Which language.
    pub language: Language,
    /// What every face says.
    pub common: &'static CommonWords,
    /// What the till says.
    pub till: &'static TillWords,
    /// What the kitchen says.
    pub kitchen: &'static KitchenWords,
    /// What the till says of discounts and charges.
    pub price: &'static PriceWords,
    /// What the till says of courses that wait.
    pub courses: &'static CourseWords,
    /// What the till says of money beside the lines.
    pub money: &'static MoneyWords,
    /// What the till says of dishes and checks that move.
    pub moving: &'static MovingWords,
    /// What the till says of a split check.
    pub split: &'static SplitWords,
    /// What the dashboard says.
    pub dashboard: &'static DashboardWords,
}

static WORDS_IT: Words = Words {
    language: Language::It,
    common: &common::IT,
    till: &till::IT,
    kitchen: &kitchen::IT,
    price: &price::IT,
    courses: &courses::IT,
    money: &money::IT,
    moving: &moving::IT,
    split: &split::IT,
    dashboard: &dashboard::IT,
};
static WORDS_EN: Words = Words {
    language: Language::En,
    common: &common::EN,
    till: &till::EN,
    kitchen: &kitchen::EN,
    price: &price::EN,
    courses: &courses::EN,
    money: &money::EN,
    moving: &moving::EN,
    split: &split::EN,
    dashboard: &dashboard::EN,
};
static WORDS_JA: Words = Words {
    language: Language::Ja,
    common: &common::JA,
    till: &till::JA,
    kitchen: &kitchen::JA,
    price: &price::JA,
    courses: &courses::JA,
    money: &money::JA,
    moving: &moving::JA,
    split: &split::JA,
    dashboard: &dashboard::JA,
};

impl Words {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::It => &WORDS_IT,
            Language::En => &WORDS_EN,
            Language::Ja => &WORDS_JA,
        }
    }
}

/// Writes one book of words: a struct with a field a word, and a constant a language.
macro_rules! words {
    ($(#[$doc:meta])* $book:ident { $($field:ident: $it:literal, $en:literal, $ja:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $book {
            $(#[doc = concat!("«", $en, "».")] pub $field: &'static str,)+
        }

        /// In Italian.
        pub static IT: $book = $book { $($field: $it,)+ };
        /// In English.
        pub static EN: $book = $book { $($field: $en,)+ };
        /// In Japanese.
        pub static JA: $book = $book { $($field: $ja,)+ };

        #[cfg(test)]
        pub(crate) const LINES: &[(&str, [&str; 3])] =
            &[$((stringify!($field), [$it, $en, $ja]),)+];
    };
}
pub(crate) use words;

/// The language of everything below this place, as a signal that may be set.
#[derive(Clone, Copy)]
struct Spoken(RwSignal<Language>);

/// Makes the language of a code the language of everything below; the signal changes it later.
pub fn provide_language(code: &str) -> RwSignal<Language> {
    let language = RwSignal::new(Language::from_code(code));
    provide_context(Spoken(language));
    language
}

/// The words of the language here; English where none was provided.
pub fn use_words() -> Signal<&'static Words> {
    let spoken = use_context::<Spoken>();
    Signal::derive(move || {
        Words::of(spoken.map_or(Language::default(), |Spoken(language)| language.get()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_with_a_region_is_its_language() {
        assert_eq!(Language::from_code("it-IT"), Language::It);
        assert_eq!(Language::from_code("ja_JP"), Language::Ja);
        assert_eq!(Language::from_code("EN"), Language::En);
        assert_eq!(Language::from_code("xx"), Language::En);
        assert_eq!(Language::from_code(""), Language::En);
    }

    #[test]
    fn no_word_is_empty_or_ends_with_a_space() {
        for (field, texts) in [
            common::LINES,
            till::LINES,
            kitchen::LINES,
            price::LINES,
            courses::LINES,
            money::LINES,
            moving::LINES,
            split::LINES,
            dashboard::LINES,
        ]
        .concat()
        {
            for text in texts {
                assert!(!text.is_empty() && text.trim() == text, "{field}: {text:?}");
            }
        }
    }

    #[test]
    fn japanese_words_are_written_in_japanese() {
        /// Words that a Japanese person writes in Latin letters too.
        const LATIN: &[&str] = &[
            "csv",
            "json",
            "pin",
            "qr",
            "ok",
            "x_report",
            "z_report",
            "sku",
            "prep_unit",
        ];
        for (field, [_, _, ja]) in [
            common::LINES,
            till::LINES,
            kitchen::LINES,
            price::LINES,
            courses::LINES,
            money::LINES,
            moving::LINES,
            split::LINES,
            dashboard::LINES,
        ]
        .concat()
        {
            assert!(!ja.is_ascii() || LATIN.contains(&field), "{field}: {ja:?}");
        }
    }
}
