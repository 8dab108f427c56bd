//! Tables, and orders without one.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, open_till, order_number, seat},
};

#[tokio::test]
async fn a_table_shows_how_far_its_guests_are_and_a_tap_goes_on_with_them() -> Result<()> {
    let plan = Plan::new("floor", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("tab-Sala").await?;
        till.wait_attribute("table-3", "data-state", "free").await?;
        seat(&till, "Sala", "3", 3).await?;
        till.wait_says("order-facts", "3").await?;
        till.click("go-floor").await?;
        till.wait_attribute("table-3", "data-state", "seated")
            .await?;

        till.click("table-3").await?;
        add(&till, "Antipasti", "T101", 0).await?;
        till.click("go-floor").await?;
        till.wait_attribute("table-3", "data-state", "waiting")
            .await?;

        till.click("table-3").await?;
        till.wait_says("line-0", "Bruschetta").await?;
        till.click("send").await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;
        till.click("go-floor").await?;
        till.wait_attribute("table-3", "data-state", "ordered")
            .await?;

        till.click("table-3").await?;
        till.click("pay").await?;
        stories::steps::type_number(&till, "pay-pad", "200").await?;
        till.click("take-cash").await?;
        till.wait_amount("due", 450).await?;
        till.click("go-floor").await?;
        till.wait_attribute("table-3", "data-state", "bill").await?;

        till.click("tab-Giardino").await?;
        till.wait_attribute("table-G1", "data-state", "free").await
    })
    .await
}

#[tokio::test]
async fn orders_without_a_table_are_found_by_their_name() -> Result<()> {
    let plan = Plan::new("tabs", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-counter").await?;
        till.wait_for("items").await?;
        let counter = order_number(&till).await?;
        till.click("go-floor").await?;
        till.click("new-tab").await?;
        till.type_into("tab-name", "Bowling club").await?;
        till.click("tab-open").await?;
        till.wait_says("order-facts", "Bowling club").await?;
        add(&till, "Drinks", "D231", 0).await?;
        till.click("go-tabs").await?;
        till.wait_says("loose", "Bowling club").await?;
        till.click(&format!("tabs-sheet/order-{counter}")).await?;
        till.wait_gone("line-0").await?;
        anyhow::ensure!(
            order_number(&till).await? == counter,
            "the other order is shown"
        );

        // Guests move: the order is at the table and no longer among the loose ones.
        till.click("order-facts").await?;
        till.click("move-table").await?;
        till.click("move-to-5").await?;
        till.wait_says("order-facts", "5").await?;
        till.click("go-floor").await?;
        till.click("tab-Booths").await?;
        till.wait_attribute("table-5", "data-state", "seated")
            .await?;
        till.wait_gone(&format!("loose/order-{counter}")).await
    })
    .await
}

#[tokio::test]
async fn a_table_opened_by_mistake_is_let_go() -> Result<()> {
    let plan = Plan::new("mistake", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Booths", "2", 2).await?;
        add(&till, "Drinks", "D231", 0).await?;
        till.wait_says("pay", "Pay").await?;
        till.click("line-void").await?;
        till.wait_gone("line-0").await?;
        till.wait_says("pay", "Close check").await?;
        till.click("pay").await?;
        till.wait_attribute("table-2", "data-state", "free").await?;
        till.click("go-shift").await?;
        till.wait_for("report").await?;
        till.click("go-floor").await
    })
    .await
}

#[tokio::test]
async fn the_browsers_back_leaves_the_top_sheet_and_not_the_order() -> Result<()> {
    let plan = Plan::new("back", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-counter").await?;
        add(&till, "Antipasti", "T101", 0).await?;
        // The second sheet opens at once when the first closes.
        till.click("order-facts").await?;
        till.click("history").await?;
        till.wait_for("history-list").await?;
        till.back().await?;
        till.wait_gone("history-sheet").await?;
        till.wait_gone("facts-sheet").await?;
        till.click("order-facts").await?;
        till.wait_for("facts-sheet").await?;
        till.back().await?;
        till.wait_gone("facts-sheet").await?;
        till.wait_for("line-0").await
    })
    .await
}

#[tokio::test]
async fn what_is_taken_away_is_taxed_at_eight_percent_in_tokyo() -> Result<()> {
    let plan = Plan::new("takeaway", Restaurant::Yatai);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-counter").await?;
        add(&till, "一品", "Y308", 0).await?;
        till.wait_amount("total", 420).await?;
        till.wait_for("tax-10").await?;
        till.wait_attribute("service", "data-service", "eat_in")
            .await?;
        till.click("service").await?;
        till.wait_attribute("service", "data-service", "takeaway")
            .await?;
        till.wait_for("tax-8").await?;
        till.wait_gone("tax-10").await?;
        till.wait_amount("total", 420).await?;

        till.click("go-floor").await?;
        till.click("new-takeaway").await?;
        till.wait_attribute("service", "data-service", "takeaway")
            .await?;
        // Beer is taxed the same wherever it is drunk.
        add(&till, "飲み物", "Y320", 0).await?;
        till.wait_for("tax-10").await
    })
    .await
}
