//! A kitchen screen that runs for years shows what is at work and looks at nothing else.

use node::Engine;
use shared::{
    api::{device::DeviceRole, kds::Command as Kitchen, till::Command},
    ids::OrderId,
};

use crate::{
    kitchen::carry,
    restaurant::{Till, Time, settle_in},
};

const HOUR_MS: i64 = 3_600_000;

fn sent(till: &mut Till) -> OrderId {
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.ask(Command::Send { order }).unwrap();
    order
}

#[test]
fn what_was_done_days_ago_is_left_alone_and_what_was_not_is_still_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(&folder.path().join("till"), "2222");
    let time = Time::new();
    let path = folder.path().join("kitchen");
    let source = time.source();
    let mut kitchen = Engine::open(&path, DeviceRole::Kitchen, "Kitchen", source).unwrap();
    settle_in(&mut kitchen, "K", None);
    let (done, forgotten) = (sent(&mut till), sent(&mut till));
    carry(&till.engine, &mut kitchen, 0);
    let view = kitchen.kitchen(Kitchen::View).unwrap();
    let ticket = view.open.iter().find(|one| one.order == done).unwrap();
    let key = ticket.lines[0].key.clone();
    let strike = Kitchen::Strike {
        order: done,
        key,
        done: true,
    };
    kitchen.kitchen(strike).unwrap();
    let orders = |kitchen: &mut Engine| -> Vec<OrderId> {
        let open = kitchen.kitchen(Kitchen::View).unwrap().open;
        open.iter().map(|ticket| ticket.order).collect()
    };
    time.pass(30 * HOUR_MS);
    assert_eq!(orders(&mut kitchen), [done, forgotten]);
    time.pass(7 * HOUR_MS);
    assert_eq!(orders(&mut kitchen), [forgotten]);
}
