//! Every door, fed good bytes that were bent.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use hostile::{DOORS, Door, order_change, seeds};
use proptest::{prelude::*, sample::Index};

/// One way to bend bytes.
#[derive(Clone, Debug)]
enum Bend {
    Flip(Index, u8),
    Set(Index, u8),
    Cut(Index, Index),
    Insert(Index, Vec<u8>),
    /// A piece of other good bytes comes in.
    Splice(Index, Index, Index),
    /// A number becomes the largest, the smallest, or none.
    Number(Index, u8),
}

fn any_bend() -> impl Strategy<Value = Bend> {
    let index = any::<Index>;
    prop_oneof![
        4 => (index(), 0_u8..8).prop_map(|(at, bit)| Bend::Flip(at, bit)),
        2 => (index(), any::<u8>()).prop_map(|(at, byte)| Bend::Set(at, byte)),
        1 => (index(), index()).prop_map(|(from, to)| Bend::Cut(from, to)),
        1 => (index(), prop::collection::vec(any::<u8>(), 1..9))
            .prop_map(|(at, bytes)| Bend::Insert(at, bytes)),
        1 => (index(), index(), index()).prop_map(|(at, of, from)| Bend::Splice(at, of, from)),
        3 => (index(), 0_u8..5).prop_map(|(at, what)| Bend::Number(at, what)),
    ]
}

fn bend(bytes: &mut Vec<u8>, bend: &Bend, seeds: &[Vec<u8>]) {
    if bytes.is_empty() {
        return;
    }
    let length = bytes.len();
    match bend {
        Bend::Flip(at, bit) => *at.get_mut(bytes) ^= 1 << bit,
        Bend::Set(at, byte) => *at.get_mut(bytes) = *byte,
        Bend::Cut(from, to) => {
            let (from, to) = (from.index(length), to.index(length));
            bytes.drain(from.min(to)..from.max(to));
        }
        Bend::Insert(at, more) => {
            let at = at.index(length);
            bytes.splice(at..at, more.iter().copied());
        }
        Bend::Splice(at, of, from) => {
            let other = of.get(seeds);
            let piece = other.iter().skip(from.index(other.len())).take(64);
            let at = at.index(length);
            let end = (at + 64).min(length);
            bytes.splice(at..end, piece.copied());
        }
        Bend::Number(at, what) => number(bytes, at.index(length), *what),
    }
}

/// Puts an extreme number in the place of the next one that is written in digits.
fn number(bytes: &mut Vec<u8>, at: usize, what: u8) {
    let extremes = [
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551615",
        "4294967295",
        "-1",
    ];
    let Some(from) = bytes.iter().skip(at).position(u8::is_ascii_digit) else {
        return;
    };
    let from = at + from;
    let digits = bytes
        .iter()
        .skip(from)
        .take_while(|byte| byte.is_ascii_digit());
    let to = from + digits.count();
    let extreme = extremes.get(usize::from(what)).unwrap();
    bytes.splice(from..to, extreme.bytes());
}

fn door(name: &str) -> Door {
    DOORS.iter().find(|door| door.0 == name).unwrap().1
}

#[test]
fn good_bytes_get_in_by_every_door() {
    for (name, door) in DOORS {
        let seeds = seeds(name);
        assert!(!seeds.is_empty(), "{name}");
        for seed in seeds {
            door(&seed);
        }
    }
}

#[test]
fn what_fuzzers_found_on_other_nights_does_no_harm() {
    for (name, door) in DOORS {
        let found = kept(name);
        assert!(!found.is_empty(), "{name}");
        for (file, bytes) in found {
            let harmless = std::panic::catch_unwind(|| door(&bytes)).is_ok();
            assert!(harmless, "fuzz/corpus/{name}/{file}");
        }
    }
}

/// The committed corpus of a door, each with the name of its file.
fn kept(door: &str) -> Vec<(String, Vec<u8>)> {
    let folder = format!("{}/../../fuzz/corpus/{door}", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).unwrap().map(|file| {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(path).unwrap())
    });
    files.collect()
}

#[test]
fn every_door_is_a_fuzz_target_and_is_fuzzed_at_night() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let text = |path: &str| std::fs::read_to_string(format!("{root}/{path}")).unwrap();
    let (manifest, nightly) = (text("fuzz/Cargo.toml"), text("xtask/src/nightly.rs"));
    let doors = nightly.lines().find(|line| line.starts_with("const DOORS"));
    let mut names: Vec<&str> = doors.unwrap().split('"').skip(1).step_by(2).collect();
    names.sort_unstable();
    let mut known: Vec<&str> = DOORS.iter().map(|door| door.0).collect();
    known.sort_unstable();
    assert_eq!(names, known);
    assert_eq!(manifest.matches("[[bin]]").count(), known.len());
    for name in known {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
        let target = text(&format!("fuzz/fuzz_targets/{name}.rs"));
        assert!(
            target.contains(&format!("hostile::{name}(bytes)")),
            "{name}"
        );
    }
}

#[test]
fn what_fells_the_document_engine_is_refused_and_the_order_stays() {
    let chunks = hostile::documents().swap_remove(0);
    let (known, rest) = chunks.split_at(1);
    let bad = hostile::panicking_changes(hostile::order_id(), known, &rest[0]);
    assert!(
        !bad.is_empty(),
        "nothing fells the engine: this looks at nothing"
    );
    let boot = [77; 16];
    let device = shared::ids::DeviceId::from_bytes(boot);
    let actor = order_doc::Actor { device, boot };
    let known = known.iter().map(Vec::as_slice);
    let mut doc = order_doc::OrderDoc::load(hostile::order_id(), known, &actor).unwrap();
    let (saved, order) = (doc.save(), doc.order());
    for bytes in bad {
        let refused = doc.merge(&bytes);
        assert!(
            matches!(refused, Err(order_doc::MergeError::Engine(_))),
            "{refused:?}"
        );
        assert_eq!((doc.save(), doc.order()), (saved.clone(), order.clone()));
    }
    assert_eq!(doc.merge(&rest[0]), Ok(order_doc::Merged::New));
}

#[test]
fn no_flipped_bit_of_any_change_with_a_right_checksum_does_harm() {
    // One short change whole: each of its bits.
    let all = seeds("order_change");
    let short = all.iter().filter(|seed| seed[0] == 1);
    let short = short.min_by_key(|seed| seed.len()).unwrap();
    for bit in 8..short.len() * 8 {
        let mut bytes = short.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        order_change(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bent_changes_do_no_harm(seed in any::<Index>(), bends in prop::collection::vec(any_bend(), 1..6)) {
        try_door("order_change", seed, &bends);
    }

    #[test]
    fn bent_journals_do_no_harm(seed in any::<Index>(), bends in prop::collection::vec(any_bend(), 1..6)) {
        try_door("journal", seed, &bends);
    }

    #[test]
    fn bent_frames_do_no_harm(seed in any::<Index>(), bends in prop::collection::vec(any_bend(), 1..6)) {
        try_door("frame", seed, &bends);
    }
}

fn try_door(name: &'static str, seed: Index, bends: &[Bend]) {
    thread_local! {
        static SEEDS: std::cell::RefCell<std::collections::BTreeMap<&'static str, Vec<Vec<u8>>>> =
            std::cell::RefCell::default();
    }
    SEEDS.with(|known| {
        let mut known = known.borrow_mut();
        let seeds = known.entry(name).or_insert_with(|| seeds(name));
        let mut bytes = seed.get(seeds).clone();
        for one in bends {
            bend(&mut bytes, one, seeds);
        }
        door(name)(&bytes);
    });
}
