//! Documents of every version so far, which every later version must read, for ever.
//!
//! Each is a `.bin` with the changes and a `.json` with what people see of it, in a folder of the
//! version of the entries' shape that made it. A file that is there is never written again. A new
//! kind of entry, or a new field, gets a recipe of its own at the end of `recipes.rs`, and
//! `cargo test -p order-doc --test golden -- --ignored write` writes the files that are missing.
//! Where a field of the *view* gets another name, its name in the `.json` is changed by hand; the
//! `.bin` stays.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod file;
mod later;
mod moving;
mod recipes;

use std::{collections::BTreeSet, fs, path::Path};

use automerge::{AutoCommit, ReadDoc, ScalarValue, Value as Written};
use order_doc::{Edit, OrderDoc};
use serde_json::{Value, json};
use shared::price;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
/// The folder in it for documents that are written now.
const NEWEST: &str = "1";

/// Gives each kind of [`Edit`] its name: a kind that is missing here does not compile.
macro_rules! kinds {
    ($($kind:ident),*) => {
        const KINDS: &[&str] = &[$(stringify!($kind)),*];

        fn kind(edit: &Edit) -> &'static str {
            match edit {
                $(Edit::$kind(..) => stringify!($kind),)*
            }
        }
    };
}

kinds!(
    Open,
    AddLine,
    ChangeQuantity,
    Void,
    AddNote,
    Move,
    Set,
    Send,
    Mark,
    Pay,
    Split,
    Refund,
    Adjust,
    NoteSet,
    TakeBack,
    Close,
    Say,
    Transfer,
    NameTab,
    Deliver,
    MoveCard,
    SayTip,
    See
);

fn load(chunks: &[Vec<u8>]) -> OrderDoc {
    let chunks = chunks.iter().map(Vec::as_slice);
    OrderDoc::load(recipes::order_id(), chunks, &recipes::actor(200)).unwrap()
}

/// What people see of a document, and the hashes that name its state.
fn view(doc: &mut OrderDoc) -> Value {
    let order = doc.order().unwrap();
    let totals = price::totals(&order).unwrap();
    let history: Vec<Value> = doc
        .history()
        .iter()
        .map(|one| json!({ "stamp": one.stamp, "device": one.device, "undone": one.undone }))
        .collect();
    let heads: Vec<String> = doc.heads().iter().map(hex).collect();
    let cards = doc.card_moves();
    let kitchen: Vec<Value> = doc
        .kitchen_told()
        .iter()
        .map(|one| {
            let deed = format!("{:?}", one.deed);
            json!({
                "hlc": one.hlc, "deed": deed, "station": one.station, "screen": one.screen,
                "device": one.device, "dishes": one.dishes,
            })
        })
        .collect();
    json!({
        "kitchen": kitchen, "heads": heads, "history": history, "order": order, "totals": totals, "cards": cards,
    })
}

fn hex(bytes: &[u8; 32]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// Where `seen` does not say what was `expected`. Fields that came later may be there.
fn differences(expected: &Value, seen: &Value, place: &str) -> Vec<String> {
    match (expected, seen) {
        (Value::Object(expected), Value::Object(seen)) => {
            let field = |(key, expected): (&String, &Value)| {
                let place = format!("{place}/{key}");
                match seen.get(key) {
                    Some(seen) => differences(expected, seen, &place),
                    // A later version may leave out what says nothing.
                    None if says_nothing(expected) => Vec::new(),
                    None => vec![format!("{place} is gone")],
                }
            };
            expected.iter().flat_map(field).collect()
        }
        (Value::Array(expected), Value::Array(seen)) if expected.len() == seen.len() => {
            let pairs = expected.iter().zip(seen).enumerate();
            pairs
                .flat_map(|(n, (expected, seen))| {
                    differences(expected, seen, &format!("{place}/{n}"))
                })
                .collect()
        }
        _ if expected == seen => Vec::new(),
        _ => vec![format!("{place}: {expected} was expected, {seen} is seen")],
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Array(all) => all.is_empty(),
        Value::Object(all) => all.is_empty(),
        Value::Bool(true) => false,
    }
}

#[test]
fn documents_of_all_versions_say_what_they_said() {
    let documents = file::documents(Path::new(FOLDER));
    assert!(
        documents.len() > recipes::ALL.len(),
        "recipes, and one of a later version"
    );
    let mut wrong = Vec::new();
    for path in documents {
        let chunks = file::read(&path);
        let expected = fs::read_to_string(path.with_extension("json")).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        let name = path.display().to_string();
        wrong.extend(differences(&expected, &view(&mut load(&chunks)), &name));
        // In whatever order they come, and out of the engine's own compact form.
        let mut backwards = OrderDoc::new(recipes::order_id(), &recipes::actor(201)).unwrap();
        for chunk in chunks.iter().rev() {
            backwards.merge(chunk).unwrap();
        }
        wrong.extend(differences(&expected, &view(&mut backwards), &name));
        let saved = AutoCommit::load(&backwards.save()).unwrap().get_heads();
        let saved: Vec<String> = saved.iter().map(ToString::to_string).collect();
        wrong.extend(differences(&expected["heads"], &json!(saved), &name));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The document that a piece of this version was made of, and the piece.
const PIECE: &str = "1/two_tills_at_once.kept";

#[test]
fn a_piece_on_the_shelf_says_what_its_changes_said() {
    let path = Path::new(FOLDER).join(PIECE);
    let piece = fs::read(&path).unwrap();
    let chunks = file::read(&path);
    let expected = view(&mut load(&chunks));
    assert_eq!(view(&mut load(std::slice::from_ref(&piece))), expected);
    let inside = order_doc::unpack(&piece).unwrap();
    assert_eq!(inside.len(), chunks.len());
    assert!(chunks.iter().all(|chunk| inside.contains(chunk)));
}

/// The places of a document's entries, ids left out: `adj/disc/* of discount`.
fn shapes(chunks: &[Vec<u8>]) -> BTreeSet<String> {
    let doc = AutoCommit::load(&load(chunks).save()).unwrap();
    let mut shapes = BTreeSet::new();
    for map in doc.keys(automerge::ROOT) {
        let Some((Written::Object(_), object)) = doc.get(automerge::ROOT, &map).unwrap() else {
            continue;
        };
        for key in doc.keys(&object) {
            let (written, _) = doc.get(&object, &key).unwrap().unwrap();
            let Written::Scalar(scalar) = &written else {
                panic!("{map}/{key} is no scalar")
            };
            let ScalarValue::Str(text) = scalar.as_ref() else {
                panic!("{map}/{key} is no text")
            };
            let entry: Value = serde_json::from_str(text).unwrap();
            let tag = entry["of"].as_str().unwrap_or_default();
            let words = key.split(['/', ':']);
            let words: Vec<_> = words
                .map(|word| if is_name(word) { word } else { "*" })
                .collect();
            shapes.insert(format!("{map}/{} {tag}", words.join("/")));
        }
    }
    shapes
}

fn is_name(word: &str) -> bool {
    let is_id = word.len() == 36;
    !is_id && word.chars().any(char::is_alphabetic)
}

fn shapes_on_disk() -> BTreeSet<String> {
    let documents = file::documents(Path::new(FOLDER));
    let all = documents.iter().map(|path| shapes(&file::read(path)));
    all.flatten().collect()
}

#[test]
fn every_kind_of_entry_is_in_a_golden_document() {
    let on_disk = shapes_on_disk();
    let mut unseen: BTreeSet<&str> = KINDS.iter().copied().collect();
    for recipe in recipes::ALL {
        for (_, edits) in (recipe.rounds)().into_iter().flatten() {
            for edit in edits {
                unseen.remove(kind(&edit));
                let chunks = recipes::chunks(&[vec![(1, vec![edit.clone()])]]);
                let missing: Vec<_> = shapes(&chunks).difference(&on_disk).cloned().collect();
                assert!(missing.is_empty(), "no golden document holds {missing:?}");
            }
        }
    }
    assert!(unseen.is_empty(), "no recipe writes {unseen:?}");
}

#[test]
fn a_shape_that_no_document_has_would_be_noticed() {
    let on_disk = shapes_on_disk();
    assert!(on_disk.contains("adj/disc/* take_back"), "{on_disk:?}");
    assert!(on_disk.contains("head/undo/* "), "{on_disk:?}");
    assert!(!on_disk.contains("head/tomorrow/* "));
}

#[test]
fn a_lost_cent_would_be_noticed_and_a_new_field_is_not() {
    let expected = json!({ "total": 100, "lines": [1, 2], "note": "", "old": "x" });
    let seen = json!({ "total": 99, "lines": [1, 2], "old": "x", "new": true });
    let wrong = ["/total: 100 was expected, 99 is seen"];
    assert_eq!(differences(&expected, &seen, ""), wrong);
    let seen = json!({ "total": 100, "lines": [1] });
    let wrong = ["/lines: [1,2] was expected, [1] is seen", "/old is gone"];
    assert_eq!(differences(&expected, &seen, ""), wrong);
}

#[test]
#[ignore = "writes the documents that are missing; see above"]
fn write() {
    let path = Path::new(FOLDER).join(PIECE);
    if !path.exists() {
        let piece = order_doc::pack(
            recipes::order_id(),
            &file::read(&path),
            &recipes::actor(202),
        );
        fs::write(&path, piece.unwrap().bytes).unwrap();
    }
    let there = file::documents(Path::new(FOLDER));
    let all = recipes::ALL
        .iter()
        .map(|one| (one.name, recipes::chunks(&(one.rounds)())));
    for (name, chunks) in all.chain([(later::NAME, later::document())]) {
        if there.iter().any(|path| path.ends_with(name)) {
            continue;
        }
        let path = Path::new(FOLDER).join(NEWEST).join(name);
        let view = serde_json::to_string_pretty(&view(&mut load(&chunks))).unwrap();
        save(&path, "bin", &to_bytes(&chunks));
        save(&path, "json", format!("{view}\n").as_bytes());
    }
}

fn to_bytes(chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for chunk in chunks {
        let length = u32::try_from(chunk.len()).unwrap();
        bytes.extend(length.to_be_bytes());
        bytes.extend(chunk);
    }
    bytes
}

fn save(path: &Path, ending: &str, bytes: &[u8]) {
    let path = path.with_extension(ending);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    assert!(!path.exists(), "{} is never written again", path.display());
    fs::write(path, bytes).unwrap();
}
