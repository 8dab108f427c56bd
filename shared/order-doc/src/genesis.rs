//! The constant first change of every order document.
//!
//! Two devices that each made their own maps would hide each other's lines; so nobody makes them:
//! the first change has a fixed actor and the time 0, and is the same bytes everywhere.

use automerge::transaction::Transactable;
use automerge::{ActorId, AutoCommit, ObjId, ObjType, ROOT, ReadDoc, transaction::CommitOptions};

use crate::edit::Map;

/// The version of the entries' shape; a new one gets a new first change.
const SCHEMA: i64 = 1;
const SCHEMA_KEY: &str = "schema";

/// A document with nothing but the constant first change.
pub(crate) fn document() -> Result<AutoCommit, automerge::AutomergeError> {
    let mut doc = AutoCommit::new().with_actor(ActorId::from([0_u8; 16]));
    doc.put(ROOT, SCHEMA_KEY, SCHEMA)?;
    for map in Map::ALL {
        doc.put_object(ROOT, map.key(), ObjType::Map)?;
    }
    doc.commit_with(CommitOptions::default().with_time(0));
    Ok(doc)
}

/// The object that holds the entries of a map.
pub(crate) fn object_of(doc: &AutoCommit, map: Map) -> Option<ObjId> {
    doc.get(ROOT, map.key()).ok().flatten().map(|(_, id)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_change_is_the_same_bytes_for_ever() {
        let heads = document().unwrap().get_heads();
        let text: Vec<String> = heads.iter().map(ToString::to_string).collect();
        assert_eq!(
            text,
            ["3dcf13acbf5558013d7d35b6bca54235bb8a08bbdf6f85d26f06990fdf606f87"]
        );
    }
}
