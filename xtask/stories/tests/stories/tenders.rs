//! Ways to pay that the restaurant names itself: vouchers for a meal, money from a bank.

use anyhow::{Context as _, Result};
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    paper::has_row,
    steps::{add, open_till, order_number, seat, type_number},
};

/// The one paper that says all of this.
async fn paper(evening: &Evening, texts: &[&str]) -> Result<String> {
    let papers = evening.paper.wait(1, texts).await?;
    papers.into_iter().next().context("one paper")
}

/// Prints the X report, reads what the screen says of a tender, and gives the paper.
async fn x_report(evening: &Evening, till: &Face, row: &str) -> Result<String> {
    till.click("go-shift").await?;
    till.wait_says("report", row).await?;
    till.click("print-x").await?;
    till.wait_says("report-sheet", row).await?;
    till.click("report-sheet/close").await?;
    paper(evening, &["LETTURA X"]).await
}

#[tokio::test]
async fn two_vouchers_and_the_rest_in_coins_pay_a_lunch_and_each_has_its_row() -> Result<()> {
    let plan = Plan::new("vouchers", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let before = evening.paper.kicks().await?;
        seat(&till, "Sala", "1", 2).await?;
        add(&till, "Primi", "T111", 0).await?;
        add(&till, "Pizze", "T129", 1).await?;
        till.click("pay").await?;
        till.wait_amount("due", 2_100).await?;
        till.click("tender-ticket").await?;
        // A voucher gives no change: more than is due cannot be taken, and no change is promised.
        type_number(&till, "pay-pad", "2200").await?;
        till.wait_attribute("take-cash", "aria-disabled", "true")
            .await?;
        anyhow::ensure!(!till.has("change-preview").await?, "a voucher gives change");
        till.click("tender-ticket").await?;
        for left in [1_302, 504] {
            type_number(&till, "pay-pad", "798").await?;
            till.wait_amount("due-after", left).await?;
            till.wait_says("take-cash", "Ticket Forchetta").await?;
            till.click("take-cash").await?;
            till.wait_amount("due", left).await?;
        }
        // Vouchers lie in the drawer, so it opens for each.
        evening.paper.wait_kicks(before + 2).await?;
        till.click("tender-cash").await?;
        type_number(&till, "pay-pad", "1000").await?;
        till.wait_amount("change-preview", 495).await?;
        till.click("take-cash").await?;
        till.wait_amount("change", 495).await?;
        let receipt = paper(evening, &["Trattoria Comanda", "21,00"]).await?;
        let vouchers = receipt.matches("Ticket Forchetta").count();
        anyhow::ensure!(vouchers == 2, "{vouchers} rows of vouchers:\n{receipt}");
        has_row(&receipt, &["Ticket Forchetta", "7,98"])?;
        has_row(&receipt, &["Contanti", "10,00"])?;
        has_row(&receipt, &["Resto", "4,95"])?;
        till.click("next-guest").await?;

        let x = x_report(evening, &till, "Ticket Forchetta").await?;
        has_row(&x, &["Ticket Forchetta", "(2)", "15,96"])?;
        has_row(&x, &["Contanti", "(1)", "5,04"])?;
        // 100.00 and five euros and five cents of coins: vouchers are no cash.
        has_row(&x, &["Atteso", "105,05"])
    })
    .await
}

#[tokio::test]
async fn a_deposit_from_a_bank_goes_back_to_it_and_so_does_a_dish_but_not_to_a_voucher()
-> Result<()> {
    let plan = Plan::new("from-a-bank", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let before = evening.paper.kicks().await?;
        till.click("new-tab").await?;
        till.type_into("tab-name", "Anna").await?;
        till.click("tab-open").await?;
        till.wait_says("order-facts", "Anna").await?;
        let feast = order_number(&till).await?;
        // 30.03 are no coins: nothing has to be rounded.
        for (tender, digits) in [("bonifico", "3003"), ("ticket", "500")] {
            till.click("order-facts").await?;
            till.click("deposit").await?;
            type_number(&till, "deposit-pad", digits).await?;
            till.click(&format!("deposit-{tender}")).await?;
            till.wait_gone("deposit-sheet").await?;
        }
        let taken = paper(evening, &["Acconto", "30,03"]).await?;
        has_row(&taken, &["Bonifico", "30,03"])?;
        add(&till, "Pizze", "T129", 0).await?;
        add(&till, "Primi", "T111", 1).await?;
        till.wait_amount("deposit-left", 1_403).await?;
        till.click("pay").await?;
        till.wait_for("rooms").await?;

        till.click("go-receipts").await?;
        till.click(&format!("receipt-{feast}")).await?;
        till.wait_says("flag", "14,03").await?;
        anyhow::ensure!(!till.has("surplus-ticket").await?, "a voucher goes back");
        till.click("surplus-bonifico").await?;
        till.wait_gone("flag").await?;

        // The pizza was cold: it goes back the same way.
        till.click("refund").await?;
        till.click("refund-quantity/one-more").await?;
        till.click("refund-sheet/reason-0").await?;
        till.wait_says("refund-bonifico", "8,00").await?;
        anyhow::ensure!(!till.has("refund-ticket").await?, "a voucher goes back");
        till.click("refund-bonifico").await?;
        till.wait_gone("refund-sheet").await?;
        let back = paper(evening, &["RIMBORSO", "Margherita"]).await?;
        has_row(&back, &["Bonifico", "8,00"])?;
        // Of all this only the voucher lies in the drawer.
        evening.paper.wait_kicks(before + 1).await?;

        let x = x_report(evening, &till, "Bonifico").await?;
        has_row(&x, &["Acconti presi", "35,03"])?;
        has_row(&x, &["Acconti resi", "14,03"])?;
        // What it took, less what went back to it twice.
        has_row(&x, &["Bonifico", "8,00"])?;
        has_row(&x, &["Ticket Forchetta", "5,00"])?;
        has_row(&x, &["Atteso", "100,00"])
    })
    .await
}

#[tokio::test]
async fn what_a_voucher_paid_goes_back_onto_a_new_card_of_the_house_and_the_coins_in_coins()
-> Result<()> {
    let plan = Plan::new("voucher-back", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-counter").await?;
        till.wait_for("items").await?;
        let number = order_number(&till).await?;
        add(&till, "Primi", "T111", 0).await?;
        till.click("pay").await?;
        till.click("tender-ticket").await?;
        type_number(&till, "pay-pad", "800").await?;
        till.click("take-cash").await?;
        till.wait_amount("due", 500).await?;
        till.click("tender-cash").await?;
        till.click("take-cash").await?;
        till.wait_for("paid").await?;
        till.click("next-guest").await?;

        let before = evening.paper.kicks().await?;
        till.click("go-receipts").await?;
        till.click(&format!("receipt-{number}")).await?;
        till.click("refund").await?;
        till.click("refund-quantity/one-more").await?;
        till.click("refund-sheet/reason-0").await?;
        till.wait_says("refund-limits", "Ticket Forchetta").await?;
        for said in ["5,00", "Contanti", "8,00", "Carta regalo"] {
            till.wait_says("refund-cash", said).await?;
        }
        till.click("refund-cash").await?;
        till.wait_gone("refund-sheet").await?;
        let papers = evening.paper.wait(2, &["RIMBORSO", &number]).await?;
        let papers = papers.join("\n");
        has_row(&papers, &["Contanti", "5,00"])?;
        has_row(&papers, &["Carta regalo", "8,00"])?;
        evening.paper.wait_kicks(before + 1).await
    })
    .await
}
