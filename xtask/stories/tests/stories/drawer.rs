//! Cash that is no sale: into the drawer, out of it, into the safe; and a drawer that stays shut.

use anyhow::Result;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    steps::{add, change_person, open_till, pay_exact, seat, type_number},
};

/// Marco at the trattoria, who runs a shift and opens no drawer without a sale by himself.
const CASHIER_PIN: &str = "2222";

#[tokio::test]
async fn cash_in_out_and_into_the_safe_needs_a_reason_and_stands_on_the_report() -> Result<()> {
    let plan = Plan::new("drawer", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let manager_pin = evening.restaurant.manager_pin();
        let till = open_till(evening, "Till 1").await?;
        change_person(&till, CASHIER_PIN).await?;
        till.click("go-shift").await?;
        let before = evening.paper.kicks().await?;

        till.click("pay-in").await?;
        type_number(&till, "pay-in-sheet", "5000").await?;
        till.wait_amount("cash-amount", 5_000).await?;
        till.wait_attribute("cash-go", "aria-disabled", "true")
            .await?;
        till.click("pay-in-sheet/reason-1").await?;
        till.click("cash-go").await?;
        till.wait_gone("pay-in-sheet").await?;
        till.click("pay-out").await?;
        type_number(&till, "pay-out-sheet", "1200").await?;
        till.type_into("cash-reason", "basilico").await?;
        till.click("cash-go").await?;
        till.wait_gone("pay-out-sheet").await?;
        // What goes into the safe says enough by itself, but not without an amount.
        till.click("drop-cash").await?;
        till.wait_attribute("cash-go", "aria-disabled", "true")
            .await?;
        type_number(&till, "drop-sheet", "3000").await?;
        till.click("cash-go").await?;
        till.wait_gone("drop-sheet").await?;
        till.wait_says("report", "108,00").await?;
        evening.paper.wait_kicks(before + 3).await?;

        without_a_sale(&till, manager_pin).await?;
        evening.paper.wait_kicks(before + 4).await?;

        till.click("print-x").await?;
        till.wait_says("report-sheet", "108,00").await?;
        till.click("report-sheet/close").await?;
        evening
            .paper
            .wait(
                1,
                &[
                    "LETTURA X",
                    "Versamenti",
                    "50,00",
                    "Prelievi",
                    "12,00",
                    "In cassaforte",
                    "30,00",
                    "108,00",
                    "Aperture senza vendita",
                ],
            )
            .await?;
        Ok(())
    })
    .await
}

/// The drawer opens without a sale when a manager agrees, and not when nobody comes.
async fn without_a_sale(till: &Face, manager_pin: &str) -> Result<()> {
    till.click("open-drawer").await?;
    till.click("drawer-sheet/reason-0").await?;
    till.click("cash-go").await?;
    till.wait_for("approval-sheet").await?;
    till.click("approval-sheet/close").await?;
    till.wait_gone("approval-sheet").await?;
    till.click("open-drawer").await?;
    till.click("drawer-sheet/reason-0").await?;
    till.click("cash-go").await?;
    type_number(till, "approval-pad", manager_pin).await?;
    till.wait_gone("approval-sheet").await
}

#[tokio::test]
async fn a_drawer_that_did_not_open_is_said_where_the_cashier_looks() -> Result<()> {
    let plan = Plan::new("shut", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "1", 2).await?;
        add(&till, "Pizze", "T129", 0).await?;
        let before = evening.paper.kicks().await?;
        evening.paper.set_paper_out(true).await?;
        till.click("pay").await?;
        till.click("take-cash").await?;
        till.wait_for("paid").await?;
        till.wait_says("drawer-shut", "chiave").await?;
        till.click("next-guest").await?;
        till.wait_says("notice", "chiave").await?;
        // With paper again the receipt comes, and no drawer opens behind the cashier's back.
        evening.paper.set_paper_out(false).await?;
        evening.paper.wait(1, &["Margherita", "8,00"]).await?;
        evening.paper.wait_kicks(before).await?;
        // The next guest finds everything as it should be.
        seat(&till, "Sala", "1", 2).await?;
        add(&till, "Pizze", "T129", 0).await?;
        pay_exact(&till).await?;
        evening.paper.wait_kicks(before + 1).await
    })
    .await
}
