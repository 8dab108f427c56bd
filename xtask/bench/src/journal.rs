//! P19: an outsider checks a whole exported journal, against the least of it: reading the same file,
//! hashing its bytes once and verifying as many signatures, in batches as large and on as many
//! processors.

mod facts;

use std::{
    fs::File,
    io::{BufRead as _, BufReader, BufWriter, Write as _},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};
use ed25519_dalek::{Signature, SigningKey, VerifyingKey, verify_batch};
use journal_verify::{Blocks, verify};
use sha2::{Digest as _, Sha256};
use shared::{
    ids::{DeviceId, FactId},
    journal::{
        Record, Tail,
        export::{End, Head},
    },
};

use self::facts::Facts;
use crate::{places::Places, report::Row, samples::Samples, say, turns::Turns};

/// A busy till's records of some years.
const RECORDS: u32 = 1_000_000;
/// Without optimisation a signature takes a hundred times as long.
const RECORDS_UNOPTIMISED: u32 = 2_000;
/// Says another number of records, as 100000 for a quick look; the goal shrinks with it.
const RECORDS_WORD: &str = "BENCH_JOURNAL_RECORDS";
/// Nobody waits longer for a million of them.
const GOAL_OF_A_MILLION: Duration = Duration::from_secs(10);
const BUFFER_BYTES: usize = 1 << 20;

pub(crate) fn run(_places: &Places) -> Result<Vec<Row>> {
    let count = records(std::env::var(RECORDS_WORD).ok())?;
    let folder = tempfile::tempdir()?;
    let journal = Journal::write(&folder.path().join("journal.jsonl"), count)?;
    say::line(&format!(
        "     {count} records in {} MB",
        journal.bytes / 1_000_000
    ));
    let mut baseline = || journal.hashed_and_verified().map(once);
    let mut product = || journal.verified().map(once);
    let turns = Turns::take(&mut baseline, &mut product)?;
    let name = format!("P19 journal-verify: {count} records, p50");
    Ok(vec![turns.median_within(&name, goal(count))])
}

fn records(said: Option<String>) -> Result<u32> {
    let Some(said) = said else {
        return Ok(if cfg!(debug_assertions) {
            RECORDS_UNOPTIMISED
        } else {
            RECORDS
        });
    };
    let count = said
        .parse()
        .with_context(|| format!("{RECORDS_WORD}: `{said}`"))?;
    ensure!(count > 0, "{RECORDS_WORD}: a journal of nothing");
    Ok(count)
}

fn goal(count: u32) -> Duration {
    GOAL_OF_A_MILLION * count / RECORDS
}

fn once(time: Duration) -> Samples {
    let mut samples = Samples::default();
    samples.push(time);
    samples
}

/// Hashes of records, and what was signed of each.
type Signed<'a> = (&'a [[u8; 32]], &'a [Signature]);

/// An exported journal on the disk, with what was signed of it.
struct Journal {
    file: PathBuf,
    bytes: u64,
    key: VerifyingKey,
    hashes: Vec<[u8; 32]>,
    signatures: Vec<Signature>,
}

impl Journal {
    /// Writes one of so many records.
    fn write(file: &Path, count: u32) -> Result<Self> {
        let key = SigningKey::from_bytes(&[7; 32]);
        let device = DeviceId::new(1, [1; 10]);
        let facts = Facts::new()?;
        let mut out = BufWriter::with_capacity(BUFFER_BYTES, File::create(file)?);
        let mut journal = Self {
            file: file.to_path_buf(),
            bytes: 0,
            key: key.verifying_key(),
            hashes: Vec::new(),
            signatures: Vec::new(),
        };
        writeln!(out, "{}", serde_json::to_string(&Head::new(device, &key))?)?;
        let mut tail = Tail::START;
        for n in 0..i64::from(count) {
            let id = FactId::new(n, [5; 10]);
            let record = Record::next(tail, device, &key, n, id, &facts.nth(n))?;
            journal.hashes.push(record.hash.0);
            journal.signatures.push(record.signature()?);
            tail = record.tail();
            writeln!(out, "{}", serde_json::to_string(&record)?)?;
        }
        let end = End::new(device, &key, tail, i64::from(count));
        writeln!(out, "{}", serde_json::to_string(&end)?)?;
        // Nothing of the writing is left to do while the reading is measured.
        out.into_inner()?.sync_all()?;
        journal.bytes = file.metadata()?.len();
        Ok(journal)
    }

    /// What the product takes.
    fn verified(&self) -> Result<Duration> {
        let at = Instant::now();
        let input = BufReader::with_capacity(BUFFER_BYTES, File::open(&self.file)?);
        let whole = verify(input, None, Blocks::default())?;
        let time = at.elapsed();
        ensure!(
            whole.records == self.hashes.len() as u64,
            "records are missing"
        );
        Ok(time)
    }

    /// What the least takes, in blocks of the product's size.
    fn hashed_and_verified(&self) -> Result<Duration> {
        let Blocks {
            side_by_side,
            lines,
        } = Blocks::default();
        let at = Instant::now();
        let mut input = BufReader::with_capacity(BUFFER_BYTES, File::open(&self.file)?);
        let mut signed = self.hashes.chunks(lines).zip(self.signatures.chunks(lines));
        loop {
            let mut blocks = Vec::new();
            for _ in 0..side_by_side {
                let mut bytes = Vec::new();
                for _ in 0..lines {
                    input.read_until(b'\n', &mut bytes)?;
                }
                blocks.push((bytes, signed.next()));
            }
            if blocks.iter().all(|(bytes, _)| bytes.is_empty()) {
                return Ok(at.elapsed());
            }
            let check = |(bytes, signed): &(Vec<u8>, Option<Signed<'_>>)| {
                let hash = Sha256::digest(bytes);
                let Some((hashes, signatures)) = signed else {
                    return !hash.is_empty();
                };
                let texts: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
                let keys = vec![self.key; texts.len()];
                verify_batch(&texts, signatures, &keys).is_ok() && !hash.is_empty()
            };
            let all_good = std::thread::scope(|scope| {
                let running: Vec<_> = blocks
                    .iter()
                    .map(|block| scope.spawn(|| check(block)))
                    .collect();
                running
                    .into_iter()
                    .all(|thread| thread.join().unwrap_or_default())
            });
            if !all_good {
                bail!("a signature is not good");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_that_the_bench_wrote_is_whole_and_a_changed_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::write(&folder.path().join("small"), 40).unwrap();
        journal.verified().unwrap();
        journal.hashed_and_verified().unwrap();
        journal.hashes.swap(0, 1);
        assert!(journal.hashed_and_verified().is_err());
        let text = std::fs::read_to_string(&journal.file).unwrap();
        std::fs::write(&journal.file, text.replace("A-007", "A-008")).unwrap();
        assert!(journal.verified().is_err());
    }

    #[test]
    fn the_goal_shrinks_with_the_records() {
        assert_eq!(goal(1_000_000), Duration::from_secs(10));
        assert_eq!(goal(100_000), Duration::from_secs(1));
        assert_eq!(records(Some("100000".to_owned())).unwrap(), 100_000);
        assert!(records(Some("many".to_owned())).is_err());
        assert!(records(Some("0".to_owned())).is_err());
    }
}
