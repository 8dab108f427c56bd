//! Changes of an order from somebody else.

use std::{
    io::Read as _,
    panic::{AssertUnwindSafe, catch_unwind},
};

use automerge::{AutoCommit, ReadDoc, ScalarValue, Value, transaction::Transactable};
use flate2::read::DeflateDecoder;
use order_doc::{Actor, Merged, OrderDoc};
use sha2::{Digest, Sha256};
use shared::{
    flags::{flags, is_settled},
    ids::{DeviceId, OrderId, StaffId},
    kitchen::plan_sending,
    price, refund, split,
};

/// The order that all golden documents are about.
pub fn order_id() -> OrderId {
    OrderId::new(1_780_000_000_000, [9; 10])
}

fn actor(n: u8) -> Actor {
    Actor {
        device: DeviceId::new(1, [n; 10]),
        boot: [n; 16],
    }
}

/// An order as it was before the stranger's bytes came.
struct Before {
    doc: OrderDoc,
    chunks: Vec<Vec<u8>>,
    saved: Vec<u8>,
    /// A good change that comes after them.
    next: Vec<u8>,
}

thread_local! {
    /// A new order, and one in the middle of an evening.
    static ORDERS: Vec<Before> = {
        let documents = crate::documents();
        let evening = documents.iter().max_by_key(|chunks| chunks.len()).unwrap();
        [0, 1, evening.len() - 1].map(|known| before(evening, known)).into()
    };
}

fn before(evening: &[Vec<u8>], known: usize) -> Before {
    let chunks = evening.get(..known).unwrap().to_vec();
    let mut doc = load(&chunks);
    Before {
        saved: doc.save(),
        next: evening.get(known).unwrap().clone(),
        doc,
        chunks,
    }
}

fn load(chunks: &[Vec<u8>]) -> OrderDoc {
    let chunks = chunks.iter().map(Vec::as_slice);
    OrderDoc::load(order_id(), chunks, &actor(200)).unwrap()
}

/// A stranger's change. The first byte says how the rest is sent: as it is, in an envelope whose
/// checksum is right, or as entries that a well-made change brings.
pub fn order_change(bytes: &[u8]) {
    let Some((how, bytes)) = bytes.split_first() else {
        return;
    };
    ORDERS.with(|orders| {
        for order in orders {
            let sent = match how % 3 {
                0 => bytes.to_vec(),
                1 => wrapped(bytes),
                _ => entries(order, bytes),
            };
            does_no_harm(order, &sent);
        }
    });
}

fn does_no_harm(before: &Before, sent: &[u8]) {
    let mut doc = before.doc.clone();
    let merged = doc.merge(sent);
    match merged {
        Ok(Merged::New) => {
            can_be_used(&mut doc);
            // What is on the disk now is read after the next start, and says the same.
            let mut chunks = before.chunks.clone();
            chunks.push(sent.to_vec());
            let mut again = load(&chunks);
            assert_eq!(again.heads(), doc.heads());
            assert_eq!(again.order(), doc.order());
        }
        Ok(Merged::Waiting) => assert_eq!(doc.order(), before.doc.order()),
        Ok(Merged::Known) | Err(_) => {
            assert_eq!(doc.save(), before.saved, "the order is not as it was");
            assert_eq!(doc.order(), before.doc.order());
            // The others go on as if nothing had come.
            assert!(doc.merge(&before.next).is_ok());
        }
    }
}

/// Nothing that a node does with an order falls over; that a sum cannot be made is an answer.
fn can_be_used(doc: &mut OrderDoc) {
    doc.history();
    doc.latest();
    doc.open_plans();
    doc.last_move();
    drop(doc.last_undoable(StaffId::new(5, [1; 10])));
    let Some(order) = doc.order() else { return };
    drop(plan_sending(&order));
    drop((order.paid(), order.tips(), order.rounding()));
    let Ok(totals) = price::totals(&order) else {
        return;
    };
    drop(flags(&order, &totals));
    is_settled(&order, &totals);
    drop(split::parts_of(&order, &totals));
    drop(refund::refundable(&order, &totals));
    drop(serde_json::to_string(&order).unwrap());
}

/// A change with this content, whose length and checksum are right.
pub fn wrapped(content: &[u8]) -> Vec<u8> {
    const CHANGE: u8 = 1;
    let mut rest = vec![CHANGE];
    let mut length = content.len();
    loop {
        let seven = u8::try_from(length & 0x7f).unwrap();
        length >>= 7;
        if length == 0 {
            rest.push(seven);
            break;
        }
        rest.push(seven | 0x80);
    }
    rest.extend(content);
    let mut bytes = vec![0x85, 0x6f, 0x4a, 0x83];
    bytes.extend(Sha256::digest(&rest).get(..4).unwrap());
    bytes.extend(rest);
    bytes
}

/// The content of a change without its envelope, unpressed.
fn content(change: &[u8]) -> Option<Vec<u8>> {
    const PRESSED: u8 = 2;
    let (head, rest) = change.split_at_checked(9)?;
    let long = rest.iter().position(|byte| byte & 0x80 == 0)?;
    let content = rest.get(long + 1..)?;
    if head.last() != Some(&PRESSED) {
        return Some(content.to_vec());
    }
    let mut whole = Vec::new();
    DeflateDecoder::new(content).read_to_end(&mut whole).ok()?;
    Some(whole)
}

/// A well-made change that puts `map key value` of each line into the document.
fn entries(before: &Before, lines: &[u8]) -> Vec<u8> {
    let mut doc = AutoCommit::load(&before.saved).unwrap();
    let heads = doc.get_heads();
    doc.set_actor(automerge::ActorId::from([66_u8; 16]));
    for line in String::from_utf8_lossy(lines).lines() {
        let mut words = line.splitn(3, ' ');
        let (Some(map), Some(key), Some(text)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        let object = match doc.get(automerge::ROOT, map) {
            Ok(Some((Value::Object(_), object))) => object,
            _ => automerge::ROOT,
        };
        // A text is what an entry is; a number is not one.
        let value = text
            .parse::<i64>()
            .map_or_else(|_| ScalarValue::from(text), ScalarValue::from);
        drop(doc.put(object, key, value));
    }
    doc.save_after(&heads)
}

/// Changes with a right checksum over which the document engine falls, made of a good one that
/// would follow `known` in the order.
pub fn panicking_changes(order: OrderId, known: &[Vec<u8>], good: &[u8]) -> Vec<Vec<u8>> {
    let chunks = known.iter().map(Vec::as_slice);
    let mut doc = OrderDoc::load(order, chunks, &actor(201)).unwrap();
    let doc = AutoCommit::load(&doc.save()).unwrap();
    let content = content(good).unwrap();
    let bent = (0..content.len() * 8).map(|bit| {
        let mut bytes = content.clone();
        if let Some(byte) = bytes.get_mut(bit / 8) {
            *byte ^= 1 << (bit % 8);
        }
        wrapped(&bytes)
    });
    let falls = |bytes: &Vec<u8>| {
        let mut doc = doc.clone();
        let load = AssertUnwindSafe(|| {
            drop(doc.load_incremental(bytes));
            doc.get_heads()
        });
        catch_unwind(load).is_err()
    };
    bent.filter(falls).collect()
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for chunks in crate::documents() {
        for chunk in &chunks {
            seeds.push([&[0], chunk.as_slice()].concat());
            if let Some(content) = content(chunk) {
                seeds.push([&[1], content.as_slice()].concat());
            }
        }
        let doc = AutoCommit::load(&load(&chunks).save()).unwrap();
        let mut lines = String::new();
        for map in doc.keys(automerge::ROOT) {
            let Some((Value::Object(_), object)) = doc.get(automerge::ROOT, &map).unwrap() else {
                continue;
            };
            for key in doc.keys(&object) {
                let (value, _) = doc.get(&object, &key).unwrap().unwrap();
                let text = value.into_string().unwrap();
                let line = format!("{map} {key} {text}\n");
                seeds.push([&[2], line.as_bytes()].concat());
                lines.push_str(&line);
            }
        }
        seeds.push([&[2], lines.as_bytes()].concat());
    }
    seeds
}
