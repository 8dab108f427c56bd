//! What guests and staff say, in the language of the house.

/// Sayings of one language.
pub(super) struct Words {
    /// Wishes that go to the kitchen.
    pub(super) notes: &'static [&'static str],
    /// Warnings that go to the kitchen in a band of their own.
    pub(super) allergies: &'static [&'static str],
    /// Names of tabs.
    pub(super) names: &'static [&'static str],
    /// Why a dish was taken off after it was sent.
    pub(super) void: &'static str,
    /// Why money left the drawer.
    pub(super) pay_out: &'static str,
}

/// Those of a language; English where the house speaks another.
pub(super) fn of(language: &str) -> &'static Words {
    match language {
        "it" => &ITALIAN,
        "ja" => &JAPANESE,
        _ => &ENGLISH,
    }
}

const ENGLISH: Words = Words {
    notes: &[
        "no onions",
        "well done",
        "sauce on the side",
        "extra plate",
        "not spicy",
    ],
    allergies: &["peanut allergy", "no gluten at all", "shellfish allergy"],
    names: &["Alice", "Bob", "Carmen", "Dave", "Erin", "Frank"],
    void: "guest changed their mind",
    pay_out: "flowers",
};

const ITALIAN: Words = Words {
    notes: &[
        "senza cipolla",
        "ben cotta",
        "poco sale",
        "un piatto in più",
        "non piccante",
    ],
    allergies: &["allergia alle arachidi", "celiaco", "allergia ai crostacei"],
    names: &["Anna", "Bruno", "Carla", "Dario", "Elena", "Franco"],
    void: "il cliente ha cambiato idea",
    pay_out: "fiori",
};

const JAPANESE: Words = Words {
    notes: &["ネギ抜き", "よく焼き", "タレ別", "取り皿", "辛さ控えめ"],
    allergies: &["ピーナッツアレルギー", "小麦アレルギー", "甲殻類アレルギー"],
    names: &["佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺"],
    void: "お客様の変更",
    pay_out: "花代",
};
