//! `journal-verify FILE [--key PUBLIC_KEY]`: 0 where the journal is whole, 1 where it is not and
//! says so line by line, 2 where the file is none or cannot be read.

use std::{
    fs::File,
    io::{BufReader, Write as _},
    process::ExitCode,
};

use journal_verify::{Blocks, VerifyError, Whole, Wrong, verify};
use shared::time::local_text;

const USAGE: &str = "\
usage: journal-verify FILE [--key PUBLIC_KEY]
  FILE   a journal that `comanda-node export-journal` wrote
  --key  the device's public key as you know it, in hexadecimal: 64 letters and digits";
const BUFFER_BYTES: usize = 1 << 20;

fn main() -> ExitCode {
    let (code, text) = match run(std::env::args().skip(1)) {
        Ok(whole) => (ExitCode::SUCCESS, said(&whole)),
        Err(Failure::File(
            error @ VerifyError::Changed {
                what: Wrong::Sums(_) | Wrong::Takings(_),
                ..
            },
        )) => (ExitCode::from(1), format!("whole, but wrong: {error}")),
        Err(Failure::File(error @ VerifyError::Changed { .. })) => {
            (ExitCode::from(1), format!("not whole: {error}"))
        }
        Err(error) => (ExitCode::from(2), error.to_string()),
    };
    // Where nobody listens the exit code still tells.
    drop(writeln!(std::io::stdout().lock(), "{text}"));
    code
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{USAGE}")]
    Usage,
    #[error("{path}: {source}")]
    Open {
        path: String,
        source: std::io::Error,
    },
    #[error("{0}")]
    File(#[from] VerifyError),
}

fn run(mut args: impl Iterator<Item = String>) -> Result<Whole, Failure> {
    let (mut path, mut key) = (None, None);
    while let Some(word) = args.next() {
        match word.as_str() {
            "--key" => key = Some(args.next().ok_or(Failure::Usage)?),
            option if option.starts_with('-') => return Err(Failure::Usage),
            _ if path.is_none() => path = Some(word),
            _ => return Err(Failure::Usage),
        }
    }
    let path = path.ok_or(Failure::Usage)?;
    let file = File::open(&path).map_err(|source| Failure::Open { path, source })?;
    let input = BufReader::with_capacity(BUFFER_BYTES, file);
    Ok(verify(input, key.as_deref(), Blocks::default())?)
}

fn said(whole: &Whole) -> String {
    let when = whole.from_to_ms.map_or_else(String::new, |(from, to)| {
        format!(", {} to {} UTC", local_text(from, 0), local_text(to, 0))
    });
    format!(
        "whole: {} records of device {}{when}\nexported {} UTC, last hash {}\nsigned by the key {}",
        whole.records,
        whole.device,
        local_text(whole.made_at_ms, 0),
        whole.last_hash,
        whole.public_key
    )
}
