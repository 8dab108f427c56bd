//! Tips that are said anew: of several about one payment the one with the latest stamp counts,
//! whatever came first, and all of them stand in the history.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shared::{
    ids::{EntryId, FactId},
    money::Money,
};

use crate::entries::{Entries, PaymentEntry, Stamp};

/// Somebody says what the tip of a payment is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TipEntry {
    /// The payment.
    pub payment: FactId,
    /// All of its tip.
    pub tip: Money,
    /// What had been said of the same payment before, as far as whoever did this had seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<EntryId>,
    /// Who and when.
    pub stamp: Stamp,
}

/// What was said of a payment's tip, the latest last.
pub(crate) fn of(entries: &Entries, payment: FactId) -> Vec<(&EntryId, &TipEntry)> {
    let about = |(_, said): &(&EntryId, &TipEntry)| said.payment == payment;
    let mut all: Vec<_> = entries.tips.iter().filter(about).collect();
    all.sort_by_key(|(id, said)| (said.stamp.hlc, **id));
    all
}

/// Different tips that were said by people who knew nothing of each other.
pub(crate) fn is_contested(entries: &Entries, payment: FactId) -> bool {
    let all = of(entries, payment);
    let seen = |id: &EntryId| all.iter().any(|(_, said)| said.seen.contains(id));
    let open: BTreeSet<Money> = all
        .iter()
        .filter(|(id, _)| !seen(id))
        .map(|(_, said)| said.tip)
        .collect();
    open.len() > 1
}

/// The tip that counts, and the first one where it was said anew.
pub(crate) fn tip(entries: &Entries, id: FactId, payment: &PaymentEntry) -> (Money, Option<Money>) {
    match of(entries, id).last() {
        Some((_, said)) => (said.tip, Some(payment.tip)),
        None => (payment.tip, None),
    }
}
