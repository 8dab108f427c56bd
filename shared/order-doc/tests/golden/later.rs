//! What a later version may write: words that no entry of this one can hold, so they are put into the
//! document as text.

use automerge::{ActorId, Author, AutoCommit, ROOT, ReadDoc, transaction::Transactable};
use order_doc::OrderDoc;
use serde_json::{Value, json};

use crate::recipes::{actor, chunks, entry, opened, order_id, pizza, stamp};

/// Name of its files.
pub(crate) const NAME: &str = "from_a_later_version";

/// A later version's till looked at a flag that this one does not know, said something else, and wrote
/// an entry of a kind of its own.
fn written() -> [(&'static str, String, Value); 3] {
    let looked = json!({
        "key": "painted_twice:2", "flag": { "flag": "painted_twice", "walls": 2 },
        "note": "one coat is enough", "stamp": stamp(600),
    });
    let sung = json!({ "what": { "of": "sung", "song": "Volare" }, "stamp": stamp(610) });
    let kept = json!({ "until_ms": 5, "stamp": stamp(620) });
    [
        ("head", format!("seen/{}", entry(1)), looked),
        ("head", format!("said/{}", entry(2)), sung),
        ("head", format!("kept/{}", entry(3)), kept),
    ]
}

/// The changes of the document.
pub(crate) fn document() -> Vec<Vec<u8>> {
    let mut chunks = chunks(&[vec![(1, vec![opened(&json!({})), pizza(1, 1)])]]);
    let known = chunks.iter().map(Vec::as_slice);
    let mut before = OrderDoc::load(order_id(), known, &actor(2)).unwrap();
    let mut doc = AutoCommit::load(&before.save()).unwrap();
    let heads = doc.get_heads();
    let later = actor(3);
    doc.set_author(Some(Author::from(later.device.as_bytes().to_vec())));
    doc.set_actor(ActorId::from(later.boot));
    for (map, key, entry) in written() {
        let (_, object) = doc.get(ROOT, map).unwrap().unwrap();
        doc.put(&object, key, entry.to_string()).unwrap();
    }
    let made = doc.get_changes(&heads);
    chunks.extend(made.iter().map(|change| change.raw_bytes().to_vec()));
    chunks
}
