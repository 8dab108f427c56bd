//! What the manager sees and changes.

use std::time::Duration;

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, log_in, open_till, pay_exact, seat},
};

/// A price that was changed is on every till by then.
const ARRIVES_WITHIN: Duration = Duration::from_secs(2);

#[tokio::test]
async fn a_wrong_password_stays_out_and_a_sale_shows_in_todays_figures() -> Result<()> {
    let plan = Plan::new("figures", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let office = evening.back_office("Office").await?;
        office.type_into("login-password", "let me in").await?;
        office.click("login").await?;
        office.wait_for("login-error").await?;
        log_in(evening, &office).await?;
        office.wait_for("today").await?;

        seat(&till, "Booths", "2", 2).await?;
        add(&till, "Starters", "D219", 0).await?;
        till.click("send").await?;
        // An open check with what is owed on it.
        office.wait_says("open-checks", "7.57").await?;
        pay_exact(&till).await?;
        office.wait_amount("sales-today", 757).await?;
        office.wait_says("figure-checks", "1").await?;

        office.click("nav-devices").await?;
        office.wait_says("devices", "Till 1").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn a_price_that_the_manager_changes_is_on_the_till_in_two_seconds() -> Result<()> {
    let plan = Plan::new("price", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "2", 2).await?;
        till.click("category-Pizze").await?;
        till.wait_says("item-T129", "8,00").await?;
        let office = evening.back_office("Office").await?;
        log_in(evening, &office).await?;
        office.click("nav-menu").await?;
        office.type_into("menu-search", "T129").await?;
        office.click("price-T129").await?;
        office.type_over("price-T129", "8,50\u{e007}").await?;
        let arrives = stories::wait::until_within(ARRIVES_WITHIN, "the new price", async || {
            Ok(till.text("item-T129").await?.contains("8,50").then_some(()))
        });
        arrives.await?;
        office.click("sold-out-T129").await?;
        till.wait_attribute_within(ARRIVES_WITHIN, "item-T129", "aria-disabled", "true")
            .await?;
        add(&till, "Pizze", "T130", 0).await
    })
    .await
}

#[tokio::test]
async fn an_import_says_what_it_would_change_before_it_does_and_where_a_file_is_wrong() -> Result<()>
{
    let plan = Plan::new("import", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "2", 2).await?;
        till.click("category-Pizze").await?;
        till.wait_says("item-T129", "8,00").await?;
        let office = evening.back_office("Office").await?;
        log_in(evening, &office).await?;
        office.click("nav-import").await?;

        let wrong = evening.restaurant_files("wrong", |text| text.replace("8.00", "cheap"))?;
        office.choose_files("import-files", &wrong).await?;
        office.wait_says("import-errors", "items.csv").await?;
        office.wait_gone("import-apply").await?;

        let dearer = evening.restaurant_files("dearer", |text| {
            text.replace("Margherita,Margherita,,8.00", "Margherita,Margherita,,9.00")
        })?;
        office.choose_files("import-files", &dearer).await?;
        let diff = office.wait_says("import-diff", "T129").await?;
        anyhow::ensure!(!diff.contains("T130"), "only what changes: {diff}");
        till.wait_says("item-T129", "8,00").await?;
        office.click("import-apply").await?;
        office.wait_for("import-done").await?;
        till.wait_says("item-T129", "9,00").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn the_manager_makes_a_code_that_a_new_till_takes() -> Result<()> {
    let plan = Plan::new("code", Restaurant::Yatai);
    Evening::play(plan, async |evening| {
        let office = evening.back_office("Office").await?;
        log_in(evening, &office).await?;
        office.click("nav-devices").await?;
        office.click("new-device").await?;
        office.type_into("device-name", "レジ 1").await?;
        office.click("new-code").await?;
        let is_code = |text: &str| text.len() == 9 && text.contains('-');
        let code = office.wait_text("code", "a code", is_code).await?;
        let url = evening.new_device("till", "レジ 1").await?;
        let till = evening.browser("Till", &url).await?;
        till.type_into("enrol-code", &code).await?;
        till.click("enrol-go").await?;
        till.wait_for("pin-pad").await?;
        office.wait_for("code-connected").await?;
        // The button that made the code is gone, and the focus with it: Esc still leaves.
        office.type_anywhere("\u{e00c}").await?;
        office.wait_gone("code").await
    })
    .await
}
