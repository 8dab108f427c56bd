//! The document itself: edits in, chunks out, foreign chunks in without harm.

mod read;
mod told;

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
};

use automerge::{
    ActorId, Author, AutoCommit, Change, ChangeHash, ObjId, ReadDoc, SaveOptions,
    transaction::Transactable,
};
use shared::{
    ids::{DeviceId, EntryId, FactId, LineId, OrderId},
    order::Order,
    time::Hlc,
};

use self::read::{Reader, text_of};
use crate::{
    adjust,
    edit::{Edit, Map},
    entries::{Entries, SplitPlan},
    fold, genesis, pack, plans, replacing,
    said::{self, Topic},
    tips,
    transfer::Transfer,
};

/// No chunk is larger: one action of a person is a few hundred bytes.
pub const CHUNK_BYTES_MAX: usize = 256 * 1024;

/// Whoever writes: the device for good, and sixteen bytes that are fresh at each start.
///
/// A device that was restored from an old copy would use its old sequence numbers again for other
/// edits; under a fresh actor it cannot, and nobody's document gets stuck.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The device.
    pub device: DeviceId,
    /// Random at each start of the process.
    pub boot: [u8; 16],
}

/// The bytes of one edit, ready for the disk and the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// An automerge change.
    pub bytes: Vec<u8>,
}

/// Why a document could not be read or edited.
#[derive(Debug, thiserror::Error)]
pub enum DocError {
    /// The engine refused.
    #[error("order {order}: {source}")]
    Engine {
        /// Which order.
        order: OrderId,
        /// What it said.
        source: Box<automerge::AutomergeError>,
    },
    /// An entry could not be written as JSON.
    #[error("order {order}: {source}")]
    Json {
        /// Which order.
        order: OrderId,
        /// What went wrong.
        source: serde_json::Error,
    },
    /// An entry has another content already.
    #[error("order {order}: {map}/{key} is written already")]
    Written {
        /// Which order.
        order: OrderId,
        /// Which map.
        map: &'static str,
        /// Which key.
        key: String,
    },
    /// A stored chunk does not go in.
    #[error("order {order}: stored chunk {index}: {source}")]
    Chunk {
        /// Which order.
        order: OrderId,
        /// Which chunk, from 0.
        index: usize,
        /// Why.
        source: MergeError,
    },
}

/// Why a foreign chunk was refused. The document is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// Too many bytes.
    #[error("{0} bytes are more than a chunk may have")]
    TooLarge(usize),
    /// Not a change, or one whose checksum is wrong.
    #[error("not a whole change: {0}")]
    NotAChange(String),
    /// The engine refused or fell over.
    #[error("the document engine refused it: {0}")]
    Engine(String),
    /// An entry is none that this version can read.
    #[error("{map}/{key} cannot be read: {why}")]
    Entry {
        /// Which map.
        map: &'static str,
        /// Which key.
        key: String,
        /// Why.
        why: String,
    },
    /// It belongs to another order.
    #[error("it says that it belongs to order {0}")]
    OtherOrder(OrderId),
}

/// What became of a foreign chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merged {
    /// It brought something.
    New,
    /// It was here already.
    Known,
    /// It is kept until what it builds on arrives.
    Waiting,
}

/// One order.
#[derive(Clone)]
pub struct OrderDoc {
    id: OrderId,
    doc: AutoCommit,
    objects: BTreeMap<Map, ObjId>,
    entries: Entries,
    durable_heads: Vec<ChangeHash>,
}

impl OrderDoc {
    /// An order in which nothing happened yet.
    pub fn new(id: OrderId, actor: &Actor) -> Result<Self, DocError> {
        let doc = genesis::document().map_err(|source| DocError::Engine {
            order: id,
            source: Box::new(source),
        })?;
        Ok(Self::of(id, doc, actor))
    }

    fn of(id: OrderId, mut doc: AutoCommit, actor: &Actor) -> Self {
        let durable_heads = doc.get_heads();
        doc.set_author(Some(Author::from(actor.device.as_bytes().to_vec())));
        doc.set_actor(ActorId::from(actor.boot));
        let object = |map| genesis::object_of(&doc, map).map(|object| (map, object));
        let objects = Map::ALL.into_iter().filter_map(object).collect();
        Self {
            id,
            doc,
            objects,
            entries: Entries::default(),
            durable_heads,
        }
    }

    /// An order from its stored chunks, in the order in which they were stored; the first may be a
    /// piece that [`crate::pack()`] made.
    pub fn load<'a>(
        id: OrderId,
        chunks: impl IntoIterator<Item = &'a [u8]>,
        actor: &Actor,
    ) -> Result<Self, DocError> {
        let mut order = None;
        for (index, bytes) in chunks.into_iter().enumerate() {
            let chunk_error = |source| DocError::Chunk {
                order: id,
                index,
                source,
            };
            if order.is_none() && pack::is_packed(bytes) {
                let doc = contained(|| pack::open(bytes)).map_err(chunk_error)?;
                order = Some(Self::of(id, doc, actor));
                continue;
            }
            if order.is_none() {
                order = Some(Self::new(id, actor)?);
            }
            let Some(order) = &mut order else { continue };
            contained(|| load_checked(&mut order.doc, bytes)).map_err(chunk_error)?;
        }
        let mut order = match order {
            Some(order) => order,
            None => Self::new(id, actor)?,
        };
        order.entries = contained(|| order.read(&order.doc)).map_err(|source| DocError::Chunk {
            order: id,
            index: usize::MAX,
            source,
        })?;
        order.durable_heads = order.doc.get_heads();
        Ok(order)
    }

    /// Which order it is.
    pub const fn id(&self) -> OrderId {
        self.id
    }

    /// Does edits and gives the bytes to store.
    ///
    /// When they are on the disk call [`Self::persisted`]; when the disk refused, drop the document
    /// and load it again. `None` where every entry was there already.
    pub fn edit(&mut self, edits: &[Edit]) -> Result<Option<Chunk>, DocError> {
        for edit in edits {
            self.write(edit)?;
        }
        let heads = self.doc.get_heads();
        if heads == self.durable_heads {
            return Ok(None);
        }
        let bytes = self.doc.save_after(&self.durable_heads);
        for edit in edits {
            edit.apply(&mut self.entries);
        }
        Ok(Some(Chunk { bytes }))
    }

    /// What [`Self::edit`] gave is on the disk.
    pub fn persisted(&mut self) {
        self.durable_heads = self.doc.get_heads();
    }

    /// Takes a chunk from another device.
    ///
    /// It is tried on a copy first, and whatever it does there, even a panic inside the engine,
    /// leaves this document as it was.
    pub fn merge(&mut self, bytes: &[u8]) -> Result<Merged, MergeError> {
        if bytes.len() > CHUNK_BYTES_MAX {
            return Err(MergeError::TooLarge(bytes.len()));
        }
        let mut copy = self.doc.clone();
        let (merged, entries) = contained(|| {
            let merged = load_checked(&mut copy, bytes)?;
            let entries = (merged == Merged::New)
                .then(|| self.read(&copy))
                .transpose()?;
            Ok((merged, entries))
        })?;
        if merged == Merged::Known {
            return Ok(merged);
        }
        self.doc = copy;
        if let Some(entries) = entries {
            self.entries = entries;
        }
        self.persisted();
        Ok(merged)
    }

    /// The order as people see it; none until the change that opened it is here.
    pub fn order(&self) -> Option<Order> {
        fold::order(&self.entries)
    }

    pub(crate) const fn entries(&self) -> &Entries {
        &self.entries
    }

    /// Orders that units of this one went to or came from, by this document.
    pub fn partners(&self) -> BTreeSet<OrderId> {
        let transfers = self.entries.transfers.values();
        let both = transfers.flat_map(|one| [one.from, one.to]);
        both.filter(|other| *other != self.id).collect()
    }

    /// A transfer as somebody wrote it.
    pub fn transfer(&self, id: EntryId) -> Option<&Transfer> {
        self.entries.transfers.get(&id)
    }

    /// Nothing was done to what this transfer brought here, and nothing paid since.
    pub fn is_untouched_by(&self, transfer: EntryId) -> bool {
        self.entries.is_untouched_by(transfer)
    }

    /// When the kitchen last marked this sending.
    pub fn marked_at_ms(&self, key: &str) -> Option<i64> {
        let marks = self.entries.marks.values().filter(|mark| mark.key == key);
        marks.map(|mark| mark.hlc.at_ms()).max()
    }

    /// Key of the last move, for the next one to say what it had seen.
    pub fn last_move(&self) -> Option<String> {
        fold::last_move(&self.entries).map(|(id, _)| id.to_string())
    }

    /// What was said about a topic and nobody replaced yet, for the next one to say what they had
    /// seen.
    pub fn open_said(&self, topic: Topic) -> Vec<EntryId> {
        let open = said::open(&self.entries, topic);
        open.into_iter().map(|(id, _)| *id).collect()
    }

    /// How often units of a line went to the kitchen, for a hold to say which units it means.
    pub fn times_fired(&self, line: LineId) -> u32 {
        said::times_fired(&self.entries, line)
    }

    /// What was said of a payment's tip, for the next one to say what it had seen.
    pub fn tips_said(&self, payment: FactId) -> Vec<EntryId> {
        let said = tips::of(&self.entries, payment);
        said.into_iter().map(|(id, _)| *id).collect()
    }

    /// The stamp of what was said last of a payment's tip, for the next one to come after it.
    pub fn tip_said_at(&self, payment: FactId) -> Option<Hlc> {
        let said = tips::of(&self.entries, payment);
        said.last().map(|(_, said)| said.stamp.hlc)
    }

    /// The closings, for the next one to say what it had seen.
    pub fn closings(&self) -> Vec<FactId> {
        let closed = self.entries.closed.values();
        closed.map(|closed| closed.fact).collect()
    }

    /// The moves that nobody decided against yet, for the next one to say what it had seen.
    pub fn open_moves(&self) -> Vec<EntryId> {
        let open = fold::open_moves(&self.entries).into_iter();
        open.map(|(id, _)| *id).collect()
    }

    /// Lines that stand for a line already, for the next one to say what it had seen.
    pub fn replaced_by(&self, line: LineId) -> Vec<LineId> {
        replacing::of(&self.entries, line)
    }

    /// The plans of splitting that nobody replaced yet, for the next one to say what it had seen.
    pub fn open_plans(&self) -> Vec<EntryId> {
        plans::open(&self.entries)
    }

    /// A plan of splitting, as somebody made it.
    pub fn plan(&self, id: EntryId) -> Option<&SplitPlan> {
        self.entries.plans.get(&id)
    }

    /// The document has a discount, a waived charge or a taking back under this key, whether it
    /// stands or not.
    pub fn has_adjustment(&self, key: &str) -> bool {
        self.entries.adjustments.contains_key(key)
    }

    /// Keys of the entries that took back what is under this key: taking all of these back brings
    /// it to life again. None where it stands.
    pub fn take_backs(&self, key: &str) -> Vec<String> {
        let keys = adjust::take_backs(&self.entries.adjustments, key);
        keys.into_iter().map(ToOwned::to_owned).collect()
    }

    /// Keys of the discounts by hand, whether they stand or not.
    pub fn discounts_by_hand(&self) -> Vec<String> {
        adjust::by_hand(&self.entries.adjustments)
    }

    /// Changes of the quantity of a line, in the order of their ids.
    pub fn changes_of(&self, line: LineId) -> Vec<EntryId> {
        let all = self.entries.quantities.iter();
        let own = all.filter(|(_, change)| change.line == line);
        own.map(|(id, _)| *id).collect()
    }

    /// Hashes of the newest changes: equal on two devices that have the same edits.
    pub fn heads(&mut self) -> Vec<[u8; 32]> {
        self.doc.get_heads().iter().map(|hash| hash.0).collect()
    }

    /// The whole document in automerge's own compact form.
    pub fn save(&mut self) -> Vec<u8> {
        self.doc.save()
    }

    /// The whole document, neither squeezed nor with what waits for a change that is not here.
    pub(crate) fn save_plain(&mut self) -> Vec<u8> {
        self.doc.save_with_options(SaveOptions {
            deflate: false,
            retain_orphans: false,
        })
    }

    /// Every change as it travels, in the order of a piece.
    pub(crate) fn changes(&mut self) -> Result<Vec<Vec<u8>>, MergeError> {
        pack::changes(&mut self.doc)
    }

    /// Whether the change in a chunk is in the document; one that waits for another is not.
    pub(crate) fn holds(&mut self, bytes: &[u8]) -> Result<bool, MergeError> {
        let change = Change::from_bytes(bytes.to_vec())
            .map_err(|error| MergeError::NotAChange(error.to_string()))?;
        Ok(self.doc.get_change_by_hash(&change.hash()).is_some())
    }

    fn write(&mut self, edit: &Edit) -> Result<(), DocError> {
        let order = self.id;
        let (map, key, json) = edit
            .place()
            .map_err(|source| DocError::Json { order, source })?;
        let engine = |source| DocError::Engine {
            order,
            source: Box::new(source),
        };
        let object = self.objects.get(&map).cloned().unwrap_or(automerge::ROOT);
        if let Some((value, _)) = self.doc.get(&object, key.as_str()).map_err(engine)? {
            // Of a register that two wrote apart the same value again is a decision.
            let all = self.doc.get_all(&object, key.as_str()).map_err(engine)?;
            let is_decision = map == Map::Registers && all.len() > 1;
            if text_of(&value) == Some(json.as_str()) && !is_decision {
                return Ok(());
            }
            if map != Map::Registers {
                return Err(DocError::Written {
                    order,
                    map: map.key(),
                    key,
                });
            }
        }
        self.doc.put(&object, key.as_str(), json).map_err(engine)
    }

    fn read(&self, doc: &AutoCommit) -> Result<Entries, MergeError> {
        let reader = Reader {
            doc,
            objects: &self.objects,
        };
        let entries = reader.entries()?;
        match &entries.opened {
            Some(opened) if opened.order != self.id => Err(MergeError::OtherOrder(opened.order)),
            _ => Ok(entries),
        }
    }
}

/// Puts one change into `doc` and makes sure that it is really there.
///
/// The engine answers «fine» to broken bytes, so its word is not enough: the hash of the change is
/// computed here, held against its checksum, and looked for afterwards.
fn load_checked(doc: &mut AutoCommit, bytes: &[u8]) -> Result<Merged, MergeError> {
    let change = Change::from_bytes(bytes.to_vec())
        .map_err(|error| MergeError::NotAChange(error.to_string()))?;
    let hash = change.hash();
    if bytes.get(4..8) != hash.0.get(..4) {
        return Err(MergeError::NotAChange("its checksum is wrong".to_owned()));
    }
    if doc.get_change_by_hash(&hash).is_some() {
        return Ok(Merged::Known);
    }
    doc.load_incremental(bytes)
        .map_err(|error| MergeError::Engine(error.to_string()))?;
    let arrived = doc.get_change_by_hash(&hash).is_some();
    Ok(if arrived {
        Merged::New
    } else {
        Merged::Waiting
    })
}

/// Runs `work`; a panic inside the document engine becomes an error.
pub(crate) fn contained<T>(work: impl FnOnce() -> Result<T, MergeError>) -> Result<T, MergeError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied());
        Err(MergeError::Engine(said.unwrap_or("it panicked").to_owned()))
    })
}
