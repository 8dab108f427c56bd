//! Whose guests they are, what they are called, and tables that were one for a while.

use anyhow::Result;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    paper::has_row,
    steps::{add, open_till, order_number, pay_exact, seat},
};

#[tokio::test]
async fn joined_tables_are_taken_apart_again_and_each_pays_its_own() -> Result<()> {
    let plan = Plan::new("unjoin", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "1", 2).await?;
        add(&till, "Primi", "T111", 0).await?;
        let first = order_number(&till).await?;
        till.click("go-floor").await?;
        seat(&till, "Sala", "2", 2).await?;
        // No other check is there to be taken apart.
        add(&till, "Pizze", "T129", 0).await?;
        let second = order_number(&till).await?;
        till.click("order-facts").await?;
        till.click("join").await?;
        till.click(&format!("join-{first}")).await?;
        till.wait_gone("join-sheet").await?;
        till.wait_amount("total", 2_100).await?;
        till.wait_says("check", "carbonara").await?;
        till.click("go-floor").await?;
        // The guests still sit at both tables, and either opens their check.
        till.wait_attribute("table-1", "data-state", "waiting")
            .await?;
        till.wait_says("table-1", "+2").await?;

        // They sit apart after all: the dishes of the first go back to its table.
        till.click("table-1").await?;
        till.click("order-facts").await?;
        till.click("join").await?;
        till.click(&format!("unjoin-{first}")).await?;
        till.wait_gone("join-sheet").await?;
        till.wait_amount("total", 800).await?;
        pay_exact(&till).await?;
        evening
            .paper
            .wait(1, &[&second, "Margherita", "8,00"])
            .await?;
        till.wait_attribute("table-1", "data-state", "waiting")
            .await?;
        till.click("table-1").await?;
        till.wait_says("check", "carbonara").await?;
        till.wait_amount("total", 1_300).await?;
        pay_exact(&till).await?;
        evening
            .paper
            .wait(1, &[&first, "carbonara", "13,00"])
            .await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_couples_at_one_table_have_a_check_each_and_a_bill_is_no_receipt() -> Result<()> {
    let plan = Plan::new("two-checks", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let kicks = evening.paper.kicks().await?;
        let [first, second] = two_checks(&till).await?;
        // All five sit there, and the table says that they do not pay together.
        till.wait_says("table-4", "5/6").await?;
        till.wait_says("table-4", "2 conti").await?;
        till.wait_says("tab-Sala", "2").await?;
        till.click("table-4").await?;
        for said in ["13,00", "2 coperti"] {
            till.wait_says(&format!("table-sheet/order-{first}"), said)
                .await?;
        }
        till.click(&format!("table-sheet/order-{second}")).await?;
        till.wait_says("line-0", "Margherita").await?;

        the_bill_is_of_the_second(evening, &till, &first, &second).await?;
        // Nothing was paid and nothing is closed: no drawer, no receipt, and the money is owed.
        evening.paper.wait_kicks(kicks).await?;
        till.wait_amount("total", 800).await?;
        till.click("go-floor").await?;
        till.wait_attribute("table-4", "data-state", "bill").await?;
        till.click("go-receipts").await?;
        till.wait_for("receipts").await?;
        for number in [&first, &second] {
            let receipt = format!("receipt-{number}");
            anyhow::ensure!(!till.has(&receipt).await?, "a bill is in the list");
        }
        till.click("go-floor").await?;

        till.click("table-4").await?;
        till.click(&format!("table-sheet/order-{second}")).await?;
        pay_exact(&till).await?;
        let paid = evening.paper.wait(1, &["Ricevuta", &second]).await?;
        let paid = paid.concat();
        anyhow::ensure!(!paid.contains("NON PAGATO"), "{paid}");
        // One check is left, and a tap opens it.
        till.wait_attribute("table-4", "data-state", "ordered")
            .await?;
        till.wait_says("table-4", "2/6").await?;
        anyhow::ensure!(!till.text("table-4").await?.contains("conti"));
        till.click("table-4").await?;
        till.wait_amount("total", 1_300).await?;
        pay_exact(&till).await?;
        till.wait_attribute("table-4", "data-state", "free").await?;
        let paid = evening.paper.wait(1, &["Ricevuta", &first]).await?;
        has_row(&paid.concat(), &["carbonara", "13,00"])
    })
    .await
}

/// Two and three guests at table 4, who pay apart: the numbers of both checks.
async fn two_checks(till: &Face) -> Result<[String; 2]> {
    seat(till, "Sala", "4", 2).await?;
    let first = order_number(till).await?;
    add(till, "Primi", "T111", 0).await?;
    till.click("send").await?;
    till.wait_attribute("send", "aria-disabled", "true").await?;
    till.click("go-floor").await?;
    till.hold("table-4", "table-another").await?;
    till.click("table-another").await?;
    till.click("guests-3").await?;
    till.wait_gone("line-0").await?;
    let second = order_number(till).await?;
    add(till, "Pizze", "T129", 0).await?;
    till.click("send").await?;
    till.wait_attribute("send", "aria-disabled", "true").await?;
    till.click("go-floor").await?;
    Ok([first, second])
}

/// Prints the bill of the shown check: all that the guests owe, and nothing that a receipt has.
async fn the_bill_is_of_the_second(
    evening: &Evening,
    till: &Face,
    first: &str,
    second: &str,
) -> Result<()> {
    till.click("order-facts").await?;
    till.click("print-bill").await?;
    let bill = evening.paper.wait(1, &["CONTO - NON PAGATO"]).await?;
    let bill = bill.concat();
    has_row(&bill, &[second, "Tavolo 4"])?;
    has_row(&bill, &["Margherita", "8,00"])?;
    has_row(&bill, &["Da pagare", "8,00"])?;
    for part in ["Ricevuta", "carbonara", first] {
        anyhow::ensure!(!bill.contains(part), "{part} is on the bill:\n{bill}");
    }
    Ok(())
}

#[tokio::test]
async fn a_tab_gets_another_name_and_another_server_and_both_are_on_the_receipt() -> Result<()> {
    let plan = Plan::new("tab-name", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-tab").await?;
        // Without a name nobody finds it again.
        till.wait_attribute("tab-open", "aria-disabled", "true")
            .await?;
        till.type_into("tab-name", "Blue jacket").await?;
        till.click("tab-open").await?;
        till.wait_says("order-facts", "Blue jacket").await?;
        add(&till, "Drinks", "D231", 0).await?;
        till.click("order-facts").await?;
        till.click("name-tab").await?;
        till.type_into("tab-new-name", "Mr. Hopper").await?;
        till.click("tab-save").await?;
        till.wait_says("order-facts", "Mr. Hopper").await?;

        till.click("order-facts").await?;
        let place = server_named(&till, "Pat").await?;
        till.click(&place).await?;
        till.wait_attribute(&place, "aria-pressed", "true").await?;
        till.wait_says("facts-sheet", "Pat").await?;
        till.click("facts-sheet/close").await?;
        pay_exact(&till).await?;
        evening
            .paper
            .wait(1, &["Tab Mr. Hopper", "Server: Pat", "Coffee"])
            .await?;
        Ok(())
    })
    .await
}

/// The button of somebody who may serve.
async fn server_named(till: &stories::Face, name: &str) -> Result<String> {
    for place in 0..8 {
        let button = format!("server-{place}");
        if till.text(&button).await? == name {
            return Ok(button);
        }
    }
    anyhow::bail!("{name} is not among the servers")
}
