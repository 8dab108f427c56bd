//! Whatever happens apart: no unit is lost, and none counts twice.

use proptest::prelude::*;
use shared::{ids::EntryId, order::Line};

use super::{Device, order_id};

/// What somebody does, by numbers that are taken modulo what there is.
#[derive(Clone, Debug)]
enum Doing {
    Add(u8, i64),
    Send(u8),
    Void(u8, u8, i64),
    Transfer(u8, u8, u8, i64),
    Join(u8, u8),
    Back(u8),
    Close(u8),
    Carry,
}

fn doing() -> impl Strategy<Value = Doing> {
    prop_oneof![
        (1_u8..4, 1_i64..4).prop_map(|(order, units)| Doing::Add(order, units)),
        (1_u8..4).prop_map(Doing::Send),
        (1_u8..4, any::<u8>(), 1_i64..3).prop_map(|(o, line, units)| Doing::Void(o, line, units)),
        (1_u8..4, 1_u8..3, any::<u8>(), 1_i64..4)
            .prop_map(|(from, by, line, units)| Doing::Transfer(from, by, line, units)),
        (1_u8..4, 1_u8..3).prop_map(|(from, by)| Doing::Join(from, by)),
        any::<u8>().prop_map(Doing::Back),
        (1_u8..4).prop_map(Doing::Close),
        Just(Doing::Carry),
    ]
}

impl Device {
    fn pick(&self, order: u8, line: u8) -> Option<Line> {
        let lines = self.lines(order);
        let mut some = lines.into_iter().filter(|line| line.quantity > 0);
        let all: Vec<_> = some.by_ref().collect();
        all.get(usize::from(line) % all.len().max(1)).cloned()
    }

    fn does(&mut self, doing: &Doing, moved: &mut Vec<(EntryId, [u8; 2])>) {
        let other = |order: u8, by: u8| (order - 1 + by) % 3 + 1;
        match *doing {
            Doing::Add(order, units) => drop(self.add(order, units)),
            Doing::Send(order) => self.send(order),
            Doing::Void(order, line, units) => {
                if let Some(line) = self.pick(order, line) {
                    self.void(order, line.id, units.min(line.quantity));
                }
            }
            Doing::Transfer(from, by, line, units) => {
                if let Some(line) = self.pick(from, line) {
                    let to = other(from, by);
                    let id = self.transfer(from, to, Some((line.id, units)));
                    moved.push((id, [from, to]));
                }
            }
            Doing::Join(from, by) => {
                let to = other(from, by);
                moved.push((self.transfer(from, to, None), [from, to]));
            }
            Doing::Back(which) => {
                let known = |(id, orders): &&(EntryId, [u8; 2])| {
                    self.docs[&order_id(orders[0])].transfer(*id).is_some()
                };
                let known: Vec<_> = moved.iter().filter(known).copied().collect();
                if let Some((id, orders)) = known.get(usize::from(which) % known.len().max(1)) {
                    self.take_back(*id, *orders);
                }
            }
            Doing::Close(order) => self.close(order),
            Doing::Carry => {}
        }
    }

    /// All that was ever added less what voids took, and what the kitchen was told of.
    fn kept(&self) -> (i64, i64, i64, i64) {
        let orders = self.orders();
        let lines = || orders.values().flat_map(|order| &order.lines);
        let voids = |line: &Line| line.voids.iter().map(|void| void.quantity).sum::<i64>();
        let voided = lines().map(|line| voids(line) - line.voided_twice).sum();
        let tickets = orders.values().flat_map(|order| &order.tickets);
        let told = tickets.flat_map(|ticket| &ticket.lines);
        (
            lines().map(|line| line.quantity).sum(),
            voided,
            lines().map(|line| line.sent_quantity).sum(),
            told.map(|line| line.quantity).sum(),
        )
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever three devices add, send, void, move, join, take back and pay apart, and whatever
    /// of it a device knows, each unit is on one order, each that the kitchen was told of is known
    /// on one order, and in the end all see the same.
    #[test]
    fn no_unit_is_lost_and_none_counts_twice(
        acts in prop::collection::vec((0_usize..3, doing()), 0..40),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
    ) {
        let mut start = Device::new(9);
        for order in 1..4 {
            start.open(order);
        }
        let mut devices: Vec<_> = (1..4).map(Device::new).collect();
        for device in &mut devices {
            device.take(&start.made);
        }
        let (mut moved, mut added) = (Vec::new(), 0);
        for (who, doing) in &acts {
            if let Doing::Carry = doing {
                let made = devices[*who].made.clone();
                devices[(who + 1) % 3].take(&made);
            }
            devices[*who].does(doing, &mut moved);
            if let Doing::Add(_, units) = doing {
                added += units;
            }
        }
        let all: Vec<_> = devices.iter().flat_map(|device| device.made.clone()).collect();
        for (n, device) in devices.iter_mut().enumerate() {
            for pick in order.iter().skip(n) {
                if !all.is_empty() {
                    device.take(std::slice::from_ref(pick.get(&all)));
                }
            }
            device.take(&all);
        }
        let first = devices[0].orders();
        for device in &devices {
            prop_assert_eq!(&device.orders(), &first);
        }
        let (quantity, voided, sent, told) = devices[0].kept();
        prop_assert_eq!(quantity + voided, added);
        prop_assert_eq!(sent, told);
        for line in first.values().flat_map(|order| &order.lines) {
            prop_assert!(line.quantity >= 0);
        }
    }
}
