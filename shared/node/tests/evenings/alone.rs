//! The hub dies in the middle of a check, and comes back.

use shared::{
    api::{
        Problem,
        device::DeviceRole,
        kds,
        till::{Command, Reply, SplitBy},
    },
    ids::OrderId,
    kitchen::KitchenRank,
    money::Money,
    order::Tender,
};

use crate::{
    invariants,
    shifts::Behind,
    site::{Device, Site, until},
};

const MINUTE_MS: i64 = 60_000;

async fn rail(kitchen: &Device) -> kds::View {
    kitchen.kitchen(kds::Command::View).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hub_dies_in_the_middle_of_a_check_and_nothing_is_lost() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let kitchen = site.device(DeviceRole::Kitchen, "kitchen").await;
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 2).await;
    one.send(order).await;
    until("the kitchen has the ticket", || async {
        rail(&kitchen).await.open.len() == 1
    })
    .await;

    site.kill_hub().await;
    until("the till says that it is alone", || async {
        !one.world().await.together
    })
    .await;
    one.add(order, "T156", 1).await;
    assert_eq!(one.send(order).await, 1);
    one.pay_rest(order).await;
    let elsewhere = two.seat("8").await.order.id;
    two.add(elsewhere, "T130", 1).await;
    two.pay_rest(elsewhere).await;
    let world = one.world().await;
    assert_eq!(world.orders_waiting, 1);
    assert!(world.items_waiting > 2);

    site.start_hub().await;
    until("the kitchen has every ticket once", || async {
        let view = rail(&kitchen).await;
        let mut stations: Vec<_> = view
            .open
            .iter()
            .map(|ticket| ticket.station.clone())
            .collect();
        stations.sort();
        stations == ["bar", "pizza", "pizza"]
    })
    .await;
    invariants::hold(&site, &[&one, &two, &kitchen]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bump_in_the_kitchen_reaches_the_till() {
    let site = Site::open().await;
    let till = site.till("one").await;
    let kitchen = site.device(DeviceRole::Kitchen, "kitchen").await;
    let order = till.seat("7").await.order.id;
    till.add(order, "T129", 1).await;
    till.send(order).await;
    until("the kitchen has the ticket", || async {
        rail(&kitchen).await.open.len() == 1
    })
    .await;
    let ticket = rail(&kitchen).await.open[0].ticket;
    let bump = kds::Command::Bump { order, ticket };
    kitchen
        .node
        .handle
        .try_ask(|engine| engine.kitchen(bump))
        .await
        .unwrap();
    until("the till knows", || async {
        let view = till
            .order(shared::api::till::Command::ShowOrder { order })
            .await;
        view.order.lines[0].kitchen.unwrap().rank == KitchenRank::Bumped
    })
    .await;
    invariants::hold(&site, &[&till, &kitchen]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s06_two_tills_on_one_check_keep_beer_and_food() {
    let mut site = Site::open().await;
    site.put_printer(&["bar", "pizza"]).await;
    // The clocks of both tills stand ten minutes before those of the others.
    let clocks = [Behind::by(10 * MINUTE_MS), Behind::by(10 * MINUTE_MS)];
    let mut one = site.till_at("one", clocks[0].source()).await;
    let mut two = site.till_at("two", clocks[1].source()).await;
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let order = one.seat("7").await.order.id;
    one.add(order, "T156", 1).await;
    until("the other till has the check", || two.sees(order, 1)).await;
    // Ten minutes apart, with something brought in the first and in the last, and then together.
    site.kill_hub().await;
    one.add(order, "T165", 2).await;
    clocks.iter().for_each(Behind::catch_up);
    // Nobody touched the tills for so long that they ask who it is.
    one.sign_in().await;
    two.sign_in().await;
    let view = two.add(order, "T129", 1).await;
    let [wine, pizza] = &view.order.lines[..] else {
        panic!("{:?}", view.order.lines)
    };
    assert!(pizza.at_ms - wine.at_ms >= 10 * MINUTE_MS);
    site.start_hub().await;
    until("both tills see beer and food", || async {
        one.sees(order, 3).await && two.sees(order, 3).await
    })
    .await;
    invariants::hold(&site, &[&one, &two, &cook]).await;

    // Apart once more, and of the same dish: each waiter brings one more beer, and sends.
    let beer = one.show(order).await.order;
    let beer = beer.lines.iter().find(|line| line.facts.sku == "T165");
    let line = beer.unwrap().id;
    site.kill_hub().await;
    for till in [&one, &two] {
        let more = Command::ChangeQuantity { order, line, by: 1 };
        till.order(more).await;
        till.send(order).await;
    }
    site.start_hub().await;
    until("both tills know of four beers", || async {
        let mut wanted = Vec::new();
        for till in [&one, &two] {
            let order = till.show(order).await.order;
            wanted.extend(order.line(line).map(|line| line.quantity));
        }
        wanted == [4, 4]
    })
    .await;
    invariants::hold(&site, &[&one, &two, &cook]).await;
    let told = one.show(order).await.order;
    assert_eq!(told.line(line).unwrap().sent_quantity, 4);
}

/// Somebody opens the check, looks at all that can be looked at, and leaves it.
async fn open_and_leave(till: &Device, order: OrderId) -> Vec<Reply> {
    let looks = [
        Command::ShowOrder { order },
        Command::History { order },
        Command::Preview {
            order,
            tender: Tender::Cash,
            tendered: Money::from_minor(5_000),
        },
        Command::PreviewSplit {
            order,
            by: SplitBy::Shares { ways: 2 },
        },
        Command::ShowOrder { order },
    ];
    let mut seen = Vec::new();
    for look in looks {
        seen.push(till.ask(look).await);
    }
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn s06_a_till_that_only_opens_a_check_and_leaves_writes_nothing_and_loses_nothing() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let order = one.seat("7").await.order.id;
    one.add(order, "T156", 1).await;
    until("the other till has the check", || two.sees(order, 1)).await;
    until("nobody has anything to tell", || async {
        invariants::to_tell(&one).await + invariants::to_tell(&two).await == 0
    })
    .await;
    // Together: the check is open at the other till while beer comes, and is left then.
    let before = open_and_leave(&two, order).await;
    one.add(order, "T165", 2).await;
    until("the other till sees the beer", || two.sees(order, 2)).await;
    open_and_leave(&two, order).await;
    assert_eq!(invariants::to_tell(&two).await, 0);

    // Apart: it opens what it knows, many times, while the first till goes on.
    site.kill_hub().await;
    one.add(order, "T129", 1).await;
    let sent = one.send(order).await;
    assert_ne!(open_and_leave(&two, order).await, before);
    let shown = two.show(order).await;
    open_and_leave(&two, order).await;
    assert_eq!(two.show(order).await, shown, "looking changes nothing");
    assert_eq!(invariants::to_tell(&two).await, 0);
    let kept = one.show(order).await;
    site.start_hub().await;
    until("the other till has all of it", || two.sees(order, 3)).await;
    two.knows_of_sending(order, i64::from(sent)).await;
    invariants::hold(&site, &[&one, &two]).await;
    for till in [&one, &two] {
        let view = till.show(order).await;
        assert_eq!((&view.order, &view.totals), (&kept.order, &kept.totals));
        assert_eq!(view.flags, []);
    }
}

#[tokio::test]
async fn two_waiters_split_a_check_apart_and_it_stays_open_until_one_plan_is_confirmed() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 3).await;
    until("the other till has the check", || two.sees(order, 1)).await;
    site.kill_hub().await;
    let shares = |ways| Command::Split {
        order,
        by: SplitBy::Shares { ways },
    };
    one.order(shares(2)).await;
    two.order(shares(3)).await;
    site.start_hub().await;
    until("both tills see two plans", || async {
        let show = Command::ShowOrder { order };
        let (one, two) = (one.order(show.clone()).await, two.order(show).await);
        one.order.is_split_contested() && one.order == two.order
    })
    .await;
    let view = one.order(Command::ShowOrder { order }).await;
    let split = view.order.split.unwrap();
    let pay = Command::Pay {
        order,
        tender: Tender::Card,
        tendered: view.totals.due,
        tip: Money::ZERO,
        part: None,
        seen_due: None,
    };
    let refused = one.refused(pay).await;
    assert_eq!(refused, Problem::SplitContested);
    let plan = split.rivals.last().unwrap().plan;
    let view = one.order(Command::ConfirmSplit { order, plan }).await;
    assert!(!view.order.is_split_contested());
    assert!(one.pay_rest(order).await.order.closed_at_ms.is_some());
    invariants::hold(&site, &[&one, &two]).await;
}
