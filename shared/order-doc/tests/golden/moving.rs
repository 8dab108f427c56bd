//! Dishes that go and come, a tab with a name, moves that decide.

use order_doc::Edit;
use serde_json::{Value, json};
use shared::ids::OrderId;

use crate::recipes::{
    Turn, closed, entry, line, moved, opened, order_id, paid, pizza, read, sending, stamp,
};

fn other() -> OrderId {
    OrderId::new(7, [9; 10])
}

/// Two pizzas that go to the other order or come from it.
fn transfer(n: u8, from: OrderId, to: OrderId, more: &Value) -> Edit {
    let Edit::AddLine(_, added) = pizza(1, 2) else {
        unreachable!("a pizza is a line")
    };
    let mut transfer = json!({
        "from": from, "from_number": "A-017", "to": to, "to_number": "B-003",
        "items": [{
            "line": line(1), "as_line": line(50 + n), "units": 2, "sent": 1,
            "facts": added.facts, "seat": 2, "course": "main",
            "notes": [{
                "id": entry(90), "text": "nuts", "allergy": true, "by": entry(91), "sent": true,
            }],
            "kitchen": { "epoch": 0, "rank": "shown" },
        }],
        "stamp": stamp(120 + u64::from(n)),
    });
    for (key, value) in more.as_object().unwrap() {
        transfer[key] = value.clone();
    }
    Edit::Transfer(entry(n), read(transfer))
}

pub(crate) fn transfers() -> Vec<Vec<Turn>> {
    let named = json!({ "name": "Rossi", "stamp": stamp(140) });
    let again = json!({ "name": "", "undoes": entry(4).to_string(), "stamp": stamp(141) });
    let back = json!({ "key": entry(3).to_string(), "stamp": stamp(142) });
    let Edit::Close(mut end) = closed(6, None) else {
        unreachable!("a closing closes")
    };
    end.sent_away = vec![entry(1)];
    vec![
        vec![(1, vec![opened(&json!({})), pizza(1, 3)])],
        vec![(1, vec![sending(1, 0, 3, "new", &[])])],
        vec![(1, vec![transfer(1, order_id(), other(), &json!({}))])],
        vec![(
            2,
            vec![transfer(2, other(), order_id(), &json!({ "joins": true }))],
        )],
        vec![(1, vec![transfer(3, order_id(), other(), &json!({}))])],
        vec![(1, vec![Edit::TakeBack(entry(8), read(back))])],
        vec![(1, vec![Edit::NameTab(entry(4), read(named))])],
        vec![(2, vec![Edit::NameTab(entry(5), read(again))])],
        vec![
            (1, vec![moved(10, "9", &json!({}))]),
            (2, vec![moved(11, "12", &json!({}))]),
        ],
        vec![(
            1,
            vec![moved(
                12,
                "9",
                &json!({ "after": entry(11).to_string(), "seen": [entry(10)] }),
            )],
        )],
        vec![(1, vec![Edit::Close(end)])],
    ]
}

/// Two tills closed it, and neither knew of the other.
pub(crate) fn closed_apart() -> Vec<Vec<Turn>> {
    let end = |n: u8| {
        let counted = json!({ "total": 1_050, "taxes": [] });
        let Edit::Close(mut end) = closed(n, Some(counted)) else {
            unreachable!("a closing closes")
        };
        end.after = Some(Vec::new());
        Edit::Close(end)
    };
    vec![
        vec![(1, vec![opened(&json!({})), pizza(1, 1)])],
        vec![(1, vec![end(1)]), (2, vec![end(2)])],
    ]
}

pub(crate) fn tables_and_guests() -> Vec<Vec<Turn>> {
    let set = |value: Value| Edit::Set(read(value));
    vec![
        vec![(
            1,
            vec![
                opened(&json!({ "table": null, "tab": "Rossi" })),
                pizza(1, 1),
            ],
        )],
        vec![(1, vec![set(json!({ "of": "guests", "guests": 5 }))])],
        vec![(
            1,
            vec![set(json!({ "of": "service", "service": "takeaway" }))],
        )],
        vec![(
            2,
            vec![set(json!({ "of": "seat", "line": line(1), "seat": 4 }))],
        )],
        vec![(
            2,
            vec![set(
                json!({ "of": "course", "line": line(1), "course": "dessert" }),
            )],
        )],
        vec![(2, vec![moved(1, "12", &json!({}))])],
    ]
}

pub(crate) fn training() -> Vec<Vec<Turn>> {
    vec![
        vec![(1, vec![opened(&json!({ "training": true })), pizza(1, 1)])],
        vec![(1, vec![paid(1, 1_050, &json!({})), closed(2, None)])],
    ]
}
