//! An order in one piece is the order that its changes made.

use order_doc::{Edit, Merged, OrderDoc, PackError, pack, unpack};
use proptest::prelude::*;

use super::{actor, any::any_edit, beer, change, open, order_id, pair};

fn load(stored: &[Vec<u8>]) -> OrderDoc {
    let stored = stored.iter().map(Vec::as_slice);
    OrderDoc::load(order_id(), stored, &actor(77)).unwrap()
}

fn piece(stored: &[Vec<u8>]) -> Vec<u8> {
    pack(order_id(), stored, &actor(78)).unwrap().bytes
}

/// Everything that two devices tell of an order.
fn told(doc: &mut OrderDoc) -> impl PartialEq + std::fmt::Debug + use<> {
    (doc.heads(), doc.order(), doc.history(), doc.latest())
}

/// Three devices write at once and hear of each other now and then; what one of them stores in the
/// end, in the order in which it came.
fn any_stored() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let act = (0_usize..3, any_edit(), any::<bool>());
    prop::collection::vec(act, 1..24).prop_map(|acts| {
        let (mut one, mut two) = pair();
        let mut stored = load_of(&[open(), beer(1, 1)]);
        let mut third = super::Device::new(3);
        third.take(&stored);
        let mut devices = [&mut one, &mut two, &mut third];
        for (who, edit, tells) in acts {
            // The same entry with another content is refused, and nothing is written.
            let device = devices.get_mut(who).unwrap();
            let mut copy = device.doc.clone();
            let Ok(Some(chunk)) = copy.edit(&[edit]) else {
                continue;
            };
            copy.persisted();
            device.doc = copy;
            stored.push(chunk.bytes);
            if tells {
                for device in &mut devices {
                    device.take(&stored);
                }
            }
        }
        stored
    })
}

fn load_of(edits: &[Edit]) -> Vec<Vec<u8>> {
    let mut one = super::Device::new(1);
    one.edit(edits);
    one.made
}

proptest! {
    #[test]
    fn a_piece_says_what_its_changes_said_and_gives_each_back(
        stored in any_stored(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut whole = load(&stored);
        let all = piece(&stored);
        prop_assert_eq!(told(&mut load(std::slice::from_ref(&all))), told(&mut whole));
        let inside = unpack(&all).unwrap();
        prop_assert_eq!(inside.len(), stored.len());
        prop_assert!(stored.iter().all(|chunk| inside.contains(chunk)));
        // A piece of a piece is the same piece.
        prop_assert_eq!(&piece(std::slice::from_ref(&all)), &all);
        // What comes late goes in beside it, and into the next piece.
        let (early, late) = stored.split_at(cut.index(stored.len() - 1) + 1);
        let mut kept = vec![piece(early)];
        kept.extend_from_slice(late);
        prop_assert_eq!(told(&mut load(&kept)), told(&mut whole));
        let again = piece(&kept);
        prop_assert_eq!(unpack(&again).unwrap(), inside);
        prop_assert_eq!(told(&mut load(&[again])), told(&mut whole));
    }

    #[test]
    fn whoever_lacks_the_order_gets_it_out_of_the_piece_in_order(stored in any_stored()) {
        let mut whole = load(&stored);
        let mut other = OrderDoc::new(order_id(), &actor(79)).unwrap();
        for chunk in unpack(&piece(&stored)).unwrap() {
            prop_assert_eq!(other.merge(&chunk).unwrap(), Merged::New);
        }
        prop_assert_eq!(told(&mut other), told(&mut whole));
    }
}

#[test]
fn what_waits_for_another_change_stays_beside_the_piece() {
    let (mut one, _) = pair();
    let mut stored = load_of(&[open(), beer(1, 1)]);
    one.edit(&[change(20, 1, 1)]);
    one.edit(&[change(21, 1, 1)]);
    let [missing, waits] = one.made.clone().try_into().unwrap();
    stored.push(waits.clone());
    let packed = pack(order_id(), &stored, &actor(78)).unwrap();
    assert_eq!(packed.changes, stored[..1]);
    let mut doc = load(&[packed.bytes, waits, missing]);
    assert_eq!(doc.heads(), one.doc.heads());
}

#[test]
fn an_order_in_one_piece_is_edited_further() {
    let stored = load_of(&[open(), beer(1, 1)]);
    let mut doc = load(&[piece(&stored)]);
    let chunk = doc.edit(&[change(20, 1, 2)]).unwrap().unwrap();
    let mut other = load(&stored);
    assert_eq!(other.merge(&chunk.bytes).unwrap(), Merged::New);
    assert_eq!(other.order(), doc.order());
}

#[test]
fn a_piece_that_is_not_whole_is_no_order() {
    let stored = load_of(&[open(), beer(1, 1)]);
    let whole = piece(&stored);
    let is_refused = |bytes: &[u8]| {
        let read = OrderDoc::load(order_id(), [bytes], &actor(77));
        let opened = unpack(bytes);
        read.is_err() && opened.is_err()
    };
    for end in 4..whole.len() {
        assert!(is_refused(&whole[..end]), "cut at {end}");
    }
    for place in 4..whole.len() {
        let mut bent = whole.clone();
        bent[place] ^= 1;
        let same = unpack(&bent).is_ok_and(|inside| inside == stored);
        assert!(same || is_refused(&bent), "bent at {place}");
    }
    let torn = [whole[..9].to_vec()];
    let error = pack(order_id(), &torn, &actor(78)).unwrap_err();
    assert!(matches!(error, PackError::Unreadable { .. }), "{error}");
}

#[test]
fn a_piece_is_no_change_that_another_device_may_send() {
    let stored = load_of(&[open(), beer(1, 1)]);
    let mut doc = load(&stored);
    let heads = doc.heads();
    assert!(doc.merge(&piece(&stored)).is_err());
    assert_eq!(doc.heads(), heads);
}
