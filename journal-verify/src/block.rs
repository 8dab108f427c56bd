//! Some thousand lines, checked by one thread.

use ed25519_dalek::{Signature, Verifier, VerifyingKey, verify_batch};
use serde::Serialize;
use shared::{
    ids::DeviceId,
    journal::{Fact, Hash, JournalError, OrderClosed, Record, SumsError, Tail, export::End},
};

use crate::Wrong;

/// Who must have written the lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signer {
    pub(crate) device: DeviceId,
    pub(crate) key: VerifyingKey,
}

/// Lines of the file, one after the other.
#[derive(Debug)]
pub(crate) struct Block {
    /// Number of its first line.
    first_line: u64,
    pub(crate) bytes: Vec<u8>,
    /// Where each line ends.
    pub(crate) ends: Vec<usize>,
}

/// The first record of a block, as far as the one before it has to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct First {
    pub(crate) previous: Hash,
    pub(crate) at_ms: i64,
}

/// What a block holds.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) first: Option<First>,
    pub(crate) tail: Tail,
    pub(crate) last_at_ms: i64,
    /// The end of the file, and its line.
    pub(crate) end: Option<(u64, End)>,
    /// The first line that is wrong.
    pub(crate) wrong: Option<(u64, Wrong)>,
    /// The first line that is as it was written and does not add up.
    pub(crate) odd: Option<(u64, SumsError)>,
    /// What moved money, and closures: line, record, and what it says.
    pub(crate) moved: Vec<(u64, u64, Fact)>,
}

/// What waits for its signature to be verified.
#[derive(Default)]
struct Waiting {
    lines: Vec<u64>,
    numbers: Vec<u64>,
    hashes: Vec<[u8; 32]>,
    signatures: Vec<Signature>,
}

impl Block {
    pub(crate) fn new(first_line: u64) -> Self {
        Self {
            first_line,
            bytes: Vec::new(),
            ends: Vec::new(),
        }
    }

    pub(crate) fn lines(&self) -> u64 {
        self.ends.len() as u64
    }

    /// Checks everything but whether the first record follows the block before.
    pub(crate) fn check(&self, signer: &Signer) -> Outcome {
        let mut outcome = Outcome {
            first: None,
            tail: Tail::START,
            last_at_ms: 0,
            end: None,
            wrong: None,
            odd: None,
            moved: Vec::new(),
        };
        let mut waiting = Waiting::default();
        let mut begin = 0;
        for (line, end) in (self.first_line..).zip(&self.ends) {
            let bytes = self.bytes.get(begin..*end).unwrap_or_default();
            begin = *end;
            if let Err(what) = take_line(&mut outcome, &mut waiting, signer, line, bytes) {
                outcome.wrong = Some((line, what));
                break;
            }
        }
        // What has no good signature stands before whatever else was found.
        if let Some((line, number)) = waiting.first_forged(&signer.key) {
            outcome.wrong = Some((line, JournalError::Signature(number).into()));
        }
        outcome
    }
}

fn take_line(
    outcome: &mut Outcome,
    waiting: &mut Waiting,
    signer: &Signer,
    line: u64,
    bytes: &[u8],
) -> Result<(), Wrong> {
    if outcome.end.is_some() {
        return Err(Wrong::AfterEnd);
    }
    if !bytes.ends_with(b"\n") {
        return Err(Wrong::NoNewline);
    }
    let record: Record = match serde_json::from_slice(bytes) {
        Ok(record) => record,
        Err(error) => {
            let end: End =
                serde_json::from_slice(bytes).map_err(|_| Wrong::NoRecord(error.to_string()))?;
            if !is_as_written(&end, &[&end.signature], bytes) {
                return Err(Wrong::NotAsWritten);
            }
            outcome.end = Some((line, end));
            return Ok(());
        }
    };
    // Numbers begin at 1 on the second line, so each line knows which record it holds.
    let before = Tail {
        number: line - 2,
        hash: outcome.first.map_or(record.previous, |_| outcome.tail.hash),
    };
    if record.number != before.number + 1 {
        let (expected, found) = (before.number + 1, record.number);
        return Err(JournalError::Gap { expected, found }.into());
    }
    if record.device != signer.device {
        return Err(Wrong::OtherDevice(record.device));
    }
    outcome.first.get_or_insert(First {
        previous: record.previous,
        at_ms: record.at_ms,
    });
    record.check(before)?;
    if !is_as_written(&record, &[&record.signature], bytes) {
        return Err(Wrong::NotAsWritten);
    }
    let signature = record.signature()?;
    // Only what is signed and in its place is worth adding up.
    if let Err(sums) = check_sums(&record.body) {
        outcome.odd.get_or_insert((line, sums));
    }
    if MOVES.iter().any(|kind| record.body.starts_with(kind))
        && let Ok(fact) = serde_json::from_str(&record.body)
    {
        outcome.moved.push((line, record.number, fact));
    }
    waiting.lines.push(line);
    waiting.numbers.push(record.number);
    waiting.hashes.push(record.hash.0);
    waiting.signatures.push(signature);
    outcome.tail = record.tail();
    outcome.last_at_ms = record.at_ms;
    Ok(())
}

/// How the bodies begin that the tenders of closures are added up from, and those of closures.
const MOVES: [&str; 4] = [
    "{\"kind\":\"payment\"",
    "{\"kind\":\"refunded\"",
    "{\"kind\":\"tip_changed\"",
    "{\"kind\":\"period_closed\"",
];
/// How the body of a settled check begins.
const CLOSED: &str = "{\"kind\":\"order_closed\"";
/// What is in it where it says how it was computed.
const RECKONED: &str = "\"reckoned\":{";

/// Adds up a settled check that says how it was computed. All else is believed: nothing of it can be
/// computed from the record alone.
fn check_sums(body: &str) -> Result<(), SumsError> {
    if !body.starts_with(CLOSED) || !body.contains(RECKONED) {
        return Ok(());
    }
    // What kind of fact it is was just read, so the check alone is: that halves it.
    match serde_json::from_str::<OrderClosed>(body) {
        Ok(closed) => closed.check_sums(),
        // A later version may write what this one cannot read.
        Err(_) => Ok(()),
    }
}

/// Whether the line is what a device writes for this value, to the byte. `digits` are texts of it
/// that are read as hexadecimal: capital letters would say the same.
pub(crate) fn is_as_written(value: &impl Serialize, digits: &[&str], line: &[u8]) -> bool {
    let has_capital = |text: &&str| text.bytes().any(|digit| digit.is_ascii_uppercase());
    if digits.iter().any(has_capital) {
        return false;
    }
    let mut text = Vec::with_capacity(line.len());
    let is_written = serde_json::to_writer(&mut text, value).is_ok();
    is_written && line.strip_suffix(b"\n") == Some(&text)
}

impl Waiting {
    /// The first line, and its record, that the key did not sign.
    fn first_forged(&self, key: &VerifyingKey) -> Option<(u64, u64)> {
        let texts: Vec<&[u8]> = self.hashes.iter().map(<[u8; 32]>::as_slice).collect();
        let keys = vec![*key; texts.len()];
        if verify_batch(&texts, &self.signatures, &keys).is_ok() {
            return None;
        }
        let mut one_by_one = self.hashes.iter().zip(&self.signatures);
        let place = one_by_one.position(|(hash, signature)| key.verify(hash, signature).is_err());
        // A batch that fails as a whole is not believed, even where no single one does.
        let place = place.unwrap_or(0);
        Some((*self.lines.get(place)?, *self.numbers.get(place)?))
    }
}
