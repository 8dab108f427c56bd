//! The same screens in the real windows of the shells.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, open_shift, open_till, order_number, pay_exact, seat, sign_in},
};

async fn set_up(evening: &mut Evening, role: &str, name: &str) -> Result<stories::Face> {
    let code = evening.hub.device_code(role, name).await?;
    let window = evening.window(role, name).await?;
    window.wait_for("enrol-code").await?;
    window.type_into("enrol-code", &code).await?;
    window.click("enrol-go").await?;
    Ok(window)
}

#[tokio::test]
async fn a_tills_window_is_set_up_and_sells() -> Result<()> {
    let plan = Plan::new("till-window", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = set_up(evening, "till", "Till 1").await?;
        sign_in(&till, "1111").await?;
        open_shift(&till, "10000").await?;
        seat(&till, "Sala", "2", 2).await?;
        let number = order_number(&till).await?;
        add(&till, "Primi", "T111", 0).await?;
        till.click("send").await?;
        evening.paper.wait(1, &[&number, "carbonara"]).await?;
        pay_exact(&till).await?;
        evening
            .paper
            .wait(1, &["Trattoria Comanda", "13,00"])
            .await?;
        till.wait_attribute("table-2", "data-state", "free").await
    })
    .await
}

#[tokio::test]
async fn a_kitchens_window_shows_what_was_sent_and_bumps_it() -> Result<()> {
    let plan = Plan::new("kitchen-window", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let kitchen = set_up(evening, "kitchen", "Kitchen 1").await?;
        kitchen.wait_for("wall").await?;
        seat(&till, "Booths", "6", 2).await?;
        let number = order_number(&till).await?;
        add(&till, "Starters", "D219", 0).await?;
        till.click("send").await?;
        let ticket = format!("ticket-{number}-fryer");
        kitchen.wait_says(&ticket, "Onion rings").await?;
        kitchen.click(&format!("{ticket}/line-1")).await?;
        kitchen
            .wait_attribute(&format!("{ticket}/line-1"), "aria-pressed", "true")
            .await?;
        kitchen.click(&format!("{ticket}/bump")).await?;
        kitchen.wait_gone(&ticket).await?;
        till.click("go-floor").await?;
        till.wait_attribute("table-6", "data-state", "ready").await
    })
    .await
}

#[tokio::test]
async fn a_tills_window_goes_on_when_the_hub_is_gone() -> Result<()> {
    let plan = Plan::new("window-alone", Restaurant::Yatai);
    Evening::play(plan, async |evening| {
        let till = set_up(evening, "till", "Till 1").await?;
        sign_in(&till, "7001").await?;
        open_shift(&till, "10000").await?;
        till.click("new-counter").await?;
        add(&till, "一品", "Y308", 0).await?;
        evening.hub.kill().await?;
        till.wait_attribute("pill", "data-world", "alone").await?;
        add(&till, "一品", "Y309", 1).await?;
        pay_exact(&till).await?;
        evening.paper.wait(1, &["屋台 こまんだ", "980"]).await?;
        evening.hub.start_again().await?;
        till.wait_attribute("pill", "data-world", "together").await
    })
    .await
}
