//! Guests who pay apart.

use anyhow::Result;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    paper::has_row,
    steps::{add, open_till, seat, type_number},
};

#[tokio::test]
async fn a_check_is_split_by_dish_then_anew_and_each_guest_gets_a_receipt() -> Result<()> {
    let plan = Plan::new("split", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "1", 3).await?;
        add(&till, "Primi", "T111", 0).await?;
        add(&till, "Pizze", "T129", 1).await?;
        till.click("pay").await?;
        till.wait_amount("due", 2_100).await?;

        // The carbonara for the first, the pizza for the second; the node adds up.
        till.click("split").await?;
        till.click("share-0-1").await?;
        till.click("share-1-2").await?;
        till.wait_says("split-sum-1", "13,00").await?;
        till.wait_says("split-sum-2", "8,00").await?;
        till.click("split-apply").await?;
        till.wait_amount("due", 1_300).await?;
        till.click("part-2").await?;
        till.wait_amount("due", 800).await?;
        till.click("take-cash").await?;
        evening
            .paper
            .wait(1, &["2/2", "Margherita", "8,00"])
            .await?;

        // The rest in two: whoever has paid stays.
        till.wait_amount("due", 1_300).await?;
        till.click("split").await?;
        till.click("split-2").await?;
        till.wait_amount("due", 650).await?;
        till.click("take-cash").await?;
        till.wait_says("part-2", "6,50").await?;
        evening.paper.wait(1, &["2/3", "6,50"]).await?;
        till.click("tender-card").await?;
        till.click("confirm-card").await?;
        till.wait_for("paid").await?;
        till.wait_says("paper", "21,00").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn twelve_shares_are_one_check_again_then_each_seat_pays_and_who_paid_stays() -> Result<()> {
    let plan = Plan::new("shares", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "4", 3).await?;
        // Nobody at the second seat eats alone; the squid is for everybody.
        let dishes = [
            ("1", "Primi", "T111"),
            ("3", "Pizze", "T129"),
            ("0", "Antipasti", "T109"),
        ];
        for (line, (at, category, sku)) in dishes.into_iter().enumerate() {
            till.click(&format!("seat-{at}")).await?;
            add(&till, category, sku, line).await?;
        }
        till.click("pay").await?;
        till.wait_amount("due", 3_550).await?;
        in_twelve(&till).await?;
        // No guest has paid: they are one check again.
        till.click("split").await?;
        till.click("split-whole").await?;
        till.wait_gone("part-1").await?;
        till.wait_amount("due", 3_550).await?;

        till.click("split").await?;
        till.click("split-seat").await?;
        for (part, seat, amount) in [
            ("part-1", "Posto 1", "20,25"),
            ("part-2", "Posto 3", "15,25"),
        ] {
            till.wait_says(part, seat).await?;
            till.wait_says(part, amount).await?;
        }
        two_shares_against_one(&till).await?;
        till.click("part-2").await?;
        till.wait_amount("due", 1_283).await?;
        till.click("tender-card").await?;
        till.click("confirm-card").await?;
        let paper = evening.paper.wait(1, &["2/2", "12,83"]).await?.concat();
        has_row(&paper, &["Margherita", "8,00"])?;
        has_row(&paper, &["Calamari", "4,83"])?;

        a_five_from_a_third(&till).await?;
        till.click("part-3").await?;
        till.wait_amount("due", 500).await?;
        till.click("tender-cash").await?;
        till.click("take-cash").await?;
        evening.paper.wait(1, &["3/3", "5,00"]).await?;
        till.wait_amount("due", 1_767).await?;
        till.click("tender-card").await?;
        till.click("confirm-card").await?;
        till.wait_for("paid").await?;
        till.wait_says("paper", "35,50").await?;
        evening.paper.wait(1, &["1/3", "17,67"]).await?;
        Ok(())
    })
    .await
}

/// The pad splits in as many shares as somebody types, to the cent.
async fn in_twelve(till: &Face) -> Result<()> {
    till.click("split").await?;
    anyhow::ensure!(!till.has("split-whole").await?, "it is one check already");
    till.click("split-ways").await?;
    type_number(till, "ways-keys", "1").await?;
    till.wait_attribute("ways-go", "aria-disabled", "true")
        .await?;
    type_number(till, "ways-keys", "2").await?;
    till.wait_says("ways-number", "12").await?;
    till.wait_says("ways-go", "12").await?;
    till.click("ways-go").await?;
    till.wait_gone("split-sheet").await?;
    for (part, amount) in [(1, "2,96"), (10, "2,96"), (11, "2,95"), (12, "2,95")] {
        till.wait_says(&format!("part-{part}"), amount).await?;
    }
    anyhow::ensure!(!till.has("part-13").await?, "a thirteenth share");
    // The squid was added some taps ago: taking it back is not what «undo» would do now.
    anyhow::ensure!(!till.has("undo").await?, "it would take the split back");
    a_thirteenth_is_an_arrow_away(till).await
}

/// Nine parts are side by side; the sheet is closed again, and nothing came of it.
async fn a_thirteenth_is_an_arrow_away(till: &Face) -> Result<()> {
    till.click("split").await?;
    till.wait_says("parts-shown", "1–9 di 12").await?;
    till.click("split-parts/one-more").await?;
    till.wait_says("parts-shown", "1–9 di 13").await?;
    till.click("next-parts").await?;
    till.wait_says("parts-shown", "10–13 di 13").await?;
    till.wait_attribute("next-parts", "aria-disabled", "true")
        .await?;
    till.click("share-0-13").await?;
    till.wait_says("share-0-13", "1").await?;
    till.click("split-sheet/close").await?;
    till.wait_gone("split-sheet").await
}

/// Of the squid the first takes two shares and the other one.
async fn two_shares_against_one(till: &Face) -> Result<()> {
    till.click("split").await?;
    till.wait_says("split-head-2", "Posto 3").await?;
    for (cell, says) in [("share-0-1", "1"), ("share-1-2", "1"), ("share-2-1", "·")] {
        till.wait_says(cell, says).await?;
    }
    for cell in ["share-2-1", "share-2-2", "share-2-1"] {
        till.click(cell).await?;
    }
    till.wait_says("share-2-1", "2").await?;
    till.wait_says("split-sum-1", "22,67").await?;
    till.wait_says("split-sum-2", "12,83").await?;
    till.click("split-apply").await?;
    till.wait_gone("split-sheet").await
}

/// Split anew: whoever paid stays, somebody puts in a five, and the first pays the rest.
async fn a_five_from_a_third(till: &Face) -> Result<()> {
    till.wait_amount("due", 2_267).await?;
    till.click("split").await?;
    till.wait_attribute("split-head-2", "aria-disabled", "true")
        .await?;
    till.click("split-parts/one-more").await?;
    till.click("split-head-3").await?;
    type_number(till, "fixed-pad", "500").await?;
    for (part, amount) in [(1, "17,67"), (2, "12,83"), (3, "5,00")] {
        till.wait_says(&format!("split-sum-{part}"), amount).await?;
    }
    till.click("split-apply").await?;
    till.wait_gone("split-sheet").await
}
