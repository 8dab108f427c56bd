//! Whose guests they are, what they are called, and tables that were one for a while.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, open_till, order_number, pay_exact, seat},
};

#[tokio::test]
async fn joined_tables_are_taken_apart_again_and_each_pays_its_own() -> Result<()> {
    let plan = Plan::new("unjoin", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "1", 2).await?;
        add(&till, "Primi", "T111", 0).await?;
        let first = order_number(&till).await?;
        till.click("go-floor").await?;
        seat(&till, "Sala", "2", 2).await?;
        // No other check is there to be taken apart.
        add(&till, "Pizze", "T129", 0).await?;
        let second = order_number(&till).await?;
        till.click("order-facts").await?;
        till.click("join").await?;
        till.click(&format!("join-{first}")).await?;
        till.wait_gone("join-sheet").await?;
        till.wait_amount("total", 2_100).await?;
        till.wait_says("check", "carbonara").await?;
        till.click("go-floor").await?;
        // The guests still sit at both tables, and either opens their check.
        till.wait_attribute("table-1", "data-state", "waiting")
            .await?;
        till.wait_says("table-1", "+2").await?;

        // They sit apart after all: the dishes of the first go back to its table.
        till.click("table-1").await?;
        till.click("order-facts").await?;
        till.click("join").await?;
        till.click(&format!("unjoin-{first}")).await?;
        till.wait_gone("join-sheet").await?;
        till.wait_amount("total", 800).await?;
        pay_exact(&till).await?;
        evening
            .paper
            .wait(1, &[&second, "Margherita", "8,00"])
            .await?;
        till.wait_attribute("table-1", "data-state", "waiting")
            .await?;
        till.click("table-1").await?;
        till.wait_says("check", "carbonara").await?;
        till.wait_amount("total", 1_300).await?;
        pay_exact(&till).await?;
        evening
            .paper
            .wait(1, &[&first, "carbonara", "13,00"])
            .await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_tab_gets_another_name_and_another_server_and_both_are_on_the_receipt() -> Result<()> {
    let plan = Plan::new("tab-name", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-tab").await?;
        // Without a name nobody finds it again.
        till.wait_attribute("tab-open", "aria-disabled", "true")
            .await?;
        till.type_into("tab-name", "Blue jacket").await?;
        till.click("tab-open").await?;
        till.wait_says("order-facts", "Blue jacket").await?;
        add(&till, "Drinks", "D231", 0).await?;
        till.click("order-facts").await?;
        till.click("name-tab").await?;
        till.type_into("tab-new-name", "Mr. Hopper").await?;
        till.click("tab-save").await?;
        till.wait_says("order-facts", "Mr. Hopper").await?;

        till.click("order-facts").await?;
        let place = server_named(&till, "Pat").await?;
        till.click(&place).await?;
        till.wait_attribute(&place, "aria-pressed", "true").await?;
        till.wait_says("facts-sheet", "Pat").await?;
        till.click("facts-sheet/close").await?;
        pay_exact(&till).await?;
        evening
            .paper
            .wait(1, &["Tab Mr. Hopper", "Server: Pat", "Coffee"])
            .await?;
        Ok(())
    })
    .await
}

/// The button of somebody who may serve.
async fn server_named(till: &stories::Face, name: &str) -> Result<String> {
    for place in 0..8 {
        let button = format!("server-{place}");
        if till.text(&button).await? == name {
            return Ok(button);
        }
    }
    anyhow::bail!("{name} is not among the servers")
}
