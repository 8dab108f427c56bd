//! Days that are over.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    steps::{add, change_person, open_shift, pay_exact, sign_in},
    wait::until_within,
};

/// The day ends at a full minute that is at least so far away: time enough to sell a pizza.
const DAY_LEFT_S: u64 = 45;
/// Nothing is longer than that minute, and the till looks every few seconds.
const CLOSED_WITHIN: Duration = Duration::from_secs(150);

#[tokio::test]
async fn a_day_that_is_over_closes_by_itself_and_can_be_read_and_printed() -> Result<()> {
    let plan = Plan {
        site: &[("timezone", "UTC")],
        idle: true,
        ..Plan::new("closures", Restaurant::Trattoria)
    };
    Evening::play(plan, async |evening| {
        let pin = evening.restaurant.manager_pin();
        end_the_day_soon(evening).await?;
        let till = evening.till("Till 1").await?;
        sign_in(&till, pin).await?;
        open_shift(&till, "10000").await?;
        till.click("new-counter").await?;
        add(&till, "Pizze", "T129", 0).await?;
        pay_exact(&till).await?;
        till.click("go-shift").await?;
        till.click("closures").await?;
        till.wait_says("closures-sheet", "Ogni giorno si chiude da solo")
            .await?;
        let what = "the day is closed";
        until_within(CLOSED_WITHIN, what, async || {
            till.click("closures-sheet/close").await?;
            till.click("closures").await?;
            till.wait_text("closures-sheet", "an answer", |text| text.len() > 20)
                .await?;
            Ok(till.has("closure-0").await?.then_some(()))
        })
        .await?;
        till.wait_says("closure-0", "8,00").await?;
        till.click("closure-0").await?;
        till.wait_says("closure-figures", "Vendite").await?;
        till.click("print-closure").await?;
        evening
            .paper
            .wait(1, &["CHIUSURA 0001", "Vendite lorde", "8,00"])
            .await?;
        // Whoever only serves reads the figures of no day.
        till.click("closures-sheet/close").await?;
        change_person(&till, "3333").await?;
        till.click("go-shift").await?;
        till.click("closures").await?;
        till.wait_for("notice").await
    })
    .await
}

#[expect(
    clippy::disallowed_methods,
    reason = "the programs of a story live in the real time"
)]
fn now() -> SystemTime {
    SystemTime::now()
}

/// The business day of the restaurant ends at the next full minute that is far enough.
async fn end_the_day_soon(evening: &Evening) -> Result<()> {
    let now_s = now().duration_since(UNIX_EPOCH)?.as_secs();
    let minute = (now_s + DAY_LEFT_S) / 60 + 1;
    let starts = format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let from = evening.places.restaurant(evening.restaurant.name());
    evening
        .hub
        .import(&from, |file, text| {
            if file == "site.csv" {
                let other = |line: &&str| !line.starts_with("business_day_starts,");
                let mut lines: Vec<_> = text.lines().filter(other).collect();
                let day = format!("business_day_starts,{starts}");
                lines.push(&day);
                lines.join("\n").replace("Europe/Rome", "UTC") + "\n"
            } else {
                text
            }
        })
        .await
}
