//! Documents in, orders out; nothing that a document does gets out of here.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    panic::{AssertUnwindSafe, catch_unwind},
};

use hub_kernel::{DbError, Ids, Tx};
use order_doc::{Actor, OrderDoc, together};
use shared::{
    ids::{DeviceId, OrderId},
    order::Order,
};

use crate::{
    store::{
        Place,
        log::{self, ChangePage, LoggedChange, PutAside},
        orders::{self, Kept},
    },
    told::{KITCHEN_TICKET, KitchenTicket, ORDER_UPDATED, OrderUpdated},
};

/// Most documents in memory.
const DOCS_MAX: usize = 256;

type Key = (Place, OrderId);

/// What the tables hold of an order that is not in memory.
pub(super) struct Loaded {
    order_id: OrderId,
    changes: Vec<LoggedChange>,
    kept: Option<Kept>,
}

/// Reads orders up to a place in the log, the end of the page that is being folded.
pub(super) fn load(
    tx: &Tx<'_>,
    place: Place,
    up_to: u64,
    orders_missing: Vec<OrderId>,
) -> Result<Vec<Loaded>, DbError> {
    let load = |order_id| {
        Ok(Loaded {
            order_id,
            changes: log::changes_of_order(tx, place, order_id, up_to)?,
            kept: readable(order_id, orders::kept(tx, place, order_id))?,
        })
    };
    orders_missing.into_iter().map(load).collect()
}

/// What was kept of an order; none when it cannot be read, as when another version wrote it.
///
/// It only tells what changed, and the log makes it anew. One such row must not stop all orders
/// of the site.
fn readable(
    order_id: OrderId,
    kept: Result<Option<Kept>, DbError>,
) -> Result<Option<Kept>, DbError> {
    match kept {
        Err(DbError::Missing(what)) => {
            tracing::warn!(order.id = %order_id, "{what} is made anew out of the log");
            Ok(None)
        }
        kept => kept,
    }
}

/// What a page of the log made.
#[derive(Default)]
pub(super) struct Folded {
    kept: Vec<Kept>,
    events: Vec<(&'static str, serde_json::Value)>,
    aside: Vec<PutAside>,
}

impl Folded {
    /// Writes it down and tells it.
    pub(super) fn write(
        &self,
        tx: &Tx<'_>,
        place: Place,
        now_ms: i64,
        tell: &dyn Fn(&Tx<'_>, &str, serde_json::Value) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        for aside in &self.aside {
            log::put_aside(tx, place, aside, now_ms)?;
        }
        for kept in &self.kept {
            orders::keep(tx, place, kept)?;
        }
        for (name, body) in &self.events {
            tell(tx, name, body.clone())?;
        }
        Ok(())
    }
}

struct Open {
    doc: OrderDoc,
    kept: Option<Kept>,
}

/// Documents that are worked on, the longest unused first to go.
pub(super) struct Documents {
    actor: Actor,
    docs: HashMap<Key, Open>,
    used: VecDeque<Key>,
    /// Orders that share units, as far as their documents were seen.
    ties: BTreeMap<Key, BTreeSet<OrderId>>,
    /// Orders that the page under way touched, and when that was heard.
    touched: BTreeMap<OrderId, i64>,
}

impl Documents {
    pub(super) fn new(ids: &Ids) -> Self {
        let actor = Actor {
            // The hub reads orders and writes none, so it needs no name of its own.
            device: DeviceId::from_bytes([0; 16]),
            boot: ids.random(),
        };
        Self {
            actor,
            docs: HashMap::new(),
            used: VecDeque::new(),
            ties: BTreeMap::new(),
            touched: BTreeMap::new(),
        }
    }

    /// Orders of a page that are not in memory.
    pub(super) fn missing(&self, place: Place, page: &ChangePage) -> Vec<OrderId> {
        let mut orders: Vec<OrderId> = page.changes.iter().map(|one| one.change.order).collect();
        orders.sort_unstable();
        orders.dedup();
        orders.retain(|order| !self.docs.contains_key(&(place, *order)));
        orders
    }

    /// Takes a page in. Orders whose document broke are left as they were.
    pub(super) fn fold(&mut self, place: Place, loaded: Vec<Loaded>, page: ChangePage) -> Folded {
        let mut folded = Folded::default();
        // Those hold the page already: a long absence is read in one go and not change by change.
        let whole: BTreeSet<OrderId> = loaded.iter().map(|one| one.order_id).collect();
        for one in loaded {
            self.open(place, one, &mut folded);
        }
        let mut by_order: BTreeMap<OrderId, Vec<LoggedChange>> = BTreeMap::new();
        for one in page.changes {
            by_order.entry(one.change.order).or_default().push(one);
        }
        for (order_id, changes) in by_order {
            let is_whole = whole.contains(&order_id);
            self.merge((place, order_id), &changes, is_whole, &mut folded);
        }
        folded
    }

    /// Orders that share units with those that were touched and are not in memory.
    pub(super) fn missing_partners(&mut self, place: Place) -> Vec<OrderId> {
        let touched: Vec<OrderId> = self.touched.keys().copied().collect();
        let mut missing: BTreeSet<OrderId> = BTreeSet::new();
        for order_id in touched {
            missing.extend(self.tied((place, order_id)));
        }
        missing.retain(|order_id| !self.docs.contains_key(&(place, *order_id)));
        missing.into_iter().collect()
    }

    /// Takes partners in that the page did not name.
    pub(super) fn take_partners(&mut self, place: Place, loaded: Vec<Loaded>, folded: &mut Folded) {
        for one in loaded {
            let order_id = one.order_id;
            self.open(place, one, folded);
            self.used.push_back((place, order_id));
            self.tie((place, order_id));
        }
    }

    /// What is to be kept of all orders that the page touched, and of those that see it.
    pub(super) fn finish(&mut self, place: Place, folded: &mut Folded) {
        let touched = std::mem::take(&mut self.touched);
        let mut heard: BTreeMap<OrderId, i64> = BTreeMap::new();
        for (order_id, at_ms) in touched {
            for one in self.tied((place, order_id)) {
                let heard = heard.entry(one).or_insert(at_ms);
                *heard = (*heard).max(at_ms);
            }
        }
        let mut seen: BTreeMap<OrderId, Option<Order>> = BTreeMap::new();
        for (order_id, heard_at_ms) in heard {
            if !seen.contains_key(&order_id) {
                seen.extend(self.views((place, order_id)));
            }
            let view = seen.remove(&order_id).flatten();
            self.keep((place, order_id), view, heard_at_ms, folded);
        }
        self.forget_some();
    }

    /// What people see of an order and of all that it shares units with.
    fn views(&self, key: Key) -> BTreeMap<OrderId, Option<Order>> {
        let tied = self.tied(key);
        let docs = tied.iter().filter_map(|one| self.docs.get(&(key.0, *one)));
        let docs: Vec<&OrderDoc> = docs.map(|open| &open.doc).collect();
        let mut orders = contained(|| together(&docs)).unwrap_or_default();
        let view = |one: OrderId| (one, orders.remove(&one));
        tied.into_iter().map(view).collect()
    }

    fn tied(&self, (place, order_id): Key) -> BTreeSet<OrderId> {
        let (mut next, mut all) = (vec![order_id], BTreeSet::new());
        while let Some(one) = next.pop() {
            if all.insert(one) {
                next.extend(self.ties.get(&(place, one)).into_iter().flatten());
            }
        }
        all
    }

    /// Remembers whom a document shares units with. What was kept of it names also those whose
    /// half of a transfer is the only one.
    fn tie(&mut self, (place, order_id): Key) {
        let Some(open) = self.docs.get(&(place, order_id)) else {
            return;
        };
        let mut partners = open.doc.partners();
        let kept = open.kept.iter();
        partners.extend(kept.flat_map(|kept| kept.view.links.partners.iter().copied()));
        for partner in partners {
            let ties = &mut self.ties;
            ties.entry((place, order_id)).or_default().insert(partner);
            ties.entry((place, partner)).or_default().insert(order_id);
        }
    }

    fn open(&mut self, place: Place, loaded: Loaded, folded: &mut Folded) {
        let order_id = loaded.order_id;
        let Ok(mut doc) = OrderDoc::new(order_id, &self.actor) else {
            tracing::error!(order.id = %order_id, "no document could be made");
            return;
        };
        let all = loaded.changes.iter().map(|one| one.change.bytes.as_slice());
        match contained(|| OrderDoc::load(order_id, all, &self.actor)) {
            Some(Ok(whole)) => doc = whole,
            // One of them is bad: take them one by one, and leave that one out.
            _ => merge_all(&mut doc, &loaded.changes, folded),
        }
        let open = Open {
            doc,
            kept: loaded.kept,
        };
        self.docs.insert((place, order_id), open);
    }

    fn merge(&mut self, key: Key, changes: &[LoggedChange], is_whole: bool, folded: &mut Folded) {
        let Some(open) = self.docs.get_mut(&key) else {
            return;
        };
        self.used.retain(|used| *used != key);
        self.used.push_back(key);
        if !is_whole {
            merge_all(&mut open.doc, changes, folded);
        }
        let heard_at_ms = changes
            .iter()
            .map(|one| one.at_ms)
            .max()
            .unwrap_or_default();
        self.touched.insert(key.1, heard_at_ms);
        self.tie(key);
    }

    fn keep(&mut self, key: Key, view: Option<Order>, heard_at_ms: i64, folded: &mut Folded) {
        let (Some(open), Some(view)) = (self.docs.get_mut(&key), view) else {
            return;
        };
        let Some(kept) = contained(|| keep(open, view, heard_at_ms)).flatten() else {
            return;
        };
        tell(open.kept.as_ref(), &kept, folded);
        if open.kept.as_ref() != Some(&kept) {
            folded.kept.push(kept.clone());
            open.kept = Some(kept);
        }
    }

    fn forget_some(&mut self) {
        while self.docs.len() > DOCS_MAX {
            let Some(oldest) = self.used.pop_front() else {
                self.docs.clear();
                return;
            };
            self.docs.remove(&oldest);
        }
        let docs = &self.docs;
        self.ties.retain(|key, _| docs.contains_key(key));
    }
}

fn merge_all(doc: &mut OrderDoc, changes: &[LoggedChange], folded: &mut Folded) {
    for one in changes {
        let bytes = &one.change.bytes;
        let why = match contained(|| doc.merge(bytes)) {
            Some(Ok(_merged)) => continue,
            Some(Err(error)) => error.to_string(),
            None => "the document engine fell over".to_owned(),
        };
        let subject = one.change.order.to_string();
        tracing::error!(order.id = %subject, device.id = %one.from, %why, "a change was put aside");
        folded.aside.push(PutAside {
            from: one.from,
            sha256: one.change.sha256,
            what: "document",
            subject,
            bytes: bytes.clone(),
            why,
        });
    }
}

/// What is to be kept of an order now; none before it was opened.
fn keep(open: &Open, view: Order, heard_at_ms: i64) -> Option<Kept> {
    let view = view.without_codes();
    let summary = match OrderUpdated::of(&view) {
        Ok(summary) => summary,
        Err(error) => {
            tracing::error!(order.id = %view.id, %error, "an order has no total");
            return None;
        }
    };
    let told = |ticket| {
        let tickets = &open.kept.as_ref()?.tickets;
        tickets.iter().find(|told| told.ticket == ticket)
    };
    let tickets = view
        .tickets
        .iter()
        .map(|ticket| KitchenTicket::of(&view, ticket, told(ticket.id), heard_at_ms))
        .collect();
    Some(Kept {
        summary,
        view,
        tickets,
    })
}

fn tell(before: Option<&Kept>, now: &Kept, folded: &mut Folded) {
    let mut push = |name, body: Result<serde_json::Value, serde_json::Error>| match body {
        Ok(body) => folded.events.push((name, body)),
        Err(error) => tracing::error!(%error, "`{name}` could not be written"),
    };
    if before.map(|kept| &kept.summary) != Some(&now.summary) {
        push(ORDER_UPDATED, serde_json::to_value(&now.summary));
    }
    for ticket in &now.tickets {
        if !before.is_some_and(|kept| kept.tickets.contains(ticket)) {
            push(KITCHEN_TICKET, serde_json::to_value(ticket));
        }
    }
}

/// Runs something that may panic inside the document engine.
fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
