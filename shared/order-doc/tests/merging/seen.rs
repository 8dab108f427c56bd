//! Somebody who looks at a flag moves no money, and hides nothing but that flag.

use order_doc::{Edit, SeenEntry, TakenBack};
use proptest::prelude::*;
use shared::{
    flags::{Flag, flags},
    ids::EntryId,
    order::Order,
    price::{self, Totals},
    seen,
    split::{PartTotals, parts_of},
};

use super::{Device, any::any_edit, beer, entry_id, line_id, open, stamp};

/// No other entry of these tests is called so.
fn own_id(n: u8) -> EntryId {
    EntryId::new(77, [n; 10])
}

pub(crate) fn looked(id: EntryId, key: String, flag: Option<Flag>) -> Edit {
    let note = "told the owner".to_owned();
    let stamp = stamp(900);
    Edit::See(
        id,
        SeenEntry {
            key,
            flag,
            note,
            stamp,
        },
    )
}

/// About anything, also what no order has.
pub(crate) fn any_look() -> impl Strategy<Value = Edit> {
    let line = (1_u8..4, 0_i64..3).prop_map(|(n, units)| (line_id(n), units));
    let key = prop_oneof![
        line.clone()
            .prop_map(|(line, units)| format!("taken_twice:{line}:{units}")),
        line.prop_map(|(line, units)| format!("voided_twice:{line}:{units}")),
        (0_i64..9_000).prop_map(|minor| format!("closed_twice:{minor}")),
        Just("painted_twice".to_owned()),
    ];
    (1_u8..9, key).prop_map(|(n, key)| looked(entry_id(n), key, None))
}

fn flags_of(order: &Order) -> Vec<Flag> {
    price::totals(order)
        .and_then(|totals| flags(order, &totals))
        .unwrap_or_default()
}

/// What it costs, and what each part of it owes.
fn owed(order: &Order) -> Option<(Totals, Vec<PartTotals>)> {
    let totals = price::totals(order).ok()?;
    let parts = parts_of(order, &totals).ok()?;
    Some((totals, parts))
}

fn without_looks(order: Order) -> Order {
    Order {
        seen: Vec::new(),
        ..order
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_looks_at_a_flag_moves_no_money_and_hides_that_flag_alone(
        edits in prop::collection::vec(any_edit(), 0..12),
    ) {
        let mut one = Device::new(1);
        one.edit(&[open(), beer(1, 3)]);
        for (n, edit) in (10_u8..).zip(edits) {
            // Everybody apart: two of them may write under the same name.
            let mut other = Device::new(n);
            other.take(&one.made);
            other.edit(&[edit]);
            one.take(&other.made);
        }
        let before = one.order();
        let (shown, owed) = (flags_of(&before), owed(&before));
        let (gone, stay): (Vec<Flag>, Vec<Flag>) = shown.iter().cloned().partition(seen::can_be_seen);
        for (n, flag) in (0_u8..).zip(&gone) {
            let key = seen::key(&before, flag).unwrap();
            one.edit(&[looked(own_id(n), key, Some(flag.clone()))]);
        }
        let after = one.order();
        prop_assert_eq!(self::owed(&after), owed);
        prop_assert_eq!(flags_of(&after), stay);
        prop_assert_eq!(without_looks(after), without_looks(before));
        for (n, _) in (0_u8..).zip(&gone) {
            let back = TakenBack { key: own_id(n).to_string(), stamp: stamp(950) };
            one.edit(&[Edit::TakeBack(own_id(100 + n), back)]);
        }
        prop_assert_eq!(flags_of(&one.order()), shown);
    }
}

#[test]
fn what_only_a_later_version_flags_is_no_reason_to_refuse_the_document() {
    let json = serde_json::json!({
        "key": "painted_twice:2", "note": "one coat is enough", "stamp": stamp(5),
        "flag": { "flag": "painted_twice", "walls": 2 },
    });
    let entry: SeenEntry = serde_json::from_value(json).unwrap();
    assert_eq!(entry.flag, None);
    assert_eq!(entry.key, "painted_twice:2");
}
