//! What guests want, on the check.

use anyhow::Result;
use serde_json::json;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, open_till, seat},
};

#[tokio::test]
async fn a_burger_asks_by_itself_and_cannot_be_added_before_it_is_whole() -> Result<()> {
    let plan = Plan::new("modifiers", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Booths", "1", 2).await?;
        till.click("category-Burgers & sandwiches").await?;
        till.click("item-D208").await?;
        till.wait_for("options").await?;
        till.wait_attribute("add-line", "aria-disabled", "true")
            .await?;
        till.click("modifier-doneness-2").await?;
        till.wait_attribute("add-line", "aria-disabled", "true")
            .await?;
        till.click("modifier-burger_side-1").await?;
        // A side that costs more, and bacon twice, of which one is taken back.
        till.click("modifier-burger_extra-3").await?;
        till.click("modifier-burger_extra-3").await?;
        till.wait_says("add-line", "19.45").await?;
        till.click("modifier-burger_extra-3-minus").await?;
        till.wait_says("add-line", "16.95").await?;
        till.click("add-line").await?;
        till.wait_says("line-0", "Bacon").await?;
        till.wait_says("line-0", "16.95").await?;
        // 8.875 % on top of 16.95.
        till.wait_for("tax-8.875").await?;
        till.wait_amount("total", 1_845).await
    })
    .await
}

#[tokio::test]
async fn two_sides_are_two_and_a_variant_has_to_be_chosen() -> Result<()> {
    let plan = Plan::new("limits", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-counter").await?;
        till.type_into("search", "meatl").await?;
        till.wait_for("item-D223").await?;
        till.wait_gone("item-D201").await?;
        till.click("item-D223").await?;
        till.click("modifier-two_sides-0").await?;
        till.wait_attribute("add-line", "aria-disabled", "true")
            .await?;
        till.click("modifier-two_sides-1").await?;
        till.wait_attribute("modifier-two_sides-2", "aria-disabled", "true")
            .await?;
        till.click("add-line").await?;
        till.wait_says("line-0", "Meatloaf").await?;

        till.click("category-Bar").await?;
        till.click("item-D236").await?;
        till.wait_attribute("add-line", "aria-disabled", "true")
            .await?;
        till.click("variant-1").await?;
        till.click("options-quantity/one-more").await?;
        till.wait_says("add-line", "38.00").await?;
        till.click("add-line").await?;
        till.wait_says("check", "Pitcher").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn a_line_can_be_noted_counted_and_taken_off_before_it_is_sent() -> Result<()> {
    let plan = Plan::new("lines", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "2", 2).await?;
        till.click("seat-2").await?;
        add(&till, "Primi", "T111", 0).await?;
        till.click("line-more").await?;
        till.wait_amount("total", 2_600).await?;
        till.click("line-note").await?;
        till.type_into("note-text", "senza pepe").await?;
        till.click("note-save").await?;
        till.wait_says("line-0", "senza pepe").await?;
        till.click("line-note").await?;
        till.click("note-allergy").await?;
        till.click("note-3").await?;
        till.click("note-save").await?;
        // The warning names what must not be in it and for which seat.
        till.wait_gone("note-sheet").await?;
        till.wait_says("line-0", "2").await?;

        add(&till, "Primi", "T113", 1).await?;
        till.click("line-void").await?;
        till.wait_gone("line-1").await?;
        till.wait_amount("total", 2_600).await?;
        // What was just added can be taken back at one place.
        add(&till, "Primi", "T113", 1).await?;
        till.click("undo").await?;
        till.wait_gone("line-1").await
    })
    .await
}

#[tokio::test]
async fn a_scanner_adds_what_it_reads_and_says_what_it_does_not_know() -> Result<()> {
    let plan = Plan::new("scanner", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Bar", "B1", 1).await?;
        till.type_anywhere("8001620000028\u{e007}").await?;
        till.wait_says("line-0", "Acqua naturale").await?;
        till.wait_says("line-0", "3,50").await?;
        till.type_anywhere("4000000000000\u{e007}").await?;
        till.wait_text("notice", "that it is not known", |text| {
            text.contains("codice")
        })
        .await?;
        till.wait_gone("line-1").await?;
        // On the floor a scan opens an order at the counter.
        till.click("go-floor").await?;
        till.wait_for("rooms").await?;
        till.type_anywhere("5449000000996\u{e007}").await?;
        till.wait_says("line-0", "Coca-Cola").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn what_is_sold_out_is_grey_within_two_seconds_and_cannot_be_added() -> Result<()> {
    let plan = Plan::new("sold-out", Restaurant::Yatai);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-counter").await?;
        till.click("category-一品").await?;
        till.wait_for("item-Y310").await?;
        let sold_out = json!({ "sold_out": true, "left": null });
        evening
            .hub
            .put("menu/items/Y310/availability", &sold_out)
            .await?;
        let limit = std::time::Duration::from_secs(2);
        till.wait_attribute_within(limit, "item-Y310", "aria-disabled", "true")
            .await?;
        till.touch("item-Y310").await?;
        add(&till, "一品", "Y308", 0).await?;
        till.wait_gone("line-1").await?;
        till.wait_amount("total", 420).await
    })
    .await
}
