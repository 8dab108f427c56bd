//! An order in memory.

use std::{collections::BTreeMap, sync::Arc};

use order_doc::OrderDoc;
use shared::order::Order;

/// The document, and what was made of it.
pub(super) struct Live {
    pub(super) doc: OrderDoc,
    /// Folded once for each edit, and shared with whoever looks.
    pub(super) order: Option<Arc<Order>>,
    /// Sendings of ours that met others, by key: how many gave way when we looked, and how many units
    /// of the line the kitchen was told.
    pub(super) outsent: BTreeMap<String, (usize, i64)>,
}

impl Live {
    pub(super) const fn of(doc: OrderDoc) -> Self {
        Self {
            doc,
            order: None,
            outsent: BTreeMap::new(),
        }
    }
}
