//! Parts of a check: by a fixed amount, and by two tills that did not hear of each other.

use anyhow::Result;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    steps::{add, open_shift, open_till, seat, sign_in, type_number},
};

#[tokio::test]
async fn one_guest_pays_a_fixed_amount_and_the_other_the_rest() -> Result<()> {
    let plan = Plan::new("fixed", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "1", 2).await?;
        add(&till, "Primi", "T111", 0).await?;
        add(&till, "Pizze", "T129", 1).await?;
        till.click("pay").await?;
        till.click("split").await?;
        till.click("split-head-1").await?;
        type_number(&till, "fixed-pad", "500").await?;
        till.wait_says("fixed-pad", "5,00").await?;
        till.wait_says("split-sum-1", "5,00").await?;
        till.wait_says("split-sum-2", "16,00").await?;
        till.click("split-apply").await?;
        till.wait_gone("split-sheet").await?;
        till.wait_amount("due", 500).await?;
        till.click("take-cash").await?;
        till.wait_says("part-1", "5,00").await?;
        evening.paper.wait(1, &["1/2", "5,00"]).await?;
        till.wait_amount("due", 1_600).await?;
        till.click("tender-card").await?;
        till.click("confirm-card").await?;
        till.wait_for("paid").await?;
        evening.paper.wait(1, &["2/2", "16,00"]).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_tills_split_a_check_apart_and_somebody_chooses_whose_plan_counts() -> Result<()> {
    let plan = Plan::new("rivals", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let first = open_till(evening, "Till 1").await?;
        seat(&first, "Sala", "1", 3).await?;
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
        split_in(&first, 2).await?;
        split_in(&second, 3).await?;
        evening.hub.start_again().await?;
        for till in [&first, &second] {
            till.wait_for("split-contested").await?;
            till.wait_for("keep-plan-1").await?;
        }
        keep(&first, "3").await?;
        for till in [&first, &second] {
            till.wait_gone("split-contested").await?;
            till.wait_says("part-3", "7,00").await?;
        }
        for left in [1_400, 700] {
            first.click("take-cash").await?;
            first
                .wait_text("totals/still-due", "what is still owed", |text| {
                    stories::face::amount(text) == Some(left)
                })
                .await?;
        }
        second.wait_says("part-1", "7,00").await?;
        first.click("take-cash").await?;
        first.wait_for("paid").await?;
        evening.paper.wait(1, &["3/3", "7,00"]).await?;
        // Nobody presses «take» at the other one for a check that is paid.
        second.wait_for("closed-elsewhere").await?;
        second.click("pay-back").await?;
        second.wait_for("check-over").await?;
        second.click("leave-check").await?;
        second.wait_for("rooms").await?;
        a_receipt_of_another_till(&second).await
    })
    .await
}

/// The check's is the same here; that of a part is where it was printed.
async fn a_receipt_of_another_till(till: &Face) -> Result<()> {
    till.click("go-receipts").await?;
    till.wait_says("paper", "21,00").await?;
    till.click("paper-chip-1").await?;
    till.wait_for("paper-elsewhere").await?;
    till.wait_attribute("reprint", "aria-disabled", "true")
        .await?;
    till.click("paper-chip-0").await?;
    till.wait_says("paper", "21,00").await?;
    Ok(())
}

async fn split_in(till: &Face, ways: u32) -> Result<()> {
    till.wait_attribute("pill", "data-world", "alone").await?;
    till.click("pay").await?;
    till.click("split").await?;
    till.click(&format!("split-{ways}")).await?;
    till.wait_gone("split-sheet").await?;
    till.wait_for(&format!("part-{ways}")).await
}

/// Keeps the plan with so many parts, wherever its button stands.
async fn keep(till: &Face, parts: &str) -> Result<()> {
    for place in 0..2 {
        let button = format!("keep-plan-{place}");
        if till.text(&button).await?.contains(parts) {
            return till.click(&button).await;
        }
    }
    anyhow::bail!("no plan has {parts} parts")
}

#[tokio::test]
async fn a_check_that_grows_at_the_till_is_looked_at_again_before_cash_is_taken() -> Result<()> {
    let plan = Plan::new("grows", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let first = open_till(evening, "Till 1").await?;
        seat(&first, "Sala", "1", 2).await?;
        add(&first, "Pizze", "T129", 0).await?;
        first.click("pay").await?;
        first.wait_amount("due", 800).await?;
        first.click("quick-1").await?;

        let second = evening.till("Till 2").await?;
        sign_in(&second, evening.restaurant.manager_pin()).await?;
        second.click("tab-Sala").await?;
        second
            .wait_attribute("table-1", "data-state", "waiting")
            .await?;
        second.click("table-1").await?;
        second.wait_says("line-0", "Margherita").await?;
        add(&second, "Primi", "T111", 1).await?;

        first.wait_says("see-change", "8,00 → 21,00").await?;
        first.wait_gone("take-cash").await?;
        first.click("see-change").await?;
        first.wait_amount("due", 2_100).await?;
        // What the guest handed over stays; more is owed.
        first.wait_for("due-after").await?;
        // On the card the terminal was told twenty-one: another pizza changes nothing of that.
        first.click("tender-card").await?;
        first.wait_amount("handed", 2_100).await?;
        add(&second, "Pizze", "T131", 2).await?;
        first.wait_amount("due", 3_100).await?;
        first.wait_amount("handed", 2_100).await?;
        first.click("confirm-card").await?;
        first.wait_amount("due", 1_000).await?;
        Ok(())
    })
    .await
}
