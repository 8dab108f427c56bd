//! How guests want a dish, and what it weighs: on the check, in the kitchen and on the receipt.

use anyhow::Result;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    paper::has_row,
    steps::{open_till, order_number, pay_exact, seat, type_number},
};

/// Opens the choices of an item of a category.
async fn ask(till: &Face, category: &str, sku: &str) -> Result<()> {
    till.click(&format!("category-{category}")).await?;
    till.click(&format!("item-{sku}")).await?;
    till.wait_for("options").await
}

/// Taps an option of a burger after a prefix.
async fn burger_with(till: &Face, prefix: &str, option: u32) -> Result<()> {
    till.click(&format!("prefix-burger_extra-{prefix}")).await?;
    till.click(&format!("modifier-burger_extra-{option}")).await
}

/// A burger as one guest wants it: with words before what is on it, and with a salad that asks for its
/// own dressing.
async fn a_burger(till: &Face) -> Result<()> {
    ask(till, "Burgers & sandwiches", "D208").await?;
    till.click("modifier-doneness-2").await?;
    till.click("modifier-burger_cheese-1").await?;
    till.click("modifier-burger_cheese-1").await?;
    // A word that an option does not take is no tap on it.
    burger_with(till, "no", 3).await?;
    till.wait_attribute("modifier-burger_extra-3", "aria-pressed", "false")
        .await?;
    for (prefix, option, says) in [
        ("no", 0, "no Onion"),
        ("light", 1, "light Pickle"),
        ("extra", 3, "extra Bacon"),
        ("side", 4, "Avocado on the side"),
    ] {
        burger_with(till, prefix, option).await?;
        till.wait_says(&format!("modifier-burger_extra-{option}"), says)
            .await?;
    }
    // A salad asks for its dressing, and the burger is not whole before it has one.
    till.click("modifier-burger_side-4").await?;
    let dressing = "burger_side-4-salad_dressing";
    till.wait_for(&format!("group-{dressing}")).await?;
    till.wait_attribute("add-line", "aria-disabled", "true")
        .await?;
    till.click(&format!("prefix-{dressing}-side")).await?;
    till.click(&format!("modifier-{dressing}-0")).await?;
    // 12.95, cheddar twice 1.90, bacon 4.00 instead of 2.50, avocado 2.25, salad 1.50.
    till.wait_says("add-line", "22.60").await?;
    till.click("add-line").await
}

#[tokio::test]
async fn a_burger_without_onion_has_a_salad_with_its_own_dressing_and_half_the_pancakes_cost_less()
-> Result<()> {
    let plan = Plan::new("prefixes", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Booths", "1", 2).await?;
        let number = order_number(&till).await?;
        a_burger(&till).await?;
        for said in ["no Onion", "2 x Cheddar", "> Ranch on the side", "22.60"] {
            till.wait_says("line-0", said).await?;
        }
        ask(&till, "Breakfast", "D202").await?;
        till.click("modifier-stack-0").await?;
        till.wait_says("add-line", "7.50").await?;
        till.click("add-line").await?;
        till.wait_says("line-1", "7.50").await?;

        till.click("send").await?;
        let slip = evening.paper.wait(1, &[&number, "Classic burger"]).await?;
        let slip = slip.concat();
        for said in [
            "+ 2 x Cheddar",
            "no Onion",
            "+ light Pickle",
            "+ extra Bacon",
            "+ Avocado on the side",
            "+ Side salad",
            "> Ranch on the side",
            "+ Short stack (2)",
        ] {
            has_row(&slip, &[said])?;
        }
        pay_exact(&till).await?;
        let receipt = evening.paper.wait(1, &[&number, "TOTAL"]).await?.concat();
        for row in [
            ["2 x Cheddar", "(1.90)"],
            ["no Onion", ""],
            ["extra Bacon", "(4.00)"],
            ["Side salad", "(1.50)"],
            ["> Ranch on the side", ""],
            ["Short stack (2)", "(-2.00)"],
            ["Buttermilk pancakes", "7.50"],
        ] {
            has_row(&receipt, &row)?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_steak_is_weighed_on_its_board_and_the_guest_pays_for_the_steak() -> Result<()> {
    let plan = Plan::new("tare", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "5", 2).await?;
        let number = order_number(&till).await?;
        ask(&till, "Secondi", "T171").await?;
        type_number(&till, "typed-pad", "1230").await?;
        till.click("type-tare").await?;
        // A board as heavy as all that lies on it is a slip of the finger.
        type_number(&till, "typed-pad", "1230").await?;
        till.wait_says("net-weight", "non resta niente").await?;
        till.wait_attribute("add-line", "aria-disabled", "true")
            .await?;
        for _ in 0..2 {
            till.click("typed-pad/key-erase").await?;
        }
        till.wait_says("type-tare", "0,012 kg").await?;
        type_number(&till, "typed-pad", "0").await?;
        till.wait_says("net-weight", "1,230 kg − 0,120 kg = netto 1,110 kg")
            .await?;
        // 55.00 a kilo.
        till.wait_says("add-line", "61,05").await?;
        till.click("add-line").await?;
        till.wait_says("line-0", "1,110 kg × 55,00").await?;
        // Another steak weighs something else.
        till.wait_attribute("line-more", "aria-disabled", "true")
            .await?;

        // It was the small board: the scale's weight is still there.
        till.click("line-options").await?;
        till.wait_says("typed", "1,230 kg").await?;
        till.click("type-tare").await?;
        till.wait_says("typed", "0,120 kg").await?;
        till.click("typed-pad/key-erase").await?;
        till.click("typed-pad/key-erase").await?;
        type_number(&till, "typed-pad", "0").await?;
        till.wait_says("add-line", "67,10").await?;
        till.click("add-line").await?;
        till.wait_says("check", "1,220 kg × 55,00").await?;
        till.wait_amount("total", 6_710).await?;
        till.click("send").await?;
        evening
            .paper
            .wait(1, &[&number, "Bistecca", "+ 1,220 kg"])
            .await?;
        pay_exact(&till).await?;
        let receipt = evening.paper.wait(1, &[&number, "TOTALE"]).await?.concat();
        has_row(&receipt, &["Bistecca", "67,10"])?;
        has_row(&receipt, &["1,220 kg x 55,00"])
    })
    .await
}
