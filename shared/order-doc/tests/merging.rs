//! What becomes of edits that several devices make at once.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "merging/any.rs"]
mod any;
#[path = "merging/beside.rs"]
mod beside;
#[path = "merging/courses.rs"]
mod courses;
#[path = "merging/late.rs"]
mod late;
#[path = "merging/money.rs"]
mod money;
#[path = "merging/packed.rs"]
mod packed;
#[path = "merging/seen.rs"]
mod seen;
#[path = "merging/slips.rs"]
mod slips;
#[path = "merging/whole.rs"]
mod whole;

use order_doc::{
    Actor, AddedLine, Edit, KitchenMark, LineNote, MergeError, Merged, Moved, Opened, OrderDoc,
    QuantityChange, Register, Sending, SplitPlan, Stamp, send_key,
};
use proptest::prelude::*;
use shared::{
    ids::{DeviceId, EntryId, LineId, OrderId, StaffId, TicketId},
    kitchen::KitchenRank,
    menu::{Course, Name, Service, TaxClass},
    money::Money,
    order::{LineFacts, Order, TicketKind},
    price,
    split::{Part, parts_of},
    time::Hlc,
};

fn order_id() -> OrderId {
    OrderId::new(1, [9; 10])
}

fn actor(n: u8) -> Actor {
    Actor {
        device: DeviceId::new(1, [n; 10]),
        boot: [n; 16],
    }
}

fn stamp(n: i64) -> Stamp {
    Stamp {
        hlc: Hlc::default().next(n),
        by: StaffId::new(1, [1; 10]),
        approved_by: None,
    }
}

fn line_id(n: u8) -> LineId {
    LineId::new(1, [n; 10])
}

fn entry_id(n: u8) -> EntryId {
    EntryId::new(1, [n; 10])
}

fn open() -> Edit {
    Edit::Open(Opened {
        training: false,
        beside: None,
        held: Vec::new(),
        order: order_id(),
        number: "A-001".to_owned(),
        device: DeviceId::new(1, [1; 10]),
        service: Service::EatIn,
        table: Some("7".to_owned()),
        tab: String::new(),
        guests: 2,
        rules: price::PriceRules::default(),
        stamp: stamp(1),
    })
}

fn beer(n: u8, quantity: i64) -> Edit {
    let facts = LineFacts {
        sku: "T165".to_owned(),
        name: Name {
            first: "Birra".to_owned(),
            second: "Beer".to_owned(),
        },
        variant: String::new(),
        category: "Bar".to_owned(),
        unit_price: Money::from_minor(550),
        tax: TaxClass {
            name: "alcohol".to_owned(),
            eat_in: Vec::new(),
            takeaway: None,
            delivery: None,
            compound: Vec::new(),
        },
        tax_included: true,
        station: Some("bar".to_owned()),
        allergens: Vec::new(),
        prep_seconds: 60,
        modifiers: Vec::new(),
        menu_version: 1,
        special: Box::default(),
    };
    let line = AddedLine {
        facts,
        quantity,
        seat: 0,
        course: Course::Drink,
        replaces: None,
        stamp: stamp(10 + i64::from(n)),
    };
    Edit::AddLine(line_id(n), line)
}

fn send(line: u8, quantity: i64, ticket: u8) -> Edit {
    let sending = Sending {
        line: line_id(line),
        part: None,
        quantity,
        notes: Vec::new(),
        ticket: TicketId::new(1, [ticket; 10]),
        station: "bar".to_owned(),
        kind: TicketKind::New,
        slip: true,
        stamp: stamp(50),
    };
    Edit::Send(send_key(line_id(line), 0), sending)
}

fn change(n: u8, line: u8, units: i64) -> Edit {
    let change = QuantityChange {
        line: line_id(line),
        units,
        undoes: None,
        stamp: stamp(100 + i64::from(n)),
    };
    Edit::ChangeQuantity(entry_id(n), change)
}

/// A plan of so many equal parts that replaces those of `after`.
fn plan(n: u8, parts: u8, after: &[u8]) -> Edit {
    let part = |part: u8| Part {
        id: entry_id(part),
        label: String::new(),
        seat: None,
        fixed: None,
    };
    let plan = SplitPlan {
        parts: (1..=parts).map(part).collect(),
        lines: Vec::new(),
        rest: Vec::new(),
        after: after.iter().copied().map(entry_id).collect(),
        undoes: None,
        stamp: stamp(200 + i64::from(n)),
    };
    Edit::Split(entry_id(n), plan)
}

/// A device with its document and the chunks that it made.
struct Device {
    doc: OrderDoc,
    made: Vec<Vec<u8>>,
}

impl Device {
    fn new(n: u8) -> Self {
        Self {
            doc: OrderDoc::new(order_id(), &actor(n)).unwrap(),
            made: Vec::new(),
        }
    }

    fn edit(&mut self, edits: &[Edit]) {
        if let Some(chunk) = self.doc.edit(edits).unwrap() {
            self.doc.persisted();
            self.made.push(chunk.bytes);
        }
    }

    fn take(&mut self, chunks: &[Vec<u8>]) {
        for chunk in chunks {
            self.doc.merge(chunk).unwrap();
        }
    }

    fn order(&self) -> Order {
        self.doc.order().unwrap()
    }
}

/// Two devices that know of the same opened order with one beer.
fn pair() -> (Device, Device) {
    let (mut one, mut two) = (Device::new(1), Device::new(2));
    one.edit(&[open(), beer(1, 1)]);
    two.take(&one.made);
    one.made.clear();
    (one, two)
}

fn exchange(one: &mut Device, two: &mut Device) {
    let (from_one, from_two) = (one.made.clone(), two.made.clone());
    one.take(&from_two);
    two.take(&from_one);
    assert_eq!(one.doc.heads(), two.doc.heads());
    assert_eq!(one.order(), two.order());
    assert_eq!(one.doc.kitchen_told(), two.doc.kitchen_told());
}

#[test]
fn beers_and_food_added_at_once_are_both_there() {
    let (mut one, mut two) = pair();
    one.edit(&[beer(2, 2)]);
    two.edit(&[beer(3, 4)]);
    exchange(&mut one, &mut two);
    assert_eq!(
        one.order()
            .lines
            .iter()
            .map(|line| line.quantity)
            .sum::<i64>(),
        7
    );
}

#[test]
fn two_more_here_and_one_less_there_make_one_more() {
    let (mut one, mut two) = pair();
    one.edit(&[change(1, 1, 2)]);
    two.edit(&[change(2, 1, -1)]);
    exchange(&mut one, &mut two);
    assert_eq!(one.order().lines[0].quantity, 2);
}

#[test]
fn an_allergy_note_survives_a_void_made_at_the_same_time() {
    let (mut one, mut two) = pair();
    one.edit(&[send(1, 1, 1)]);
    two.take(&one.made.clone());
    one.made.clear();
    let void = order_doc::LineVoid {
        line: line_id(1),
        quantity: 1,
        reason: "mistake".to_owned(),
        leftover: shared::order::Leftover::Wasted,
        stamp: stamp(60),
    };
    one.edit(&[Edit::Void(entry_id(1), void)]);
    let note = LineNote {
        line: line_id(1),
        text: "nuts".to_owned(),
        allergy: true,
        stamp: stamp(61),
    };
    two.edit(&[Edit::AddNote(entry_id(2), note)]);
    exchange(&mut one, &mut two);
    let order = one.order();
    assert_eq!(order.lines[0].quantity, 0);
    assert_eq!(order.lines[0].notes[0].text, "nuts");
}

#[test]
fn the_same_line_sent_by_two_devices_at_once_is_one_ticket_line() {
    let (mut one, mut two) = pair();
    one.edit(&[send(1, 1, 1)]);
    two.edit(&[change(2, 1, 1), send(1, 2, 2)]);
    exchange(&mut one, &mut two);
    let order = one.order();
    assert_eq!(order.tickets.len(), 1);
    // The larger sending counts: nobody's second beer is forgotten or made twice.
    assert_eq!(order.lines[0].sent_quantity, 2);
    assert_eq!(order.unsent_count(), 0);
}

#[test]
fn a_bump_made_before_a_recall_does_not_undo_it_after() {
    let (mut one, mut two) = pair();
    one.edit(&[send(1, 1, 1)]);
    two.take(&one.made.clone());
    one.made.clear();
    let key = send_key(line_id(1), 0);
    let mark = |n: u8, epoch, rank: KitchenRank| {
        let hlc = Hlc::default().next(100 + i64::from(n));
        Edit::Mark(
            entry_id(n),
            KitchenMark {
                key: key.clone(),
                epoch,
                rank: rank.number(),
                screen: String::new(),
                hlc,
            },
        )
    };
    one.edit(&[
        mark(1, 0, KitchenRank::Bumped),
        mark(2, 1, KitchenRank::Shown),
    ]);
    two.edit(&[mark(3, 0, KitchenRank::Bumped)]);
    exchange(&mut one, &mut two);
    assert_eq!(
        one.order().tickets[0].lines[0].state.rank,
        KitchenRank::Shown
    );
}

#[test]
fn guests_moved_to_two_tables_at_once_sit_at_one_and_somebody_is_told() {
    let (mut one, mut two) = pair();
    let to = |n: u8, table: &str| {
        let moved = Moved {
            table: Some(table.to_owned()),
            after: None,
            seen: Vec::new(),
            undoes: None,
            stamp: stamp(i64::from(n)),
        };
        Edit::Move(entry_id(n), moved)
    };
    one.edit(&[to(70, "5")]);
    two.edit(&[to(71, "9")]);
    exchange(&mut one, &mut two);
    assert_eq!(one.order().table.as_deref(), Some("9"));
    assert!(one.order().contested);
}

#[test]
fn a_check_split_twice_at_once_says_so_until_a_person_confirms_one() {
    let (mut one, mut two) = pair();
    one.edit(&[plan(1, 2, &[])]);
    two.edit(&[plan(2, 3, &[])]);
    exchange(&mut one, &mut two);
    let seen = one.order();
    assert!(seen.is_split_contested());
    let split = seen.split.unwrap();
    let rivals: Vec<_> = split.rivals.iter().map(|rival| rival.parts).collect();
    assert_eq!((split.parts.len(), rivals), (3, vec![3, 2]));
    assert_eq!(two.doc.open_plans(), [entry_id(2), entry_id(1)]);
    two.edit(&[plan(3, 2, &[1, 2])]);
    exchange(&mut one, &mut two);
    assert!(!one.order().is_split_contested());
    assert_eq!(one.order().split.unwrap().parts.len(), 2);
}

#[test]
fn plans_that_replace_each_other_in_a_circle_still_leave_one() {
    let (mut one, _) = pair();
    one.edit(&[plan(1, 2, &[2]), plan(2, 3, &[1])]);
    assert_eq!(one.order().split.unwrap().parts.len(), 3);
}

#[test]
fn a_seat_given_twice_at_once_is_marked() {
    let (mut one, mut two) = pair();
    one.edit(&[Edit::Set(Register::Seat {
        line: line_id(1),
        seat: 1,
    })]);
    two.edit(&[Edit::Set(Register::Seat {
        line: line_id(1),
        seat: 2,
    })]);
    exchange(&mut one, &mut two);
    assert!(one.order().lines[0].contested);
}

#[test]
fn a_course_given_twice_at_once_is_the_same_on_both_and_marked() {
    let (mut one, mut two) = pair();
    let course = |course| {
        let line = line_id(1);
        Edit::Set(Register::Course { line, course })
    };
    one.edit(&[course(Course::Starter)]);
    two.edit(&[course(Course::Dessert)]);
    exchange(&mut one, &mut two);
    let seen = one.order().lines[0].clone();
    assert!(seen.contested);
    assert_eq!(two.order().lines[0], seen);
    // Whoever says it again has seen both.
    two.edit(&[course(Course::Starter)]);
    exchange(&mut one, &mut two);
    assert!(!one.order().lines[0].contested);
    assert_eq!(one.order().lines[0].course, Course::Starter);
}

#[test]
fn a_change_before_what_it_builds_on_waits_and_then_counts() {
    let mut one = Device::new(1);
    one.edit(&[open()]);
    one.edit(&[beer(1, 3)]);
    let mut two = Device::new(2);
    assert_eq!(two.doc.merge(&one.made[1]), Ok(Merged::Waiting));
    assert!(two.doc.order().is_none());
    assert_eq!(two.doc.merge(&one.made[0]), Ok(Merged::New));
    assert_eq!(two.order(), one.order());
    assert_eq!(two.doc.merge(&one.made[1]), Ok(Merged::Known));
}

#[test]
fn no_flipped_bit_gets_in_and_none_does_harm() {
    let (one, mut two) = pair();
    let mut source = Device::new(1);
    source.edit(&[open(), beer(1, 1)]);
    let chunk = source.made[0].clone();
    let mut fresh = Device::new(3);
    for bit in 0..chunk.len() * 8 {
        let mut bytes = chunk.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(
            fresh.doc.merge(&bytes).is_err(),
            "bit {bit} was not noticed"
        );
    }
    assert!(fresh.doc.order().is_none());
    assert_eq!(fresh.doc.merge(&chunk), Ok(Merged::New));
    assert_eq!(
        two.doc.merge(&vec![0; 300_000]),
        Err(MergeError::TooLarge(300_000))
    );
    assert_eq!(two.order(), one.order());
}

#[test]
fn a_chunk_of_another_order_is_refused() {
    let other = OrderId::new(2, [8; 10]);
    let mut stray = OrderDoc::new(other, &actor(3)).unwrap();
    let chunk = stray.edit(&[open()]).unwrap().unwrap();
    let mut right = OrderDoc::new(other, &actor(4)).unwrap();
    assert_eq!(
        right.merge(&chunk.bytes),
        Err(MergeError::OtherOrder(order_id()))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever three devices do apart, and in whatever order and how often it arrives, everybody
    /// ends with the same order and the same cents, and no line is missing.
    #[test]
    fn any_order_of_arrival_gives_the_same_check(
        edits in prop::collection::vec((0_usize..3, any::any_edit()), 0..25),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..80),
    ) {
        let mut start = Device::new(9);
        start.edit(&[open(), beer(1, 1)]);
        let mut devices: Vec<_> = (1..4).map(Device::new).collect();
        for device in &mut devices {
            device.take(&start.made);
        }
        for (who, edit) in &edits {
            // The same key with other content is refused on one device; that is not the law here.
            let device = &mut devices[*who];
            let mut trial = device.doc.clone();
            if let Ok(Some(chunk)) = trial.edit(std::slice::from_ref(edit)) {
                trial.persisted();
                device.doc = trial;
                device.made.push(chunk.bytes);
            }
        }
        let all: Vec<_> = devices.iter().flat_map(|device| device.made.clone()).collect();
        for device in &mut devices {
            if !all.is_empty() {
                for pick in &order {
                    device.doc.merge(pick.get::<Vec<u8>>(&all)).unwrap();
                }
            }
            device.take(&all);
        }
        let first = devices[0].order();
        for device in &mut devices {
            prop_assert_eq!(&device.order(), &first);
            let (sums, of_first) = (price::totals(&device.order()), price::totals(&first));
            prop_assert_eq!(&sums, &of_first);
            let parts = parts_of(&device.order(), &sums.unwrap());
            prop_assert_eq!(parts, parts_of(&first, &of_first.unwrap()));
        }
        let heads = devices[0].doc.heads();
        prop_assert_eq!(devices[1].doc.heads(), heads);
        let stored: Vec<&[u8]> = start.made.iter().chain(&all).map(Vec::as_slice).collect();
        let loaded = OrderDoc::load(order_id(), stored, &actor(8)).unwrap();
        prop_assert_eq!(loaded.order().unwrap(), first);
    }
}
