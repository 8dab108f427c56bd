//! P6 and the speed of an order's document: an order of fifteen lines and 61 edits, against plain
//! automerge that puts the same texts under the same keys.

use std::{collections::BTreeMap, time::Instant};

use anyhow::{Context as _, Result};
use automerge::{
    AutoCommit, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value as Written,
    transaction::Transactable,
};
use order_doc::{Actor, Edit, OrderDoc, pack};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use shared::ids::{DeviceId, EntryId, LineId, OrderId};

use crate::{
    places::Places,
    report::{Goal, Row, Value},
    samples::Samples,
    turns::Turns,
};

const LINES: u8 = 15;
const EDITS: u8 = 61;
/// Changes that lie beside the piece of an order, as `shelf.rs` of the node has it.
const ROWS_BESIDE_MAX: usize = 16;
/// Orders measured in one run.
const ORDERS: usize = 150;
const TIME_GOAL_HUNDREDTHS: u64 = 150;
const BYTES_GOAL_HUNDREDTHS: u64 = 33;

pub(crate) fn run(_places: &Places) -> Result<Vec<Row>> {
    let edits = edits()?;
    let puts = puts(&edits)?;
    let mut baseline = || samples(|| plain(&puts).map(drop));
    let mut product = || samples(|| ours(&edits, false).map(drop));
    let writing = Turns::take(&mut baseline, &mut product)?;
    let mut folded = || samples(|| ours(&edits, true).map(drop));
    let folding = Turns::take(&mut baseline, &mut folded)?;

    let (raw, mut compact) = plain(&puts)?;
    let (open, closed) = kept(&edits)?;
    let (changes, mut doc) = ours(&edits, false)?;
    let bytes = |name: &str, kept: usize, baseline: usize| {
        Row::new(name, Value::Bytes(kept as u64))
            .against(Value::Bytes(baseline as u64))
            .aimed_at(Goal::Ratio(BYTES_GOAL_HUNDREDTHS))
    };
    let saved = compact.save().len();
    let note = format!(
        "one piece; its single changes are {}, the engine's own form of it {}",
        Value::Bytes(changes as u64).text(),
        Value::Bytes(doc.save().len() as u64).text()
    );
    Ok(vec![
        writing.median_row("order: 61 edits written, p50", TIME_GOAL_HUNDREDTHS),
        folding
            .median_row(
                "order: 61 edits written and seen, p50",
                TIME_GOAL_HUNDREDTHS,
            )
            .with_note("the whole order is folded after each edit"),
        bytes("P6 order: bytes while it is open", open, raw)
            .with_note("a piece of 48 edits and 13 changes beside it"),
        bytes("P6 order: bytes when it is kept", closed, saved).with_note(note),
    ])
}

fn samples(mut order: impl FnMut() -> Result<()>) -> Result<Samples> {
    let mut samples = Samples::default();
    for _ in 0..ORDERS {
        let at = Instant::now();
        order()?;
        samples.push(at.elapsed());
    }
    Ok(samples)
}

fn id() -> OrderId {
    OrderId::new(1, [9; 10])
}

fn actor() -> Actor {
    Actor {
        device: DeviceId::new(1, [1; 10]),
        boot: [1; 16],
    }
}

/// Writes the order as a till does, change by change. Gives the bytes of all changes.
fn ours(edits: &[Edit], folded: bool) -> Result<(usize, OrderDoc)> {
    let mut doc = OrderDoc::new(id(), &actor())?;
    let mut bytes = 0;
    for edit in edits {
        let chunk = doc.edit(std::slice::from_ref(edit))?;
        bytes += chunk.context("an edit wrote nothing")?.bytes.len();
        doc.persisted();
        if folded {
            doc.order().context("no order")?;
        }
    }
    Ok((bytes, doc))
}

/// What a node keeps of the order: after its last edit, and when it is closed. As its shelf does, the changes become one piece whenever so many lie beside it.
fn kept(edits: &[Edit]) -> Result<(usize, usize)> {
    let mut doc = OrderDoc::new(id(), &actor())?;
    let mut stored: Vec<Vec<u8>> = Vec::new();
    for edit in edits {
        let chunk = doc.edit(std::slice::from_ref(edit))?;
        stored.push(chunk.context("an edit wrote nothing")?.bytes);
        doc.persisted();
        let beside = stored.iter().filter(|bytes| !bytes.starts_with(b"kept"));
        if beside.count() >= ROWS_BESIDE_MAX {
            stored = vec![pack(id(), &stored, &actor())?.bytes];
        }
    }
    let closed = pack(id(), &stored, &actor())?.bytes.len();
    Ok((stored.iter().map(Vec::len).sum(), closed))
}

/// The same puts without any of this project's rules.
fn plain(puts: &[(String, String, String)]) -> Result<(usize, AutoCommit)> {
    let mut doc = AutoCommit::new();
    let mut maps: BTreeMap<&str, ObjId> = BTreeMap::new();
    for (map, _, _) in puts {
        if !maps.contains_key(map.as_str()) {
            maps.insert(map, doc.put_object(ROOT, map.as_str(), ObjType::Map)?);
        }
    }
    let mut heads = doc.get_heads();
    let mut bytes = 0;
    for (map, key, text) in puts {
        let object = maps.get(map.as_str()).context("no such map")?;
        doc.put(object, key.as_str(), text.as_str())?;
        bytes += doc.save_after(&heads).len();
        heads = doc.get_heads();
    }
    Ok((bytes, doc))
}

/// What an edit puts where: read back from a document that holds nothing else.
fn puts(edits: &[Edit]) -> Result<Vec<(String, String, String)>> {
    let mut puts = Vec::new();
    for edit in edits {
        let mut doc = OrderDoc::new(id(), &actor())?;
        doc.edit(std::slice::from_ref(edit))?;
        let doc = AutoCommit::load(&doc.save())?;
        for map in doc.keys(ROOT) {
            let Some((Written::Object(_), object)) = doc.get(ROOT, &map)? else {
                continue;
            };
            for key in doc.keys(&object) {
                if let Some((Written::Scalar(value), _)) = doc.get(&object, &key)?
                    && let ScalarValue::Str(text) = value.as_ref()
                {
                    puts.push((map.clone(), key, text.to_string()));
                }
            }
        }
    }
    anyhow::ensure!(puts.len() == edits.len(), "an edit is not one put");
    Ok(puts)
}

fn read<T: DeserializeOwned>(entry: Json) -> Result<T> {
    Ok(serde_json::from_value(entry)?)
}

/// An order is opened, gets its lines, is sent, and changes its mind until the kitchen is done.
fn edits() -> Result<Vec<Edit>> {
    let hlc = |n: u8| (1_780_000_000_000_u64 + u64::from(n)) << 16;
    let stamp = |n: u8| json!({ "hlc": hlc(n), "by": EntryId::new(5, [1; 10]) });
    let line = |n: u8| LineId::new(2, [n % LINES; 10]);
    let mut edits = vec![Edit::Open(read(json!({
        "order": id(), "number": "A-017", "device": actor().device, "service": "eat_in",
        "table": "7", "tab": "", "guests": 4, "stamp": stamp(0),
    }))?)];
    for n in 0..LINES {
        let added = json!({
            "facts": {
                "sku": format!("T{n:03}"),
                "name": { "first": format!("Piatto {n}"), "second": format!("Dish {n}") },
                "variant": "", "category": "Secondi", "unit_price": 1_250,
                "tax": { "name": "food", "eat_in": [100_000], "takeaway": [40_000] },
                "tax_included": true, "station": "hot", "allergens": ["gluten", "milk"],
                "prep_seconds": 420, "menu_version": 3, "modifiers": [],
            },
            "quantity": 1, "seat": n % 4, "course": "main", "stamp": stamp(n),
        });
        edits.push(Edit::AddLine(line(n), read(added)?));
    }
    for n in LINES..2 * LINES {
        let sent = json!({
            "line": line(n), "quantity": 1, "notes": [], "ticket": EntryId::new(6, [1; 10]),
            "station": "hot", "kind": "new", "stamp": stamp(n),
        });
        edits.push(Edit::Send(order_doc::send_key(line(n), 0), read(sent)?));
    }
    for n in 2 * LINES..3 * LINES {
        let mark = json!({
            "key": order_doc::send_key(line(n), 0), "epoch": 0, "rank": 3,
            "hlc": hlc(n),
        });
        edits.push(Edit::Mark(EntryId::new(3, [n; 10]), read(mark)?));
    }
    for n in 3 * LINES..EDITS - 1 {
        let more = json!({ "line": line(n), "units": 1, "undoes": null, "stamp": stamp(n) });
        edits.push(Edit::ChangeQuantity(EntryId::new(3, [n; 10]), read(more)?));
    }
    anyhow::ensure!(edits.len() == usize::from(EDITS), "{} edits", edits.len());
    Ok(edits)
}
