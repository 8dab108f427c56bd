//! Units that go from order to order: whoever does what apart, none is lost and none counts twice.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

#[path = "transfers/law.rs"]
mod law;

use std::collections::BTreeMap;

use order_doc::{
    Actor, AddedLine, Closed, Edit, LineVoid, MovedItem, Opened, OrderDoc, Sending, Stamp,
    TakenBack, Transfer, send_key, together,
};
use shared::{
    ids::{DeviceId, EntryId, FactId, LineId, OrderId, StaffId, TicketId},
    menu::{Course, Name, Service, TaxClass},
    money::Money,
    order::{Line, LineFacts, Order},
    price::PriceRules,
    time::Hlc,
};

fn order_id(n: u8) -> OrderId {
    OrderId::new(1, [n; 10])
}

fn actor(n: u8) -> Actor {
    Actor {
        device: DeviceId::new(1, [n; 10]),
        boot: [n; 16],
    }
}

fn facts() -> LineFacts {
    LineFacts {
        sku: "T165".to_owned(),
        name: Name {
            first: "Birra".to_owned(),
            second: String::new(),
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
    }
}

fn open(order: OrderId, number: &str, stamp: Stamp) -> Edit {
    Edit::Open(Opened {
        training: false,
        beside: None,
        held: Vec::new(),
        order,
        number: number.to_owned(),
        device: DeviceId::new(1, [1; 10]),
        service: Service::EatIn,
        table: Some(number.to_owned()),
        tab: String::new(),
        guests: 2,
        rules: PriceRules::default(),
        stamp,
    })
}

/// What a device wrote: the order and the bytes.
type Written = (OrderId, Vec<u8>);

/// A device with the documents that it knows.
struct Device {
    n: u8,
    docs: BTreeMap<OrderId, OrderDoc>,
    made: Vec<Written>,
    hlc: Hlc,
    count: u8,
}

impl Device {
    fn new(n: u8) -> Self {
        Self {
            n,
            docs: BTreeMap::new(),
            made: Vec::new(),
            hlc: Hlc::default(),
            count: 0,
        }
    }

    fn stamp(&mut self) -> Stamp {
        self.hlc = self.hlc.next(1);
        Stamp {
            hlc: self.hlc,
            by: StaffId::new(1, [self.n; 10]),
            approved_by: None,
        }
    }

    /// Ten bytes that nobody else has.
    fn fresh(&mut self) -> [u8; 10] {
        self.count += 1;
        [self.n, self.count, 7, 7, 7, 7, 7, 7, 7, 7]
    }

    fn doc(&mut self, order: OrderId) -> &mut OrderDoc {
        let n = self.n;
        self.docs
            .entry(order)
            .or_insert_with(|| OrderDoc::new(order, &actor(n)).unwrap())
    }

    fn edit(&mut self, order: OrderId, edits: &[Edit]) {
        let doc = self.doc(order);
        if let Some(chunk) = doc.edit(edits).unwrap() {
            doc.persisted();
            self.made.push((order, chunk.bytes));
        }
    }

    fn take(&mut self, written: &[Written]) {
        for (order, bytes) in written {
            self.doc(*order).merge(bytes).unwrap();
            let latest = self.doc(*order).latest();
            self.hlc = self.hlc.observe(latest, 1);
        }
    }

    fn orders(&self) -> BTreeMap<OrderId, Order> {
        together(&self.docs.values().collect::<Vec<_>>())
    }

    fn lines(&self, order: u8) -> Vec<Line> {
        self.orders()[&order_id(order)].lines.clone()
    }

    fn open(&mut self, order: u8) {
        let stamp = self.stamp();
        self.edit(
            order_id(order),
            &[open(order_id(order), &order.to_string(), stamp)],
        );
    }

    fn add(&mut self, order: u8, quantity: i64) -> LineId {
        let (line, stamp) = (LineId::new(1, self.fresh()), self.stamp());
        let added = AddedLine {
            facts: facts(),
            quantity,
            seat: 0,
            course: Course::Drink,
            replaces: None,
            stamp,
        };
        self.edit(order_id(order), &[Edit::AddLine(line, added)]);
        line
    }

    fn send(&mut self, order: u8) {
        let orders = self.orders();
        let order = &orders[&order_id(order)];
        for ticket in shared::kitchen::plan_sending(order) {
            let id = TicketId::new(1, self.fresh());
            for line in ticket.lines {
                let sending = Sending {
                    line: line.line,
                    part: line.part,
                    quantity: line.quantity,
                    notes: line.notes,
                    ticket: id,
                    station: ticket.station.clone(),
                    kind: ticket.kind,
                    slip: false,
                    stamp: self.stamp(),
                };
                let key = send_key(line.line, line.revision);
                self.edit(order.id, &[Edit::Send(key, sending)]);
            }
        }
    }

    fn void(&mut self, order: u8, line: LineId, quantity: i64) {
        let void = LineVoid {
            line,
            quantity,
            reason: "mistake".to_owned(),
            leftover: shared::order::Leftover::Wasted,
            stamp: self.stamp(),
        };
        let id = EntryId::new(1, self.fresh());
        self.edit(order_id(order), &[Edit::Void(id, void)]);
    }

    /// Moves units as this device sees them, or all of them.
    fn transfer(&mut self, from: u8, to: u8, units: Option<(LineId, i64)>) -> EntryId {
        let id = EntryId::new(1, self.fresh());
        let mut items = Vec::new();
        for line in self
            .lines(from)
            .into_iter()
            .filter(|line| line.quantity > 0)
        {
            let units = match units {
                Some((wanted, units)) if wanted == line.id => units.min(line.quantity),
                Some(_) => continue,
                None => line.quantity,
            };
            items.push(MovedItem {
                line: line.id,
                as_line: LineId::new(1, self.fresh()),
                units,
                sent: units.min(line.sent_quantity.max(0)),
                facts: line.facts.clone(),
                seat: 0,
                course: line.course,
                notes: line.notes.clone(),
                kitchen: line.kitchen,
            });
        }
        let transfer = Transfer {
            from: order_id(from),
            from_number: from.to_string(),
            to: order_id(to),
            to_number: to.to_string(),
            items,
            opened_twice: None,
            opens: false,
            joins: units.is_none(),
            stamp: self.stamp(),
        };
        for order in [to, from] {
            let edit = Edit::Transfer(id, transfer.clone());
            self.edit(order_id(order), &[edit]);
        }
        id
    }

    fn take_back(&mut self, transfer: EntryId, orders: [u8; 2]) {
        let back = TakenBack {
            key: transfer.to_string(),
            stamp: self.stamp(),
        };
        let id = EntryId::new(1, self.fresh());
        for order in orders {
            self.edit(order_id(order), &[Edit::TakeBack(id, back.clone())]);
        }
    }

    fn close(&mut self, order: u8) {
        let known = self.orders()[&order_id(order)].links.sent_away.clone();
        let fact = FactId::new(1, self.fresh());
        let closed = Closed {
            fact,
            counted: None,
            sent_away: known,
            loaded: Vec::new(),
            after: None,
            stamp: self.stamp(),
        };
        self.edit(order_id(order), &[Edit::Close(closed)]);
    }
}

/// Two devices that know the same three open orders; two beers are on the first, and sent.
fn pair() -> (Device, Device, LineId) {
    let (mut one, mut two) = (Device::new(1), Device::new(2));
    for order in 1..4 {
        one.open(order);
    }
    let beer = one.add(1, 2);
    one.send(1);
    two.take(&one.made);
    one.made.clear();
    (one, two, beer)
}

fn exchange(one: &mut Device, two: &mut Device) {
    let (from_one, from_two) = (one.made.clone(), two.made.clone());
    one.take(&from_two);
    two.take(&from_one);
    assert_eq!(one.orders(), two.orders());
}

fn quantities(device: &Device, order: u8) -> Vec<i64> {
    let lines = device.lines(order);
    lines.iter().map(|line| line.quantity).collect()
}

fn units(device: &Device) -> i64 {
    let orders = device.orders();
    let lines = orders.values().flat_map(|order| &order.lines);
    lines.map(|line| line.quantity).sum()
}

#[test]
fn a_sent_unit_moves_with_what_the_kitchen_has_of_it() {
    let (mut one, _, beer) = pair();
    one.transfer(1, 2, Some((beer, 1)));
    let (here, there) = (&one.lines(1)[0], &one.lines(2)[0]);
    assert_eq!((here.quantity, here.sent_quantity), (1, 1));
    assert_eq!((there.quantity, there.sent_quantity), (1, 1));
    assert_eq!(here.moves.to[0].to.number, "2");
    assert_eq!(there.moves.from.as_ref().unwrap().from.number, "1");
    assert!(one.orders().values().all(|order| order.unsent_count() == 0));
}

#[test]
fn the_same_beer_moved_to_two_tables_at_once_is_on_the_first_and_the_other_is_told() {
    let (mut one, mut two, beer) = pair();
    one.transfer(1, 2, Some((beer, 2)));
    two.stamp();
    two.transfer(1, 3, Some((beer, 1)));
    exchange(&mut one, &mut two);
    assert_eq!(quantities(&one, 1), [0]);
    assert_eq!(quantities(&one, 2), [2]);
    assert_eq!(quantities(&one, 3), [0]);
    let from = one.lines(3)[0].moves.from.clone().unwrap();
    assert_eq!((from.units, from.short), (0, 1));
}

#[test]
fn one_half_of_a_transfer_is_enough_whichever_it_is() {
    let (mut one, two, beer) = pair();
    one.transfer(1, 2, Some((beer, 2)));
    for half in 0..2 {
        let mut third = Device::new(3);
        third.docs.clone_from(&two.docs);
        third.take(&one.made[half..=half]);
        assert_eq!(quantities(&third, 1), [0], "half {half}");
        assert_eq!(quantities(&third, 2), [2], "half {half}");
    }
}

#[test]
fn units_stay_where_they_are_until_the_new_order_is_here() {
    let (mut one, mut two, beer) = pair();
    one.open(4);
    one.transfer(1, 4, Some((beer, 2)));
    let out = one.made.last().cloned().unwrap();
    two.take(&[out]);
    assert_eq!(quantities(&two, 1), [2]);
    assert_eq!(two.lines(1)[0].moves.leaving, 2);
    two.take(&one.made);
    assert_eq!(
        (quantities(&two, 1), quantities(&two, 4)),
        (vec![0], vec![2])
    );
}

#[test]
fn what_was_voided_meanwhile_does_not_arrive() {
    let (mut one, mut two, beer) = pair();
    one.transfer(1, 2, Some((beer, 2)));
    two.stamp();
    two.void(1, beer, 1);
    two.send(1);
    exchange(&mut one, &mut two);
    assert_eq!(quantities(&one, 1), [0]);
    assert_eq!(quantities(&one, 2), [1]);
    // The kitchen was told to stop one, and nothing more is to be said.
    assert!(one.orders().values().all(|order| order.unsent_count() == 0));
}

#[test]
fn what_was_sent_while_it_moved_is_not_cooked_again() {
    let (mut one, mut two, _) = pair();
    let beer = one.add(1, 1);
    two.take(&one.made);
    one.transfer(1, 2, Some((beer, 1)));
    two.send(1);
    exchange(&mut one, &mut two);
    let there = &one.lines(2)[0];
    assert_eq!((there.quantity, there.sent_quantity), (1, 1));
    assert!(one.orders().values().all(|order| order.unsent_count() == 0));
}

#[test]
fn a_paid_check_keeps_what_somebody_moved_without_knowing() {
    let (mut one, mut two, beer) = pair();
    one.transfer(1, 2, Some((beer, 2)));
    two.close(1);
    exchange(&mut one, &mut two);
    assert_eq!(quantities(&one, 1), [2]);
    assert_eq!(quantities(&one, 2), [0]);
    assert_eq!(one.lines(2)[0].moves.from.as_ref().unwrap().short, 2);
}

#[test]
fn a_transfer_taken_back_leaves_everything_as_it_was() {
    let (mut one, mut two, beer) = pair();
    let before = one.orders();
    let transfer = one.transfer(1, 2, Some((beer, 1)));
    assert!(one.docs[&order_id(2)].is_untouched_by(transfer));
    one.take_back(transfer, [1, 2]);
    let mut after = one.orders();
    for order in after.values_mut() {
        order.links = shared::links::OrderLinks::default();
    }
    assert_eq!(after, before);
    exchange(&mut one, &mut two);
}

#[test]
fn orders_joined_in_both_directions_at_once_are_one_and_the_first_word_counts() {
    let (mut one, mut two, _) = pair();
    one.add(2, 3);
    two.take(&one.made);
    one.transfer(1, 2, None);
    two.stamp();
    two.transfer(2, 1, None);
    exchange(&mut one, &mut two);
    let orders = one.orders();
    let (first, second) = (&orders[&order_id(1)], &orders[&order_id(2)]);
    assert!(first.closed_at_ms.is_some() && second.closed_at_ms.is_none());
    assert_eq!(first.links.joined_into.as_ref().unwrap().other.number, "2");
    assert_eq!(units(&one), 5);
    assert_eq!(
        second.lines.iter().map(|line| line.quantity).sum::<i64>(),
        5
    );
}

#[test]
fn what_reaches_a_joined_order_late_makes_it_a_check_again() {
    let (mut one, mut two, _) = pair();
    one.transfer(1, 2, None);
    two.add(1, 1);
    exchange(&mut one, &mut two);
    let orders = one.orders();
    assert_eq!(orders[&order_id(1)].closed_at_ms, None);
    assert_eq!(quantities(&one, 1), [0, 1]);
    assert_eq!(quantities(&one, 2), [2]);
}
