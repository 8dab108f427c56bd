//! What came beside lines and payments: courses that wait, whom an order is brought to.

use order_doc::{Edit, send_key};
use serde_json::{Value, json};
use shared::ids::EntryId;

use super::{Turn, closed, entry, fact, line, opened, order_id, paid, pizza, read, stamp};

fn said(n: u8, what: &Value, after: &[EntryId]) -> Edit {
    let said = json!({ "what": what, "after": after, "stamp": stamp(10 + u64::from(n)) });
    Edit::Say(entry(n), read(said))
}

pub(super) fn courses() -> Vec<Vec<Turn>> {
    let main = |held: bool| json!({ "of": "course_held", "course": "main", "held": held });
    let line = |held: bool| json!({ "of": "line_held", "line": line(1), "fired": 0, "held": held });
    vec![
        vec![(
            1,
            vec![
                opened(&json!({ "held": ["dessert"] })),
                pizza(1, 2),
                pizza(2, 1),
            ],
        )],
        vec![(
            1,
            vec![said(1, &main(true), &[]), said(2, &line(false), &[])],
        )],
        // One waiter fires while another one holds again.
        vec![
            (
                1,
                vec![said(
                    3,
                    &json!({ "of": "course_fired", "course": "main" }),
                    &[entry(1)],
                )],
            ),
            (2, vec![said(4, &main(true), &[entry(1)])]),
        ],
        vec![(2, vec![said(5, &line(true), &[entry(2)])])],
    ]
}

/// Two tills send the same, one with a note that the other has not seen, and both print.
pub(super) fn two_slips() -> Vec<Vec<Turn>> {
    let ticket = |n: u8| EntryId::new(6, [n; 10]);
    let sent = |n: u8, notes: &[u8]| {
        let notes: Vec<EntryId> = notes.iter().copied().map(entry).collect();
        let sent = json!({
            "line": line(1), "quantity": 2, "notes": notes, "ticket": ticket(n),
            "station": "pizza", "kind": "new", "slip": true, "stamp": stamp(100 + u64::from(n)),
        });
        Edit::Send(send_key(line(1), 0), read(sent))
    };
    let out = json!({ "of": "slip_out", "ticket": ticket(2) });
    vec![
        vec![(1, vec![opened(&json!({})), pizza(1, 2)])],
        vec![(1, vec![sent(1, &[])]), (2, vec![sent(2, &[7])])],
        vec![(2, vec![said(100, &out, &[])])],
    ]
}

/// One till stops a pizza while another one, that brought one more instead, sent what the kitchen
/// knew already; a second dish was sent twice and nobody stopped anything.
pub(super) fn known_already() -> Vec<Vec<Turn>> {
    let sent = |dish: u8, revision: u32, n: u8, quantity: i64, kind: &str| {
        let sent = json!({
            "line": line(dish), "quantity": quantity, "notes": [], "ticket": EntryId::new(6, [n; 10]),
            "station": "pizza", "kind": kind, "stamp": stamp(100 + u64::from(n)),
        });
        Edit::Send(send_key(line(dish), revision), read(sent))
    };
    let changed = |n: u8, units: i64| {
        let change = json!({ "line": line(1), "units": units, "stamp": stamp(70 + u64::from(n)) });
        Edit::ChangeQuantity(entry(n), read(change))
    };
    vec![
        vec![(1, vec![opened(&json!({})), pizza(1, 2), pizza(2, 1)])],
        vec![(1, vec![sent(1, 0, 1, 2, "new"), sent(2, 0, 1, 1, "new")])],
        vec![
            (1, vec![changed(1, -1), sent(1, 1, 2, -1, "cancel")]),
            (
                2,
                vec![
                    changed(2, 1),
                    sent(1, 1, 3, 0, "change"),
                    sent(2, 1, 3, 0, "change"),
                ],
            ),
        ],
    ]
}

/// One screen bumps a ticket of two dishes while another one that is called nothing recalls it.
pub(super) fn kitchen_screens() -> Vec<Vec<Turn>> {
    let mark = |n: u8, dish: u8, epoch: u32, rank: u8, screen: &str| {
        let hlc = stamp(200 + u64::from(epoch))["hlc"].clone();
        let key = send_key(line(dish), 0);
        let mut mark = json!({ "key": key, "epoch": epoch, "rank": rank, "hlc": hlc });
        if !screen.is_empty() {
            mark["screen"] = json!(screen);
        }
        Edit::Mark(entry(n), read(mark))
    };
    let sent = |dish: u8| {
        let sent = json!({
            "line": line(dish), "quantity": i64::from(dish), "notes": [],
            "ticket": EntryId::new(6, [1; 10]), "station": "pizza", "kind": "new",
            "stamp": stamp(100),
        });
        Edit::Send(send_key(line(dish), 0), read(sent))
    };
    vec![
        vec![(
            1,
            vec![
                opened(&json!({})),
                pizza(1, 1),
                pizza(2, 2),
                sent(1),
                sent(2),
            ],
        )],
        vec![
            (
                2,
                vec![mark(10, 1, 0, 4, "Pass"), mark(11, 2, 0, 4, "Pass")],
            ),
            (3, vec![mark(12, 1, 1, 1, "")]),
        ],
    ]
}

/// For half past, and then for two other times at once.
pub(super) fn for_later() -> Vec<Vec<Turn>> {
    let ready = |minute: i64, waits: bool| {
        let at_ms = 1_780_000_000_000_i64 + minute * 60_000;
        json!({ "of": "ready_at", "at_ms": at_ms, "waits": waits })
    };
    let more = json!({ "service": "takeaway", "table": null });
    vec![
        vec![(1, vec![opened(&more), pizza(1, 2)])],
        vec![(1, vec![said(1, &ready(30, true), &[])])],
        vec![
            (1, vec![said(2, &ready(45, true), &[entry(1)])]),
            (2, vec![said(3, &ready(60, true), &[entry(1)])]),
        ],
    ]
}

pub(super) fn delivery() -> Vec<Vec<Turn>> {
    let to = |n: u8, name: &str| {
        let to = json!({ "name": name, "phone": "051 1234", "address": "Via Roma 1" });
        let entry_of = json!({ "to": to, "stamp": stamp(10 + u64::from(n)) });
        Edit::Deliver(entry(n), read(entry_of))
    };
    let tax =
        json!({ "name": "transport", "eat_in": [220_000], "takeaway": null, "delivery": [40_000] });
    let fee = json!({ "amount": 300, "tax": tax, "tax_included": true });
    let more = json!({ "service": "delivery", "table": null, "rules": { "delivery": fee } });
    vec![
        vec![(1, vec![opened(&more), pizza(1, 2)])],
        vec![(1, vec![to(1, "Anna")]), (2, vec![to(2, "Bruno")])],
    ]
}

/// The address is another one, and the first one again.
pub(super) fn address_back() -> Vec<Vec<Turn>> {
    let to = |n: u8, address: &str, undoes: Option<EntryId>| {
        let to = json!({ "name": "Anna", "phone": "", "address": address });
        let undoes = undoes.map(|one| one.to_string());
        let entry_of = json!({ "to": to, "undoes": undoes, "stamp": stamp(10 + u64::from(n)) });
        Edit::Deliver(entry(n), read(entry_of))
    };
    let more = json!({ "service": "delivery", "table": null });
    vec![
        vec![(1, vec![opened(&more), pizza(1, 2)])],
        vec![(1, vec![to(1, "Via Roma 1", None)])],
        vec![(1, vec![to(2, "Corso Como 10", None)])],
        vec![(1, vec![to(3, "Via Roma 1", Some(entry(2)))])],
    ]
}

fn card() -> Value {
    json!({ "document": "228b9aa6-af6f-ed2e-9762-b7c8e6aa8e9d", "last_four": "2345" })
}

/// What was loaded or spent, in minor units. A card has a document of its own; that it stands in that
/// of an order here is as good.
fn on_card(n: u8, amount: i64, device: u8) -> Edit {
    let moved = json!({
        "last_four": "2345", "amount": amount, "order": order_id(), "order_number": "A-017",
        "device": EntryId::new(6, [device; 10]), "stamp": stamp(700 + u64::from(device)),
    });
    Edit::MoveCard(entry(n), read(moved))
}

/// A gift card is sold beside a pizza, pays for a part of it, and gets some of that back. Two tills
/// that were apart load it for the same line.
pub(super) fn gift_cards() -> Vec<Vec<Turn>> {
    let gift = json!({
        "facts": {
            "sku": "G1", "name": { "first": "Carta regalo", "second": "Gift card" },
            "variant": "", "category": "Altro", "unit_price": 5_000,
            "tax": { "name": "food", "eat_in": [], "takeaway": null },
            "tax_included": true, "station": null, "allergens": [], "prep_seconds": 0,
            "menu_version": 3, "modifiers": [],
            "special": {
                "asked": true,
                "gift": { "card": card(), "load": entry(1), "code": "ABCD2345" },
            },
        },
        "quantity": 1, "seat": 0, "course": "none", "stamp": stamp(20),
    });
    let used = json!({ "tender": "card", "card": { "card": card(), "left": 4_500 } });
    let refund = json!({
        "of": "surplus", "number": "A000009", "lines": [], "amount": 100, "taxes": [],
        "tender": "card", "card": { "card": card(), "left": 4_600 },
        "reason": "", "device": EntryId::new(6, [1; 10]), "stamp": stamp(610),
    });
    let counted = json!({ "total": 1_050, "gift_cards": 5_000, "taxes": [] });
    vec![
        vec![(
            1,
            vec![
                opened(&json!({})),
                pizza(1, 1),
                Edit::AddLine(line(2), read(gift)),
            ],
        )],
        vec![(1, vec![paid(1, 500, &used)])],
        vec![(
            1,
            vec![paid(2, 5_550, &json!({})), closed(3, Some(counted))],
        )],
        vec![
            (1, vec![on_card(1, 5_000, 1)]),
            (2, vec![on_card(1, 5_000, 2)]),
        ],
        vec![(
            1,
            vec![on_card(2, -500, 1), Edit::Refund(fact(4), read(refund))],
        )],
    ]
}
