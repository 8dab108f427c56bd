//! Somebody learns: everything as in earnest, and nothing of it counts.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, change_person, open_till, pay_exact, seat, type_number},
};

/// Chris at the diner, who asks a manager before a till learns.
const CASHIER_PIN: &str = "1234";

#[tokio::test]
async fn a_training_is_marked_on_screen_and_paper_and_counts_nowhere() -> Result<()> {
    let plan = Plan::new("training", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let manager_pin = evening.restaurant.manager_pin();
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Booths", "1", 2).await?;
        add(&till, "Drinks", "D231", 0).await?;
        till.click("go-floor").await?;
        change_person(&till, CASHIER_PIN).await?;
        till.click("who").await?;
        till.click("training").await?;
        type_number(&till, "approval-pad", manager_pin).await?;
        till.wait_says("training-band", "TRAINING").await?;
        // The guests who are really there are on the other side.
        till.click("tab-Booths").await?;
        till.wait_attribute("table-1", "data-state", "free").await?;

        let kicks = evening.paper.kicks().await?;
        seat(&till, "Booths", "2", 2).await?;
        add(&till, "Starters", "D219", 0).await?;
        till.click("send").await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;
        till.click("pay").await?;
        till.wait_for("training-band").await?;
        till.click("tender-cash").await?;
        till.click("take-cash").await?;
        till.wait_for("paid").await?;
        till.wait_for("training-band").await?;
        till.wait_says("paper", "TRAINING").await?;
        let says = till.text("paid").await?;
        anyhow::ensure!(!says.contains("drawer"), "no drawer opens: {says}");
        till.click("next-guest").await?;
        evening.paper.wait(1, &["TRAINING", "Onion rings"]).await?;

        till.click("who").await?;
        till.click("training").await?;
        type_number(&till, "approval-pad", manager_pin).await?;
        till.wait_gone("training-band").await?;
        till.click("tab-Booths").await?;
        till.wait_attribute("table-2", "data-state", "free").await?;
        till.wait_attribute("table-1", "data-state", "waiting")
            .await?;
        till.click("table-1").await?;
        pay_exact(&till).await?;

        // One check, one kick, one sale: those of the coffee.
        evening.paper.wait_kicks(kicks + 1).await?;
        let rings = evening.paper.with(&["Onion rings"]).await?;
        anyhow::ensure!(
            rings.iter().all(|paper| paper.contains("TRAINING")),
            "the kitchen heard of it: {rings:?}"
        );
        till.click("go-receipts").await?;
        till.wait_says("receipts", "3.21").await?;
        let receipts = till.text("receipts").await?;
        anyhow::ensure!(!receipts.contains("7.57"), "{receipts}");
        change_person(&till, manager_pin).await?;
        till.click("go-shift").await?;
        till.click("print-x").await?;
        till.wait_says("report-sheet", "3.21").await?;
        let report = till.text("report-sheet").await?;
        anyhow::ensure!(!report.contains("7.57"), "it counts: {report}");
        anyhow::ensure!(!report.contains("10.78"), "it counts: {report}");
        Ok(())
    })
    .await
}
