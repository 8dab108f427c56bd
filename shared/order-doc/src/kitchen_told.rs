//! What a kitchen did with what it was sent, in time.
//!
//! It stands beside [`OrderDoc::history`]: nobody signs in at a kitchen's screen, so a mark names the
//! screen and no person.

use shared::{
    ids::{DeviceId, EntryId, TicketId},
    kitchen::KitchenRank,
    time::Hlc,
};

use crate::{
    OrderDoc,
    edit::Map,
    entries::{Entries, KitchenMark},
    history,
};

/// What a cook does to a ticket or a line of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KitchenDeed {
    /// Struck: the dish is done.
    Struck,
    /// Off the screen.
    Bumped,
    /// Back on the screen, or not struck any more.
    Recalled,
}

/// One thing that a cook did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KitchenTold {
    /// When.
    pub hlc: Hlc,
    /// What.
    pub deed: KitchenDeed,
    /// The station whose ticket it is.
    pub station: String,
    /// What the screen is called; empty where the mark does not say it.
    pub screen: String,
    /// The device that wrote the mark.
    pub device: Option<DeviceId>,
    /// With which dishes, and how many of each the ticket asked for.
    pub dishes: Vec<(i64, String)>,
}

impl OrderDoc {
    /// What the kitchen did, in time; what one touch did to a ticket is one thing.
    pub fn kitchen_told(&mut self) -> Vec<KitchenTold> {
        let touches = touches(self.entries());
        let with_device = |touch: Touch| KitchenTold {
            device: self.device_of(Map::Marks, &touch.mark.to_string()),
            ..touch.told
        };
        touches.into_iter().map(with_device).collect()
    }
}

/// One touch of a cook.
struct Touch {
    ticket: TicketId,
    /// The first mark that it wrote.
    mark: EntryId,
    told: KitchenTold,
}

fn touches(entries: &Entries) -> Vec<Touch> {
    let marks = entries.marks.iter();
    let marks = marks
        .filter_map(|(id, mark)| Some((deed(mark)?, entries.sends.get(&mark.key)?, *id, mark)));
    let mut marks: Vec<_> = marks.collect();
    marks.sort_by(|(_, _, id, mark), (_, _, other, than)| {
        (mark.hlc, &mark.key, id).cmp(&(than.hlc, &than.key, other))
    });
    let mut touches: Vec<Touch> = Vec::new();
    for (deed, sent, id, mark) in marks {
        let dish = (sent.quantity, history::dish_of(entries, sent));
        let same = touches.iter_mut().rev();
        let mut same = same.take_while(|one| one.told.hlc == mark.hlc);
        let same = same.find(|one| {
            (one.ticket, one.told.deed) == (sent.ticket, deed) && one.told.screen == mark.screen
        });
        if let Some(one) = same {
            one.told.dishes.push(dish);
            continue;
        }
        let told = KitchenTold {
            hlc: mark.hlc,
            deed,
            station: sent.station.clone(),
            screen: mark.screen.clone(),
            device: None,
            dishes: vec![dish],
        };
        touches.push(Touch {
            ticket: sent.ticket,
            mark: id,
            told,
        });
    }
    touches
}

/// What a cook did; none where a screen only says that it shows something.
const fn deed(mark: &KitchenMark) -> Option<KitchenDeed> {
    match KitchenRank::from_number(mark.rank) {
        KitchenRank::Done => Some(KitchenDeed::Struck),
        KitchenRank::Bumped => Some(KitchenDeed::Bumped),
        KitchenRank::Shown if mark.epoch > 0 => Some(KitchenDeed::Recalled),
        KitchenRank::Shown | KitchenRank::Sent => None,
    }
}
