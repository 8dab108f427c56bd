//! The hub is gone in the middle of a check.

use std::time::Duration;

use anyhow::Result;
use serde_json::Value;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    steps::{add, open_till, order_number, pay_exact, seat},
    wait::until,
};

/// Nobody looks at a screen that pretends longer than this.
const SAYS_WITHIN: Duration = Duration::from_secs(3);

#[tokio::test]
async fn a_killed_hub_stops_nobody_and_has_everything_once_when_it_is_back() -> Result<()> {
    let plan = Plan::new("alone", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let kitchen = evening.kitchen("Kitchen 1").await?;
        seat(&till, "Sala", "4", 4).await?;
        let first = order_number(&till).await?;
        add(&till, "Primi", "T111", 0).await?;
        till.click("send").await?;
        kitchen.wait_for(&format!("ticket-{first}-hot")).await?;

        evening.hub.kill().await?;
        for face in [&till, &kitchen] {
            face.wait_attribute_within(SAYS_WITHIN, "pill", "data-world", "alone")
                .await?;
        }
        // The till goes on: it sells, prints and takes money.
        add(&till, "Pizze", "T129", 1).await?;
        till.click("send").await?;
        evening.paper.wait(1, &[&first, "Margherita"]).await?;
        till.wait_says("pill", "1").await?;
        pay_exact(&till).await?;
        evening
            .paper
            .wait(1, &["Trattoria Comanda", "21,00"])
            .await?;
        seat(&till, "Sala", "5", 2).await?;
        let second = order_number(&till).await?;
        add(&till, "Primi", "T112", 0).await?;
        till.click("send").await?;
        evening.paper.wait(1, &[&second, "amatriciana"]).await?;
        till.wait_says("pill", "2").await?;
        // The kitchen goes on too.
        kitchen.click(&format!("ticket-{first}-hot/bump")).await?;
        kitchen.wait_gone(&format!("ticket-{first}-hot")).await?;

        evening.hub.start_again().await?;
        for face in [&till, &kitchen] {
            face.wait_attribute("pill", "data-world", "together")
                .await?;
        }
        kitchen.wait_for(&format!("ticket-{second}-hot")).await?;
        kitchen.wait_for(&format!("ticket-{first}-pizza")).await?;
        kitchen.wait_gone(&format!("ticket-{first}-hot")).await?;
        has_everything_once(evening, &till, [&first, &second]).await
    })
    .await
}

async fn has_everything_once(evening: &Evening, till: &Face, numbers: [&str; 2]) -> Result<()> {
    let hub = &evening.hub;
    let orders = until("the hub has both orders", async || {
        let orders = hub.get("orders").await?;
        let orders = orders.as_array().cloned().unwrap_or_default();
        let settled = orders
            .iter()
            .filter(|order| order["closed"] == true)
            .count();
        Ok((orders.len() == 2 && settled == 1).then_some(orders))
    })
    .await?;
    for number in numbers {
        let found = orders
            .iter()
            .filter(|order| order["number"] == number)
            .count();
        anyhow::ensure!(found == 1, "the hub has {number} {found} times");
    }
    let paid = |order: &&Value| order["number"] == numbers[0] && order["due"] == 0;
    anyhow::ensure!(orders.iter().any(|order| paid(&order)), "{orders:?}");

    let journal = hub.journal("Till 1").await?;
    let count = |kind: &str| {
        journal
            .iter()
            .filter(|(_, fact)| fact["kind"] == kind)
            .count()
    };
    let gapless = journal
        .iter()
        .zip(1..)
        .all(|((number, _), place)| *number == place);
    anyhow::ensure!(gapless, "a number of the journal is missing: {journal:?}");
    anyhow::ensure!(count("payment") == 1, "one payment: {journal:?}");
    anyhow::ensure!(count("order_closed") == 1, "one closed check: {journal:?}");

    // What the till itself says it sold.
    till.click("go-floor").await?;
    till.click("go-shift").await?;
    till.wait_says("report", "21,00").await?;
    // Nothing came out of the printer twice.
    evening
        .paper
        .wait(1, &[numbers[0], "carbonara", "hot"])
        .await
        .ok();
    for dish in ["Margherita", "amatriciana"] {
        let tickets = evening.paper.with(&[dish]).await?;
        let tickets = tickets
            .iter()
            .filter(|paper| !paper.contains("Trattoria Comanda"))
            .count();
        anyhow::ensure!(tickets == 1, "{dish} was printed {tickets} times");
    }
    Ok(())
}
