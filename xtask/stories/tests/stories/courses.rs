//! What waits, and what goes to the kitchen in its time.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
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
