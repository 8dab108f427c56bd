//! Orders that share units: folded together, told together, and let go of together.

use std::{collections::BTreeSet, sync::Arc};

use order_doc::{OrderDoc, together};
use shared::{
    api::{Problem, till::OrderSummary},
    ids::OrderId,
};

use super::{Action, Engine, Live};

impl Engine {
    /// The order with all that units of it went to or came from, however far.
    pub(super) fn tied(&self, id: OrderId) -> BTreeSet<OrderId> {
        let (mut next, mut all) = (vec![id], BTreeSet::new());
        while let Some(order) = next.pop() {
            if all.insert(order) {
                next.extend(self.ties.get(&order).into_iter().flatten());
            }
        }
        all
    }

    /// Remembers which orders share units with this one.
    pub(super) fn tie(&mut self, id: OrderId, partners: impl IntoIterator<Item = OrderId>) {
        for partner in partners {
            self.ties.entry(id).or_default().insert(partner);
            self.ties.entry(partner).or_default().insert(id);
        }
    }

    /// Reads a document from the disk, with those that it shares units with, and folds them.
    pub(super) fn load(&mut self, id: OrderId) -> Result<(), Problem> {
        self.load_alone(id)?;
        self.fold(id);
        Ok(())
    }

    fn load_alone(&mut self, id: OrderId) -> Result<(), Problem> {
        let chunks = self.store.chunks(id).map_err(super::disk)?;
        self.tie_as_on_disk(id)?;
        let bytes = chunks.iter().map(Vec::as_slice);
        let doc = OrderDoc::load(id, bytes, &self.actor()).map_err(|error| {
            tracing::error!("{error}");
            Problem::Disk {
                why: error.to_string(),
            }
        })?;
        self.tie(id, doc.partners());
        self.live.insert(id, Live::of(doc));
        Ok(())
    }

    /// An order may share units by the word of its partners alone: what lists know of it says so.
    fn tie_as_on_disk(&mut self, id: OrderId) -> Result<(), Problem> {
        if self.summaries.contains_key(&id) {
            return Ok(());
        }
        let row = self.store.order_row(id).map_err(super::disk)?;
        let summary = row.and_then(|row| serde_json::from_str::<OrderSummary>(&row.summary).ok());
        if let Some(summary) = summary {
            self.tie(id, summary.partners);
        }
        Ok(())
    }

    /// After a document changed: what people see of it, and of all that it shares units with.
    pub(super) fn fold(&mut self, id: OrderId) {
        let Some(live) = self.live.get(&id) else {
            return;
        };
        let partners = live.doc.partners();
        self.tie(id, partners);
        let mut broken = BTreeSet::new();
        let all = loop {
            let all = self.tied(id);
            let missing = |one: &&OrderId| !self.live.contains_key(one) && !broken.contains(*one);
            let Some(missing) = all.iter().find(missing).copied() else {
                break all;
            };
            // An order that cannot be read must not stop the others: they go on without it.
            if self.load_alone(missing).is_err() {
                broken.insert(missing);
            }
        };
        if all.len() == 1 {
            if let Some(live) = self.live.get_mut(&id) {
                live.order = live.doc.order().map(Arc::new);
            }
            return;
        }
        let docs = all.iter().filter_map(|one| self.live.get(one));
        let docs: Vec<&OrderDoc> = docs.map(|live| &live.doc).collect();
        for (one, order) in together(&docs) {
            if let Some(live) = self.live.get_mut(&one) {
                live.order = Some(Arc::new(order));
            }
        }
    }

    /// What an action touches, and what sees it.
    pub(super) fn touch_tied(&self, action: &mut Action) {
        let all: BTreeSet<OrderId> = action
            .touched
            .iter()
            .flat_map(|order| self.tied(*order))
            .collect();
        action.touched = all.into_iter().collect();
    }

    /// Somebody still works on this order or the kitchen should make it, or one that shares units with
    /// it.
    pub(super) fn is_needed(&self, id: OrderId) -> bool {
        let summaries = self.tied(id);
        let mut summaries = summaries.iter().filter_map(|one| self.summaries.get(one));
        summaries.any(|one| one.is_open() || one.fire_at_ms.is_some())
    }
}
