//! Discounts and waived charges: entries of their own beside the voids, each written once.
//!
//! Taking one off again is one more entry that names the key of the first; and taking that one back
//! brings the discount to life again. So two devices that act at once never write over each other,
//! and whoever asks later finds everybody who did something.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use shared::{
    ids::{EntryId, LineId},
    order::ChargeWaived,
    price::{Discount, PROMO_PREFIX, Takes},
};

use crate::entries::Stamp;

const DISCOUNT_PREFIX: &str = "disc/";
const CHARGE_PREFIX: &str = "charge/";
/// Of more discounts on one check nobody asks who knew of which.
const APART_MAX: usize = 64;

/// What an entry says about the price of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Adjustment {
    /// Something is taken off.
    Discount {
        /// Its line; none for the whole check.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line: Option<LineId>,
        /// Categories that it is for; none for all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        categories: Vec<String>,
        /// What it takes.
        takes: Takes,
        /// What guests read; empty for one that was given by hand.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
    },
    /// The guests pay no service charge.
    WaiveCharge,
    /// Another entry counts no more.
    TakeBack {
        /// Key of the other entry.
        takes_back: String,
    },
}

/// An adjustment with who made it and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjusted {
    /// What it says.
    #[serde(flatten)]
    pub what: Adjustment,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Discounts by hand that had been given, as far as whoever did this had seen; none for one that came
    /// with units from another check, or that an older version wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Vec<String>>,
    /// Somebody undid what they had done: that is no action of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undoes: bool,
    /// Who and when.
    pub stamp: Stamp,
}

/// Key of a discount by hand, or of an entry that takes another one back.
pub fn discount_key(id: EntryId) -> String {
    format!("{DISCOUNT_PREFIX}{id}")
}

/// Key of a promotion: the same on every device, so that it counts once.
pub fn promotion_key(promotion: &str) -> String {
    format!("{PROMO_PREFIX}{promotion}")
}

/// Key of an entry that waives the service charge.
pub fn waiver_key(id: EntryId) -> String {
    format!("{CHARGE_PREFIX}{id}")
}

/// A key of the map of voids that belongs to an adjustment.
pub(crate) fn is_key(key: &str) -> bool {
    [DISCOUNT_PREFIX, PROMO_PREFIX, CHARGE_PREFIX]
        .iter()
        .any(|prefix| key.starts_with(prefix))
}

/// One entry of several that were written at once under the same key: the first.
pub(crate) fn first(all: Vec<Adjusted>) -> Option<Adjusted> {
    all.into_iter()
        .min_by_key(|one| (one.stamp, serde_json::to_string(one).unwrap_or_default()))
}

/// All adjustments of a document.
pub(crate) type Adjustments = BTreeMap<String, Adjusted>;

/// Keys of the entries that count: nothing that counts takes them back.
///
/// Each entry takes back one other at most, so whatever leads to a discount is a tree, and it is
/// decided from its leaves. Entries that somebody wrote as a ring lead nowhere and never count.
fn standing(all: &Adjustments) -> BTreeSet<&str> {
    let mut undecided: BTreeMap<&str, usize> = BTreeMap::new();
    for key in all.values().filter_map(taken_back) {
        *undecided.entry(key).or_default() += 1;
    }
    let is_leaf = |key: &&str| !undecided.contains_key(*key);
    let mut next: Vec<&str> = all.keys().map(String::as_str).filter(is_leaf).collect();
    let mut taken = BTreeSet::new();
    let mut standing = BTreeSet::new();
    while let Some(key) = next.pop() {
        let stands = !taken.contains(key);
        if stands {
            standing.insert(key);
        }
        let Some(other) = all.get(key).and_then(taken_back) else {
            continue;
        };
        if stands {
            taken.insert(other);
        }
        if let Some(count) = undecided.get_mut(other) {
            *count -= 1;
            if *count == 0 && all.contains_key(other) {
                next.push(other);
            }
        }
    }
    standing
}

fn taken_back(entry: &Adjusted) -> Option<&str> {
    match &entry.what {
        Adjustment::TakeBack { takes_back } => Some(takes_back),
        Adjustment::Discount { .. } | Adjustment::WaiveCharge => None,
    }
}

/// The entries that count and take `key` back.
pub(crate) fn take_backs<'a>(all: &'a Adjustments, key: &str) -> Vec<&'a str> {
    let takes_it = |taker: &&str| all.get(*taker).and_then(taken_back) == Some(key);
    standing(all).into_iter().filter(takes_it).collect()
}

/// Discounts that stand, oldest first.
pub(crate) fn discounts(all: &Adjustments) -> Vec<Discount> {
    let counts = standing(all);
    let mut discounts: Vec<_> = all
        .iter()
        .filter_map(|(key, entry)| match &entry.what {
            Adjustment::Discount {
                line,
                categories,
                takes,
                name,
            } if counts.contains(key.as_str()) => {
                let discount = Discount {
                    key: key.clone(),
                    line: *line,
                    categories: categories.clone(),
                    takes: *takes,
                    name: name.clone(),
                    reason: entry.reason.clone(),
                    by: entry.stamp.by,
                    approved_by: entry.stamp.approved_by,
                    at_ms: entry.stamp.hlc.at_ms(),
                };
                Some((entry.stamp.hlc, discount))
            }
            _ => None,
        })
        .collect();
    discounts
        .sort_by(|(hlc, one), (other_hlc, other)| (hlc, &one.key).cmp(&(other_hlc, &other.key)));
    discounts
        .into_iter()
        .map(|(_, discount)| discount)
        .collect()
}

/// This entry counts.
pub(crate) fn stands(all: &Adjustments, key: &str) -> bool {
    standing(all).contains(key)
}

/// What whoever did it undid.
pub(crate) fn undone(all: &Adjustments) -> impl Iterator<Item = &str> {
    let undoing = all.values().filter(|entry| entry.undoes);
    undoing.filter_map(taken_back)
}

/// Discounts that somebody gave by hand, whether they stand or not.
pub(crate) fn by_hand(all: &Adjustments) -> Vec<String> {
    let is_by_hand = |(key, entry): &(&String, &Adjusted)| {
        key.starts_with(DISCOUNT_PREFIX) && matches!(entry.what, Adjustment::Discount { .. })
    };
    let all = all.iter().filter(is_by_hand);
    all.map(|(key, _)| key.clone()).collect()
}

/// Discounts by hand that stand although whoever gave them knew nothing of each other, until
/// somebody who saw them changes one.
pub(crate) fn given_apart(all: &Adjustments) -> usize {
    let counts = standing(all);
    let mut standing = by_hand(all);
    standing.retain(|key| counts.contains(key.as_str()));
    if standing.len() > APART_MAX {
        // No node writes so many.
        return standing.len();
    }
    let place: BTreeMap<&str, usize> = standing.iter().map(String::as_str).zip(0..).collect();
    // Who gave one without saying what they had seen, gave it knowingly.
    let all_of_them = u64::MAX;
    let mut known = vec![0_u64; standing.len()];
    for (key, entry) in all {
        let own = place.get(key.as_str()).copied();
        let Some(seen) = &entry.seen else {
            if let Some(own) = own.and_then(|own| known.get_mut(own)) {
                *own = all_of_them;
            }
            continue;
        };
        let seen = seen
            .iter()
            .filter_map(|key| place.get(key.as_str()).copied());
        let both: Vec<usize> = seen.chain(own).collect();
        let mask = both.iter().fold(0_u64, |mask, one| mask | 1 << one);
        for one in both {
            if let Some(known) = known.get_mut(one) {
                *known |= mask;
            }
        }
    }
    let has_seen =
        |one: usize, other: usize| known.get(one).is_some_and(|known| known >> other & 1 == 1);
    let is_apart = |one: &usize| {
        let mut others = (0..standing.len()).filter(|other| other != one);
        others.any(|other| !has_seen(*one, other) && !has_seen(other, *one))
    };
    (0..standing.len()).filter(is_apart).count()
}

/// Who first let the guests off the service charge, where that stands.
pub(crate) fn charge_waived(all: &Adjustments) -> Option<ChargeWaived> {
    let counts = standing(all);
    all.iter()
        .filter(|(_, entry)| entry.what == Adjustment::WaiveCharge)
        .filter(|(key, _)| counts.contains(key.as_str()))
        .min_by_key(|(key, entry)| (entry.stamp.hlc, *key))
        .map(|(key, entry)| ChargeWaived {
            key: key.clone(),
            reason: entry.reason.clone(),
            by: entry.stamp.by,
            at_ms: entry.stamp.hlc.at_ms(),
        })
}
