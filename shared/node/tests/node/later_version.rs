//! A till whose journal holds what a later version wrote: somebody went back to an older one.

use ed25519_dalek::SigningKey;
use local_store::{Batch, Store};
use shared::{
    api::till::{Command, Reply},
    journal::{Fact, Record, Tail, verify_run},
    money::Money,
    order::Tender,
};

use crate::restaurant::Till;

/// Writes records as a later version would: signed and chained, of a kind that nobody knows yet.
fn write(till: &Till, folder: &std::path::Path, bodies: &[&str]) {
    let identity = till.engine.identity();
    let key: &SigningKey = &identity.key;
    let mut store = Store::open(folder).unwrap();
    for body in bodies {
        let (tail, id) = (store.tail().unwrap(), shared::ids::FactId::new(1, [7; 10]));
        let mut bytes = *id.as_bytes();
        bytes[15] = u8::try_from(tail.number).unwrap();
        let id = shared::ids::FactId::from_bytes(bytes);
        let record = Record::with_body(tail, identity.device, key, 5, id, (*body).to_owned());
        let facts = vec![record];
        let batch = Batch {
            facts,
            ..Batch::default()
        };
        store.commit(&batch).unwrap();
    }
}

#[test]
fn a_till_with_records_of_a_later_version_starts_sells_and_says_what_it_does_not_count() {
    let folder = tempfile::tempdir().unwrap();
    let time = {
        let till = Till::with(folder.path(), "1111");
        let unknown_kind = r#"{"kind":"voucher_sold","shift":"?","amount":5000}"#;
        // A kind that we know, in words that we do not.
        let unknown_words = r#"{"kind":"payment","tender":"voucher","amount":5000}"#;
        write(&till, folder.path(), &[unknown_kind, unknown_words]);
        till.time
    };
    let mut till = Till::at(folder.path(), time);
    till.sign_in("1111");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.pay(order, Tender::Cash, 800);
    let x_report = Command::XReport { print: false };
    let Reply::Shift(report) = till.ask(x_report).unwrap() else {
        panic!("no report")
    };
    assert_eq!(report.unread, 2);
    assert_eq!(report.expected_cash, Money::from_minor(10_800));
    // The journal is whole: both are in it, in their places, and ours follow them.
    let records = till.engine.store().facts_from(1).unwrap();
    let key = till.engine.identity().key.verifying_key();
    verify_run(Tail::START, &key, &records).unwrap();
    let unknown = records
        .iter()
        .filter(|record| record.fact_or_unknown() == Fact::Unknown);
    assert_eq!(unknown.count(), 2);
    // The day can be closed too.
    till.time.pass(shared::time::DAY_MS);
    assert!(till.engine.close_days().unwrap() > 0);
    till.sign_in("1111");
    let counted = Money::from_minor(10_800);
    let close = Command::CloseShift {
        counted,
        carry_over: true,
        pieces: Vec::new(),
    };
    let Reply::Shift(z_report) = till.ask(close).unwrap() else {
        panic!("no report")
    };
    assert_eq!(z_report.unread, 2);
}
