//! Turns laid out lines into the bytes of a printer: one job, one buffer.
//!
//! The crate `escpos` encodes what it encodes rightly, into memory: styles, sizes, code tables and
//! square codes. The drawer kick, the partial cut and every letter are ours, because there it sends
//! three bytes of five, cuts through, and falls back to UTF-8 that no printer understands.

mod wire;

use escpos::errors::PrinterError;

use crate::{
    charset::{self, Code},
    layout::{PhysicalLine, Run},
    profile::{Ack, CutKind, DrawerPin, Kanji, Profile},
};
use wire::Wire;

/// The longest text of a square code; longer ones are too fine for a thermal head.
pub const QR_BYTES_MAX: usize = 512;

/// `GS r 1`: a printer answers one byte when it comes to it, so everything before is on paper.
pub const ACK_REQUEST: [u8; 3] = [0x1d, b'r', 1];

const LF: u8 = b'\n';
const FS: u8 = 0x1c;
/// Cancels kanji mode. Many printers start in it and would read two accented letters as one sign.
const KANJI_OFF: [u8; 2] = [FS, b'.'];
const KANJI_ON: [u8; 2] = [FS, b'&'];
const KANJI_IS_SHIFT_JIS: [u8; 3] = [FS, b'C', 1];
/// Feeds to the blade and leaves a bridge: `m` is 66, and 65 would cut through.
const PARTIAL_CUT: [u8; 4] = [0x1d, b'V', 66, 0];
const FULL_CUT: [u8; 4] = [0x1d, b'V', 65, 0];
/// Empty lines that bring the last line over a tear bar.
const TEAR_FEED: [u8; 4] = [LF; 4];
const NUL: u8 = 0;
/// Header and trailer of a square code's data, generously.
const QR_FRAME_BYTES: usize = 64;

/// Why a document cannot become bytes.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// A square code holds too much.
    #[error("the square code holds {0} bytes, more than {QR_BYTES_MAX}")]
    QrTooLong(usize),
    /// The encoder of commands refused.
    #[error("command refused: {0}")]
    Command(#[from] PrinterError),
}

/// The bytes of one job, the request for the printer's word at their end where it gives one.
pub fn encode(lines: &[PhysicalLine], profile: &Profile) -> Result<Vec<u8>, EncodeError> {
    let mut wire = Wire::new();
    prologue(&mut wire, profile)?;
    let mut letters = Letters {
        profile,
        table: None,
        kanji: false,
    };
    for line in lines {
        match line {
            PhysicalLine::Text(runs) => {
                for run in runs {
                    wire.style(run.style, profile.kanji == Kanji::ShiftJis)?;
                    letters.write(run, &mut wire)?;
                }
                wire.raw(&[LF])?;
            }
            PhysicalLine::Qr(text) => {
                letters.leave_kanji(&mut wire)?;
                if text.len() > QR_BYTES_MAX {
                    return Err(EncodeError::QrTooLong(text.len()));
                }
                wire.qr(text)?;
            }
            PhysicalLine::Cut => {
                wire.raw(match profile.cut {
                    CutKind::Partial => &PARTIAL_CUT,
                    CutKind::Full => &FULL_CUT,
                    CutKind::None => &TEAR_FEED,
                })?;
            }
        }
    }
    letters.leave_kanji(&mut wire)?;
    if profile.ack == Ack::GsR {
        wire.raw(&ACK_REQUEST)?;
    }
    Ok(wire.into_bytes()?)
}

/// The five bytes that open the drawer, where the profile has one.
pub fn kick(profile: &Profile) -> Option<[u8; 5]> {
    let kick = profile.kick?;
    let pin = match kick.pin {
        DrawerPin::Pin2 => 0,
        DrawerPin::Pin5 => 1,
    };
    Some([0x1b, b'p', pin, kick.on_2ms, kick.off_2ms])
}

/// What goes before the next job when one was broken off in the middle.
///
/// The zeros end whatever command the printer still waits for, and the half paper is cut away under
/// a line that says so.
pub fn recovery_prefix(profile: &Profile, notice: &str) -> Result<Vec<u8>, EncodeError> {
    let mut wire = Wire::new();
    wire.raw(&[NUL; QR_BYTES_MAX + QR_FRAME_BYTES])?;
    prologue(&mut wire, profile)?;
    let mut letters = Letters {
        profile,
        table: None,
        kanji: false,
    };
    let text = charset::printable(profile, notice);
    wire.raw(&[LF])?;
    letters.write(
        &Run {
            text,
            style: crate::doc::Style::PLAIN,
        },
        &mut wire,
    )?;
    letters.leave_kanji(&mut wire)?;
    wire.raw(&[LF])?;
    wire.raw(if profile.cut == CutKind::None {
        &TEAR_FEED
    } else {
        &PARTIAL_CUT
    })?;
    Ok(wire.into_bytes()?)
}

fn prologue(wire: &mut Wire, profile: &Profile) -> Result<(), PrinterError> {
    wire.init()?;
    if profile.kanji == Kanji::ShiftJis {
        wire.raw(&KANJI_IS_SHIFT_JIS)?;
    }
    wire.raw(&KANJI_OFF)
}

/// Which table the printer has selected while letters go out.
struct Letters<'a> {
    profile: &'a Profile,
    table: Option<u8>,
    kanji: bool,
}

impl Letters<'_> {
    /// A letter without a code is dropped: layout has put a dot there, and a control byte has no code.
    fn write(&mut self, run: &Run, wire: &mut Wire) -> Result<(), PrinterError> {
        let mut bytes = Vec::with_capacity(run.text.len());
        for letter in run.text.chars() {
            match charset::code(self.profile, letter) {
                None => {}
                Some(Code::Ascii(byte)) => {
                    self.kanji_mode(false, &mut bytes);
                    bytes.push(byte);
                }
                Some(Code::Table(number, byte)) => {
                    self.kanji_mode(false, &mut bytes);
                    if self.table != Some(number) {
                        bytes.extend([0x1b, b't', number]);
                        self.table = Some(number);
                    }
                    bytes.push(byte);
                }
                Some(Code::Kanji(pair)) => {
                    self.kanji_mode(true, &mut bytes);
                    bytes.extend(pair);
                }
            }
        }
        wire.raw(&bytes)
    }

    fn leave_kanji(&mut self, wire: &mut Wire) -> Result<(), PrinterError> {
        let mut bytes = Vec::new();
        self.kanji_mode(false, &mut bytes);
        wire.raw(&bytes)
    }

    fn kanji_mode(&mut self, wanted: bool, bytes: &mut Vec<u8>) {
        if self.kanji != wanted {
            bytes.extend(if wanted { KANJI_ON } else { KANJI_OFF });
            self.kanji = wanted;
        }
    }
}

#[cfg(test)]
#[path = "escpos/tests.rs"]
mod tests;
