//! Words for the trade's own values: how a guest paid, which course a dish is.

use shared::{menu::Course, order::Tender};

/// How a guest paid, in the language of this code; English where there is none. What the restaurant
/// names itself has a name of its own, and is something other without it.
pub fn tender_word(language: &str, tender: Tender) -> &'static str {
    match (language, tender) {
        ("it", Tender::Cash) => "Contanti",
        ("it", Tender::Card) => "Carta",
        ("it", Tender::GiftCard) => "Carta regalo",
        ("it", Tender::Other(_)) => "Altro",
        ("ja", Tender::Other(_)) => "その他",
        ("ja", Tender::Cash) => "現金",
        ("ja", Tender::Card) => "カード",
        ("ja", Tender::GiftCard) => "ギフトカード",
        (_, Tender::Cash) => "Cash",
        (_, Tender::Card) => "Card",
        (_, Tender::GiftCard) => "Gift card",
        (_, Tender::Other(_)) => "Other",
    }
}

/// What it costs to bring an order, in the language of this code.
pub fn delivery_fee_word(language: &str) -> &'static str {
    match language.split('-').next() {
        Some("it") => "Consegna",
        Some("ja") => "配達料",
        _ => "Delivery fee",
    }
}

/// Who allowed what the other person's role may not do, in the language of this code.
pub fn approved_line(language: &str, name: &str) -> String {
    match language.split('-').next() {
        Some("it") => format!("Autorizzato da {name}"),
        Some("ja") => format!("承認者 {name}"),
        _ => format!("Approved by {name}"),
    }
}

/// What taxes are called, in the language of this code.
pub fn tax_word(language: &str) -> &'static str {
    match language {
        "it" => "IVA",
        "ja" => "消費税",
        _ => "Tax",
    }
}

/// Which course a dish is, in the language of this code; none for what belongs to no course.
pub fn course_word(language: &str, course: Course) -> Option<&'static str> {
    let word = match (language, course) {
        (_, Course::None) => return None,
        ("it", Course::Drink) => "Bevande",
        ("it", Course::Starter) => "Antipasti",
        ("it", Course::First) => "Primi",
        ("it", Course::Main) => "Secondi",
        ("it", Course::Dessert) => "Dolci",
        ("ja", Course::Drink) => "飲み物",
        ("ja", Course::Starter) => "前菜",
        ("ja", Course::First) => "一皿目",
        ("ja", Course::Main) => "主菜",
        ("ja", Course::Dessert) => "甘味",
        (_, Course::Drink) => "Drinks",
        (_, Course::Starter) => "Starter",
        (_, Course::First) => "First",
        (_, Course::Main) => "Main",
        (_, Course::Dessert) => "Dessert",
    };
    Some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_that_nobody_wrote_reads_english() {
        assert_eq!(tender_word("fr", Tender::Cash), "Cash");
        assert_eq!(course_word("fr", Course::Main), Some("Main"));
        assert_eq!(course_word("it", Course::None), None);
    }
}
