//! Voids, refunds and taking back, made apart.

use order_doc::{Edit, LineNote, LineVoid, Moved, RefundEntry, Register, RegisterSet, TakenBack};
use shared::{
    flags::{Flag, flags},
    ids::{DeviceId, FactId},
    money::Money,
    order::Tender,
    price,
    refund::{RefundKind, RefundedLine},
};

use super::{actor, entry_id, exchange, line_id, pair, send, stamp};

pub(crate) fn void(n: u8, line: u8, quantity: i64) -> Edit {
    let void = LineVoid {
        line: line_id(line),
        quantity,
        reason: "cold".to_owned(),
        leftover: shared::order::Leftover::Wasted,
        stamp: stamp(150 + i64::from(n)),
    };
    Edit::Void(entry_id(n), void)
}

/// Money for so many units of a line; each by another fact.
pub(crate) fn refund(n: u8, line: u8, quantity: i64) -> Edit {
    let line = RefundedLine {
        line: line_id(line),
        sku: "T165".to_owned(),
        name: "Birra".to_owned(),
        category: "Bar".to_owned(),
        quantity,
        listed: Money::from_minor(550 * quantity),
        amount: Money::from_minor(550 * quantity),
    };
    let entry = RefundEntry {
        card: None,
        of: RefundKind::Lines,
        number: format!("A{n:06}"),
        amount: line.amount,
        deposit: Money::ZERO,
        forfeited: false,
        rounding: Money::ZERO,
        lines: vec![line],
        taxes: Vec::new(),
        tender: Tender::Cash,
        named: None,
        reason: "warm".to_owned(),
        device: DeviceId::new(1, [n; 10]),
        stamp: stamp(180 + i64::from(n)),
    };
    Edit::Refund(FactId::new(1, [n; 10]), entry)
}

pub(crate) fn set_guests(n: u8, from: u32, to: u32) -> Edit {
    let set = RegisterSet {
        to: Register::Guests { guests: to },
        from: Register::Guests { guests: from },
        undoes: None,
        stamp: stamp(160 + i64::from(n)),
    };
    Edit::NoteSet(entry_id(n), set)
}

/// Takes back what stands under another entry's key.
pub(crate) fn take_back(n: u8, of: u8) -> Edit {
    let back = TakenBack {
        key: entry_id(of).to_string(),
        stamp: stamp(170 + i64::from(n)),
    };
    Edit::TakeBack(entry_id(n), back)
}

#[test]
fn one_unit_voided_by_two_at_once_counts_once_and_is_marked() {
    let (mut one, mut two) = pair();
    one.edit(&[void(1, 1, 1)]);
    two.edit(&[void(2, 1, 1)]);
    exchange(&mut one, &mut two);
    for device in [&mut one, &mut two] {
        let seen = device.order();
        let line = &seen.lines[0];
        assert_eq!(
            (line.quantity, line.voids.len(), line.voided_twice),
            (0, 2, 1)
        );
        assert_eq!(price::totals(&seen).unwrap().total, Money::ZERO);
        let flags = flags(&seen, &price::totals(&seen).unwrap()).unwrap();
        assert!(matches!(flags[0], Flag::VoidedTwice { units: 1, .. }));
        // Both stand in the history, each with the device that wrote it.
        let voids = device.doc.history().into_iter();
        let voids = voids.filter(|one| matches!(one.what, order_doc::What::Void(..)));
        let by: Vec<_> = voids.map(|one| one.device.unwrap()).collect();
        assert_eq!(by, [actor(1).device, actor(2).device]);
    }
}

#[test]
fn what_two_tills_gave_back_for_one_beer_is_kept_twice_and_marked() {
    let (mut one, mut two) = pair();
    one.edit(&[refund(1, 1, 1)]);
    two.edit(&[refund(2, 1, 1)]);
    exchange(&mut one, &mut two);
    for device in [&one, &two] {
        let seen = device.order();
        assert_eq!(seen.refunds.len(), 2);
        let flags = flags(&seen, &price::totals(&seen).unwrap()).unwrap();
        let amount = Money::from_minor(550);
        assert!(flags.iter().any(|flag| matches!(
            flag,
            Flag::RefundedTwice { units: 1, amount: extra, .. } if *extra == amount
        )));
    }
}

#[test]
fn a_note_that_was_taken_back_while_the_kitchen_got_it_stays() {
    let (mut one, mut two) = pair();
    let note = LineNote {
        line: line_id(1),
        text: "no ice".to_owned(),
        allergy: false,
        stamp: stamp(60),
    };
    one.edit(&[Edit::AddNote(entry_id(7), note)]);
    two.take(&one.made);
    one.edit(&[take_back(1, 7)]);
    assert!(one.order().lines[0].notes.is_empty());
    let Edit::Send(key, mut sending) = send(1, 1, 1) else {
        panic!("no sending")
    };
    sending.notes = vec![entry_id(7)];
    two.edit(&[Edit::Send(key, sending)]);
    exchange(&mut one, &mut two);
    assert_eq!(one.order(), two.order());
    assert!(one.order().lines[0].notes[0].sent);
}

#[test]
fn an_entry_of_before_approvals_and_undo_is_read() {
    let old = r#"{"table":"8","after":null,"stamp":{"hlc":65536,"by":"00000000-0001-7101-8101-010101010101"}}"#;
    let old: Moved = serde_json::from_str(old).unwrap();
    assert_eq!((old.undoes, old.stamp.approved_by), (None, None));
    let text = serde_json::to_string(&stamp(1)).unwrap();
    assert!(!text.contains("approved_by"));
}

pub(crate) fn moved_to(n: u8, table: &str, after: Option<u8>, seen: &[u8]) -> Edit {
    let moved = order_doc::Moved {
        table: Some(table.to_owned()),
        after: after.map(|n| super::entry_id(n).to_string()),
        seen: seen.iter().copied().map(super::entry_id).collect(),
        undoes: None,
        stamp: super::stamp(i64::from(n)),
    };
    Edit::Move(super::entry_id(n), moved)
}

#[test]
fn moves_that_crossed_are_shown_until_somebody_decides_however_often_one_went_on() {
    let (mut one, mut two) = super::pair();
    one.edit(&[moved_to(70, "5", None, &[])]);
    two.edit(&[moved_to(71, "9", None, &[])]);
    two.edit(&[moved_to(72, "10", Some(71), &[])]);
    super::exchange(&mut one, &mut two);
    let places = |device: &super::Device| device.order().links.crossed;
    let named = |table: &str| Some(table.to_owned());
    assert_eq!(places(&one), [named("10"), named("5")]);
    assert_eq!(one.order().table.as_deref(), Some("10"));
    assert_eq!(
        two.doc.open_moves(),
        [super::entry_id(72), super::entry_id(70)]
    );
    two.edit(&[moved_to(73, "5", Some(72), &[70])]);
    super::exchange(&mut one, &mut two);
    assert!(places(&one).is_empty() && !one.order().contested);
    assert_eq!(one.order().table.as_deref(), Some("5"));
}

#[test]
fn two_who_move_the_guests_to_the_same_table_agree() {
    let (mut one, mut two) = super::pair();
    one.edit(&[moved_to(70, "5", None, &[])]);
    two.edit(&[moved_to(71, "5", None, &[])]);
    super::exchange(&mut one, &mut two);
    assert!(!one.order().contested);
}
