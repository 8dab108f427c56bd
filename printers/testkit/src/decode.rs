//! Reads ESC/POS one command at a time.
//!
//! A command that lacks bytes waits for them, also into the next job: a real printer swallows the
//! head of the next receipt after a kick of three bytes, and so does this one.

use crate::letters;

const NUL: u8 = 0;
const HT: u8 = 0x09;
const LF: u8 = 0x0a;
const CR: u8 = 0x0d;
const ESC: u8 = 0x1b;
const FS: u8 = 0x1c;
const GS: u8 = 0x1d;

/// What a command does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// A letter of so many columns.
    Letter(char, u16),
    /// End of the line.
    LineFeed,
    /// More empty lines.
    Feed(u8),
    /// Everything as it was when switched on.
    Reset,
    /// Heavier text.
    Bold(bool),
    /// White on black.
    Invert(bool),
    /// With a line under it.
    Underline(bool),
    /// Times wider and times higher.
    Size(u8, u8),
    /// The paper is parted; a blade leaves a bridge or not.
    Cut { partial: bool },
    /// The drawer's coil pulls.
    Kick { pin: u8, on_2ms: u8, off_2ms: u8 },
    /// A question that is answered in its turn.
    Ask(u8),
    /// A square code is printed.
    Qr(String),
    /// It changes nothing that can be seen here.
    Nothing,
    /// Nobody knows it.
    Unknown(Vec<u8>),
}

/// The modes that decide how bytes are read.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    table: u8,
    kanji: bool,
    shift_jis: bool,
    qr: String,
    /// Stands for the printers that wake up in kanji mode.
    pub(crate) wakes_in_kanji: bool,
}

/// How many bytes a command takes, and what it does.
type Step = Option<(usize, Action)>;

impl Decoder {
    /// The command at the head of `bytes`; none while it is not whole.
    pub(crate) fn step(&mut self, bytes: &[u8]) -> Step {
        match bytes.first()? {
            &ESC => self.escape(bytes),
            &GS => self.group(bytes),
            &FS => self.file(bytes),
            &LF => Some((1, Action::LineFeed)),
            &HT => Some((1, Action::Letter(' ', 1))),
            &(NUL | CR) => Some((1, Action::Nothing)),
            byte @ ..0x20 => Some((1, Action::Unknown(vec![*byte]))),
            &first if self.kanji && letters::begins_kanji(first) => {
                let second = *bytes.get(1)?;
                let letter = if self.shift_jis {
                    letters::kanji([first, second])
                } else {
                    '妋'
                };
                Some((2, Action::Letter(letter, 2)))
            }
            byte @ 0x20..0x7f => Some((1, Action::Letter(char::from(*byte), 1))),
            &0x7f => Some((1, Action::Unknown(vec![0x7f]))),
            byte => Some((1, Action::Letter(letters::in_table(self.table, *byte), 1))),
        }
    }

    fn escape(&mut self, bytes: &[u8]) -> Step {
        let on = |bytes: &[u8]| bytes.get(2).map(|byte| byte & 1 == 1);
        match *bytes.get(1)? {
            b'@' => {
                let wakes_in_kanji = self.wakes_in_kanji;
                *self = Self {
                    wakes_in_kanji,
                    kanji: wakes_in_kanji,
                    ..Self::default()
                };
                Some((2, Action::Reset))
            }
            b'!' => {
                let mode = *bytes.get(2)?;
                let (wide, high) = (u8::from(mode & 0x20 != 0), u8::from(mode & 0x10 != 0));
                Some((3, Action::Size(wide + 1, high + 1)))
            }
            b'E' | b'G' => Some((3, Action::Bold(on(bytes)?))),
            b'-' => Some((3, Action::Underline(*bytes.get(2)? & 3 != 0))),
            b't' => {
                self.table = *bytes.get(2)?;
                Some((3, Action::Nothing))
            }
            b'd' => Some((3, Action::Feed(*bytes.get(2)?))),
            b'p' => {
                let [pin, on_2ms, off_2ms] = *bytes.get(2..5)?.first_chunk()?;
                Some((
                    5,
                    Action::Kick {
                        pin,
                        on_2ms,
                        off_2ms,
                    },
                ))
            }
            b'2' => Some((2, Action::Nothing)),
            b'3' | b'a' | b'J' | b'M' | b'R' | b'V' | b'{' => {
                bytes.get(2).map(|_| (3, Action::Nothing))
            }
            other => Some((2, Action::Unknown(vec![ESC, other]))),
        }
    }

    fn group(&mut self, bytes: &[u8]) -> Step {
        match *bytes.get(1)? {
            b'!' => {
                let size = *bytes.get(2)?;
                Some((3, Action::Size((size >> 4) + 1, (size & 0x0f) + 1)))
            }
            b'B' => Some((3, Action::Invert(*bytes.get(2)? & 1 == 1))),
            b'V' => match *bytes.get(2)? {
                0 | 48 => Some((3, Action::Cut { partial: false })),
                1 | 49 => Some((3, Action::Cut { partial: true })),
                65 => bytes.get(3).map(|_| (4, Action::Cut { partial: false })),
                66 => bytes.get(3).map(|_| (4, Action::Cut { partial: true })),
                other => Some((3, Action::Unknown(vec![GS, b'V', other]))),
            },
            b'r' => Some((3, Action::Ask(*bytes.get(2)?))),
            b'(' => self.function(bytes),
            b'a' | b'b' | b'h' | b'w' | b'H' | b'f' => bytes.get(2).map(|_| (3, Action::Nothing)),
            b'L' | b'W' | b'P' => bytes.get(3).map(|_| (4, Action::Nothing)),
            other => Some((2, Action::Unknown(vec![GS, other]))),
        }
    }

    /// `GS ( x pL pH`, which says its own length.
    fn function(&mut self, bytes: &[u8]) -> Step {
        let (kind, low, high) = (*bytes.get(2)?, *bytes.get(3)?, *bytes.get(4)?);
        let length = usize::from(low) + 256 * usize::from(high);
        let data = bytes.get(5..5 + length)?;
        let action = match (kind, data) {
            (b'k', [49, 80, 48, text @ ..]) => {
                self.qr = String::from_utf8_lossy(text).into_owned();
                Action::Nothing
            }
            (b'k', [49, 81, ..]) => Action::Qr(self.qr.clone()),
            (b'k', [49, 65 | 67 | 69, ..]) => Action::Nothing,
            _ => Action::Unknown(vec![GS, b'(', kind]),
        };
        Some((5 + length, action))
    }

    fn file(&mut self, bytes: &[u8]) -> Step {
        match *bytes.get(1)? {
            mode @ (b'.' | b'&') => {
                self.kanji = mode == b'&';
                Some((2, Action::Nothing))
            }
            b'C' => {
                self.shift_jis = *bytes.get(2)? & 1 == 1;
                Some((3, Action::Nothing))
            }
            b'-' | b'!' => bytes.get(2).map(|_| (3, Action::Nothing)),
            b'S' => bytes.get(3).map(|_| (4, Action::Nothing)),
            other => Some((2, Action::Unknown(vec![FS, other]))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actions(decoder: &mut Decoder, mut bytes: &[u8]) -> Vec<Action> {
        let mut actions = Vec::new();
        while let Some((taken, action)) = decoder.step(bytes) {
            actions.push(action);
            bytes = &bytes[taken..];
        }
        actions
    }

    #[test]
    fn a_kick_of_three_bytes_swallows_the_next_two() {
        let kick = Action::Kick {
            pin: 0,
            on_2ms: 0x1b,
            off_2ms: b'@',
        };
        assert_eq!(actions(&mut Decoder::default(), b"\x1bp\0"), []);
        assert_eq!(actions(&mut Decoder::default(), b"\x1bp\0\x1b@"), [kick]);
    }

    #[test]
    fn the_two_cuts_are_told_apart() {
        let cut = |bytes| actions(&mut Decoder::default(), bytes);
        assert_eq!(cut(b"\x1dVA\x01"), [Action::Cut { partial: false }]);
        assert_eq!(cut(b"\x1dVB\0"), [Action::Cut { partial: true }]);
    }

    #[test]
    fn a_printer_that_wakes_in_kanji_mode_garbles_accents_until_told() {
        let mut decoder = Decoder {
            wakes_in_kanji: true,
            ..Decoder::default()
        };
        assert_eq!(
            actions(&mut decoder, b"\x1b@\x1bt\x13\x8am"),
            [Action::Reset, Action::Nothing, Action::Letter('妋', 2)]
        );
        assert_eq!(
            actions(&mut decoder, b"\x1c.\x8am"),
            [
                Action::Nothing,
                Action::Letter('è', 1),
                Action::Letter('m', 1)
            ]
        );
    }

    #[test]
    fn what_nobody_knows_is_said() {
        assert_eq!(
            actions(&mut Decoder::default(), b"\x1bZ"),
            [Action::Unknown(vec![0x1b, b'Z'])]
        );
        assert_eq!(
            actions(&mut Decoder::default(), b"\x07"),
            [Action::Unknown(vec![7])]
        );
    }
}
