//! Guests who come back with a receipt of days ago.

use anyhow::Result;
use stories::{
    Evening, Face, HandClock, Restaurant,
    evening::Plan,
    steps::{add, open_shift, order_number, pay_exact, sign_in},
};

/// 2025-03-10 18:00 UTC.
const MARCH_10_MS: i64 = 1_741_629_600_000;

#[tokio::test]
async fn a_check_of_another_day_is_found_by_day_and_by_number_and_a_dish_of_it_goes_back()
-> Result<()> {
    let plan = Plan::new("older", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let pin = evening.restaurant.manager_pin();
        let clock = HandClock::at(MARCH_10_MS);
        let till = evening.till_with("Till 1", &clock).await?;
        sign_in(&till, pin).await?;
        open_shift(&till, "10000").await?;
        let first = sell(&till, &["T129"]).await?;
        let second = sell(&till, &["T129", "T131"]).await?;

        clock.pass_days(10);
        // Nobody has touched the till for ten days.
        till.wait_for("pin-pad").await?;
        sign_in(&till, pin).await?;
        let today = sell(&till, &["T131"]).await?;
        anyhow::ensure!(today == first, "each day counts its own checks");
        till.click("go-receipts").await?;
        till.wait_says(&format!("receipt-{today}"), "20 mar")
            .await?;
        anyhow::ensure!(
            !till.has(&format!("receipt-{second}")).await?,
            "the list of the last days shows older ones"
        );

        // By its day.
        till.type_date("receipts-day", 2025, 3, 10).await?;
        till.wait_for(&format!("receipt-{second}")).await?;
        till.wait_says(&format!("receipt-{first}"), "10 mar")
            .await?;
        till.click("receipts-newest").await?;
        till.wait_gone(&format!("receipt-{second}")).await?;

        // By its number, beside those of the last days.
        till.type_into("receipts-search", &second).await?;
        let row = format!("receipt-{second}");
        till.click(&row).await?;
        till.wait_says("paper", "18,00").await?;
        till.click("receipt-history").await?;
        for said in ["10 mar", "Margherita", "Diavola", "Pagato", "Giulia"] {
            till.wait_says("history-list", said).await?;
        }
        till.click("history-sheet/close").await?;

        let before = evening.paper.kicks().await?;
        till.click("refund").await?;
        till.click("refund-quantity/one-more").await?;
        till.click("refund-sheet/reason-0").await?;
        till.wait_says("refund-cash", "8,00").await?;
        till.click("refund-cash").await?;
        till.wait_gone("refund-sheet").await?;
        evening
            .paper
            .wait(1, &["RIMBORSO", &second, "Margherita", "8,00"])
            .await?;
        evening.paper.wait_kicks(before + 1).await?;
        till.wait_says("paper", "RIMBORSO").await?;
        Ok(())
    })
    .await
}

/// Sells pizzas over the counter; gives the number of the check.
async fn sell(till: &Face, pizzas: &[&str]) -> Result<String> {
    till.click("new-counter").await?;
    till.wait_for("items").await?;
    let number = order_number(till).await?;
    for (line, sku) in pizzas.iter().enumerate() {
        add(till, "Pizze", sku, line).await?;
    }
    pay_exact(till).await?;
    Ok(number)
}
