//! What a broken or hostile device may send, and that it does no harm.
//!
//! One function for each door that foreign bytes come in by. Each takes any bytes at all and panics
//! only where the door let harm through. The tests of this package feed them the golden documents,
//! bent in many ways; `fuzz/` feeds them what a fuzzer finds.

#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a panic is how harm is reported"
)]

mod changes;
mod frames;
#[path = "../../../shared/order-doc/tests/golden/file.rs"]
mod golden;
mod journals;

use std::path::Path;

pub use changes::{order_change, order_id, panicking_changes, wrapped};
pub use frames::frame;
pub use journals::journal;

/// A door: takes any bytes.
pub type Door = fn(&[u8]);

/// All doors, each with the name of its fuzz target.
pub const DOORS: &[(&str, Door)] = &[
    ("order_change", order_change),
    ("journal", journal),
    ("frame", frame),
];

/// The golden documents, each as its changes.
pub fn documents() -> Vec<Vec<Vec<u8>>> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/order-doc/tests/golden"
    );
    let documents = golden::documents(Path::new(folder));
    documents.iter().map(|path| golden::read(path)).collect()
}

/// Good bytes for a door, to be bent.
pub fn seeds(door: &str) -> Vec<Vec<u8>> {
    match door {
        "order_change" => changes::seeds(),
        "journal" => journals::seeds(),
        "frame" => frames::seeds(),
        _ => Vec::new(),
    }
}
