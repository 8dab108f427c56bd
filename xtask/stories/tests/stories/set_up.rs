//! A new device becomes part of the restaurant.

use anyhow::Result;
use stories::{Evening, Restaurant, evening::Plan};

#[tokio::test]
async fn a_right_code_makes_a_till_and_a_wrong_or_used_one_says_so() -> Result<()> {
    let plan = Plan::new("set-up", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let code = evening.hub.device_code("till", "Till 1").await?;
        let url = evening.new_device("till", "Till 1").await?;
        let till = evening.browser("Till 1", &url).await?;
        till.wait_for("enrol-code").await?;
        till.type_into("enrol-code", "ABCD-2345").await?;
        till.click("enrol-go").await?;
        let wrong = till.text("enrol-error").await?;
        anyhow::ensure!(!wrong.is_empty(), "a wrong code says so");

        till.type_into("enrol-code", &code).await?;
        till.click("enrol-go").await?;
        till.wait_for("pin-pad").await?;
        till.wait_says("sign-in", "Trattoria Comanda").await?;

        let url = evening.new_device("till", "Till 2").await?;
        let second = evening.browser("Till 2", &url).await?;
        second.wait_for("enrol-code").await?;
        second.type_into("enrol-code", &code).await?;
        second.click("enrol-go").await?;
        let used = second.text("enrol-error").await?;
        anyhow::ensure!(used != wrong, "a used code says another thing: {used}");
        Ok(())
    })
    .await
}
