//! What waits, and what goes to the kitchen in its time.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    paper::has_row,
    steps::{add, open_till, order_number, seat},
};

#[tokio::test]
async fn a_held_course_is_on_the_check_and_reaches_the_kitchen_when_it_is_fired() -> Result<()> {
    let plan = Plan::new("hold", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let kitchen = evening.kitchen("Kitchen 1").await?;
        seat(&till, "Sala", "3", 2).await?;
        let number = order_number(&till).await?;
        add(&till, "Primi", "T111", 0).await?;
        add(&till, "Pizze", "T129", 1).await?;
        till.click("hold-main").await?;
        till.wait_for("fire-main").await?;
        till.click("send").await?;
        kitchen.wait_for(&format!("ticket-{number}-hot")).await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;
        let pizza = format!("ticket-{number}-pizza");
        anyhow::ensure!(!kitchen.has(&pizza).await?, "the held pizza is cooked");
        till.click("fire-main").await?;
        kitchen.wait_for(&pizza).await?;
        till.wait_gone("fire-main").await
    })
    .await
}

#[tokio::test]
async fn an_order_for_later_waits_says_when_and_goes_when_somebody_sends_it() -> Result<()> {
    let plan = Plan::new("later", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let kitchen = evening.kitchen("Kitchen 1").await?;
        till.click("new-takeaway").await?;
        let number = order_number(&till).await?;
        add(&till, "Pizze", "T129", 0).await?;
        till.click("order-facts").await?;
        till.click("for-later").await?;
        till.click("soon-90").await?;
        till.click("day-more").await?;
        till.click("ready-save").await?;
        till.wait_for("kitchen-at").await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;

        // Paid ahead it waits all the same, and stands in the list.
        till.click("pay").await?;
        till.click("take-cash").await?;
        till.click("next-guest").await?;
        let pizza = format!("ticket-{number}-pizza");
        anyhow::ensure!(!kitchen.has(&pizza).await?, "it is cooked a day early");
        till.click(&format!("order-{number}")).await?;
        till.click("send-now").await?;
        kitchen.wait_for(&pizza).await?;
        till.wait_gone("send-now").await?;
        till.click("go-floor").await?;
        till.wait_gone(&format!("order-{number}")).await
    })
    .await
}

#[tokio::test]
async fn a_carbonara_comes_with_the_starters_at_seat_two_and_one_second_waits_alone() -> Result<()>
{
    let plan = Plan::new("by-hand", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let kitchen = evening.kitchen("Kitchen 1").await?;
        seat(&till, "Sala", "3", 3).await?;
        let number = order_number(&till).await?;
        // Nobody has a seat until somebody says so, and pasta is no starter.
        add(&till, "Primi", "T111", 0).await?;
        till.click("line-seat").await?;
        till.wait_attribute("set-seat-0", "aria-pressed", "true")
            .await?;
        till.click("set-seat-2").await?;
        till.wait_says("line-0", "posto 2").await?;
        till.click("line-course").await?;
        till.wait_attribute("set-course-first", "aria-pressed", "true")
            .await?;
        till.click("set-course-starter").await?;
        add(&till, "Antipasti", "T101", 1).await?;
        till.wait_gone("course-first").await?;
        // Two seconds of one station: the saltimbocca waits for a guest who is late.
        add(&till, "Secondi", "T128", 2).await?;
        add(&till, "Secondi", "T123", 3).await?;
        till.wait_says("course-starter", "Antipasto").await?;
        till.click("line-course").await?;
        till.click("hold-line").await?;
        till.wait_says("line-3", "In attesa").await?;
        till.wait_says("send", "3").await?;
        till.click("send").await?;
        till.wait_attribute("send", "aria-disabled", "true").await?;
        let hot = evening.paper.wait(1, &[&number, "carbonara"]).await?;
        let hot = hot.concat();
        has_row(&hot, &["carbonara", "Antipasti Posto 2"])?;
        has_row(&hot, &["Melanzane", "Secondi"])?;
        anyhow::ensure!(!hot.contains("Saltimbocca"), "it was to wait:\n{hot}");
        let ticket = format!("ticket-{number}-hot");
        kitchen.wait_says(&ticket, "Melanzane").await?;
        anyhow::ensure!(!kitchen.text("wall").await?.contains("Saltimbocca"));

        till.click("line-3").await?;
        till.click("line-course").await?;
        till.click("fire-line").await?;
        let fired = evening.paper.wait(1, &["AGGIUNTA", "Saltimbocca"]).await?;
        anyhow::ensure!(!fired.concat().contains("Melanzane"), "{fired:?}");
        evening.paper.wait(3, &[&number]).await?;
        kitchen.wait_says("wall", "Saltimbocca").await?;
        till.wait_gone("fire-main").await
    })
    .await
}
