//! Orders in one piece: what the hub lacks reaches it as it was made, whatever happens when.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::{collections::BTreeSet, path::Path};

use local_store::{Batch, NewChunk, OrderRow, OutboxRow, Quarantined, Store};
use order_doc::{Actor, Edit, OrderDoc, pack};
use proptest::prelude::*;
use serde_json::json;
use shared::ids::{DeviceId, EntryId, OrderId};
use sync_protocol::{Change, Item};

const ORDERS: u8 = 3;

fn order(n: u8) -> OrderId {
    OrderId::new(1, [n; 10])
}

fn actor(n: u8) -> Actor {
    Actor {
        device: DeviceId::new(1, [n; 10]),
        boot: [n; 16],
    }
}

/// A note of a guest: one edit, another one for each number.
fn edit(n: u16) -> Edit {
    let entry = EntryId::new(i64::from(n), [3; 10]);
    let note = json!({
        "line": EntryId::new(2, [1; 10]), "text": format!("without {n}"), "allergy": false,
        "stamp": { "hlc": (1_780_000_000_000_u64 + u64::from(n)) << 16, "by": EntryId::new(5, [1; 10]) },
    });
    Edit::AddNote(entry, serde_json::from_value(note).unwrap())
}

/// A device with its disk, and all that it made.
struct Device {
    store: Store,
    docs: Vec<OrderDoc>,
    /// The same orders at a device that never hears of us.
    far: Vec<OrderDoc>,
    made: BTreeSet<(OrderId, Vec<u8>)>,
    edits: u16,
}

impl Device {
    fn open(folder: &Path) -> Self {
        let docs = |by| (0..ORDERS).map(move |n| OrderDoc::new(order(n), &actor(by)).unwrap());
        Self {
            store: Store::open(folder).unwrap(),
            docs: docs(1).collect(),
            far: docs(2).collect(),
            made: BTreeSet::new(),
            edits: 0,
        }
    }

    fn write(&mut self, n: u8, own: bool) {
        self.edits += 1;
        let docs = if own { &mut self.docs } else { &mut self.far };
        let doc = &mut docs[usize::from(n)];
        let bytes = doc.edit(&[edit(self.edits)]).unwrap().unwrap().bytes;
        doc.persisted();
        self.docs[usize::from(n)].merge(&bytes).unwrap();
        let change = Change::new(order(n), bytes);
        if own {
            self.made.insert((change.order, change.bytes.clone()));
        }
        let chunk = NewChunk {
            order: change.order,
            sha: change.sha256,
            bytes: change.bytes,
            own,
        };
        let batch = Batch {
            chunks: vec![chunk],
            ..Batch::default()
        };
        // The law is about what is written, not about the disk.
        self.store.note(&batch).unwrap();
    }

    fn shelve(&mut self, n: u8) {
        let stored = self.store.chunks(order(n)).unwrap();
        let packed = pack(order(n), &stored, &actor(9)).unwrap();
        self.store.shelve(order(n), &packed).unwrap();
        assert_eq!(self.store.rows(order(n)).unwrap(), 0);
    }

    fn acked(&mut self, up_to: u64) {
        let batch = Batch {
            acked_up_to: Some(up_to),
            ..Batch::default()
        };
        self.store.note(&batch).unwrap();
    }

    fn heads_on_disk(&self, n: u8) -> Vec<[u8; 32]> {
        let stored = self.store.chunks(order(n)).unwrap();
        let stored = stored.iter().map(Vec::as_slice);
        OrderDoc::load(order(n), stored, &actor(8)).unwrap().heads()
    }
}

/// What a hub has that takes what it is sent.
#[derive(Default)]
struct Hub(BTreeSet<(OrderId, Vec<u8>)>);

impl Hub {
    fn take(&mut self, rows: &[OutboxRow]) {
        for row in rows {
            let Item::Change(change) = &row.item else {
                panic!("no change")
            };
            assert!(change.is_whole());
            self.0.insert((change.order, change.bytes.clone()));
        }
    }

    /// The hub takes all that waits.
    fn take_all(&mut self, device: &mut Device) {
        loop {
            let rows = device.store.outbox(0, 50).unwrap();
            self.take(&rows);
            if let Some(last) = rows.last() {
                device.acked(last.n);
            } else if device.store.offer_more().unwrap() == 0 {
                return;
            }
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Write(u8, bool),
    Shelve(u8),
    /// The hub takes so many rows and says so.
    Take(usize),
    /// The hub takes so many rows, and the word of it is lost.
    TakeUnsaid(usize),
    /// The hub lost all it had.
    HubForgets,
    OfferMore,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..ORDERS, any::<bool>()).prop_map(|(n, own)| Step::Write(n, own)),
        3 => (0..ORDERS).prop_map(Step::Shelve),
        2 => (1_usize..6).prop_map(Step::Take),
        1 => (1_usize..6).prop_map(Step::TakeUnsaid),
        1 => Just(Step::HubForgets),
        1 => Just(Step::OfferMore),
    ]
}

/// Each case is a disk of its own; more of them by `PROPTEST_CASES`.
fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(100)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_hub_gets_every_edit_as_it_was_made_whatever_lies_in_one_piece(
        steps in prop::collection::vec(any_step(), 1..40),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut device = Device::open(folder.path());
        let mut hub = Hub::default();
        let mut all_is_offered = false;
        for step in steps {
            match step {
                Step::Write(n, own) => device.write(n, own),
                Step::Shelve(n) => {
                    let before = device.store.outbox(0, 1_000).unwrap();
                    device.shelve(n);
                    // Under the same numbers, byte for byte.
                    prop_assert_eq!(device.store.outbox(0, 1_000).unwrap(), before);
                }
                Step::Take(count) | Step::TakeUnsaid(count) => {
                    let rows = device.store.outbox(0, count).unwrap();
                    hub.take(&rows);
                    if let (Step::Take(_), Some(last)) = (step, rows.last()) {
                        device.acked(last.n);
                    }
                }
                Step::HubForgets => {
                    hub = Hub::default();
                    device.store.offer_everything("cursor").unwrap();
                    all_is_offered = true;
                }
                Step::OfferMore => {
                    device.store.offer_more().unwrap();
                }
            }
        }
        hub.take_all(&mut device);
        prop_assert!(device.made.is_subset(&hub.0));
        if !all_is_offered {
            prop_assert_eq!(&device.made, &hub.0);
        }
        for n in 0..ORDERS {
            let heads = device.docs[usize::from(n)].heads();
            prop_assert_eq!(device.heads_on_disk(n), heads);
        }
        prop_assert_eq!(device.store.waiting().unwrap().items, 0);
        prop_assert_eq!(device.store.integrity().unwrap(), "ok");
    }
}

#[test]
fn a_piece_that_lacks_an_edit_of_the_one_before_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut device = Device::open(folder.path());
    device.write(0, true);
    let short = pack(order(0), &device.store.chunks(order(0)).unwrap(), &actor(9)).unwrap();
    device.write(0, true);
    device.shelve(0);
    device.write(0, true);
    let before = device.store.chunks(order(0)).unwrap();
    let rows = device.store.outbox(0, 10).unwrap();
    let refused = device.store.shelve(order(0), &short).unwrap_err();
    assert!(refused.to_string().contains("is not in it"), "{refused}");
    assert_eq!(device.store.chunks(order(0)).unwrap(), before);
    assert_eq!(device.store.outbox(0, 10).unwrap(), rows);
}

#[test]
fn an_edit_that_is_not_in_the_piece_stays_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut device = Device::open(folder.path());
    device.write(0, true);
    let early = pack(order(0), &device.store.chunks(order(0)).unwrap(), &actor(9)).unwrap();
    device.write(0, true);
    let rows = device.store.outbox(0, 10).unwrap();
    device.store.shelve(order(0), &early).unwrap();
    assert_eq!(device.store.rows(order(0)).unwrap(), 1);
    assert_eq!(device.store.outbox(0, 10).unwrap(), rows);
    assert_eq!(device.heads_on_disk(0), device.docs[0].heads());
}

#[test]
fn orders_that_rest_are_found_and_those_with_something_aside_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut device = Device::open(folder.path());
    for n in [0, 0, 1, 2] {
        device.write(n, true);
    }
    let closed = |n, at_ms| OrderRow {
        order: order(n),
        closed_at_ms: at_ms,
        summary: "{}".to_owned(),
    };
    let batch = Batch {
        orders: vec![closed(0, None), closed(1, Some(5)), closed(2, Some(9))],
        ..Batch::default()
    };
    device.store.commit(&batch).unwrap();
    let loose = |device: &Device, before_ms, rows| device.store.loose(before_ms, rows).unwrap();
    assert_eq!(loose(&device, 9, 3), [(order(1), 1)]);
    assert_eq!(loose(&device, 9, 2), [(order(0), 2), (order(1), 1)]);
    let aside = Quarantined {
        order: Some(order(1)),
        bytes: vec![1],
        why: "the hub did not take it".to_owned(),
        at_ms: 6,
    };
    let batch = Batch {
        quarantine: vec![aside],
        ..Batch::default()
    };
    device.store.commit(&batch).unwrap();
    assert_eq!(loose(&device, 9, 3), []);
    device.shelve(0);
    assert_eq!(loose(&device, 9, 2), []);
}
