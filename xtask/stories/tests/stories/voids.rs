//! What the kitchen has already and nobody eats.

use anyhow::Result;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    paper::has_row,
    steps::{add, change_person, open_till, order_number, pay_exact, seat, type_number},
};

/// Sofia at the trattoria, who may void nothing that the kitchen has.
const WAITER_PIN: &str = "3333";

#[tokio::test]
async fn a_sent_pizza_is_voided_with_a_managers_pin_and_kitchen_and_report_know_of_it() -> Result<()>
{
    let plan = Plan::new("void", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let manager_pin = evening.restaurant.manager_pin();
        let till = open_till(evening, "Till 1").await?;
        change_person(&till, WAITER_PIN).await?;
        seat(&till, "Sala", "2", 2).await?;
        let number = order_number(&till).await?;
        add(&till, "Pizze", "T129", 0).await?;
        till.click("line-0").await?;
        till.click("line-more").await?;
        till.click("line-more").await?;
        till.wait_says("line-0", "3").await?;
        till.click("send").await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;
        evening.paper.wait(1, &[&number, "3", "Margherita"]).await?;

        one_is_thrown_away(&till, manager_pin).await?;
        evening
            .paper
            .wait(1, &[&number, "ANNULLA", "Margherita"])
            .await?;
        one_goes_back(&till, manager_pin).await?;
        evening
            .paper
            .wait(2, &[&number, "ANNULLA", "Margherita"])
            .await?;

        till.click("order-facts").await?;
        till.click("history").await?;
        till.wait_says("history-list", "ordinata due volte").await?;
        till.wait_says("history-list", "Giulia").await?;
        till.click("history-sheet/close").await?;

        change_person(&till, manager_pin).await?;
        till.click("table-2").await?;
        pay_exact(&till).await?;
        till.click("go-shift").await?;
        till.click("print-x").await?;
        till.wait_says("report-sheet", "Di cui buttati").await?;
        till.click("report-sheet/close").await?;
        evening
            .paper
            .wait(
                1,
                &["LETTURA X", "Storni", "16,00", "Di cui buttati", "8,00"],
            )
            .await?;
        Ok(())
    })
    .await
}

/// One of three is thrown away. Without a PIN it stays.
async fn one_is_thrown_away(till: &Face, manager_pin: &str) -> Result<()> {
    for somebody_comes in [false, true] {
        till.click("line-0").await?;
        till.wait_attribute("line-fewer", "aria-disabled", "true")
            .await?;
        till.click("line-void").await?;
        till.click("void-quantity/fewer").await?;
        till.click("void-quantity/fewer").await?;
        till.click("void-wasted").await?;
        till.click("void-sheet/reason-2").await?;
        till.wait_for("approval-sheet").await?;
        if somebody_comes {
            type_number(till, "approval-pad", manager_pin).await?;
        } else {
            till.click("approval-sheet/close").await?;
            till.wait_gone("approval-sheet").await?;
            till.wait_amount("total", 2_400).await?;
        }
    }
    till.wait_amount("total", 1_600).await
}

/// Another one goes back to the stock, for a reason in words.
async fn one_goes_back(till: &Face, manager_pin: &str) -> Result<()> {
    till.click("line-0").await?;
    till.click("line-void").await?;
    till.click("void-quantity/fewer").await?;
    till.click("void-restocked").await?;
    till.type_into("void-sheet/reason-text", "ordinata due volte")
        .await?;
    till.click("reason-other").await?;
    type_number(till, "approval-pad", manager_pin).await?;
    till.wait_amount("total", 800).await
}

#[tokio::test]
async fn what_a_guest_must_not_eat_stands_on_the_slip_that_stops_the_dish_too() -> Result<()> {
    let plan = Plan::new("stopped", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        pappardelle_without_a_course(evening).await?;
        let till = open_till(evening, "Till 1").await?;
        let kitchen = evening.kitchen("Kitchen 1").await?;
        seat(&till, "Sala", "2", 2).await?;
        let number = order_number(&till).await?;
        add(&till, "Secondi", "T123", 0).await?;
        till.click("seat-1").await?;
        add(&till, "Primi", "T119", 1).await?;
        till.wait_says("course-first", "Primo").await?;
        till.wait_says("line-0", "Pappardelle").await?;
        till.click("line-more").await?;
        till.click("line-note").await?;
        till.type_into("note-text", "poco sugo").await?;
        till.click("note-save").await?;
        till.wait_says("line-0", "poco sugo").await?;
        till.click("send").await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;
        let sent = evening.paper.wait(1, &[&number, "Pappardelle"]).await?;
        let sent = sent.concat();
        has_row(&sent, &["Pappardelle", "Primi Posto 1"])?;
        has_row(&sent, &["! poco sugo"])?;
        // They are eaten first, whatever was rung first.
        anyhow::ensure!(
            sent.find("Pappardelle") < sent.find("Saltimbocca"),
            "{sent}"
        );

        // Only now the guest speaks of nuts: that goes after the dish.
        allergic_to_nuts(&till).await?;
        till.click("send").await?;
        let changed = evening.paper.wait(1, &[&number, "MODIFICA"]).await?;
        has_row(&changed.concat(), &["2 x Pappardelle"])?;
        has_row(&changed.concat(), &["ALLERGENI", "frutta a guscio"])?;
        till.wait_attribute("send", "aria-disabled", "true").await?;

        // One of the two is stopped, and whoever reads that knows which plate must stay apart.
        till.click("line-0").await?;
        till.click("line-void").await?;
        till.click("void-quantity/fewer").await?;
        till.click("void-sheet/reason-1").await?;
        let stopped = evening.paper.wait(1, &[&number, "ANNULLA"]).await?.concat();
        for row in [
            ["1 x Pappardelle", "Posto 1"],
            ["era 2", "ora 1"],
            ["! poco sugo", ""],
            ["ALLERGENI", "frutta a guscio"],
        ] {
            has_row(&stopped, &row)?;
        }
        kitchen.wait_says("wall", "FRUTTA A GUSCIO").await?;
        Ok(())
    })
    .await
}

/// A dish whose row names no course comes with its category.
async fn pappardelle_without_a_course(evening: &Evening) -> Result<()> {
    let folder = evening.places.restaurant(evening.restaurant.name());
    let without = |file: &str, text: String| match file {
        "items.csv" => text.replace("T119,Primi,first,", "T119,Primi,,"),
        _ => text,
    };
    evening.hub.import(&folder, without).await
}

/// Says of the first line what its guest must not eat.
async fn allergic_to_nuts(till: &Face) -> Result<()> {
    till.click("line-0").await?;
    till.click("line-note").await?;
    till.click("note-allergy").await?;
    till.click("note-3").await?;
    till.click("note-save").await?;
    till.wait_gone("note-sheet").await?;
    till.wait_says("line-0", "frutta a guscio").await.map(drop)
}
