//! The drawer from its float to its Z report.

use anyhow::Result;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    paper::has_row,
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

#[tokio::test]
async fn a_blind_drawer_is_counted_note_by_note_and_who_still_eats_goes_on_in_the_next_shift()
-> Result<()> {
    let plan = Plan::new("blind", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let manager_pin = evening.restaurant.manager_pin();
        let till = evening.till("Till 1").await?;
        sign_in(&till, CASHIER_PIN).await?;
        open_shift(&till, "10000").await?;
        seat(&till, "Booths", "2", 2).await?;
        add(&till, "Desserts", "D240", 0).await?;
        add(&till, "Drinks", "D231", 1).await?;
        // 8.90 and 8.875 % of it.
        till.wait_amount("total", 969).await?;
        till.click("go-floor").await?;
        till.click("new-counter").await?;
        add(&till, "Drinks", "D231", 0).await?;
        pay_exact(&till).await?;

        till.click("go-shift").await?;
        for number in [1, 2] {
            let read = format!("X REPORT {number:04}");
            x_report(evening, &till, &[&read, "103.21"]).await?;
        }
        // What the manager read is for the manager also when it is printed again.
        till.click("reprint-x").await?;
        type_number(&till, "approval-pad", manager_pin).await?;
        till.wait_gone("approval-sheet").await?;
        let texts = ["COPY 1", "X REPORT 0001"];
        evening.paper.wait(1, &texts).await?;

        count_note_by_note(&till).await?;
        till.click("close-shift-go").await?;
        till.wait_for("approval-sheet").await?;
        type_number(&till, "approval-pad", manager_pin).await?;
        till.wait_says("report-sheet", "10.00").await?;
        z_is_printed_again(evening, &till).await?;

        // The next shift finds the guests where they were.
        open_shift(&till, "9321").await?;
        till.wait_attribute("table-2", "data-state", "waiting")
            .await?;
        till.click("table-2").await?;
        till.wait_says("check", "Apple pie").await?;
        till.wait_amount("total", 969).await?;
        pay_exact(&till).await?;
        till.click("go-shift").await?;
        x_report(evening, &till, &["X REPORT 0003", "102.90"]).await
    })
    .await
}

/// A cashier prints what a manager may read, once the manager says so.
async fn x_report(evening: &Evening, till: &Face, texts: &[&str]) -> Result<()> {
    till.click("print-x").await?;
    type_number(till, "approval-pad", evening.restaurant.manager_pin()).await?;
    till.wait_gone("approval-sheet").await?;
    till.wait_for("report-sheet").await?;
    evening.paper.wait(1, texts).await?;
    till.click("report-sheet/close").await
}

/// Four twenties, a ten, three ones, two dimes and a cent: ten less than there should be.
async fn count_note_by_note(till: &Face) -> Result<()> {
    till.click("close-shift").await?;
    till.wait_says("carry-over", "1").await?;
    let pieces = [
        ("2000", "4"),
        ("1000", "1"),
        ("100", "3"),
        ("10", "2"),
        ("1", "1"),
    ];
    for (worth, count) in pieces {
        till.click(&format!("count-{worth}")).await?;
        type_number(till, "count-pad", count).await?;
    }
    till.wait_says("count-2000", "80.00").await?;
    till.wait_amount("counted", 9_321).await?;
    // Nobody is told how far off that is.
    till.wait_for("count-blind").await?;
    anyhow::ensure!(!till.has("difference").await?, "a blind count is told");
    Ok(())
}

/// The first Z names what was counted and who signed; its copy says the same and that it is one.
async fn z_is_printed_again(evening: &Evening, till: &Face) -> Result<()> {
    let first = evening.paper.wait(1, &["Z REPORT 0001"]).await?.concat();
    for row in [
        ["4 x 20.00", "80.00"],
        ["3 x 1.00", "3.00"],
        ["2 x 0.10", "0.20"],
    ] {
        has_row(&first, &row)?;
    }
    has_row(&first, &["Signed by", "Dana"])?;
    till.click("reprint-report").await?;
    let copy = evening
        .paper
        .wait(1, &["COPY 1", "Z REPORT 0001"])
        .await?
        .concat();
    let told = |paper: &str| -> Vec<String> {
        let rows = paper.lines().map(|row| row.trim().to_owned());
        rows.filter(|row| !row.is_empty() && !row.contains("COPY") && !row.contains("Printed"))
            .collect()
    };
    anyhow::ensure!(
        told(&first) == told(&copy),
        "the copy says something else:\n{first}\n{copy}"
    );
    till.click("report-sheet/close").await?;
    till.wait_for("z-1").await?;
    till.click("go-floor").await
}
