//! An order in memory.

use std::sync::Arc;

use order_doc::OrderDoc;
use shared::order::Order;

/// The document, and what was made of it.
pub(super) struct Live {
    pub(super) doc: OrderDoc,
    /// Folded once for each edit, and shared with whoever looks.
    pub(super) order: Option<Arc<Order>>,
}

impl Live {
    pub(super) const fn of(doc: OrderDoc) -> Self {
        Self { doc, order: None }
    }
}
