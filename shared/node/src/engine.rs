//! The node's one writer: it owns the database, the documents and what people see of them.
//!
//! Everything here is plain and synchronous; [`crate::actor`] runs it on a thread of its own. A
//! command edits documents in memory, gathers all that it changes in one [`Batch`], and
//! [`Engine::commit`] puts that on the disk before anybody is told. When the disk refuses, what was
//! edited in memory is dropped and read again.

mod approval;
mod bells;
mod card_code;
mod choosing;
mod closures;
mod courses;
mod delivery;
mod deposits;
mod device;
mod discounts;
mod freezing;
mod gift_cards;
mod joined;
mod keeping;
mod kitchen;
mod lines;
mod live;
mod menu;
mod merge;
mod older;
mod opened_twice;
mod orders;
mod papers;
mod paying;
mod people;
mod refunds;
mod replacing;
mod scheduled;
mod seeing;
mod sending;
mod shelf;
mod shifts;
mod slips;
mod splits;
mod spool;
mod tenders;
mod ties;
mod till;
mod tipping;
mod told;
mod training;
mod transfers;
mod undoing;
mod views;
mod waiting;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
    sync::Arc,
};

use crate::{feed::Feed, source::Source};
use local_store::{Batch, NewChunk, Store, StoreError};
use order_doc::{Actor, Edit, Stamp};
use sha2::{Digest, Sha256};
use shared::{
    api::{PrinterTrouble, Problem, World, device::DeviceRole, till::OrderSummary},
    flags::is_settled,
    ids::{EntryId, FactId, OrderId, StaffId},
    journal::{Fact, Record, Tail},
    menu::Catalogue,
    order::Order,
    price::totals,
    time::{BusinessDay, DAY_MS, Hlc},
};

use waiting::Waiting;

pub use bells::Bells;
use bells::ring;
pub use card_code::card_of;
pub use device::{Enrolled, Identity};
use live::Live;
pub(crate) use merge::RefusedByHub;
pub(crate) use people::PinSalt;
pub use spool::PrintTask;

/// Names in the device table.
pub(crate) mod names {
    pub(crate) const ID: &str = "id";
    pub(crate) const KEY: &str = "key";
    pub(crate) const CURSOR: &str = "cursor";
    pub(crate) const EPOCH: &str = "epoch";
    pub(crate) const FACTS_ACKED: &str = "facts_acked";
    pub(crate) const HLC: &str = "hlc";
}

/// Closed orders stay in memory so long, for receipts and for late changes.
const CLOSED_AT_HAND_MS: i64 = 2 * DAY_MS;

/// The core of a node.
pub struct Engine {
    store: Store,
    source: Source,
    identity: Identity,
    role: DeviceRole,
    name: String,
    enrolled: Option<Enrolled>,
    catalogue: Option<Arc<Catalogue>>,
    live: HashMap<OrderId, Live>,
    /// Orders that share units.
    ties: BTreeMap<OrderId, BTreeSet<OrderId>>,
    /// Orders edited in memory by the action under way.
    unfinished: Vec<OrderId>,
    /// The view that screens were just told, for the answer to whoever asked.
    just_told: Option<views::Told>,
    summaries: BTreeMap<OrderId, OrderSummary>,
    /// Documents that are no orders but hold gift cards.
    cards: BTreeSet<OrderId>,
    people: people::People,
    /// Whoever lends a right to the action under way.
    approval: approval::Approval,
    shift: Option<shifts::OpenShift>,
    tail: Tail,
    hlc: Hlc,
    link: Link,
    troubles: BTreeMap<String, PrinterTrouble>,
    /// When a kick last came too late.
    drawer_shut_at_ms: Option<i64>,
    waiting: Waiting,
    /// Since when something waits for the hub.
    waiting_since_ms: Option<i64>,
    feed: Feed,
    bells: Bells,
    /// Why the node cannot be used, said once at the start: an order that cannot be read.
    unreadable: Vec<OrderId>,
    /// When what is long done was let go of.
    tidied_at_ms: i64,
    shelf: shelf::Shelf,
    at_hand: older::AtHand,
    closing: closures::Closing,
    /// Somebody learns at this till.
    training: bool,
    opened_twice: opened_twice::Pairs,
}

/// How the node stands to its hub.
#[derive(Clone, Copy, Debug, Default)]
struct Link {
    together: bool,
    alone_since_ms: Option<i64>,
}

/// What one command changes, before it is on the disk.
#[derive(Default)]
struct Action {
    batch: Batch,
    touched: Vec<OrderId>,
    /// Orders among these that it did not change: they are seen anew, and hold it up never.
    beside: Vec<OrderId>,
    facts: Vec<(i64, Fact)>,
    /// Made elsewhere: what cannot be added up holds nothing else up.
    foreign: bool,
}

impl Engine {
    /// Opens the node's data in `folder`.
    pub fn open(
        folder: &Path,
        role: DeviceRole,
        name: &str,
        source: Source,
    ) -> Result<Self, StoreError> {
        let mut store = Store::open(folder)?;
        let identity = device::identity(&mut store, &source)?;
        let enrolled = device::enrolled(&store)?;
        let hlc = device::stored(&store, names::HLC)?.unwrap_or_default();
        let mut engine = Self {
            catalogue: None,
            tail: store.tail()?,
            waiting: Waiting::read(&store)?,
            waiting_since_ms: None,
            people: people::People::load(&store)?,
            approval: approval::Approval::default(),
            cards: store.cards()?.into_iter().collect(),
            store,
            identity,
            role,
            name: enrolled
                .as_ref()
                .map_or_else(|| name.to_owned(), |site| site.name.clone()),
            enrolled,
            live: HashMap::new(),
            ties: BTreeMap::new(),
            unfinished: Vec::new(),
            just_told: None,
            summaries: BTreeMap::new(),
            shift: None,
            hlc,
            link: Link {
                together: false,
                alone_since_ms: Some(source.now_ms()),
            },
            source,
            troubles: BTreeMap::new(),
            drawer_shut_at_ms: None,
            feed: Feed::default(),
            bells: Bells::default(),
            unreadable: Vec::new(),
            tidied_at_ms: 0,
            shelf: shelf::Shelf::default(),
            at_hand: older::AtHand::default(),
            closing: closures::Closing::default(),
            training: false,
            opened_twice: opened_twice::Pairs::new(),
        };
        engine.load_catalogue()?;
        engine.load_training()?;
        engine.tidy()?;
        engine.load_summaries()?;
        engine.load_shift()?;
        engine.load_closing()?;
        engine.load_jobs()?;
        engine.try_put_aside_again()?;
        Ok(engine)
    }

    /// Where screens listen.
    pub fn feed(&self) -> Feed {
        self.feed.clone()
    }

    /// Where work waits.
    pub fn bells(&self) -> Bells {
        self.bells.clone()
    }

    /// Time and randomness.
    pub fn source(&self) -> Source {
        self.source.clone()
    }

    /// What this device is for.
    pub fn role(&self) -> DeviceRole {
        self.role
    }

    /// The database, to look at in tests and by tools.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// How the device stands to the rest.
    pub fn world(&self) -> World {
        World {
            together: self.link.together,
            alone_since_ms: self.link.alone_since_ms,
            orders_waiting: self.orders_waiting(),
            items_waiting: self.waiting.items,
            printers: self.troubles.values().cloned().collect(),
            training: self.training,
            drawer_shut_at_ms: self.drawer_shut_at_ms,
        }
    }

    fn actor(&self) -> Actor {
        Actor {
            device: self.identity.device,
            boot: self.identity.actor,
        }
    }

    /// A stamp for what `by` does now.
    fn stamp(&mut self, by: StaffId) -> Stamp {
        self.hlc = self.hlc.next(self.source.now_ms());
        Stamp {
            hlc: self.hlc,
            by,
            approved_by: self.approval.lent_by(),
        }
    }

    fn entry_id(&self) -> EntryId {
        EntryId::from_bytes(self.source.id())
    }

    /// The business day of now at this site.
    fn today(&self) -> BusinessDay {
        self.day_of(self.source.now_ms())
    }

    /// The business day of a moment at this site.
    fn day_of(&self, at_ms: i64) -> BusinessDay {
        let starts = self
            .catalogue
            .as_ref()
            .map_or(0, |menu| menu.site.business_day_starts_min);
        BusinessDay::of(at_ms, self.utc_offset_min(at_ms), starts)
    }

    /// The document of an order, read from the disk when it is not in memory.
    fn live(&mut self, id: OrderId) -> Result<&mut Live, Problem> {
        if !self.live.contains_key(&id) {
            self.load(id)?;
        }
        self.live.get_mut(&id).ok_or_else(|| not_found("order"))
    }

    /// The order as people see it.
    fn order(&mut self, id: OrderId) -> Result<Arc<Order>, Problem> {
        self.take_at_hand(id).map_err(disk)?;
        let summary = self.summaries.get(&id);
        if !summary.is_some_and(|summary| self.is_of_now(summary)) {
            return Err(not_found("order"));
        }
        self.live(id)?
            .order
            .clone()
            .ok_or_else(|| not_found("order"))
    }

    /// An order that can still be changed and paid.
    fn open_order(&mut self, id: OrderId) -> Result<Arc<Order>, Problem> {
        let order = self.order(id)?;
        // What reached it after its end makes it a check again until that is paid.
        if is_settled(&order, &totals(&order).map_err(paying::money)?) {
            Err(Problem::OrderClosed)
        } else {
            Ok(order)
        }
    }

    /// Edits an order in memory and adds the bytes to the action.
    fn edit(&mut self, action: &mut Action, id: OrderId, edits: &[Edit]) -> Result<(), Problem> {
        // Whatever happens from here on, a failed action reads this order again.
        action.touched.push(id);
        self.unfinished.push(id);
        let live = self.live(id)?;
        let edited = live.doc.edit(edits);
        let chunk = edited.map_err(|error| Problem::Disk {
            why: error.to_string(),
        })?;
        self.fold(id);
        let live = self.live(id)?;
        if let Some(chunk) = chunk {
            // The next edit of the same action builds on this one.
            live.doc.persisted();
            let sha = Sha256::digest(&chunk.bytes).into();
            // What somebody learnt with stays here. What is on a card is never learnt with, whatever
            // somebody else wrote into its document.
            let is_money = edits.iter().any(|edit| matches!(edit, Edit::MoveCard(..)));
            let learns = live.order.as_ref().is_some_and(|order| order.training);
            let own = is_money || !learns;
            action.batch.chunks.push(NewChunk {
                order: id,
                sha,
                bytes: chunk.bytes,
                own,
            });
        }
        Ok(())
    }

    /// Adds a fact to the journal of the action.
    fn add_fact(&mut self, action: &mut Action, fact: Fact) -> Result<FactId, Problem> {
        let id = FactId::from_bytes(self.source.id());
        self.add_fact_as(action, id, fact)?;
        Ok(id)
    }

    fn add_fact_as(&self, action: &mut Action, id: FactId, fact: Fact) -> Result<(), Problem> {
        let fact = self.fact_of_now(fact);
        let tail = action.batch.facts.last().map_or(self.tail, Record::tail);
        let now_ms = self.source.now_ms();
        let record = Record::next(
            tail,
            self.identity.device,
            &self.identity.key,
            now_ms,
            id,
            &fact,
        )
        .map_err(|error| Problem::Disk {
            why: error.to_string(),
        })?;
        action.batch.facts.push(record);
        action.facts.push((now_ms, fact));
        Ok(())
    }

    /// Puts the action on the disk and then tells everybody.
    fn commit(&mut self, mut action: Action) -> Result<(), Problem> {
        self.just_told = None;
        self.hold_slips_back(&mut action);
        self.touch_paid_by_cards(&mut action);
        self.touch_tied(&mut action);
        self.sum_up(&mut action)?;
        self.note_letters(&mut action);
        self.name_cards(&mut action);
        action
            .batch
            .device
            .push((names::HLC.to_owned(), json(&self.hlc)?));
        if let Err(error) = self.store.commit(&action.batch) {
            tracing::error!("{error}");
            self.unfinished = action.touched;
            self.forget_unfinished();
            return Err(disk(error));
        }
        self.unfinished.clear();
        self.cards.extend(&action.batch.cards);
        // Before anything else: somebody stands before the drawer.
        self.let_kicks_go(&action.batch);
        if let Some(last) = action.batch.facts.last() {
            self.tail = last.tail();
        }
        self.note_facts(&action);
        self.note_day(&action);
        self.look_at_slips(&action);
        self.tell(&action);
        Ok(())
    }

    /// After a command fell over: nothing that it began is left.
    pub fn recover(&mut self) {
        self.forget_approval();
        self.forget_unfinished();
        self.tail = self.store.tail().unwrap_or(self.tail);
    }

    /// Drops what was edited in memory and never reached the disk.
    fn forget_unfinished(&mut self) {
        let unfinished = std::mem::take(&mut self.unfinished);
        let tied: BTreeSet<OrderId> = unfinished.iter().flat_map(|id| self.tied(*id)).collect();
        for id in &tied {
            self.live.remove(id);
        }
        for id in tied {
            match self.summary_of(id) {
                Ok(Some(summary)) => drop(self.summaries.insert(id, summary)),
                _ => drop(self.summaries.remove(&id)),
            }
        }
    }

    /// Tells screens, the sync loop and the printers what a committed action changed.
    fn tell(&mut self, action: &Action) {
        let batch = &action.batch;
        if batch.chunks.iter().any(|chunk| chunk.own) || !batch.facts.is_empty() {
            ring(&self.bells.outbox);
        }
        if !batch.jobs.is_empty() || !batch.job_changes.is_empty() {
            ring(&self.bells.jobs);
        }
        self.count_waiting(batch);
        if self.feed.is_idle() {
            return;
        }
        self.tell_orders(&action.touched);
        if !action.facts.is_empty() {
            self.tell_shift();
        }
    }

    fn tell_world(&self) {
        if !self.feed.is_idle() {
            self.feed.world(&self.world());
        }
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|error| Problem::Disk {
        why: error.to_string(),
    })
}

fn disk(error: StoreError) -> Problem {
    Problem::Disk {
        why: error.to_string(),
    }
}

fn not_found(what: &str) -> Problem {
    Problem::NotFound {
        what: what.to_owned(),
    }
}

fn invalid(field: &str, why: impl Into<String>) -> Problem {
    Problem::Invalid {
        field: field.to_owned(),
        why: why.into(),
    }
}
