//! The till on a phone.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, open_till, type_number},
};

const WIDTH: u32 = 390;
const HEIGHT: u32 = 844;

#[tokio::test]
async fn a_phone_begins_at_the_dishes_shows_the_whole_pad_and_no_name_is_too_long_for_it()
-> Result<()> {
    let plan = Plan::new("phone", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.resize(WIDTH, HEIGHT).await?;
        till.click("new-tab").await?;
        let name = "Mrs. Wolfeschlegelsteinhausenbergerdorff";
        till.type_into("tab-name", name).await?;
        till.click("tab-open").await?;
        till.wait_says("order-facts", name).await?;
        let width = till.page_width().await?;
        anyhow::ensure!(width <= u64::from(WIDTH), "the page is {width} wide");
        till.wait_in_sight("pill").await?;
        add(&till, "Drinks", "D231", 0).await?;

        // Money for later is often a deposit, and is looked for where money is taken.
        till.click("order-facts").await?;
        till.click("for-later").await?;
        till.click("soon-60").await?;
        till.click("ready-save").await?;
        till.click("pane-check").await?;
        till.wait_in_sight("pay").await?;
        till.click("pay").await?;
        till.wait_in_sight("deposit").await?;
        till.click("deposit").await?;
        type_number(&till, "deposit-pad", "200").await?;
        till.click("deposit-card").await?;
        till.wait_gone("deposit-sheet").await?;
        till.wait_amount("due", 121).await?;
        till.click("pay-back").await?;

        // The next check begins at the dishes, although this one was read.
        till.click("pane-tables").await?;
        till.click("new-counter").await?;
        till.wait_in_sight("category-Breakfast").await?;
        add(&till, "Drinks", "D231", 0).await?;
        till.click("pane-check").await?;
        till.click("pay").await?;
        for thing in ["tender-gift-card", "pay-pad/key-0", "pay-back", "take-cash"] {
            till.wait_in_sight(thing).await?;
        }
        till.click("take-cash").await?;
        till.wait_for("paid").await?;
        till.click("next-guest").await?;

        // The pad stays in sight while the drawer is counted.
        till.click("go-shift").await?;
        till.click("close-shift").await?;
        till.click("count-10000").await?;
        till.wait_in_sight("count-pad/key-0").await?;
        till.click("count-pad/key-1").await?;
        till.wait_amount("counted", 10_000).await
    })
    .await
}
