//! Days that are over.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Result;
use stories::{
    Evening, Face, HandClock, Restaurant,
    evening::Plan,
    steps::{add, change_person, open_shift, pay_exact, sign_in},
    wait::until_within,
};

/// 2024-12-30 18:00 UTC.
const DECEMBER_30_MS: i64 = 1_735_581_600_000;

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
        wait_closure(&till, "closure-0").await?;
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

#[tokio::test]
async fn a_month_and_a_year_that_are_over_close_by_themselves_and_say_what_was_sold_since_the_beginning()
-> Result<()> {
    let plan = Plan::new("year", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let clock = HandClock::at(DECEMBER_30_MS);
        let till = evening.till_with("Till 1", &clock).await?;
        sign_in(&till, evening.restaurant.manager_pin()).await?;
        open_shift(&till, "10000").await?;
        sell(&till, "T129").await?;
        tomorrow(evening, &till, &clock, 1).await?;
        sell(&till, "T131").await?;
        tomorrow(evening, &till, &clock, 1).await?;

        // New Year's Day: two days, a month and a year are over, and nobody did anything for it.
        till.click("go-shift").await?;
        till.click("closures").await?;
        wait_closure(&till, "closure-1").await?;
        says(&till, 0, &["2024-12-31", "Giorno 2", "10,00"]).await?;
        says(&till, 1, &["2024-12-30", "Giorno 1", "8,00"]).await?;
        let longer = [("month", "2024-12", "Mese 1"), ("year", "2024", "Anno 1")];
        for (before, (period, named, title)) in longer.into_iter().enumerate() {
            till.click(&format!("tab-{period}")).await?;
            says(&till, 0, &[named, title, "18,00"]).await?;
            till.click("closure-0").await?;
            till.wait_says("closure-figures", "18,00").await?;
            till.click("print-closure").await?;
            let papers = evening
                .paper
                .wait(before + 1, &["CHIUSURA 0001", "18,00"])
                .await?;
            let is_named = |paper: &String| paper.lines().any(|line| line.trim() == named);
            anyhow::ensure!(
                papers.iter().any(is_named),
                "{named} is on none: {papers:?}"
            );
        }

        // What January sold stands in its month, and with all before it since the beginning.
        till.click("closures-sheet/close").await?;
        sell(&till, "T131").await?;
        tomorrow(evening, &till, &clock, 31).await?;
        till.click("go-shift").await?;
        till.click("closures").await?;
        wait_closure(&till, "closure-2").await?;
        till.click("tab-year").await?;
        says(&till, 0, &["2024", "Anno 1", "18,00"]).await?;
        till.click("tab-month").await?;
        says(&till, 1, &["2024-12", "Mese 1", "18,00"]).await?;
        says(&till, 0, &["2025-01", "Mese 2", "10,00"]).await?;
        till.click("closure-0").await?;
        till.wait_says("closure-figures", "28,00").await?;
        till.click("print-closure").await?;
        evening
            .paper
            .wait(1, &["CHIUSURA 0002", "2025-01", "10,00", "28,00"])
            .await?;
        Ok(())
    })
    .await
}

/// Waits until the list has so many closures; it is asked for anew each time.
async fn wait_closure(till: &Face, closure: &str) -> Result<()> {
    let what = format!("{closure} is written");
    until_within(CLOSED_WITHIN, &what, async || {
        till.click("closures-sheet/close").await?;
        till.click("closures").await?;
        till.wait_text("closures-sheet", "an answer", |text| text.len() > 20)
            .await?;
        Ok(till.has(closure).await?.then_some(()))
    })
    .await
}

/// The closure at this place of the list says all of this.
async fn says(till: &Face, place: usize, texts: &[&str]) -> Result<()> {
    for text in texts {
        till.wait_says(&format!("closure-{place}"), text).await?;
    }
    Ok(())
}

async fn sell(till: &Face, pizza: &str) -> Result<()> {
    till.click("go-floor").await?;
    till.click("new-counter").await?;
    add(till, "Pizze", pizza, 0).await?;
    pay_exact(till).await
}

/// Goes on so many days later: nobody touched the till, so it asks who is there.
async fn tomorrow(evening: &Evening, till: &Face, clock: &HandClock, days: i64) -> Result<()> {
    clock.pass_days(days);
    till.wait_for("pin-pad").await?;
    sign_in(till, evening.restaurant.manager_pin()).await
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
