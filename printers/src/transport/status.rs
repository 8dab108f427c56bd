//! What a printer's status bytes mean.

use serde::{Deserialize, Serialize};

use super::Trouble;

/// `DLE EOT n`: answered at once, even while the printer is offline.
pub(super) const ASK_PRINTER: [u8; 3] = [0x10, 0x04, 1];
pub(super) const ASK_OFFLINE_CAUSE: [u8; 3] = [0x10, 0x04, 2];
pub(super) const ASK_PAPER: [u8; 3] = [0x10, 0x04, 4];

/// How a printer is.
#[expect(clippy::struct_excessive_bools, reason = "each is a sensor of its own")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrinterStatus {
    /// It prints.
    pub online: bool,
    /// Its cover is open.
    pub cover_open: bool,
    /// It has no paper.
    pub paper_out: bool,
    /// It soon has no paper; a warning only.
    pub paper_near_end: bool,
    /// The drawer on its plug is open; only as good as the profile's word on the plug's line.
    pub drawer_open: bool,
}

/// A byte that came from a printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    /// The answer to a `DLE EOT`.
    Status(u8),
    /// The answer to `GS r 1`.
    Ack,
    /// Something that was not asked for.
    Other,
}

/// Tells the answers apart by the bits that never change: `0xx1xx10` and `0xx0xxxx`.
pub(crate) const fn reply(byte: u8) -> Reply {
    match byte {
        _ if byte & 0b1001_0011 == 0b0001_0010 => Reply::Status(byte),
        _ if byte & 0b1001_0000 == 0 => Reply::Ack,
        _ => Reply::Other,
    }
}

impl PrinterStatus {
    /// From the answers to `DLE EOT` 1, 2 and 4.
    pub(super) const fn from_replies(
        printer: u8,
        offline_cause: u8,
        paper: u8,
        open_is_high: bool,
    ) -> Self {
        Self {
            online: printer & 0x08 == 0,
            cover_open: offline_cause & 0x04 != 0,
            paper_out: offline_cause & 0x20 != 0 || paper & 0x60 != 0,
            paper_near_end: paper & 0x0c != 0,
            drawer_open: (printer & 0x04 != 0) == open_is_high,
        }
    }

    /// What keeps it from printing; the cause that a person can mend comes first.
    pub const fn trouble(self) -> Option<Trouble> {
        match self {
            Self {
                cover_open: true, ..
            } => Some(Trouble::CoverOpen),
            Self {
                paper_out: true, ..
            } => Some(Trouble::PaperOut),
            Self { online: false, .. } => Some(Trouble::Offline),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WELL: u8 = 0x12;

    #[test]
    fn a_well_printer_is_ready() {
        let status = PrinterStatus::from_replies(WELL, WELL, WELL, true);
        assert_eq!(
            status,
            PrinterStatus {
                online: true,
                ..PrinterStatus::default()
            }
        );
        assert_eq!(status.trouble(), None);
    }

    #[test]
    fn each_trouble_is_read_from_its_bits() {
        let of = |one, two, four| PrinterStatus::from_replies(one, two, four, true);
        assert_eq!(of(0x1a, 0x16, WELL).trouble(), Some(Trouble::CoverOpen));
        assert_eq!(of(0x1a, 0x32, 0x7e).trouble(), Some(Trouble::PaperOut));
        assert_eq!(of(0x1a, WELL, WELL).trouble(), Some(Trouble::Offline));
        assert_eq!(of(WELL, WELL, 0x1e).trouble(), None);
        assert!(of(WELL, WELL, 0x1e).paper_near_end);
    }

    #[test]
    fn a_drawer_is_open_at_the_level_that_its_plug_says() {
        assert!(PrinterStatus::from_replies(0x16, WELL, WELL, true).drawer_open);
        assert!(PrinterStatus::from_replies(WELL, WELL, WELL, false).drawer_open);
    }

    #[test]
    fn no_status_byte_is_taken_for_an_acknowledgement() {
        for byte in [0x12, 0x16, 0x1a, 0x1e, 0x32, 0x72, 0x7e] {
            assert_eq!(reply(byte), Reply::Status(byte));
        }
        for byte in [0x00, 0x03, 0x0c, 0x0f] {
            assert_eq!(reply(byte), Reply::Ack);
        }
        assert_eq!(reply(0xff), Reply::Other);
    }
}
