//! Guests who change places.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, open_till, order_number, seat},
};

#[tokio::test]
async fn two_drinks_go_to_another_table_then_both_tables_are_one_check_and_pay() -> Result<()> {
    let plan = Plan::new("transfers", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "1", 2).await?;
        add(&till, "Pizze", "T129", 0).await?;
        till.click("send").await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;
        let first = order_number(&till).await?;
        till.click("go-floor").await?;
        seat(&till, "Sala", "2", 2).await?;
        add(&till, "Vini e bar", "T167", 0).await?;
        till.click("line-0").await?;
        till.click("line-more").await?;
        till.wait_says("line-0", "2").await?;
        till.click("send").await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;

        // Both drinks to table 1: the line that was tapped goes whole.
        till.click("order-facts").await?;
        till.click("move-lines").await?;
        till.click(&format!("move-to-{first}")).await?;
        till.wait_gone("move-lines-sheet").await?;
        till.wait_says("line-0", "→ 1").await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;

        // The table is empty now; the two become one, and that pays.
        till.click("order-facts").await?;
        till.click("join").await?;
        till.click(&format!("join-{first}")).await?;
        till.wait_gone("join-sheet").await?;
        till.wait_says("check", "Margherita").await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;
        till.click("pay").await?;
        till.click("take-cash").await?;
        till.wait_for("paid").await?;
        till.wait_says("paper", "Margherita").await?;
        Ok(())
    })
    .await
}
