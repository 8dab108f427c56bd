//! What is wrong with a journal that is not to be believed.

/// Why a record or a run of records is not to be believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// The body is no fact of this version.
    #[error("record {number}: the body is not a known fact: {why}")]
    Body {
        /// Number of the record.
        number: u64,
        /// What the reader said.
        why: String,
    },
    /// The hash is not the hash of what the record says.
    #[error("record {0}: something in it was changed")]
    Changed(u64),
    /// It does not follow the record before it.
    #[error("record {0}: it does not follow the one before it")]
    Broken(u64),
    /// A number is missing.
    #[error("record {expected} is missing: {found} came instead")]
    Gap {
        /// The number that should come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// The device did not sign it.
    #[error("record {0}: the signature is not this device's")]
    Signature(u64),
}
