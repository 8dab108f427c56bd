//! `comanda-node export-journal FOLDER FILE`: the journal for whoever has to check it.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use ed25519_dalek::SigningKey;
use local_store::{ReadOnly, StoreError};
use shared::{
    ids::DeviceId,
    journal::{
        Tail,
        export::{End, Head},
    },
};

use crate::engine::names;

/// Why no journal was exported. No file is left behind.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is no device's database.
    #[error("the data in {folder} cannot be read: {source}")]
    Data {
        /// Where.
        folder: PathBuf,
        /// What the database said.
        source: StoreError,
    },
    /// The database names no device, or no key.
    #[error("the data in {folder} is no device's: its {what} is missing")]
    NoDevice {
        /// Where.
        folder: PathBuf,
        /// What is missing.
        what: &'static str,
    },
    /// The file is there already, or cannot be written.
    #[error("{file} cannot be written: {source}")]
    Write {
        /// Which.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// What went wrong between the database and the file.
#[derive(Debug, thiserror::Error)]
enum Between {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Write(#[from] std::io::Error),
}

/// Writes the journal of the device whose data is in `folder` to a new file. The node may run
/// meanwhile: what it writes after this began is not in the file.
pub fn export_journal(folder: &Path, file: &Path, now_ms: i64) -> Result<Tail, ExportError> {
    let data = |source| ExportError::Data {
        folder: folder.to_owned(),
        source,
    };
    let write = |source| ExportError::Write {
        file: file.to_owned(),
        source,
    };
    let store = ReadOnly::open(folder).map_err(data)?;
    let (device, key) = identity(&store, folder)?;
    let out = File::create_new(file).map_err(write)?;
    let written = write_all(&store, device, &key, out, now_ms);
    written.map_err(|error| {
        // Half a journal would be called a cut one.
        drop(std::fs::remove_file(file));
        match error {
            Between::Store(source) => data(source),
            Between::Write(source) => write(source),
        }
    })
}

fn identity(store: &ReadOnly, folder: &Path) -> Result<(DeviceId, SigningKey), ExportError> {
    let value = |name, what| {
        let missing = || ExportError::NoDevice {
            folder: folder.to_owned(),
            what,
        };
        let stored = store.device(name).map_err(|source| ExportError::Data {
            folder: folder.to_owned(),
            source,
        })?;
        Ok((stored.ok_or_else(missing)?, missing()))
    };
    let (id, no_id) = value(names::ID, "id")?;
    let (key, no_key) = value(names::KEY, "key")?;
    let mut secret = [0; 32];
    let Ok(()) = hex::decode_to_slice(key, &mut secret) else {
        return Err(no_key);
    };
    let device = id.parse().map_err(|_| no_id)?;
    Ok((device, SigningKey::from_bytes(&secret)))
}

fn write_all(
    store: &ReadOnly,
    device: DeviceId,
    key: &SigningKey,
    out: File,
    now_ms: i64,
) -> Result<Tail, Between> {
    let mut out = BufWriter::new(out);
    writeln!(
        out,
        "{}",
        serde_json::to_string(&Head::new(device, key)).map_err(std::io::Error::from)?
    )?;
    let tail = store.each_record(|json| Ok::<_, Between>(writeln!(out, "{json}")?))?;
    writeln!(
        out,
        "{}",
        serde_json::to_string(&End::new(device, key, tail, now_ms))
            .map_err(std::io::Error::from)?
    )?;
    let out = out
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    out.sync_all()?;
    Ok(tail)
}
