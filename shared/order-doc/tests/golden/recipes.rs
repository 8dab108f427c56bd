//! What the golden documents hold: what devices did, round by round, not seeing each other within
//! one round.
//!
//! Entries are given as the JSON that documents keep, so that a field that comes later changes
//! nothing here: it gets a recipe of its own.

#[path = "beside.rs"]
mod beside;
#[path = "money.rs"]
mod money;

use order_doc::{Actor, Edit, OrderDoc, discount_key, promotion_key, send_key, waiver_key};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::ids::{DeviceId, EntryId, FactId, LineId, OrderId};

/// One device's edits, made in one go.
pub(crate) type Turn = (u8, Vec<Edit>);

/// What a document holds.
pub(crate) struct Recipe {
    /// Name of its files.
    pub(crate) name: &'static str,
    /// Rounds; what is made in one round is known to everybody in the next.
    pub(crate) rounds: fn() -> Vec<Vec<Turn>>,
}

/// All recipes. A new kind of entry, or a new field, gets one more at the end.
pub(crate) const ALL: &[Recipe] = &[
    recipe("plain_evening", plain_evening),
    recipe("two_tills_at_once", two_tills_at_once),
    recipe("discounts", discounts),
    recipe("split_and_paid", split_and_paid),
    recipe("refunds", refunds),
    recipe("taken_back", taken_back),
    recipe("tables_and_guests", crate::moving::tables_and_guests),
    recipe("training", crate::moving::training),
    recipe("kitchen", kitchen),
    recipe("courses", beside::courses),
    recipe("transfers", crate::moving::transfers),
    recipe("back_to_stock", back_to_stock),
    recipe("delivery", beside::delivery),
    recipe("closed_apart", crate::moving::closed_apart),
    recipe("for_later", beside::for_later),
    recipe("deposits", money::deposits),
    recipe("gift_cards", beside::gift_cards),
    recipe("tips", money::tips),
    recipe("address_back", beside::address_back),
    recipe("two_slips", beside::two_slips),
    recipe("kitchen_screens", beside::kitchen_screens),
    recipe("looked_at", money::looked_at),
    recipe("own_tenders", money::own_tenders),
    recipe("known_already", beside::known_already),
    recipe("receipts", money::receipts),
];

const fn recipe(name: &'static str, rounds: fn() -> Vec<Vec<Turn>>) -> Recipe {
    Recipe { name, rounds }
}

/// The order of all golden documents.
pub(crate) fn order_id() -> OrderId {
    OrderId::new(1_780_000_000_000, [9; 10])
}

pub(crate) fn actor(n: u8) -> Actor {
    Actor {
        device: device(n),
        boot: [n; 16],
    }
}

/// The changes of a recipe, in an order in which somebody may get them.
pub(crate) fn chunks(rounds: &[Vec<Turn>]) -> Vec<Vec<u8>> {
    let mut chunks: Vec<Vec<u8>> = Vec::new();
    let mut devices: Vec<(u8, OrderDoc)> = Vec::new();
    for round in rounds {
        let known = chunks.clone();
        for (who, edits) in round {
            let place = devices.iter().position(|(n, _)| n == who);
            let place = place.unwrap_or_else(|| {
                devices.push((*who, OrderDoc::new(order_id(), &actor(*who)).unwrap()));
                devices.len() - 1
            });
            let (_, doc) = devices.get_mut(place).unwrap();
            for chunk in &known {
                doc.merge(chunk).unwrap();
            }
            let made = doc
                .edit(edits)
                .unwrap()
                .expect("every turn writes something");
            doc.persisted();
            chunks.push(made.bytes);
        }
    }
    chunks
}

fn device(n: u8) -> DeviceId {
    DeviceId::new(1, [n; 10])
}

pub(super) fn line(n: u8) -> LineId {
    LineId::new(2, [n; 10])
}

pub(super) fn entry(n: u8) -> EntryId {
    EntryId::new(3, [n; 10])
}

pub(super) fn fact(n: u8) -> FactId {
    FactId::new(4, [n; 10])
}

pub(super) fn read<T: DeserializeOwned>(entry: Value) -> T {
    serde_json::from_value(entry).unwrap()
}

/// Somebody's stamp, so many seconds into the evening.
pub(super) fn stamp(second: u64) -> Value {
    let hlc = (1_780_000_000_000_u64 + second * 1_000) << 16;
    json!({ "hlc": hlc, "by": EntryId::new(5, [1; 10]) })
}

/// The same, with a manager's leave.
fn approved(second: u64) -> Value {
    let mut stamp = stamp(second);
    stamp["approved_by"] = json!(EntryId::new(5, [2; 10]));
    stamp
}

pub(super) fn opened(more: &Value) -> Edit {
    let mut opened = json!({
        "order": order_id(), "number": "A-017", "device": device(1), "service": "eat_in",
        "table": "7", "tab": "", "guests": 2, "stamp": stamp(0),
    });
    for (key, value) in more.as_object().unwrap() {
        opened[key] = value.clone();
    }
    Edit::Open(read(opened))
}

pub(super) fn pizza(n: u8, quantity: i64) -> Edit {
    let added = json!({
        "facts": {
            "sku": "T129", "name": { "first": "Margherita", "second": "Margherita pizza" },
            "variant": "", "category": "Pizza", "unit_price": 800,
            "tax": { "name": "food", "eat_in": [100_000], "takeaway": [40_000] },
            "tax_included": true, "station": "pizza", "allergens": ["gluten", "milk"],
            "prep_seconds": 420, "menu_version": 3,
            "modifiers": [{
                "group": "Extra", "name": { "first": "Bufala", "second": "Buffalo mozzarella" },
                "count": 1, "price": 250, "allergens": ["milk"],
            }],
        },
        "quantity": quantity, "seat": 1, "course": "main", "stamp": stamp(10 + u64::from(n)),
    });
    Edit::AddLine(line(n), read(added))
}

pub(super) fn sending(n: u8, revision: u32, quantity: i64, kind: &str, notes: &[u8]) -> Edit {
    let notes: Vec<EntryId> = notes.iter().copied().map(entry).collect();
    let sent = json!({
        "line": line(n), "quantity": quantity, "notes": notes,
        "ticket": EntryId::new(6, [n; 10]), "station": "pizza", "kind": kind,
        "stamp": stamp(100 + u64::from(revision)),
    });
    Edit::Send(send_key(line(n), revision), read(sent))
}

fn mark(n: u8, epoch: u32, rank: u8) -> Edit {
    let hlc = stamp(200 + u64::from(n))["hlc"].clone();
    let mark = json!({ "key": send_key(line(1), 0), "epoch": epoch, "rank": rank, "hlc": hlc });
    Edit::Mark(entry(n), read(mark))
}

fn note(n: u8, text: &str, allergy: bool) -> Edit {
    let note = json!({ "line": line(1), "text": text, "allergy": allergy, "stamp": stamp(60) });
    Edit::AddNote(entry(n), read(note))
}

fn void(n: u8, quantity: i64) -> Edit {
    let void = json!({
        "line": line(1), "quantity": quantity, "reason": "burnt", "stamp": approved(300),
    });
    Edit::Void(entry(n), read(void))
}

fn quantity(n: u8, units: i64, undoes: Option<u8>) -> Edit {
    let undoes = undoes.map(|n| entry(n).to_string());
    let change = json!({ "line": line(1), "units": units, "undoes": undoes, "stamp": stamp(70) });
    Edit::ChangeQuantity(entry(n), read(change))
}

pub(super) fn paid(n: u8, amount: i64, more: &Value) -> Edit {
    let mut paid = json!({
        "tender": "cash", "amount": amount, "tip": 0, "tendered": amount, "change": 0,
        "device": device(1), "stamp": stamp(400 + u64::from(n)),
    });
    for (key, value) in more.as_object().unwrap() {
        paid[key] = value.clone();
    }
    Edit::Pay(fact(n), read(paid))
}

pub(super) fn closed(n: u8, counted: Option<Value>) -> Edit {
    let mut closed = json!({ "fact": fact(n), "stamp": stamp(500 + u64::from(n)) });
    if let Some(counted) = counted {
        closed["counted"] = counted;
    }
    Edit::Close(read(closed))
}

pub(super) fn moved(n: u8, to: &str, more: &Value) -> Edit {
    let mut moved = json!({ "table": to, "after": null, "stamp": stamp(80 + u64::from(n)) });
    for (key, value) in more.as_object().unwrap() {
        moved[key] = value.clone();
    }
    Edit::Move(entry(n), read(moved))
}

fn plan(n: u8, plan: Value) -> Edit {
    let mut plan = plan;
    plan["stamp"] = stamp(350 + u64::from(n));
    Edit::Split(entry(n), read(plan))
}

fn refund(n: u8, of: &str, lines: Value, amount: i64) -> Edit {
    let refund = json!({
        "of": of, "number": format!("A{n:06}"), "lines": lines, "amount": amount,
        "taxes": [{ "rate": 100_000, "net": 727, "tax": 73 }], "tender": "cash",
        "reason": "cold", "device": device(n), "stamp": approved(600 + u64::from(n)),
    });
    Edit::Refund(fact(n), read(refund))
}

fn refunded_pizza() -> Value {
    json!([{
        "line": line(1), "sku": "T129", "name": "Margherita", "category": "Pizza",
        "quantity": 1, "listed": 1_050, "amount": 1_050,
    }])
}

fn plain_evening() -> Vec<Vec<Turn>> {
    let counted =
        json!({ "total": 2_100, "taxes": [{ "rate": 100_000, "net": 1_909, "tax": 191 }] });
    vec![
        vec![(1, vec![opened(&json!({}))])],
        vec![(1, vec![pizza(1, 2), note(1, "no basil", false)])],
        vec![(1, vec![sending(1, 0, 2, "new", &[1])])],
        vec![(2, vec![mark(2, 0, 1)])],
        vec![(2, vec![mark(3, 0, 3)])],
        vec![(
            1,
            vec![paid(1, 2_100, &json!({ "tendered": 3_000, "change": 900 }))],
        )],
        vec![(1, vec![closed(2, Some(counted))])],
    ]
}

/// Whatever two may do at once: the same key of a sending, a seat, a table, a plan, an end.
fn two_tills_at_once() -> Vec<Vec<Turn>> {
    let seat = |seat: u32| Edit::Set(read(json!({ "of": "seat", "line": line(1), "seat": seat })));
    let parts = |ids: &[u8]| {
        let parts: Vec<Value> = ids.iter().map(|n| json!({ "id": entry(*n) })).collect();
        json!({ "parts": parts })
    };
    vec![
        vec![(1, vec![opened(&json!({})), pizza(1, 1)])],
        vec![
            (1, vec![sending(1, 0, 1, "new", &[]), pizza(2, 1)]),
            (2, vec![quantity(2, 1, None), sending(1, 0, 2, "new", &[])]),
        ],
        vec![
            (1, vec![seat(1), moved(10, "5", &json!({}))]),
            (2, vec![seat(2), moved(11, "9", &json!({}))]),
        ],
        vec![
            (1, vec![plan(20, parts(&[21, 22]))]),
            (2, vec![plan(30, parts(&[31, 32, 33]))]),
        ],
        vec![
            (1, vec![void(40, 1)]),
            (2, vec![void(41, 2), note(42, "nuts", true)]),
        ],
        vec![
            (1, vec![paid(50, 1_050, &json!({})), closed(51, None)]),
            (
                2,
                vec![
                    paid(60, 1_050, &json!({ "device": device(2) })),
                    closed(61, None),
                ],
            ),
        ],
    ]
}

fn discounts() -> Vec<Vec<Turn>> {
    let adjusted = |key: String, what: Value| {
        let mut what = what;
        what["stamp"] = approved(310);
        Edit::Adjust(key, read(what))
    };
    let ten = json!({ "as": "percent", "ppm": 100_000 });
    let on_line = json!({
        "of": "discount", "line": line(1), "takes": { "as": "comp" }, "reason": "birthday",
    });
    let euro = json!({ "as": "amount", "amount": 100 });
    let happy = json!({
        "of": "discount", "categories": ["Pizza"], "takes": ten, "name": "Happy hour",
    });
    let rules = json!({
        "tax_rounding": "line", "cash_step_minor": 5,
        "charge": { "rate_ppm": 120_000, "from_guests": 0, "taxed": false, "base": "after_discounts" },
    });
    let first = discount_key(entry(1));
    vec![
        vec![(
            1,
            vec![opened(&json!({ "rules": rules })), pizza(1, 1), pizza(2, 3)],
        )],
        vec![
            (
                1,
                vec![
                    adjusted(first.clone(), on_line),
                    adjusted(promotion_key("happy"), happy.clone()),
                ],
            ),
            (2, vec![adjusted(promotion_key("happy"), happy)]),
        ],
        vec![(
            1,
            vec![adjusted(
                discount_key(entry(2)),
                json!({ "of": "discount", "takes": euro, "reason": "waited long" }),
            )],
        )],
        vec![(
            1,
            vec![adjusted(
                discount_key(entry(3)),
                json!({ "of": "take_back", "takes_back": first }),
            )],
        )],
        vec![(
            1,
            vec![adjusted(
                waiver_key(entry(4)),
                json!({ "of": "waive_charge", "reason": "regulars" }),
            )],
        )],
        vec![(
            1,
            vec![paid(5, 1_000, &json!({ "rounding": -2, "tendered": 998 }))],
        )],
    ]
}

fn split_and_paid() -> Vec<Vec<Turn>> {
    let by_hand = json!({
        "parts": [
            { "id": entry(11), "label": "Anna", "seat": 1 },
            { "id": entry(12), "fixed": 500 },
        ],
        "lines": [{ "line": line(1), "to": [{ "part": 0, "shares": 2 }, { "part": 1, "shares": 1 }] }],
        "rest": [{ "part": 0, "shares": 1 }],
        "after": [],
    });
    let again = json!({
        "parts": [{ "id": entry(11) }, { "id": entry(13) }],
        "rest": [{ "part": 0, "shares": 1 }, { "part": 1, "shares": 1 }],
        "after": [entry(1)],
    });
    let part = json!({ "part": entry(11), "settles": true, "tender": "card", "tip": 100, "tendered": 1_675 });
    vec![
        vec![(1, vec![opened(&json!({})), pizza(1, 1), pizza(2, 2)])],
        vec![(1, vec![plan(1, by_hand)])],
        vec![(2, vec![plan(2, again)])],
        vec![(1, vec![paid(3, 1_575, &part)])],
    ]
}

fn refunds() -> Vec<Vec<Turn>> {
    vec![
        vec![(
            1,
            vec![
                opened(&json!({})),
                pizza(1, 2),
                sending(1, 0, 2, "new", &[]),
            ],
        )],
        vec![(1, vec![paid(1, 2_100, &json!({})), closed(2, None)])],
        vec![
            (1, vec![refund(11, "lines", refunded_pizza(), 1_050)]),
            (2, vec![refund(12, "lines", refunded_pizza(), 1_050)]),
        ],
        vec![(2, vec![paid(13, 800, &json!({ "device": device(2) }))])],
        vec![(1, vec![refund(14, "surplus", json!([]), 500)])],
        vec![(1, vec![refund(15, "kept", json!([]), 300)])],
    ]
}

fn taken_back() -> Vec<Vec<Turn>> {
    let taken = |n: u8, of: u8| {
        let back = json!({ "key": entry(of).to_string(), "stamp": stamp(90) });
        Edit::TakeBack(entry(n), read(back))
    };
    let course = json!({ "of": "course", "line": line(1), "course": "starter" });
    let before = json!({ "of": "course", "line": line(1), "course": "main" });
    let set = json!({ "to": course, "from": before, "stamp": stamp(65) });
    let unset =
        json!({ "to": before, "from": course, "undoes": entry(6).to_string(), "stamp": stamp(66) });
    vec![
        vec![(1, vec![opened(&json!({})), pizza(1, 2)])],
        vec![(
            1,
            vec![note(1, "well done", false), note(2, "no salt", false)],
        )],
        vec![(1, vec![quantity(3, 2, None)])],
        vec![(1, vec![quantity(4, -2, Some(3)), taken(5, 1)])],
        vec![(
            1,
            vec![Edit::Set(read(course)), Edit::NoteSet(entry(6), read(set))],
        )],
        vec![(
            1,
            vec![
                Edit::Set(read(before)),
                Edit::NoteSet(entry(7), read(unset)),
            ],
        )],
        vec![(1, vec![moved(8, "9", &json!({}))])],
        vec![(
            1,
            vec![moved(
                9,
                "7",
                &json!({
                    "after": entry(8).to_string(), "undoes": entry(8).to_string(),
                }),
            )],
        )],
    ]
}

fn kitchen() -> Vec<Vec<Turn>> {
    vec![
        vec![(1, vec![opened(&json!({})), pizza(1, 2)])],
        vec![(1, vec![sending(1, 0, 2, "new", &[])])],
        vec![(
            1,
            vec![quantity(1, 1, None), sending(1, 1, 1, "add_on", &[])],
        )],
        vec![(
            1,
            vec![note(2, "nuts", true), sending(1, 2, 0, "change", &[2])],
        )],
        vec![(2, vec![mark(3, 0, 2), mark(4, 0, 3)])],
        vec![(2, vec![mark(5, 1, 1)]), (1, vec![mark(6, 0, 3)])],
        vec![(1, vec![void(7, 1), sending(1, 3, -1, "cancel", &[])])],
    ]
}

fn back_to_stock() -> Vec<Vec<Turn>> {
    let void = json!({
        "line": line(1), "quantity": 1, "reason": "sent by mistake", "leftover": "restocked",
        "stamp": stamp(20),
    });
    vec![
        vec![(1, vec![opened(&json!({})), pizza(1, 2)])],
        vec![(1, vec![sending(1, 0, 2, "new", &[])])],
        vec![(1, vec![Edit::Void(entry(1), read(void))])],
    ]
}
