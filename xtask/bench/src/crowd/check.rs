//! What one of the other devices edits: an order with some lines, more and more of them.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use node::Source;
use order_doc::{Actor, AddedLine, Edit, Opened, OrderDoc, QuantityChange, Stamp};
use shared::{
    ids::{DeviceId, EntryId, LineId, OrderId, StaffId},
    menu::{Catalogue, Item, Service},
    order::LineFacts,
    time::Hlc,
};
use sync_protocol::{Change, Item as Travelling};

use super::Common;

/// Lines of an order; then their quantities change.
const LINES: usize = 8;
/// After so many edits the guests go and others come.
const EDITS_MAX: usize = 60;

/// The order that a device edits now.
pub(super) struct Check {
    device: DeviceId,
    actor: Actor,
    by: StaffId,
    menu: Arc<Catalogue>,
    source: Source,
    hlc: Hlc,
    doc: OrderDoc,
    lines: Vec<LineId>,
    edits: usize,
}

impl Check {
    pub(super) fn new(device: DeviceId, common: &Common) -> Result<Self> {
        let source = common.source.clone();
        let actor = Actor {
            device,
            boot: source.bytes(),
        };
        let by = common.menu.staff.first().context("nobody works there")?.id;
        let doc = OrderDoc::new(OrderId::from_bytes(source.id()), &actor)?;
        Ok(Self {
            device,
            actor,
            by,
            menu: Arc::clone(&common.menu),
            source,
            hlc: Hlc::default(),
            doc,
            lines: Vec::new(),
            edits: 0,
        })
    }

    /// The next edit, as it travels.
    pub(super) fn next_edit(&mut self) -> Result<Travelling> {
        if self.edits == EDITS_MAX {
            self.doc = OrderDoc::new(OrderId::from_bytes(self.source.id()), &self.actor)?;
            self.lines.clear();
            self.edits = 0;
        }
        let edit = match self.edits {
            0 => self.open(),
            n if n <= LINES => self.add_line(n)?,
            n => self.change_quantity(n)?,
        };
        self.edits += 1;
        let chunk = self.doc.edit(&[edit])?.context("nothing was edited")?;
        self.doc.persisted();
        Ok(Travelling::Change(Change::new(self.doc.id(), chunk.bytes)))
    }

    fn stamp(&mut self) -> Stamp {
        self.hlc = self.hlc.next(self.source.now_ms());
        Stamp {
            hlc: self.hlc,
            by: self.by,
            approved_by: None,
        }
    }

    fn open(&mut self) -> Edit {
        Edit::Open(Opened {
            training: false,
            beside: None,
            held: Vec::new(),
            order: self.doc.id(),
            number: "B-001".to_owned(),
            device: self.device,
            service: Service::Takeaway,
            table: None,
            tab: "Bench".to_owned(),
            guests: 1,
            rules: self.menu.site.price_rules(),
            stamp: self.stamp(),
        })
    }

    fn add_line(&mut self, turn: usize) -> Result<Edit> {
        let line = LineId::from_bytes(self.source.id());
        self.lines.push(line);
        let menu = Arc::clone(&self.menu);
        let item = menu.items.get(turn % menu.items.len().max(1));
        let item = item.context("nothing is sold there")?;
        let added = AddedLine {
            facts: frozen(&menu, item)?,
            quantity: 1,
            seat: 0,
            course: item.course,
            replaces: None,
            stamp: self.stamp(),
        };
        Ok(Edit::AddLine(line, added))
    }

    fn change_quantity(&mut self, turn: usize) -> Result<Edit> {
        let line = self.lines.get(turn % self.lines.len().max(1)).copied();
        let change = QuantityChange {
            line: line.context("the order has no line")?,
            units: 1,
            undoes: None,
            stamp: self.stamp(),
        };
        let entry = EntryId::from_bytes(self.source.id());
        Ok(Edit::ChangeQuantity(entry, change))
    }
}

/// What a line takes from the menu.
fn frozen(menu: &Catalogue, item: &Item) -> Result<LineFacts> {
    let variant = item.variants.first().context("an item without a price")?;
    Ok(LineFacts {
        sku: item.sku.clone(),
        name: item.name.clone(),
        variant: variant.name.clone(),
        category: item.category.clone(),
        unit_price: variant.price,
        tax: menu
            .tax(&item.tax)
            .context("an item without a tax")?
            .clone(),
        tax_included: menu.site.prices_include_tax,
        station: item.station.clone(),
        allergens: item.allergens.clone(),
        prep_seconds: item.prep_seconds,
        modifiers: Vec::new(),
        menu_version: menu.version,
        special: Box::default(),
    })
}
