//! What goes to the kitchen, on paper and on its screen.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, open_till, order_number, seat},
};

#[tokio::test]
async fn sending_twice_sends_once_and_later_only_what_is_new() -> Result<()> {
    let plan = Plan::new("send", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let kitchen = evening.kitchen("Kitchen 1").await?;
        seat(&till, "Sala", "7", 4).await?;
        let number = order_number(&till).await?;
        let ticket = |station: &str| format!("ticket-{number}-{station}");
        add(&till, "Antipasti", "T101", 0).await?;
        add(&till, "Primi", "T111", 1).await?;
        add(&till, "Pizze", "T129", 2).await?;
        till.wait_says("send", "3").await?;
        till.double_tap("send").await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;
        for (station, dish) in [
            ("cold", "Bruschetta"),
            ("hot", "carbonara"),
            ("pizza", "Margherita"),
        ] {
            evening.paper.wait(1, &[&number, dish]).await?;
            kitchen.wait_says(&ticket(station), dish).await?;
        }
        evening.paper.wait(3, &[&number]).await?;

        add(&till, "Dolci", "T145", 3).await?;
        till.wait_says("send", "1").await?;
        till.click("send").await?;
        let added = evening.paper.wait(1, &[&number, "AGGIUNTA"]).await?;
        anyhow::ensure!(
            added.iter().all(|paper| !paper.contains("Bruschetta")),
            "only what is new"
        );
        kitchen
            .wait_text("wall", "the new dessert", |text| text.contains("Tiramis"))
            .await?;

        till.click("line-1").await?;
        till.click("line-void").await?;
        till.click("void-sheet/reason-1").await?;
        let cancelled = evening.paper.wait(1, &[&number, "ANNULLA"]).await?;
        anyhow::ensure!(
            cancelled.iter().all(|paper| paper.contains("carbonara")),
            "{cancelled:?}"
        );
        let wall = async || Ok((kitchen.count(&ticket("hot")).await? == 2).then_some(()));
        stories::wait::until("the kitchen is told to stop", wall).await?;
        till.wait_amount("total", 650 + 800 + 650).await
    })
    .await
}

#[tokio::test]
async fn a_kitchen_ticket_waits_for_paper_and_comes_once() -> Result<()> {
    let plan = Plan::new("no-paper", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        evening.paper.set_paper_out(true).await?;
        seat(&till, "Booths", "4", 2).await?;
        let number = order_number(&till).await?;
        add(&till, "Starters", "D219", 0).await?;
        till.click("send").await?;
        till.wait_attribute("pill", "data-world", "trouble").await?;
        till.click("pill").await?;
        till.wait_for("world-sheet/printer-Counter").await?;
        // Nobody has to be quick: a try too early changes nothing, and paper alone is enough later.
        till.click("printer-retry-Counter").await?;
        evening.paper.set_paper_out(false).await?;
        evening.paper.wait(1, &[&number, "Onion rings"]).await?;
        till.wait_attribute("pill", "data-world", "together").await
    })
    .await
}
