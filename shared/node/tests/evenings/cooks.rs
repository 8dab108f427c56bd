//! What the kitchen is told, and never told twice: S14, S15, S18, S19 of the complaints and row 14
//! of the adversary's list.

use shared::{
    api::{
        device::DeviceRole,
        kds::{self, TicketView},
        till::{Command, SplitBy},
    },
    ids::{LineId, OrderId},
    kitchen::KitchenRank,
    order::TicketKind,
};

use crate::{
    invariants,
    site::{Device, Site, until},
};

async fn kitchen(device: &Device, command: kds::Command) -> kds::View {
    let asked = device.node.handle.try_ask(|engine| engine.kitchen(command));
    asked.await.unwrap()
}

async fn rail(device: &Device) -> Vec<TicketView> {
    kitchen(device, kds::Command::View).await.open
}

async fn shows(device: &Device, tickets: usize) -> Vec<TicketView> {
    until("the kitchen has its tickets", || async {
        rail(device).await.len() == tickets
    })
    .await;
    rail(device).await
}

async fn knows_of_sending(till: &Device, order: OrderId, units: i64) {
    until("the till knows what was sent", || async {
        let view = till.order(Command::ShowOrder { order }).await;
        let sent = view.order.lines.iter().map(|line| line.sent_quantity);
        sent.sum::<i64>() == units
    })
    .await;
}

fn void(order: OrderId, line: LineId) -> Command {
    Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: "changed their mind".to_owned(),
        leftover: shared::order::Leftover::Wasted,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s14_a_line_sent_twice_and_from_two_tills_at_once_is_one_ticket() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 2).await;
    until("the other till has the check", || two.sees(order, 1)).await;
    // A slow line, a finger that taps twice, and a second waiter.
    site.kill_hub().await;
    assert_eq!(one.send(order).await, 2);
    assert_eq!(one.send(order).await, 0);
    assert_eq!(two.send(order).await, 2);
    site.start_hub().await;
    knows_of_sending(&one, order, 2).await;
    let open = shows(&cook, 1).await;
    assert_eq!(open[0].lines.len(), 1);
    assert_eq!(open[0].lines[0].quantity, 2);
    invariants::hold(&site, &[&one, &two, &cook]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s15_a_dish_added_to_a_sent_check_is_a_ticket_of_its_own_that_says_so() {
    let site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 2).await;
    one.send(order).await;
    knows_of_sending(&two, order, 2).await;
    two.add(order, "T130", 1).await;
    two.send(order).await;
    let open = shows(&cook, 2).await;
    let added = open
        .iter()
        .find(|one| one.kind == TicketKind::AddOn)
        .unwrap();
    assert_eq!(added.lines.len(), 1);
    assert_eq!(
        (added.lines[0].quantity, added.lines[0].name.as_str()),
        (1, "Marinara")
    );
    assert_eq!(added.service, shared::menu::Service::EatIn);
    invariants::hold(&site, &[&one, &two, &cook]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s18_one_dish_off_and_two_more_on_are_a_cancel_with_its_note_and_a_ticket() {
    let site = Site::open().await;
    let till = site.till("one").await;
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let order = till.seat("7").await.order.id;
    let line = till.add(order, "T129", 1).await.order.lines[0].id;
    till.order(Command::AddNote {
        order,
        line,
        text: "no onion".to_owned(),
        allergy: false,
    })
    .await;
    till.send(order).await;
    shows(&cook, 1).await;
    till.order(void(order, line)).await;
    till.add(order, "T130", 2).await;
    till.send(order).await;
    let open = shows(&cook, 3).await;
    let cancel = open
        .iter()
        .find(|one| one.kind == TicketKind::Cancel)
        .unwrap();
    assert_eq!(cancel.lines[0].quantity, 1);
    assert_eq!(cancel.lines[0].notes, ["no onion"]);
    let more = open
        .iter()
        .find(|one| one.kind == TicketKind::AddOn)
        .unwrap();
    assert_eq!((more.lines.len(), more.lines[0].quantity), (1, 2));
    invariants::hold(&site, &[&till, &cook]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s19_moving_and_splitting_what_was_sent_tells_the_kitchen_of_a_table_and_of_no_dish() {
    let site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 2).await;
    one.add(order, "T130", 1).await;
    one.send(order).await;
    // The same dish and another one, not sent.
    one.add(order, "T129", 1).await;
    one.add(order, "T131", 1).await;
    let before = shows(&cook, 1).await;
    until("the other till has the check", || two.sees(order, 4)).await;
    let table = "12".to_owned();
    two.order(Command::MoveTable { order, table }).await;
    let by = SplitBy::Shares { ways: 3 };
    two.order(Command::Split { order, by }).await;
    two.order(Command::Split {
        order,
        by: SplitBy::Whole,
    })
    .await;
    until("the kitchen reads the new table", || async {
        rail(&cook).await[0].table.as_deref() == Some("12")
    })
    .await;
    let after = shows(&cook, 1).await;
    assert_eq!(after[0].lines, before[0].lines);
    assert_eq!(after[0].ticket, before[0].ticket);
    // What was not sent goes when somebody sends it, and nothing else.
    assert_eq!(two.send(order).await, 2);
    let open = shows(&cook, 2).await;
    let units: i64 = open
        .iter()
        .flat_map(|one| &one.lines)
        .map(|one| one.quantity)
        .sum();
    assert_eq!(units, 5);
    invariants::hold(&site, &[&one, &two, &cook]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sync14_a_bump_made_alone_does_not_undo_a_recall() {
    let mut site = Site::open().await;
    let till = site.till("one").await;
    let (hot, pass) = (
        site.device(DeviceRole::Kitchen, "hot").await,
        site.device(DeviceRole::Kitchen, "pass").await,
    );
    let order = till.seat("7").await.order.id;
    till.add(order, "T129", 1).await;
    till.send(order).await;
    let ticket = shows(&hot, 1).await[0].ticket;
    shows(&pass, 1).await;
    site.kill_hub().await;
    let (bump, recall) = (
        kds::Command::Bump { order, ticket },
        kds::Command::Recall { order, ticket },
    );
    kitchen(&hot, bump.clone()).await;
    kitchen(&pass, bump).await;
    kitchen(&pass, recall).await;
    site.start_hub().await;
    until("the till and both screens have the dish open", || async {
        let view = till.order(Command::ShowOrder { order }).await;
        let state = view.order.lines[0].kitchen.unwrap();
        let is_open = (state.epoch, state.rank) == (1, KitchenRank::Shown);
        is_open && rail(&hot).await.len() == 1 && rail(&pass).await.len() == 1
    })
    .await;
    invariants::hold(&site, &[&till, &hot, &pass]).await;
}
