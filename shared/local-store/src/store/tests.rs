//! What the database promises.

use ed25519_dalek::SigningKey;
use shared::{
    ids::{DeviceId, FactId, JobId, OrderId, ShiftId, StaffId},
    journal::{Fact, Record},
};
use sync_protocol::Item;

use super::*;
use crate::batch::{NewChunk, NewJob, OrderRow, RequestRow, ShiftRow};

fn order(n: u8) -> OrderId {
    OrderId::new(1, [n; 10])
}

fn chunk(n: u8, own: bool) -> NewChunk {
    NewChunk {
        order: order(1),
        sha: [n; 32],
        bytes: vec![n; 3],
        own,
    }
}

fn row(n: u8, closed_at_ms: Option<i64>) -> OrderRow {
    OrderRow {
        order: order(n),
        closed_at_ms,
        summary: "{}".to_owned(),
    }
}

fn next_fact(store: &Store) -> Record {
    let fact = Fact::DrawerOpened {
        shift: None,
        by: StaffId::new(1, [1; 10]),
        reason: "sale".to_owned(),
        approved_by: None,
    };
    let tail = store.tail().unwrap();
    let id = FactId::new(i64::try_from(tail.number).unwrap(), [4; 10]);
    let key = SigningKey::from_bytes(&[1; 32]);
    Record::next(tail, DeviceId::new(1, [1; 10]), &key, 5, id, &fact).unwrap()
}

fn job(n: u8) -> NewJob {
    NewJob {
        id: JobId::new(1, [n; 10]),
        printer: "Bar".to_owned(),
        kind: "ticket".to_owned(),
        paper: "{}".to_owned(),
        made_at_ms: 1,
        expires_at_ms: 9,
        is_sending: false,
    }
}

#[test]
fn after_a_note_every_commit_waits_for_the_disk_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let synchronous = |store: &Store| -> i64 {
        let asked = store
            .db
            .query_row("PRAGMA synchronous", [], |row| row.get(0));
        asked.unwrap()
    };
    let full = synchronous(&store);
    store.note(&Batch::default()).unwrap();
    assert_eq!((full, synchronous(&store)), (2, 2));
}

#[test]
fn what_was_committed_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let fact = next_fact(&store);
    let batch = Batch {
        chunks: vec![chunk(1, true), chunk(2, false)],
        facts: vec![fact.clone()],
        orders: vec![row(1, None)],
        jobs: vec![job(1)],
        device: vec![("name".to_owned(), "Till 1".to_owned())],
        catalogue: Some((3, b"{}".to_vec())),
        ..Batch::default()
    };
    store.commit(&batch).unwrap();
    drop(store);
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.chunks(order(1)).unwrap(), [vec![1; 3], vec![2; 3]]);
    assert_eq!(store.facts_from(1).unwrap(), std::slice::from_ref(&fact));
    assert_eq!(store.facts_within(1, 1).unwrap(), [fact]);
    assert_eq!(store.facts_within(2, 9).unwrap(), []);
    assert_eq!(store.orders(0).unwrap(), [row(1, None)]);
    assert_eq!(store.jobs_waiting().unwrap().len(), 1);
    assert_eq!(store.device("name").unwrap().as_deref(), Some("Till 1"));
    assert_eq!(store.catalogue().unwrap(), Some((3, b"{}".to_vec())));
    assert_eq!(store.integrity().unwrap(), "ok");
}

#[test]
fn one_bad_row_undoes_the_whole_action() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let fact = next_fact(&store);
    store
        .commit(&Batch {
            facts: vec![fact.clone()],
            ..Batch::default()
        })
        .unwrap();
    let twice = Batch {
        chunks: vec![chunk(1, true)],
        facts: vec![fact],
        ..Batch::default()
    };
    assert!(store.commit(&twice).is_err());
    assert!(store.chunks(order(1)).unwrap().is_empty());
}

#[test]
fn only_what_was_made_here_waits_for_the_hub_and_an_ack_clears_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let fact = next_fact(&store);
    let chunks = vec![chunk(1, true), chunk(2, false), chunk(1, true)];
    store
        .commit(&Batch {
            chunks,
            facts: vec![fact],
            ..Batch::default()
        })
        .unwrap();
    assert_eq!(
        store.waiting().unwrap(),
        Waiting {
            items: 2,
            orders: 1
        }
    );
    let rows = store.outbox(0, 10).unwrap();
    assert!(matches!(rows[0].item, Item::Change(_)));
    assert!(matches!(rows[1].item, Item::Fact(_)));
    store
        .commit(&Batch {
            acked_up_to: Some(rows[0].n),
            ..Batch::default()
        })
        .unwrap();
    assert_eq!(store.outbox(0, 10).unwrap().len(), 1);
    store.offer_everything("cursor").unwrap();
    assert_eq!(store.waiting().unwrap().items, 3);
}

#[test]
fn what_somebody_learnt_with_is_offered_to_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let learnt = OrderRow {
        summary: "{\"training\":true}".to_owned(),
        ..row(1, None)
    };
    let batch = Batch {
        chunks: vec![chunk(1, false)],
        orders: vec![learnt],
        ..Batch::default()
    };
    store.commit(&batch).unwrap();
    store.offer_everything("cursor").unwrap();
    assert_eq!(store.waiting().unwrap().items, 0);
}

#[test]
fn an_outbox_number_is_never_used_twice() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    store
        .commit(&Batch {
            chunks: vec![chunk(1, true)],
            ..Batch::default()
        })
        .unwrap();
    let first = store.outbox(0, 1).unwrap()[0].n;
    store
        .commit(&Batch {
            acked_up_to: Some(first),
            ..Batch::default()
        })
        .unwrap();
    store
        .commit(&Batch {
            chunks: vec![chunk(2, true)],
            ..Batch::default()
        })
        .unwrap();
    assert!(store.outbox(0, 1).unwrap()[0].n > first);
}

#[test]
fn the_same_request_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let request = RequestRow {
        id: "a".to_owned(),
        reply: "done".to_owned(),
        at_ms: 1,
    };
    let batch = Batch {
        request: Some(request),
        ..Batch::default()
    };
    store.commit(&batch).unwrap();
    assert!(store.commit(&batch).is_err());
    assert_eq!(store.reply("a").unwrap().as_deref(), Some("done"));
}

#[test]
fn shifts_are_open_until_they_have_a_z_number() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let mut shift = ShiftRow {
        id: ShiftId::new(1, [1; 10]),
        opened_number: 1,
        closed_number: None,
        z_number: None,
    };
    store
        .commit(&Batch {
            shifts: vec![shift],
            ..Batch::default()
        })
        .unwrap();
    assert_eq!(store.open_shift().unwrap(), Some(shift));
    shift.closed_number = Some(9);
    shift.z_number = Some(store.next_z_number().unwrap());
    store
        .commit(&Batch {
            shifts: vec![shift],
            ..Batch::default()
        })
        .unwrap();
    assert_eq!(store.open_shift().unwrap(), None);
    assert_eq!(store.closed_shifts(None, 5).unwrap(), [shift]);
    assert_eq!(store.closed_shifts(Some(1), 5).unwrap(), []);
    assert_eq!(store.next_z_number().unwrap(), 2);
}

#[test]
fn an_old_order_is_let_go_only_when_the_hub_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let batch = Batch {
        chunks: vec![chunk(1, true)],
        orders: vec![row(1, Some(5)), row(2, None)],
        ..Batch::default()
    };
    store.commit(&batch).unwrap();
    assert_eq!(store.forget_before(10, 10).unwrap(), 0);
    let n = store.outbox(0, 1).unwrap()[0].n;
    store
        .commit(&Batch {
            acked_up_to: Some(n),
            ..Batch::default()
        })
        .unwrap();
    assert_eq!(store.forget_before(10, 10).unwrap(), 1);
    assert!(store.chunks(order(1)).unwrap().is_empty());
    assert_eq!(store.orders(0).unwrap().len(), 1);
}
