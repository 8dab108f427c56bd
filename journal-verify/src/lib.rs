//! Reads an exported journal (`shared::journal::export`) and tells whether it is whole, or which
//! line is not what the device wrote.
//!
//! The file is read once, in blocks that are checked side by side; what is kept of it are the payments
//! of the days that no closure covers yet, and a few sums for each day.
//! Within a block hashes are computed one by one and signatures are verified together, and only
//! where that fails one by one, to name the record.

mod block;

use std::io::{BufRead, Read as _};

use ed25519_dalek::VerifyingKey;
use shared::{
    closure::{Takings, TakingsError},
    ids::DeviceId,
    journal::{
        Hash, JournalError, SumsError, Tail,
        export::{End, ExportError, FORMAT, Head},
    },
};

use block::{Block, Outcome, Signer};

/// Longer lines are no record's; a file without newlines must not fill the memory.
const LINE_BYTES_MAX: u64 = 16 * 1_024 * 1_024;

/// How the file is cut up for checking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocks {
    /// How many blocks are checked side by side.
    pub side_by_side: usize,
    /// How many lines a block has.
    pub lines: usize,
}

impl Default for Blocks {
    /// Blocks large enough that verifying signatures together pays, on all processors.
    fn default() -> Self {
        Self {
            side_by_side: std::thread::available_parallelism().map_or(1, usize::from),
            lines: 8_192,
        }
    }
}

/// What a whole journal says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Whose journal it is.
    pub device: DeviceId,
    /// The key that signed all of it, in hexadecimal.
    pub public_key: String,
    /// How many records.
    pub records: u64,
    /// Hash of the last one.
    pub last_hash: Hash,
    /// Time of the first record and of the last, in milliseconds since 1970; none without records.
    pub from_to_ms: Option<(i64, i64)>,
    /// When the file was made.
    pub made_at_ms: i64,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The head names a key that did not sign it.
    #[error("the head of the file was changed: {0}")]
    Head(ExportError),
    /// The file is signed by another key than the one that was asked for.
    #[error("another key signed this journal: {0}")]
    OtherKey(String),
    /// It is neither a record nor an end.
    #[error("this is no record: {0}")]
    NoRecord(String),
    /// It says what a record says, but not as a device writes it: spaces, letters, order.
    #[error("the text of the record was changed, not its meaning")]
    NotAsWritten,
    /// A record of another device.
    #[error("this record is of another device: {0}")]
    OtherDevice(DeviceId),
    /// The record itself, or its place among the others.
    #[error("{0}")]
    Record(#[from] JournalError),
    /// The end was changed.
    #[error("the end of the file was changed: {0}")]
    End(ExportError),
    /// The device signed for another number of records, or for another last one.
    #[error("the device signed for {signed} records, and {found} are here")]
    Cut {
        /// So many there were.
        signed: u64,
        /// So many are here.
        found: u64,
    },
    /// The device signed for another last record.
    #[error("the last record is not the one that the device signed for")]
    OtherLast,
    /// It is what the device wrote, and its figures contradict each other.
    #[error("the figures of the check do not add up: {0}")]
    Sums(#[from] SumsError),
    /// It is what the device wrote, and a closure says other tenders than its records.
    #[error("{0}")]
    Takings(#[from] TakingsError),
    /// Something stands after the end.
    #[error("something stands after the end")]
    AfterEnd,
    /// The file stops before its end.
    #[error("the end is missing: the file was cut here")]
    NoEnd,
    /// The last newline is missing.
    #[error("the line is cut off: it does not end with a newline")]
    NoNewline,
}

/// Why a file is not believed.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It cannot be read.
    #[error("line {line}: the file cannot be read: {source}")]
    Read {
        /// Where it stopped.
        line: u64,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is something else.
    #[error("line 1: this is no exported journal: {why}")]
    NotAJournal {
        /// What the first line lacks.
        why: String,
    },
    /// It is a journal, and not what the device wrote.
    #[error("line {line}, record {record}: {what}")]
    Changed {
        /// Which line, from 1.
        line: u64,
        /// Which record stands there or should; 0 for the head.
        record: u64,
        /// What is wrong with it.
        what: Wrong,
    },
}

impl VerifyError {
    fn at(line: u64, what: Wrong) -> Self {
        Self::Changed {
            line,
            record: line.saturating_sub(1),
            what,
        }
    }
}

/// Reads a whole export. `key` is the public key that the reader knows the device by, in
/// hexadecimal, if they do.
///
/// The first thing that is wrong ends the reading.
pub fn verify(
    mut input: impl BufRead,
    key: Option<&str>,
    cut: Blocks,
) -> Result<Whole, VerifyError> {
    let (head, public) = head(&mut input, key)?;
    let signer = Signer {
        device: head.device,
        key: public,
    };
    let mut chain = Chain::new(&signer);
    let mut blocks = read_blocks(&mut input, chain.line, cut)?;
    while !blocks.is_empty() {
        let line = chain.line + blocks.iter().map(Block::lines).sum::<u64>();
        let read = || read_blocks(&mut input, line, cut);
        let (outcomes, next) = check_all(&blocks, &signer, read);
        for (block, outcome) in outcomes {
            chain.take(block, outcome)?;
        }
        // What is wrong before it is said before it.
        blocks = next?;
    }
    chain.finish(&head)
}

/// Checks all blocks side by side, and does something else meanwhile.
fn check_all<'a, T>(
    blocks: &'a [Block],
    signer: &Signer,
    meanwhile: impl FnOnce() -> T,
) -> (Vec<(&'a Block, Outcome)>, T) {
    std::thread::scope(|scope| {
        let running: Vec<_> = blocks
            .iter()
            .map(|block| (block, scope.spawn(move || block.check(signer))))
            .collect();
        let done = meanwhile();
        let join = |(block, thread): (_, std::thread::ScopedJoinHandle<'_, Outcome>)| match thread
            .join()
        {
            Ok(outcome) => (block, outcome),
            Err(panic) => std::panic::resume_unwind(panic),
        };
        (running.into_iter().map(join).collect(), done)
    })
}

fn head(input: &mut impl BufRead, key: Option<&str>) -> Result<(Head, VerifyingKey), VerifyError> {
    let no = |why: String| VerifyError::NotAJournal { why };
    let line = read_line(input, 1)?.ok_or_else(|| no("it is empty".to_owned()))?;
    let head: Head = serde_json::from_slice(&line).map_err(|error| no(error.to_string()))?;
    if head.format != FORMAT {
        return Err(no(format!(
            "its format is `{}`, not `{FORMAT}`",
            head.format
        )));
    }
    if !line.ends_with(b"\n") {
        return Err(VerifyError::at(1, Wrong::NoNewline));
    }
    if !block::is_as_written(&head, &[&head.public_key, &head.signature], &line) {
        return Err(VerifyError::at(1, Wrong::NotAsWritten));
    }
    let public = head
        .key()
        .map_err(|error| VerifyError::at(1, Wrong::Head(error)))?;
    if key.is_some_and(|key| !key.eq_ignore_ascii_case(&head.public_key)) {
        let other = Wrong::OtherKey(head.public_key);
        return Err(VerifyError::at(1, other));
    }
    Ok((head, public))
}

/// The next line with its newline; none at the end of the file.
fn read_line(input: &mut impl BufRead, line: u64) -> Result<Option<Vec<u8>>, VerifyError> {
    let mut bytes = Vec::new();
    input
        .take(LINE_BYTES_MAX)
        .read_until(b'\n', &mut bytes)
        .map_err(|source| VerifyError::Read { line, source })?;
    Ok((!bytes.is_empty()).then_some(bytes))
}

/// As many blocks as are checked side by side; none at the end of the file.
fn read_blocks(
    input: &mut impl BufRead,
    mut line: u64,
    cut: Blocks,
) -> Result<Vec<Block>, VerifyError> {
    let mut blocks = Vec::new();
    for _ in 0..cut.side_by_side.max(1) {
        let block = read_block(input, line, cut.lines.max(1))?;
        if block.lines() == 0 {
            break;
        }
        line += block.lines();
        blocks.push(block);
    }
    Ok(blocks)
}

fn read_block(
    input: &mut impl BufRead,
    first_line: u64,
    lines: usize,
) -> Result<Block, VerifyError> {
    let mut block = Block::new(first_line);
    for line in (first_line..).take(lines) {
        let read = input
            .take(LINE_BYTES_MAX)
            .read_until(b'\n', &mut block.bytes)
            .map_err(|source| VerifyError::Read { line, source })?;
        if read == 0 {
            break;
        }
        block.ends.push(block.bytes.len());
    }
    Ok(block)
}

/// What was found so far, block after block.
struct Chain<'a> {
    signer: &'a Signer,
    /// The next line.
    line: u64,
    tail: Tail,
    from_to_ms: Option<(i64, i64)>,
    end: Option<End>,
    /// The first record that does not add up.
    odd: Option<(u64, SumsError)>,
    takings: Takings,
    /// The first closure whose tenders are not those of its records.
    odd_takings: Option<(u64, TakingsError)>,
}

impl<'a> Chain<'a> {
    fn new(signer: &'a Signer) -> Self {
        Self {
            signer,
            line: 2,
            tail: Tail::START,
            from_to_ms: None,
            end: None,
            odd: None,
            takings: Takings::default(),
            odd_takings: None,
        }
    }

    fn take(&mut self, block: &Block, outcome: Outcome) -> Result<(), VerifyError> {
        if self.end.is_some() {
            return Err(VerifyError::at(self.line, Wrong::AfterEnd));
        }
        // A block does not know what stands before it; everything else it has checked.
        if let Some(first) = outcome.first
            && first.previous != self.tail.hash
        {
            let broken = JournalError::Broken(self.tail.number + 1);
            return Err(VerifyError::at(self.line, broken.into()));
        }
        if let Some(first) = outcome.first {
            let from = self.from_to_ms.map_or(first.at_ms, |(from, _)| from);
            self.from_to_ms = Some((from, outcome.last_at_ms));
            self.tail = outcome.tail;
        }
        // An end too early is wrong before whatever stands after it.
        let wrong_at = outcome.wrong.as_ref().map_or(u64::MAX, |(line, _)| *line);
        if let Some((line, end)) = outcome.end.filter(|(line, _)| *line < wrong_at) {
            self.check_end(line, &end)?;
            self.end = Some(end);
        }
        self.odd = self.odd.take().or(outcome.odd);
        for (line, number, fact) in &outcome.moved {
            if let Err(odd) = self.takings.read(*number, fact) {
                self.odd_takings.get_or_insert((*line, odd));
            }
        }
        if let Some((line, what)) = outcome.wrong {
            return Err(VerifyError::at(line, what));
        }
        self.line += block.lines();
        Ok(())
    }

    fn check_end(&self, line: u64, end: &End) -> Result<(), VerifyError> {
        end.verify(self.signer.device, &self.signer.key)
            .map_err(|error| VerifyError::at(line, Wrong::End(error)))?;
        if end.records != self.tail.number {
            let cut = Wrong::Cut {
                signed: end.records,
                found: self.tail.number,
            };
            return Err(VerifyError::at(line, cut));
        }
        if end.last_hash != self.tail.hash {
            return Err(VerifyError::at(line, Wrong::OtherLast));
        }
        Ok(())
    }

    fn finish(self, head: &Head) -> Result<Whole, VerifyError> {
        let end = self
            .end
            .ok_or_else(|| VerifyError::at(self.line, Wrong::NoEnd))?;
        // Last of all: whatever somebody changed would not add up either.
        if let Some((line, sums)) = self.odd {
            return Err(VerifyError::at(line, sums.into()));
        }
        if let Some((line, takings)) = self.odd_takings {
            return Err(VerifyError::at(line, takings.into()));
        }
        Ok(Whole {
            device: head.device,
            public_key: head.public_key.clone(),
            records: end.records,
            last_hash: end.last_hash,
            from_to_ms: self.from_to_ms,
            made_at_ms: end.at_ms,
        })
    }
}
