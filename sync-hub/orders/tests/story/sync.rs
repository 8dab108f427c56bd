//! Pushing, delivering, cutting, coming back.

use shared::ids::OrderId;
use sync_protocol::{Change, Item, PrinterStatus, RefusedReason, Status};

use super::{
    device::{Device, Disk},
    hub::Hub,
    meals::Meal,
};

const CHANGES: &str = "SELECT COUNT(*) FROM orders_change";

fn change(n: u32) -> Change {
    Change::new(OrderId::from_bytes([1; 16]), n.to_be_bytes().to_vec())
}

fn holds(count: usize) -> impl Fn(&Disk) -> bool {
    move |disk| disk.held.len() >= count
}

fn once_each(disk: &Disk, wanted: &[Item]) {
    for item in wanted {
        let count = disk.held.iter().filter(|held| *held == item).count();
        assert_eq!(count, 1, "{item:?}");
    }
    assert_eq!(disk.held.len(), wanted.len());
}

#[tokio::test]
async fn what_a_till_pushes_reaches_the_kitchen_and_not_the_till() {
    let hub = Hub::start().await;
    let (till, kitchen) = (hub.device(1), hub.device(2));
    let _a = till.connect(&hub).await;
    let _b = kitchen.connect(&hub).await;
    till.make_change(change(1));
    kitchen.until("the change", holds(1)).await;
    till.until_acked().await;
    kitchen.make_change(change(2));
    till.until("the answer", holds(1)).await;
    once_each(&kitchen.disk(), &[Item::Change(change(1))]);
    once_each(&till.disk(), &[Item::Change(change(2))]);
}

#[tokio::test]
async fn a_till_killed_in_the_middle_brings_everything_once() {
    let hub = Hub::start().await;
    let (till, kitchen) = (hub.device(1), hub.device(2));
    let _b = kitchen.connect(&hub).await;
    for n in 0..3_000 {
        till.make_change(change(n));
    }
    for goal in [1_u64, 700, 1_500] {
        let plug = till.connect(&hub).await;
        till.until("some acknowledged", |disk| disk.acked >= goal)
            .await;
        drop(plug);
    }
    let _a = till.connect(&hub).await;
    till.until_acked().await;
    kitchen.until("everything", holds(3_000)).await;
    assert_eq!(hub.count(CHANGES).await, 3_000);
    let made = till.disk().made.clone();
    once_each(&kitchen.disk(), &made);
}

#[tokio::test]
async fn a_kitchen_killed_in_the_middle_gets_everything_once() {
    let hub = Hub::start().await;
    let (till, kitchen) = (hub.device(1), hub.device(2));
    let _a = till.connect(&hub).await;
    for n in 0..3_000 {
        till.make_change(change(n));
    }
    for goal in [1_usize, 1_000, 2_000] {
        let plug = kitchen.connect(&hub).await;
        kitchen.until("some", holds(goal)).await;
        drop(plug);
    }
    let _b = kitchen.connect(&hub).await;
    kitchen.until("everything", holds(3_000)).await;
    let made = till.disk().made.clone();
    once_each(&kitchen.disk(), &made);
}

#[tokio::test]
async fn what_is_pushed_twice_is_kept_and_passed_on_once() {
    let hub = Hub::start().await;
    let (till, kitchen) = (hub.device(1), hub.device(2));
    let _b = kitchen.connect(&hub).await;
    till.make_change(change(1));
    till.make_change(change(1));
    let plug = till.connect(&hub).await;
    till.until_acked().await;
    drop(plug);
    // The acknowledgement got lost: all of it comes again.
    till.disk().acked = 0;
    let _a = till.connect(&hub).await;
    till.until_acked().await;
    till.make_change(change(2));
    kitchen.until("the last", holds(2)).await;
    assert_eq!(hub.count(CHANGES).await, 2);
    once_each(
        &kitchen.disk(),
        &[Item::Change(change(1)), Item::Change(change(2))],
    );
}

#[tokio::test]
async fn a_damaged_change_is_refused_and_kept_aside_and_the_rest_goes_on() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let _a = till.connect(&hub).await;
    let mut damaged = change(1);
    damaged.bytes[0] ^= 1;
    till.make_change(damaged);
    till.make_change(change(2));
    till.until_acked().await;
    assert_eq!(till.disk().refused[0].number, 1);
    assert_eq!(hub.count(CHANGES).await, 1);
    assert_eq!(
        hub.texts("SELECT why FROM orders_quarantine").await,
        ["damaged"]
    );
}

async fn turned_away(hub: &Hub, device: &Device) -> Option<RefusedReason> {
    let _plug = device.connect(hub).await;
    device
        .until("an answer", |disk| disk.turned_away.is_some())
        .await;
    device.disk().turned_away
}

#[tokio::test]
async fn a_device_that_nobody_enrolled_stays_out() {
    let hub = Hub::start().await;
    let stranger = Device::new(9);
    assert_eq!(
        turned_away(&hub, &stranger).await,
        Some(RefusedReason::UnknownDevice)
    );
}

#[tokio::test]
async fn a_device_with_another_key_stays_out() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    till.disk().key = Device::new(3).disk().key.clone();
    assert_eq!(
        turned_away(&hub, &till).await,
        Some(RefusedReason::BadSignature)
    );
}

#[tokio::test]
async fn a_device_that_was_sent_away_stays_out_and_one_that_is_in_goes() {
    let hub = Hub::start().await;
    let (till, kitchen) = (hub.device(1), hub.device(2));
    let plug = till.connect(&hub).await;
    till.make_change(change(1));
    till.until_acked().await;
    hub.revoke(till.id());
    hub.revoke(kitchen.id());
    assert_eq!(
        turned_away(&hub, &kitchen).await,
        Some(RefusedReason::Revoked)
    );
    // The one that is in is asked for again, now and then.
    hub.test.clock.advance(6_000);
    plug.ended().await;
    assert_eq!(turned_away(&hub, &till).await, Some(RefusedReason::Revoked));
}

#[tokio::test]
async fn a_device_restored_from_an_old_copy_stays_out() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    till.disk().boot = 5;
    let plug = till.connect(&hub).await;
    till.make_change(change(1));
    till.until_acked().await;
    hub.until_count("SELECT COALESCE(MAX(boot), 0) FROM orders_device", 5)
        .await;
    drop(plug);
    till.disk().boot = 4;
    assert_eq!(turned_away(&hub, &till).await, Some(RefusedReason::Fork));
}

#[tokio::test]
async fn the_catalogue_arrives_at_once_and_so_does_the_next_one() {
    let hub = Hub::start().await;
    hub.publish(1, b"first");
    let till = hub.device(1);
    let _a = till.connect(&hub).await;
    till.until("the catalogue", |disk| {
        disk.menu == Some((1, b"first".to_vec()))
    })
    .await;
    let large = vec![b'x'; 700_000];
    hub.publish(2, &large);
    till.until("the next one", |disk| disk.menu == Some((2, large.clone())))
        .await;
}

#[tokio::test]
async fn the_device_book_hears_how_a_device_is() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let printer = PrinterStatus {
        name: "bar".to_owned(),
        cause: None,
        waiting: 2,
    };
    till.disk().status = Some(Status {
        now_ms: 5_000,
        oldest_at_ms: Some(1_000),
        items_waiting: 3,
        orders_waiting: 1,
        menu_version: 7,
        printers: vec![printer],
    });
    let _a = till.connect(&hub).await;
    till.make_change(change(1));
    till.until_acked().await;
    let heard = async {
        loop {
            hub.test.clock.advance(2_000);
            match hub.report_of(till.id()) {
                Some(report) if report.queue_waiting > 0 => return report,
                _ => tokio::task::yield_now().await,
            }
        }
    };
    let patience = std::time::Duration::from_secs(20);
    let report = tokio::time::timeout(patience, heard).await.unwrap();
    assert_eq!((report.lag_ms, report.queue_waiting), (4_000, 3));
    assert_eq!(report.printers[0].state, "ready");
}

#[tokio::test]
async fn a_hub_that_lost_its_last_entries_gets_them_again() {
    let hub = Hub::start().await;
    let (till, kitchen) = (hub.device(1), hub.device(2));
    let plugs = (till.connect(&hub).await, kitchen.connect(&hub).await);
    for n in 0..20 {
        till.make_change(change(n));
    }
    kitchen.until("all", holds(20)).await;
    drop(plugs);
    // As after a restore from an older file: nobody told the hub.
    let hub = hub.forget_after(5).await;
    kitchen.connect(&hub).await.ended().await;
    let _a = till.connect(&hub).await;
    till.until("it starts again", |disk| disk.resets == 2).await;
    till.until_acked().await;
    assert_eq!(hub.count(CHANGES).await, 20);
}

#[tokio::test]
async fn a_new_device_gets_open_orders_and_not_those_of_last_week() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let now_ms = hub.kernel().clock.now_ms();
    let _a = till.connect(&hub).await;
    let mut old = Meal::new(1, till.id(), now_ms - 7 * 86_400_000);
    till.make_change(old.open("A-001"));
    till.make_change(old.close());
    let mut today = Meal::new(2, till.id(), now_ms - 3_600_000);
    till.make_change(today.open("A-002"));
    till.make_change(today.close());
    let mut open = Meal::new(3, till.id(), now_ms);
    till.make_change(open.open("A-003"));
    till.until_acked().await;
    hub.until_projected().await;
    let handheld = hub.device(2);
    let _b = handheld.connect(&hub).await;
    handheld.until("three changes", holds(3)).await;
    till.make_change(open.add_pizza().1);
    handheld.until("the next one", holds(4)).await;
    let held = handheld.disk().held.clone();
    let of_old = |item: &&Item| matches!(item, Item::Change(change) if change.order == old.id);
    assert_eq!(held.iter().filter(of_old).count(), 0);
}

#[tokio::test]
async fn garbage_ends_its_own_connection_and_no_other() {
    let hub = Hub::start().await;
    let (till, kitchen) = (hub.device(1), hub.device(2));
    let _a = till.connect(&hub).await;
    let _b = kitchen.connect(&hub).await;
    for garbage in [&b""[..], b"\x01\x00\x05\xff\xff", &[0xff; 5_000]] {
        assert!(hub.hangs_up_on(garbage).await, "{garbage:?}");
    }
    till.make_change(change(1));
    kitchen.until("the change", holds(1)).await;
}

#[tokio::test]
async fn a_hub_that_stops_lets_its_devices_go() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let plug = till.connect(&hub).await;
    till.make_change(change(1));
    till.until_acked().await;
    let hub = hub.restart().await;
    plug.ended().await;
    let _a = till.connect(&hub).await;
    till.make_change(change(2));
    till.until_acked().await;
    assert_eq!(till.disk().resets, 1, "the log is the same one");
}
