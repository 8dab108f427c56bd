//! Discounts that several devices give and take back at once.

#![expect(clippy::unwrap_used, reason = "tests stop where they fail")]

use order_doc::{
    Actor, AddedLine, Adjusted, Adjustment, Edit, Merged, Opened, OrderDoc, Stamp, discount_key,
    promotion_key, waiver_key,
};
use proptest::prelude::*;
use shared::{
    ids::{DeviceId, EntryId, LineId, OrderId, StaffId},
    menu::{Course, Name, Service, TaxClass},
    money::Money,
    order::{LineFacts, Order},
    price::{self, PriceRules, Takes},
    time::Hlc,
};

fn order_id() -> OrderId {
    OrderId::new(1, [7; 10])
}

fn actor(n: u8) -> Actor {
    Actor {
        device: DeviceId::new(1, [n; 10]),
        boot: [n; 16],
    }
}

fn stamp(at_ms: i64) -> Stamp {
    Stamp {
        hlc: Hlc::default().next(at_ms),
        by: StaffId::new(1, [1; 10]),
        approved_by: None,
    }
}

fn disc(n: u8) -> String {
    discount_key(EntryId::new(1, [n; 10]))
}

fn given(key: String, takes: Takes, at_ms: i64) -> Edit {
    let what = Adjustment::Discount {
        line: None,
        categories: Vec::new(),
        takes,
        name: String::new(),
    };
    adjust(key, what, at_ms)
}

fn euro(amount: i64) -> Takes {
    Takes::Amount {
        amount: Money::from_minor(amount * 100),
    }
}

fn taken_back(key: String, takes_back: String, at_ms: i64) -> Edit {
    adjust(key, Adjustment::TakeBack { takes_back }, at_ms)
}

fn adjust(key: String, what: Adjustment, at_ms: i64) -> Edit {
    let reason = "late".to_owned();
    let stamp = stamp(at_ms);
    Edit::Adjust(
        key,
        Adjusted {
            what,
            reason,
            seen: None,
            undoes: false,
            stamp,
        },
    )
}

/// Two devices that know an open order of one dish for twenty euro.
fn pair() -> (OrderDoc, OrderDoc) {
    let mut one = OrderDoc::new(order_id(), &actor(1)).unwrap();
    let mut two = OrderDoc::new(order_id(), &actor(2)).unwrap();
    assert_eq!(two.merge(&begun(&mut one)), Ok(Merged::New));
    (one, two)
}

/// Opens the order with its one dish.
fn begun(doc: &mut OrderDoc) -> Vec<u8> {
    let opened = Opened {
        order: order_id(),
        number: "A-001".to_owned(),
        device: DeviceId::new(1, [1; 10]),
        service: Service::EatIn,
        table: None,
        tab: String::new(),
        guests: 2,
        rules: PriceRules::default(),
        training: false,
        beside: None,
        held: Vec::new(),
        stamp: stamp(1),
    };
    let facts = LineFacts {
        sku: "T1".to_owned(),
        name: Name::default(),
        variant: String::new(),
        category: "Primi".to_owned(),
        unit_price: Money::from_minor(2_000),
        tax: TaxClass {
            name: "food".to_owned(),
            eat_in: Vec::new(),
            takeaway: None,
            delivery: None,
            compound: Vec::new(),
        },
        tax_included: true,
        station: None,
        allergens: Vec::new(),
        prep_seconds: 60,
        modifiers: Vec::new(),
        menu_version: 1,
        special: Box::default(),
    };
    let added = AddedLine {
        facts,
        quantity: 1,
        seat: 0,
        course: Course::None,
        replaces: None,
        stamp: stamp(2),
    };
    let line = LineId::new(1, [1; 10]);
    edit(doc, &[Edit::Open(opened), Edit::AddLine(line, added)])
}

fn edit(doc: &mut OrderDoc, edits: &[Edit]) -> Vec<u8> {
    let chunk = doc.edit(edits).unwrap().unwrap();
    doc.persisted();
    chunk.bytes
}

/// Both do something apart, then hear of each other.
fn apart(one: &mut OrderDoc, other: &mut OrderDoc, here: &[Edit], there: &[Edit]) {
    let (from_one, from_other) = (edit(one, here), edit(other, there));
    assert_eq!(one.merge(&from_other), Ok(Merged::New));
    assert_eq!(other.merge(&from_one), Ok(Merged::New));
    assert_eq!(one.order(), other.order());
}

fn total(order: &Order) -> i64 {
    price::totals(order).unwrap().total.minor()
}

#[test]
fn a_promotion_given_on_two_devices_counts_once_and_the_earlier_stands() {
    let (mut one, mut two) = pair();
    let promo = |at_ms| given(promotion_key("lunch"), euro(5), at_ms);
    apart(&mut one, &mut two, &[promo(20)], &[promo(10)]);
    let order = one.order().unwrap();
    assert_eq!((order.discounts.len(), total(&order)), (1, 1_500));
    assert_eq!(order.discounts[0].at_ms, 10);
}

#[test]
fn two_discounts_by_hand_add_up_and_take_no_more_than_is_there() {
    let (mut one, mut two) = pair();
    apart(
        &mut one,
        &mut two,
        &[given(disc(1), euro(5), 10)],
        &[given(disc(2), euro(6), 10)],
    );
    assert_eq!(total(&one.order().unwrap()), 900);
    apart(
        &mut one,
        &mut two,
        &[given(disc(3), euro(5), 20)],
        &[given(disc(4), euro(6), 20)],
    );
    let order = one.order().unwrap();
    assert_eq!((order.discounts.len(), total(&order)), (4, 0));
}

#[test]
fn a_discount_taken_back_twice_is_gone_once_and_comes_back_when_both_are_taken_back() {
    let (mut one, mut two) = pair();
    let chunk = edit(&mut one, &[given(promotion_key("lunch"), euro(5), 10)]);
    assert_eq!(two.merge(&chunk), Ok(Merged::New));
    let back = |n, of: String, at_ms| taken_back(disc(n), of, at_ms);
    let promo = promotion_key("lunch");
    apart(
        &mut one,
        &mut two,
        &[back(1, promo.clone(), 20)],
        &[back(2, promo.clone(), 21)],
    );
    assert_eq!(total(&one.order().unwrap()), 2_000);
    assert_eq!(one.take_backs(&promo), [disc(1), disc(2)]);
    edit(&mut one, &[back(3, disc(1), 30)]);
    assert_eq!(total(&one.order().unwrap()), 2_000);
    edit(&mut one, &[back(4, disc(2), 31)]);
    assert_eq!(total(&one.order().unwrap()), 1_500);
    assert!(one.take_backs(&promo).is_empty() && one.has_adjustment(&promo));
    assert_eq!(one.latest(), stamp(31).hlc);
}

#[test]
fn entries_in_a_ring_do_no_harm() {
    let (mut one, _) = pair();
    let ring = [
        taken_back(disc(1), disc(2), 10),
        taken_back(disc(2), disc(1), 11),
    ];
    edit(&mut one, &ring);
    edit(
        &mut one,
        &[
            given(disc(3), euro(5), 12),
            taken_back(disc(4), disc(4), 13),
        ],
    );
    assert_eq!(total(&one.order().unwrap()), 1_500);
}

#[test]
fn a_waived_charge_can_be_asked_for_again() {
    let (mut one, mut two) = pair();
    let key = |n| waiver_key(EntryId::new(1, [n; 10]));
    let waive = |n, at_ms| adjust(key(n), Adjustment::WaiveCharge, at_ms);
    apart(&mut one, &mut two, &[waive(1, 10)], &[waive(2, 11)]);
    let waived = one.order().unwrap().charge_waived.unwrap();
    assert_eq!((waived.key, waived.reason.as_str()), (key(1), "late"));
    edit(&mut one, &[taken_back(disc(1), key(1), 20)]);
    assert_eq!(one.order().unwrap().charge_waived.unwrap().key, key(2));
    edit(&mut one, &[taken_back(disc(2), key(2), 21)]);
    assert_eq!(one.order().unwrap().charge_waived, None);
}

#[test]
fn an_order_from_before_there_were_rules_is_computed_plainly() {
    let (one, _) = pair();
    let order = one.order().unwrap();
    let mut json = serde_json::to_value(&order).unwrap();
    for key in ["rules", "discounts", "charge_waived"] {
        assert!(json.as_object_mut().unwrap().remove(key).is_some(), "{key}");
    }
    assert_eq!(serde_json::from_value::<Order>(json).unwrap(), order);
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let key = || {
        prop_oneof![
            (1_u8..9).prop_map(disc),
            prop::sample::select(vec!["a", "b"]).prop_map(promotion_key),
        ]
    };
    prop_oneof![
        (key(), 1_i64..9, 10_i64..50).prop_map(|(key, amount, at)| given(key, euro(amount), at)),
        (9_u8..40, key(), 10_i64..50).prop_map(|(n, of, at)| taken_back(disc(n), of, at)),
        (9_u8..40, 9_u8..40, 10_i64..50).prop_map(|(n, of, at)| taken_back(disc(n), disc(of), at)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever three devices give and take back apart, and in whatever order it arrives, everybody
    /// comes to the same cents, and so does whoever loads it from the disk.
    #[test]
    fn any_order_of_arrival_gives_the_same_discounts(
        edits in prop::collection::vec((0_usize..3, any_edit()), 0..20),
        turn in any::<prop::sample::Index>(),
    ) {
        let first = begun(&mut OrderDoc::new(order_id(), &actor(1)).unwrap());
        let mut devices: Vec<_> = (0..3).map(|_| Vec::<Vec<u8>>::new()).collect();
        let mut docs: Vec<OrderDoc> = (3..6)
            .map(|n| OrderDoc::load(order_id(), [first.as_slice()], &actor(n)).unwrap())
            .collect();
        for (who, edit) in &edits {
            let mut trial = docs[*who].clone();
            if let Ok(Some(chunk)) = trial.edit(std::slice::from_ref(edit)) {
                trial.persisted();
                docs[*who] = trial;
                devices[*who].push(chunk.bytes);
            }
        }
        let mut all: Vec<Vec<u8>> = devices.concat();
        if !all.is_empty() {
            let middle = turn.index(all.len());
            all.rotate_left(middle);
        }
        for doc in &mut docs {
            for chunk in &all {
                doc.merge(chunk).unwrap();
            }
            // What waited for something else is there now.
            for chunk in &all {
                doc.merge(chunk).unwrap();
            }
        }
        let stored: Vec<&[u8]> = [&first].into_iter().chain(&all).map(Vec::as_slice).collect();
        docs.push(OrderDoc::load(order_id(), stored, &actor(8)).unwrap());
        let seen = docs[0].order().unwrap();
        for doc in &docs {
            prop_assert_eq!(&doc.order().unwrap(), &seen);
        }
        prop_assert!((0..=2_000).contains(&total(&seen)));
    }
}
