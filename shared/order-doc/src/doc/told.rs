//! What the document tells of what happened, and of what can be taken back.

use automerge::{ObjId, ReadDoc};
use shared::ids::{DeviceId, StaffId, TicketId};

use super::OrderDoc;
use crate::{
    edit::Map,
    entries::Sending,
    history::{self, Happening},
    undo::{self, Undoable},
};

impl OrderDoc {
    /// What happened, in time, with the device that wrote each thing down.
    pub fn history(&mut self) -> Vec<Happening> {
        let mut all = history::of(&self.entries);
        for (place, happening) in &mut all {
            happening.device = self.device_of(place.0, &place.1);
        }
        all.into_iter().map(|(_, happening)| happening).collect()
    }

    /// The latest stamp in the document, so that our own clock does not fall behind it.
    pub fn latest(&self) -> shared::time::Hlc {
        let happened = history::of(&self.entries);
        let happened = happened.last().map(|(_, happening)| happening.stamp.hlc);
        let backs = self.entries.taken_back.values().map(|one| one.stamp.hlc);
        let cards = self.entries.cards.values().map(|one| one.stamp.hlc);
        let confirmed = self.entries.confirmed.values().map(|one| one.stamp.hlc);
        backs
            .chain(cards)
            .chain(confirmed)
            .chain(happened)
            .max()
            .unwrap_or_default()
    }

    /// The last thing that this person did to the order, that can honestly be taken back, and that
    /// was not taken back yet. It reaches ten actions back.
    pub fn last_undoable(&self, by: StaffId) -> Option<Undoable> {
        undo::last_undoable(&self.entries, by)
    }

    /// The author of the change that wrote an entry: the device, whatever it said in the entry.
    pub(crate) fn device_of(&mut self, map: Map, key: &str) -> Option<DeviceId> {
        let object = self.objects.get(&map)?;
        let (_, written) = self.doc.get(object, key).ok()??;
        self.author_of(&written)
    }

    /// The author of the change that wrote this.
    fn author_of(&mut self, written: &ObjId) -> Option<DeviceId> {
        let ObjId::Id(_, actor, _) = written else {
            return None;
        };
        let author = self.doc.document().get_author_for_actor(actor)?;
        let bytes = author.as_bytes();
        bytes.try_into().ok().map(DeviceId::from_bytes)
    }

    /// The device that wrote this one of several sendings under a key.
    pub(crate) fn device_of_sending(&mut self, key: &str, ticket: TicketId) -> Option<DeviceId> {
        let object = self.objects.get(&Map::Sends)?;
        let all = self.doc.get_all(object, key).ok()?;
        let own = all.into_iter().find(|(value, _)| {
            let text = value.as_str().unwrap_or_default();
            let sending: Option<Sending> = serde_json::from_str(text).ok();
            sending.is_some_and(|sending| sending.ticket == ticket)
        });
        let (_, written) = own?;
        self.author_of(&written)
    }
}
