//! The drawer from its float to its Z report.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, open_shift, pay_exact, seat, sign_in, type_number},
};

/// Chris at the diner, who may run a shift and may not sign for one.
const CASHIER_PIN: &str = "1234";

#[tokio::test]
async fn a_shift_ends_with_a_count_a_difference_and_a_numbered_report() -> Result<()> {
    let plan = Plan::new("shift", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = evening.till("Till 1").await?;
        sign_in(&till, "9901").await?;
        // Without a shift no money can be taken, and the floor says so.
        till.wait_for("no-shift").await?;
        till.click("go-shift").await?;
        type_number(&till, "float-pad", "15000").await?;
        till.wait_amount("float", 15_000).await?;
        till.click("open-shift").await?;
        till.wait_says("report", "150.00").await?;
        till.click("go-floor").await?;
        till.wait_gone("no-shift").await?;

        seat(&till, "Booths", "2", 2).await?;
        add(&till, "Drinks", "D231", 0).await?;
        pay_exact(&till).await?;

        till.click("go-shift").await?;
        till.click("pay-out").await?;
        type_number(&till, "cash-pad", "2000").await?;
        till.wait_attribute("cash-go", "aria-disabled", "true")
            .await?;
        till.type_into("cash-reason", "ice from next door").await?;
        till.click("cash-go").await?;
        till.wait_gone("pay-out-sheet").await?;
        // 150.00 + 3.21 - 20.00, which the screen of a blind drawer does not tell, and the
        // manager's paper does.
        till.wait_text("report", "nothing that adds up", |text| {
            !text.contains("133.21") && !text.contains("3.21")
        })
        .await?;
        till.click("print-x").await?;
        till.wait_says("report-sheet", "133.21").await?;
        till.click("report-sheet/close").await?;
        evening.paper.wait(1, &["133.21"]).await?;

        till.click("close-shift").await?;
        till.wait_for("count-blind").await?;
        type_number(&till, "count-pad", "13300").await?;
        till.wait_amount("counted", 13_300).await?;
        till.click("close-shift-go").await?;
        till.wait_says("report-sheet", "Z").await?;
        till.wait_says("report-sheet", "0.21").await?;
        till.click("report-sheet/close").await?;
        till.wait_for("z-1").await?;
        evening.paper.wait(1, &["133.00", "0.21"]).await?;
        till.wait_for("open-shift").await?;

        // The next shift has the next number.
        till.click("open-shift").await?;
        till.click("close-shift").await?;
        till.click("close-shift-go").await?;
        till.wait_for("report-sheet").await?;
        till.click("report-sheet/close").await?;
        till.wait_for("z-2").await
    })
    .await
}

#[tokio::test]
async fn a_count_that_is_far_off_needs_a_manager() -> Result<()> {
    let plan = Plan::new("count", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = evening.till("Till 1").await?;
        sign_in(&till, CASHIER_PIN).await?;
        open_shift(&till, "10000").await?;
        till.click("go-shift").await?;
        till.click("close-shift").await?;
        type_number(&till, "count-pad", "9000").await?;
        till.wait_amount("counted", 9_000).await?;
        till.click("close-shift-go").await?;
        // Another cashier's leave is none; the manager signs without the count being typed again.
        till.wait_for("approval-sheet").await?;
        type_number(&till, "approval-pad", CASHIER_PIN).await?;
        till.wait_says("approval-says", "may not do it either")
            .await?;
        type_number(&till, "approval-pad", evening.restaurant.manager_pin()).await?;
        till.wait_says("report-sheet", "10.00").await?;
        till.click("report-sheet/close").await?;
        till.wait_for("z-1").await
    })
    .await
}
