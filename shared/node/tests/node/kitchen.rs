//! Two nodes and a kitchen screen, with the changes carried by hand.

use node::Engine;
use order_doc::{Actor, Edit, OrderDoc, QuantityChange, Stamp};
use shared::{
    api::{
        device::DeviceRole,
        kds::{Command as Kitchen, View},
        till::{Command, TableState},
    },
    ids::{DeviceId, EntryId, StaffId},
    kitchen::KitchenRank,
    menu::Course,
};
use sync_protocol::{Change, Item};

use crate::restaurant::{Till, Time, plain, settle_in};

pub(crate) struct Evening {
    _folder: tempfile::TempDir,
    pub(crate) till: Till,
    pub(crate) kitchen: Engine,
    carried: (u64, u64),
}

impl Evening {
    pub(crate) fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let till = Till::with(&folder.path().join("till"), "2222");
        let time = Time::new();
        let mut kitchen = Engine::open(
            &folder.path().join("kitchen"),
            DeviceRole::Kitchen,
            "Kitchen",
            time.source(),
        )
        .unwrap();
        settle_in(&mut kitchen, "K", None);
        Self {
            _folder: folder,
            till,
            kitchen,
            carried: (0, 0),
        }
    }

    /// Carries everything both ways.
    pub(crate) fn carry(&mut self) -> View {
        self.carried.0 = carry(&self.till.engine, &mut self.kitchen, self.carried.0);
        self.carried.1 = carry(&self.kitchen, &mut self.till.engine, self.carried.1);
        self.kitchen.kitchen(Kitchen::View).unwrap()
    }
}

pub(crate) fn carry(from: &Engine, to: &mut Engine, after: u64) -> u64 {
    let rows = from.store().outbox(after, 1_000).unwrap();
    let last = rows.last().map_or(after, |row| row.n);
    let items: Vec<Item> = rows.into_iter().map(|row| row.item).collect();
    to.take_in(items, last).unwrap();
    last
}

#[test]
fn a_ticket_goes_to_its_station_and_its_state_comes_back() {
    let mut evening = Evening::begin();
    let order = evening.till.seat("7");
    evening.till.add(order, "T129", 2);
    evening.till.add(order, "T165", 1);
    assert!(evening.carry().open.is_empty());
    evening.till.ask(Command::Send { order }).unwrap();
    let view = evening.carry();
    let stations: Vec<_> = view
        .open
        .iter()
        .map(|ticket| ticket.station.as_str())
        .collect();
    assert_eq!(stations, ["bar", "pizza"]);
    let pizza = &view.open[1];
    assert_eq!(
        (pizza.lines[0].quantity, pizza.lines[0].course),
        (2, Course::Main)
    );
    assert_eq!(pizza.also_at, ["bar"]);
    for ticket in view.open {
        let command = Kitchen::Bump {
            order,
            ticket: ticket.ticket,
        };
        evening.kitchen.kitchen(command).unwrap();
    }
    evening.carry();
    let line = &evening.till.show(order).order.lines[0];
    assert_eq!(line.kitchen.unwrap().rank, KitchenRank::Bumped);
    assert_eq!(
        evening.till.engine.floor().rooms[0].tables[0].state,
        TableState::Ready
    );
}

#[test]
fn recall_puts_a_ticket_back_at_its_place_in_time() {
    let mut evening = Evening::begin();
    for table in ["7", "8"] {
        let order = evening.till.seat(table);
        evening.till.add(order, "T129", 1);
        evening.till.ask(Command::Send { order }).unwrap();
    }
    let view = evening.carry();
    let first = view.open[0].clone();
    let bump = Kitchen::Bump {
        order: first.order,
        ticket: first.ticket,
    };
    let view = evening.kitchen.kitchen(bump).unwrap();
    assert_eq!((view.open.len(), view.bumped.len()), (1, 1));
    let recall = Kitchen::Recall {
        order: first.order,
        ticket: first.ticket,
    };
    let view = evening.kitchen.kitchen(recall).unwrap();
    assert_eq!(view.open[0].ticket, first.ticket);
    assert!(view.bumped.is_empty());
}

#[test]
fn a_struck_line_can_be_unstruck() {
    let mut evening = Evening::begin();
    let order = evening.till.seat("7");
    evening.till.add(order, "T129", 1);
    evening.till.ask(Command::Send { order }).unwrap();
    let key = evening.carry().open[0].lines[0].key.clone();
    let strike = |done| Kitchen::Strike {
        order,
        key: key.clone(),
        done,
    };
    let view = evening.kitchen.kitchen(strike(true)).unwrap();
    assert_eq!(view.open[0].lines[0].rank, KitchenRank::Done);
    let view = evening.kitchen.kitchen(strike(false)).unwrap();
    assert_eq!(view.open[0].lines[0].rank, KitchenRank::Shown);
}

#[test]
fn s06_two_waiters_on_one_check_lose_no_beer() {
    let mut evening = Evening::begin();
    let order = evening.till.seat("7");
    evening.carry();
    // The kitchen's node stands in for a second till: what it merges is the same document.
    evening.till.add(order, "T165", 2);
    let folder = tempfile::tempdir().unwrap();
    let mut second = Till::open(folder.path());
    carry(&evening.till.engine, &mut second.engine, 0);
    second.sign_in("3333");
    second.order(Command::AddLine {
        order,
        line: plain("T129", 1),
    });
    evening.till.add(order, "T129", 1);
    carry(&second.engine, &mut evening.till.engine, 0);
    carry(&evening.till.engine, &mut second.engine, 0);
    let seen = |till: &mut Till| till.show(order).order.lines.len();
    assert_eq!((seen(&mut evening.till), seen(&mut second)), (3, 3));
}

#[test]
fn an_order_that_cannot_be_added_up_holds_no_other_order_back() {
    let mut evening = Evening::begin();
    let broken = evening.till.seat("7");
    let line = evening.till.add(broken, "T129", 2).order.lines[0].id;
    evening.till.ask(Command::Send { order: broken }).unwrap();
    evening.carry();

    let chunks = evening.till.engine.store().chunks(broken).unwrap();
    let actor = Actor {
        device: DeviceId::from_bytes([7; 16]),
        boot: [7; 16],
    };
    let bytes = chunks.iter().map(Vec::as_slice);
    let mut doc = OrderDoc::load(broken, bytes, &actor).unwrap();
    let stamp = Stamp {
        hlc: doc.latest(),
        by: StaffId::from_bytes([7; 16]),
        approved_by: None,
    };
    let change = QuantityChange {
        line,
        units: i64::MAX,
        undoes: None,
        stamp,
    };
    let edit = Edit::ChangeQuantity(EntryId::from_bytes([7; 16]), change);
    let chunk = doc.edit(&[edit]).unwrap().unwrap();
    let item = Item::Change(Change::new(broken, chunk.bytes));
    evening.kitchen.take_in(vec![item], 1_000).unwrap();

    let order = evening.till.seat("8");
    evening.till.add(order, "T165", 1);
    evening.till.ask(Command::Send { order }).unwrap();
    let open = evening.carry().open;
    assert!(open.iter().any(|ticket| ticket.order == order), "{open:?}");
}
