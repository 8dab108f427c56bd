//! Two tills that do not hear each other for a while, and what their people decide afterwards.

use anyhow::Result;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    paper::has_row,
    steps::{add, open_shift, open_till, order_number, seat, sign_in, type_number},
};

/// A second till with the manager and a shift at it.
async fn second_till(evening: &mut Evening) -> Result<Face> {
    let second = evening.till("Till 2").await?;
    sign_in(&second, evening.restaurant.manager_pin()).await?;
    open_shift(&second, "10000").await?;
    Ok(second)
}

#[tokio::test]
async fn guests_moved_twice_a_seat_given_twice_and_a_dessert_taken_off_twice_are_each_decided()
-> Result<()> {
    let plan = Plan::new("apart", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let first = open_till(evening, "Till 1").await?;
        seat(&first, "Sala", "1", 2).await?;
        add(&first, "Primi", "T111", 0).await?;
        add(&first, "Dolci", "T145", 1).await?;
        let second = second_till(evening).await?;
        second.click("tab-Sala").await?;
        second
            .wait_attribute("table-1", "data-state", "waiting")
            .await?;
        second.click("table-1").await?;
        second.wait_says("line-1", "Tiramisù").await?;

        evening.hub.kill().await?;
        for (till, table, seat) in [(&first, "5", "1"), (&second, "8", "2")] {
            till.wait_attribute("pill", "data-world", "alone").await?;
            otherwise(till, table, seat).await?;
        }
        evening.hub.start_again().await?;
        for till in [&first, &second] {
            till.wait_for("crossed").await?;
            for table in ["5", "8"] {
                till.wait_says("crossed", table).await?;
            }
            till.wait_says("check-flag", "Tiramisù").await?;
            till.wait_says("line-0", "due casse").await?;
        }
        // All of it has room above the lines that it is about.
        first.wait_in_sight("crossed-1").await?;
        first.wait_in_sight("line-0").await?;
        // On a phone that shows the dishes the check calls.
        first.resize(390, 844).await?;
        first.wait_in_sight("pane-check/check-needs-look").await?;
        first.resize(1_024, 768).await?;
        decide(&first, &second).await
    })
    .await
}

/// The guests go to a table, the pasta to a seat, and the dessert off.
async fn otherwise(till: &Face, table: &str, seat: &str) -> Result<()> {
    till.click("order-facts").await?;
    till.click("move-table").await?;
    till.click(&format!("move-to-{table}")).await?;
    till.wait_says("order-facts", table).await?;
    till.click("line-0").await?;
    till.click("line-seat").await?;
    till.click(&format!("set-seat-{seat}")).await?;
    till.wait_gone("seat-sheet").await?;
    till.click("line-1").await?;
    till.click("line-void").await?;
    till.wait_amount("total", 1_300).await
}

/// Each is decided once, at either till, and the other one hears of it.
async fn decide(first: &Face, second: &Face) -> Result<()> {
    // On the floor the later word counts until somebody says where the guests are.
    second.click("go-floor").await?;
    second
        .wait_attribute("table-8", "data-state", "waiting")
        .await?;
    second.click("table-8").await?;
    let five = if first.text("crossed-0").await?.contains('5') {
        "crossed-0"
    } else {
        "crossed-1"
    };
    first.click(five).await?;
    for till in [first, second] {
        till.wait_gone("crossed").await?;
        till.wait_says("order-facts", "5").await?;
    }

    second.click("line-0").await?;
    second.click("line-seat").await?;
    second.click("set-seat-2").await?;
    for till in [first, second] {
        till.wait_text("line-0", "no doubt", |text| !text.contains("due casse"))
            .await?;
    }

    first.click("check-flag/flag-one-more").await?;
    for till in [first, second] {
        till.wait_gone("check-flag").await?;
        till.wait_amount("total", 1_950).await?;
    }
    anyhow::ensure!(!first.has("check-needs-look").await?, "all is decided");
    second.click("go-floor").await?;
    second
        .wait_attribute("table-5", "data-state", "waiting")
        .await?;
    second.wait_attribute("table-8", "data-state", "free").await
}

#[tokio::test]
async fn a_late_dish_that_a_deposit_pays_is_counted_when_somebody_says_so() -> Result<()> {
    let plan = Plan::new("late", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let first = open_till(evening, "Till 1").await?;
        first.click("new-tab").await?;
        first.type_into("tab-name", "Anna").await?;
        first.click("tab-open").await?;
        first.wait_says("order-facts", "Anna").await?;
        let number = order_number(&first).await?;
        first.click("order-facts").await?;
        first.click("deposit").await?;
        type_number(&first, "deposit-pad", "1300").await?;
        first.click("deposit-cash").await?;
        first.wait_gone("deposit-sheet").await?;
        add(&first, "Pizze", "T129", 0).await?;
        let second = second_till(evening).await?;
        second.wait_says("loose", "Anna").await?;
        second.click(&format!("loose/order-{number}")).await?;
        second.wait_says("line-0", "Margherita").await?;

        evening.hub.kill().await?;
        for till in [&first, &second] {
            till.wait_attribute("pill", "data-world", "alone").await?;
        }
        first.click("pay").await?;
        first.wait_for("rooms").await?;
        first.click("go-receipts").await?;
        first.click(&format!("receipt-{number}")).await?;
        first.wait_says("flag", "5,00").await?;
        first.wait_for("surplus-cash").await?;
        add(&second, "Contorni", "T141", 1).await?;
        evening.hub.start_again().await?;

        // The potatoes cost just what was left: nothing is to go back any more.
        first.wait_for("count-it").await?;
        anyhow::ensure!(!first.has("surplus-cash").await?, "five are to go back");
        sold(evening, &first, 1, "8,00").await?;
        first.click("go-receipts").await?;
        first.click(&format!("receipt-{number}")).await?;
        first.click("count-it").await?;
        first.wait_gone("flag").await?;
        first.wait_says("paper", "13,00").await?;
        sold(evening, &first, 2, "13,00").await?;
        second.click("go-floor").await?;
        second.click("go-receipts").await?;
        second.click(&format!("receipt-{number}")).await?;
        second.wait_for("paper-chips").await?;
        anyhow::ensure!(!second.has("flag").await?, "the other till still shows it");
        Ok(())
    })
    .await
}

/// What the running shift sold, as its next X report says.
async fn sold(evening: &Evening, till: &Face, number: usize, amount: &str) -> Result<()> {
    till.click("go-shift").await?;
    till.click("print-x").await?;
    till.wait_for("report-sheet").await?;
    till.click("report-sheet/close").await?;
    let title = format!("LETTURA X {number:04}");
    let paper = evening.paper.wait(1, &[&title]).await?.concat();
    has_row(&paper, &["Vendite lorde", &format!(" {amount}")])
}
