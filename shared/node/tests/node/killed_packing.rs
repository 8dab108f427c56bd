//! `kill -9` while orders that rest are put into one piece each: every edit is in its row or in the
//! piece, and in one of them only.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command as Program, Stdio},
};

use order_doc::{Actor, OrderDoc, unpack};
use shared::{
    api::till::OrderView,
    ids::{DeviceId, OrderId},
    order::Tender,
};
use sync_protocol::Item;

use crate::restaurant::{Till, Time};

/// Kills in `cargo xtask test`.
const KILLS: u32 = 40;
/// Of these orders some are paid, and some have grown long; of each kind some lie in a piece already.
const ORDERS: usize = 12;
const RESTS_FOR_MS: i64 = 20 * 60_000;
/// Where the child finds the folder.
const FOLDER: &str = "COMANDA_TEST_PACKS_IN";
/// Begins the line that the child prints when it begins.
const BEGINS: &str = "it packs";

/// What must be the same whatever happens while an order is packed.
#[derive(Debug, PartialEq)]
struct Kept {
    heads: Vec<[u8; 32]>,
    changes: BTreeSet<Vec<u8>>,
    view: OrderView,
}

fn kept(till: &mut Till, order: OrderId) -> Kept {
    let stored = till.engine.store().chunks(order).unwrap();
    let actor = Actor {
        device: DeviceId::from_bytes([7; 16]),
        boot: [7; 16],
    };
    let mut doc = OrderDoc::load(order, stored.iter().map(Vec::as_slice), &actor).unwrap();
    let mut changes = BTreeSet::new();
    for bytes in &stored {
        let inside = unpack(bytes).unwrap_or_else(|_| vec![bytes.clone()]);
        for change in inside {
            assert!(changes.insert(change), "order {order} has an edit twice");
        }
    }
    Kept {
        heads: doc.heads(),
        changes,
        view: till.show(order),
    }
}

fn outbox(till: &Till) -> Vec<(u64, Item)> {
    let rows = till.engine.store().outbox(0, 100_000).unwrap();
    rows.into_iter().map(|row| (row.n, row.item)).collect()
}

fn grow(till: &mut Till, order: OrderId) {
    for _ in 0..17 {
        till.add(order, "T165", 1);
    }
}

/// A till with orders that could be packed, half of them in a piece with newer edits beside it.
fn evening(folder: &Path) -> Vec<OrderId> {
    let mut till = Till::with(folder, "1111");
    let orders: Vec<OrderId> = (0..ORDERS).map(|_| till.seat("7")).collect();
    let (early, late) = orders.split_at(ORDERS / 2);
    for order in early {
        grow(&mut till, *order);
    }
    assert_eq!(till.engine.shelve_some().unwrap(), early.len());
    for order in early.iter().step_by(2).chain(late.iter().step_by(2)) {
        grow(&mut till, *order);
    }
    for order in early.iter().chain(late).skip(1).step_by(2) {
        let due = till.add(*order, "T129", 1).totals.due.minor();
        till.pay(*order, Tender::Card, due);
    }
    orders
}

/// Opens the till long afterwards.
fn later(folder: &Path) -> Till {
    let time = Time::new();
    time.pass(RESTS_FOR_MS);
    let mut till = Till::at(folder, time);
    till.sign_in("1111");
    till
}

/// A life of a till that does nothing but pack. Without a moment to die at it goes on to its end.
fn life(folder: &Path, kill_after_us: Option<u64>) {
    let mut child = Program::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "killed_packing::packs",
            "--ignored",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let begun = lines.find(|line| line.as_ref().unwrap().contains(BEGINS));
    assert!(begun.is_some(), "it never began");
    if let Some(us) = kill_after_us {
        std::thread::park_timeout(std::time::Duration::from_micros(us));
        child.kill().unwrap();
    }
    let ended = child.wait().unwrap();
    assert!(kill_after_us.is_some() || ended.success());
}

/// What [`life`] starts.
#[test]
#[ignore = "is a till that packs until it is killed; the test beside it starts it"]
fn packs() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let mut till = later(Path::new(&folder));
    let mut out = std::io::stdout();
    writeln!(out, "{BEGINS}").unwrap();
    out.flush().unwrap();
    while till.engine.shelve_some().unwrap() > 0 {}
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_dir() {
            copy(&file.path(), &to.join(file.file_name()));
        } else {
            fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}

/// Orders of which every edit lies in the piece.
fn packed(till: &Till, orders: &[OrderId]) -> usize {
    let is_packed = |order: &&OrderId| till.engine.store().rows(**order).unwrap() == 0;
    orders.iter().filter(is_packed).count()
}

#[test]
fn forty_kills_while_orders_are_packed_lose_no_edit() {
    let folder = tempfile::tempdir().unwrap();
    let first = folder.path().join("first");
    let orders = evening(&first);
    let all =
        |till: &mut Till| -> Vec<Kept> { orders.iter().map(|order| kept(till, *order)).collect() };
    let mut till = later(&first);
    let (before, waiting) = (all(&mut till), outbox(&till));
    drop(till);
    let mut halfway = 0;
    for kill in 0..KILLS {
        let copied = folder.path().join(kill.to_string());
        copy(&first, &copied);
        // Spread over the time that packing takes, never at the same point twice.
        life(&copied, Some(u64::from(kill) * 7_919 % 120_000));
        let mut till = later(&copied);
        let done = packed(&till, &orders);
        halfway += usize::from(done > 0 && done < ORDERS);
        assert_eq!(all(&mut till), before, "kill {kill}");
        assert_eq!(outbox(&till), waiting, "kill {kill}");
        assert_eq!(till.engine.store().integrity().unwrap(), "ok");
        drop(till);
        if kill % 10 == 0 {
            // Whoever comes after it finishes the work.
            life(&copied, None);
            let mut till = later(&copied);
            assert_eq!(packed(&till, &orders), ORDERS);
            assert_eq!(all(&mut till), before, "after kill {kill}");
            assert_eq!(outbox(&till), waiting, "after kill {kill}");
        }
        fs::remove_dir_all(copied).unwrap();
    }
    assert!(halfway > 0, "no kill came in the middle");
}
