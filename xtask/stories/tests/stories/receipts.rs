//! Checks that are closed, and what can still be done about them.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, open_till, order_number, pay_exact, seat},
};

#[tokio::test]
async fn a_cold_dish_is_paid_back_with_a_paper_of_its_own_and_not_twice() -> Result<()> {
    let plan = Plan::new("refund", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "4", 2).await?;
        let number = order_number(&till).await?;
        add(&till, "Pizze", "T129", 0).await?;
        pay_exact(&till).await?;
        let before = evening.paper.kicks().await?;
        till.click("go-receipts").await?;
        till.click(&format!("receipt-{number}")).await?;
        till.click("refund").await?;
        till.click("refund-quantity/one-more").await?;
        till.click("reason-0").await?;
        till.click("refund-cash").await?;
        till.wait_gone("refund-sheet").await?;
        evening.paper.wait(1, &["RIMBORSO", "Margherita"]).await?;
        evening.paper.wait_kicks(before + 1).await?;
        // Nothing of it is left to pay back.
        till.click("refund").await?;
        till.wait_says("refund-line", "0").await?;
        anyhow::ensure!(!till.has("refund-quantity").await?, "it goes back twice");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_order_is_brought_to_an_address_and_the_way_is_on_the_receipt() -> Result<()> {
    let plan = Plan {
        site: &[("delivery_fee", "3.50"), ("delivery_fee_tax", "food")],
        ..Plan::new("delivery", Restaurant::Trattoria)
    };
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-delivery").await?;
        till.type_into("delivery-name", "Anna").await?;
        till.type_into("delivery-address", "Via Roma 1").await?;
        till.click("delivery-go").await?;
        till.wait_for("items").await?;
        add(&till, "Pizze", "T129", 0).await?;
        // A Margherita for 8.00 and the way.
        till.wait_amount("total", 1_150).await?;
        pay_exact(&till).await?;
        evening.paper.wait(1, &["3,50", "Margherita"]).await?;
        evening.paper.wait(1, &["Via Roma 1", "pizza"]).await?;
        Ok(())
    })
    .await
}
