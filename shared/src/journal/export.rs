//! A device's journal as a file for somebody who has to believe it: a head, one record a line, an
//! end. All three are signed with the device's key.
//!
//! Each line is JSON exactly as this module writes it, and ends with a newline. The head's
//! signature is over SHA-256 of the text `comanda-journal-head-1` and a newline, the device's
//! sixteen bytes and the public key's 32. The end's is over SHA-256 of the text
//! `comanda-journal-end-1` and a newline, the device's sixteen bytes, the count of records and the
//! time as eight bytes each (big end first), and the hash of the last record. `docs/journal.md`
//! says it for those who do not read Rust.

use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Hash, Tail};
use crate::ids::DeviceId;

/// The word by which the first line says what the file is.
pub const FORMAT: &str = "comanda-journal-export-1";

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// [`FORMAT`].
    pub format: String,
    /// Whose journal it is.
    pub device: DeviceId,
    /// The device's Ed25519 key, in hexadecimal.
    pub public_key: String,
    /// The device's signature over both, in hexadecimal.
    pub signature: String,
}

/// The last line: so many records there were when the file was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// How many records the file holds.
    pub records: u64,
    /// Hash of the last one; zeros where there is none.
    pub last_hash: Hash,
    /// When the file was made.
    pub at_ms: i64,
    /// The device's signature, in hexadecimal.
    pub signature: String,
}

/// Why a head or an end is not to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// The public key is no Ed25519 key.
    #[error("the public key is no key")]
    Key,
    /// The signature is not of this key, or what it signs was changed.
    #[error("the signature does not fit")]
    Signature,
}

impl Head {
    /// The head of `device`'s journal.
    pub fn new(device: DeviceId, key: &SigningKey) -> Self {
        let public = key.verifying_key();
        Self {
            format: FORMAT.to_owned(),
            device,
            public_key: hex::encode(public.as_bytes()),
            signature: hex::encode(key.sign(&head_hash(device, &public)).to_bytes()),
        }
    }

    /// The key that the head names, after it proved to have signed the head.
    pub fn key(&self) -> Result<VerifyingKey, ExportError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(&self.public_key, &mut bytes).map_err(|_| ExportError::Key)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| ExportError::Key)?;
        // A weak key would let a signature fit more than one text.
        if key.is_weak() {
            return Err(ExportError::Key);
        }
        signed(&key, &head_hash(self.device, &key), &self.signature)?;
        Ok(key)
    }
}

impl End {
    /// The end of `device`'s journal as it stands at `tail`.
    pub fn new(device: DeviceId, key: &SigningKey, tail: Tail, at_ms: i64) -> Self {
        let hash = end_hash(device, tail, at_ms);
        Self {
            records: tail.number,
            last_hash: tail.hash,
            at_ms,
            signature: hex::encode(key.sign(&hash).to_bytes()),
        }
    }

    /// Checks that the device signed this end.
    pub fn verify(&self, device: DeviceId, key: &VerifyingKey) -> Result<(), ExportError> {
        let tail = Tail {
            number: self.records,
            hash: self.last_hash,
        };
        signed(key, &end_hash(device, tail, self.at_ms), &self.signature)
    }
}

fn signed(key: &VerifyingKey, hash: &[u8; 32], signature: &str) -> Result<(), ExportError> {
    let mut bytes = [0; 64];
    hex::decode_to_slice(signature, &mut bytes).map_err(|_| ExportError::Signature)?;
    key.verify(hash, &Signature::from_bytes(&bytes))
        .map_err(|_| ExportError::Signature)
}

fn head_hash(device: DeviceId, key: &VerifyingKey) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(b"comanda-journal-head-1\n");
    hasher.update(device.as_bytes());
    hasher.update(key.as_bytes());
    hasher.finalize().into()
}

fn end_hash(device: DeviceId, tail: Tail, at_ms: i64) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(b"comanda-journal-end-1\n");
    hasher.update(device.as_bytes());
    hasher.update(tail.number.to_be_bytes());
    hasher.update(at_ms.to_be_bytes());
    hasher.update(tail.hash.0);
    hasher.finalize().into()
}
