//! Flags that somebody looked at. The flag is named with its content, so one that says something else
//! afterwards is another one; and each says it for themselves: two who did it apart are both named,
//! and one who takes it back takes nothing back of the other's.

use serde::{Deserialize, Deserializer, Serialize};
use shared::{
    flags::Flag,
    ids::{EntryId, LineId},
    seen::SeenFlag,
};

use crate::entries::{Entries, Stamp};

/// Somebody looked at a flag, and says what was done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenEntry {
    /// What was looked at, with its content: [`shared::seen::key`].
    pub key: String,
    /// The same, for people to read.
    #[serde(
        default,
        deserialize_with = "known",
        skip_serializing_if = "Option::is_none"
    )]
    pub flag: Option<Flag>,
    /// What was done about it.
    pub note: String,
    /// Who and when.
    pub stamp: Stamp,
}

/// A flag that only a newer version knows is none, and no reason to refuse the document.
fn known<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Flag>, D::Error> {
    let value = serde_json::Value::deserialize(from)?;
    Ok(serde_json::from_value(value).ok())
}

/// What was looked at and still is as it was then, in time.
pub(crate) fn seen(entries: &Entries) -> Vec<SeenFlag> {
    let all = entries.seen.iter();
    let mut all: Vec<_> = all.filter(|(id, one)| counts(entries, **id, one)).collect();
    all.sort_by_key(|(id, one)| (one.stamp.hlc, **id));
    let seen = |(id, one): (&EntryId, &SeenEntry)| SeenFlag {
        entry: *id,
        key: one.key.clone(),
        flag: one.flag.clone(),
        note: one.note.clone(),
        by: one.stamp.by,
        approved_by: one.stamp.approved_by,
        at_ms: one.stamp.hlc.at_ms(),
    };
    all.into_iter().map(seen).collect()
}

fn counts(entries: &Entries, id: EntryId, one: &SeenEntry) -> bool {
    let key = id.to_string();
    let is_back = entries.taken_back.values().any(|back| back.key == key);
    !is_back && !is_over(entries, one)
}

/// Units were put back since, so as many that are missing now are not those of then.
fn is_over(entries: &Entries, one: &SeenEntry) -> bool {
    let mut words = one.key.split(':');
    let (Some("taken_twice"), Some(line)) = (words.next(), words.next()) else {
        return false;
    };
    let line = line.parse::<LineId>().ok();
    let mut changes = entries.quantities.values();
    changes.any(|change| {
        Some(change.line) == line && change.units > 0 && change.stamp.hlc > one.stamp.hlc
    })
}
