//! Checks of which everybody sent all that they brought.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use shared::{
    api::till::{Command, MoveTo, Reply},
    ids::OrderId,
};

use crate::site::Device;

/// Checks that somebody at one device brought something to or sent, and whether the last of it was
/// that they sent.
#[derive(Default)]
pub(crate) struct Sent(Mutex<BTreeMap<OrderId, bool>>);

impl Sent {
    /// After the device said that it is done.
    pub(crate) fn note(&self, command: &Command, reply: &Reply) {
        let mut known = self.0.lock().unwrap();
        match command {
            Command::Send { order } => {
                known.insert(*order, true);
            }
            Command::AddLine { order, .. }
            | Command::Scan { order, .. }
            | Command::ChangeQuantity { order, .. }
            | Command::ReplaceLine { order, .. }
            | Command::UndoLast { order }
            | Command::Hold { order, .. }
            | Command::Unjoin { order, .. } => {
                known.insert(*order, false);
            }
            Command::JoinOrders { order, with } => known.extend([(*order, false), (*with, false)]),
            Command::MoveLines { order, to, .. } => {
                known.insert(*order, false);
                if let MoveTo::Order { order } = to {
                    known.insert(*order, false);
                }
            }
            _ => {}
        }
        // Whatever was not sent goes with the last payment.
        if let Reply::Paid { order, .. } = reply
            && order.order.closed_at_ms.is_some()
        {
            known.insert(order.order.id, true);
        }
    }
}

/// Checks on which nobody brought anything after they sent.
pub(crate) fn by_everybody(devices: &[&Device]) -> BTreeSet<OrderId> {
    let mut sent: BTreeMap<OrderId, bool> = BTreeMap::new();
    for device in devices {
        for (order, is_sent) in device.sent.0.lock().unwrap().iter() {
            *sent.entry(*order).or_insert(true) &= *is_sent;
        }
    }
    sent.retain(|_, is_sent| *is_sent);
    sent.into_keys().collect()
}
