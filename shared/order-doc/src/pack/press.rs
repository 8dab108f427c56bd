//! Squeezes a document, with words that stand in every order known beforehand.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

/// How the bytes after this one were squeezed; a piece is read for ever.
const WITH_WORDS_1: u8 = 1;
/// What the entries of every order are made of. Never changed: a better one gets another number.
const WORDS_1: &[u8] = include_bytes!("words-1.txt");
/// No document is larger.
const PLAIN_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Bytes that are made room for at a time.
const ROOM: usize = 16 * 1024;

pub(super) fn press(plain: &[u8]) -> Result<Vec<u8>, String> {
    let mut press = Compress::new(Compression::best(), false);
    let said = |error: flate2::CompressError| error.to_string();
    press.set_dictionary(WORDS_1).map_err(said)?;
    let mut bytes = vec![WITH_WORDS_1];
    loop {
        bytes.reserve(ROOM);
        let rest = rest(plain, press.total_in());
        let status = press.compress_vec(rest, &mut bytes, FlushCompress::Finish);
        if status.map_err(said)? == Status::StreamEnd {
            return Ok(bytes);
        }
    }
}

pub(super) fn unpress(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let Some((&WITH_WORDS_1, body)) = bytes.split_first() else {
        return Err("another version squeezed it".to_owned());
    };
    let mut press = Decompress::new(false);
    let said = |error: flate2::DecompressError| error.to_string();
    press.set_dictionary(WORDS_1).map_err(said)?;
    let mut plain = Vec::new();
    while plain.len() < PLAIN_BYTES_MAX {
        plain.reserve(ROOM);
        let before = (press.total_in(), press.total_out());
        let rest = rest(body, press.total_in());
        let status = press.decompress_vec(rest, &mut plain, FlushDecompress::Finish);
        if status.map_err(said)? == Status::StreamEnd {
            return Ok(plain);
        }
        if before == (press.total_in(), press.total_out()) {
            return Err("it ends before its end".to_owned());
        }
    }
    Err("it is larger than any order".to_owned())
}

fn rest(bytes: &[u8], read: u64) -> &[u8] {
    let read = usize::try_from(read).unwrap_or(bytes.len());
    bytes.get(read..).unwrap_or_default()
}
