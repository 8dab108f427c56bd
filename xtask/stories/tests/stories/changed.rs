//! A guest wants otherwise what the kitchen has already.

use anyhow::Result;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    paper::has_row,
    steps::{open_till, order_number, pay_exact, seat},
};

#[tokio::test]
async fn a_steak_is_made_otherwise_and_the_kitchen_reads_what_to_stop_and_what_to_make()
-> Result<()> {
    let plan = Plan::new("changed", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "5", 2).await?;
        let number = order_number(&till).await?;
        till.click("category-Secondi").await?;
        till.click("item-T121").await?;
        till.click("modifier-doneness-0").await?;
        till.click("add-line").await?;
        till.wait_says("line-0", "Al sangue").await?;
        // Nothing is asked of what the kitchen does not have.
        till.click("line-0").await?;
        till.click("line-options").await?;
        till.wait_for("modifier-doneness-1").await?;
        anyhow::ensure!(!till.has("replace-leftover").await?, "nothing was made yet");
        till.click("options/close").await?;
        till.click("send").await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;
        evening
            .paper
            .wait(1, &[&number, "Tagliata", "Al sangue"])
            .await?;

        // No screen shows it yet, so nobody began: the meat goes back.
        make(&till, "line-0", 1, "void-restocked").await?;
        evening
            .paper
            .wait(1, &[&number, "ANNULLA", "Tagliata", "Al sangue"])
            .await?;
        evening
            .paper
            .wait(1, &[&number, "AGGIUNTA", "+ Media", "al posto di"])
            .await?;

        // The cook reads what stops and what is made, and has begun: this time it is thrown away.
        let kitchen = evening.kitchen("Kitchen 1").await?;
        for said in ["Al sangue", "Media", "al posto di"] {
            kitchen.wait_says("wall", said).await?;
        }
        till.wait_says("line-1", "In preparazione").await?;
        make(&till, "line-1", 2, "void-wasted").await?;
        kitchen.wait_says("wall", "Ben cotta").await?;
        evening
            .paper
            .wait(1, &[&number, "AGGIUNTA", "+ Ben cotta", "al posto di"])
            .await?;
        till.wait_amount("total", 2_400).await?;

        till.click("go-floor").await?;
        till.click("table-5").await?;
        pay_exact(&till).await?;
        till.click("go-shift").await?;
        till.click("print-x").await?;
        till.wait_says("report-sheet", "Di cui buttati").await?;
        till.click("report-sheet/close").await?;
        // Two were taken off, and one of them was thrown away.
        let report = evening.paper.wait(1, &["LETTURA X"]).await?.concat();
        has_row(&report, &["Storni", "48,00"])?;
        has_row(&report, &["Di cui buttati", "24,00"])
    })
    .await
}

/// Changes how a line is done; what becomes of the sent one stands chosen already.
async fn make(till: &Face, line: &str, done: u32, likely: &str) -> Result<()> {
    till.click(line).await?;
    till.click("line-options").await?;
    till.wait_for("replace-leftover").await?;
    let chosen = format!("replace-leftover/{likely}");
    till.wait_attribute(&chosen, "aria-pressed", "true").await?;
    till.click(&format!("modifier-doneness-{done}")).await?;
    till.click("add-line").await?;
    till.wait_gone("options").await
}
