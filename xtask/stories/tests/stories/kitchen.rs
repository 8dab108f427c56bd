//! The kitchen's screen.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, open_till, order_number, seat},
};

#[tokio::test]
async fn a_cook_strikes_bumps_and_recalls_and_the_till_sees_it() -> Result<()> {
    let plan = Plan::new("kitchen", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let kitchen = evening.kitchen("Kitchen 1").await?;
        seat(&till, "Sala", "6", 4).await?;
        let number = order_number(&till).await?;
        add(&till, "Primi", "T111", 0).await?;
        till.click("line-more").await?;
        add(&till, "Pizze", "T129", 1).await?;
        till.click("send").await?;
        let (hot, pizza) = (
            format!("ticket-{number}-hot"),
            format!("ticket-{number}-pizza"),
        );
        kitchen.wait_for(&hot).await?;
        kitchen.wait_for(&pizza).await?;
        kitchen.wait_says("count-open", "2").await?;

        kitchen.click("station-pizza").await?;
        kitchen.wait_gone(&hot).await?;
        kitchen.wait_for(&pizza).await?;
        kitchen.click("station-all").await?;
        kitchen.wait_for(&hot).await?;

        if !kitchen.has("all-day").await? {
            kitchen.click("all-day-toggle").await?;
        }
        kitchen
            .wait_text("all-day", "two carbonara", |text| {
                text.contains("carbonara") && text.contains('2')
            })
            .await?;

        kitchen.click(&format!("{hot}/line-1")).await?;
        kitchen
            .wait_attribute(&format!("{hot}/line-1"), "aria-pressed", "true")
            .await?;
        kitchen.double_tap(&format!("{pizza}/age")).await?;
        kitchen.wait_gone(&pizza).await?;
        kitchen.click(&format!("{hot}/bump")).await?;
        kitchen.wait_gone(&hot).await?;
        till.click("go-floor").await?;
        till.wait_attribute("table-6", "data-state", "ready")
            .await?;

        kitchen.click("recall").await?;
        kitchen
            .wait_for(&format!("recall-panel/recall-{number}"))
            .await?;
        kitchen
            .click(&format!("recall-panel/recall-{number}"))
            .await?;
        kitchen.wait_says("count-open", "1").await?;
        till.wait_attribute("table-6", "data-state", "ordered")
            .await
    })
    .await
}

#[tokio::test]
async fn the_oldest_ticket_hangs_first_and_an_allergy_has_its_band() -> Result<()> {
    let plan = Plan::new("wall", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let kitchen = evening.kitchen("Kitchen 1").await?;
        let till = open_till(evening, "Till 1").await?;
        let mut numbers = Vec::new();
        for table in ["1", "2", "3"] {
            seat(&till, "Booths", table, 2).await?;
            numbers.push(order_number(&till).await?);
            add(&till, "Starters", "D220", 0).await?;
            if table == "2" {
                till.click("line-note").await?;
                till.click("note-allergy").await?;
                till.click("note-3").await?;
                till.click("note-save").await?;
                till.wait_gone("note-sheet").await?;
            }
            till.click("send").await?;
            till.click("go-floor").await?;
        }
        for number in &numbers {
            kitchen.wait_for(&format!("ticket-{number}-fryer")).await?;
        }
        let wall = kitchen.text("wall").await?;
        let places: Vec<_> = ["Table 1", "Table 2", "Table 3"]
            .map(|t| wall.find(t))
            .into();
        anyhow::ensure!(places.is_sorted() && !places.contains(&None), "{wall}");
        let warned = format!("ticket-{}-fryer", numbers[1]);
        let says_nuts = |text: &str| text.to_lowercase().contains("nuts");
        kitchen
            .wait_text(&warned, "the allergy", says_nuts)
            .await
            .map(drop)
    })
    .await
}
