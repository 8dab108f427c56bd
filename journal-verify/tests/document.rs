//! The worked example of `docs/journal.md` is true to the byte.

use std::path::Path;

use ed25519_dalek::SigningKey;
use journal_verify::{Blocks, verify};
use shared::{
    ids::{DeviceId, FactId, ShiftId, StaffId},
    journal::{
        Fact, Record, Tail,
        export::{End, Head},
    },
    money::Money,
};

#[test]
fn the_worked_example_of_the_document_verifies() {
    let key = SigningKey::from_bytes(&[7; 32]);
    let device = DeviceId::from_bytes([0x11; 16]);
    let (shift, by) = (
        ShiftId::from_bytes([0x22; 16]),
        StaffId::from_bytes([0x33; 16]),
    );
    let opened = Fact::ShiftOpened {
        shift,
        by,
        float: Money::from_minor(10_000),
    };
    let moved = Fact::CashMoved {
        shift,
        by,
        amount: Money::from_minor(-1_500),
        reason: "ice".to_owned(),
        to_safe: false,
    };
    let id = |n| FactId::from_bytes([n; 16]);
    let one = Record::next(Tail::START, device, &key, 1_000, id(0x44), &opened).unwrap();
    let two = Record::next(one.tail(), device, &key, 2_000, id(0x55), &moved).unwrap();
    let lines = [
        serde_json::to_string(&Head::new(device, &key)).unwrap(),
        serde_json::to_string(&one).unwrap(),
        serde_json::to_string(&two).unwrap(),
        serde_json::to_string(&End::new(device, &key, two.tail(), 3_000)).unwrap(),
    ];
    let hashed = [
        hex::encode("comanda-journal-1\n"),
        hex::encode(device.as_bytes()),
        hex::encode(1_u64.to_be_bytes()),
        hex::encode(1_000_i64.to_be_bytes()),
        hex::encode(one.id.as_bytes()),
        hex::encode(one.previous.0),
        hex::encode((one.body.len() as u64).to_be_bytes()),
        hex::encode(&one.body),
        one.hash.to_string(),
        one.signature,
    ];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/journal.md");
    let document = std::fs::read_to_string(path).unwrap_or_default();
    let missing: Vec<_> = lines
        .iter()
        .chain(&hashed)
        .filter(|text| !document.contains(text.as_str()))
        .collect();
    assert!(missing.is_empty(), "the document lacks\n{missing:#?}");

    let file = lines.join("\n") + "\n";
    assert_eq!(
        verify(file.as_bytes(), None, Blocks::default())
            .unwrap()
            .records,
        2
    );
}
