//! The journal as a file for somebody outside.

use journal_verify::{Blocks, VerifyError, Wrong, verify};
use node::{ExportError, export_journal};
use shared::order::Tender;

use crate::restaurant::Till;

#[test]
fn an_exported_evening_verifies_while_the_till_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    for table in ["7", "8"] {
        let order = till.seat(table);
        till.add(order, "T165", 3);
        till.pay(order, Tender::Cash, 2_000);
    }
    let file = folder.path().join("evening.jsonl");
    let tail = export_journal(folder.path(), &file, 99).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    let key = hex::encode(till.engine.identity().key.verifying_key().as_bytes());
    let whole = verify(bytes.as_slice(), Some(&key), Blocks::default()).unwrap();
    assert_eq!((whole.records, whole.made_at_ms), (7, 99));
    assert_eq!(whole.last_hash, tail.hash);

    let text = String::from_utf8(bytes).unwrap();
    let less = text.replacen("2000", "1000", 1);
    let error = verify(less.as_bytes(), None, Blocks::default()).unwrap_err();
    let changed = VerifyError::Changed {
        line: 3,
        record: 2,
        what: Wrong::Record(shared::journal::JournalError::Changed(2)),
    };
    assert_eq!(error.to_string(), changed.to_string());
}

#[test]
fn a_file_that_is_there_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    drop(Till::with(folder.path(), "2222"));
    let file = folder.path().join("kept.txt");
    std::fs::write(&file, "kept").unwrap();
    let refused = export_journal(folder.path(), &file, 1);
    assert!(matches!(refused, Err(ExportError::Write { .. })));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "kept");
}

#[test]
fn a_folder_without_a_till_stays_empty() {
    let folder = tempfile::tempdir().unwrap();
    let refused = export_journal(folder.path(), &folder.path().join("none.jsonl"), 1);
    assert!(matches!(refused, Err(ExportError::Data { .. })));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
