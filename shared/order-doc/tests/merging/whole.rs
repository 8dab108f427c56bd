//! Nothing that somebody wrote is lost, whoever hears of it when.

use std::collections::BTreeMap;

use order_doc::{Edit, LineNote};
use proptest::prelude::*;
use shared::order::Order;

use super::{Device, beer, change, entry_id, line_id, money, open, stamp};

/// What one of three devices does: which, what, to which of its lines, how many.
type Act = (usize, u8, u8, i64);

/// What must stand on the check in the end.
#[derive(Default)]
struct Written {
    units: BTreeMap<u8, i64>,
    notes: Vec<(u8, u8)>,
    payments: usize,
}

fn note(n: u8, line: u8) -> Edit {
    let note = LineNote {
        line: line_id(line),
        text: "no nuts".to_owned(),
        allergy: true,
        stamp: stamp(400 + i64::from(n)),
    };
    Edit::AddNote(entry_id(n), note)
}

/// Does it under a number that nobody else uses, and writes down what it should come to.
fn act(devices: &mut [Device], written: &mut Written, n: u8, (who, what, pick, units): Act) {
    let lines: Vec<u8> = written.units.keys().copied().collect();
    let line = *lines.get(usize::from(pick) % lines.len()).unwrap();
    let edit = match what {
        0 => {
            written.units.insert(n, units.max(1));
            beer(n, units.max(1))
        }
        1 => {
            *written.units.entry(line).or_default() += units;
            change(n, line, units)
        }
        2 => {
            written.notes.push((n, line));
            note(n, line)
        }
        _ => {
            written.payments += 1;
            money::deposit(n, 100)
        }
    };
    devices.get_mut(who).unwrap().edit(&[edit]);
}

fn holds_all(order: &Order, written: &Written) -> Result<(), TestCaseError> {
    for (n, units) in &written.units {
        let line = order.line(line_id(*n));
        let there = line.map_or(0, |line| line.quantity);
        prop_assert_eq!(there, (*units).max(0), "line {}", n);
    }
    for (n, line) in &written.notes {
        // A line that went off again before anybody cooked it takes its notes along.
        if let Some(line) = order.line(line_id(*line)) {
            let is_there = line.notes.iter().any(|note| note.id == entry_id(*n));
            prop_assert!(is_there, "note {n} is gone");
        }
    }
    prop_assert_eq!(order.payments.len(), written.payments);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// However three devices add, change, note and take money apart, and in whatever order it
    /// arrives: every unit, every note on a dish that is there, and every payment is there.
    #[test]
    fn no_line_no_note_and_no_payment_disappears(
        acts in prop::collection::vec((0_usize..3, 0_u8..4, any::<u8>(), -2_i64..4), 0..30),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
    ) {
        let mut start = Device::new(9);
        start.edit(&[open(), beer(1, 1)]);
        let mut devices: Vec<_> = (1..4).map(Device::new).collect();
        for device in &mut devices {
            device.take(&start.made);
        }
        let mut written = Written::default();
        written.units.insert(1, 1);
        for (n, one) in (2_u8..).zip(acts) {
            act(&mut devices, &mut written, n, one);
        }
        let all: Vec<_> = devices.iter().flat_map(|device| device.made.clone()).collect();
        for device in &mut devices {
            for pick in order.iter().filter(|_| !all.is_empty()) {
                device.doc.merge(pick.get::<Vec<u8>>(&all)).unwrap();
            }
            device.take(&all);
            holds_all(&device.order(), &written)?;
        }
    }
}

#[test]
fn guests_counted_apart_are_marked_until_somebody_says_how_many() {
    use shared::menu::Service;
    let (mut one, mut two) = super::pair();
    let guests = |guests| Edit::Set(order_doc::Register::Guests { guests });
    one.edit(&[guests(3)]);
    two.edit(&[guests(4)]);
    super::exchange(&mut one, &mut two);
    let seen = one.order();
    assert!(seen.contested && two.order() == seen);
    // The same number again is a decision.
    one.edit(&[guests(seen.guests)]);
    super::exchange(&mut one, &mut two);
    assert!(!one.order().contested && !two.order().contested);
    let service = |service| Edit::Set(order_doc::Register::Service { service });
    one.edit(&[service(Service::Takeaway)]);
    two.edit(&[service(Service::Delivery)]);
    super::exchange(&mut one, &mut two);
    assert!(one.order().contested);
}
