//! Guests who pay apart.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, open_till, seat},
};

#[tokio::test]
async fn a_check_is_split_by_dish_then_anew_and_each_guest_gets_a_receipt() -> Result<()> {
    let plan = Plan::new("split", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "1", 3).await?;
        add(&till, "Primi", "T111", 0).await?;
        add(&till, "Pizze", "T129", 1).await?;
        till.click("pay").await?;
        till.wait_amount("due", 2_100).await?;

        // The carbonara for the first, the pizza for the second; the node adds up.
        till.click("split").await?;
        till.click("share-0-1").await?;
        till.click("share-1-2").await?;
        till.wait_says("split-sum-1", "13,00").await?;
        till.wait_says("split-sum-2", "8,00").await?;
        till.click("split-apply").await?;
        till.wait_amount("due", 1_300).await?;
        till.click("part-2").await?;
        till.wait_amount("due", 800).await?;
        till.click("take-cash").await?;
        evening
            .paper
            .wait(1, &["2/2", "Margherita", "8,00"])
            .await?;

        // The rest in two: whoever has paid stays.
        till.wait_amount("due", 1_300).await?;
        till.click("split").await?;
        till.click("split-2").await?;
        till.wait_amount("due", 650).await?;
        till.click("take-cash").await?;
        till.wait_says("part-2", "6,50").await?;
        evening.paper.wait(1, &["2/3", "6,50"]).await?;
        till.click("tender-card").await?;
        till.click("confirm-card").await?;
        till.wait_for("paid").await?;
        till.wait_says("paper", "21,00").await?;
        Ok(())
    })
    .await
}
