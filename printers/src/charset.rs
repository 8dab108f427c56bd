//! Which bytes a letter is on a given printer, and what is written where it has no bytes.
//!
//! A letter that a printer lacks is spelled with letters that it has, and a letter that cannot be
//! spelled becomes a dot: never another letter, and never a question mark that could be an amount.

use encoding_rs::{SHIFT_JIS, WINDOWS_1252};

use crate::profile::{CodeTable, Kanji, Profile};

/// How one letter goes over the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// The same byte in every table.
    Ascii(u8),
    /// A byte of the printer's table with this `ESC t` number.
    Table(u8, u8),
    /// Two bytes in kanji mode.
    Kanji([u8; 2]),
}

const PC437_UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

const PC858_UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// Letters with a mark of their own for which somebody may type two characters.
const COMPOSED: &[(char, &str, &str)] = &[
    ('\u{300}', "AEIOUaeiou", "ÀÈÌÒÙàèìòù"),
    ('\u{301}', "AEIOUYaeiouy", "ÁÉÍÓÚÝáéíóúý"),
    ('\u{302}', "AEIOUaeiou", "ÂÊÎÔÛâêîôû"),
    ('\u{303}', "ANOano", "ÃÑÕãñõ"),
    ('\u{308}', "AEIOUaeiouy", "ÄËÏÖÜäëïöüÿ"),
    ('\u{30a}', "Aa", "Åå"),
    ('\u{327}', "Cc", "Çç"),
    (
        '\u{3099}',
        "かきくけこさしすせそたちつてとはひふへほ",
        "がぎぐげござじずぜぞだぢづでどばびぶべぼ",
    ),
    (
        '\u{3099}',
        "カキクケコサシスセソタチツテトハヒフヘホ",
        "ガギグゲゴザジズゼゾダヂヅデドバビブベボ",
    ),
    ('\u{309a}', "はひふへほハヒフヘホ", "ぱぴぷぺぽパピプペポ"),
];

/// Agreed spellings, each in ASCII.
const SPELLINGS: &[(&str, &str)] = &[
    (
        "\u{a0}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}",
        " ",
    ),
    ("\u{2009}\u{200a}\u{202f}\u{205f}\u{3000}", " "),
    ("‘’‚‛′´", "'"),
    ("“”„‟″", "\""),
    ("‐‑‒–—―−─", "-"),
    ("…", "..."),
    ("•●◦∙", "*"),
    ("×✕", "x"),
    ("÷", "/"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥￥", "JPY"),
    ("₹", "Rs"),
    ("₽", "RUB"),
    ("₩", "KRW"),
    ("₺", "TL"),
    ("฿", "THB"),
    ("₫", "VND"),
    ("₴", "UAH"),
    ("™", "(TM)"),
    ("©", "(C)"),
    ("®", "(R)"),
    ("½", "1/2"),
    ("¼", "1/4"),
    ("¾", "3/4"),
    ("№", "No."),
    ("→⇒", "->"),
    ("ß", "ss"),
    ("Ææ", "ae"),
    ("Œœ", "oe"),
    ("ÀÁÂÃĀĂĄǍ", "A"),
    ("àáâãāăąǎ", "a"),
    ("ĆĈĊČ", "C"),
    ("ćĉċč", "c"),
    ("ÐĎĐ", "D"),
    ("ðďđ", "d"),
    ("ÈÊËĒĔĖĘĚ", "E"),
    ("èêëēĕėęě", "e"),
    ("ĜĞĠĢ", "G"),
    ("ĝğġģ", "g"),
    ("ĤĦ", "H"),
    ("ĥħ", "h"),
    ("ÌÍÎÏĨĪĬĮİ", "I"),
    ("ìíîïĩīĭįı", "i"),
    ("Ķķ", "k"),
    ("ĹĻĽŁ", "L"),
    ("ĺļľł", "l"),
    ("ŃŅŇ", "N"),
    ("ńņň", "n"),
    ("ÒÓÔÕØŌŎŐ", "O"),
    ("òóôõøōŏő", "o"),
    ("ŔŖŘ", "R"),
    ("ŕŗř", "r"),
    ("ŚŜŞŠȘ", "S"),
    ("śŝşšș", "s"),
    ("ŢŤŦȚ", "T"),
    ("ţťŧț", "t"),
    ("ÙÚÛŨŪŬŮŰŲ", "U"),
    ("ùúûũūŭůűų", "u"),
    ("ŴŵÝŶŸ", "Y"),
    ("ýŷ", "y"),
    ("ŹŻŽ", "Z"),
    ("źżž", "z"),
];

/// The bytes of a letter on this printer, where it has it.
pub(crate) fn code(profile: &Profile, letter: char) -> Option<Code> {
    if let ' '..='~' = letter {
        return u8::try_from(letter).ok().map(Code::Ascii);
    }
    // A soft hyphen and a hard space look like nothing or like something else from font to font.
    if letter.is_control() || matches!(letter, '\u{a0}' | '\u{ad}') {
        return None;
    }
    let in_table = profile
        .tables
        .iter()
        .find_map(|slot| upper_byte(slot.table, letter).map(|byte| Code::Table(slot.number, byte)));
    in_table.or_else(|| match profile.kanji {
        Kanji::Off => None,
        Kanji::ShiftJis => kanji_bytes(letter).map(Code::Kanji),
    })
}

/// Columns that a letter takes; a letter in kanji mode is two wide, whatever Unicode says of it.
pub(crate) fn columns(profile: &Profile, letter: char) -> u16 {
    match code(profile, letter) {
        Some(Code::Kanji(_)) => 2,
        Some(Code::Ascii(_) | Code::Table(..)) => 1,
        None => 0,
    }
}

/// The text in letters that this printer has: control characters gone, the rest composed or spelled.
pub(crate) fn printable(profile: &Profile, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\t' | '\n' | '\r') {
            out.push(' ');
        } else if letter.is_control() {
        } else if let Some(both) = composed(out.chars().next_back(), letter) {
            out.pop();
            push_printable(profile, both, &mut out);
        } else {
            push_printable(profile, letter, &mut out);
        }
    }
    out
}

fn push_printable(profile: &Profile, letter: char, out: &mut String) {
    if code(profile, letter).is_some() {
        out.push(letter);
    } else if let Some(spelling) = spelling(letter) {
        out.push_str(spelling);
    } else if unicode_width::UnicodeWidthChar::width(letter).unwrap_or(0) > 0 {
        out.push(dot(profile));
    }
}

/// What stands for a letter that can be neither printed nor spelled.
fn dot(profile: &Profile) -> char {
    if code(profile, '·').is_some() {
        '·'
    } else {
        '*'
    }
}

fn composed(base: Option<char>, mark: char) -> Option<char> {
    let base = base?;
    COMPOSED
        .iter()
        .filter(|(of, ..)| *of == mark)
        .find_map(|(_, bases, results)| {
            bases
                .chars()
                .zip(results.chars())
                .find_map(|(from, to)| (from == base).then_some(to))
        })
}

fn spelling(letter: char) -> Option<&'static str> {
    SPELLINGS
        .iter()
        .find(|(letters, _)| letters.contains(letter))
        .map(|(_, spelling)| *spelling)
}

fn upper_byte(table: CodeTable, letter: char) -> Option<u8> {
    let upper = match table {
        CodeTable::Pc437 => PC437_UPPER,
        CodeTable::Pc858 => PC858_UPPER,
        CodeTable::Windows1252 => return one_byte(WINDOWS_1252, letter),
        CodeTable::Katakana => {
            return matches!(letter, '｡'..='ﾟ')
                .then(|| one_byte(SHIFT_JIS, letter))
                .flatten();
        }
    };
    let position = upper.chars().position(|other| other == letter)?;
    u8::try_from(position + 0x80).ok()
}

fn one_byte(encoding: &'static encoding_rs::Encoding, letter: char) -> Option<u8> {
    let mut utf8 = [0; 4];
    let (bytes, _, unmappable) = encoding.encode(letter.encode_utf8(&mut utf8));
    // Windows-1252 of the web maps its five holes to control characters; no font has a letter there.
    match (bytes.as_ref(), unmappable) {
        ([byte], false) if *byte >= 0x80 => Some(*byte),
        _ => None,
    }
}

fn kanji_bytes(letter: char) -> Option<[u8; 2]> {
    let mut utf8 = [0; 4];
    let (bytes, _, unmappable) = SHIFT_JIS.encode(letter.encode_utf8(&mut utf8));
    match (bytes.as_ref(), unmappable) {
        ([first, second], false) => Some([*first, *second]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(profile: &str, text: &str) -> String {
        printable(&Profile::by_name(profile).unwrap(), text)
    }

    fn only_437() -> Profile {
        let mut profile = Profile::epson_80();
        profile.tables.retain(|slot| slot.table == CodeTable::Pc437);
        profile
    }

    #[test]
    fn both_tables_have_128_letters() {
        assert_eq!(
            (PC437_UPPER.chars().count(), PC858_UPPER.chars().count()),
            (128, 128)
        );
    }

    #[test]
    fn a_letter_stays_where_the_printer_has_it() {
        assert_eq!(
            on("epson-80", "Crème brûlée 12,50 €"),
            "Crème brûlée 12,50 €"
        );
        assert_eq!(on("epson-80-jp", "たこ焼き ¥500 è ｱ"), "たこ焼き ¥500 è ｱ");
    }

    #[test]
    fn a_letter_that_is_missing_is_spelled() {
        assert_eq!(on("epson-80", "Łódź – ₹5…"), "Lódz – Rs5…");
        assert_eq!(printable(&only_437(), "“naïve” – …"), "\"naïve\" - ...");
        assert_eq!(printable(&only_437(), "12,50 €"), "12,50 EUR");
    }

    #[test]
    fn a_letter_that_cannot_be_spelled_is_a_dot_and_no_question_mark() {
        assert_eq!(on("epson-80", "鸡 🍕 ไทย"), "· · ···");
    }

    #[test]
    fn two_characters_for_one_letter_become_one() {
        assert_eq!(on("epson-80", "Cre\u{300}me"), "Crème");
        assert_eq!(on("epson-80-jp", "カ\u{3099}"), "ガ");
    }

    #[test]
    fn control_and_invisible_characters_are_gone() {
        assert_eq!(
            on("epson-80", "a\u{1b}@b\u{10}\u{4}\u{1}c\u{202e}d\u{85}\ne"),
            "a@bcd e"
        );
    }

    #[test]
    fn known_bytes_are_the_printers_own() {
        let profile = Profile::epson_80();
        assert_eq!(code(&profile, '€'), Some(Code::Table(19, 0xd5)));
        assert_eq!(code(&profile, 'é'), Some(Code::Table(19, 0x82)));
        assert_eq!(code(&profile, 'Š'), Some(Code::Table(16, 0x8a)));
        assert_eq!(
            code(&Profile::epson_80_jp(), '焼'),
            Some(Code::Kanji([0x8f, 0xc4]))
        );
        assert_eq!(
            code(&Profile::epson_80_jp(), '¥'),
            Some(Code::Table(0, 0x9d))
        );
    }
}
