//! What stands beside the lines, written apart: whom an order is brought to.

use order_doc::{CardEntry, DeliverEntry, Edit, OrderDoc};
use proptest::prelude::*;
use shared::{delivery::DeliverTo, gift::Card, ids::DeviceId, money::Money};

use super::{actor, entry_id, exchange, order_id, pair, stamp};

pub(crate) fn deliver(n: u8, name: &str) -> Edit {
    let to = DeliverTo {
        name: name.to_owned(),
        ..DeliverTo::default()
    };
    let stamp = stamp(160 + i64::from(n));
    let undoes = None;
    Edit::Deliver(entry_id(n), DeliverEntry { to, undoes, stamp })
}

#[test]
fn of_two_addresses_the_later_one_counts_on_every_device() {
    let (mut one, mut two) = pair();
    one.edit(&[deliver(1, "Anna")]);
    two.edit(&[deliver(2, "Bruno")]);
    exchange(&mut one, &mut two);
    let to = one.order().deliver_to.unwrap();
    assert_eq!(to.name, "Bruno");
    // Saying nothing takes it off again.
    one.edit(&[deliver(3, "")]);
    exchange(&mut one, &mut two);
    assert_eq!(two.order().deliver_to, None);
}

/// So much onto a card, or off it.
fn on_card(n: u8, minor: i64, device: u8) -> Edit {
    let entry = CardEntry {
        last_four: "2345".to_owned(),
        amount: Money::from_minor(minor),
        order: order_id(),
        order_number: "A-001".to_owned(),
        device: DeviceId::new(1, [device; 10]),
        stamp: stamp(200 + i64::from(device)),
    };
    Edit::MoveCard(entry_id(n), entry)
}

#[test]
fn a_card_that_two_tills_load_for_one_line_is_loaded_once() {
    let mut docs = [1, 2].map(|n| OrderDoc::new(order_id(), &actor(n)).unwrap());
    let chunks = [1_u8, 2].map(|n| {
        let doc = &mut docs[usize::from(n) - 1];
        let chunk = doc.edit(&[on_card(1, 5_000, n)]).unwrap().unwrap();
        doc.persisted();
        chunk.bytes
    });
    docs[0].merge(&chunks[1]).unwrap();
    docs[1].merge(&chunks[0]).unwrap();
    let moves = docs.each_ref().map(OrderDoc::card_moves);
    assert_eq!(moves[0], moves[1]);
    assert_eq!(Card::of(moves[0].clone()).unwrap().balance.minor(), 5_000);
    assert_eq!(moves[0][0].device, DeviceId::new(1, [1; 10]), "the first");
    assert!(
        docs.iter()
            .all(|doc| doc.order().is_none() && doc.is_card())
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever each of three tills does to a card, and in whatever order they hear of it, all come
    /// to the same balance, which is the sum.
    #[test]
    fn a_balance_does_not_depend_on_the_order_of_arrival(
        amounts in prop::collection::vec((-9_000_i64..9_000, 0_usize..3), 1..12),
        swaps in prop::collection::vec(any::<prop::sample::Index>(), 24),
    ) {
        let mut tills = [1, 2, 3].map(|n| OrderDoc::new(order_id(), &actor(n)).unwrap());
        let mut chunks = Vec::new();
        for (n, (minor, till)) in (1_u8..).zip(&amounts) {
            let doc = &mut tills[*till];
            let chunk = doc.edit(&[on_card(n, *minor, u8::try_from(*till).unwrap())]);
            chunks.push(chunk.unwrap().unwrap().bytes);
            doc.persisted();
        }
        let sum: i64 = amounts.iter().map(|(minor, _)| minor).sum();
        let mut seen = Vec::new();
        for (doc, turns) in tills.iter_mut().zip(swaps.chunks(8)) {
            let mut order = chunks.clone();
            for swap in turns {
                let place = swap.index(order.len());
                order.swap(0, place);
            }
            for chunk in &order {
                doc.merge(chunk).unwrap();
            }
            seen.push(doc.card_moves());
        }
        prop_assert_eq!(Card::of(seen[0].clone()).unwrap().balance.minor(), sum);
        prop_assert!(seen.iter().all(|moves| *moves == seen[0]));
    }
}
