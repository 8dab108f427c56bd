//! Changes that fell the document engine reach a till.

use local_store::{Batch, Quarantined, Store};
use shared::{api::till::Command, order::Tender};
use sync_protocol::{Change, Item};

use crate::restaurant::Till;

#[test]
fn sync11_a_change_that_fells_the_engine_leaves_the_order_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut there = Till::with(&folder.path().join("there"), "1111");
    let order = there.seat("7");
    let opened = there.engine.store().chunks(order).unwrap();
    there.add(order, "T129", 1);
    let added = there.engine.store().chunks(order).unwrap().remove(1);
    let bad = hostile::panicking_changes(order, &opened, &added);
    assert!(!bad.is_empty());
    let count = u32::try_from(bad.len()).unwrap();

    let home = folder.path().join("here");
    let mut here = Till::with(&home, "1111");
    let own = here.seat("8");
    let change = |bytes: &Vec<u8>| Item::Change(Change::new(order, bytes.clone()));
    here.engine.take_in(vec![change(&opened[0])], 1).unwrap();
    let stored = here.engine.store().chunks(order).unwrap();
    let shown = here.show(order).order;
    here.engine
        .take_in(bad.iter().map(change).collect(), 2)
        .unwrap();
    // Kept aside, each with its reason; the order is as it was, byte for byte.
    assert_eq!(here.engine.store().quarantined().unwrap(), count);
    assert_eq!(here.engine.store().chunks(order).unwrap(), stored);
    assert_eq!(here.show(order).order, shown);
    // It goes on, and the others never noticed; what is good still comes in.
    here.add(own, "T165", 1);
    here.engine
        .take_in(vec![change(&bad[0]), change(&added)], 3)
        .unwrap();
    assert_eq!(here.show(order).order.lines.len(), 1);
    let time = here.time.clone();
    drop(here);
    let mut here = Till::at(&home, time);
    here.sign_in("1111");
    here.add(order, "T165", 1);
    here.pay(order, Tender::Cash, 1_350);
}

#[test]
fn sync12_a_change_without_the_one_before_it_waits_and_the_order_is_sold() {
    let folder = tempfile::tempdir().unwrap();
    let mut here = Till::with(&folder.path().join("here"), "1111");
    let mut there = Till::with(&folder.path().join("there"), "1111");
    let order = there.seat("7");
    there.add(order, "T129", 1);
    there.add(order, "T165", 1);
    let chunks = there.engine.store().chunks(order).unwrap();
    let change = |n: usize| Item::Change(Change::new(order, chunks[n].clone()));
    // The second got lost with the device that brought it; the third and the first are here.
    here.engine.take_in(vec![change(2)], 1).unwrap();
    here.engine.take_in(vec![change(0)], 2).unwrap();
    assert!(here.show(order).order.lines.is_empty());
    here.add(order, "T165", 1);
    assert_eq!(here.engine.store().quarantined().unwrap(), 0);
    // It turns up after all, and everything is there once.
    here.engine.take_in(vec![change(1)], 3).unwrap();
    assert_eq!(here.show(order).order.lines.len(), 3);
    here.ask(Command::ShowOrder { order }).unwrap();
}

#[test]
fn what_an_older_version_put_aside_goes_in_at_the_next_start_and_the_rest_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut there = Till::with(&folder.path().join("there"), "1111");
    let order = there.seat("7");
    there.add(order, "T129", 1);
    let chunks = there.engine.store().chunks(order).unwrap();
    let home = folder.path().join("here");
    let time = {
        let mut here = Till::with(&home, "1111");
        let own = here.seat("8");
        let refused = here.engine.store().chunks(own).unwrap().remove(0);
        let opened = Item::Change(Change::new(order, chunks[0].clone()));
        here.engine.take_in(vec![opened], 1).unwrap();
        // An older version did not understand the first; the second was never a change, and the
        // third is ours: the hub refused it.
        let aside = |order, bytes: &[u8]| Quarantined {
            order: Some(order),
            bytes: bytes.to_vec(),
            why: "a key that nobody knows yet".to_owned(),
            at_ms: 5,
        };
        let batch = Batch {
            quarantine: vec![
                aside(order, &chunks[1]),
                aside(order, b"no change"),
                aside(own, &refused),
            ],
            ..Batch::default()
        };
        Store::open(&home).unwrap().commit(&batch).unwrap();
        here.time
    };
    let mut here = Till::at(&home, time.clone());
    here.sign_in("1111");
    assert_eq!(here.show(order).order, there.show(order).order);
    assert_eq!(here.engine.store().quarantined().unwrap(), 2);
    // It is on the disk: another start has it, and tries nothing twice.
    drop(here);
    let mut here = Till::at(&home, time);
    here.sign_in("1111");
    assert_eq!(here.show(order).order.lines.len(), 1);
    assert_eq!(here.engine.store().chunks(order).unwrap().len(), 2);
}
