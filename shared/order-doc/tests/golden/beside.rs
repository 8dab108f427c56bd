//! What came beside lines and payments: courses that wait, whom an order is brought to.

use order_doc::Edit;
use serde_json::{Value, json};
use shared::ids::EntryId;

use super::{Turn, entry, line, opened, pizza, read, stamp};

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
