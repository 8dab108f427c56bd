//! Whatever is done to an exported journal is found, at the line where it was done.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

use ed25519_dalek::SigningKey;
use journal_verify::{Blocks, VerifyError, Whole, Wrong, verify};
use proptest::prelude::*;
use shared::{
    ids::{DeviceId, FactId, OrderId, ShiftId, StaffId},
    journal::{
        Fact, Record, Tail,
        export::{End, Head},
    },
    money::Money,
};

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn device() -> DeviceId {
    DeviceId::new(1, [1; 10])
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap() + "\n"
}

fn moved(amount: i64, reason: &str) -> Fact {
    Fact::CashMoved {
        shift: ShiftId::new(1, [2; 10]),
        by: StaffId::new(1, [3; 10]),
        amount: Money::from_minor(amount),
        reason: reason.to_owned(),
        to_safe: false,
    }
}

/// The lines of an export of these facts.
fn export(facts: &[Fact]) -> Vec<String> {
    let mut lines = vec![json(&Head::new(device(), &key()))];
    let mut tail = Tail::START;
    for (n, fact) in (1_u8..).zip(facts) {
        let at_ms = 1_000 * i64::from(n);
        let id = FactId::new(at_ms, [n; 10]);
        let record = Record::next(tail, device(), &key(), at_ms, id, fact).unwrap();
        tail = record.tail();
        lines.push(json(&record));
    }
    lines.push(json(&End::new(device(), &key(), tail, 99_000)));
    lines
}

fn read(bytes: &[u8]) -> Result<Whole, VerifyError> {
    verify(bytes, None, small())
}

/// Small blocks, so that a short journal has many of their borders.
fn small() -> Blocks {
    Blocks {
        side_by_side: 2,
        lines: 3,
    }
}

fn line_of(error: &VerifyError) -> u64 {
    match error {
        VerifyError::Read { line, .. } | VerifyError::Changed { line, .. } => *line,
        VerifyError::NotAJournal { .. } => 1,
    }
}

/// The first line in which two files differ, from 1.
fn first_difference(one: &[u8], other: &[u8]) -> u64 {
    let mut pairs = one
        .split_inclusive(|byte| *byte == b'\n')
        .zip(other.split_inclusive(|byte| *byte == b'\n'));
    let same = pairs.by_ref().take_while(|(one, other)| one == other);
    same.count() as u64 + 1
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let fact = prop_oneof![
        (any::<i64>(), "\\PC{0,12}").prop_map(|(amount, reason)| moved(amount, &reason)),
        (1_u32..9).prop_map(|copy| Fact::ReceiptReprinted {
            order: OrderId::new(1, [4; 10]),
            copy,
            number: String::new(),
            by: StaffId::new(1, [3; 10]),
            approved_by: None,
        }),
        "[a-z\"\\\\]{0,8}".prop_map(|reason| Fact::DrawerOpened {
            shift: None,
            by: StaffId::new(1, [3; 10]),
            reason,
            approved_by: None,
        }),
    ];
    proptest::collection::vec(fact, 0..14)
}

/// One thing that somebody does to a file.
#[derive(Clone, Debug)]
enum Edit {
    SetByte(prop::sample::Index, u8),
    /// A small letter as a capital, or the other way round: the next one from there.
    TurnLetter(prop::sample::Index),
    DropByte(prop::sample::Index),
    AddByte(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    DropLine(prop::sample::Index),
    CopyLine(prop::sample::Index, prop::sample::Index),
    SwapLines(prop::sample::Index, prop::sample::Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    use Edit::{AddByte, CopyLine, Cut, DropByte, DropLine, SetByte, SwapLines, TurnLetter};
    let place = any::<prop::sample::Index>;
    prop_oneof![
        (place(), any::<u8>()).prop_map(|(at, byte)| SetByte(at, byte)),
        place().prop_map(TurnLetter),
        place().prop_map(DropByte),
        (place(), any::<u8>()).prop_map(|(at, byte)| AddByte(at, byte)),
        place().prop_map(Cut),
        place().prop_map(DropLine),
        (place(), place()).prop_map(|(from, to)| CopyLine(from, to)),
        (place(), place()).prop_map(|(one, other)| SwapLines(one, other)),
    ]
}

fn edited(lines: &[String], edit: &Edit) -> Vec<u8> {
    let mut bytes = lines.concat().into_bytes();
    let mut lines = lines.to_vec();
    let (size, count) = (bytes.len(), lines.len());
    match edit {
        Edit::SetByte(at, byte) => bytes[at.index(size)] = *byte,
        Edit::TurnLetter(at) => {
            let after = bytes.iter_mut().skip(at.index(size));
            for letter in after.filter(|byte| byte.is_ascii_alphabetic()).take(1) {
                *letter ^= 0x20;
            }
        }
        Edit::DropByte(at) => drop(bytes.remove(at.index(size))),
        Edit::AddByte(at, byte) => bytes.insert(at.index(size + 1), *byte),
        Edit::Cut(at) => bytes.truncate(at.index(size)),
        Edit::DropLine(at) => {
            lines.remove(at.index(count));
            bytes = lines.concat().into_bytes();
        }
        Edit::CopyLine(from, to) => {
            let line = lines[from.index(count)].clone();
            lines.insert(to.index(count + 1), line);
            bytes = lines.concat().into_bytes();
        }
        Edit::SwapLines(one, other) => {
            lines.swap(one.index(count), other.index(count));
            bytes = lines.concat().into_bytes();
        }
    }
    bytes
}

proptest! {
    // Some edits change nothing, such as a line swapped with itself; any number of those may come.
    #![proptest_config(ProptestConfig { max_global_rejects: u32::MAX, ..ProptestConfig::default() })]

    #[test]
    fn every_single_edit_is_found_where_it_was_made(facts in facts(), edit in edit()) {
        let lines = export(&facts);
        let whole = lines.concat().into_bytes();
        let changed = edited(&lines, &edit);
        prop_assume!(changed != whole);
        let error = read(&changed).expect_err("the edit was not found");
        prop_assert_eq!(line_of(&error), first_difference(&whole, &changed), "{}", error);
    }

    #[test]
    fn an_untouched_journal_is_whole(facts in facts()) {
        let whole = read(&export(&facts).concat().into_bytes()).unwrap();
        prop_assert_eq!(whole.records, facts.len() as u64);
        prop_assert_eq!(whole.from_to_ms.is_some(), !facts.is_empty());
    }

    #[test]
    fn what_is_no_journal_is_a_typed_error(text in any::<Vec<u8>>()) {
        let is_none = matches!(read(&text), Err(VerifyError::NotAJournal { .. }));
        prop_assert!(is_none);
    }
}

fn ten() -> Vec<String> {
    let facts: Vec<Fact> = (0..10).map(|n| moved(n, "ice")).collect();
    export(&facts)
}

fn verdict(lines: &[String]) -> String {
    read(&lines.concat().into_bytes()).map_or_else(|error| error.to_string(), |_| "whole".into())
}

#[test]
fn a_changed_amount_is_named_with_its_record() {
    let mut lines = ten();
    lines[4] = lines[4].replace("\\\"amount\\\":3", "\\\"amount\\\":2");
    let said = "line 5, record 4: record 4: something in it was changed";
    assert_eq!(verdict(&lines), said);
}

#[test]
fn a_cut_tail_with_its_end_kept_is_counted() {
    let mut lines = ten();
    lines.drain(8..11);
    let said = "line 9, record 8: the device signed for 10 records, and 7 are here";
    assert_eq!(verdict(&lines), said);
}

#[test]
fn a_cut_tail_without_an_end_is_found() {
    let mut lines = ten();
    lines.truncate(8);
    let said = "line 9, record 8: the end is missing: the file was cut here";
    assert_eq!(verdict(&lines), said);
}

#[test]
fn a_chain_made_anew_without_the_key_is_found_at_its_first_record() {
    let mut lines = ten();
    let forger = SigningKey::from_bytes(&[8; 32]);
    let mut tail = serde_json::from_str::<Record>(&lines[5]).unwrap().tail();
    for (n, line) in (6_u8..).zip(&mut lines[6..11]) {
        let id = FactId::new(1, [n; 10]);
        let record = Record::next(tail, device(), &forger, 1, id, &moved(0, "ice")).unwrap();
        tail = record.tail();
        *line = json(&record);
    }
    let said = "line 7, record 6: record 6: the signature is not this device's";
    assert_eq!(verdict(&lines), said);
}

#[test]
fn spaces_between_the_words_are_an_edit_too() {
    let mut lines = ten();
    lines[2] = lines[2].replacen(',', ", ", 1);
    let said = "line 3, record 2: the text of the record was changed, not its meaning";
    assert_eq!(verdict(&lines), said);
}

#[test]
fn a_signature_or_a_key_in_capitals_is_an_edit_too() {
    let lines = ten();
    let wanted = [
        (0, "public_key", "line 1, record 0"),
        (0, "signature", "line 1, record 0"),
        (4, "signature", "line 5, record 4"),
        (11, "signature", "line 12, record 11"),
    ];
    for (place, field, at) in wanted {
        let mut lines = lines.clone();
        let (before, digits) = lines[place]
            .rsplit_once(&format!("\"{field}\":\""))
            .unwrap();
        let (digits, after) = digits.split_once('"').unwrap();
        let capitals = digits.to_uppercase();
        assert_ne!(capitals, digits);
        lines[place] = format!("{before}\"{field}\":\"{capitals}\"{after}");
        let said = format!("{at}: the text of the record was changed, not its meaning");
        assert_eq!(verdict(&lines), said);
    }
}

/// A device whose disk was set back goes on from an older record, and signs both ways on.
#[test]
fn what_one_device_signed_on_two_ways_does_not_go_together() {
    let way = |reason| -> Vec<Fact> { (0..10).map(|n| moved(n, reason)).collect() };
    let (one, other) = (export(&way("ice")), export(&way("salt")));
    for cut in 2..one.len() {
        let mixed = [&one[..cut], &other[cut..]].concat();
        let error = read(mixed.concat().as_bytes()).expect_err("two ways are one");
        assert_eq!(line_of(&error), u64::try_from(cut).unwrap() + 1, "{error}");
    }
}

#[test]
fn a_record_of_another_device_with_the_same_key_is_found() {
    let mut lines = ten();
    let other = DeviceId::new(2, [1; 10]);
    let mut tail = serde_json::from_str::<Record>(&lines[5]).unwrap().tail();
    for (n, line) in (6_u8..).zip(&mut lines[6..11]) {
        let id = FactId::new(1, [n; 10]);
        let record = Record::next(tail, other, &key(), 1, id, &moved(0, "ice")).unwrap();
        tail = record.tail();
        *line = json(&record);
    }
    lines[11] = json(&End::new(device(), &key(), tail, 99_000));
    let said = verdict(&lines);
    assert!(
        said.starts_with("line 7, record 6: this record is of another device"),
        "{said}"
    );
}

#[test]
fn another_devices_whole_journal_is_not_this_devices() {
    let known = hex::encode(SigningKey::from_bytes(&[8; 32]).verifying_key().as_bytes());
    let bytes = ten().concat().into_bytes();
    let error = verify(bytes.as_slice(), Some(&known), small()).unwrap_err();
    let other = matches!(
        error,
        VerifyError::Changed {
            line: 1,
            what: Wrong::OtherKey(_),
            ..
        }
    );
    assert!(other, "{error}");
}

#[test]
fn a_menu_is_no_journal() {
    let said = read(b"sku,name\nA1,Margherita\n").unwrap_err().to_string();
    assert!(
        said.starts_with("line 1: this is no exported journal"),
        "{said}"
    );
}

#[test]
fn a_line_without_an_end_does_not_fill_the_memory() {
    let mut bytes = ten()[0].clone().into_bytes();
    bytes.resize(bytes.len() + 40 * 1_024 * 1_024, b'x');
    assert_eq!(line_of(&read(&bytes).unwrap_err()), 2);
}

/// Some lines, and then a disk that is broken.
struct Torn<'a>(&'a [u8]);

impl std::io::Read for Torn<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.0.is_empty() {
            return Err(std::io::Error::other("the disk is broken"));
        }
        self.0.read(into)
    }
}

#[test]
fn what_is_wrong_before_an_unreadable_place_is_said_before_it() {
    let mut lines = ten();
    let whole: usize = lines.iter().take(9).map(String::len).sum();
    let torn = |lines: &[String]| {
        let text = lines.concat();
        let input = std::io::BufReader::with_capacity(64, Torn(&text.as_bytes()[..whole]));
        verify(input, None, small()).unwrap_err()
    };
    let error = torn(&lines);
    assert!(
        matches!(error, VerifyError::Read { line: 10, .. }),
        "{error}"
    );
    // The blocks of this line are checked while the broken place is read.
    lines[3] = lines[3].replace("\\\"amount\\\":2", "\\\"amount\\\":4");
    let error = torn(&lines);
    assert!(
        matches!(error, VerifyError::Changed { line: 4, .. }),
        "{error}"
    );
}
