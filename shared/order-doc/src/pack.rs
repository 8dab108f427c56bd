//! All changes of an order in one piece, for the shelf: what a node keeps of an order that rests.
//!
//! Nothing of the history is dropped: every change comes out again as the very bytes that went in,
//! so what waits for the hub goes on waiting, and a hub that lost everything gets the changes that
//! it knew. The piece never travels: whoever asks gets changes.

mod press;

use automerge::{AutoCommit, Change, ChangeHash};
use shared::ids::OrderId;

use crate::{
    doc::{Actor, MergeError, OrderDoc, contained},
    genesis,
};

/// Begins every piece: no change begins like this.
const MAGIC: [u8; 4] = *b"kept";

/// An order in one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// What to keep.
    pub bytes: Vec<u8>,
    /// Every change in it as it travels, in the order in which [`unpack`] gives them.
    pub changes: Vec<Vec<u8>>,
}

/// Why an order stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// What is stored cannot be read.
    #[error("order {order}: {source}")]
    Unreadable {
        /// Which order.
        order: OrderId,
        /// Why.
        source: MergeError,
    },
    /// The piece would not be what is stored.
    #[error("order {order} in one piece has other {what}")]
    Differs {
        /// Which order.
        order: OrderId,
        /// What is not the same.
        what: &'static str,
    },
}

/// The bytes are an order in one piece.
pub(crate) fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

/// Puts the stored changes of an order, be they in a piece already or not, into one piece, and
/// proves on a document made of nothing else that it says what they said.
///
/// Changes that wait for one that is not here are left out: they stay beside the piece.
pub fn pack(order: OrderId, stored: &[Vec<u8>], actor: &Actor) -> Result<Packed, PackError> {
    let unreadable = |source| PackError::Unreadable { order, source };
    contained(|| Ok(packed(order, stored, actor))).map_err(unreadable)?
}

fn packed(order: OrderId, stored: &[Vec<u8>], actor: &Actor) -> Result<Packed, PackError> {
    let unreadable = |source| PackError::Unreadable { order, source };
    let load = |stored: &[Vec<u8>]| {
        let bytes = stored.iter().map(Vec::as_slice);
        OrderDoc::load(order, bytes, actor)
            .map_err(|error| unreadable(MergeError::Engine(error.to_string())))
    };
    let mut before = load(stored)?;
    let bytes = wrap(&before.save_plain()).map_err(unreadable)?;
    let mut after = load(std::slice::from_ref(&bytes))?;
    let differs = |what| Err(PackError::Differs { order, what });
    if before.heads() != after.heads() {
        return differs("heads");
    }
    if before.entries() != after.entries() || before.order() != after.order() {
        return differs("contents");
    }
    if before.history() != after.history() {
        return differs("history");
    }
    let changes = after.changes().map_err(unreadable)?;
    for bytes in stored {
        let is_in = if is_packed(bytes) {
            let inside = unpack(bytes).map_err(unreadable)?;
            inside.iter().all(|change| changes.contains(change))
        } else {
            changes.contains(bytes) || !after.holds(bytes).map_err(unreadable)?
        };
        if !is_in {
            return differs("bytes");
        }
    }
    Ok(Packed { bytes, changes })
}

/// The changes of an order that was put into one piece, each as it travels: what builds on others
/// comes after them. The same piece gives the same order for ever.
pub fn unpack(bytes: &[u8]) -> Result<Vec<Vec<u8>>, MergeError> {
    contained(|| {
        let mut doc = open(bytes)?;
        changes(&mut doc)
    })
}

/// The document in a piece.
pub(crate) fn open(bytes: &[u8]) -> Result<AutoCommit, MergeError> {
    let body = bytes
        .strip_prefix(&MAGIC)
        .ok_or_else(|| MergeError::NotAChange("it is no order in one piece".to_owned()))?;
    let plain = press::unpress(body).map_err(MergeError::NotAChange)?;
    AutoCommit::load(&plain).map_err(|error| MergeError::Engine(error.to_string()))
}

fn wrap(plain: &[u8]) -> Result<Vec<u8>, MergeError> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(press::press(plain).map_err(MergeError::Engine)?);
    Ok(bytes)
}

/// All changes but the constant first one, ordered by what is written in them and nothing else.
pub(crate) fn changes(doc: &mut AutoCommit) -> Result<Vec<Vec<u8>>, MergeError> {
    let first = genesis::document().map_err(|error| MergeError::Engine(error.to_string()))?;
    let first: Vec<ChangeHash> = { first }.get_heads();
    let mut all: Vec<Change> = doc.get_changes(&[]);
    all.retain(|change| !first.contains(&change.hash()));
    all.sort_by_key(|change| (change.start_op(), change.hash()));
    let bytes = all.iter().map(|change| change.raw_bytes().to_vec());
    Ok(bytes.collect())
}
