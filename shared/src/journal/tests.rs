//! A chain that nobody can change unseen.

use super::*;

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn run(count: u8) -> Vec<Record> {
    let device = DeviceId::new(1, [1; 10]);
    let mut tail = Tail::START;
    let mut records = Vec::new();
    for n in 0..count {
        let fact = Fact::CashMoved {
            shift: ShiftId::new(1, [2; 10]),
            by: StaffId::new(1, [3; 10]),
            amount: Money::from_minor(i64::from(n)),
            reason: "ice".to_owned(),
            to_safe: false,
        };
        let id = FactId::new(i64::from(n), [n; 10]);
        let record = Record::next(tail, device, &key(), 1_000, id, &fact).unwrap();
        tail = record.tail();
        records.push(record);
    }
    records
}

fn verdict(records: &[Record]) -> Result<Tail, JournalError> {
    verify_run(Tail::START, &key().verifying_key(), records)
}

#[test]
fn an_untouched_run_verifies_and_reads_back() {
    let records = run(4);
    assert_eq!(verdict(&records).unwrap().number, 4);
    assert!(matches!(records[2].fact(), Ok(Fact::CashMoved { .. })));
}

#[test]
fn an_edited_body_is_found_at_its_number() {
    let mut records = run(4);
    records[1].body = records[1].body.replace("\"amount\":1", "\"amount\":9");
    assert_eq!(verdict(&records), Err(JournalError::Changed(2)));
}

#[test]
fn a_missing_record_is_named() {
    let mut records = run(4);
    records.remove(1);
    assert_eq!(
        verdict(&records),
        Err(JournalError::Gap {
            expected: 2,
            found: 3
        })
    );
}

#[test]
fn a_chain_made_anew_without_the_key_is_found() {
    let device = DeviceId::new(1, [1; 10]);
    let forger = SigningKey::from_bytes(&[8; 32]);
    let fact = Fact::DrawerOpened {
        shift: None,
        by: StaffId::new(1, [3; 10]),
        reason: "sale".to_owned(),
        approved_by: None,
    };
    let id = FactId::new(5, [0; 10]);
    let record = Record::next(Tail::START, device, &forger, 1, id, &fact).unwrap();
    assert_eq!(verdict(&[record]), Err(JournalError::Signature(1)));
}
