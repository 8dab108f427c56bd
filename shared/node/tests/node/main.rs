//! What a node promises to whoever stands in front of it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

#[path = "../../../../printers/tests/papers/adds_up.rs"]
mod adds_up;
mod back;
mod back_law;
mod bills;
// The calculator of whoever has the journal alone.
#[path = "../../../tests/money/by_record.rs"]
mod by_record;
mod closed_twice;
mod courses;
mod delivery;
mod deposits;
mod deposits_law;
mod discounts;
mod drawer;
mod earlier;
mod exported;
mod flagged;
#[path = "../../../tests/money/fraction.rs"]
mod fraction;
mod gift_cards;
mod gift_cards_apart;
mod history;
mod hostile;
mod items;
mod items_made;
mod joining;
mod killed;
mod killed_packing;
mod kitchen;
mod kitchen_long;
mod later_version;
mod marks;
mod older;
mod opened_twice;
mod outsider_law;
mod paper;
mod papers_again;
mod papers_wait;
mod priced_law;
mod refund_papers;
mod refunds;
mod replacing;
mod restaurant;
mod rights;
mod scheduled;
mod seen;
mod seen_due;
mod selling;
mod shelf;
mod shifts;
mod signing_in;
mod slips;
mod splitting;
mod tables;
mod tenders;
mod tickets;
mod tips;
mod training;
mod transfers;
mod undo_law;
mod undo_new_tab;
mod undoing;
mod undoing_price;
mod z_law;
