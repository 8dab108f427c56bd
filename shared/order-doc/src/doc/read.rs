//! The entries of a document as its maps hold them.

use std::{collections::BTreeMap, str::FromStr};

use automerge::{AutoCommit, ObjId, ReadDoc, ScalarValue, Value};
use serde::de::DeserializeOwned;

use super::MergeError;
use crate::{
    adjust, card,
    edit::{
        CARD_PREFIX, DELIVER_PREFIX, MOVE_PREFIX, Map, OPENED_KEY, REFUND_PREFIX, SAID_PREFIX,
        SEEN_PREFIX, SET_PREFIX, TAB_PREFIX, TIP_PREFIX, UNDO_PREFIX,
    },
    entries::{Entries, Registered, Sending},
    slips::merge_sendings,
};

/// Reads all maps of a document.
pub(super) struct Reader<'a> {
    pub(super) doc: &'a AutoCommit,
    pub(super) objects: &'a BTreeMap<Map, ObjId>,
}

impl Reader<'_> {
    /// All entries.
    pub(super) fn entries(&self) -> Result<Entries, MergeError> {
        let mut entries = Entries {
            lines: self.map(Map::Lines)?,
            quantities: self.map(Map::Quantities)?,
            notes: self.map(Map::Notes)?,
            moves: self.map(Map::Moves)?,
            marks: self.map(Map::Marks)?,
            payments: self.map(Map::Payments)?,
            plans: self.map(Map::Checks)?,
            ..Entries::default()
        };
        for (key, texts) in self.texts(Map::Voids)? {
            let Some(text) = texts.first() else { continue };
            if adjust::is_key(&key) {
                let all = parse_all(Map::Voids, &key, &texts)?;
                let first = adjust::first(all);
                entries
                    .adjustments
                    .extend(first.map(|adjusted| (key, adjusted)));
            } else {
                let void = parse(Map::Voids, &key, text)?;
                entries.voids.insert(id_of(Map::Voids, &key)?, void);
            }
        }
        self.head(&mut entries)?;
        for (key, texts) in self.texts(Map::Links)? {
            let (Some(text), Some(id)) = (texts.first(), key.strip_prefix(MOVE_PREFIX)) else {
                continue;
            };
            let transfer = parse(Map::Links, &key, text)?;
            entries.transfers.insert(id_of(Map::Links, id)?, transfer);
        }
        self.sendings(&mut entries)?;
        self.cards(&mut entries)?;
        self.registers(&mut entries)?;
        Ok(entries)
    }

    /// What is true of the whole order, each kind under its own beginning of the key.
    fn head(&self, entries: &mut Entries) -> Result<(), MergeError> {
        for (key, texts) in self.texts(Map::Head)? {
            let Some(text) = texts.first() else { continue };
            if key == OPENED_KEY {
                entries.opened = Some(parse(Map::Head, &key, text)?);
            } else if key.starts_with("closed/") {
                entries
                    .closed
                    .insert(key.clone(), parse(Map::Head, &key, text)?);
            } else if let Some(id) = key.strip_prefix(REFUND_PREFIX) {
                let refund = parse(Map::Head, &key, text)?;
                entries.refunds.insert(id_of(Map::Head, id)?, refund);
            } else if let Some(id) = key.strip_prefix(TIP_PREFIX) {
                let tip = parse(Map::Head, &key, text)?;
                entries.tips.insert(id_of(Map::Head, id)?, tip);
            } else if let Some(id) = key.strip_prefix(DELIVER_PREFIX) {
                let deliver = parse(Map::Head, &key, text)?;
                entries.deliveries.insert(id_of(Map::Head, id)?, deliver);
            } else if let Some(id) = key.strip_prefix(SEEN_PREFIX) {
                let seen = parse(Map::Head, &key, text)?;
                entries.seen.insert(id_of(Map::Head, id)?, seen);
            } else if let Some(id) = key.strip_prefix(SET_PREFIX) {
                let set = parse(Map::Head, &key, text)?;
                entries.sets.insert(id_of(Map::Head, id)?, set);
            } else if let Some(id) = key.strip_prefix(SAID_PREFIX) {
                let said = parse(Map::Head, &key, text)?;
                entries.said.insert(id_of(Map::Head, id)?, said);
            } else if let Some(id) = key.strip_prefix(UNDO_PREFIX) {
                let taken_back = parse(Map::Head, &key, text)?;
                entries.taken_back.insert(id_of(Map::Head, id)?, taken_back);
            } else if let Some(id) = key.strip_prefix(TAB_PREFIX) {
                let named = parse(Map::Head, &key, text)?;
                entries.tabs.insert(id_of(Map::Head, id)?, named);
            }
        }
        Ok(())
    }

    fn sendings(&self, entries: &mut Entries) -> Result<(), MergeError> {
        for (key, texts) in self.texts(Map::Sends)? {
            let all: Vec<Sending> = parse_all(Map::Sends, &key, &texts)?;
            if let Some((sending, gave_way)) = merge_sendings(all) {
                if !gave_way.is_empty() {
                    entries.gave_way.insert(key.clone(), gave_way);
                }
                entries.keep_sending(key, sending);
            }
        }
        Ok(())
    }

    fn cards(&self, entries: &mut Entries) -> Result<(), MergeError> {
        for (key, texts) in self.texts(Map::Allocations)? {
            let Some(id) = key.strip_prefix(CARD_PREFIX) else {
                continue;
            };
            let first = card::first(parse_all(Map::Allocations, &key, &texts)?);
            let id = id_of(Map::Allocations, id)?;
            entries.cards.extend(first.map(|entry| (id, entry)));
        }
        Ok(())
    }

    fn registers(&self, entries: &mut Entries) -> Result<(), MergeError> {
        for (key, texts) in self.texts(Map::Registers)? {
            let Some(text) = texts.first() else { continue };
            let value = parse(Map::Registers, &key, text)?;
            let contested = texts.iter().any(|other| other != text);
            entries
                .registers
                .insert(key, Registered { value, contested });
        }
        Ok(())
    }

    fn map<K: FromStr + Ord, V: DeserializeOwned>(
        &self,
        map: Map,
    ) -> Result<BTreeMap<K, V>, MergeError> {
        let mut entries = BTreeMap::new();
        for (key, texts) in self.texts(map)? {
            let Some(text) = texts.first() else { continue };
            entries.insert(id_of(map, &key)?, parse(map, &key, text)?);
        }
        Ok(entries)
    }

    /// The keys of a map with their values, the winner first, then what was written at the same
    /// time.
    fn texts(&self, map: Map) -> Result<Vec<(String, Vec<String>)>, MergeError> {
        let Some(object) = self.objects.get(&map) else {
            return Ok(Vec::new());
        };
        let wrong = |key: &str, why: &str| MergeError::Entry {
            map: map.key(),
            key: key.to_owned(),
            why: why.to_owned(),
        };
        let mut rows = Vec::new();
        for item in self.doc.map_range(object, ..) {
            let key = item.key.to_string();
            let mut texts = Vec::new();
            if item.conflict {
                let all = self.doc.get_all(object, key.as_str());
                for (value, _) in all.map_err(|error| wrong(&key, &error.to_string()))? {
                    texts.push(
                        text_of(&value)
                            .ok_or_else(|| wrong(&key, "not a text"))?
                            .to_owned(),
                    );
                }
                // `get_all` ends with the winner.
                texts.reverse();
            } else {
                let value = Value::from(item.value.clone());
                texts.push(
                    text_of(&value)
                        .ok_or_else(|| wrong(&key, "not a text"))?
                        .to_owned(),
                );
            }
            rows.push((key, texts));
        }
        Ok(rows)
    }
}

fn id_of<K: FromStr>(map: Map, key: &str) -> Result<K, MergeError> {
    key.parse().map_err(|_| MergeError::Entry {
        map: map.key(),
        key: key.to_owned(),
        why: "the key is no id".to_owned(),
    })
}

fn parse_all<V: DeserializeOwned>(
    map: Map,
    key: &str,
    texts: &[String],
) -> Result<Vec<V>, MergeError> {
    texts.iter().map(|text| parse(map, key, text)).collect()
}

fn parse<V: DeserializeOwned>(map: Map, key: &str, text: &str) -> Result<V, MergeError> {
    serde_json::from_str(text).map_err(|error| MergeError::Entry {
        map: map.key(),
        key: key.to_owned(),
        why: error.to_string(),
    })
}

/// The text of a value; none for anything else.
pub(super) fn text_of<'a>(value: &'a Value<'_>) -> Option<&'a str> {
    match value {
        Value::Scalar(scalar) => match scalar.as_ref() {
            ScalarValue::Str(text) => Some(text.as_str()),
            _ => None,
        },
        Value::Object(_) => None,
    }
}
