//! Money that comes before the meal or after it: deposits, gift cards, a tip on a card slip.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, open_till, order_number, pay_exact, type_number},
};

#[tokio::test]
async fn a_deposit_has_a_paper_stands_on_the_check_and_the_rest_is_paid() -> Result<()> {
    let plan = Plan::new("deposit", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let before = evening.paper.kicks().await?;
        till.click("new-tab").await?;
        till.type_into("tab-name", "Anna").await?;
        till.click("tab-open").await?;
        till.wait_for("items").await?;
        till.click("order-facts").await?;
        till.click("deposit").await?;
        type_number(&till, "deposit-pad", "2000").await?;
        till.wait_amount("deposit-amount", 2_000).await?;
        till.click("deposit-cash").await?;
        till.wait_gone("deposit-sheet").await?;
        evening.paper.wait_kicks(before + 1).await?;
        evening.paper.wait(1, &["Acconto", "20,00"]).await?;
        add(&till, "Pizze", "T129", 0).await?;
        add(&till, "Primi", "T111", 1).await?;
        till.wait_amount("still-due", 100).await?;
        pay_exact(&till).await?;
        evening
            .paper
            .wait(1, &["Margherita", "21,00", "Acconto", "20,00"])
            .await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_gift_card_is_sold_and_pays_for_a_coffee_at_the_next_visit() -> Result<()> {
    let plan = Plan::new("gift", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-counter").await?;
        till.click("category-Gift cards").await?;
        till.click("item-D246").await?;
        type_number(&till, "typed-pad", "5000").await?;
        till.type_into("card-code", "gift 1234 5678").await?;
        till.click("add-line").await?;
        // No tax on money that is owed to whoever has the card.
        till.wait_amount("total", 5_000).await?;
        pay_exact(&till).await?;

        till.click("new-counter").await?;
        add(&till, "Drinks", "D231", 0).await?;
        till.wait_amount("total", 321).await?;
        till.click("pay").await?;
        till.click("tender-gift-card").await?;
        till.type_into("gift-card-code", "nobody's card").await?;
        till.click("gift-card-show").await?;
        till.wait_for("notice").await?;
        till.click("gift-card-sheet/close").await?;
        till.click("tender-gift-card").await?;
        till.type_into("gift-card-code", "GIFT-1234-5678").await?;
        till.click("gift-card-show").await?;
        till.wait_amount("gift-card-balance", 5_000).await?;
        till.click("gift-card-pay").await?;
        till.wait_for("paid").await?;
        evening.paper.wait(1, &["Coffee", "5678", "46.79"]).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_tip_on_a_slip_is_written_down_after_the_check_was_closed() -> Result<()> {
    let plan = Plan::new("tip-after", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-counter").await?;
        let number = order_number(&till).await?;
        add(&till, "Drinks", "D231", 0).await?;
        till.click("pay").await?;
        till.click("tender-card").await?;
        till.click("confirm-card").await?;
        till.wait_for("paid").await?;
        till.click("next-guest").await?;
        till.click("go-receipts").await?;
        till.click(&format!("receipt-{number}")).await?;
        till.click("change-tip").await?;
        type_number(&till, "tip-pad", "100").await?;
        till.wait_amount("tip-amount", 100).await?;
        till.click("tip-go").await?;
        till.wait_says("tips", "1.00").await?;
        till.wait_text("paper", "the tip on the receipt", |text| {
            text.contains("Tip") && text.contains("1.00")
        })
        .await?;
        Ok(())
    })
    .await
}
