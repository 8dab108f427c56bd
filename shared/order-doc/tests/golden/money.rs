//! Money beside the plain payment: deposits, and tips that are said anew.

use order_doc::Edit;
use serde_json::{Value, json};
use shared::ids::{EntryId, FactId};

use super::{Turn, entry, opened, pizza, read, stamp};

fn fact(n: u8) -> FactId {
    FactId::new(4, [n; 10])
}

fn paid(n: u8, amount: i64, more: &Value) -> Edit {
    let mut paid = json!({
        "tender": "card", "amount": amount, "tip": 0, "tendered": amount, "change": 0,
        "device": EntryId::new(1, [1; 10]), "stamp": stamp(500 + u64::from(n)),
    });
    for (key, value) in more.as_object().unwrap() {
        paid[key] = value.clone();
    }
    Edit::Pay(fact(n), read(paid))
}

fn back(n: u8, of: &str, amount: i64, more: &Value) -> Edit {
    let mut back = json!({
        "of": of, "number": "", "lines": [], "taxes": [], "amount": amount, "deposit": amount,
        "tender": "card", "reason": "", "device": EntryId::new(1, [1; 10]),
        "stamp": stamp(600 + u64::from(n)),
    });
    for (key, value) in more.as_object().unwrap() {
        back[key] = value.clone();
    }
    Edit::Refund(fact(n), read(back))
}

/// A check that two tills closed apart: both say that they looked at it, one takes that back; and
/// somebody looked at what has no flag here. What a later version writes of its own is in `later.rs`.
pub(super) fn looked_at() -> Vec<Vec<Turn>> {
    let closed = |n: u8| {
        Edit::Close(read(json!({
            "fact": fact(n), "stamp": stamp(500 + u64::from(n)), "after": [],
            "counted": { "total": 1_050, "taxes": [] },
        })))
    };
    let looked = |n: u8, flag: &Value| {
        let mut stamp = stamp(600 + u64::from(n));
        stamp["approved_by"] = json!(EntryId::new(5, [2; 10]));
        Edit::See(
            entry(n),
            read(json!({
                "key": "closed_twice:1050", "flag": flag, "note": "one Z corrected by hand",
                "stamp": stamp,
            })),
        )
    };
    let twice = json!({ "flag": "closed_twice", "amount": 1_050 });
    let back = json!({ "key": entry(1).to_string(), "stamp": stamp(700) });
    vec![
        vec![(1, vec![opened(&json!({})), pizza(1, 1)])],
        vec![(1, vec![closed(1)]), (2, vec![closed(2)])],
        vec![(1, vec![looked(1, &twice)]), (2, vec![looked(2, &twice)])],
        vec![(1, vec![Edit::TakeBack(entry(9), read(back))])],
        vec![(
            1,
            vec![looked(3, &json!({ "flag": "painted_twice", "walls": 2 }))],
        )],
    ]
}

/// Two deposits, of which the check uses a part; the rest goes back, and the last of it is kept.
pub(super) fn deposits() -> Vec<Vec<Turn>> {
    let ahead = |number: &str| json!({ "deposit": true, "paper": number });
    let closed = json!({
        "fact": fact(5), "stamp": stamp(550),
        "counted": { "total": 2_100, "taxes": [], "deposits": 2_100 },
    });
    let kept = json!({ "forfeited": true, "reason": "nobody came" });
    vec![
        vec![(1, vec![opened(&json!({}))])],
        vec![
            (1, vec![paid(1, 2_000, &ahead("A000001"))]),
            (2, vec![paid(2, 1_000, &ahead("B000001"))]),
        ],
        vec![(1, vec![pizza(1, 2)])],
        vec![(1, vec![Edit::Close(read(closed))])],
        vec![(1, vec![back(6, "surplus", 500, &json!({}))])],
        vec![(2, vec![back(7, "kept", 400, &kept)])],
        vec![(1, vec![Edit::AddNote(entry(8), read(note()))])],
    ]
}

/// Whatever else comes late changes nothing of it.
fn note() -> Value {
    let line = super::line(1);
    json!({ "line": line, "text": "late", "allergy": false, "stamp": stamp(700) })
}

/// A card payment whose tip two tills said apart, and then one of them once more.
pub(super) fn tips() -> Vec<Vec<Turn>> {
    let said = |n: u8, second: u64, tip: i64, seen: &[EntryId]| {
        let said = json!({
            "payment": fact(1), "tip": tip, "seen": seen, "stamp": stamp(second),
        });
        Edit::SayTip(entry(n), read(said))
    };
    vec![
        vec![(1, vec![opened(&json!({})), pizza(1, 2)])],
        vec![(1, vec![paid(1, 2_100, &json!({ "tip": 100 }))])],
        vec![
            (1, vec![said(2, 610, 300, &[])]),
            (2, vec![said(3, 620, 400, &[])]),
        ],
        vec![(1, vec![said(4, 630, 350, &[entry(2), entry(3)])])],
    ]
}

/// Meal vouchers that the restaurant names itself, one of them ahead, a room, and what of it went
/// back: the document says a card beside each name.
pub(super) fn own_tenders() -> Vec<Vec<Turn>> {
    let named = |id: &str, first: &str| {
        let name = json!({ "first": first, "second": "" });
        json!({ "id": id, "name": name })
    };
    let ticket = json!({ "named": named("ticket", "Buono Mensa"), "deposit": true });
    let renamed = json!({ "named": named("ticket", "Buono Nuovo") });
    let room = json!({ "named": named("room", "Camera"), "tip": 150 });
    let room_back = json!({ "named": named("room", "Camera"), "deposit": 0 });
    let closed = json!({ "fact": fact(5), "stamp": stamp(550) });
    vec![
        vec![(1, vec![opened(&json!({})), pizza(1, 2)])],
        vec![
            (1, vec![paid(1, 800, &ticket)]),
            (2, vec![paid(2, 700, &renamed)]),
        ],
        vec![(1, vec![paid(3, 1_000, &room), Edit::Close(read(closed))])],
        vec![(2, vec![back(6, "surplus", 400, &room_back)])],
    ]
}

/// Two tills gave a receipt each for the same check, apart: the later closing counts.
pub(super) fn receipts() -> Vec<Vec<Turn>> {
    let end = |n: u8, paper: &str| {
        let counted = json!({ "total": 2_100, "taxes": [], "paper": paper });
        let closed =
            json!({ "fact": fact(n), "counted": counted, "stamp": stamp(550 + u64::from(n)) });
        Edit::Close(read(closed))
    };
    vec![
        vec![(1, vec![opened(&json!({})), pizza(1, 2)])],
        vec![
            (1, vec![paid(1, 2_100, &json!({})), end(3, "A000041")]),
            (2, vec![paid(2, 2_100, &json!({})), end(4, "B000007")]),
        ],
    ]
}
