//! Things that are more than so many of an item.

use anyhow::Result;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    steps::{change_person, open_till, pay_exact, seat, type_number},
};

/// Opens the choices of an item of a category.
async fn ask(till: &Face, category: &str, sku: &str) -> Result<()> {
    till.click(&format!("category-{category}")).await?;
    till.click(&format!("item-{sku}")).await?;
    till.wait_for("options").await
}

#[tokio::test]
async fn a_steak_by_weight_a_dish_of_the_day_two_halves_and_a_combo_are_sold() -> Result<()> {
    let plan = Plan::new("kinds", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-counter").await?;
        till.wait_for("items").await?;
        // 1.2 kg at 55.00.
        ask(&till, "Secondi", "T171").await?;
        type_number(&till, "typed-pad", "1200").await?;
        till.wait_says("add-line", "66,00").await?;
        till.click("add-line").await?;
        till.wait_says("line-0", "1,200 kg").await?;

        ask(&till, "Secondi", "T172").await?;
        type_number(&till, "typed-pad", "1850").await?;
        till.wait_says("add-line", "18,50").await?;
        till.click("add-line").await?;
        till.wait_says("line-1", "18,50").await?;

        // Half a Margherita and half a Diavola: the dearer one counts.
        ask(&till, "Pizze", "T140").await?;
        till.click("half-0-T129").await?;
        till.wait_attribute("add-line", "aria-disabled", "true")
            .await?;
        till.click("half-1-T131").await?;
        till.wait_says("add-line", "10,00").await?;
        till.click("add-line").await?;
        till.wait_says("line-2", "Diavola").await?;

        // A pizza for a child is 1.50 more, an orangeade 0.50.
        ask(&till, "Primi", "T173").await?;
        till.click("dish-bambini_piatto-1").await?;
        till.wait_attribute("add-line", "aria-disabled", "true")
            .await?;
        till.click("dish-bambini_bevanda-1").await?;
        till.wait_says("add-line", "14,00").await?;
        till.click("add-line").await?;
        till.wait_says("line-3", "Margherita").await?;
        till.wait_amount("total", 10_850).await?;
        pay_exact(&till).await?;
        evening
            .paper
            .wait(1, &["Bistecca", "1,200 kg", "108,50"])
            .await?;
        // The combo is cooked where its dish is.
        evening
            .paper
            .wait(1, &["anche a: bar, grill", "1/2 Diavola", "1 x Margherita"])
            .await?;
        Ok(())
    })
    .await
}

/// Sofia, who may ask what the menu allows.
const WAITER_PIN: &str = "3333";

#[tokio::test]
async fn a_price_beyond_its_limits_is_said_and_goes_by_leave_of_the_manager() -> Result<()> {
    let plan = Plan::new("beyond", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let manager_pin = evening.restaurant.manager_pin();
        let till = open_till(evening, "Till 1").await?;
        change_person(&till, WAITER_PIN).await?;
        seat(&till, "Sala", "1", 2).await?;
        // Five hundred is more than the menu lets anybody charge for the dish of the day.
        ask(&till, "Secondi", "T172").await?;
        till.wait_attribute("add-line", "aria-disabled", "true")
            .await?;
        type_number(&till, "typed-pad", "50000").await?;
        till.wait_says("price-beyond", "5,00 – 60,00").await?;
        till.wait_says("price-beyond", "responsabile").await?;
        till.click("add-line").await?;
        till.wait_for("approval-sheet").await?;
        // Nobody came: nothing is on the check, and nothing has to be typed anew.
        till.click("approval-sheet/close").await?;
        till.wait_gone("approval-sheet").await?;
        till.wait_says("typed", "500,00").await?;
        till.wait_gone("line-0").await?;
        till.click("add-line").await?;
        type_number(&till, "approval-pad", manager_pin).await?;
        till.wait_says("line-0", "500,00").await?;
        till.wait_gone("typed").await?;
        till.wait_amount("total", 50_000).await?;

        till.click("order-facts").await?;
        till.click("history").await?;
        till.wait_says("history-list", "Sofia").await?;
        till.wait_says("history-list", "Giulia").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn whoever_changes_a_sent_dish_says_why_or_leaves_it_at_what_is_true_most_often() -> Result<()>
{
    let plan = Plan::new("why", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "1", 2).await?;
        ask(&till, "Secondi", "T121").await?;
        till.click("modifier-doneness-0").await?;
        till.click("add-line").await?;
        till.wait_says("line-0", "Al sangue").await?;
        till.click("send").await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;

        till.click("line-0").await?;
        till.click("line-options").await?;
        till.wait_attribute("replace-why/reason-0", "aria-pressed", "true")
            .await?;
        till.click("modifier-doneness-1").await?;
        till.click("add-line").await?;
        till.wait_says("line-1", "Media").await?;
        till.click("line-1").await?;
        till.click("line-options").await?;
        till.wait_attribute("replace-why/reason-0", "aria-pressed", "true")
            .await?;
        till.click("replace-why/reason-2").await?;
        till.wait_attribute("replace-why/reason-0", "aria-pressed", "false")
            .await?;
        till.click("modifier-doneness-2").await?;
        till.click("add-line").await?;
        till.wait_says("line-2", "Ben cotta").await?;

        till.click("order-facts").await?;
        till.click("history").await?;
        till.wait_says("history-list", "Cambiato dal cliente")
            .await?;
        till.wait_says("history-list", "Errore di cucina").await?;
        Ok(())
    })
    .await
}
