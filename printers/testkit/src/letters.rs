//! The emulated printer's letters, on purpose not those of the encoder it judges.
//!
//! A wrong entry that stood in one shared table would be invisible on paper.

use encoding_rs::{SHIFT_JIS, WINDOWS_1252};

const PC437: [&str; 8] = [
    "ÇüéâäàåçêëèïîìÄÅ",
    "ÉæÆôöòûùÿÖÜ¢£¥₧ƒ",
    "áíóúñÑªº¿⌐¬½¼¡«»",
    "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐",
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧",
    "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀",
    "αßΓπΣσµτΦΘΩδ∞φε∩",
    "≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
];

const PC858: [&str; 8] = [
    "ÇüéâäàåçêëèïîìÄÅ",
    "ÉæÆôöòûùÿÖÜø£Ø×ƒ",
    "áíóúñÑªº¿®¬½¼¡«»",
    "░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐",
    "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤",
    "ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀",
    "ÓßÔÒõÕµþÞÚÛÙýÝ¯´",
    "\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
];

/// What stands on paper for a byte that the printer has no letter for.
pub(crate) const NO_LETTER: char = '\u{fffd}';

/// The letter of a byte above ASCII in the table with this `ESC t` number.
pub(crate) fn in_table(number: u8, byte: u8) -> char {
    match number {
        0 => from_rows(&PC437, byte),
        1 if (0xa1..=0xdf).contains(&byte) => decoded(SHIFT_JIS, &[byte]),
        16 => decoded(WINDOWS_1252, &[byte]),
        19 => from_rows(&PC858, byte),
        _ => NO_LETTER,
    }
}

/// The letter of two bytes in kanji mode.
pub(crate) fn kanji(pair: [u8; 2]) -> char {
    decoded(SHIFT_JIS, &pair)
}

/// The byte begins a letter of two bytes in kanji mode.
pub(crate) const fn begins_kanji(byte: u8) -> bool {
    matches!(byte, 0x81..=0x9f | 0xe0..=0xfc)
}

fn from_rows(rows: &[&str; 8], byte: u8) -> char {
    let position = usize::from(byte.wrapping_sub(0x80));
    let row = rows.get(position / 16);
    row.and_then(|row| row.chars().nth(position % 16))
        .unwrap_or(NO_LETTER)
}

fn decoded(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> char {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.and_then(|text| text.chars().next())
        .filter(|letter| !letter.is_control())
        .unwrap_or(NO_LETTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_where_the_manuals_have_them() {
        assert_eq!((in_table(19, 0xd5), in_table(0, 0xd5)), ('€', '╒'));
        assert_eq!((in_table(19, 0x82), in_table(16, 0xe9)), ('é', 'é'));
        assert_eq!((in_table(1, 0xb1), kanji([0x8f, 0xc4])), ('ｱ', '焼'));
    }

    #[test]
    fn a_table_that_is_not_there_has_no_letters() {
        assert_eq!(
            (in_table(30, 0xd5), in_table(16, 0x81)),
            (NO_LETTER, NO_LETTER)
        );
    }
}
