//! The emulated printer without its socket: bytes in, paper and answers out.

use std::{collections::VecDeque, time::Duration};

use printers::{
    doc::{Size, Style},
    html,
    layout::{PhysicalLine, Run},
    text,
};
use serde::{Deserialize, Serialize};

use crate::decode::{Action, Decoder};

/// Papers and happenings that are kept.
pub const KEPT_MAX: usize = 200;
/// Bytes that wait in the printer; then it reads no more.
pub(crate) const BUFFER_BYTES_MAX: usize = 64 * 1024;

const DLE: u8 = 0x10;
const EOT: u8 = 0x04;
/// Bits that never change in an answer to `DLE EOT`.
const STATUS: u8 = 0x12;

/// What is wrong with the printer at the moment.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Faults {
    /// There is no paper: it buffers and prints nothing.
    pub paper_out: bool,
    /// The paper ends after so many more lines.
    pub paper_out_after_lines: Option<u32>,
    /// There is little paper.
    pub paper_near_end: bool,
    /// The cover is open: it buffers and prints nothing.
    pub cover_open: bool,
    /// It prints and never answers.
    pub mute: bool,
    /// Nobody can connect.
    pub refuse: bool,
    /// The connection breaks after so many bytes of jobs, once.
    pub drop_after_bytes: Option<u64>,
    /// It works at so many bytes a second.
    pub slow_bytes_per_s: Option<u32>,
    /// It wakes up in kanji mode, as many cheap ones do.
    pub wakes_in_kanji: bool,
}

/// A piece of paper that was cut off.
#[derive(Clone, Debug, Serialize)]
pub struct PrintedPaper {
    /// Its place among papers and happenings.
    pub number: u64,
    /// How long after the start it was cut, in milliseconds.
    pub after_ms: u64,
    /// What is on it.
    pub text: String,
    /// The same, as a picture.
    pub html: String,
    /// The cut leaves a bridge.
    pub partial_cut: bool,
}

/// Something that happened and is not on paper.
#[derive(Clone, Debug, Serialize)]
pub struct Happening {
    /// Its place among papers and happenings.
    pub number: u64,
    /// How long after the start, in milliseconds.
    pub after_ms: u64,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The drawer opened.
    DrawerOpened {
        /// The plug's pin as the command says it: 0 or 1.
        pin: u8,
        /// How long the coil pulled, in units of two milliseconds.
        on_2ms: u8,
        /// How long it rested, in units of two milliseconds.
        off_2ms: u8,
    },
    /// Bytes that no printer knows.
    UnknownCommand(Vec<u8>),
}

/// Everything that can be seen of the printer.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Snapshot {
    /// Counts every change.
    pub version: u64,
    /// Papers that were cut off, the oldest first.
    pub papers: Vec<PrintedPaper>,
    /// What happened beside them, the oldest first.
    pub happenings: Vec<Happening>,
    /// What hangs out of the printer and is not cut.
    pub hanging: String,
    /// What is wrong.
    pub faults: Faults,
    /// The drawer is open.
    pub drawer_open: bool,
    /// Bytes of jobs that have come in.
    pub bytes: u64,
    /// Connections that were made.
    pub connections: u64,
}

/// The printer.
#[derive(Debug)]
pub(crate) struct Machine {
    columns: u16,
    decoder: Decoder,
    /// Came in, not yet looked at for questions that are answered at once.
    incoming: VecDeque<u8>,
    /// Waits to be printed.
    buffer: VecDeque<u8>,
    style: Style,
    line: Vec<Run>,
    line_columns: u16,
    roll: Vec<PhysicalLine>,
    papers: VecDeque<PrintedPaper>,
    happenings: VecDeque<Happening>,
    pub(crate) faults: Faults,
    pub(crate) drawer_open: bool,
    pub(crate) connections: u64,
    bytes: u64,
    number: u64,
}

impl Machine {
    pub(crate) fn new(columns: u16) -> Self {
        Self {
            columns,
            decoder: Decoder::default(),
            incoming: VecDeque::new(),
            buffer: VecDeque::new(),
            style: Style::PLAIN,
            line: Vec::new(),
            line_columns: 0,
            roll: Vec::new(),
            papers: VecDeque::new(),
            happenings: VecDeque::new(),
            faults: Faults::default(),
            drawer_open: false,
            connections: 0,
            bytes: 0,
            number: 0,
        }
    }

    pub(crate) fn snapshot(&self, version: u64) -> Snapshot {
        Snapshot {
            version,
            papers: self.papers.iter().cloned().collect(),
            happenings: self.happenings.iter().cloned().collect(),
            hanging: text::render(&self.roll),
            faults: self.faults,
            drawer_open: self.drawer_open,
            bytes: self.bytes,
            connections: self.connections,
        }
    }

    /// It cannot print now.
    pub(crate) fn is_stopped(&self) -> bool {
        self.faults.paper_out || self.faults.cover_open
    }

    /// There is room for more bytes.
    pub(crate) fn reads(&self) -> bool {
        self.buffer.len() < BUFFER_BYTES_MAX
    }

    /// There is something to print and nothing against it.
    pub(crate) fn has_work(&self) -> bool {
        !self.buffer.is_empty() && !self.is_stopped()
    }

    /// How many bytes wait.
    pub(crate) fn buffered(&self) -> usize {
        self.buffer.len()
    }

    /// How many bytes of jobs have come in.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Takes bytes in and answers what is answered at once, wherever it stands.
    pub(crate) fn receive(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.incoming.extend(bytes);
        let mut answers = Vec::new();
        while let Some(&first) = self.incoming.front() {
            let taken = if first == DLE {
                match (self.incoming.get(1), self.incoming.get(2)) {
                    (None, _) | (Some(&EOT), None) => break,
                    (Some(&EOT), Some(&question)) => {
                        answers.extend(self.status(question));
                        3
                    }
                    _ => 0,
                }
            } else {
                0
            };
            if taken == 0 {
                self.buffer.extend(self.incoming.pop_front());
                self.bytes += 1;
            } else {
                self.incoming.drain(..taken);
            }
        }
        if self.faults.mute {
            Vec::new()
        } else {
            answers
        }
    }

    /// A broken connection takes with it what was on the way.
    pub(crate) fn disconnect(&mut self) {
        self.incoming.clear();
    }

    /// Works on the buffer for about so many bytes; the answers in their turn.
    pub(crate) fn work(&mut self, bytes_max: usize, after: Duration) -> Vec<u8> {
        let mut answers = Vec::new();
        let mut worked = 0;
        self.decoder.wakes_in_kanji = self.faults.wakes_in_kanji;
        self.buffer.make_contiguous();
        while worked < bytes_max && !self.is_stopped() {
            let Some((taken, action)) = self.decoder.step(self.buffer.as_slices().0) else {
                break;
            };
            self.buffer.drain(..taken);
            worked += taken;
            answers.extend(self.act(action, after));
        }
        if self.faults.mute {
            Vec::new()
        } else {
            answers
        }
    }

    fn status(&self, question: u8) -> Option<u8> {
        let flag = |on: bool, bits: u8| if on { bits } else { 0 };
        let faults = &self.faults;
        match question {
            1 => Some(STATUS | flag(self.is_stopped(), 0x08) | flag(self.drawer_open, 0x04)),
            2 => Some(STATUS | flag(faults.cover_open, 0x04) | flag(faults.paper_out, 0x20)),
            3 => Some(STATUS),
            4 => {
                let near = faults.paper_near_end || faults.paper_out;
                Some(STATUS | flag(near, 0x0c) | flag(faults.paper_out, 0x60))
            }
            _ => None,
        }
    }

    fn act(&mut self, action: Action, after: Duration) -> Option<u8> {
        match action {
            Action::Letter(letter, columns) => self.letter(letter, columns),
            Action::LineFeed => self.end_line(),
            Action::Feed(lines) => (0..lines).for_each(|_| self.end_line()),
            Action::Reset => self.style = Style::PLAIN,
            Action::Bold(bold) => self.style.bold = bold,
            Action::Invert(invert) => self.style.invert = invert,
            Action::Underline(underline) => self.style.underline = underline,
            Action::Size(wide, high) => {
                self.style.size = match (wide, high) {
                    (1, 1) => Size::Normal,
                    (1, _) => Size::Tall,
                    _ => Size::Double,
                };
            }
            Action::Cut { partial } => self.cut(partial, after),
            Action::Kick {
                pin,
                on_2ms,
                off_2ms,
            } => {
                self.drawer_open = true;
                self.happened(
                    What::DrawerOpened {
                        pin,
                        on_2ms,
                        off_2ms,
                    },
                    after,
                );
            }
            Action::Ask(1 | 49) => return Some(if self.faults.paper_near_end { 0x03 } else { 0 }),
            Action::Ask(2 | 50) => return Some(u8::from(self.drawer_open)),
            Action::Qr(text) => self.roll.push(PhysicalLine::Qr(text)),
            Action::Ask(_) | Action::Nothing => {}
            Action::Unknown(bytes) => self.happened(What::UnknownCommand(bytes), after),
        }
        None
    }

    fn letter(&mut self, letter: char, columns: u16) {
        let columns = if self.style.size == Size::Double {
            columns * 2
        } else {
            columns
        };
        if self.line_columns + columns > self.columns {
            self.end_line();
        }
        self.line_columns += columns;
        match self.line.last_mut() {
            Some(run) if run.style == self.style => run.text.push(letter),
            _ => self.line.push(Run {
                text: letter.to_string(),
                style: self.style,
            }),
        }
    }

    fn end_line(&mut self) {
        self.roll
            .push(PhysicalLine::Text(std::mem::take(&mut self.line)));
        self.line_columns = 0;
        if let Some(lines) = &mut self.faults.paper_out_after_lines {
            *lines = lines.saturating_sub(1);
            if *lines == 0 {
                self.faults.paper_out = true;
                self.faults.paper_out_after_lines = None;
            }
        }
    }

    fn cut(&mut self, partial_cut: bool, after: Duration) {
        if !self.line.is_empty() {
            self.end_line();
        }
        let roll = std::mem::take(&mut self.roll);
        if roll.is_empty() {
            return;
        }
        let (number, after_ms) = (self.next_number(), millis(after));
        let (text, html) = (text::render(&roll), html::render(&roll));
        self.papers.push_back(PrintedPaper {
            number,
            after_ms,
            text,
            html,
            partial_cut,
        });
        if self.papers.len() > KEPT_MAX {
            self.papers.pop_front();
        }
    }

    fn happened(&mut self, what: What, after: Duration) {
        let (number, after_ms) = (self.next_number(), millis(after));
        self.happenings.push_back(Happening {
            number,
            after_ms,
            what,
        });
        if self.happenings.len() > KEPT_MAX {
            self.happenings.pop_front();
        }
    }

    fn next_number(&mut self) -> u64 {
        self.number += 1;
        self.number
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl Snapshot {
    /// How often the drawer opened.
    pub fn kicks(&self) -> usize {
        let opened = |happening: &&Happening| matches!(happening.what, What::DrawerOpened { .. });
        self.happenings.iter().filter(opened).count()
    }

    /// Bytes that no printer knows.
    pub fn unknown_commands(&self) -> Vec<&[u8]> {
        let unknown = |happening| match happening {
            &Happening {
                what: What::UnknownCommand(ref bytes),
                ..
            } => Some(bytes.as_slice()),
            _ => None,
        };
        self.happenings.iter().filter_map(unknown).collect()
    }

    /// Some paper holds this text.
    pub fn shows(&self, text: &str) -> bool {
        self.papers.iter().any(|paper| paper.text.contains(text))
    }
}
