//! Orders made out of the log, and what the rest of the hub is told.

use axum::http::StatusCode;
use hub_kernel::{Tx, params};
use shared::{
    ids::{EntryId, OrderId, TicketId},
    kitchen::KitchenRank,
};
use sync_protocol::Change;

use super::{hub::Hub, meals::Meal};

const TICKET: TicketId = TicketId::from_bytes([8; 16]);

async fn told(hub: &Hub, name: &'static str) -> Vec<serde_json::Value> {
    hub.until_projected().await;
    let bodies = hub
        .texts("SELECT name || ' ' || body FROM events_outbox ORDER BY seq")
        .await;
    let of_name = bodies.iter().filter_map(|text| text.strip_prefix(name));
    of_name
        .map(|body| serde_json::from_str(body).unwrap())
        .collect()
}

#[tokio::test]
async fn an_order_can_be_seen_while_it_is_open_and_after() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let _a = till.connect(&hub).await;
    let mut meal = Meal::new(1, till.id(), 1_000);
    till.make_change(meal.open("A-001"));
    till.make_change(meal.add_pizza().1);
    till.until_acked().await;
    hub.until_projected().await;
    let (_, open) = hub.get("/api/v1/orders?open=true").await;
    assert_eq!(open[0]["number"], "A-001");
    assert_eq!(open[0]["total"], 950);
    let (_, whole) = hub.get(&format!("/api/v1/orders/{}", meal.id)).await;
    assert_eq!(whole["order"]["lines"][0]["facts"]["sku"], "P1");
    assert_eq!(whole["totals"]["due"], 950);
    till.make_change(meal.close());
    till.until_acked().await;
    hub.until_projected().await;
    let (_, open) = hub.get("/api/v1/orders?open=true").await;
    assert_eq!(open, serde_json::json!([]));
    let (_, settled) = hub.get("/api/v1/orders?open=false").await;
    assert_eq!(settled[0]["closed"], true);
    // Something that another till added apart reaches it after its end.
    till.make_change(meal.add_pizza().1);
    till.until_acked().await;
    hub.until_projected().await;
    let (_, open) = hub.get("/api/v1/orders?open=true").await;
    assert_eq!(
        (&open[0]["closed"], &open[0]["due"]),
        (&false.into(), &950.into())
    );
}

/// Numbers and totals of the orders that are open.
async fn open_orders(hub: &Hub) -> Vec<(String, i64)> {
    hub.until_projected().await;
    let (_, open) = hub.get("/api/v1/orders?open=true").await;
    let rows = open.as_array().cloned().unwrap_or_default();
    let row = |row: &serde_json::Value| {
        let number = row["number"].as_str().unwrap_or_default().to_owned();
        (number, row["total"].as_i64().unwrap_or_default())
    };
    let mut rows: Vec<_> = rows.iter().map(row).collect();
    rows.sort();
    rows
}

#[tokio::test]
async fn moved_units_are_owed_once_whichever_half_of_the_transfer_is_here() {
    for half in 0..2 {
        let hub = Hub::start().await;
        let till = hub.device(1);
        let _a = till.connect(&hub).await;
        let mut meals = [1, 2].map(|n| Meal::new(n, till.id(), 1_000));
        let numbers = ["A-001", "A-002"];
        for (meal, number) in meals.iter_mut().zip(numbers) {
            till.make_change(meal.open(number));
        }
        let (line, added) = meals[0].add_pizza();
        till.make_change(added);
        till.until_acked().await;
        let pizza = |n: &str, total| (n.to_owned(), total);
        let before = [pizza("A-001", 950), pizza("A-002", 0)];
        assert_eq!(open_orders(&hub).await, before);
        let to = meals[1].id;
        let transfer = meals[0].transfer(line, to);
        let id = EntryId::new(1, [half; 10]);
        till.make_change(meals[usize::from(half)].half(id, &transfer));
        till.until_acked().await;
        // All of the first went, so it ended; the pizza is owed on the second alone.
        assert_eq!(open_orders(&hub).await, [pizza("A-002", 950)]);
        till.make_change(meals[usize::from(1 - half)].half(id, &transfer));
        till.until_acked().await;
        assert_eq!(open_orders(&hub).await, [pizza("A-002", 950)]);
        // Something that reaches the first late concerns the second as well.
        till.make_change(meals[0].add_pizza().1);
        till.until_acked().await;
        let late = [pizza("A-001", 950), pizza("A-002", 950)];
        assert_eq!(open_orders(&hub).await, late);
    }
}

#[tokio::test]
async fn a_gift_card_is_no_order_and_goes_on_to_every_till() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let _a = till.connect(&hub).await;
    let mut card = Meal::new(9, till.id(), 1_000);
    let mut meal = Meal::new(1, till.id(), 1_000);
    till.make_change(card.on_card(5_000));
    till.make_change(meal.open("A-001"));
    till.make_change(card.on_card(-1_100));
    till.until_acked().await;
    assert_eq!(open_orders(&hub).await, [("A-001".to_owned(), 0)]);
    let (status, _) = hub.get(&format!("/api/v1/orders/{}", card.id)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let aside = hub.texts("SELECT why FROM orders_quarantine").await;
    assert_eq!(aside, Vec::<String>::new());
}

#[tokio::test]
async fn no_manager_reads_the_code_of_a_card() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let _a = till.connect(&hub).await;
    let mut meal = Meal::new(1, till.id(), 1_000);
    till.make_change(meal.open("A-001"));
    let (line, added) = meal.add_pizza();
    till.make_change(added);
    till.make_change(meal.add_gift(line));
    till.until_acked().await;
    hub.until_projected().await;
    let (_, whole) = hub.get(&format!("/api/v1/orders/{}", meal.id)).await;
    let text = whole.to_string();
    assert!(
        text.contains("NPQR") && !text.contains("ABCDEFGH"),
        "{text}"
    );
}

#[tokio::test]
async fn an_order_that_nobody_made_is_not_found() {
    let hub = Hub::start().await;
    let (status, problem) = hub.get(&format!("/api/v1/orders/{TICKET}")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(problem["code"], "not-found");
}

#[tokio::test]
async fn a_ticket_is_told_of_when_it_is_sent_done_bumped_and_recalled() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let _a = till.connect(&hub).await;
    let mut meal = Meal::new(1, till.id(), 1_000);
    till.make_change(meal.open("A-001"));
    let (line, added) = meal.add_pizza();
    till.make_change(added);
    let steps = [
        meal.send(line, TICKET),
        meal.mark(line, 0, KitchenRank::Shown),
        meal.mark(line, 0, KitchenRank::Done),
        meal.mark(line, 0, KitchenRank::Bumped),
        meal.mark(line, 1, KitchenRank::Shown),
    ];
    for change in steps {
        hub.test.clock.advance(10);
        till.make_change(change);
        till.until_acked().await;
        hub.until_projected().await;
    }
    let told = told(&hub, "kitchen.ticket.v1 ").await;
    let marks: Vec<_> = told
        .iter()
        .map(|body| {
            (
                body["done_at_ms"].is_number(),
                body["bumped_at_ms"].is_number(),
            )
        })
        .collect();
    assert_eq!(
        marks,
        [(false, false), (true, false), (true, true), (false, false)]
    );
    assert_eq!(
        told[1]["done_at_ms"], told[2]["done_at_ms"],
        "when it was done stays"
    );
    assert_eq!(told[0]["prep_seconds"], 480);
    assert_eq!(told[0]["station"], "oven");
}

#[tokio::test]
async fn an_order_is_told_of_only_when_lists_would_show_a_difference() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let _a = till.connect(&hub).await;
    let mut meal = Meal::new(1, till.id(), 1_000);
    let opened = meal.open("A-001");
    let (line, added) = meal.add_pizza();
    for change in [opened, added, meal.send(line, TICKET)] {
        till.make_change(change);
        till.until_acked().await;
        hub.until_projected().await;
    }
    let told = told(&hub, "order.updated.v1 ").await;
    let totals: Vec<_> = told.iter().map(|body| body["total"].clone()).collect();
    assert_eq!(totals, [0, 950]);
}

#[tokio::test]
async fn a_poisoned_change_is_put_aside_by_name_and_the_worker_goes_on() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let _a = till.connect(&hub).await;
    let poisoned = OrderId::from_bytes([9; 16]);
    till.make_change(Change::new(poisoned, b"no document at all".to_vec()));
    let mut meal = Meal::new(1, till.id(), 1_000);
    till.make_change(meal.open("A-001"));
    let (_, added) = meal.add_pizza();
    till.make_change(Change::new(meal.id, b"nor this".to_vec()));
    till.make_change(added);
    till.until_acked().await;
    hub.until_projected().await;
    let aside = "SELECT subject FROM orders_quarantine WHERE what = 'document' ORDER BY subject";
    assert_eq!(
        hub.texts(aside).await,
        [meal.id.to_string(), poisoned.to_string()]
    );
    let (_, open) = hub.get("/api/v1/orders?open=true").await;
    assert_eq!(open[0]["total"], 950);
}

#[tokio::test]
async fn a_worker_that_starts_again_goes_on_where_it_was() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let plug = till.connect(&hub).await;
    let mut meal = Meal::new(1, till.id(), 1_000);
    till.make_change(meal.open("A-001"));
    till.until_acked().await;
    hub.until_projected().await;
    drop(plug);
    let hub = hub.restart().await;
    let _a = till.connect(&hub).await;
    till.make_change(meal.add_pizza().1);
    till.until_acked().await;
    let totals: Vec<_> = told(&hub, "order.updated.v1 ")
        .await
        .iter()
        .map(|body| body["total"].clone())
        .collect();
    assert_eq!(totals, [0, 950], "the first is not told again");
}

#[tokio::test]
async fn a_change_that_comes_alone_to_a_poisoned_order_is_still_taken() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let _a = till.connect(&hub).await;
    let mut meal = Meal::new(1, till.id(), 1_000);
    let changes = [
        meal.open("A-001"),
        Change::new(meal.id, b"no change at all".to_vec()),
        meal.add_pizza().1,
        meal.add_pizza().1,
    ];
    for change in changes {
        till.make_change(change);
        till.until_acked().await;
        hub.until_projected().await;
    }
    let hub = hub.restart().await;
    let _a = till.connect(&hub).await;
    till.make_change(meal.add_pizza().1);
    till.until_acked().await;
    hub.until_projected().await;
    let (_, open) = hub.get("/api/v1/orders?open=true").await;
    assert_eq!(open[0]["total"], 2_850);
    let aside = "SELECT subject FROM orders_quarantine WHERE what = 'document'";
    assert_eq!(hub.texts(aside).await.len(), 1, "named once");
}

#[tokio::test]
async fn an_order_that_another_version_kept_is_made_anew_and_stops_nobody() {
    for column in ["view", "tickets"] {
        let hub = Hub::start().await;
        let till = hub.device(1);
        let plug = till.connect(&hub).await;
        let mut meal = Meal::new(1, till.id(), 1_000);
        let mut other = Meal::new(2, till.id(), 2_000);
        till.make_change(meal.open("A-001"));
        till.make_change(meal.add_pizza().1);
        till.until_acked().await;
        hub.until_projected().await;
        drop(plug);
        let spoil = format!("UPDATE orders_order SET {column} = '{{\"of\":\"another version\"}}'");
        hub.kernel()
            .db
            .write(move |tx: &Tx<'_>| tx.execute(&spoil, params![]))
            .await
            .unwrap();
        let hub = hub.restart().await;
        let _a = till.connect(&hub).await;
        till.make_change(meal.add_pizza().1);
        till.make_change(other.open("A-002"));
        till.until_acked().await;
        hub.until_projected().await;
        let (_, whole) = hub.get(&format!("/api/v1/orders/{}", meal.id)).await;
        assert_eq!(whole["totals"]["due"], 1_900, "{column}");
        let (_, open) = hub.get("/api/v1/orders?open=true").await;
        assert_eq!(open[0]["number"], "A-002", "{column}");
    }
}

#[tokio::test]
async fn sync11_a_change_that_fells_the_engine_is_put_aside_and_its_sender_is_named() {
    let hub = Hub::start().await;
    let (till, bad) = (hub.device(1), hub.device(2));
    let _a = till.connect(&hub).await;
    let _b = bad.connect(&hub).await;
    let (mut meal, mut other) = (
        Meal::new(1, till.id(), 1_000),
        Meal::new(2, till.id(), 2_000),
    );
    let (opened, added) = (meal.open("A-001"), meal.add_pizza().1);
    till.make_change(opened.clone());
    till.until_acked().await;
    hub.until_projected().await;
    let fells = hostile::panicking_changes(meal.id, &[opened.bytes], &added.bytes);
    assert!(!fells.is_empty());
    let sent = fells.len().min(5);
    for bytes in fells.into_iter().take(sent) {
        bad.make_change(Change::new(meal.id, bytes));
    }
    bad.until_acked().await;
    hub.until_projected().await;
    till.make_change(added);
    till.make_change(other.open("A-002"));
    till.until_acked().await;
    hub.until_projected().await;
    let from = "SELECT from_device FROM orders_quarantine WHERE what = 'document'";
    assert_eq!(hub.texts(from).await, vec![bad.id().to_string(); sent]);
    let (_, open) = hub.get("/api/v1/orders?open=true").await;
    let totals: Vec<_> = open
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["total"].clone())
        .collect();
    assert_eq!(
        totals.iter().filter(|total| **total == 950).count(),
        1,
        "{open}"
    );
    assert_eq!(totals.len(), 2);
}
