//! What needs a look, and whoever looked at it.

use anyhow::Result;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    steps::{
        add, change_person, open_shift, open_till, order_number, pay_exact, seat, sign_in,
        type_number,
    },
};

/// Sofia at the trattoria, who may put nothing aside by herself.
const WAITER_PIN: &str = "3333";
const NOTE: &str = "tavolo aspettava da un'ora";

#[tokio::test]
async fn two_discounts_given_apart_are_put_aside_with_a_note_and_both_names_and_can_come_back()
-> Result<()> {
    let plan = Plan::new("seen", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let manager_pin = evening.restaurant.manager_pin();
        let (first, second, number) = discounted_apart(evening).await?;
        pay_exact(&first).await?;
        let row = format!("receipt-{number}");
        change_person(&first, WAITER_PIN).await?;
        first.click("go-receipts").await?;
        first.wait_for(&format!("{row}/needs-look")).await?;
        first.click(&row).await?;
        first.wait_says("flag", "2").await?;

        first.click("flag/looked-at").await?;
        first.wait_says("seen-sheet", "Non cambia soldi").await?;
        // Nobody puts anything aside without a word.
        first
            .wait_attribute("seen-go", "aria-disabled", "true")
            .await?;
        first.type_into("seen-note", NOTE).await?;
        first.wait_in_sight("seen-go").await?;
        first.click("seen-go").await?;
        first.wait_for("approval-sheet").await?;
        type_number(&first, "approval-pad", manager_pin).await?;
        first.wait_gone("flag").await?;
        first.wait_gone(&format!("{row}/needs-look")).await?;
        for said in [NOTE, "Sofia", "Giulia"] {
            first.wait_says("seen-flag", said).await?;
        }
        history_says(&first, &["Visto", NOTE, "Sofia", "Giulia"]).await?;

        // The other till hears of it.
        change_person(&second, manager_pin).await?;
        second.click("go-receipts").await?;
        second.click(&row).await?;
        second.wait_says("seen-flag", NOTE).await?;
        anyhow::ensure!(!second.has("flag").await?, "the other till still shows it");

        // Whoever lent the right takes it back as well: it was not so.
        second.click("unsee").await?;
        second.wait_says("flag", "2").await?;
        second.wait_for(&format!("{row}/needs-look")).await?;
        second.wait_gone("seen-flag").await?;
        // What was said stays said.
        history_says(&second, &[NOTE, "Sofia", "Giulia"]).await
    })
    .await
}

/// Two tills that do not hear each other give the same guests ten percent; gives both and the number
/// of the check, which is open at the first.
async fn discounted_apart(evening: &mut Evening) -> Result<(Face, Face, String)> {
    let first = open_till(evening, "Till 1").await?;
    seat(&first, "Sala", "1", 2).await?;
    let number = order_number(&first).await?;
    add(&first, "Primi", "T111", 0).await?;
    add(&first, "Pizze", "T129", 1).await?;
    let second = evening.till("Till 2").await?;
    sign_in(&second, evening.restaurant.manager_pin()).await?;
    open_shift(&second, "10000").await?;
    second.click("tab-Sala").await?;
    second
        .wait_attribute("table-1", "data-state", "waiting")
        .await?;
    second.click("table-1").await?;
    second.wait_says("line-1", "Margherita").await?;

    evening.hub.kill().await?;
    for till in [&first, &second] {
        till.wait_attribute("pill", "data-world", "alone").await?;
        till.click("discount").await?;
        if till.has("discount-check").await? {
            till.click("discount-check").await?;
        }
        till.click("percent-10").await?;
        till.click("discount-sheet/reason-0").await?;
        till.wait_gone("discount-sheet").await?;
        till.wait_amount("total", 1_890).await?;
    }
    evening.hub.start_again().await?;
    for till in [&first, &second] {
        // Ten percent, and ten percent of the rest.
        till.wait_amount("total", 1_701).await?;
        till.wait_for("check-flag").await?;
    }
    second.click("go-floor").await?;
    Ok((first, second, number))
}

/// The history of the shown receipt says all of this.
async fn history_says(till: &Face, texts: &[&str]) -> Result<()> {
    till.click("receipt-history").await?;
    for text in texts {
        till.wait_says("history-list", text).await?;
    }
    till.click("history-sheet/close").await?;
    till.wait_gone("history-sheet").await
}
