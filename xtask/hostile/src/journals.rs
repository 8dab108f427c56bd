//! Records of somebody else's journal, and exported journals.

use ed25519_dalek::SigningKey;
use journal_verify::Blocks;
use shared::{
    closure::{Book, Dated},
    ids::{DeviceId, FactId, ShiftId, StaffId},
    journal::{
        Fact, Record, Tail,
        export::{End, Head},
    },
    money::Money,
    shift,
    time::BusinessDay,
};

const SHIFT: [u8; 16] = [5; 16];

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn device() -> DeviceId {
    DeviceId::from_bytes([1; 16])
}

/// A stranger's records. The first byte says what the rest is: an exported journal, a record, or
/// bodies, one a line, that a device of ours signs and adds up.
pub fn journal(bytes: &[u8]) {
    let Some((how, bytes)) = bytes.split_first() else {
        return;
    };
    match how % 3 {
        0 => {
            let cut = Blocks {
                lines: 3,
                side_by_side: 1,
            };
            drop(journal_verify::verify(bytes, None, cut));
        }
        1 => {
            if let Ok(record) = serde_json::from_slice::<Record>(bytes) {
                let believed = record.verify(record_before(&record), &key().verifying_key());
                assert!(believed.is_err() || is_ours(&record), "{record:?}");
                record.fact_or_unknown();
            }
        }
        _ => add_up(&String::from_utf8_lossy(bytes)),
    }
}

fn record_before(record: &Record) -> Tail {
    Tail {
        number: record.number.saturating_sub(1),
        hash: record.previous,
    }
}

/// A device of ours said exactly this. How the signature's letters are written is nobody's secret.
fn is_ours(record: &Record) -> bool {
    let says = |one: &Record| Record {
        signature: one.signature.to_lowercase(),
        ..one.clone()
    };
    records().contains(&says(record))
}

fn add_up(bodies: &str) {
    let mut tail = Tail::START;
    let mut facts = Vec::new();
    for body in bodies.lines() {
        let id = FactId::from_bytes([3; 16]);
        let record = Record::with_body(tail, device(), &key(), 5, id, body.to_owned());
        assert_eq!(record.verify(tail, &key().verifying_key()), Ok(()));
        tail = record.tail();
        let (number, day, fact) = (
            record.number,
            BusinessDay::from_days(1),
            record.fact_or_unknown(),
        );
        facts.push(Dated { number, day, fact });
    }
    let told = facts.iter().map(|one| (5, &one.fact));
    drop(shift::report(ShiftId::from_bytes(SHIFT), told));
    drop(Book::default().close(BusinessDay::from_days(9), &facts));
}

fn bodies() -> Vec<String> {
    let shift = ShiftId::from_bytes(SHIFT);
    let by = StaffId::from_bytes([6; 16]);
    let amount = Money::from_minor(1_250);
    let facts = [
        Fact::ShiftOpened {
            shift,
            by,
            float: amount,
        },
        Fact::CashMoved {
            shift,
            by,
            amount,
            reason: "coins".to_owned(),
            to_safe: true,
        },
        Fact::DrawerOpened {
            shift: Some(shift),
            by,
            reason: "change".to_owned(),
            approved_by: Some(by),
        },
        Fact::ShiftClosed {
            shift,
            by,
            z_number: 1,
            expected: amount,
            counted: amount,
            pieces: Vec::new(),
            approved_by: None,
        },
    ];
    let id = "05050505-0505-0505-0505-050505050505";
    let sold = [
        format!(
            r#"{{"kind":"payment","order":"{id}","order_number":"A-1","shift":"{id}","tender":"cash","amount":1100,"tip":0,"tendered":2000,"change":900,"by":"{id}"}}"#
        ),
        format!(
            r#"{{"kind":"order_closed","order":"{id}","order_number":"A-1","shift":"{id}","service":"eat_in","guests":2,"opened_at_ms":5,"lines":[{{"sku":"T1","name":"Pizza","category":"All","quantity":2,"amount":1100}}],"taxes":[{{"rate":100000,"net":1000,"tax":100}}],"total":1100,"tips":0,"by":"{id}"}}"#
        ),
        format!(
            r#"{{"kind":"refunded","order":"{id}","order_number":"A-1","shift":"{id}","of":"lines","number":"A1","lines":[],"taxes":[{{"rate":100000,"net":1000,"tax":100}}],"amount":1100,"tender":"cash","reason":"cold","by":"{id}"}}"#
        ),
        format!(
            r#"{{"kind":"line_voided","order":"{id}","line":"{id}","name":"Pizza","quantity":1,"amount":550,"reason":"burnt","by":"{id}"}}"#
        ),
        r#"{"kind":"tomorrow"}"#.to_owned(),
    ];
    let mut bodies: Vec<String> = facts
        .iter()
        .map(|fact| serde_json::to_string(fact).unwrap())
        .collect();
    // The shift ends after what was sold in it.
    let end = bodies.pop().unwrap();
    bodies.extend(sold);
    bodies.push(end);
    bodies
}

fn records() -> Vec<Record> {
    let mut tail = Tail::START;
    let mut records = Vec::new();
    for (n, body) in (0..).zip(bodies()) {
        let id = FactId::from_bytes([n; 16]);
        let record = Record::with_body(tail, device(), &key(), 5, id, body);
        tail = record.tail();
        records.push(record);
    }
    records
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let records = records();
    let mut seeds = vec![[&[2], bodies().join("\n").as_bytes()].concat()];
    let mut file = serde_json::to_string(&Head::new(device(), &key())).unwrap();
    for record in &records {
        let line = serde_json::to_string(record).unwrap();
        seeds.push([&[1], line.as_bytes()].concat());
        file = format!("{file}\n{line}");
    }
    let tail = records.last().map_or(Tail::START, Record::tail);
    let end = serde_json::to_string(&End::new(device(), &key(), tail, 5)).unwrap();
    seeds.push([&[0], format!("{file}\n{end}\n").as_bytes()].concat());
    seeds
}
